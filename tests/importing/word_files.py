"""Word documents as Word, LibreOffice and Google Docs write them, from pieces of XML; nothing binary is kept."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SPACES = (
    " ".join(
        f'xmlns:{prefix}="http://schemas.{place}"'
        for prefix, place in {
            "w": "openxmlformats.org/wordprocessingml/2006/main",
            "r": "openxmlformats.org/officeDocument/2006/relationships",
            "m": "openxmlformats.org/officeDocument/2006/math",
            "wp": "openxmlformats.org/drawingml/2006/wordprocessingDrawing",
            "a": "openxmlformats.org/drawingml/2006/main",
            "pic": "openxmlformats.org/drawingml/2006/picture",
            "mc": "openxmlformats.org/markup-compatibility/2006",
            "wps": "microsoft.com/office/word/2010/wordprocessingShape",
        }.items()
    )
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

WORD_STYLES = {
    "Normal": "Normal",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Caption": "caption",
    "ListParagraph": "List Paragraph",
    "ListContinue": "List Continue",
    "ListContinue2": "List Continue 2",
    "Quote": "Quote",
    "TOC1": "toc 1",
    "Bibliography": "Bibliography",
}
LIBRE_STYLES = {
    "Normal": "Default Paragraph Style",
    "Title": "Title",
    "Heading1": "Heading 1",
    "Heading2": "Heading 2",
    "TextBody": "Text Body",
    "Table": "Table",
    "Figure": "Figure",
}
GOOGLE_STYLES = {
    "normal0": "normal",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
}


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = b"".join(b"\0" + bytes([200] * width) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


EMF = struct.pack("<II", 1, 88) + b"\0" * 32 + b" EMF" + b"\0" * 44


def t(text: str, *traits: str, **more: str) -> str:
    """Return a run: traits are `b`, `i`, `superscript`, `subscript`; `size` is in half points."""
    inside = "".join(f"<w:{one}/>" for one in traits if one in ("b", "i"))
    inside += "".join(f'<w:vertAlign w:val="{one}"/>' for one in traits if one.endswith("script"))
    inside += f'<w:sz w:val="{more["size"]}"/>' if "size" in more else ""
    inside += '<w:rtl w:val="0"/>' if "google" in traits else ""
    return f"<w:r><w:rPr>{inside}</w:rPr>{'<w:tab/>'.join(_t(one) for one in text.split(chr(9)))}</w:r>"


def _t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def p(*runs: str, style: str = "", number: tuple[int, int] | None = None, indent: int = 0) -> str:
    """Return a paragraph; `number` is the id of a list and the level in it, the indent is in twips."""
    traits = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        traits += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    traits += f'<w:ind w:left="{indent}"/>' if indent else ""
    return (
        f"<w:p><w:pPr>{traits}</w:pPr>{''.join(one if one.startswith('<') else t(one) for one in runs)}</w:p>"
    )


def table(rows: Sequence[Sequence[str]], *, title: str = "", description: str = "") -> str:
    """Return a table of texts."""
    traits = f"<w:tblCaption w:val={quoteattr(title)}/>" if title else ""
    traits += f"<w:tblDescription w:val={quoteattr(description)}/>" if description else ""
    cells = ("".join(f"<w:tc><w:tcPr/>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr>{traits}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def picture(relation: str, description: str = "") -> str:
    """Return a run with a picture."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr={quoteattr(description)}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def link(relation: str, words: str) -> str:
    """Return a link."""
    return f'<w:hyperlink r:id="{relation}">{t(words)}</w:hyperlink>'


def note(number: int) -> str:
    """Return the mark of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def comment(number: int) -> str:
    """Return the mark of a comment."""
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def field(instruction: str, *result: str) -> str:
    """Return a field with its result, and its instruction in two runs as Word splits them."""
    half = len(instruction) // 2
    parts = (
        f"<w:r><w:instrText>{escape(one)}</w:instrText></w:r>"
        for one in (instruction[:half], instruction[half:])
    )
    return f"{_mark('begin')}{''.join(parts)}{_mark('separate')}{''.join(map(t, result))}{_mark('end')}"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def endnote(xml: str, words: str, *, is_packed: bool = False) -> str:
    """Return a citation of EndNote: its XML is in the instruction or, if packed, next to the start of two fields."""
    if not is_packed:
        return field(f" ADDIN EN.CITE {xml}", words)
    data = base64.b64encode(xml.encode()).decode()
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{data}</w:fldData></w:fldChar></w:r>'
    inner = f"{begin}<w:r><w:instrText> ADDIN EN.CITE.DATA </w:instrText></w:r>{_mark('end')}"
    outer = f"{begin}<w:r><w:instrText> ADDIN EN.CITE </w:instrText></w:r>{inner}{_mark('separate')}"
    return f"{outer}{t(words)}{_mark('end')}"


def word_source(tag: str, kind: str, authors: str, **values: str) -> str:
    """Return a source as Word writes it; `authors` is the XML inside its author."""
    fields = "".join(f"<b:{name}>{escape(value)}</b:{name}>" for name, value in values.items())
    people = f"<b:Author><b:Author>{authors}</b:Author></b:Author>" if authors else ""
    return f"<b:Source><b:Tag>{tag}</b:Tag><b:SourceType>{kind}</b:SourceType>{people}{fields}</b:Source>"


def person(last: str, first: str) -> str:
    """Return the name of a person in a list of names of Word."""
    return f"<b:NameList><b:Person><b:Last>{last}</b:Last><b:First>{first}</b:First></b:Person></b:NameList>"


def with_sources(document: bytes, *sources: str) -> bytes:
    """Return a document with the sources that Word manages, and with a part of another program."""
    place = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
    listed = f'{DECLARATION}<b:Sources xmlns:b="{place}">{"".join(sources)}</b:Sources>'
    with ZipFile(BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    foreign = b"<!DOCTYPE x><x/>"
    return packed({**parts, "customXml/item1.xml": foreign, "customXml/item2.xml": listed.encode()})


def citation(*items: Mapping[str, object]) -> str:
    """Return the data of a citation as Zotero and Mendeley write them."""
    return json.dumps({"citationID": "a1", "citationItems": list(items)}, ensure_ascii=False)


def mendeley(data: str, words: str) -> str:
    """Return a citation of Mendeley Cite."""
    tag = "MENDELEY_CITATION_v3_" + base64.b64encode(data.encode()).decode()
    return control(tag, t(words))


def control(tag: str, content: str) -> str:
    """Return a content control."""
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def text_box(*paragraphs: str) -> str:
    """Return a run with a text box, which Word writes twice."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def numbering(*kinds: str) -> str:
    """Return lists with the ids 1, 2 …, each of one kind of numbers on all levels."""
    levels = (
        "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for level in range(3)
        )
        for kind in kinds
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{one}</w:abstractNum>' for key, one in enumerate(levels)
    )
    numbers = "".join(
        f'<w:num w:numId="{key + 1}"><w:abstractNumId w:val="{key}"/></w:num>' for key in range(len(kinds))
    )
    return f"<w:numbering {SPACES}>{abstract}{numbers}</w:numbering>"


OTHERS = ("styles", "numbering", "footnotes", "comments")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "application/vnd.openxmlformats-"
CORE_RELATION = f"{PACKAGE}/relationships/metadata/core-properties"


def docx(
    *body: str,
    styles: Mapping[str, str] = WORD_STYLES,
    lists: Sequence[str] = ("bullet", "decimal"),
    notes: Sequence[str] = (),
    comments: Sequence[tuple[str, str]] = (),
    links: Sequence[str] = (),
    pictures: Mapping[str, bytes] | None = None,
    core: Mapping[str, str] | None = None,
    header: str = "",
    language: str = "en-GB",
) -> bytes:
    """Return a document. Links are rL1, rL2 …, pictures rP1, rP2 …, in their order."""
    pictures = pictures or {}
    styled = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in styles.items()
    )
    spoken = f'<w:rPr><w:lang w:val="{language}"/></w:rPr>'
    defaults = f"<w:docDefaults><w:rPrDefault>{spoken}</w:rPrDefault></w:docDefaults>"
    relations = [
        (f"rL{index}", "hyperlink", address, ' TargetMode="External"')
        for index, address in enumerate(links, 1)
    ]
    relations += [(f"rP{index}", "image", f"media/{name}", "") for index, name in enumerate(pictures, 1)]
    shown = '<w:headerReference w:type="default" r:id="rheader"/>' if header else ""
    section = f"<w:sectPr>{shown}</w:sectPr>"
    parts = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}{section}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{defaults}{styled}</w:styles>",
        "word/numbering.xml": numbering(*lists),
    }
    if notes:
        inside = "".join(
            f'<w:footnote w:id="{key}">{p(one)}</w:footnote>' for key, one in enumerate(notes, 1)
        )
        parts["word/footnotes.xml"] = f"<w:footnotes {SPACES}>{inside}</w:footnotes>"
    if comments:
        inside = "".join(
            f'<w:comment w:id="{key}" w:author={quoteattr(author)}>{p(text)}</w:comment>'
            for key, (author, text) in enumerate(comments, 1)
        )
        parts["word/comments.xml"] = f"<w:comments {SPACES}>{inside}</w:comments>"
    if header:
        parts["word/header1.xml"] = f"<w:hdr {SPACES}>{p(header)}</w:hdr>"
    if core is not None:
        parts["docProps/core.xml"] = _core(core)
    relations += [(f"r{name}", name, f"{name}.xml", "") for name in OTHERS if f"word/{name}.xml" in parts]
    relations += [("rheader", "header", "header1.xml", "")] if header else []
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    of_package = [("r1", f"{RELATED}/officeDocument", "word/document.xml", "")]
    of_package += [("r2", CORE_RELATION, "docProps/core.xml", "")] if core is not None else []
    parts["_rels/.rels"] = _relations(of_package)
    parts = {name: f"{DECLARATION}{text}" for name, text in parts.items()}
    parts = {"[Content_Types].xml": _content_types(parts), **parts}
    binary = {f"word/media/{name}": content for name, content in pictures.items()}
    return packed({**{name: text.encode() for name, text in parts.items()}, **binary})


def _content_types(parts: Mapping[str, str]) -> str:
    """Return the list of the types of all parts, without which no word processor opens a document."""
    defaults = {"rels": f"{TYPES}package.relationships+xml", "xml": "application/xml"}
    defaults |= {"png": "image/png", "emf": "image/x-emf"}
    inside = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in defaults.items()
    )
    for name in parts:
        stem = name.rpartition("/")[2].removesuffix(".xml").rstrip("1")
        kind = {"document": "document.main", "core": ""}.get(stem, stem)
        kind = (
            f"{TYPES}officedocument.wordprocessingml.{kind}+xml"
            if kind
            else f"{TYPES}package.core-properties+xml"
        )
        if not name.endswith(".rels"):
            inside += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{inside}</Types>'


def _core(values: Mapping[str, str]) -> str:
    spaces = {
        "title": "dc",
        "creator": "dc",
        "language": "dc",
        "created": "dcterms",
        "modified": "dcterms",
        "keywords": "cp",
    }
    inside = "".join(
        f"<{spaces[name]}:{name}>{escape(text)}</{spaces[name]}:{name}>" for name, text in values.items()
    )
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/">{inside}</cp:coreProperties>'
    )


def _relations(relations: Sequence[tuple[str, str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind if "/" in kind else f"{RELATED}/{kind}"}" '
        f"Target={quoteattr(target)}{mode}/>"
        for key, kind, target, mode in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive whose bytes are always the same."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return made.getvalue()
