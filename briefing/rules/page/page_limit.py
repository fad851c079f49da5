"""The number of pages, compared with the audience's limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.core.plurals import counted
from briefing.core.source_map import Key
from briefing.model.parts import PARTS, TITLE, budgeted_keys
from briefing.model.text import TextRole
from briefing.rules.page.misplaced_texts import millimetres
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import PartRoom, Room, Sheets, SheetUse, Tailored

TOO_MANY_PAGES = Rule(
    "BR601",
    "too-many-pages",
    Severity.ERROR,
    Stage.PAGE,
    """
    The edition has more pages than its audience's limit.

    `pages` of an audience sets the limit. All the style's steps to tighten the layout have
    been tried. The finding says by how much the edition is too long, in lines and in
    millimetres, and warnings with the same code mark its longest parts. Shorten the texts,
    raise the limit in the brief, or drop a part there.

    Bad:

        audiences: {policymaker: {pages: 1}}
        /* styles/audiences/policymaker.css */
        .section { break-before: page }

    Good:

        audiences: {policymaker: {pages: 2}}
        /* styles/audiences/policymaker.css */
        .section { break-before: page }
    """,
    ExampleKind.BUILD,
    varies=True,
)
RUNAWAY_LENGTH = Rule(
    "BR611",
    "runaway-length",
    Severity.ERROR,
    Stage.PAGE,
    """
    The edition has more pages than any brief.

    An audience without `pages` has no limit of its own. Above 200 pages, a text or a table
    without end or a very wide margin is the likely cause. If the edition is meant to be
    this long, set the limit in the audience.

    Bad:

        # templates/audiences/archive/audience.yaml
        label: Archive
        parts: [title, sections]

    Good:

        # templates/audiences/archive/audience.yaml
        label: Archive
        parts: [title, sections]
        pages: {max: 300}
    """,
    ExampleKind.NONE,
)
RULES = (TOO_MANY_PAGES, RUNAWAY_LENGTH)

SHOWN_PARTS = 3
"""Number of the longest parts that are named; in a longer list none would stand out."""

SECTION = "section"
NOT_SHORTENED = {TITLE, *(name for name, part in PARTS.items() if part.role is TextRole.REFERENCE)}
"""Parts that are not worth shortening: the title is short, and a list of sources shrinks with the texts that cite."""

EXACT = 20
"""The largest number that is shown exactly. Above it, an estimate is shown to two significant figures."""


PAGES_OF_NO_BRIEF = 200
"""The most pages of an edition without a limit; more is a mistake in a style or a table."""


def check_page_count(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return findings for an edition over its page limit, which is not published.

    They say by how much it is too long, measured on the pages over the limit, and which parts take the most room.
    """
    pages = tailored.job.audience.pages
    if pages is None and sheets.page_count > PAGES_OF_NO_BRIEF:
        return [_runaway(tailored, sheets)]
    if pages is None or sheets.page_count <= pages.max:
        return ()
    return [_overrun(tailored, sheets, pages.max), *_longest_parts(tailored, sheets)]


def _runaway(tailored: Tailored, sheets: Sheets) -> Finding:
    what = f"the edition has {sheets.page_count:,} pages; the limit for any brief is {PAGES_OF_NO_BRIEF}"
    help = "look for an endless text or table or a wide margin; if it is meant, set `pages: {max: …}` in the audience"
    return RUNAWAY_LENGTH.finding(what, Span(tailored.job.source_map.file), help)


def _overrun(tailored: Tailored, sheets: Sheets, page_limit: int) -> Finding:
    audience = tailored.job.edition.audience
    over = _excess(sheets.uses[page_limit:])
    what = f"the edition for '{audience}' has {sheets.page_count} pages; the limit is {page_limit}. "
    what += f"It is {over} too long, {_tightness(tailored, sheets)}"
    limit = f"`audiences: {{{audience}: {{pages: {sheets.page_count}}}}}`"
    help = f"shorten the texts, the longest first; or set {limit} in the brief, or `drop: [a part]` there"
    if not tailored.job.is_fitted:
        help = f"build without --no-fit; or {help}"
    return TOO_MANY_PAGES.finding(what, Span(tailored.job.source_map.file), help)


def _excess(beyond: Sequence[SheetUse]) -> str:
    """Return the used space of the pages over the limit in words: 'about 5 lines (17 words, 26 mm)'.

    What is lower than half a line, such as a rule or a thin picture, is given in millimetres.
    """
    room = Room(sum(use.room.lines for use in beyond), sum(use.room.words for use in beyond))
    height = sum(use.height for use in beyond)
    if not height:
        return about(room)
    words = [estimated(room.words, "word")] if room.words else []
    if not room.lines:
        return f"about {millimetres(height)}{''.join(f' ({one})' for one in words)}"
    return f"about {estimated(room.lines, 'line')} ({', '.join([*words, millimetres(height)])})"


def _tightness(tailored: Tailored, sheets: Sheets) -> str:
    if sheets.fitted:
        return f"set as tight as the style allows ({', '.join(sheets.fitted)})"
    return "set as designed" if not tailored.job.is_fitted else "and the style has no steps to tighten it"


def about(room: Room) -> str:
    """Return a room in words: 'about 60 lines (700 words)'."""
    words = f" ({estimated(room.words, 'word')})" if room.words else ""
    return f"about {estimated(max(room.lines, 1), 'line')}{words}"


def estimated(number: int, noun: str) -> str:
    """Return a number with its noun: '1 line', '7 lines'; a large number is rounded."""
    return counted(number if number <= EXACT else round(number, 2 - len(str(number))), noun)


def _longest_parts(tailored: Tailored, sheets: Sheets) -> Iterator[Finding]:
    """Yield a warning for each of the longest sections and parts, at its line; any of them may stay as it is."""
    source_map = tailored.job.source_map
    measured = [
        (key, part.room)
        for key, part in _placed(tailored, sheets.part_rooms)
        if source_map.known(key) == key and part.room.words
    ]
    whole = sum(part.room.lines for part in sheets.part_rooms)
    longest = sorted(measured, key=lambda found: -found[1].lines)[:SHOWN_PARTS]
    for key, room in longest:
        what = f"{'this section' if key[0] == 'sections' else 'this part'} takes {about(room)}"
        what += f", {100 * room.lines / whole:.0f} % of an edition that is too long"
        where = source_map.value((*key, "title")) if key[0] == "sections" else source_map.key(key)
        yield TOO_MANY_PAGES.finding(what, where, severity=Severity.WARNING)


def _placed(tailored: Tailored, parts: Sequence[PartRoom]) -> Iterator[tuple[Key, PartRoom]]:
    """Yield the parts that come from a place in the brief, each with its key."""
    sections = [part for part in parts if SECTION in part.names]
    written = tailored.content.brief.sections
    if len(sections) == len(written):  # if a template sets sections in its own way, they cannot be matched
        yield from ((section.title.key[:2], part) for section, part in zip(written, sections, strict=True))
    for part in parts:
        for name in set(tailored.job.audience.parts) & set(part.names) - NOT_SHORTENED:
            yield from (((key,), part) for key in budgeted_keys(name))
