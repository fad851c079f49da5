"""A small colour profile of a printer with four inks, made for tests (ICC.1:2010, version 2.4)."""

from __future__ import annotations

import itertools
import struct


def cmyk_profile() -> bytes:
    """Return the profile of an imagined press: CMYK to Lab by a table with two steps for each ink."""
    tags = {
        b"desc": b"desc" + bytes(4) + _described("Test press"),
        b"cprt": b"text" + bytes(4) + b"Made for tests\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061),
        b"A2B0": _to_lab(),
        b"B2A0": _from_lab(),
    }
    offset, entries, body = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        entries += struct.pack(">4sII", name, offset + len(body), len(padded))
        body += padded
    whole = struct.pack(">I", len(tags)) + entries + body
    return _header(128 + len(whole)) + whole


def _header(size: int) -> bytes:
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0")


def _described(words: str) -> bytes:
    ascii_words = words.encode() + b"\0"
    return struct.pack(">I", len(ascii_words)) + ascii_words + bytes(4 + 4 + 2 + 1 + 67)


def _to_lab() -> bytes:
    """Return a table of lightness, which falls with each ink and most with black, and of a and b."""
    values = b""
    for cyan, magenta, yellow, black in itertools.product((0, 1), repeat=4):
        light = max(0.0, 1 - 0.35 * cyan - 0.4 * magenta - 0.1 * yellow) * (1 - black)
        a, b = 30 * magenta - 25 * cyan, 45 * yellow - 20 * cyan
        values += bytes((round(255 * light), 128 + a * (1 - black), 128 + b * (1 - black)))
    return _table(4, 3, values)


def _from_lab() -> bytes:
    """Return a table of black alone, the darker the more."""
    return _table(
        3,
        4,
        b"".join(bytes((0, 0, 0, 255 - 255 * light)) for light, _, _ in itertools.product((0, 1), repeat=3)),
    )


def _table(inputs: int, outputs: int, values: bytes) -> bytes:
    """Return `mft1` with two steps for each input."""
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    identity = bytes(range(256))
    head = b"mft1" + bytes(4) + bytes((inputs, outputs, 2, 0))
    return head + matrix + identity * inputs + values + identity * outputs
