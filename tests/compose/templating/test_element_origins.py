"""The tags of a composed page: the origin of each, and marks that only the typesetter sees."""

from __future__ import annotations

import re

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.templating.element_origins import read_marks, without_marks
from briefing.compose.web.web_edition import stand_alone
from briefing.core.errors import WorkspaceError
from briefing.pipeline.plan import Selection, plan
from briefing.stages import ORIGIN, Medium
from tests.cases import each
from tests.conftest import LEAST_BRIEF

TITLE = "templates/audiences/policymaker/title.j2.html"
H1 = "<section class=title><h1>{{ brief.title }}</h1></section>\n"


def page_of(files, medium=Medium.PRINT):
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    return compose(tailor(job), files, medium)


def marked(html):
    """Return a page with the marks that a template with these lines would have."""
    lines = html.split("\n")
    return "\n".join(
        re.sub(
            r"</?(?=[A-Za-z])",
            lambda tag, number=number: f"\x02t:{number}:{tag.start() + 1}\x03{tag.group()}",
            line,
        )
        for number, line in enumerate(lines, start=1)
    )


WELL_FORMED = [
    "<p>one<p>two",
    "<ul><li>a<li>b</ul>",
    "<ul><li>a<ul><li>b</ul><li>c</ul>",
    "<ol><li><p>a</li><li>b</ol>",
    "<dl><dt>a<dd>b<dt>c</dl>",
    "<table><tr><td>a<td>b<tr><td>c</table>",
    "<table><thead><tr><th>a</th></tr><tbody><tr><td>b</td></tr></table>",
    "<table><caption>a<tr><td><table><tr><td>b</table></table>",
    "<table><colgroup><col><col></colgroup><tr><td>a</table>",
    "<div><p>a</div>",
    "<p>a<br>b<br/>c<wbr>d</p><hr>",
    "<p title='a > b' data-x=\"<i>\">c</p>",
    "<P CLASS=a>b</p>",
    "<!-- <div> </p> --><p>a</p>",
    "<style>p > b { content: '</div>' }</style>",
    "<svg viewBox='0 0 1 1'><path d=''/><g><use href='#a'/></g></svg>",
    "<math><mi>x</mi><mspace/></math>",
    "<ruby>a<rt>b<rt>c</ruby>",
    "<em><p>a</p></em>",
    "<p>1 < 2 and 2 <3</p>",
    "<a href='https://example.org/?on=1&amp;javascript:'>a</a>",
    "<p data-onclick=a class=onclick>b</p>",
    "<meta http-equiv='Content-Type' content='text/html'>",
    "<div\n  class='a'\n>b</div\n>",
    "<img src='data:image/png;base64,AAAA' alt=''>",
]  # fmt: skip


@each("html", WELL_FORMED)
def test_good_html_is_left_alone(html):
    read = read_marks(marked(html), ())
    assert read.html == html
    assert re.sub(rf' {ORIGIN}="\d+"', "", read.numbered) == html
    assert [origin for origin in read.origins if origin.template is None] == []


@each(
    ("html", "code", "place"),
    [
        ("<div>", "BR410", "t:1:1"),
        ("<p>\n<span>a</p>", "BR410", "t:2:1"),
        ("<section>\n <div>\n</section></div>", "BR410", "t:2:2"),
        ("<ul><li><b>a</li></ul>", "BR410", "t:1:9"),
        ("<table><tr><td><div>a</td></tr></table>", "BR410", "t:1:16"),
        ("<svg><g></svg>", "BR410", "t:1:6"),
        ("<p><b>a<div>b</div>", "BR410", "t:1:4"),
        ("<div/>", "BR410", "t:1:1"),
        ("<h2>a</h3>", "BR410", "t:1:1"),
        ("a</div>", "BR411", "t:1:2"),
        ("<ul></li></ul>", "BR411", "t:1:5"),
        ("<p>a</p></p>", "BR411", "t:1:9"),
        ("<a href='JAVASCRIPT&colon;x'>a</a>", "BR412", "t:1:1"),
        ("<svg><a xlink:href='javascript:x'><path/></a></svg>", "BR412", "t:1:6"),
        ("<body onload=x>a</body>", "BR412", "t:1:1"),
        ("<img src=a.svg alt=a ONERROR='x'>", "BR412", "t:1:1"),
        ("<SCRIPT src='a.js'></SCRIPT>", "BR412", "t:1:1"),
        ("<p class='a>b</p>", "BR413", "t:1:1"),
        ("<p class=a <b>c</b></p>", "BR413", "t:1:1"),
    ],
)  # fmt: skip
def test_each_fault_of_the_tags_is_one_finding_at_its_place(html, code, place):
    with pytest.raises(WorkspaceError) as error:
        read_marks(marked(html), ())
    found = [(finding.code, str(finding.where)) for finding in error.value.findings]
    assert found[0] == (code, place)
    assert {one for one, _ in found} <= {code, "BR411"} and len(found) <= 2


def with_texts(html, *texts):
    """Return a template's page with texts of the brief in place of `@`."""
    between = marked(html).split("@")
    own = [f"\x02={number}\x03{text}\x02=\x03" for number, text in enumerate((*texts, ""))]
    return "".join(one + text for one, text in zip(between, own, strict=True))[: -len(own[-1])]


@each(
    ("html", "text", "left"),
    [
        ("<p><b>a</b><br>@</p>", "<p>b</p>", "<p><b>a</b><br><p>b</p>"),
        ("<p>a: @</p>", "<p>b</p>\n<p>c</p>\n", "<p>a: <p>b</p>\n<p>c</p>\n"),
        ("<p>@</p>", "<p>b</p>", "<p>b</p>"),
        ("<div><p>\n@\n</p></div>", "<p>b</p>", "<div>\n<p>b</p>\n</div>"),
        ("<p>a@</p>", "<ul><li>b</li></ul>", "<p>a<ul><li>b</li></ul>"),
        ("<p>a@</p>", "<ol><li><p>b</p></li></ol>", "<p>a<ol><li><p>b</p></li></ol>"),
        ("<p>a@</p>", "<blockquote><p>b</p></blockquote>", "<p>a<blockquote><p>b</p></blockquote>"),
        ("<p>a@</p>", "<h3>b</h3>", "<p>a<h3>b</h3>"),
        ("<p>a@</p>", "<table><tr><td>b</td></tr></table>", "<p>a<table><tr><td>b</td></tr></table>"),
        ("<p>a@</p>", "<hr>", "<p>a<hr>"),
        ("<p>a@</p>", "<pre>b</pre>", "<p>a<pre>b</pre>"),
        ("<p>@ <small>c</small></p>", "<p>b</p>", "<p>b</p> <small>c</small>"),
        ("<p><!-- c -->@</p>", "<p>b</p>", "<!-- c --><p>b</p>"),
        ("<p><img alt=''>@</p>", "<p>b</p>", "<p><img alt=''><p>b</p>"),
        ("<P class=x>@</P>", "<p>b</p><ul></ul><p>c</p>", "<p class=x>b</p><ul></ul><p class=x>c</p>"),
        ("<p class='x' id=y>@</p>", "<p>b</p><p>c</p>", "<p class='x' id=y>b</p><p class='x'>c</p>"),
        ("<p id='y' class=x>a@</p>", "<p>b</p>", "<p id='y' class=x>a<p class=x>b</p>"),
        ("<p class=x>@</p>", "<ul><li><p>b</p></li></ul>", "<ul><li><p>b</p></li></ul>"),
        ("<ul><li><p>a@</p></li></ul>", "<p>b</p>", "<ul><li><p>a<p>b</p></li></ul>"),
        ("<table><tr><td><p>a@</p></td></tr></table>", "<p>b</p>", "<table><tr><td><p>a<p>b</p></td></tr></table>"),
        ("<p>a@<p>c</p>", "<p>b</p>", "<p>a<p>b</p><p>c</p>"),
        ("<p>a@", "<p>b</p>", "<p>a<p>b</p>"),
        ("<p class=x>a @</p>", "b", "<p class=x>a b</p>"),
        ("<div class=x>a @</div>", "<p>b</p>", "<div class=x>a <p>b</p></div>"),
    ],
)  # fmt: skip
def test_the_blocks_of_a_text_end_the_paragraph_that_prints_it(html, text, left):
    read = read_marks(with_texts(html, text), [("about",)])
    assert read.html == left
    assert re.sub(rf' {ORIGIN}="\d+"', "", read.numbered) == left


def test_paragraphs_of_one_text_do_not_touch_the_next():
    html = "<p class=a>@</p><p class=b>@</p><div><p>@</p>@</div>"
    texts = [f"<p>{letter}</p>" for letter in "klmn"]
    read = read_marks(with_texts(html, *texts), [("about",)] * 4)
    assert read.html == "<p class=a>k</p><p class=b>l</p><div><p>m</p><p>n</p></div>"
    first = read.origins[int(re.search(r'(\d+)" class=a', read.numbered)[1])]
    assert (str(first.template), first.key) == ("t:1:1", ("about",))


@each(
    ("html", "code", "place"),
    [
        ("<p>a<div>@</div></p>", "BR411", "t:1:17"),
        ("<p>a@<div>c</div></p>", "BR411", "t:1:18"),
        ("<p>a@</p></p>", "BR411", "t:1:10"),
        ("<p>a@<ul><li>c</ul></p>", "BR411", "t:1:20"),
        ("<div>@</p></div>", "BR411", "t:1:7"),
        ("<p>a<table><tr><td>@</p></table>", "BR411", "t:1:21"),
        ("<p><b>@</b></p>", "BR410", "t:1:4"),
        ("<p><span class=x>a @</span></p>", "BR410", "t:1:4"),
    ],
)
def test_what_the_template_itself_ends_is_still_a_fault(html, code, place):
    with pytest.raises(WorkspaceError) as error:
        read_marks(with_texts(html, "<p>b</p>"), [("about",)])
    assert [(finding.code, str(finding.where)) for finding in error.value.findings] == [(code, place)]


def test_an_extra_end_tag_is_found_in_its_own_file():
    own, other = "\x02one:1:1\x03<div>\x02two:1:1\x03<p>a</p>", "\x02two:2:1\x03</div>\x02one:2:1\x03</div>"
    with pytest.raises(WorkspaceError) as error:
        read_marks(own + other, ())
    assert [(f.code, str(f.where)) for f in error.value.findings] == [("BR411", "two:2:1")]


@pytest.mark.slow
def test_a_page_has_no_marks_on_any_medium(workspace):
    files = workspace()
    for medium in Medium:
        page = page_of(files, medium)
        assert ORIGIN not in page.html and "\x02" not in page.html + page.numbered
        assert re.sub(rf' {ORIGIN}="\d+"', "", page.numbered) == page.html
    alone = stand_alone(page_of(files, Medium.SCREEN), files)
    assert ORIGIN not in alone and "\x02" not in alone


@each(
    ("template", "printed"),
    [
        ("{% set box %}<b>one</b>{% endset %}{{ box | length }}", "10"),
        ("{% set box %}<b>one</b>{% endset %}{{ box | striptags }}", "one"),
        ("{% set box %}<b>one</b>{% endset %}{{ box | urlencode }}", "%3Cb%3Eone%3C/b%3E"),
        ("{% set box %}<b>one</b>{% endset %}{{ box | replace('one', 'two') }}", "<b>two</b>"),
        ("{% filter upper %}<b>one</b>{% endfilter %}", "<B>ONE</B>"),
        ("{{ brief.title | striptags | length }}", "22"),
        ("{% macro m() %}<b>one</b>{% endmacro %}{{ m() | length }}", "10"),
        ("{% set box %}<b>one</b>{% endset %}<i title='{{ box }}'>x</i>", "<i title='<b>one</b>'>x</i>"),
        ("{% raw %}<b>{{ one }}</b>{% endraw %}", "<b>{{ one }}</b>"),
        ("<h{{ 1 + 1 }} class=a>x</h{{ 2 }}>", "<h2 class=a>x</h2>"),
        ("<p{% if brief.title %} class=a{% endif %}>x</p>", "<p class=a>x</p>"),
    ],
)
def test_no_filter_sees_a_mark_and_split_tags_stay_whole(workspace, template, printed):
    html = page_of(workspace(files={TITLE: H1 + f"<div>{template}</div>"})).html
    assert f"<div>{printed}</div>" in html


def test_each_tag_knows_its_template_and_each_text_its_key(workspace):
    included = "\n<b>{{ brief.key_points[0] }}</b>"
    template = H1 + '<div>\n{% include "parts/own.j2.html" %}</div>{# <i> #}<p\nclass=a>x</p>'
    page = page_of(workspace(LEAST_BRIEF, {TITLE: template, "templates/parts/own.j2.html": included}))
    tags = re.findall(rf'<(\w+) {ORIGIN}="(\d+)"', page.numbered)
    found = {name: page.origins[int(number)] for name, number in reversed(tags)}
    assert str(found["h1"].template) == f"{TITLE}:1:22"
    assert found["h1"].key == ("title", "text")
    assert str(found["b"].template) == "templates/parts/own.j2.html:2:1"
    assert found["b"].key == ("key_points", 0, "text")
    assert str(found["p"].template) == f"{TITLE}:3:49"


def test_a_mark_that_a_text_imitates_leads_nowhere_new():
    assert without_marks("\x02no mark\x03 \x02t:1\x03") == "\x02no mark\x03 \x02t:1\x03"
