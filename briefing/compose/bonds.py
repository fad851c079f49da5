"""Bonds: the spaces at which a line is never broken, because the words at both sides belong together.

A number stays with what it counts, with its currency and with the noun that it numbers; a title and an initial stay
with a name; a telephone number and a number in groups stay whole. A bond is a space of its own kind, so a text keeps
its length. The words are those of the language.
"""

from __future__ import annotations

import re
from functools import cache

from briefing.model.language import Traits
from briefing.text.cue_words import any_of
from briefing.text.lexicon import month_names
from briefing.text.locale_formats import GROUP_SPACE, NO_BREAK_SPACE, WORLD_ENGLISH

EDGE = "\x01"
"""The character between the pieces of a paragraph, at the edges of emphasis, code or a citation. YAML never has it."""

GAP = rf"(?P<gap>{EDGE}* {EDGE}*)"
"""A space that may become a bond, with the edges around it."""

MONEY_SIGN = r"[€$£¥₽]"

GROUPED = re.compile(
    r"(?<![\w.,:/–-])(?<![\d)]\u00a0)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d|[\u00a0-]\d)"
)
"""A number whose groups of three digits are separated by spaces: 12 500."""

COUNT = re.compile(
    rf"(?<![\w.,:/’-])(?<![\d)]\u00a0)(?<!\w{EDGE})(?<!\w{EDGE}−)(?<!\w{EDGE}\u200e−)(?P<number>{MONEY_SIGN}?\d{{1,3}}(?:[,.\u202f]\d{{3}})+(?:[.,]\d+)?|"
    rf"{MONEY_SIGN}?\d+(?:[.,]\d+)?|\d*[¼½¾⅓⅔]|(?<!{MONEY_SIGN})\d+(?:[.,]\d+)?(?:mn?|bn|tn|k)){GAP}"
    rf"(?=[^\W\d_]|{MONEY_SIGN}|[“«„‘][^\W\d_])"
)
"""A number before a word: 27 times, 20 May, 3.5 million, 2.5m people."""

NEXT_WORD = re.compile(r"[^\W\d_]+")

INITIAL = re.compile(rf"(?<!\w)(?P<initial>[^\W\d_])\.{GAP}(?=(?P<next>[^\W\d_]))")
"""An initial before a further one or a name: J. R. Smith."""

ROMAN = r"[IVXLC]+(?![\w’'-])"
NUMBERING = rf"(?:{ROMAN}|[A-Z](?:\d|(?![\w’'.-])))"
"""The number of an annex, a table or a chapter that is not in figures: Annex IV, Table A1, Part B."""

BEFORE_NUMBER = re.compile(rf"(?<![\w-])(?P<word>[^\W\d_]+)(?P<stop>\.?){GAP}(?=(?P<digit>\d)|{NUMBERING})")
"""A word before a number."""

BEFORE_ROMAN = re.compile(rf"(?<=[^\W\d_]){GAP}(?=[IVX]{{2,}}(?![\w’'-]))")
"""A name or a noun before a Roman numeral: John XXIII, siglo XX."""

ABBREVIATION_LENGTH = 4
"""The length of an abbreviation before a number, § 5 Abs. 2, in characters."""

PRODUCT = re.compile(r"(?<=\d) × (?=\d)")
MONEY = re.compile(rf"(?P<sign>{MONEY_SIGN}){GAP}(?=[−-]?\d)")

YEAR = r"(?:1[5-9]|2[01])\d\d(?![\d\u202f]|[.,]\d)"
CODE = re.compile(rf"(?<![\w-])(?P<code>[A-Z]{{3}}){GAP}(?=[−-]?\d)(?!{YEAR})")
"""The code of a currency (ISO 4217), or a like one, before a number that is no year: EUR 20, ISO 9001."""

NUMBERED = re.compile(rf"(?P<sign>[§№¶]|\bn\.?[°º]){GAP}(?=\d)")
HOURS = re.compile(r"(?P<hour>\d[ \u00a0]h)(?P<gap> )(?=\d\d\b)")
QUARTER = re.compile(rf"(?<!\w)(?P<quarter>[QTH][1-4]){GAP}(?=\d{{4}}(?!\d))")

PHONE = re.compile(
    r"(?<![\w.,:/+-])(?:\+\d{1,3}(?: ?\(\d{1,5}\))?(?:[ .-]\d{1,5}){1,6}|\(0\d{1,4}\) \d{2,5}(?:[ -]\d{2,5}){0,4}"
    r"|(?:1[ -])?\(\d{3}\) \d{3}[ -]\d{4}|\d \(\d{3,5}\) \d{1,3}(?:[ -]\d{2}){2}|0\d{1,4}(?: \d{2,4}){2,5})(?!\d)"
)
"""A telephone number: +44 20 7946 0958, (020) 7946 0958, (202) 555-0101, 8 (800) 555-35-35, 01 23 45 67 89."""

ANY_GROUPED = re.compile(r"\+?\d{1,3}(?: \d{3})+")

CODE_YEARS = range(1500, 2200)
"""Whole numbers of four digits in this range are years, which count nothing."""


class Bonds:
    """The bonds of one language."""

    def __init__(self, traits: Traits) -> None:
        self.bound_word = _pattern(traits.bound_words, rf"(?<![\w-])(?:{{}}){GAP}(?=\w)", re.IGNORECASE)
        self.title = _pattern(traits.titles, rf"(?<![\w-])(?:{{}})\.?{GAP}(?=(?P<name>[^\W\d_]))")
        self.after_year = frozenset(word.casefold() for word in (*traits.after_years, *traits.after_counts))
        self.counted_word = re.compile(any_of(traits.counted), re.IGNORECASE)
        self.coded_number = _pattern(
            traits.coded, r"(?<![\w-])(?:{})\.?:? (?P<number>\(?\d[\d ()-]{{4,}}\d)(?!\w)", re.IGNORECASE
        )
        self.number_word = _pattern(
            traits.number_words, rf"(?<=\d[\u00a0 ])(?:{{}})\.?{GAP}(?=[^\W\d_])", re.IGNORECASE
        )
        self.ends_number = _pattern(traits.number_words, r"(?<=\d[\u00a0 ])(?:{})\.?$", re.IGNORECASE)
        self.roman_year = _pattern(
            traits.after_years,
            rf"(?<![\w-])[IVXLC]+(?:{any_of(traits.raised_after_roman)})?{GAP}(?=(?:{{}})(?!\w))",
        )
        self.month_day = _pattern(
            tuple(_months(traits.locale or WORLD_ENGLISH)),
            rf"(?<![\w-])(?:{{}})\.?{GAP}(?=\d\d?(?![\d\u00a0\u202f]|[.,]\d))",
        )

    def set(self, text: str) -> str:
        """Return a text with its bonds; each replaces a space."""
        if self.bound_word:
            text = self.bound_word.sub(_bound, text)
        if self.title:
            text = self.title.sub(_bind_name, text)
        if ". " in text or f".{EDGE}" in text:
            text = INITIAL.sub(_bind_initial, text)
        text = BEFORE_NUMBER.sub(self._bind_counted, BEFORE_ROMAN.sub(_bound, text))
        if self.roman_year:
            text = self.roman_year.sub(_bound, text)
        return self._with_figures(text) if any(map(str.isdigit, text)) or "½" in text else text

    def is_open(self, number: str) -> bool:
        """Return True if a word after a number belongs to it: after 27, and after 3.5 million."""
        is_worded = self.ends_number is not None and self.ends_number.search(number) is not None
        return number[-1:].isdigit() or is_worded

    def binds(self, before: str, after: str) -> str:
        """Return the bond between two texts with a space between them; empty where a line may be broken."""
        space = self.set(f"{before} {after}")[len(before)]
        return "" if space == " " else space

    def _with_figures(self, text: str) -> str:
        if self.month_day:
            text = self.month_day.sub(_bound, text)
        text = PHONE.sub(_bind_phone, text)
        if self.coded_number:
            text = self.coded_number.sub(_bind_code, text)
        text = PRODUCT.sub(f"{NO_BREAK_SPACE}×{NO_BREAK_SPACE}", text)
        text = GROUPED.sub(lambda found: re.sub(r"\s", GROUP_SPACE, found.group()), text)
        for pattern in (MONEY, CODE, NUMBERED, HOURS, QUARTER):
            text = pattern.sub(_bound, text)
        text = COUNT.sub(self._bind_count, text)
        return self.number_word.sub(_bound, text) if self.number_word else text

    def _bind_counted(self, match: re.Match[str]) -> str:
        """Keep a noun that is numbered on one line with its number: Figure 2, p. 4, Annex IV."""
        word = match["word"]
        is_short = bool(match["stop"]) and word[0].isupper() and len(word) <= ABBREVIATION_LENGTH
        is_bound = (is_short and match["digit"]) or self.counted_word.fullmatch(word) is not None
        return _bound(match) if is_bound else match.group()

    def _bind_count(self, match: re.Match[str]) -> str:
        """Keep a number on one line with the word that it counts: 27 times, 2000 people; a year counts nothing."""
        number = match["number"]
        if len(number) == 4 and number.isdigit() and int(number) in CODE_YEARS:
            after = NEXT_WORD.match(match.string, match.end())
            if after is None or after.group().casefold() not in self.after_year:
                return match.group()
        return _bound(match)


def _pattern(words: tuple[str, ...], around: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str] | None:
    """Return the pattern of some words of a language; None where it has none."""
    return re.compile(around.format(any_of(words)), flags) if words else None


@cache
def _months(locale: str) -> frozenset[str]:
    """Return the names of the months with a capital, as before a day: May 20."""
    return frozenset(name.capitalize() for name in month_names(locale))


def _bound(match: re.Match[str]) -> str:
    start, end = (place - match.start() for place in match.span("gap"))
    whole = match.group()
    return f"{whole[:start]}{match['gap'].replace(' ', NO_BREAK_SPACE)}{whole[end:]}"


def _bind_name(match: re.Match[str]) -> str:
    """Keep a title on one line with the name after it: Mr Smith, but not M is."""
    name = match["name"]
    return _bound(match) if name.lower() == name.upper() or name.isupper() else match.group()


def _bind_initial(match: re.Match[str]) -> str:
    return _bound(match) if match["initial"].isupper() and match["next"].isupper() else match.group()


def _bind_phone(match: re.Match[str]) -> str:
    """Keep a telephone number on one line; an increase in groups of three digits, +1 250 000, is a number."""
    number = match.group()
    return number if ANY_GROUPED.fullmatch(number) else number.replace(" ", NO_BREAK_SPACE)


def _bind_code(match: re.Match[str]) -> str:
    """Keep the number after *tel* or *file* on one line, unless it is in groups of three digits."""
    before, number = match.group()[: -len(match["number"])], match["number"]
    return (
        match.group() if ANY_GROUPED.fullmatch(number) else f"{before}{number.replace(' ', NO_BREAK_SPACE)}"
    )
