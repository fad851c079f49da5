"""Functions that plant a text in each place of a PDF, with the name of the place."""

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


def in_hexadecimal(document, text):
    document.Root.Private = raw(f"<</Note <{text.encode().hex()}>>>")


def in_hexadecimal_utf_16(document, text):
    digits = (b"\xfe\xff" + text.encode("utf-16-be")).hex(" ")
    document.Root.Private = raw(f"<</Note <{digits}>>>")


def in_octal_escapes(document, text):
    escapes = "".join(f"\\{byte:03o}" for byte in text.encode())
    document.Root.Private = raw(f"<</Note ({escapes})>>")


def in_utf_8(document, text):
    document.Root.Private = raw(f"<</Note <efbbbf{text.encode().hex()}>>>")


def in_name(document, text):
    name = "".join(f"#{byte:02x}" for byte in text.encode())
    document.Root.Private = raw(f"<</Note /{name}>>")


def in_key(document, text):
    name = text.replace(" ", "#20")
    document.Root.Private = raw(f"<</{name} true>>")


def in_indirect_string(document, text):
    document.Root.Private = document.make_indirect(pikepdf.String(text))


def in_form(document, text):
    content = f"BT /F1 9 Tf [({text[:9]}) -20 ({text[9:]})] TJ ET".encode()
    document.Root.Private = form(document, content)


def in_form_in_hexadecimal(document, text):
    content = f"BT /F1 9 Tf <feff{text.encode('utf-16-be').hex()}> Tj ET".encode()
    document.Root.Private = form(document, content)


def in_replacement_text(document, text):
    digits = text.encode().hex()
    content = f"/Span <</MCID 0 /ActualText <{digits}>>> BDC EMC".encode()
    document.pages[0].contents_add(content)


def in_expansion(document, text):
    content = f"/Span <</E ({text})>> BDC EMC".encode()
    document.pages[0].contents_add(content)


def in_annotation(document, text):
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=text
    )
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))


def in_xmp_in_utf_16(document, text):
    packet = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{text}</a></x:xmpmeta>".encode("utf-16")
    document.Root.Metadata = document.make_stream(
        packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def in_name_of_attachment(document, text):
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, b"-", filename=f"{text}.txt")


def in_private_stream(document, text):
    document.Root.Private = document.make_stream(text.encode())


def in_script(document, text):
    script = document.make_stream(f"app.alert('{text}')".encode())
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)


def raw(written):
    return pikepdf.Object.parse(written.encode())


def form(document, content):
    return document.make_stream(
        content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
    )


SPELLINGS = (
    in_hexadecimal,
    in_hexadecimal_utf_16,
    in_octal_escapes,
    in_utf_8,
    in_name,
    in_key,
    in_indirect_string,
    in_form,
    in_form_in_hexadecimal,
    in_replacement_text,
    in_expansion,
    in_annotation,
    in_xmp_in_utf_16,
    in_name_of_attachment,
    in_private_stream,
    in_script,
)
"""Functions that plant a text in other spellings, encodings and places."""
