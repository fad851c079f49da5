"""The tags of languages (BCP 47), and the tag that a writer probably means."""

from __future__ import annotations

import re

from briefing.core.finding import nearest

TAG = re.compile(r"(?P<language>[a-z]{2,3})(-[A-Za-z0-9]{2,8})*")

ISO_639_2 = {
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "por": "pt",
    "rus": "ru",
    "ara": "ar",
    "deu": "de",
}
"""Longer tags of languages that have a tag of two letters, which BCP 47 requires."""


def find_language(tag: str) -> str | None:
    """Return the tag itself if it is that of a language, or else the tag that it probably means; None if none is near.

    The names of languages are those of CLDR, in English and in each language itself.
    """
    from babel import Locale  # only for texts with a passage in another language

    known = Locale("en").languages
    written = re.sub(r"[_\s]+", "-", tag.strip())
    first, *others = written.split("-")
    lower = ISO_639_2.get(first.lower(), first.lower())
    candidate = "-".join((lower, *others))
    if lower in known and TAG.fullmatch(candidate):
        return candidate
    names = {name.lower(): code for code, name in known.items()}
    names |= {Locale(code).languages[code].lower(): code for code in COMMON if code in known}
    near = nearest(tag, names)
    return names[near] if near else None


COMMON = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "zh")
