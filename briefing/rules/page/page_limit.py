"""The edition keeps to the pages that its audience allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key
from briefing.model.parts import PARTS, TITLE, budgeted_keys
from briefing.model.text import TextRole
from briefing.stages import PartRoom, Room, Sheets, Tailored

SHOWN_PARTS = 3
"""How many of the longest parts are named: where there are more, none stands out."""

SECTION = "section"
NOT_SHORTENED = {TITLE, *(name for name, part in PARTS.items() if part.role is TextRole.REFERENCE)}
"""Nobody shortens a brief by its title; and a list of what is cited shrinks with the texts that cite."""

EXACT = 20
"""Up to here a number is told as it is; above it to two figures, for it is an estimate."""


PAGES_OF_NO_BRIEF = 200
"""An edition that says nothing of its length, and has more pages, was not meant so: a style or a table ran away."""


def too_many_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
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
    return Finding("BR611", what, Span(tailored.job.source_map.file), help)


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
    return Finding("BR601", what, Span(tailored.job.source_map.file), help)


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
        yield Finding("BR601", what, where, severity=Severity.WARNING)


def _placed(tailored: Tailored, parts: Sequence[PartRoom]) -> Iterator[tuple[Key, PartRoom]]:
    """The parts that come from a place in the brief, with the way to it."""
    sections = [part for part in parts if SECTION in part.names]
    written = tailored.content.brief.sections
    if len(sections) == len(written):  # a template may set sections in its own way: then none is known
        yield from ((section.title.key[:2], part) for section, part in zip(written, sections, strict=True))
    for part in parts:
        for name in set(tailored.job.audience.parts) & set(part.names) - NOT_SHORTENED:
            yield from (((key,), part) for key in budgeted_keys(name))
