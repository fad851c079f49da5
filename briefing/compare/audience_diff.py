"""Compares the editions of two audiences, and finds the line that causes each difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError, SelectionError, joined_error
from briefing.core.finding import Finding, Span
from briefing.core.source_map import Key, SourceMap
from briefing.files.workspace import Files
from briefing.load.library import Library, Loaded
from briefing.model.audience import FootnotePlace
from briefing.model.content import Passage, passages_in
from briefing.model.parts import PARTS, keys_printed
from briefing.model.text import Register
from briefing.model.visibility import hiding_of
from briefing.pipeline.plan import Selection, plan
from briefing.rules.content.outdated_variants import name_of
from briefing.rules.content.part_budgets import count_words
from briefing.stages import Job, Tailored

Kind = Literal["dropped", "added", "moved", "shorter", "longer", "reworded"]

NOT_COMPARED = frozenset({"source", "data", "facts"})
"""The values of these keys are compared at their own places."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two editions. `rule` is the line that causes it, `where` the place of the text.

    If the content has changed between two editions, no line causes the difference.
    """

    kind: Kind
    name: str
    """`part method`, or the key of a text such as `key_points.5`."""
    why: str
    rule: Span | None = None
    where: Span | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two editions of a brief in one language, their differences, and the number of texts that are the same.

    `first` and `second` are audiences, or `first` is the name of a PDF; `basis` describes what was compared.
    """

    brief: str
    language: str
    first: str
    second: str
    differences: tuple[Difference, ...]
    same_count: int
    basis: str
    edition: Tailored = field(repr=False, compare=False)
    """The second edition."""


def compare(files: Files, selection: Selection) -> Iterator[Compared]:
    """Compare the first audience of a selection with the second, for each brief and language.

    Raises SelectionError for names that do not exist. After the last comparison, the iterator raises the errors of the
    briefs and languages that cannot be built.
    """
    first, second = selection.audiences
    if first == second:
        what = f"cannot compare '{first}' with itself"
        raise SelectionError([Finding("BR802", what, Span("command line"), "name two different audiences")])
    library = Library(files)
    jobs: dict[tuple[str, str], dict[str, Job]] = {}
    planned = plan(files, selection)
    for job in planned.jobs:
        jobs.setdefault((job.edition.brief, job.edition.language), {})[job.edition.audience] = job
    pairs = [pair for pair in jobs.values() if len(pair) > 1]
    error = joined_error([failure.error for failure in planned.failed])
    if error and not pairs:
        raise error
    return _compared(library, pairs, first, second, error)


def _compared(
    library: Library, pairs: list[dict[str, Job]], first: str, second: str, error: BriefingError | None
) -> Iterator[Compared]:
    for pair in pairs:
        slug, language = pair[first].edition.brief, pair[first].edition.language
        loaded = Loaded(slug, pair[first].brief, pair[first].source_map)
        comparing = _Comparing(library, loaded, tailor(pair[first]), tailor(pair[second]))
        found = (*comparing.parts(), *comparing.texts())
        basis = f"the texts of the editions for '{first}' and '{second}', from today's content"
        count, edition = comparing.same_count, comparing.second
        yield Compared(slug, language, first, second, found, count, basis, edition)
    if error:
        raise error


class _Comparing:
    """The comparison of two editions of one brief."""

    def __init__(self, library: Library, loaded: Loaded, first: Tailored, second: Tailored) -> None:
        self.library, self.loaded, self.first, self.second = library, loaded, first, second
        self.source_map: SourceMap = loaded.source_map
        self.same_count = 0

    def parts(self) -> Iterator[Difference]:
        """Return the parts that only one edition has, and the parts in a different order."""
        before, after = self.first.job.audience.parts, self.second.job.audience.parts
        for part in before:
            if part not in after and self._prints(part, self.first):
                yield self._part("dropped", part, "does not have this part")
        for index, part in enumerate(after):
            if part not in before and self._prints(part, self.second):
                follows = f"has it after {after[index - 1]}" if index else "has it first"
                yield self._part("added", part, follows)
        common = [part for part in before if part in after and self._prints(part, self.first)]
        order = [part for part in after if part in common]
        kept = _in_order(common, order)
        for part in order:
            if part not in kept:
                index = after.index(part)
                place = f"has it after {after[index - 1]}" if index else "has it first"
                yield self._part("moved", part, place)

    def _prints(self, part: str, tailored: Tailored) -> bool:
        """Return whether the brief has content for a part; a part that is not shipped may always have some."""
        known = PARTS.get(part)
        if known is None or known.is_never_empty:
            return True
        content = dict(tailored.content.brief.named_values())
        return any(content.get(name) for name in known.prints)

    def _part(self, kind: Kind, part: str, what: str) -> Difference:
        name = self.second.job.edition.audience
        change = self.loaded.brief.audiences.get(name)
        named = (key for key in ("drop", "first") if change and part in getattr(change, key))
        key = next(named, "parts")
        return Difference(kind, f"part {part}", f"'{name}' {what}", self._deciding(name, key))

    def texts(self) -> Iterator[Difference]:
        """Return the texts that are dropped, added or reworded in the parts that both editions have."""
        before, after = self._passages(self.first), self._passages(self.second)
        for key, passage in before.items():
            if key not in after:
                yield self._hidden("dropped", key, passage, self.second)
            elif after[key].words == passage.words:
                self.same_count += 1
            else:
                yield self._reworded(key, passage, after[key])
        for key, passage in after.items():
            if key not in before:
                yield self._hidden("added", key, passage, self.first)

    def _passages(self, tailored: Tailored) -> Mapping[Key, Passage]:
        """Return the texts of an edition in the parts that both editions have, by key."""
        shared = [part for part in self.first.job.audience.parts if part in self.second.job.audience.parts]
        names = [name for part in shared for name in keys_printed(part)]
        content = dict(tailored.content.brief.named_values())
        found = (
            passage
            for name in dict.fromkeys(names)
            for passage in passages_in(content.get(name), NOT_COMPARED)
        )
        registers = [register.value for register in Register]
        return {
            passage.key[:-1] if passage.key[-1] in registers else passage.key: passage for passage in found
        }

    def _hidden(self, kind: Kind, key: Key, passage: Passage, hidden_in: Tailored) -> Difference:
        rule, why = self._hiding(key, hidden_in.job.edition.audience)
        words = {"before" if kind == "dropped" else "after": passage.words}
        return Difference(kind, self._name(key), why, rule, self.source_map.value(passage.key), **words)

    def _hiding(self, key: Key, audience: str) -> tuple[Span, str]:
        """Return the `only` or `not` that hides a text from an audience."""
        hiding = hiding_of(key, self.loaded.brief, self.source_map, audience)
        return hiding or (self.source_map.value(key), f"'{audience}' does not have this text")

    def _reworded(self, key: Key, before: Passage, after: Passage) -> Difference:
        was, now = count_words(before), count_words(after)
        kind: Kind = "shorter" if now < was else "longer" if now > was else "reworded"
        name = self.second.job.edition.audience
        why = f"'{name}' uses '{after.key[-1]}' instead of '{before.key[-1]}': {was} → {now} words"
        rule = self._deciding(name, "register")
        if self.second.job.audience.register_ == after.key[-1] == Register.TEXT:
            rule = self._deciding(self.first.job.edition.audience, "register")
        if after.key == before.key:  # the same variant, with its footnotes and without
            is_omitted = self.second.job.audience.footnotes is FootnotePlace.NONE
            name = (self.second if is_omitted else self.first).job.edition.audience
            kind, why, rule = "reworded", f"'{name}' has no footnotes", self._deciding(name, "footnotes")
        where = self.source_map.value(after.key)
        return Difference(kind, self._name(key), why, rule, where, before.words, after.words)

    def _deciding(self, name: str, key: str) -> Span:
        return self.library.audiences.deciding_place(self.loaded.brief, self.source_map, name, key)

    def _name(self, key: Key) -> str:
        return name_of(key, self.loaded.brief)


def _in_order(one: Sequence[str], other: Sequence[str]) -> set[str]:
    """Return the items that keep their order: the longest common runs."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {item for block in blocks for item in one[block.a : block.a + block.size]}
