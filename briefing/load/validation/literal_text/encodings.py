"""Characters that were read in the wrong encoding: `Â£5` for £5, `companyâ€™s` for company’s.

The bytes of UTF-8 are read as those of Windows-1252. Each run of them is decoded again; only what is then valid, and
is no word of a language with these letters (MAÇÃ, Âge), is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.load.validation.literal_text.kinds import Literal
from briefing.load.validation.literal_text.written import Written

FOLLOWING = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0-\u00bf"
"""The characters of Windows-1252 whose bytes continue a character of UTF-8, for a character class."""

MISREAD = re.compile(
    rf"(?:[ÂÃÄÅÎÏÐÑØÙ][{FOLLOWING}]){{2,}}"  # two in a row are no word of any language
    rf"|â[€‚„†‡ˆ‰Š‹ŒŽ™šœžŸ˜][{FOLLOWING}]|â[–—‘’“”•…][¡-ª¬-º¼-¿]|â€(?![^\W\d_])"
    rf"|ðŸ[{FOLLOWING}]{{2}}|ï»¿|\ufeff?ï»(?=\w)"
    r"|Ã[©¨§£¡±¶¼´¯®¢¥¦¸¤Ÿ€µ]|Â[£§©®°±²³´µ·¶¼½¾¿¡¢¥¨]"
    r"|(?<=\d)Â[ºª \u00a0]|Â«(?=[^»]*Â»)|(?<=\w)[ \u00a0]?Â»"
    rf"|(?<=[a-zß-ÿ])[ÃÄÅ][{FOLLOWING}]|(?<![\w“„«])[ÃÄÅ][{FOLLOWING}](?=[a-zß-ÿ])"
    r"|(?<=[a-z.,;:!?%€)])Â\u00a0"
    "|‚Ä[ôúùìî¶¢]|√[©®†°ß±≥¥ºÆØü∂¢](?![\\s\\d(=])"
)
"""Runs of characters that hardly any text has: those that may end a word in capitals (MAÇÃ”) need more around them."""

CAPITALS_BEFORE = re.compile(r"[^\W\d_a-zß-ÿ]{2}\Z")
WORD_START = re.compile(r"[^\s\"“”«(\[]*\Z")
WORD_END = re.compile(r"[^\s\"“«)\],;:!?.]*")
MAC_SIGNS = "‚√"
QUOTE_END = "â€"


def find_misread(text: Written) -> Iterator[Literal]:
    """Yield the first piece of a text that was read in the wrong encoding."""
    found = [match for match in MISREAD.finditer(text.visible) if _is_misread(match)]
    if found:
        first, *others = found
        start = first.start() - len(_in(WORD_START.search(text.visible[: first.start()])))
        end = first.end() + len(_in(WORD_END.match(text.visible[first.end() :])))
        typed = text.typed[start:end].strip(" \u00a0\n")
        start = text.typed.index(typed, start)
        right = MISREAD.sub(_right, typed).strip()
        many = f", and {len(others)} more in this text," if others else ""
        what = f"`{typed}`{many} was read in the wrong encoding"
        write = f"write {right}" if right else "remove it"
        yield Literal(
            "BR121", start, start + len(typed), what, f"{write}; save the text as UTF-8 before you copy it"
        )


def _in(match: re.Match[str] | None) -> str:
    return match.group() if match else ""


def _is_misread(match: re.Match[str]) -> bool:
    """Return True if a run is no end of a word in capitals, and the bytes of its characters are valid UTF-8."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    ends_capitals = CAPITALS_BEFORE.search(before) is not None and not after[:1].islower()
    return not ends_capitals and _decoded(match.group()) is not None


def _right(match: re.Match[str]) -> str:
    decoded = _decoded(match.group())
    return match.group() if decoded is None else decoded


def _decoded(run: str) -> str | None:
    """Return the characters whose bytes were read as a run; None if they are not valid."""
    if run == QUOTE_END:
        return "”"
    if run.startswith("ï»"):
        return ""
    space = run[:1] if run[0].isspace() else ""
    encoding = "mac_roman" if run[0] in MAC_SIGNS else "cp1252"
    misread = run.removeprefix(space)
    try:
        return space + misread.replace("Â ", "Â\u00a0").encode(encoding).decode("utf-8")
    except UnicodeError:
        return None
