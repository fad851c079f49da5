"""The objects of PDFs: values in every spelling, and hostile files."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib

import pikepdf
import pytest

from briefing.pdf import objects
from briefing.pdf.objects import (
    MAX_STREAM,
    UnreadableError,
    decode_text,
    read_objects,
    texts_in,
)
from briefing.pdf.text import read_texts


def pdf_bytes(*bodies: bytes) -> bytes:
    """Return a PDF with these objects, numbered from 4, after a catalog and an empty page."""
    every = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        *bodies,
    )
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(every, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(every) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    return content + table + b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), entries, content)


TEXTS = {
    rb"(plain)": "plain",
    rb"(a \(b\) (c) \\)": "a (b) (c) \\",
    rb"(caf\351\n)": "café\n",
    rb"(one \
line)": "one line",
    rb"(\141\142\143)": "abc",
    rb"(\222 and \240)": "™ and €",
    b"(\xef\xbb\xbfcaf\xc3\xa9)": "café",
    b"(\xfe\xff\x04\x16)": "Ж",
    b"(\xff\xfe\x16\x04)": "Ж",
    rb"<FEFF 0416 0020>": "Ж ",
    rb"<feff041>": "А",
    rb"<706c61696e>": "plain",
    rb"<EFBBBF636166C3A9>": "café",
    rb"(endobj 7 0 obj stream)": "endobj 7 0 obj stream",
}


@pytest.mark.parametrize("written", TEXTS, ids=lambda written: written.decode("latin-1"))
def test_a_text_is_read_in_every_spelling(written):
    found = read_objects(pdf_bytes(b"<</Title " + written + b">>"))
    assert list(texts_in(found.objects[3].value)) == [("/Title", TEXTS[written])]


@pytest.mark.parametrize("written", [b"/JavaScript", b"/J#61vaScript", b"/#4a#61#76#61Script"])
def test_a_name_is_read_in_every_spelling(written):
    assert read_objects(pdf_bytes(b"<</S " + written + b">>")).objects[3].value == {"/S": "/JavaScript"}


@pytest.mark.parametrize("length", [b"4", b"9 0 R", b"400", b"1"])
def test_a_stream_ends_where_it_ends_whatever_its_length_says(length):
    content = pdf_bytes(b"<</Length " + length + b">>\nstream\n1234\nendstream", b"<</S/JavaScript>>")
    first, second = read_objects(content).objects[3:]
    assert (first.content or b"").startswith(b"1")
    assert second.value == {"/S": "/JavaScript"}


def test_packed_objects_are_read():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Private = pdf.make_indirect(pikepdf.Dictionary(Kept="in an object stream"))
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"Kept" not in out.getvalue()
    found = [one.value for one in read_objects(out.getvalue()).objects]
    assert {"/Kept": "u:in an object stream"} in found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_text_of_a_stream_is_read_in_its_encoding(encoding):
    assert decode_text("<a>Ж</a>".encode(encoding)) == "<a>Ж</a>"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"\0" * 5000, b"1 0 obj (" * 1_000, b"9" * 300_000, pdf_bytes()[:60]],
    ids=["empty", "a head alone", "zeros", "open strings", "digits", "cut short"],
)
def test_bytes_that_are_not_a_pdf_are_a_separate_error(content):
    with pytest.raises(UnreadableError):
        read_objects(content)
    with pytest.raises(UnreadableError):
        read_texts(content)


def test_a_locked_file_is_unreadable():
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(UnreadableError):
        read_objects(out.getvalue())


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 5_000 + b"]" * 5_000,
        b"<</A" * 5_000 + b">>" * 5_000,
        b"4 0 R",
        b"<</Parent 4 0 R /Kids [4 0 R]>>",
        b"(" * 9_000,
        b"<feff zz>",
        b"9" * 90_000,
        stream(b"x", b"/Filter/FlateDecode"),
        stream(b"x", b"/Filter[" + b"/FlateDecode" * 500 + b"]"),
        stream(b"x", b"/Filter/Unknown"),
        stream(b"x", b"/Filter 7"),
        stream(b"x", b"/Filter[/Crypt null 4 0 R]"),
        stream(b"1 0 2 x <<>> <<>>", b"/Type/ObjStm/N 2/First 8"),
        stream(b"1 0", b"/Type/ObjStm/N 99999999/First 99999999"),
        stream(b"BT (open \\( <</A (b", b"/Subtype/Form"),
        stream(b"<</A " * 5_000, b"/Subtype/Form"),
    ],
)
def test_whatever_an_object_holds_the_file_is_read_to_its_end_or_refused(body):
    try:
        found = read_objects(pdf_bytes(body, b"<</Last (one)>>"))
    except UnreadableError:
        return
    assert {"/Last": "u:one"} in [one.value for one in found.objects]


MEASURE = """
import resource, sys
from briefing.pdf.objects import read_objects
content = sys.stdin.buffer.read()
import pikepdf
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = read_objects(content).objects[3]
print(found.content is None, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.process
@pytest.mark.parametrize("rounds", [1, 2], ids=["packed", "packed twice"])
def test_a_stream_that_decodes_to_more_than_the_limit_is_skipped(rounds):
    packed = bytes(4 * MAX_STREAM)
    for _ in range(rounds):
        packed = zlib.compress(packed, 1)
    content = pdf_bytes(stream(packed, b"/Filter[" + b"/FlateDecode " * rounds + b"]"))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=content, capture_output=True, check=True
    ).stdout.split()
    assert done[0] == b"True"
    kib = int(done[1]) if sys.platform == "linux" else int(done[1]) // 1024
    assert kib < 5 * MAX_STREAM // 2 // 1024


def test_streams_that_decode_to_too_much_together_are_refused(monkeypatch):
    monkeypatch.setattr(objects, "MAX_DECODED", 1000)
    with pytest.raises(UnreadableError, match="streams decode to more"):
        read_objects(pdf_bytes(*(stream(b"x" * 400) for _ in range(3))))
    assert len(read_objects(pdf_bytes(*(stream(b"x" * 400) for _ in range(2)))).objects) == 5


def test_a_file_of_too_many_objects_is_refused(monkeypatch):
    monkeypatch.setattr(objects, "MAX_OBJECTS", 4)
    with pytest.raises(UnreadableError, match="more than 4 objects"):
        read_objects(pdf_bytes(b"[1]", b"[2]"))
