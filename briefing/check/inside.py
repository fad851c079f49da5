"""What is inside the bytes of a PDF, other than pages: its objects, texts, files and links, read from the file itself.

Nothing of the engine is asked, so that what is checked is what a reader gets. Objects are read one after the other,
the packed ones (ISO 32000-2, 7.5.7) too; streams of pages, fonts and pictures are passed over.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

START = re.compile(rb"(\d+) 0 obj\s")
END = re.compile(rb"\bendobj\b|\bstream\r?\n")
LENGTH = re.compile(rb"/Length\s+(\d+)")
METADATA = re.compile(rb"/Type\s*/Metadata")
PACKED = re.compile(rb"/Type\s*/ObjStm")
TEXT = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<[Ff][Ee][Ff][Ff]([0-9A-Fa-f]*)>", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
FILE = re.compile(rb"/Type\s*/Filespec\b")
LINK = re.compile(rb"/URI\s*(?=[(<])")


@dataclass(frozen=True)
class Inside:
    """The objects of a PDF without their streams, by their numbers, and its packet of metadata."""

    objects: dict[int, bytes]
    packet: str = ""

    @cached_property
    def bare(self) -> dict[int, bytes]:
        """The objects without their texts: what is left are names, numbers and what they lead to."""
        return {number: TEXT.sub(b"()", content) for number, content in self.objects.items()}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every text that an object has, and the packet of metadata."""
        found = [_decoded(match) for content in self.objects.values() for match in TEXT.finditer(content)]
        return (*dict.fromkeys(found), self.packet)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the links lead to that leave the document."""
        return tuple(
            dict.fromkeys(
                _decoded(text)
                for content in self.objects.values()
                for match in LINK.finditer(content)
                if (text := TEXT.match(content, match.end()))
            )
        )

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that it carries."""
        return tuple(
            _value(content, b"UF") or _value(content, b"F") or ""
            for content in self.objects.values()
            if FILE.search(content)
        )

    def of_type(self, kind: bytes) -> Iterator[bytes]:
        """The objects, without their texts, that say that they are of a type."""
        pattern = re.compile(rb"/Type\s*/" + kind + rb"\b")
        return (content for content in self.bare.values() if pattern.search(content))

    def names_among(self, names: Iterable[bytes]) -> set[bytes]:
        """Those of some names that stand in an object: `JavaScript`, `Launch`."""
        pattern = re.compile(b"/(" + b"|".join(names) + rb")(?![\w.-])")
        return {match[1] for content in self.bare.values() for match in pattern.finditer(content)}


@lru_cache(maxsize=1)
def read_inside(content: bytes) -> Inside:
    """The inside of a PDF; the last one is kept for the next rule."""
    objects: dict[int, bytes] = {}
    packet, at = "", 0
    while match := START.search(content, at):
        end = END.search(content, match.end())
        if end is None:
            break
        head, at = content[match.end() : end.start()], end.end()
        if end.group().startswith(b"stream"):
            length = LENGTH.search(head)
            at += int(length[1]) if length else 0
            stream = content[end.end() : at]
            if PACKED.search(head):
                objects |= _unpacked(head, stream)
            elif METADATA.search(head):
                packet = unescape(_inflated(head, stream).decode("utf-8", "replace"))
        objects[int(match[1])] = head
    return Inside(objects, packet)


def _inflated(head: bytes, stream: bytes) -> bytes:
    if b"FlateDecode" not in head:
        return stream
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _unpacked(head: bytes, stream: bytes) -> dict[int, bytes]:
    """The objects of an object stream: pairs of number and offset first, then the objects."""
    plain, first = _inflated(head, stream), re.search(rb"/First\s+(\d+)", head)
    if first is None:
        return {}
    body = int(first[1])
    numbers = [int(word) for word in plain[:body].split()]
    starts = numbers[1::2]
    ends = [*starts[1:], len(plain) - body]
    return {
        number: plain[body + start : body + end]
        for number, start, end in zip(numbers[::2], starts, ends, strict=True)
    }


def _value(content: bytes, key: bytes) -> str | None:
    match = re.search(b"/" + key + rb"\s*(?=[(<])", content)
    text = TEXT.match(content, match.end()) if match else None
    return _decoded(text) if text else None


def _decoded(match: re.Match[bytes]) -> str:
    if match[2] is not None:
        return bytes.fromhex(match[2].decode()).decode("utf-16-be", "replace")
    plain = ESCAPED.sub(rb"\1", match[1]) if b"\\" in match[1] else match[1]
    return (
        plain[2:].decode("utf-16-be", "replace") if plain.startswith(b"\xfe\xff") else plain.decode("latin-1")
    )
