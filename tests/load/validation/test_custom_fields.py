"""Custom fields: read by templates, checked against the schema of the workspace, translated, kept from others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import WorkspaceError
from briefing.load.validation import value_schemas
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

SETTINGS = """\
custom:
  programme: Water
  unit: {text: The *river* unit, short: Rivers}
"""
SCHEMA = {
    "properties": {
        "project_code": {"type": "string", "pattern": "^WS-"},
        "programme": {"type": "string"},
        "unit": {"type": "string"},
        "reviewers": {
            "type": "array",
            "items": {"type": "object", "properties": {"age": {"type": "integer"}}},
        },
        "budget": {"type": "number"},
        "is_open": {"type": "boolean"},
    },
    "additionalProperties": False,
}
SCHEMA_FILE = "templates/custom.schema.json"
COLOPHON = "templates/parts/colophon.j2.html"


def files_with(workspace, custom: str = "", template: str = "", **others: str):
    named: dict[str, str] = {"content/workspace.yaml": SETTINGS, **others}
    if template:
        named[COLOPHON] = template
    return workspace(LEAST_BRIEF + custom, named)


def html_of(files, audience: str = "policymaker", language: str = "en") -> str:
    (job,) = plan(files, Selection(audiences=(audience,), languages=(language,))).jobs
    return compose(tailor(job), files).html


def found(files) -> list[tuple[str, str, str]]:
    planned = plan(files, Selection(audiences=("policymaker",)))
    findings = [one for failure in planned.failed for one in failure.error.findings]
    return [(one.code, str(one.where), one.what) for one in findings]


def schema(**changes: Any) -> dict[str, str]:
    return {SCHEMA_FILE: json.dumps({**SCHEMA, **changes})}


def test_a_brief_sets_a_field_over_the_workspace_and_the_others_stay(workspace):
    template = "<p>{{ custom.programme }}|{{ custom.unit }}|{{ custom.project_code }}</p>"
    files = files_with(workspace, "custom: {programme: 'Air -- and light', project_code: WS-1}\n", template)
    assert "<p>Air\u00a0– and light|" in html_of(files)
    assert "The <em>river</em> unit" in html_of(files)
    assert "|WS-1</p>" in html_of(files)


def test_a_field_has_variants(workspace):
    files = files_with(
        workspace,
        template="<div>{{ custom.unit }}</div>",
        **{
            "templates/audiences/minister/colophon.j2.html": "<div>{{ custom.unit }}</div>",
            "templates/audiences/boss/audience.yaml": "{label: Boss, register: short, parts: [colophon]}",
        },
    )
    assert "<div>Rivers</div>" in html_of(files, "boss")


def test_lists_and_keys_are_nested_and_read_in_order(workspace):
    template = "<p>{% for one in custom.reviewers %}{{ one.name }} ({{ one.age }}). {% endfor %}</p>"
    custom = "custom: {reviewers: [{name: Ada, age: 36}, {name: Bo, age: 41}]}\n"
    assert "<p>Ada (36). Bo (41). </p>" in html_of(files_with(workspace, custom, template))


def test_a_field_for_other_audiences_has_no_value(workspace):
    custom = "custom: {secret: {text: The price is forty million., only: [press]}}\n"
    files = files_with(
        workspace, custom, "<p>{% if custom.secret %}{{ custom.secret }}{% else %}none{% endif %}</p>"
    )
    assert "<p>none</p>" in html_of(files)
    assert "forty" not in html_of(files)
    assert "forty" in html_of(files, "press")


def test_a_missing_field_is_an_unknown_name_at_its_line(workspace):
    files = files_with(workspace, "custom: {reviewer: Ada}\n", "<p>A line.</p>\n<p>{{ custom.reviwer }}</p>")
    with pytest.raises(WorkspaceError) as caught:
        html_of(files)
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.file, finding.where.line) == ("BR402", COLOPHON, 2)
    assert "did you mean 'reviewer'?" in finding.what


def test_a_field_may_have_a_name_in_any_script(workspace):
    template = "<p>{{ custom.größe }}, {{ custom['размер'] }}</p>"
    assert "<p>12, 13</p>" in html_of(files_with(workspace, "custom: {größe: 12, размер: 13}\n", template))


def test_a_field_that_the_schema_declares_may_be_missing(workspace):
    template = "<p>{% if custom.project_code %}{{ custom.project_code }}{% else %}none{% endif %}</p>"
    assert "<p>none</p>" in html_of(files_with(workspace, template=template, **schema()))


@each(
    ("custom", "expected"),
    [
        (
            "custom: {project_code: 14}\n",
            ("BR224", "content/trial/brief.yaml:9:10", "'14' does not match '^WS-'"),
        ),
        (
            "custom:\n  project_code: WS-1\n  projct: x\n",
            ("BR224", "content/trial/brief.yaml:11:3", "unknown key 'projct'; did you mean 'project_code'?"),
        ),
        (
            "custom:\n  reviewers:\n    - {name: Ada, age: old}\n",
            ("BR224", "content/trial/brief.yaml:11:19", "'old' is not of type 'integer'"),
        ),
        (
            "custom: {budget: many}\n",
            ("BR224", "content/trial/brief.yaml:9:10", "'many' is not of type 'number'"),
        ),
        (
            "custom: {is_open: 'yes'}\n",
            ("BR224", "content/trial/brief.yaml:9:10", "'yes' is not of type 'boolean'"),
        ),
    ],
)
def test_a_value_that_does_not_match_the_schema_is_reported_at_its_key(workspace, custom, expected):
    assert found(files_with(workspace, custom, **schema())) == [expected]


@each(
    "custom",
    [
        "",
        "custom: {project_code: WS-14}\n",
        "custom: {project_code: {text: WS-14, short: WS, not: [press]}}\n",
        "custom: {budget: 1200.5, is_open: true}\n",
        "custom: {budget: -3, is_open: 'false'}\n",
        "custom: {reviewers: [{name: Ada, age: 36}]}\n",
    ],
)
def test_values_that_match_the_schema_are_silent(workspace, custom):
    assert found(files_with(workspace, custom, **schema())) == []


def test_a_field_of_the_workspace_is_reported_in_its_own_file(workspace):
    files = files_with(workspace, **schema(properties={"programme": {"maxLength": 3}, "unit": {}}))
    assert found(files) == [("BR224", "content/workspace.yaml:2:3", "'Water' is too long")]


def test_a_field_that_a_brief_must_have_is_reported_in_the_brief(workspace):
    files = files_with(workspace, **schema(required=["project_code"]))
    assert found(files) == [
        ("BR224", "content/trial/brief.yaml:1:1", "'project_code' is a required property")
    ]


@each("text", ['{"type": "objekt"}', "{", "[]", '{"$ref": "https://example.org/s.json"}'])
def test_an_unusable_schema_is_reported_once_in_its_file(workspace, text):
    files = files_with(workspace, "custom: {a: b}\n", **{SCHEMA_FILE: text})
    assert [(code, where) for code, where, _ in found(files)] == [("BR407", SCHEMA_FILE)]


def test_a_pattern_that_never_finishes_is_reported(workspace, monkeypatch):
    monkeypatch.setattr(value_schemas, "SECONDS", 0.3)
    slow = {"programme": {"pattern": "^(a+)+$"}, "unit": {}}
    files = files_with(workspace, f"custom: {{programme: {'a' * 40}b}}\n", **schema(properties=slow))
    assert [code for code, _, _ in found(files)] == ["BR407"]


@each(
    ("custom", "code"),
    [
        ("custom: {two words: x}\n", "BR210"),
        ("custom: {1st: x}\n", "BR210"),
        ("custom: [a]\n", "BR203"),
        ("custom: {a: {text: x, only: [Press Office]}}\n", "BR203"),
        ("custom: {a: {text: x, only: []}}\n", "BR203"),
        ("custom: {a: {text: x, short: [y]}}\n", "BR203"),
        ("custom: {a: {text: x, only: [prss]}}\n", "BR301"),
        ("custom: {a: 'See [@gone].'}\n", "BR302"),
        ("custom: {a: 'It is {gone}.'}\n", "BR303"),
    ],
)
def test_mistakes_in_a_field_are_those_of_any_text(workspace, custom, code):
    assert [one for one, _, _ in found(files_with(workspace, custom))] == [code]


def test_a_text_with_variants_must_be_translated_and_a_value_need_not(workspace):
    custom = "custom:\n  project_code: WS-1\n  note: {text: A note.}\n"
    spanish = "title: T\nkey_points: [Uno.]\nsections: [{title: Uno, text: Texto.}]\noutlook: Sigue.\n"
    others = {"content/trial/brief.es.yaml": spanish}
    files = files_with(workspace, custom, **others)
    failed = plan(files, Selection(languages=("es",), audiences=("policymaker",))).failed
    assert [one.code for failure in failed for one in failure.error.findings if one.severity == "error"] == [
        "BR321"
    ]
    others["content/trial/brief.es.yaml"] = spanish + "custom: {note: Una nota.}\n"
    files = files_with(workspace, custom, "<p>{{ custom.project_code }}</p>{{ custom.note }}", **others)
    html = html_of(files, language="es")
    assert "<p>WS-1</p>" in html and "Una nota." in html


def test_a_workspace_translates_its_fields(workspace):
    spanish = "title: T\nkey_points: [Uno.]\nsections: [{title: Uno, text: Texto.}]\noutlook: Sigue.\n"
    others = {
        "content/trial/brief.es.yaml": spanish,
        "content/workspace.es.yaml": "custom: {unit: La unidad de ríos}\n",
    }
    files = files_with(workspace, template="<p>{{ custom.programme }}</p>{{ custom.unit }}", **others)
    html = html_of(files, language="es")
    assert "<p>Water</p>" in html and "La unidad de ríos" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{text: A *word*}", "<div>A <em>word</em></div>"),
        ('{text: "One.\\n\\nTwo."}', "<div><p>One.</p>\n<p>Two.</p>\n</div>"),
    ],
)
def test_a_text_is_a_line_unless_it_has_paragraphs(workspace, text, html):
    files = files_with(workspace, f"custom: {{note: {text}}}\n", "<div>{{ custom.note }}</div>")
    assert html in html_of(files)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", ["'publisher.about' has", "'custom.unit' has"]),
        ("publisher: Two houses\n", ["'custom.unit' has"]),
        ("publisher: Two houses\ncustom: {unit: Our own}\n", []),
    ],
)
def test_what_a_brief_replaces_in_the_settings_needs_no_translation(workspace, own, expected):
    spanish = "title: T\nkey_points: [Uno.]\nsections: [{title: Uno, text: Texto.}]\noutlook: Sigue.\n"
    files = workspace(
        LEAST_BRIEF + own,
        {
            "content/workspace.yaml": SETTINGS + "publisher: {name: The house, about: We publish.}\n",
            "content/trial/brief.es.yaml": spanish,
        },
    )
    (job,) = plan(files, Selection(languages=("es",), audiences=("policymaker",))).jobs
    assert [one.what.split(" no ")[0] for one in job.findings if one.code == "BR323"] == expected
