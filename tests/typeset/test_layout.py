"""Pages as WeasyPrint lays them out: the measurements on them, and the files that the fetcher allows."""

from __future__ import annotations

import io

import pikepdf
import pytest

from briefing.files.fonts import fonts_of_packages
from briefing.stages import Page
from briefing.typeset.engine_log import read_message
from briefing.typeset.layout import Typesetter, export
from briefing.typeset.url_fetcher import WorkspaceFetcher, address_of, name_of
from tests.cases import each

STYLE = """\
@page { size: A4; margin: 19mm 18mm 22mm 20mm }
html { font: 10pt/14pt "Brief Text"; orphans: 3; widows: 3 }
section { padding-left: 54mm; margin-bottom: 14pt }
section div { break-inside: avoid }
h2 { font: 700 13pt/14pt "Brief Display"; margin: 0 0 2mm; width: 47mm }
p { margin: 0 0 7pt }
"""
FLOATING = "h2 { float: left; margin-left: -54mm }"
HANGING = "h2 { height: 0; margin: 0 0 0 -54mm; break-inside: avoid; break-after: avoid }"
HEADING = "A partnership that began as a statement of independence and more"
LINE = "Russian companies lent money and skills to the oil industry and received access to its reserves in return. "


def page_with_heading(depth_px: int) -> str:
    """Return a section whose heading starts at a given height of page one."""
    paragraphs = "".join(f"<p>{LINE * 2}</p>" for _ in range(3))
    return (
        f"<!doctype html><html lang=en><title>T</title><div style='height: {depth_px}px'></div>"
        f"<section><div><h2>{HEADING}</h2><p>{LINE}</p></div>{paragraphs}</section>"
    )


@pytest.fixture
def lay_out(workspace):
    def lay(html: str, style: str = STYLE):
        files = workspace(files={"styles/trial.css": style})
        return Typesetter(files).lay_out(
            Page(html, ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html")
        )

    return lay


@pytest.mark.engine
def test_a_float_that_is_painted_twice_is_detected(lay_out):
    counts = [lay_out(page_with_heading(depth), STYLE + FLOATING).miscounted for depth in range(900, 960, 10)]
    caught = [words for found in counts for words in found]
    assert caught, "WeasyPrint no longer paints floats twice: the rule can go"
    assert {(words.element, words.meant) for words in caught} == {("h2", HEADING)}


@pytest.mark.engine
def test_a_hanging_heading_is_never_painted_twice_nor_parted_from_its_text(lay_out):
    looked_at = 0
    for depth in range(840, 980, 10):
        sheets = lay_out(page_with_heading(depth), STYLE + HANGING)
        assert sheets.miscounted == ()
        pages = [
            number
            for number, page in enumerate(sheets.document.pages)
            for box in page._page_box.descendants()
            if box.element_tag in ("h2", "p") and type(box).__name__ == "BlockBox"
        ]
        heading, first_paragraph = pages[:2]
        assert heading == first_paragraph
        looked_at += 1
    assert looked_at == 14


@pytest.mark.engine
def test_words_are_counted_over_line_ends_hyphens_capitals_and_pages(lay_out):
    words = "incomprehensibilities notwithstanding " * 120
    text = f"<p>{words}<em>straße</em> &amp; so</p>"
    table = "<table><thead><tr><th>Head</thead>" + "<tr><td>cell" * 90
    html = f"<!doctype html><html lang=en><title>T</title>{text}{table}"
    style = STYLE + "p { hyphens: auto; width: 30mm; text-transform: uppercase }"
    sheets = lay_out(html, style)
    assert sheets.page_count > 3
    assert sheets.miscounted == ()


@pytest.mark.engine
@pytest.mark.parametrize("hiding", ["display: none", "position: absolute; display: none"])
def test_hidden_words_are_detected(lay_out, hiding):
    html = f"<!doctype html><html lang=en><title>T</title><p class=a id=b style='{hiding}'>Unseen<p>Seen"
    (found,) = lay_out(html).left_out
    assert (found.texts, found.classes, found.where.file) == (("Unseen",), {"a"}, "templates")


@pytest.mark.engine
def test_a_font_that_is_not_declared_is_detected(lay_out):
    html = "<!doctype html><html lang=en><title>T</title><p style='font-family: Georgia, \"Brief Text\"'>One"
    assert list(lay_out(html).undeclared_families) == ["Georgia"]


@pytest.mark.engine
def test_no_font_of_the_machine_is_used(lay_out):
    sheets = lay_out("<!doctype html><html lang=en><title>T</title><p style='font-family: sans-serif'>One")
    assert list(sheets.undeclared_families) == ["sans-serif"]
    with pikepdf.open(io.BytesIO(export(sheets).content)) as pdf:
        fonts = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert len(fonts) == 1
    assert "+Brief-" in fonts[0]


def test_addresses_say_nothing_of_the_folder_and_come_back_as_names():
    for name in ("content/a b/fig ü.png", "styles/fonts/X.otf"):
        assert name_of(address_of(name)) == name
    assert address_of("styles/x.css") == "file:///workspace/styles/x.css"


@each(
    "address",
    [
        "file:///etc/hostname",
        "https://example.org/x.png",
        "http://127.0.0.1/x",
        "ftp://example.org/x",
        "file:///workspace/../etc/hostname",
        "file:///workspace/%2e%2e/%2e%2e/etc/hostname",
        "file:///workspace//etc/hostname",
        "file:///workspace/missing.png",
        "file://localhost/etc/hostname",
        "FILE:///etc/hostname",
    ],
)
def test_nothing_is_fetched_but_files_of_the_workspace(workspace, address):
    with pytest.raises(OSError, match=r"workspace|no file"):
        WorkspaceFetcher(workspace()).fetch(address)


def test_a_link_that_leads_out_of_the_workspace_is_refused(workspace, tmp_path_factory):
    files = workspace()
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_bytes(b"secret")
    (files.root / "content/trial/link.png").symlink_to(outside)
    with pytest.raises(OSError, match="outside the workspace"):
        WorkspaceFetcher(files).fetch(address_of("content/trial/link.png"))


def test_fonts_come_from_packages_by_their_file_name():
    shelf = fonts_of_packages()
    assert {"XCharter-Regular.otf", "SourceSans3-BoldItalic.ttf"} <= set(shelf)
    assert {"SourceSerifPro-Regular.ttf", "SourceSerifPro-Regular.otf"} <= set(shelf), (
        "declared by entry points"
    )
    assert all(path.is_file() for path in shelf.values())


@each(
    ("message", "warning"),
    [
        (
            "Ignored `colr: red` at 3:7, unknown property.",
            ("css", "Ignored `colr: red`, unknown property", 3, 7),
        ),
        ("Failed to load image at 'file:///workspace/a.png': no", ("image", "file:///workspace/a.png", 0, 0)),
        (
            '.notdef glyph rendered for Unicode string unsupported by fonts: "字" (U+5B57)',
            ("glyph", "字", 0, 0),
        ),
        ("No anchor #x for internal URI reference", ("anchor", "x", 0, 0)),
        ("Something else.", ("other", "Something else", 0, 0)),
    ],
)
def test_each_message_of_the_engine_becomes_a_warning_of_its_kind(message, warning):
    read = read_message(message, "")
    assert (read.kind, read.subject, read.line, read.column) == warning


def lines_of(sheets) -> list[list[str]]:
    """Return the words of each line of each paragraph."""
    boxes = [box for page in sheets.document.pages for box in page._page_box.descendants()]
    return [
        [
            "".join(found.text for found in line.descendants() if hasattr(found, "text"))
            for line in box.children
        ]
        for box in boxes
        if box.element_tag == "p" and type(box).__name__ == "BlockBox"
    ]


@pytest.mark.engine
def test_a_text_that_fits_up_to_its_last_space_is_not_broken_behind_its_first_word(lay_out):
    """Lines of all widths: without the patch, nine of these paragraphs begin with a line of one word."""
    text = "Resolution 5 of the 15th General Conference on Weights and Measures, on Universal Time, 1975."
    html = "<!doctype html><html lang=en><title>T</title>" + "".join(
        f"<p style='width: {width / 10}pt'>{text} <a href='https://example.org/'>https://example.org/a/b/c</a></p>"
        for width in range(4000, 4300, 3)
    )
    style = '@page { size: A4; margin: 10mm } p { font: 10pt/12pt "Brief Text"; margin: 0 0 2pt }'
    firsts = [lines[0] for lines in lines_of(lay_out(html, style))]
    assert len(firsts) == 100
    assert {len(line.split()) > 8 for line in firsts} == {True}, firsts
