"""References that are written as one text: how they are printed, linked and cited."""

from __future__ import annotations

import re

import pytest

from briefing.compose.citations.whole_reference import link_addresses, short_form_of
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import ContentError
from briefing.load.library import Library
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

AUDIENCE = "templates/audiences/policymaker/audience.yaml"


def html_of(workspace, text: str, sources: str, notes: str = "") -> str:
    brief = LEAST_BRIEF.replace("A first text.", f'"{text}"') + sources
    files = workspace(brief, {AUDIENCE: f"label: P\nparts: [sections, sources]\n{notes}"})
    planned = plan(files, Selection())
    for failure in planned.failed:
        raise failure.error
    (job,) = planned.jobs
    return re.sub(r"\s+", " ", compose(tailor(job), files).html)


@each(
    ("words", "name", "year"),
    [
        ("Smith, J. (2020). A title: more. Publisher.", "Smith", "2020"),
        ("Smith, J., & Lee, K. (2020). Title.", "Smith and Lee", "2020"),
        ("Smith, J., Lee, K., & Brown, P. (2020a). Title.", "Smith et al.", "2020a"),
        ("Adeyemi, O., Lee, K., et al. (2025). Title.", "Adeyemi et al.", "2025"),
        ("van der Berg, A. and O’Neil, P. (2019) ‘Title’, J, 3(2).", "van der Berg and O’Neil", "2019"),
        ("World Bank. (2020). Report 2019. Washington.", "World Bank", "2020"),
        ("OECD (2020), Title, Paris, https://doi.org/10.1787/abc-1999.", "OECD", "2020"),
        ("Smith J, Lee K, Brown P. Title. Lancet. 2020;395(3):4-9. doi:10.1000/1999", "Smith et al.", "2020"),
        ("Smith, John. Title. New York: Press, 2019.", "Smith", "2019"),
        ("J. Smith and K. Lee, “Title,” vol. 3, 2017.", "Smith and Lee", "2017"),
        ("“Why rivers rise”, River News, 3 May 2021", "“Why rivers rise”", "2021"),
        ("Ministry of Water and Roads, Report, 2019", "Ministry of Water and Roads", "2019"),
        (
            "United Nations Children’s Fund (UNICEF). (n.d.). Water.",
            "United Nations Children’s Fund (UNICEF)",
            "n.d.",
        ),
        ("Иванов, И. И., Петров, П. П. (2018). Книга.", "Иванов and Петров", "2018"),
        ("IPCC, 2021: Summary.", "IPCC", "2021"),
        ("Smith J, Lee K. Title [Internet]. WHO; 2018 [cited 2020 Jan 5].", "Smith and Lee", "2018"),
        ("Smith, J. Title, 2018. Accessed 5 May 2020.", "Smith", "2018"),
        ("Law No. 12.305/2010, art. 3, § 2º", "Law No. 12.305/2010", ""),
    ],
)
def test_the_short_form_is_the_head_of_a_reference(words, name, year):
    assert short_form_of(words, and_word="and", et_al="et al.", no_date="n.d.") == (name, year)


@each(
    ("words", "linked"),
    [
        ("See https://a.org/x_y.", r"See [https://a.org/x\_y](<https://a.org/x_y>)."),
        ("(https://a.org/~x)", r"([https://a.org/\~x](<https://a.org/~x>))"),
        ("doi:10.1000/182.", "[doi:10.1000/182](<https://doi.org/10.1000/182>)."),
        ("10.1175/1(2)3<4:A>2.0", r"[10.1175/1(2)3\<4:A\>2.0](<https://doi.org/10.1175/1(2)3%3C4:A%3E2.0>)"),
        ("www.a.org, 2020", "[www.a.org](<https://www.a.org>), 2020"),
        ("[words](https://a.org) and <https://b.org>", "[words](https://a.org) and <https://b.org>"),
    ],
)
def test_addresses_become_links(words, linked):
    assert link_addresses(words) == linked


LINES = """sources: |
  Smith, J., Lee, K., & Brown, P. (2020). A title: *more*. https://a.org/~x/~y.
  2. World Bank. (2019). Report. doi:10.1000/182
  Roe, R. (2018). Not cited.
"""


def test_a_pasted_list_is_printed_as_it_is(workspace):
    html = html_of(workspace, "So [@2]. And [@1].", LINES)
    assert '<li id="source:1">World Bank. (2019). Report. <a href="https://doi.org/10.1000/182">' in html
    assert (
        '<li id="source:2">Smith, J., Lee, K., &amp; Brown, P. (2020). A title: <em>more</em>. '
        '<a href="https://a.org/~x/~y">https://a.org/~x/~y</a>.<a class="back" '
    ) in html
    assert '<li id="source:3">Roe, R. (2018). Not cited.</li>' in html


def test_a_pasted_list_is_printed_if_nothing_cites_it(workspace):
    assert html_of(workspace, "So it is.", LINES).count("<li id=") == 3


def test_a_list_of_strings_and_an_id_with_a_reference(workspace):
    html = html_of(workspace, "So [@1].", 'sources:\n  - "Roe, R. (2018). A: b."\n')
    assert '<li id="source:1">Roe, R. (2018). A: b.<a class="back"' in html
    html = html_of(workspace, "So [@roe].", 'sources: {roe: "Roe, R. (2018). A: b."}\n')
    assert '<li id="source:1">Roe, R. (2018). A: b.<a class="back"' in html


def test_short_citations_name_the_head_of_a_reference(workspace):
    html = html_of(workspace, "So [@1, p. 4; @2].", LINES, "notes: short")
    assert "Smith et al., 2020, p. 4</a>; <a" in html
    assert ">World Bank, 2019</a>)" in html


def test_references_have_findings_at_their_lines_and_no_warnings(workspace):
    lines = LINES.replace("Report.", "Report {x}.")
    with pytest.raises(ContentError) as raised:
        html_of(workspace, "So [@1].", lines)
    assert [str(finding.where) for finding in raised.value.findings] == ["content/trial/brief.yaml:11:33"]
    brief = LEAST_BRIEF + LINES
    assert Library(workspace(brief)).brief("trial").findings == ()
