"""Figures, dates and names that differ between a text and its variants or translations.

A number, a date or a name in `short`, in `plain` or in a translation is compared with
the text that it is a variant of. It is a contradiction if that text has another one of
its kind instead, or if nothing in the brief has it. The facts and the tables of a
translation are compared with those of the brief, value by value. Leaving a figure out
is no contradiction, nor is rounding it (30 for 27), adding two figures (27 for 23 and
4), or giving the span between two (ten years for 2009 to 2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key
from briefing.markdown.grammar import FACT
from briefing.model.blocks import Tabular
from briefing.model.text import Register
from briefing.model.traversal import walk
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.lexicon import Lexicon
from briefing.text.quantities import Quantity, quantities, spoken_numbers
from briefing.text.sentences import BREAK
from briefing.text.variants import NOT_OURS, Variant, fact_values, paragraphs, place_of, variants

NUMBER = Rule(
    "BR001",
    "inconsistent-number",
    Severity.WARNING,
    Stage.SET,
    """
    A number in a variant, a translation or a text contradicts its main text or a fact.

    Numbers are compared as numbers, in every language and notation: 1,200 and 1.2 thousand
    and 1,2 тыс. are equal, and so are 500 ms and 0.5 s, €3m and 3 million euros, 9 % and 9
    in every 100. A variant may leave a number out, round it, add two of them or give the
    difference; a translation may not round. Let both texts say the same. A fact, written
    `{id}`, has one value everywhere; a text may round it, and print it in a format such as
    `{id | million}`.

    Bad:

        key_points:
          - text: Clocks were stepped 27 times. [@iers]
            short: Clocks were stepped 28 times. [@iers]
        sources:
          iers: {title: Bulletin C, publisher: The Earth Rotation Service, date: 2026}

    Good:

        key_points:
          - text: Clocks were stepped 27 times. [@iers]
            short: Clocks were stepped 27 times. [@iers]
        sources:
          iers: {title: Bulletin C, publisher: The Earth Rotation Service, date: 2026}
    """,
)
DATE = Rule(
    "BR002",
    "inconsistent-date",
    Severity.WARNING,
    Stage.SET,
    """
    A date or a year in a variant or a translation contradicts its main text.

    Dates are compared as dates, in every language and notation. A variant may be less
    exact, May 2024 for 3 May 2024, but not more exact. Let both texts name the same day, or
    write it once as a fact.

    Bad:

        key_points:
          - text: The mandate ends on 3 May 2027.
            short: The mandate ends on 4 May 2027.

    Good:

        key_points:
          - text: The mandate ends on 3 May 2027.
            short: The mandate ends in May 2027.
    """,
)
NAME = Rule(
    "BR003",
    "inconsistent-name",
    Severity.WARNING,
    Stage.SET,
    """
    A name in a variant is spelled differently from the same name in its main text.

    A capitalised word that appears nowhere else in the brief, and nearly equals a name of
    the main text, is probably a typing error. Write the name in one way.

    Bad:

        key_points:
          - text: The minister met Maduro in October.
            short: The minister met Madura.

    Good:

        key_points:
          - text: The minister met Maduro in October.
            short: The minister met Maduro.
    """,
)
RULES = (NUMBER, DATE, NAME)

CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W_]+(?:[-’'][^\W_]+)*")
"""A capitalised word, in a script that has capitals."""

REGISTERS = tuple(register.value for register in Register)
LABEL_WORDS = 3
"""Words at the start of a label that identify a fact; fewer are too common."""

LEAST_NAME = 4
"""Letters. Shorter names resemble each other too often."""

ALIKE = 0.75
"""The ratio of `difflib` from which two spellings count as one name."""


def find_contradictions(editions: EditionSet) -> Sequence[Finding]:
    """Return the contradictions of every variant with its main text and with the facts."""
    texts = [_Texts(version) for version in editions.versions]
    base = texts[0]
    findings: list[Finding] = []
    for version in texts:
        if version is not base:
            findings += (*_facts_compared(version, base), *_cells_compared(version, base))
        for said in version.variants:
            if said.variant.register is not Register.TEXT:
                meant = version.find(said.variant.key, Register.TEXT)
                findings += _compared(said, meant, version, version) if meant else ()
            if version is not base:
                meant = base.find(said.variant.key, said.variant.register)
                findings += _compared(said, meant, version, base) if meant else ()
            findings += _against_facts(said, version)
    return findings


@dataclass(frozen=True)
class _Said:
    """A variant, its text and the figures in it."""

    variant: Variant
    text: str
    exact: str
    """The text with the exact values of facts that it rounds."""
    language: str
    lexicon: Lexicon

    @cached_property
    def figures(self) -> list[Quantity]:
        return quantities(self.text, self.lexicon)

    @cached_property
    def exact_figures(self) -> list[Quantity]:
        return quantities(self.exact, self.lexicon) if self.exact != self.text else []

    @cached_property
    def spoken(self) -> list[Quantity]:
        return spoken_numbers(self.text, self.lexicon)

    @cached_property
    def names(self) -> list[str]:
        """Return the words that are capitalised inside a sentence."""
        found = []
        for match in CAPITALISED.finditer(self.text):
            before = self.text[: match.start()].rstrip(" “\"«'(")
            if before and before[-1] not in f".!?…:\n{BREAK}" and match.group()[0].isupper():
                found.append(match.group().removesuffix("'s").removesuffix("’s"))
        return found


class _Texts:
    """The texts of a version, with the figures, facts and letters to compare."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.lexicon = Lexicon.of(version)
        facts = fact_values(version)
        self.variants = [
            _Said(
                variant,
                _spoken_text(variant, facts),
                _spoken_text(variant, facts, is_exact=True),
                version.language,
                self.lexicon,
            )
            for variant in variants(version)
        ]
        self._by_key = {(said.variant.key, said.variant.register): said for said in self.variants}

    def find(self, key: Key, register: Register) -> _Said | None:
        """Return the variant of a register at a place of the model, if there is one."""
        return self._by_key.get((key, register))

    @cached_property
    def figures(self) -> list[Quantity]:
        """Return every figure of the main texts, facts, names, dates and data."""
        main = [said for said in self.variants if said.variant.register is Register.TEXT]
        found = [figure for said in main for figure in (*said.figures, *said.spoken)]
        others = "\n".join(_others(self.version))
        return [*found, *quantities(others, self.lexicon)]

    @cached_property
    def labelled_facts(self) -> dict[str, list[tuple[str, Quantity]]]:
        """Return the numeric facts, by a pattern of the first words of their labels."""
        found: dict[str, list[tuple[str, Quantity]]] = {}
        for name, fact in self.version.brief.facts.items():
            label = re.findall(r"[^\W\d_]+", fact.label.text)[:LABEL_WORDS] if fact.label else []
            values = quantities(str(fact.value), self.lexicon)
            if len(label) == LABEL_WORDS and len(values) == 1 and values[0].kind == "number":
                found.setdefault(r"\s+".join(map(re.escape, label)), []).append((name, values[0]))
        return found

    @cached_property
    def letters(self) -> str:
        """Return the main texts and all other values of the model, in lower case."""
        main = (said.text for said in self.variants if said.variant.register is Register.TEXT)
        return "\n".join([*main, *_others(self.version)]).casefold()


def _spoken_text(variant: Variant, facts: dict[str, str], *, is_exact: bool = False) -> str:
    spoken = paragraphs(variant.words, variant.flow, facts, is_exact=is_exact)
    return "\n".join(paragraph.text for paragraph in spoken)


def _others(version: Version) -> Iterator[str]:
    """Yield everything in the model that is not a text of its authors: values, names, dates, data, sources."""
    for key, item in walk(version.brief):
        if isinstance(item, Tabular):
            yield from (cell for row in (item.data.header, *item.data.rows) for cell in row)
        elif isinstance(item, str | date | Decimal | int) and "accept" not in key:
            is_variant = key[-1] in REGISTERS and key[0] not in NOT_OURS
            yield from () if is_variant else (str(item),)
    yield from version.brief.glossary


def _compared(said: _Said, meant: _Said, mine: _Texts, theirs: _Texts) -> Iterator[Finding]:
    yield from _figures_compared(said, meant, mine, theirs)
    yield from _counts_compared(said, meant, mine, theirs)
    if mine is theirs:
        yield from _names_compared(said, meant, mine)


def _figures_compared(said: _Said, meant: _Said, mine: _Texts, theirs: _Texts) -> Iterator[Finding]:
    may_round = mine is theirs  # a translation has no reason to round
    known = [*meant.figures, *meant.spoken, *meant.exact_figures]
    own = [*said.figures, *said.spoken, *said.exact_figures]
    left = [figure for figure in meant.figures if not _is_kept(figure, own)]
    contradicting = _contradicting_facts(mine, theirs)
    facts = fact_values(mine.version)
    for figure in said.figures:
        if _is_of_fact(figure, said, contradicting):
            continue  # reported at the fact
        if _has(figure, known, may_round=may_round) or _is_span(figure, [*known, *own], mine.lexicon):
            continue
        if may_round and _is_derived(figure, known):
            continue
        replaced = [other for other in left if _same_sort(figure, other)]
        is_one_of_several = len(replaced) > 1 and _is_of_fact(figure, said, facts)
        instead = replaced[0] if replaced and not is_one_of_several else None
        if instead is None and _has(figure, theirs.figures, may_round=may_round):
            continue
        yield _contradiction(said, meant, mine, theirs, figure, instead)


def _is_of_fact(figure: Quantity, said: _Said, facts: Mapping[str, str]) -> bool:
    """Return True for a figure that the text does not state itself but takes from one of the facts."""
    names = {match[1] for match in FACT.finditer(said.variant.words)}
    return any(figure.typed in facts.get(name, "") for name in names)


def _has(figure: Quantity, others: Iterable[Quantity], *, may_round: bool = False) -> bool:
    """Return True if one of the others states the figure, or a value that it rounds."""
    return any(figure.is_confirmed_by(other) or (may_round and figure.rounds(other)) for other in others)


def _is_span(figure: Quantity, others: Iterable[Quantity], lexicon: Lexicon) -> bool:
    """Return True for the number of years between two that are named: ten years, from 2009 to 2019."""
    years = (
        {year for other in others if (year := other.first_year)} if figure.noun in lexicon.years else set()
    )
    return any(last - first in figure.readings for first in years for last in years)


def _is_derived(figure: Quantity, others: Sequence[Quantity]) -> bool:
    """Return True for the sum or the difference of two others: 27 for 23 and 4, 220 for 120 of 340.

    The difference of two percentages is in percentage points, so it does not count.
    """
    if figure.kind not in ("number", "percent"):
        return False
    units = {figure.unit, figure.unit or "%"}
    values = [
        other.readings for other in others if other.kind in ("number", "percent") and other.unit in units
    ]
    return any(
        one + other in figure.readings or (figure.unit != "%" and abs(one - other) in figure.readings)
        for index, first in enumerate(values)
        for second in values[:index]
        for one in first
        for other in second
        if one != other
    )


def _is_kept(figure: Quantity, said: Iterable[Quantity]) -> bool:
    """Return True if a figure is stated again, even if less exactly."""
    return any(
        figure.is_confirmed_by(one) or one.is_confirmed_by(figure) or one.rounds(figure) for one in said
    )


def _same_sort(one: Quantity, other: Quantity) -> bool:
    """Return True if one can replace the other: both are dates, both shares, or both have one unit."""
    times = ("date", "year")
    if one.kind in times or other.kind in times:
        return one.kind in times and other.kind in times
    return one.kind == other.kind and one.unit == other.unit


def _contradiction(
    said: _Said, meant: _Said, mine: _Texts, theirs: _Texts, figure: Quantity, instead: Quantity | None
) -> Finding:
    rule = DATE if figure.kind in ("date", "year") else NUMBER
    here = _place(mine, said, figure.typed)
    there = _place(theirs, meant, instead.typed if instead else "")
    if instead:
        what = f"{_named(said, mine, theirs)} says '{figure.typed}' where {_named(meant, theirs, mine)} says "
        what += f"'{instead.typed}' ({there})"
    else:
        what = f"{_named(said, mine, theirs)} says '{figure.typed}', which {_named(meant, theirs, mine)} "
        what += f"({there}) does not say, nor does anything else in the brief"
    return rule.finding(what, here, "make both say the same, or state it once as a fact, `{id}`")


def _named(said: _Said, own: _Texts, other: _Texts) -> str:
    return f"'{said.variant.name}'" if own is other else f"'{said.variant.name}' in '{said.language}'"


def _place(texts: _Texts, said: _Said, typed: str) -> Span:
    """Return where a figure was typed; if it was not, the fact that it comes from, or the whole text."""
    source_map, key = texts.version.source_map, said.variant.place
    if typed:
        spaced = r"\s+".join(map(re.escape, typed.split()))
        found = source_map.first(key, re.compile(rf"(?<!\d){spaced}"))
        if found:
            return found
        facts = fact_values(texts.version)
        for match in FACT.finditer(said.variant.words):
            if typed in facts.get(match[1], ""):
                return source_map.word(key, match.group())
    return source_map.value(key)


def _counts_compared(said: _Said, meant: _Said, mine: _Texts, theirs: _Texts) -> Iterator[Finding]:
    """Compare numbers in words: "three kinds" where the text has "two kinds" or "2 kinds"."""
    if mine is not theirs:
        yield from _counts_translated(said, meant, mine, theirs)
        return
    known = [*meant.figures, *meant.spoken]
    own = [*said.figures, *said.spoken]
    for figure in said.spoken:
        if (
            not figure.noun
            or max(figure.readings) < 2
            or _has(figure, known)
            or _is_span(figure, [*known, *said.figures], mine.lexicon)
        ):
            continue
        others = (other for other in known if other.noun == figure.noun and not _has(other, own))
        instead = next(others, None)
        if instead:
            yield _contradiction(said, meant, mine, mine, figure, instead)


def _counts_translated(said: _Said, meant: _Said, mine: _Texts, theirs: _Texts) -> Iterator[Finding]:
    """Compare numbers in words between two languages, whose nouns cannot be compared.

    It is a contradiction if exactly one number has replaced exactly one other.
    """
    known, own = [*meant.figures, *meant.spoken], [*said.figures, *said.spoken]
    new = [one for one in said.spoken if one.noun and max(one.readings) > 1 and not _has(one, known)]
    lost = [one for one in meant.spoken if one.noun and max(one.readings) > 1 and not _has(one, own)]
    if len(new) == len(lost) == 1:
        yield _contradiction(said, meant, mine, theirs, new[0], lost[0])


def _contradicting_facts(mine: _Texts, theirs: _Texts) -> dict[str, str]:
    """Return the facts whose value in the translation differs from the brief's, as they are printed."""
    if mine is theirs:
        return {}
    own, base = fact_values(mine.version), fact_values(theirs.version)
    return {
        name: own[name]
        for name in own.keys() & base.keys()
        if own[name] != base[name] and _differ(own[name], mine.lexicon, base[name], theirs.lexicon)
    }


def _differ(mine: str, lexicon: Lexicon, theirs: str, other_lexicon: Lexicon) -> bool:
    """Return True if each of two values is one figure, and the figures differ."""
    own, other = quantities(mine, lexicon), quantities(theirs, other_lexicon)
    return len(own) == len(other) == 1 and own[0].kind != "code" and not own[0].is_confirmed_by(other[0])


def _facts_compared(mine: _Texts, theirs: _Texts) -> Iterator[Finding]:
    """Yield a finding for each fact to which a translation gives another value."""
    for name, value in _contradicting_facts(mine, theirs).items():
        key = ("facts", name, "value")
        what = f"the fact '{name}' is '{value}' in '{mine.version.language}' and "
        what += f"'{fact_values(theirs.version)[name]}' in '{theirs.version.language}' "
        what += f"({theirs.version.source_map.value(key)})"
        where = mine.version.source_map.value(key)
        yield NUMBER.finding(what, where, "give the fact one value")


def _cells_compared(own_texts: _Texts, base_texts: _Texts) -> Iterator[Finding]:
    """Yield a finding for each table or chart cell whose figure differs in a translation with its own data."""
    mine, theirs = own_texts.version, base_texts.version
    others = {key: item for key, item in walk(theirs.brief) if isinstance(item, Tabular)}
    for key, item in walk(mine.brief):
        other = others.get(key)
        if not isinstance(item, Tabular) or other is None or len(item.data.rows) != len(other.data.rows):
            continue
        for row, (own, base) in enumerate(zip(item.data.rows, other.data.rows, strict=True), 1):
            for column, (cell, meant) in enumerate(zip(own, base, strict=False)):
                if cell != meant and _differ(cell, own_texts.lexicon, meant, base_texts.lexicon):
                    way = (*key, "data", row, column)
                    what = (
                        f"the cell says '{cell}' in '{mine.language}' and '{meant}' in '{theirs.language}' "
                    )
                    what += f"({theirs.source_map.value(way)})"
                    where = mine.source_map.value(way)
                    yield NUMBER.finding(what, where, "make both say the same")


def _names_compared(said: _Said, meant: _Said, mine: _Texts) -> Iterator[Finding]:
    """Yield a finding for each name that appears nowhere else and nearly equals one of the main text."""
    for name in dict.fromkeys(said.names):
        if len(name) < LEAST_NAME or name.casefold() in mine.letters:
            continue
        near = (other for other in dict.fromkeys(meant.names) if _is_alike(name, other))
        instead = next((other for other in near if other not in said.text), None)
        if instead:
            there = _place(mine, meant, instead)
            what = (
                f"'{said.variant.name}' says '{name}' where '{meant.variant.name}' says '{instead}' ({there})"
            )
            where = place_of(mine.version.source_map, said.variant.place, name)
            yield NAME.finding(what, where, "spell the name the same way in both")


def _is_alike(one: str, other: str) -> bool:
    if len(other) < LEAST_NAME or one == other:
        return False
    first, second = one.casefold(), other.casefold()
    if first.startswith(second) or second.startswith(first):  # Russia, Russian
        return False
    common = len(next((p for n in range(len(first), 0, -1) if second.startswith(p := first[:n])), ""))
    if common >= max(len(first), len(second)) - 3 and min(len(first), len(second)) > common:
        return SequenceMatcher(None, first, second).ratio() >= ALIKE and len(first) == len(second)
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def _against_facts(said: _Said, mine: _Texts) -> Iterator[Finding]:
    """Yield a finding for each figure before the words of a fact's label whose value no such fact has."""
    version = mine.version
    for counted, facts in mine.labelled_facts.items():
        pattern = re.compile(rf"(?<![\w/.,])(?P<figure>\d[\d.,]*)\s+{counted}\b", re.IGNORECASE)
        for match in pattern.finditer(said.text):
            typed = match["figure"].rstrip(".,")
            values = [value for _, value in facts]
            if _has(quantities(typed, mine.lexicon)[0], values, may_round=True):
                continue
            name = facts[0][0]
            there = version.source_map.key(("facts", name))
            what = f"'{match.group()}' contradicts the fact '{name}', which is {facts[0][1].typed} ({there})"
            where = _place(mine, said, typed)
            yield NUMBER.finding(what, where, f"write {{{name}}}")
