"""The parts of a .docx within limits: an archive of a few kilobytes may hold gigabytes. Not here: what they mean."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import MIB
from briefing.load.data.workbooks import DECLARATIONS, OLE
from briefing.load.yaml import artifacts

MAX_FILE = 64 * MIB
"""The size of a document with its pictures."""

MAX_XML = 12 * MIB
"""The size of the texts of a document when they are unpacked: some thousands of pages."""

MAX_ALL = 128 * MIB
"""The size of all parts when they are unpacked."""

MAX_PARTS = 2_000
MAX_DEPTH = 100
"""The number of elements inside each other, of which Word writes some dozens."""

MAIN = "word/document.xml"
READ = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/.*")
"""The parts that are read; all others may hold anything."""

PIECE = 64 * 1024

XML = (".xml", ".rels")
SAVE_AGAIN = "open it in a word processor and save it as '.docx'; renaming a file does not convert it"
LARGE_HELP = "split the document, or copy the part that you need into a new one"


def unreadable(what: str, name: str, help: str = SAVE_AGAIN) -> ContentError:
    """Return the error for a document that cannot be read."""
    return ContentError([Finding("BR840", what, Span(name), help)])


def read_package(content: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of a .docx by their names.

    Raises ContentError if it is damaged, too large, or contains a declaration by which it could grow.
    """
    if content.startswith(OLE):
        help = "open it in a word processor, remove the password, and save it as '.docx'"
        raise unreadable(
            "the document is in an older format (.doc), or is protected by a password", name, help
        )
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, EOFError):
        raise unreadable(
            f"the document is {artifacts.kind_of(content) or 'not a .docx file'}", name
        ) from None
    with archive:
        if MAIN not in archive.namelist():
            kind = artifacts.kind_of(content) or "not a .docx file"
            raise unreadable(f"the document is {kind}: it has no {MAIN}", name)
        infos = [info for info in archive.infolist() if READ.fullmatch(info.filename)]
        _check_size(infos, len(archive.infolist()), name)
        return {info.filename: _read(archive, info, name) for info in infos if not info.is_dir()}


def _check_size(infos: list[ZipInfo], count: int, name: str) -> None:
    for limit, sizes in (
        (MAX_XML, [info.file_size for info in infos if info.filename.endswith(XML)]),
        (MAX_ALL, [info.file_size for info in infos]),
    ):
        if sum(sizes) > limit:
            size, most = sum(sizes) // MIB, limit // MIB
            what = f"the document is too large: unpacked, it has {size:,} MiB; the limit is {most} MiB"
            raise ContentError([Finding("BR102", what, Span(name), LARGE_HELP)])
    if count > MAX_PARTS:
        what = f"the document has {count:,} parts; the limit is {MAX_PARTS:,}"
        raise ContentError([Finding("BR102", what, Span(name), LARGE_HELP)])


def _read(archive: ZipFile, info: ZipInfo, name: str) -> bytes:
    try:
        part = archive.read(info)
    except (BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError):
        raise unreadable(f"the document is damaged: {info.filename}", name) from None
    except Exception as error:  # zlib and lzma have errors of their own
        raise unreadable(f"the document is damaged: {info.filename}: {type(error).__name__}", name) from None
    is_foreign = any(one in part for one in DECLARATIONS) or b"\0" in part[:64]
    if info.filename.endswith(XML) and is_foreign:
        raise unreadable(f"the document was not written by a word processor: {info.filename}", name)
    return part


def parsed(part: bytes, part_name: str, name: str) -> Element:
    """Return the root of a part. Raises ContentError if it is damaged or nested too deeply."""
    parser: ElementTree.XMLPullParser[Element] = ElementTree.XMLPullParser(("start", "end"))
    root: Element | None = None
    depth = 0
    try:
        for start in range(0, len(part), PIECE):
            parser.feed(part[start : start + PIECE])
            for found in parser.read_events():
                event, element = found[0], found[-1]
                root = element if root is None and isinstance(element, Element) else root
                depth += 1 if event == "start" else -1
                if depth > MAX_DEPTH:
                    raise unreadable(f"the document is nested too deeply: {part_name}", name)
        parser.close()
    except (ElementTree.ParseError, LookupError, ValueError):
        root = None
    if root is None:
        raise unreadable(f"the document is damaged: {part_name}", name)
    return root


def packed(parts: dict[str, bytes]) -> BytesIO:
    """Return an archive with parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for part_name, part in parts.items():
            archive.writestr(ZipInfo(part_name), part)
    made.seek(0)
    return made
