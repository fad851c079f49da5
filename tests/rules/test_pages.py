"""Every page of a finding code is complete and true: its bad example gives exactly its code, its good one does not."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from briefing.core.codes import NAMES
from briefing.rules.catalogue import read_catalogue
from briefing.rules.page_files import FOLDER, parse_page, read_pages
from briefing.rules.registry import RULES
from briefing.rules.rule import ExampleKind, Rule
from tests.cases import each
from tests.rules.page_examples import NEARLY_EMPTY, run_example

PAGES = read_catalogue()
RUN = [page for page in PAGES.values() if page.example is not ExampleKind.NONE]
NOT_RUN = {
    "a file of other bytes than text, or a very large one": ("BR101", "BR102", "BR117", "BR122"),
    "the colour profile of a printer": ("BR645",),
    "texts that were confirmed before": ("BR061", "BR062"),
    "an error that stops no check: one of a built edition": ("BR073",),
    "a spreadsheet, whose rows and columns can be hidden": ("BR146",),
    "a font of coloured pictures, or a picture inside an address": ("BR514", "BR607"),
    "hundreds of pages, or a fault of the typesetter": ("BR610", "BR611"),
    "a copy of a shipped file, and a later change of that file": ("BR534",),
    "a kit that was released, or an edition that was built": (
        *("BR523", "BR620", "BR621", "BR622", "BR623", "BR624"),
        *("BR625", "BR626", "BR627", "BR815", "BR816"),
        *("BR806", "BR807", "BR808", "BR810", "BR811", "BR820", "BR821", "BR822", "BR823"),
    ),
    "a site that was published": ("BR850", "BR851", "BR852", "BR853", "BR854", "BR855"),
    "a file that was handed over to a translator": (*("BR831", "BR832", "BR833", "BR834", "BR835", "BR836"),),
    "a repository of git": ("BR814",),
    "an installed package with rules": ("BR908",),
    "a document of a word processor": ("BR840", "BR841", "BR842", "BR843", "BR844"),
    "a process that hangs, dies or is taken over": (*("BR702", "BR703", "BR704", "BR705", "BR706", "BR707"),),
    "another machine, its libraries, limits or permissions": (
        *("BR901", "BR902", "BR903", "BR904", "BR905", "BR906", "BR907"),
    ),
}
"""The codes whose examples are not run here, by the tools that they would need; each has tests in its own room."""

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,4}")
WIDTH = 88
COMPANIONS = {"BR072": {"BR011"}}
"""Further codes of a bad example: the finding whose acceptance has expired."""

HERE = Path(__file__).parent
TESTS = HERE.parent


def test_every_file_of_the_folder_is_the_page_of_a_code():
    pages = read_pages()
    assert {path.name for path in FOLDER.iterdir()} == {f"{code}.md" for code in pages}
    assert len(pages) >= 117
    assert {code: page.name for code, page in PAGES.items()} == NAMES
    assert len(PAGES) == len(pages) + len(RULES) >= 184
    assert len(RUN) >= 140


def test_names_are_unique_and_short():
    counted = Counter(page.name for page in PAGES.values())
    assert [name for name, count in counted.items() if count > 1] == []
    assert [name for name in counted if not NAME.fullmatch(name) or len(name) > 32] == []


def test_an_example_is_run_unless_it_needs_what_a_piece_of_a_brief_does_not_have():
    left_out = [code for codes in NOT_RUN.values() for code in codes]
    assert sorted(left_out) == [code for code in PAGES if PAGES[code].example is ExampleKind.NONE]
    others = [path for path in TESTS.rglob("*") if path.suffix in (".py", ".txt") and path.parent != HERE]
    assert len(others) > 400
    tested = "".join(path.read_text(encoding="utf-8", errors="replace") for path in others)
    assert [code for code in left_out if code not in tested] == []


@each("page", PAGES.values())
def test_a_page_reads_well_in_a_terminal(page: Rule):
    assert [line for line in page.text.splitlines() if len(line) > WIDTH or line != line.rstrip()] == []
    assert page.summary[0].isupper() and page.summary.endswith(".") and len(page.summary) <= WIDTH
    explanation = page.text.partition("\nBad:\n")[0].removeprefix(page.summary).strip()
    assert 15 <= len(explanation.split()) <= 110
    assert page.bad != page.good


@pytest.mark.engine
@each("page", RUN)
def test_the_bad_example_gives_the_code_and_no_other(page: Rule, tmp_path):
    found = run_example(page.example, page.bad, tmp_path)
    others = COMPANIONS.get(page.code, NEARLY_EMPTY) - {page.code}
    assert set(found) - others == {page.code}
    assert page.severity in found[page.code] or page.varies


@pytest.mark.engine
@each("page", RUN)
def test_the_good_example_does_not_give_it(page: Rule, tmp_path):
    found = run_example(page.example, page.good, tmp_path)
    assert page.code not in found
    assert [code for code, severities in found.items() if "error" in severities] == []


@pytest.mark.parametrize(
    "content",
    [
        "A summary.\n\nBad:\n\n    x\n\nGood:\n\n    y\n",
        "---\nname: x\n---\nA summary.\n\nBad:\n\n    x\n",
        "---\nname: x\n---\nA summary.\n",
    ],
)
def test_a_page_without_front_matter_or_examples_is_refused(content):
    with pytest.raises(ValueError, match="the page of BR105 needs front matter"):
        parse_page("BR105", content)
