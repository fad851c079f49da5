"""The shipped themes: each passes its test, and what is special to one."""

from __future__ import annotations

import re

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.command import brief
from tests.conftest import LEAST_BRIEF, ROOT

THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
CHARTED = LEAST_BRIEF.replace(
    "    text: A first text.\n",
    """\
    text: A first text.
    blocks:
      - chart:
          title: Two years
          alt: One, then two.
          kind: column
          data: [[Year, Count], [2025, 1], [2026, 2]]
""",
)


@pytest.mark.process
@each("theme", THEMES)
def test_a_shipped_theme_has_no_findings(workspace, theme):
    done = brief("theme", "test", theme, "-b", "short", "--strict", cwd=workspace().root)
    assert (done.returncode, "warning" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize(("option", "parent"), [("", "poster charted"), ("chart: false", "section")])
def test_a_chart_is_printed_once_on_the_poster_or_in_its_section(workspace, option, parent):
    files = open_files(
        workspace(CHARTED, {"content/workspace.yaml": f"theme: {{name: sheet, {option}}}\n"}).root
    )
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    html = compose(tailor(job), files).html
    assert html.count("<figure") == 1
    before = html[: html.index("<figure")]
    assert parent in re.findall(r'class="([^"]*(?:poster|section)[^"]*)"', before)[-1]
