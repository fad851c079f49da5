"""Citations of EndNote: the records inside its fields in a document, and its temporary citations in the text.

A formatted citation is a field with XML, in its instruction or as base64 next to it. The XML has the cited records if
the document has its travelling library. A temporary citation is typed: `{Lee, 2020 #12}`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefing.files.office_package import DECLARATIONS, PackageError, parsed

CITES = re.compile(r"\s*ADDIN\s+EN\.CITE\b(?!\.DATA)")
DATA = re.compile(r"\s*ADDIN\s+EN\.CITE\.DATA\b")
"""The field inside that of a citation whose XML is next to its start."""

RECORD = "record "
"""The start of the id of a work, before the number of its record."""

TEMPORARY = re.compile(r"\s?\{(?P<inside>[^{}\n]{0,300}?#\d{1,7}[^{}\n]{0,200})\}")
"""One or more works in braces, each with the number of its record."""

WORK = re.compile(
    r"\s*(?:(?P<before>[^\\]*)\\)?\s*(?P<names>[^#@`]*?),?\s*(?P<year>(?:1[5-9]|20)\d\d[a-z]?)?\s*"
    r"#(?P<record>\d+)(?:@(?P<place>[^`]*))?(?:`(?P<after>.*))?"
)
"""One work: words before a backslash, names, year and record, pages after `@`, words after a backtick."""

UNREAD = "a citation of EndNote whose record is not in the document"
UNREAD_HELP = (
    "in Word, choose EndNote > Update Citations and Bibliography (with “Include the reference data in the document”), "
    "save the document and import it again; or cite by hand: [@id]"
)

BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
IN_TEXT = re.compile(r"(?P<names>.*?)\s*(?P<year>\(\d{4}[a-z]?\))", re.DOTALL)
"""A citation that names the authors in the sentence: `Lee (2020)`."""

TYPES = {
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "book section": "chapter",
    "case": "legal_case",
    "conference paper": "paper-conference",
    "conference proceedings": "paper-conference",
    "dataset": "dataset",
    "edited book": "book",
    "electronic article": "article-journal",
    "electronic book": "book",
    "electronic book section": "chapter",
    "government document": "report",
    "hearing": "hearing",
    "journal article": "article-journal",
    "legal rule or regulation": "regulation",
    "magazine article": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "newspaper article": "article-newspaper",
    "patent": "patent",
    "personal communication": "personal_communication",
    "report": "report",
    "statute": "legislation",
    "thesis": "thesis",
    "unpublished work": "manuscript",
    "web page": "webpage",
}
"""The CSL types of the reference types of EndNote; any other has none."""

IN_CONTAINERS = ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")
TEXTS = {
    "volume": "volume",
    "pages": "page",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "pub-location",
    "DOI": "electronic-resource-num",
    "language": "language",
}
MARKS = {"italic": "i", "superscript": "sup", "subscript": "sub"}
"""The HTML of CSL for the faces of a text."""


@dataclass(frozen=True, slots=True)
class EndNoteCitation:
    """One cited work: its id, its CSL item, the pages, and the words that are printed around it."""

    id: str
    item: dict[str, object]
    """Empty if the document does not have the record."""
    pages: str
    around: str
    is_in_text: bool
    """True if the citation names the authors in the sentence."""


def decoded(typed: str) -> str:
    """Return the XML next to a field; "" if it cannot be decoded."""
    try:
        return base64.b64decode("".join(typed.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def read_citations(xml: str) -> list[EndNoteCitation]:
    """Return the works of a citation; none if its XML cannot be read."""
    xml = xml[xml.find("<EndNote") :].strip() if "<EndNote" in xml else ""
    if not xml or any(one.decode() in xml for one in DECLARATIONS):
        return []
    for typed in (xml, BARE_AMPERSAND.sub("&amp;", xml)):
        try:
            root = parsed(typed.encode(), "citation")
        except PackageError:
            continue
        return [_citation(cite) for cite in root.iter("Cite")]
    return []


def _citation(cite: Element) -> EndNoteCitation:
    record = cite.find("record")
    item = {} if record is None else dict(_fields(record))
    number = _words(cite, "RecNum") or ("" if record is None else _words(record, "rec-number"))
    around = " ".join(filter(None, (_words(cite, "Prefix"), _words(cite, "Suffix"))))
    name = f"{RECORD}{number}" if number else str(item.get("title", ""))
    is_titled = isinstance(item.get("title"), str) and item["title"]
    pages = _words(cite, "Pages")
    return EndNoteCitation(name, item if is_titled else {}, pages, around, cite.get("AuthorYear") == "1")


def _fields(record: Element) -> Iterator[tuple[str, object]]:
    """Yield the fields of a record as those of CSL."""
    named = record.find("ref-type")
    kind = TYPES.get("" if named is None else named.get("name", "").casefold(), "")
    container = _words(record, "periodical/full-title") or _words(record, "titles/secondary-title")
    address = _words(record, "urls/related-urls/url")
    isbn = _words(record, "isbn")
    found: dict[str, object] = {field: _words(record, path) for field, path in TEXTS.items()}
    found |= {
        "type": kind,
        "title": _marked(record.find("titles/title")),
        "author": [_name(one) for one in record.findall("contributors/authors/author")],
        "editor": [_name(one) for one in record.findall("contributors/secondary-authors/author")],
        "container-title": container if kind in IN_CONTAINERS else "",
        "collection-title": container if kind == "book" else "",
        "issue" if kind.startswith("article") else "number": _words(record, "number"),
        "issued": _date(_words(record, "dates/year")),
        "URL": address if re.match(r"https?://", address) else "",
        "ISBN": isbn if kind in ("book", "chapter") else "",
    }
    yield from ((field, value) for field, value in found.items() if value)


def _date(year: str) -> dict[str, object]:
    if re.fullmatch(r"\d{4}", year):
        return {"date-parts": [[year]]}
    return {"literal": year} if year else {}


def _name(author: Element) -> dict[str, str]:
    """Return a name; one that ends with a comma is that of an organisation."""
    words = " ".join("".join(author.itertext()).split())
    family, comma, given = (part.strip() for part in words.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": family}


def _words(element: Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _marked(title: Element | None) -> str:
    """Return a title with the HTML of CSL for its raised, lowered and italic words."""
    if title is None:
        return ""
    pieces = [title.text or ""]
    for one in title:
        words, mark = "".join(one.itertext()), MARKS.get(one.get("face", ""), "")
        pieces += [f"<{mark}>{words}</{mark}>" if mark else words, one.tail or ""]
    return " ".join("".join(pieces).split())
