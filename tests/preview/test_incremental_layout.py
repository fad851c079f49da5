"""After any edit, the proof is what a build writes, and so are the pages that are shown before it is finished.

`BRIEF_FUZZ=50` makes 50 edits of each edition instead of one of a single one, and `BRIEF_FUZZ_SEED=2` makes others.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from briefing.core.errors import BriefingError
from briefing.load.themes import open_files
from briefing.pipeline.edition import make_edition
from briefing.pipeline.formats import PROOF, REGIONS
from briefing.pipeline.plan import Selection, plan
from briefing.preview.proof_task import PAGE, PLACE, EarlyPage, early_page_of, fingerprint_of, proof_task
from briefing.results import Result
from briefing.stages import Job, Sheets
from briefing.typeset.inspect.page_regions import from_json
from briefing.typeset.layout import Typesetter, export_page
from tests.conftest import LEAST_BRIEF, ROOT
from tests.preview.edits import edits_of

pytestmark = [pytest.mark.engine, pytest.mark.slow]

COUNT = int(os.environ.get("BRIEF_FUZZ", "1"))
IS_LONG = "BRIEF_FUZZ" in os.environ
SEED = os.environ.get("BRIEF_FUZZ_SEED", "1")

EDITIONS = (
    ("leap-second", "policymaker", "en", "brief.yaml"),
    ("leap-second", "analyst", "en", "brief.yaml"),
    ("venezuela-russia", "press", "es", "brief.es.yaml"),
    ("venezuela-russia", "policymaker", "ru", "brief.ru.yaml"),
)


@dataclass
class Trial:
    """A proof that is kept up to date, and a build that keeps nothing."""

    root: Path
    selection: Selection
    early: list[Result] = field(default_factory=list)
    known: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.typesetter = Typesetter(open_files(self.root))

    def job(self) -> Job:
        (job,) = plan(open_files(self.root), self.selection).jobs
        return job

    def proof(self) -> Result:
        self.early = []
        result = proof_task(self.known, is_kept=True).run(self.job(), self.typesetter, self.early.append)
        if REGIONS in result.files:
            self.known = tuple(map(fingerprint_of, from_json(result.files[REGIONS])))
        return result

    def check(self, proof: Result) -> None:
        """Check that a proof and its early pages are those of a build, to the byte."""
        alone: list[bytes] = []

        def take(sheets: Sheets) -> None:
            alone.extend(export_page(sheets, place_of(one).number) for one in self.early)

        typesetter = Typesetter(open_files(self.root))
        built = make_edition(self.job(), typesetter, (PROOF, REGIONS), take_sheets=take)
        assert proof.files == built.files
        assert proof.report.findings == built.report.findings
        assert proof.report.fitted == built.report.fitted
        # A proof may have read more: the steps of copyfitting, whose selectors it compares, and fonts shared by tests.
        assert proof.reads.entries.keys() >= built.reads.entries.keys()
        pages = from_json(built.files[REGIONS])
        for one, page in zip(self.early, alone, strict=True):
            place = place_of(one)
            assert place.count == len(pages)
            assert replace(place.regions, digest=pages[place.number].digest) == pages[place.number]
            assert one.files[PAGE] == page


def place_of(early: Result) -> EarlyPage:
    return early_page_of(early.files[PLACE])


@pytest.mark.parametrize(("brief", "audience", "language", "file"), EDITIONS if IS_LONG else EDITIONS[-1:])
def test_a_proof_is_what_a_build_writes(tmp_path, brief, audience, language, file, laid_out_again, capsys):
    shutil.copytree(ROOT / "content", tmp_path / "content")
    path = tmp_path / "content" / brief / file
    original = path.read_text("utf-8")
    trial = Trial(tmp_path, Selection((brief,), (audience,), (language,), is_proof=True))
    assert trial.proof().files and not trial.early
    edits = edits_of(original, random.Random(f"{SEED}-{brief}-{audience}"))  # noqa: S311
    made: Counter[str] = Counter()
    while made.total() < COUNT:
        edit = next(edits)
        path.write_text(edit.text, "utf-8")
        before = len(laid_out_again)
        try:
            proof = trial.proof()
        except BriefingError:
            continue  # the edit leaves no edition to plan
        if PROOF in proof.files and edit.text != original:
            trial.check(proof)
            is_quick = any(laid_out_again[before:])
            made[f"{edit.kind}, {'quick' if is_quick else 'whole'}"] += 1
    if IS_LONG:
        with capsys.disabled():
            print(f"\n{brief} {audience} {language}: {dict(sorted(made.items()))}")  # noqa: T201


def test_only_the_pages_with_the_change_are_laid_out(tmp_path, laid_out_again):
    texts = [f"The river rose at station A on day {day}. " * 40 for day in range(6)]
    sections = "".join(f"  - title: Day {day}\n    text: {text}\n" for day, text in enumerate(texts))
    long = LEAST_BRIEF.partition("sections:")[0] + "sections:\n" + sections
    path = tmp_path / "content/trial/brief.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(long, "utf-8")
    trial = Trial(tmp_path, Selection(audiences=("policymaker",), is_proof=True))
    trial.proof()
    count = len(trial.known)
    path.write_text(long.replace("on day 5", "on day 6"), "utf-8")
    trial.check(trial.proof())
    assert count > 1 and trial.early and laid_out_again == [(count - 1,)]
