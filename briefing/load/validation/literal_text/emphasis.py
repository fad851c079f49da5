"""Emphasis and code marks that are not closed, and emphasis inside a word that takes characters away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from briefing.core.finding import Severity
from briefing.load.validation.literal_text.kinds import Literal, shorten
from briefing.load.validation.literal_text.written import MASK, Written

STARS = re.compile(r"\*+")
LEGEND = re.compile(r"\*{1,4}\s*(?:[pPрР]\b|[<≤=]|\d)|\*{1,4}\s*(?:significant|significatif|significativ)")
"""The key to the asterisks of a table: ** p < 0.01."""

UNDERSCORES = re.compile(
    r"(?<![\w@/\\#.:-])__(?=[^\W_])[^_]*|(?<![\w@/\\#.:-])_(?=[^\W_])(?P<word>[\w.()-]*)"
)
BACKTICK = re.compile(r"(?<![\w`])`+(?=[^\s`])")
LONGEST = 300
"""In characters: a longer passage between two backticks has no apostrophes at its ends."""

OPENING = "([“«„‘\"'¡¿"
"""Marks with which a passage in bold may begin."""

NEXT_WORD = re.compile(r"[^\s\ufffc]{0,30}")
LAST_WORD = re.compile(r"[^\s\ufffc*]{1,30}\Z")

PROGRAM_NAMES = (
    *(
        "all",
        "call",
        "class",
        "del",
        "dict",
        "doc",
        "enter",
        "eq",
        "exit",
        "file",
        "future",
        "getitem",
        "hash",
        "init",
    ),
    *(
        "iter",
        "len",
        "main",
        "name",
        "new",
        "next",
        "path",
        "pycache",
        "repr",
        "setitem",
        "slots",
        "str",
        "version",
    ),
)
"""Names between double underscores in a programming language; other words are meant to be bold."""

CLOSED_HELP = (
    "close it, with no space between the mark and its words: **words**; to print an asterisk, write \\*"
)


def find_unclosed(text: Written) -> Iterator[Literal]:
    """Yield marks of emphasis or code that have no end, and would be printed."""
    if "*" in text.masked:
        yield from _stars(text)
    if "_" in text.masked:
        yield from _underscores(text)
    if "`" in text.masked:
        yield from _backticks(text)


def _stars(text: Written) -> Iterator[Literal]:
    """Yield the first stars that open emphasis; stars after a word refer to a note."""
    masked = text.masked
    references = False
    spaced = 0
    for match in STARS.finditer(masked):
        start, end = match.span()
        before, after = masked[start - 1 : start] or " ", masked[end : end + 1] or " "
        if LEGEND.match(masked, start) or (before.isdigit() and after.isdigit()):
            continue
        is_double = end - start > 1
        if not text.is_note and _is_left_over(text, start, end):
            yield _unclosed(text, start, end)
            return
        spaced += is_double and before.isspace() and after.isspace()
        opens = (before.isspace() or before in "([“«\"'—–") and (
            after.isalnum() or (is_double and after in OPENING)
        )
        if opens and not text.is_note and (is_double or not (references or not masked[:start].strip())):
            if not is_double and not _is_sure(masked, start):
                continue
            yield _unclosed(text, start, end)
            return
        if spaced > 1 or (is_double and before.isspace() and after == MASK):
            yield _unclosed(text, start, end)
            return
        references = references or not before.isspace()


def _is_left_over(text: Written, start: int, end: int) -> bool:
    """Return True for stars next to emphasis, which has fewer on this side, and for two that close nothing."""
    masked, typed = text.masked, text.typed
    before, after = masked[start - 1 : start] or " ", masked[end : end + 1] or " "
    if (before.isspace() and after == MASK and typed[end] == "*") or (
        before == MASK and typed[start - 1] == "*" and typed[start - 2] != "\\" and not after.isalnum()
    ):
        return True
    closes = before.isalpha() and not after.isalnum() and after not in ("*", MASK)
    return closes and end - start == 2 and not text.has_notes and len(STARS.findall(masked)) == 1


def _is_sure(masked: str, start: int) -> bool:
    """Return True for a single star in the middle of a sentence; one after its end begins a note."""
    return masked[:start].rstrip()[-1:] not in (*".!?…:", "")


def _unclosed(text: Written, start: int, end: int) -> Literal:
    mark = text.typed[start:end]
    word = NEXT_WORD.match(text.typed, end)
    shown = mark + (word.group() if word else "")
    if shown == mark and (before := LAST_WORD.search(text.typed, 0, start)):
        shown, start = before.group() + mark, before.start()
    severity = Severity.ERROR if len(mark) > 1 or mark == "`" else Severity.WARNING
    return Literal(
        "BR334",
        start,
        start + len(shown),
        f"the `{mark}` of `{shown}` would be printed as typed",
        CLOSED_HELP,
        severity,
    )


def _underscores(text: Written) -> Iterator[Literal]:
    for match in UNDERSCORES.finditer(text.masked):
        word = match["word"]
        if word is not None and ("_" in word or "(" in word or text.is_note):
            continue  # the name of a variable or a file
        mark = "__" if word is None else "_"
        shown = shorten(text.typed[match.start() : match.end()])
        what = f"the `{mark}` of `{shown}` would be printed as typed"
        help = f"close it, as in **words** or *words*; to print an underscore, write \\{mark[0]}"
        severity = Severity.ERROR if word is None else Severity.WARNING
        yield Literal("BR334", match.start(), match.end(), what, help, severity)
        return


def _backticks(text: Written) -> Iterator[Literal]:
    for match in BACKTICK.finditer(text.masked):
        word = NEXT_WORD.match(text.typed, match.end())
        shown = match.group() + (word.group() if word else "")
        what = f"the backtick of `{shown.lstrip('`')}` would be printed as typed"
        help = "close it after the code; an apostrophe is ', a quotation mark \""
        yield Literal("BR334", match.start(), match.start() + len(shown), what, help, Severity.WARNING)
        return


def find_swallowed(tokens: Sequence[Token], pieces: Sequence[tuple[str, str]]) -> Iterator[Literal]:
    """Yield emphasis inside a word that would take away the stars of `2*3*4` or the underscores of `__init__`."""
    whole = "".join(typed for typed, _ in pieces)
    at = 0
    opened: list[int] = []
    for token, (typed, _) in zip(tokens, pieces, strict=True):
        if token.type in ("em_open", "strong_open"):
            opened.append(at)
        at += len(typed)
        if token.type in ("em_close", "strong_close") and (
            found := _swallowed(whole, opened.pop(), at, token.markup)
        ):
            yield found


def find_swallowed_code(tokens: Sequence[Token], pieces: Sequence[tuple[str, str]]) -> Iterator[Literal]:
    """Yield code between two backticks that were meant as apostrophes: don`t and won`t."""
    # the first one of a paragraph says enough
    at = 0
    for index, (token, (typed, _)) in enumerate(zip(tokens, pieces, strict=True)):
        if token.type == "code_inline" and 0 < index < len(tokens) - 1:
            before, after = tokens[index - 1].content[-1:], tokens[index + 1].content[:1]
            if _is_inside_word(before, after) and " " in token.content and len(token.content) < LONGEST:
                what = f"the backticks around `{shorten(token.content)}` would not be printed: they set it as code"
                yield Literal(
                    "BR335", at, at + len(typed), what, "write ' for an apostrophe", Severity.WARNING
                )
                return
        at += len(typed)


def _swallowed(typed: str, start: int, end: int, mark: str) -> Literal | None:
    before, after = typed[start - 1 : start] if start else "", typed[end : end + 1]
    inside = typed[start + len(mark) : end - len(mark)]
    is_arithmetic = (
        mark[0] == "*" and _is_inside_word(before, after) and _is_arithmetic(typed, start, end, inside)
    )
    if not is_arithmetic and not (mark == "__" and inside in PROGRAM_NAMES):
        return None
    if not is_arithmetic:
        return Literal(
            "BR335",
            start,
            end,
            f"`{mark}{inside}{mark}` would be printed in bold, without its underscores",
            f"write `{mark}{inside}{mark}` between backticks, or {escape(mark)}{inside}{escape(mark)}",
            Severity.WARNING,
        )
    first = typed[:start].split()[-1] if typed[:start].split() else ""
    last = typed[end:].split()[0].rstrip(".,;:)") if typed[end:].split() else ""
    whole = f"{first}{mark}{inside}{mark}{last}"
    typed_right = f"{first}{escape(mark)}{inside}{escape(mark)}{last}"
    product = f", or {whole.replace('*', ' × ')}" if re.fullmatch(r"[\w.*]+", whole) and mark == "*" else ""
    return Literal(
        "BR335",
        start - len(first),
        end + len(last),
        f"the asterisks of `{shorten(whole)}` would not be printed: they set `{shorten(inside)}` in italics",
        f"write {shorten(typed_right)}{product}",
    )


def escape(mark: str) -> str:
    """Return a mark as it is typed to be printed."""
    return "".join(f"\\{sign}" for sign in mark)


def _is_inside_word(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


def _is_arithmetic(typed: str, start: int, end: int, inside: str) -> bool:
    """Return True if digits or single letters are around the marks: in a word, emphasis is meant."""
    around = typed[start - 1] + typed[end]
    is_letter_before = not typed[start - 2 : start - 1].isalnum() or start < 2
    return any(sign.isdigit() for sign in around) or (is_letter_before and len(inside) == 1)
