"""Write the picture and the table of rooms in docs/: `python -m tests.house.write_architecture`.

Both come from the import contract in pyproject.toml and the docstrings of the rooms, so neither can be outdated.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from html import escape

from tests.conftest import ROOT

PICTURE = ROOT / "docs/architecture.svg"
PAGE = ROOT / "docs/architecture.md"
START, END = "<!-- rooms: written by `make docs` -->\n", "<!-- end of rooms -->\n"
WIDTH, GAP, LINE, PADDING = 1000, 10, 15, 10
CHARACTER = 6.1
"""Average width of a character of the descriptions, in pixels, at 12 px."""


def floors() -> list[list[str]]:
    """Return the rooms of the package by floor, from the top; a room may import those on lower floors."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (one["layers"] for one in contracts if one["id"] == "layers")
    return [floor.split(" | ") for floor in layers if floor != "__main__"]


def description_of(room: str) -> str:
    """Return the first paragraph of a room's docstring."""
    package = ROOT / "briefing" / room
    file = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    words = ast.get_docstring(ast.parse(file.read_text())) or ""
    return " ".join(words.partition("\n\n")[0].split())


def table() -> str:
    """Return the table of rooms and their contents, as Markdown."""
    rows = [f"| `{name_of(room)}` | {description_of(room)} |" for floor in floors() for room in floor]
    return "\n".join(["| room | what lives there |", "|---|---|", *rows]) + "\n"


def name_of(room: str) -> str:
    """Return the name of a room's folder or file."""
    return f"{room}/" if (ROOT / "briefing" / room).is_dir() else f"{room}.py"


def picture() -> str:
    """Return the picture of the floors as SVG."""
    boxes, top = [], 0.0
    for floor in floors():
        width = (WIDTH - GAP * (len(floor) - 1)) / len(floor)
        lines = [
            textwrap.wrap(description_of(room), int((width - 2 * PADDING) / CHARACTER)) for room in floor
        ]
        height = 2 * PADDING + LINE * (1 + max(map(len, lines)))
        for number, (room, words) in enumerate(zip(floor, lines, strict=True)):
            boxes.append(_box(number * (width + GAP), top, width, height, name_of(room), words))
        top += height + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top - GAP:.0f}" role="img" '
        'font-family="sans-serif" font-size="12">\n'
        "<title>The rooms of the package: imports point downwards only</title>\n"
        + "".join(boxes)
        + "</svg>\n"
    )


def _box(left: float, top: float, width: float, height: float, name: str, words: list[str]) -> str:
    lines = "".join(f'<tspan x="{left + PADDING:.0f}" dy="{LINE}">{escape(line)}</tspan>' for line in words)
    return (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" rx="4" '
        'fill="#f4f6f8" stroke="#5b6b7a"/>\n'
        f'<text x="{left + PADDING:.0f}" y="{top + PADDING + LINE - 3:.0f}" fill="#1d2730">'
        f'<tspan font-weight="bold">{escape(name)}</tspan>{lines}</text>\n'
    )


def page() -> str:
    """Return the page on the architecture with an up-to-date table of rooms."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    return before + START + table() + END + rest.partition(END)[2]


def main() -> None:
    PICTURE.write_text(picture(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
