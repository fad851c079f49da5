"""The sandbox: hostile templates fail, and good ones work."""
# ruff: noqa: E501  (each template is one line, as its author has it)

from __future__ import annotations

import re
import shutil

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.templating import sandbox
from briefing.compose.templating.environment import make_environment
from briefing.core.errors import BriefingError
from briefing.files.workspace import shipped_root
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.planning import tailored_of

TITLE = "templates/parts/title.j2.html"
BRIEF = LEAST_BRIEF + (
    "marking: {status: draft, tlp: AMBER}\nglossary: {heat: Warmth, items: Things}\nfacts: {one: {value: 5}}\n"
)
RATED = BRIEF.replace(
    "outlook: It goes on.",
    "outlook: {summary: It goes on., scale: icd-203, scenarios: [{name: One, likelihood: likely}]}",
)


def page_of(workspace, template: str, brief: str = RATED, **others: str) -> str:
    files = workspace(
        brief, {TITLE: template, **{f"templates/{name}": text for name, text in others.items()}}
    )
    return compose(tailored_of(brief), files).html


def finding_of(workspace, template: str, **others: str):
    with pytest.raises(BriefingError) as caught:
        page_of(workspace, template, **others)
    (finding,) = caught.value.findings
    return finding


PICKLED = 'cbuiltins\\neval\\n(S\'open(\\"{canary}\\", \\"w\\")\'\\ntR.'
CODE = {
    "parse_raw of marks": "{{% set m = marks.parse_raw(\"{pickled}\", content_type='pickle', allow_pickle=True) %}}",
    "parse_raw by brackets": "{{% set m = marks['parse_raw'](\"{pickled}\", content_type='pickle', allow_pickle=True) %}}",
    "parse_raw by a filter": "{{% set f = marks | attr('parse_raw') %}}{{{{ f(\"{pickled}\", allow_pickle=True) }}}}",
    "parse_raw of a scale": "{{{{ scale.parse_raw(\"{pickled}\", content_type='pickle', allow_pickle=True).name }}}}",
    "parse_raw of a rung": "{{{{ scale.words[0].parse_raw(\"{pickled}\", content_type='pickle', allow_pickle=True) }}}}",
    "parse_raw by map": "{{{{ [scale] | map(attribute='parse_raw') | map('default', 1) | list }}}}",
    "parse_raw in a macro": '{{% macro m(s) %}}{{{{ s.parse_raw("{pickled}", allow_pickle=True) }}}}{{% endmacro %}}{{{{ m(marks) }}}}',
    "parse_raw in a loop": '{{% for s in [marks, scale] %}}{{{{ s.parse_raw("{pickled}", allow_pickle=True) }}}}{{% endfor %}}',
    "parse_raw of a namespace": '{{% set n = namespace(m=marks) %}}{{{{ n.m.parse_raw("{pickled}", allow_pickle=True) }}}}',
    "parse_file": "{{{{ scale.parse_file('{canary}') }}}}",
    "globals of a function": "{{{{ draw_qr.__globals__['__builtins__']['open']('{canary}', 'w') }}}}",
    "globals of a closure": "{{{{ tabulate.__closure__[0].cell_contents }}}}",
    "run of a function": "{{{{ draw_qr._run.__globals__['__builtins__']['open']('{canary}', 'w') }}}}",
    "globals of a class": "{{{{ cycler.__init__.__globals__.os.popen('touch {canary}').read() }}}}",
    "subclasses": "{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}",
    "import of a namespace": "{{{{ namespace.__init__.__globals__['sys'].modules['os'].system('touch {canary}') }}}}",
    "self": "{{{{ self._TemplateReference__context.environment.loader }}}}",
    "environment of a macro": "{{% macro m() %}}{{% endmacro %}}{{{{ m._environment.loader.files.root }}}}",
    "function of a macro": "{{% macro m() %}}{{% endmacro %}}{{{{ m._func.__globals__ }}}}",
    "context of a block": "{{% block b %}}{{% endblock %}}{{{{ self.b._context.environment }}}}",
    "prose of a text": "{{{{ brief.title._prose.parser }}}}",
    "passage of a text": "{{{{ brief.title._passage.key }}}}",
    "values of a node": "{{{{ brief._values }}}}",
    "frame of a generator": "{{{{ ([1] | map('string')).gi_frame }}}}",
    "undefined": "{{{{ nothing._undefined_exception.__init__ }}}}",
    "format": "{{{{ '{{0.__class__.__init__.__globals__}}'.format(draw_qr) }}}}",
    "format of markup": "{{{{ ('{{0._prose}}' | safe).format(brief.title) }}}}",
    "format_map": "{{{{ '{{a.__class__}}'.format_map({{'a': marks}}) }}}}",
    "method of a method": "{{{{ ''.upper.__self__ }}}}",
    "owner of a method": "{{{{ ''.upper._owner }}}}",
    "loop": "{{% for a in [1] %}}{{{{ loop._iterable }}}}{{% endfor %}}",
    "code of a function": "{{{{ tabulate.__code__.co_consts }}}}",
    "call of a function": "{{{{ tabulate.__call__ }}}}",
    "attrs of a namespace": "{{{{ namespace(a=1)._Namespace__attrs }}}}",
}


@pytest.mark.parametrize("name", CODE)
def test_no_expression_runs_code_or_reaches_an_object(workspace, tmp_path, name):
    """This process has no other confinement than the sandbox of templates."""
    canary = tmp_path / "canary"
    expression = CODE[name].format(canary=canary, pickled=PICKLED.format(canary=canary))
    finding = finding_of(workspace, "<h1>\n\n" + expression)
    assert not canary.exists()
    assert finding.code == ("BR404" if name == "parse_raw by map" else "BR402")
    assert (finding.where.file, finding.where.line) == (TITLE, 3)


@pytest.mark.engine
def test_the_maker_without_confinement_runs_nothing_either(workspace, tmp_path):
    canary = tmp_path / "canary"
    expression = CODE["parse_raw of marks"].format(canary=canary, pickled=PICKLED.format(canary=canary))
    files = workspace(RATED, {TITLE: expression})
    ((_, made),) = execute_here(files)(plan(files, Selection(audiences=("policymaker",))).jobs)
    assert not canary.exists()
    assert [finding.code for finding in made.error.findings] == ["BR402"]


SHOWN = {
    "function": "{{ draw_qr }}",
    "function next to a text": "{{ 'a' ~ draw_qr }}",
    "function by a filter": "{{ draw_qr | string }}",
    "function in capitals": "{{ draw_qr | upper }}",
    "function escaped": "{{ draw_qr | e }}",
    "function marked as safe": "{{ draw_qr | safe }}",
    "function in a list": "{{ [draw_qr] | join }}",
    "function in a percent": "{{ '%s' % draw_qr }}",
    "function in a percent of many": "{{ '%s %s' % (1, draw_qr) }}",
    "function in a percent by name": "{{ '%(a)s' % {'a': draw_qr} }}",
    "function in a percent of markup": "{{ ('%s' | safe) % draw_qr }}",
    "function in a format": "{{ '{}'.format(draw_qr) }}",
    "function in a format as Python says it": "{{ '{!r}'.format(draw_qr) }}",
    "function by the filter format": "{{ '%s' | format(draw_qr) }}",
    "function in JSON": "{{ draw_qr | tojson }}",
    "function in an address": "{{ draw_qr | urlencode }}",
    "function as a key of an address": "{{ {draw_qr: 1} | urlencode }}",
    "function in an attribute": "{{ {'a': draw_qr} | xmlattr }}",
    "function as a delimiter": "{{ [1, 2] | join(draw_qr) }}",
    "function put in place": "{{ 'abc' | replace('b', draw_qr) }}",
    "function put in place by a method": "{{ ('abc' | safe).replace('b', draw_qr) }}",
    "function joined by a method": "{{ (',' | safe).join([draw_qr]) }}",
    "method": "{{ ''.upper }}",
    "method next to a text": "{{ '' ~ ''.upper }}",
    "cycler": "{{ cycler(1) ~ '' }}",
    "joiner": "{{ joiner() ~ '' }}",
    "namespace": "{{ namespace(a=1) ~ '' }}",
    "macro": "{% macro m() %}{% endmacro %}{{ m ~ '' }}",
    "loop": "{% for a in [1] %}{{ loop ~ '' }}{% endfor %}",
    "block": "{% block b %}{{ self.b ~ '' }}{% endblock %}",
    "self": "{{ self ~ '' }}",
    "node": "{{ brief ~ '' }}",
    "node by a filter": "{{ brief | string }}",
    "list next to a text": "{{ [1] ~ '' }}",
    "list of a function": "{{ [draw_qr] | string }}",
}


@each("name", SHOWN)
def test_no_object_becomes_text(workspace, name):
    finding = finding_of(workspace, "\n" + SHOWN[name])
    assert (finding.code, finding.where.line) == ("BR404", 2)
    assert "0x" not in finding.what
    assert "Traceback" not in finding.what


LARGE = [
    "{{ 'x'.center(100000000) }}",
    "{{ 'x'.ljust(100000000) }}",
    "{{ 'x'.rjust(100000000) }}",
    "{{ 'x'.zfill(100000000) }}",
    "{{ ('\t' * 100).expandtabs(1000000) }}",
    "{{ ('x' * 100000).replace('x', 'y' * 1000) }}",
    "{{ ('x' * 100000).replace('', 'y' * 1000) }}",
    "{{ ('x' * 100000).join(('y' * 1000).split('z') * 1000) }}",
    "{{ ('x' * 100000).join('y' * 1000) }}",
    "{{ 'x' | center(100000000) }}",
    "{{ ('a\n' * 1000) | indent(100000) }}",
    "{{ ('a\n' * 1000) | indent('x' * 100000) }}",
    "{{ ('x' * 100000) | replace('x', 'y' * 1000) }}",
    "{{ ('a ' * 5000) | wordwrap(2, wrapstring='x' * 10000) }}",
    "{{ range(1000) | join('x' * 100000) }}",
    "{{ [1] | batch(1000000000, 1) | list }}",
    "{{ [1] | slice(1000000000) | list }}",
    "{{ [1] | tojson(indent=1000000000) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (1000000000, 1) }}",
    "{{ '%1000000000d' | format(1) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ '{:{w}}'.format(1, w=1000000000) }}",
    "{{ '{:.1000000000f}'.format(1.0) }}",
    "{{ brief.date.strftime('%1000000000Y') }}",
    "{{ 10 ** (10 ** 10) }}",
    "{{ range(100000000) | list }}",
    "{% set n = namespace(x='x') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='x') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
]


@each("expression", LARGE)
def test_nothing_grows_beyond_a_page(workspace, expression):
    finding = finding_of(workspace, expression.replace("\n", "\\n").replace("\t", "\\t"))
    assert finding.code == "BR404"
    assert re.search(r"the limit is|too big", finding.what), finding.what


GOOD = {
    "{{ marks.comma }}{{ marks['colon'] }}|{{ marks.semicolon }}": ", : |; ",
    "{{ scale.name }} {{ scale.words | length }} {{ scale.words[0].word }}": "ICD 203",
    "{{ scale.words | map(attribute='shown') | join('; ') }}": "1–5; 5–20",
    "{{ brief.outlook.scenarios[0].rung.word }} {{ brief.outlook.scenarios[0].rung.low }}": "likely 55",
    "{{ brief.marking.status }} {{ brief.marking.status.value }} {{ brief.marking.tlp.value | lower }}": "draft draft amber",
    "{{ 'yes' if brief.marking.status == 'draft' }}": "yes",
    "{{ edition.notes }}{{ ' yes' if edition.notes == 'endnotes' }}": "endnotes yes",
    "{{ 'yes' if 'title' in edition.parts }}": "yes",
    "{{ labels['key_points'] }} {{ labels.key_points | upper }}": "Key points KEY POINTS",
    "{{ brief.title | upper }} {{ brief.title ~ '!' }} {{ brief.title.words.split(' ')[0].lower() }}": "A FINDING IN FEW WORDS",
    "{% for term, meaning in brief.glossary | dictsort %}{{ term }}={{ meaning }} {% endfor %}": "heat=Warmth items=Things",
    "{% for term, meaning in brief.glossary.items() %}{{ term }},{% endfor %}": "heat,items,",
    "{{ brief.glossary.heat }} {{ brief.glossary['heat'] }} {{ brief.glossary.get('x', 'none') }}": "Warmth Warmth none",
    "{{ brief.facts.one.value }} {{ brief.facts | length }}": "5 1",
    "{{ brief.date.year }} {{ brief.date.isoformat() }} {{ brief.date.strftime('%d/%m') }}": "2026 2026-11-22 22/11",
    "{{ (brief.date - brief.date.replace(day=1)).days }}": "21",
    "{{ brief.date | day }} {{ '2026-11' | spoken }}": "22\u00a0November 2026 November 2026",
    "{{ '%05.1f' % 3.14159 }} {{ '%s and %s' | format(1, 'b') }} {{ '{:>4}|{a}'.format(1, a=2) }}": "003.1 1 and b    1|2",
    "{{ 'a-b'.replace('-', ' ').title().center(7) | trim }}": "A B",
    "{{ ', '.join(['a', 'b']) }} {{ ['a', brief.title] | join(' · ') }}": "a, b a · A finding in few words",
    "{% set n = namespace(total=0) %}{% for i in range(4) %}{% set n.total = n.total + i %}{% endfor %}{{ n.total }}": "6",
    "{% set row = cycler('odd', 'even') %}{{ row.next() }}{{ row.next() }}{{ row.current }}": "oddevenodd",
    "{% set sep = joiner(', ') %}{% for i in [1, 2] %}{{ sep() }}{{ i }}{% endfor %}": "1, 2",
    "{% for i in 'abc' %}{{ loop.index }}{{ loop.cycle('x', 'y') }}{{ '' if loop.last else loop.nextitem }}{% endfor %}": "1xb2yc3x",
    "{% for i in [[1], [2]] recursive %}{{ loop(i) if i is sequence else i }}{% endfor %}": "12",
    "{% for i in [1, 1, 2] %}{{ 'x' if loop.changed(i) else '-' }}{% endfor %}": "x-x",
    "{% macro m(a, b='z') %}{{ a }}{{ b }}{{ caller() if caller is defined }}{% endmacro %}{{ m(1) }}{% call m(2) %}c{% endcall %}": "1z2zc",
    "{% macro m() %}{{ varargs | join }}{{ kwargs.x }}{{ m.name }}{% endmacro %}{{ m(1, 2, x=3) }}": "123m",
    "{% block a %}A{% endblock %}{{ self.a() }}": "AA",
    "{% for g in [{'k': 1, 'v': 'a'}, {'k': 1, 'v': 'b'}] | groupby('k') %}{{ g.grouper }}{{ g.list | map(attribute='v') | join }}{% endfor %}": "1ab",
    "{% set d = dict(a=1, b=2) %}{{ d.a }}{{ d | length }}{{ d.keys() | join }}{{ d | items | list | length }}": "12ab2",
    "{{ [3, 1, 2] | sort | first }}{{ [1, 2] | sum }}{{ [1, 2] | max }}{{ (1, 2) | reverse | list | join }}": "13221",
    "{{ [1, 2, 3, 4] | batch(2) | list | length }}{{ ['a', ''] | select | list | length }}": "21",
    "{{ brief.title | attr('words') }}": "A finding in few words",
    "{{ none_of | default('nothing') }}{{ brief.nothing is defined or 'absent' }}": "nothingabsent",
    "{{ brief.title.words[:9] }} {{ brief.title.words | truncate(12, leeway=0) }}": "A finding",
    "{% filter upper %}abc{% endfilter %}{% set x %}<b>{{ 1 }}</b>{% endset %}{{ x }}": "ABC<b>1</b>",
    "{% with a = 1 %}{{ a }}{% endwith %}{{ 'b' if 1 is odd }}{{ 7 // 2 }}{{ 7 % 4 }}{{ 2 ** 8 }}": "1b33256",
    "{% autoescape false %}{{ '<i>' }}{{ '<' ~ 1 }}{% endautoescape %}{{ '<i>' }}": "<i><1&lt;i&gt;",
    "{% from 'parts/own.j2.html' import shout %}{{ shout('a') }}{% import 'parts/own.j2.html' as own %}{{ own.shout('b') }}{{ own.who }}": "A!B!me",
    "{{ '<p>x</p>' | striptags }}{{ ('<b>' | e).unescape() }}": "x&lt;b&gt;",
    "{{ {'class': 'a', 'id': none} | xmlattr }} {{ 'a b' | urlencode }} {{ {'a': 'b c'} | urlencode }}": 'class="a" a%20b a=b+c',
    "{{ 1234.5 | round | int }} {{ '%.2f' | format(1.005) }} {{ 1.0.is_integer() and 'whole' }}": "1234",
    "{{ heading_lines(brief.title.set_words) }}{{ heading_lines(brief.title) }}": "22",
    "{{ (draw_qr(brief.web or 'https://example.org', brief.title) | length) > 100 and 'drawn' }}": "drawn",
    "{{ template_of('title') }}": "parts/title.j2.html",
}


@each("template", GOOD)
def test_what_good_templates_do_goes_on(workspace, template):
    own = "{% macro shout(a) %}{{ a | upper }}!{% endmacro %}{% set who = 'me' %}"
    html = page_of(workspace, f"<h1>{template}</h1>", **{"parts/own.j2.html": own})
    assert GOOD[template] in re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1]


@each(
    ("expression", "suggestion"),
    [
        ("{{ marks.coma }}", "did you mean 'comma'?"),
        ("{{ breif.title }}", "did you mean 'brief'?"),
        ("{{ brief.titel }}", "did you mean 'title'?"),
        ("{{ brief.title.word }}", "did you mean 'words'?"),
        ("{{ 'a'.uper() }}", "did you mean 'upper'?"),
        ("{{ scale.words[0].lo }}", "did you mean 'low'?"),
        ("{% for a in [1] %}{{ loop.indx }}{% endfor %}", "did you mean 'index'?"),
        ("{{ brief.date.yaer }}", "did you mean 'year'?"),
        ("{{ draw_chrt(1) }}", "did you mean 'draw_chart'?"),
        ("{{ scale.parse_raw(1) }}", "unknown name 'parse_raw'"),
    ],
)
def test_a_misspelt_name_gets_a_suggestion(workspace, expression, suggestion):
    finding = finding_of(workspace, f"\n{expression}")
    assert (finding.code, finding.where.line) == ("BR402", 2)
    assert suggestion in finding.what
    assert finding.where.source[finding.where.column - 1 :].startswith(
        re.search(r"name '(\w+)'", finding.what)[1]
    )


MISUSED = {
    "{{ draw_chart('x') }}": "draw_chart takes the `block` of a chart, not a text",
    "{{ draw_chart(brief) }}": "draw_chart takes the `block` of a chart, not that of a brief",
    "{{ draw_chart() }}": "draw_chart: missing a required argument: 'block'",
    "{{ draw_chart(1, 2) }}": "draw_chart: too many positional arguments",
    "{{ tabulate(5) }}": "tabulate takes the `block` of a table, not an int",
    "{{ tabulate(none) }}": "tabulate takes the `block` of a table, not nothing: the value is missing",
    "{{ tabulate(table=draw_qr) }}": "tabulate takes the `block` of a table, not a function",
    "{{ draw_qr(5, 'a') }}": "draw_qr takes a text, not an int",
    "{{ draw_qr('', 'a') }}": "draw_qr takes an address of 1 to 2,331 bytes",
    "{{ draw_qr('x' * 3000, 'a') }}": "draw_qr takes an address of 1 to 2,331 bytes",
    "{{ heading_lines(7) }}": "heading_lines takes a text, not an int",
    "{{ template_of(7) }}": "template_of takes a text, not an int",
    "{{ template_of('../../content/x') }}": "template_of takes the name of a kind: at most 80 letters, digits and hyphens",
    "{% include template_of('a/b') %}": "template_of takes the name of a kind: at most 80 letters, digits and hyphens",
    "{{ 'x' | alphabetical }}": "alphabetical takes a mapping, not a text",
    "{{ 'x' | day }}": "day takes a date, not a text",
    "{{ brief.date | clock }}": "clock takes a date with its time, not a date",
    "{{ [] | drawn }}": "drawn takes a text, not a list",
    "{{ brief | spoken }}": "a node is not a text",
    "{{ brief.title() }}": "a text is not a function",
    "{{ (1)() }}": "an int is not a function",
}


@each("expression", MISUSED)
def test_a_wrong_argument_is_reported_at_the_line_of_the_template(workspace, expression):
    finding = finding_of(workspace, f"\n\n{expression}")
    assert (finding.code, finding.where.file, finding.where.line) == ("BR404", TITLE, 3)
    assert finding.what == f"the template failed: {MISUSED[expression]}"


PLAIN = {
    "{{ brief[brief] }}": ("BR402", "a node has no item a node"),
    "{{ brief[0] }}": ("BR402", "a node has no item 0"),
    "{{ brief.title[7] }}": ("BR402", "a text has no item 7"),
    "{{ [1][5] }}": ("BR402", "a list has no item 5"),
    "{{ 'abc'[5] }}": ("BR402", "a text has no item 5"),
    "{{ brief.title + 'a' }}": ("BR404", "unsupported operand type(s) for +: a text and 'str'"),
    "{{ draw_qr | list }}": ("BR404", "a function is not iterable"),
    "{{ brief | length }}": ("BR404", "object of type a node has no len()"),
    "{{ 'a' | attr }}": ("BR404", "attr missing 1 required positional argument: 'name'"),
    "{{ 'a' | center(1, 2, 3) }}": (
        "BR404",
        "center takes from 1 to 2 positional arguments but 4 were given",
    ),
    "{% include draw_qr %}": ("BR404", "a function is not iterable"),
    "{{ nothing[0] }}": ("BR402", "unknown name 'nothing'"),
}


@each("expression", PLAIN)
def test_no_message_has_names_that_only_python_knows(workspace, expression):
    finding = finding_of(workspace, f"\n{expression}")
    code, what = PLAIN[expression]
    assert (finding.code, finding.where.line) == (code, 2)
    assert finding.what.removeprefix("the template failed: ") == what


BROKEN = {
    "draw_qr": ("{{ draw_qr('https://example.org', 'a') }}", "briefing.compose.page", "draw_qr"),
    "heading_lines": (
        "{{ heading_lines('a') }}",
        "briefing.compose.heading_lines",
        "HeadingRuler.count_lines",
    ),
    "a text": ("{{ brief.title }}", "briefing.compose.html_text", "Prose.html"),
    "its words": ("{{ brief.title.words }}", "briefing.compose.html_text", "Prose.plain"),
    "a text in capitals": ("{{ brief.title | upper }}", "briefing.compose.html_text", "Prose.plain"),
    "a filter": ("{{ brief.date | day }}", "briefing.compose.templating.filters", "spoken_day"),
    "a filter by map": (
        "{{ [brief.date] | map('day') | join }}",
        "briefing.compose.templating.filters",
        "spoken_day",
    ),
    "in a macro": (
        "{% macro m() %}{{ brief.title }}{% endmacro %}{{ m() }}",
        "briefing.compose.html_text",
        "Prose.html",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize(
    "kind", [ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError, RecursionError]
)
def test_an_error_in_an_internal_function_is_not_blamed_on_the_template(workspace, monkeypatch, name, kind):
    template, module, attribute = BROKEN[name]

    def broken(*_: object, **__: object) -> None:
        raise kind("inside")

    monkeypatch.setattr(f"{module}.{attribute}", broken)
    with pytest.raises(kind, match="inside") as caught:
        page_of(workspace, template)
    assert caught.value.__notes__ == [f"while {TITLE}:1 was filled in"]


def test_a_shipped_template_that_fails_by_itself_is_a_bug(workspace):
    files = workspace(RATED)
    files.shipped = files.root / "elsewhere"
    for folder in ("templates", "styles"):
        shutil.copytree(shipped_root() / folder, files.shipped / folder)
    with (files.shipped / TITLE).open("a", encoding="utf-8") as title:
        title.write("{{ brief.date | day | round }}")
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    with pytest.raises(TypeError, match="round"):
        compose(tailor(job), files)
    (files.root / "templates/audiences/policymaker").mkdir(parents=True)
    own = files.root / "templates/audiences/policymaker/title.j2.html"
    own.write_text('\n{% extends "shipped/parts/title.j2.html" %}')
    with pytest.raises(BriefingError) as caught:
        compose(tailor(job), files)
    assert [finding.code for finding in caught.value.findings] == ["BR404"]


def test_a_lack_of_memory_in_an_internal_function_is_reported_as_such(workspace, monkeypatch):
    def full(*_: object, **_named: object) -> None:
        raise MemoryError

    monkeypatch.setattr("briefing.compose.html_text.Prose.html", full)
    with pytest.raises(BriefingError) as caught:
        page_of(workspace, "{{ brief.title }}")
    assert caught.value.findings[0].what == "the template needs more memory than the limit of an edition"


def test_the_lists_name_nothing_that_python_does_not_have(workspace):
    for kind, names in sandbox.READABLE.items():
        for name in names - {
            "current",
            "grouper",
            "list",
            "arguments",
            "caller",
            "catch_kwargs",
            "catch_varargs",
        }:
            assert hasattr(kind, name) or name in ("name", "depth0", "index0"), (kind, name)
            assert not name.startswith("_")


def test_the_filters_are_those_of_the_list(workspace):
    environment = make_environment(workspace(), "en-001")
    assert {"random", "pprint"}.isdisjoint(environment.filters)
    assert environment.globals.keys() == {"range", "dict", "cycler", "joiner", "namespace", "tabulate"}


@each("side", ["0mm", "0pt", "1.2.3mm", ".mm", "..pt", "auto", "", "1px", "99999mm", "-5mm"])
def test_no_width_of_the_side_column_is_a_bug(workspace, side):
    style = f'@import "shipped/tokens.css"; :root {{ --side: {side} }}'
    files = workspace(RATED, {"styles/tokens.css": style, TITLE: "{{ heading_lines('A word or two') }}"})
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    assert "Key points" in compose(tailor(job), files).html
