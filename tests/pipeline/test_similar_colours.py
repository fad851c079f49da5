"""Series colours that look alike to some readers are reported at the declaration that decides them."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.files.css import tokens_of
from briefing.files.workspace import Files
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection
from briefing.pipeline.similar_colours import PALETTES, find_similar_colours, similar_pairs
from briefing.review.check import check
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT, shipped_root

STYLE = '@import "shipped/tokens.css";\n'


def found_in(workspace, style: str = "", settings: str = "") -> list[tuple[str, str]]:
    files = {"styles/tokens.css": STYLE + style} if style else {}
    if settings:
        files["content/workspace.yaml"] = settings
    opened = open_files(workspace(LEAST_BRIEF, files).root, shipped=shipped_root())
    findings = check(opened, Selection(), date(2026, 11, 30)).findings
    return [(str(one.where), one.what) for one in findings if one.code == "BR538"]


@pytest.mark.parametrize(
    "sheets", [(), ("styles/modifiers/mono.css",), ("styles/modifiers/large-print.css",)]
)
def test_the_shipped_palettes_are_distinct_in_every_vision(sheets):
    tokens = tokens_of(("styles/tokens.css", *sheets), Files(ROOT))
    for palette in PALETTES:
        values = {name: tokens[name] for name in palette}
        assert len(values) == 4
        assert similar_pairs(values) == []


@each(
    ("one", "other", "vision"),
    [
        ("#a63a2b", "#3f7d3a", "greyscale"),
        ("#b00000", "#7a7a7a", "greyscale"),
        ("#a63a2b", "#a63a30", "usual vision"),
        ("rgb(0 0 0 / 30%)", "#b0b0b0", "usual vision"),
    ],
)
def test_colours_that_differ_in_hue_alone_look_alike(one, other, vision):
    pairs = similar_pairs({"--series-1": one, "--series-2": other, "--series-3": "none"})
    assert [(pair.one, pair.other) for pair in pairs] == [("--series-1", "--series-2")]
    if vision == "greyscale":
        assert pairs[0].vision == vision


def test_the_place_is_the_declaration_that_decides(workspace):
    assert found_in(workspace, ":root {\n  --series-2: var(--mine);\n  --mine: #1b3b60 }") == [
        (
            "styles/tokens.css:4:3",
            "'--series-1' and '--series-2' look alike: ΔE 3; the minimum is 15",
        )
    ]


def test_several_similar_pairs_are_one_finding(workspace):
    ((_, what),) = found_in(workspace, ":root { --series-2: #a9b7c4; --series-4: #a9b7c4 }")
    assert what.endswith("ΔE 0; the minimum is 15, and 2 more pairs")


def test_an_option_of_the_theme_is_reported_at_the_settings(workspace):
    ((where, what),) = found_in(workspace, settings='theme: {name: memo, brand: "#b07a66"}\n')
    assert where == "content/workspace.yaml:1:28"
    assert "'--series-1' and '--series-2'" in what


def test_the_default_of_an_option_is_reported_at_the_theme(workspace):
    theme = "name: house\ndescription: A look.\nversion: '1'\noptions:\n"
    theme += "  brand: {type: colour, default: '#b07a66', description: One.}\n"
    files = {"house/theme.yaml": theme, "content/workspace.yaml": "theme: ./house\n"}
    opened = open_files(workspace(LEAST_BRIEF, files).root, shipped=shipped_root())
    findings = check(opened, Selection(), date(2026, 11, 30)).findings
    assert [str(one.where) for one in findings if one.code == "BR538"] == ["house/theme.yaml:5:34"]


def test_a_brief_without_own_styles_has_no_finding(workspace):
    assert found_in(workspace) == []
    assert find_similar_colours([], workspace(LEAST_BRIEF)) == []
