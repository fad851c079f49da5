"""All texts in a PDF are found, each with its location."""

from __future__ import annotations

import pytest

from briefing.pdf.objects import UnreadableError
from briefing.pdf.text import FoundText, place_of, read_texts
from tests.cases import each
from tests.pdf.test_objects import pdf_bytes, stream


def texts_of(*bodies: bytes, catalog: bytes = b"") -> list[tuple[str, str]]:
    content = pdf_bytes(*bodies).replace(b"/Type/Catalog", b"/Type/Catalog" + catalog)
    return [(found.where, found.text) for found in read_texts.__wrapped__(content)]


@each(
    ("where", "place"),
    [
        ("metadata", "its metadata"),
        ("page 2", "page 2"),
        ("the e-mail draft", "the e-mail draft"),
        ("attachment", "an attachment"),
        ("object", "an object"),
        ("link", "a link"),
        ("tag", "a tag"),
    ],
)
def test_a_location_is_written_in_words(where, place):
    assert place_of(where) == FoundText(where, "x").place == place


@each(
    ("entry", "found"),
    [
        (b"/Title(Rivers)", ("metadata", "Rivers")),
        (b"/Author(A. Doe)", ("metadata", "A. Doe")),
        (b"/URI(https://example.org/?q=two%20words)", ("link", "https://example.org/?q=two words")),
        (b"/Alt(A chart of 5%20 units)", ("tag", "A chart of 5%20 units")),
        (b"/UF(data.csv)", ("attachment", "data.csv")),
        (b"/Note(private)", ("object", "private")),
    ],
)
def test_a_text_has_the_location_of_its_key(entry, found):
    texts = texts_of(b"<<" + entry + b">>")
    assert texts[:1] == [("page 1", "")]
    assert found in texts


def test_an_indirect_string_counts_where_it_is_used():
    used = texts_of(b"<</Title 5 0 R/K[<</URI 6 0 R>>]>>", b"(Rivers)", b"(https://example.org/a%20b)")
    assert ("metadata", "Rivers") in used
    assert ("link", "https://example.org/a b") in used
    assert not [text for where, text in used if where == "object" and text]
    assert ("object", "alone") in texts_of(b"<</Title 5 0 R>>", b"(Rivers)", b"(alone)")


def test_a_string_that_the_trailer_refers_to_is_found():
    content = pdf_bytes(b"(in the trailer)", b"(used)").replace(
        b"/Root 1 0 R", b"/Root 1 0 R/Author 5 0 R/Note(here)"
    )
    found = [(one.where, one.text) for one in read_texts.__wrapped__(content)]
    assert ("metadata", "used") in found
    assert ("object", "here") in found
    assert ("object", "used") not in found
    assert found.count(("object", "in the trailer")) == 1


@pytest.mark.parametrize(
    ("kind", "where"),
    [(b"/Type/EmbeddedFile", "attachment"), (b"/Type/Metadata", "metadata"), (b"", "object")],
)
def test_a_stream_of_text_has_the_location_of_its_type(kind, where):
    texts = texts_of(stream("café".encode(), kind))
    assert (where, "café") in texts


def test_an_empty_stream_has_no_text():
    assert texts_of(stream(b"")) == texts_of(b"<<>>")


def test_the_words_of_each_page_are_read_as_a_viewer_reads_them():
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    content = pdf_bytes(stream(b"BT /F1 9 Tf 9 9 Td (Levels) Tj ET"), font)
    content = content.replace(b"/Resources<<>>", b"/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>")
    content = content.replace(b"/MediaBox[0 0 9 9]", b"/MediaBox[0 0 99 99]")
    found = [(one.where, one.text) for one in read_texts.__wrapped__(content)]
    assert found[0] == ("page 1", "Levels")


def test_bytes_that_are_not_a_pdf_are_reported_with_the_reason():
    with pytest.raises(UnreadableError, match=r"^Failed to load document"):
        read_texts.__wrapped__(b"%PDF-1.7")
