"""Shared content: what a brief takes from it, the places of its values, and what editions depend on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from briefing.core.errors import BriefingError
from briefing.core.finding import Finding
from briefing.explain.explain import explain
from briefing.files.read_log import PART_MARK, USED
from briefing.files.workspace import Files
from briefing.incremental.build_log import BuildLog
from briefing.load.library import Library
from briefing.load.shared import check_shared
from briefing.load.themes import open_files
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan, plan_in
from briefing.review.check import check
from briefing.schema.documents import schema_of
from tests.cases import each
from tests.conftest import LEAST_BRIEF

SHARED = """\
facts:
  trees: {value: 14000, label: trees in the streets, source: who}
  cost: {value: 12, unit: million €}
sources:
  who: {title: Heat and health, publisher: World Health Organization, date: 2024}
glossary:
  albedo: the share of light that a surface reflects
disclaimers:
  funder: The city paid for this brief.
boxes:
  grass:
    title: What grass does
    text: Grass costs {cost}. [@who]
contact: {name: The desk, email: desk@example.org}
"""
SPANISH = """\
facts: {trees: {label: árboles en las calles}}
glossary: {albedo: la parte de la luz que refleja una superficie}
disclaimers: {funder: La ciudad pagó.}
boxes: {grass: {title: Qué hace la hierba, text: "La hierba cuesta {cost}. [@who]"}}
"""
TAKING = LEAST_BRIEF.replace("The first point.", '"The city has {trees} trees, and an albedo."').replace(
    "text: A first text.", "text: A first text.\n    blocks: [{box: grass}]"
)
TAKING += "glossary: [albedo, {shade: less sun}]\ndisclaimers: [views, funder]\n"
TRANSLATION = """\
title: Un hallazgo
key_points: ["La ciudad tiene {trees}."]
sections:
  - {title: Un título, text: Un texto.}
outlook: Sigue.
glossary: [albedo]
"""
TODAY = date(2026, 11, 29)


def of(workspace, brief: str = TAKING, shared: str = SHARED) -> Files:
    return workspace(brief, {"content/shared.yaml": shared})


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str, int]]:
    return [(one.code, one.where.file, one.where.line) for one in findings]


def errors_of(files: Files) -> list[tuple[str, str, int]]:
    with pytest.raises(BriefingError) as caught:
        Library(files).brief("trial")
    return places(caught.value.findings)


def test_a_brief_takes_what_it_names(workspace):
    loaded = Library(of(workspace)).brief("trial")
    brief = loaded.brief
    assert (brief.facts["trees"].value, brief.facts["cost"].unit) == ("14000", "million €")  # by the box
    assert brief.sources["who"].title.text == "Heat and health"  # by the fact
    assert {term: line.text for term, line in brief.glossary.items()} == {
        "albedo": "the share of light that a surface reflects",
        "shade": "less sun",
    }
    assert [line.text for line in brief.disclaimers] == ["views", "The city paid for this brief."]
    assert brief.sections[0].blocks[0].box.title.text == "What grass does"
    assert loaded.findings == ()


def test_a_brief_does_not_take_what_it_does_not_name(workspace):
    brief = Library(of(workspace, LEAST_BRIEF)).brief("trial").brief
    assert (brief.facts, brief.sources, brief.glossary, brief.disclaimers) == ({}, {}, {}, ())


def test_places_are_those_of_the_shared_file(workspace):
    source_map = Library(of(workspace)).brief("trial").source_map
    spots = {
        ("facts", "trees", "label"): 2,
        ("glossary", "albedo"): 7,
        ("disclaimers", 1): 9,
        ("sections", 0, "blocks", 0, "box", "text"): 13,
    }
    for key, line in spots.items():
        assert (source_map.value(key).file, source_map.value(key).line) == ("content/shared.yaml", line)
    assert source_map.value(("glossary", "shade")).file == "content/trial/brief.yaml"


def test_ids_of_the_brief_come_first_and_a_different_fact_is_a_warning(workspace):
    own = TAKING + "facts: {trees: 9}\nsources: {who: {title: Ours, publisher: P, date: 2020}}\n"
    loaded = Library(of(workspace, own)).brief("trial")
    assert (loaded.brief.facts["trees"].value, loaded.brief.sources["who"].title.text) == ("9", "Ours")
    (finding,) = loaded.findings
    assert (finding.code, finding.where.file) == ("BR360", "content/trial/brief.yaml")
    assert "is '9' here, but '14000' in content/shared.yaml:2:" in finding.what


@pytest.mark.parametrize(
    "fact",
    [
        "{value: 14000, label: trees in the streets}",
        "{value: 9, label: trees of a nursery}",  # another thing
        "14000",
    ],
)
def test_equal_facts_and_facts_about_other_things_do_not_conflict(workspace, fact):
    assert Library(of(workspace, TAKING + f"facts: {{trees: {fact}}}\n")).brief("trial").findings == ()


def test_facts_of_other_days_do_not_conflict(workspace):
    shared = SHARED.replace("{value: 12,", "{value: 12, as_of: 2025-01-01,")
    own = TAKING + "facts: {cost: {value: 13, unit: million €, as_of: 2026-01-01}}\n"
    assert Library(of(workspace, own, shared)).brief("trial").findings == ()


def test_unknown_boxes_and_terms_are_errors_with_the_nearest_name(workspace):
    brief = TAKING.replace("box: grass", "box: gras").replace("[albedo,", "[albdo,")
    assert [(code, file) for code, file, _ in errors_of(of(workspace, brief))] == [
        ("BR361", "content/trial/brief.yaml"),
        ("BR361", "content/trial/brief.yaml"),
    ]


def test_errors_of_a_part_lead_to_its_line_and_concern_only_who_takes_it(workspace):
    wrong = SHARED.replace("value: 12, unit", "valeu: 12, unit")
    assert errors_of(of(workspace, shared=wrong)) == [("BR201", "content/shared.yaml", 3)]
    least = of(workspace, LEAST_BRIEF, wrong)
    assert Library(least).brief("trial").findings == ()
    found = check(least, Selection(), TODAY).findings
    assert ("BR201", "content/shared.yaml", 3) in places(found)  # `brief check` reports it nevertheless


def test_a_text_is_not_read_from_a_file(workspace):
    """It is an error at its line, as in the schema for editors, and concerns only who takes the text."""
    shared = SHARED.replace("text: Grass costs {cost}. [@who]", "text: {file: grass.md}")
    files = of(workspace, shared=shared)
    (finding,) = check_shared(files)
    assert (finding.code, str(finding.where)) == ("BR203", "content/shared.yaml:13:11")
    assert finding.what == "'text' is not read from a file"
    assert errors_of(files) == [("BR203", "content/shared.yaml", 13)]
    assert [*Draft202012Validator(schema_of("shared")).iter_errors(yaml.safe_load(shared))] != []
    Library(of(workspace, LEAST_BRIEF, shared)).brief("trial")
    line = SHARED.replace("funder: The city paid for this brief.", "funder: {file: funder.md}")
    assert [(one.code, one.what) for one in check_shared(of(workspace, shared=line))] == [
        ("BR203", "'funder' is not read from a file")
    ]


def test_a_shared_file_that_is_no_yaml_stops_the_briefs_that_need_it(workspace):
    assert errors_of(of(workspace, shared="facts: [")) == [("BR107", "content/shared.yaml", 1)]


def test_its_translation_is_that_of_the_house(workspace):
    files = of(workspace, TAKING, SHARED)
    (files.root / "content/trial/brief.es.yaml").write_text(TRANSLATION)
    shared = files.root / "content/shared.es.yaml"
    shared.write_text(SPANISH)
    loaded = Library(files).read_translation("trial", "es").checked()
    assert loaded.brief.facts["trees"].label.text == "árboles en las calles"
    assert loaded.brief.facts["trees"].value == "14000"
    assert loaded.brief.sections[0].blocks[0].box.title.text == "Qué hace la hierba"
    assert loaded.source_map.value(("facts", "trees", "label")).file == "content/shared.es.yaml"
    assert loaded.findings == ()

    shared.write_text(SPANISH.replace("disclaimers: {funder: La ciudad pagó.}\n", ""))
    with pytest.raises(BriefingError) as caught:
        Library(files).read_translation("trial", "es").checked()
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.file) == ("BR321", "content/shared.es.yaml")
    assert finding.help == "translate content/shared.yaml:9:3"
    shared.unlink()
    with pytest.raises(BriefingError) as caught:
        Library(files).read_translation("trial", "es").checked()
    assert {(one.code, one.where.file) for one in caught.value.findings} == {
        ("BR321", "content/shared.es.yaml")
    }


def outside(files: Files, shared: str = SHARED) -> Path:
    """Write shared content next to a workspace, and name it in its settings."""
    path = files.root.parent / "common" / "shared.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(shared)
    (files.root / "content/workspace.yaml").write_text("shared: ../common/shared.yaml\n")
    return path


def test_several_workspaces_share_one_file(workspace):
    files = workspace(TAKING)
    outside(files)
    loaded = Library(files).brief("trial")
    assert loaded.brief.facts["trees"].value == "14000"
    assert loaded.source_map.value(("facts", "trees")).file == "../common/shared.yaml"
    assert files.seen["../common/shared.yaml"] == files.root.parent / "common/shared.yaml"


def test_content_from_strangers_reads_nothing_outside_its_workspace(workspace):
    files = workspace(TAKING)
    outside(files)
    strange = open_files(files.root, is_shipped_only=True)
    assert errors_of(strange) == [("BR502", "content/workspace.yaml", 1)]


@pytest.mark.parametrize(
    ("named", "code"),
    [("../no.yaml", "BR804"), ("shared.txt", "BR203"), ("~nobody/of/this/name.yaml", "BR804")],
)
def test_a_file_that_is_named_must_exist(workspace, named, code):
    files = workspace(TAKING, {"content/workspace.yaml": f"shared: {named}\n"})
    assert errors_of(files)[0] == (code, "content/workspace.yaml", 1)


def test_a_link_that_leads_out_of_the_workspace_is_refused(workspace):
    files = workspace(TAKING)
    elsewhere = files.root.parent / "secret.yaml"
    elsewhere.write_text(SHARED)
    (files.root / "content/shared.yaml").symlink_to(elsewhere)
    assert errors_of(files) == [("BR502", "content/shared.yaml", 0)]


@each("name", ["shared.yml", "Shared.yaml", "shraed.yaml", "shared.es.yml"])
def test_a_file_with_a_similar_name_is_reported(workspace, name):
    files = workspace(files={f"content/{name}": SHARED})
    assert ("BR813", f"content/{name}", 0) in places(check(files, Selection(), TODAY).findings)


def test_the_contact_is_that_of_all_who_name_none(workspace):
    files = of(workspace, LEAST_BRIEF)
    settings, source_map = Library(files).settings_for("en")
    assert settings.contact.name == "The desk"
    assert source_map.value(("contact", "name")).file == "content/shared.yaml"
    (files.root / "content/workspace.yaml").write_text("contact: {name: Ada}\n")
    assert Library(files.fresh()).settings_for("en")[0].contact.name == "Ada"


TWO = {"content/other/brief.yaml": LEAST_BRIEF + "facts: {cost: 5, size: 3}\nmethod: '{cost} and {size}'\n"}
OWN = LEAST_BRIEF + "facts: {cost: 6, size: 3}\nmethod: '{cost} and {size}'\n"


def test_facts_that_two_briefs_state_differently_are_a_warning(workspace):
    found = [one for one in check(workspace(OWN, TWO), Selection(), TODAY).findings if one.code == "BR360"]
    (finding,) = found
    assert "the fact 'cost' is '6' here, but '5' in content/other/brief.yaml" in finding.what
    accepting = OWN.replace("{cost: 6,", "{cost: {value: 6, accept: {rule: BR360, why: another cost}},")
    result = check(workspace(accepting, TWO), Selection(), TODAY)
    assert "BR360" not in {one.code for one in result.findings}
    assert "BR360" in {one.code for one in result.accepted}


def used(files: Files, **selection) -> dict[str, set[str]]:
    return {
        job.name: {".".join(name.split(PART_MARK)[1:]) for how, name in job.reads.entries if how == USED}
        for job in plan(files, Selection(**selection)).jobs
    }


EDITIONS = TAKING + "audiences: {analyst: {}, minister: {}}\n"


def test_an_edition_depends_on_the_parts_that_it_prints(workspace):
    found = used(of(workspace, EDITIONS))
    assert found["trial-analyst-en"] == {
        *("boxes.grass", "contact", "disclaimers.funder", "facts.cost", "facts.trees"),
        *("glossary.albedo", "sources.who"),
    }
    assert found["trial-minister-en"] == {"facts.trees", "sources.who"}


def test_texts_for_other_audiences_do_not_count(workspace):
    point = '{text: "It costs {cost}.", only: analyst}'
    brief = EDITIONS.replace("key_points:\n", f"key_points:\n  - {point}\n")
    found = used(of(workspace, brief.replace("    blocks: [{box: grass}]\n", "")))
    assert "facts.cost" in found["trial-analyst-en"]
    assert "facts.cost" not in found["trial-minister-en"]


def test_templates_of_a_workspace_may_print_any_part(workspace):
    files = of(workspace, EDITIONS)
    own = files.root / "templates/parts/title.j2.html"
    own.parent.mkdir(parents=True)
    own.write_text('{% extends "shipped/parts/title.j2.html" %}')
    assert "boxes.grass" in used(files)["trial-minister-en"]


def test_facts_of_a_brief_are_compared_in_all_of_its_editions(workspace):
    found = used(
        of(workspace, LEAST_BRIEF + "facts: {cost: {value: 12, unit: million €}}\nmethod: '{cost}'\n")
    )
    assert "facts.cost" in found["trial-policymaker-en"]


@pytest.mark.engine
def test_a_change_makes_exactly_the_editions_outdated_that_use_it(workspace):
    root = of(workspace, EDITIONS).root

    def build() -> dict[str, str]:
        files = open_files(root)
        with BuildLog(files, root / "out", "all") as log:
            planned = plan(files, Selection(), log)
            list(build_all(planned, files, root / "out", log=log))
        return {job.name: log.reasons[job.name] for job in planned.jobs}

    def change(old: str, new: str) -> None:
        path = root / "content/shared.yaml"
        path.write_text(path.read_text().replace(old, new))

    assert set(build()) == {"trial-analyst-en", "trial-minister-en"}
    assert build() == {}
    change("that a surface reflects", "that a surface sends back")
    assert build() == {"trial-analyst-en": "glossary.albedo in content/shared.yaml changed"}
    change("14000", "15000")
    assert set(build()) == {"trial-analyst-en", "trial-minister-en"}
    change("contact:", "  # nobody uses this\ncontact:")
    assert build() == {}


@pytest.mark.parametrize("is_outside", [False, True])
def test_a_library_that_is_kept_forgets_what_has_changed(workspace, is_outside):
    files = workspace(TAKING) if is_outside else of(workspace)
    path = outside(files) if is_outside else files.root / "content/shared.yaml"
    library = Library(files)

    def trees() -> str:
        files.forget_outdated()
        (job,) = plan_in(library, Selection()).jobs
        used = [(name, entry[0]) for (how, name), entry in job.reads.entries.items() if how == USED]
        assert path in {files.path_at(name, place) for name, place in used}  # a preview watches it
        return job.brief.facts["trees"].value

    assert trees() == "14000"
    path.write_text(SHARED.replace("14000", "15000"))
    assert trees() == "15000"


def test_explain_says_where_a_value_comes_from(workspace):
    ((one,), errors) = explain(of(workspace), "facts.cost", Selection(audiences=("analyst",)))
    assert (one.wins.by, str(one.wins.where), errors) == ("the shared content", "content/shared.yaml:3:9", [])
    own = TAKING + "facts: {cost: {value: 12, unit: million €}}\n"
    ((one,), _) = explain(of(workspace, own), "facts.cost", Selection(audiences=("analyst",)))
    assert (one.wins.by, [other.by for other in one.over]) == ("the brief", ["the shared content"])
    ((one,), _) = explain(of(workspace), "contact", Selection(audiences=("analyst",)))
    assert one.wins.by == "the shared content"


def test_the_schemas_for_editors_allow_what_is_read():
    shared, brief = (Draft202012Validator(schema_of(name)) for name in ("shared", "brief"))
    assert [*shared.iter_errors(yaml.safe_load(SHARED.replace("date: 2024", "date: '2024'")))] == []
    assert [*shared.iter_errors({"facts": {"cost": {"valeu": 1}}})] != []
    data = yaml.load(TAKING, yaml.BaseLoader)  # noqa: S506  (makes texts, lists and mappings alone)
    assert [*brief.iter_errors(data)] == []
