"""The standards that a PDF claims, in each syntax of XMP, and in invalid packets."""

from __future__ import annotations

import pytest

from briefing.pdf.conformance import read_claims
from briefing.pdf.objects import UnreadableError
from tests.cases import each
from tests.pdf.test_objects import pdf_bytes, stream

SPACES = (
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:u='http://www.aiim.org/pdfua/ns/id/' "
    "xmlns:a='http://www.aiim.org/pdfa/ns/id/' xmlns:d='http://pdfa.org/declarations/'"
)
ELEMENTS = "<u:part>1</u:part><a:part> 3 </a:part><a:conformance>A</a:conformance>"
DECLARED = "<d:conformsTo>http://pdfa.org/declarations/wtpdf#accessibility1.0</d:conformsTo>"


def claims(packet: bytes) -> tuple[str, ...]:
    content = pdf_bytes(stream(packet, b"/Type/Metadata/Subtype/XML"))
    return read_claims(content.replace(b"<</Type/Catalog", b"<</Metadata 4 0 R/Type/Catalog"))


def rdf(inner: str, attributes: str = "") -> str:
    return f"<rdf:RDF {SPACES}><rdf:Description {attributes}>{inner}</rdf:Description></rdf:RDF>"


@each("encoding", ["utf-8", "utf-16"])
@each(
    ("packet", "expected"),
    [
        (rdf(ELEMENTS), ("PDF/UA-1", "PDF/A-3a")),
        (rdf("", "u:part='1' a:part='3' a:conformance='A'"), ("PDF/UA-1", "PDF/A-3a")),
        (
            rdf("<u:part>2</u:part><a:part>4</a:part>" + DECLARED),
            ("PDF/UA-2", "PDF/A-4", "WTPDF 1.0 accessibility"),
        ),
        (rdf(f"<!-- {ELEMENTS} -->"), ()),
        (rdf("<x:part xmlns:x='https://example.org/'>1</x:part>"), ()),
        (rdf(ELEMENTS).replace("</rdf:RDF>", ""), ()),
        ("<!DOCTYPE a [<!ENTITY e '1'>]>" + rdf(ELEMENTS), ()),
        ("<!DOCTYPE a>" + rdf(ELEMENTS), ()),
        (rdf(ELEMENTS + "<x><![CDATA[<!ENTITY]]></x>"), ()),
        (rdf("<u:part/><a:part>3</a:part><a:conformance/>"), ("PDF/A-3",)),
        ("", ()),
    ],
)
def test_claims_are_read_as_xmp_means_them(packet, expected, encoding):
    assert claims(packet.encode(encoding)) == expected


def test_a_file_without_metadata_claims_nothing_and_bytes_are_an_error():
    assert read_claims(pdf_bytes()) == ()
    with pytest.raises(UnreadableError):
        read_claims(b"%PDF-1.7")
