"""Texts in files of their own: read as if they were in the brief, with findings at their own lines and columns."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from jsonschema import Draft202012Validator

from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.explain.explain import explain
from briefing.files.read_log import READ
from briefing.load.library import Library
from briefing.model.text import Register
from briefing.pipeline.plan import Selection, plan
from briefing.review.check import check
from briefing.schema.documents import schema_of
from tests.cases import each
from tests.conftest import LEAST_BRIEF

TODAY = date(2026, 11, 29)
FOLDER = "content/trial/"
BRIEF = LEAST_BRIEF.replace("text: A first text.", "text: {file: sections/one.md}")


def of(workspace, text: str | bytes = "A first text.\n", brief: str = BRIEF, **others: str):
    files = {f"{FOLDER}sections/{name}.md": other for name, other in others.items()}
    return workspace(brief, {f"{FOLDER}sections/one.md": text, **files})


def errors_of(files, language: str = "") -> list[tuple[str, str]]:
    library = Library(files)
    with pytest.raises(BriefingError) as caught:
        (library.read_translation("trial", language) if language else library.read_brief("trial")).checked()
    return [(one.code, str(one.where).removeprefix(FOLDER)) for one in caught.value.findings]


def test_a_text_is_read_from_its_file(workspace):
    loaded = Library(of(workspace, b"\xef\xbb\xbfOne.\r\n\r\n## Two\r\n")).brief("trial")
    assert loaded.brief.sections[0].text == "One.\n\n## Two"
    assert str(loaded.source_map.value(("sections", 0, "text"))) == f"{FOLDER}sections/one.md:1:1"
    assert str(loaded.source_map.word(("sections", 0, "text"), "Two")) == f"{FOLDER}sections/one.md:3:4"
    assert loaded.source_map.value(("sections", 0, "title")).file == f"{FOLDER}brief.yaml"


ANYWHERE = """\
abstract: {text: {file: sections/one.md}}
bottom_line: {text: {file: sections/one.md}, short: {file: sections/two.md}, plain: Plain.}
method: {text: {file: sections/one.md}}
"""


def test_any_register_of_any_text_can_be_in_a_file(workspace):
    brief = ANYWHERE + BRIEF.replace("  - The first point.", "  - {text: {file: sections/two.md}}").replace(
        "text: {file: sections/one.md}",
        "text: Here.\n    blocks: [{text: {file: sections/one.md}}, {box: {title: B, text: {file: sections/two.md}}}]",
    )
    read = Library(of(workspace, "One.", brief, two="Two.")).brief("trial").brief
    assert (read.abstract.text, read.key_points[0].text, read.method.text) == ("One.", "Two.", "One.")
    assert [read.bottom_line.words(register) for register in Register] == ["One.", "Two.", "Plain."]
    assert (read.sections[0].blocks[0].text.text, read.sections[0].blocks[1].box.text) == ("One.", "Two.")


@each(
    ("text", "code", "place"),
    [
        ("One.\n\nTwo {nofact}.\n", "BR303", "3:5"),
        ("One.\n\nTwo. [@nobody]\n", "BR302", "3:6"),
        ("One [TODO].\n", "BR046", "1:6"),
        ("One.\r\n\r\n\\textbf{Two}\r\n", "BR331", "3:1"),
        ("---\ntitle: x\n---\nOne.\n", "BR333", "1:1"),
        ("One.\n\x07Two.\n", "BR111", "2:1"),
        ("<<<<<<< a\nOne.\n=======\nTwo.\n>>>>>>> b\n", "BR119", "1:1"),
        ("One.\n\n[a](https://example.org/%20b) [](#nowhere)\n", "BR305", "3:34"),
        (b"One.\n\xff", "BR101", "2:1"),
        ("\n \n", "BR208", "1:1"),
    ],
)
def test_errors_lead_to_lines_and_columns_of_the_file(workspace, text, code, place):
    assert (code, f"sections/one.md:{place}") in errors_of(of(workspace, text))


def test_errors_lead_to_the_file_next_to_a_file_of_sources_too(workspace):
    files = of(workspace, "One {nofact}. [@a]\n", f"{BRIEF}sources: lit.bib\n")
    (files.root / FOLDER / "lit.bib").write_text("@book{a, title = {A}, year = 2020}\n")
    assert errors_of(files) == [("BR303", "sections/one.md:1:5")]


def test_warnings_of_the_rules_lead_to_the_file_and_can_be_accepted(workspace):
    files = of(workspace, "One.\n\nIn the city there are 5 million trees.\n")
    (found,) = [one for one in check(files, Selection(), TODAY).findings if one.code == "BR011"]
    assert str(found.where) == f"{FOLDER}sections/one.md:3:1"
    accepting = BRIEF.replace("    text:", "    accept: {rule: BR011, why: our own count}\n    text:")
    result = check(of(workspace, "There are 5 million trees.\n", accepting), Selection(), TODAY)
    assert "BR011" not in {one.code for one in result.findings}
    assert "BR011" in {one.code for one in result.accepted}


@each(
    ("name", "code"),
    [
        ("sections/on.md", "BR804"),
        ("sections/one.docx", "BR203"),
        ("../../../secret.md", "BR502"),
        ("/etc/secret.md", "BR502"),
        ("sections\\one.md", "BR502"),
        ("sections", "BR203"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_at_its_name(workspace, name, code):
    brief = BRIEF.replace("sections/one.md", f"'{name}'")
    ((found, place),) = errors_of(of(workspace, brief=brief))
    assert (found, place) == (code, "brief.yaml:7:18")


def test_a_file_in_place_of_a_text_with_variants_leads_to_its_text(workspace):
    files = of(workspace, brief=f"abstract: {{file: sections/one.md}}\n{BRIEF}")
    with pytest.raises(BriefingError) as caught:
        Library(files).brief("trial")
    (finding,) = caught.value.findings
    assert (finding.code, finding.help) == ("BR203", "write `abstract: {text: {file: sections/one.md}}`")


def test_a_folder_is_no_file_of_text(workspace):
    files = of(workspace)
    (files.root / FOLDER / "sections/two.md").mkdir()
    (files.root / FOLDER / "brief.yaml").write_text(BRIEF.replace("one.md", "two.md"))
    assert errors_of(files) == [("BR804", "brief.yaml:7:18")]


def test_sources_that_only_a_file_of_text_cites_are_read(workspace):
    bib = "@misc{one, title={A title}, date={2020}, publisher={P}}\n@misc{two, title={B}, date={2020}}\n"
    files = of(workspace, "One. [@one]\n", BRIEF + "sources: [a.bib]\n")
    (files.root / FOLDER / "a.bib").write_text(bib)
    assert list(Library(files).brief("trial").brief.sources) == ["one"]


SPANISH = """\
title: Un hallazgo
key_points: [Uno.]
sections:
  - id: two
    title: Dos
    text: {file: sections/two.es.md}
  - id: one
    title: Uno
    text: Aquí.
    blocks: [{text: {file: sections/block.es.md}}]
outlook: Sigue.
"""
TWO = LEAST_BRIEF.replace(
    "  - title: A heading asserts\n    text: A first text.",
    """\
  - id: one
    title: One
    text: {file: sections/one.md}
    blocks: [{text: In the brief.}]
  - {id: two, title: Two, text: In the brief.}""",
)


def translated(workspace, spanish: str = SPANISH, two: str = "Dos.\n", block: str = "Más.\n"):
    files = of(workspace, brief=TWO)
    (files.root / FOLDER / "brief.es.yaml").write_text(spanish)
    (files.root / FOLDER / "sections/two.es.md").write_text(two)
    (files.root / FOLDER / "sections/block.es.md").write_text(block)
    return files


def test_each_language_has_its_own_files(workspace):
    loaded = Library(translated(workspace)).read_translation("trial", "es").checked()
    one, two = loaded.brief.sections
    assert (one.text, one.blocks[0].text.text, two.text) == ("Aquí.", "Más.", "Dos.")
    places = [
        loaded.source_map.value(key).file.removeprefix(FOLDER)
        for key in (
            ("sections", 0, "text"),
            ("sections", 0, "blocks", 0, "text", "text"),
            ("sections", 1, "text"),
        )
    ]
    assert places == ["brief.es.yaml", "sections/block.es.md", "sections/two.es.md"]


def test_errors_in_a_translation_lead_to_its_files(workspace):
    files = translated(workspace, two="Dos.\n\n{nada}\n", block="Más {nadie}.")
    assert errors_of(files, "es") == [
        ("BR303", "sections/block.es.md:1:5"),
        ("BR303", "sections/two.es.md:3:1"),
    ]


def test_a_text_in_a_file_that_is_not_translated_is_reported(workspace):
    files = translated(workspace, SPANISH.replace("    text: Aquí.\n", ""))
    assert errors_of(files, "es") == [("BR321", "brief.es.yaml:7:5")]


def test_warnings_of_a_language_that_is_not_selected_are_left_out(workspace):
    files = translated(workspace, two="Hay 5 millones de árboles.\n")
    found = {one.where.file for one in check(files, Selection(), TODAY).findings}
    assert f"{FOLDER}sections/two.es.md" in found
    english = {one.where.file for one in check(files, Selection(languages=("en",)), TODAY).findings}
    assert f"{FOLDER}sections/two.es.md" not in english


def test_an_edition_depends_on_the_files_of_its_texts(workspace):
    (job,) = plan(of(workspace), Selection()).jobs
    assert (READ, f"{FOLDER}sections/one.md") in job.reads.entries
    assert "A first text." in str(tailor(job).content)


def test_passages_in_other_languages_are_found_in_files(workspace):
    (job,) = plan(of(workspace, "The [îlots]{lang=fr}.\n"), Selection()).jobs
    assert list(job.passages) == ["fr"]


def test_explain_names_the_file(workspace):
    ((one,), errors) = explain(of(workspace), "sections.1.text", Selection())
    assert (str(one.wins.where), one.wins.value, errors) == (
        f"{FOLDER}sections/one.md:1:1",
        "A first text.",
        [],
    )


def test_the_schema_for_editors_allows_what_is_read():
    validator = Draft202012Validator(schema_of("brief"))
    blocks = "    blocks: [{text: {file: a.md}}, {box: {title: B, text: {file: b.txt}}}]\n"
    brief = ANYWHERE + BRIEF.replace("outlook:", f"{blocks}outlook:")
    assert [*validator.iter_errors(yaml.load(brief, yaml.BaseLoader))] == []  # noqa: S506  (texts alone)
    for wrong in ("{file: a.docx}", "{file: a.md, line: 2}", "{}"):
        data = yaml.load(BRIEF.replace("{file: sections/one.md}", wrong), yaml.BaseLoader)  # noqa: S506
        assert [*validator.iter_errors(data)] != []
