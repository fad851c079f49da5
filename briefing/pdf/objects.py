"""Read the objects of a PDF as plain values with qpdf: decoded names, strings and, within limits, streams.

Objects in object streams (ISO 32000-2, 7.5.7) and objects that nothing refers to are read too. `contents` and `text`
extract the information that rules need.
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
"""The limit for one decoded stream, in bytes. No text of a brief is larger; a hostile file may be."""

MAX_DECODED = 512 * MIB
"""The limit for all decoded streams of a file, in bytes."""

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

SKIPPED_TYPES = {"/Image", "/OpenType", "/CIDFontType0C", "/Type1C", "/ObjStm", "/XRef"}
"""Types of streams with pictures, fonts, or objects that are read separately."""

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
"""The filters whose output qpdf limits, or that hardly expand their input."""

MARKING, MARKING_AND_SHOWING = "BDC DP", "BDC DP Tj TJ ' \""
"""The operators of a content stream that may have text strings (ISO 32000-2, annex A)."""

MAY_HAVE_TEXTS = re.compile(
    rb"\(|<<(?![^<>()]*+>>)|<\s*(?:[Ff]\s*[Ee]\s*[Ff]\s*[Ff]|[Ee]\s*[Ff]\s*[Bb]\s*[Bb])"
)
"""A content stream without any of these has only glyph numbers, and is not parsed."""

MAY_SHOW_TEXTS = re.compile(rb"(?:\)|<\s*[EeFf]\s*[EeFf][^<>]*+>)\s*(?:Tj|[\]'\"(<]|[-.\d])")
"""In a stream with any of these, the strings on the page may be texts, not glyph numbers."""

LONGEST_STANDARD_NAME = 20


class UnreadableError(ValueError):
    """The bytes are not a PDF, or the PDF is damaged or encrypted."""


@dataclass(frozen=True, slots=True)
class PdfObject:
    """An object: its value, which is the dictionary of a stream, and the decoded stream."""

    reference: str
    value: Value
    content: bytes | None = None
    """The decoded stream; None for other objects, and for streams that are skipped or cannot be decoded."""
    strings: tuple[str, ...] = ()
    """The strings in a content stream, in order."""

    @property
    def type(self) -> str:
        """The type in the dictionary, such as `/Font`; empty where there is none."""
        kind = self.value.get("/Type") if isinstance(self.value, dict) else None
        return kind if isinstance(kind, str) else ""


@dataclass(frozen=True)
class PdfObjects:
    """All objects of a PDF, and its trailer, which refers to the root."""

    trailer: Dictionary
    objects: tuple[PdfObject, ...]

    @cached_property
    def by_reference(self) -> Mapping[str, PdfObject]:
        """The objects by reference, such as `7 0 R`."""
        return {one.reference: one for one in self.objects}

    def resolved(self, value: Value) -> Value:
        """Return the value behind a reference, or the value itself."""
        for _ in range(8):  # in a hostile file, a reference may lead to another one
            if not is_reference(value):
                return value
            found = self.by_reference.get(value)
            value = found.value if found else None
        return None

    def dictionary(self, value: Value) -> Dictionary:
        """Return the dictionary that a value is or refers to; an empty one for anything else."""
        found = self.resolved(value)
        return found if isinstance(found, dict) else {}

    def text(self, value: Value) -> str:
        """Return the string that a value is or refers to; an empty one for anything else."""
        return text_of(self.resolved(value)) or ""


def is_reference(value: Value) -> bool:
    """Return whether a value is a reference to an object."""
    return isinstance(value, str) and REFERENCE.fullmatch(value) is not None


def text_of(value: Value) -> str | None:
    """Return the text of a string (ISO 32000-2, 7.9.2.2); None for other values."""
    if not isinstance(value, str):
        return None
    if value.startswith("u:"):
        return value[2:]
    return decode_string(bytes.fromhex(value[2:])) if value.startswith("b:") else None


def decode_string(encoded: bytes) -> str:
    """Decode a string by its byte order mark, else as PDFDocEncoding, or as Latin-1 where that is undefined."""
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
    """Decode a stream such as a file or an XMP packet: UTF-16 by its first bytes, else UTF-8."""
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
    """Open a PDF with the limits set. Raises UnreadableError for an unreadable file, also inside the context."""
    import pikepdf
    from pikepdf.settings import set_qpdf_limits

    set_qpdf_limits(**LIMITS)  # type: ignore[arg-type]
    try:
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(content)) as pdf:
            warnings.simplefilter("ignore")  # about truncated streams
            yield pdf
    except (pikepdf.PikepdfError, RecursionError) as error:
        message = str(error).rpartition(">: ")[2]  # the part before is an address in memory
        raise UnreadableError(message or type(error).__name__) from None


@lru_cache(maxsize=1)
def read_objects(content: bytes) -> PdfObjects:
    """Read the objects of a PDF, and keep them for the next rule. Raises UnreadableError."""
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
    """Return the objects that may have text: pikepdf returns numbers, booleans and null as Python values."""
    import pikepdf

    return (one for one in pdf.objects if isinstance(one, pikepdf.Object))


def _reference(one: pikepdf.Object) -> str:
    number, generation = one.objgen
    return f"{number} {generation} R"


def value_of(one: pikepdf.Object) -> Value:
    """Return the value of an object; references in it are kept."""
    return json.loads(one.to_json(dereference=True))


def _content_streams(values: Mapping[str, Value]) -> Iterator[str]:
    """Return the references to streams that draw pages, and glyphs of Type 3 fonts."""
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
    """Decodes streams up to the limit for the whole file."""

    def __init__(self) -> None:
        self.left = MAX_DECODED

    def decode(self, one: pikepdf.Object, value: Value) -> bytes | None:
        """Decode a stream like `decode_stream`. Raises UnreadableError above the limit for the file."""
        content = decode_stream(one, value)
        self.left -= len(content or b"")
        if self.left < 0:
            raise UnreadableError(f"its streams decode to more than {MAX_DECODED // MIB} MiB")
        return content


def decode_stream(one: object, value: Value) -> bytes | None:
    """Decode a stream; None for other objects, and for streams that are skipped, damaged or too large."""
    import pikepdf

    if not isinstance(one, pikepdf.Stream) or not _is_read(value):
        return None
    try:
        return one.read_bytes()
    except pikepdf.PikepdfError:
        return None


def _is_read(value: Dictionary) -> bool:
    """Return whether a stream is decoded: pictures, fonts, and filters with unlimited output are skipped."""
    filters = value.get("/Filter") or []
    used = filters if isinstance(filters, list) else [filters]
    is_bounded = all(isinstance(name, str) and name in BOUNDED_FILTERS for name in used)
    kinds = {str(value.get(key)) for key in ("/Type", "/Subtype")}
    return is_bounded and not kinds & SKIPPED_TYPES and "/Length1" not in value


def _strings(stream: pikepdf.Object, content: bytes) -> Iterator[str]:
    """Return the strings in a content stream, also those in property lists, up to any damage."""
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
    """Return the strings and names in a value, each with its key in the dictionary."""
    waiting: list[tuple[str, Value]] = [(key, value)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed(value.items())
            yield from (("", name[1:]) for name in value if may_have_words(name))
        elif isinstance(value, list):
            waiting += [(key, item) for item in reversed(value)]
        elif isinstance(value, str):
            text = value[1:] if value.startswith("/") and may_have_words(value) else text_of(value)
            if text:
                yield key, text


def may_have_words(name: str) -> bool:
    """Return whether a name may have words in it: standard names are short and have only letters and digits."""
    return len(name) > LONGEST_STANDARD_NAME or not name[1:].isalnum()
