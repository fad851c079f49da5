"""The versions that decide the bytes of a PDF."""

from __future__ import annotations

import platform
import zlib
from importlib.metadata import PackageNotFoundError, version

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
        **{package: number for package in PACKAGES if (number := _version(package))},
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}",
    }


def _version(package: str) -> str:
    """Return the version of a package; empty if it is not installed: a system may have no wheel of it."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
