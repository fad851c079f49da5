"""Measure how lines and pages break in all editions of a workspace.

`python -m tests.bench.page_breaks [--root FOLDER] [--without PATCH] [--lines] [EDITION …]` prints a row for each
edition and their sum; `--lines` also prints each line that it counts, `--without` leaves out a patch of the engine.

parted   a number and what it counts, or a title, an initial or a numbered noun and what follows it, on two lines
hyphens  words hyphenated in the last full line of a paragraph, or across two pages
short    last lines of paragraphs with fewer than three words and less than a third of the measure
rag      the average empty part of the lines before the last one, in percent of the measure
gaps     lines of the same kind that are empty for more than a quarter of the measure
rows     single rows of a table, or single scenarios, before or after a page break
empty    the empty part of the pages before the last one, in percent
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from briefing.load.languages import Languages
from briefing.load.themes import open_files
from briefing.model.language import Traits
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.text.cue_words import any_of
from briefing.typeset.inspect.words import texts_of
from briefing.typeset.layout import Typesetter

ROOT = Path(__file__).resolve().parents[2]
WITHOUT = """
import sys
from briefing.typeset.weasyprint_patches import registry
registry.PATCHES = tuple(patch for patch in registry.PATCHES if patch.name != sys.argv[1])
del sys.argv[1]
from tests.bench.page_breaks import main
main()
"""
"""A program that measures without a patch: patches are applied as soon as the engine is imported."""

HYPHENS = ("\u2010", "\u00ad")
UNCOUNTED = {"h1", "h2", "h3", "h4", "th", "td", "caption", "figcaption"}
"""Elements with lines that are no paragraph."""

FORCED = {"br", "p::before", "span::before"}
"""Elements in a line that end it."""

RAISED = 0.8
"""Texts smaller than this share of the type size of their line are marks of sources and notes."""

LEAST_WORDS, LEAST_SHARE, GAP = 3, 1 / 3, 1 / 4
YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d$")
NUMBER = re.compile(r"(?<![\w/-])[€$£¥₽]?\d(?:[\d.,\u202f]*\d)?$")
COUNTED = re.compile(r"[^\W\d_]|[€$£¥₽%°‰]|\d{3}(?!\d)")
INITIAL = re.compile(r"(?<!\w)([^\W\d_])\.$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its share of the measure, and the number of its page."""

    text: str
    share: float
    page: int
    is_ended: bool
    """True if the text forces the end of the line."""


@dataclass(slots=True)
class Breaks:
    """The breaks of one edition that were found."""

    name: str
    found: list[tuple[str, str]] = field(default_factory=list)
    rags: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Return the number of breaks of a kind."""
        return sum(found == kind for found, _ in self.found)

    def row(self) -> str:
        """Return the row of the table."""
        counts = "".join(f"{self.count(kind):>8}" for kind in ("parted", "hyphens", "short"))
        rag, empty = (100 * sum(all_) / max(len(all_), 1) for all_ in (self.rags, self.empty))
        return (
            f"{self.name:<38}{counts}{rag:>8.2f}{self.count('gaps'):>8}{self.count('rows'):>8}{empty:>8.1f}"
        )


def paragraphs_of(pages: Sequence[Any]) -> Iterator[list[Line]]:
    """Return the lines of each paragraph, on all its pages."""
    found: dict[tuple[int, int], list[Line]] = {}
    for number, page in enumerate(pages, start=1):
        seen: dict[int, int] = {}
        for box in page.children[0].descendants():
            lines = [child for child in getattr(box, "children", ()) if type(child).__name__ == "LineBox"]
            if not lines or box.element_tag in UNCOUNTED:
                continue
            nth = seen[id(box.element)] = seen.get(id(box.element), -1) + 1
            found.setdefault((id(box.element), nth), []).extend(_lines(lines, box.width, number))
    yield from found.values()


def _lines(lines: Sequence[Any], measure: float, page: int) -> Iterator[Line]:
    for line in lines:
        texts = [text for text in texts_of(line) if text.text]
        set_ = [text for text in texts if text.style["font_size"] >= RAISED * line.style["font_size"]]
        if any(text.text.strip() for text in set_):
            tags = {box.element_tag for box in line.descendants()}
            words = "".join(text.text for text in set_).strip(" ")
            yield Line(words, line.width / max(measure, 1), page, not FORCED.isdisjoint(tags))


def measure(name: str, pages: Sequence[Any], shares: Sequence[float], traits: Traits) -> Breaks:
    """Return the breaks of laid-out pages."""
    breaks = Breaks(name, empty=[1 - share for share in shares[:-1]])
    bound = re.compile(
        rf"(?<![\w-])(?:{any_of((*traits.counted, *traits.titles))})\.?$|[§№¶]$", re.IGNORECASE
    )
    for lines in paragraphs_of(pages):
        breaks.found.extend(_ends(lines, bound))
        broken = [line for line in lines[:-1] if not line.is_ended]
        breaks.rags.extend(1 - line.share for line in broken)
        breaks.found.extend(("gaps", line.text) for line in broken if 1 - line.share > GAP)
    breaks.found.extend(("rows", row) for row in _single_rows(pages))
    return breaks


def _ends(lines: Sequence[Line], bound: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for number, (line, following) in enumerate(pairwise(lines), start=2):
        shown = f"{line.text} | {following.text}"
        if _is_parted(line.text, following.text, bound):
            yield "parted", shown
        if line.is_ended:
            continue
        is_end = number == len(lines) or line.page != following.page
        if is_end and line.text.endswith(HYPHENS):
            yield "hyphens", shown
    is_broken = len(lines) > 1 and not lines[-2].is_ended
    if is_broken and len(lines[-1].text.split()) < LEAST_WORDS and lines[-1].share < LEAST_SHARE:
        yield "short", f"{lines[-2].text} | {lines[-1].text}"


def _is_parted(line: str, following: str, bound: re.Pattern[str]) -> bool:
    number = NUMBER.search(line)
    if number and not YEAR.fullmatch(number.group()) and COUNTED.match(following):
        return True
    initial = INITIAL.search(line)
    if initial and initial[1].isupper() and following[:1].isupper():
        return True
    return bool(bound.search(line)) and (
        following[:1].isdigit() or (line.endswith(".") and following[:1].isupper())
    )


def _single_rows(pages: Sequence[Any]) -> Iterator[str]:
    """Return the rows of tables and the scenarios that are alone on one side of a page break."""
    pieces = [
        (id(box.element), number, row)
        for number, page in enumerate(pages)
        for box in page.descendants()
        if box.element_tag == "table" and type(box).__name__ == "TableBox"
        for group in box.children
        if not (group.is_header or group.is_footer)
        for row in group.children
    ]
    pieces += [
        (0, number, box)
        for number, page in enumerate(pages)
        for box in page.descendants()
        if box.element is not None and box.element.get("class") == "scenario" and box.element_tag == "div"
    ]
    for _, rows in groupby(pieces, key=lambda piece: piece[0]):
        parts = [list(part) for _, part in groupby(rows, key=lambda piece: piece[1])]
        yield from (
            " ".join(text.text for text in texts_of(part[0][2]))
            for part in parts
            if len(part) == 1 < len(parts)
        )


def editions(root: Path, names: Sequence[str]) -> Iterator[Breaks]:
    """Lay out the editions of a workspace, and return the breaks of each."""
    files = open_files(root)
    typesetter = Typesetter(files)
    for job in plan(files, Selection()).jobs:
        if names and job.name not in names:
            continue
        run = Run()
        run_stages(job, typesetter, run)
        if run.sheets is None:
            print(f"{job.name}: not laid out")
            continue
        document: Any = run.sheets.document
        traits = Languages(files).traits_of(job.edition.language)
        pages = [page._page_box for page in document.pages]
        yield measure(job.name, pages, [use.share for use in run.sheets.uses], traits)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--without", default="")
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("names", nargs="*", metavar="EDITION")
    given = parser.parse_args()
    if given.without:
        rest = ["--root", str(given.root), *(["--lines"] if given.lines else []), *given.names]
        sys.exit(
            subprocess.run([sys.executable, "-c", WITHOUT, given.without, *rest], check=False).returncode
        )
    kinds = ("edition", "parted", "hyphens", "short", "rag", "gaps", "rows", "empty")
    print(f"{kinds[0]:<38}" + "".join(f"{kind:>8}" for kind in kinds[1:]))
    total = Breaks("all")
    for breaks in editions(given.root, given.names):
        print(breaks.row(), flush=True)
        if given.lines:
            print("\n".join(f"  {kind}: {text}" for kind, text in breaks.found if kind != "gaps"))
        total.found += breaks.found
        total.rags += breaks.rags
        total.empty += breaks.empty
    print(total.row())


if __name__ == "__main__":
    main()
