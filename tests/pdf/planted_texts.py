"""Texts put into each place of a PDF, and what the place is called."""

from __future__ import annotations

import pikepdf


def in_metadata(document, text):
    document.docinfo["/Subject"] = text


def in_xmp(document, text):
    packet = document.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", f"<!-- {text} --></rdf:RDF>".encode())
    document.Root.Metadata = document.make_stream(
        packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def in_attachment(document, text):
    document.attachments["notes.txt"] = pikepdf.AttachedFileSpec(document, text.encode())


def in_link(document, text):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://example.org/?q={text.replace(' ', '%20')}")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(link)]))


def in_tag(document, text):
    document.Root.StructTreeRoot.K[0].Alt = text


def in_outline(document, text):
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(text, 0))


PLACES = {
    in_metadata: "metadata",
    in_xmp: "metadata",
    in_attachment: "an attachment",
    in_link: "a link",
    in_tag: "a tag",
    in_outline: "metadata",
}
