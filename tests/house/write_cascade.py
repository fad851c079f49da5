"""Draw the layers of a name and the order of the stylesheets in docs/themes.md: `python -m tests.house.write_cascade`.

The order is that in which an edition reads them (`compose/style_layers.py`), so the picture cannot be outdated.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from briefing.compose.style_layers import Design, stylesheets_for
from briefing.stages import Edition, Modifier
from tests.conftest import ROOT

PICTURE = ROOT / "docs/themes.svg"
LAYERS = (
    ("the workspace", "templates/, styles/", "#ffffff"),
    ("the options of the theme", "styles/tokens.css, made from content/workspace.yaml", "#eef2f6"),
    ("the theme", "theme: house", "#dfe7ef"),
    ("the theme that it extends", "extends: …", "#cfdae6"),
    ("the shipped files", "the theme memo", "#bfcddd"),
)
WIDTH, LINE, HEIGHT, TOP, COLUMN = 1000, 17, 54, 46, 500


class _Everything:
    """A workspace that has every file."""

    def find(self, name: str) -> Path:
        return Path(name)


def order() -> list[str]:
    """Return the stylesheets of an edition that has every kind, in the order of the cascade."""
    edition = Edition("x", "<audience>", "<language>", "<paper>", (Modifier.MONO,))
    design = Design(edition, ("<audience>",), ("<part>",), (), "<direction>")
    files: Any = _Everything()
    names = [name for name in stylesheets_for(design, files) if not name.startswith("styles/modifiers/<")]
    return [name.replace(Modifier.MONO, "<modifier>") for name in names]


def picture() -> str:
    """Return the picture as SVG."""
    shapes = [_text(0, 24, "Where a file is found: the first layer that has it", is_bold=True)]
    for number, (name, what, fill) in enumerate(LAYERS):
        y = TOP + number * (HEIGHT + 8)
        shapes.append(f'<rect x="1" y="{y}" width="440" height="{HEIGHT}" fill="{fill}" stroke="#12395b"/>')
        shapes += [_text(14, y + 23, name, is_bold=True), _text(14, y + 42, what)]
    shapes.append(_text(COLUMN, 24, "The order of the stylesheets: the last one wins", is_bold=True))
    names = order()
    for number, name in enumerate(names, start=1):
        shapes.append(_text(COLUMN, TOP + number * LINE, f"{number:>2}  {name}"))
    height = TOP + max(len(LAYERS) * (HEIGHT + 8), (len(names) + 1) * LINE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="14" fill="#1b2430">\n<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        + "\n".join(shapes)
        + "\n</svg>\n"
    )


def _text(x: int, y: int, words: str, *, is_bold: bool = False) -> str:
    weight = ' font-weight="700"' if is_bold else ""
    return f'<text x="{x}" y="{y}" xml:space="preserve"{weight}>{escape(words)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
