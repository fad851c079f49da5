"""The HTML edition: what the file contains, and what is left out."""

from __future__ import annotations

import base64
import hashlib
import io
import re

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.inline_images import bare_picture, embed_picture
from briefing.compose.web.web_edition import stand_alone
from briefing.compose.web.webfonts import in_blocks, letters_of, subset_font
from briefing.core.errors import WorkspaceError
from briefing.files.fonts import read_font
from briefing.files.workspace import Files
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Medium
from tests.conftest import LEAST_BRIEF

BLOCKS = """\
    blocks:
      - table: {id: t, title: Ships & "boats", alt: Two years, data: [[Year, Ships], ["2024", 12], ["2025", 19]]}
      - chart: {title: More, alt: Two bars, source: a, kind: column, data: [[Year, Ships], ["2024", 12], ["2025", 19]]}
      - figure: {title: A quay, alt: A grey square, file: figures/quay.jpg}
outlook:
  summary: It goes on.
  watch: [{indicator: Queue, now: long, means: a delay}]
sources: {a: {title: A register of ships, date: 2026, publisher: The port}}
"""
BRIEF = LEAST_BRIEF.replace("outlook: It goes on.\n", BLOCKS)


def photograph(**settings) -> bytes:
    """Return a picture as a camera writes it, with its location and maker."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "A maker of cameras", settings.get("turn", 1)
    Image.linear_gradient("L").convert("RGB").resize((64, 32)).save(
        out, "JPEG", exif=exif, comment=b"taken by Ana", quality=80
    )
    return out.getvalue()


@pytest.fixture
def html(workspace) -> str:
    return screen(workspace(BRIEF, {"content/trial/figures/quay.jpg": photograph()}))


def screen(files: Files) -> str:
    (job,) = plan(files, Selection()).jobs
    return stand_alone(compose(tailor(job), files, Medium.SCREEN), files)


def test_the_policy_names_each_style_and_allows_nothing_else(html):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles
    }
    assert hashes and hashes == set(re.findall(r"'sha256-[^']*'", policy))
    assert policy.startswith("default-src 'none'; ") and "script" not in policy and "http" not in policy


def test_nothing_in_it_leads_to_a_file(html):
    addresses = re.findall(r"url\(([^)]*)\)|\ssrc=\"([^\"]*)\"", html)
    held = [first or second for first, second in addresses]
    assert len(held) >= 9 and all(address.strip("\"'").startswith("data:") for address in held)
    assert "@import" not in html and "/*" not in re.sub(r"data:[^\"')]*", "", html)


def test_a_table_can_be_scrolled_by_keys_and_is_named_by_its_caption(html):
    assert '<div class="scroll" role="group" tabindex="0" aria-labelledby="caption:1"><table' in html
    assert re.search(r'<figcaption id="caption:1">.*Ships &amp; “boats”</figcaption>', html)
    assert 'role="columnheader">Ships' in html and re.search(
        r'<td [^>]*data-head="Ships" role="cell">12<', html
    )


def test_a_table_without_a_caption_is_named_by_its_first_header(html):
    assert re.search(
        r'aria-labelledby="table:2"><table role="table">.*?<th scope="col" id="table:2" ', html, re.DOTALL
    )
    assert 'data-head="Now"' in html


def test_the_data_of_a_chart_is_in_the_file(html):
    link = re.search(
        r'<a href="data:text/csv;charset=utf-8;base64,([^"]*)" download="figure-1.csv">figure-1.csv</a>', html
    )
    assert base64.b64decode(link[1]).decode().splitlines() == ["Year,Ships", "2024,12", "2025,19"]


def test_the_data_is_not_there_where_the_audience_gets_none(workspace):
    picture = {"content/trial/figures/quay.jpg": photograph()}
    html = screen(workspace(BRIEF + "audiences: {policymaker: {attachments: [content]}}\n", picture))
    assert "text/csv" not in html and "figure-1.csv" not in html


def test_a_picture_keeps_its_pixels_and_nothing_of_who_took_it(html):
    taken = photograph()
    held = base64.b64decode(re.search(r'src="data:image/jpeg;base64,([^"]*)"', html)[1])
    assert b"camera" in taken and b"Ana" in taken
    assert b"camera" not in held and b"Ana" not in held
    with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(held)) as after:
        assert before.tobytes() == after.tobytes()


def test_a_picture_that_lies_on_its_side_is_turned(workspace):
    with Image.open(io.BytesIO(bare_picture(photograph(turn=6), "JPEG"))) as picture:
        assert picture.size == (32, 64) and picture.getexif().get(0x0112) is None


def test_a_missing_picture_is_reported(workspace):
    with pytest.raises(WorkspaceError) as caught:
        embed_picture("content/trial/figures/quay.jpg", workspace())
    assert [finding.code for finding in caught.value.findings] == ["BR501"]


@pytest.mark.slow
def test_a_font_keeps_the_letters_that_a_text_wants(workspace):
    content = read_font("styles/fonts/SourceSans3-Regular.ttf", workspace())
    russian = in_blocks(letters_of(["Ж"]))
    packed = subset_font(content, russian)
    subset_font.cache_clear()
    assert packed == subset_font(content, russian)
    known = TTFont(io.BytesIO(packed)).getBestCmap()
    assert ord("Ж") in known and ord("a") in known and ord("Ω") not in known
    assert len(packed) < len(content) / 8
    assert TTFont(io.BytesIO(packed))["name"].getDebugName(13)  # the licence


@pytest.mark.slow
def test_styles_of_the_workspace_come_with_it(workspace):
    styles = {
        "content/trial/figures/quay.jpg": photograph(),
        "styles/screen.css": '@import "shipped/screen.css";\n/* ask Ana */\n.title { background: url("lines.svg") }',
        "styles/lines.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    html = screen(workspace(BRIEF, styles))
    svg = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" />').decode()
    assert f'.title {{ background: url("data:image/svg+xml;base64,{svg}") }}' in html
    assert "ask Ana" not in html and "@media screen" in html


TEMPLATE = "templates/parts/sections.j2.html"
PARTS = """\
<nav><p>In short</p><h2>Contents</h2><h2>Second</h2></nav>
<nav aria-label="Pages"><h2 id="named">Third</h2></nav>
<section role="doc-bibliography"><h2 id="works">Works</h2></section>
<svg aria-label="A chart"><title>A chart</title><g><title>Inner</title><text>40</text></g><path d="M0 0"/></svg>
<svg role="graphics-document"><title>A map</title><desc>Of rivers</desc><g aria-hidden="false"><svg><g/></svg></g></svg>
<p>After <svg aria-hidden="true"><path d="M0 0"></path></svg></p>
"""


@pytest.fixture
def framed(workspace) -> str:
    return screen(workspace(LEAST_BRIEF, {TEMPLATE: PARTS}))


def test_a_landmark_is_named_by_its_first_heading(framed):
    assert '<nav aria-labelledby="landmark:1"><p>In short</p><h2 id="landmark:1">Contents</h2><h2>' in framed
    assert '<nav aria-label="Pages"><h2 id="named">Third</h2></nav>' in framed
    assert '<section role="doc-bibliography" aria-labelledby="works"><h2 id="works">Works</h2>' in framed


def test_a_drawing_is_one_image_that_is_described_once(framed):
    assert (
        '<svg aria-label="A chart" role="img"><g aria-hidden="true"><title>Inner</title><text>40</text></g>'
        '<path d="M0 0" aria-hidden="true"/></svg>'
    ) in framed
    assert (
        '<svg role="graphics-document"><title>A map</title><desc>Of rivers</desc>'
        '<g aria-hidden="false"><svg><g/></svg></g></svg>'
    ) in framed
    assert (
        '<p>After <svg aria-hidden="true" role="img"><path d="M0 0" aria-hidden="true"></path></svg></p>'
        in framed
    )


def test_ornaments_are_hidden_in_styles_and_templates(workspace):
    ornament = '.x::before { content: "→" }'
    files = {TEMPLATE: f"<style>{ornament}</style><p class='x'>Text</p>", "styles/parts/title.css": ornament}
    html = screen(workspace(LEAST_BRIEF, files))
    assert html.count('.x::before { content: "→" ; content: "→" / "" }') == 2
    style = re.search(r"<style>(\.x.*?)</style>", html)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in html
