"""Attacks by a worker that something in an edition has compromised. They run in the worker instead of its own code."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import pickle
import signal
import socket
import stat
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from briefing.execution import result_codec
from briefing.execution.result_codec import HEAD, HEAD_LIMIT, RESULT_LIMIT
from briefing.execution.worker import FRAME, PACE, PAGES, RESULT, TAKEN, do_task
from briefing.results import EditionReport, Result

PDF = b"%PDF-1.7\n%%EOF\n"
FINDING = ["BR501", "what", "help", "warning", "content/a.png", 1, 1, 1, 0]


OWN_FILES = Path("/proc/self/fd")


def sockets() -> list[int]:
    """Return the numbers of the sockets that this process holds."""
    numbers = (int(path.name) for path in OWN_FILES.iterdir())
    return [number for number in numbers if _is_socket(number)]


def _is_socket(number: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


def send(content: bytes) -> None:
    (number,) = sockets()
    left = memoryview(content)
    while left:
        left = left[os.write(number, left) :]


def framed(content: bytes, kind: bytes = RESULT) -> bytes:
    return FRAME.pack(kind, len(content)) + content


def headed(head: object, *blobs: bytes) -> bytes:
    """Frame a head and files."""
    encoded = head if isinstance(head, bytes) else json.dumps(head).encode()
    return framed(HEAD.pack(len(encoded)) + encoded + b"".join(blobs))


def good_head(**other: object) -> dict[str, object]:
    """Return the head of a good result with one PDF, with some values replaced."""
    head = {
        "files": [["pdf", len(PDF)]],
        "drawings": [],
        "report": good_report(),
        "error": None,
        "reads": [],
        "unconfined": [],
        "sources": [""],
    }
    return head | other


def packed_early(**files: bytes) -> bytes:
    """Return a packed early result with these files."""
    return result_codec.pack(Result(files))


def send_early(sent: bytes, *_: object) -> None:
    """Send messages while the edition is made, and wait."""
    send(sent)
    time.sleep(60)


def good_report(**other: object) -> dict[str, object]:
    """Return the report of a good result, with some values replaced."""
    report = json.loads(json.dumps(dataclasses.asdict(EditionReport(page_count=1, seconds=1.0))))
    return report | other


class Bomb:
    """An object that creates a file when it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self):
        return Path.touch, (self.canary,)


def with_finding(**other: object) -> bytes:
    names = ("code", "what", "help", "severity", "file", "line", "column", "length", "source")
    finding = [other.get(name, value) for name, value in zip(names, FINDING, strict=True)]
    return headed(good_head(report=good_report(findings=[finding])), PDF)


def with_read(
    how: object, name: object, place: object = "user", stamp: object = None, digest: object = "ab"
) -> bytes:
    return headed(good_head(reads=[[how, name, place, stamp, digest]]), PDF)


FORGED: dict[str, Callable[[Path], bytes]] = {
    "a pickle": lambda canary: framed(pickle.dumps(Bomb(canary))),
    "a pickle as pools send it": lambda canary: pickle.dumps((1, Bomb(canary))),
    "a pickle as a head": lambda canary: headed(pickle.dumps(Bomb(canary))),
    "a pickle as a PDF": lambda canary: headed(
        good_head(files=[["pdf", len(pickle.dumps(Bomb(canary)))]]), pickle.dumps(Bomb(canary))
    ),
    "a line of text": lambda _: b"here you are, a PDF: ...............\n",
    "nothing in it": lambda _: framed(b""),
    "a length without end": lambda _: FRAME.pack(RESULT, (1 << 64) - 1),
    "a little too long": lambda _: FRAME.pack(RESULT, RESULT_LIMIT + 1),
    "a kind that there is not": lambda _: framed(b"", kind=b"x"),
    "taken twice": lambda _: FRAME.pack(TAKEN, 0) * 2,
    "a long word on the pace": lambda _: FRAME.pack(PACE, 1 << 40),
    "a head that is longer than all": lambda _: framed(HEAD.pack(HEAD_LIMIT + 1) + b"{}"),
    "a head that is cut off": lambda _: framed(HEAD.pack(100) + b"{}"),
    "a head that is no JSON": lambda _: headed(b"{]"),
    "a head that is not UTF-8": lambda _: headed(b'{"files": "\xff"}'),
    "a head of brackets": lambda _: headed(b"[" * 900_000),
    "a head of commas": lambda _: headed(b"[" + b"0," * 3_000_000 + b"0]"),
    "a head that is a list": lambda _: headed([]),
    "a number of a million digits": lambda _: headed(b'{"report": ' + b"9" * 1_000_000 + b"}"),
    "a number that is none": lambda _: headed(good_head(report=good_report(seconds=float("nan"))), PDF),
    "time without end": lambda _: headed(good_head(report=good_report(seconds=1e300)), PDF),
    "time before its start": lambda _: headed(good_head(report=good_report(seconds=-1)), PDF),
    "a report that is none": lambda _: headed(good_head(report=[]), PDF),
    "a report with less in it": lambda _: headed(good_head(report={"page_count": 1}), PDF),
    "a report with more in it": lambda _: headed(good_head(report=good_report(more=1)), PDF),
    "a name that is missing": lambda _: headed({"files": []}),
    "no PDF": lambda _: headed(good_head(files=[])),
    "a PDF that is none": lambda _: headed(good_head(files=[["pdf", 5]]), b"hello"),
    "a PDF that is cut off": lambda _: headed(good_head(files=[["pdf", 8]]), b"%PDF-1.7"),
    "two PDFs": lambda _: headed(good_head(files=[["pdf", len(PDF)]] * 2), PDF, PDF),
    "HTML that nobody asked for": lambda _: headed(
        good_head(files=[["pdf", len(PDF)], ["composed", 1]]), PDF, b"x"
    ),
    "a file that nobody asked for": lambda _: headed(
        good_head(files=[["pdf", len(PDF)], ["../../x", 1]]), PDF, b"x"
    ),
    "HTML of 5 GB": lambda _: headed(good_head(files=[["pdf", len(PDF)], ["composed", 5 << 30]]), PDF, b"x"),
    "a file of less than nothing": lambda _: headed(good_head(files=[["pdf", -1]]), PDF),
    "bytes behind the last file": lambda _: headed(good_head(), PDF, b"more"),
    "a drawing with a path as its key": lambda _: headed(
        good_head(drawings=[["../" * 10 + "aa", 1]]), PDF, b"x"
    ),
    "a drawing that is not UTF-8": lambda _: headed(good_head(drawings=[["a" * 32, 1]]), PDF, b"\xff"),
    "a drawing in the place of a PDF": lambda _: headed(good_head(drawings=[["pdf", 1]]), PDF, b"x"),
    "two drawings with one key": lambda _: headed(good_head(drawings=[["a" * 32, 1]] * 2), PDF, b"xx"),
    "drawings without end": lambda _: headed(
        good_head(drawings=[[f"{number:032}", 0] for number in range(1_000)]), PDF
    ),
    "a drawing of megabytes": lambda _: headed(
        good_head(drawings=[["a" * 32, 2 << 20]]), PDF, b"x" * (2 << 20)
    ),
    "pages below zero": lambda _: headed(good_head(report=good_report(page_count=-1)), PDF),
    "no page": lambda _: headed(good_head(report=good_report(page_count=0)), PDF),
    "pages without end": lambda _: headed(good_head(report=good_report(page_count=10**30)), PDF),
    "pages as a text": lambda _: headed(good_head(report=good_report(page_count="1")), PDF),
    "pages as a truth": lambda _: headed(good_head(report=good_report(page_count=True)), PDF),
    "an unknown code": lambda _: with_finding(code="BR999"),
    "a code as a list": lambda _: with_finding(code=["BR501"]),
    "an unknown weight": lambda _: with_finding(severity="fatal"),
    "an error that stops nothing": lambda _: with_finding(severity="error"),
    "a sentence of megabytes": lambda _: with_finding(what="x" * 3_000_000),
    "a line below zero": lambda _: with_finding(line=-5),
    "a source that is not there": lambda _: with_finding(source=7),
    "a finding with more in it": lambda _: headed(
        good_head(report=good_report(findings=[[*FINDING, "more"]])), PDF
    ),
    "a million findings": lambda _: headed(good_head(report=good_report(findings=[FINDING] * 100_000)), PDF),
    "an error without a cause": lambda _: headed(good_head(error=["ContentError", []], files=[])),
    "an error of another kind": lambda _: headed(good_head(error=["SystemExit", [FINDING]], files=[])),
    "a word with an escape in it": lambda _: headed(good_head(report=good_report(fitted=["\x1b[2J"])), PDF),
    "a word of two lines": lambda _: headed(
        good_head(report=good_report(fitted=["spacing\nout/other.pdf  1 page"])), PDF
    ),
    "a stage that there is not": lambda _: headed(good_head(report=good_report(times={"\x1b[2J": 1.0})), PDF),
    "a lack that there is not": lambda _: headed(good_head(unconfined=["\x1b[2J"]), PDF),
    "a file of the system as read": lambda _: with_read("read", "/etc/shadow"),
    "a file above the workspace as read": lambda _: with_read("read", "content/../../secret"),
    "a device as the name of a pattern": lambda _: with_read("listed", "/dev/*"),
    "a pattern that takes for ever": lambda _: with_read("listed", "content/**/**/**/**/**/x"),
    "a pattern of all there is": lambda _: with_read("listed", "*/*/*"),
    "a name with a zero": lambda _: with_read("read", "content/a\0b"),
    "something else than read": lambda _: with_read("written", "content/a"),
    "a digest that is none": lambda _: with_read("read", "content/a", digest="\x1b[2J"),
    "a stamp of texts": lambda _: with_read("read", "content/a", stamp=["a", "b", "c"]),
}
"""Name → the bytes to send. All of them are refused, at the cost of the edition that sent them."""


def forge(name: str, canary: Path, *_: object):
    send(FORGED[name](canary))
    signal.pause()


def cut_off(*_: object):
    """Send half a result, and end."""
    send(headed(good_head(), PDF)[:40])
    os._exit(0)


def announce_and_wait(*_: object):
    send(FRAME.pack(RESULT, RESULT_LIMIT) + b"{")
    signal.pause()


def trickle(*_: object):
    send(FRAME.pack(RESULT, 1000))
    while True:
        send(b"x")
        time.sleep(0.2)


def flood(*_: object):
    word = (FRAME.pack(PACE, PAGES.size) + PAGES.pack(7)) * 1000
    while True:
        send(word)


def hang_up(*_: object):
    for number in sockets():
        os.close(number)
    signal.pause()


def leave_a_copy(*_: object):
    """End, while a fork of the worker keeps the socket open."""
    if os.fork() == 0:
        time.sleep(20)
    os._exit(3)


def kill_all(*_: object):
    """End the parent process, with all of its forks, if the system permits it."""
    with contextlib.suppress(PermissionError):
        os.kill(os.getppid(), signal.SIGKILL)
    os._exit(3)


BEHAVIOURS = {
    function.__name__: function
    for function in (cut_off, announce_and_wait, trickle, flood, hang_up, leave_a_copy, kill_all)
}


def attack(attackers: Mapping[str, Callable[..., object]], job, *options):
    """Attack with the editions of some briefs, each in its own way; build those of the others."""
    made = do_task(job, *options)  # confined from here on
    attacker = attackers.get(job.edition.brief)
    if attacker is None:
        return made
    assert made.files["pdf"]
    attacker(job)
    return None


def attacker_of(name: str, canary: Path) -> Callable[..., object]:
    """Return the function that sends forged bytes, or misbehaves, by its name."""
    return partial(forge, name, canary) if name in FORGED else BEHAVIOURS[name]


def bad(name: str, canary: Path):
    """Return an attacker by its name, for the edition of one brief."""
    return partial(attack, {"trial": attacker_of(name, canary)})


OF_OTHERS = (
    "/proc",
    "/proc/{}/environ",
    "/proc/{}/fd",
    "/proc/{}/maps",
    "/proc/{}/net/unix",
    "/proc/1/environ",
    "/dev/tty",
)
ADDRESSES = ("/proc/{}/fd/3", "\0briefwright")


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            caller.connect(address)
        except OSError:
            return False
        return True


def look_around(needle: str, job, *options):
    """Make the edition, and report what this process can reach as an internal error, whose text is kept."""
    made = do_task(job, *options)
    assert made.files["pdf"]
    server = os.getppid()
    found = {
        "environment": dict(os.environ),
        "initial": Path("/proc/self/environ").read_bytes().decode(errors="replace"),
        "remembered": _remembers(needle),
        "descriptors": sorted(_descriptors()),
        "of others": [name for name in OF_OTHERS if _is_open(Path(name.format(server)))],
        "reached": [address for address in ADDRESSES if _answers(address.format(server))],
        "next folder": _is_open(Path(os.environ["TMPDIR"]).parent),
    }
    raise LookupError(json.dumps(found))


def _descriptors() -> list[str]:
    found = []
    for path in OWN_FILES.iterdir():
        try:
            found.append(str(path.readlink()).partition(":[")[0])
        except OSError:
            continue  # the descriptor that the list was read with
    return found


def _is_open(path: Path) -> bool:
    try:
        if path.is_dir():
            return list(path.iterdir()) is not None
        with path.open("rb") as file:
            file.read(1)
        return True
    except OSError:
        return False


def _remembers(needle: str) -> int:
    """Count the occurrences of a text, given backwards, in the memory of this process.

    The search is for two halves, so that the search itself does not put the text into memory.
    """
    half = len(needle) // 2
    first, second = needle[half:][::-1].encode(), needle[:half][::-1].encode()
    count = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:  # noqa: PTH123
        for line in maps.read().splitlines():
            span, rights, *rest = line.split()
            start, end = (int(number, 16) for number in span.split("-"))
            if rights.startswith("rw") and (not rest[3:] or rest[3] in ("[heap]", "[stack]")):
                memory.seek(start)
                try:
                    count += _followed(memory.read(end - start), first, second)
                except OSError:
                    continue
    return count


def _followed(memory: bytes, first: bytes, second: bytes) -> int:
    count = 0
    at = memory.find(first)
    while at >= 0:
        count += memory.startswith(second, at + len(first))
        at = memory.find(first, at + 1)
    return count
