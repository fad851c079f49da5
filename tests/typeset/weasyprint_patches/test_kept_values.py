"""After a change of texts, the values of styles are those that the engine computes, and are not computed again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Page
from briefing.typeset.engine import weasyprint
from briefing.typeset.layout import Typesetter
from tests.conftest import ROOT
from tests.typeset.weasyprint_patches.unpatched import Counting, put_back

pytestmark = pytest.mark.engine

STYLE = """
@page { size: 90mm 60mm; margin: 2em; @top-left { content: string(head); color: #135 } @footnote { margin-top: 1em } }
@page :first { margin-top: 3em; @top-left { content: none } }
:root { --gap: 1.2em; --wide: calc(2 * var(--gap)) } html { overflow: hidden }
body { font: 9pt/1.3 'Brief Text'; margin: var(--gap) } h2 { string-set: head content(); margin-block: var(--gap) 2px }
p { margin: 0 0 var(--wide); color: rgb(10 20 30); border-bottom: thin solid } p::first-line { color: red }
p::first-letter { font-size: 2em; position: relative } li { list-style: square inside; white-space: pre }
em { text-decoration: underline; font-weight: 600 } i { float: footnote } table { padding: 9px }
table { border-collapse: collapse }
td { margin: 9px; padding: .3em } .flex { display: flex; gap: 1ex } .flex p { min-width: auto }
li::after { content: " " target-counter(attr(data-to), page) } .abs { position: absolute; inset: 1em auto auto 50% }
"""
TEXT = (
    "<h2 id=end>Levels</h2><p>The river <em>rose</em> at A.<i>A note</i>"
    "<ul><li data-to='#end'>One<li data-to='#end'>Two</ul>"
    "<table><tr><td>One<td>Two</table><div class=flex><p>One<p>Two</div><span class=abs>Aside</span>"
    "<p style='margin: 2em 0'>Set</p>"
)


def page(body: str = TEXT, head: str = "<title>T</title>") -> Page:
    html = f"<!doctype html><html lang=en>{head}<body>{body}"
    return Page(html, ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html")


def keeping(files: Files) -> Typesetter:
    """Return a typesetter that keeps the styles of a page."""
    found = Typesetter(files)
    found.keeps_styles = True
    return found


@pytest.fixture
def typesetter(workspace):
    """Return a typesetter for pages in the style that keeps their styles."""
    return lambda style=STYLE: keeping(workspace(files={"styles/trial.css": style}))


@pytest.fixture
def computed(monkeypatch) -> Counting:
    """Counts the values that are computed."""
    css = weasyprint().css
    counting = Counting(css.ComputedStyle.__missing__)

    def missing(style: dict[str, object], name: str) -> object:
        return counting(style, name)

    monkeypatch.setattr(css.ComputedStyle, "__missing__", missing)
    return counting


def styles_of(typesetter: Typesetter) -> dict[tuple[object, ...], Any]:
    """Return the styles of the page that was laid out last: of its elements by their numbers, and of its pages."""
    styled = typesetter._styled
    numbers = {element: number for number, element in enumerate(styled.root.iter())}
    computed = styled.styles[()][1]._computed_styles
    found = {}
    for (element, pseudo_type), style in computed.items():
        key = (numbers.get(element, element) if isinstance(element, Element) else element, pseudo_type)
        found[*key, "own"] = style
        found[*key, "anonymous"] = style.__dict__.get("anonymous_style")
    return found


def assert_same_values(kept: Typesetter, plain: Typesetter) -> None:
    """Compare each value that the layout has used."""
    kept_styles, plain_styles = styles_of(kept), styles_of(plain)
    assert kept_styles.keys() == plain_styles.keys()
    for key, style in plain_styles.items():
        for name in [*(style or ())]:
            assert _shown(kept_styles[key][name]) == _shown(style[name]), (key, name)


def _shown(value: Any) -> object:
    if isinstance(value, list | tuple):
        return [_shown(one) for one in value]
    return value.serialize() if hasattr(value, "serialize") else value


@pytest.mark.parametrize(
    ("old", "new"), [("rose", "fell"), ("One", "A much longer text " * 9), ("A note", "B")]
)
def test_all_values_are_those_that_the_engine_computes(typesetter, old, new):
    kept, plain = typesetter(), typesetter()
    kept.lay_out(page())
    assert (
        kept.lay_out(page(TEXT.replace(old, new))).page_count
        == plain.lay_out(page(TEXT.replace(old, new))).page_count
    )
    assert kept._styled.former and not plain._styled.former
    assert_same_values(kept, plain)


def test_no_value_is_computed_again_except_those_that_the_layout_changes(typesetter, computed):
    kept, counts = typesetter(), []
    for word in ("rose", "fell", "sank"):
        computed.calls = 0
        kept.lay_out(page(TEXT.replace("rose", word)))
        counts.append(computed.calls)
    assert max(counts[1:]) < 0.35 * counts[0]


def test_without_the_patch_all_values_are_computed_again(typesetter, computed, monkeypatch):
    put_back(monkeypatch, "weasyprint.css:StyleFor.set_computed_styles")
    kept, counts = typesetter(), []
    for word in ("rose", "fell"):
        computed.calls = 0
        kept.lay_out(page(TEXT.replace("rose", word)))
        counts.append(computed.calls)
    assert counts[1] > 0.9 * counts[0]


@pytest.mark.parametrize(
    "other",
    [
        page(TEXT.replace("<em>", "<em class=flex>")),
        page(TEXT + "<p>More"),
        page(TEXT.replace(">Set<", "><")),
        page(TEXT.replace("2em 0", "1em 0")),
        page(head="<title>T</title><style>p { margin: 0 }</style>"),
        Page(page().html, ("styles/fonts.css",), "content/trial/brief.html"),
    ],
    ids=[
        "an attribute",
        "an element",
        "an empty element",
        "a style of its own",
        "a style in the page",
        "stylesheets",
    ],
)
def test_nothing_is_taken_where_more_has_changed(typesetter, other):
    kept = typesetter()
    kept.lay_out(page())
    kept.lay_out(other)
    assert kept._styled.former is None


def test_nothing_is_taken_where_the_style_in_the_page_has_another_text(typesetter):
    kept = typesetter()
    for margin in ("0", "1em"):
        kept.lay_out(page(head=f"<title>T</title><style>p {{ margin: {margin} }}</style>"))
    assert kept._styled.former is None


def test_nothing_is_taken_from_the_styles_of_a_changed_stylesheet(workspace, computed):
    files = workspace(files={"styles/trial.css": STYLE})
    kept = keeping(files)
    kept.lay_out(page())
    (files.root / "styles/trial.css").write_text(STYLE.replace("600", "400"), "utf-8")
    files.forget_outdated()
    kept.lay_out(page(TEXT.replace("rose", "fell")))
    plain = keeping(Files(files.root))
    plain.lay_out(page(TEXT.replace("rose", "fell")))
    assert_same_values(kept, plain)


def test_a_warning_of_the_styles_is_given_after_each_change(typesetter):
    style = STYLE + "h2 { width: 10vw; margin-left: calc(1px * sin(1px)) }"
    kept, plain = typesetter(style), typesetter(style)
    kept.lay_out(page())
    other = page(TEXT.replace("rose", "fell"))
    assert kept.lay_out(other).engine_warnings == plain.lay_out(other).engine_warnings != ()


def test_a_shipped_edition_has_the_same_values():
    (job,) = plan(open_files(ROOT), Selection(("venezuela-russia",), ("press",), ("ru",))).jobs
    kept, plain = keeping(open_files(ROOT)), keeping(open_files(ROOT))
    whole = compose(tailor(job), kept.files)
    word = re.search(r"(?<=[а-я] )[а-я]{6,}(?= [а-я])", whole.numbered.partition("<p")[2])
    changed = replace(whole, numbered=whole.numbered.replace(word[0], word[0][:-1]))
    kept.lay_out(whole)
    kept.lay_out(changed)
    plain.lay_out(changed)
    assert kept._styled.former
    assert_same_values(kept, plain)


def test_another_page_does_not_drop_the_styles_of_the_page_that_is_edited(typesetter):
    kept = typesetter()
    kept.lay_out(page())
    kept.keeps_styles = False
    kept.lay_out(page("<p>Another"))
    kept.keeps_styles = True
    kept.lay_out(page(TEXT.replace("rose", "fell")))
    assert kept._styled.former


def test_no_style_is_kept_unless_wanted(workspace):
    plain = Typesetter(workspace(files={"styles/trial.css": STYLE}))
    plain.lay_out(page())
    assert plain._styled is None
