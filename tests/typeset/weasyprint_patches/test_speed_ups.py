"""What is done only to be quick changes nothing, and gives way where it cannot be done."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from types import SimpleNamespace

import pytest

from briefing.typeset.weasyprint_patches import speed_ups
from tests.bench import workload
from tests.conftest import ROOT

BUILD = """
    import hashlib, sys
    from pathlib import Path
    from briefing.typeset.weasyprint_patches import speed_ups
    {change}
    from briefing.pipeline.edition import make
    from briefing.pipeline.plan import Selection, plan
    from briefing.typeset.layout import Typesetter
    from briefing.files.workspace import Files
    files = Files(Path(sys.argv[1]))
    (job,) = plan(files, Selection()).jobs
    content = make(job, Typesetter(files)).content
    print(hashlib.sha256(content).hexdigest(), "fontTools.subset" in sys.modules)
"""

EDITED = """
    import hashlib, sys
    from pathlib import Path
    from briefing.typeset.weasyprint_patches import speed_ups
    {change}
    from briefing.pipeline.edition import make
    from briefing.pipeline.plan import Selection, plan
    from briefing.typeset.layout import Typesetter
    from briefing.files.workspace import Files
    files = Files(Path(sys.argv[1]))
    typesetter = Typesetter(files)
    path = files.root / "content/trial/brief.yaml"
    text = path.read_text()
    for words in ("outlook: ", "outlook: Now ", "outlook: "):
        path.write_text(text.replace("outlook: ", words))
        jobs = plan(files, Selection()).jobs
        made = [make(job, typesetter) for job in jobs]
        print(*(hashlib.sha256(one.content).hexdigest() for one in made))
    print(",".join(made[1].fitted), len(typesetter.fonts.__dict__.get("_lines", haste._Lines()).late) > 100)
"""

LAID_OUT = """
    import hashlib, sys
    from pathlib import Path
    from briefing.typeset.weasyprint_patches import speed_ups
    {change}
    from briefing.pipeline.plan import Selection, plan
    from briefing.compose.page import compose
    from briefing.compose.tailor import tailor
    from briefing.typeset.layout import Typesetter, export
    from briefing.files.workspace import Files
    files = Files(Path(sys.argv[1]))
    (job,) = plan(files, Selection()).jobs
    content = export(Typesetter(files).lay_out(compose(tailor(job), files))).content
    print(hashlib.sha256(content).hexdigest())
"""

SIZED = """
    import sys
    from pathlib import Path
    from briefing.typeset.engine import weasyprint
    {change}
    from briefing.pipeline.plan import Selection, plan
    from briefing.compose.page import compose
    from briefing.compose.tailor import tailor
    from briefing.typeset.layout import Typesetter
    from briefing.files.workspace import Files
    files = Files(Path(sys.argv[1]))
    (job,) = plan(files, Selection()).jobs
    typesetter = Typesetter(files)
    percent, cells = weasyprint().layout.percent, set()
    plain = percent.resolve_one_percentage
    def resolve(box, name, room):
        if box.element_tag == "td" and name == "max_width":
            cells.add(id(box))
        return plain(box, name, room)
    percent.resolve_one_percentage = resolve
    typesetter.lay_out(compose(tailor(job), files))
    print(len(cells))
"""

UNKNOWN = "haste.TRIED_WITH = ()"
BROKEN = "haste._Declarations._learn = lambda self: 1 / 0"
TOO_LATE = "haste.LATE_MODULES = (*haste.LATE_MODULES, 'fontTools.ttLib', 'fontTools')"


def built(root, change: str, program: str = BUILD) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program).format(change=change), root],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_the_bytes_are_the_same_without_haste(workspace):
    root = workspace().root
    (quick, loaded), (plain, all_loaded) = built(root, ""), built(root, UNKNOWN)
    assert quick == plain
    assert (loaded, all_loaded) == ("False", "True")


def test_haste_that_fails_is_given_up(workspace):
    root = workspace().root
    assert built(root, BROKEN) == built(root, UNKNOWN)


def test_a_late_module_that_is_needed_at_once_is_imported_at_once(workspace):
    root = workspace().root
    assert built(root, TOO_LATE)[0] == built(root, UNKNOWN)[0]


def test_lines_that_are_kept_change_no_edition(workspace):
    """Of an edited brief in two lengths: as designed, and set tighter step by step to keep a page."""
    text = workload.brief(1).replace("{bench: {}}", "{bench: {}, tight: {pages: 1}}")
    text += f"  {workload.words(220, 7)}\n"
    names = ("bench", "tight")
    root = workspace(
        text, {f"templates/audiences/{name}/audience.yaml": workload.AUDIENCE for name in names}
    ).root
    kept, anew = built(root, "", EDITED), built(root, UNKNOWN, EDITED)
    assert len(set(kept[:6])) == 4
    assert kept[:6] == anew[:6]
    assert kept[6:] == ["spacing,leading,size", "True"] and anew[6:] == ["spacing,leading,size", "False"]


def test_lines_are_broken_anew_in_other_fonts():
    fonts = SimpleNamespace(_lines=speed_ups._Lines())
    speed_ups.forget_lines(fonts)
    speed_ups.forget_lines(fonts)
    assert not hasattr(fonts, "_lines")


def test_no_more_lines_are_kept_than_a_number(monkeypatch):
    monkeypatch.setattr(speed_ups, "KEPT_LINES", 3)
    lines = speed_ups._Lines()
    for number in range(20):
        lines.keep(number, str(number))
    assert len(lines.late) + len(lines.early) <= 6
    assert (lines.find(19), lines.find(15), lines.find(0)) == ("19", "15", None)
    assert 15 in lines.late


ROWS = "".join(
    f"            - [Region {number}, {number * 37 % 101}, {number * 7}]\n" for number in range(60)
)
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


@pytest.mark.parametrize(
    "style",
    [
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
    ],
)
def test_the_sizes_of_boxes_are_the_same_without_haste(workspace, style):
    root = workspace(TABLE, {"styles/type.css": f'@import "shipped/type.css";\n{style}'}).root
    quick, plain = built(root, "", LAID_OUT), built(root, UNKNOWN, LAID_OUT)
    assert quick == plain
    assert len(quick[0]) == 64


def test_boxes_of_one_kind_are_sized_once(workspace):
    """A table has thousands of cells, and a few kinds of them."""

    def sized(rows: str) -> int:
        root = workspace(TABLE.replace(ROWS, rows)).root
        return int(built(root, "", SIZED)[0])

    assert sized(ROWS) == sized(ROWS + ROWS)
