"""The parts of a document by their headings: title, sections, and what has a key of its own in a brief."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.importing.document_tree import Block, Paragraph, Properties, Style
from briefing.importing.structure import cut
from briefing.load.languages import Languages

SOURCES = "sources"
LABELLED = (
    "abstract",
    "bottom_line",
    "key_points",
    "outlook",
    "recommendations",
    "method",
    "counter_view",
    "questions",
    "glossary",
    "acknowledgements",
    "funding",
    "competing_interests",
)
"""The keys of a brief whose label on the page is also a heading of documents."""

NUMBERED = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[IVX]{1,4}[.)]|[A-Z][.)])\s+")
COUNTED = re.compile(r"\s*(?P<number>\d{1,2})[.)]?\s+")
ANNEX_NUMBER = re.compile(r"\s*(?:[A-Z]|[А-Я]|\d{1,2}|[IVX]{1,4})?\s*[.:–—-]?\s*")


@dataclass
class Section:
    """A section of a document: its heading, if it has one, and its blocks."""

    heading: Paragraph | None = None
    blocks: list[Block] = field(default_factory=list)
    part: str = ""
    """The key of the brief that its heading means; "" for a section of the text."""


@dataclass
class Outline:
    """The outline of a document."""

    title: Paragraph | None
    subtitle: Paragraph | None
    sections: list[Section]
    """The sections in order. The first has no heading if there are blocks in front of all headings."""
    level: int
    """The level of the headings of sections."""


class Headings:
    """The headings of parts in all languages of a workspace."""

    def __init__(self, languages: Languages) -> None:
        self.names: dict[str, dict[str, str]] = {}
        """For each language, the keys of parts by their headings."""
        self.annexes: list[str] = []
        for language in languages:
            words, labels = languages.vocabulary_of(language), languages.labels_of(language).labels
            found = {plain(labels[name]): name for name in LABELLED if labels.get(name)}
            found |= {plain(one): part for part, names in words.part_headings.items() for one in names}
            found |= {plain(one): SOURCES for one in (*words.reference_headings, labels.get("sources", ""))}
            found.pop("", None)
            self.names[language] = found
            self.annexes += [
                plain(labels.get("annex", "")),
                *(one for one, part in found.items() if part == "annexes"),
            ]

    def part_of(self, heading: str, language: str) -> str:
        """Return the key of a part that a heading means, first in a language, then in all others; "" for none."""
        words = plain(NUMBERED.sub("", heading))
        for names in (self.names.get(language, {}), *self.names.values()):
            if words in names:
                return names[words]
        return "annexes" if self.annex_title(heading) is not None else ""

    def annex_title(self, heading: str) -> str | None:
        """Return the title of an annex behind its letter (`Annex A: Data`); None if a heading is no annex."""
        words = plain(heading)
        for name in sorted(set(self.annexes) - {""}, key=len, reverse=True):
            if words.startswith(name) and (len(words) == len(name) or not words[len(name)].isalnum()):
                rest = heading.strip()[len(name) :]
                number = ANNEX_NUMBER.match(rest)
                title = rest[number.end() :] if number else rest
                is_numbered = bool(number and number[0].strip(" .:–—-")) or rest[:1] in (":", ".") or not rest
                return title.strip() if is_numbered else None
        return None

    def likely_language(self, headings: Iterable[str]) -> str:
        """Return the language with the most of these headings; "" if none has any."""
        found = [plain(NUMBERED.sub("", heading)) for heading in headings]
        counts = {language: sum(one in names for one in found) for language, names in self.names.items()}
        best = max(counts, key=lambda language: counts[language], default="")
        return best if best and counts[best] else ""


def plain(words: str) -> str:
    """Return words in lower case, without accents and without punctuation at the end."""
    letters = unicodedata.normalize("NFD", " ".join(words.replace("’", "'").split()).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip(" .:*#_")


def outline_of(blocks: Sequence[Block], properties: Properties) -> Outline:
    """Return the outline of a document: its title has that style, or is the only heading of the highest level."""
    blocks = list(blocks)
    title = _taken(blocks, lambda one: one.style is Style.TITLE)
    subtitle = _taken(blocks, lambda one: one.style is Style.SUBTITLE)
    headings = [block for block in blocks if isinstance(block, Paragraph) and block.level]
    levels = sorted({heading.level for heading in headings})
    first = [heading for heading in headings if heading.level == levels[0]]
    is_title_of_properties = bool(headings) and plain(headings[0].text) == plain(properties.title)
    if (
        title is None
        and headings
        and ((len(first) == 1 and first[0] is headings[0] and len(levels) > 1) or is_title_of_properties)
    ):
        title = headings[0]
        blocks.remove(title)
        headings = headings[1:]
    if (
        title is None
        and headings
        and not properties.title
        and headings[0] is blocks[0]
        and len(headings) > 1
        and _is_alone(blocks)
    ):
        title = headings[0]
        blocks.remove(title)
        headings = headings[1:]
    level = min((heading.level for heading in headings), default=1)
    return Outline(title, subtitle, _sections(blocks, level), level)


def _is_alone(blocks: Sequence[Block]) -> bool:
    """Return True if the first heading is followed by another one: it is a title and not a section."""
    after = blocks[1:2]
    return bool(after) and isinstance(after[0], Paragraph) and bool(after[0].level)


def _taken(blocks: list[Block], is_wanted: object) -> Paragraph | None:
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and callable(is_wanted) and is_wanted(block):
            del blocks[index]
            return block
    return None


def _sections(blocks: Sequence[Block], level: int) -> list[Section]:
    sections = [Section()]
    for block in blocks:
        if isinstance(block, Paragraph) and 0 < block.level <= level:
            sections.append(Section(block))
        else:
            sections[-1].blocks.append(block)
    return sections if sections[0].blocks else sections[1:]


def without_numbers(outline: Outline) -> list[str]:
    """Drop the numbers of headings that are counted (1. Rules, 2. Clocks), and return them."""
    found = [
        (section, match)
        for section in outline.sections
        if section.heading and (match := COUNTED.match(section.heading.text))
    ]
    numbers = [int(match["number"]) for _, match in found]
    if len(found) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return []
    for section, match in found:
        if section.heading:
            section.heading = replace(section.heading, runs=tuple(cut(section.heading.runs, match.end())))
    return [match[0] for _, match in found]


def name_parts(outline: Outline, headings: Headings, language: str) -> Mapping[str, str]:
    """Set the parts of sections, each once except annexes, and return the headings that were recognised."""
    found: dict[str, str] = {}
    for section in outline.sections:
        if section.heading is None:
            continue
        part = headings.part_of(section.heading.text, language)
        if part and (part == "annexes" or part not in found.values()):
            section.part = part
            found[section.heading.text.strip()] = part
    return found
