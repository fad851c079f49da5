"""Unused files in templates and styles, and CSS variables that are unused or refer to each other in a circle."""

from __future__ import annotations

import re

import pytest

from briefing.core.errors import WorkspaceError
from briefing.files.css import OWN_TOKENS
from briefing.files.workspace import Files
from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.unused_files import unread_files
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.command import brief
from tests.conftest import LEAST_BRIEF, ROOT

# ruff: noqa: E501  (a workspace on its line)
MAYOR = {"templates/audiences/mayor/audience.yaml": "extends: minister\nlabel: Mayor\n"}
CARD = {"templates/parts/contact-card.j2.html": "<p>{{ block.person }}</p>"}
PART = '{% extends "shipped/parts/outlook.j2.html" %}'
WITH_CARD = LEAST_BRIEF.replace(
    "text: A first text.", "text: A.\n    blocks:\n      - contact-card: {person: Ada}"
)


@each(
    ("files", "meant"),
    [
        ({"templates/parts/outlok.j2.html": PART}, "templates/parts/outlook.j2.html"),
        ({"templates/outlook.j2.html": PART}, "templates/parts/outlook.j2.html"),
        ({"templates/parts/outlook.html": PART}, "templates/parts/outlook.j2.html"),
        ({"templates/parts/outlook.j2.htm": PART}, None),
        ({"templates/audiences/minister/outlok.j2.html": PART}, "templates/audiences/minister/outlook.j2.html"),
        ({"templates/audiences/mayor/outlook.j2.html": PART}, None),
        ({"templates/audiences/mayor.yaml": "extends: minister\n"}, None),
        ({"templates/audiences/minister/audience.yml": "label: M\n"}, "templates/audiences/minister/audience.yaml"),
        ({**CARD, "templates/parts/box-of-mine.j2.html": "<p>"}, None),
        ({"templates/labels/english.yaml": "name: English\n"}, None),
        ({"templates/labels/en.yml": "name: English\n"}, None),
        ({"templates/languages/english/labels.yaml": "name: English\n"}, None),
        ({"templates/languages/en/words.yaml": "name: English\n"}, None),
        ({"templates/starts/briefs.yaml": "title: T\n"}, "templates/starts/brief.yaml"),
        ({"templates/scales/icd-203.yml": "name: x\n"}, None),
        ({"styles/keypoints.css": "p {}"}, "styles/parts/key-points.css"),
        ({"styles/parts/keypoints.css": "p {}"}, "styles/parts/key-points.css"),
        ({"styles/key-points.css": "p {}"}, "styles/parts/key-points.css"),
        ({"styles/parts/tokens.css": "p {}"}, "styles/tokens.css"),
        ({"styles/token.css": "p {}"}, "styles/tokens.css"),
        ({"styles/audiences/ministre.css": "p {}"}, "styles/audiences/minister.css"),
        ({"styles/modifiers/largeprint.css": "p {}"}, "styles/modifiers/large-print.css"),
        ({"styles/paper/a5.css": "@page { size: A5 }"}, None),
        ({"styles/own.css": "p {}"}, None),
        ({"styles/own.css": "p {}", "styles/tokens.css": '/* @import "own.css"; */ @import "shipped/tokens.css";'}, None),
        ({"styles/parts/outlook.scss": "p {}"}, None),
        ({"templates/parts/contact-card.schema.json": "{}"}, None),
    ],
)  # fmt: skip
def test_an_unused_file_is_a_warning_with_a_suggestion(workspace, files, meant):
    found = unread_files(workspace(files=files))
    strange = next(name for name in files if name not in CARD and name != "styles/tokens.css")
    reported = {str(one.where): one for one in found}
    assert strange in reported
    assert set(reported) <= set(files)
    assert {(one.code, one.severity) for one in found} == {("BR526", "warning")}
    assert (f"did you mean '{meant}'?" == reported[strange].help) if meant else reported[strange].help


@each(
    ("brief", "files"),
    [
        (LEAST_BRIEF, {}),
        (LEAST_BRIEF, {"templates/parts/outlook.j2.html": PART, "styles/parts/key-points.css": "li { color: red }"}),
        (LEAST_BRIEF, {**MAYOR, "templates/audiences/mayor/outlook.j2.html": PART, "styles/audiences/mayor.css": "p {}"}),
        (WITH_CARD, {**CARD, "templates/parts/contact-card.schema.json": "{}", "styles/parts/contact-card.css": "p {}"}),
        (LEAST_BRIEF, {"templates/audiences/a/audience.yaml": "label: A\nparts: [title, own]\n", "templates/parts/own.j2.html": "<p>", "styles/parts/own.css": "p {}"}),
        (LEAST_BRIEF, {"templates/parts/outlook.j2.html": '{% include "macros/rows.j2.html" %}', "templates/macros/rows.j2.html": "{% import 'macros/more.j2.html' as more %}", "templates/macros/more.j2.html": "x"}),
        (LEAST_BRIEF, {"templates/parts/outlook.j2.html": '{% include "own/" ~ edition.language ~ ".j2.html" %}', "templates/own/en.j2.html": "x"}),
        (LEAST_BRIEF, {"templates/parts/outlook.j2.html": '{% include ["gone.j2.html", "own.j2.html"] ignore missing %}', "templates/own.j2.html": "x"}),
        (LEAST_BRIEF, {"templates/brief.j2.html": '{% extends "shipped/brief.j2.html" %}', "templates/email.j2.txt": "x"}),
        (LEAST_BRIEF, {"templates/labels/de.yaml": "x", "templates/labels/pt-BR.yaml": "x", "templates/languages/nl/labels.yaml": "x", "templates/languages/nl/traits.yaml": "x", "templates/languages/en/vocabulary.yaml": "x", "templates/scales/own.yaml": "x", "templates/citation-styles/own.csl": "x", "templates/starts/brief.yaml": "x"}),
        (LEAST_BRIEF, {"styles/papers/a5.css": "@page { size: A5 }", "styles/fit/4-more.css": "p {}", "styles/languages/de.css": "p {}", "styles/ltr.css": "p {}", "styles/modifiers/mono.css": "p {}", "styles/screen.css": "p {}", "styles/signature.css": "p {}"}),
        (LEAST_BRIEF, {"styles/tokens.css": '@import "shipped/tokens.css"; @import "own/a.css";', "styles/own/a.css": "@import url(b.css);", "styles/own/b.css": "p {}"}),
        (LEAST_BRIEF, {"styles/page.css": '@import "shipped/page.css"; h1 { background: url("img/a%20b.svg") }', "styles/img/a b.svg": "<svg/>"}),
        (LEAST_BRIEF, {"styles/fonts.css": "@font-face { font-family: A; src: url(fonts/A.woff2) }", "styles/fonts/A.woff2": "x", "styles/fonts/A-LICENSE.txt": "x", "styles/fonts/OFL.txt": "x"}),
        (LEAST_BRIEF, {"templates/parts/masthead.j2.html": '<img src="../../styles/logo.svg" alt="">', "styles/logo.svg": "<svg/>"}),
        (LEAST_BRIEF, {"styles/README.md": "x", "styles/.DS_Store": "x", "styles/parts/.outlook.css.swp": "x", "styles/parts/outlook.css~": "x", "styles/tokens.css.bak": "x", "templates/NOTES.txt": "x", "styles/.git/config": "x", "templates/LICENSE": "x"}),
        (LEAST_BRIEF, {"templates/parts/likelihood.j2.html": "x", "templates/exhibit.j2.html": "x", "templates/differences.j2.html": "x", "styles/differences.css": "p {}", "styles/one-column.css": "p {}"}),
    ],
)  # fmt: skip
def test_a_file_that_may_be_read_is_no_finding(workspace, brief, files):
    assert unread_files(workspace(brief, files)) == []


def test_nothing_that_is_shipped_is_unread():
    looked_at = Files(ROOT, ROOT)
    assert [one for one in unread_files(looked_at) if "fonts/Amiri-OFL" not in str(one.where)] == []
    assert len(looked_at.list("styles/**/*.css")) > 40


def test_fonts_of_one_folder_are_one_finding(workspace):
    fonts = {f"styles/fonts/Own-{number}.ttf": "x" for number in range(9)}
    (finding,) = unread_files(workspace(files=fonts))
    assert finding.what == "no style or template uses Own-0.ttf, Own-1.ttf, Own-2.ttf, Own-3.ttf and 5 more"


TOKENS = '@import "shipped/tokens.css";\n'


@each(
    ("style", "found"),
    [
        (":root { --brandd: red }", [("2:9", "--brand")]),
        (
            ":root { --brand: red; --Accent: #fff; --text_size: 20pt }",
            [("2:23", "--accent"), ("2:39", "--text-size")],
        ),
        (":root {\n --qqq: 1 }\n.x { --zzz: 2 }", [("3:2", None), ("4:6", None)]),
        ("@media print { :root { --inks: red } }", [("2:24", "--ink")]),
        (":root { --mine: red } h1 { color: var(--mine) }", []),
        (":root { --mine: red } h1 { color: var( --mine , blue) }", []),
        (":root { --mine: 1pt } h1 { margin: calc(2 * var(--mine)) }", []),
        (":root { --a1: red; --b1: var(--a1) } h1 { color: var(--b1) }", []),
        (":root { --side: 40mm; --chart-width: 300; --series-4: red; --fit-gaps: .9 }", []),
        ("/* :root { --mine: red } */", []),
        ('h1::before { content: "--mine: red" }', []),
    ],
)
def test_a_variable_that_nothing_uses_is_a_warning_at_its_line(workspace, style, found):
    findings = unread_files(workspace(files={"styles/tokens.css": TOKENS + style}))
    assert [str(one.where) for one in findings] == [f"styles/tokens.css:{place}" for place, _ in found]
    assert {one.code for one in findings} <= {"BR525"}
    for finding, (_, meant) in zip(findings, found, strict=True):
        assert (finding.help == f"did you mean '{meant}'?") if meant else finding.help


def test_a_use_anywhere_counts(workspace):
    tokens = TOKENS + ":root { --one: red; --two: red; --three: red }"
    files = {
        "styles/tokens.css": tokens,
        "styles/audiences/press.css": '@import "shipped/press.css"; h1 { color: var(--one) }',
        "styles/screen.css": '@import "shipped/screen.css"; h1 { color: var(--two) }',
        "templates/parts/quote.j2.html": '<p style="color: var(--three)">',
    }
    assert unread_files(workspace(files=files)) == []


def test_the_tokens_that_the_package_reads_are_known():
    rooms = ("compose", "typeset")
    sources = "".join(path.read_text() for room in rooms for path in (ROOT / "briefing" / room).rglob("*.py"))
    named = set(re.findall(r"\"(--[a-z0-9-]+)\"", sources))
    assert named == set(OWN_TOKENS)


STYLE = "styles/audiences/policymaker.css"


@pytest.mark.engine
@each(
    ("style", "found"),
    [
        (":root { --a: var(--b); --b: var(--a) }", ["1:9 --a → --b → --a"]),
        (":root { --a: var(--a) }", ["1:9 '--a' refers to itself"]),
        (":root { --a: calc(var(--a) * 2) }", ["1:9 '--a' refers to itself"]),
        (":root { --a: var(--a, red) }", ["1:9 '--a' refers to itself"]),
        (":root { --a: var(--b); --b: var(--c);\n --c: var(--a, 1) }", ["1:9 --a → --b → --c → --a"]),
        (":root { --a: var(--b) }\nhtml { --b: var(--a) }", ["1:9 --a → --b → --a"]),
        (".x { --a: var(--b); --b: var(--a) }", ["1:6 --a → --b → --a"]),
        (":root { --brand: var(--series-1) }", ["1:9 --brand → --series-1"]),
        (":root { --a: var(--a); --b: var(--c); --c: var(--b) }", ["1:9 '--a'", "1:24 --b → --c"]),
        (":root { --a: var(--b); --b: var(--a) } :root { --b: red }", []),
        (":root { --a: var(--b) !important; --b: red; --a: var(--a) }", []),
        (":root { --b: 1; --a: var(--b) } .x { --b: var(--a) }", []),
        ("@media screen { :root { --a: var(--a) } } :root { --a: 1 }", []),
        (":root { --a: var(--b) var(--b); --b: 1 }", []),
        (":root { --ink: #111; --soft: var(--ink) }", []),
    ],
)
def test_variables_in_a_circle_are_an_error_at_their_line(workspace, style, found):
    files = workspace(files={STYLE: style})
    (job,) = plan(files, Selection()).jobs
    findings = []
    try:
        run_stages(job, Typesetter(files), Run())
    except WorkspaceError as error:
        findings = list(error.findings)
    reported = [f"{one.where.line}:{one.where.column} {one.what}" for one in findings if one.code == "BR524"]
    assert len(reported) == len(found)
    for one, wanted in zip(reported, found, strict=True):
        place, _, words = wanted.partition(" ")
        assert one.startswith(place + " ")
        assert words in one


@pytest.mark.engine
def test_an_undefined_variable_in_an_imported_style_is_reported_too(workspace):
    files = workspace(
        files={STYLE: '@import "own.css";', "styles/audiences/own.css": "h1 {\n color: var(--gone) }"}
    )
    (job,) = plan(files, Selection()).jobs
    with pytest.raises(WorkspaceError) as caught:
        run_stages(job, Typesetter(files), Run())
    assert [str(one.where) for one in caught.value.findings] == ["styles/audiences/own.css:2:13"]


@pytest.mark.process
def test_the_warnings_are_shown_by_build_and_check_again_and_again(workspace):
    files = workspace(files={"styles/keypoints.css": "p { color: #123456 }", "styles/tokens.css": TOKENS})

    def run(*words: str) -> str:
        done = brief(*words, cwd=files.root)
        assert done.returncode == 0, done.stderr
        return done.stderr + done.stdout

    for words in (["build"], ["build"], ["check", "--select", "BR5"], ["build", "--force"]):
        said = run(*words)
        assert "styles/keypoints.css: warning: this file is not used [BR526]" in said
        assert said.count("BR526") == 1
    (files.root / "styles/keypoints.css").unlink()
    assert "BR526" not in run("build")
    assert "up to date, nothing to build" in run("build")
    (files.root / "templates/parts").mkdir(parents=True)
    (files.root / "templates/parts/outlok.j2.html").write_text("x")
    said = run("build")
    assert "did you mean 'templates/parts/outlook.j2.html'?" in said
    assert "up to date, nothing to build" in said


def test_a_variable_that_only_the_file_beneath_one_of_the_theme_uses_is_used(workspace):
    files = workspace(
        files={
            "content/workspace.yaml": "theme: ./themes/house\n",
            "themes/house/theme.yaml": "name: house\ndescription: d\nversion: '1'\n",
            "themes/house/styles/parts/outlook.css": '@import "shipped/parts/outlook.css";',
            "styles/house.css": "html { --rating-size: 9pt; --rated-size: 9pt }",
        }
    )
    files = open_files(files.root)
    assert files.themes
    assert [one.what for one in unread_files(files)] == ["CSS variable '--rated-size' is not used"]


def test_the_styles_of_a_checkout_are_not_those_of_its_theme():
    files = open_files(ROOT, shipped=ROOT)
    assert files.themes
    assert unread_files(files) == []


def test_every_shipped_template_and_stylesheet_is_known_whether_an_audience_has_it_or_not():
    assert unread_files(Files(ROOT, ROOT)) == []
