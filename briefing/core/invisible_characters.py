"""The characters that a brief never needs and a reader cannot see: they reverse words, or hide in them."""

from __future__ import annotations

import re

UNSEEN: dict[str, str] = {
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e", "a character that changes the text direction"),
    **dict.fromkeys("\u2066\u2067\u2068\u2069", "a character that changes the text direction"),
    **dict.fromkeys("\u2028\u2029\x85", "a line break that most editors do not show"),
    "\ufeff": "a byte order mark inside the text",
    "\u180e": "a zero-width space",
    **dict.fromkeys(map(chr, range(0x2061, 0x2065)), "an invisible mathematical operator"),
    **dict.fromkeys(map(chr, range(0x206A, 0x2070)), "an invisible character deprecated by Unicode"),
    **dict.fromkeys(map(chr, range(0xFFF9, 0xFFFC)), "an invisible annotation character"),
    **dict.fromkeys(map(chr, range(0xE0000, 0xE0080)), "an invisible tag character"),
}
"""The name of each such character, as findings print it (Unicode TR 36, 3.1, and TR 9, 2).

Joiners, soft hyphens and the direction marks of a single character are missing: texts need them.
"""

UNSEEN_ANYWHERE = re.compile(f"[{''.join(UNSEEN)}]+")

PRIVATE_USE = re.compile("[\ue000-\uf01f\uf100-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""The private-use characters, except those of the fonts Symbol and Wingdings, which are reported as leftovers."""
