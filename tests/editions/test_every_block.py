"""A brief with every kind of block: its tags are in the order of the page, and its HTML edition says the same.

Nothing in it is a fact.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefing.model.blocks import SHIPPED_KINDS
from tests.browser import with_browser
from tests.browser.accessible_page import TEXT, Node
from tests.browser.announced import LINKS, in_common, of_node, of_tag, squeezed, target_of
from tests.conftest import LEAST_BRIEF
from tests.editions.rich_brief import announced_page, jobs, run_of
from tests.planning import outcome_of
from tests.typeset.page_order import steps_back
from tests.typeset.readback import Tag, opened, read_tags

pytestmark = pytest.mark.engine

EDITION = "blocks-analyst-en"


@cache
def pdf() -> pikepdf.Pdf:
    """Return the PDF of the edition, which stays open as long as its tags are read."""
    return opened(run_of(EDITION).pdf.content)


@cache
def tags() -> Tag:
    return read_tags(pdf())


def sections_of() -> list[Any]:
    brief = jobs()[EDITION].brief
    return [*brief.sections, *brief.annexes]


def test_the_brief_has_every_kind_of_block():
    kinds = {block.kind for section in sections_of() for block in section.blocks}
    assert kinds == set(SHIPPED_KINDS)


def test_the_tags_are_in_the_order_of_the_page():
    """The markings come first, although the page prints the masthead above them."""
    found = steps_back(run_of(EDITION).pdf.content)
    assert found == [("Draft", "River Press")]


def test_tags_in_another_order_are_noticed():
    with opened(run_of(EDITION).pdf.content) as turned:
        document = turned.Root.StructTreeRoot.K[0]
        document.K = pikepdf.Array(reversed(list(document.K)))
        written = io.BytesIO()
        turned.save(written)
    assert len(steps_back(written.getvalue())) > 10


def test_a_caption_is_the_first_child_of_its_exhibit():
    blocks = [block for section in sections_of() for block in section.blocks]
    exhibits = [block for block in blocks if block.kind not in ("text", "quote", "pull_quote", "numbers")]
    assert len(tags().of("Caption")) == len(exhibits) == 14
    for exhibit in tags().walk():
        kids = [kid for kid in exhibit.kids if isinstance(kid, Tag)]
        owned = [place for place, kid in enumerate(kids) if kid.type == "Caption"]
        assert owned in ([], [0])


def poppler_tags(content: bytes, folder: Path, option: str) -> list[tuple[int, str]]:
    """Return the structure tree as Poppler reads it: the depth of each line, and its type or its text in quotes."""
    if not (program := shutil.which("pdfinfo")):
        pytest.skip("Poppler is not installed")
    (folder / "edition.pdf").write_bytes(content)
    read = subprocess.run(
        [program, "-enc", "UTF-8", option, folder / "edition.pdf"], capture_output=True, check=True
    )
    lines = [line for line in read.stdout.decode().splitlines() if not line.lstrip().startswith("/")]
    return [((len(line) - len(line.lstrip())) // 2, line.strip()) for line in lines if line.strip()]


@pytest.mark.process
def test_poppler_reads_each_caption_before_its_exhibit(tmp_path):
    lines = poppler_tags(run_of(EDITION).pdf.content, tmp_path, "-struct")
    captions = [place for place, (_, text) in enumerate(lines) if text.startswith("Caption")]
    assert len(captions) == 14
    for place in captions:
        depth, _ = lines[place]
        parent, kind = lines[place - 1]
        assert parent == depth - 1 and kind.startswith(("Div", "Table")), lines[place - 1]


MARKED = f"""{LEAST_BRIEF}\
series: River levels
publisher: {{name: River Press}}
marking: {{tlp: AMBER, embargo_until: "2026-06-30T06:00:00Z", handling: Official use only, status: draft}}
"""


@pytest.mark.process
def test_poppler_reads_the_markings_first_and_once(workspace, tmp_path):
    """In a short brief: Poppler reads the whole page again for each text."""
    content = outcome_of(workspace(MARKED)).path.read_bytes()
    lines = poppler_tags(content, tmp_path, "-struct-text")
    texts = [text.strip('" ').replace("\xa0", " ").casefold() for _, text in lines if text.startswith('"')]
    marks = ["TLP:AMBER", "Embargoed until 30 June 2026, 06:00 UTC", "Official use only", "Draft"]
    assert texts[:5] == [*map(str.casefold, marks), "river press"]
    assert texts.count("tlp:amber") == 1


@pytest.fixture(scope="module")
def page() -> Node:
    """The accessibility tree of the HTML edition in a browser."""
    return announced_page(EDITION)


@with_browser
def test_the_html_edition_announces_what_the_pdf_announces(page):
    """Headings, lists and labels, tables and headers, pictures, quotations, notes, links, and their languages."""
    announced = in_common(of_node(page))
    assert announced == in_common(of_tag(tags(), str(pdf().Root.Lang)))
    assert len(announced) > 350
    assert {item.kind for item in announced} >= {"heading 3", "note", "picture", "rowheader", "emphasis"}


def passages(runs: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the passages in another language than that of the page, by the languages of the runs of text."""
    joined = [
        (language, squeezed("".join(text for _, text in group)))
        for language, group in groupby(runs, itemgetter(0))
    ]
    return [passage for passage in joined if passage[0] != "en" and passage[1]]


def runs_of_tag(tag: Tag, language: str) -> Iterator[tuple[str, str]]:
    language = str(tag.object.get("/Lang", language))
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from runs_of_tag(kid, language)
        elif isinstance(kid, str):
            yield language, kid


@with_browser
def test_passages_in_another_language_are_the_same(page):
    in_page = passages((node.language, node.name) for node in page.walk() if node.role == TEXT)
    assert in_page == passages(runs_of_tag(tags(), "en"))
    assert in_page == [("fr", "deuxlangues"), ("fr", "èveexemple"), ("fr", "lesrivièresdunord")]


@with_browser
def test_every_paragraph_is_in_the_pdf(page):
    text = squeezed(tags().text)
    paragraphs = [squeezed(node.text) for node in page.walk() if node.role == "paragraph"]
    assert len(paragraphs) > 40
    assert [one for one in paragraphs if one not in text] == []
    assert {"tlp:amber", "embargoeduntil30june2026,06:00utc", "officialuseonly", "draft"} <= set(paragraphs)


@with_browser
def test_links_have_the_roles_of_their_targets_and_lead_there_and_back(page):
    links = [(node.role, target_of(node)) for node in page.walk() if node.role in ("link", *LINKS.values())]
    inside = {target for _, target in links if target.startswith("#")}
    for role, target in links:
        kind = next((kind for kind in LINKS if target.startswith(kind)), "")
        assert role == LINKS.get(kind, "link"), target
    numbers = {kind: {one.removeprefix(kind) for one in inside if one.startswith(kind)} for kind in LINKS}
    assert numbers["#footnote:"] == numbers["#footnote-mark:"] == {"1", "2", "3", "4"}
    assert numbers["#source:"] == {"1", "2"} and len(numbers["#citation:"]) > 4


@with_browser
def test_links_back_say_so(page):
    names = [node.name for node in page.walk() if node.role == "doc-backlink"]
    assert len(names) > 8 and all(name.startswith("Back to the text: ") for name in names)
    assert len(set(names)) == len(names)


@with_browser
def test_ornaments_are_not_read_and_landmarks_have_names(page):
    texts = {node.text.strip() for node in page.walk() if node.role == TEXT}
    assert texts & set("■□→←↑▪") <= {"↑"}
    named = {node.role: node.name for node in page.walk() if node.role.startswith("doc-") and node.name}
    assert named["doc-toc"].casefold() == "contents" and named["doc-bibliography"].casefold() == "sources"
    assert [node.role for node in page.walk() if node.role in ("banner", "main", "contentinfo")] == [
        "banner",
        "main",
        "contentinfo",
    ]


@with_browser
def test_a_drawing_is_one_image(page):
    images = [node for node in page.walk() if node.role == "image"]
    assert len(images) == 4
    assert all(node.name and not node.kids and not node.description for node in images)
