"""The pages of the documentation's website that are not in docs/, and links to files that are no pages.

MkDocs calls these functions: see `hooks` in mkdocs.yml.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any, Final

from mkdocs.structure.files import File

ROOT: Final = Path(__file__).parents[2]

PAGES: Final = {
    "templates/README.md": "templates.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
"""The files of the project that are pages of the website, and their names there."""

HOME: Final = {"README.md": "index.md"}
"""The file that is not a page, and the page that readers of a link to it get."""

EMPTY_HEADER = re.compile(r"<th( [^>]*)?></th>")

LINK = re.compile(r"\[([^\]\[]*)\]\(([^)\s:#]+)(#[^)\s]*)?\)")


def on_config(config: Any) -> Any:
    """Set the anchors of headings: those of code hosts, which the links in docs/ have."""
    config["mdx_configs"]["toc"]["slugify"] = _anchor
    return config


def _anchor(heading: str, _separator: str) -> str:
    return re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are not in docs/."""
    for source, page in PAGES.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """Return the text of a page with its links to files of the project as links to pages, or as plain text."""
    names = {page: source for source, page in PAGES.items()}
    folder = posixpath.dirname(names.get(page.file.src_uri, f"docs/{page.file.src_uri}"))

    def on_site(link: re.Match[str]) -> str:
        words, target, anchor = link[1], link[2], link[3] or ""
        file = posixpath.normpath(posixpath.join(folder, target))
        if file in PAGES:
            return f"[{words}]({PAGES[file]}{anchor})"
        if file in HOME:
            return f"[{words}]({HOME[file]})"
        if file.startswith("docs/"):
            return f"[{words}]({file.removeprefix('docs/')}{anchor})"
        return words if (ROOT / file).exists() else link[0]

    return LINK.sub(on_site, markdown)


def on_page_content(html: str, **_: object) -> str:
    """Return the HTML of a page with an empty corner of a table as a cell, which is the header of nothing."""
    return EMPTY_HEADER.sub(r"<td\1></td>", html)
