"""Private-use characters in texts, templates and styles are refused; the characters that look like them are not."""

from __future__ import annotations

import pytest

from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.planning import findings_of, listed, outcome_of

pytestmark = pytest.mark.engine

STYLE = "styles/audiences/policymaker.css"
TITLE = "templates/audiences/policymaker/title.j2.html"
FIGURE = LEAST_BRIEF.replace("outlook:", "    blocks: [{figure: {title: T, alt: A, file: m.svg}}]\noutlook:")
TABLE = LEAST_BRIEF.replace("outlook:", "    blocks: [{table: {title: T, alt: A, data: d.csv}}]\noutlook:")
DRAWING = "content/trial/m.svg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">\n{}<rect width="9" height="9"/></svg>'
TEXT = SVG.format('<text x="9" y="50" font-family="{}">{}</text>')
HIDDEN = SVG.format('<title>\ue000</title><g display="none"><text>\ue000</text></g><g id="\ue000"/>')
LABELS = "templates/languages/en/labels.yaml"
SOURCE = 'sources: {a: {title: "A \ue000 title", publisher: P, date: 2020}}\n'


@each(
    ("brief", "files", "findings"),
    [
        (
            LEAST_BRIEF.replace("A first text.", "A \ue000 text."),
            {},
            ["content/trial/brief.yaml:7:13 error BR560"],
        ),
        (
            LEAST_BRIEF.replace("A first text.", '"So [@a]."') + SOURCE,
            {},
            [f"content/trial/brief.yaml:{LEAST_BRIEF.count(chr(10)) + 1}:25 error BR560"],
        ),
        (
            LEAST_BRIEF.replace("A first text.", '"A \\uE000 text."'),
            {},
            ["content/trial/brief.yaml:7:11 error BR111"],
        ),
        (
            LEAST_BRIEF.replace("A first text.", "A \uf041 text."),
            {},
            ["content/trial/brief.yaml:7:13 error BR506"],
        ),
        (LEAST_BRIEF, {STYLE: ".key-points li::before { content: '\\e000' }"}, [f"{STYLE}:1:36 error BR560"]),
        (LEAST_BRIEF, {TITLE: "<h1>{{ brief.title }}</h1><p>\ue000</p>"}, [f"{TITLE}:1:27 error BR560"]),
        (
            LEAST_BRIEF.replace("A first text.", "A 🎉 text."),
            {},
            ["content/trial/brief.yaml:7:13 error BR506"],
        ),
        (FIGURE, {DRAWING: TEXT.format("Brief Text", "a &#xE000; b")}, [f"{DRAWING}:2:1 error BR560"]),
        (FIGURE, {DRAWING: TEXT.format("Brief Text", "a \uf0b0 b")}, [f"{DRAWING}:2:1 error BR506"]),
        (FIGURE, {DRAWING: TEXT.format("Icons", "a \ue000 b")}, [f"{DRAWING}:2:1 error BR536"]),
        (TABLE, {"content/trial/d.csv": "Land,Use\nA\ue000,3\n"}, ["content/trial/d.csv:2:2 error BR560"]),
        (LEAST_BRIEF, {LABELS: "labels: {sources: 'A \ue000'}\n"}, [f"{LABELS}:1:22 error BR560"]),
        (
            LEAST_BRIEF,
            {STYLE: ":root { --icon: '\\f101' } .key-points li::before { content: var(--icon) }"},
            [f"{STYLE}:1:18 error BR506"],
        ),
        (
            LEAST_BRIEF,
            {TITLE: '<h1>{{ brief.title }}</h1><p><a href="https://a.example" title="&#xE000;">A</a></p>'},
            [f"{TITLE}:1:30 error BR560"],
        ),
        (FIGURE, {DRAWING: HIDDEN, TITLE: '{# \ue000 #}<h1 class="\ue000">{{ brief.title }}</h1>'}, []),
        (LEAST_BRIEF.replace("A first text.", "→ ° ± ✓ 李 ﬁ ℃ text."), {}, []),
        (LEAST_BRIEF, {STYLE: ".key-points li::before { content: '\\2192 ' }"}, []),
    ],
)
def test_private_use_characters_are_refused_where_they_were_typed(workspace, brief, files, findings):
    assert listed(findings_of(outcome_of(workspace(brief, files)))) == findings
