"""Lines that were pasted from a word processor or a spreadsheet: typed bullets, rows, and paragraphs without a gap."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.core.finding import Severity
from briefing.text.cue_words import any_of

BULLETS = "•▪◦‣●■□☐☑☒➢➤►❖⁃∙○◯◆◇▸▶"
"""Characters that are bullets even at the start of a single line."""

BULLET = re.compile(rf"(?P<mark>[{BULLETS}✓✔✗]|o(?=\t))[\s\u00a0]*(?=\S)")
MIDDLE_DOT = re.compile(r"(?P<mark>[·])[\s\u00a0]+(?=\S)")
DASH = re.compile(r"(?P<mark>[–−])[\s\u00a0]+(?=[^\W\d])")
SPEECH_DASH = re.compile(r"(?P<mark>[—―])[\s\u00a0]+(?=[^\W\d])")
"""A list or, if each line is a paragraph, a conversation in French, Spanish, Portuguese or Russian."""

ARROW = re.compile(r"(?P<mark>[→⇒➔➜]|[-=]{1,2}>)[\s\u00a0]*(?=\w)")
WINGDINGS = re.compile(r"(?P<mark>[§Øü¤])[\s\u00a0]+(?=[^\W\d_])")
"""A letter that was a sign in the font Wingdings."""

LETTER_O = re.compile(r"(?P<mark>o)(?:[ \u00a0]+(?=[A-ZÀ-ÞА-ЯЁ])|\t|[ \u00a0]{2,})")
TIGHT = re.compile(r"(?P<mark>[-*+])(?=[^\W\d_])(?![^\s*]*\*)")
NUMBERED = re.compile(r"\((?P<number>\d{1,2}|[a-z]|[ivx]{1,5})\)[\s\u00a0]+(?=\S)")
TIGHT_NUMBER = re.compile(r"(?P<number>\d{1,2})[.)](?=[^\W\d_])")

OTHER_NUMBER = re.compile(
    r"(?P<number>\d{1,2})(?:\.\)|\)\.|/|\s[-–—])[\s\u00a0]+(?=[^\W\d_])|(?P<circled>[①-⑳])[\s\u00a0]*(?=\S)"
    r"|(?P<decimal>\d{1,2}\.\d{1,2})\.?[\s\u00a0]+(?=[^\W\d_])"
)
FIRST_NUMBERS = ("1", "a", "i", "①", "1.1")
SUBORDINATE = re.compile(r"(?P<number>\d{1,2})(?:\.\d{1,2}){1,2}\.?[\s\u00a0]+(?=[^\W\d_])")
"""The number of a point below a numbered one, or an amount: 2.1 million."""

BRACKETED = re.compile(r"\[(?P<number>\d{1,3})\][ \u00a0]+(?=[^\W\d_])")

MARKDOWN_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s+(?=\S)")
LETTERED_ITEM = re.compile(r"(?:[ivxlc]{1,5}|[IVXLC]{1,5}|[^\W\d_])[.)]\s+(?=\S)")
NO_PARAGRAPH = re.compile(r"\s*(?:#{1,6}\s|>|\||```|~~~|:\s|={3,}$|-{3,}$|\[[^\]]+\]:)")
FENCE = re.compile(r"\s*(?:```|~~~)")
SENTENCE_END = re.compile(r"[.!?…؟۔。][\"'”’»)\]*_]*(?:\s*\[@[^\]]*\][.]?)?$")
INNER_END = re.compile(r"[.!?…؟۔]+[\"'”’»)\]]*(?:\s*\[@[^\]]*\])?\s+(?=[^\s\da-zа-яё])")
TAB = re.compile(r"(?<=\S)[ ]*\t[ \t]*(?=\S)")
GAP = re.compile(r"(?<=[^\s.!?:;,])(?: |\u00a0){3,}(?=\S)|(?<=\S)(?: |\u00a0){5,}(?=\S)")

WRAPPED = 132
NO_WRAP = 160
"""Editors break lines at 72 to 132 characters, hardly ever at more, and never at `NO_WRAP`."""

REFERENCE = re.compile(r"\[?\d{1,3}[\].)]\s*\t")
"""The number of a work in a list of references, with a tab."""

NUMBER_LINE = re.compile(r"[-−–+±~<>≈]?\s?[€$£¥₽]?\s?\d[\d.,'’\s\u00a0\u202f]*\s?[%‰€$£¥₽]?|n/a|[-–—…]")
LEAST_CELLS = 6
LONGEST_CELL = 30
"""In characters."""

CONTENTS_LINE = re.compile(r"[^\W\d_][^\t]*\t\d{1,3}$")

HEADING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?=[^\W\d_])(?![a-zà-ÿа-яё])[^*_`!<>{}|=×≈\[\]@,;:\t]*[^\W_]\)?"
)
HEADING_LENGTH = 60
"""In characters: a line that is longer, or ends with a full stop, is a paragraph."""

LIST_HELP = "begin each line of a list with `- `, below `text: |`"
NUMBER_HELP = "begin each line with `1. ` or `a) `"


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A mistake in a line of a text: its number, counted from 0, its start, and what to type instead."""

    code: str
    line: int
    needle: str
    what: str
    help: str
    severity: Severity = Severity.ERROR


def find_pasted_lines(
    lines: Sequence[str], exhibits: Sequence[str] = (), *, is_paragraph: bool, is_folded: bool
) -> Iterator[PastedLine]:
    """Yield what is wrong with the lines of a text, once for each kind.

    `exhibits` are the words that begin a caption. `is_paragraph` is True for a text that is printed as one
    paragraph. `is_folded` is True if YAML joins the lines.
    """
    groups = _paragraphs(lines)
    yield from _one_of_each(
        _rows(groups),
        _columns(groups),
        _separated(groups),
        _cells(groups),
        _bullets(groups, is_paragraph=is_paragraph),
        _numbers(groups),
        _references(groups),
    )
    if not is_paragraph:
        yield from _captions(groups, exhibits)
        joined = _joined_paragraphs(lines, groups, is_folded=is_folded)
        found = joined or (None if is_folded else _headings(lines))
        yield from () if found is None else (found,)


def _one_of_each(*kinds: Iterator[PastedLine]) -> Iterator[PastedLine]:
    for found in kinds:
        yield from itertools.islice(found, 1)


Group = Sequence[tuple[int, str]]
"""The lines of one paragraph or list item, with their numbers."""


def _paragraphs(lines: Sequence[str]) -> list[list[tuple[int, str]]]:
    """Return the lines of each paragraph, outside of code, headings, quotations and tables."""
    groups: list[list[tuple[int, str]]] = [[]]
    is_code = False
    for number, line in enumerate(lines):
        if FENCE.match(line):
            is_code = not is_code
        if is_code or not line.strip() or NO_PARAGRAPH.match(line):
            groups.append([])
            continue
        if MARKDOWN_ITEM.match(line.lstrip()) or LETTERED_ITEM.match(line.lstrip()):
            groups.append([])
        groups[-1].append((number, line.strip(" ")))
    return [group for group in groups if group]


def _rows(groups: Sequence[Group]) -> Iterator[PastedLine]:
    for group in groups:
        tabs = [(number, line, len(TAB.findall(line))) for number, line in group]
        rows = [(number, line) for number, line, count in tabs if count and not _is_item(line)]
        if len(rows) > 1 or any(count > 1 for _, line, count in tabs if not _is_item(line)):
            number, line = rows[0]
            what = "this line has tabs between its columns: the rows of the table would be printed as running text"
            yield PastedLine("BR048", number, line, what, _help_for_rows([line for _, line in rows]))
    contents = [one for group in groups for one in group if CONTENTS_LINE.search(one[1])]
    if len(contents) > 1:
        what = "this line of a table of contents would be printed, and its number is not that of a page of the edition"
        help = "remove these lines; the contents of an edition are made from the titles of the sections"
        yield PastedLine("BR048", *contents[0], what, help, Severity.WARNING)


def _help_for_rows(rows: Sequence[str]) -> str:
    if all(REFERENCE.match(row) for row in rows):
        return "list the works under `sources`, and cite them by their ids: [@id]"
    table = "use a `table` block, with the rows under `data`"
    is_list = all(len(TAB.findall(row)) == 1 for row in rows)
    return f"{table}; for a list, write `- {TAB.sub(' ', rows[0]).strip()}`" if is_list else table


def _separated(groups: Sequence[Group]) -> Iterator[PastedLine]:
    """Yield the first of three lines that have as many semicolons or commas without a space: rows of a CSV file."""
    for group in groups:
        for index, (number, line) in enumerate(group[:-2]):
            for sign in ";,":
                counts = {0 if f"{sign} " in row else row.count(sign) for _, row in group[index : index + 3]}
                if len(counts) == 1 and max(counts) > 1:
                    what = (
                        "these lines look like the rows of a CSV file: they would be printed as running text"
                    )
                    help = "use a `table` block, with the rows, or the name of the file, under `data`"
                    yield PastedLine("BR048", number, line, what, help, Severity.WARNING)


def _is_item(line: str) -> bool:
    """Return True for a line with one tab, after its bullet or number."""
    return bool(re.match(r"(?:[^\w\s]|o|\(?\w{1,3}[.)])\s*\t[^\t]*$", line))


def _columns(groups: Sequence[Group]) -> Iterator[PastedLine]:
    for group in groups:
        rows = [(number, line) for number, line in group if GAP.search(line)]
        if len(rows) > 1:
            number, line = rows[0]
            yield PastedLine(
                "BR048",
                number,
                line,
                "this line has columns that are aligned with spaces: they would be printed as running text",
                "use a `table` block, with the rows under `data`",
                Severity.WARNING,
            )


def _cells(groups: Sequence[Group]) -> Iterator[PastedLine]:
    """Yield the first of the cells of a table that are on a line each, as some programs paste them."""
    for group in groups:
        for is_cell, run in itertools.groupby(group, lambda one: _is_cell(one[1])):
            cells = list(run)
            numbers = sum(bool(NUMBER_LINE.fullmatch(line)) for _, line in cells)
            if is_cell and len(cells) >= LEAST_CELLS and numbers * 3 >= len(cells):
                number, line = cells[0]
                what = "the cells of a table are on a line each: they would be printed as running text"
                help = "use a `table` block, with the rows under `data`"
                yield PastedLine("BR048", number, line, what, help, Severity.WARNING)


def _is_cell(line: str) -> bool:
    return (
        len(line) <= LONGEST_CELL and not line.endswith((".", "!", "?", ",", ";", "\\")) and "\t" not in line
    )


def _bullets(groups: Sequence[Group], *, is_paragraph: bool) -> Iterator[PastedLine]:
    """Yield the first typed bullet: a sign at the start of any line, a dash or a letter at that of two in a row."""
    for group in groups:
        for number, line in group:
            text = MARKDOWN_ITEM.sub("", line, count=1)
            match = BULLET.match(text)
            is_box_of_item = text != line and text[0] in "☐☑☒✓✔✗"
            if match and text[match.end() :].strip() and not is_box_of_item:
                yield _bullet(number, text, match["mark"])
    starts = [(number, line) for group in groups for number, line in group]
    for pattern in (MIDDLE_DOT, DASH, ARROW, WINGDINGS, LETTER_O, TIGHT):
        for (number, line), match in _runs(pattern, (*groups, _single(groups))):
            yield _bullet(number, line, match["mark"])
    for (number, line), match in _runs(SPEECH_DASH, groups):
        yield _bullet(number, line, match["mark"])
    if is_paragraph and len(starts) == 1 and (match := MIDDLE_DOT.match(starts[0][1])):
        yield _bullet(*starts[0], match["mark"])


def _single(groups: Sequence[Group]) -> Group:
    """Return the paragraphs of one line each, as if they were one paragraph."""
    return [group[0] for group in groups if len(group) == 1]


def _runs(
    pattern: re.Pattern[str], groups: Sequence[Group]
) -> Iterator[tuple[tuple[int, str], re.Match[str]]]:
    """Yield the first of two lines in a row that begin alike, at the start of a paragraph or after a full line."""
    for group in groups:
        for index, (first, second) in enumerate(itertools.pairwise(group)):
            before = group[index - 1][1] if index else "."
            match = pattern.match(first[1])
            starts = SENTENCE_END.search(before) or before[-1] in ":;" or pattern in (NUMBERED, BRACKETED)
            if match and pattern.match(second[1]) and starts:
                yield first, match


def _bullet(number: int, line: str, mark: str) -> PastedLine:
    what = f"`{mark}` does not make a list: the lines would be printed as running text"
    return PastedLine("BR047", number, line, what, LIST_HELP)


def _numbers(groups: Sequence[Group]) -> Iterator[PastedLine]:
    for pattern in (NUMBERED, TIGHT_NUMBER, OTHER_NUMBER):
        for (number, line), match in _runs(pattern, (*groups, _single(groups))):
            if next(filter(None, match.groups())) in FIRST_NUMBERS:
                what = f"`{match.group().strip()}` does not make a list: the lines would be printed as running text"
                yield PastedLine("BR047", number, line, what, NUMBER_HELP, Severity.WARNING)

    for first, *others in groups:
        item = re.match(r"(?P<number>\d{1,2})[.)]\s", first[1])
        points = [one for one in others if item and one[1].startswith(f"{item['number']}.")]
        is_counted = bool(item) and _is_counted([line for _, line in points])
        for number, line in points:
            below = SUBORDINATE.match(line)
            if below and (is_counted or not line[below.end()].islower()):
                what = f"`{below.group().strip()}` does not make a list: the line would be printed as running text"
                help = "indent the line by three spaces, and begin it with `1. `, `a) ` or `- `"
                yield PastedLine("BR047", number, line, what, help, Severity.WARNING)


def _is_counted(lines: Sequence[str]) -> bool:
    """Return True for lines that begin with 1.1, 1.2 and so on: points, not amounts."""
    counts = [int(match[1]) for line in lines if (match := re.match(r"\d{1,2}\.(\d{1,2})\s", line))]
    return len(counts) > 1 and counts == [*range(1, len(counts) + 1)]


def _references(groups: Sequence[Group]) -> Iterator[PastedLine]:
    """Yield the first line of a list of references that was pasted with its numbers in brackets."""
    for (number, line), match in _runs(BRACKETED, (*groups, _single(groups))):
        what = f"`{match.group().strip()}` and the lines after it look like a list of references"
        help = "list the works under `sources`, and cite them by their ids: [@id]"
        yield PastedLine("BR309", number, line, what, help, Severity.WARNING)


def _captions(groups: Sequence[Group], exhibits: Sequence[str]) -> Iterator[PastedLine]:
    """Yield the first caption of an exhibit that is typed on a line of its own."""
    if not exhibits:
        return
    number = r"(?:[A-Z]\.?)?\d{1,3}[a-z]?(?:[.-]\d{1,2})?"
    caption = re.compile(rf"(?i:{any_of(exhibits)})\.?\s(?:№\s?)?{number}\s?[.:–—|-]\s+[^\W_]")
    for group in groups:
        for before, (place, line) in zip([None, *group], group, strict=False):
            match = caption.match(line)
            if match and len(line) <= WRAPPED and (before is None or not before[1][-1].islower()):
                what = "this caption is typed: its number and its exhibit would not belong together"
                help = "write it as the `title` of a `table`, `figure`, `chart` or `box` block, without its number"
                yield PastedLine("BR325", place, line, what, help, Severity.WARNING)


def _headings(lines: Sequence[str]) -> PastedLine | None:
    """Return the finding for headings that are typed as paragraphs, or joined with them, at the first of them."""
    paragraphs = _apart(lines)
    alone = (
        here[0]
        for before, here, after in zip([[], *paragraphs], paragraphs, paragraphs[1:], strict=False)
        if len(here) == 1
        and _is_heading(here[0][1])
        and _is_prose(after)
        and (not before or _has_ended(before))
    )
    found = sorted({*alone, *(line for group in paragraphs for line in _joined_headings(group))})
    if not found:
        return None
    number, line = found[0]
    many = (
        f"this line and {len(found) - 1} more look like headings"
        if len(found) > 1
        else "this line looks like a heading"
    )
    what = f"{many}, but would be printed as running text"
    help = f"write ## {re.sub(r'^[0-9.]+ +', '', line)}, with an empty line above and below"
    return PastedLine("BR325", number, line, what, help, Severity.WARNING)


def _joined_headings(group: Group) -> Iterator[tuple[int, str]]:
    """Yield the headings in lines that Markdown joins: after each there is room for the next word, which it leaves."""
    width = max(len(line) for _, line in group)
    for (_, before), here, (_, after) in zip([(0, "."), *group], group, group[1:], strict=False):
        line = here[1]
        is_short = len(line) + 1 + len(after.split()[0]) <= width
        follows = SENTENCE_END.search(before) and SENTENCE_END.search(after) and not after[0].islower()
        if is_short and follows and _is_heading(line) and not NO_PARAGRAPH.match(after):
            yield here


def _apart(lines: Sequence[str]) -> list[list[tuple[int, str]]]:
    """Return the lines between empty lines, outside of code."""
    groups: list[list[tuple[int, str]]] = [[]]
    is_code = False
    for number, line in enumerate(lines):
        is_code ^= bool(FENCE.match(line))
        if is_code or not line.strip() or line.startswith("    "):
            groups.append([])
        else:
            groups[-1].append((number, line.strip()))
    return [group for group in groups if group]


def _is_heading(line: str) -> bool:
    return 4 <= len(line) <= HEADING_LENGTH and bool(HEADING.fullmatch(line))


def _is_prose(group: Group) -> bool:
    """Return True for a paragraph of at least one long sentence."""
    text = " ".join(line for _, line in group)
    starts = not NO_PARAGRAPH.match(text) and not MARKDOWN_ITEM.match(text) and not text[0].islower()
    return starts and len(text) > HEADING_LENGTH and bool(SENTENCE_END.search(text))


def _has_ended(group: Group) -> bool:
    """Return True after a paragraph that is complete, a list or a heading, but not after a quotation or a table."""
    first, last = group[0][1], group[-1][1]
    if first[0] in ">|":
        return False
    return bool(SENTENCE_END.search(last) or MARKDOWN_ITEM.match(first) or first.startswith("#"))


def _joined_paragraphs(
    lines: Sequence[str], groups: Sequence[Group], *, is_folded: bool
) -> PastedLine | None:
    """Return the finding for paragraphs that are separated by a line end only, at the first of them.

    Lines that an editor has wrapped do not end like that; nor do lines of one sentence each.
    """
    width = max((len(line.strip()) for line in lines), default=0)
    ends = [end for group in groups for end in _paragraph_ends(group, width)]
    if width <= WRAPPED or not ends:
        return None
    number, line = ends[0]
    has_heading = any(len(one) < NO_WRAP // 2 and one[-1].isalnum() for _, one in ends)
    heading = ", and write `## ` before a heading" if has_heading else ""
    many = f" and {len(ends) - 1} more" if len(ends) > 1 else ""
    how = "YAML joins" if is_folded else "Markdown joins"
    what = f"this line{many} would not end a paragraph: {how} it with the next line"
    return PastedLine(
        "BR049", number, line, what, f"leave an empty line between paragraphs{heading}", Severity.WARNING
    )


def _paragraph_ends(group: Group, width: int) -> list[tuple[int, str]]:
    """Return the lines of a paragraph that end like paragraphs; none unless nearly all of them do."""
    if len(group) == 1 or any(line.endswith("\\") for _, line in group):
        return []
    ends: list[tuple[int, str]] = []
    several = broken = 0
    for (number, line), (_, after) in itertools.pairwise(group):
        starts_sentence = not after[0].islower()
        is_heading = width > NO_WRAP and len(line) < NO_WRAP // 2 and line[-1].isalnum() and line[0].isupper()
        if not starts_sentence or not (SENTENCE_END.search(line) or is_heading or line[-1] == ":"):
            broken += 1
            continue
        several += bool(INNER_END.search(line)) or is_heading
        if len(line) + 1 + len(after.split()[0]) <= width or len(line) > NO_WRAP:
            ends.append((number, line))
    several += bool(INNER_END.search(group[-1][1]))
    is_wrapped = broken * 4 > len(group)
    return ends if several * 2 >= len(group) and not is_wrapped else []
