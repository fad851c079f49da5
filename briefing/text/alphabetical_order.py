"""The alphabetical order of a language: accents and capitals count only between words that are otherwise equal."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from babel import Locale

OWN_LETTERS = {"es": "ñ", "ru": "й"}
"""Accented letters that follow their base letter in the alphabet instead of being a variant of it."""

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
LAST = "\U0010ffff"
IGNORED = re.compile(r"[^\w\s]")


def alphabetical_key(words: str, locale: Locale) -> tuple[str, str]:
    """Return the key by which words are sorted."""
    folded = IGNORED.sub("", normalize("NFC", words).casefold().translate(LIGATURES))
    own = OWN_LETTERS.get(locale.language, "")
    letters = "".join(_base(letter) + LAST if letter in own else _base(letter) for letter in folded)
    return letters, words


def _base(letter: str) -> str:
    """Return a letter without its accents."""
    return "".join(sign for sign in normalize("NFKD", letter) if not combining(sign))
