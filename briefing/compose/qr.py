"""The QR code (ISO/IEC 18004) of a web address, as SVG that a printer reads."""

from __future__ import annotations

from markupsafe import Markup

QUIET_ZONE = 4
"""Modules of white around the code, the least that the standard allows."""


def draw_qr(address: str, title: str) -> Markup:
    """The code at error correction M, with a title for those who do not see it."""
    import segno  # few editions have one

    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=QUIET_ZONE, omitsize=True, dark="#1b2430", title=title)
    return Markup(svg)  # noqa: S704  (segno's own SVG, its title escaped)
