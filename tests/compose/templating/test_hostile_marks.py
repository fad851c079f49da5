"""Marks of origins in hostile templates, which try to forge them, and in good ones, which never see them."""

from __future__ import annotations

import re

import pytest

from briefing.compose.page import compose
from briefing.compose.web.web_edition import stand_alone
from briefing.core.errors import BriefingError
from briefing.stages import Medium
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.planning import tailored_of

TITLE = "templates/parts/title.j2.html"
WORDS = "A finding in few words"
BOLD = "{% set x %}<b>{{ brief.title }}</b>{% endset %}"


def pages_of(workspace, template: str, **others: str):
    """Return the page and the HTML edition."""
    files = workspace(
        LEAST_BRIEF, {TITLE: template, **{f"templates/{name}": text for name, text in others.items()}}
    )
    tailored = tailored_of(LEAST_BRIEF)
    return compose(tailored, files), stand_alone(compose(tailored, files, Medium.SCREEN), files)


def finding_of(workspace, template: str):
    with pytest.raises(BriefingError) as caught:
        pages_of(workspace, template)
    return caught.value.findings[0]


def heading(html: str) -> str:
    return re.search(r"<h1[^>]*>(.*)</h1>", html, re.DOTALL)[1]


FORGED = [
    r"{{ '\x02=0\x03' }}",
    r"{{ '\x02=999999999\x03' }}",
    r"{{ '\x02/etc/passwd:1:1\x03' }}",
    r"{{ '\x02:1:1\x03' }}",
    r"{{ '\x02a:9999999:9999999\x03' }}",
    r"{{ '\x02=' }}",
    r"{{ '\x03' }}",
    r"{{ 'a' ~ '\x00' }}|{{ '\x00' }}",
    r"{{ '\x1b[31m' }}",
    r"{{ '\ud800' }}",
    r"{{ ['\x02=0\x03'][0] }}",
    r"{% set x = '\x02=0\x03' %}{{ x }}",
    r"{% macro m(a) %}{{ a }}{% endmacro %}{{ m('\x02=0\x03') }}",
]


@each("expression", FORGED)
def test_a_mark_that_a_template_prints_is_reported_at_its_line(workspace, expression):
    finding = finding_of(workspace, f"<h1>\n{expression}</h1>")
    assert (finding.code, finding.where.file, finding.where.line) == ("BR404", TITLE, 2)
    assert "invisible character U+" in finding.what


@each("character", ["\x00", "\x02", "\x03", "\x1b", "\x08"])
def test_a_control_character_in_a_template_is_reported_at_its_line(workspace, character):
    finding = finding_of(workspace, f"<h1>\na{character}b</h1>")
    assert (finding.code, finding.where.file, finding.where.line) == ("BR401", TITLE, 2)


ON_DETOURS = [
    r"{{ '\x02/etc/passwd:1:1\x03' | safe }}",
    r"{{ ('\x02\x02=0\x03=0\x03') | safe }}",
    r"{{ '\x02' ~ brief.title ~ '=0\x03' }}",
    r"{{ ('\x02' | safe) + ('=0\x03' | safe) }}",
    r"{{ '\x02%s:1:1\x03' % 'a' }}",
    r"{{ '\x02{}:1:1\x03'.format('a') }}",
    r"{{ 'ab'.replace('a', '\x02=0\x03') }}",
    r"{{ ['\x02=0\x03', 'b'] | join('\x02=0\x03') }}",
    r"{{ nothing | default('\x02=0\x03') }}",
    r"{{ '\x02=0\x03' | upper }}",
    r"{{ '\x02=0\x03' | e }}",
    r"{% filter replace('a', '\x02=0\x03') %}a{% endfilter %}",
    r"{% filter safe %}a{% endfilter %}{% call '\x02=0\x03'.format() %}{% endcall %}",
    r"{% autoescape false %}{{ '\x02=0\x03' | safe }}{% endautoescape %}",
    BOLD + r"{{ x | indent(2, true) | trim('\x02\x03=') }}",
    BOLD + r"{{ [x, '\x02'] | join | safe }}{{ x | replace('=', '') }}",
]


@pytest.mark.slow
@each("expression", ON_DETOURS)
def test_a_mark_that_is_forged_on_a_detour_is_no_mark(workspace, expression):
    page, screen = pages_of(workspace, f"<h1>{expression}<em>x</em></h1>")
    for html in (page.html, page.numbered, screen):
        assert not re.search(r"[\x00\x02\x03]", html)
    assert "x" in heading(page.html)
    assert {one.template.file.split("/")[0] for one in page.origins if one.template} <= {
        "templates",
        "shipped",
    }


SEEN = {
    BOLD + "{{ x | length }}": "29",
    BOLD + "{{ x[:3] }}|": "<b>|",
    BOLD + "{{ x[0] }}|{{ x[-1] }}": "<|>",
    BOLD + "{% for c in x %}[{{ c }}]{% endfor %}": "[&lt;][b][&gt;][A][ ]",
    BOLD + "{{ 'same' if x == '<b>" + WORDS + "</b>' }}": "same",
    BOLD + "{{ 'in' if x in '…<b>" + WORDS + "</b>…' }}{{ 'not' if '=' not in x }}": "innot",
    BOLD + "{{ 'begins' if x.startswith('<b>A') }}{{ x.find('A') }}": "begins3",
    BOLD + "{{ x.split(' ') | length }}{{ x.replace('<b>', '<i>').replace('</b>', '</i>') }}": "5&lt;i&gt;A",
    BOLD + "{{ {x: 'key'}['<b>" + WORDS + "</b>'] }}": "key",
    BOLD + "{{ [x, x] | unique | list | length }}{{ [x] | sort | first }}": f"1<b>{WORDS}</b>",
    BOLD + "{{ x | list | length }} {{ x | reverse }}": "29 >b/<",
    BOLD + "{{ x | wordcount }} {{ x | striptags | length }}": "7 22",
    BOLD + "<a href='/?q={{ x | urlencode }}'>a</a>": "%3Cb%3EA%20finding",
    BOLD + "{{ x | tojson }}": '"\\u003cb\\u003eA finding',
    BOLD + "{{ x | upper }}{{ x | title }}": "A FINDING",
    BOLD + "{{ '%s' | format(x) }} {{ '{}'.format(x) }} {{ ('%s' | safe) % x }}": f"<b>{WORDS}</b>",
    BOLD + "{{ (x ~ '') | length }}{{ (x + '') | length }}{{ (x ~ x)[:4] }}": "2929<b>A",
    "{% set x %}{% endset %}{{ 'empty' if not x }}{{ x | length }}": "empty0",
    "{% set x %}{{ brief.subtitle or '' }}{% endset %}{{ 'empty' if not x }}": "empty",
    "{% macro m() %}<i></i>{% endmacro %}{{ m() | length }}{{ 'same' if m() == '<i></i>' }}": "7same",
    "{% macro m() %}{{ caller() | length }}{{ caller()[:3] }}{% endmacro %}{% call m() %}<b></b>{% endcall %}": "7<b>",
    "{% block b %}<b></b>{% endblock %}{{ self.b() | length }}{{ self.b()[3:] }}": "7</b>",
    "{% filter length %}<b></b>{% endfilter %}": None,
    "{% filter upper %}<b>a</b>{% endfilter %}": "<B>A</B>",
    "{{ brief.title | string | length }}{{ (brief.title ~ '') | length }}{{ [brief.title] | join | length }}": "222222",
    "{{ (brief.title | safe)[:4] }}{{ (brief.title ~ '')[-5:] }}": "A fiwords",
    "{{ ('%s' | safe) % brief.title }}{{ (('%s' | safe) % brief.title) | length }}": f"{WORDS}22",
    "{{ (('' | safe) + brief.title) | length }}{{ ('<i>' | safe).join(['a', brief.title]) | length }}": "2226",
    "{% autoescape false %}{% set x %}<b></b>{% endset %}{{ x | length }}{{ x[:3] }}{% endautoescape %}": "7<b>",
    "{% autoescape false %}{% macro m() %}<b></b>{% endmacro %}{{ m()[:3] }}{% endautoescape %}": "<b>",
    "{% import 'parts/own.j2.html' as own %}{{ own.bold | length }}{{ own.bold[:3] }}": "8<b>",
}


@pytest.mark.slow
@each("template", SEEN)
def test_a_template_sees_no_mark_in_what_it_captures(workspace, template):
    own = "{% set bold %}<b>a</b>{% endset %}"
    if SEEN[template] is None:
        assert finding_of(workspace, f"<h1>{template}</h1>").code == "BR404"
        return
    page, screen = pages_of(workspace, f"<h1>{template}</h1>", **{"parts/own.j2.html": own})
    for html in (page.html, page.numbered, screen):
        assert not re.search(r"[\x02\x03]", html)
    assert SEEN[template] in heading(page.html)


PRINTED = [
    BOLD + "{{ x }}",
    BOLD + "{{ x | safe }}",
    BOLD + "{{ x | e }}",
    BOLD + "{{ x | trim }}",
    BOLD + "{{ [x] | join }}",
    BOLD + "{{ x ~ '' }}",
    BOLD + "{{ nothing | default(x) }}",
    "{% macro m() %}<b>{{ caller() }}</b>{% endmacro %}{% call m() %}{{ brief.title }}{% endcall %}",
    "{% macro m(a) %}<b>{{ a }}</b>{% endmacro %}{{ m(brief.title) }}",
    "{% block b %}<b>{{ brief.title }}</b>{% endblock %}",
]


@each("template", PRINTED)
def test_what_is_captured_is_printed_with_its_origin(workspace, template):
    page, _ = pages_of(workspace, f"<h1>\n{template}</h1>")
    number = int(re.search(r'<b data-bw-origin="(\d+)"', page.numbered)[1])
    origin = page.origins[number]
    assert (origin.template.file, origin.template.line, origin.key) == (TITLE, 2, ("title", "text"))


RUNNING = [
    "{{ '<script>x</script>' | safe }}",
    "{% autoescape false %}{{ '<script>x</script>' }}{% endautoescape %}",
    "{{ '<SCRIPT/x>a</SCRIPT>' | safe }}",
    "{{ '<' | safe }}script>x</{{ 'script' }}>",
    "<{{ 'script' }}>x</{{ 'script' }}>",
    "<scr{{ 'ipt' }}>x</script>",
    "{{ '<img src=x onerror=alert(1)>' | safe }}",
    "{{ '<img/onerror=alert(1) src=x>' | safe }}",
    "{{ '<a href=\"&#106;ava\\nscript:x\">y</a>' | safe }}",
    "{{ '<iframe srcdoc=x></iframe>' | safe }}",
    "{{ '<base href=//x.example>' | safe }}",
    "{{ '<meta http-equiv=refresh content=0>' | safe }}",
    "<!--><script>x</script><!-- -->",
    "<!-- --!><script>x</script><!-- -->",
    "<!---><script>x</script><!-- -->",
    "<svg><title><script>x</script></title></svg>",
    "<svg><style><a onclick=x>y</a></style></svg>",
    r"{{ '<scr\x02=0\x03ipt>x</script>' | safe }}",
    r"{{ '<\x02=0\x03script>x</script>' | safe }}",
]


@each("template", RUNNING)
def test_what_runs_is_found_however_it_is_printed(workspace, template):
    finding = finding_of(workspace, f"<h1>\n<i>{template}</i></h1>")
    assert (finding.code, finding.where.file, finding.where.line) == ("BR412", TITLE, 2)


HARMLESS = [
    "{{ '<em title=\"on time = data: script\">x</em>' | safe }}",
    "{{ '<a href=\"https://example.org/?on=1&amp;script=data\">x</a>' | safe }}",
    "<!-- <script>x</script> -->x",
    "<svg><foreignObject><style>p::before { content: '<script>' }</style></foreignObject></svg>",
    "<svg><title>{{ brief.title }}</title></svg>",
    "<b title='{{ brief.title }} <script>'>x</b>",
    "<{{ 'b' }}>x</{{ 'b' }}>",
]


@each("template", HARMLESS)
def test_what_looks_like_it_and_does_not_run_stays(workspace, template):
    page, _ = pages_of(workspace, f"<h1>{template}</h1>")
    assert re.sub(r' data-bw-origin="\d+"', "", page.numbered) == page.html


@each("name", ["a>b", "a b", "a:1:1", "a%20b", "é", "a\u200bb", "a=b"])
def test_a_template_with_an_odd_name_is_named(workspace, name):
    files = workspace(
        LEAST_BRIEF,
        {
            TITLE: f"<h1>x</h1>{{% include 'parts/{name}.j2.html' %}}",
            f"templates/parts/{name}.j2.html": "\n<b class=y>x</b>",
        },
    )
    page = compose(tailored_of(LEAST_BRIEF), files)
    number = int(re.search(r'<b data-bw-origin="(\d+)" class=y', page.numbered)[1])
    assert page.origins[number].template.file == f"templates/parts/{name}.j2.html"
    assert page.origins[number].template.line == 2


@each(
    "expression",
    [
        "{{ cycler() }}",
        r"{{ draw_qr('\ud800', 't') }}",
        r"{{ draw_qr('x', '\x02\ud800') }}",
        r"{{ heading_lines('\ud800') }}",
        r"{{ '\ud800' | drawn }}",
        r"{% filter replace('a', '\ud800') %}a{% endfilter %}",
        "{% filter length %}x{% endfilter %}",
        "{% call dict() %}{% endcall %}",
        "{% include '\\ud800' %}",
        "{% include 'a\\x00b' %}",
    ],
)
def test_what_nobody_can_print_is_an_error_of_the_template(workspace, expression):
    finding = finding_of(workspace, f"<h1>\n{expression}</h1>")
    assert finding.code in ("BR403", "BR404")
    assert finding.where.file == TITLE
