"""The sources of a document, typed or from a reference manager, and the places where the text cites them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from briefing.core.finding import Finding
from briefing.core.source_map import SourceMap
from briefing.importing import endnote
from briefing.importing.document_tree import Block, Box, Cited, Format, Paragraph, Run, text_of
from briefing.importing.structure import cut
from briefing.load.sources.csl_json import read_csl_json
from briefing.load.sources.pasted_list import LIST_SIGN
from briefing.scaffold.names import UNFOLDED, slug_of

YEAR = r"(?:1[5-9]|20)\d\d"
YEAR_IN = re.compile(rf"\b({YEAR})([a-z]?)\b")
NAME = re.compile(r"[^\W\d_][\w’'-]*")
"""The first word of a reference: the name of its author."""

MOST = 0.8
"""The share of the words of a title by which a reference is recognised as a work that the document cites."""

NUMBERS = r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*"
BRACKETED = re.compile(rf"\s?\[(?P<numbers>{NUMBERS})\]")
RAISED = re.compile(
    r"(?P<numbers>\d{1,3}(?:\s*[–-]\s*\d{1,3})?)(?:\s*\((?P<place>[^()]{1,60})\))?(?:[,;]\s*|$)"
)
"""A number among raised ones, or a range, with the place in that work: `14 (sec. 5.7), 15`."""

IN_BRACKETS = re.compile(rf"\s?\((?P<inside>[^()]{{2,200}}?{YEAR}[a-z]?[^()]{{0,40}})\)")
ONE = re.compile(
    rf"(?P<names>[^\d;]+?)(?:,?\s+(?P<year>{YEAR}[a-z]?))(?:[,:]\s*(?P<place>(?:pp?\.\s*|с\.\s*|ص\s*)?\d[\d\s,–-]*))?"
)
"""A work in brackets: names, a year and perhaps a page."""

BEFORE_NAMES = re.compile(r"(?:[^\W\d_A-Z]+\.?\s+)+(?=[^\W\d_a-z])")
"""Words in small letters in front of a name: see, cf."""

SPLIT_NAMES = re.compile(r"[,&]|\b(?:et al|and|y|et|e|и)\b\.?|\bothers\b|и др\.")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a typed list: its id, its runs without its number, its number in the list, names and year."""

    id: str
    runs: tuple[Run, ...]
    number: int
    name: str
    year: str


@dataclass
class References:
    """The references of a typed list, and the citations of them that were found."""

    items: Sequence[Reference]
    is_numbered: bool
    cited: set[str] = field(default_factory=set)
    replaced: list[str] = field(default_factory=list)
    """The words in place of which there are citations now."""
    signs: Sequence[str] = ()
    """The numbers that were typed in front of references."""
    records: Collection[str] = ()
    """The ids of the works that the document has from EndNote."""

    def cite(self, block: Block) -> Block:
        """Return a block with citations in place of the numbers of references, or of names and years."""
        if isinstance(block, Paragraph):
            return replace(block, runs=self.cite_runs(block.runs))
        if isinstance(block, Box):
            return Box(tuple(self.cite(one) for one in block.blocks))
        return replace(block, rows=tuple(tuple(self.cite_runs(cell) for cell in row) for row in block.rows))

    def cite_runs(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """Return runs with citations."""
        noted = [replace(run, note=self.cite_runs(run.note)) if run.note else run for run in runs]
        raised = list(self._raised(noted)) if self.is_numbered else noted
        text = "".join(_uncited_text(run) for run in raised)
        pieces: list[Run] = []
        place = 0
        for start, end, cited in self._found(text):
            if start < place:
                continue
            pieces += _between(raised, place, start)
            words = text[start:end]
            pieces.append(Run(words, cited=cited))
            self._note(cited, words)
            place = end
        return (*pieces, *_between(raised, place, len(text) + 1)) if place else tuple(raised)

    def _note(self, cited: Sequence[Cited], words: str) -> None:
        self.cited.update(one.id for one in cited)
        self.replaced.append(words)

    def _raised(self, runs: Sequence[Run]) -> Iterator[Run]:
        """Yield runs with citations in place of raised numbers, which may be several runs: 1, a comma, 3."""
        for is_raised, group in groupby(runs, lambda run: Format.SUPERSCRIPT in run.formats):
            found = list(group)
            words = text_of(found).strip()
            cited = self._raised_numbers(words) if is_raised else ()
            if cited:
                self._note(cited, words)
                yield Run(words, cited=cited)
            else:
                yield from found

    def _raised_numbers(self, words: str) -> tuple[Cited, ...]:
        """Return the works that raised numbers mean; nothing if one of them is no reference."""
        found: list[Cited] = []
        place = 0
        while place < len(words):
            match = RAISED.match(words, place)
            works = self._numbered(match["numbers"]) if match else ()
            if match is None or not works:
                return ()
            locator = re.sub(r"[;@]", ",", match["place"] or "")
            found += [*works[:-1], replace(works[-1], locator=locator)]
            place = match.end()
        return tuple(found)

    def _found(self, text: str) -> list[tuple[int, int, tuple[Cited, ...]]]:
        found: list[tuple[int, int, tuple[Cited, ...]]] = []
        for match in BRACKETED.finditer(text) if self.is_numbered else ():
            if cited := self._numbered(match["numbers"]):
                found.append((match.start(), match.end(), cited))
        for match in IN_BRACKETS.finditer(text):
            works = [self._named(one.strip()) for one in match["inside"].split(";")]
            if all(works):
                found.append((match.start(), match.end(), tuple(one for one in works if one)))
        for match in endnote.TEMPORARY.finditer(text):
            works = [self._recorded(one) for one in match["inside"].split(";")]
            if all(works):
                found.append((match.start(), match.end(), tuple(one for one in works if one)))
        return sorted(found)

    def _recorded(self, words: str) -> Cited | None:
        """Return the work of a temporary citation of EndNote, by its record or by its names and year."""
        match = endnote.WORK.fullmatch(words)
        if match is None or match["before"] or match["after"]:
            return None
        place = (match["place"] or "").strip()
        place = f"p. {place}" if place[:1].isdigit() else place
        if (name := f"{endnote.RECORD}{match['record']}") in self.records:
            return Cited(name, place)
        work = self._work(f"{match['names']}, {match['year']}") if match["year"] else None
        return replace(work, locator=place) if work else None

    def _numbered(self, typed: str) -> tuple[Cited, ...]:
        by_number = {one.number: one.id for one in self.items}
        numbers: list[int] = []
        for piece in re.split(r"[,;]", typed):
            first, _, last = re.sub(r"\s", "", piece).replace("–", "-").partition("-")
            if last and not last.isdecimal():
                return ()
            if last and int(last) - int(first) > len(self.items):
                return ()
            numbers += range(int(first), int(last or first) + 1)
        return (
            tuple(Cited(by_number[one]) for one in numbers)
            if numbers and all(one in by_number for one in numbers)
            else ()
        )

    def _named(self, words: str) -> Cited | None:
        return self._work(words) or self._work(BEFORE_NAMES.sub("", words, count=1))

    def _work(self, words: str) -> Cited | None:
        match = ONE.fullmatch(words)
        if match is None:
            return None
        names = SPLIT_NAMES.split(match["names"])
        name, year = _folded(names[0]), match["year"]
        works = [
            one
            for one in self.items
            if one.year == year and (one.name == name or _folded(text_of(one.runs)).startswith(f"{name} "))
        ]
        place = (match["place"] or "").strip()
        place = f"p. {place}" if place[:1].isdigit() else place
        return Cited(works[0].id, place) if len(works) == 1 else None


def _uncited_text(run: Run) -> str:
    """Return the text of a run; of a citation, a sign for each character, among which no other is found."""
    return "\ue000" * len(run.text) if run.cited else text_of([run])


def _between(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """Return the runs between two places of their text."""
    found: list[Run] = []
    place = 0
    for run in runs:
        length = 1 if run.is_break else len(run.text)
        if place >= end:
            break
        if length == 0:
            if place >= start:
                found.append(run)
        elif run.cited or run.is_break:
            if start <= place:
                found.append(run)
        elif place + length > start:
            rest = list(cut([run], max(0, start - place)))
            found += [replace(one, text=one.text[: end - max(place, start)]) for one in rest]
        place += length
    return found


def read_references(blocks: Sequence[Block], ids: Collection[str] = ()) -> References:
    """Return the references in the paragraphs of a list; they have none of the ids that are given."""
    items: list[Reference] = []
    taken = {*ids}
    signs: list[str] = []
    has_numbers = False
    for paragraph in (block for block in blocks if isinstance(block, Paragraph) and not block.is_empty):
        sign = LIST_SIGN.match(paragraph.text)
        typed = (sign["number"] or "") if sign else ""
        has_numbers = has_numbers or bool(typed) or bool(paragraph.item and paragraph.item.number)
        signs += [sign[0]] if sign else []
        runs = tuple(map(_with_bare_address, cut(paragraph.runs, sign.end() if sign else 0)))
        name, year = _name_and_year(text_of(runs))
        name_of_source = _free(slug_of(" ".join(filter(None, (name, year)))) or "source", taken)
        number = int(typed) if typed else len(items) + 1
        items.append(Reference(name_of_source, runs, number, _folded(name), year))
    return References(items, has_numbers, signs=signs)


def work_of(reference: Reference, works: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the id of the work that a reference is, "" if it is none of them.

    It has the first name and the year of the work, and most words of its title.
    """
    words = {*_folded(text_of(reference.runs)).split()}
    for name, work in works.items():
        title = {*_folded(str(work.get("title", ""))).split()}
        known = {word for one in _first_and_year(work) for word in _folded(one).split()}
        if title and known <= words and len(title & words) >= MOST * len(title):
            return name
    return ""


def _with_bare_address(run: Run) -> Run:
    """Return a run without the link of an address that is typed as it is: the list of sources makes links of them."""
    return replace(run, address="") if run.text.strip() == run.address else run


def _name_and_year(words: str) -> tuple[str, str]:
    name, year = NAME.search(words), YEAR_IN.search(words)
    return name[0] if name else "", "".join(year.groups()) if year else ""


def _free(id: str, taken: set[str]) -> str:
    """Return an id that is not taken, and take it."""
    found, count = id, 1
    while found in taken:
        count += 1
        found = f"{id}-{count}"
    taken.add(found)
    return found


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]", " ", words.casefold().translate(UNFOLDED)).split())


def read_works(
    works: Mapping[str, Mapping[str, object]],
) -> tuple[dict[str, str], dict[str, dict[str, object]], list[Finding]]:
    """Return the ids of works by their ids in the document, their keys as sources, and findings about them."""
    items = [{**work, "id": str(index)} for index, work in enumerate(works.values())]
    entries, findings = read_csl_json(
        SourceMap("sources of the document", json.dumps(items, ensure_ascii=False)), lambda _: True
    )
    ids: dict[str, str] = {}
    sources: dict[str, dict[str, object]] = {}
    taken: set[str] = set()
    for name, entry in zip(works, entries, strict=False):
        values = {key: value for key, value in (entry.values or {}).items() if value not in ("?", "")}
        ids[name] = _free(slug_of(" ".join(_first_and_year(values))) or "source", taken)
        order = ("title", "author", "editor", "translator", "container", "date")
        sources[ids[name]] = dict(
            sorted(values.items(), key=lambda one: order.index(one[0]) if one[0] in order else 9)
        )
    return ids, sources, findings


def _first_and_year(source: Mapping[str, Any]) -> list[str]:
    """Return the first name of a source, or the first word of its title, and its year."""
    authors = source.get("author") or source.get("editor") or ()
    first = authors if isinstance(authors, str) else next(iter(authors), "")
    family = NAME.search(first.partition(",")[0].strip("{} ")) or NAME.search(str(source.get("title", "")))
    year = re.search(r"\d{4}", str(source.get("date", "")))
    return [one[0] for one in (family, year) if one]
