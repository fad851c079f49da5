"""Sources printed in a citation style (CSL 1.0.2) as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from markupsafe import Markup, escape

from briefing.compose.citations.csl.formatting import Formatter
from briefing.compose.citations.csl.item import Item, PartialDate, read_date
from briefing.compose.citations.csl.locales import FALLBACK_LOCALE, Locales
from briefing.compose.citations.csl.marks import CLOSE, OPEN, PRIVATE, TAGS, Joiner, mark
from briefing.compose.citations.csl.names import Name, read_name
from briefing.compose.citations.csl.rendering import Rendering
from briefing.compose.citations.csl.style_file import StyleFile, read_style
from briefing.compose.citations.csl.xml_elements import UnusableStyleError
from briefing.compose.citations.publication_date import PublicationDate
from briefing.compose.citations.source_markup import in_language, is_in_language, is_more_names
from briefing.core.months import Month
from briefing.files.packaged_csl import has_locale
from briefing.model.content import Passage, Source
from briefing.model.labels import Labels
from briefing.text.locale_formats import NO_BREAK_SPACE, WORLD_ENGLISH, direction_of, find_locale

TEXTS = {
    "title": "title",
    "container": "container-title",
    "series": "collection-title",
    "genre": "genre",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "number": "number",
    "edition": "edition",
    "publisher": "publisher",
    "place": "publisher-place",
    "isbn": "ISBN",
    "url": "URL",
    "doi": "DOI",
}
"""The texts of a source, and the CSL variable of each."""

IN_SERIES = {"book", "chapter", "paper-conference"}
"""The types whose number is their number in a series, if they are in one."""

LINKED = ("url", "doi")
BRACKETS = re.compile(r"[\[\]{}\\]")
"""Characters for which a text cannot be typed as a passage in a language."""

IN_LANGUAGE = {"title", "container-title", "collection-title"}
"""The variables that are in the language of the source."""

BRITISH_LOCALE = "en-GB"
ENGLISH = "en"
QUOTE_TERMS = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")

DOI_ADDRESS = "https://doi.org/"
DOI = re.compile(f"(https?://(?:dx\\.)?doi\\.org/)?{OPEN['doi']}(.*?){CLOSE['doi']}")
URL = re.compile(f"{OPEN['url']}(.*?){CLOSE['url']}")
HOST = re.compile(r"^https?://[^/]{1,40}/?")
_HOST_KEPT = r'<span class="host">\g<0></span>'
LEFT_TO_RIGHT = "\u200e"
"""Follows an Arabic month in a line of Latin letters; without it, the year would move before the month."""

MONTH = re.compile(f"(?:(?<=[0-9ʳ])( de | ))?{OPEN['month']}(.*?){CLOSE['month']}")
LOCATOR_LABEL = re.compile(r"(?:pp?\.|pages?)\s*(?=\d)", re.IGNORECASE)


class CitationStyle:
    """A citation style in one language, which prints entries of the source list and citations in a text.

    `plain` returns the plain words of a text of a source.

    Raises UnusableStyleError for a file that is not a style.
    """

    def __init__(self, content: bytes, labels: Labels, locale: str, plain: Callable[[Passage], str]) -> None:
        self.labels, self.locale, self.plain = labels, locale, plain
        self.file = read_style(content)
        self.locales = Locales(self.file.root, _csl_locale(self.file, locale))
        self.quotes = _quotes(self.file, self.locales, labels, locale)
        joiner = Joiner(
            punctuation_in_quote=self.locales.option("punctuation-in-quote"),
            quotes=self.quotes,
        )
        self.formatter = Formatter(self.locales, joiner, is_english=_language(locale) == ENGLISH)
        self.months = _months(locale)
        self.accessed = (self.locales.term("accessed"), labels.labels.get("accessed_month"))
        self.labels_locator = any(
            element.name == "label" and element.get("variable") == "locator"
            for element in self.file.root.walk()
        )

    def entry(self, source: Source, year_suffix: str = "") -> Markup:
        """Return the entry of a source in the source list, without a number: the list numbers itself."""
        return self._printed("bibliography", source, {"year-suffix": year_suffix})

    def citation(self, source: Source, locator: str | None, year_suffix: str = "") -> Markup:
        """Return a source as a text cites it, without the affixes around all citations of one place."""
        locator = LOCATOR_LABEL.sub("", locator) if locator and self.labels_locator else locator
        return self._printed("citation", source, {"year-suffix": year_suffix, "locator": locator or ""})

    def term(self, name: str, form: str = "long") -> str:
        """Return a term in the language of the style, "" if it has none."""
        return self.locales.term(name, form)

    def joined(self, citations: Iterable[Markup]) -> Markup:
        """Return the citations of one place, joined, with the affixes around them."""
        layout = self.file.layout("citation")
        prefix, delimiter, suffix = (layout.get(name) for name in ("prefix", "delimiter", "suffix"))
        return escape(prefix) + escape(delimiter).join(citations) + escape(suffix)

    def _printed(self, part: str, source: Source, generated: Mapping[str, str]) -> Markup:
        layout = self.file.layout(part)
        element = self.file.root.find(part)
        assert element is not None  # noqa: S101  (it contains the layout)
        rendering = Rendering(self.file, element, self._item(source, generated), self.formatter)
        try:
            printed = rendering.render(layout)
        except RecursionError:
            raise UnusableStyleError("its macros are nested too deeply") from None
        if part == "bibliography":
            printed = self.formatter.format(layout, printed)
        if not re.search(r"\w", PRIVATE.sub("", printed)):
            return self._html(self._words(source.title))
        if self.accessed[1] and isinstance(source.accessed, Month):
            printed = _of_month(printed, self.accessed[0], self.accessed[1])
        return self._html(printed)

    def _item(self, source: Source, generated: Mapping[str, str]) -> Item:
        values = dict(source.named_values())
        is_foreign = source.language and _language(source.language) != _language(self.locale)
        language = (source.language or "") if is_foreign else ""
        texts = {
            variable: self._text(name, values[name], language if variable in IN_LANGUAGE else "")
            for name, variable in TEXTS.items()
            if values[name]
        }
        if source.series and source.type in IN_SERIES and "number" in texts:
            texts["collection-number"] = texts.pop("number")
        names = {"author": source.author, "editor": source.editor, "translator": source.translator}
        return Item(
            str(source.type),
            {**texts, **generated},
            {
                role: tuple(replace(_name(one), language=language) for one in typed)
                for role, typed in names.items()
                if typed
            },
            dict(self._dates(source)),
        )

    def _dates(self, source: Source) -> Iterator[tuple[str, PartialDate | str]]:
        """Yield the dates of a source: as days, or as words for what a style has no form for."""
        if issued := PublicationDate.of(source, self.term):
            yield "issued", read_date(issued.day) or issued.words
        if source.accessed and (day := read_date(str(source.accessed))):
            yield "accessed", day

    def _text(self, name: str, value: object, language: str) -> str:
        words = self._words(value, language) if isinstance(value, Passage) else PRIVATE.sub("", str(value))
        return mark(name, words) if name in LINKED else words

    def _words(self, text: Passage, language: str = "") -> str:
        """Return the words of a text with the marks of its language, by whose rules they are set."""
        if not language:
            return PRIVATE.sub("", self.plain(text))
        typed = text.words.strip()
        if not BRACKETS.search(typed):
            words = PRIVATE.sub("", self.plain(replace(text, words=f"[{typed}]{{lang={language}}}")))
            if is_in_language(words):
                return words
        return in_language(self._words(text), language)

    def _html(self, printed: str) -> Markup:
        words = self._quoted(MONTH.sub(self._month, printed.strip()))
        html = DOI.sub(_link_doi, str(escape(words)))
        html = URL.sub(lambda found: _link(found[1]), html)
        for tag in TAGS:
            html = html.replace(OPEN[tag], f"<{tag}>").replace(CLOSE[tag], f"</{tag}>")
        return Markup(html)  # noqa: S704  (escaped above; the tags are ours)

    def _month(self, found: re.Match[str]) -> str:
        """Return the name of a month; after a day, in the form for dates and on the same line as the day."""
        space, name = found.groups()
        direction = LEFT_TO_RIGHT if direction_of(name) == "rtl" else ""
        if not space:
            return name + direction
        return f"{space.replace(' ', NO_BREAK_SPACE)}{self.months.get(name, name)}{direction}"

    def _quoted(self, words: str) -> str:
        """Return the words with their quotation marks; those inside others become inner ones."""
        first, last = self.labels.quotes[:2]
        opening, closing = (OPEN["quote"], first), (CLOSE["quote"], last)
        depth, quoted = 0, []
        for sign in re.split(f"({'|'.join(map(re.escape, (*opening, *closing)))})", words):
            depth += sign in opening
            quoted.append(self._quotation_mark(sign, depth) if sign in (*opening, *closing) else sign)
            depth -= sign in closing and depth > 0
        return "".join(quoted)

    def _quotation_mark(self, sign: str, depth: int) -> str:
        """Return a quotation mark at a depth. One that is typed outside a quotation of the style stays as it is."""
        is_closing = sign in (CLOSE["quote"], self.labels.quotes[1])
        if depth <= 1 and sign in self.labels.quotes:
            return sign
        return self.quotes[(2 if depth > 1 and depth % 2 == 0 else 0) + is_closing]


def _link(address: str) -> str:
    """Return a link with its address as text, whose scheme and host stay on one line."""
    return f'<a href="{address}">{HOST.sub(_HOST_KEPT, address)}</a>'


def _link_doi(found: re.Match[str]) -> str:
    """Return a link to a DOI: with its address as text, or the DOI alone if the style prints no address before it."""
    before, doi = found.groups()
    return _link(f"{DOI_ADDRESS}{doi}") if before else f'<a href="{DOI_ADDRESS}{doi}">{doi}</a>'


def _language(locale: str) -> str:
    return locale.partition("-")[0]


def _csl_locale(file: StyleFile, locale: str) -> str:
    """Return the CSL locale for a CLDR locale. For English without a country, the style decides; by default, US."""
    is_known = has_locale(locale) or has_locale(_language(locale))
    if is_known and locale not in (WORLD_ENGLISH, ENGLISH):
        return locale
    own = file.root.get("default-locale")
    if own == WORLD_ENGLISH:
        return BRITISH_LOCALE
    return own if _language(own) == ENGLISH and has_locale(own) else FALLBACK_LOCALE


def _quotes(file: StyleFile, locales: Locales, labels: Labels, locale: str) -> tuple[str, ...]:
    """Return the quotation marks: those of the labels, but in English those of the style, single or double.

    The shipped styles are for English without a country (`en-001`), and leave the marks to the labels.
    """
    terms = tuple(locales.term(name) for name in QUOTE_TERMS)
    is_of_style = file.root.get("default-locale") != WORLD_ENGLISH and _language(locale) == ENGLISH
    return terms if is_of_style and all(terms) else labels.quotes


def _months(locale: str) -> dict[str, str]:
    """Map the names of months to their forms next to a day: Russian май, but 3 мая. CSL has no term for these."""
    names = find_locale(locale).months
    alone, in_dates = names["stand-alone"]["wide"], names["format"]["wide"]
    return {alone[month]: in_dates[month] for month in alone}


def _of_month(printed: str, day: str, month: str) -> str:
    """Return an entry whose date of access is a month, with the words for it: French consulté en, not le."""
    pattern = re.compile(rf"{re.escape(day)}(?=\s*{OPEN['month']})", re.IGNORECASE)
    return pattern.sub(lambda found: found.group()[0] + month[1:], printed)


def _name(typed: str) -> Name:
    return Name(is_more=True) if is_more_names(typed) else read_name(PRIVATE.sub("", typed))
