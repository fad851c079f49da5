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
    LONGEST_STANDARD_NAME,
    MAX_STREAM,
    PdfObject,
    PdfObjects,
    UnreadableError,
    decode_string,
    decode_text,
    is_reference,
    may_have_words,
    read_objects,
    text_of,
    texts_in,
)
from briefing.pdf.text import read_texts
from tests.cases import each


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


@each("written", TEXTS)
def test_a_text_is_read_in_every_spelling(written):
    found = read_objects(pdf_bytes(b"<</Title " + written + b">>"))
    assert list(texts_in(found.objects[3].value)) == [("/Title", TEXTS[written])]


@pytest.mark.parametrize("written", [b"/JavaScript", b"/J#61vaScript", b"/#4a#61#76#61Script"])
def test_a_name_is_read_in_every_spelling(written):
    assert read_objects(pdf_bytes(b"<</S " + written + b">>")).objects[3].value == {"/S": "/JavaScript"}


@each("length", [b"4", b"9 0 R", b"400", b"1"])
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


@each("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_text_of_a_stream_is_read_in_its_encoding(encoding):
    assert decode_text("<a>Ж</a>".encode(encoding)) == "<a>Ж</a>"


@each(
    "content",
    [b"", b"%PDF-1.7\n", b"\0" * 5000, b"1 0 obj (" * 1_000, b"9" * 300_000, pdf_bytes()[:60]],
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


@each(
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
    with pytest.raises(UnreadableError, match=r"^its streams decode to more than 0 MiB$"):
        read_objects(pdf_bytes(*(stream(b"x" * 400) for _ in range(3))))
    assert len(read_objects(pdf_bytes(*(stream(b"x" * 500) for _ in range(2)))).objects) == 5


def test_a_file_of_too_many_objects_is_refused(monkeypatch):
    monkeypatch.setattr(objects, "MAX_OBJECTS", 4)
    with pytest.raises(UnreadableError, match=r"^it has more than 4 objects$"):
        read_objects(pdf_bytes(b"[1]", b"[2]"))
    assert len(read_objects(pdf_bytes(b"[1]")).objects) == 4


@each(
    ("encoded", "text"),
    [
        (b"\xfe\xff\x04\x16", "Ж"),
        (b"\xff\xfe\x16\x04", "Ж"),
        (b"\xef\xbb\xbf\xd0\x96", "Ж"),
        (b"\xfe\xff\x04\x16\x04", "Ж\ufffd"),  # cut short
        (b"\xef\xbb\xbf\xd0", "\ufffd"),
        (b"plain \x92", "plain ™"),  # PDFDocEncoding
        (b"\x9f \x92", "\x9f \x92"),  # not PDFDocEncoding, hence Latin-1
        (b"", ""),
    ],
)
def test_a_string_is_decoded_by_its_first_bytes(encoded, text):
    assert decode_string(encoded) == text
    assert text_of(f"b:{encoded.hex()}") == text


@each(
    ("value", "text"),
    [
        ("u:b:61", "b:61"),
        ("u:", ""),
        ("/Name", None),
        ("7 0 R", None),
        (7, None),
        (None, None),
        (["u:a"], None),
    ],
)
def test_only_strings_have_a_text(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize("content", ["\ufeffa".encode("utf-16-be"), "\ufeffa".encode("utf-16-le")])
def test_a_stream_with_a_byte_order_mark_is_utf_16(content):
    assert decode_text(content) == "a"
    assert decode_text(content + b"x") == "a\ufffd", "what is cut short is shown as such"


def test_a_stream_in_another_encoding_is_read_as_far_as_it_is_text():
    assert decode_text(b"caf\xe9 <\0") == "caf\ufffd <\0"


@each(
    ("value", "is_one"), [("7 0 R", True), ("7 0 Rx", False), ("u:7 0 R", False), (7, False), (None, False)]
)
def test_a_reference_is_two_numbers_and_a_letter(value, is_one):
    assert is_reference(value) is is_one


def test_references_are_followed_but_not_for_ever():
    found = PdfObjects(
        {},
        tuple(
            PdfObject(f"{number} 0 R", value)
            for number, value in enumerate(["2 0 R", "u:text", "4 0 R", "3 0 R", {"/A": "1 0 R"}], start=1)
        ),
    )
    assert found.resolved("1 0 R") == found.resolved("u:text") == "u:text"
    assert found.resolved("3 0 R") is None, "a circle"
    assert found.resolved("9 0 R") is None
    assert found.text("1 0 R") == "text"
    assert found.text("5 0 R") == found.text(None) == ""
    assert found.dictionary("5 0 R") == {"/A": "1 0 R"}
    assert found.dictionary("1 0 R") == found.dictionary(7) == {}


def test_texts_are_found_in_order_with_the_keys_that_they_have():
    value = {
        "/Title": "u:first",
        "/Kids": [{"/Alt": "b:7468697264"}, "u:second", ["u:inner", "/Name"], 7, "u:"],
        "/Last": "/a b",
        "/own key": "3 0 R",
    }
    assert list(texts_in(value)) == [
        ("", "own key"),
        ("/Title", "first"),
        ("/Alt", "third"),
        ("/Kids", "second"),
        ("/Kids", "inner"),
        ("/Last", "a b"),
    ]
    assert list(texts_in("u:alone", "/Key")) == [("/Key", "alone")]
    assert list(texts_in("u:alone")) == [("", "alone")]


@each(
    ("name", "is_text"),
    [
        ("/StructTreeRoot", False),
        ("/F1", False),
        ("/a b", True),
        ("/-", True),
        ("/-a", True),
        ("/" + "x" * (LONGEST_STANDARD_NAME - 1), False),
        ("/" + "x" * LONGEST_STANDARD_NAME, True),
    ],
)
def test_a_long_or_unusual_name_may_have_words(name, is_text):
    assert may_have_words(name) is is_text


@each(
    ("entries", "is_read"),
    [
        (b"", True),
        (b"/Type/EmbeddedFile", True),
        (b"/Type/XRefs", True),
        (b"/Subtype/XML", True),
        (b"/Filter[]", True),
        (b"/Subtype/Image", False),
        (b"/Type/ObjStm/N 0/First 0", False),
        (b"/Subtype/Type1C", False),
        (b"/Subtype/OpenType", False),
        (b"/Length1 3", False),
        (b"/Filter/DCTDecode", False),
        (b"/Filter/LZWDecode", False),
        (b"/Filter[/FlateDecode/LZWDecode]", False),
        (b"/Filter[7]", False),
    ],
)
def test_pictures_fonts_and_filters_without_a_limit_are_not_decoded(entries, is_read):
    found = read_objects(pdf_bytes(stream(b"abc", entries))).objects[3]
    assert found.content == (b"abc" if is_read else None)
    assert found.value["/Length"] == 3


def test_a_good_stream_whose_filter_has_no_limit_is_not_decoded():
    packed = bytes.fromhex("800b6050220c0c8501")  # the example of ISO 32000-1, 7.4.4.2
    assert read_objects(pdf_bytes(stream(packed, b"/Filter/LZWDecode"))).objects[3].content is None
    assert read_objects(pdf_bytes(stream(b"2d2d2d>", b"/Filter/ASCIIHexDecode"))).objects[3].content == b"---"


@pytest.mark.parametrize("name", [b"/FlateDecode", b"/Fl", b"[/FlateDecode]"])
def test_a_packed_stream_is_unpacked(name):
    content = pdf_bytes(stream(zlib.compress(b"abc"), b"/Filter" + name))
    assert read_objects(content).objects[3].content == b"abc"


def strings_of(content: bytes, entries: bytes = b"/Subtype/Form") -> tuple[str, ...]:
    (found,) = [
        one for one in read_objects(pdf_bytes(stream(content, entries))).objects if "/Length" in one.value
    ]
    assert found.content is None
    return found.strings


@each(
    ("content", "strings"),
    [
        (b"BT /F1 9 Tf (one) Tj [(two) 3 (three)] TJ ET", ("one", "two", "three")),
        (b"(one) ' 1 2 (two) \" 9 9 Td", ("one", "two")),
        (b"/Span <</ActualText (one) /MCID 0>> BDC (\\001\\002) Tj EMC", ("one", "\x01\x02")),
        (b"/Span <</ActualText (one)>> DP <0102> Tj", ("one",)),
        (b"<feff0416> Tj", ("Ж",)),
        (b"<efbbbfd096> Tj", ("Ж",)),
        (b"<0102> Tj <</MCID 0>> BDC 1 0 0 rg", ()),
        (b"/Span <</ActualText (\\000)>> BDC", ()),
        (b"/Span <</ActualText <</A (deep)>>>> BDC", ("deep",)),
        (b"", ()),
    ],
)
def test_the_strings_of_a_drawing_are_found(content, strings):
    assert strings_of(content) == strings


@each(
    ("catalog", "bodies"),
    [
        (b"/Contents 4 0 R", []),
        (b"/Contents[4 0 R]", []),
        (b"/Contents 5 0 R", [b"[4 0 R]"]),
        (b"/Contents[7 0 R 4 0 R]", []),
        (b"/CharProcs<</a 4 0 R>>", []),
        (b"/CharProcs<</a 7 0 R/b 4 0 R>>/Contents 7 0 R", []),
    ],
)
def test_streams_that_draw_pages_and_glyphs_have_strings(catalog, bodies):
    content = pdf_bytes(stream(b"(one) Tj"), *bodies)
    found = read_objects(content.replace(b"/MediaBox", catalog + b"/MediaBox")).objects[3]
    assert (found.content, found.strings) == (None, ("one",))


def test_other_streams_have_a_content():
    found = read_objects(pdf_bytes(b"[7]", stream(b"(one) Tj"))).objects[4]
    assert (found.content, found.strings) == (b"(one) Tj", ())
    assert strings_of(b"(one) Tj", b"/PatternType 1") == ("one",)


def test_an_object_has_the_type_in_its_dictionary():
    assert PdfObject("1 0 R", {"/Type": "/Font"}).type == "/Font"
    assert PdfObject("1 0 R", {"/Type": 7}).type == PdfObject("1 0 R", ["/Font"]).type == ""
