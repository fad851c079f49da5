"""The rules that apply to the elements of an edition: which declaration wins, and what overrides it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from briefing.core.errors import SelectionError
from briefing.explain.explain import explain
from briefing.explain.selectors import RULES, explain_selector
from briefing.pipeline.plan import Selection, open_workspace, plan
from briefing.results import Result
from tests.command import brief

pytestmark = pytest.mark.engine

BRIEF = """\
title: A title
date: 2026-11-22
key_points: [A point., Another one., A third one.]
sections: [{id: why, title: It is so, text: Because it is so.}]
outlook: It goes on.
licence: CC0
audiences: {one: {}}
"""
ONE = "templates/audiences/one/audience.yaml"
HOUSE, FOR_ONE = "styles/house.css", "styles/audiences/one.css"
FILES = {ONE: "label: One\nparts: [title, key-points, outlook]\n"}


@pytest.fixture
def shown(workspace):
    """Return a function that explains a selector in a workspace with some styles, in this process."""

    def explained(selector, styles=()):
        files = open_workspace(workspace(BRIEF, FILES | dict(styles)).root)  # with its theme
        found, errors = explain(files, selector, Selection((), ("one",)))
        assert errors == []
        return {one.key: one for one in found}

    return explained


def assigned(one):
    return f"{one.where}: {one.by}: {one.value}"


def test_the_declaration_that_wins_comes_before_those_it_overrides(shown):
    found = shown(
        ".key-points",
        {
            HOUSE: ".key-points { padding-top: 3mm; }\n.key-points { padding-top: 4mm }\n",
            FOR_ONE: "section.key-points {\n  padding-top: var(--own);\n  --own: calc(var(--deep) * 2);\n}\n"
            ":root { --deep: 2mm }\n",
        },
    )
    assert found[".key-points"].wins.value == "1 element: section.hang.key-points"
    assert found[".key-points"].wins.where.file == "templates/parts/key-points.j2.html"
    padding = found[".key-points { padding-top }"]
    assert assigned(padding.wins) == (
        f"{FOR_ONE}:2:3: the workspace, `section.key-points`: var(--own) = calc(2mm * 2)"
    )
    assert list(map(assigned, padding.over[:2])) == [
        f"{HOUSE}:2:15: the workspace, `.key-points`: 4mm",
        f"{HOUSE}:1:15: the workspace, `.key-points`: 3mm",
    ]
    assert padding.over[2].by.startswith("shipped")
    assert padding.override is None
    keys = list(found)
    assert keys.index(".key-points { padding-top }") > keys.index(".key-points { break-inside }")


def test_an_important_declaration_wins(shown):
    found = shown("h1", {HOUSE: "h1 { color: red !important; }\n", FOR_ONE: "h1 { color: blue }\n"})
    assert found["h1 { color }"].wins.value == "red !important"
    assert found["h1 { color }"].over[0].value == "blue"


def test_a_shorthand_of_which_a_part_is_overridden_is_listed_in_two(shown):
    found = shown("h1", {HOUSE: "h1 { margin: 1mm 2mm; }\nh1 { margin-inline-start: 3mm }\n"})
    assert found["h1 { margin-top, margin-right, margin-bottom }"].wins.value == "1mm 2mm"
    left = found["h1 { margin-inline-start }"]
    assert left.wins.value == "3mm"
    assert left.over[0].value == "1mm 2mm"


def test_elements_with_different_rules_are_counted(shown):
    found = shown(".key-points li", {HOUSE: ".key-points li:first-child { color: red }\n"})
    assert found[".key-points li"].wins.value.startswith("3 elements: ")
    (reason,) = found[".key-points li { color }"].reasons
    assert reason.why == "for 1 of 3 elements"


def test_pseudo_elements_are_explained_with_their_element_or_alone(shown):
    style = {HOUSE: ".key-points::after { content: 'x' }\n"}
    assert shown(".key-points", style)[".key-points::after { content }"].wins.value == '"x"'
    alone = shown(".key-points::after", style)
    assert list(alone) == [".key-points::after", ".key-points::after { content }"]


def test_a_rule_for_the_screen_does_not_apply(shown):
    found = shown("h1", {HOUSE: "@media screen { h1 { opacity: .5 } }\n@media print { h1 { orphans: 7 } }\n"})
    assert "h1 { opacity }" not in found
    assert found["h1 { orphans }"].wins.value == "7"


def test_fit_steps_are_reasons_and_never_win(shown):
    step = "styles/fit/1-spacing.css"
    found = shown(
        "h1", {step: "h1 { orphans: 9 }\n:root { --near: 1mm }\n", HOUSE: "h1 { top: var(--near) }\n"}
    )
    (own,), near = found["h1 { orphans }"].reasons, found["h1 { top }"]
    assert (found["h1 { orphans }"].wins, str(own.where)) == (None, f"{step}:1:6")
    assert own.why == "fit step 1 sets it to 9 if the edition exceeds its page limit"
    assert near.wins.value == "var(--near)"
    assert near.reasons[0].why == "fit step 1 sets --near to 1mm if the edition exceeds its page limit"


def test_a_shipped_declaration_says_where_its_file_is_and_what_overrides_it(shown, tmp_path):
    found = shown(".key-points")
    padding = found[".key-points { padding-bottom }"]
    line = Path(padding.wins.path).read_text().splitlines()[padding.wins.where.line - 1]
    assert line[padding.wins.where.column - 1 :].startswith("padding-bottom")
    assert (padding.override.file, padding.override.rule) == (HOUSE, ".key-points { padding-bottom: …; }")


def test_the_rule_that_overrides_a_declaration_wins_when_it_is_written(shown):
    """Each rule that the explanation gives for the shipped styles of an audience is written, and then wins."""
    audience = {ONE: "label: One\nextends: minister\nparts: [title, key-points, outlook]\n"}
    before = shown(".key-points", audience)
    styles, expected = dict(audience), []
    for key, one in before.items():
        if one.override and "background" in key:
            rule = one.override.rule.replace("…", "lime")
            styles[one.override.file] = f"{one.override.first_line}\n{rule}\n"
            expected.append(key)
    assert expected
    assert list(styles) == [ONE, "styles/audiences/minister.css"]
    after = shown(".key-points", styles)
    assert [after[key].wins.value for key in expected] == ["lime"] * len(expected)
    assert after.keys() == before.keys()  # the first line keeps the other rules of the file


def test_a_declaration_of_the_theme_names_its_file(shown, tmp_path):
    theme = {
        "themes/own/theme.yaml": "name: own\ndescription: Ours.\nversion: '1'\n",
        "themes/own/styles/parts/key-points.css": '@import "shipped/key-points.css";\n.key-points { orphans: 5 }\n',
        "content/workspace.yaml": "publisher: {name: A house}\nlicence: CC BY\ntheme: ./themes/own\n",
    }
    found = shown(".key-points", theme)
    own, beneath = found[".key-points { orphans }"].wins, found[".key-points { padding-bottom }"].wins
    assert own.by.startswith("the theme")
    assert str(own.where) == "themes/own/styles/parts/key-points.css:2:15"
    assert own.path == "", "the place leads to the file"
    assert beneath.by.startswith("shipped")
    assert str(beneath.where).startswith("styles/parts/key-points.css:2:")
    assert "padding-bottom" in Path(beneath.path).read_text().splitlines()[beneath.where.line - 1]


@pytest.mark.parametrize(
    ("selector", "what", "help"),
    [
        (".ky-points", "no element matches '.ky-points' in these editions", "did you mean `.key-points`?"),
        (".zzz", "no element matches '.zzz' in these editions", "on the pages are: .byline, "),
        (".a >", "invalid CSS selector '.a >': expected a compound selector, got EOF", "write it as in"),
        ("[x", "no element matches '[x' in these editions", "on the pages are: "),
        ("..a", "invalid CSS selector '..a': ", "write it as in"),
        ("qqqqq", "unknown key 'qqqqq'", "`brief explain --help`"),
    ],
)
def test_a_selector_without_elements_is_a_finding(shown, selector, what, help):
    with pytest.raises(SelectionError) as caught:
        shown(selector)
    (finding,) = caught.value.findings
    assert finding.code == "BR809"
    assert finding.what.startswith(what)
    assert help in finding.help


def test_a_value_comes_before_an_element_of_the_same_name(shown):
    assert shown("title")["title"].wins.value == "A title"
    assert shown(".title")[".title"].wins.value.startswith("1 element: div.title")
    assert shown("html h1")["html h1"].wins.value == "1 element: h1"


def test_what_a_worker_sends_is_not_trusted(workspace):
    files = workspace(BRIEF, FILES)

    def forged(content, jobs):
        return iter([(job, Result({RULES: content})) for job in jobs])

    jobs = plan(files, Selection((), ("one",))).jobs
    for content in (b"", b"[]", b'{"count": "many"}'):
        found = explain_selector("h1", jobs, files, partial(forged, content))
        assert [error.findings[0].code for error in found.errors] == ["BR706"]


@pytest.mark.process
def test_the_command_prints_the_rules_to_write_and_the_paths_of_shipped_files(workspace):
    files = workspace(BRIEF, FILES)
    text = brief("explain", ".key-points", cwd=files.root).stdout
    assert "\nto override:\n  in styles/house.css\n" in text
    _, _, paths = text.partition("files outside the workspace:\n")
    assert "styles/parts/key-points.css  " in paths
    rows = json.loads(brief("explain", ".key-points", "--json", cwd=files.root).stdout)
    row = next(row for row in rows if row["key"] == ".key-points { padding-bottom }")
    assert row["override"] == {"file": HOUSE, "rule": ".key-points { padding-bottom: …; }"}
    assert row["wins"]["path"].endswith("styles/parts/key-points.css")
    assert open_workspace(files.root).find("styles/parts/key-points.css").samefile(row["wins"]["path"])
    broken = brief("explain", ".a >", cwd=files.root)
    assert (broken.returncode, broken.stdout) == (2, "")
