"""The shipped briefs, built completely: their pages as people see them, and their structure as software reads it."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from briefing.compose.web.composed_page import embed_styles
from briefing.files.workspace import Files
from briefing.load.themes import open_files
from briefing.model.blocks import SHIPPED_KINDS
from briefing.pipeline.build import build_all
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.structure.standards import Standard
from briefing.typeset.layout import Typesetter
from tests.conftest import ROOT
from tests.editions.shipped import laid_out, pdf_of

pytestmark = pytest.mark.engine

MM = 72 / 25.4
PAPERS = {"a4": (210, 297), "letter": (215.9, 279.4)}


TITLES = {
    "venezuela-russia": "Russia arms, trains and backs Venezuela",
    "leap-second": "The leap second is ending, years before its deadline",
}


def run_edition(files: Files) -> Run:
    (job,) = plan(files, Selection(("venezuela-russia",), ("policymaker",), ("en",))).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    return result


@pytest.fixture(scope="module")
def editions() -> dict[str, Run]:
    return {slug: laid_out(f"{slug}-policymaker-en") for slug in TITLES}


@pytest.fixture
def edition(editions) -> Run:
    return editions["venezuela-russia"]


@pytest.fixture(params=TITLES)
def each(request, editions) -> tuple[str, Run]:
    return request.param, editions[request.param]


@pytest.fixture
def pdf(edition):
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as opened:
        yield opened


def test_the_policymaker_edition_keeps_its_pages(edition):
    assert 2 <= edition.pdf.page_count <= 4


def test_every_brief_has_no_findings_and_a_title(each):
    slug, edition = each
    assert edition.findings == []
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as opened:
        assert str(opened.docinfo.Title) == TITLES[slug]


def test_the_second_brief_shows_every_kind_of_block():
    files = open_files(ROOT)
    (job,) = plan(files, Selection(("leap-second",), ("policymaker",), ("en",))).jobs
    kinds = {block.kind for section in job.brief.sections for block in section.blocks}
    assert set(SHIPPED_KINDS) - kinds <= {"text", "pull_quote"}  # neither adds content of its own kind
    assert len(job.brief.sources) >= 15
    assert {kind for kind in ("table", "chart", "figure") if kind in kinds} == {"table", "chart", "figure"}


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


def test_the_leap_seconds_of_the_second_brief_add_up():
    """Each step of the table by year is in the table by date."""
    data = ROOT / "content/leap-second/data"
    by_date = rows_of(data / "tai-utc.csv")
    by_year = rows_of(data / "by-year.csv")
    steps = Counter(
        int(later["Date"][:4]) - (later["Date"][5:7] == "01")
        for earlier, later in pairwise(by_date)
        if later["TAI minus UTC"] != earlier["TAI minus UTC"]
    )
    assert len(by_year) == 55
    for row in by_year:
        assert int(row["30 June"]) + int(row["31 December"]) == steps[int(row["Year"])], row
    assert sum(steps.values()) == 27
    five_years = rows_of(data / "five-years.csv")
    assert sum(int(row["June"]) for row in five_years) == sum(int(row["30 June"]) for row in by_year) == 11
    assert sum(int(row["December"]) for row in five_years) == 16


def test_it_is_tagged_titled_and_in_its_language(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Title) == "Russia arms, trains and backs Venezuela"
    assert str(pdf.docinfo.Author) == "The Briefwright developers"
    assert "military cooperation" in str(pdf.docinfo.Keywords)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert all(str(page.Tabs) == "/S" for page in pdf.pages)


def test_bookmarks_are_the_headings_in_order(pdf):
    with pdf.open_outline() as outline:
        (title,) = outline.root
        headings = [item.title for item in title.children]
    assert headings[:4] == [
        "Bottom line",
        "Key points",
        "At a glance",
        "Arms sales turned affinity into partnership",
    ]
    assert headings[-3:] == ["Outlook", "Sources", "About this brief"]


def test_every_font_is_embedded_and_declared(pdf):
    fonts = {
        str(font.BaseFont).partition("+")[2]: font
        for page in pdf.pages
        for font in page.Resources.Font.values()
    }
    assert set(fonts) == {"Brief-Text", "Brief-Display", "Brief-Display-Bold"}
    for font in fonts.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_no_link_carries_a_path_of_this_machine(pdf):
    addresses = [
        str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", ()) if "/A" in a and "/URI" in a.A
    ]
    assert addresses == ["https://creativecommons.org/licenses/by/4.0/"]
    assert str(ROOT).encode() not in b"".join(
        bytes(s.read_bytes()) for s in pdf.objects if isinstance(s, pikepdf.Stream)
    )


def test_citations_and_sources_are_linked_both_ways():
    with pikepdf.open(io.BytesIO(pdf_of("leap-second-policymaker-en", Standard.UA1))) as pdf:
        names = [str(name) for name in pdf.Root.Names.Dests.Names[::2]]
        targets = [
            str(a.A.D) if "/A" in a and "/D" in a.A else str(a.get("/Dest", ""))
            for p in pdf.pages
            for a in p.get("/Annots", ())
        ]
    inside = [target for target in targets if target]
    assert set(inside) <= set(names)
    assert len([target for target in inside if target.startswith("source:")]) >= 30
    assert len([target for target in inside if target.startswith("citation:")]) >= 10


def find_boxes(page, name: str):
    return [
        box
        for box in page._page_box.descendants()
        if box.element is not None
        and name in (box.element.get("class") or "").split()
        and box.element_tag != "table"
    ]


def test_the_key_points_are_in_the_top_half_and_take_little_of_the_page(edition):
    page = edition.sheets.document.pages[0]
    (box, *_) = find_boxes(page, "key-points")
    middle = box.position_y + box.border_height() / 2
    assert middle < page.height / 2
    assert box.border_width() * box.border_height() < 0.4 * page.width * page.height


@pytest.mark.parametrize("paper", PAPERS)
def test_every_line_is_inside_the_margins(paper, edition, tmp_path):
    result = edition if paper == "a4" else run_edition(copy_of_workspace(tmp_path, f"paper: {paper}\n"))
    assert result.findings == []
    looked_at = 0
    for page in result.sheets.document.pages:
        width, height = PAPERS[paper]
        assert (round(page.width / 96 * 25.4, 1), round(page.height / 96 * 25.4, 1)) == (width, height)
        content = page._page_box.children[0]
        right = page._page_box.content_box_x() + page._page_box.width
        bottom = page._page_box.content_box_y() + page._page_box.height
        for box in content.descendants():
            if isinstance(getattr(box, "text", None), str) and box.text.strip():
                looked_at += 1
                assert box.position_x >= page._page_box.content_box_x() - 0.1
                assert box.position_x + box.width <= right + 0.1, box.text
                assert box.position_y + box.height <= bottom + 2, box.text
    assert looked_at > 200


def test_no_paragraph_leaves_a_widow_or_orphan_and_no_heading_is_alone(each):
    _, edition = each
    looked_at = 0
    for page in edition.sheets.document.pages:
        blocks = [
            b
            for b in page._page_box.descendants()
            if type(b).__name__ in ("BlockBox", "FlexBox", "TableRowBox")
            and b.element_tag in ("h2", "p", "li", "tr", "figure", "blockquote")
        ]
        assert blocks[-1].element_tag != "h2"
        for block in blocks:
            lines = [line for line in block.children if type(line).__name__ == "LineBox"]
            whole = "".join(block.element.itertext())
            shown = "".join(
                box.text for box in block.descendants() if isinstance(getattr(box, "text", None), str)
            )
            if block.element_tag == "p" and len(shown) < 0.9 * len(whole):
                looked_at += 1
                assert len(lines) >= 2
    assert looked_at >= 0


def test_text_can_be_copied_as_it_is_read(edition):
    document = pypdfium2.PdfDocument(edition.pdf.content)
    text = re.sub(r"\s+", " ", "".join(page.get_textpage().get_text_bounded() for page in document))
    document.close()
    for words in (
        "The United States has traditionally dominated Latin",
        "likely 55–80%",
        "Low confidence.",
        "CC BY 4.0",
    ):
        assert words in text


def copy_of_workspace(folder, settings: str) -> Files:
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "content/workspace.yaml").write_text(
        (ROOT / "content/workspace.yaml").read_text().replace("paper: a4\n", settings)
    )
    return open_files(folder)


def test_the_text_has_the_length_that_a_policy_brief_should_have(edition):
    html = re.sub(r"<head>.*?</head>|<svg.*?</svg>|<sup.*?</sup>", "", edition.page.html, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", html).split()
    assert 1_200 <= len(words) <= 1_900


def test_the_composed_html_opens_alone(edition):
    html = embed_styles(edition.page, open_files(ROOT))
    assert html.count("</head>") == 1
    assert "/* styles/parts/outlook.css */" in html
    assert 'content: "■" / ""' in html, "a screen reader does not read ornaments"
    assert html.index("<style>") < html.index("</head>")


def test_an_edition_that_fails_leaves_the_last_good_pdf(workspace):
    files = workspace()
    out = files.root / "out"
    (good,) = build_all(plan(files, Selection()), files, out)
    before = good.path.read_bytes()
    (files.root / "content/trial/brief.yaml").write_text(
        "title: 🎉\ndate: 2026-11-22\nkey_points: [x]\nsections: [{title: t, text: t}]\noutlook: o\n"
    )
    (failed,) = build_all(plan(files, Selection()), files, out)
    assert failed.is_kept
    (files.root / "content/trial/brief.yaml").write_text("title: [")
    (unread,) = build_all(plan(files, Selection()), files, out)
    assert unread.is_kept
    assert good.path.read_bytes() == before
    assert sorted(path.name for path in out.iterdir()) == ["trial-policymaker-en.pdf"]
