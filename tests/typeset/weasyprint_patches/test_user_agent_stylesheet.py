"""The user agent stylesheet is parsed once, and the two that no edition uses only on first use."""

from __future__ import annotations

import importlib

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.patch import find
from briefing.typeset.weasyprint_patches.user_agent_stylesheet import pack_stylesheet
from tests.cases import each
from tests.typeset.weasyprint_patches.unpatched import MAKE, run

COUNTED = """
import tinycss2
counted = []
plain = tinycss2.parse_stylesheet
tinycss2.parse_stylesheet = lambda css, *rest, **named: counted.append(css) or plain(css, *rest, **named)
from briefing.typeset.engine import weasyprint
weasyprint()
print(len(counted))
"""

CONTENT = """
from briefing.typeset.engine import weasyprint
html = weasyprint().html
for name in ("UA_STYLESHEET", "UA_FORM_STYLESHEET", "PH_STYLESHEET"):
    matcher = vars(html)[name].matcher
    kinds = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors", "other_selectors")
    counts = [sum(map(len, getattr(matcher, kind).values())) for kind in kinds[:4]]
    print(name, *counts, len(matcher.other_selectors), len(vars(html)[name].page_rules), vars(html)[name].layers)
print(len(html.UA_COUNTER_STYLE))
"""


@pytest.mark.process
def test_no_stylesheet_is_parsed_when_the_engine_is_imported(tmp_path):
    run(tmp_path, COUNTED)  # the first command fills the cache
    assert run(tmp_path, COUNTED) == ["0"]
    assert run(tmp_path, COUNTED, "user agent stylesheet") == ["3"]


@pytest.mark.process
def test_each_stylesheet_holds_the_same_rules(tmp_path):
    with_it = run(tmp_path, CONTENT)
    assert with_it == run(tmp_path, CONTENT, "user agent stylesheet")
    assert len(with_it) > 20


@pytest.mark.process
def test_the_bytes_are_the_same(workspace):
    root = workspace().root
    assert run(root, MAKE + "print(digest)") == run(root, MAKE + "print(digest)", "user agent stylesheet")


def test_stylesheets_are_parsed_as_before_once_the_engine_is_imported():
    styles = weasyprint().CSS
    assert styles.__init__ is find("weasyprint:CSS.__init__")
    assert importlib.import_module("weasyprint.html").UA_STYLESHEET.__class__ is styles


@each(
    ("style", "is_packed"),
    [
        ("p { color: red } @page { margin: 1cm }", True),
        ("@counter-style one { system: cyclic; symbols: x }", True),
        ("p { a { color: red } }", False),
        ("@import 'other.css';", False),
        ("@media print { p { color: red } }", False),
    ],
)
def test_a_stylesheet_with_anything_else_is_not_packed(style, is_packed):
    weasyprint()
    assert bool(pack_stylesheet(style)) is is_packed
