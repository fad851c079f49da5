"""Custom blocks: a template and a JSON Schema, and no Python."""

from __future__ import annotations

import json
import signal

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import WorkspaceError
from briefing.load.validation import value_schemas
from briefing.load.validation.value_schemas import typed
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.planning import the_one

BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points: ["See [](#delta)."]
outlook: It goes on.
facts: {{rivers: {{value: 3}}}}
sections:
  - title: One
    text: A text.
    blocks:
      - map: {block}
"""
TEMPLATE = """\
{% extends "exhibit.j2.html" %}
{% block shown %}
<p class="layers">{% for layer in block.layers %}{{ layer.name }} ({{ layer.order }}){% endfor %}</p>{{ block.text }}
{% endblock %}
"""
SCHEMA = {
    "type": "object",
    "required": ["layers"],
    "properties": {
        "layers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "order": {"type": "integer", "maximum": 9}},
                "additionalProperties": False,
            },
        },
        "is_wide": {"type": "boolean"},
    },
}


def load(workspace, block: str, schema: object = SCHEMA):
    files = workspace(
        BRIEF.format(block=block),
        {
            "templates/parts/map.j2.html": TEMPLATE,
            "templates/parts/map.schema.json": schema if isinstance(schema, str) else json.dumps(schema),
            "styles/parts/map.css": ".map { color: #000 }",
        },
    )
    return the_one(plan(files, Selection())), files


def test_it_is_printed_numbered_and_styled(workspace):
    block = "{id: delta, title: The delta, layers: [{name: '*{rivers}* rivers', order: 2}], text: Two  words., not: []}"
    job, files = load(workspace, block.replace(", not: []", ""))
    page = compose(tailor(job), files)
    assert '<p class="layers"><em>3</em> rivers (2)</p><p>Two  words.</p>' in page.html
    assert '<figcaption><span class="name">Figure\u00a01</span> The delta</figcaption>' in page.html
    assert '<a href="#delta">Figure\u00a01</a>' in page.html
    assert page.stylesheets[-2:] == ("styles/parts/map.css", "styles/papers/a4.css")


@each(
    ("block", "expected"),
    [
        ("{layers: [{name: A, order: ten}]}", [("BR222", "ten")]),
        ("{layers: [{name: A, order: 10}]}", [("BR222", "10")]),
        ("{layers: [{nmae: A}]}", [("BR222", "{nmae: A}"), ("BR222", "A")]),
        ("{title: No layers}", [("BR222", "{title: No layers}")]),
        ("{layers: [{name: '[@none]'}]}", [("BR302", "[@none]")]),
        ("{layers: [{name: A}], is_wide: maybe}", [("BR222", "maybe")]),
    ],
)
def test_an_invalid_value_is_reported_at_its_place(workspace, block, expected):
    outcome, _ = load(workspace, block)
    findings = [finding for finding in outcome.error.findings if finding.code != "BR305"]
    assert [(f.code, f.where.source[f.where.column - 1 :][: f.where.length]) for f in findings] == expected
    assert {f.where.line for f in findings} == {10}


@pytest.mark.parametrize("schema", ["{not json", {"type": "nonsense"}])
def test_an_invalid_schema_is_an_error_of_the_workspace(workspace, schema):
    outcome, _ = load(workspace, "{id: delta, layers: []}", schema)
    assert isinstance(outcome.error, WorkspaceError)
    assert [(f.code, f.where.file) for f in outcome.error.findings] == [
        ("BR407", "templates/parts/map.schema.json")
    ]


def test_a_schema_fetches_nothing(workspace):
    outcome, _ = load(workspace, "{id: delta, layers: []}", {"$ref": "https://example.org/schema.json"})
    assert isinstance(outcome.error, WorkspaceError)
    assert [f.code for f in outcome.error.findings] == ["BR407"]


DOUBLED = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such clock")
@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"title": {"pattern": "^(a+)+$"}}},
        {"patternProperties": {"^(t*i*t*l*e*)+!$": {}}, "properties": {"title": {"pattern": "^(a|aa)+$"}}},
        {"$ref": "#/$defs/a0", "$defs": {**DOUBLED, "a40": {"type": "object"}}},
    ],
    ids=["a pattern", "patterns", "references"],
)
def test_a_schema_that_never_ends_is_stopped(workspace, monkeypatch, schema):
    """A block is validated in the process of the command, where nothing else would stop it."""
    monkeypatch.setattr(value_schemas, "SECONDS", 0.5)
    outcome, _ = load(workspace, "{id: delta, title: %s!, layers: []}" % ("a" * 50), schema)
    assert [(f.code, f.where.file) for f in outcome.error.findings] == [
        ("BR407", "templates/parts/map.schema.json")
    ]
    assert "it took more than 0.5 s" in outcome.error.findings[0].what
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_text_becomes_what_its_schema_asks_for():
    schema = {"properties": {"n": {"type": "integer"}, "x": {"type": "number"}, "b": {"type": "boolean"}}}
    given = {"n": "3", "x": "1.50", "b": "true", "s": "4"}
    assert typed(given, schema) == {"n": 3, "x": 1.5, "b": True, "s": "4"}
    assert typed({"n": "three", "b": "yes"}, schema) == {"n": "three", "b": "yes"}


@each("name", ["name", "number", "key", "short", "plain", "audiences", "kind", "values", "items", "count"])
def test_a_key_of_its_own_is_printed_whatever_its_name(workspace, name):
    files = workspace(
        BRIEF.format(block=f"{{{name}: Ada Example}}").replace("See [](#delta).", "A point."),
        {"templates/parts/map.j2.html": f"<p class='own'>{{{{ block.{name} }}}}</p>"},
    )
    (job,) = plan(files, Selection()).jobs
    page = compose(tailor(job), files)
    assert "<p class='own'>Ada Example</p>" in page.html
    manuscript = next(one.content.decode() for one in page.attachments if one.name.endswith(".yaml"))
    assert f"{name}: Ada Example" in manuscript


def test_a_list_and_a_mapping_of_its_own_are_printed(workspace):
    block = "{name: {first: Ada, short: A}, number: [{name: One}, {name: Two}]}"
    template = (
        "<p>{{ block.name.first }}{{ block.name.short }}{{ block.number | map(attribute='name') | join }}</p>"
    )
    files = workspace(
        BRIEF.format(block=block).replace("See [](#delta).", "A point."),
        {"templates/parts/map.j2.html": template},
    )
    (job,) = plan(files, Selection()).jobs
    assert "<p>AdaAOneTwo</p>" in compose(tailor(job), files).html


@each("by", ["id: delta", "title: The delta"])
@each("name", ["name", "number"])
def test_a_key_that_the_page_gives_a_numbered_block_is_refused_by_name(workspace, by, name):
    files = workspace(
        BRIEF.format(block=f"{{{by}, {name}: Ada Example}}").replace("See [](#delta).", "A point."),
        {"templates/parts/map.j2.html": f"<p>{{{{ block.{name} }}}}</p>"},
    )
    (outcome,) = plan(files, Selection()).failed
    (finding,) = outcome.error.findings
    assert (finding.code, finding.where.line) == ("BR209", 10)
    assert finding.where.source[finding.where.column - 1 :].startswith(f"{name}:")
    assert by.partition(":")[0] in finding.what
