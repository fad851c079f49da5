"""The shipped themes: each builds without findings, its options are documented, and what is special to one."""

from __future__ import annotations

import re

import pytest
import yaml

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
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
@pytest.mark.parametrize("theme", THEMES)
def test_a_shipped_theme_has_no_findings(workspace, theme):
    done = brief("theme", "test", theme, "-b", "short", "--strict", cwd=workspace().root)
    assert (done.returncode, "warning" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize("theme", THEMES)
def test_the_options_of_a_shipped_theme_are_documented(theme):
    _, _, said = (ROOT / "docs/themes.md").read_text().partition("### Shipped themes")
    options = yaml.safe_load((ROOT / f"themes/{theme}/theme.yaml").read_text())["options"]
    (row,) = re.findall(rf"^\| `{theme}` \|.*$", said, re.MULTILINE)
    assert [name for name in options if f"`{name}`" not in row] == []


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
