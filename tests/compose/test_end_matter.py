"""End matter: abstract, annexes, further reading, thanks, declarations, partners and catalogue numbers on a page."""

from __future__ import annotations

import re

import pytest
import yaml

from briefing.compose.email_draft import attachments_of, write_email_draft
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Medium
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

BRIEF = """\
title: River levels rise
date: 2026-11-22
authors:
  - {name: Ada Example, role: Fellow, affiliation: The university}
  - {name: Bo Sample, affiliation: {text: The institute, short: Inst.}}
key_points: ["See [](#data)."]
isbn: 978-3-16-148410-0
report_number: WP/26/031
publisher: {name: Two houses, about: We publish together.}
contact: {name: The press office, phone: "+44 20 7946 0019"}
partners:
  - {name: "The *archive*'s house", logo: "a logo.svg", web: https://example.org/archive}
  - {name: The museum, only: [press]}
abstract: {text: "One. [@a]\\n\\nTwo.", plain: In plain words.}
sections:
  - {title: One, text: "A text [@a]."}
outlook: It goes on.
annexes:
  - {id: data, title: The data, text: "They are here [@b]."}
  - title: The forms
    text: Two forms, see [](#forms).
    new_page: true
    blocks:
      - table: {id: forms, title: The forms are short, alt: Two rows, data: [[Form, Pages], [A, 1], [B, 2]]}
      - chart: {id: pages, title: A grows, alt: Two bars, kind: bar, data: [[Form, Pages], [A, 1], [B, 2]]}
  - {title: For analysts, text: Only here., only: [analyst]}
further_reading: [c, a, {source: d, only: [analyst]}]
acknowledgements: We thank the wardens.
funding: {text: The fund paid for all of it., short: The fund paid.}
competing_interests: The authors declare none.
sources:
  a: {title: Levels, date: 2024, publisher: P}
  b: {title: Tables, date: 2025, publisher: P}
  c: {title: More to read, date: 2023, publisher: P}
  d: {title: Even more to read, date: 2022, publisher: P}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'
SETTINGS = """\
publisher: {name: The house, about: We publish.}
contact: {name: The desk, email: desk@example.org}
"""
ALL = """\
label: All
parts: [masthead, title, abstract, key-points, contents, sections, annexes, sources, further-reading, acknowledgements,
  declarations, partners, contact, colophon]
"""


def composed(
    workspace, audience: str = "analyst", brief: str = BRIEF, medium: Medium = Medium.PRINT, **selection
):
    files = opened(workspace, brief)
    planned = plan(files, Selection(audiences=(audience,), **selection))
    assert [one.error for one in planned.failed] == []
    (job,) = planned.jobs
    return compose(tailor(job), files, medium)


def opened(workspace, brief: str) -> Files:
    named = {
        "content/workspace.yaml": SETTINGS,
        "content/trial/a logo.svg": LOGO,
        "templates/audiences/all/audience.yaml": ALL,
        "templates/audiences/short/audience.yaml": ALL.replace("label: All", "label: Short\nregister: short"),
        "templates/audiences/house/audience.yaml": ALL.replace("sources, ", "").replace(
            "label: All", "label: House"
        ),
    }
    return workspace(brief, named)


def part(html: str, name: str) -> str:
    """Return the words of a part, with one space between them."""
    found = re.search(rf'<(\w+) class="[^"]*\b{name}\b[^"]*".*?</\1>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()) if found else ""


def test_annexes_have_letters_and_are_referred_to_by_them(workspace):
    html = composed(workspace, "all").html
    assert re.findall(r"<h2>(Annex[^<]+)</h2>", html) == ["Annex\u00a0A: The data", "Annex\u00a0B: The forms"]
    assert '<a href="#data">Annex\u00a0A</a>' in html
    assert '<a href="#forms">Table\u00a01</a>' in html
    assert re.findall(r'class="hang section annex( new-page)?"', html) == ["", " new-page"]


def test_the_contents_list_the_annexes_of_the_edition(workspace):
    assert part(composed(workspace, "all").html, "contents") == (
        "Contents One Annex A: The data Annex B: The forms"
    )
    assert "Annex C: For analysts" in part(composed(workspace).html, "contents")


def test_an_annex_cites_into_the_same_list_and_its_data_is_attached(workspace):
    page = composed(workspace, "all")
    assert "“Tables”" in part(page.html, "sources")
    assert html_numbers(page.html) == ["1", "2"]
    assert {"table-1.csv", "figure-1.csv"} <= {one.name for one in page.attachments}


def html_numbers(html: str) -> list[str]:
    return sorted(set(re.findall(r'<li id="source:(\d+)"', html)))


def test_a_reference_to_an_annex_that_an_edition_lacks_is_reported(workspace):
    files = opened(workspace, BRIEF)
    (job,) = plan(files, Selection(audiences=("minister",))).jobs
    with pytest.raises(BriefingError) as caught:
        compose(tailor(job), files)
    assert [one.code for one in caught.value.findings] == ["BR314"]


def test_further_reading_leaves_out_what_the_list_of_sources_has(workspace):
    assert (
        part(composed(workspace, "all").html, "further-reading") == "Further reading “More to read”. P, 2023."
    )
    with_d = part(composed(workspace).html, "further-reading")
    assert with_d == "Further reading “More to read”. P, 2023. “Even more to read”. P, 2022."


def test_without_a_list_of_sources_further_reading_is_whole(workspace):
    assert "“Levels”" in part(composed(workspace, "house").html, "further-reading")


def test_further_reading_without_anything_left_has_no_heading(workspace):
    brief = BRIEF.replace("[c, a, {source: d, only: [analyst]}]", "a")
    brief = "".join(line for line in brief.splitlines(keepends=True) if "to read" not in line)
    assert "further-reading" not in composed(workspace, "all", brief).html


def test_a_source_for_further_reading_counts_as_used_and_an_unknown_one_is_reported(workspace):
    (job,) = plan(opened(workspace, BRIEF), Selection(audiences=("all",))).jobs
    assert {one.code for one in job.findings} == {"BR340"}  # of the audiences that are not built
    brief = BRIEF.replace("further_reading: [c,", "further_reading: [cc,")
    (failure,) = plan(opened(workspace, brief), Selection(audiences=("all",))).failed
    assert [(one.code, one.where.line) for one in failure.error.findings] == [("BR302", 27)]


def test_declarations_take_the_variant_of_the_audience(workspace):
    assert part(composed(workspace, "all").html, "declarations") == (
        "Declarations Funding The fund paid for all of it. Competing interests The authors declare none."
    )
    assert "Funding The fund paid. " in part(composed(workspace, "short").html, "declarations")


def test_a_brief_without_end_matter_has_none_of_its_parts(workspace):
    start, sections, annexes, sources = map(BRIEF.index, ("isbn:", "sections:", "annexes:", "sources:"))
    brief = BRIEF[:start] + BRIEF[sections:annexes] + BRIEF[sources:]
    brief = brief.replace('"See [](#data)."', "A point.")
    html = composed(workspace, "all", brief).html
    for name in ("annexes", "further-reading", "acknowledgements", "declarations", "partners", "abstract"):
        assert f'{name}"' not in html
    assert "The house" in part(html, "masthead")


def test_a_partner_has_a_logo_with_its_text_or_a_name(workspace):
    html = composed(workspace, "all").html
    assert (
        '<a href="https://example.org/archive"><img src="a%20logo.svg" alt="The archive’s house"'
        ' style="--logo-width: 1.732"></a>' in html
    )
    assert "The museum" not in html


def test_a_missing_logo_is_reported_at_its_file(workspace):
    brief = BRIEF.replace('"a logo.svg"', "alogo.svg")
    (failure,) = plan(opened(workspace, brief), Selection(audiences=("all",))).failed
    (finding,) = failure.error.findings
    assert (finding.code, finding.where.line, finding.help) == ("BR501", 12, "did you mean 'a logo.svg'?")


def test_publisher_and_contact_of_a_brief_take_the_place_of_those_of_the_workspace(workspace):
    page = composed(workspace, "all")
    for name in ("masthead", "colophon", "contact"):
        assert "The house" not in part(page.html, name) and "The desk" not in part(page.html, name)
    assert "Two houses" in part(page.html, "masthead")
    assert '<meta name="dcterms.publisher" content="Two houses">' in page.html
    assert "Contact The press office, +44 20 7946 0019" in part(page.html, "contact")


def test_catalogue_numbers_are_in_the_colophon_and_the_metadata(workspace):
    html = composed(workspace, "all").html
    assert "ISBN 978-3-16-148410-0." in part(html, "colophon")
    assert "Report number WP/26/031" in part(html, "colophon")
    assert '<meta name="dcterms.identifier" content="urn:isbn:978-3-16-148410-0">' in html


def test_the_abstract_is_the_description_even_where_it_is_not_printed(workspace):
    description = '<meta name="description" content="One. Two.">'
    assert description in composed(workspace, "all").html
    brief = BRIEF.replace('"See [](#data)."', "A point.")
    policymaker = composed(workspace, "policymaker", brief).html
    assert description in policymaker and 'class="hang abstract"' not in policymaker
    assert 'content="In plain words."' in composed(workspace, "public", brief).html


def test_affiliations_follow_the_names(workspace):
    html = composed(workspace, "all").html
    assert "Ada Example, Fellow, The university\u00a0· Bo Sample, The institute" in html
    assert "Bo Sample, Inst." in composed(workspace, "short").html


def test_the_html_edition_has_the_same_parts(workspace):
    printed, screen = composed(workspace, "all").html, composed(workspace, "all", medium=Medium.SCREEN).html
    for name in ("annexes", "further-reading", "acknowledgements", "declarations", "partners", "abstract"):
        assert part(screen, name) == part(printed, name) != ""


def test_the_e_mail_names_the_publisher_and_contact_of_the_brief(workspace):
    files = opened(workspace, BRIEF)
    (job,) = plan(files, Selection(audiences=("all",))).jobs
    text = attachments_of(write_email_draft(tailor(job), files, b"%PDF", "a.pdf"))[0].decode()
    assert "Two houses" in text and "The press office" in text and "The house" not in text


def test_the_attached_content_has_only_what_the_edition_prints(workspace):
    attached = {one.name: one.content.decode() for one in composed(workspace, "all").attachments}
    content = yaml.safe_load(attached["brief.yaml"])
    assert [one["title"] for one in content["annexes"]] == ["The data", "The forms"]
    assert content["further_reading"] == [{"source": "c"}, {"source": "a"}]
    assert set(content["sources"]) == {"a", "b", "c"}
    brief = BRIEF.replace('"See [](#data)."', "A point.")
    press = {one.name: one.content.decode() for one in composed(workspace, "press", brief).attachments}
    content = yaml.safe_load(press["brief.yaml"])
    assert {"annexes", "further_reading", "acknowledgements"} & set(content) == set()
    assert content["partners"] == [
        {"name": "The *archive*'s house", "logo": "picture-1.svg", "web": "https://example.org/archive"},
        {"name": "The museum"},
    ]


@each("language", sorted(Library(Files(ROOT)).languages))
def test_every_language_has_its_headings_and_letters(workspace, language):
    labels = Library(Files(ROOT)).languages.labels_of(language).labels
    html = composed(workspace, "all", f"language: {language}\n{BRIEF}").html
    letters = labels["annex_letters"]
    assert len(set(letters)) == len(letters) > 20
    headings = re.findall(r"<h2>(.*?)</h2>", html)
    assert [one.split("\u00a0")[1][0] for one in headings if one.startswith(labels["annex"])] == [
        *letters[:2]
    ]
    for name in ("abstract", "further_reading", "acknowledgements", "declarations", "partners"):
        assert f'<h2 class="label">{labels[name]}</h2>' in html


def test_after_the_last_letter_annexes_have_two(workspace):
    annexes = "\n".join(f"  - {{title: Annex number {number}, text: A text.}}" for number in range(28))
    start, end = BRIEF.index("annexes:"), BRIEF.index("further_reading:")
    brief = f"{BRIEF[:start]}annexes:\n{annexes}\n{BRIEF[end:]}".replace(
        '"See [](#data)."', '"A point [@b]."'
    )
    html = composed(workspace, "all", brief).html
    assert re.findall(r"<h2>Annex\u00a0(\w+)", html)[25:] == ["Z", "AA", "BB"]


@pytest.mark.parametrize(
    ("name", "printed"),
    [("Ada Example, LL.M.", "Ada Example, LL.M. “River"), ("Ada Example", "Ada Example. “River")],
)
def test_an_author_with_an_abbreviated_degree_is_cited_with_one_full_stop(workspace, name, printed):
    authors = BRIEF.index("authors:"), BRIEF.index("key_points:")
    brief = f'{BRIEF[: authors[0]]}authors: ["{name}"]\n{BRIEF[authors[1] :]}'
    assert printed in composed(workspace, brief=brief).html


def test_names_of_authors_and_of_the_contact_carry_their_language(workspace):
    brief = LEAST_BRIEF + (
        "authors: [{name: Élodie Béranger, language: fr, email: e@example.org}, Bo Sample]\n"
        "contact: {name: Bureau de test, phone: '+33 1 23 45 67 89', language: fr}\n"
    )
    opened = workspace(
        brief,
        {"templates/audiences/policymaker/audience.yaml": "label: P\nparts: [title, contact, colophon]\n"},
    )
    (job,) = plan(opened, Selection()).jobs
    html = re.sub(r"\s+", " ", compose(tailor(job), opened).html)
    assert html.count('<span lang="fr">Élodie Béranger</span>') == 3
    assert '</b> <span lang="fr">Élodie Béranger</span>, Bo Sample. “' in html
    assert html.count('<span lang="fr">Bureau de test</span>, +33') == 2
    assert "Bo Sample" in html and 'lang="fr">Bo' not in html
