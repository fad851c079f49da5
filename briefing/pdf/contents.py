"""The contents of a PDF that rules check: links, files, fonts, tags, names of actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.pdf.objects import Dictionary, PdfObjects, Value, read_objects

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
FONTS_WITHOUT_A_FILE = ("/Type0", "/Type3")
"""Fonts that refer to another font, and fonts that the page draws itself (ISO 32000-2, 9.6.4 and 9.7.6)."""


@dataclass(frozen=True)
class PdfContents:
    """The contents of a PDF, found by the types and keys of its objects."""

    objects: PdfObjects

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the links that leave the document."""
        found = (self.objects.text(value) for key, value in self._entries() if key == "/URI")
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the embedded files."""
        specs = self.of_type("/Filespec")
        return tuple(self.objects.text(one.get("/UF")) or self.objects.text(one.get("/F")) for one in specs)

    @property
    def font_names(self) -> tuple[str, ...]:
        """The names of the fonts that have a descriptor."""
        return tuple(_font_name(one) for one in self.of_type("/FontDescriptor"))

    @property
    def unembedded_fonts(self) -> Iterator[str]:
        """The fonts that are not embedded (ISO 19005-3, 6.2.11.4)."""
        for one in self.of_type("/FontDescriptor"):
            if not any(key in one for key in FONT_FILES):
                yield _font_name(one)
        for one in self.of_type("/Font"):
            if one.get("/Subtype") not in FONTS_WITHOUT_A_FILE and "/FontDescriptor" not in one:
                yield _font_name(one)

    @property
    def is_tagged(self) -> bool:
        """True where the document is marked as tagged and its structure tree has at least one element."""
        catalog = self.objects.dictionary(self.objects.trailer.get("/Root"))
        marks = self.objects.dictionary(catalog.get("/MarkInfo"))
        kids = self.objects.resolved(self.objects.dictionary(catalog.get("/StructTreeRoot")).get("/K"))
        first = kids[0] if isinstance(kids, list) and kids else kids
        return marks.get("/Marked") is True and bool(self.objects.dictionary(first))

    def of_type(self, kind: str) -> Iterator[Dictionary]:
        """Return the objects of a type, such as `/Font`."""
        return (one.value for one in self.objects.objects if one.type == kind)

    def names_among(self, names: Iterable[str]) -> set[str]:
        """Return those of some names that occur in an object, as a key or a value: `/JavaScript`, `/Launch`."""
        wanted = set(names)
        used = (name for key, value in self._entries() for name in (key, value) if isinstance(name, str))
        return wanted.intersection(used)

    def _entries(self) -> Iterator[tuple[str, Value]]:
        """Return the entries of all dictionaries, and the items of arrays with the key of the array."""
        waiting: list[tuple[str, Value]] = [("", one.value) for one in self.objects.objects]
        while waiting:
            key, value = waiting.pop()
            yield key, value
            if isinstance(value, dict):
                waiting += value.items()
            elif isinstance(value, list):
                waiting += [(key, item) for item in value]


def _font_name(font: Dictionary) -> str:
    name = font.get("/FontName") or font.get("/BaseFont")
    return name[1:] if isinstance(name, str) else "without a name"


@lru_cache(maxsize=1)
def read_contents(content: bytes) -> PdfContents:
    """Read the contents of a PDF, and keep them for the next rule. Raises UnreadableError."""
    return PdfContents(read_objects(content))
