"""The files that are prepared before a process is sandboxed: the shipped ones of a theme, and no others."""

from __future__ import annotations

import pytest

from briefing.compose.page import compose, prepare_shipped_files, prepare_theme_files
from briefing.compose.tailor import tailor
from briefing.compose.templating import environment
from briefing.compose.templating.environment import COMPILED
from briefing.files import fonts
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan

SETTINGS = 'theme: {name: parliament, brand: "#12395b"}\n'
OWN_TITLE = '{% extends "shipped/parts/title.j2.html" %}'
OWN_FONTS = '@import "shipped/fonts.css";'


@pytest.fixture
def read(monkeypatch):
    """The templates and fonts that are compiled and checked, by their files."""
    made: list[str] = []
    monkeypatch.setattr(COMPILED, "_codes", {})
    monkeypatch.setattr(COMPILED, "_outlines", {})
    monkeypatch.setattr("briefing.files.cache._folder", lambda: None)
    compile_ = environment.Sandbox.compile
    monkeypatch.setattr(
        environment.Sandbox,
        "compile",
        lambda self, source, name, file, *given, **named: (
            made.append(file),
            compile_(self, source, name, file, *given, **named),
        )[1],
    )
    checked = fonts._find_flaw
    fonts.flaw_of.cache_clear()
    monkeypatch.setattr(fonts, "_find_flaw", lambda content: (made.append("a font"), checked(content))[1])
    return made


def test_nothing_of_a_shipped_theme_is_compiled_or_checked_afterwards(workspace, read):
    files = open_files(workspace(files={"content/workspace.yaml": SETTINGS}).root)
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    prepare_shipped_files()
    prepare_theme_files(files)
    assert "a font" in read and any(name.startswith("shipped/") for name in read)
    read.clear()
    compose(tailor(job), files)
    assert read == []


def test_a_template_of_the_user_is_left_to_the_sandbox_and_the_one_beneath_is_not(workspace, read):
    own = {"content/workspace.yaml": SETTINGS, "templates/parts/title.j2.html": OWN_TITLE}
    files = open_files(workspace(files=own).root)
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    prepare_shipped_files()
    prepare_theme_files(files)
    assert "templates/parts/title.j2.html" not in files.seen
    read.clear()
    compose(tailor(job), files)
    assert read == ["templates/parts/title.j2.html"]


@pytest.mark.parametrize(
    "own",
    [{"styles/fonts.css": OWN_FONTS}, {"styles/fonts/GentiumBookPlus-Bold.ttf": "no font"}],
    ids=["stylesheet", "font"],
)
def test_fonts_that_the_workspace_declares_or_brings_are_left_to_the_sandbox(workspace, read, own):
    files = open_files(workspace(files={"content/workspace.yaml": SETTINGS, **own}).root)
    read.clear()
    prepare_theme_files(files)
    assert "a font" not in read
    assert not own.keys() & files.seen.keys()


def test_without_a_theme_nothing_is_prepared(workspace, read):
    files = workspace()
    prepare_theme_files(files)
    assert read == [] and not files.seen
