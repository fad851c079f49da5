"""Explains a value of a brief: the variant that an edition uses in its language, and what hides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.core.errors import BriefingError
from briefing.core.finding import Span
from briefing.core.source_map import Key, SourceMap
from briefing.explain.explanation import Assignment, Explanation, Reason
from briefing.explain.keys import spelled, value_at
from briefing.load.library import Library
from briefing.load.set_values import OPTION
from briefing.load.shared import FACTS, SOURCES, SharedContent
from briefing.model.parts import parts_printing
from briefing.model.text import Register, Worded
from briefing.model.traversal import word_key
from briefing.model.visibility import hiding_of, inside
from briefing.rules.content.outdated_variants import name_of
from briefing.stages import Job

DEFAULT = "the default"
SHARED = "the shared content"
COMMAND_LINE = "the command line"

OF_WORKSPACE = ("licence", "publisher", "contact", "custom")
"""The keys that a brief overrides for itself, and otherwise takes from its workspace."""


def explain_value(key: Key, job: Job, base: Job, library: Library) -> Explanation:
    """Explain a value of a brief in an edition; `base` is the same edition in the original language of the brief."""
    explainer = _ValueExplainer(key, job, base, library)
    value = value_at(job.brief, key)
    assignments = list(
        explainer.variants(value) if isinstance(value, Worded) else explainer.plain_value(value)
    )
    reasons = list(explainer.reasons(value))
    hidden = explainer.hidden()
    wins = assignments[0] if assignments and hidden is None else None
    over = assignments[1:] if wins else assignments
    name = name_of(key, base.brief)
    return Explanation(
        name,
        (job.edition,),
        wins,
        tuple(over),
        tuple(([hidden] if hidden else []) + (reasons if wins else [])),
    )


class _ValueExplainer:
    """The explanation of one key for one edition."""

    def __init__(self, key: Key, job: Job, base: Job, library: Library) -> None:
        self.key, self.job, self.base, self.library = key, job, base, library
        self.audiences = library.audiences
        self.name = job.edition.audience

    def hidden(self) -> Reason | None:
        """Return why the edition does not have the value: `only`, `not`, or no part that prints it."""
        hiding = hiding_of(self.key, self.job.brief, self.job.source_map, self.name)
        if hiding:
            return Reason(hiding[1], hiding[0])
        parts = parts_printing(str(self.key[0]))
        if not parts or any(part in self.job.audience.parts for part in parts):
            return None
        change = self.job.brief.audiences.get(self.name)
        deciding = "drop" if change and set(parts) & set(change.drop) else "parts"
        where = self.audiences.deciding_place(self.job.brief, self.job.source_map, self.name, deciding)
        return Reason(f"'{self.name}' has no part '{parts[0]}'", where)

    def variants(self, value: Worded) -> Iterator[Assignment]:
        """Return the variant in use, then the other variants, then those of the original language."""
        chosen = value.chosen(self.job.audience.register_)
        registers = sorted(Register, key=lambda register: chosen is None or register is not chosen[0])
        for register in registers:
            if words := value.words(register):
                yield self._variant(register, words, self.job.source_map)
        original = value_at(self.base.brief, self.key)
        if self.job is not self.base and isinstance(original, Worded):
            for register in registers:
                if words := original.words(register):
                    original_variant = self._variant(register, words, self.base.source_map)
                    if original_variant.where != self._place(
                        register, self.job.source_map
                    ) or not value.words(register):
                        yield Assignment(
                            f"{original_variant.by} in '{self.base.edition.language}'",
                            original_variant.value,
                            original_variant.where,
                        )

    def _variant(self, register: Register, words: str, source_map: SourceMap) -> Assignment:
        return Assignment(f"`{register.value}`", " ".join(words.split()), self._place(register, source_map))

    def _place(self, register: Register, source_map: SourceMap) -> Span:
        return source_map.value(word_key(self.key, register, source_map))

    def plain_value(self, value: object) -> Iterator[Assignment]:
        """Return the sources of a value that is not text: the brief, the workspace, or the default."""
        source_map = self.job.source_map
        is_in_brief = self._is_in(source_map)
        if place := self._set_at(source_map):
            yield Assignment(COMMAND_LINE, spelled(value), place)
            typed = " ".join(replace(source_map, elsewhere={}).typed(self.key).split())
            if typed:
                yield Assignment("the brief", typed, replace(source_map, elsewhere={}).value(self.key))
            elif is_in_brief and self.key in source_map.elsewhere:
                other = source_map.elsewhere[self.key]
                yield Assignment(SHARED, " ".join(other.typed(self.key).split()), other.value(self.key))
        elif is_in_brief:
            home = source_map.value(self.key)
            is_shared = home.file in self._shared_files()
            yield Assignment(SHARED if is_shared else "the brief", spelled(value), home)
            if not is_shared:
                yield from self._overridden()
        if (given := self._of_workspace()) and self.job.settings_places:
            place = self.job.settings_places.value(self.key)
            yield Assignment(SHARED if place.file in self._shared_files() else "the workspace", given, place)
        elif not is_in_brief and spelled(value):
            yield Assignment(DEFAULT, spelled(value))

    def _set_at(self, source_map: SourceMap) -> Span | None:
        """Return the place in the command line that sets the value, or a part of it; None if none does."""
        below = source_map.beneath
        found = (
            other.value(key)
            for key, other in source_map.elsewhere.items()
            if other.file == OPTION and key[: len(self.key)] == self.key
        )
        return next(found, None) or (self._set_at(below) if below else None)

    def _shared(self) -> SharedContent | None:
        try:
            return self.library.shared_for(self.job.edition.language)
        except BriefingError:  # reported with the brief
            return None

    def _shared_files(self) -> set[str]:
        """Return the names of the files of the shared content."""
        shared = self._shared()
        return {file.name for file in shared.of_files} if shared else set()

    def _overridden(self) -> Iterator[Assignment]:
        """Yield the shared fact or source that one of the brief overrides."""
        section, *rest = map(str, self.key)
        shared = self._shared() if section in (FACTS, SOURCES) and len(rest) == 1 else None
        value = shared.value(section, *rest) if shared else None
        if shared and value is not None:
            words = (
                ", ".join(f"{name}: {item}" for name, item in value.items())
                if isinstance(value, dict)
                else value
            )
            yield Assignment(SHARED, str(words), shared.place(section, *rest))

    def _of_workspace(self) -> str:
        """Return the value that the workspace sets for all of its briefs; an empty text if it sets none."""
        value: object = self.job.settings
        for part in self.key if self.key[0] in OF_WORKSPACE else ():
            value = inside(value, part)
        return spelled(value) if self.key[0] in OF_WORKSPACE else ""

    def _is_in(self, source_map: SourceMap) -> bool:
        return len(source_map.known(self.key)) == len(self.key)

    def reasons(self, value: object) -> Iterator[Reason]:
        """Return the lines that decide which variant is used."""
        if not isinstance(value, Worded):
            return
        register = self.job.audience.register_
        offered = [one for one in Register if value.words(one)]
        if len(offered) > 1 or register is not Register.TEXT:
            where = self.audiences.deciding_place(self.job.brief, self.job.source_map, self.name, "register")
            lack = "" if register in offered else ", which this text does not have"
            yield Reason(f"'{self.name}' reads `{register.value}`{lack}", where)
        language = self.job.edition.language
        if self.job is not self.base:
            chosen = value.chosen(register)
            where = self._place(chosen[0], self.job.source_map) if chosen else Span("")
            if where.file == self.base.source_map.file:
                yield Reason(f"it is not translated into '{language}'", Span(self.job.source_map.file))
