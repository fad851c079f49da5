"""The page as composed for print in one HTML file, for authors of templates."""

from __future__ import annotations

import re

from briefing.compose.web.ornaments import hide_ornaments
from briefing.files.css import IMPORT, read_style
from briefing.files.workspace import Files
from briefing.stages import Page


def embed_styles(page: Page, files: Files, steps: tuple[str, ...] = ()) -> str:
    """Return the composed HTML with its styles and what they import embedded, to open in a browser."""
    names = [name for sheet in (*page.stylesheets, *steps) for name, _ in read_style(sheet, files)]
    texts = [(name, IMPORT.sub("", files.read(name).decode("utf-8", "replace"))) for name in names]
    safe = hide_ornaments("\n".join(f"/* {name} */\n{text}" for name, text in texts)).replace("</", "<\\/")
    style = f"<style>\n{safe}\n</style>\n</head>"
    return re.sub("</head>", lambda _: style, page.html, count=1)
