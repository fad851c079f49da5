"""The reference to a published version, for reference managers: BibTeX, RIS and CSL-JSON.

BibTeX: the entry type `techreport` of the standard styles. RIS: the tags of the type RPRT. CSL-JSON: the type `report`
of CSL 1.0.2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from briefing.core.months import Month
from briefing.site.catalogue import folder_of_files
from briefing.site.record import Person, Texts, Version
from briefing.site.site import Site

FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
"""The formats by the endings of their files."""

SPECIAL = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)
"""The signs that LaTeX reads as commands."""

VERBATIM = ("url", "doi")
"""The fields that styles print without reading commands in them."""


def citation_files(site: Site, version: Version, texts: Texts) -> dict[str, bytes]:
    """Return the files of the reference to a version in a language, by their paths."""
    stem = f"{folder_of_files(version)}{key_of(version, texts)}"
    return {
        f"{stem}.bib": write_bibtex(site, version, texts).encode(),
        f"{stem}.ris": write_ris(site, version, texts).encode(),
        f"{stem}.json": (
            json.dumps([csl_item(site, version, texts)], ensure_ascii=False, indent=2) + "\n"
        ).encode(),
    }


def key_of(version: Version, texts: Texts) -> str:
    """Return the key of a version in a language: heat-2026-11-22-en."""
    return f"{version.brief}-{version.date}-{texts.language}"


def web_address(site: Site, version: Version, texts: Texts) -> str | None:
    """Return the web address under which a version is cited."""
    return site.absolute(site.page_of(version, texts.language)) or version.web


def csl_item(site: Site, version: Version, texts: Texts) -> dict[str, object]:
    """Return the reference as an item of CSL-JSON."""
    day = version.day
    parts = [day.year, day.month] if isinstance(day, Month) else [day.year, day.month, day.day]
    item: dict[str, object] = {
        "id": key_of(version, texts),
        "type": "report",
        "title": _full_title(texts),
        "author": [{"literal": author.name} for author in texts.authors],
        "issued": {"date-parts": [parts]},
        "publisher": texts.publisher,
        "genre": texts.type,
        "collection-title": texts.series,
        "collection-number": str(version.number) if texts.series and version.number else None,
        "number": version.report_number,
        "edition": str(version.edition) if version.edition else None,
        "DOI": version.doi,
        "ISBN": version.isbn,
        "ISSN": version.issn,
        "URL": web_address(site, version, texts),
        "language": texts.language,
        "abstract": texts.summary,
        "keyword": ", ".join(texts.keywords),
    }
    return {name: value for name, value in item.items() if value}


def write_bibtex(site: Site, version: Version, texts: Texts) -> str:
    """Return the reference as an entry of BibTeX, in UTF-8."""
    day = version.day
    values: dict[str, str | None] = {
        "author": " and ".join(_bibtex_name(author) for author in texts.authors),
        "title": f"{{{_escaped(_full_title(texts))}}}",
        "institution": _escaped(texts.publisher),
        "type": _escaped(texts.type),
        "series": _escaped(texts.series),
        "number": _escaped(version.cited_number),
        "edition": str(version.edition) if version.edition else None,
        "year": str(day.year),
        "month": str(day.month),
        "date": version.date,
        "doi": version.doi,
        "isbn": version.isbn,
        "issn": version.issn,
        "url": web_address(site, version, texts),
        "langid": texts.language,
        "abstract": _escaped(texts.summary),
        "keywords": _escaped(", ".join(texts.keywords)),
    }
    fields = [Field(name, f"{{{value}}}") for name, value in values.items() if value]
    entry = Entry("techreport", key_of(version, texts), fields)
    return write_string(Library([entry]), unparse_stack=[])


def _escaped(text: str | None) -> str:
    return " ".join((text or "").split()).translate(SPECIAL)


def _bibtex_name(author: Person) -> str:
    """Return a name; that of an organisation is in braces, so that it is not taken apart."""
    name = _escaped(author.name)
    return name if author.is_person and " and " not in name else f"{{{name}}}"


def write_ris(site: Site, version: Version, texts: Texts) -> str:
    """Return the reference in RIS, in UTF-8 with the line ends that the format asks for."""
    lines = [("TY", "RPRT"), *_ris_tags(site, version, texts), ("ER", "")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


def _ris_tags(site: Site, version: Version, texts: Texts) -> Iterator[tuple[str, str]]:
    day = version.day
    yield "ID", key_of(version, texts)
    yield from (("AU", author.name) for author in texts.authors)
    yield "TI", _full_title(texts)
    yield "PY", str(day.year)
    yield "DA", f"{day:%Y/%m}/" if isinstance(day, Month) else f"{day:%Y/%m/%d}"
    optional = {
        "PB": texts.publisher,
        "M3": texts.type,
        "T2": texts.series,
        "M1": version.cited_number,
        "ET": str(version.edition) if version.edition else None,
        "DO": version.doi,
        "SN": version.isbn or version.issn,
        "UR": web_address(site, version, texts),
        "LA": texts.language,
        "AB": texts.summary,
    }
    yield from ((tag, value) for tag, value in optional.items() if value)
    yield from (("KW", keyword) for keyword in texts.keywords)


def _full_title(texts: Texts) -> str:
    return f"{texts.title}: {texts.subtitle}" if texts.subtitle else texts.title
