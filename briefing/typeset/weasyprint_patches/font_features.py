"""Free the attributes of text with font features (figures of equal width, small capitals).

WeasyPrint 70 creates a list of attributes and the attribute itself for each text with font features, and frees
neither. A worker grew by 20 KiB with each small edition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace


class OwnFeatures(dict[bytes, Any]):
    """Gives each list its own attribute, so that it is freed with the list."""

    def setdefault(self, features: bytes, attribute: Any = None) -> Any:  # noqa: ANN401
        """Return the new attribute, and keep none."""
        return attribute


def apply() -> None:
    """Let layouts of text own their attributes."""
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import Layout

    replace(FontConfiguration, "__init__", _with_own_features(FontConfiguration.__init__))
    replace(Layout, "setup", _freeing(Layout.setup))


def _with_own_features(plain: Callable[..., None]) -> Callable[..., None]:
    def initialise(fonts: Any) -> None:  # noqa: ANN401
        plain(fonts)
        fonts.font_features = OwnFeatures()

    return initialise


def _freeing(plain: Callable[..., None]) -> Callable[..., None]:
    from weasyprint.text.ffi import ffi, pango

    def setup(layout: Any, style: Any) -> None:  # noqa: ANN401
        plain(layout, style)
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes != ffi.NULL and isinstance(style.font_config.font_features, OwnFeatures):
            pango.pango_attr_list_unref(attributes)  # the layout has a reference of its own

    return setup


PATCH = Patch(
    name="font features",
    kind="fix",
    reason="attributes of text with font features are never freed",
    cost="a process grows with each edition",
    apply=apply,
    parameters={
        "weasyprint.text.fonts:FontConfiguration.__init__": ("self",),
        "weasyprint.text.line_break:Layout.setup": ("self", "style"),
    },
    digests={
        "weasyprint.text.fonts:FontConfiguration.__init__": "87e18f55153b3690",
        "weasyprint.text.line_break:Layout.setup": "14d4deae06744b59",
    },
)
