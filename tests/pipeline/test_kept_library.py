"""A library that has planned before plans as a fresh one does, whatever has changed meanwhile."""

from __future__ import annotations

import random

import pytest

from briefing.load.library import Library
from briefing.pipeline.plan import Selection, plan, plan_in
from briefing.results import Plan
from tests.conftest import LEAST_BRIEF

BRIEF = f"""\
{LEAST_BRIEF}facts:
  rain: {{value: 12, unit: mm, label: rain in a day}}
sources:
  gauge: {{title: Readings at station A, year: 2026, url: "https://example.org/a"}}
"""
SPANISH = """\
title: Una conclusión en pocas palabras
key_points: [El primer punto.]
sections: [{title: Un título afirma, text: Un primer texto.}]
outlook: Sigue.
"""
FOLDER = "content/trial"
FILES = {f"{FOLDER}/brief.es.yaml": SPANISH}
EDITS = (
    ("brief.yaml", "A first text.", "Rain was {rain} in all [@gauge]."),
    ("brief.yaml", "A first text.", "It was {nope} then."),
    ("brief.yaml", "A first text.", "See the [chart](chart.png)."),
    ("brief.yaml", "  - The first point.", "  - The first point.\n  - A second one."),
    ("brief.yaml", "key_points:", "key_points: ["),
    ("brief.yaml", "outlook: It goes on.", "outlook: TODO"),
    ("brief.es.yaml", "Sigue.", "Sigue [@nadie]."),
    ("brief.es.yaml", "title: Una", "titel: Una"),
    ("brief.es.yaml", SPANISH, ""),
    ("brief.fr.yaml", "", "language: fr\ntitle: Un titre\n"),
    ("../workspace.yaml", "", "publisher: {name: The Test House}\n"),
    ("../workspace.yaml", "", "publisher: [\n"),
    ("../workspace.es.yaml", "", "publisher: {name: La casa}\n"),
)
SELECTION = Selection(is_proof=True)


def said_by(planned: Plan) -> list[object]:
    """Return all that a plan says, as values that can be compared."""
    return [
        *planned.order,
        *planned.jobs,
        *((one.name, one.findings, one.error.findings, type(one.error)) for one in planned.failed),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_a_plan_from_what_is_kept_is_a_fresh_plan(seed, workspace):
    chosen = random.Random(seed)  # noqa: S311
    files = workspace(BRIEF, FILES)
    library = Library(files)
    for _ in range(8):
        name, old, new = chosen.choice(EDITS)
        path = files.root / FOLDER / name
        text = path.read_text() if path.is_file() else ""
        if chosen.random() < 0.3:
            path.unlink(missing_ok=True) if name not in ("brief.yaml",) else path.write_text(BRIEF)
        else:
            path.write_text(text.replace(old, new, 1) if old else new)
        files.forget_outdated()
        languages = chosen.choice(((), ("en",), ("es",)))
        if languages and plan_in(library, SELECTION).in_languages(languages):  # as for the editions in view
            plan_in(library, Selection(is_proof=True, languages=languages, briefs=("trial",)))
        assert said_by(plan_in(library, SELECTION)) == said_by(plan(type(files)(files.root), SELECTION))


def test_what_has_not_changed_is_not_read_again(workspace, monkeypatch):
    files = workspace(BRIEF, FILES)
    library = Library(files)
    before = plan_in(library, SELECTION)
    path = files.root / FOLDER / "brief.es.yaml"
    path.write_text(SPANISH.replace("Sigue.", "Continúa."))
    files.forget_outdated()
    checked: list[str] = []
    plain = Library._checked
    monkeypatch.setattr(
        Library,
        "_checked",
        lambda self, slug, document, **options: (
            checked.append(str(document.data["language"])) or plain(self, slug, document, **options)
        ),
    )
    after = plan_in(library, SELECTION)
    assert checked == ["es"]
    by_language = {job.edition.language: job for job in after.jobs}
    assert str(by_language["es"].brief.outlook) != str(before.jobs[-1].brief.outlook)
    assert by_language["en"].brief is before.jobs[0].brief
