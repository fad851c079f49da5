"""A page composed for screen → one self-contained HTML file with styles, fonts, pictures and data.

It loads nothing from a network and runs no scripts, which its Content Security Policy (level 3) enforces.
The meaning of the page stays the same. Tables and drawings that may be wider than the window can be scrolled with the
keyboard. A screen reader gets what it gets from the tags of the PDF: names of landmarks and tables, pictures as one
image each, no ornaments.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Mapping
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import unquote

from briefing.compose.web.inline_images import data_address, embed_picture
from briefing.compose.web.ornaments import ESCAPED, hide_ornaments
from briefing.compose.web.webfonts import embed_drawing_fonts, embed_fonts, letters_of, with_fallbacks
from briefing.files.css import IMPORT, read_style, resolve_address
from briefing.files.workspace import Files
from briefing.stages import Page

ADDRESS = re.compile(r"url\(\s*[\"']?((?!data:|#)[^\"')]+)[\"']?\s*\)", re.IGNORECASE)
ROLES = {
    **{"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"},
    **{"ul": "list", "ol": "list"},
}
"""The ARIA roles of tables and lists, which screen readers would lose when a style changes their display."""

HEADERS = {"row": "rowheader", "rowgroup": "rowheader"}
"""The ARIA roles of header cells by scope; others are column headers."""

NAMED_ROLES = ("doc-toc", "doc-bibliography")
"""The roles of landmarks that are named by their heading, as is every `nav` (DPUB-ARIA 1.1)."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DESCRIPTIONS = ("title", "desc")
"""The elements with which a drawing describes itself (SVG 2, 5.7)."""


def stand_alone(page: Page, files: Files) -> str:
    """Return the HTML of a page with everything embedded.

    Raises WorkspaceError for a font or a picture that cannot be read.
    """
    frame = _Frame(page, files)
    frame.feed(page.html)
    frame.close()
    html = "".join(frame.pieces)
    style = _style_of(page, html, files)
    hashes = " ".join(f"'sha256-{_hash(text)}'" for text in (style, *frame.styles))
    policy = f"default-src 'none'; img-src data:; font-src data:; style-src-elem {hashes}; "
    policy += "style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    head = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    html = html.replace("<head>", head, 1)
    return html.replace("</head>", f"<style>{style}</style>\n</head>", 1)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _style_of(page: Page, html: str, files: Files) -> str:
    """Return the stylesheets of a page as one, without comments, with fonts and pictures embedded."""
    sheets = [sheet for name in page.stylesheets for sheet in read_style(name, files)]
    written = (chr(min(int(number, 16), 0x10FFFF)) for _, text in sheets for number in ESCAPED.findall(text))
    letters = letters_of((unescape(html), *(text for _, text in sheets), *written))
    families = with_fallbacks(page.stylesheets, files)
    texts = (
        embed_fonts(
            families(_with_pictures(hide_ornaments(IMPORT.sub("", text)), name, files)), name, letters, files
        )
        for name, text in sheets
    )
    return re.sub(r"\n\s*\n+", "\n", "\n".join(texts)).replace("</", "<\\/")


def _with_pictures(text: str, name: str, files: Files) -> str:
    """Return a stylesheet with its pictures embedded. `embed_fonts` embeds the fonts."""

    def embedded(match: re.Match[str]) -> str:
        before = text[: match.start()]
        if before.rfind("@font-face") > before.rfind("}"):
            return match.group()
        return f'url("{embed_picture(resolve_address(name, match[1]), files)}")'

    return ADDRESS.sub(embedded, text)


class _Frame(HTMLParser):
    """Copies a page, and adds what a screen needs to its tags."""

    def __init__(self, page: Page, files: Files) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.files = page, files
        self.attached: Mapping[str, bytes] = {file.name: file.content for file in page.attachments}
        self.pieces: list[str] = []
        self.styles: list[str] = []
        """The contents of the style elements in the page itself."""
        self.tables, self.captions = 0, 0
        self.caption = ""
        """The id of the caption of the open exhibit."""
        self.is_unnamed = False
        """True if the open table takes its name from its first header."""
        self.spans: list[bool] = []
        """For each open span, whether its text names attached files."""
        self.heads: list[str] = []
        """The words of the header cells above the columns of the open table."""
        self.is_head, self.column = False, 0
        self.unnamed_landmark: int | None = None
        """The place among the pieces of a landmark that its next heading names."""
        self.landmarks = 0
        self.drawn: list[str] = []
        """The open elements of the drawing that is being copied."""
        self.has_label = False
        """True if the drawing has a label, which its title would repeat."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        text = self.get_starttag_text() or ""
        if tag == "svg" or self.drawn:
            self.pieces.append(self._drawn(tag, found, text))
            return
        classes = found.get("class", "").split()
        if tag == "img" and not found.get("src", "").startswith("data:"):
            text = self._with_picture(text, found.get("src", ""))
        elif tag == "figcaption":
            self.captions += 1
            self.caption = found.get("id") or f"caption:{self.captions}"
            text = text if "id" in found else _added(text, f'id="{self.caption}"')
        elif tag == "table":
            text = self._wrapped(text)
        elif tag == "th" and self.is_unnamed:
            text, self.is_unnamed = _added(text, f'id="table:{self.tables}"'), False
        elif tag == "div" and "drawing" in classes and self.caption:
            text = _added(text, f'role="group" tabindex="0" aria-labelledby="{self.caption}"')
        elif tag == "span":
            self.spans.append("data" in classes or self.spans[-1:] == [True])
        text = self._counted(tag, text)
        if role := self._role(tag, found):
            text = _added(text, f'role="{role}"')
        self.pieces.append(self._named(tag, found, text))

    def _named(self, tag: str, found: Mapping[str, str], text: str) -> str:
        """Return a start tag; if it is the first heading of a landmark, it becomes the name of the landmark."""
        if tag in HEADINGS and self.unnamed_landmark is not None:
            self.landmarks += 1
            name = found.get("id") or f"landmark:{self.landmarks}"
            landmark = self.pieces[self.unnamed_landmark]
            self.pieces[self.unnamed_landmark] = _added(landmark, f'aria-labelledby="{name}"')
            self.unnamed_landmark = None
            return text if "id" in found else _added(text, f'id="{name}"')
        if (tag == "nav" or found.get("role") in NAMED_ROLES) and not _has_name(found):
            self.unnamed_landmark = len(self.pieces)
        return text

    def _drawn(self, tag: str, found: Mapping[str, str], text: str) -> str:
        """Return a start tag of a drawing, which is one image: its name is read, but not its parts."""
        depth = len(self.drawn)
        if not text.endswith("/>"):
            self.drawn.append(tag)
        if depth == 0:
            self.has_label = _has_name(found)
            return text if "role" in found else _added(text, 'role="img"')
        if depth == 1 and tag in DESCRIPTIONS:
            return "" if self._is_repeated else text
        return _added(text, 'aria-hidden="true"') if depth == 1 and "aria-hidden" not in found else text

    @property
    def _is_repeated(self) -> bool:
        """True in the title of a drawing whose label says the same."""
        return self.has_label and self.drawn[1:2] == ["title"]

    def _counted(self, tag: str, text: str) -> str:
        """Return a cell with the header of its column, for styles that show rows as blocks."""
        if tag == "table":
            self.heads = []
        elif tag == "tr":
            self.column = 0
        elif tag == "thead":
            self.is_head = True
        elif tag in ("th", "td"):
            self.column += 1
            if self.is_head:
                self.heads.append("")
            elif tag == "td" and self.column <= len(self.heads):
                return _added(text, f'data-head="{" ".join(self.heads[self.column - 1].split())}"')
        return text

    def _role(self, tag: str, found: Mapping[str, str]) -> str:
        if "role" in found:
            return ""
        return HEADERS.get(found.get("scope", ""), "columnheader") if tag == "th" else ROLES.get(tag, "")

    def _wrapped(self, text: str) -> str:
        """Return a table in a scrolling frame, named by its caption or its first header."""
        self.tables += 1
        self.is_unnamed = not self.caption
        name = self.caption or f"table:{self.tables}"
        table = _added(text, f'aria-labelledby="{name}"') if self.caption else text
        return f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{name}">{table}'

    def _with_picture(self, text: str, source: str) -> str:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(self.page.base), unquote(source)))
        address = embed_picture(name, self.files, self._with_fonts)
        return re.sub(r"""(\ssrc\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)""", rf'\1"{address}"', text, count=1)

    def _with_fonts(self, drawing: bytes) -> bytes:
        return embed_drawing_fonts(drawing, self.page.stylesheets, self.files)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if self.drawn:
            self._end_drawn(tag)
            return
        self.pieces.append(f"</{tag}>")
        if tag == "table":
            self.pieces.append("</div>")
            self.is_unnamed = False
        elif tag == "thead":
            self.is_head = False
        elif tag == "figure":
            self.caption = ""
        elif tag == "span":
            del self.spans[-1:]

    def _end_drawn(self, tag: str) -> None:
        if not self._is_repeated:
            self.pieces.append(f"</{tag}>")
        del self.drawn[-1:]

    def handle_data(self, data: str) -> None:
        if self._is_repeated:
            return
        if self.cdata_elem == "style":
            data = hide_ornaments(data)
            self.styles.append(data)
        if self.is_head and self.heads:
            self.heads[-1] += data.replace('"', "&quot;")
        self.pieces.append(self._with_files(data) if self.spans[-1:] == [True] else data)

    def _with_files(self, data: str) -> str:
        """Turn the names of attached files into download links, as the HTML edition contains them like the PDF."""
        for name, content in self.attached.items():
            kind = "text/csv;charset=utf-8" if name.endswith(".csv") else "application/octet-stream"
            link = f'<a href="{data_address(kind, content)}" download="{escape(name)}">{escape(name)}</a>'
            data = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", lambda _: link, data)  # noqa: B023
        return data

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")


def _has_name(found: Mapping[str, str]) -> bool:
    return bool(found.get("aria-label") or found.get("aria-labelledby"))


def _added(tag: str, attributes: str) -> str:
    """Return a start tag with more attributes."""
    end = -2 if tag.endswith("/>") else -1
    return f"{tag[:end].rstrip()} {attributes}{tag[end:]}"
