"""The metadata of a PDF: an XMP packet (ISO 16684-1), and the same in the Info dictionary of PDF 1.7."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from briefing.structure.standards import Standard

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfd": "http://pdfa.org/declarations/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

DECLARED = ("wtpdf#accessibility1.0", "wtpdf#reuse1.0")
"""Well-Tagged PDF 1.0 is declared, not identified: WTPDF 1.0, 6.1.3; PDF Declarations 1.0."""

CUSTOM_INFO = {"rights": "Rights", "licence": "License", "identifier": "Identifier", "publisher": "Publisher"}
"""Fields for which the Info dictionary has no standard key (ISO 32000-1, 14.3.3)."""


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata of an edition. Dates are those of the brief, in the W3C format."""

    title: str
    authors: tuple[str, ...]
    description: str
    keywords: tuple[str, ...]
    language: str
    rights: str
    licence: str
    """The address of the licence."""
    identifier: str
    publisher: str
    created: str
    modified: str
    generator: str
    producer: str


def read_description(metadata: Any, producer: str) -> Description:  # noqa: ANN401
    """Return the metadata in the head of the HTML, as the engine has read it."""
    custom = metadata.custom
    return Description(
        title=metadata.title or "",
        authors=tuple(metadata.authors),
        description=metadata.description or "",
        keywords=tuple(metadata.keywords),
        language=metadata.lang or "",
        rights=custom.get("dcterms.rights", ""),
        licence=custom.get("dcterms.license", ""),
        identifier=custom.get("dcterms.identifier", ""),
        publisher=custom.get("dcterms.publisher", ""),
        created=metadata.created or "",
        modified=metadata.modified or "",
        generator=metadata.generator or "",
        producer=producer,
    )


def custom_info(description: Description) -> dict[str, str]:
    """Return the entries of the Info dictionary that the engine does not write."""
    named = {key: getattr(description, name) for name, key in CUSTOM_INFO.items()}
    return {key: value for key, value in named.items() if value}


def write_packet(description: Description, standard: Standard, *, has_attachments: bool) -> bytes:
    """Return the XMP packet: one rdf:RDF element as plain text, so that archives can find it."""
    declared = " ".join(f"xmlns:{prefix}={quoteattr(address)}" for prefix, address in NAMESPACES.items())
    parts = [*_said(description), _name(description), *_identified(standard, has_attachments)]
    lines = [
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {declared}><rdf:Description rdf:about="">',
        *parts,
        "</rdf:Description></rdf:RDF></x:xmpmeta>",
        '<?xpacket end="r"?>',
    ]
    return "\n".join(lines).encode()


def _said(description: Description) -> Iterator[str]:
    of = description
    simple = {
        "dc:format": "application/pdf",
        "dc:identifier": of.identifier,
        "pdf:Keywords": ", ".join(of.keywords),
        "pdf:Producer": of.producer,
        "xmp:CreatorTool": of.generator,
        "xmp:CreateDate": of.created,
        "xmp:ModifyDate": of.modified,
        "xmp:MetadataDate": of.modified,
        "xmpRights:Marked": "True" if of.rights else "",
        "xmpRights:WebStatement": of.licence,
    }
    in_languages = {
        "dc:title": of.title,
        "dc:description": of.description,
        "dc:rights": of.rights,
        "xmpRights:UsageTerms": of.rights,
    }
    unordered = {"dc:subject": of.keywords, "dc:language": [of.language], "dc:publisher": [of.publisher]}
    yield from (_tag(name, escape(text)) for name, text in simple.items() if text)
    for name, text in in_languages.items():
        if text:
            yield _tag(name, _tag("rdf:Alt", f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'))
    if of.authors:
        yield _tag("dc:creator", _tag("rdf:Seq", _items(of.authors)))
    for name, texts in unordered.items():
        if any(texts):
            yield _tag(name, _tag("rdf:Bag", _items(texts)))


def _name(description: Description) -> str:
    """Return the name that all revisions of a document share (ISO 16684-1, 8.5); the PDF's ID names the file."""
    of = description
    known_as = of.identifier or "\n".join((of.publisher, of.title, of.language))
    return _tag("xmpMM:DocumentID", f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, known_as)}")


def _identified(standard: Standard, has_attachments: bool) -> Iterator[str]:
    if standard is Standard.UA1:
        yield _tag("pdfuaid:part", "1")  # ISO 14289-1, 5
        yield _tag("pdfaid:part", "3") + _tag("pdfaid:conformance", "A")  # ISO 19005-3, 6.6.4
        yield _extension()
        return
    yield _tag("pdfuaid:part", "2") + _tag("pdfuaid:rev", "2024")  # ISO 14289-2, 5
    yield _tag("pdfaid:part", "4") + _tag("pdfaid:rev", "2020")  # ISO 19005-4, 6.7.3
    if has_attachments:
        yield _tag("pdfaid:conformance", "F")
    conforms = "".join(
        f'<rdf:li rdf:parseType="Resource">{_tag("pdfd:conformsTo", NAMESPACES["pdfd"] + name)}</rdf:li>'
        for name in DECLARED
    )
    yield _tag("pdfd:declarations", _tag("rdf:Bag", conforms))


def _extension() -> str:
    """Describe the schema that is not part of XMP (ISO 19005-3, 6.6.2.3). PDF/A-4 does not require this."""
    part = {
        "pdfaProperty:name": "part",
        "pdfaProperty:valueType": "Integer",
        "pdfaProperty:category": "internal",
        "pdfaProperty:description": "The part of ISO 14289 that the file keeps",
    }
    properties = _tag("rdf:Seq", _resource(_tag(name, text) for name, text in part.items()))
    schema = {
        "pdfaSchema:schema": "PDF/UA identification",
        "pdfaSchema:namespaceURI": NAMESPACES["pdfuaid"],
        "pdfaSchema:prefix": "pdfuaid",
        "pdfaSchema:property": properties,
    }
    return _tag("pdfaExtension:schemas", _tag("rdf:Bag", _resource(_tag(*pair) for pair in schema.items())))


def _resource(parts: Iterable[str]) -> str:
    return f'<rdf:li rdf:parseType="Resource">{"".join(parts)}</rdf:li>'


def _items(texts: Iterable[str]) -> str:
    return "".join(_tag("rdf:li", escape(text)) for text in texts)


def _tag(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"
