"""The page as composed for print in one HTML file, for authors of templates."""

from __future__ import annotations

import re

from briefing.compose.web.ornaments import hide_ornaments
from briefing.files.workspace import Files
from briefing.stages import Page


def embed_styles(page: Page, files: Files, steps: tuple[str, ...] = ()) -> str:
    """Return the composed HTML with its styles embedded, to open in a browser."""
    readable = [name for name in (*page.stylesheets, *steps) if files.find(name)]
    styles = "\n".join(f"/* {name} */\n{files.read(name).decode('utf-8', 'replace')}" for name in readable)
    safe = hide_ornaments(styles).replace("</", "<\\/")
    style = f"<style>\n{safe}\n</style>\n</head>"
    return re.sub("</head>", lambda _: style, page.html, count=1)
