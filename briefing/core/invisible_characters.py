"""Characters that no text of a brief needs, and no reader sees: they turn words around, or hide in them."""

from __future__ import annotations

import re

UNSEEN: dict[str, str] = {
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e", "a mark that turns the direction of the text"),
    **dict.fromkeys("\u2066\u2067\u2068\u2069", "a mark that turns the direction of the text"),
    **dict.fromkeys("\u2028\u2029\x85", "a line end that most editors do not show"),
    "\ufeff": "a byte order mark inside the text",
    "\u180e": "a space without width",
    **dict.fromkeys(map(chr, range(0x2061, 0x2065)), "an invisible sign of formulas"),
    **dict.fromkeys(map(chr, range(0x206A, 0x2070)), "an invisible sign that Unicode gave up"),
    **dict.fromkeys(map(chr, range(0xFFF9, 0xFFFC)), "an invisible mark of annotations"),
    **dict.fromkeys(map(chr, range(0xE0000, 0xE0080)), "an invisible letter"),
}
"""What no text of a brief needs, and a reader cannot see (Unicode TR 36, 3.1, and TR 9, 2).

Joiners, soft hyphens and the marks for the direction of one sign have a use in texts, and stay.
"""

UNSEEN_ANYWHERE = re.compile(f"[{''.join(UNSEEN)}]+")
