"""Reads an HTML page, also one that was pasted from a word processor, into a document tree. tinyhtml5 parses it.

Nothing is fetched: pictures are read from the page itself or from the folder of the file.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote, unquote_to_bytes
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Span
from briefing.importing.document_tree import (
    CONTINUED,
    Block,
    Cell,
    Document,
    Format,
    Item,
    LeftOut,
    Paragraph,
    Picture,
    Properties,
    Run,
    Style,
    Table,
    grid_of,
)

PictureReader = Callable[[str], bytes | None]
"""Returns the bytes of a picture by its name next to the page; None if it cannot be read."""

MAX_DEPTH = 512
"""The greatest number of elements inside each other, as in browsers: Chromium does not nest more."""

HIDDEN = frozenset(
    {"head", "script", "style", "template", "noscript", "nav", "button", "select", "textarea", "svg"}
)
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figure",
            "figcaption",
            "footer",
            "form",
            "header",
            "hr",
            "html",
            "li",
            "main",
            "ol",
            "p",
        ),
        *("pre", "section", "summary", "table", "ul", "h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
FORMATS = {
    **dict.fromkeys(("b", "strong"), Format.BOLD),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), Format.ITALIC),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Format.CODE),
    "sup": Format.SUPERSCRIPT,
    "sub": Format.SUBSCRIPT,
}
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-5]00)")
ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)")
RAISED, LOWERED = re.compile(r"vertical-align:\s*super"), re.compile(r"vertical-align:\s*sub")
SIZE = re.compile(r"font-size:\s*([\d.]{1,6})pt")
HIDES = re.compile(r"display:\s*none|mso-hide:\s*all|mso-list:\s*ignore", re.IGNORECASE)
STYLES = {
    "mso-title": Style.TITLE,
    "msotitle": Style.TITLE,
    "title": Style.TITLE,
    "msosubtitle": Style.SUBTITLE,
    "subtitle": Style.SUBTITLE,
    "msocaption": Style.CAPTION,
    "caption": Style.CAPTION,
    "author": Style.AUTHOR,
    "date": Style.DATE,
    "bibliography": Style.REFERENCE,
}
NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§a-z]|[ivx]{1,5})[\])]?\s*")
BACK = re.compile(r"[\s↩⏎↑^\ufe0e\ufe0f\[\]()\d*]*")
DATA = re.compile(r"data:image/[\w.+-]+(;base64)?,(.*)", re.DOTALL)
ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def read_web_page(
    source: str | bytes, name: str, picture_of: PictureReader, properties: Properties | None = None
) -> Document:
    """Read a page. Raises ContentError if it is nested too deeply."""
    try:
        stream = (
            BytesIO(source) if isinstance(source, bytes) else StringIO(source)
        )  # a short text would name a file
        root = _Parser(namespace_html_elements=False).parse(stream)
        reader = _Reader(root, picture_of)
        blocks = list(reader.blocks())
        words = list(_paragraphs_of(root, reader.marks))
    except RecursionError:
        help = "open it in a browser, and paste its text into a word processor"
        raise ContentError([Finding("BR840", "the page is nested too deeply", Span(name), help)]) from None
    return Document(blocks, properties or _properties(root), {}, reader.left_out, words)


class _OpenElements(list[Any]):
    """The elements that a parser has opened and not closed. Raises RecursionError for too many."""

    def append(self, element: object) -> None:
        if len(self) >= MAX_DEPTH:
            raise RecursionError
        super().append(element)


class _Parser(HTMLParser):  # type: ignore[misc]
    """A parser that stops at elements that are nested too deeply: it looks through all of them at each new one."""

    def reset(self) -> None:
        super().reset()
        self.tree.open_elements = _OpenElements(self.tree.open_elements)


class _Reader:
    """Reads the elements of a page in order."""

    def __init__(self, root: Element, picture_of: PictureReader) -> None:
        self.root = root
        self.picture_of = picture_of
        self.left_out: list[LeftOut] = []
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.named = {
            key: element for element in root.iter() for key in (element.get("id"), element.get("name")) if key
        }
        self.order = {element: index for index, element in enumerate(root.iter())}
        self.children_first = sorted(self.order, key=lambda element: -self.order[element])
        self.holders: set[Element] = set()
        """The elements of block level, and those with one inside."""
        for element in self.children_first:
            if element.tag in BLOCKS or any(child in self.holders for child in element):
                self.holders.add(element)
        self.notes: dict[Element, Element] = {}
        """The marks of footnotes, and the elements with their texts."""
        for link in root.iter("a"):
            if (note := self._note_of(link)) is not None:
                self.notes[link] = note
        self.texts_of_notes = set(self.notes.values())
        self.of_notes = set(self._lists_of_notes())
        self.marks = set(self.notes) | {
            link for note in self.texts_of_notes for link in note.iter("a") if _leads_back(link)
        }
        """The marks of footnotes, and the links that lead back to them."""

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the page."""
        yield from self._blocks(self.root, None, Style.TEXT)

    # --- Blocks ---------------------------------------------------------------------------------------

    def _blocks(self, element: Element, item: Item | None, style: Style) -> Iterator[Block]:
        """Yield the blocks inside an element; texts between them are paragraphs."""
        runs: list[Run] = list(self._text(element.text, frozenset(), ""))
        for child in element:
            if self._is_skipped(child):
                pass
            elif self._holds_blocks(child):
                for block in self._flushed(runs, element, item, style):
                    item = _after(block, item)
                    yield block
                runs = []
                for block in self._block(child, item, style):
                    item = _after(block, item)
                    yield block
            else:
                runs += self._runs(child, _formats_of(element, frozenset()), "")
            runs += self._text(child.tail, _formats_of(element, frozenset()), "")
        yield from self._flushed(runs, element, item, style)

    def _flushed(self, runs: list[Run], element: Element, item: Item | None, style: Style) -> Iterator[Block]:
        paragraph = Paragraph(tuple(_trimmed(runs)), style, 0, item)
        if not paragraph.is_empty:
            yield replace(paragraph, size=_size_of(element))

    def _block(self, element: Element, item: Item | None, style: Style) -> Iterator[Block]:
        tag = str(element.tag)
        if tag in ("ul", "ol"):
            yield from self._list(element, item)
        elif tag == "table":
            yield self._table(element)
        elif re.fullmatch("h[1-6]", tag):
            runs = _trimmed([*self._inside(element, frozenset(), "")])
            runs = [replace(run, formats=run.formats - {Format.BOLD}) for run in runs]
            style = _style_of(element, Style.TEXT)
            level = 0 if style is Style.TITLE else int(tag[1])
            yield Paragraph(tuple(runs), style, level)
        elif tag == "pre":
            yield Paragraph((Run("".join(element.itertext()).strip("\n"), frozenset({Format.CODE})),))
        else:
            kinds = {"blockquote": Style.QUOTE, "figcaption": Style.CAPTION}
            style = kinds.get(tag, _style_of(element, style))
            yield from self._blocks(element, item, style)

    def _list(self, element: Element, outer: Item | None) -> Iterator[Block]:
        level = outer.level + 1 if outer else 0
        count = _integer(element.get("start", ""), 1)
        for child in element:
            if self._is_skipped(child):
                continue
            if child.tag in ("ul", "ol"):  # as Google Docs and Word nest lists
                yield from self._list(child, Item(level))
                continue
            count = _integer(child.get("value", ""), count)
            number = "" if element.tag == "ul" else _number(count, element.get("type", "1"))
            yield from self._blocks(child, Item(level, number), Style.TEXT)
            count += 1

    def _table(self, element: Element) -> Table:
        caption = element.find("caption")
        rows = [[self._cell(cell) for cell in row if cell.tag in ("td", "th")] for row in self._rows(element)]
        title = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
        return Table(grid_of([row for row in rows if row]), title, element.get("summary", ""))

    def _cell(self, cell: Element) -> Cell:
        inside = _trimmed([*self._inside(cell, frozenset(), "")])
        runs = tuple(replace(run, formats=run.formats - {Format.BOLD}) for run in inside)
        across, down = (cell.get(name, "1") for name in ("colspan", "rowspan"))
        return Cell(runs, *(int(span) if re.fullmatch("[0-9]{1,3}", span) else 1 for span in (across, down)))

    def _rows(self, table: Element) -> Iterator[Element]:
        """Yield the rows of a table, and not those of a table inside it."""
        for part in table:
            if part.tag == "tr":
                yield part
            elif part.tag in ("thead", "tbody", "tfoot"):
                yield from (row for row in part if row.tag == "tr")

    # --- Runs -----------------------------------------------------------------------------------------

    def _runs(self, element: Element, formats: frozenset[Format], address: str) -> Iterator[Run]:
        tag = element.tag
        if self._is_skipped(element):
            return
        if tag == "br":
            yield Run(is_break=True)
        elif tag == "img":
            yield from self._picture(element)
        elif element in self.notes:
            inside = _trimmed([*self._inside(self.notes[element], frozenset(), "")])
            yield Run(note=tuple(inside))
        elif tag == "a" and element.get("href", "").startswith("#"):
            yield from self._inside(element, formats, "")
        elif tag == "a":
            yield from self._inside(element, formats, element.get("href", "").strip() or address)
        elif tag == "sup" and any(link in self.notes for link in element.iter("a")):
            yield from self._inside(element, formats, address, is_raised=False)
        else:
            yield from self._inside(element, formats, address)

    def _inside(
        self, element: Element, formats: frozenset[Format], address: str, *, is_raised: bool = True
    ) -> Iterator[Run]:
        own = _formats_of(element, formats) if is_raised else formats
        yield from self._text(element.text, own, address)
        for child in element:
            if child in self.marks and child not in self.notes:
                pass
            elif child.tag == "table" and not self._is_skipped(child):
                self.left_out.append(
                    LeftOut("a table inside a table", " ".join("".join(child.itertext()).split()))
                )
            elif self._holds_blocks(child):
                yield Run(" ")
                yield from self._inside(child, own, address)
                yield Run(" ")
            else:
                yield from self._runs(child, own, address)
            yield from self._text(child.tail, own, address)

    def _text(self, text: str | None, formats: frozenset[Format], address: str) -> Iterator[Run]:
        if text:
            yield Run(re.sub(r"[ \t\r\n]+", " ", text), formats, address)

    def _picture(self, element: Element) -> Iterator[Run]:
        source, description = element.get("src", ""), " ".join(element.get("alt", "").split())
        if found := DATA.match(source):
            content = _decoded(found[2], is_base64=bool(found[1]))
        elif re.match(r"[a-z][\w+.-]*:|//", source, re.IGNORECASE):
            content = None
        else:
            content = self.picture_of(unquote(source.partition("?")[0]))
        if content:
            yield Run(picture=Picture(content, description))
        else:
            shown = source if len(source) < 80 else f"{source[:60]}…"
            self.left_out.append(
                LeftOut(f"a picture that is not in the folder of the page ({shown})", description)
            )

    # --- Notes and hidden elements --------------------------------------------------------------------

    def _is_skipped(self, element: Element) -> bool:
        is_hidden = not isinstance(element.tag, str) or element.tag in HIDDEN
        return is_hidden or element in self.of_notes or bool(HIDES.search(element.get("style", "")))

    def _holds_blocks(self, element: Element) -> bool:
        return element in self.holders

    def _lists_of_notes(self) -> Iterator[Element]:
        """Yield the texts of notes, and the elements that have nothing else in them."""
        found = set(self.notes.values())
        for element in self.children_first if found else ():
            inside = [child for child in element if "".join(child.itertext()).strip()]
            is_list = element.tag in ("section", "div", "ol") and bool(inside)
            if element in found or (is_list and all(child in found for child in inside)):
                found.add(element)
                yield element

    def _note_of(self, link: Element) -> Element | None:
        """Return the element with the text of the footnote that a link leads to; None if it leads to something else."""
        href = link.get("href", "")
        target = self.named.get(href.removeprefix("#")) if href.startswith("#") else None
        if target is None or not NOTE_MARK.fullmatch("".join(link.itertext())):
            return None
        while target is not None and target.tag not in ("li", "p", "div", "dd", "aside"):
            target = self.parents.get(target)
        if target is None or self.order[target] < self.order[link]:  # a link back, or inside the target
            return None
        starts_with_mark = any(NOTE_MARK.fullmatch("".join(one.itertext())) for one in target.iter("a"))
        is_note = bool("".join(target.itertext()).strip()) and (target.tag == "li" or starts_with_mark)
        return target if is_note else None


def _after(block: Block, item: Item | None) -> Item | None:
    """Return the place in a list of what follows a block: the item goes on after its first paragraph."""
    is_first = item and isinstance(block, Paragraph) and block.item and block.item.level == item.level
    return replace(item, number=CONTINUED) if item and is_first else item


def _leads_back(element: Element) -> bool:
    href = element.get("href", "") if element.tag == "a" else ""
    return href.startswith("#") and BACK.fullmatch("".join(element.itertext())) is not None


def _formats_of(element: Element, formats: frozenset[Format]) -> frozenset[Format]:
    style = element.get("style", "")
    found = set(formats)
    if own := FORMATS.get(str(element.tag)):
        found.add(own)
    for pattern, one in (
        (BOLD, Format.BOLD),
        (ITALIC, Format.ITALIC),
        (RAISED, Format.SUPERSCRIPT),
        (LOWERED, Format.SUBSCRIPT),
    ):
        if pattern.search(style):
            found.add(one)
    if NOT_BOLD.search(style):
        found.discard(Format.BOLD)
    return frozenset(found)


def _style_of(element: Element, otherwise: Style) -> Style:
    names = (element.get("class") or "").lower().split()
    return next((STYLES[name] for name in names if name in STYLES), otherwise)


def _size_of(element: Element) -> float:
    sizes = [
        float(size)
        for one in element.iter()
        for size in SIZE.findall(one.get("style", ""))
        if size.count(".") < 2 and size != "."
    ]
    return max(sizes, default=0)


def _number(count: int, kind: str) -> str:
    if kind in ("a", "A") and 1 <= count <= 26:
        return chr(ord(kind) + count - 1)
    if kind in ("i", "I") and 1 <= count < len(ROMAN):
        return ROMAN[count] if kind == "i" else ROMAN[count].upper()
    return str(count)


def _trimmed(runs: list[Run]) -> list[Run]:
    """Return runs without spaces and breaks at both ends, and without doubled spaces."""
    kept: list[Run] = []
    for run in runs:
        text = run.text
        if text[:1] == " " and (not kept or kept[-1].is_break or kept[-1].text[-1:] == " "):
            text = text[1:]
        if run.is_break and kept and kept[-1].text.endswith(" "):
            kept[-1] = replace(kept[-1], text=kept[-1].text[:-1])
        if text or run.is_break or run.note or run.picture or run.cited:
            kept.append(replace(run, text=text))
    while kept and kept[-1].is_break:
        kept.pop()
    while kept and kept[0].is_break:
        kept.pop(0)
    if kept and not kept[-1].picture:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
    return kept


def _decoded(data: str, *, is_base64: bool) -> bytes | None:
    try:
        return base64.b64decode(unquote(data)) if is_base64 else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        return None


def _properties(root: Element) -> Properties:
    named = {
        (meta.get("name") or meta.get("property") or "").lower(): " ".join(
            (meta.get("content") or "").split()
        )
        for meta in root.iter("meta")
    }
    title = next((" ".join("".join(one.itertext()).split()) for one in root.iter("title")), "")
    typed = named.get("date") or named.get("dcterms.date") or named.get("article:published_time") or ""
    try:
        day = date.fromisoformat(typed[:10])
    except ValueError:
        day = None
    html = next(root.iter("html"), None)
    return Properties(
        title=title,
        authors=[one.strip() for one in re.split(r";|, and | and ", named.get("author", "")) if one.strip()],
        day=day,
        language=html.get("lang", "") if html is not None else "",
        keywords=[one.strip() for one in named.get("keywords", "").split(",") if one.strip()],
    )


def _integer(typed: str, otherwise: int) -> int:
    """Return a typed whole number; the other one if it is none."""
    return int(typed) if re.fullmatch("[0-9]{1,5}", typed) else otherwise


def _paragraphs_of(element: Element, marks: Collection[Element]) -> Iterator[str]:
    """Yield the words of each element of block level, without those that are hidden and without marks of footnotes."""
    pieces: list[str] = []

    def gather(one: Element) -> Iterator[str]:
        is_block = one.tag in BLOCKS or one.tag in ("td", "th", "br", "caption")
        is_script = one.tag in ("sup", "sub")
        pieces.extend([" "] if is_script else [])
        if is_block:
            yield from flush()
        is_hidden = one.tag in HIDDEN or HIDES.search(one.get("style", "")) is not None
        if isinstance(one.tag, str) and not is_hidden and one not in marks:
            pieces.append(one.text or "")
            for child in one:
                yield from gather(child)
                pieces.append(child.tail or "")
        pieces.extend([" "] if is_script else [])
        if is_block:
            yield from flush()

    def flush() -> Iterator[str]:
        words = "".join(pieces).strip()
        pieces.clear()
        if words:
            yield words

    yield from gather(element)
    yield from flush()
