"""The contents of PDFs that rules check, in files that are written by hand."""

from __future__ import annotations

from briefing.pdf.conformance import embedded_fonts
from briefing.pdf.contents import PdfContents
from briefing.pdf.objects import read_objects
from tests.cases import each
from tests.pdf.test_objects import pdf_bytes, stream


def contents_of(*bodies: bytes, catalog: bytes = b"") -> PdfContents:
    content = pdf_bytes(*bodies).replace(b"/Type/Catalog", b"/Type/Catalog" + catalog)
    return PdfContents(read_objects.__wrapped__(content))


def test_the_addresses_of_links_are_found_each_once():
    found = contents_of(
        b"<</Type/Annot/A<</S/URI/URI(https://example.org/a)>>>>",
        b"[<</URI 6 0 R>><</URI(https://example.org/a)>><</URI 7>><</URI()>>]",
        b"(https://example.org/b)",
    )
    assert sorted(found.addresses) == ["https://example.org/a", "https://example.org/b"]
    assert contents_of(b"<</URL(https://example.org/a)>>").addresses == ()


def test_the_names_of_embedded_files_are_found():
    found = contents_of(
        b"<</Type/Filespec/UF(data.csv)/F(other.csv)>>",
        b"<</Type/Filespec/F(old.csv)>>",
        b"<</Type/Filespec>>",
        b"<</Type/Other/UF(none.csv)>>",
    )
    assert found.files == ("data.csv", "old.csv", "")


def test_the_fonts_have_their_names_without_the_prefix_of_subsets():
    found = contents_of(
        b"<</Type/FontDescriptor/FontName/ABCDEF+Text/FontFile2 4 0 R>>",
        b"<</Type/FontDescriptor/FontName/Bold+ABCDEF+Text/FontFile 4 0 R>>",
        b"<</Type/FontDescriptor/FontName/GHIJKL+Text/FontFile3 4 0 R>>",
        b"<</Type/FontDescriptor/FontFile 4 0 R>>",
    )
    assert found.font_names == ("ABCDEF+Text", "Bold+ABCDEF+Text", "GHIJKL+Text", "without a name")
    assert embedded_fonts(found) == ("Bold+ABCDEF+Text", "Text", "without a name")
    assert list(found.unembedded_fonts) == []


def test_a_subset_of_a_subset_keeps_its_own_name():
    assert embedded_fonts(contents_of(b"<</Type/FontDescriptor/FontName/ABCDEF+GHIJKL+Text>>")) == (
        "GHIJKL+Text",
    )


def test_fonts_that_are_not_embedded_are_found():
    found = contents_of(
        b"<</Type/FontDescriptor/FontName/Missing>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/Composite>>",
        b"<</Type/Font/Subtype/Type3>>",
        b"<</Type/Font/Subtype/TrueType/BaseFont/Has/FontDescriptor 4 0 R>>",
    )
    assert list(found.unembedded_fonts) == ["Missing", "Helvetica"]


@each(
    ("catalog", "is_tagged"),
    [
        (b"/MarkInfo<</Marked true>>/StructTreeRoot<</K 4 0 R>>", True),
        (b"/MarkInfo 5 0 R/StructTreeRoot<</K[4 0 R]>>", True),
        (b"/MarkInfo<</Marked true>>/StructTreeRoot<</K[]>>", False),
        (b"/MarkInfo<</Marked true>>/StructTreeRoot<</K[7]>>", False),
        (b"/MarkInfo<</Marked true>>/StructTreeRoot<<>>", False),
        (b"/MarkInfo<</Marked true>>", False),
        (b"/MarkInfo<</Marked 1>>/StructTreeRoot<</K 4 0 R>>", False),
        (b"/MarkInfo<</Marked false>>/StructTreeRoot<</K 4 0 R>>", False),
        (b"/StructTreeRoot<</K 4 0 R>>", False),
    ],
)
def test_a_tagged_pdf_is_marked_and_has_a_tag(catalog, is_tagged):
    assert contents_of(b"<</S/Document>>", b"<</Marked true>>", catalog=catalog).is_tagged is is_tagged


def test_names_are_found_as_keys_and_values_at_any_depth():
    found = contents_of(b"<</A[<</S/JavaScript>>[/Launch]]>>", b"<</OpenAction(/Movie)>>", b"/Sound")
    wanted = ("/JavaScript", "/Launch", "/OpenAction", "/Movie", "/Sound", "/Catalog")
    assert found.names_among(wanted) == {"/JavaScript", "/Launch", "/OpenAction", "/Sound", "/Catalog"}


def test_names_in_the_dictionary_of_a_stream_are_found():
    assert contents_of(stream(b"x", b"/Names[/EmbeddedFiles]")).names_among(["/EmbeddedFiles"])
