"""Private-use characters in texts, templates and styles are refused; the characters that look like them are not."""

from __future__ import annotations

import pytest

from tests.conftest import LEAST_BRIEF
from tests.planning import findings_of, listed, outcome_of

pytestmark = pytest.mark.engine

STYLE = "styles/audiences/policymaker.css"
TITLE = "templates/audiences/policymaker/title.j2.html"
SOURCE = 'sources: {a: {title: "A \ue000 title", publisher: P, date: 2020}}\n'


@pytest.mark.parametrize(
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
        (LEAST_BRIEF.replace("A first text.", "→ ° ± ✓ 李 ﬁ ℃ text."), {}, []),
        (LEAST_BRIEF, {STYLE: ".key-points li::before { content: '\\2192 ' }"}, []),
    ],
)
def test_private_use_characters_are_refused_where_they_were_typed(workspace, brief, files, findings):
    assert listed(findings_of(outcome_of(workspace(brief, files)))) == findings
