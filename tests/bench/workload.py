"""The documents of the benchmark: briefs of a given length, their HTML for WeasyPrint, and the same text for Typst."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
from pathlib import Path

from briefing.files.fonts import fonts_of_packages

WORDS = [
    "the",
    "a",
    "of",
    "and",
    "in",
    "to",
    "for",
    "with",
    "by",
    "on",
    "more",
    "less",
    "city",
    "cities",
    "water",
    "power",
    "price",
    "prices",
    "grid",
    "border",
    "trade",
    "harvest",
    "winter",
    "summer",
    "policy",
    "measure",
    "measures",
    "report",
    "year",
    "years",
    "cost",
    "costs",
    "share",
    "risk",
    "risks",
    "road",
    "harbour",
    "river",
    "bridge",
    "school",
    "hospital",
    "council",
    "ministry",
    "region",
    "people",
    "household",
    "firm",
    "worker",
    "farmer",
    "may",
    "will",
    "can",
    "rise",
    "falls",
    "grows",
    "keeps",
    "brings",
    "needs",
    "shows",
    "holds",
    "moves",
    "slowly",
    "quickly",
    "again",
    "together",
    "likely",
    "new",
    "old",
    "large",
    "small",
    "public",
    "private",
]

AUDIENCE = "label: Bench\nparts: [title, bottom-line, key-points, sections, outlook]\nnotes: none\n"
NAME = "bench"
WORDS_PER_PARAGRAPH, PARAGRAPHS = 75, 3
SECTIONS = {4: 7, 47: 91, 186: 362}
"""Number of pages → the number of sections that fill them; each has three paragraphs, and every second one a table."""


def words(count: int, seed: int) -> str:
    """Return that many words, the same for each seed."""
    chosen = random.Random(seed).choices(WORDS, k=count)  # noqa: S311
    return " ".join(chosen).capitalize() + "."


def table(seed: int) -> list[list[str]]:
    """Return the rows of a small table, its header first."""
    rows = [[words(2, seed * 10 + row)[:-1], str(seed * 7 % 90 + row), str(row * 3)] for row in range(4)]
    return [["Region", "Share", "Change"], *rows]


def brief(sections: int, seed: int = 0) -> str:
    """Return a brief with that many sections, as YAML."""
    lines = [
        f"title: {words(6, seed)[:-1]}",
        "date: 2026-11-22",
        f"audiences: {{{NAME}: {{}}}}",
        f"bottom_line: {words(30, seed + 1)}",
        "key_points:",
        *(f"  - {words(14, seed + 2 + point)}" for point in range(3)),
        "sections:",
    ]
    for number in range(sections):
        start = seed + 100 * (number + 1)
        lines += [f"  - title: {words(5, start)[:-1]}", "    text: |"]
        for paragraph in range(PARAGRAPHS):
            lines += [f"      {words(WORDS_PER_PARAGRAPH, start + paragraph + 1)}", ""]
        if number % 2:
            rows = ", ".join(f"[{', '.join(row)}]" for row in table(start))
            about = f"id: t{number}, title: {words(4, start)[:-1]}, alt: Numbers by region."
            lines += ["    blocks:", f"      - table: {{{about}, data: [{rows}]}}"]
    return "\n".join([*lines, f"outlook: {words(40, seed + 9)}", ""])


def small_brief(seed: int) -> str:
    """Return a brief of one page, as YAML."""
    return brief(1, seed * 1000)


LIBRARIES = {"BibTeX": "refs.bib", "CSL-JSON": "refs.json"}
"""The formats that reference managers export, with a file name for each."""


def cited_brief(file: str) -> str:
    """Return a brief of one page that cites two sources from a file."""
    text = brief(1).replace("outlook: ", f"sources: {file}\noutlook: ")
    return text.replace(".\n\n", " [@key1; @key2].\n\n", 1)


def library(form: str, count: int) -> str:
    """Return a library of that many sources with abstracts, about 1,000 characters each."""
    if form == "BibTeX":
        return "\n".join(
            f"@article{{key{number},\n  author = {{Family{number}, Given and Other, Name}},\n"
            f"  title = {{{words(8, number)[:-1]}}},\n  journal = {{Journal of Things}},\n  year = {{2020}},\n"
            f"  abstract = {{{words(150, number)}}}\n}}\n"
            for number in range(count)
        )
    items = [
        {
            "id": f"key{number}",
            "type": "article-journal",
            "author": [{"family": f"Family{number}", "given": "Given"}, {"family": "Other", "given": "Name"}],
            "title": words(8, number)[:-1],
            "container-title": "Journal of Things",
            "issued": {"date-parts": [[2020]]},
            "abstract": words(150, number),
        }
        for number in range(count)
    ]
    return json.dumps(items, indent=1)


def listed_brief(file: str = "rows.csv") -> str:
    """Return a brief with one table, whose rows are in a file."""
    about = f"title: Many rows, alt: Numbers by region., data: {file}"
    lines = brief(1).replace("outlook: ", f"    blocks:\n      - table: {{{about}}}\noutlook: ")
    return lines.replace("audiences: {bench: {}}", "audiences: {bench: {pages: 900}}")


def rows(count: int, columns: int = 6) -> str:
    """Return that many rows of a name and numbers, as CSV."""
    numbers = random.Random(0)  # noqa: S311
    lines = [
        ",".join((f"Region number {row}", *(str(numbers.randint(0, 99_999)) for _ in range(columns - 1))))
        for row in range(count)
    ]
    return "\n".join((",".join(("Region", *(f"Series {n}" for n in range(1, columns)))), *lines, ""))


def spreadsheet(rows: str) -> bytes:
    """Return rows of CSV as a spreadsheet."""
    from openpyxl import Workbook

    book, buffer = Workbook(), io.BytesIO()
    for line in rows.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(buffer)
    return buffer.getvalue()


def typst(sections: int, seed: int = 0) -> str:
    """Return the same text for Typst, with tables, margins, running footer and tags."""
    parts = [
        '#set page("a4", margin: 25mm, footer: context align(center, counter(page).display()))',
        '#set text(size: 10pt, lang: "en", hyphenate: true)',
        "#set par(justify: false)",
        f"#set document(title: [{words(6, seed)}])",
        f"= {words(6, seed)[:-1]}",
        words(30, seed + 1),
        *(f"- {words(14, seed + 2 + point)}" for point in range(3)),
    ]
    for number in range(sections):
        start = seed + 100 * (number + 1)
        parts.append(f"== {words(5, start)[:-1]}")
        parts += [words(WORDS_PER_PARAGRAPH, start + paragraph + 1) + "\n" for paragraph in range(PARAGRAPHS)]
        if number % 2:
            cells = ", ".join(f"[{cell}]" for row in table(start) for cell in row)
            parts.append(f"#figure(table(columns: 3, {cells}), caption: [{words(4, start)}])")
    return "\n\n".join([*parts, words(40, seed + 9), ""])


def make_workspace(root: Path, briefs: dict[str, str]) -> Path:
    """Write a workspace of briefs by their names, with no output."""
    shutil.rmtree(root, ignore_errors=True)
    for name, text in briefs.items():
        path = root / f"content/{name}/brief.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    audience = root / f"templates/audiences/{NAME}/audience.yaml"
    audience.parent.mkdir(parents=True)
    audience.write_text(AUDIENCE, encoding="utf-8")
    return root


def with_fonts(html: Path) -> None:
    """Write the paths of the font files into a composed page, so that other programs find them."""
    shelf = fonts_of_packages()
    text = html.read_text(encoding="utf-8")
    found = re.sub(
        r"""url\(["']?fonts/([^"')]+)["']?\)""",
        lambda match: f'url("{shelf[match[1]].as_uri()}")' if match[1] in shelf else match[0],
        text,
    )
    html.write_text(found, encoding="utf-8")
