"""A new version of a page is merged into the old one if only its texts have changed."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.html_merging import (
    changed_elements,
    compared_attributes,
    parse_quickly,
    same_elements,
    take_texts,
)
from tests.cases import each

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Levels</title></head>
<body class="a">
<h1 data-short="Levels" id="x">Levels &amp; flows&nbsp;1 &lt; 2</h1>
<p>The river <em>rose</em> at A<br>and B. <img src="a>b.png" alt=""></p>
<svg xmlns="http://www.w3.org/2000/svg" width="10"><title>Levels</title><path d="M0 0"/></svg>
<table><tbody><tr><td>1</td><td></td></tr></tbody></table>
</body>
</html>
"""


def read(html: str) -> Element:
    """Return the tree of the engine's parser."""
    root: Element = weasyprint().HTML(string=html).etree_element
    return root


def quick(html: str) -> Element:
    root = parse_quickly(html)
    assert root is not None
    return root


@pytest.mark.engine
@each(
    ("old", "new", "tags"),
    [
        ("rose", "fell", ["em"]),
        (" at A", " at A and C", ["p"]),
        ("Levels", "Floods", ["title", "h1", "h1", "{http://www.w3.org/2000/svg}title"]),
        ("&nbsp;1", " 1", ["h1"]),
    ],
)
def test_changed_texts_are_merged(old, new, tags):
    page, root = PAGE.replace(old, new), read(PAGE)
    changed = changed_elements(root, quick(page))
    assert [element.tag for element in changed] == tags
    take_texts(root, quick(page))
    assert tostring(root) == tostring(read(page))


@pytest.mark.engine
def test_nothing_has_changed():
    assert changed_elements(read(PAGE), quick(PAGE)) == []


@pytest.mark.engine
def test_a_tree_that_the_engine_completes_is_another():
    page = PAGE.replace("<tbody>", "").replace("</tbody>", "")
    assert changed_elements(read(page), quick(page)) is None


@each(
    ("old", "new"),
    [
        ("<em>rose</em>", "<b>rose</b>"),
        ("<em>rose</em>", "rose"),
        ("<br>", ""),
        ('class="a"', 'class="b"'),
        ('id="x"', 'id="y"'),
        (' data-short="Levels"', ""),
        ("<td></td>", "<td>2</td>"),
        ("<em>rose</em>", "<em></em>"),
        ("</table>", "</table><p>More</p>"),
    ],
)
def test_more_than_texts_has_changed(old, new):
    assert changed_elements(quick(PAGE), quick(PAGE.replace(old, new))) is None


def test_a_page_that_is_not_well_formed_is_not_read():
    assert parse_quickly("<!doctype html><html><p>One<p>Two</html>") is None


@pytest.mark.engine
@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("rose", "fell", True),
        ("<td></td>", "<td> </td>", False),
        ("<em>rose</em>", "<i>rose</i>", False),
        ('data-short="Levels"', 'data-short="Floods"', True),
        ('alt=""', 'alt="A"', False),
        ('class="a"', 'class="b"', False),
        ("<title>Levels</title></head>", "<title>Levels</title><style>p { margin: 0 }</style></head>", False),
        (".a { margin: 0 }", ".a { margin: 1em }", False),
        ("A page", "Another page", True),
    ],
)
def test_elements_have_the_same_styles_if_only_texts_have_changed(old, new, is_same):
    head = (
        "<style>.a { margin: 0 }</style>"
        if old.startswith(".a")
        else '<meta name=description content="A page">'
    )
    page = PAGE.replace("</head>", f"{head}</head>") if old in head else PAGE
    before, after = read(page), read(page.replace(old, new))
    elements = same_elements(before, after, set)
    assert (elements is not None) is is_same
    if elements is not None:
        assert [*elements] == [*after.iter()] and [*elements.values()] == [*before.iter()]


@pytest.mark.engine
@pytest.mark.parametrize(
    ("style", "is_tested"),
    [
        ("h1[data-short] { margin: 0 }", False),
        ("h1::after { content: attr(data-short) }", False),
        ("/* [data-short=a] */ h1 { margin: 0 }", False),
        ("h1[data-short='Levels'] { margin: 0 }", True),
        ("p:not(h1[ DATA-SHORT ^= Lev i ]) { margin: 0 }", True),
        ("[*|data-short/**/~=Levels] { margin: 0 }", True),
        (r"[data\-short=Levels] { margin: 0 }", True),
        ("@import 'tests.css'; p { margin: 0 }", True),
    ],
)
def test_titles_may_change_unless_a_selector_tests_them(workspace, style, is_tested):
    sheets = {"styles/trial.css": style, "styles/tests.css": "[data-short|=Levels] { margin: 0 }"}
    files = workspace(files=sheets)
    before, after = read(PAGE), read(PAGE.replace('data-short="Levels"', 'data-short="Floods"'))
    elements = same_elements(before, after, lambda: compared_attributes(["styles/trial.css"], files))
    assert (elements is None) is is_tested


@pytest.mark.engine
def test_titles_may_not_change_where_the_page_has_a_style_of_its_own():
    page = PAGE.replace("</head>", "<style>p { margin: 0 }</style></head>")
    assert (
        same_elements(read(page), read(page.replace('data-short="Levels"', 'data-short="Floods"')), set)
        is None
    )
