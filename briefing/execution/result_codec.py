"""Encode the result of a job as bytes, and decode the bytes that come from a worker process or machine.

The sender may have been compromised by the content of the edition. So only plain values are decoded: a head in JSON,
limited in its size and its number of values, followed by the bytes of files. Each value is validated, and everything
that can be determined here is determined here. Bytes that are not a valid result raise NotAResultError, and nothing
else.
"""

from __future__ import annotations

import json
import math
import os
import struct
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, partial
from typing import Annotated, Any, Literal, Never, get_args, get_origin, get_type_hints

from briefing.core.errors import (
    BriefingError,
    BugError,
    ContentError,
    MachineError,
    PromiseError,
    RendererError,
    SelectionError,
    WorkspaceError,
)
from briefing.core.finding import Finding, Severity, Span, has_errors
from briefing.core.rule_packages import is_code
from briefing.execution.sandbox import LACKING
from briefing.files.fonts import package_font
from briefing.files.kept_drawings import DRAWING_LIMIT, MOST_NEW
from briefing.files.layers import LAYERED, NOWHERE, OUTSIDE
from briefing.files.read_log import LISTED, LOOKED_FOR, READ, UNKNOWN, USED, Entry, ReadLog, stamp_of
from briefing.files.workspace import SHIPPED_PREFIX, Files
from briefing.pipeline.formats import FORMATS, PDF
from briefing.results import AtMost, EditionReport, Result

RESULT_LIMIT = 512 << 20
"""The greatest size of a result, in bytes; a PDF with 200 pages of pictures has a tenth of that."""

HEAD_LIMIT = 32 << 20
WORDS_LIMIT = 2_000_000
"""The greatest number of characters in the findings of one kind; in JSON, a character takes up to twelve bytes."""

VALUE_LIMIT = 1_000_000
"""The greatest number of values in the head, counted as commas, opening brackets and opening braces."""

FINDING_LIMIT, READ_LIMIT, FEW = 20_000, 50_000, 100
SENTENCE_LIMIT, SOURCE_LIMIT, NAME_LIMIT, LIST_LIMIT = 20_000, 1 << 20, 1_000, 1 << 20
"""The greatest number of characters in a sentence, in a line of a file, in a name, and in a list of names."""

GREATEST, GREATEST_MEASURE = 1 << 40, 1e7
"""The limits of whole numbers without a limit of their own, and of measurements such as seconds."""

MOST_STARS = 3
"""The greatest number of stars in a pattern of names, which each later build matches again."""

DIGEST = frozenset("0123456789abcdef")
KEY_LENGTH = 32
"""The number of digits in the key of a drawing."""

KEPT_MARKS = frozenset({"\t", "\n", *map(chr, range(0xDC80, 0xDD00))})
"""Unprintable characters that are kept: they occur in lines of files and, undecoded, in file names."""

READABLE = ("content", *LAYERED)

ERRORS: Mapping[str, type[BriefingError]] = {
    kind.__name__: kind
    for kind in (
        BriefingError,
        ContentError,
        SelectionError,
        WorkspaceError,
        PromiseError,
        RendererError,
        MachineError,
        BugError,
    )
}

HEAD = struct.Struct("<I")


class NotAResultError(ValueError):
    """Bytes that are not a valid result."""


@dataclass(frozen=True, slots=True)
class Bug:
    """An unexpected exception as text: its message and its traceback."""

    what: str
    details: str


@dataclass(frozen=True)
class Expected:
    """The expected result: files of these formats, made from this workspace."""

    files: Files
    file_names: tuple[str, ...] = (PDF,)


def pack_bug(error: BaseException) -> bytes:
    """Encode an unexpected exception."""
    details = "".join(traceback.format_exception(error))
    head = {"bug": _clipped(f"{type(error).__name__}: {error}"), "details": details[-SOURCE_LIMIT:]}
    packed = _as_json(head)
    return HEAD.pack(len(packed)) + packed


def pack(result: Result) -> bytes:
    """Encode a result. If there are too many findings, some are dropped."""
    most = FINDING_LIMIT
    while not _fits(head := _head_of(result, most)) and most:
        most //= 10
    drawings = (drawing.encode() for drawing in result.drawings.values())
    return b"".join((HEAD.pack(len(head)), head, *result.files.values(), *drawings))


def _head_of(result: Result, most: int) -> bytes:
    """Return the head, with at most that many findings of each kind."""
    sources: dict[str, int] = {"": 0}
    error = result.error
    return _as_json(
        {
            "files": [[name, len(content)] for name, content in result.files.items()],
            "drawings": [[key, len(drawing.encode())] for key, drawing in result.drawings.items()],
            "report": {
                name: _packed_value(getattr(result.report, name), sources, most) for name in _report_types()
            },
            "error": [type(error).__name__, _packed(error.findings, sources, max(most, 1))]
            if error
            else None,
            "reads": [[how, name, *entry] for (how, name), entry in result.reads.entries.items()],
            "unconfined": list(result.unconfined),
            "sources": list(sources),
        }
    )


@cache
def _report_types() -> dict[str, object]:
    """Return the fields of a report with their types and limits."""
    hints = get_type_hints(EditionReport, include_extras=True)
    return {field.name: hints[field.name] for field in fields(EditionReport)}


def _packed_value(value: object, sources: dict[str, int], most: int) -> object:
    """Return a field of a report as plain values."""
    if isinstance(value, tuple):
        findings = [one for one in value if isinstance(one, Finding)]
        return _packed(findings, sources, most) if findings else list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _as_json(head: Mapping[str, object]) -> bytes:
    return json.dumps(head, separators=(",", ":")).encode()


def _fits(head: bytes | bytearray) -> bool:
    return len(head) <= HEAD_LIMIT and sum(map(head.count, (b",", b"[", b"{"))) <= VALUE_LIMIT


def _packed(findings: Sequence[Finding], sources: dict[str, int], most: int) -> list[list[object]]:
    """Return findings as lists; each line of a file is included once. If there are too many, errors come first."""
    if len(findings) > most:
        findings = sorted(findings, key=lambda one: one.severity is not Severity.ERROR)[:most]
    rows: list[list[object]] = []
    left = WORDS_LIMIT
    for one in findings:
        what, help, where, line = _clipped(one.what), _clipped(one.help), one.where, _line(one.where.source)
        left -= len(what) + len(help) + (0 if line in sources else len(line))
        if left < 0 and rows:
            break
        at = sources.setdefault(line, len(sources))
        place = [where.file, where.line, where.column, where.length, at]
        rows.append([one.code, what, help, one.severity.value, *place])
    return rows


def _line(source: str) -> str:
    return source[:SOURCE_LIMIT] if len(source) > SOURCE_LIMIT else source


def _clipped(sentence: str) -> str:
    half = SENTENCE_LIMIT // 2 - 2
    return f"{sentence[:half]} … {sentence[-half:]}" if len(sentence) > SENTENCE_LIMIT else sentence


def unpack(content: bytes | bytearray, expected: Expected) -> Result | Bug:
    """Decode the result of a job. Raises NotAResultError for bytes that are not a valid result."""
    try:
        head, blobs = _split(content)
        if "bug" in head:
            return Bug(_text(head["bug"], SENTENCE_LIMIT), _text(head["details"], SOURCE_LIMIT))
        return _result(head, blobs, expected)
    except (KeyError, TypeError, ValueError, RecursionError, OverflowError, struct.error) as error:
        raise NotAResultError(_clipped(f"{type(error).__name__}: {error}")[:FEW]) from None


def _split(content: bytes | bytearray) -> tuple[dict[str, object], memoryview]:
    """Return the head, and the bytes after it."""
    (size,) = HEAD.unpack_from(content)
    packed = content[HEAD.size : HEAD.size + size]
    if len(packed) != size or not _fits(packed):
        raise ValueError("the head is too large or truncated")
    head = json.loads(packed.decode(), parse_constant=_refuse)
    if type(head) is not dict:
        raise ValueError("the head is not an object")
    return head, memoryview(content)[HEAD.size + size :]


def _refuse(name: str) -> Never:
    raise ValueError(f"{name} is not a valid number")


def _result(head: Mapping[str, object], blobs: memoryview, expected: Expected) -> Result:
    keys = [_key(_row(one, 2)[0]) for one in _list(head["drawings"], MOST_NEW)]
    files = _files([*_list(head["files"], FEW), *_list(head["drawings"], MOST_NEW)], blobs)
    drawings = {key: _drawing(files.pop(key)) for key in keys}
    sources = [_words(one, SOURCE_LIMIT) for one in _list(head["sources"], 3 * FINDING_LIMIT)]
    error = _error(head["error"], sources)
    report = _report(head["report"], sources)
    _check_files(files, expected, is_failed=error is not None)
    if has_errors(report.accepted) or (error is None and has_errors(report.findings)):
        raise ValueError("an error in the findings of a successful edition")
    if PDF in files and report.page_count == 0:
        raise ValueError("a PDF without pages")
    return Result(
        files,
        report,
        error,
        _read_log(head["reads"], expected.files),
        unconfined=tuple(_one_of(one, LACKING) for one in _list(head["unconfined"], len(LACKING))),
        drawings=drawings,
    )


def _check_files(files: Mapping[str, bytes], expected: Expected, *, is_failed: bool) -> None:
    """Raises ValueError for unexpected files, and for a file that is not of its format."""
    names = expected.file_names
    if is_failed:
        names = tuple(name for name in names if name in FORMATS and FORMATS[name].is_made_of_failures)
    if files.keys() != {*names} and not (is_failed and not files):
        raise ValueError("unexpected or missing files")
    for name in files.keys() & FORMATS.keys():
        if not FORMATS[name].looks_whole(files[name]):
            raise ValueError(f"the file is not a whole {name}")


def _report(given: object, sources: Sequence[str]) -> EditionReport:
    """Decode the report: each field is validated by its type and the limits of that type."""
    types = _report_types()
    found = _table(given)
    if found.keys() != types.keys():
        raise ValueError("unexpected or missing fields in the report")
    fields: dict[str, Any] = {  # dataclasses have no type for fields that are chosen by their annotations
        name: _unpacked_value(kind, found[name], sources) for name, kind in types.items()
    }
    return EditionReport(**fields)


def _unpacked_value(kind: object, given: object, sources: Sequence[str]) -> object:
    """Decode a value of a type that a report may have. Raises ValueError or TypeError for any other value."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind == tuple[Finding, ...]:
        return _findings(given, sources)
    if origin is tuple and arguments[1:] == (...,):
        return tuple(_unpacked_value(arguments[0], one, sources) for one in _list(given, FEW))
    if origin is Mapping:
        return {
            _unpacked_value(arguments[0], key, sources): _unpacked_value(arguments[1], one, sources)
            for key, one in _table(given).items()
        }
    if origin is Literal:
        return _one_of(given, arguments)
    if origin is Annotated and isinstance(arguments[1], AtMost):
        return _number(given, arguments[1].limit)
    if not isinstance(kind, type):
        raise TypeError("a type that no report has")
    return SCALARS[kind](given)


def _files(given: object, blobs: memoryview) -> dict[str, bytes]:
    """Return the files after the head, which must account for all bytes."""
    files: dict[str, bytes] = {}
    at = 0
    for one in _list(given, FEW + MOST_NEW):
        given_name, size = _row(one, 2)
        name = _text(given_name, FEW)
        end = at + _number(size, len(blobs) - at)
        if name in files:
            raise ValueError("duplicate file")
        files[name], at = bytes(blobs[at:end]), end
    if at != len(blobs):
        raise ValueError("extra bytes after the files")
    return files


def _key(value: object) -> str:
    """Return the key of a drawing, which becomes part of the name of a file."""
    key = _text(value, KEY_LENGTH)
    if len(key) != KEY_LENGTH or not DIGEST.issuperset(key):
        raise ValueError("invalid key of a drawing")
    return key


def _drawing(content: bytes) -> str:
    if len(content) > DRAWING_LIMIT:
        raise ValueError("a drawing is too large")
    return content.decode()


def _error(given: object, sources: Sequence[str]) -> BriefingError | None:
    if given is None:
        return None
    kind, findings = _row(given, 2)
    found = _findings(findings, sources)
    if not has_errors(found):
        raise ValueError("an error without findings")
    return ERRORS[_text(kind, FEW)](found)


def _findings(given: object, sources: Sequence[str]) -> tuple[Finding, ...]:
    return tuple(_finding(_row(one, 9), sources) for one in _list(given, FINDING_LIMIT))


def _finding(row: Sequence[object], sources: Sequence[str]) -> Finding:
    code, what, help, severity, file, line, column, length, source = row
    at, across, wide = (_number(one, GREATEST) for one in (line, column, length))
    text = sources[_number(source, len(sources) - 1)]
    where = Span(_words(file), at, across, wide, text)
    sentence, help_ = _words(what), _words(help)
    return Finding(_code(code), sentence, where, help_, Severity(_text(severity, FEW)))


def _code(given: object) -> str:
    code = _text(given, FEW)
    if not is_code(code):
        raise ValueError("an unknown finding code")
    return code


def _read_log(given: object, files: Files) -> ReadLog:
    """Decode the read log: only names in the workspace, and only stamps that this process can confirm.

    A later build reads everything that the log names, so it must not name anything that such a build must not read.
    """
    log = ReadLog()
    for row in _list(given, READ_LIMIT):
        how, name, place, stamp, digest = _row(row, 5)
        kind = _one_of(how, (READ, LOOKED_FOR, LISTED, USED))
        if kind == USED:
            continue  # the command, which has planned the edition, knows the parts of files that it uses
        if kind == LISTED:
            log.note(kind, _pattern(name), ("", None, _text(digest, LIST_LIMIT)))
            continue
        found = _text(digest, FEW)
        if found and (kind != READ or not DIGEST.issuperset(found)):
            raise ValueError("invalid digest")
        known = _name(name)
        log.note(kind, known, _entry(known, _text(place, SENTENCE_LIMIT), stamp, found, files))
    return log


def _entry(name: str, place: str, stamp: object, digest: str, files: Files) -> Entry:
    if place not in (*dict(files.layers.all()), NOWHERE, OUTSIDE):
        font = package_font(name)
        if font is None:
            return NOWHERE, None, UNKNOWN
        place = os.fspath(font)
    if stamp is None:
        return place, None, digest
    size, changed, entered = (_number(one, 1 << 63) for one in _row(stamp, 3))
    seen = stamp_of(os.fspath(files.path_at(name, place)))
    return place, (seen if seen == (size, changed, entered) else None), digest


def _name(value: object) -> str:
    """Return the name of a file in the workspace."""
    name = _text(value, NAME_LIMIT)
    parts = name.split("/")
    if "\0" in name or "\\" in name or name.startswith("/") or ".." in parts or not any(parts):
        raise ValueError("a name leads out of the workspace")
    return name


def _pattern(value: object) -> str:
    """Return a pattern of names in the workspace."""
    pattern = _name(value)
    stars = pattern.replace("**", "*").count("*")
    folder = next((folder for folder in pattern.split("/") if folder != SHIPPED_PREFIX[:-1]), "")
    if stars > MOST_STARS or pattern.count("**") > 1 or folder not in READABLE:
        raise ValueError("unexpected pattern of names")
    return pattern


def _text(value: object, most: int) -> str:
    if type(value) is not str or len(value) > most:
        raise TypeError("not a text, or too long")
    return value


def _words(value: object, most: int = SENTENCE_LIMIT) -> str:
    """Return a text without control characters, which could steer a terminal or a log that prints it unchanged."""
    words = _text(value, most)
    if words.isprintable():
        return words
    return "".join(mark if mark.isprintable() or mark in KEPT_MARKS else "\ufffd" for mark in words)


def _word(value: object) -> str:
    """Return a short text that is safe to print."""
    word = _text(value, FEW)
    if not word.isprintable():
        raise ValueError("an unprintable text")
    return word


def _one_of(value: object, choices: Iterable[str]) -> str:
    if type(value) is not str or value not in choices:
        raise ValueError("unknown word")
    return value


def _number(value: object, most: int, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("not a whole number, or out of range")
    return value


def _truth(value: object) -> bool:
    if type(value) is not bool:
        raise TypeError("neither true nor false")
    return value


def _measure(value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise TypeError("not a number")
    if not math.isfinite(value) or not 0 <= value <= GREATEST_MEASURE:
        raise ValueError("a number out of range")
    return float(value)


def _list(value: object, most: int) -> list[object]:
    if type(value) is not list or len(value) > most:
        raise TypeError("not a list, or too long")
    return value


def _row(value: object, length: int) -> list[object]:
    row = _list(value, length)
    if len(row) != length:
        raise TypeError("a list of the wrong length")
    return row


def _table(value: object) -> dict[str, object]:
    if type(value) is not dict or len(value) > FEW:
        raise TypeError("not an object, or too large")
    return value


SCALARS: Mapping[type, Callable[[object], object]] = {
    bool: _truth,
    int: partial(_number, most=GREATEST),
    float: _measure,
    str: _word,
}
"""The decoders of plain types; a report has no others."""
