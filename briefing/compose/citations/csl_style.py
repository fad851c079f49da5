"""Sources printed in a citation style (CSL 1.0.2) as safe HTML. The only module that imports citeproc-py.

It is imported only when an edition prints a source, since citeproc-py loads an XML library.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from typing import Any

from citeproc import (
    LANGUAGE_NAMES,
    PRIMARY_DIALECTS,
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
)
from citeproc.source import BibliographySource, Date, LiteralDate, Name, Reference
from citeproc.string import String
from markupsafe import Markup, escape

from briefing.compose.citations.csl_macros import UnusableStyleError, check_macros
from briefing.compose.citations.publication_date import PublicationDate
from briefing.compose.citations.source_markup import MORE_NAMES, is_more_names
from briefing.core.months import Month
from briefing.model.content import Passage, Source
from briefing.model.labels import Labels
from briefing.text.locale_formats import WORLD_ENGLISH, direction_of, find_locale

TEXTS = {
    "title": "title",
    "container": "container_title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "number": "number",
    "edition": "edition",
    "publisher": "publisher",
    "place": "publisher_place",
    "isbn": "ISBN",
    "url": "URL",
    "doi": "DOI",
}
"""The texts of a source, and the CSL variable of each."""

LINKED = ("url", "doi")
NEUTRAL_LOCALE = "en-GB"
QUOTE_TERMS = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
PRINTED_BY = {"bibliography": "the list prints a source", "citation": "a text cites one"}
NAMESPACES = {"cs": "http://purl.org/net/xbiblio/csl"}

# citeproc-py escapes neither the values of a source nor the affixes of a style, so its output is never taken for HTML.
# Characters of the private use area mark what is formatted or linked, and everything else is escaped.
TAGS = ("i", "b", "u", "sup", "sub", "small")
OPEN = {tag: chr(0xE000 + 2 * place) for place, tag in enumerate((*TAGS, "url", "doi", "month"))}
CLOSE = {tag: chr(ord(mark) + 1) for tag, mark in OPEN.items()}
PRIVATE = re.compile("[\ue000-\uf8ff]")
DOI_ADDRESS = "https://doi.org/"
DOI = re.compile(f"(?:https?://(?:dx\\.)?doi\\.org/)?{OPEN['doi']}(.*?){CLOSE['doi']}")
URL = re.compile(f"{OPEN['url']}(.*?){CLOSE['url']}")
HOST = re.compile(r"^https?://[^/]{1,40}/?")
_HOST_KEPT = r'<span class="host">\g<0></span>'
LEFT_TO_RIGHT = "\u200e"
"""Follows an Arabic month in a line of Latin letters; without it, the year would move before the month."""

MONTH = re.compile(f"(?:(?<=[0-9])( ))?{OPEN['month']}(.*?){CLOSE['month']}")


class CitationStyle:
    """A citation style in one language, which prints entries of the source list and citations in a text.

    `plain` returns the plain words of a text of a source.

    Raises UnusableStyleError for a file that is not a style, and for a style that citeproc-py does not support.
    """

    def __init__(self, content: bytes, labels: Labels, locale: str, plain: Callable[[Passage], str]) -> None:
        self.content, self.labels, self.locale, self.plain = content, labels, locale, plain
        self.style = _parse(content, _csl_locale(locale))
        self.sources = BibliographySource()
        self.bibliography = CitationStylesBibliography(self.style, self.sources, _Marking())
        self.double_stop = re.compile(f"\\.([{re.escape(labels.quotes[1])}{''.join(CLOSE.values())}]+)\\.")
        self.months = _months(locale)
        self.accessed = _accessed(self.style.root.locales, labels)
        _take_quotes(self.style.root.locales, labels)
        _mark_months(self.style.root.locales)

    def entry(self, source: Source) -> Markup:
        """Return the entry of a source in the source list, without a number: the list numbers itself."""
        return self._printed("bibliography", source, None)

    def citation(self, source: Source, locator: str | None) -> Markup:
        """Return a source as a text cites it, without the affixes around all citations of one place."""
        return self._printed("citation", source, locator)

    def term(self, name: str, form: str = "long") -> str:
        """Return a term in the language of the style, "" if it has none."""
        wanted = "not(@form)" if form == "long" else f"@form='{form}'"
        query = f".//cs:term[@name='{name}' and {wanted}]"
        terms = [term for locale in self.style.root.locales for term in locale.xpath_search(query)]
        return str(terms[0].text or "") if terms else ""

    def joined(self, citations: Iterable[Markup]) -> Markup:
        """Return the citations of one place, joined, with the affixes around them."""
        layout = self._layout("citation")
        prefix, delimiter, suffix = (layout.get(name, "") for name in ("prefix", "delimiter", "suffix"))
        return escape(prefix) + escape(delimiter).join(citations) + escape(suffix)

    def _layout(self, part: str) -> Any:  # noqa: ANN401
        layout = self.style.root.find(f"cs:{part}/cs:layout", NAMESPACES)
        if layout is None:
            raise UnusableStyleError(f"it has no <{part}>, which defines how {PRINTED_BY[part]}")
        return layout

    def _printed(self, part: str, source: Source, locator: str | None) -> Markup:
        layout, item = self._layout(part), self._item(source, locator)
        layout.repressed, layout.getparent().cites = {}, []
        try:
            printed = layout.render_children(item)
            if printed and part == "bibliography":
                printed = layout.format(layout.wrap(printed))
        except MemoryError:
            raise
        except RecursionError:
            raise UnusableStyleError("its macros are nested too deeply") from None
        except Exception as error:  # citeproc-py fails in many ways on features that it lacks
            reason = _misfit(self.content) or f"{type(error).__name__}: {error}".rstrip(": ")
            raise UnusableStyleError(f"citeproc-py does not support what it uses ({reason})") from error
        if not re.search(r"\w", str(printed or "")):
            return self._html(PRIVATE.sub("", self.plain(source.title)))
        words = str(printed)
        if self.accessed and isinstance(source.accessed, Month):
            words = _of_month(words, *self.accessed)
        return self._html(words)

    def _item(self, source: Source, locator: str | None) -> CitationItem:
        key = str(len(self.sources))
        self.sources.add(self._reference(key, source))
        item = CitationItem(key, **({"locator": Locator("page", locator)} if locator else {}))
        self.bibliography.register(Citation([item]))
        return item

    def _reference(self, key: str, source: Source) -> Reference:
        """Return a source as a reference of citeproc-py, its values as plain words."""
        values = dict(source.named_values())
        # the language decides whether a style may capitalise titles
        variables: dict[str, object] = {"language": String(self.locale)}
        for name, variable in TEXTS.items():
            if value := values[name]:
                text = PRIVATE.sub("", self.plain(value) if isinstance(value, Passage) else str(value))
                variables[variable] = _marked(name, text) if name in LINKED else String(text)
        for name, typed in (("author", source.author), ("editor", source.editor)):
            if typed:
                variables[name] = [_name(PRIVATE.sub("", one)) for one in typed]
        if issued := PublicationDate.of(source, self.term):
            variables["issued"] = _date(str(issued.day)) if issued.day else LiteralDate(issued.words)
        if source.accessed:
            variables["accessed"] = _date(source.accessed)
        return Reference(key, str(source.type), **variables)

    def _html(self, printed: str) -> Markup:
        words = self.double_stop.sub(r".\1", MONTH.sub(self._month, printed.strip()))
        html = str(escape(self._nested(words)))
        html = DOI.sub(lambda found: _link(f"{DOI_ADDRESS}{found[1]}"), html)
        html = URL.sub(lambda found: _link(found[1]), html)
        for tag in TAGS:
            html = html.replace(OPEN[tag], f"<{tag}>").replace(CLOSE[tag], f"</{tag}>")
        return Markup(html)  # noqa: S704  (escaped above; the tags are ours)

    def _month(self, found: re.Match[str]) -> str:
        """Return the name of a month; after a day, in the form for dates and on the same line as the day."""
        space, name = found.groups()
        mark = LEFT_TO_RIGHT if direction_of(name) == "rtl" else ""
        return f"\u00a0{self.months.get(name, name)}{mark}" if space else name + mark

    def _nested(self, words: str) -> str:
        """Return the words with inner quotation marks for quotations inside quotations."""
        first, last, inner_first, inner_last = self.labels.quotes
        depth, nested = 0, []
        for sign in re.split(f"({re.escape(first)}|{re.escape(last)})", words):
            depth += sign == first
            is_inside = depth > 1
            nested.append({first: inner_first, last: inner_last}.get(sign, sign) if is_inside else sign)
            depth -= sign == last and depth > 0
        return "".join(nested)


def _link(address: str) -> str:
    """Return a link with its address as text, whose scheme and host stay on one line."""
    return f'<a href="{address}">{HOST.sub(_HOST_KEPT, address)}</a>'


class _Marking:
    """The output format for citeproc-py, in which each font style becomes a pair of private marks."""

    @staticmethod
    def preformat(text: str) -> str:
        return text

    Italic = Oblique = staticmethod(lambda text: _marked("i", text))
    Bold = staticmethod(lambda text: _marked("b", text))
    Underline = staticmethod(lambda text: _marked("u", text))
    Superscript = staticmethod(lambda text: _marked("sup", text))
    Subscript = staticmethod(lambda text: _marked("sub", text))
    Light = staticmethod(String)
    SmallCaps = staticmethod(lambda text: _marked("small", text))


def _marked(tag: str, text: object) -> String:
    return String(f"{OPEN[tag]}{text}{CLOSE[tag]}")


def _csl_locale(locale: str) -> str:
    """Return the CSL locale for a CLDR locale, or international English if there is none."""
    is_known = locale in LANGUAGE_NAMES or locale.partition("-")[0] in PRIMARY_DIALECTS
    return locale if is_known and locale != WORLD_ENGLISH else NEUTRAL_LOCALE


def _parse(content: bytes, locale: str) -> CitationStylesStyle:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnusableStyleError("it declares entities, which styles must not do")
    try:
        style = CitationStylesStyle(BytesIO(content), locale, validate=False)
    except SyntaxError as error:  # lxml's XML errors are SyntaxErrors
        raise UnusableStyleError(f"it is not XML: {error.msg}") from None
    except MemoryError:
        raise
    except Exception as error:
        raise UnusableStyleError("it is not CSL") from error
    _check_parts(style.root)
    check_macros(style.root)
    for ignored in style.root.xpath_search(".//*[@variable='citation-number'] | .//processing-instruction()"):
        ignored.getparent().remove(ignored)
    return style


def _misfit(content: bytes) -> str:
    """Return where a style violates the CSL schema that citeproc-py includes, or an empty text."""
    with warnings.catch_warnings(action="ignore"):  # citeproc-py also warns about what is reported here
        schema = CitationStylesStyle(BytesIO(content), NEUTRAL_LOCALE, validate=True).schema
    return next((f"line {error.line} is not CSL: {error.message}" for error in schema.error_log), "")


def _check_parts(root: Any) -> None:  # noqa: ANN401
    """Reject a dependent style, which only names the style that reference managers use instead."""
    other = root.xpath_search("string(./cs:info/cs:link[@rel='independent-parent']/@href)")
    if other and root.find("cs:citation", NAMESPACES) is None:
        raise UnusableStyleError(f"it only points to another style: {other.rstrip('/').rpartition('/')[2]}")


def _take_quotes(locales: Iterable[Any], labels: Labels) -> None:
    """Replace the quotation marks of CSL locales with those of the labels."""
    for locale in locales:
        for name, mark in zip(QUOTE_TERMS, labels.quotes, strict=True):
            for term in locale.xpath_search(f".//cs:term[@name='{name}']"):
                term.text = mark


def _months(locale: str) -> dict[str, str]:
    """Map the names of months to their forms next to a day: Russian май, but 3 мая. CSL has no term for these."""
    names = find_locale(locale).months
    alone, in_dates = names["stand-alone"]["wide"], names["format"]["wide"]
    return {alone[month]: in_dates[month] for month in alone}


def _accessed(locales: Iterable[Any], labels: Labels) -> tuple[str, str] | None:
    """Return the words before a day of access and those before a month, if the language has two forms."""
    month = labels.labels.get("accessed_month")
    terms = [term for locale in locales for term in locale.xpath_search(".//cs:term[@name='accessed']")]
    return (terms[0].text, month) if terms and terms[0].text and month else None


def _of_month(printed: str, day: str, month: str) -> str:
    """Return an entry whose date of access is a month, with the words for it: French consulté en, not le."""
    pattern = re.compile(rf"{re.escape(day)}(?=\s*{OPEN['month']})", re.IGNORECASE)
    return pattern.sub(lambda found: found.group()[0] + month[1:], printed)


def _mark_months(locales: Iterable[Any]) -> None:
    for locale in locales:
        for term in locale.xpath_search(".//cs:term[starts-with(@name, 'month-') and not(@form)]"):
            term.text = _marked("month", term.text)


def _name(typed: str) -> Name:
    """Split `Family, Given` and `Family, Jr., Given`; a name without a comma or in braces stays whole."""
    parts = [part.strip() for part in typed.split(",")]
    if is_more_names(typed):
        return Name(literal=MORE_NAMES)
    if typed.startswith("{") and typed.endswith("}"):
        return Name(literal=typed[1:-1].strip())
    if len(parts) == 2 and all(parts):
        return Name(family=parts[0], given=parts[1])
    if len(parts) == 3 and all(parts):
        return Name(family=parts[0], suffix=parts[1], given=parts[2])
    return Name(literal=typed)


def _date(value: str | date) -> Date:
    parts = zip(("year", "month", "day"), str(value).split("-"), strict=False)
    return Date(**{name: int(part) for name, part in parts})
