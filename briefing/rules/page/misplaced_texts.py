"""A text or a picture runs off its page, overlaps another one, is cut off, or is hidden.

A word may be too long for its column, a box too narrow, or a heading painted over
another. Each cause is reported once, at the rule of the style, at the table or at the
text. To leave a part out on purpose, `drop` it in the audience.

Bad:

    /* styles/audiences/policymaker.css */
    .section p { white-space: nowrap; margin-left: 170mm }

Good:

    /* styles/audiences/policymaker.css */
    .section p { margin-left: 10mm }
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import SourceMap
from briefing.rules.page.locations import find_text, place_of, rule_words, text_place
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import MisplacedText, Sheets, Tailored

MISPLACED_TEXT = Rule("BR603", "misplaced-text", Severity.ERROR, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (MISPLACED_TEXT,)

SHOWN_CHARACTERS = 40


def report_misplaced_texts(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return a finding for each cause: a rule of the style, a table, or a text."""
    return [_explain(tailored, text) for text in sheets.misplaced]


def _explain(tailored: Tailored, text: MisplacedText) -> Finding:
    if text.is_table:
        return _table(tailored, text)
    what, help = _picture_words(text) if text.is_picture else _text_words(text)
    if text.declaration is None:
        return MISPLACED_TEXT.finding(what, _where(tailored, text), help)
    token = text.declaration.token
    help = f"change {rule_words(text.declaration)}"
    help += f"; its variable is declared at {token.where}" if token else ""
    first = _where(tailored, text)
    help += f"; the first text is at {first}" if first.line else ""
    return MISPLACED_TEXT.finding(what, text.declaration.where, help)


def _table(tailored: Tailored, table: MisplacedText) -> Finding:
    """Return the finding for a table that is wider than its column and runs off the page."""
    what = (
        f"the table '{table.other[:SHOWN_CHARACTERS]}' is {millimetres(table.distance)} wider than its column"
    )
    what += f"; {_counted(table)} off {_pages(table)}"
    if table.declaration is not None:
        help = f"change {rule_words(table.declaration)}"
        return MISPLACED_TEXT.finding(what, table.declaration.where, help)
    help = "show fewer columns, shorten headers or long words, set `place: wide`, or split the table in two"
    text = text_place(tailored, _exhibit_key(table))
    return MISPLACED_TEXT.finding(what, text or place_of(tailored, table.origin), help)


def _exhibit_key(table: MisplacedText) -> tuple[str | int, ...]:
    """Return the key of the exhibit that a text belongs to: `sections`, 1, `blocks`, 0, `table`."""
    key = table.origin.key
    return key[: key.index("table") + 1] if "table" in key else key


def millimetres(distance: float) -> str:
    """Return a distance in words: '23 mm', or '1.4 mm' if it is small."""
    return f"{distance:.1f} mm" if distance < 3 else f"{distance:.0f} mm"


def _counted(text: MisplacedText) -> str:
    noun = "picture" if text.is_picture else "text"
    return f"1 {noun} runs" if text.count == 1 else f"{text.count} {noun}s run"


def _pages(text: MisplacedText) -> str:
    pages = [page for page in text.pages or (text.page,) if page]
    if len(pages) == 1:
        return f"page {pages[0]}"
    shown = ", ".join(map(str, pages[:-1][:MANY_PAGES]))
    return f"pages {shown}{' …' if len(pages) > MANY_PAGES + 1 else ''} and {pages[-1]}"


MANY_PAGES = 5


def _text_words(text: MisplacedText) -> tuple[str, str]:
    """Return what is wrong with a text, and the help if no style is the cause."""
    start = text.text.strip()[:SHOWN_CHARACTERS]
    more = f"; {text.count} texts on {_pages(text)}" if text.count > 1 else ""
    if text.how == "edge":
        by = f" by {millimetres(text.distance)}" if text.distance else ""
        what = f"the text '{start}' runs off its page{by} (page {text.page}){more}"
        return what, "shorten its longest word, or widen its column in the style"
    if text.how == "cut":
        what = f"the text '{start}' is cut off by its box (page {text.page}){more}"
        return what, "let the box grow with its text, or remove `overflow` and `clip` from its style"
    if text.how == "covered":
        what = f"the text '{start}' is covered by a box (page {text.page}){more}"
        return (
            what,
            "look for a `position` with a background in the style, and move that box or set its `z-index`",
        )
    if text.how == "hidden":
        what = f"the text '{start}' cannot be seen (page {text.page}){more}"
        return (
            what,
            "look for `visibility`, `opacity`, `transform` or a tiny size in its style; to leave a part out, `drop` it",
        )
    other = text.other.strip()[:SHOWN_CHARACTERS]
    by = f" by {millimetres(text.distance)}" if text.distance else ""
    more = f"; {text.count} pairs on {_pages(text)}" if text.count > 1 else ""
    what = f"the texts '{start}' and '{other}' overlap{by} (page {text.page}){more}"
    return what, "shorten the longer one, or give it room in the style"


PICTURE_ENDS = {
    "edge": ("reaches beyond its page", "make it smaller in the style"),
    "cut": (
        "is cut off by its box",
        "let the box grow with it, or remove `overflow` and `clip` from its style",
    ),
    "hidden": (
        "cannot be seen",
        "look for `display`, `visibility`, `opacity` or a size of zero in its style, or an empty `src`",
    ),
}


def _picture_words(picture: MisplacedText) -> tuple[str, str]:
    ending, help = PICTURE_ENDS[picture.how]
    name = picture.text.strip()[:SHOWN_CHARACTERS]
    page = f" (page {picture.page})" if picture.page else ""
    on = f" on {_pages(picture)}" if any(picture.pages) else ""
    more = f"; {picture.count} pictures{on}" if picture.count > 1 else ""
    return f"the picture '{name}' {ending}{page}{more}", help


def _where(tailored: Tailored, text: MisplacedText) -> Span:
    """Return the place of a text or a picture: its words in the brief, else its tag in the template."""
    source_map = tailored.job.source_map
    if text.is_picture and text.other and (found := find_text(tailored, text.other)).line:
        return found
    key = text.origin.key
    if key and key[0] != "workspace":
        first = max(text.text.split(), key=len, default="") if text.how == "edge" else text.text.strip()
        beginning = _beginning(first, source_map)
        span = source_map.word(key, beginning) if beginning else source_map.value(key)
        if span.line:
            return span
    if text.origin != type(text.origin)():
        return place_of(tailored, text.origin)
    return source_map.sole(_beginning(text.text.strip()[:SHOWN_CHARACTERS], source_map))


def _beginning(text: str, source_map: SourceMap) -> str:
    """Return the longest beginning of a text, in whole words, that is in the file."""
    words = text.split()
    beginnings = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((beginning for beginning in beginnings if source_map.count(beginning)), "")
