"""Invisible characters are found in every file that a text can come from; unreadable folders are reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.core.errors import BriefingError, ContentError
from briefing.core.finding import Severity
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.plan import Selection, open_workspace, plan
from briefing.pipeline.unused_files import unread_files
from tests.cases import each
from tests.conftest import LEAST_BRIEF

CITED = LEAST_BRIEF.replace("The first point.", '"The first point [@a]."')
BIB = "@book{{a, title = {{A{}b}}, publisher = {{P}}, year = 2020}}\n@book{{z, title = {{Z}}, year = 2020}}\n"
JSON = (
    '[{{"id": "a", "title": "A{}b", "type": "book", "publisher": "P", "issued": {{"date-parts": [[2020]]}}}}]'
)


def found_in(files: Files) -> list[tuple[str, str]]:
    try:
        planned = plan(Files(files.root, shipped_root()), Selection(audiences=("policymaker",)))
    except BriefingError as error:
        return [(str(f.where), f.code) for f in error.findings]
    errors = [failure.error for failure in planned.failed]
    return [(str(f.where), f.code) for error in errors for f in error.findings]


UNSEEN = ["\u202e", "\u2066", "\u2028", "\ufeff", "\u2063", "\U000e0041", "\ufff9", "\x07"]


@each("sign", UNSEEN)
@each(("name", "text"), [("s.bib", BIB), ("s.json", JSON)])
def test_what_cannot_be_seen_in_a_cited_source_is_found_at_its_place(workspace, sign, name, text):
    files = workspace(CITED + f"sources: {name}\n", {f"content/trial/{name}": text.format(sign)})
    found = found_in(files)
    assert len(found) == 1, found
    where, code = found[0]
    assert where.startswith(f"content/trial/{name}:1:")
    if code in ("BR111", "BR118"):
        assert int(where.split(":")[2]) == text.format(sign).index(sign) + 1
    else:
        assert (name, code) == ("s.json", "BR116")  # JSON itself has no control characters


@each("escape", ["\\u202e", "\\u2066", "\\udb40\\udc41", "\\u180e"])
def test_an_escape_in_a_source_that_makes_one_is_found(workspace, escape):
    files = workspace(CITED + "sources: s.json\n", {"content/trial/s.json": JSON.format(escape)})
    assert [(where.split(":")[0], code) for where, code in found_in(files)] == [
        ("content/trial/s.json", "BR118")
    ]


@each("sign", ["\u200e", "\u200d", "\u00ad", "\u2060", "é", "日", "عربي", "\u202f"])
@each(("name", "text"), [("s.bib", BIB), ("s.json", JSON)])
def test_what_texts_need_stays(workspace, sign, name, text):
    files = workspace(CITED + f"sources: {name}\n", {f"content/trial/{name}": text.format(sign)})
    assert found_in(files) == []


@pytest.mark.parametrize("name", ["s.bib", "s.json"])
def test_in_a_library_only_what_is_cited_is_searched(workspace, name):
    text = BIB.format("").replace("{Z}", "{Z\u202e}")
    if name == "s.json":
        text = JSON.format("").replace("]}}]", ']}},{"id":"z","title":"Z\u202e","type":"book"}]')
    files = workspace(CITED + f"sources: {name}\n", {f"content/trial/{name}": text})
    assert found_in(files) == []


@each(
    "name",
    [
        "templates/labels/en.yaml",
        "templates/scales/icd-203.yaml",
        "templates/audiences/policymaker/audience.yaml",
        "content/workspace.yaml",
        "content/trial/confirmed.yaml",
        "content/trial/brief.es.yaml",
    ],
)
@each("typed", ["a: b\u202ec\n", 'a: "b\\u202ec"\n'])
def test_in_yaml_of_every_kind_it_is_found(workspace, name, typed):
    scale = "{scale: icd-203, summary: S}"
    files = workspace(LEAST_BRIEF.replace("It goes on.", scale), {name: typed})
    if name.endswith("confirmed.yaml"):
        from briefing.load.confirmations import read_confirmations

        with pytest.raises(BriefingError) as caught:
            read_confirmations("trial", files)
        found = [(str(f.where), f.code) for f in caught.value.findings]
    else:
        found = found_in(files)
    assert (f"{name}:1:", "BR118") in {(where[: len(name) + 3], code) for where, code in found}, found


@pytest.fixture
def closed(monkeypatch):
    """Make a folder unreadable, even if an administrator runs the tests."""
    shut: list[str] = []

    def closing(real):
        def call(path=".", *args, **kwargs):
            if isinstance(path, int):  # a descriptor, which is already open
                return real(path, *args, **kwargs)
            named = os.path.normpath(os.fspath(path))
            within = [one for one in shut if named == one or named.startswith(one + os.sep)]
            if within and (
                real is os.scandir or named != within[0] or os.fspath(path).endswith(f"{os.sep}.")
            ):
                raise PermissionError(13, "Permission denied", path)
            return real(path, *args, **kwargs)

        return call

    for name in ("scandir", "stat", "lstat", "open"):
        monkeypatch.setattr(os, name, closing(getattr(os, name)))
    monkeypatch.setattr(os.path, "lexists", _is_there)
    return lambda path: shut.append(str(path))


def _is_there(path) -> bool:
    try:
        os.lstat(path)
    except OSError:
        return False
    return True


OTHER = {"content/other/brief.yaml": LEAST_BRIEF, "content/other/brief.es.yaml": "title: T\n"}


@pytest.mark.parametrize("folder", ["content/other", "content"])
def test_a_folder_of_content_that_cannot_be_read_is_reported(workspace, closed, folder):
    files = workspace(files=OTHER)
    assert found_in(files)[0][0] != folder
    closed(files.root / folder)
    assert found_in(files) == [(folder, "BR804")]


def test_it_is_also_reported_where_it_is_requested(workspace, closed):
    files = workspace(files=OTHER)
    closed(files.root / "content/other")
    (outcome,) = plan(Files(files.root, shipped_root()), Selection(("other",))).failed
    assert [(str(f.where), f.code) for f in outcome.error.findings] == [("content/other", "BR804")]


def test_where_content_is_closed_nobody_says_that_there_is_no_workspace(workspace, closed):
    files = workspace()
    closed(files.root / "content")
    with pytest.raises(ContentError) as caught:
        open_workspace(files.root)
    assert [(str(f.where), f.code) for f in caught.value.findings] == [("content", "BR804")]


@pytest.mark.parametrize("hidden", ["content/.git", "content/_old", "content/.DS"])
def test_a_hidden_folder_may_be_closed(workspace, closed, hidden):
    files = workspace(files={f"{hidden}/x": ""})
    closed(files.root / hidden)
    assert found_in(files) == []


@pytest.mark.parametrize("name", ["templates/labels/en.yaml", "templates/languages/en/labels.yaml"])
def test_the_shipped_file_is_not_taken_where_the_own_one_is_closed(workspace, closed, name):
    files = workspace(files={name: (shipped_root() / "templates/languages/en/labels.yaml").read_bytes()})
    closed((files.root / name).parent)
    assert found_in(files) == [(name, "BR804")]


@pytest.mark.parametrize("folder", ["templates/parts", "styles/fonts", "styles"])
def test_a_closed_folder_of_the_own_layer_is_a_warning(workspace, closed, folder):
    files = workspace(files={f"{folder}/x.css": "", "templates/labels/x": ""})
    closed(files.root / folder)
    found = [f for f in unread_files(files) if f.code == "BR804"]
    assert [(str(f.where), f.severity) for f in found] == [(folder, Severity.WARNING)]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator reads every folder"
)
@pytest.mark.parametrize("mode", [0o000, 0o444, 0o311])
def test_a_folder_without_rights_is_reported(workspace, mode):
    files = workspace(files=OTHER)
    folder = Path(files.root / "content/other")
    folder.chmod(mode)
    try:
        assert ("content/other", "BR804") in found_in(files)
    finally:
        folder.chmod(0o755)
