"""`brief new translation`: every text in order below its original, and no edition is built from what is missing."""

from __future__ import annotations

import pytest
import yaml

from briefing.core.errors import BriefingError
from briefing.pipeline.plan import Selection, plan
from briefing.scaffold.translation import start_translation
from briefing.translation.notes import printed_units
from briefing.translation.skeleton import write_skeleton
from briefing.translation.units import read_texts
from tests.translation.briefs import BRIEF, SPANISH

FILE = "content/trial/brief.es.yaml"


def started(workspace, *audiences):
    files = workspace(BRIEF)
    name, written = start_translation(files, "es", None, audiences)
    assert (name, written) == ("trial", [files.root / FILE])
    return files, (files.root / FILE).read_text()


def languages(files, *audiences):
    """Return the editions that can be built, and the keys that the others lack."""
    planned = plan(files.fresh(), Selection(audiences=audiences))
    names = {f"{job.edition.audience}-{job.edition.language}" for job in planned.jobs}
    return names, {finding.code for failure in planned.failed for finding in failure.error.findings}


def test_every_text_is_below_its_original_in_the_order_of_the_brief(workspace):
    _, text = started(workspace)
    lines = [line.strip() for line in text.splitlines()]
    at = [lines.index(f"# {words}") for words in ("Trees cool streets", "Trees cool", "- heat", "a tree")]
    assert at == sorted(at)
    assert lines[at[0] + 1] == "text:" and lines[at[1] + 1] == "short:"
    assert lines[at[2] : at[2] + 3] == ["# - heat", "# - shade", "keywords:"]
    assert "# - [North, 6]" in lines and "# shade: where the sun does not come" in lines
    data = yaml.safe_load(text)
    assert data["language"] == "es" and list(data) == [
        *("language", "title", "keywords", "facts", "bottom_line", "key_points", "sections", "outlook"),
        "glossary",
    ]
    assert [item and list(item) for item in data["key_points"]] == [["text", "short"], ["text"], None]
    assert data["sections"][0]["id"] == "grass"
    assert data["sections"][0]["blocks"][0]["table"]["id"] == "places"


def test_an_empty_skeleton_stops_only_its_own_language(workspace):
    files, _ = started(workspace)
    names, codes = languages(files)
    assert names == {f"{audience}-en" for audience in ("policymaker", "minister", "analyst")}
    assert codes == {"BR321"}


def test_what_one_audience_prints_is_enough_for_its_edition(workspace):
    files, text = started(workspace, "minister")
    assert "Awnings" not in text, "the minister does not get it"
    assert "# Trees cool\n" in text and "Trees cool streets" not in text
    texts = read_texts(files, "trial", "es")
    (files.root / FILE).write_text(write_skeleton(texts, printed_units(files, texts, ["minister"]), SPANISH))
    names, codes = languages(files)
    assert "minister-es" in names and "analyst-es" not in names
    assert codes == {"BR321"}


def test_an_item_without_texts_keeps_the_place_of_the_next_one(workspace):
    brief = BRIEF.replace("  - Water decides.", "  - '{cost}'\n  - Water decides.")
    files = workspace(brief)
    start_translation(files, "es", "trial")
    text = (files.root / FILE).read_text()
    assert "  -  # nothing to translate\n  # Water decides.\n  -\n" in text


@pytest.mark.parametrize(
    ("language", "slug", "code", "help"),
    [
        ("en", None, "BR802", "name the language"),
        ("xx", None, "BR802", "templates/languages/xx/labels.yaml"),
        ("es", "trail", "BR802", "did you mean 'trial'?"),
    ],
)
def test_a_wrong_selection_writes_nothing(workspace, language, slug, code, help):
    files = workspace(BRIEF)
    with pytest.raises(BriefingError) as caught:
        start_translation(files, language, slug)
    (finding,) = caught.value.findings
    assert finding.code == code and help in finding.help
    assert not (files.root / FILE).exists()


def test_a_translation_is_never_overwritten(workspace):
    files, text = started(workspace)
    with pytest.raises(BriefingError) as caught:
        start_translation(files, "es", None)
    assert [finding.code for finding in caught.value.findings] == ["BR805"]
    assert (files.root / FILE).read_text() == text


@pytest.mark.parametrize(
    ("slug", "typed"),
    [("es", "brief new translation es trial"), (None, "brief new translation LANG trial")],
)
def test_a_brief_in_the_place_of_the_language_is_reported_with_what_to_type(workspace, slug, typed):
    files = workspace(BRIEF)
    with pytest.raises(BriefingError) as caught:
        start_translation(files, "trial", slug)
    (finding,) = caught.value.findings
    assert (finding.code, finding.what) == ("BR802", "'trial' is a brief, not a language")
    assert finding.help == f"name the language first: {typed}"
    assert not list(files.root.glob("content/trial/brief.*.yaml"))
