"""Arabic for an engine that draws letter by letter: joined forms, in visual order from left to right.

WeasyPrint 70 places each letter of a drawing separately, so the labels of charts and the texts of drawings are shaped
here. Pango shapes text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import bidirectional, combining, decomposition, mirrored, normalize

FORMS = range(0xFE70, 0xFEFD)
"""Arabic Presentation Forms-B (Unicode): the isolated, initial, medial and final forms of letters."""

MIRRORED = {"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«", "<": ">", ">": "<"}
LEFTWARD = r"\w+(?:[\s.,:/+%−–-]+\w+)*%?"
"""Latin letters and digits, with the signs between them. They keep their order."""


def drawn_order(words: str) -> str:
    """Return words in the order in which they are drawn from left to right; without Arabic letters, unchanged.

    Vowel signs are left out, as in most printed Arabic.
    """
    letters = "".join(letter for letter in normalize("NFC", words) if not combining(letter))
    if not any(bidirectional(letter) == "AL" for letter in letters):
        return words
    begins_left = next((bidirectional(letter) for letter in letters if letter.isalpha()), "AL") == "L"
    runs = list(_runs(letters))
    if begins_left:  # the spaces around a reversed run stay where they are
        return "".join(run if is_left else _turned_inside(run) for run, is_left in runs)
    return "".join(run if is_left else _turned(run) for run, is_left in reversed(runs))


def _runs(words: str) -> Iterator[tuple[str, bool]]:
    """Yield the runs of a text, each with whether it reads from left to right."""
    at = 0
    for found in re.finditer(LEFTWARD, "".join("\0" if _is_arabic(letter) else letter for letter in words)):
        if found.start() > at:
            yield words[at : found.start()], False
        yield found.group(), True
        at = found.end()
    if at < len(words):
        yield words[at:], False


def _is_arabic(letter: str) -> bool:
    return bidirectional(letter) in ("AL", "R")


def _turned_inside(run: str) -> str:
    inside = run.strip()
    return run.replace(inside, _turned(inside)) if inside else run


def _turned(run: str) -> str:
    joined = "".join(_joined(run))
    return "".join(MIRRORED.get(sign, sign) if mirrored(sign) else sign for sign in reversed(joined))


def _joined(run: str) -> Iterator[str]:
    """Yield each letter in the form that its neighbours require; lam and alef become one sign."""
    signs = re.findall(r"ل[آأإا]|.", run, re.DOTALL)
    for place, sign in enumerate(signs):
        before, after = signs[place - 1 : place] if place else [], signs[place + 1 : place + 2]
        is_held = bool(before) and _joins_next(before[0]) and _joins_previous(sign)
        holds = bool(after) and _joins_next(sign) and _joins_previous(after[0])
        form = {(False, False): "isolated", (True, False): "final", (False, True): "initial"}.get(
            (is_held, holds), "medial"
        )
        yield _forms().get((sign, form), sign)


def _joins_next(sign: str) -> bool:
    return sign == "ـ" or (sign, "initial") in _forms()


def _joins_previous(sign: str) -> bool:
    return sign == "ـ" or (sign, "final") in _forms()


@cache
def _forms() -> dict[tuple[str, str], str]:
    """Map letters and the name of a form to the sign that Unicode decomposes into them."""
    forms = {}
    for code in FORMS:
        name, *letters = decomposition(chr(code)).split() or [""]
        forms["".join(chr(int(letter, 16)) for letter in letters), name.strip("<>")] = chr(code)
    return forms
