"""The objects of PDFs that were made to break who reads them."""

from __future__ import annotations

import tracemalloc
import zlib

import pytest

from briefing.pdf.objects import MOST_UNPACKED, read_objects


def packed(plain: bytes, first: object, extra: bytes = b"") -> bytes:
    stream = zlib.compress(plain)
    head = b"<</Type /ObjStm /Filter /FlateDecode /First %s /Length %d%s>>"
    return (b"%%PDF-1.7\n1 0 obj\n" + head + b"\nstream\n%s\nendstream\nendobj\n%%%%EOF") % (
        str(first).encode(),
        len(stream),
        extra,
        stream,
    )


@pytest.mark.parametrize(
    "content",
    [
        packed(b"1 0 2 x <<>> <<>>", 8),
        packed(b"1 0 2", 5),
        packed(b"-1 0 <<>>", 5),
        packed(b"9" * 9_000 + b" 0 <<>>", 9_003),
        packed(b"1 " + b"9" * 9_000 + b" <<>>", 9_003),
        packed(b"1 0 <<>>", "9" * 9_000),
        packed("\u0661 0 <<>>".encode(), 5),
        packed(b"", 0),
        b"9" * 9_000 + b" 0 obj <<>> endobj",
        b"1 " + b"9" * 9_000 + b" obj <<>> endobj",
        b"1 0 obj <</Length " + b"9" * 9_000 + b">>\nstream\nx\nendstream endobj",
        b"1 0 obj <</Length 999999999999>>\nstream\nx",
        b"1 0 obj (" * 1_000,
        b"1 0 obj <feff zz> endobj",
        b"9" * 3_000_000,
    ],
)
def test_whatever_a_file_holds_it_is_read_to_its_end(content):
    for one in read_objects(content):
        assert isinstance(one.stream, bytes)
        assert len(one.head) <= len(content)


def test_what_unpacks_to_more_than_a_brief_can_hold_is_not_unpacked():
    content = packed(b"\0" * (4 * MOST_UNPACKED), 8)
    tracemalloc.start()
    found = read_objects(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(found), found[0].stream) == (1, b"")
    assert most < 2.5 * MOST_UNPACKED


def test_packed_objects_of_a_good_file_are_read():
    found = read_objects(packed(b"5 0 6 8 <</A 1>><</B 2>>", 8))
    assert [(one.number, one.head) for one in found[1:]] == [(5, b"<</A 1>>"), (6, b"<</B 2>>")]
