"""Changes that a house makes in one place: styles for all audiences, one block, one label, parts with blocks."""

from __future__ import annotations

import pytest

from briefing.compose.page import compose
from briefing.compose.style_layers import HOUSE_STYLE
from briefing.compose.tailor import tailor
from briefing.load.languages import Languages
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

OUTLOOK = "styles/parts/outlook.css"
TABLE = """\
sections:
  - title: A title asserts
    text: A text.
    blocks:
      - table: {title: Two rows, alt: A table, data: [[Station, Level], [A, 1], [B, 2]]}
"""
WITHOUT_SECTIONS = LEAST_BRIEF[: LEAST_BRIEF.index("sections:")] + TABLE
WITHOUT_SECTIONS += LEAST_BRIEF[LEAST_BRIEF.index("outlook:") :]
PRINTING = (
    "{% for section in brief.sections %}{% set blocks = section.blocks %}"
    '{% include "parts/blocks.j2.html" %}{% endfor %}'
)
AUDIENCE = "extends: policymaker\nlabel: Board\nparts: [masthead, title, {}]\n"


def composed(files, audience="policymaker"):
    (job,) = plan(files, Selection(audiences=(audience,))).jobs
    return compose(tailor(job), files)


def test_the_house_style_is_read_after_the_parts_and_before_an_audience(workspace):
    of_audience = "styles/audiences/policymaker.css"
    files = workspace(files={HOUSE_STYLE: "h1 { color: red }", of_audience: "h1 { color: blue }"})
    names = composed(files).stylesheets
    assert names.index(OUTLOOK) < names.index(HOUSE_STYLE) < names.index(of_audience)
    assert HOUSE_STYLE in composed(files, "minister").stylesheets


@each(
    ("part", "block", "kept"),
    [
        ("title", "byline", "<h1"),
        ("title", "heading", 'class="dates"'),
        ("masthead", "publisher", 'class="masthead"'),
        ("colophon", "citation", 'class="hang colophon"'),
        ("colophon", "licence", "Cite as"),
        ("sources", "heading", 'class="hang sources"'),
        ("sources", "source", "Sources"),
    ],
)
def test_one_block_is_replaced_and_the_others_stay(workspace, part, block, kept):
    brief = (
        LEAST_BRIEF + "sources: {a: {title: A report, author: Ada Example, date: 2026-01-01, listed: true}}\n"
    )
    brief += "licence: CC BY 4.0\n"
    own = f'{{% extends "shipped/parts/{part}.j2.html" %}}{{% block {block} %}}<p>OF THE HOUSE</p>{{% endblock %}}'
    html = composed(workspace(brief, {f"templates/parts/{part}.j2.html": own})).html
    assert html.count("OF THE HOUSE") == 1 and kept in html


@pytest.mark.parametrize(
    ("template", "has_table"),
    [
        (PRINTING, True),
        ("<section><p>{{ brief.title }}</p></section>", False),
    ],
)
def test_a_part_that_prints_blocks_gets_their_stylesheets(workspace, template, has_table):
    files = workspace(
        WITHOUT_SECTIONS,
        {
            "templates/parts/board-box.j2.html": template,
            "templates/audiences/board/audience.yaml": AUDIENCE.format("board-box"),
        },
    )
    page = composed(files, "board")
    assert ("styles/parts/table.css" in page.stylesheets) == ("<table" in page.html) == has_table


def test_one_label_is_enough(workspace):
    files = workspace(files={"templates/labels/en.yaml": "labels: {outlook: What comes}\n"})
    labels = Languages(files).labels_of("en")
    assert labels.labels["outlook"] == "What comes" and labels.labels["sources"] == "Sources"
    assert labels.name == "English" and labels.cues.placeholders and labels.estimative
    assert "What comes" in composed(files).html
    assert list(Languages(files).gaps("en")) == []


@pytest.mark.parametrize(
    ("labels", "files", "expected"),
    [
        ("{outlok: What comes}", {}, ["did you mean 'outlook'?"]),
        ("{outlok: Mine}", {"templates/parts/own.j2.html": "{{ labels.outlok }}"}, []),
        ("{motto_of_the_house: Mine}", {}, []),
    ],
)
def test_a_misspelt_label_is_reported_unless_a_template_prints_it(workspace, labels, files, expected):
    opened = workspace(files={"templates/labels/en.yaml": f"labels: {labels}\n", **files})
    assert [finding.help for finding in Languages(opened).gaps("en")] == expected
