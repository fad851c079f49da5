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
from briefing.text.locale_formats import GROUP_SPACE, NO_BREAK_SPACE, WORLD_ENGLISH, find_locale

EDGE = "\x01"
"""The character between the pieces of a paragraph, at the edges of emphasis, code or a citation. YAML never has it."""

GAP = rf"(?P<gap>{EDGE}* {EDGE}*)"
"""A space that may become a bond, with the edges around it."""

MONEY_SIGN = r"[€$£¥₽]"

PHRASE, ERA = "\ua66d", "\ua66b"
"""The letters that replace an abbreviation of several words, and one after a year, while bonds are set around them."""

GROUPED = re.compile(
    r"(?<![\w.,:/–-])(?<![\d)]\u00a0)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d|[\u00a0-]\d)"
)
"""A number whose groups of three digits are separated by spaces: 12 500."""

COUNT = re.compile(
    rf"(?<![.,٫:/’-])(?<![^\W\u0621-\u064a])(?<![\d)]\u00a0)(?<!\w{EDGE})(?<!\w{EDGE}−)(?<!\w{EDGE}\u200e−)(?P<number>{MONEY_SIGN}?\d{{1,3}}(?:[,.٬\u202f]\d{{3}})+(?:[.,٫]\d+)?|"
    rf"{MONEY_SIGN}?\d+(?:[.,٫]\d+)?|\d*[¼½¾⅓⅔]|(?<!{MONEY_SIGN})\d+(?:[.,]\d+)?(?:mn?|bn|tn|k)){GAP}"
    rf"(?=(?!{PHRASE})[^\W\d_]|{MONEY_SIGN}|[“«„‘][^\W\d_])"
)
"""A number before a word: 27 times, 20 May, 3.5 million, 2.5m people; in Arabic, it may follow a short word."""

NEXT_WORD = re.compile(r"[^\W\d_]+")
LAST_NUMBER = re.compile(r"\d[\d.,٫٬\u202f]*[\u00a0 ]$")
BEFORE_MONTH = re.compile(r"d '([^']+)' M")
"""The word between day and month in a date format of CLDR."""

ANY_PHRASE = re.compile(f"[{PHRASE}{ERA}]")
NOUN_LENGTH = 24
"""The length of the text before a number that shows what it numbers, in characters."""

INITIAL = re.compile(rf"(?<!\w)(?P<initial>[^\W\d_])\.{GAP}(?=(?P<next>[^\W\d_]))")
"""An initial before a further one or a name: J. R. Smith."""

ROMAN = r"[IVXLC]+(?![\w’'-])"
NUMBERING = rf"(?:{ROMAN}|[A-Z](?:\d|(?![\w’'.-])))"
"""The number of an annex, a table or a chapter that is not in figures: Annex IV, Table A1, Part B."""

BEFORE_NUMBER = re.compile(rf"(?<![\w-])(?P<word>[^\W\d_]+)(?P<stop>\.?){GAP}(?=(?P<digit>\d)|{NUMBERING})")
"""A word before a number."""

BEFORE_ROMAN = re.compile(rf"(?<=[^\W\d_]){GAP}(?=[IVX]{{2,}}(?![\w’'-]))")
"""A name or a noun before a Roman numeral: John XXIII, siglo XX."""

AFTER_NUMBERED = re.compile(rf"(?:(?P<word>[^\W\d_]+)(?P<stop>\.?)|[§№¶]|\bn\.?[°ºᵒ]){EDGE}*\u00a0{EDGE}*$")
"""The noun or the sign with which a number is bound to what it numbers."""

MONEY_BEFORE = re.compile(rf"(?:{MONEY_SIGN}|(?<![A-Z])[A-Z]{{3}}){EDGE}*\u00a0?{EDGE}*$")

ABBREVIATION_LENGTH = 4
"""The length of an abbreviation before a number, § 5 Abs. 2, in characters."""

PRODUCT = re.compile(r"(?<=\d) × (?=\d)")
MONEY = re.compile(rf"(?P<sign>{MONEY_SIGN}){GAP}(?=[−-]?\d)")

YEAR = r"(?:1[5-9]|2[01])\d\d(?![\d\u202f]|[.,]\d)"
CODE = re.compile(rf"(?<![\w-])(?P<code>[A-Z]{{3}}){GAP}(?=[−-]?\d)(?!{YEAR})")
"""The code of a currency (ISO 4217), or a like one, before a number that is no year: EUR 20, ISO 9001."""

NUMBERED = re.compile(rf"(?P<sign>[§№¶]|\bn\.?[°ºᵒ]|\bn{EDGE}o(?={EDGE})){GAP}(?=\d)")
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


CHAINED = 4
"""The number of words that are not tied together if the first is a short word."""


class Bonds:
    """The bonds of one language."""

    def __init__(self, traits: Traits) -> None:
        self.bound_word = _pattern(traits.bound_words, rf"(?<![\w-])(?:{{}}){GAP}(?=\w)", re.IGNORECASE)
        self.long_chain = _pattern(
            traits.bound_words,
            rf"(?<!\S)(?P<word>{{}})\u00a0(?=(?:[^\s\u202f]+\u00a0){{{{{CHAINED - 2}}}}})",
            re.IGNORECASE,
        )
        self.phrase = _unbroken(traits.unbroken)
        self.eras = frozenset(_squeezed(era) for era in traits.after_years if " " in era)
        self.uncounted = frozenset(traits.uncounted)
        self.ordinal = _pattern(
            traits.numeral_endings, rf"(?<![\w.,:/’-])\d{{{{1,4}}}}(?:{{}}){GAP}(?=(?P<next>[^\W\d_]+))"
        )
        self.title = _pattern(
            traits.titles, rf"(?<![\w.-])(?<!\d[ \u00a0])(?:{{}})\.?{GAP}(?=(?P<name>[^\W\d_]))"
        )
        self.after_year = frozenset(
            word.casefold() for word in (ERA, *traits.after_years, *traits.after_counts)
        )
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

        self.day_of_month = _day_of_month(traits.locale or WORLD_ENGLISH)

    def set(self, text: str) -> str:
        """Return a text with its bonds; each replaces a space."""
        if self.phrase is None or "." not in text or PHRASE in text or ERA in text:
            return self._set(text)
        found = [match.group() for match in self.phrase.finditer(text)]
        if not found:
            return self._set(text)
        parts = ANY_PHRASE.split(self._set(self.phrase.sub(self._as_letter, text)))
        kept = [*(re.sub(r"\s", NO_BREAK_SPACE, phrase) for phrase in found), ""]
        return "".join(part + phrase for part, phrase in zip(parts, kept, strict=True))

    def _as_letter(self, match: re.Match[str]) -> str:
        return ERA if _squeezed(match.group()) in self.eras else PHRASE

    def _set(self, text: str) -> str:
        if self.bound_word:
            text = self.bound_word.sub(_bound, text)
        if self.title:
            text = self.title.sub(_bind_name, text)
        if ". " in text or f".{EDGE}" in text:
            text = INITIAL.sub(_bind_initial, text)
        text = BEFORE_NUMBER.sub(self._bind_counted, BEFORE_ROMAN.sub(_bound, text))
        if self.roman_year:
            text = self.roman_year.sub(_bound, text)
        if any(map(str.isdigit, text)) or "½" in text:
            text = self._with_figures(text)
            if self.long_chain:
                text = self.long_chain.sub(r"\g<word> ", text)
        return text

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
        if self.day_of_month:
            text = self.day_of_month.sub(_bind_both, text)
        text = PHONE.sub(_bind_phone, text)
        if self.coded_number:
            text = self.coded_number.sub(_bind_code, text)
        text = PRODUCT.sub(f"{NO_BREAK_SPACE}×{NO_BREAK_SPACE}", text)
        text = GROUPED.sub(lambda found: re.sub(r"\s", GROUP_SPACE, found.group()), text)
        for pattern in (MONEY, CODE, NUMBERED, HOURS, QUARTER):
            text = pattern.sub(_bound, text)
        text = COUNT.sub(self._bind_count, text)
        if self.ordinal:
            text = self.ordinal.sub(self._bind_ordinal, text)
        return self.number_word.sub(self._bind_number_word, text) if self.number_word else text

    def _bind_counted(self, match: re.Match[str]) -> str:
        """Keep a noun that is numbered on one line with its number: Figure 2, p. 4, Annex IV."""
        word = match["word"]
        is_short = bool(match["stop"]) and word[0].isupper() and len(word) <= ABBREVIATION_LENGTH
        is_bound = (is_short and match["digit"]) or self.counted_word.fullmatch(word) is not None
        return _bound(match) if is_bound else match.group()

    def _bind_count(self, match: re.Match[str]) -> str:
        """Keep a number on one line with the word that it counts: 27 times, 2000 people; a year counts nothing."""
        number, word = match["number"], NEXT_WORD.match(match.string, match.end())
        if word is not None and self._is_uncounted(word):
            return match.group()
        is_counted = word is not None and word.group().casefold() in self.after_year
        if not is_counted and self._is_numbering(match):
            return match.group()
        if len(number) == 4 and number.isdigit() and int(number) in CODE_YEARS:
            return _bound(match) if is_counted else match.group()
        return _bound(match)

    def _is_uncounted(self, word: re.Match[str]) -> bool:
        """Return True for a word that a number never counts: 5 of 10; an abbreviation may look like one."""
        return word.group() in self.uncounted and not word.string.startswith(".", word.end())

    def _is_numbering(self, number: re.Match[str]) -> bool:
        """Return True for a number that is bound to the noun before it, and counts nothing: Figure 2 shows."""
        before = AFTER_NUMBERED.search(number.string, max(0, number.start() - NOUN_LENGTH), number.start())
        if before is None:
            return False
        word = before["word"]
        is_noun = word is None or self.counted_word.fullmatch(word) is not None
        return is_noun or (bool(before["stop"]) and word[0].isupper() and len(word) <= ABBREVIATION_LENGTH)

    def _bind_ordinal(self, match: re.Match[str]) -> str:
        """Keep an ordinal number on one line with what it counts: 5th century, 1-й этап."""
        return match.group() if match["next"] in self.uncounted or match["next"] == PHRASE else _bound(match)

    def _bind_number_word(self, match: re.Match[str]) -> str:
        """Keep the word of a number on one line with what is counted, unless it ends an amount of money."""
        word = NEXT_WORD.match(match.string, match.end())
        number = LAST_NUMBER.search(match.string, 0, match.start())
        is_money = number is not None and MONEY_BEFORE.search(match.string, 0, number.start()) is not None
        is_free = word is not None and (self._is_uncounted(word) or word.group() == PHRASE)
        return match.group() if is_free or is_money else _bound(match)


def _unbroken(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return the pattern of abbreviations of several words, whatever spaces they are typed with."""
    if not phrases:
        return None
    gap = rf"{EDGE}*[ \u00a0\u202f]?{EDGE}*"
    words = sorted(
        (gap.join(map(re.escape, phrase.split())) for phrase in phrases), key=lambda one: -len(one)
    )
    return re.compile(rf"(?<![\w.’'-])(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def _squeezed(phrase: str) -> str:
    return "".join(phrase.replace(EDGE, "").split()).casefold()


def _pattern(words: tuple[str, ...], around: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str] | None:
    """Return the pattern of some words of a language; None where it has none."""
    return re.compile(around.format(any_of(words)), flags) if words else None


@cache
def _months(locale: str) -> frozenset[str]:
    """Return the names of the months with a capital, as before a day: May 20."""
    return frozenset(name.capitalize() for name in month_names(locale))


@cache
def _day_of_month(locale: str) -> re.Pattern[str] | None:
    """Return the pattern of a day and a month in a language that has a word between them: 5 de mayo."""
    joiner = BEFORE_MONTH.search(find_locale(locale).date_formats["long"].pattern)
    if joiner is None:
        return None
    before, after = GAP, GAP.replace("gap", "gap_after")
    return re.compile(
        rf"(?<![\w.,])\d{{1,2}}\.?º?{before}{joiner[1]}{after}(?=(?:{any_of(month_names(locale))})(?!\w))",
        re.IGNORECASE,
    )


def _bind_both(match: re.Match[str]) -> str:
    return match.group().replace(" ", NO_BREAK_SPACE)


def _bound(match: re.Match[str]) -> str:
    start, end = (place - match.start() for place in match.span("gap"))
    whole = match.group()
    return f"{whole[:start]}{match['gap'].replace(' ', NO_BREAK_SPACE)}{whole[end:]}"


def _bind_name(match: re.Match[str]) -> str:
    """Keep a title on one line with the name after it: Mr Smith, but not M is."""
    name = match["name"]
    return _bound(match) if _has_no_case(name) or name.isupper() else match.group()


def _has_no_case(letter: str) -> bool:
    return letter.lower() == letter.upper()


def _bind_initial(match: re.Match[str]) -> str:
    """Keep an initial on one line with a name; the letters of Arabic and Hebrew are both small and capital."""
    initial, following = match["initial"], match["next"]
    return (
        _bound(match)
        if all(one.isupper() or _has_no_case(one) for one in (initial, following))
        else match.group()
    )


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
