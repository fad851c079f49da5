"""What comes of an edition, as bytes on their way from the process or the machine that made it.

Whoever made it may have been taken over by what was in it. So nothing is unpacked here but plain values: a head in
JSON, bounded in its size and in its number of values, and behind it the bytes of files. Each value is held against
what it may be, and what can be known here is found here. Bytes that are no result are a NotAResultError, and
nothing else can come of them.
"""

from __future__ import annotations

import json
import math
import os
import struct
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Never

from briefing.core.codes import NAMES
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
from briefing.execution.sandbox import LACKING
from briefing.files.fonts import package_font
from briefing.files.layers import LAYERED, NOWHERE, OUTSIDE, SHIPPED, USER
from briefing.files.read_log import LISTED, LOOKED_FOR, READ, UNKNOWN, Entry, ReadLog, stamp_of
from briefing.files.workspace import SHIPPED_PREFIX, Files
from briefing.pipeline.result import Made

RESULT_LIMIT = 512 << 20
"""Bytes of all that comes of an edition; a PDF of 200 pages of pictures has a tenth of that."""

HEAD_LIMIT = 32 << 20
WORDS_LIMIT = 2_000_000
"""Characters of all that is said in findings of one kind; in JSON, one of them takes up to twelve bytes."""

VALUE_LIMIT = 1_000_000
"""Values in the head, at most: as many commas, and opening brackets and braces."""

FINDING_LIMIT, READ_LIMIT, FEW = 20_000, 50_000, 100
SENTENCE_LIMIT, SOURCE_LIMIT, NAME_LIMIT, LIST_LIMIT = 20_000, 1 << 20, 1_000, 1 << 20
"""Characters of a sentence, of a line of a file, of a name, and of a list of names."""

GREATEST, LONGEST_SECONDS, MOST_PAGES = 1 << 40, 1e7, 100_000

MOST_STARS = 3
"""In a pattern of names; the names that match one are looked for by each later build."""

DIGEST = frozenset("0123456789abcdef")
KEPT_MARKS = frozenset({"\t", "\n", *map(chr, range(0xDC80, 0xDD00))})
"""What is not printed as it is, but stands in lines of files and, undecoded, in their names."""

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

STAGES = ("compose", "lay out", "check", "export")

HEAD = struct.Struct("<I")


class NotAResultError(ValueError):
    """Bytes that are not what comes of an edition."""


@dataclass(frozen=True, slots=True)
class Bug:
    """An exception that nobody expected, in words: what it says, and the way that it took."""

    what: str
    details: str


@dataclass(frozen=True)
class Asked:
    """What was asked of an edition: the HTML beside its PDF, or the files of its handout, kind → name."""

    files: Files
    html: bool = False
    handout: Mapping[str, str] = field(default_factory=dict)


def pack_bug(error: BaseException) -> bytes:
    """The bytes of an exception."""
    details = "".join(traceback.format_exception(error))
    head = {"bug": _clipped(f"{type(error).__name__}: {error}"), "details": details[-SOURCE_LIMIT:]}
    told = _as_json(head)
    return HEAD.pack(len(told)) + told


def pack(made: Made) -> bytes:
    """The bytes of what came of an edition. Where there is too much to say of it, less is said."""
    blobs = {"pdf": made.content, "html": made.html}
    blobs |= {f"handout {kind}": content for kind, (_, content) in made.handout.items()}
    sent = {kind: content for kind, content in blobs.items() if content is not None}
    most = FINDING_LIMIT
    while not _fits(told := _told(made, sent, most)) and most:
        most //= 10
    return b"".join((HEAD.pack(len(told)), told, *sent.values()))


def _told(made: Made, sent: Mapping[str, bytes], most: int) -> bytes:
    """The head, with so many findings of each kind at most."""
    sources: dict[str, int] = {"": 0}
    error = made.error
    return _as_json(
        {
            "files": [[kind, len(content)] for kind, content in sent.items()],
            "pages": made.page_count,
            "fitted": list(made.fitted),
            "findings": _packed(made.findings, sources, most),
            "accepted": _packed(made.accepted, sources, most),
            "error": [type(error).__name__, _packed(error.findings, sources, max(most, 1))]
            if error
            else None,
            "seconds": made.seconds,
            "times": dict(made.times),
            "reads": [[how, name, *entry] for (how, name), entry in made.reads.entries.items()],
            "unconfined": list(made.unconfined),
            "sources": list(sources),
        }
    )


def _as_json(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head, separators=(",", ":")).encode()


def _fits(head: bytes | bytearray) -> bool:
    return len(head) <= HEAD_LIMIT and sum(map(head.count, (b",", b"[", b"{"))) <= VALUE_LIMIT


def _packed(findings: Sequence[Finding], sources: dict[str, int], most: int) -> list[list[Any]]:
    """Findings as lists; lines of files are kept once each. Where there are too many, errors come first."""
    if len(findings) > most:
        findings = sorted(findings, key=lambda one: one.severity is not Severity.ERROR)[:most]
    rows: list[list[Any]] = []
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


def unpack(content: bytes | bytearray, asked: Asked) -> Made | Bug:
    """What came of an edition. Raises NotAResultError for bytes that do not say so."""
    try:
        head, blobs = _split(content)
        if "bug" in head:
            return Bug(_text(head["bug"], SENTENCE_LIMIT), _text(head["details"], SOURCE_LIMIT))
        return _made(head, blobs, asked)
    except (KeyError, TypeError, ValueError, RecursionError, OverflowError, struct.error) as error:
        raise NotAResultError(_clipped(f"{type(error).__name__}: {error}")[:FEW]) from None


def _split(content: bytes | bytearray) -> tuple[dict[str, Any], memoryview]:
    """The head, and the bytes behind it."""
    (size,) = HEAD.unpack_from(content)
    told = content[HEAD.size : HEAD.size + size]
    if len(told) != size or not _fits(told):
        raise ValueError("the head is too large, or cut off")
    head = json.loads(told.decode(), parse_constant=_refuse)
    if type(head) is not dict:
        raise ValueError("the head is not a table")
    return head, memoryview(content)[HEAD.size + size :]


def _refuse(name: str) -> Never:
    raise ValueError(f"{name} is not a number here")


def _made(head: Mapping[str, Any], blobs: memoryview, asked: Asked) -> Made:
    files = _files(head["files"], blobs)
    sources = [_words(one, SOURCE_LIMIT) for one in _list(head["sources"], 3 * FINDING_LIMIT)]
    error = _error(head["error"], sources)
    wanted = {f"handout {kind}" for kind in asked.handout} or {"pdf", *(("html",) if asked.html else ())}
    may_be_there = wanted if error is None else {"html"} & wanted
    if files.keys() != may_be_there and not (error is not None and not files):
        raise ValueError("other files than were asked for")
    for kind in files.keys() & {"pdf", "handout pdf"}:
        if not files[kind].startswith(b"%PDF-") or not files[kind].rstrip().endswith(b"%%EOF"):
            raise ValueError("the PDF is none")
    findings, accepted = (_findings(head[name], sources) for name in ("findings", "accepted"))
    if has_errors(accepted) or (error is None and has_errors(findings)):
        raise ValueError("an error that stops nothing")
    reads = _ledger(head["reads"], asked.files)
    return Made(
        files.get("pdf"),
        files.get("html"),
        {kind: (name, files[f"handout {kind}"]) for kind, name in asked.handout.items() if files},
        page_count=_number(head["pages"], MOST_PAGES, least=int("pdf" in files)),
        fitted=tuple(_word(one) for one in _list(head["fitted"], FEW)),
        findings=findings,
        accepted=accepted,
        error=error,
        seconds=_seconds(head["seconds"]),
        times={_one_of(stage, STAGES): _seconds(told) for stage, told in _table(head["times"]).items()},
        seen={
            name: _path(name, entry, asked.files)
            for (how, name), entry in reads.entries.items()
            if how == READ
        },
        reads=reads,
        unconfined=tuple(_one_of(one, LACKING) for one in _list(head["unconfined"], len(LACKING))),
    )


def _files(told: Any, blobs: memoryview) -> dict[str, bytes]:  # noqa: ANN401
    """The files behind the head, which must be all that is there."""
    files: dict[str, bytes] = {}
    at = 0
    for kind, size in (_row(one, 2) for one in _list(told, FEW)):
        end = at + _number(size, len(blobs) - at)
        if _text(kind, FEW) in files:
            raise ValueError("one file twice")
        files[kind], at = bytes(blobs[at:end]), end
    if at != len(blobs):
        raise ValueError("bytes of no file")
    return files


def _error(told: Any, sources: Sequence[str]) -> BriefingError | None:  # noqa: ANN401
    if told is None:
        return None
    kind, findings = _row(told, 2)
    found = _findings(findings, sources)
    if not has_errors(found):
        raise ValueError("an error without a cause")
    return ERRORS[_text(kind, FEW)](found)


def _findings(told: Any, sources: Sequence[str]) -> tuple[Finding, ...]:  # noqa: ANN401
    return tuple(_finding(_row(one, 9), sources) for one in _list(told, FINDING_LIMIT))


def _finding(row: Sequence[Any], sources: Sequence[str]) -> Finding:
    code, what, help, severity, file, line, column, length, source = row
    at, across, wide = (_number(one, GREATEST) for one in (line, column, length))
    text = sources[_number(source, len(sources) - 1)]
    where = Span(_words(file), at, across, wide, text)
    sentence, help_ = _words(what), _words(help)
    return Finding(_one_of(code, NAMES), sentence, where, help_, Severity(_text(severity, FEW)))


def _ledger(told: Any, files: Files) -> ReadLog:  # noqa: ANN401
    """What was read: names within the workspace alone, and no stamp but what this process sees itself.

    A later build looks at all that stands here, so nothing may stand here at which that build must not look.
    """
    ledger = ReadLog()
    for row in _list(told, READ_LIMIT):
        how, name, place, stamp, digest = _row(row, 5)
        if _one_of(how, (READ, LOOKED_FOR, LISTED)) == LISTED:
            _check_pattern(name)
            ledger.note(how, name, ("", None, _text(digest, LIST_LIMIT)))
            continue
        _check_name(name)
        if _text(digest, FEW) and (how != READ or not DIGEST.issuperset(digest)):
            raise ValueError("a digest that is none")
        ledger.note(how, name, _entry(name, _text(place, SENTENCE_LIMIT), stamp, digest, files))
    return ledger


def _entry(name: str, place: str, stamp: Any, digest: str, files: Files) -> Entry:  # noqa: ANN401
    if place not in (USER, SHIPPED, NOWHERE, OUTSIDE):
        font = package_font(name)
        if font is None:
            return NOWHERE, None, UNKNOWN
        place = os.fspath(font)
    if stamp is None:
        return place, None, digest
    size, changed, entered = (_number(one, 1 << 63) for one in _row(stamp, 3))
    seen = stamp_of(os.fspath(_path(name, (place, None, digest), files)))
    return place, (seen if seen == (size, changed, entered) else None), digest


def _path(name: str, entry: Entry, files: Files) -> Path:
    place = entry[0]
    if place == SHIPPED:
        return files.shipped.joinpath(*(part for part in name.split("/") if part != "shipped"))
    return files.root / name if place in (USER, NOWHERE, OUTSIDE) else Path(place)


def _check_name(name: Any) -> None:  # noqa: ANN401
    parts = _text(name, NAME_LIMIT).split("/")
    if "\0" in name or "\\" in name or name.startswith("/") or ".." in parts or not any(parts):
        raise ValueError("a name that leads out of the workspace")


def _check_pattern(pattern: Any) -> None:  # noqa: ANN401
    _check_name(pattern)
    stars = pattern.replace("**", "*").count("*")
    folder = pattern.removeprefix(SHIPPED_PREFIX).split("/")[0]
    if stars > MOST_STARS or pattern.count("**") > 1 or folder not in READABLE:
        raise ValueError("a pattern that nobody lists")


def _text(value: Any, most: int) -> str:  # noqa: ANN401
    if type(value) is not str or len(value) > most:
        raise TypeError("not a text, or too long a one")
    return value


def _words(value: Any, most: int = SENTENCE_LIMIT) -> str:  # noqa: ANN401
    """A text without what steers a terminal or a log: reports for other programs print it as it is."""
    if _text(value, most).isprintable():
        return str(value)
    return "".join(mark if mark.isprintable() or mark in KEPT_MARKS else "\ufffd" for mark in value)


def _word(value: Any) -> str:  # noqa: ANN401
    """A short text that is printed as it is."""
    if not _text(value, FEW).isprintable():
        raise ValueError("a word that cannot be printed")
    return str(value)


def _one_of(value: Any, choices: Iterable[str]) -> str:  # noqa: ANN401
    if type(value) is not str or value not in choices:
        raise ValueError("none of the words that there are")
    return value


def _number(value: Any, most: int, least: int = 0) -> int:  # noqa: ANN401
    if type(value) is not int or not least <= value <= most:
        raise ValueError("not a number, or one out of bounds")
    return value


def _seconds(value: Any) -> float:  # noqa: ANN401
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= LONGEST_SECONDS:
        raise ValueError("not a time")
    return float(value)


def _list(value: Any, most: int) -> list[Any]:  # noqa: ANN401
    if type(value) is not list or len(value) > most:
        raise TypeError("not a list, or too long a one")
    return value


def _row(value: Any, length: int) -> list[Any]:  # noqa: ANN401
    if len(_list(value, length)) != length:
        raise TypeError("a list of another length")
    return list(value)


def _table(value: Any) -> dict[str, Any]:  # noqa: ANN401
    if type(value) is not dict or len(value) > FEW:
        raise TypeError("not a table, or too large a one")
    return value
