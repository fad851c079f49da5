"""All problems in one run: combinations of faults with the complete list, and what must not follow from a fault.

Each finding is shown as `code file:line`, with the last part of the file's name; a list has all of them.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from briefing.core.errors import ContentError, Exit
from briefing.core.finding import Severity
from briefing.pipeline.build import exit_of
from briefing.pipeline.plan import Selection, plan
from briefing.review.check import check
from tests.cases import each

HEAD = "title: A finding in few words\ndate: 2026-11-22\n"
POINTS = "key_points:\n  - The first point.\n"
TAIL = "outlook: It goes on.\n"
SECTION = "sections:\n  - title: A heading asserts\n    text: A first text.\n"

IN_BRIEF = {
    "an unknown key and a missing source": (
        HEAD + "colour: red\n" + "key_points:\n  - The first point [@nowhere].\n" + SECTION + TAIL,
        ["BR201 3", "BR302 5"],
    ),
    "a bad date, a missing fact, a missing image and a missing id": (
        "title: A finding\ndate: 22 Nov\n" + POINTS + "sections:\n  - title: One\n"
        "    text: It is {big} and ![a map](map.png), see [](#there).\n" + TAIL,
        ["BR204 2", "BR303 7", "BR501 7", "BR305 7"],
    ),
    "a misspelt key whose sources are cited": (
        HEAD + POINTS + "sorces:\n  a: One\n  b: Two\n"
        "sections:\n  - title: One\n    text: A text [@a] and [@b], but [@c].\n" + TAIL,
        ["BR201 5", "BR302 10"],
    ),
    "a misspelt key with an error inside": (
        HEAD + POINTS + "sorces:\n  a: {title: One, date: soon}\n"
        "sections:\n  - title: One\n    text: A text [@a].\n" + TAIL,
        ["BR201 5", "BR204 6"],
    ),
    "a misspelt key inside a section": (
        HEAD
        + POINTS
        + "sections:\n  - titel: One\n    id: one\n    text: A text, see [it](#one) and {no}.\n"
        + TAIL,
        ["BR201 6", "BR303 8"],
    ),
    "a source with an error is a source": (
        HEAD + POINTS + "sources:\n  a: {title: One, dat: 2020, url: nowhere}\n"
        "sections:\n  - title: One\n    text: A text [@a].\n" + TAIL,
        ["BR201 6", "BR210 6"],
    ),
    "a source of the wrong kind is a source": (
        HEAD
        + POINTS
        + "sources:\n  a: [One, Two]\nsections:\n  - title: One\n    text: A text [@a].\n"
        + TAIL,
        ["BR203 6"],
    ),
    "sources of the wrong kind could be any": (
        HEAD + POINTS + "sources: nothing\nsections:\n  - title: One\n    text: A text [@a] {b}.\n" + TAIL,
        ["BR203 5", "BR303 8"],
    ),
    "a fact with an error is a fact": (
        HEAD + POINTS + "facts:\n  big: {value: 3, as_of: soon}\n  small: [1]\nat_a_glance: [big, small]\n"
        "sections:\n  - title: One\n    text: It is {big} and {small}.\n" + TAIL,
        ["BR204 6", "BR203 7"],
    ),
    "facts of the wrong kind could be any": (
        HEAD + POINTS + "facts: [big]\nsections:\n  - title: One\n    text: It is {big} [@no].\n" + TAIL,
        ["BR203 5", "BR302 8"],
    ),
    "a section without a title has an id": (
        HEAD + POINTS + "sections:\n  - id: one\n    text: See [it](#one).\n" + TAIL,
        ["BR202 6"],
    ),
    "a block of no kind has an id": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: See [it](#map).\n"
        "    blocks:\n      - map: {id: map, title: T}\n" + TAIL,
        ["BR214 9"],
    ),
    "an exhibit without alternative text is checked": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: A text.\n    blocks:\n"
        "      - table: {title: T, columns: [A, C], data: [[A, B], [1, 2]]}\n" + TAIL,
        ["BR202 9", "BR217 9"],
    ),
    "a data file that is missing has no columns": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: A text [@no].\n    blocks:\n"
        "      - table: {title: T, alt: Words., columns: [A, B], total: [1], data: none.csv}\n"
        "      - chart: {title: U, alt: More words., kind: bar, x: Year, series: [Value], data: none.csv}\n"
        + TAIL,
        ["BR302 7", "BR318 9", "BR318 10"],
    ),
    "ragged rows and a column that is not there": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: A text.\n    blocks:\n"
        "      - table: {title: T, alt: Words., columns: [A, C], data: [[A, B], [1], [2, 3]]}\n" + TAIL,
        ["BR217 9", "BR217 9"],
    ),
    "a chart of no kind has cells": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: A text.\n    blocks:\n"
        "      - chart: {title: U, alt: More words., kind: pie, axis: {from: 5}, data: [[A, B], [x, 1], [y, z]]}\n"
        + TAIL,
        ["BR143 9", "BR207 9"],
    ),
    "a misspelt column of categories": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: A text.\n    blocks:\n"
        "      - chart: {title: U, alt: More words., kind: bar, x: Yeer, data: [[Year, B], [x, 1]]}\n" + TAIL,
        ["BR217 9"],
    ),
    "misspelt data of a table": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: A text.\n    blocks:\n"
        "      - table: {title: T, alt: Words., columns: [A], dta: [[A, B], [1, 2]]}\n" + TAIL,
        ["BR201 9"],
    ),
    "scenarios with errors do not make an empty outlook": (
        HEAD
        + POINTS
        + SECTION
        + "outlook:\n  scale: icd-203\n  scenarios:\n    - {likelihood: likly}\n    - x\n",
        ["BR307 11", "BR202 11", "BR203 12"],
    ),
    "advice and options next to another error": (
        HEAD.replace("2026-11-22", "soon")
        + POINTS
        + SECTION
        + TAIL
        + "options: [{name: One}]\nrecommendations: [{action: Do it., who: [x]}]\n",
        ["BR204 2", "BR209 9", "BR203 10"],
    ),
    "items without values keep the places of the others": (
        HEAD
        + "key_points:\n  -\n  - {text: 'Two {no}.', only: [ministr]}\n  - Three [@no].\n"
        + SECTION
        + TAIL,
        ["BR208 4", "BR301 5", "BR303 5", "BR302 6"],
    ),
    "no source seems uncited because its citation is lost": (
        HEAD + "key_points: [[x]]\n" + SECTION + TAIL + "sources:\n  a: One\n",
        ["BR203 3"],
    ),
    "two errors of one annotation": (
        HEAD + POINTS + "sections:\n  - title: One\n    text: A text {no}.\n    blocks:\n"
        "      - chart: {title: U, alt: More words., kind: line, data: [[A, B], [x, 1]], annotations: [{at: x}]}\n"
        + TAIL,
        ["BR303 7", "BR202 9"],
    ),
}

GOOD = HEAD + POINTS + SECTION + TAIL
BAD = HEAD + "key_points:\n  - The first point [@nowhere].\n" + SECTION + TAIL
EXTENDED = '{% extends "shipped/parts/outlook.j2.html" %}'
WITH_MAP = (
    f"{HEAD}{POINTS}sections:\n  - title: One\n    text: A text [@no].\n    blocks:\n"
    f"      - map: {{{{layers: {{}}}}}}\n{TAIL}"
)
SCHEMA = '{"properties": {"layers": {"type": "integer"}}}'

AROUND = {
    "a translation": (BAD, {"content/trial/brief.es.yaml": "titel: Uno\nkey_points: ['Uno [@no].']\n"}, [
        "BR321 brief.es.yaml", "BR321 brief.es.yaml", "BR321 brief.es.yaml",
        "BR322 brief.es.yaml:1", "BR302 brief.es.yaml:2", "BR302 brief.yaml:4",
    ]),
    "a brief that is no YAML, and its translation that is none": (
        "title: [\n", {"content/trial/brief.es.yaml": "title: {\n"}, ["BR106 brief.es.yaml:2", "BR106 brief.yaml:2"],
    ),
    "a template": (BAD, {"templates/parts/outlook.j2.html": "<p>{{ brief. }}</p>"}, [
        "BR302 brief.yaml:4", "BR401 outlook.j2.html:1",
    ]),
    "templates of which one includes the other": (
        BAD, {
            "templates/parts/outlook.j2.html": "{% include 'mine.j2.html' %}",
            "templates/mine.j2.html": "{{ x|nofilter }}\n{% if %}",
        }, ["BR302 brief.yaml:4", "BR401 mine.j2.html:2"],
    ),
    "a block that the extended template does not have": (
        BAD,
        {"templates/parts/outlook.j2.html": EXTENDED + "{% block x %}{% endblock %}"},
        ["BR302 brief.yaml:4", "BR406 outlook.j2.html:1"],
    ),
    "a template that no audience reads": (BAD, {"templates/parts/mine.j2.html": "{{ x. }}"}, ["BR302 brief.yaml:4"]),
    "a variable and a font": (
        BAD, {"styles/parts/outlook.css": ".outlook { color: var(--nope);\n  font-family: Comic, serif }"},
        ["BR302 brief.yaml:4", "BR510 outlook.css:1", "BR505 outlook.css:2"],
    ),
    "a font by a variable": (
        BAD,
        {"styles/parts/outlook.css": ".a { --face: 'Comic'; font-family: var(--face) } p { font-family: inherit }"},
        ["BR302 brief.yaml:4", "BR505 outlook.css:1"],
    ),
    "an import that is lost may have declared the variables": (
        BAD, {"styles/parts/outlook.css": '@import "gone.css";\n.outlook { color: var(--nope) }'},
        ["BR302 brief.yaml:4", "BR507 outlook.css:1"],
    ),
    "the settings": (
        BAD, {"content/workspace.yaml": "paper: a4\naudiences: [nobody]\nlogo: x\n"},
        ["BR302 brief.yaml:4", "BR203 workspace.yaml:3", "BR301 workspace.yaml:2"],
    ),
    "a paper": (BAD, {"content/workspace.yaml": "paper: folio\n"}, ["BR302 brief.yaml:4", "BR507 workspace.yaml:1"]),
    "an audience": (
        BAD + "audiences: {mine: {parts: [title, nopart]}, public: {}}\n",
        {"templates/audiences/mine/audience.yaml": "label: Mine\nparts: [title, nopart]\nregster: plain\n"},
        ["BR302 brief.yaml:4", "BR201 audience.yaml:3"],
    ),
    "a schema of a block": (
        WITH_MAP.format("many"),
        {"templates/parts/map.j2.html": "<p></p>", "templates/parts/map.schema.json": SCHEMA},
        ["BR302 brief.yaml:7", "BR222 brief.yaml:9"],
    ),
    "a schema that is none": (
        WITH_MAP.format("1"),
        {"templates/parts/map.j2.html": "<p></p>", "templates/parts/map.schema.json": "{"},
        ["BR302 brief.yaml:7", "BR407 map.schema.json"],
    ),
    "a file of sources that is missing": (
        HEAD + "sources: gone.bib\n" + POINTS + "sections:\n  - title: One\n    text: A text [@a] {no}.\n" + TAIL, {},
        ["BR804 brief.yaml:3", "BR303 brief.yaml:8"],
    ),
    "a file of sources with an error": (
        HEAD + "sources: own.bib\n" + POINTS + "sections:\n  - title: One\n    text: A text [@a] [@b] {no}.\n" + TAIL,
        {"content/trial/own.bib": "@book{a, title = {One}, date = {2020-13}}\n@book{b, title = {Two\n"},
        ["BR303 brief.yaml:8", "BR204 own.bib:1", "BR116 own.bib:2"],
    ),
}  # fmt: skip


def shown(findings) -> list[str]:
    """Findings in a form that can be compared."""
    return [f"{finding.code} {line_of(finding.where)}" for finding in findings]


def line_of(where) -> str:
    name = where.file.rpartition("/")[2]
    return f"{name}:{where.line}" if where.line else name


@each(("brief", "expected"), IN_BRIEF.values())
def test_one_run_lists_everything_in_a_brief_and_nothing_that_follows(workspace, brief, expected):
    (outcome,) = plan(workspace(brief), Selection()).failed
    assert isinstance(outcome.error, ContentError)
    found = [f"{finding.code} {finding.where.line}" for finding in outcome.error.findings]
    assert sorted(found) == sorted(expected)
    places = [(finding.where.line, finding.where.column) for finding in outcome.error.findings]
    assert places == sorted(places)


@each(("brief", "files", "expected"), AROUND.values())
def test_one_run_lists_everything_around_a_brief(workspace, brief, files, expected):
    (outcome,) = plan(workspace(brief, files), Selection()).failed
    assert sorted(shown(outcome.error.findings)) == sorted(expected)
    files_in_order = [finding.where.file for finding in outcome.error.findings]
    assert files_in_order == sorted(files_in_order)
    assert exit_of([outcome]) is Exit.CONTENT


def test_check_lists_the_same(workspace):
    brief, files, expected = AROUND["a variable and a font"]
    examined = check(workspace(brief, files), Selection(), date(2026, 11, 22))
    assert sorted(shown(examined.findings)) == sorted(expected)
    assert examined.exit_code is Exit.CONTENT


def test_editions_that_cannot_be_planned_report_the_design_too_and_keep_their_exit_code(workspace):
    files = {
        "content/workspace.yaml": "paper: folio\naudiences: [public, minister]\n",
        "styles/parts/outlook.css": ".outlook { color: var(--nope) }",
    }
    outcomes = plan(workspace(GOOD, {**files}), Selection()).failed
    assert [shown(outcome.error.findings) for outcome in outcomes] == [
        ["BR507 workspace.yaml:1", "BR510 outlook.css:1"],
        ["BR507 workspace.yaml:1"],
    ]
    assert exit_of(outcomes) is Exit.WORKSPACE


def test_a_workspace_without_a_design_of_its_own_is_not_searched(workspace, monkeypatch):
    from briefing.pipeline import design_errors

    monkeypatch.setattr(design_errors, "find_stylesheet_errors", None)
    monkeypatch.setattr(design_errors, "find_template_errors", None)
    (outcome,) = plan(workspace(BAD), Selection()).failed
    assert shown(outcome.error.findings) == ["BR302 brief.yaml:4"]


def test_the_shipped_design_has_no_errors_when_it_is_a_workspaces_own(workspace):
    from briefing.compose.style_layers import Design
    from briefing.files.workspace import Files, shipped_root
    from briefing.pipeline.design_errors import find_design_errors

    files = Files(shipped_root(), shipped_root())
    jobs = plan(files, Selection()).jobs
    designs = {
        Design(job.edition, job.lineage, job.audience.parts, ("chart", "table"), job.labels.direction)
        for job in jobs
    }
    assert len(designs) >= 9
    assert find_design_errors(designs, files) == []


@pytest.mark.process
def test_the_engine_is_not_loaded_for_a_brief_that_cannot_be_built(workspace):
    files = workspace(BAD, {"styles/parts/outlook.css": ".outlook { color: var(--nope) }"})
    code = (
        "import sys; from pathlib import Path; from briefing.files.workspace import Files;"
        "from briefing.pipeline.plan import Selection, plan;"
        "(one,) = plan(Files(Path(sys.argv[1])), Selection()).failed;"
        "print(len(one.error.findings), 'weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, files.root], capture_output=True, text=True, check=True
    )
    assert done.stdout == "2 False\n"


@pytest.mark.engine
def test_other_templates_and_styles_are_reported_where_one_stops_the_page(workspace):
    from briefing.pipeline.edition import make_edition
    from briefing.typeset.layout import Typesetter

    files = workspace(
        GOOD,
        {
            "templates/parts/outlook.j2.html": "{{ brief.nothing }}",
            "templates/parts/key-points.j2.html": "{{ brief. }}",
            "styles/parts/outlook.css": ".outlook { color: var(--nope) }",
        },
    )
    (job,) = plan(files, Selection()).jobs
    error = make_edition(job, Typesetter(files)).error
    assert {"BR401 key-points.j2.html:1", "BR510 outlook.css:1"} <= set(shown(error.findings))


def test_a_draft_may_still_lack_texts_of_its_translation(workspace):
    files = {"content/trial/brief.es.yaml": "title: Uno\nkey_points: ['Uno [@no].']\n"}
    (outcome,) = plan(workspace(BAD, files), Selection(is_draft=True)).failed
    errors = [finding for finding in outcome.error.findings if finding.severity is Severity.ERROR]
    assert shown(errors) == ["BR302 brief.es.yaml:2", "BR302 brief.yaml:4"]


def test_unknown_parts_of_an_audience_are_reported_together(workspace):
    brief = GOOD + "audiences: {public: {drop: [nodrop], parts: [title, nopart]}}\n"
    (outcome,) = plan(workspace(brief), Selection()).failed
    assert shown(outcome.error.findings) == ["BR310 brief.yaml:9", "BR310 brief.yaml:9"]
