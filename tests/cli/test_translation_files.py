"""`brief export` and `brief import` of files for translators: what they print, and their exit codes."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from briefing.cli.command_group import group
from briefing.core.errors import ContentError, SelectionError
from tests.translation.briefs import BRIEF, SPANISH
from tests.translation.rounds import translated, units_in


@pytest.fixture
def here(workspace, monkeypatch):
    files = workspace(BRIEF)
    monkeypatch.chdir(files.root)
    return files


def run(*words):
    done = CliRunner().invoke(group, words, obj=words, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.stdout.splitlines(), done.stderr


def test_a_round(here):
    total = len(SPANISH)
    assert run("export", "--xliff", "es")[:2] == (
        0,
        [f"out/trial-es.xliff  {total} texts: {total} not translated"],
    )
    path = here.root / "out/trial-es.xliff"
    broken = {**SPANISH, "bottom_line": "Un árbol cuesta 5 €, y la *sombra*. [@study]"}
    translated(
        path, {name: text for name, text in broken.items() if name != "outlook.summary"}, units_in(here)
    )
    code, lines, errors = run("import", "out/trial-es.xliff")
    assert code == 1
    assert lines == [
        f"content/trial/brief.es.yaml: {total - 2} new, 1 not translated, 1 rejected",
        "  not translated: outlook.summary",
        "  rejected: bottom_line",
        "next: brief build trial -l es; after a review: brief confirm es -b trial",
    ]
    assert "out/trial-es.xliff:" in errors and "`{cost}` is missing [BR833]" in errors
    translated(path, SPANISH, units_in(here))
    code, lines, errors = run("import", "out/trial-es.xliff", "-b", "trial")
    assert (code, errors) == (0, "")
    assert lines[0] == f"content/trial/brief.es.yaml: 2 new, {total - 2} unchanged"
    assert run("export", "trial", "--po", "es", "--changed")[1] == [
        "trial: nothing to translate into 'es' has changed"
    ]


def test_a_folder_and_an_audience_can_be_named(here):
    _, lines, _ = run("export", "--po", "es", "-a", "minister", "-o", "to-ada")
    assert lines[0].startswith("to-ada/trial-es.po  ")
    assert 'msgctxt "title.short"' in (here.root / "to-ada/trial-es.po").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export", "--xliff", "es", "--docx"], "leave out -l and other formats"),
        (["export", "--po", "es", "-l", "es"], "leave out -l and other formats"),
        (["export", "--xliff", "es", "--po", "es"], "--xliff LANG or --po LANG"),
    ],
)
def test_wrong_use_is_explained(here, words, message):
    done = CliRunner().invoke(group, words, obj=tuple(words))
    assert done.exit_code == 2 and message in done.stderr


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["export", "--xliff", "en"], SelectionError),
        (["export", "--xliff", "es", "-a", "nobody"], SelectionError),
        (["export", "none", "--xliff", "es"], SelectionError),
        (["import", "none.xliff"], ContentError),
    ],
)
def test_a_wrong_selection_writes_nothing(here, words, error):
    with pytest.raises(error):
        run(*words)
    assert sorted(path.name for path in here.root.iterdir()) == ["content"]
    assert [path.name for path in (here.root / "content/trial").iterdir()] == ["brief.yaml"]
