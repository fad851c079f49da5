"""What is done to the engine only so that it gives back the memory that it takes; the bytes are the same without.

WeasyPrint 70 makes a list of attributes for each text with features of its font (figures of equal width, small
capitals), and the attribute anew each time: neither is ever freed. A worker grew by 20 KiB with each small edition.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

TRIED_WITH = ("70.0",)
"""The versions of WeasyPrint: in another one the memory may be given back already, and twice is once too often."""


class OwnFeatures(dict[bytes, Any]):
    """Leaves to each list the attribute that was made for it, so that it can be freed with the list."""

    def setdefault(self, features: bytes, attribute: Any = None) -> Any:  # noqa: ANN401
        """The attribute that was made just now."""
        return attribute


def give_back(engine: ModuleType, fonts: Any) -> None:  # noqa: ANN401
    """Let layouts of text own their attributes, where this version is known not to free them."""
    if engine.__version__ not in TRIED_WITH:
        return
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.line_break import Layout

    fonts.font_features = OwnFeatures()
    if hasattr(Layout.setup, "plain"):
        return
    plain = Layout.setup

    def setup(layout: Any, style: Any) -> None:  # noqa: ANN401
        plain(layout, style)
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes != ffi.NULL and isinstance(style.font_config.font_features, OwnFeatures):
            pango.pango_attr_list_unref(attributes)  # the layout has a reference of its own

    setup.plain = plain  # type: ignore[attr-defined]
    Layout.setup = setup
