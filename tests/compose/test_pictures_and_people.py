"""Pictures and people on a page: the cover picture, its checks, and what each edition gets of it."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdfium2
import pytest
import yaml
from PIL import Image

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.model.audience import Audience, AudienceChange
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.review.check import check
from briefing.rules.registry import check_content
from briefing.stages import Medium, Page
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
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


AUTHORS = """\
authors:
  - name: Élodie Béranger
    language: fr
    role: Fellow
    affiliation: The institute
    portrait: "figures/old harbour.jpg"
    bio: {text: She studies *tides*., plain: She looks at tides.}
  - {name: Bo Sample}
"""


def about(page: Page) -> str:
    """Return the part with the authors on one line, "" if there is none."""
    found = re.search(r'<section class="hang authors">.*?</section>', page.html, re.DOTALL)
    return " ".join(found[0].split()) if found else ""


@pytest.mark.parametrize("medium", [Medium.PRINT, Medium.SCREEN])
def test_all_authors_are_listed_if_there_is_more_to_say_of_one(workspace, medium):
    part = about(composed(opened(workspace, AUTHORS), medium=medium))
    assert '<h2 class="label">About the authors</h2> <ul class="portraits">' in part
    assert '<b class="name" lang="fr">Élodie Béranger</b>, Fellow, The institute</p>' in part
    assert '<p class="bio">She studies <em>tides</em>.</p>' in part
    assert '<div class="person"> <p><b class="name">Bo Sample</b></p>' in part
    assert "She looks at tides." in about(composed(opened(workspace, AUTHORS), "public"))


@pytest.mark.engine
def test_a_portrait_says_no_more_than_the_name_next_to_it(workspace):
    files = opened(workspace, AUTHORS)
    assert 'src="figures/old%20harbour.jpg" alt=""' in about(composed(files))
    tags = built(files)
    assert "Figure" not in [kind for kind, *_ in tags]
    assert "Élodie Béranger, Fellow, The institute" in [text for _, _, text in tags]


def test_authors_of_whom_only_names_are_known_have_no_part(workspace):
    assert about(composed(opened(workspace, "authors: [{name: Ada, role: Fellow}, Bo]\n"))) == ""


def test_one_author_has_a_heading_of_one(workspace):
    part = about(composed(opened(workspace, "authors: [{name: Ada, bio: She reads.}]\n")))
    assert '<h2 class="label">About the author</h2> <ul> <li><div class="person">' in part


def test_an_edition_without_the_part_has_neither_portraits_nor_bios(workspace):
    page = composed(opened(workspace, AUTHORS), "minister")
    assert about(page) == ""
    authors = yaml.safe_load(page.attachments[0].content)["authors"]
    assert authors[0] == {
        "name": "Élodie Béranger",
        "role": "Fellow",
        "affiliation": "The institute",
        "language": "fr",
    }
    bare = yaml.safe_load(
        composed(opened(workspace, "authors: [{name: Ada, bio: She reads.}]\n"), "minister")
        .attachments[0]
        .content
    )
    assert bare["authors"] == [{"name": "Ada"}]


def test_the_attached_content_has_the_bio_and_no_name_of_a_file(workspace):
    first, _ = yaml.safe_load(composed(opened(workspace, AUTHORS)).attachments[0].content)["authors"]
    assert (first["portrait"], first["bio"]) == ("picture-1.jpg", "She studies *tides*.")


def test_a_missing_portrait_file_is_reported(workspace):
    brief = AUTHORS.replace("old harbour", "older harbour")
    assert [(code, line) for code, line, _ in findings(opened(workspace, brief))] == [("BR501", 14)]


def test_a_long_bio_is_reported(workspace):
    brief = AUTHORS.replace("She studies *tides*.", f"She studies {'tides and ' * 26}winds.")
    (job,) = plan(opened(workspace, brief), Selection()).jobs
    found = [(one.code, one.where.line, one.what) for one in check_content(tailor(job))]
    assert found == [
        ("BR606", 15, "the text has 55 words; the budget for 'policymaker' is 50"),
    ]


def test_authors_without_a_portrait_next_to_others_are_reported(workspace):
    def found(brief: str) -> list[tuple[str, int, str]]:
        every = check(opened(workspace, brief), Selection(), date(2026, 11, 24)).findings
        return [(one.severity, one.where.line, one.what) for one in every if one.code == "BR091"]

    assert found(AUTHORS) == [
        ("warning", 16, "'Bo Sample' has no portrait, and other authors have one"),
    ]
    assert found(AUTHORS.replace('    portrait: "figures/old harbour.jpg"\n', "")) == []


TRANSLATION = """\
title: Un hallazgo
key_points: [El primer punto.]
sections: [{title: Un título, text: Un texto.}]
outlook: Sigue.
"""


def test_a_bio_must_be_translated_and_a_name_need_not(workspace):
    def untranslated(translation: str) -> list[str]:
        files = {FILE: photograph(1600, 900), "content/trial/brief.es.yaml": translation}
        opened = workspace(LEAST_BRIEF + AUTHORS, files)
        planned = plan(opened, Selection(languages=("es",)))
        return [finding.what for failure in planned.failed for finding in failure.error.findings]

    assert untranslated(TRANSLATION) == ["'authors › 1 › bio' is not translated"]
    assert untranslated(f"{TRANSLATION}authors: [{{bio: Estudia mareas.}}]\n") == []


def drawing(attributes: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()


def test_logos_of_all_shapes_have_the_same_area(workspace):
    shapes = {"wide": (400, 100), "square": (100, 100), "tall": (100, 400)}
    partners = ", ".join(f"{{name: {name}, logo: {name}.svg}}" for name in shapes)
    logos = {
        f"content/trial/{name}.svg": drawing(f'viewBox="0 0 {width} {height}"')
        for name, (width, height) in shapes.items()
    }
    page = composed(workspace(f"{LEAST_BRIEF}partners: [{partners}]\n", logos))
    widths = [float(width) for width in re.findall(r"--logo-width: ([\d.]+)", page.html)]
    assert [
        width**2 * height / width_ for width, (width_, height) in zip(widths, shapes.values(), strict=True)
    ] == [pytest.approx(1)] * 3


EXHIBITS = """\
web: https://example.org/heat
publisher: {name: The house, about: We publish., web: https://example.org}
contact: {name: Le bureau, language: fr, email: desk@example.org}
licence: {name: CC BY 4.0, url: https://creativecommons.org/licenses/by/4.0/}
annexes:
  - title: The data
    text: They are here.
    blocks:
      - table: {title: Rows & *more*, alt: Two rows., note: Ours., data: [[Form, Pages], [A, 1], [B, 2]]}
      - figure: {id: map, title: A map, alt: A harbour., note: Ours., file: figures/old harbour.jpg}
      - box: {title: A box, text: Words.}
      - text: More text.
      - pull_quote: They are here.
      - table: {title: For analysts, alt: One row., note: Ours., data: [[Form, Pages], [A, 1]], only: [analyst]}
"""
REPORT = """\
label: Report
parts: [masthead, title, list-of-exhibits, key-points, sections, annexes, colophon, back-cover]
"""


def report(workspace, brief: str = EXHIBITS, parts: str = REPORT, **named: str) -> Files:
    files = {FILE: photograph(1600, 900), "templates/audiences/report/audience.yaml": parts}
    return workspace(LEAST_BRIEF + brief, {**files, **named})


def lines_of(page: Page, name: str) -> list[str]:
    """Return the lines of a part without tags."""
    found = re.search(rf'<(nav|section) class="(?:hang )?{name}".*?</\1>', page.html, re.DOTALL)
    assert found is not None
    lines = (" ".join(re.sub("<svg.*?</svg>|<[^>]+>", "", line).split()) for line in found[0].splitlines())
    return [line for line in lines if line]


@pytest.mark.parametrize("medium", [Medium.PRINT, Medium.SCREEN])
def test_the_list_of_exhibits_leads_to_each_that_the_edition_has(workspace, medium):
    page = composed(report(workspace), "report", medium)
    assert lines_of(page, "list-of-exhibits") == [
        "Tables and figures",
        "Table 1 Rows &amp; more",
        "Figure 1 A map",
    ]
    (nav,) = re.findall(r"<nav.*?</nav>", page.html, re.DOTALL)
    targets = re.findall(r'href="#([^"]+)"', nav)
    assert targets == ["table:1", "map"]
    for kind, target in zip(("table", "figure"), targets, strict=True):
        assert f'<figure class="exhibit {kind}" id="{target}">' in page.html


def test_exhibits_have_no_anchors_that_nothing_leads_to(workspace):
    parts = REPORT.replace("list-of-exhibits, ", "")
    assert "table:1" not in composed(report(workspace, parts=parts), "report").html


def test_an_edition_without_exhibits_has_no_list_of_them(workspace):
    assert "list-of-exhibits" not in composed(report(workspace, ""), "report").html
    parts = REPORT.replace("annexes, ", "")
    assert "list-of-exhibits" not in composed(report(workspace, parts=parts), "report").html


@each("language", sorted(Library(Files(ROOT)).languages))
def test_every_language_has_the_headings_of_these_parts(workspace, language):
    labels = Library(Files(ROOT)).languages.labels_of(language).labels
    parts = REPORT.replace("colophon", "authors")
    html = composed(report(workspace, f"language: {language}\n{EXHIBITS}{AUTHORS}", parts), "report").html
    for name in ("list_of_exhibits", "about_authors"):
        assert f'<h2 class="label">{labels[name]}</h2>' in html


@pytest.mark.engine
def test_the_list_of_exhibits_is_a_table_of_contents_of_the_pdf(workspace):
    tags = built(report(workspace), audiences=("report",))
    assert [text for kind, _, text in tags if kind == "TOCI"] == ["Table 1 Rows & more 1", "Figure 1 A map 1"]


@pytest.mark.parametrize("medium", [Medium.PRINT, Medium.SCREEN])
def test_the_back_cover_has_the_publisher_and_where_to_ask(workspace, medium):
    page = composed(report(workspace), "report", medium)
    assert lines_of(page, "back-cover") == [
        "The house",
        "We publish.",
        "https://example.org",
        "Contact Le bureau desk@example.org",
        "Licence CC BY 4.0",
        "Web version https://example.org/heat",
    ]
    assert '<span lang="fr">Le bureau</span>' in page.html.partition('class="back-cover"')[2]
    if medium is Medium.SCREEN:
        assert (
            page.html.index("<footer>")
            < page.html.index('class="hang colophon"')
            < page.html.index('class="back-cover"')
        )


def test_a_brief_without_a_publisher_has_no_empty_back_cover(workspace):
    assert "back-cover" not in composed(report(workspace, ""), "report").html


def heads_of(files: Files) -> tuple[list[str], list[str]]:
    """Return the running head and the text of each page of the report."""
    (job,) = plan(files, Selection(audiences=("report",))).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    assert {one.code for one in result.findings} <= {"BR604"}
    document = pypdfium2.PdfDocument(result.pdf.content)
    texts = [page.get_textpage() for page in document]
    heads = [" ".join(text.get_text_bounded(left=50, right=350, bottom=792).split()) for text in texts]
    found = heads, [text.get_text_range() for text in texts]
    document.close()
    return found


VERSO = '@import "shipped/tokens.css";\n:root { --back-cover-break: verso }\n'


@pytest.mark.engine
@pytest.mark.parametrize(("tokens", "pages"), [("", 3), (VERSO, 4)])
def test_the_back_cover_is_the_last_page_and_can_be_an_even_one(workspace, tokens, pages):
    annex = EXHIBITS.replace("    text: They are here.\n", "    text: They are here.\n    new_page: true\n")
    files = report(workspace, annex, **{"styles/tokens.css": tokens} if tokens else {})
    _, texts = heads_of(files)
    assert len(texts) == pages
    assert "desk@example.org" in texts[-1] and "They are here" in texts[1]


HEAD = '@import "shipped/tokens.css";\n:root { --running-head: string(section, start) }\n'


@pytest.mark.engine
def test_the_running_head_can_be_the_title_of_the_section(workspace):
    long = f'sections: [{{title: It *rises*, text: "{"A long text. " * 400}"}}]\n'
    annex = EXHIBITS.replace("    text: They are here.\n", "    text: They are here.\n    new_page: true\n")
    brief = LEAST_BRIEF.replace("sections:\n  - title: A heading asserts\n    text: A first text.\n", long)
    report(workspace)
    heads, _ = heads_of(workspace(brief + annex, {"styles/tokens.css": HEAD}))
    assert heads[1:] == ["It rises", "Annex A: The data", ""]


PULLED = """\
facts: {days: {value: "14", unit: days, as_of: 2026-11-01, source: s}}
sources: {s: {title: A register, publisher: P, date: 2026}}
annexes:
  - title: The data
    text: "Ports close for *{days}* a year. [@s] Ships^[Of all sizes.] go elsewhere, and the shops lose."
    plain: Ports close. Ships go elsewhere.
    blocks:
      - pull_quote: WORDS
"""


def stray(workspace, words: str, audience: str = "policymaker") -> list[str]:
    files = workspace(LEAST_BRIEF + PULLED.replace("WORDS", words))
    (job,) = plan(files, Selection(audiences=(audience,))).jobs
    return [finding.what for finding in check_content(tailor(job)) if finding.code == "BR092"]


@each(
    "words",
    [
        "Ships go elsewhere",
        "'“Ships go elsewhere, and the shops lose.”'",
        "'Ports close for {days} a year. Ships go elsewhere'",
        "Ports close … a year. [...] the shops lose",
        "'Ports close for **14 days** a year'",
    ],
)
def test_a_pull_quote_of_the_text_is_found_whatever_its_marks_are(workspace, words):
    assert stray(workspace, words) == []


@each(
    "words",
    [
        "Ships go nowhere",
        "The shops … go elsewhere",
        "hips go elsewhere",
        "Ports close for 15 days",
        "A finding in few words",
    ],
)
def test_words_that_the_text_does_not_have_are_no_pull_quote(workspace, words):
    (what,) = stray(workspace, words)
    assert what.startswith("the text of the edition for 'policymaker' does not have the words '")


def test_a_pull_quote_is_compared_with_the_variant_of_the_edition(workspace):
    words = "'Ships go elsewhere, and'"
    plain = f"{{text: {words}, plain: Ships go elsewhere}}"
    parts = "extends: public\nlabel: P\nparts: [title, annexes]\n"
    workspace(files={"templates/audiences/plain/audience.yaml": parts})
    assert len(stray(workspace, words, "plain")) == 1
    assert stray(workspace, plain, "plain") == stray(workspace, plain) == []


@pytest.mark.engine
def test_a_pull_quote_is_not_read_twice(workspace):
    files = workspace(LEAST_BRIEF + PULLED.replace("WORDS", "Ships go *elsewhere*"))
    html = composed(files).html
    assert '<aside class="pull-quote" aria-hidden="true"><p>Ships go elsewhere</p></aside>' in html
    tags = built(files)
    assert "Aside" not in [kind for kind, *_ in tags]
    assert [text for kind, _, text in tags if kind == "P" and "elsewhere" in text] != []
    assert "Ships go elsewhere" not in [text for _, _, text in tags]
    content = yaml.safe_load(composed(files).attachments[0].content)
    assert content["annexes"][0]["blocks"] == [{"pull_quote": {"text": "Ships go *elsewhere*"}}]


MARGIN = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
outlook: It goes on.
facts: {days: {value: "14", label: days, as_of: 2026-11-01, source: s}}
sources: {s: {title: A register, publisher: P, date: 2026}}
sections:
  - title: A heading asserts
    text: The opening.
    blocks:
      - figure: {title: First, alt: A., note: Ours., file: figures/old harbour.jpg, place: margin}
      - figure: {title: Hidden, alt: B., note: Ours., file: figures/old harbour.jpg, place: margin, only: [press]}
      - numbers: {facts: [days], place: margin}
      - table: {title: Second, alt: C., note: Ours., data: [[A, B], [1, 2]], place: wide}
      - pull_quote: {text: The opening, place: margin}
      - text: The middle.
      - box: {title: Third, text: Words., place: margin}
      - figure: {title: Fourth, alt: D., note: Ours., file: figures/old harbour.jpg, wide: true}
annexes:
  - title: An annex
    text: An annexed text.
    blocks:
      - pull_quote: {text: An annexed text, place: margin}
"""


@pytest.mark.parametrize("medium", [Medium.PRINT, Medium.SCREEN])
def test_blocks_in_the_margin_precede_the_text_that_they_follow(workspace, medium):
    html = composed(workspace(MARGIN, {FILE: photograph(1600, 900)}), medium=medium).html
    found = re.findall(
        r'<div class="margin">|<figure class="[^"]+"|<div class="(?:numbers|text)[^"]*"|<aside class="[^"]+"'
        r"|The opening|The middle|An annexed text",
        html.partition("<h2")[2],
    )
    shown = [re.sub('.*class="([^"]+)".*', r"\1", one) for one in found]
    assert shown == [
        *("margin", "exhibit figure", "margin", "numbers", "margin", "pull-quote", "The opening"),
        *("text opening", "The opening", "exhibit table wide"),
        *("margin", "exhibit box", "text", "The middle", "exhibit figure wide"),
        *("margin", "pull-quote", "An annexed text", "text opening", "An annexed text"),
    ]
    assert re.findall(r"Figure\xa0\d</span> \w+", html) == [
        "Figure\xa01</span> First",
        "Figure\xa02</span> Fourth",
    ]


@each(
    "block",
    [
        "table: {title: T, alt: A., data: [[A, B], [1, 2]], place: margin, wide: true}",
        "box: {title: T, text: A., place: column, wide: true}",
        "table: {title: T, alt: A., data: [[A, B], [1, 2]], place: margin, float: page}",
        "chart: {kind: bar, title: T, alt: A., data: [[A, B], [x, 2]], place: margin}",
    ],
)
def test_two_places_at_once_and_charts_in_the_margin_are_errors(workspace, block):
    brief = LEAST_BRIEF.replace(
        "    text: A first text.\n", f"    text: A first text.\n    blocks:\n      - {block}\n"
    )
    assert [(code, line) for code, line, _ in findings(workspace(brief))] == [("BR209", 9)]


@pytest.mark.engine
@pytest.mark.parametrize("count", [18, 24, 30])
def test_a_figure_in_the_margin_is_printed_once_and_whole_wherever_the_page_ends(workspace, count):
    filler = "      Filler line.\n\n" * count
    brief = f"""\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
outlook: It goes on.
audiences: {{policymaker: {{pages: 20}}}}
sections:
  - title: A heading asserts
    text: |
{filler}  - title: A second heading
    text: The text next to it.
    blocks:
      - figure: {{title: Caption, alt: A., note: Ours., file: figures/old harbour.jpg, place: margin}}
      - text: {"A text. " * 40}
"""
    files = workspace(brief, {FILE: photograph(400, 600)})
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    assert {one.code for one in result.findings} <= {"BR604", "BR605"}
    document = pypdfium2.PdfDocument(result.pdf.content)
    captioned = [page for page in document if "Caption" in page.get_textpage().get_text_range()]
    pictures = [
        (page, one.get_bounds())
        for page in document
        for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    ]
    assert len(document) == 2
    assert len(captioned) == len(pictures) == 1
    assert captioned[0].get_textpage().get_text_range() == pictures[0][0].get_textpage().get_text_range()
    left, bottom, right, top = pictures[0][1]
    assert left < 60 and bottom > 60 and (top - bottom) / (right - left) == pytest.approx(1.5, abs=0.01)
    document.close()
