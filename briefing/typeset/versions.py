"""The versions that decide the bytes of a PDF."""

from __future__ import annotations

import platform
import zlib

from briefing.core.installed_packages import installed_version
from briefing.core.version import __version__
from briefing.typeset.engine import weasyprint

PACKAGES = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "fonttools",
    "pillow",
    "pyphen",
    "markdown-it-py",
    "jinja2",
    "babel",
    "citeproc-py",
    "vl-convert-python",
    "segno",
    "rendercv-fonts",
)


def versions() -> dict[str, str]:
    """Return the version of each package and library by name, native libraries last; some packages may be missing."""
    pango = int(weasyprint().text.ffi.pango.pango_version())
    return {
        "briefwright": __version__,
        "python": platform.python_version(),
        **{package: number for package in PACKAGES if (number := installed_version(package))},
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}",
    }
