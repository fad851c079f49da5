"""A page that is sent early is the page of the finished PDF."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from briefing.load.themes import open_files
from briefing.pdf.pages import draw_page
from briefing.pipeline.formats import PROOF, REGIONS
from briefing.pipeline.plan import Selection, plan
from briefing.preview.proof_task import MOST_EARLY, PAGE, PLACE, early_page_of, fingerprint_of, proof_task
from briefing.results import Result
from briefing.stages import Job, Modifier
from briefing.typeset.inspect.page_regions import from_json
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = pytest.mark.engine


def made(job: Job, typesetter: Typesetter, known: tuple[str, ...] = ()) -> tuple[Result, list[Result]]:
    """Return the result of making a proof, and the early results."""
    early: list[Result] = []
    return proof_task(known).run(job, typesetter, early.append), early


def fingerprints(result: Result) -> tuple[str, ...]:
    return tuple(map(fingerprint_of, from_json(result.files[REGIONS])))


def edited(job: Job, chosen: random.Random) -> Job:
    """Return a job with some words of the first key point doubled, at random."""
    points = list(job.brief.key_points)
    words = str(points[0].short).split(" ")
    place = chosen.randrange(len(words))
    again = [*words[:place], *words[place : place + chosen.choice((1, 2, 5))], *words[place:]]
    points[0] = points[0].model_copy(update={"short": type(points[0].short)(" ".join(again))})
    return replace(job, brief=job.brief.model_copy(update={"key_points": tuple(points)}))


def same_pages(result: Result, early: list[Result]) -> list[int]:
    """Check that early pages look as in the finished PDF, and return their numbers."""
    pages = from_json(result.files[REGIONS])
    numbers = []
    for one in early:
        place = early_page_of(one.files[PLACE])
        assert place.count == len(pages)
        assert replace(place.regions, digest=pages[place.number].digest) == pages[place.number]
        assert draw_page(one.files[PAGE], 0, 1.0) == draw_page(result.files[PROOF], place.number, 1.0)
        numbers.append(place.number)
    return numbers


EDITIONS: tuple[tuple[str, str, str, tuple[Modifier, ...]], ...] = (
    ("venezuela-russia", "minister", "en", ()),
    ("venezuela-russia", "minister", "ru", ("mono",)),
)


@pytest.mark.parametrize(("brief", "audience", "language", "modifiers"), EDITIONS)
def test_what_is_sent_early_looks_as_in_the_finished_pdf(brief, audience, language, modifiers):
    files = open_files(ROOT)
    selection = Selection((brief,), (audience,), (language,), modifiers, is_proof=True)
    (job,) = plan(files, selection).jobs
    typesetter = Typesetter(files)
    first, early = made(job, typesetter)
    assert not early  # nothing is shown that could be replaced
    known = fingerprints(first)
    again, early = made(job, typesetter, known)
    assert not early and again.files == first.files  # nothing has changed
    chosen = random.Random(f"{brief}-{language}")  # noqa: S311
    for _ in range(2):
        result, early = made(edited(job, chosen), typesetter, known)
        numbers = same_pages(result, early)
        changed = [
            at for at, (old, new) in enumerate(zip(known, fingerprints(result), strict=True)) if old != new
        ]
        assert changed and numbers == changed[:MOST_EARLY]


@pytest.mark.parametrize("modifier", [None, "press"])
def test_each_page_alone_looks_as_in_the_whole(modifier, workspace):
    text = " ".join(["The water rose at station A, and fell again [](#first)."] * 90)
    long = LEAST_BRIEF.replace("A first text.", text).replace("- title: A h", "- id: first\n    title: A h")
    files = workspace(long)
    (job, *_) = plan(files, Selection(modifiers=(modifier,) if modifier else ())).jobs
    typesetter = Typesetter(files)
    whole, _ = made(job, typesetter)
    count = len(fingerprints(whole))
    result, early = made(job, typesetter, ("of other words",) * count)
    assert same_pages(result, early) == [*range(min(count, MOST_EARLY))] == [0, 1]
    assert result.files == whole.files  # drawing a page leaves no trace


def test_pages_that_were_added_are_not_sent_early(workspace):
    files = workspace()
    (job, *_) = plan(files, Selection()).jobs
    _, early = made(job, Typesetter(files), ("one", "more", "pages"))
    assert not early
