"""The number of pages, compared with the audience's limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key
from briefing.model.parts import PARTS, TITLE, budgeted_keys
from briefing.model.text import TextRole
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import PartRoom, Room, Sheets, Tailored

TOO_MANY_PAGES = Rule(
    "BR601",
    "too-many-pages",
    Severity.ERROR,
    Stage.PAGE,
    """
    The edition has more pages than its audience's limit.

    `pages` of an audience sets the limit. The style's steps to tighten the layout have been
    tried. The finding says by how many lines the edition is too long, and warnings with the
    same code mark its longest parts. Shorten the texts, raise the limit in the brief, or
    drop a part there.

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

    An audience without `pages` has no limit of its own; above 200 pages, a text, a table or
    a margin has run away. If so many pages are meant, set the limit in the audience.

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
"""How many of the longest parts are named: where there are more, none stands out."""

SECTION = "section"
NOT_SHORTENED = {TITLE, *(name for name, part in PARTS.items() if part.role is TextRole.REFERENCE)}
"""Nobody shortens a brief by its title; and a list of what is cited shrinks with the texts that cite."""

EXACT = 20
"""Up to here a number is told as it is; above it to two figures, for it is an estimate."""


PAGES_OF_NO_BRIEF = 200
"""An edition that says nothing of its length, and has more pages, was not meant so: a style or a table ran away."""


def check_page_count(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Length is a promise: an edition over its limit is not published.

    It says how much is too long, measured on the pages beyond the limit, and which parts take the most room.
    """
    pages = tailored.job.audience.pages
    if pages is None and sheets.page_count > PAGES_OF_NO_BRIEF:
        return [_run_away(tailored, sheets)]
    if pages is None or sheets.page_count <= pages.max:
        return ()
    return [_overrun(tailored, sheets, pages.max), *_longest_parts(tailored, sheets)]


def _run_away(tailored: Tailored, sheets: Sheets) -> Finding:
    what = f"the edition has {sheets.page_count:,} pages; no brief has more than {PAGES_OF_NO_BRIEF}"
    help = "look for a text, a table or a margin without end; if it is meant, give the audience `pages: {max: …}`"
    return RUNAWAY_LENGTH.finding(what, Span(tailored.job.source_map.file), help)


def _overrun(tailored: Tailored, sheets: Sheets, page_limit: int) -> Finding:
    audience = tailored.job.edition.audience
    beyond = [use.room for use in sheets.uses[page_limit:]]
    over = about(Room(sum(room.lines for room in beyond), sum(room.words for room in beyond)))
    what = f"the edition for '{audience}' has {sheets.page_count} pages; at most {page_limit} are allowed. "
    what += f"It is {over} too long, {_tightness(tailored, sheets)}"
    limit = f"`audiences: {{{audience}: {{pages: {sheets.page_count}}}}}`"
    help = f"shorten the texts, the longest first; or set {limit} in the brief, or `drop: [a part]` there"
    if not tailored.job.is_fitted:
        help = f"build it without --no-fit; else {help}"
    return TOO_MANY_PAGES.finding(what, Span(tailored.job.source_map.file), help)


def _tightness(tailored: Tailored, sheets: Sheets) -> str:
    if sheets.fitted:
        return f"set as tight as the style allows ({', '.join(sheets.fitted)})"
    return "set as designed" if not tailored.job.is_fitted else "and the style has no steps to tighten it"


def about(room: Room) -> str:
    """A room in words: 'about 60 lines (700 words)'."""
    words = f" ({_counted(room.words, 'word')})" if room.words else ""
    return f"about {_counted(max(room.lines, 1), 'line')}{words}"


def _counted(number: int, noun: str) -> str:
    rounded = number if number <= EXACT else round(number, 2 - len(str(number)))
    return f"{rounded} {noun}{'' if rounded == 1 else 's'}"


def _longest_parts(tailored: Tailored, sheets: Sheets) -> Iterator[Finding]:
    """The sections and parts that take the most room, each at its line: warnings, since any of them may stay."""
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
        what += f", {100 * room.lines / whole:.0f} % of the edition that is too long"
        where = source_map.value((*key, "title")) if key[0] == "sections" else source_map.key(key)
        yield TOO_MANY_PAGES.finding(what, where, severity=Severity.WARNING)


def _placed(tailored: Tailored, parts: Sequence[PartRoom]) -> Iterator[tuple[Key, PartRoom]]:
    """The parts that come from a place in the brief, with the way to it."""
    sections = [part for part in parts if SECTION in part.names]
    written = tailored.content.brief.sections
    if len(sections) == len(written):  # a template may set sections in its own way: then none is known
        yield from ((section.title.key[:2], part) for section, part in zip(written, sections, strict=True))
    for part in parts:
        for name in set(tailored.job.audience.parts) & set(part.names) - NOT_SHORTENED:
            yield from (((key,), part) for key in budgeted_keys(name))
