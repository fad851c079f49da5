"""Variants and translations whose main text has changed since they were confirmed.

`brief confirm` records which text each variant was written for, in
`content/<brief>/confirmed.yaml`, which is committed with the brief. From then on a
variant whose text has changed is reported, with what has changed. After a review,
`brief confirm KEY` marks it as up to date, whether or not it had to change. Spaces and
line ends do not count. A brief that was never confirmed is not checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key
from briefing.model.brief import Brief
from briefing.model.text import Register
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Confirmations, EditionSet, Version
from briefing.text.variants import Variant, variants

OUTDATED = Rule(
    "BR061",
    "outdated-variant",
    Severity.WARNING,
    Stage.SET,
    """
    A variant or a translation was written for an older text.

    The finding shows what has changed in the text since `brief confirm`. Review the
    variant, change it if need be, then confirm it by its key. Spaces and line ends do not
    count. A brief that was never confirmed is not checked. Here the text was "The fleet
    has thirty aircraft." when it was confirmed.

    Bad:

        key_points:
          - text: The fleet has thirty-six aircraft.
            short: Thirty aircraft.

    Good:

        $ brief confirm key_points.1.short
    """,
    ExampleKind.NONE,
)
UNCONFIRMED = Rule(
    "BR062",
    "unconfirmed-variant",
    Severity.WARNING,
    Stage.SET,
    """
    A variant or a translation is not confirmed.

    The brief has a file `confirmed.yaml`, and the variant is new in it or was moved. Review
    it against its main text, then confirm it by its key. It is an error to confirm a key
    of a brief that was never confirmed. Here the key point is new.

    Bad:

        key_points:
          - text: The fleet has thirty-six aircraft.
            short: Thirty-six aircraft.

    Good:

        $ brief confirm key_points.1.short
    """,
    ExampleKind.NONE,
    varies=True,
)
RULES = (OUTDATED, UNCONFIRMED)

MARK_LENGTH = 10
SHOWN_CHANGES = 3
SHOWN_WORDS = 8
"""Words shown of a longer change."""


@dataclass(frozen=True, slots=True)
class Dependent:
    """A variant or a translation, and the text that it was written for."""

    name: str
    """Its key on the command line: `key_points.1.short`, `es.sections.origins`."""
    words: str
    where: Span
    base_name: str
    """The register of its text: 'text', or 'short' in the original."""
    base_words: str
    base_where: Span

    @property
    def marks(self) -> tuple[str, str]:
        """Return the marks of the text that it was written for and of its own words."""
        return mark_of(self.base_words), mark_of(self.words)


def find_outdated_variants(editions: EditionSet) -> Sequence[Finding]:
    """Return each variant whose text has changed since it was confirmed, and each that never was."""
    if editions.confirmations is None:
        return ()
    return [
        finding for one in dependents(editions.versions) for finding in _judged(one, editions.confirmations)
    ]


def mark_of(text: str) -> str:
    """Return the mark of a text: a hash of its words, whatever the space between them."""
    return hashlib.sha256(spaced(text).encode()).hexdigest()[:MARK_LENGTH]


def spaced(text: str) -> str:
    """Return a text with one space between its words."""
    return " ".join(text.split())


def dependents(versions: Sequence[Version]) -> Iterator[Dependent]:
    """Yield every text written for another: short and plain ones for `text`, translations for the original."""
    base = versions[0]
    texts = {(variant.key, variant.register): variant for variant in variants(base)}
    for version in versions:
        own = {(variant.key, variant.register): variant for variant in variants(version)}
        for (key, register), variant in own.items():
            meant = None if version is base else texts.get((key, register))
            home = base if meant else version
            meant = meant or (own.get((key, Register.TEXT)) if register is not Register.TEXT else None)
            where = version.source_map.value(variant.place)
            if meant and not (version is not base and where.file == base.source_map.file):
                yield Dependent(
                    _name(variant, version, base),
                    variant.words,
                    where,
                    meant.name,
                    meant.words,
                    home.source_map.value(meant.place),
                )


def state_of(one: Dependent, confirmations: Confirmations) -> str | None:
    """Return the mark of the older text that a variant was written for; None if the variant is up to date.

    The mark is empty if the variant was never confirmed. Items that were moved are recognised by their texts.
    """
    if one.marks in confirmations.against.values():
        return None
    base, own = confirmations.against.get(one.name, ("", ""))
    if base == one.marks[0]:
        return None
    of_same_words = (pair[0] for pair in confirmations.against.values() if pair[1] == one.marks[1])
    return base if own == one.marks[1] else next(of_same_words, base)


def _judged(one: Dependent, confirmations: Confirmations) -> Iterator[Finding]:
    state = state_of(one, confirmations)
    if state is None:
        return
    help = f"review it, then run `brief confirm {one.name}`"
    if not state:
        what = f"'{one.name}' is not confirmed against its '{one.base_name}' ({one.base_where})"
        yield UNCONFIRMED.finding(what, one.where, help)
        return
    change = changes_between(confirmations.texts.get(state, ""), one.base_words)
    what = f"'{one.name}' was written for an older '{one.base_name}' ({one.base_where}): {change}"
    yield OUTDATED.finding(what, one.where, help)


def changes_between(old: str, new: str) -> str:
    """Describe what has changed in a text: 'by 2035' became 'by 2036'."""
    before, after = old.split(), new.split()
    found = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = _quoted(before[first:last]), _quoted(after[start:end])
        if tag == "replace":
            found.append(f"{gone} became {come}")
        elif tag == "delete":
            found.append(f"{gone} was removed")
        elif tag == "insert":
            found.append(f"{come} was added")
    more = len(found) - SHOWN_CHANGES
    return "; ".join(found[:SHOWN_CHANGES]) + (f"; and {more} more" if more > 0 else "")


def _quoted(words: Sequence[str]) -> str:
    cut = [*words[: SHOWN_WORDS - 2], "…", words[-1]] if len(words) > SHOWN_WORDS else words
    return f"'{' '.join(cut)}'"


def _name(variant: Variant, version: Version, base: Version) -> str:
    language = [] if version is base else [version.language]
    register = [] if variant.register is Register.TEXT else [variant.name]
    return ".".join([*language, name_of(variant.key, base.brief), *register])


def name_of(key: Key, brief: Brief) -> str:
    """Return a key as a person types it: sections and blocks by their ids, other items counted from 1."""
    return ".".join(_spelled(key, brief))


def _spelled(key: Key, brief: Brief) -> Iterator[str]:
    here: object = brief
    for part in key:
        if isinstance(part, str):
            here = getattr(here, "named_values", dict)()
            here = dict(here).get(part) if not isinstance(here, dict) else None
            yield part
        else:
            here = here[part] if isinstance(here, tuple) and part < len(here) else None
            content = getattr(here, "content", here)
            yield str(getattr(content, "id", None) or part + 1)
