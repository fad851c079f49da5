"""Templates get values, never objects, in every context and from every function."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from string import Template as Start
from types import MappingProxyType

import pytest
from jinja2 import Template
from markupsafe import Markup
from pydantic import BaseModel

import briefing.model
from briefing.compare.audience_diff import compare
from briefing.compare.redline import compose_redline
from briefing.compose import page
from briefing.compose.citations.bibliography import ListedSource
from briefing.compose.citations.in_text import Citations
from briefing.compose.email_draft import write_email_draft
from briefing.compose.html_text import Prose, Text
from briefing.compose.page import compose, context_of
from briefing.compose.tailor import tailor
from briefing.compose.templating.element_origins import Marked
from briefing.compose.templating.environment import fill, make_environment
from briefing.compose.templating.sandbox import Bound, Sandbox
from briefing.compose.templating.template_values import Context, Function, Node, Word, as_value, kind_of
from briefing.core.errors import BriefingError
from briefing.files.workspace import Files
from briefing.model.content import Passage
from briefing.model.labels import Marks
from briefing.model.text import Register
from briefing.pipeline.plan import Selection, plan
from briefing.scaffold.audience import start_audience
from briefing.scaffold.workspace import start_workspace
from briefing.stages import Job, Medium
from tests.cases import each
from tests.conftest import ROOT

LEAVES = {
    str,
    Markup,
    Marked,
    Word,
    int,
    float,
    Decimal,
    bool,
    type(None),
    date,
    datetime,
    Text,
    ListedSource,
}
CALLED = {Function, Bound}


def walk(value: object, way: str) -> Iterator[tuple[str, object]]:
    """Yield everything that can be reached from a value, with its path. Fails on a type that templates must not get."""
    kind = type(value)
    yield way, value
    if kind is Node:
        for name, item in value:
            assert type(name) is str, way
            yield from walk(item, f"{way}.{name}" if name.isidentifier() else f'{way}["{name}"]')
    elif kind is tuple:
        for number, item in enumerate(value):
            yield from walk(item, f"{way}[{number}]")
    elif kind is MappingProxyType:
        for name, item in value.items():
            assert type(name) is str, way
            yield from walk(item, f'{way}["{name}"]')
    else:
        assert kind in LEAVES | CALLED, f"{way} is a {kind.__module__}.{kind.__qualname__}"


@pytest.fixture
def seen(monkeypatch):
    """Return the names of the rendered templates, and walk through all their values."""
    names: list[str] = []
    render, call, substitute = Template.render, Sandbox.call, Start.safe_substitute

    def walked(context: Mapping[str, object]) -> None:
        for name, value in context.items():
            assert list(walk(value, name))

    def spied_render(self, context, /):
        names.append(self.name)
        walked(dict(context))
        walked(self.globals)
        assert {type(one) for name, one in self.environment.filters.items()} <= {Function, type(lambda: 0)}
        return render(self, context)

    def spied_call(self, context, obj, /, *args, **kwargs):
        result = call(self, context, obj, *args, **kwargs)
        if type(obj) is Function:
            assert list(walk(result, repr(obj)))
        return result

    def spied_substitute(self, context, /):
        names.append("start")
        walked(context)
        return substitute(self, context)

    monkeypatch.setattr(Template, "render", spied_render)
    monkeypatch.setattr(Sandbox, "call", spied_call)
    monkeypatch.setattr(Start, "safe_substitute", spied_substitute)
    return names


def shipped(audience: str, language: str, brief: str = "venezuela-russia") -> tuple[Job, Files]:
    files = Files(ROOT)
    (job,) = plan(files, Selection((brief,), (audience,), (language,))).jobs
    return job, files


@pytest.mark.parametrize(
    ("brief", "audience", "language", "medium"),
    [
        ("leap-second", "analyst", "en", Medium.PRINT),
        ("leap-second", "press", "en", Medium.SCREEN),
        ("venezuela-russia", "minister", "en", Medium.PRINT),
        ("venezuela-russia", "legislator", "es", Medium.PRINT),
        ("venezuela-russia", "public", "ru", Medium.SCREEN),
        ("venezuela-russia", "classroom", "ru", Medium.PRINT),
    ],
)
def test_what_an_edition_is_filled_with_are_values(seen, brief, audience, language, medium):
    job, files = shipped(audience, language, brief)
    compose(tailor(job), files, medium)
    wanted = {f"{part}.j2.html" for part in job.audience.parts}
    assert wanted <= {name.rpartition("/")[2] for name in seen}
    assert ("screen.j2.html" if medium is Medium.SCREEN else "brief.j2.html") in seen


def test_what_an_email_is_filled_with_are_values(seen):
    job, files = shipped("press", "es")
    write_email_draft(tailor(job), files, b"%PDF", "a.pdf")
    assert seen == ["email.j2.txt"]


def test_what_a_page_of_differences_is_filled_with_are_values(seen):
    files = Files(ROOT)
    (compared,) = compare(files, Selection(("venezuela-russia",), ("minister", "public"), ("es",)))
    html = compose_redline(compared, files).html
    assert seen == ["differences.j2.html"]
    assert "content/venezuela-russia/brief" in html
    assert "[−<del>" in html


def test_what_a_start_is_filled_with_are_values(seen, tmp_path):
    start_workspace(tmp_path, date(2026, 11, 22))
    start_audience(tmp_path, "mayor", "minister")
    assert seen == ["start"] * 3


@dataclass
class Planted:
    value: int = 1


class Sort(Enum):
    ONE = 1


OBJECTS = {
    "model": Marks(),
    "model in a list": [Marks()],
    "model in a mapping": {"a": {"b": Marks()}},
    "model in a node": Node("x", {"a": (Node("y", {"b": Marks()}),)}),
    "class of a model": Marks,
    "dataclass": Planted(),
    "enumeration": Sort.ONE,
    "class": Register,
    "function": lambda: 0,
    "method": "".upper,
    "module": inspect,
    "exception": ValueError("x"),
    "bytes": b"x",
    "set": {1},
    "generator": iter((1, 2)),
    "path": ROOT,
    "passage without its prose": Passage("x", ("title",), "inline"),
    "kind of text": type("Own", (str,), {})("x"),
    "kind of number": type("Own", (int,), {})(1),
    "kind of list": type("Own", (list,), {})(),
    "key that is no text": {1: "x"},
}


@each("name", OBJECTS)
def test_an_object_never_gets_into_a_context(name):
    with pytest.raises(TypeError, match="a value for templates"):
        Context({"a": OBJECTS[name]})
    with pytest.raises(AssertionError):
        list(walk(OBJECTS[name] if type(OBJECTS[name]) is not list else tuple(OBJECTS[name]), "a"))


@each("name", ["model", "function", "generator", "dataclass"])
def test_an_internal_function_never_returns_an_object(name):
    from briefing.compose.templating.template_errors import InternalError

    with pytest.raises(InternalError, match="a value for templates"):
        Function("own", lambda: OBJECTS[name])()


def test_an_object_in_an_edition_is_an_internal_error(monkeypatch):
    job, files = shipped("minister", "en")
    monkeypatch.setattr(page, "plain_node", lambda model: model)
    with pytest.raises(TypeError, match=r"briefing\.model\.labels\.Marks is not a value for templates"):
        compose(tailor(job), files)


def test_values_are_those_that_were_given():
    given = {"a": 1, "b": (1.5, Decimal("2.50")), "c": {"d": Register.PLAIN}, "e": None, "f": [True]}
    made = as_value(given)
    assert dict(made) == {"a": 1, "b": (1.5, Decimal("2.50")), "c": {"d": "plain"}, "e": None, "f": (True,)}
    assert (made["c"]["d"].value, type(made["c"]["d"].value)) == ("plain", str)
    with pytest.raises(TypeError):
        made["c"]["d"] = "other"


def models() -> Iterator[type[BaseModel]]:
    for found in pkgutil.walk_packages(briefing.model.__path__, "briefing.model."):
        for one in vars(importlib.import_module(found.name)).values():
            if inspect.isclass(one) and issubclass(one, BaseModel) and one.__module__.startswith("briefing."):
                yield one


def public_names() -> list[str]:
    """Return all public names of models that are not values: methods, and names that pydantic adds."""
    found: set[str] = set()
    for model in models():
        own = {**model.model_fields, **model.model_computed_fields}
        found |= {name for name in dir(model) if not name.startswith("_") and name not in own}
    return sorted(found)


def ways_in(context: Mapping[str, object]) -> dict[str, object]:
    """Yield the paths of names in a context, one for each name, kind of node and type of value."""
    found: dict[tuple[str, str, str], tuple[str, object]] = {}
    for name, value in context.items():
        for way, one in walk(value, name):
            kind = type(one).__name__ + (kind_of(one) if type(one) is Node else "")
            found.setdefault((name, kind, way if way.count(".") < 2 and "[" not in way else ""), (way, one))
    return dict(found.values())


def written(number: int, index: int, way: str, name: str) -> tuple[str, str]:
    """Return the name and the text of a template that reads a name of a value, in one of three ways.

    The name or the value comes from the context, so that few templates are compiled.
    """
    return (
        (f"called-{index}", f"{{% set x = asked.{name}('a') %}}"),
        (f"item-{number}", f"{{{{ {way}[name] }}}}"),
        (f"attribute-{number}", f"{{{{ ({way} | attr(name))() }}}}"),
    )[(number + index) % 3]


@pytest.mark.slow
def test_no_method_of_any_model_is_reached_through_any_name(tmp_path):
    job, files = shipped("analyst", "es")
    tailored = tailor(job)
    prose = Prose(job.labels, job.brief.facts, Citations(job.audience.notes), {})
    context = context_of(tailored, prose, Medium.PRINT, files)
    names, ways = public_names(), ways_in({**context, "tabulate": Function("tabulate", len)})
    assert {
        "parse_raw",
        "parse_file",
        "model_copy",
        "copy",
        "construct",
        "words",
        "find",
        "in_language",
    } <= set(names)
    assert {
        "marks",
        "scale",
        "labels",
        "brief",
        "workspace",
        "draw_qr",
        "scale.words[0]",
        "edition",
    } <= ways.keys()
    assert len(ways) > 100
    environment = make_environment(files, "es")
    own = Files(tmp_path, files.shipped)
    environment.loader.files = own
    (tmp_path / "templates").mkdir()
    tried = 0
    filled = Context(context)
    for number, (way, value) in enumerate(ways.items()):
        asked = filled.plus({"asked": value})
        for index, name in enumerate(names):
            if is_own_name(value, name):
                continue
            tried += 1
            stem, text = written(number, index, way, name)
            path = tmp_path / f"templates/{stem}.j2.html"
            if not path.exists():
                path.write_text(f"<p>\n{text}")
            with pytest.raises(BriefingError) as caught:
                fill(path.name, environment, own, asked.plus({"name": name}))
            (finding,) = caught.value.findings
            assert finding.code == ("BR405" if value is context["labels"] else "BR402"), (way, name, text)
            assert (finding.where.file, finding.where.line) == (f"templates/{path.name}", 2)
    assert tried > 4000


def is_own_name(value: object, name: str) -> bool:
    """Return whether a type of value and a model share a name: `words` of a text, `count` of a tuple."""
    if type(value) is Node:
        return name in dict(value)
    if type(value) is MappingProxyType:
        return name in {*value, "get", "items", "keys", "values"}
    if type(value) is Text:
        return name in ("sentence", "words", "set_words", "typed")
    return type(value) in (str, Markup, Marked, Word, tuple, date, datetime) and hasattr(value, name)


STEERED = """\
title: {text: Ports grow slowly, short: Ports grow, plain: Ports get bigger}
date: 2026-11-22
accept: {rule: BR013, why: the article has no date}
key_points:
  - {text: 'A first point. [@a]', short: A point., only: [policymaker], accept: {rule: BR011, why: it is ours}}
sections:
  - title: T
    accept: {rule: BR012, why: it is known}
    text: A first text.
    not: [public]
    blocks:
      - table: {title: Offers, alt: Two, data: [[A, B], [C, 2]], accept: {rule: BR014, why: it is counted}}
outlook: {summary: It goes on., accept: {rule: BR015, why: nobody knows}}
sources: {a: {title: A, accept: {rule: BR013, why: it has none}}}
"""


def test_templates_see_no_acceptance_and_nothing_that_steers_the_selection(workspace):
    """Such as the reason of an acceptance: it is written for colleagues."""
    files = workspace(STEERED)
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    prose = Prose(job.labels, job.brief.facts, Citations(job.audience.notes), {})
    context = context_of(tailor(job), prose, Medium.PRINT, files)
    names = {way.rpartition(".")[2] for way, _ in walk(context["brief"], "brief")}
    assert {"key_points", "title", "sections", "blocks", "outlook"} <= names
    assert names & {"accept", "only", "not", "not_", "audiences", "short", "plain"} == set()
