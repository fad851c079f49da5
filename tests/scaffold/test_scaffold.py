"""New files build at once without a finding, as they are and with every comment used; existing files are safe."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from briefing.core.errors import MachineError, SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from briefing.load.yaml.reader import read_document
from briefing.model.audience import Extension
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.scaffold import new_files as placing
from briefing.scaffold.audience import start_audience
from briefing.scaffold.brief import start_brief
from briefing.scaffold.names import MAX_LENGTH, check_slug, slug_of
from briefing.scaffold.workspace import start_workspace
from briefing.scaffold.workspace_schemas import schemas_in
from briefing.schema.documents import file_name
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

DAY = date(2026, 11, 22)
SHIPPED_AUDIENCES = tuple(Library(Files(ROOT)).audiences)


def tree(root: Path) -> dict[str, bytes | None]:
    """Return everything in a folder: the bytes of files, None for folders."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def build(root: Path, *audiences: str) -> list[str]:
    """Build without a finding, and return the names of the editions."""
    files = Files(root, shipped_root())
    outcomes = list(build_all(plan(files, Selection(audiences=audiences)), files, root / "out"))
    assert [(outcome.error, outcome.report.findings) for outcome in outcomes] == [(None, ())] * len(outcomes)
    return [outcome.name for outcome in outcomes]


def use_everything(path: Path) -> int:
    """Uncomment the optional keys of a new file, and return the number of lines."""
    text, count = re.subn(
        r"(?m)^( *)# (?!yaml-language-server)(?=[ ]*(- |[a-z_-]+: ?))",
        r"\1",
        path.read_text(encoding="utf-8"),
    )
    path.write_text(text, encoding="utf-8")
    return count


@pytest.mark.engine
def test_a_new_workspace_builds(tmp_path):
    written = start_workspace(tmp_path, DAY)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "content/workspace.yaml",
        "content/first-brief/brief.yaml",
        ".gitignore",
    ]
    assert build(tmp_path) == ["first-brief-policymaker-en"]
    assert (tmp_path / ".gitignore").read_text() == "/out/\n"


@pytest.mark.engine
def test_a_new_brief_builds_in_an_empty_folder(tmp_path):
    slug, _ = start_brief(tmp_path, "Shade is the cheapest cooling", None, DAY)
    assert slug == "shade-is-the-cheapest-cooling"
    assert build(tmp_path) == ["shade-is-the-cheapest-cooling-policymaker-en"]


@pytest.mark.engine
@each("base", SHIPPED_AUDIENCES)
def test_a_new_audience_builds_and_is_the_other_one_under_its_own_label(tmp_path, base):
    start_audience(tmp_path, "town-council", base)
    start_brief(tmp_path, "A title", None, DAY)
    assert build(tmp_path, "town-council") == ["a-title-town-council-en"]
    library = Library(Files(tmp_path, shipped_root()))
    audience = library.audiences.named("town-council")
    assert audience.label.text == "Town council"
    assert audience.model_copy(
        update={"label": library.audiences.named(base).label}
    ) == library.audiences.named(base)


@pytest.mark.engine
def test_every_commented_key_can_be_used(tmp_path):
    start_workspace(tmp_path, DAY)
    assert use_everything(tmp_path / "content/workspace.yaml") >= 4
    assert use_everything(tmp_path / "content/first-brief/brief.yaml") >= 50
    assert build(tmp_path) == ["first-brief-policymaker-en"]


@pytest.mark.engine
def test_what_a_new_audience_shows_can_be_used(tmp_path):
    start_audience(tmp_path, "mayor", "policymaker")
    start_brief(tmp_path, "A title", None, DAY)
    path = tmp_path / "templates/audiences/mayor/audience.yaml"
    assert use_everything(path) >= 15
    shown = set(read_document(path.read_bytes(), path.name).data)
    assert shown == {field.alias or name for name, field in Extension.model_fields.items()}
    assert build(tmp_path, "mayor") == ["a-title-mayor-en-letter"]


def test_the_first_line_leads_an_editor_to_the_schema_that_the_file_fits(tmp_path):
    start_audience(tmp_path, "mayor", "policymaker")
    written = [
        path
        for path in (*start_workspace(tmp_path, DAY), *tmp_path.rglob("audience.yaml"))
        if path.suffix == ".yaml"
    ]
    assert len(written) == 3
    for path in written:
        text = path.read_text(encoding="utf-8")
        address = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", text.splitlines()[0])[1]
        schema = json.loads((path.parent / address).read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506


def test_a_later_start_brings_the_schemas_up_to_date(tmp_path):
    start_workspace(tmp_path, DAY)
    (tmp_path / ".schemas/brief.schema.json").write_text("{}")
    (tmp_path / ".schemas/audience.schema.json").unlink()
    start_brief(tmp_path, "A title", None, DAY)
    assert {path.name: path.read_text() for path in (tmp_path / ".schemas").iterdir()} == {
        file_name(name): text for name, text in schemas_in(tmp_path).items()
    }


@each("name", ["content/workspace.yaml", "content/first-brief/brief.yaml"])
@each("kind", ["file", "folder", "broken link"])
def test_nothing_is_written_over_an_existing_file(tmp_path, name, kind):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    if kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    before = tree(tmp_path)
    with pytest.raises(SelectionError) as caught:
        start_workspace(tmp_path, DAY)
    assert [(finding.code, finding.where.file) for finding in caught.value.findings] == [("BR805", name)]
    assert tree(tmp_path) == before


def test_a_file_in_the_place_of_a_folder_is_reported_and_nothing_is_written(tmp_path):
    (tmp_path / "content").write_text("mine")
    with pytest.raises(MachineError) as caught:
        start_brief(tmp_path, "A title", None, DAY)
    assert [finding.code for finding in caught.value.findings] == ["BR902"]
    assert tree(tmp_path) == {"content": b"mine"}


@pytest.mark.parametrize("failing", range(6))
def test_where_writing_fails_everything_is_as_it_was(tmp_path, monkeypatch, failing):
    (tmp_path / "content/other").mkdir(parents=True)
    (tmp_path / "content/other/brief.yaml").write_text(LEAST_BRIEF)
    before, count = tree(tmp_path), 0

    def write(path: Path, content: bytes) -> None:
        nonlocal count
        if count == failing:
            raise MachineError([Finding("BR902", "the disk is full", Span(str(path)))])
        count += 1
        path.write_bytes(content)

    monkeypatch.setattr(placing, "write_whole", write)
    with pytest.raises(MachineError):
        start_workspace(tmp_path, DAY)
    assert tree(tmp_path) == before


def test_an_existing_gitignore_is_not_changed(tmp_path):
    (tmp_path / ".gitignore").write_text("mine\n")
    assert ".gitignore" not in [path.name for path in start_workspace(tmp_path, DAY)]
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_a_workspace_can_have_a_start_of_its_own(tmp_path):
    (tmp_path / "templates/starts").mkdir(parents=True)
    (tmp_path / "templates/starts/brief.yaml").write_text("title: $title\nkeep: $100\n")
    _, (path,) = start_brief(tmp_path, "A title", None, DAY)
    assert path.read_text().splitlines()[1:] == ["title: A title", "keep: $100"]


@each(
    "title",
    [
        "Prices: what rose",
        "It is #5 of 9",
        "'Shade' is cheap",
        '"Shade" is cheap',
        "* Shade & water *",
        "- 2026",
        "2026",
        "no",
        "A \\ and $date",
        "See {facts} and [@sources] or [this](#there)",
        "  Shade\tis\n the cheapest  ",
        "¿Sombra? ¡Sí! Größe",
    ],
)
def test_any_title_is_typed_so_that_it_is_read_as_it_was_given(tmp_path, title):
    slug, _ = start_brief(tmp_path, title, None, DAY)
    loaded = Library(Files(tmp_path, shipped_root())).brief(slug)
    read = re.sub(r"\\([\[\]{])", r"\1", loaded.brief.title.text)
    assert (read, loaded.findings) == (" ".join(title.split()), ())


@each(
    ("words", "slug"),
    [
        ("Shade is the cheapest cooling", "shade-is-the-cheapest-cooling"),
        ("Venezuela's army, 2026: what next?", "venezuelas-army-2026-what-next"),
        ("Qué hará España", "que-hara-espana"),
        ("Straße, Œuvre, Łódź, Ærø, İzmir", "strasse-oeuvre-lodz-aero-izmir"),
        ("1.5 °C", "1-5-c"),
        ("Тень", None),
        ("Тень в 2026", None),
        ("…!?", None),
        ("", None),
        ("word " * 30, "-".join(["word"] * 12)),
        ("w" * 90, "w" * MAX_LENGTH),
    ],
)
def test_a_slug_is_made_of_the_letters_of_a_title(words, slug):
    assert slug_of(words) == slug
    assert slug is None or check_slug(slug) == slug


@each(
    ("start", "code", "shown"),
    [
        (lambda root: start_brief(root, "Тень", None, DAY), "BR210", "--slug"),
        (lambda root: start_brief(root, " ", "shade", DAY), "BR208", "state the finding"),
        (lambda root: start_brief(root, "A title", "A Title", DAY), "BR210", "'a-title'"),
        (lambda root: start_brief(root, "A title", "../out", DAY), "BR210", "'out'"),
        (lambda root: start_brief(root, "A title", "", DAY), "BR210", "town-council"),
        (lambda root: start_brief(root, "Con", None, DAY), "BR210", "'con-one'"),
        (lambda root: start_audience(root, "aux", "policymaker"), "BR210", "'aux-one'"),
        (lambda root: start_audience(root, "Mayor", "policymaker"), "BR210", "'mayor'"),
        (lambda root: start_audience(root, "mayor", "policymakr"), "BR802", "'policymaker'"),
        (lambda root: start_audience(root, "policymaker", "policymaker"), "BR805", "another name"),
    ],
)
def test_invalid_names_are_reported_and_nothing_is_written(tmp_path, start, code, shown):
    with pytest.raises(SelectionError) as caught:
        start(tmp_path)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert shown in finding.help
    assert tree(tmp_path) == {}
