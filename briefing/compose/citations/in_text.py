"""The citations in the text of one edition: numbers linked to the source list and back, or short citations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup

from briefing.core.source_map import Key
from briefing.markdown.grammar import Cited
from briefing.model.audience import Notes
from briefing.model.parts import SECTIONED

# U+2060, the word joiner, keeps a citation mark on the line of the word before it
MARKS = Markup('\u2060<sup class="citation">{}</sup>')
MARK = Markup('<a id="{anchor}" href="#source:{number}" role="doc-biblioref"{label}>{number}</a>{locator}')
LABEL = Markup(' aria-label="{}"')
RUN = Markup("{}\u2060–\u2060{}")
SHORTEST_RUN = 3
"""The number of successive numbers that are printed as a run."""

PLACE = Markup(' (<a id="{anchor}" href="#source:{number}" role="doc-biblioref">{locator}</a>)')
"""The place in a source that is named only once, in the list of sources."""

MOST_MARKS = 3
"""The number of places up to which the only source of an edition is marked."""

SHORT = Markup('<a id="{anchor}" href="#source:{number}" role="doc-biblioref">{words}</a>')
YEAR_MARK = Markup(", ")
"""The separator between the name and the year of a short citation."""

# the colon keeps our anchors different from ids in a brief


@dataclass
class Reference:
    """A cited source, with its number and an anchor for its first citation in each part or section."""

    number: int
    id: str
    anchors: dict[Key, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShortForm:
    """How a text names its sources in words: each source, and all sources cited at one place."""

    one: Callable[[Cited], Markup]
    joined: Callable[[Iterable[Markup]], Markup]
    spoken: Callable[[int, Markup], str]
    """The name of a link to a source, by the number and the name of the source: Source 4, Institute."""


class Citations:
    """Numbers sources in the order of their first citation, and records where each is cited."""

    def __init__(
        self,
        notes: Notes = Notes.ENDNOTES,
        *,
        is_listed: bool = True,
        short_form: ShortForm | None = None,
        is_sole: bool = False,
    ) -> None:
        """`is_sole` says that the edition has only one source, which is named once, in the list of sources."""
        self._notes, self._is_listed, self._short_form = notes, is_listed, short_form
        self.is_sole = is_sole
        self._references: dict[str, Reference] = {}
        self._labels: dict[str, Markup] = {}
        self._marks = self._places = 0

    def mark(self, cited: Sequence[Cited], key: Key) -> Markup:
        """Return the mark of a citation in the text at `key`; without a source list, numbers are omitted."""
        references = [self._reference(one.id) for one in cited]
        self._places += 1
        if self.is_sole:
            return Markup().join(self._places_in(cited, references, key))
        if self._notes is Notes.SHORT and self._short_form:
            return Markup(" ") + self._short_form.joined(
                self._gathered(cited, references, key, self._short_form)
            )
        if self._notes is Notes.ENDNOTES and self._is_listed:
            return MARKS.format(Markup(",\u00a0").join(self._in_runs(cited, references, key)))
        return Markup()

    @property
    def are_words(self) -> bool:
        """True if citations are part of their sentence, and so come before its full stop."""
        return self._notes is Notes.SHORT or self.is_sole

    @property
    def rests_on_one(self) -> bool:
        """True if the edition lists its sources, and cites only one of them, in more places than need a mark each."""
        is_cited = self._is_listed and self._notes is not Notes.NONE
        return is_cited and len(self._references) == 1 and self._places > MOST_MARKS

    def in_order(self) -> tuple[Reference, ...]:
        """Return the sources cited so far, by number."""
        return tuple(self._references.values())

    def _reference(self, name: str) -> Reference:
        return self._references.setdefault(name, Reference(len(self._references) + 1, name))

    def _anchor(self, reference: Reference, key: Key) -> str:
        self._marks += 1
        anchor = f"citation:{self._marks}"
        self._note(reference, key, anchor)
        return anchor

    def _note(self, reference: Reference, key: Key, anchor: str) -> None:
        """Note where a part or section cites a source first."""
        reference.anchors.setdefault(key[:2] if key[0] in SECTIONED else key[:1], anchor)

    def _in_runs(self, cited: Sequence[Cited], references: Sequence[Reference], key: Key) -> Iterator[Markup]:
        """Yield the numbers of one place in order, with three or more in a row as a run: 1–3.

        A source inside a run has no number of its own there: the link back from it leads to the start of the run.
        """
        pairs = sorted(zip(cited, references, strict=True), key=lambda pair: pair[1].number)
        pairs = list({(reference.number, one.locator): (one, reference) for one, reference in pairs}.values())
        for run in _runs(pairs):
            first, last = run[0], run[-1]
            if len(run) < SHORTEST_RUN:
                yield from (self._in_numbers(*pair, key) for pair in run)
            else:
                start = self._in_numbers(*first, key)
                for _, reference in run[1:-1]:
                    self._note(reference, key, f"citation:{self._marks}")
                yield RUN.format(start, self._in_numbers(*last, key))

    def _places_in(
        self, cited: Sequence[Cited], references: Sequence[Reference], key: Key
    ) -> Iterator[Markup]:
        """Yield the places that citations of the only source name: (p. 4)."""
        for one, reference in zip(cited, references, strict=True):
            if one.locator:
                locator = one.locator.replace(" ", "\u00a0")
                yield PLACE.format(
                    anchor=self._anchor(reference, key), number=reference.number, locator=locator
                )

    def _in_numbers(self, cited: Cited, reference: Reference, key: Key) -> Markup:
        locator = Markup(" ({})").format(cited.locator.replace(" ", "\u00a0")) if cited.locator else ""
        return MARK.format(
            anchor=self._anchor(reference, key),
            number=reference.number,
            label=self._label(reference),
            locator=locator,
        )

    def _label(self, reference: Reference) -> Markup:
        """Return the attribute that names the link to a source for a screen reader."""
        if self._short_form is None:
            return Markup()
        if reference.id not in self._labels:
            cited = Cited(reference.id, None)
            name, _ = _name_and_year(self._short_form.one(cited), cited)
            self._labels[reference.id] = LABEL.format(self._short_form.spoken(reference.number, name))
        return self._labels[reference.id]

    def _gathered(
        self, cited: Sequence[Cited], references: Sequence[Reference], key: Key, short_form: ShortForm
    ) -> Iterator[Markup]:
        """Yield the short citations of one place; successive ones share their name: (Institute, 2022, 2026)."""
        parted = [
            (*_name_and_year(short_form.one(one), one), reference)
            for one, reference in zip(cited, references, strict=True)
        ]
        for name, group in groupby(parted, key=itemgetter(0)):
            years = [(year, reference) for _, year, reference in group]
            if not self._is_listed:  # without links, repeating the same words adds nothing
                years = list(dict(years).items())
            texts = [
                YEAR_MARK.join((name, years[0][0])) if years[0][0] else name,
                *(year for year, _ in years[1:]),
            ]
            yield YEAR_MARK.join(
                self._in_words(text, reference, key)
                for text, (_, reference) in zip(texts, years, strict=True)
                if text
            )

    def _in_words(self, words: Markup, reference: Reference, key: Key) -> Markup:
        if not self._is_listed:
            return words
        return SHORT.format(anchor=self._anchor(reference, key), number=reference.number, words=words)


def _runs(pairs: Iterable[tuple[Cited, Reference]]) -> Iterator[list[tuple[Cited, Reference]]]:
    """Yield successive numbers together; one with a locator is alone."""
    run: list[tuple[Cited, Reference]] = []
    for one, reference in pairs:
        goes_on = run and not one.locator and not run[-1][0].locator
        if run and not (goes_on and reference.number == run[-1][1].number + 1):
            yield run
            run = []
        run.append((one, reference))
    if run:
        yield run


def _name_and_year(words: Markup, cited: Cited) -> tuple[Markup, Markup]:
    """Split a short citation into name and year; with a locator, all of it is the name."""
    name, mark, year = words.rpartition(YEAR_MARK)
    return (name, year) if mark and not cited.locator else (words, Markup())
