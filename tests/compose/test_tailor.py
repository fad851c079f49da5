"""One variant of each text, and only content for the audience."""

from __future__ import annotations

import pickle
from urllib.parse import quote

import pytest
import yaml

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.model.content import Content, Passage
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Modifier, Tailored

AUDIENCE = "label: {name}\nregister: {register}\nparts: [title]\n"

BRIEF = """\
title: {text: Long title, short: Short title, plain: Plain title}
subtitle: Only one variant
date: 2026-11-22
as_of: 2026-11-15
facts: {speed: {value: 3}, height: {value: 4}}
at_a_glance: [height, speed]
key_points:
  - For all.
  - {text: For the minister., only: minister}
  - {text: Not for the minister., not: [minister]}
sections:
  - {title: One, text: Text of one., plain: Plain one.}
  - {title: Two, text: Text of two., not: public}
outlook:
  scale: icd-203
  scenarios: [{name: Rated, likelihood: probable, text: T., short: S.}, {name: Unrated}]
disclaimers: [views, Own words.]
"""


@pytest.fixture
def tailored(workspace):
    registers = {"minister": "short", "public": "plain", "policymaker": "text"}
    audiences = {
        f"templates/audiences/{name}/audience.yaml": AUDIENCE.format(name=name, register=register)
        for name, register in registers.items()
    }
    files = workspace(BRIEF, audiences)

    def make(audience: str) -> Tailored:
        (job,) = plan(files, Selection(audiences=(audience,))).jobs
        return tailor(job)

    return make


def words(value):
    """Return the words of a tailored value in the same structure."""
    if isinstance(value, Passage):
        return value.words
    if isinstance(value, Content):
        return {name: words(item) for name, item in value.named_values()}
    if isinstance(value, dict):
        return {name: words(item) for name, item in value.items()}
    return [words(item) for item in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("audience", "title", "section"),
    [
        ("policymaker", "Long title", "Text of one."),
        ("minister", "Short title", "Text of one."),
        ("public", "Plain title", "Plain one."),
    ],
)
def test_a_register_is_taken_and_text_where_it_is_not_offered(tailored, audience, title, section):
    brief = tailored(audience).content.brief
    assert (brief.title.words, brief.subtitle.words) == (title, "Only one variant")
    assert brief.sections[0].text.words == section


def test_a_passage_knows_where_it_was_written(tailored):
    brief = tailored("public").content.brief
    assert brief.title.key == ("title", "plain")
    assert brief.sections[0].text.key == ("sections", 0, "plain")
    assert brief.key_points[1].key == ("key_points", 2, "text")


@pytest.mark.parametrize(
    ("audience", "points", "sections"),
    [
        ("minister", ["For all.", "For the minister."], ["One", "Two"]),
        ("policymaker", ["For all.", "Not for the minister."], ["One", "Two"]),
        ("public", ["For all.", "Not for the minister."], ["One"]),
    ],
)
def test_only_and_not_leave_out_what_is_for_others(tailored, audience, points, sections):
    brief = tailored(audience).content.brief
    assert words(brief.key_points) == points
    assert [section.title.words for section in brief.sections] == sections


def test_figures_are_in_order_and_disclaimers_are_written_out(tailored):
    brief = tailored("policymaker").content.brief
    assert [fact.value for fact in brief.at_a_glance] == ["4", "3"]
    assert words(brief.disclaimers)[0].startswith("The views in this brief")
    assert words(brief.disclaimers)[1] == "Own words."
    assert brief.as_of_day.isoformat() == "2026-11-15"


def test_a_scenario_has_the_range_of_its_word_and_none_where_it_is_not_rated(tailored):
    rated, unrated = tailored("policymaker").content.brief.outlook.scenarios
    assert (rated.likelihood, rated.rung.low, rated.rung.high) == ("probable", 55, 80)
    assert (unrated.likelihood, unrated.rung) == (None, None)


def test_templates_do_not_see_the_keys_that_control_selection(tailored):
    brief = tailored("policymaker").content.brief
    for name in ("audiences", "only", "not", "short", "plain"):
        with pytest.raises(AttributeError, match=name):
            getattr(brief, name)


def test_a_tailored_brief_travels_to_another_process_and_cannot_be_changed(tailored):
    content = tailored("minister").content
    assert words(pickle.loads(pickle.dumps(content))) == words(content)  # noqa: S301
    with pytest.raises(AttributeError):
        content.brief.title = "Other"


PICTURES = """\
title: A title
date: 2026-11-22
key_points: [A point.]
outlook: It goes on.
sections:
  - title: One
    text: A text.
    blocks:
      - figure: {title: Both, alt: A, file: a b.svg, large_print: large.svg}
      - figure: {title: One for all, alt: A, file: a b.svg}
"""


@pytest.mark.parametrize(
    ("modifiers", "shown"),
    [
        ((Modifier.LARGE_PRINT, Modifier.MONO), ["large.svg", "a b.svg"]),
        ((Modifier.MONO,), ["a b.svg"] * 2),
        ((), ["a b.svg"] * 2),
    ],
)
def test_a_figure_shows_its_other_picture_in_large_print_alone(workspace, modifiers, shown):
    files = workspace(PICTURES, {f"content/trial/{name}.svg": "<svg/>" for name in ("a b", "large")})
    (job,) = plan(files, Selection(modifiers=modifiers)).jobs
    content = tailor(job).content.brief
    assert [block.content.file for block in content.sections[0].blocks] == shown
    page = compose(tailor(job), files)
    assert [quote(name) in page.html for name in ("a b.svg", "large.svg")] == [True, "large.svg" in shown]
    (attached,) = [one for one in page.attachments if one.name == "brief.yaml"]
    (section,) = yaml.safe_load(attached.content)["sections"]
    assert len({block["figure"]["file"] for block in section["blocks"]}) == len(set(shown))
    assert not any("large_print" in block["figure"] for block in section["blocks"])
