"""A brief with every kind of block: its tags are in the order of the page, and its HTML edition says the same.

Nothing in it is a fact.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.web_edition import stand_alone
from briefing.model.blocks import SHIPPED_KINDS
from briefing.stages import Medium
from tests import browser
from tests.browser.accessible_page import TEXT, Node, read_page
from tests.editions.rich_brief import FILES, JOBS, run_of
from tests.typeset.page_order import steps_back
from tests.typeset.readback import UNSEEN, Tag, opened, read_tags

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
    brief = JOBS[EDITION].brief
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
    exhibits = [block for block in blocks if block.kind not in ("text", "quote", "numbers")]
    assert len(tags().of("Caption")) == len(exhibits) == 14
    for exhibit in tags().walk():
        kids = [kid for kid in exhibit.kids if isinstance(kid, Tag)]
        owned = [place for place, kid in enumerate(kids) if kid.type == "Caption"]
        assert owned in ([], [0])


def poppler_tags(folder: Path) -> list[tuple[int, str]]:
    """Return the structure tree as Poppler reads it: the depth of each line, and its type or its text in quotes."""
    if not (program := shutil.which("pdfinfo")):
        pytest.skip("Poppler is not installed")
    (folder / "edition.pdf").write_bytes(run_of(EDITION).pdf.content)
    read = subprocess.run(
        [program, "-enc", "UTF-8", "-struct-text", folder / "edition.pdf"], capture_output=True, check=True
    )
    lines = [line for line in read.stdout.decode().splitlines() if not line.lstrip().startswith("/")]
    return [((len(line) - len(line.lstrip())) // 2, line.strip()) for line in lines if line.strip()]


@pytest.mark.process
def test_poppler_reads_the_markings_first_and_each_caption_before_its_exhibit(tmp_path):
    lines = poppler_tags(tmp_path)
    texts = [text.strip('" ') for _, text in lines if text.startswith('"')]
    marks = ["TLP:AMBER", "Embargoed until 30 June 2026, 06:00 UTC", "Official use only", "Draft"]
    assert [text.replace("\xa0", " ").casefold() for text in texts[:4]] == [mark.casefold() for mark in marks]
    assert [text.casefold() for text in texts].count("tlp:amber") == 1
    captions = [place for place, (_, text) in enumerate(lines) if text.startswith("Caption")]
    assert len(captions) == 14
    for place in captions:
        depth, _ = lines[place]
        parent, kind = lines[place - 1]
        assert parent == depth - 1 and kind.startswith(("Div", "Table")), lines[place - 1]


class Item(NamedTuple):
    """Something that a screen reader announces: its kind, what is read, its language, and where it leads."""

    kind: str
    text: str
    language: str
    target: str = ""


def squeezed(text: str) -> str:
    """Return a text without spaces and hints; capitals of a style are letters of the page in a browser."""
    return re.sub(r"\s", "", text.translate(UNSEEN)).casefold()


CELLS = {"/Column": "columnheader", "/Row": "rowheader"}
SAME = {"BlockQuote": "quotation", "Note": "note", "Em": "emphasis", "Strong": "strong", "Code": "code"}
SAME |= {"Caption": "caption", "TR": "row", "TD": "cell"}


def of_tag(tag: Tag, language: str) -> Iterator[Item]:
    """Yield what a tag of the PDF and those in it announce, in order."""
    language = str(tag.object.get("/Lang", language))
    kids = [kid for kid in tag.kids if isinstance(kid, Tag)]
    if tag.type == "Table" and kids[0].type == "Caption":  # in HTML it is before its table
        yield from of_tag(kids.pop(0), language)
    yield from _item_of_tag(tag, language)
    for kid in kids:
        yield from of_tag(kid, language)


def _item_of_tag(tag: Tag, language: str) -> Iterator[Item]:
    if found := re.fullmatch(r"H([1-6])", tag.type):
        yield Item(f"heading {found[1]}", squeezed(tag.text), language)
    elif tag.type in SAME:
        yield Item(SAME[tag.type], squeezed(tag.text), language)
    elif tag.type == "Figure":
        yield Item("picture", squeezed(str(tag.object.Alt)), language)
    elif tag.type in ("L", "TOC"):
        yield Item("list", "", language)
    elif tag.type == "Table":
        yield Item("table", squeezed(str(tag.attribute("/Summary") or "")), language)
    elif tag.type == "TH":
        yield Item(CELLS[str(tag.attribute("/Scope"))], squeezed(tag.text), language)
    elif tag.type == "Link":
        yield _link_of_tag(tag, language)
    elif tag.type in ("LI", "TOCI"):
        labels = [kid.text for kid in tag.kids if isinstance(kid, Tag) and kid.type == "Lbl"]
        yield Item("item", squeezed("".join(labels)), language)


def _link_of_tag(tag: Tag, language: str) -> Item:
    annotation = next(kid for kid in tag.kids if not isinstance(kid, str | Tag))
    target = str(annotation.A.URI) if "/A" in annotation else f"#{annotation.Dest}"
    return Item("link", squeezed(str(annotation.Contents)), language, target)


ROLES = {"blockquote": "quotation", "doc-footnote": "note", "Figcaption": "caption"}
ROLES |= {name: name for name in ("emphasis", "strong", "code", "row", "cell", "columnheader", "rowheader")}
LINKS = {"#source:": "doc-biblioref", "#citation:": "doc-backlink"}
LINKS |= {"#footnote:": "doc-noteref", "#footnote-mark:": "doc-backlink"}
"""The roles of links by what they lead to (DPUB-ARIA 1.1)."""


def of_node(node: Node) -> Iterator[Item]:
    """Yield what a node of the HTML edition and those in it announce, in order."""
    yield from _item_of_node(node)
    for kid in node.kids:
        yield from of_node(kid)


def _item_of_node(node: Node) -> Iterator[Item]:
    language = node.language
    if node.role == "heading":
        yield Item(f"heading {node.level}", squeezed(node.text), language)
    elif node.role in ROLES:
        yield Item(ROLES[node.role], squeezed(node.text), language)
    elif node.role == "image":
        yield Item("picture", squeezed(node.name), language)
    elif node.role in ("list", "DescriptionList"):
        yield Item("list", "", language)
    elif node.role == "table":
        yield Item("table", squeezed(node.description), language)
    elif node.role in ("link", *LINKS.values()):
        yield Item("link", squeezed(node.name), language, target_of(node))
    elif node.role in ("listitem", "doc-biblioentry"):
        labels = [kid.name for kid in node.kids if kid.role == "ListMarker"]
        yield Item("item", squeezed("".join(labels)), language)
    elif node.role == "term":
        yield Item("item", squeezed(node.text), language)


def target_of(node: Node) -> str:
    """Return the address of a link; of one inside the page, only the part after it."""
    file, _, name = node.address.partition("#")
    return f"#{name}" if file.startswith("file:") else node.address


def in_common(items: Iterator[Item]) -> list[Item]:
    """Return items without the differences that are right.

    On paper, the letter before a footnote leads back; in a window an arrow after it, and the letter is the label of
    its item.
    """
    kept: list[Item] = []
    for item in items:
        if item.kind == "link" and (item.target == "#brief:text" or item.target.startswith("data:")):
            continue  # a window has a link past its head, and files where a PDF has attachments
        if item.kind == "note":
            kept[-1] = kept[-1]._replace(text="")
        kept.append(item._replace(text=_common_text(item)))
    return kept


def _common_text(item: Item) -> str:
    """Return the part of a text that the PDF and the HTML edition share."""
    if item.target.startswith(("#citation:", "#footnote-mark:")):
        # a PDF names the page; a window, which has no pages, the source or the footnote
        return re.sub("(?<=^backtothetext)[,:].*", "", item.text)
    if item.target.startswith("#"):
        return item.text.rstrip("0123456789") or item.text  # the page numbers of the contents
    if item.text == "■":
        return "▪"  # the bullet of a third level, as the browser draws it
    return item.text.removesuffix("↑")


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Iterator[Node]:
    """The accessibility tree of the HTML edition in a browser."""
    path = tmp_path_factory.mktemp("edition") / "edition.html"
    html = stand_alone(compose(tailor(JOBS[EDITION]), FILES, Medium.SCREEN), FILES)
    path.write_text(html, encoding="utf-8")
    with browser.browser() as tab:
        tab.open(path, 1280)
        yield read_page(tab)


in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "-"),
]


def with_browser(test: Any) -> Any:
    """Mark a test that opens a browser."""
    for mark in in_browser:
        test = mark(test)
    return test


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
    assert in_page == [("fr", "deuxlangues"), ("fr", "lesrivièresdunord")]


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
def test_ornaments_are_not_read_and_landmarks_have_names(page):
    texts = {node.text.strip() for node in page.walk() if node.role == TEXT}
    assert texts.isdisjoint("■□→←↑▪") or texts & set("■□→←↑▪") == {"↑"}
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
