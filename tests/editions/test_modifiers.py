"""Large print, greyscale and paper: the same words and tags for other readers or printers."""

from __future__ import annotations

import base64
import io
import re

import pypdfium2
import pytest
from PIL import Image, ImageChops

from briefing.core.errors import BriefingError, SelectionError
from briefing.files.workspace import Files
from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Modifier
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
from tests.editions.shipped import built

pytestmark = pytest.mark.engine

LARGE, MONO = (Modifier.LARGE_PRINT,), (Modifier.MONO,)
LEAST_LARGE = 16
"""Points."""

FIGURE = (
    "    blocks:\n"
    "      - figure: {id: f, title: A figure, alt: A red field., file: red.png}\n"
    "      - figure: {id: g, title: Another, alt: A blue field., file: blue.svg}\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">%s</svg>'
GRADIENT = (
    '<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'
    '</linearGradient><rect width="90" height="30" fill="url(#g)"/>'
)


def run_edition(files: Files, typesetter: Typesetter | None = None, **selection) -> Run:
    (job,) = plan(files, Selection(**selection)).jobs
    result = Run()
    run_stages(job, typesetter or Typesetter(files), result)
    return result


def red_picture(mode: str = "RGB", kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new(mode, (90, 30), {"RGB": (200, 30, 30), "RGBA": (200, 30, 30, 128)}[mode]).save(written, kind)
    return written.getvalue()


def colourfulness(pdf: bytes) -> int:
    """Return the largest difference between the channels of any pixel, from 0 to 255."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=1).to_pil().convert("RGB") for page in document]
    differences = [
        ImageChops.difference(one, other).getextrema()[1]
        for page in pages
        for one, other in zip(page.split(), (*page.split()[1:], page.split()[0]), strict=True)
    ]
    return max(differences)


def test_the_file_name_includes_the_modifiers():
    files = open_files(ROOT)
    wanted = Selection(("leap-second",), ("minister",), ("en",), (*LARGE, *MONO), "letter")
    (job,) = plan(files, wanted).jobs
    assert job.name == "leap-second-minister-en-large-print-mono-letter"


def test_a_paper_that_does_not_exist_is_reported_before_anything_is_built(workspace):
    with pytest.raises(SelectionError) as caught:
        plan(workspace(), Selection(paper="b5"))
    assert [finding.code for finding in caught.value.findings] == ["BR507"]


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(open_files(ROOT))


@pytest.mark.parametrize("slug", ["venezuela-russia", "leap-second"])
def test_a_greyscale_edition_has_the_same_words_and_no_colour(slug, typesetter):
    wanted = {"briefs": (slug,), "audiences": ("policymaker",), "languages": ("en",)}
    plain = built(f"{slug}-policymaker-en").content
    grey = run_edition(typesetter.files, typesetter, **wanted, modifiers=MONO)
    assert colourfulness(plain) > 100
    assert colourfulness(grey.pdf.content) <= 1
    with pypdfium2.PdfDocument(plain) as document:
        assert grey.pdf.page_count == len(document)
    assert grey.pdf.colours == ()


FIELD = '<rect width="90" height="30" fill="#1122dd"/>'


@pytest.mark.parametrize(
    ("mode", "kind", "drawing"),
    [("RGB", "PNG", FIELD), ("RGBA", "PNG", GRADIENT), ("RGB", "JPEG", GRADIENT)],
)
def test_pictures_turn_grey(workspace, mode, kind, drawing):
    pictures = {"content/trial/red.png": red_picture(mode, kind), "content/trial/blue.svg": SVG % drawing}
    files = workspace(LEAST_BRIEF.replace("outlook:", FIGURE + "outlook:"), pictures)
    assert colourfulness(run_edition(files).pdf.content) > 100
    grey = run_edition(files, modifiers=MONO)
    assert colourfulness(grey.pdf.content) <= 1
    with pypdfium2.PdfDocument(grey.pdf.content) as document:
        levels = {level for _, level in document[0].render(scale=1).to_pil().convert("L").getcolors()}
    assert len(levels) > 3


def test_a_colour_that_cannot_be_converted_is_reported(workspace):
    address = f"data:image/png;base64,{base64.b64encode(red_picture()).decode()}"
    style = f'@import "shipped/tokens.css";\n.title {{ background: url({address}) }}'
    files = workspace(files={"styles/tokens.css": style})
    with pytest.raises(BriefingError) as caught:
        run_edition(files, modifiers=MONO)
    (colour,) = (finding for finding in caught.value.findings if finding.code == "BR607")
    assert colour.what == "the greyscale edition has a colour: a picture"
    assert str(colour.where) == "styles/tokens.css:2:26"
    assert "BR607" not in {finding.code for finding in run_edition(files).findings}


@each(
    ("slug", "audience"),
    [
        ("venezuela-russia", "minister"),
        ("leap-second", "policymaker"),
        ("venezuela-russia", "public"),
        ("leap-second", "classroom"),
        ("venezuela-russia", "press"),
    ],
)
def test_large_print_has_the_same_page_in_letters_of_sixteen_points_or_more(slug, audience, typesetter):
    wanted = {"briefs": (slug,), "audiences": (audience,), "languages": ("en",)}
    large = run_edition(typesetter.files, typesetter, **wanted, modifiers=LARGE)
    assert large.findings == []
    sizes = [
        box.style["font_size"] * 0.75
        for page in large.sheets.document.pages
        for box in page._page_box.descendants()
        if isinstance(getattr(box, "text", None), str)
        and box.text.strip()
        and not str(box.element_tag).endswith("::before")  # bullets
    ]
    assert len(sizes) > 50
    assert min(sizes) >= LEAST_LARGE - 0.01
    assert sum(size >= 18 for size in sizes) > 0.1 * len(sizes)


def test_large_print_has_the_tags_of_the_edition_that_it_enlarges(workspace):
    files = workspace()
    large, plain = (run_edition(files, modifiers=modifiers).page.html for modifiers in (LARGE, ()))
    assert _without_heights(large) == _without_heights(plain)


def _without_heights(html: str) -> str:
    """Return the page without the line counts of its headings, which depend on their letters."""
    return re.sub(r"--heading-lines: \d+", "", html)


@pytest.mark.engine
def test_the_outlook_of_large_print_begins_with_a_scenario_below_it(workspace):
    """Three scenarios take a page: kept together, they left the heading alone on the page before."""
    scenario = (
        "{name: It stays, likelihood: likely, text: " + "It is so for as long as anyone can say. " * 7 + "}"
    )
    outlook = f"outlook: {{scale: icd-203, summary: It goes on., scenarios: [{', '.join([scenario] * 3)}]}}"
    files = workspace(LEAST_BRIEF.replace("outlook: It goes on.", outlook))
    run = run_edition(files, audiences=("policymaker",), modifiers=(Modifier.LARGE_PRINT,))
    pages = [
        {name for box in boxes for name in (box.element_tag, *(box.element.get("class") or "").split())}
        for page in run.sheets.document.pages
        if (boxes := [box for box in page._page_box.descendants() if box.element is not None])
    ]
    assert "tbody" in next(names for names in pages if "outlook" in names)


def test_large_print_has_no_page_limit(workspace):
    sections = "".join(f"  - {{title: A title, text: '{'word ' * 500}'}}\n" for _ in range(6))
    brief = LEAST_BRIEF.replace("sections:\n", f"sections:\n{sections}")
    files = workspace(brief)
    with pytest.raises(BriefingError):
        run_edition(files)
    assert run_edition(files, modifiers=LARGE).pdf.page_count > 4


@each("language", ["en", "ar"])
@each("marking", ["status: final", "tlp: AMBER+STRICT"])
def test_head_and_foot_have_room_in_large_print(workspace, language, marking):
    brief = LEAST_BRIEF.replace("A first text.", "One of several sentences. " * 60)
    brief += f"language: {language}\nmarking: {{{marking}}}\nas_of: 2026-11-20\n"
    settings = {"content/workspace.yaml": "publisher: The Institute of Rivers and Lakes\n"}
    found = run_edition(workspace(brief, settings), modifiers=(Modifier.LARGE_PRINT,)).findings
    assert [one for one in found if one.code in ("BR518", "BR603")] == []


@each("modifiers", [(), LARGE])
@each("logo", ["", "logo: {file: logo.png, alt: The logo of the Institute}\n"])
def test_a_long_name_of_the_publisher_is_broken_into_lines(workspace, modifiers, logo):
    name = "The Institute of Rivers, Lakes, Canals, Harbours and All Other Waters of the North and the South"
    settings = {
        "content/workspace.yaml": f"publisher: {{name: '{name}'}}\n{logo}",
        "content/logo.png": red_picture(),
    }
    files = workspace(f"{LEAST_BRIEF}series: '{name}'\n", settings)
    found = run_edition(files, modifiers=modifiers).findings
    assert [one for one in found if one.code == "BR603"] == []
