"""A key that is used twice is one finding: what its values name exists, and nothing follows from it."""

from __future__ import annotations

from briefing.load.yaml.reader import read_document
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

CITING = LEAST_BRIEF.replace("A first text.", "See [@a] and [@b], {c} and {d}, [](#e) and [](#f).")
SOURCES = ("sources:\n  a: One report\n", "sources:\n  b: Another report\n")
FACTS = ("facts:\n  c: 1\n", "facts:\n  d: 2\n")
SECTIONS = (
    "sections:\n  - {id: e, title: One more, text: Words.}\n  - {id: f, title: Another, text: Words.}\n"
)


def findings_of(files):
    (failed,) = plan(files, Selection()).failed
    return [(f.code, f.where.line, f.where.column) for f in failed.error.findings]


def test_the_sources_facts_and_ids_of_both_values_exist(workspace):
    brief = CITING + "".join((*SOURCES, *FACTS, SECTIONS))
    expected = [("BR109", 12, 1), ("BR109", 16, 1), ("BR109", 18, 1)]
    brief = brief.replace("outlook: It goes on.\n", "outlook: It goes on.\n# the end matter\n")
    assert [brief.split("\n")[line - 1] for _, line, _ in expected] == ["sources:", "facts:", "sections:"]
    assert findings_of(workspace(brief)) == expected


@each(
    "sources",
    [
        "sources: refs.bib\nsources:\n  b: Another report\n",
        "sources:\n  b: Another report\nsources: refs.bib\n",
        "sources:\n  b: Another report\nsources: [refs.bib]\n",
        "sources:\nsources:\n  a: One report\n  b: Another report\n",
        "sources:\n  a: One report\n  b: Another report\nsources:\n",
    ],
)
def test_sources_may_be_in_a_file_or_left_empty(workspace, sources):
    brief = LEAST_BRIEF.replace("A first text.", "See [@a] and [@b].") + sources
    files = workspace(brief, files={"content/trial/refs.bib": "@misc{a, title = {One report}}\n"})
    ((code, _, column),) = findings_of(files)
    assert (code, column) == ("BR109", 1)


@each(
    "outlook",
    [
        "outlook: More.\noutlook:\n  summary: Less.\n",
        "outlook:\n  summary: Less.\noutlook: More.\n",
        "outlook:\n  scale: icd-203\noutlook:\n  summary: More.\n",
        "outlook:\n  summary: More.\n  scale: icd-203\noutlook:\n  scenarios:\n"
        "    - {name: One, text: Words., likelihood: likely}\n",
        "outlook:\n  summary: More.\n  scenarios:\n    - {name: One, text: Words., likelihood: likely}\n"
        "outlook:\n  scale: icd-203\n",
        "outlook:\noutlook: More.\n",
    ],
)
def test_an_outlook_that_is_given_in_two_pieces_misses_nothing(workspace, outlook):
    files = workspace(LEAST_BRIEF.replace("outlook: It goes on.\n", outlook))
    assert [code for code, _, _ in findings_of(files)] == ["BR109"]


def test_a_copied_section_does_not_repeat_its_id(workspace):
    section = "sections:\n  - {id: e, title: One, text: Words.}\n"
    brief = LEAST_BRIEF.replace("sections:\n  - title: A heading asserts\n    text: A first text.\n", section)
    assert [code for code, _, _ in findings_of(workspace(brief + section))] == ["BR109"]


def test_mistakes_in_both_values_are_reported_at_their_own_lines(workspace):
    brief = LEAST_BRIEF + "facts:\n  c: {valeu: 1}\nfacts:\n  d: {value: 1, unti: km}\n"
    assert findings_of(workspace(brief)) == [("BR201", 10, 7), ("BR109", 11, 1), ("BR201", 12, 17)]


def test_the_first_value_counts_and_keeps_its_place():
    document = read_document(b"a: {x: one, y: two}\nb: here\na: {y: other, z: three}\nb: there\n", "b.yaml")
    assert document.data == {"a": {"x": "one", "y": "two", "z": "three"}, "b": "here"}
    places = {key: str(document.source_map.value(key)) for key in (("a", "y"), ("a", "z"), ("b",))}
    assert places == {("a", "y"): "b.yaml:1:16", ("a", "z"): "b.yaml:3:18", ("b",): "b.yaml:2:4"}
    assert document.repeated == ((("b",), "there"),)
