"""The fields of a BibTeX or BibLaTeX record → the values of a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bibtexparser.model import Field

from briefing.load.sources.addresses import ARCHIVE, WRAPPED, doi_in, of_repository, read_addresses, read_doi
from briefing.load.sources.bibtex_names import read_names
from briefing.load.sources.bibtex_values import MONTHS, UnreadableValueError
from briefing.load.sources.languages import language_tag
from briefing.load.sources.latex import decode_latex
from briefing.load.sources.rich_text import mark_formulas, mark_html, unmarked
from briefing.load.sources.source_entry import as_day, as_text, values_of_date, words

SAME_TYPES = (
    "book",
    "collection",
    "dataset",
    "legislation",
    "patent",
    "periodical",
    "report",
    "software",
    "standard",
    "thesis",
)
TYPES = {
    "article": "article-journal",
    "booklet": "pamphlet",
    "bookinbook": "chapter",
    "conference": "paper-conference",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "manual": "book",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "suppbook": "chapter",
    "techreport": "report",
    "unpublished": "manuscript",
    "www": "webpage",
    **{name: name for name in SAME_TYPES},
}
"""The CSL type of each type of BibTeX and BibLaTeX. For others (`misc`), the fields decide."""

TEXTS = {
    "title": ("title",),
    "container": ("journaltitle", "journal", "booktitle", "maintitle"),
    "series": ("series",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "place": ("location", "address"),
}
NAMES = {"author": ("author",), "editor": ("editor",), "translator": ("translator",)}
VALUES = {
    "volume": ("volume",),
    "issue": ("issue",),
    "number": ("number",),
    "pages": ("pages", "eid", "articleno"),
    "edition": ("edition",),
    "isbn": ("isbn",),
}
LANGUAGE = ("langid", "hyphenation", "language")
DATE = ("date", "year")
ACCESSED = (
    "urldate",
    "lastchecked",
    "lastaccessed",
    "lastvisited",
    "accessed",
    "accessdate",
    "access-date",
    "urlaccessdate",
)
EPRINT_TYPE = ("eprinttype", "archiveprefix")
"""The fields of a source, and the BibTeX fields that fill them: the first one that is given wins."""

USED = {
    *("subtitle", "month", "day", "url", "doi", "howpublished", "note", "eprint", "pubstate", "type"),
    *LANGUAGE,
    *DATE,
    *ACCESSED,
    *EPRINT_TYPE,
    *(name for table in (TEXTS, NAMES, VALUES) for names in table.values() for name in names),
}

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
EDITION = re.compile(r"(.*?)(?:,?\s*(?:ed(?:ition|n)?\.?))?", re.IGNORECASE)
NUMBERED = ("report", "techreport")
KEYS_OF_TYPES = (
    "techreport",
    "resreport",
    "phdthesis",
    "mathesis",
    "candthesis",
    "software",
    "datacd",
    "audiocd",
)
"""The keys by which BibLaTeX names a type. Other types are words: Working Paper."""

ACCESS = re.compile(
    r"[\[(]?\s*(?:online;?\s*)?\b(?:date\s+)?(?:last\s+)?(?:accessed|access(?:ed)? date"
    r"|retrieved|visited|checked|viewed)"
    r"(?:\s+on)?:?\s+(?P<day>[\w][\w ,./-]{5,22}[\w])\.?\s*[\])]?",
    re.IGNORECASE,
)
"""The words before the day on which a page was read."""

BOILERPLATE = re.compile(
    r"[\s.,;:()\[\]<>\"'-]*(?:(?:available|retrieved|online|from|at|on|url|doi|web|website|webpage|page|web site"
    r"|internet|accessed via|disponible en|disponible sur|en ligne)[\s.,;:()\[\]<>\"'-]*)*",
    re.IGNORECASE,
)
"""The words around an address that only say that it is one."""

ONLINE = re.compile(r"\W*(?:online|web ?page|web ?site|internet)\W*", re.IGNORECASE)
TYPED_ADDRESS = re.compile(rf"{WRAPPED.pattern}|https?://(?:[^\s{{}}]|\{{[^{{}}\s]*\}})+")
LINK_MARK = re.compile("\ue100(\\d+)\ue101")

MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s~-]+)?(?P<name>[^\W\d]{3,}|\d{1,2})\.?(?:[\s~]+(?P<last>\d{1,2}))?,?"
)

UNREADABLE_TITLE = "?"
"""The value of a title that cannot be read, so that it is not reported as missing as well."""

Given = Mapping[str, Field]
"""The fields of one record by their names in lower case."""

Report = Callable[[Field, UnreadableValueError], None]
Value = str | list[str]


@dataclass
class Record:
    """The fields of one record, and the values of a source found so far, each with the field that it comes from."""

    kind: str
    given: Given
    report: Report
    values: dict[str, Value] = field(default_factory=dict)
    origins: dict[str, Field] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """The pieces of the note, as Markdown."""

    def add(self, name: str, value: Value, origin: Field) -> None:
        """Add a value, unless the source has it already."""
        if value and name not in self.values:
            self.values[name], self.origins[name] = value, origin

    def add_note(self, markdown: str, origin: Field) -> None:
        """Add a piece of the note."""
        if markdown and markdown not in self.notes:
            self.notes.append(markdown)
            self.origins.setdefault("note", origin)

    def first(self, names: tuple[str, ...]) -> Field | None:
        """Return the first of some fields that the record has."""
        return next((self.given[name] for name in names if name in self.given), None)

    def read(self, convert: Callable[[Field], Value], origin: Field) -> Value:
        """Return the value of a field; report one that cannot be read."""
        try:
            return convert(origin)
        except UnreadableValueError as error:
            self.report(origin, error)
            return UNREADABLE_TITLE if origin.key.lower() == "title" else ""


def read_fields(kind: str, given: Given, report: Report) -> Record:
    """Return the values of a source from the fields of a record of a kind; unreadable fields are reported."""
    record = Record(kind, given, report)
    tables = ((TEXTS, lambda one: _text(one, given)), (NAMES, _names), (VALUES, _plain))
    for table, convert in tables:
        for ours, theirs in table.items():
            if origin := record.first(theirs):
                is_issue = kind == "article" and ours == "number" and "issue" not in given
                record.add("issue" if is_issue else ours, record.read(convert, origin), origin)
    _set_edition(record)
    _set_type_of_number(record)
    _set_genre(record)
    _add_language(record)
    _add_dates(record)
    for add in (_add_urls, _add_doi, _add_howpublished, _add_note, _add_eprint):
        add(record)
    if record.notes:
        record.values["note"] = "; ".join(record.notes)
    if kind in TYPES:
        record.values["type"] = TYPES[kind]
    return record


def _text(origin: Field, given: Given) -> str:
    text = as_text(_decoded(origin))
    if origin.key.lower() == "title" and "subtitle" in given:
        text += f": {as_text(_decoded(given['subtitle']))}"
    return text


def _decoded(origin: Field) -> str:
    return mark_html(decode_latex(mark_formulas(str(origin.value))))


def _plain(origin: Field) -> str:
    return words(unmarked(mark_html(decode_latex(str(origin.value)))))


def _date(origin: Field) -> str:
    """Return a date without the braces of BibTeX; `~` is a sign of EDTF."""
    typed = str(origin.value)
    return _plain(origin) if "\\" in typed else words(re.sub(r"[{}]|(?<=[^\W\d])\.?~|(?<=\.)~", " ", typed))


def _names(origin: Field) -> list[str]:
    return read_names(str(origin.value))


def _set_edition(record: Record) -> None:
    """Write an edition as a style expects it: 2nd, not Second Edition."""
    edition = str(record.values.get("edition", ""))
    match = EDITION.fullmatch(edition)
    if match and match[1]:
        word = match[1].lower()
        record.values["edition"] = str(ORDINALS.index(word) + 1) if word in ORDINALS else match[1]


def _set_type_of_number(record: Record) -> None:
    """Write the type of a report before its number: Working Paper No. 12."""
    origin = record.given.get("type")
    if origin is None or record.kind not in NUMBERED:
        return
    name = str(record.read(_plain, origin))
    number = str(record.values.get("number", ""))
    if name and name.lower() not in KEYS_OF_TYPES and name.lower() not in number.lower():
        record.values["number"] = f"{name} {number}".strip()
        record.origins.setdefault("number", origin)


def _set_genre(record: Record) -> None:
    """Set the kind of a thesis from its type in words: Doctoral dissertation."""
    origin = record.given.get("type")
    if origin is None or TYPES.get(record.kind) != "thesis":
        return
    name = str(record.read(_plain, origin))
    if name.lower() not in KEYS_OF_TYPES:
        record.add("genre", name, origin)


def _add_language(record: Record) -> None:
    if origin := record.first(LANGUAGE):
        record.add("language", language_tag(str(origin.value)), origin)


def _add_dates(record: Record) -> None:
    """Add BibLaTeX's `date`, or BibTeX's year and month; words in their place become a status or a note."""
    if origin := record.first(DATE):
        found = values_of_date(str(record.read(_date, origin)))
        if origin.key.lower() == "year" and re.fullmatch(r"\d{4}", found.get("date", "")):
            found["date"] += _month_and_day(record.given)
        for name in ("date", "status"):
            record.add(name, found.get(name, ""), origin)
        record.add_note(as_text(found.get("note", "")), origin)
    if origin := record.given.get("pubstate"):
        found = values_of_date(str(record.read(_date, origin)))
        record.add("status", found.get("status", ""), origin)
        record.add_note(as_text(found.get("note", "")), origin)
    if origin := record.first(ACCESSED):
        record.add("accessed", as_day(words(str(origin.value)).strip("{}")), origin)


def _month_and_day(given: Given) -> str:
    """Return the month, and the day if there is one, as ISO 8601 adds them to a year."""
    if "month" not in given:
        return ""
    typed = words(re.sub(r"[{}~]|\\ ", " ", str(given["month"].value))).lower()
    match = MONTH.fullmatch(typed)
    if match is None:
        return ""
    names = list(MONTHS)
    name = match["name"]
    number = names.index(name[:3]) + 1 if name[:3] in names else int(name) if name.isdecimal() else 0
    if not number:
        return ""
    day = (
        match["day"]
        or match["last"]
        or (words(str(given["day"].value)).strip("{}") if "day" in given else "")
    )
    return f"-{number:02}" + (f"-{int(day):02}" if day.isdecimal() and len(day) < 3 else "")


def _addresses(record: Record, origin: Field) -> tuple[list[str], str]:
    try:
        return read_addresses(str(origin.value))
    except UnreadableValueError as error:
        record.report(origin, error)
        return [], ""


def _add_urls(record: Record) -> None:
    origin = record.given.get("url")
    if origin is None:
        return
    addresses, around = _addresses(record, origin)
    around = _without_access(record, around, origin)
    if not addresses and around:
        doi = doi_in(around)
        record.add("doi" if doi else "url", doi or around, origin)
        return
    _add_addresses(record, addresses, origin)
    if not BOILERPLATE.fullmatch(around):
        what = f"the address has a space, or words follow it: '{around.strip(' .,;')[:60]}'"
        help = "write %20 for a space in the address, or move the words into `note`"
        record.report(origin, UnreadableValueError(what, help))


def _add_addresses(record: Record, addresses: list[str], origin: Field) -> None:
    """Add addresses: the first one, that of an archived copy, a DOI; the others become links in the note."""
    for address in addresses:
        doi = doi_in(address)
        if address in (record.values.get("url"), record.values.get("archive")):
            continue
        if ARCHIVE.match(address) and "url" in record.values and "archive" not in record.values:
            record.add("archive", address, origin)
        elif "url" not in record.values:
            record.add("url", address, origin)
        elif doi:
            record.add("doi", doi, origin)
        else:
            record.add_note(f"<{address}>", origin)


def _add_doi(record: Record) -> None:
    origin = record.given.get("doi")
    if origin is None:
        return
    doi = record.read(lambda one: read_doi(str(one.value)), origin)
    if isinstance(doi, str) and re.match(r"https?://", doi) and "url" not in record.values:
        record.add("url", doi, origin)
    else:
        record.add("doi", doi, origin)


def _add_howpublished(record: Record) -> None:
    if origin := record.given.get("howpublished"):
        _add_words(record, origin, may_replace="url" not in record.values)


def _add_note(record: Record) -> None:
    if origin := record.given.get("note"):
        _add_words(record, origin, may_replace=True)


def _add_words(record: Record, origin: Field, *, may_replace: bool) -> None:
    """Add words to the note without what is printed elsewhere: an address, and the day on which it was read."""
    typed = str(origin.value)
    if "http" not in typed:
        text = str(record.read(_decoded, origin))
        left = _without_access(record, text, origin)
        if left == text and not ONLINE.fullmatch(text):
            record.add_note(as_text(text), origin)
        elif not BOILERPLATE.fullmatch(left):
            record.add_note(as_text(left.strip(" ;,")), origin)
        return
    if typed.lstrip(" {").startswith(("http", "\\url")):  # an address, perhaps with spaces, and nothing else
        addresses, around = _addresses(record, origin)
        if BOILERPLATE.fullmatch(_without_access(record, around, origin)):
            _add_addresses(record, addresses if may_replace else [], origin)
            return
    marked: list[str] = []
    words_around = str(record.read(lambda one: _with_marks(one, marked), origin))
    left = _without_access(record, words_around, origin)
    if BOILERPLATE.fullmatch(LINK_MARK.sub("", left)):
        doi = record.values.get("doi")
        new = [one for one in marked if not doi or doi_in(one) != doi]
        _add_addresses(record, new if may_replace else [], origin)
    else:
        note = as_text(left.strip(" ;,"))
        record.add_note(LINK_MARK.sub(lambda found: f"<{marked[int(found[1])]}>", note), origin)


def _with_marks(origin: Field, addresses: list[str]) -> str:
    """Return the words of a field with a mark in place of each address, which is added to the list."""

    def mark(found: re.Match[str]) -> str:
        (address, *_), after = read_addresses(found.group())
        addresses.append(address)
        return f"\ue100{len(addresses) - 1}\ue101{after.strip()}"

    return _decoded(Field(origin.key, TYPED_ADDRESS.sub(mark, str(origin.value))))


def _without_access(record: Record, text: str, origin: Field) -> str:
    """Return a text without the words about the day on which a page was read, which becomes a value."""
    match = ACCESS.search(text)
    if match is None:
        return text
    day = as_day(match["day"].replace("-", " ") if re.search(r"[A-Za-z]", match["day"]) else match["day"])
    if not day:
        return text
    record.add("accessed", day, origin)
    return text[: match.start()] + text[match.end() :]


def _add_eprint(record: Record) -> None:
    number, repository = record.given.get("eprint"), record.first(EPRINT_TYPE)
    if number is None or "url" in record.values or "doi" in record.values:
        return
    name = str(record.read(_plain, repository)) if repository else ""
    record.add("url", of_repository(name, str(record.read(_plain, number))), number)
