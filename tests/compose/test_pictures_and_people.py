"""Pictures and people on a page: the cover picture, its checks, and what each edition gets of it."""

from __future__ import annotations

import io
import re

import pytest
import yaml
from PIL import Image

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files
from briefing.model.audience import Audience, AudienceChange
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Medium, Page
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF
from tests.typeset.readback import opened as read_pdf
from tests.typeset.readback import read_tags

COVER = """\
cover:
  file: figures/old harbour.jpg
  alt: {text: "Cranes at *dusk*.", plain: Big cranes.}
  credit: "Photograph: Ada Example"
"""
FILE = "content/trial/figures/old harbour.jpg"


def photograph(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#567").save(written, "JPEG")
    return written.getvalue()


def opened(workspace, brief: str = COVER) -> Files:
    return workspace(LEAST_BRIEF + brief, {FILE: photograph(1600, 900)})


def composed(files: Files, audience: str = "policymaker", medium: Medium = Medium.PRINT) -> Page:
    planned = plan(files, Selection(audiences=(audience,)))
    assert [one.error for one in planned.failed] == []
    (job,) = planned.jobs
    return compose(tailor(job), files, medium)


def findings(files: Files, audience: str = "policymaker") -> list[tuple[str, int, str]]:
    planned = plan(files, Selection(audiences=(audience,)))
    found = [one for failure in planned.failed for one in failure.error.findings]
    found += [one for job in planned.jobs for one in job.findings]
    return [(one.code, one.where.line, one.help) for one in found]


@pytest.mark.parametrize("medium", [Medium.PRINT, Medium.SCREEN])
def test_the_cover_picture_is_below_the_title_with_its_text_and_credit(workspace, medium):
    html = composed(opened(workspace), medium=medium).html
    (figure,) = re.findall(r'<figure class="cover">.*?</figure>', html, re.DOTALL)
    assert '<img src="figures/old%20harbour.jpg" alt="Cranes at dusk.">' in figure
    assert '<p class="credit">Photograph: Ada Example</p>' in figure
    assert html.index("</h1>") < html.index(figure) < html.index('class="hang key-points')


def test_an_audience_gets_its_variant_of_the_alternative_text(workspace):
    assert 'alt="Big cranes."' in composed(opened(workspace), "public").html


def test_a_cover_that_no_edition_prints_is_reported(workspace):
    brief = COVER + "audiences: {minister: {}, press: {}}\n"
    assert [(code, line) for code, line, _ in findings(opened(workspace, brief), "press")] == [("BR342", 9)]


@pytest.mark.parametrize("audience", ["minister", "press"])
def test_the_cover_is_left_out_for_readers_without_time(workspace, audience):
    files = opened(workspace)
    page = composed(files, audience)
    assert "harbour" not in page.html
    assert "cover" not in yaml.safe_load(page.attachments[0].content)


def test_the_attached_content_has_the_cover_without_the_name_of_its_file(workspace):
    content = yaml.safe_load(composed(opened(workspace)).attachments[0].content)
    assert content["cover"] == {
        "file": "picture-1.jpg",
        "alt": "Cranes at *dusk*.",
        "credit": "Photograph: Ada Example",
    }


def test_a_cover_that_is_missing_is_reported_at_its_file_with_a_similar_name(workspace):
    brief = COVER.replace("old harbour.jpg", "old harbor.jpg")
    assert findings(opened(workspace, brief)) == [("BR501", 10, "did you mean 'figures/old harbour.jpg'?")]


def test_a_cover_on_a_machine_is_reported_with_the_path_to_write(workspace):
    brief = COVER.replace("figures/old harbour.jpg", "/home/ada/harbour.jpg")
    (found,) = findings(opened(workspace, brief))
    assert found[:2] == ("BR502", 10) and "`figures/harbour.jpg`" in found[2]


def test_parts_that_are_put_first_follow_the_cover():
    parts = ("masthead", "title", "cover", "key-points", "sections", "recommendations")
    audience = Audience.model_validate({"label": "Trial", "parts": parts})
    changed = audience.changed(AudienceChange(first=("recommendations",)))
    assert changed.parts == (*parts[:3], "recommendations", "key-points", "sections")


def built(files: Files, *codes: str, **selection: object) -> list[tuple[str, str, str]]:
    """Return type, alternative text and text of each tag of an edition's PDF, and check which findings it has."""
    (job,) = plan(files, Selection(**selection)).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    assert {one.code for one in result.findings} - {"BR604"} == {*codes}
    with read_pdf(result.pdf.content) as file:
        return [(tag.type, str(tag.object.get("/Alt", "")), tag.text) for tag in read_tags(file).walk()]


@pytest.mark.engine
def test_the_cover_is_a_figure_of_the_pdf_and_its_pixels_are_counted(workspace):
    files = opened(workspace)
    assert [alt for kind, alt, _ in built(files) if kind == "Figure"] == ["Cranes at dusk."]
    files = workspace(LEAST_BRIEF + COVER, {FILE: photograph(500, 200)})
    built(files, "BR537")
