"""The state of an edition depends on what it was made from, and on nothing else."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.files.workspace import Files, shipped_root
from briefing.incremental.build_log import BuildLog
from briefing.incremental.build_log_file import NOT_LOGGED
from briefing.incremental.list import State, list_editions
from briefing.pipeline.build import build_all
from briefing.pipeline.formats import endings_of
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import build_task, execute_here
from tests.conftest import LEAST_BRIEF
from tests.fuzz import FACTOR

pytestmark = pytest.mark.engine

CITING = (
    LEAST_BRIEF.replace("The first point.", '"The first point [@a]."')
    .replace(
        "text: A first text.",
        "text: A first text.\n    blocks:\n      - table: {id: t, data: data.csv, title: A table, alt: Two columns.}",
    )
    .replace("A finding", "Another finding")
    + "sources: ../shared/refs.bib\naudiences: {own: {}}\n"
)
AUDIENCE = "label: Own\nparts: [title, key-points, sections, sources]\n"

FILES = {
    "content/trial/brief.yaml": LEAST_BRIEF + "audiences: {minister: {}}\n",
    "content/other/brief.yaml": CITING,
    "content/other/data.csv": "a,b\n1,2\n",
    "content/other/notes.txt": "read by nobody\n",
    "content/shared/refs.bib": "@misc{a, title = {A}, year = {2020}, author = {B, C}}\n",
    "content/workspace.yaml": "paper: a4\n",
    "templates/audiences/own/audience.yaml": AUDIENCE,
}
TRIAL, OTHER = "trial-minister-en", "other-own-en"


def build(files: Files, out: str = "out", **options) -> tuple[set[str], dict[str, set[str]]]:
    """Return the names of the editions that were built, and what each of them has read."""
    files = Files(files.root, files.shipped)
    selection = Selection(is_fitted=options.pop("is_fitted", True))
    formats = options.pop("formats", ("pdf",))
    with BuildLog(files, files.root / out, selection.key, endings=endings_of(formats), **options) as log:
        planned = plan(files, selection, log)
        made = {job.name: set() for job in planned.jobs}
        for outcome in build_all(
            planned, files, files.root / out, executor=execute_here(files, build_task(formats)), log=log
        ):
            assert outcome.error is None
            if outcome.name in made:
                numbers = log.file.editions[outcome.name]["inputs"]
                made[outcome.name] = {log.file.inputs[number][1] for number in numbers}
    return set(made), made


def states(files: Files) -> dict[str, tuple[State, str]]:
    files = Files(files.root, files.shipped)
    log = BuildLog(files, files.root / "out", Selection().key)
    planned = plan(files, Selection(), log)
    return {one.edition.brief: (one.state, one.why) for one in list_editions(planned, log)}


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """Return the folder of a workspace that was built; each test has a copy of it."""
    root = tmp_path_factory.mktemp("built")
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    assert build(Files(root, shipped_root()))[0] == {TRIAL, OTHER}
    return root


@pytest.fixture
def built(original, tmp_path) -> Files:
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    return Files(tmp_path, shipped_root())


def test_an_edition_is_up_to_date_after_a_build(built):
    assert set(states(built).values()) == {(State.UP_TO_DATE, "")}
    assert build(built)[0] == set()


def test_an_edition_without_a_file_is_missing(built):
    (built.root / f"out/{TRIAL}.pdf").unlink()
    assert states(built)["trial"] == (State.MISSING, "")
    assert build(built)[0] == {TRIAL}


def test_a_pdf_that_was_changed_after_the_build_is_outdated(built):
    path = built.root / f"out/{TRIAL}.pdf"
    before = path.read_bytes()
    path.write_bytes(before[:-1] + b" ")
    assert states(built)["trial"] == (State.OUTDATED, f"{TRIAL}.pdf was changed after the build")
    assert build(built)[0] == {TRIAL}
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "outdated", "why"),
    [
        ("content/trial/brief.yaml", {"trial"}, "content/trial/brief.yaml changed"),
        ("content/other/data.csv", {"other"}, "content/other/data.csv changed"),
        ("content/other/notes.txt", set(), ""),
        ("content/other/more.csv", set(), ""),
        ("content/shared/refs.bib", {"other"}, "content/shared/refs.bib changed"),
        ("content/workspace.yaml", {"other", "trial"}, "content/workspace.yaml changed"),
        ("content/workspace.es.yaml", set(), ""),
        ("content/workspace.en.yaml", {"other", "trial"}, "content/workspace.en.yaml is new"),
        ("templates/audiences/own/audience.yaml", {"other"}, "audiences/own/audience.yaml changed"),
        ("templates/audiences/own/title.j2.html", {"other"}, "own/title.j2.html is new"),
        (
            "templates/parts/title.j2.html",
            {"other", "trial"},
            "title.j2.html in this workspace now overrides the shipped file",
        ),
        ("templates/labels/de.yaml", set(), ""),
        ("templates/languages/de/labels.yaml", set(), ""),
        ("templates/languages/en/vocabulary.yaml", set(), ""),
        (
            "styles/parts/sources.css",
            {"other"},
            "parts/sources.css in this workspace now overrides the shipped file",
        ),
        ("styles/audiences/own.css", {"other"}, "styles/audiences/own.css is new"),
        (
            "styles/fit/9-more.css",
            {"other", "trial"},
            "files that match styles/fit/*.css were added or removed",
        ),
        ("styles/papers/b5.css", set(), ""),
    ],
)
def test_an_edition_is_outdated_if_its_inputs_have_changed(built, name, outdated, why):
    path = built.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\n")
    found = states(built)
    assert {brief for brief, (state, _) in found.items() if state is State.OUTDATED} == outdated
    assert all(reason.endswith(why) for state, reason in found.values() if state is State.OUTDATED)


def test_shipped_files_count_like_the_others(built, tmp_path_factory):
    shipped = tmp_path_factory.mktemp("shipped")
    for folder in ("templates", "styles", "themes"):
        shutil.copytree(built.shipped / folder, shipped / folder)
    moved = Files(built.root, shipped)
    assert set(states(moved).values()) == {(State.UP_TO_DATE, "")}
    with (shipped / "styles/parts/sources.css").open("a") as file:
        file.write("\n")
    assert states(moved)["other"] == (State.OUTDATED, "styles/parts/sources.css changed")
    assert states(moved)["trial"] == (State.UP_TO_DATE, "")


def test_the_time_of_a_file_alone_does_not_matter(built):
    for name in FILES:
        path = built.root / name
        path.write_bytes(path.read_bytes())
        os.utime(path, (2_000_000_000, 2_000_000_000))
    assert build(built)[0] == set()


def test_a_change_that_keeps_size_and_time_is_seen(built):
    path = built.root / "content/shared/refs.bib"
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert build(built)[0] == set()
    path.write_text(FILES["content/shared/refs.bib"].replace("2020", "2021"))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert build(built)[0] == {OTHER}


def test_options_and_versions_count(built):
    assert build(built, is_fitted=False)[0] == {TRIAL, OTHER}
    assert build(built, is_forced=True)[0] == {TRIAL, OTHER}
    assert build(built, formats=("pdf", "composed"))[0] == {TRIAL, OTHER}
    assert build(built, formats=("pdf", "composed"))[0] == build(built)[0] == set()
    path = built.root / "out/.brief/editions.json"
    record = json.loads(path.read_text())
    (machine,) = record["machines"].values()
    other = {**machine, "packages": {**machine["packages"], "weasyprint": "70.1"}}
    record["machines"]["other"] = other
    for known in record["editions"].values():
        known["machine"] = "other"
    path.write_text(json.dumps(record))
    assert {why for _, why in states(built).values()} == {"weasyprint: 70.1 → 70.0"}


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff", b'{"format": 3}', b'{"format": 3, "inputs": [3]}', b'{"format": 99}'],
)
def test_a_damaged_build_log_counts_as_missing(built, content):
    path = built.root / "out/.brief/editions.json"
    path.write_bytes(content)
    assert set(states(built).values()) == {(State.OUTDATED, NOT_LOGGED)}
    assert build(built)[0] == {TRIAL, OTHER}
    assert build(built)[0] == set()
    path.write_bytes(path.read_bytes() + b"{}")  # two values
    assert set(states(built).values()) == {(State.OUTDATED, NOT_LOGGED)}


def test_a_failed_edition_keeps_the_log_of_its_last_good_build(built):
    path = built.root / "content/trial/brief.yaml"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"title: A finding", b"titel: A finding"))
    files = Files(built.root, built.shipped)
    with BuildLog(files, files.root / "out", Selection().key) as log:
        planned = plan(files, Selection(), log)
        outcomes = list(build_all(planned, files, files.root / "out", log=log))
    assert [outcome.error is None for outcome in outcomes] == [True, False]
    path.write_bytes(good)
    assert build(built)[0] == set()


def test_warnings_are_reported_again(workspace):
    uncited = "sources: {b: {title: A source that nobody cites, date: 2020, publisher: P}}\n"
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF + uncited})
    found = []
    for _ in range(2):
        files = Files(files.root, files.shipped)
        with BuildLog(files, files.root / "out", Selection().key) as log:
            planned = plan(files, Selection(), log)
            found.append([one.report.findings for one in build_all(planned, files, log.out, log=log)])
    assert found[0] == found[1]
    assert any(found[0])


def test_a_file_that_is_no_pdf_has_no_pages(built):
    (built.root / f"out/{TRIAL}.pdf").write_bytes(b"%PDF-1.7 cut short")
    files = Files(built.root, built.shipped)
    log = BuildLog(files, files.root / "out", Selection().key)
    assert [one.page_count for one in list_editions(plan(files, Selection(), log), log)] == [1, None]


EDITED = (
    *FILES,
    "content/workspace.en.yaml",
    "templates/parts/title.j2.html",
    "templates/parts/sources.j2.html",
    "templates/languages/en/labels.yaml",
    "templates/languages/en/traits.yaml",
    "templates/languages/de/labels.yaml",
    "styles/tokens.css",
    "styles/parts/sources.css",
    "styles/languages/en.css",
    "styles/audiences/minister.css",
    "styles/audiences/own.css",
)


def edit(files: Files, name: str, how: str) -> bool:
    """Change a file in some way that keeps it valid, and return whether its bytes have changed."""
    path = files.root / name
    before = path.read_bytes() if path.is_file() else None
    shipped = files.shipped / name
    start = before if before is not None else shipped.read_bytes() if shipped.is_file() else b""
    path.parent.mkdir(parents=True, exist_ok=True)
    if how == "touch" and before is not None:
        path.write_bytes(before)
    elif how == "words":
        path.write_bytes(start.replace(b"A finding", b"A found thing").replace(b"1,2", b"3,4") + b"\n")
    elif how == "lines":
        path.write_bytes(start + b"\n")
    elif how == "remove" and before is not None and name not in FILES:
        path.unlink()
    return before != (path.read_bytes() if path.is_file() else None)


@settings(max_examples=5 * FACTOR, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(EDITED), st.sampled_from(["touch", "words", "lines", "remove"])),
        min_size=1,
        max_size=3,
    )
)
def test_an_edition_is_rebuilt_if_and_only_if_it_read_a_changed_file(tmp_path_factory, edits):
    root: Path = tmp_path_factory.mktemp("edited")
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    files = Files(root)
    _, reads = build(files)
    for name, how in edits:
        before = {path.stem: path.read_bytes() for path in (root / "out").glob("*.pdf")}
        is_changed = edit(files, name, how)
        again, _ = build(files)
        _, forced = build(files, "forced", is_forced=True)
        fresh = {path.stem: path.read_bytes() for path in (root / "forced").glob("*.pdf")}
        assert {path.stem: path.read_bytes() for path in (root / "out").glob("*.pdf")} == fresh
        assert {edition for edition in fresh if fresh[edition] != before[edition]} <= again
        assert again == {one for one in forced if is_changed and name in reads[one] | forced[one]}
        reads = forced
