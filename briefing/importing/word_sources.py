"""Word's own citations: fields with the tags of sources, which are in a part of the document of their own.

The sources are `b:Sources` of ECMA-376, part 1, 22.6, in one of the parts `customXml/item1.xml`, `item2.xml` …
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefing.text.lexicon import month_names

CITES = re.compile(r"\s*CITATION\s")
SPACE = re.compile(r"\{http://\S+/bibliography\}")
"""The namespace of sources, which differs between the two conformance classes of the format."""

TAG = "source "
"""The start of the id of a work, before the tag of its source."""

UNREAD = "a citation whose source is not in the document"
UNREAD_HELP = (
    "in Word, copy the source into the current list (References > Manage Sources), save the document and import it "
    "again; or cite by hand: [@id]"
)

TOKEN = re.compile(r'\\(?P<switch>[A-Za-z])|"(?P<quoted>[^"]*)"|(?P<word>[^\s"\\]+)')
ARGUMENTS = {"p": "pages", "v": "volume", "f": "prefix", "s": "suffix", "l": "language", "m": "tag"}
"""The switches of a field that have an argument; others leave out the name, the year or the title."""

TYPES = {
    "ArticleInAPeriodical": "article-magazine",
    "Book": "book",
    "BookSection": "chapter",
    "Case": "legal_case",
    "ConferenceProceedings": "paper-conference",
    "DocumentFromInternetSite": "webpage",
    "ElectronicSource": "document",
    "Film": "motion_picture",
    "InternetSite": "webpage",
    "Interview": "interview",
    "JournalArticle": "article-journal",
    "Patent": "patent",
    "Report": "report",
    "SoundRecording": "song",
}
"""The CSL types of the types of sources; any other has none."""

TEXTS = {
    "title": ("Title",),
    "container-title": ("JournalName", "PeriodicalTitle", "BookTitle", "ConferenceName", "InternetSiteTitle"),
    "volume": ("Volume",),
    "issue": ("Issue",),
    "page": ("Pages",),
    "edition": ("Edition",),
    "number": ("PatentNumber", "CaseNumber"),
    "publisher": ("Publisher", "Institution"),
    "publisher-place": ("City",),
    "genre": ("ThesisType",),
    "URL": ("URL",),
    "DOI": ("DOI",),
}
"""The elements from which a field of CSL is taken: the first one that a source has."""

NAMES = {
    "author": ("Author", "Artist", "Inventor", "Interviewee", "Performer", "Director"),
    "editor": ("Editor",),
    "translator": ("Translator",),
}


@dataclass(frozen=True, slots=True)
class WordCitation:
    """One cited source: its tag, the pages, and the words that are printed around it."""

    tag: str
    pages: str
    around: str


def read_sources(root: Element, language: str) -> dict[str, dict[str, object]]:
    """Return the sources in a part as CSL items by their tags; none if the part has something else.

    People type the months of dates as numbers or by their names, in the language of the document or in English.
    """
    if not SPACE.match(root.tag):
        return {}
    months = month_names(language or "en")
    sources = (
        (_words(source, "Tag"), dict(_fields(source, months))) for source in root if _name(source) == "Source"
    )
    return {tag: item for tag, item in sources if tag and item.get("title")}


def read_citations(instruction: str) -> list[WordCitation]:
    """Return the sources that a field cites, in order: `CITATION Lee20 \\p 12 \\l 1033 \\m Okoye22`."""
    works: list[dict[str, str]] = []
    awaited = "tag"
    for token in TOKEN.finditer(instruction.partition("CITATION")[2]):
        if token["switch"]:
            awaited = ARGUMENTS.get(token["switch"].lower(), "")
            continue
        value = token["quoted"] if token["quoted"] is not None else token["word"]
        if awaited == "tag":
            works.append({"tag": value})
        elif awaited and works:
            works[-1][awaited] = value
        awaited = ""
    return [
        WordCitation(
            one["tag"],
            one.get("pages", ""),
            " ".join(filter(None, (one.get("prefix"), one.get("suffix")))),
        )
        for one in works
    ]


def _fields(source: Element, months: Mapping[str, int]) -> Iterator[tuple[str, object]]:
    """Yield the fields of a source as those of CSL."""
    kind = TYPES.get(_words(source, "SourceType"), "")
    found: dict[str, object] = {
        field: next(filter(None, (_words(source, name) for name in names)), "")
        for field, names in TEXTS.items()
    }
    people = _child(source, "Author")
    found |= {
        field: [one for name in names for one in _people(_child(people, name))]
        for field, names in NAMES.items()
    }
    number = _words(source, "StandardNumber")
    found |= {
        "type": kind,
        "issued": _date(source, "", months),
        "accessed": _date(source, "Accessed", months),
        "ISBN": number if kind in ("book", "chapter") else "",
    }
    yield from ((field, value) for field, value in found.items() if value)


def _people(element: Element | None) -> Iterator[dict[str, str]]:
    """Yield the names of one role."""
    if element is None:
        return
    if corporate := _words(element, "Corporate"):
        yield {"literal": corporate}
    for person in element.iter():
        if _name(person) != "Person":
            continue
        family = _words(person, "Last")
        given = " ".join(filter(None, (_words(person, "First"), _words(person, "Middle"))))
        if family or given:
            yield {"family": family, "given": given} if family and given else {"literal": family or given}


def _date(source: Element, which: str, months: Mapping[str, int]) -> Mapping[str, object]:
    """Return a date of CSL: a year, with the month and the day if they are known."""
    year, month, day = (_words(source, f"{unit}{which}") for unit in ("Year", "Month", "Day"))
    if not re.fullmatch(r"[12]\d{3}", year):
        return {"literal": year} if year else {}
    number = int(month) if re.fullmatch(r"\d{1,2}", month) else _month_of(month, months)
    parts = [int(year)]
    if 1 <= number <= 12:
        parts.append(number)
        if re.fullmatch(r"\d{1,2}", day) and 1 <= int(day) <= 31:
            parts.append(int(day))
    return {"date-parts": [parts]}


def _month_of(typed: str, months: Mapping[str, int]) -> int:
    """Return the month of a name, or of the start of one such as `Sept.`; 0 if there is none, or more than one."""
    start = typed.rstrip(".").casefold()
    found = {number for name, number in months.items() if start and name.startswith(start)}
    return found.pop() if len(found) == 1 else 0


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element | None, name: str) -> Element | None:
    return next((one for one in element if _name(one) == name), None) if element is not None else None


def _words(element: Element, name: str) -> str:
    found = _child(element, name)
    return "" if found is None else " ".join("".join(found.itertext()).split())
