"""Import the parts of fontTools and Pillow that few editions need when they are needed."""

from __future__ import annotations

from contextlib import AbstractContextManager

from briefing.core.lazy_imports import lazy_imports
from briefing.typeset.weasyprint_patches.patch import Patch

MODULES = (
    "fontTools.subset",
    "fontTools.ttLib.woff2",
    "fontTools.varLib",
    "PIL.ExifTags",
)
"""Modules for fonts that are packed as WOFF, or that HarfBuzz cannot subset, and for where photographs were taken."""

FUNCTIONS = ("fontTools.varLib.instancer",)
"""Modules of which the engine names a function when it is imported, for variable fonts, and calls it later."""


def apply() -> AbstractContextManager[None]:
    """Import these modules late, if the engine names them while the context lasts."""
    return lazy_imports(*MODULES, functions=FUNCTIONS)


PATCH = Patch(
    name="lazy imports",
    kind="speed",
    reason="0.93 of the time of a cold build, and less memory",
    cost="a cold build takes about 1.07 times as long",
    apply=apply,
    digests={"weasyprint.pdf.fonts": "9ad9a202a416b845"},
    upstream="https://github.com/Kozea/WeasyPrint/issues/2073",
)
