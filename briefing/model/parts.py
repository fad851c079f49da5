"""The shipped parts of a page: the keys of a brief that each prints, and the role of its text.

A part is an entry here and a template of its name in `templates/parts`. All other code that depends on parts reads the
entry. For a part that a workspace adds, the keys are unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.model.text import TextRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The properties of a part."""

    role: TextRole
    prints: tuple[str, ...] = ()
    """The keys of a brief whose texts it prints."""
    leaves_out: tuple[str, ...] = ()
    """Keys inside these that it does not print."""
    names: tuple[str, ...] = ()
    """The keys of which it prints only names and titles, or a line of small print."""
    budgeted: tuple[str, ...] = ()
    """The keys that its budget measures, if not all that it prints."""
    argues: bool = False
    """True if its statements need sources."""
    may_urge: bool = False
    """True if it may urge the reader even in a neutral edition."""
    is_never_empty: bool = False
    """True if it prints something in every brief, such as settings and labels."""
    has_stylesheet: bool = True
    """False if the styles of the page are enough."""


MASTHEAD, MARKING, TITLE, COVER = "masthead", "marking", "title", "cover"
AT_A_GLANCE, SECTIONS = "at-a-glance", "sections"
CONTACT, ANNEXES, FURTHER_READING = "contact", "annexes", "further-reading"
GLOSSARY, SOURCES, AUTHORS, COLOPHON = "glossary", "sources", "authors", "colophon"
LIST_OF_EXHIBITS, BACK_COVER = "list-of-exhibits", "back-cover"

SECTIONED = (SECTIONS, ANNEXES)
"""The parts that consist of sections, which are also the keys of these sections."""

OPENING = (MASTHEAD, MARKING, TITLE, COVER)
"""The parts that open a page, before anything that a brief argues."""

CLOSING = (COLOPHON, BACK_COVER)
"""The parts that close an edition, after everything that a brief says."""

RUNNING, DISPLAY = TextRole.RUNNING, TextRole.DISPLAY
QUOTED, REFERENCE = TextRole.QUOTED, TextRole.REFERENCE

PARTS: Mapping[str, Part] = {
    MASTHEAD: Part(role=REFERENCE, names=("series", "publisher"), is_never_empty=True),
    MARKING: Part(role=REFERENCE, names=("marking",), is_never_empty=True),
    TITLE: Part(
        role=DISPLAY,
        prints=("title", "subtitle", "about"),
        names=("type", "authors", "as_of"),
        budgeted=("title",),
        is_never_empty=True,
    ),
    COVER: Part(role=DISPLAY, prints=("cover",)),
    "abstract": Part(role=RUNNING, prints=("abstract",)),
    "bottom-line": Part(role=RUNNING, prints=("bottom_line",), argues=True),
    "key-points": Part(role=RUNNING, prints=("key_points",), argues=True),
    "contents": Part(role=REFERENCE, names=("sections", "annexes"), is_never_empty=True),
    LIST_OF_EXHIBITS: Part(role=REFERENCE, names=("sections", "annexes")),
    AT_A_GLANCE: Part(role=DISPLAY, prints=("at_a_glance",)),
    SECTIONS: Part(role=RUNNING, prints=("sections",), argues=True),
    "implications": Part(role=RUNNING, prints=("implications",), argues=True),
    "recommendations": Part(role=RUNNING, prints=("recommendations",), may_urge=True),
    "options": Part(role=RUNNING, prints=("options",)),
    "choices": Part(role=RUNNING, prints=("options", "recommendations"), leaves_out=("for", "against")),
    "outlook": Part(role=RUNNING, prints=("outlook",), argues=True),
    "counter-view": Part(role=RUNNING, prints=("counter_view",), argues=True),
    "method": Part(role=RUNNING, prints=("method",), names=("about",)),
    "changes": Part(role=RUNNING, prints=("changes",), argues=True),
    "questions": Part(role=RUNNING, prints=("questions",), may_urge=True, has_stylesheet=False),
    "quotes": Part(role=QUOTED, prints=("quotes",)),
    GLOSSARY: Part(role=DISPLAY, prints=("glossary",)),
    CONTACT: Part(role=REFERENCE, is_never_empty=True),
    "teacher": Part(
        role=REFERENCE,
        prints=("about", "key_points", "method", "counter_view"),
        names=("as_of",),
        is_never_empty=True,
    ),
    ANNEXES: Part(role=RUNNING, prints=("annexes",), argues=True),
    SOURCES: Part(role=REFERENCE, is_never_empty=True),
    FURTHER_READING: Part(role=REFERENCE, prints=("further_reading",)),
    "acknowledgements": Part(role=REFERENCE, prints=("acknowledgements",)),
    "declarations": Part(role=REFERENCE, prints=("funding", "competing_interests")),
    AUTHORS: Part(role=REFERENCE, prints=("authors",)),
    "partners": Part(role=REFERENCE, prints=("partners",)),
    COLOPHON: Part(
        role=REFERENCE,
        prints=("disclaimers",),
        names=("authors", "supersedes", "licence", "cite_as", "title", "series", "publisher"),
        is_never_empty=True,
    ),
    BACK_COVER: Part(role=REFERENCE, names=("publisher",)),
}

PIECES = ("blocks", "likelihood")
"""Templates in the folder of the parts that are included by a part."""


def keys_printed(part: str, *roles: TextRole) -> tuple[str, ...]:
    """Return the keys of a brief that a shipped part prints, if its text has one of these roles."""
    known = PARTS.get(part)
    return known.prints if known and (not roles or known.role in roles) else ()


def parts_printing(key: str) -> tuple[str, ...]:
    """Return the shipped parts that print a key of a brief."""
    return tuple(name for name, part in PARTS.items() if key in part.prints)


def keys_with(role: TextRole) -> frozenset[str]:
    """Return the keys of a brief that are printed by parts with a role."""
    return keys_of(part for part in PARTS.values() if part.role is role)


def keys_of(parts: Iterable[Part]) -> frozenset[str]:
    """Return all keys of a brief that some parts print."""
    return frozenset(key for part in parts for key in part.prints)


def budgeted_keys(part: str) -> tuple[str, ...]:
    """Return the keys of a brief that the budget of a part measures; for a custom part, the key of its name."""
    known = PARTS.get(part)
    return (known.budgeted or known.prints) if known else (part.replace("-", "_"),)


def unprinted_inside(key: str, parts: Iterable[str]) -> frozenset[str]:
    """Return the keys inside a key that every part that prints it leaves out."""
    left_out = [frozenset(PARTS[part].leaves_out) for part in parts if key in keys_printed(part)]
    return frozenset.intersection(*left_out) if left_out else frozenset()
