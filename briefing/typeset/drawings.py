"""What a drawing (SVG) names and does not have: the engine leaves it out without a word."""

from __future__ import annotations

import re

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ID = re.compile(r"""\sid\s*=\s*["']([^"']*)["']""")
USED = re.compile(r"""<(?:\w+:)?use\b[^>]*?\s(?:xlink:)?href\s*=\s*["']\s*([^"']*?)\s*["']""")
PAINTED = re.compile(r"""url\(\s*["']?#([^"')]+?)["']?\s*\)\s*(?=["';!])""")
"""A gradient, pattern, mask, clip or marker; one with a colour behind it (`url(#a) red`) says what to do without."""


def missing_in(content: bytes) -> str | None:
    """What a drawing names and does not have, in a sentence; None where it has everything."""
    text = COMMENT.sub("", content.decode("utf-8", "replace"))
    ids = {match[1] for match in ID.finditer(text)}
    for address in (match[1] for match in USED.finditer(text)):
        if not address.startswith("#"):
            return f"it uses '{address}', which is outside of the drawing"
        if address[1:] not in ids:
            return f"it uses '{address}', which it does not have"
    painted = next((match[1] for match in PAINTED.finditer(text) if match[1] not in ids), None)
    return f"it paints with '#{painted}', which it does not have" if painted else None
