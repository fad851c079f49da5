"""Boxes of one kind are sized once, and no size changes."""

from __future__ import annotations

import pytest

from tests.typeset.weasyprint_patches.unpatched import run

pytestmark = pytest.mark.process

LAID_OUT = """
from briefing.pipeline.plan import Selection, plan
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.typeset.layout import Typesetter, export
from briefing.files.workspace import Files
from tests.sharing import shipped_files_shared
with shipped_files_shared():
    for folder in sorted(root.iterdir()):
        files = Files(folder)
        (job,) = plan(files, Selection()).jobs
        content = export(Typesetter(files).lay_out(compose(tailor(job), files))).content
        print(hashlib.sha256(content).hexdigest())
"""
"""A program that lays out the edition of each workspace in a folder, and prints the digest of its bytes."""

SIZED = """
from briefing.typeset.engine import weasyprint
from briefing.pipeline.plan import Selection, plan
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.typeset.layout import Typesetter
from briefing.files.workspace import Files
files = Files(root)
(job,) = plan(files, Selection()).jobs
typesetter = Typesetter(files)
percent, cells = weasyprint().layout.percent, []
plain = percent.resolve_one_percentage
def resolve(box, name, room):
    if box.element_tag == "td" and name == "max_width":
        cells.append(box)
    return plain(box, name, room)
percent.resolve_one_percentage = resolve
typesetter.lay_out(compose(tailor(job), files))
print(len(cells))
"""

ROWS = "".join(
    f"            - [Region {number}, {number * 37 % 101}, {number * 7}]\n" for number in range(30)
)
FEWER_ROWS = "".join(ROWS.splitlines(keepends=True)[:12])
TABLE = f"""\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
sections:
  - title: A heading asserts
    text: A first text.
    blocks:
      - table:
          title: Rows
          alt: Rows.
          data:
            - [Region, Share, Count]
{ROWS}outlook: It goes on.
"""


STYLES = (
    "",
    "td { width: 20%; padding: 1% 2% }",
    "td { padding: calc(1px + .1em) } tbody tr:nth-child(3n) { font-size: 1.2em }",
    "table { border-collapse: separate } td { border: 2px solid; box-sizing: border-box; min-width: 3em }",
    "table { border-collapse: collapse } td { border: 1px solid } tr:nth-child(2n) td { border: 3px solid }",
    "td { box-sizing: padding-box; max-width: 12em; height: 2em } th { height: min(2em, 40px) }",
    "tr { height: 8mm } p { margin: 1% 0; max-height: 40%; min-height: 10% }",
    "tbody { font-size: 9pt } td:first-child { padding-left: calc(2% + 1em); margin-left: 5% }",
    "section { display: flex } section > * { flex: 1; width: 40% }",
    "section { columns: 2 } figure, table { width: 90%; float: left }",
)


def test_the_sizes_of_boxes_are_the_same(tmp_path):
    for number, style in enumerate(STYLES):
        folder = tmp_path / f"{number:02}"
        for name, text in (
            ("content/trial/brief.yaml", TABLE.replace(ROWS, FEWER_ROWS)),
            ("styles/type.css", f'@import "shipped/type.css";\n{style}'),
        ):
            path = folder / name
            path.parent.mkdir(parents=True)
            path.write_text(text)
    digests = run(tmp_path, LAID_OUT)
    assert len(set(digests)) > len(STYLES) - 2 > 7  # two styles make no difference to each other
    assert digests == run(tmp_path, LAID_OUT, "box sizes")


def test_boxes_of_one_kind_are_sized_once(workspace):
    """A table has thousands of cells, but only a few kinds of cells."""

    def sized(rows: str, *without: str) -> int:
        root = workspace(TABLE.replace(ROWS, rows)).root
        return int(run(root, SIZED, *without)[0])

    assert sized(ROWS) == sized(ROWS + ROWS) < 100
    assert sized(ROWS + ROWS, "box sizes") > sized(ROWS, "box sizes") > 150
