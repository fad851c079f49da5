"""The state of an edition: told by what it could have read, and by nothing else."""

from __future__ import annotations

import os
import shutil

import pytest

from briefing.build.plan import Selection, plan
from briefing.build.state import State, listed
from briefing.workspace import Files
from tests.conftest import LEAST_BRIEF

BUILT, LATER = 2_000_000_000, 2_000_000_100
"""Seconds; later than any file of this checkout."""

FILES = {
    "content/trial/data/a.csv": "a,b\n1,2\n",
    "content/other/brief.yaml": LEAST_BRIEF,
    "content/other/data/b.csv": "a,b\n1,2\n",
    "content/shared/refs.bib": "@misc{a, title = {A}}\n",
    "content/workspace.yaml": "paper: a4\n",
    "content/logo.svg": "<svg/>",
    "templates/labels/de.yaml": "name: Deutsch\n",
    "styles/tokens.css": "",
}


def states(files: Files) -> dict[str, State]:
    jobs = plan(files, Selection())
    return {one.edition.brief: one.state for one in listed(jobs, files, files.root / "out")}


@pytest.fixture
def built(workspace):
    """Two briefs and their PDFs, one of which cites a source that stands with the other."""
    files = workspace(files={**FILES, "content/other/refs.bib": "@misc{a, title = {A}}\n"})
    shared = (
        LEAST_BRIEF.replace("The first point.", '"The first point [@a]."') + "sources: ../other/refs.bib\n"
    )
    (files.root / "content/trial/brief.yaml").write_text(shared)
    (files.root / "out").mkdir()
    for name in ("trial", "other"):
        path = files.root / f"out/{name}-policymaker-en.pdf"
        path.write_bytes(b"%PDF")
        os.utime(path, (BUILT, BUILT))
    return files


def test_an_edition_without_a_file_is_missing(built):
    (built.root / "out/trial-policymaker-en.pdf").unlink()
    assert states(built) == {"other": State.CURRENT, "trial": State.MISSING}


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("content/trial/brief.yaml", {"trial"}),
        ("content/trial/data/a.csv", {"trial"}),
        ("content/other/data/b.csv", {"other"}),
        ("content/other/refs.bib", {"other", "trial"}),
        ("content/shared/refs.bib", {"other", "trial"}),
        ("content/workspace.yaml", {"other", "trial"}),
        ("content/logo.svg", {"other", "trial"}),
        ("templates/labels/de.yaml", {"other", "trial"}),
        ("styles/tokens.css", {"other", "trial"}),
    ],
)
def test_an_edition_is_stale_where_what_it_could_have_read_is_newer(built, changed, stale):
    assert set(states(built).values()) == {State.CURRENT}
    os.utime(built.root / changed, (LATER, LATER))
    assert {name for name, state in states(built).items() if state is State.STALE} == stale


def test_a_newer_version_of_what_is_shipped_makes_editions_stale(built, tmp_path_factory):
    shipped = tmp_path_factory.mktemp("shipped")
    for folder in ("templates", "styles"):
        shutil.copytree(built.shipped / folder, shipped / folder)
    os.utime(shipped / "styles/papers/letter.css", (LATER, LATER))
    assert set(states(Files(built.root, shipped)).values()) == {State.STALE}


def test_a_link_that_leads_out_is_not_what_an_edition_could_have_read(built, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "notes.txt"
    outside.write_text("mine")
    os.utime(outside, (LATER, LATER))
    (built.root / "content/trial/notes.txt").symlink_to(outside)
    assert set(states(built).values()) == {State.CURRENT}


def test_a_file_that_is_no_pdf_has_no_pages(workspace):
    files = workspace()
    jobs = plan(files, Selection())
    out = files.root / "out"
    out.mkdir()
    (out / "trial-policymaker-en.pdf").write_bytes(b"%PDF-1.7 cut short")
    (one,) = listed(jobs, files, out)
    assert one.page_count is None
