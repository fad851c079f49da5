"""Reads Markdown (CommonMark, tables, footnotes, scripts, definitions) into a document tree, by way of its HTML."""

from __future__ import annotations

import re
from datetime import date

from markdown_it import MarkdownIt

from briefing.importing.document_tree import Document, Properties
from briefing.importing.web_page import PictureReader, read_web_page
from briefing.load.yaml.reader import Data, read_document
from briefing.markdown.scripts import script_plugin

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read_markdown(source: str, name: str, picture_of: PictureReader) -> Document:
    """Read a file. Raises ContentError if its metadata are no YAML, or if it is nested too deeply."""
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    source = source.replace("\r\n", "\n").replace("\r", "\n")
    head = FRONT_MATTER.match(source)
    # an empty line for the dashes, so that findings have the lines of the file
    properties = _properties(read_document(f"\n{head[1]}".encode(), name).data) if head else Properties()
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(script_plugin)
    try:
        page = parser.render(source[head.end() :] if head else source)
    except RecursionError:
        page = "<div>" * 100_000
    return read_web_page(page, name, picture_of, properties)


def _properties(data: dict[str, Data]) -> Properties:
    """Return the properties in the metadata of a file, as Pandoc and Quarto write them."""
    typed = _words(data.get("date"))
    try:
        day = date.fromisoformat(typed[:10])
    except ValueError:
        day = None
    return Properties(
        title=_words(data.get("title")),
        subtitle=_words(data.get("subtitle")),
        authors=_names(data.get("author") or data.get("authors"), ";"),
        day=day,
        language=_words(data.get("lang") or data.get("language")),
        keywords=_names(data.get("keywords"), ";,"),
    )


def _words(value: Data) -> str:
    return value.strip() if isinstance(value, str) else ""


def _names(value: Data, separators: str) -> list[str]:
    if isinstance(value, str):
        return [one.strip() for one in re.split(f"[{separators}]", value) if one.strip()]
    items = value if isinstance(value, list) else []
    return [name for item in items if (name := _words(item.get("name") if isinstance(item, dict) else item))]
