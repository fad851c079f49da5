"""The proofs follow the files: pages with errors are shown, and the last good ones stay where none can be made."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from briefing.core.errors import RendererError, SelectionError
from briefing.core.finding import Finding, Span
from briefing.execution.bounds import Bounds
from briefing.execution.pool import Slot, Workers
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import Task
from briefing.preview.drawing import PICTURE, drawing_task
from briefing.preview.preview import Preview
from briefing.preview.proof_task import PAGE, PLACE, EarlyPage
from briefing.preview.proofs import Proof, State, finding_as_json, page_as_json
from briefing.results import Result
from briefing.typeset.inspect.page_regions import PageRegions
from tests.preview.previews import BRIEF, NAME, Desk, previewed

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Desk]:
    with previewed(tmp_path_factory.mktemp("workspace")) as desk:
        yield desk


@pytest.fixture
def desk(shared) -> Iterator[Desk]:
    """A preview that shows the small brief without errors."""
    yield shared
    for pattern in ("templates/*/*", "styles/*", "content/*.yaml"):
        for path in shared.root.glob(pattern):
            path.unlink()
    shared.write(BRIEF)
    assert shared.proof().state is State.UP_TO_DATE


def test_an_edit_changes_the_page(desk):
    before = desk.proof()
    assert before.state is State.UP_TO_DATE and not desk.codes()
    desk.write(BRIEF.replace("A first text.", "Rain was {rain} in all."))
    after = desk.proof()
    assert "Rain was 12" in desk.words() and "A first text." not in desk.words()
    assert after.revision > before.revision
    assert after.shown.pages[0].digest != before.shown.pages[0].digest


def test_a_changed_page_is_shown_before_the_pdf_is_finished(desk, monkeypatch):
    seen: list[tuple[State, str, bytes | None]] = []

    def look() -> None:
        proof = desk.proof()
        if proof.shown and proof.shown.early:
            page = proof.shown.pages[0]
            pdf, number = proof.shown.pdf_with(page.digest)
            words = " ".join(word.text for word in page.words)
            seen.append((proof.state, page.digest, pdf if number == 0 and "rainy" in words else None))
        desk.changed.set()

    monkeypatch.setattr(desk.preview, "notify", look)
    desk.write(BRIEF.replace("A first text.", "A rainy text."))
    ((state, digest, pdf), *_) = seen
    after = desk.proof()
    assert state is State.BUILDING and pdf
    assert not after.shown.early and after.shown.pdf != pdf and "rainy" in desk.words()
    assert [page.digest for page in after.shown.pages] == [digest]  # nobody draws it again
    early = desk.preview.drawers.open_slot()
    drawn = early.do(after.job, drawing_task(pdf, 0, 1.0)).files
    assert drawn[PICTURE] == desk.preview.picture(NAME, digest, 1.0)
    early.end()


def test_other_languages_wait_until_a_changed_page_in_view_is_drawn(desk, monkeypatch):
    preview, proof = desk.preview, desk.preview.proofs[NAME]
    waited: list[Callable[[], bool]] = []
    monkeypatch.setattr(preview._change, "wait_for", lambda is_enough, timeout: waited.append(is_enough))
    preview.show([NAME])
    preview._wait_for_view(proof.brief, proof.language)
    (is_enough,) = waited
    assert is_enough()  # it is up to date
    monkeypatch.setattr(proof, "state", State.BUILDING)
    monkeypatch.setattr(proof, "shown", proof.shown)
    assert not is_enough()
    page = proof.shown.pages[0]
    early = Result({PAGE: proof.shown.pdf, PLACE: _place_of(page, len(proof.shown.pages))})
    preview._show_early(proof, proof.job, early)
    assert not is_enough()
    assert preview.picture(NAME, page.digest, 1.125)  # no other test has drawn it
    assert is_enough()


def _place_of(page: PageRegions, count: int) -> bytes:
    """Return what a worker sends with the first page of an edition."""
    return TypeAdapter(EarlyPage).dump_json(EarlyPage(0, count, page))


def test_a_page_that_was_shown_early_is_not_left_without_its_pdf(desk, monkeypatch):
    """The layout is good, and the export fails."""
    before = desk.proof().shown
    early: list[int] = []
    plain = Slot.do

    def failing(slot, job, task=None, take_early=None):
        result = plain(
            slot, job, task, lambda one: (early.append(1), take_early(one)) if take_early else None
        )
        return replace(result, files={}, error=RendererError([Finding("BR701", "it failed", Span("styles"))]))

    monkeypatch.setattr(Slot, "do", failing)
    desk.write(BRIEF.replace("A first text.", "A rainy text."))
    assert early and desk.proof().state is State.OUTDATED
    assert desk.proof().shown == before and "rainy" not in desk.words()


@pytest.mark.parametrize("place", [b"", b"{}", b'{"number": 7, "count": 1, "regions": null}', b"[" * 9])
def test_what_is_no_early_page_is_not_shown(desk, place):
    proof, shown = desk.preview.proofs[NAME], desk.proof().shown
    desk.preview._show_early(proof, proof.job, Result({PAGE: b"%PDF-", PLACE: place}))
    assert desk.proof().shown == shown


def test_editions_in_view_are_made_before_all_others(desk, monkeypatch):
    job = desk.proof().job
    proofs = {name: Proof(name, "trial", job=job) for name in ("first", "seen", "also-seen")}
    order = []
    with desk.preview._change, monkeypatch.context() as patch:
        patch.setattr(desk.preview, "proofs", proofs)
        patch.setattr(desk.preview, "in_view", ("seen", "also-seen", "gone"))
        while found := desk.preview._most_wanted():
            order.append(found.name)
            found.state = State.BUILDING
        assert order == ["seen", "also-seen"]
        proofs["seen"].state = State.UP_TO_DATE
        assert desk.preview._most_wanted() is None
        proofs["also-seen"].state = State.OUTDATED
        assert desk.preview._most_wanted() is proofs["first"]


def test_what_no_edition_reads_changes_nothing(desk):
    before = desk.proof()
    desk.write("a,b\n1,2\n", "content/trial/data/unused.csv")
    desk.write(BRIEF.replace("# A comment that stays.", "# Another comment."))
    assert desk.proof().shown.pages[0].digest == before.shown.pages[0].digest
    assert desk.proof().state is State.UP_TO_DATE


FAULTS = {
    "an unknown fact": ("A first text.", "It was {nope} then.", "{nope}"),
    "an unknown source": ("A first text.", "It was so [@nobody].", "[@nobody]"),
    "an unknown reference": ("A first text.", "See [](#nowhere).", "See"),
    "HTML": ("A first text.", "It was <b>so</b>.", "<b>"),
}


@pytest.mark.parametrize(("good", "bad", "printed"), FAULTS.values(), ids=FAULTS)
def test_a_page_with_a_fault_is_shown_with_the_fault_in_its_place(desk, good, bad, printed):
    desk.write(BRIEF.replace(good, bad))
    proof = desk.proof()
    assert proof.state is State.UP_TO_DATE and desk.codes()
    assert printed in desk.words()
    faults = [finding_as_json(one, proof.job) for one in proof.findings if one.severity == "error"]
    assert faults and all(one["place"]["file"] == "content/trial/brief.yaml" for one in faults)
    regions = page_as_json(proof.shown, 0)["regions"]
    line = BRIEF.splitlines().index("    text: A first text.") + 1
    assert {one["place"]["line"] for one in faults} == {line}
    keys = {one["key"] for one in regions if one["place"]["line"] == line}
    assert {one["key"] for one in faults} <= keys
    desk.write(BRIEF)
    assert not desk.codes() and printed not in desk.words().replace("See also", "")


BROKEN = {
    "broken YAML": ("content/trial/brief.yaml", BRIEF.replace("key_points:", "key_points: [")),
    "an empty file": ("content/trial/brief.yaml", ""),
    "a failing template": ("templates/parts/key-points.j2.html", "{% if %}"),
    "a template that names nothing": ("templates/parts/key-points.j2.html", "{{ nothing.at.all }}"),
}


@pytest.mark.parametrize(("name", "text"), BROKEN.values(), ids=BROKEN)
def test_where_no_page_can_be_made_the_last_good_one_stays(desk, name, text):
    before = desk.proof()
    desk.write(text, name)
    after = desk.proof()
    assert after.state is State.OUTDATED and desk.codes()
    assert after.shown.pdf == before.shown.pdf
    assert desk.preview.picture(NAME, before.shown.pages[0].digest, 0.5).startswith(b"\x89PNG")
    (desk.root / name).unlink()
    desk.write(BRIEF)
    assert desk.proof().state is State.UP_TO_DATE and not desk.codes()


def test_the_settings_of_the_workspace_count(desk):
    desk.write("publisher: {name: The Test House}\n", "content/workspace.yaml")
    assert "The Test House" in desk.words()
    desk.write("publisher: [\n", "content/workspace.yaml")
    assert desk.codes() and "The Test House" in desk.words()
    assert desk.proof().state is State.OUTDATED
    (desk.root / "content/workspace.yaml").unlink()
    desk.refresh()
    assert not desk.codes() and "The Test House" not in desk.words()


def test_a_style_of_the_workspace_counts(desk):
    before = desk.proof().shown.pages[0].digest
    desk.write('@import "shipped/type.css"; h1 { letter-spacing: 3pt }', "styles/type.css")
    assert desk.proof().shown.pages[0].digest != before


def test_new_and_deleted_briefs_and_translations(desk):
    second = "content/other/brief.yaml"
    desk.write(BRIEF.replace("few words", "other words"), second)
    assert desk.preview.names() == ["other-policymaker-en", NAME]
    assert "other words" in desk.words("other-policymaker-en")
    (desk.root / second).unlink()
    desk.refresh()
    assert desk.preview.names() == [NAME]
    translation = "content/trial/brief.es.yaml"
    desk.write("title: Un hallazgo en pocas palabras\n", translation)
    spanish = "trial-policymaker-es"
    assert desk.preview.names() == [NAME, spanish]
    assert "Un hallazgo" in desk.words(spanish) and "A first text." in desk.words(spanish)
    assert desk.codes(spanish) and not desk.codes()
    (desk.root / translation).unlink()
    desk.refresh()
    assert desk.preview.names() == [NAME]


def test_an_internal_error_is_shown_and_the_next_change_is_not_missed(desk, monkeypatch, tmp_path):
    def fail(*_):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr("briefing.preview.preview.plan_in", fail)
        desk.brief.write_text(BRIEF.replace("A first", "Another"))
        desk.preview.refresh()
    (problem,) = desk.preview.problems
    assert problem.code == "BR705" and "a bug" in problem.what
    desk.write(BRIEF.replace("A first", "Yet another"))
    assert desk.preview.problems == () and "Yet another text." in desk.words()


def test_a_picture_is_only_drawn_of_a_page_that_is_shown(desk):
    shown = desk.proof().shown
    digest = shown.pages[0].digest
    picture = desk.preview.picture(NAME, digest, 1.0)
    assert picture.startswith(b"\x89PNG") and picture is desk.preview.picture(NAME, digest, 1.0)
    assert desk.preview.picture(NAME, "0" * 32, 1.0) is None
    assert desk.preview.picture("../trial", digest, 1.0) is None


def test_the_files_on_the_wall_are_those_of_its_texts_and_findings(desk):
    assert "content/trial/brief.yaml" in desk.preview.files()
    assert not {name for name in desk.preview.files() if ".." in name or name.startswith("/")}


def test_unknown_names_end_the_command(tmp_path):
    with pytest.raises(SelectionError), previewed(tmp_path, selection=Selection(("nope",))):
        pass


WORDS = ("river", "{rain}", "2,5 %", "*so*", "**bold**", "a–b", "“quoted”", "…", "UN's", "[@nobody]", "CO~2~")


def test_a_preview_shows_what_a_build_writes(desk):
    """After each of some random edits, the PDF of the preview is that of a build in a fresh process, to the byte."""
    chance = random.Random(20261130)  # noqa: S311
    built = 0
    for _ in range(6):
        text = " ".join(chance.choices(WORDS, k=chance.randint(3, 40)))
        points = "".join(
            f"  - Point {one} {chance.choice(WORDS[:9])}.\n" for one in range(chance.randint(1, 6))
        )
        desk.write(
            BRIEF.replace("A first text.", repr(f"It was {text}.")).replace("  - The first point.\n", points)
        )
        files = Files(desk.root, shipped_root())
        with Workers(files, 1, Bounds()) as workers:
            planned = plan(files, Selection())
            outcomes = list(build_all(planned, files, desk.root / "out", executor=workers.execute))
        assert bool(desk.codes()) == (not outcomes or outcomes[0].path is None)
        for outcome in outcomes:
            if outcome.path:
                built += 1
                assert outcome.path.read_bytes() == desk.proof().shown.pdf
                assert outcome.report.findings == desk.proof().findings
    assert built >= 2


def _attack(job, typesetter, port: int, name: str) -> Result:
    """Do what a template that has taken control of its worker would do."""
    try:
        with open(name, "w") as file:  # noqa: PTH123
            file.write("x")
    except OSError:
        pass
    with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
    return Result()


def test_what_lays_out_and_draws_cannot_write_files_or_reach_the_server(desk):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        for number, workers in enumerate((desk.preview.workers, desk.preview.drawers)):
            name = desk.root / f"written-{number}"
            task = Task(_attack, (), (server.getsockname()[1], str(name)))
            slot = workers.open_slot()
            result = slot.do(desk.proof().job, task)
            assert result.error is not None and not name.exists()
            slot.end()
        with pytest.raises(TimeoutError):
            server.accept()


ARABIC = """\
title: الثانية الكبيسة تقترب من نهايتها
language: ar
date: 2026-11-22
key_points: [النقطة الأولى.]
sections:
  - {title: عنوان, text: نص أول في قسم.}
outlook: يستمر.
audiences: {policymaker: {}}
"""


def test_words_and_texts_of_a_page_from_right_to_left_are_in_their_places(tmp_path):
    with previewed(tmp_path, ARABIC) as desk:
        name = "trial-policymaker-ar"
        page = page_as_json(desk.proof(name).shown, 0)
        (region,) = [one for one in page["regions"] if one["key"] == "title.text"]
        x, y, width, height = region["area"]
        inside = [
            word
            for word, left, top, wide, _, is_rtl, _ in page["words"]
            if y <= top < y + height and left >= x - 1 and left + wide <= x + width + 1 and is_rtl
        ]
        assert " ".join("".join(inside).split()) == "الثانية الكبيسة تقترب من نهايتها"
        assert x + width > page["width"] / 2  # the title begins at the right
        assert desk.proof(name).as_json()["direction"] == "rtl"


def test_the_workers_end_with_the_preview(tmp_path):
    with previewed(tmp_path) as desk:
        preview: Preview = desk.preview
        threads = preview._threads
        process = preview.workers.slots[0].process
        assert process is not None
    assert not any(thread.is_alive() for thread in threads)
    assert all(slot.process is None for slot in (*preview.workers.slots, *preview.drawers.slots))
