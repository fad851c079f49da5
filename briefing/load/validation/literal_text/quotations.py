"""Quotation marks that are opened and never closed: they would be printed straight, or without a partner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Severity
from briefing.load.validation.literal_text.kinds import Literal, shorten

BEFORE_WORD = r"(?<![^\s(\[—–\ufffc])"
PAIRS = (
    (re.compile(BEFORE_WORD + r'"(?=[^\W_])'), '"', '"'),
    (re.compile(BEFORE_WORD + r"“(?=\w)"), "“", "”"),
    (re.compile(BEFORE_WORD + r"«(?=[\s\u00a0\u202f]*\w)"), "«", "»"),
)
"""An opening mark before a word, the mark, and the mark that closes it."""

WORDS = re.compile(r"\S+(?:\s+\S+){0,2}")


def find_open_quotation(masked: str, following: Sequence[str]) -> Iterator[Literal]:
    """Yield the last quotation mark of a paragraph that opens a quotation without an end.

    A quotation that goes on in the paragraphs that follow is closed in one of them, or opened there again.
    """
    for pattern, opening, closing in PAIRS:
        if opening not in masked:
            continue
        start = max((match.start() for match in pattern.finditer(masked)), default=-1)
        if (
            start < 0
            or closing in masked[start + 1 :]
            or "„" in masked
            or _goes_on(pattern, closing, following)
        ):
            continue
        words = WORDS.match(masked, start)
        shown = words.group() if words else opening
        yield Literal(
            "BR334",
            start,
            start + len(shown),
            f"the quotation that starts with `{shorten(shown)}` has no end",
            f"write `{closing}` where it ends, or remove the `{opening}`",
            Severity.WARNING,
        )
        return


def _goes_on(opens: re.Pattern[str], closing: str, following: Sequence[str]) -> bool:
    """Return True if the next paragraph opens the quotation again, or a later one closes it."""
    if following and following[0].lstrip().startswith(('"', "“", "«", "»")):
        return True
    for words in following:
        first = words.find(closing)
        opened = opens.search(words)
        if first >= 0 and (opened is None or first < opened.start()):
            return True
    return False
