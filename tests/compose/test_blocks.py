"""The blocks of the shipped templates: those that the documentation names, and what overriding them prints."""

from __future__ import annotations

import re

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import ROOT

BRIEF = """\
title: A finding in few words
date: 2026-11-22
authors: [{name: Ada Ray}, {name: Bo Lind}]
key_points: [The first point., The second point.]
at_a_glance: [heat, rain, wind]
facts:
  heat: {value: 36, unit: days, label: with heat}
  rain: {value: 12, unit: days, label: with rain}
  wind: {value: 3, unit: days, label: with wind}
recommendations:
  - {who: The city, action: Plant trees., by: 2027-01-01}
  - {who: The state, action: Pay for them., by: 2027-06-01}
sections: [{title: A heading asserts, text: A first text.}]
outlook:
  scale: icd-203
  scenarios:
    - {name: It stays, likelihood: likely, text: As it is., signs: [A sign of it.]}
    - {name: It goes, likelihood: unlikely, text: As it was., signs: [Another sign.]}
audiences: {policymaker: {}, minister: {}}
"""
BLOCK = re.compile(r"\{%-?\s*block (\w+)")


def blocks_of(name: str) -> set[str]:
    return {*BLOCK.findall((ROOT / f"templates/{name}.j2.html").read_text())} - {"content"}


def test_the_documentation_lists_the_blocks_of_each_template():
    section = (ROOT / "docs/themes.md").read_text().partition("### Blocks\n")[2].partition("\n`sort` is")[0]
    rows = re.findall(r"^\| `([\w/-]+)`[^|]*\| (.+) \|$", section, re.MULTILINE)
    named = {name: {*re.findall(r"`(\w+)`", blocks)} for name, blocks in rows}
    of_parts = (
        f"parts/{path.name.removesuffix('.j2.html')}" for path in (ROOT / "templates/parts").iterdir()
    )
    known = {name: blocks_of(name) for name in (*of_parts, "exhibit")}
    of_exhibits = blocks_of("exhibit")
    assert named == {name: blocks for name, blocks in known.items() if blocks - of_exhibits or name in named}


def pages_of(workspace, part: str, template: str) -> dict[str, str]:
    name = f"house/templates/parts/{part}.j2.html"
    files = {
        "content/workspace.yaml": "theme: ./house\n",
        "house/theme.yaml": 'name: house\ndescription: A look.\nversion: "1"\n',
        name: f'{{% extends "shipped/parts/{part}.j2.html" %}}\n{template}\n',
    }
    opened = open_files(workspace(BRIEF, files).root)
    planned = plan(opened, Selection())
    assert [one.error for one in planned.failed] == []
    return {job.edition.audience: compose(tailor(job), opened).html for job in planned.jobs}


@each(
    ("part", "template", "printed"),
    [
        ("title", "{% block author %}[{{ author.name }}]{% endblock %}", ["[Ada Ray]", "[Bo Lind]"]),
        ("key-points", "{% block point %}<li>[{{ point.words }}]</li>{% endblock %}", ["[The first point.]"]),
        ("key-points", "{% block list %}<ol>{{ super() }}</ol>{% endblock %}", ["<ol><ul>", "</ul>\n</ol>"]),
        ("at-a-glance", "{% block fact %}<li>[{{ fact.value }}]</li>{% endblock %}", ["[36]", "[12]", "[3]"]),
        (
            "recommendations",
            "{% block recommendation %}<tr><td>[{{ item.who }}]</td></tr>{% endblock %}",
            ["[The city]", "[The state]"],
        ),
        (
            "outlook",
            "{% block scenario %}<tr><td>[{{ scenario.name }}]{% block signs scoped %}[{{ scenario.signs | length }}]"
            "{% endblock %}</td></tr>{% endblock %}",
            ["[It stays]", "[It goes]"],
        ),
    ],
)
def test_a_theme_overrides_one_row(workspace, part, template, printed):
    pages = pages_of(workspace, part, template)
    assert [words for words in printed if words not in pages["policymaker"]] == []
    if part == "outlook":
        assert pages["policymaker"].count("[1]") == 2 and "[1]" not in pages["minister"]
