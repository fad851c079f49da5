"""Templates: the user's override the shipped ones, parts are in order, and errors are findings at a line."""

from __future__ import annotations

import re

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import WorkspaceError
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Medium
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

AUDIENCE = "templates/audiences/policymaker/audience.yaml"


def page_of(files, medium=Medium.PRINT):
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    return compose(tailor(job), files, medium)


def test_the_least_brief_has_only_the_parts_that_it_fills(workspace):
    html = page_of(workspace()).html
    assert re.findall(r"<h[12][^>]*>(.*?)</h", html) == [
        "A finding in few words",
        "Key points",
        "A heading asserts",
        "Outlook",
        "About this brief",
    ]
    assert '<html lang="en" dir="ltr">' in html
    assert "None" not in html


def test_a_template_of_the_workspace_wins_and_can_extend_the_shipped_one(workspace):
    own = '{% extends "shipped/parts/outlook.j2.html" %}{% block watch %}<p>Ask us what to watch.</p>{% endblock %}'
    brief = LEAST_BRIEF.replace("outlook: It goes on.", "outlook: {summary: It goes on., watch: [Prices]}")
    html = page_of(workspace(brief, {"templates/parts/outlook.j2.html": own})).html
    assert "It goes on." in html
    assert "Ask us what to watch." in html
    assert "Prices" not in html


def test_parts_come_in_the_order_of_the_audience_and_sources_are_filled_in_last(workspace):
    audience = "label: P\nparts: [sources, key-points, bottom-line]\n"
    brief = LEAST_BRIEF.replace("The first point.", '"A point. [@b]"') + (
        "bottom_line: A line. [@a]\nsources: {a: {title: First}, b: {title: Second}, c: {title: Unused}}\n"
    )
    html = page_of(workspace(brief, {AUDIENCE: audience})).html
    assert html.index("Sources") < html.index("Key points") < html.index("Bottom line")
    assert html.index("Second") < html.index("First")
    assert "Unused" not in html


@pytest.mark.parametrize("medium", Medium)
def test_every_link_inside_the_page_leads_somewhere_and_every_source_back(workspace, medium):
    brief = (ROOT / "content/venezuela-russia/brief.yaml").read_text(encoding="utf-8")
    marked = {
        "templates/audiences/policymaker/audience.yaml": (
            ROOT / "templates/audiences/policymaker/audience.yaml"
        ).read_text(encoding="utf-8")
        + "\nsole_source: marked\n"
    }
    html = page_of(workspace(brief, marked), medium).html
    ids = re.findall(r'\bid="([^"]+)"', html)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert len([target for target in targets if target.startswith("source:")]) > 30
    cited = {target for target in targets if target.startswith("source:")}
    back = [target for target in targets if target.startswith("citation:")]
    assert len(back) == len(cited) if medium is Medium.PRINT else len(back) >= 10


@each(
    ("name", "template", "expected"),
    [
        ("parts/title.j2.html", "<h1>\n{{ brief.titel }}", ("BR402", 2, "unknown name 'titel'")),
        ("parts/title.j2.html", "{% if breif.title %}x{% endif %}", ("BR402", 1, "unknown name 'breif'")),
        (
            "parts/title.j2.html",
            "{% if brief.subtitel %}x{% endif %}",
            ("BR402", 1, "unknown name 'subtitel'"),
        ),
        ("parts/title.j2.html", "<h1>\n\n{% if brief.title %}", ("BR401", 3, "Unexpected end of template")),
        ("parts/title.j2.html", "{{ brief.title | upcase }}", ("BR401", 1, "No filter named 'upcase'")),
        (
            "parts/title.j2.html",
            '\n{% include "parts/ttle.j2.html" %}',
            ("BR403", 2, "unknown template 'parts/ttle.j2.html'"),
        ),
        ("parts/title.j2.html", "{{ labels.nothing }}", ("BR405", 1, "unknown label 'nothing'")),
        ("parts/title.j2.html", "{{ brief.date | day | round }}", ("BR404", 1, "the template failed")),
        ("parts/title.j2.html", "{{ ''.__class__.__mro__ }}", ("BR402", 1, "unknown name '__class__'")),
        ("brief.j2.html", "{{ parts[99] }}", ("BR402", 1, "99")),
        ("parts/title.j2.html", "<h1>\n{{ brief.subtitle }}", ("BR404", 2, "the value to print is missing")),
        ("parts/title.j2.html", "{{ brief.sections }}", ("BR404", 1, "a tuple cannot be printed")),
        ("parts/title.j2.html", "{{ brief }}", ("BR404", 1, "a node cannot be printed")),
        ("parts/title.j2.html", "{{ draw_qr }}", ("BR404", 1, "a function cannot be printed")),
        ("parts/title.j2.html", "{{ brief.sections | map(attribute='x') | list }}", ("BR404", 1, "a list")),
        ("parts/title.j2.html", "{{ brief.title is defined }}", ("BR404", 1, "a bool cannot be printed")),
        (
            "parts/title.j2.html",
            "{{ 10 ** 10000000 }}",
            ("BR404", 1, "the number is too large; the limit is 10,000 bits"),
        ),
        ("parts/title.j2.html", "{{ 'x' * 100000000 }}", ("BR404", 1, "the limit is 10,000,000")),
        ("parts/title.j2.html", "{{ lipsum(100000) }}", ("BR402", 1, "unknown name 'lipsum'")),
        (
            "parts/title.j2.html",
            "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
            ("BR404", 1, "nested too deeply"),
        ),
        (
            "parts/title.j2.html",
            "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
            ("BR404", 1, "more than 20 blocks"),
        ),
        (
            "parts/title.j2.html",
            '{% include "../../content/workspace.yaml" %}',
            ("BR403", 1, "it leads out of the workspace"),
        ),
    ],
)
def test_an_error_in_a_template_is_reported_at_its_line(workspace, name, template, expected):
    code, line, what = expected
    with pytest.raises(WorkspaceError) as caught:
        page_of(workspace(files={f"templates/{name}": template}))
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.where).rpartition(":")[0]) == (code, f"templates/{name}:{line}")
    assert what in finding.what


def test_texts_numbers_and_days_are_printed(workspace):
    template = (
        "{{ brief.title }} {{ 1 + 2 }} {{ brief.date }} {{ brief.date.year ** 2 }} {{ '-' * 3 }} {{ '' }}"
    )
    page = page_of(workspace(files={"templates/parts/title.j2.html": template}))
    assert "A finding in few words 3 2026-11-22 4104676 --- " in page.html


def test_a_template_that_extends_itself_is_reported(workspace):
    files = workspace(files={"templates/parts/outlook.j2.html": '{% extends "parts/outlook.j2.html" %}'})
    with pytest.raises(WorkspaceError) as caught:
        page_of(files)
    (finding,) = caught.value.findings
    assert (finding.code, finding.what) == (
        "BR404",
        "the template includes, extends or calls itself, or is nested too deeply",
    )
    assert "shipped/" in finding.help


def test_an_unknown_block_is_reported(workspace):
    own = '{% extends "shipped/parts/outlook.j2.html" %}\n{% block scenaros %}x{% endblock %}'
    with pytest.raises(WorkspaceError) as caught:
        page_of(workspace(files={"templates/parts/outlook.j2.html": own}))
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.line, finding.help) == ("BR406", 2, "did you mean 'scenarios'?")


def test_a_block_of_a_template_further_beneath_is_known(workspace):
    beneath = '{% extends "shipped/parts/outlook.j2.html" %}\n{% block scenarios %}Three.{% endblock %}'
    own = '{% extends "parts/outlook.j2.html" %}\n{% block watch %}None.{% endblock %}'
    brief = LEAST_BRIEF.replace("outlook: It goes on.", "outlook: {summary: It goes on., watch: [Prices]}")
    files = {
        "templates/parts/outlook.j2.html": beneath,
        "templates/audiences/policymaker/outlook.j2.html": own,
    }
    assert "None." in page_of(workspace(brief, files)).html


def test_an_audience_has_templates_of_its_own(workspace):
    html = page_of(
        workspace(files={"templates/audiences/policymaker/outlook.j2.html": "<p>Ask the desk.</p>"})
    ).html
    assert "Ask the desk." in html
    assert "It goes on." not in html


@pytest.mark.parametrize("what", ["note", "publisher", "title"])
def test_what_is_for_others_is_not_in_the_page(workspace, what):
    source = {"title": "T", what: "{text: secret, short: secret too, not: policymaker}"}
    if what == "title":
        source = {"title": "{text: open, short: secret}"}
    values = ", ".join(f"{key}: {value}" for key, value in source.items())
    brief = LEAST_BRIEF.replace("The first point.", '"A point. [@a]"') + f"sources: {{a: {{{values}}}}}\n"
    html = page_of(workspace(brief)).html
    assert "source:1" in html
    assert "secret" not in html


def test_an_error_in_an_included_template_is_reported_there(workspace):
    files = {
        "templates/parts/title.j2.html": '\n{% include "parts/byline.j2.html" %}',
        "templates/parts/byline.j2.html": "\n\n\n{{ brief.autors }}",
    }
    with pytest.raises(WorkspaceError) as caught:
        page_of(workspace(files=files))
    assert [str(finding.where) for finding in caught.value.findings] == [
        "templates/parts/byline.j2.html:4:10"
    ]
