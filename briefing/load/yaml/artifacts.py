"""Artifacts of copying, merging and renaming files: each is reported in plain words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Severity, Span
from briefing.core.invisible_characters import PRIVATE_USE, UNSEEN, UNSEEN_ANYWHERE
from briefing.core.source_map import SourceMap

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an archive (ZIP)"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an older word processor or spreadsheet"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)"),
    (b"{\\rtf", "a document of a word processor (RTF)"),
    (b"<?xml", "XML"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
"""The first bytes of files of other types; in lower case if they are text."""

INSIDE_ARCHIVES: tuple[tuple[str, str], ...] = (
    ("word/", "a document of a word processor (.docx)"),
    ("xl/", "a spreadsheet (.xlsx)"),
    ("ppt/", "a presentation (.pptx)"),
    ("content.xml", "an OpenDocument file (.odt, .ods)"),
)
"""Files inside ZIP archives that identify documents of office software."""

SAVE_AS_UTF_8 = "save it again with the encoding 'UTF-8' (in Notepad: Save as, Encoding)"

WIDE = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
"""The byte order marks of the wide encodings; the longer first."""

SPACE_WITHOUT_WIDTH = "\u200b"

SPECIAL_SPACES = "\xa0\u1680\u2000-\u200b\u202f\u205f\u3000"
"""The spaces that YAML reads as letters, for a set of characters in a regular expression."""

SPACE_NAMES = {
    "\xa0": "a no-break space",
    "\u200b": "a zero-width space",
    "\u202f": "a narrow no-break space",
    "\u3000": "an ideographic space",
}

UNSEEN_IN_NAMES = re.compile(f"[{''.join(UNSEEN)}\u200c-\u200f\u2060\xad\xa0\u2000-\u200a\u202f\u3000]")
"""Invisible characters that a key cannot contain: they would make it a different key from the one that is seen."""

ODD_SPACES = re.compile(f"^[ ]*(?:- +)*([{SPECIAL_SPACES}]+)", re.MULTILINE)
"""A line that is indented with spaces that YAML reads as letters."""

MERGE_MARK = re.compile(r"^(?P<mark>[<>]{7}) .*$", re.MULTILINE)

LOST = re.compile("\ufffd+")
"""The replacement character of Unicode, for one that could not be read."""

QUOTED = re.compile("^[“”„«‘’‚](?P<inside>.*)[“”»‘’]$")
OTHER_COLONS = "：﹕︓꞉∶ː"
"""Characters of other scripts that look like a colon."""


def refuse_foreign(content: bytes, file: str) -> None:
    """Raise ContentError for a file of another type than its name suggests, or in UTF-16 or UTF-32."""
    if kind := kind_of(content):
        what = f"the file is {kind}, not YAML text"
        help = "copy its content into a new text file; renaming a file does not convert it"
        raise ContentError([Finding("BR117", what, Span(file), help)])
    encoding = next((name for mark, name in WIDE.items() if content.startswith(mark)), None)
    if encoding or (len(content) > 8 and not (any(content[1:64:2]) and any(content[:64:2]))):
        what = f"the file is {encoding or 'UTF-16'} text, not UTF-8"
        raise ContentError([Finding("BR101", what, Span(file), SAVE_AS_UTF_8)])


def kind_of(content: bytes) -> str | None:
    """Return the kind of a file of office software, a picture or an archive, by its first bytes; None for others."""
    beginning = content[:64].lstrip().lower()
    for signature, kind in SIGNATURES:
        if content.startswith(signature) or beginning.startswith(signature):
            return (_kind_of_archive(content) or kind) if signature.startswith(b"PK") else kind
    return None


def _kind_of_archive(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    return next(
        (kind for start, kind in INSIDE_ARCHIVES if any(name.startswith(start) for name in names)), None
    )


def find_artifacts(source_map: SourceMap) -> list[Finding]:
    """Return a finding for each artifact in a text."""
    return [*_merges(source_map), *find_unseen(source_map), *_odd_spaces(source_map), *_lost(source_map)]


def _merges(source_map: SourceMap) -> Iterator[Finding]:
    end = 0
    for match in MERGE_MARK.finditer(source_map.source):
        if match.start() < end:
            continue
        line = source_map.at(match.start()).line
        closing = next(
            (m for m in MERGE_MARK.finditer(source_map.source, match.end()) if m["mark"][0] == ">"), None
        )
        if match["mark"][0] == "<" and closing:
            end = closing.end()
            last = source_map.at(closing.start()).line
            what = f"unresolved merge conflict in lines {line} to {last}"
            help = "keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>"
        else:
            what, help = "leftover merge marker", "delete the line, and check that no text is there twice"
        yield Finding("BR119", what, source_map.at(match.start(), len(match.group())), help)


def find_unseen(source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each invisible or private-use character of a text."""
    for match in UNSEEN_ANYWHERE.finditer(source_map.source):
        sign = match.group()[0]
        what = f"invisible character: {UNSEEN[sign]} (U+{ord(sign):04X})"
        is_line_end = sign in "\u2028\u2029\x85"
        help = "replace it with a space or an ordinary line break" if is_line_end else "delete it"
        yield Finding("BR118", what, source_map.at(match.start()), help)
    for offset in (m.start() for m in re.finditer(SPACE_WITHOUT_WIDTH, source_map.source)):
        what = "invisible character: a zero-width space (U+200B)"
        help = "delete it: it keeps a search from finding the word"
        yield Finding("BR118", what, source_map.at(offset), help, Severity.WARNING)
    yield from _private(source_map)


def _private(source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each private-use character of a text: formats in sources are marked with some of them."""
    for match in PRIVATE_USE.finditer(source_map.source):
        what = f"private-use character U+{ord(match.group()):04X}: it has a meaning in one font only"
        yield Finding("BR560", what, source_map.at(match.start()), "type the character that is meant")


def _odd_spaces(source_map: SourceMap) -> Iterator[Finding]:
    for match in ODD_SPACES.finditer(source_map.source):
        what = f"the line is indented with special spaces (U+{ord(match[1][0]):04X}), which YAML reads as letters"
        help = "replace them with ordinary spaces"
        yield Finding("BR118", what, source_map.at(match.start(1), len(match[1])), help)


def _lost(source_map: SourceMap) -> Iterator[Finding]:
    for match in LOST.finditer(source_map.source):
        what = "a character was lost here: the file was once read in the wrong encoding"
        help = "type the right character, and save the file as UTF-8"
        yield Finding("BR121", what, source_map.at(match.start(), len(match.group())), help)


def find_unseen_in_name(name: str, source_map: SourceMap, offset: int) -> Finding | None:
    """Return the finding for a key that contains an invisible character; None if it has none."""
    match = UNSEEN_IN_NAMES.search(name)
    if match is None:
        return None
    what = f"the key '{seen_name(name)}' contains an invisible character (U+{ord(match.group()):04X})"
    return Finding("BR118", what, source_map.at(offset + match.start()), "delete the key and type it again")


def seen_name(name: str) -> str:
    """Return a key without its invisible characters."""
    return UNSEEN_IN_NAMES.sub("", name.replace(SPACE_WITHOUT_WIDTH, ""))


def inside_curly_quotes(text: str) -> str | None:
    """Return the text inside curly quotes; None if there are no quotes around the whole text."""
    match = QUOTED.match(text)
    return match["inside"] if match else None
