"""Each shipped theme: it builds without a finding, whatever its options are, and is documented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from briefing.load.themes import open_files, options_in
from briefing.model.theme import OptionType, ThemeOption
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Modifier
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF, ROOT

THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))

PAGE = LEAST_BRIEF.replace(
    "key_points:", "series: Trial Notes\nnumber: 12\nbottom_line: It is so.\nkey_points:"
)
TEXT = "It is so, and it stays so for as long as anyone can say, in all of the places that were seen. "


def lay_out(root: Path, theme: str, **wanted) -> Run:
    (root / "content/workspace.yaml").write_text(f"theme: {theme}\naudiences: [policymaker, public]\n")
    files = open_files(root)
    (job,) = plan(files, Selection(**wanted)).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    return result


def columns_of(result: Run) -> set[float]:
    """Return where the columns of running text begin, from the edge of the sheet."""
    return {
        round(box.position_x, 3)
        for page in result.sheets.document.pages
        for box in page._page_box.descendants()
        if getattr(box, "is_column", False) and (box.element.get("class") or "") == "columns"
    }


def variants_of(name: str, options: Mapping[str, ThemeOption]) -> Iterator[str]:
    """Yield the theme as it is, and with each value of the options that have a fixed set of them."""
    yield name
    for option, declared in options.items():
        values = {OptionType.BOOLEAN: ("true", "false")}.get(declared.type, declared.choices)
        yield from (f"{{name: {name}, {option}: {value}}}" for value in values)


@pytest.mark.engine
@pytest.mark.parametrize("name", THEMES)
def test_a_theme_builds_without_a_finding_whatever_its_options_are(workspace, name):
    root = workspace(PAGE, {"content/workspace.yaml": f"theme: {name}\n"}).root
    for theme in variants_of(name, options_in(root)):
        for audience in ("policymaker", "public"):
            result = lay_out(root, theme, audiences=(audience,))
            assert (theme, audience, result.findings) == (theme, audience, [])
            assert result.sheets.page_count == (2 if name == "sheet" else 1)  # its first page has no sections


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_and_its_options_are_documented(workspace, name):
    root = workspace(files={"content/workspace.yaml": f"theme: {name}\n"}).root
    documented = (ROOT / "docs/themes.md").read_text()
    rows = [line for line in documented.splitlines() if line.startswith(f"| `{name}` |")]
    assert rows and all(f"`{option}`" in " ".join(rows) for option in options_in(root))


LONG = LEAST_BRIEF.replace("A first text.", TEXT * 30)


@pytest.mark.engine
def test_the_note_has_two_columns_for_officials_and_one_for_others(workspace):
    root = workspace(LONG).root
    found = [len(columns_of(lay_out(root, "note", audiences=(one,)))) for one in ("policymaker", "public")]
    assert found == [2, 0]
    large = lay_out(root, "note", audiences=("policymaker",), modifiers=(Modifier.LARGE_PRINT,))
    assert columns_of(large) == set()
