"""What came into a file with a copy, a merge or a wrong name, and cannot be seen or was not meant: in sentences."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Severity, Span
from briefing.core.invisible_characters import UNSEEN, UNSEEN_ANYWHERE
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
"""How files of other kinds begin, in small letters where they are text."""

INSIDE_ARCHIVES: tuple[tuple[str, str], ...] = (
    ("word/", "a document of a word processor (.docx)"),
    ("xl/", "a spreadsheet (.xlsx)"),
    ("ppt/", "a presentation (.pptx)"),
    ("content.xml", "an OpenDocument file (.odt, .ods)"),
)
"""What the archives hold that go by another name."""

WIDE = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
"""The byte order marks of the wide encodings; the longer first."""

SPACE_WITHOUT_WIDTH = "\u200b"

UNSEEN_IN_NAMES = re.compile(f"[{''.join(UNSEEN)}\u200c-\u200f\u2060\xad\xa0\u2000-\u200a\u202f\u3000]")
"""What a key cannot have besides: it would be another key than the one that is seen."""

ODD_SPACES = re.compile("^[ ]*(?:- +)*([\xa0\u2000-\u200b\u202f\u3000]+)", re.MULTILINE)
"""A line that is indented with spaces which YAML takes for letters."""

MERGE_MARK = re.compile(r"^(?P<mark>[<>]{7}) .*$", re.MULTILINE)

DAMAGED = re.compile("\ufffd+|Ã[\xa0-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[™œ˜“”¦]|Â[«»§°]")
"""The sign for what could not be read; and letters, quotes or signs that were UTF-8 and were read as Windows-1252."""

QUOTED = re.compile("^[“”„«‘’‚](?P<inside>.*)[“”»‘’]$")
OTHER_COLONS = "：﹕︓꞉∶ː"
"""Signs of other scripts that look like a colon."""

FULL_WIDTH_COLON = re.compile(
    rf"^\s*(?:- +)*(?P<key>[a-z][a-z_]*)\s*(?P<colon>[{OTHER_COLONS}])", re.MULTILINE
)
NO_BULLET = re.compile("^[–—•·‣▪∙○●] ")
"""How a list begins that a word processor made."""


def refuse_foreign(content: bytes, file: str) -> None:
    """Raises ContentError for a file that is of another kind than its name says, or in a wide encoding."""
    beginning = content[:64].lstrip().lower()
    for signature, kind in SIGNATURES:
        if content.startswith(signature) or beginning.startswith(signature):
            named = _kind_of_archive(content) if signature.startswith(b"PK") else kind
            what = f"this is {named or kind}, not a text with keys and values"
            help = "write the content into a text file; only its name was changed"
            raise ContentError([Finding("BR117", what, Span(file), help)])
    encoding = next((name for mark, name in WIDE.items() if content.startswith(mark)), None)
    if encoding or (len(content) > 8 and not (any(content[1:64:2]) and any(content[:64:2]))):
        what = f"the file is {encoding or 'UTF-16'} text, not UTF-8"
        raise ContentError([Finding("BR101", what, Span(file), "save it anew with the encoding 'UTF-8'")])


def _kind_of_archive(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    return next(
        (kind for start, kind in INSIDE_ARCHIVES if any(name.startswith(start) for name in names)), None
    )


def find_strays(source_map: SourceMap) -> list[Finding]:
    """A finding for each thing in a text that nobody can have meant."""
    return [*_merges(source_map), *find_unseen(source_map), *_odd_spaces(source_map), *_damaged(source_map)]


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
            what = f"a merge left two versions here, in lines {line} to {source_map.at(closing.start()).line}"
            help = "keep what is right of the two, and delete the lines with <<<<<<<, ======= and >>>>>>>"
        else:
            what, help = "a merge left its mark here", "delete the line, and look whether a text stands twice"
        yield Finding("BR119", what, source_map.at(match.start(), len(match.group())), help)


def find_unseen(source_map: SourceMap) -> Iterator[Finding]:
    """A finding for each character of a text that cannot be seen."""
    for match in UNSEEN_ANYWHERE.finditer(source_map.source):
        sign = match.group()[0]
        what = f"{UNSEEN[sign]} (U+{ord(sign):04X}) stands here"
        is_line_end = sign in "\u2028\u2029\x85"
        help = "put a space or a line end of your editor in its place" if is_line_end else "delete it"
        yield Finding("BR118", what, source_map.at(match.start()), help)
    for offset in (m.start() for m in re.finditer(SPACE_WITHOUT_WIDTH, source_map.source)):
        what = "a space without width (U+200B) stands here"
        help = "delete it: nobody who searches for the word finds it with this inside"
        yield Finding("BR118", what, source_map.at(offset), help, Severity.WARNING)


def _odd_spaces(source_map: SourceMap) -> Iterator[Finding]:
    for match in ODD_SPACES.finditer(source_map.source):
        what = f"spaces of another kind (U+{ord(match[1][0]):04X}) stand here, which YAML takes for letters"
        help = "put plain spaces in their place"
        yield Finding("BR118", what, source_map.at(match.start(1), len(match[1])), help)


def _damaged(source_map: SourceMap) -> Iterator[Finding]:
    for match in DAMAGED.finditer(source_map.source):
        is_lost = match.group().startswith("\ufffd")
        what = (
            "a character was lost here when the file was read in another encoding"
            if is_lost
            else f"'{match.group()}' looks like one character that was read in another encoding"
        )
        severity = Severity.ERROR if is_lost else Severity.WARNING
        help = "write the character that was meant; save as UTF-8"
        yield Finding("BR121", what, source_map.at(match.start(), len(match.group())), help, severity)


def find_unseen_in_name(name: str, source_map: SourceMap, offset: int) -> Finding | None:
    """The finding for a key that is another one than it looks, because of what cannot be seen in it."""
    match = UNSEEN_IN_NAMES.search(name)
    if match is None:
        return None
    what = (
        f"a character that cannot be seen (U+{ord(match.group()):04X}) stands in the key '{seen_name(name)}'"
    )
    return Finding("BR118", what, source_map.at(offset + match.start()), "type the key anew")


def seen_name(name: str) -> str:
    """A key as it is seen."""
    return UNSEEN_IN_NAMES.sub("", name.replace(SPACE_WITHOUT_WIDTH, ""))


def inside_curly_quotes(text: str) -> str | None:
    """What stands in the curly quotes around a whole text, if there are any."""
    match = QUOTED.match(text)
    return match["inside"] if match else None


def explain_full_width_colon(source_map: SourceMap) -> Finding | None:
    """The finding for a key behind which the colon of another script stands."""
    match = FULL_WIDTH_COLON.search(source_map.source)
    if match is None:
        return None
    what = f"the colon after '{match['key']}' is one of another script, which YAML does not know"
    return Finding(
        "BR120", what, source_map.at(match.start("colon")), f"write `{match['key']}: …` with a plain colon"
    )
