"""An unfinished language blocks only the editions that print what is missing; checks see only what is printed."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.compare.audience_diff import compare
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import ContentError, Exit
from briefing.pipeline.plan import Selection, plan
from briefing.review.check import check
from tests.cases import each

TODAY = date(2026, 11, 24)

BRIEF = """\
title: Levels rise
date: 2026-11-22
key_points:
  - Water rises.
  - {text: Sand moves., short: Sand., only: [policymaker, press]}
sections:
  - title: One
    text: Sand moves in the test.
    blocks:
      - chart: {title: Levels, alt: Two levels., kind: bar, data: [[Station, Level], [North, 2], [South, 3]]}
quotes:
  - {text: It rises., by: A tester}
outlook: It goes on.
audiences: {policymaker: {}, minister: {}, press: {}}
"""

WHOLE = """\
title: Los niveles suben
key_points: [El agua sube., {text: La arena se mueve., short: Arena.}]
sections:
  - title: Uno
    text: La arena se mueve en la prueba.
    blocks:
      - chart: {title: Niveles, alt: Dos niveles., data: [[Estación, Nivel], [Norte, 2], [Sur, 3]]}
quotes: [{text: Sube., by: Un probador}]
outlook: Sigue.
"""

AUDIENCES = ("policymaker", "minister", "press")

UNFINISHED = {
    "nothing": ("", AUDIENCES),
    "a section": (WHOLE[: WHOLE.index("sections")] + WHOLE[WHOLE.index("quotes") :], ("policymaker",)),
    "the data of a chart": (
        WHOLE.replace(", data: [[Estación, Nivel], [Norte, 2], [Sur, 3]]", ""),
        ("policymaker",),
    ),
    "a quotation": (WHOLE.replace("quotes: [{text: Sube., by: Un probador}]\n", ""), ("press",)),
    "a point with only": (
        WHOLE.replace(", {text: La arena se mueve., short: Arena.}", ""),
        ("policymaker", "press"),
    ),
    "the outlook": (WHOLE.replace("outlook: Sigue.\n", ""), AUDIENCES),
    "the title": (WHOLE.replace("title: Los niveles suben\n", ""), AUDIENCES),
    "a register": (WHOLE.replace(", short: Arena.", ""), ()),
    "an unknown key": (WHOLE + "tittle: x\n", AUDIENCES),
    "YAML": (WHOLE + "  broken: [\n", AUDIENCES),
}


@pytest.fixture
def unfinished(workspace):
    return lambda content: workspace(BRIEF, {"content/trial/brief.es.yaml": content or "language: es\n"})


@pytest.mark.parametrize("name", UNFINISHED)
def test_only_editions_that_print_what_is_missing_are_blocked(unfinished, name):
    content, blocked = UNFINISHED[name]
    planned = plan(unfinished(content), Selection())
    built = {(job.edition.audience, job.edition.language) for job in planned.jobs}
    assert {audience for audience, language in built if language == "en"} == set(AUDIENCES)
    assert {audience for audience, language in built if language == "es"} == set(AUDIENCES) - set(blocked)
    assert bool(planned.failed) is bool(blocked)
    assert {failure.language for failure in planned.failed} <= {"es"}


@pytest.mark.parametrize("name", UNFINISHED)
def test_the_finished_language_is_checked_and_compared(unfinished, name):
    files = unfinished(UNFINISHED[name][0])
    checked = check(files, Selection(languages=("en",)), TODAY)
    assert checked.exit_code is Exit.BUILT
    assert not [finding for finding in checked.findings if "brief.es" in finding.where.file]
    assert checked.failed_languages == (("es",) if UNFINISHED[name][1] else ())
    selection = Selection(audiences=("minister", "policymaker"), languages=("en",))
    assert [pair.language for pair in compare(files, selection)] == ["en"]


def test_what_is_needed_is_still_an_error(unfinished):
    files = unfinished(UNFINISHED["a section"][0])
    assert check(files, Selection(), TODAY).exit_code is Exit.CONTENT
    assert check(files, Selection(languages=("es",)), TODAY).exit_code is Exit.CONTENT
    assert check(files, Selection(languages=("es",), audiences=("minister",)), TODAY).exit_code is Exit.BUILT
    assert check(files, Selection(audiences=("policymaker",)), TODAY).exit_code is Exit.CONTENT


def test_an_error_in_the_brief_itself_stops_every_language(workspace):
    files = workspace(BRIEF + "tittle: x\n", {"content/trial/brief.es.yaml": WHOLE})
    assert check(files, Selection(languages=("es",)), TODAY).exit_code is Exit.CONTENT
    assert plan(files, Selection()).jobs == ()


def test_languages_are_compared_before_the_errors_of_others(unfinished):
    pairs = compare(unfinished(UNFINISHED["a section"][0]), Selection(audiences=("minister", "policymaker")))
    assert next(pairs).language == "en"
    with pytest.raises(ContentError) as raised:
        next(pairs)
    assert [finding.code for finding in raised.value.findings] == ["BR321"]


def test_nothing_to_compare_raises_at_once(unfinished):
    selection = Selection(audiences=("minister", "policymaker"), languages=("es",))
    with pytest.raises(ContentError):
        compare(unfinished(UNFINISHED["the title"][0]), selection)


def test_a_draft_may_lack_texts(unfinished):
    planned = plan(unfinished(UNFINISHED["the title"][0]), Selection(is_draft=True))
    assert len(planned.jobs) == 2 * len(AUDIENCES)


def test_a_template_that_prints_a_missing_text_after_all_is_reported(workspace):
    content = UNFINISHED["a section"][0]
    template = "{% for section in brief.sections %}<p>{{ section.title }}</p>{% endfor %}"
    files = workspace(
        BRIEF,
        {
            "content/trial/brief.es.yaml": content,
            "templates/audiences/minister/outlook.j2.html": template,
        },
    )
    jobs = plan(files, Selection(audiences=("minister",))).jobs
    assert [job.edition.language for job in jobs] == ["en", "es"]
    compose(tailor(jobs[0]), files)
    with pytest.raises(ContentError) as raised:
        compose(tailor(jobs[1]), files)
    assert [finding.code for finding in raised.value.findings] == ["BR321"]


def test_a_part_of_ones_own_may_print_anything(workspace):
    audience = "label: Own\nparts: [title, mine]\n"
    files = workspace(
        BRIEF,
        {
            "content/trial/brief.es.yaml": UNFINISHED["a quotation"][0],
            "templates/audiences/own/audience.yaml": audience,
            "templates/parts/mine.j2.html": "<p>{{ brief.quotes[0].text }}</p>",
        },
    )
    planned = plan(files, Selection(audiences=("own",)))
    assert [job.edition.language for job in planned.jobs] == ["en"]
    assert [failure.audience for failure in planned.failed] == ["own"]


@each(
    ("selection", "is_reported"),
    [
        (Selection(), True),
        (Selection(audiences=("press",)), True),
        (Selection(audiences=("policymaker",)), False),
        (Selection(audiences=("minister", "press")), True),
        (Selection(languages=("en",)), True),
    ],
)
def test_a_quotation_is_checked_if_a_selected_edition_prints_it(workspace, selection, is_reported):
    checked = check(workspace(BRIEF), selection, TODAY)
    assert ("BR014" in [finding.code for finding in checked.findings]) is is_reported
    assert is_reported or checked.unprinted_count == 1
