"""An edition uses an acronym that it does not explain.

Each edition is checked by itself, since one audience reads texts that another does not.
An acronym is explained if the edition's glossary has it, if it is in brackets after its
words or before them, or if it follows them between commas. Chemical formulae (CO₂,
H~2~O), units and lists of codes (DE, FR, IT) need no explanation. Acronyms that every
reader knows are listed in the labels of the language (`cues`), those that your readers
know under `acronyms` in content/workspace.yaml.

Bad:

    key_points: [The CGPM met in October.]

Good:

    key_points: [The General Conference on Weights and Measures (CGPM) met in October.]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from babel.core import Locale

from briefing.core.finding import Finding, Severity, Span, name_all
from briefing.core.source_map import Key
from briefing.model.content import passages_in
from briefing.model.language import Vocabulary
from briefing.model.parts import GLOSSARY, keys_printed
from briefing.model.text import TextRole
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Tailored, Version
from briefing.text.cue_words import any_of
from briefing.text.lexicon import CURRENCIES, units_of
from briefing.text.sentences import BREAK
from briefing.text.variants import paragraphs, place_of

UNEXPLAINED_ACRONYM = Rule("BR041", "unexplained-acronym", Severity.WARNING, Stage.SET, __doc__)
RULES = (UNEXPLAINED_ACRONYM,)

ACRONYM = re.compile(r"(?<![^\W_])(?<![\d./-])[^\W\d_a-zа-яё]{2,}s?(?![^\W_])(?![\s\u00a0-]*\d)(?![./]\w)")
"""Capitals. Those before a number name a document or a product (RFC 3339, SU-30) and do not match."""

FORMULA = re.compile(r"[^\W\d_]*[₀-₉⁰¹²³⁴-⁹][^\s]*")
"""A word with raised or lowered digits: a chemical formula, CO₂, or a unit, m². Digits on the line are read as part of
a name."""

CODES = re.compile(
    r"(?<![^\W_])([A-Z]{2,3})(?:(?:, | / |/|, (?:and|or) | (?:and|or) )(?:[A-Z]{2,3})(?![^\W_])){2,}"
)
"""Three words of two or three capitals in a row, which may be the codes of countries or currencies."""

SYMBOLS = frozenset(
    {"SI", "ISO", "AM", "PM", "GMT", "AD", "BC", "BCE", "CE", "OK", "ISBN", "ISSN", "DOI", "URL"}
)
"""Names of international systems and standards that dictionaries have as words."""

ROMAN = re.compile(r"[IVXLCDMХ]+")
PHRASE = r"(?:[^\W\d_]+[\s-]+){1,6}[^\W\d_]+"
LONGEST = 8
"""Letters of an acronym. Anything longer is a word in capitals."""

NOT_TEXT = frozenset({"sources", "source", "data", "keywords", "quotes", "cite_as"})


def find_unexplained_acronyms(editions: EditionSet) -> Sequence[Finding]:
    """Return each unexplained acronym once, at its first use in the first edition that has it."""
    found: dict[tuple[str, str], tuple[Span, list[str]]] = {}
    for tailored in editions.editions:
        for acronym, where in _unexplained(tailored, editions.version_in(tailored.job.edition.language)):
            language = tailored.job.edition.language
            _, audiences = found.setdefault((acronym, language), (where, []))
            audiences.append(tailored.job.edition.audience)
    return [
        UNEXPLAINED_ACRONYM.finding(
            f"'{acronym}' is not explained in the {'editions' if len(names) > 1 else 'edition'} for {name_all(names)}",
            where,
            "spell it out at its first use, or add it to the glossary",
        )
        for (acronym, _), (where, names) in found.items()
    ]


def _unexplained(tailored: Tailored, version: Version) -> Iterator[tuple[str, Span]]:
    job = tailored.job
    listed = (*job.labels.cues.acronyms, *job.settings.acronyms, "TLP")
    known = {*units_of(version.vocabulary), *CURRENCIES, *SYMBOLS} | {
        part for name in listed for part in (name, *re.findall(r"\w+", name))
    }  # EE. UU.
    texts = list(_texts(tailored))
    whole = "\n".join(text for _, text in texts)
    if GLOSSARY in job.audience.parts:
        known |= {part for term in tailored.content.brief.glossary for part in re.findall(r"\w+", term)}
    seen: set[str] = set()
    for key, text in texts:
        if _is_shouted(text):
            continue
        for match in ACRONYM.finditer(_without_codes(FORMULA.sub(_blank, text))):
            acronym = match.group().removesuffix("s")
            if not acronym.isupper() or acronym in seen or len(acronym) > LONGEST or ROMAN.fullmatch(acronym):
                continue
            seen.add(acronym)
            if not {acronym, match.group()} & known and not _is_explained(acronym, whole, version.vocabulary):
                yield acronym, place_of(job.source_map, key, match.group())


def _blank(match: re.Match[str]) -> str:
    return BREAK * len(match.group())


def _without_codes(text: str) -> str:
    """Return a text without its lists of codes of countries and currencies (ISO 3166, ISO 4217)."""
    return CODES.sub(
        lambda match: (
            _blank(match) if set(re.findall(r"[A-Z]{2,}", match.group())) <= _codes() else match.group()
        ),
        text,
    )


@cache
def _codes() -> frozenset[str]:
    english = Locale("en")
    return frozenset({*english.territories, *english.currencies})


def _is_shouted(text: str) -> bool:
    """Return True if more than half of a text's letters are capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > len(letters) // 2


def _is_explained(acronym: str, whole: str, words: Vocabulary) -> bool:
    name = re.escape(acronym)
    in_brackets = (
        rf"[\(（][^()]{{0,80}}\b{name}s?\b[^()]{{0,30}}[\)）]|\b{name}s?\s*[\(（][^()]*[^\W\d_]{{2}}"
    )
    as_apposition = rf"\b{name}s?,\s+(?:{any_of(words.articles)})\s|\b{name}s?\s+(?:—|–|--)\s+"
    next_to_words = rf"{PHRASE},\s+(?:(?:{any_of(words.or_words)})\s+)?{name},|\b{name},\s+{PHRASE}"
    return bool(re.search(f"{in_brackets}|{as_apposition}", whole)) or any(
        _spells(acronym, match.group()) for match in re.finditer(next_to_words, whole)
    )


def _spells(acronym: str, words: str) -> bool:
    """Return True if each letter of an acronym begins one of the words."""
    others = (word for word in re.findall(r"[^\W\d_]+", words) if word != acronym)
    initials = "".join(word[0] for word in others).casefold()
    return all(letter in initials for letter in acronym.casefold())


def _texts(tailored: Tailored) -> Iterator[tuple[Key, str]]:
    brief = dict(tailored.content.brief.named_values())
    names = [*("title", "subtitle")]
    for part in tailored.job.audience.parts:
        names += keys_printed(part, TextRole.DISPLAY, TextRole.RUNNING)
    for name in dict.fromkeys(names):
        for passage in passages_in(brief.get(name), NOT_TEXT):
            for paragraph in paragraphs(passage.words, passage.flow):
                yield passage.key, paragraph.text.replace(BREAK, " ")
