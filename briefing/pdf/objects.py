"""The objects of a PDF as plain values, read by qpdf: names and strings decoded, streams decoded within bounds.

The objects that compose others are read too, wherever they are packed (ISO 32000-2, 7.5.7), and those that nothing
refers to. What rules need to know about them is in `contents` and in `text`.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:  # it takes 22 ms to import, and the command itself reads no PDF
    import pikepdf

MIB = 1024 * 1024
MAX_STREAM = 64 * MIB
"""Bytes that one stream may decode to. More is no text of a brief, but made to fill memory."""

MAX_DECODED = 512 * MIB
"""Bytes that all streams of a file may decode to."""

MAX_OBJECTS = 1_000_000
LIMITS = {
    "flate_max_memory": MAX_STREAM,
    "png_max_memory": MAX_STREAM,
    "tiff_max_memory": MAX_STREAM,
    "run_length_max_memory": MAX_STREAM,
    "max_stream_filters": 4,
    "parser_max_nesting": 200,
    "parser_max_container_size": 1_000_000,
    "doc_max_warnings": 1000,
}
"""The limits of qpdf for hostile and damaged files."""

Value: TypeAlias = Any
"""A value as qpdf writes it in JSON, version 2: `/Name`, `u:text`, `b:hex`, `7 0 R`, numbers, lists, dictionaries."""

Dictionary: TypeAlias = Mapping[str, Value]

REFERENCE = re.compile(r"\d+ \d+ R")

PASSED_OVER = {"/Image", "/OpenType", "/CIDFontType0C", "/Type1C", "/ObjStm", "/XRef"}
"""Types of streams that hold pictures, fonts, or objects that are read by themselves."""

BOUNDED_FILTERS = {
    "/FlateDecode",
    "/Fl",
    "/ASCIIHexDecode",
    "/AHx",
    "/ASCII85Decode",
    "/A85",
    "/RunLengthDecode",
    "/RL",
}
"""The filters whose output qpdf bounds, or that give hardly more than they get."""

MARKING, MARKING_AND_SHOWING = "BDC DP", "BDC DP Tj TJ ' \""
"""The operators of a content stream that may have text strings (ISO 32000-2, annex A)."""

MAY_HAVE_TEXTS = re.compile(
    rb"\(|<<(?![^<>()]*+>>)|<\s*(?:[Ff]\s*[Ee]\s*[Ff]\s*[Ff]|[Ee]\s*[Ff]\s*[Bb]\s*[Bb])"
)
"""A content stream without any of these has the numbers of glyphs alone, and is not parsed."""

MAY_SHOW_TEXTS = re.compile(rb"(?:\)|<\s*[EeFf]\s*[EeFf][^<>]*+>)\s*(?:Tj|[\]'\"(<]|[-.\d])")
"""The strings that such a stream shows on the page may be texts, not the numbers of glyphs."""

LONGEST_STANDARD_NAME = 20


class UnreadableError(ValueError):
    """The bytes are no PDF, or a damaged or locked one."""


@dataclass(frozen=True, slots=True)
class PdfObject:
    """An object: its value, which is the dictionary of a stream, and what its stream decodes to."""

    reference: str
    value: Value
    content: bytes | None = None
    """The decoded stream; None for other objects, and for streams that are passed over or cannot be decoded."""
    strings: tuple[str, ...] = ()
    """The strings in a content stream, in their order."""

    @property
    def type(self) -> str:
        """The type that the dictionary gives: `/Font`; nothing where it gives none."""
        kind = self.value.get("/Type") if isinstance(self.value, dict) else None
        return kind if isinstance(kind, str) else ""


@dataclass(frozen=True)
class PdfObjects:
    """All objects of a PDF, and its trailer, which says where to begin."""

    trailer: Dictionary
    objects: tuple[PdfObject, ...]

    @cached_property
    def by_reference(self) -> Mapping[str, PdfObject]:
        """The objects by what refers to them: `7 0 R`."""
        return {one.reference: one for one in self.objects}

    def resolved(self, value: Value) -> Value:
        """The value that a reference leads to, or the value itself."""
        for _ in range(8):  # a reference may lead to another one, in a file that was made to confuse
            if not is_reference(value):
                return value
            found = self.by_reference.get(value)
            value = found.value if found else None
        return None

    def dictionary(self, value: Value) -> Dictionary:
        """The dictionary that a value is or leads to; an empty one for anything else."""
        found = self.resolved(value)
        return found if isinstance(found, dict) else {}

    def text(self, value: Value) -> str:
        """The string that a value is or leads to; an empty one for anything else."""
        return text_of(self.resolved(value)) or ""


def is_reference(value: Value) -> bool:
    """Whether a value refers to an object."""
    return isinstance(value, str) and REFERENCE.fullmatch(value) is not None


def text_of(value: Value) -> str | None:
    """The text of a string (ISO 32000-2, 7.9.2.2); None for a value of another kind."""
    if not isinstance(value, str):
        return None
    if value.startswith("u:"):
        return value[2:]
    return decode_string(bytes.fromhex(value[2:])) if value.startswith("b:") else None


def decode_string(encoded: bytes) -> str:
    """A string with a byte order mark, or in PDFDocEncoding; bytes that it does not define are read as Latin-1."""
    for mark, encoding in (
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if encoded.startswith(mark):
            return encoded[len(mark) :].decode(encoding, "replace")
    try:
        return encoded.decode("pdfdoc_pikepdf")
    except ValueError:
        return encoded.decode("latin-1")


def decode_text(content: bytes) -> str:
    """The text of a stream such as a file or a packet of metadata: UTF-16 by its first bytes, else UTF-8."""
    for start, encoding in (
        (b"\xfe\xff", "utf-16"),
        (b"\xff\xfe", "utf-16"),
        (b"\0<", "utf-16-be"),
        (b"<\0", "utf-16-le"),
    ):
        if content.startswith(start):
            return content.decode(encoding, "replace")
    return content.decode("utf-8-sig", "replace")


@contextmanager
def open_pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF with the limits set. Raises UnreadableError for bytes that are none, also while it is read."""
    import pikepdf
    from pikepdf.settings import set_qpdf_limits

    set_qpdf_limits(**LIMITS)  # type: ignore[arg-type]
    try:
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(content)) as pdf:
            warnings.simplefilter("ignore")  # a stream that is cut short
            yield pdf
    except (pikepdf.PikepdfError, RecursionError) as error:
        message = str(error).rpartition(">: ")[2]  # what is before is an address in memory
        raise UnreadableError(message or type(error).__name__) from None


@lru_cache(maxsize=1)
def read_objects(content: bytes) -> PdfObjects:
    """Read the objects of a PDF; those of the last one are kept for the next rule. Raises UnreadableError."""
    with open_pdf(content) as pdf:
        values = dict(_values(pdf))
        contents = set(_content_streams(values))
        decoder = _Decoder()
        objects = []
        for one in _composite(pdf):
            reference = _reference(one)
            stream = decoder.decode(one, values[reference])
            is_page = reference in contents or _is_drawing(values[reference])
            strings = tuple(_strings(one, stream)) if is_page and stream else ()
            objects.append(PdfObject(reference, values[reference], None if is_page else stream, strings))
        return PdfObjects(value_of(pdf.trailer), tuple(objects))


def _values(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Value]]:
    if len(pdf.objects) > MAX_OBJECTS:
        raise UnreadableError(f"it has more than {MAX_OBJECTS:,} objects")
    for one in _composite(pdf):
        yield _reference(one), value_of(one)


def _composite(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The objects that may hold words: pikepdf gives numbers, truth values and null as Python's own."""
    import pikepdf

    return (one for one in pdf.objects if isinstance(one, pikepdf.Object))


def _reference(one: pikepdf.Object) -> str:
    number, generation = one.objgen
    return f"{number} {generation} R"


def value_of(one: pikepdf.Object) -> Value:
    """The value of an object; what it refers to stays a reference."""
    return json.loads(one.to_json(dereference=True))


def _content_streams(values: Mapping[str, Value]) -> Iterator[str]:
    """The references to streams that draw pages, and the glyphs of fonts that are drawn."""
    for value in values.values():
        if not isinstance(value, dict):
            continue
        contents = value.get("/Contents")
        if isinstance(contents, str) and isinstance(values.get(contents), list):
            contents = values[contents]
        glyphs = value.get("/CharProcs")
        streams = [*(contents if isinstance(contents, list) else [contents])]
        streams += glyphs.values() if isinstance(glyphs, dict) else ()
        yield from filter(is_reference, streams)


def _is_drawing(value: Value) -> bool:
    return isinstance(value, dict) and (value.get("/Subtype") == "/Form" or "/PatternType" in value)


class _Decoder:
    """Decodes streams until all of them have had their share."""

    def __init__(self) -> None:
        self.left = MAX_DECODED

    def decode(self, one: pikepdf.Object, value: Value) -> bytes | None:
        """What a stream decodes to, as `decode_stream` does. Raises UnreadableError where it is one too many."""
        content = decode_stream(one, value)
        self.left -= len(content or b"")
        if self.left < 0:
            raise UnreadableError(f"its streams decode to more than {MAX_DECODED // MIB} MiB")
        return content


def decode_stream(one: object, value: Value) -> bytes | None:
    """What a stream decodes to; None where it is no stream, passed over, damaged or too large."""
    import pikepdf

    if not isinstance(one, pikepdf.Stream) or not _is_read(value):
        return None
    try:
        return one.read_bytes()
    except pikepdf.PikepdfError:
        return None


def _is_read(value: Dictionary) -> bool:
    """Whether the content of a stream is read: not that of pictures and fonts, nor what could be of any size."""
    filters = value.get("/Filter") or []
    used = filters if isinstance(filters, list) else [filters]
    is_bounded = all(isinstance(name, str) and name in BOUNDED_FILTERS for name in used)
    kinds = {str(value.get(key)) for key in ("/Type", "/Subtype")}
    return is_bounded and not kinds & PASSED_OVER and "/Length1" not in value


def _strings(stream: pikepdf.Object, content: bytes) -> Iterator[str]:
    """The strings in a content stream, those of property lists too; up to where it is damaged."""
    import pikepdf

    if not MAY_HAVE_TEXTS.search(content):
        return
    operators = MARKING_AND_SHOWING if MAY_SHOW_TEXTS.search(content) else MARKING
    try:
        instructions = pikepdf.parse_content_stream(stream, operators)
    except (pikepdf.PikepdfError, TypeError, ValueError):
        return
    for instruction in instructions:
        for operand in instruction.operands:
            if isinstance(operand, pikepdf.Dictionary | pikepdf.Array | pikepdf.String):
                yield from (text for _, text in texts_in(value_of(operand)) if "\0" not in text)


def texts_in(value: Value, key: str = "") -> Iterator[tuple[str, str]]:
    """The strings and names in a value, each with the key of the dictionary that it is in."""
    waiting: list[tuple[str, Value]] = [(key, value)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed(value.items())
            yield from (("", name[1:]) for name in value if is_telling(name))
        elif isinstance(value, list):
            waiting += [(key, item) for item in reversed(value)]
        elif isinstance(value, str):
            text = value[1:] if value.startswith("/") and is_telling(value) else text_of(value)
            if text:
                yield key, text


def is_telling(name: str) -> bool:
    """Whether a name may hold words: those of the standard are short, of letters and digits alone."""
    return len(name) > LONGEST_STANDARD_NAME or not name[1:].isalnum()
