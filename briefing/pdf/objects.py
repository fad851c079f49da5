"""The objects of a PDF, read from its bytes one after the other, with the one grammar of the texts in them.

Nothing of the engine is asked, so that what is checked is what a reader gets, wherever it stands: packed objects are
read too (ISO 32000-2, 7.5.7). What a rule asks of them stands in `inside` and in `pdf_text`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

START = re.compile(rb"(?<!\d)(\d{1,10}) \d{1,10} obj\b")
STREAM_END = re.compile(rb"\r?\n?endstream\b")
LENGTH = re.compile(rb"/Length\s+(\d{1,12})\b(?!\s+\d+\s+R)")
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
FIRST = re.compile(rb"/First\s+(\d{1,12})\b")
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of a stream. More is no text of a brief, but what a small file unpacks to that is meant to fill memory."""

LONGEST_NUMBER = 12

TEXT = re.compile(
    rb"\((?P<plain>(?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+)\)|<(?P<hex>(?i:feff)[0-9A-Fa-f\s]*+)>",
    re.DOTALL,
)
"""A text string (ISO 32000-2, 7.3.4): in brackets, which may hold balanced ones, or in hexadecimal UTF-16."""

END = re.compile(rb"(?:" + TEXT.pattern + rb")|\bendobj\b|\b(?P<stream>stream)\r?\n", re.DOTALL)
"""Where an object or its dictionary ends; the same words in a text end nothing."""

KEYED_TEXT = re.compile(rb"(?:/(?P<key>\w+)\s*)?(?:" + TEXT.pattern + rb")", re.DOTALL)
ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


@dataclass(frozen=True, slots=True)
class PdfObject:
    """An object as it is written: its value or dictionary, and its stream where it has one."""

    number: int
    head: bytes
    packed: bytes = b""
    """The stream as it stands in the file."""

    @property
    def stream(self) -> bytes:
        """The stream unpacked; nothing where it is damaged, too large, or packed in a way that only pictures are."""
        if b"/FlateDecode" not in self.head:
            return self.packed
        try:
            unpacker = zlib.decompressobj()
            plain = unpacker.decompress(self.packed, MOST_UNPACKED)
            return b"" if unpacker.unconsumed_tail else plain
        except zlib.error:
            return b""


@lru_cache(maxsize=1)
def read_objects(content: bytes) -> tuple[PdfObject, ...]:
    """The objects of a PDF in the order of the file; those of the last one are kept for the next rule."""
    return tuple(_objects(content))


def _objects(content: bytes) -> Iterator[PdfObject]:
    at = 0
    while start := START.search(content, at):
        end = _end_of_head(content, start.end())
        if end is None:
            return
        head, at = content[start.end() : end.start()].strip(), end.end()
        packed = b""
        if end["stream"]:
            at = _end_of_stream(content, head, end.end())
            packed = content[end.end() : at]
        one = PdfObject(int(start[1]), head, packed)
        yield one
        if PACKED.search(head):
            yield from _unpacked(one)


def _end_of_head(content: bytes, start: int) -> re.Match[bytes] | None:
    found = END.finditer(content, start)
    return next((match for match in found if match["plain"] is None and match["hex"] is None), None)


def _end_of_stream(content: bytes, head: bytes, start: int) -> int:
    """Where a stream ends: by its length, or, where that is told elsewhere or wrong, by the word behind it."""
    length = LENGTH.search(head)
    if length and STREAM_END.match(content, start + int(length[1])):
        return start + int(length[1])
    end = STREAM_END.search(content, start)
    return end.start() if end else len(content)


def _unpacked(one: PdfObject) -> Iterator[PdfObject]:
    """The objects of an object stream: pairs of number and offset first, then the objects."""
    plain, first = one.stream, FIRST.search(one.head)
    if first is None:
        return
    body = int(first[1])
    words = plain[:body].split()
    if len(words) % 2 or not all(len(word) <= LONGEST_NUMBER and word.isdigit() for word in words):
        return
    numbers = [int(word) for word in words]
    starts = numbers[1::2]
    ends = [*starts[1:], len(plain) - body]
    for number, start, end in zip(numbers[::2], starts, ends, strict=False):
        yield PdfObject(number, plain[body + start : body + end])


def texts_in(content: bytes) -> Iterator[tuple[str, str]]:
    """The texts in a piece of a PDF, each with the key that it stands under, or none."""
    for match in KEYED_TEXT.finditer(content):
        yield (match["key"] or b"").decode(), _decoded(_written(match))


def without_texts(content: bytes) -> bytes:
    """A piece of a PDF with empty texts: what is left are names, numbers and what they lead to."""
    return TEXT.sub(b"()", content)


def _written(match: re.Match[bytes]) -> bytes:
    plain: bytes | None = match["plain"]
    if plain is not None:
        return ESCAPE.sub(_unescaped, plain) if b"\\" in plain else plain
    digits = b"".join(match["hex"].split()).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _unescaped(match: re.Match[bytes]) -> bytes:
    mark = match[1]
    if mark.isdigit():
        return bytes([int(mark, 8) & 0xFF])
    return ESCAPED.get(mark, mark)


def _decoded(encoded: bytes) -> str:
    """A text string: UTF-16 or UTF-8 behind a mark of its order, else an encoding like Latin-1."""
    if encoded.startswith(b"\xfe\xff"):
        return encoded[2:].decode("utf-16-be", "replace")
    if encoded.startswith(b"\xef\xbb\xbf"):
        return encoded[3:].decode("utf-8", "replace")
    return encoded.decode("latin-1")
