"""The QR code (ISO/IEC 18004) of a web address, as SVG that a printer reads."""

from __future__ import annotations

from markupsafe import Markup

from briefing.compose.templating.template_errors import MisuseError
from briefing.compose.templating.template_values import words_for

QUIET_ZONE = 4
"""Modules of white around the code, the least that the standard allows."""


MAX_ADDRESS = 2331
"""In bytes: the most that the largest code holds at error correction M."""


def draw_qr(address: object, title: object) -> Markup:
    """The code at error correction M, with a title for those who do not see it.

    Raises MisuseError for an address that no code holds.
    """
    address, title = words_for("draw_qr", address), words_for("draw_qr", title)
    if not 0 < len(address.encode(errors="replace")) <= MAX_ADDRESS:
        raise MisuseError(f"draw_qr takes an address of 1 to {MAX_ADDRESS:,} bytes")
    import segno  # few editions have one

    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=QUIET_ZONE, omitsize=True, dark="#1b2430", title=title)
    return Markup(svg)  # noqa: S704  (segno's own SVG, its title escaped)
