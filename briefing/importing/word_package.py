"""The parts of a .docx that an import reads, and what is wrong with a file that it cannot read."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Span
from briefing.files import office_package
from briefing.files.bounded_reading import MIB
from briefing.files.office_package import PackageError, Refusal, open_package
from briefing.load.yaml import artifacts

MAX_FILE = 64 * MIB
"""The size of a document with its pictures."""

MAX_XML = 12 * MIB
"""The size of the texts of a document when they are unpacked: some thousands of pages."""

MAX_ALL = 128 * MIB
"""The size of all parts when they are unpacked."""

MAIN = "word/document.xml"
READ = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/.*")
"""The parts that are read; all others may hold anything."""

SOURCES = re.compile(r"customXml/item\d+\.xml")
"""The parts of which one may have the sources that Word manages; the others are of any program."""

SAVE_AGAIN = "open it in a word processor and save it as '.docx'; renaming a file does not convert it"
LARGE_HELP = "split the document, or copy the part that you need into a new one"
OLD_HELP = "open it in a word processor, remove the password, and save it as '.docx'"


def unreadable(what: str, name: str, help: str = SAVE_AGAIN) -> ContentError:
    """Return the error for a document that cannot be read."""
    return ContentError([Finding("BR840", what, Span(name), help)])


def read_package(content: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of a .docx by their names.

    Raises ContentError if it is damaged, too large, or contains a declaration by which it could grow.
    """
    try:
        package = open_package(content, MAIN, MAX_XML, MAX_ALL)
        return {part: package.read(part) for part in package.names if READ.fullmatch(part)}
    except PackageError as error:
        raise _refused(error, content, name) from None


def read_custom_parts(content: bytes) -> list[Element]:
    """Return the roots of the parts that may have sources; one that cannot be read is passed over."""
    package = open_package(content, MAIN, MAX_XML, MAX_ALL)
    roots: list[Element] = []
    for part in filter(SOURCES.fullmatch, package.names):
        with suppress(PackageError):
            roots.append(office_package.parsed(package.read(part), part))
    return roots


def parsed(part: bytes, part_name: str, name: str) -> Element:
    """Return the root of a part. Raises ContentError if it is damaged or nested too deeply."""
    try:
        return office_package.parsed(part, part_name)
    except PackageError as error:
        raise _refused(error, b"", name) from None


def _refused(error: PackageError, content: bytes, name: str) -> ContentError:
    """Return the error for a document that is no package, or for one that exceeds a limit."""
    match error.refusal:
        case Refusal.LARGE:
            what = f"the document is too large: {error.detail}"
            return ContentError([Finding("BR102", what, Span(name), LARGE_HELP)])
        case Refusal.OLD:
            what = "the document is in an older format (.doc), or is protected by a password"
            return unreadable(what, name, OLD_HELP)
        case Refusal.OTHER:
            kind = artifacts.kind_of(content) or "not a .docx file"
            return unreadable(": ".join(filter(None, (f"the document is {kind}", error.detail))), name)
        case Refusal.FOREIGN:
            return unreadable(f"the document was not written by a word processor: {error.detail}", name)
        case Refusal.NESTED:
            return unreadable(f"the document is nested too deeply: {error.detail}", name)
        case Refusal.DAMAGED:
            return unreadable(f"the document is damaged: {error.detail}", name)


def packed(parts: dict[str, bytes]) -> BytesIO:
    """Return an archive with parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for part_name, part in parts.items():
            archive.writestr(ZipInfo(part_name), part)
    made.seek(0)
    return made
