"""The QR code (ISO/IEC 18004) of a web address, as SVG."""

from __future__ import annotations

from markupsafe import Markup

from briefing.compose.templating.template_errors import MisuseError
from briefing.compose.templating.template_values import words_for

QUIET_ZONE = 4
"""The width of the white border in modules: the minimum in the standard."""


MAX_ADDRESS = 2331
"""The most bytes that the largest code holds at error correction level M."""


def draw_qr(address: object, title: object) -> Markup:
    """Return the QR code at error correction level M, with a title for screen readers.

    Raises MisuseError for an address that does not fit into a QR code.
    """
    address, title = words_for("draw_qr", address), words_for("draw_qr", title)
    if not 0 < len(address.encode(errors="replace")) <= MAX_ADDRESS:
        raise MisuseError(f"draw_qr takes an address of 1 to {MAX_ADDRESS:,} bytes")
    import segno  # imported here because few editions have a QR code

    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=QUIET_ZONE, omitsize=True, dark="#1b2430", title=title)
    return Markup(svg)  # noqa: S704  (segno's own SVG, its title escaped)
