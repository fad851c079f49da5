"""What rules on the file ask of the objects of a PDF: its links, files, metadata, and objects of a type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

from briefing.pdf.objects import PdfObject, read_objects, texts_in, without_texts

METADATA = re.compile(rb"/Type\s*/Metadata\b")
FILE = re.compile(rb"/Type\s*/Filespec\b")


@dataclass(frozen=True)
class Inside:
    """The objects of a PDF; streams of pages, fonts and pictures are passed over."""

    objects: tuple[PdfObject, ...]

    @cached_property
    def bare(self) -> dict[int, bytes]:
        """The objects by their numbers, without their texts."""
        return {one.number: without_texts(one.head) for one in self.objects}

    @cached_property
    def packet(self) -> str:
        """The packet of metadata that describes the document (ISO 16684-1)."""
        packets = (one.stream for one in self.objects if METADATA.search(one.head))
        return unescape(b"\n".join(packets).decode("utf-8", "replace"))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that an object has, and the packet of metadata."""
        found = (text for one in self.objects for _, text in texts_in(one.head))
        return (*dict.fromkeys(found), self.packet)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the links lead to that leave the document."""
        found = (text for one in self.objects for key, text in texts_in(one.head) if key == "URI")
        return tuple(dict.fromkeys(found))

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that it carries."""
        named = (dict(texts_in(one.head)) for one in self.objects if FILE.search(one.head))
        return tuple(texts.get("UF") or texts.get("F", "") for texts in named)

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
    return Inside(read_objects(content))
