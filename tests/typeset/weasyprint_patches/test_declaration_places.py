"""Declarations have their places inside the context."""

from __future__ import annotations

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.declaration_places import Place, PlacedName, declarations_placed
from tests.typeset.weasyprint_patches.unpatched import put_back

STYLE = "p,\n h1 { color: red;\n  margin: 1px 2px } a { b { color: blue } }"


def names():
    """Return the names of the declarations in a stylesheet."""
    sheet = weasyprint().CSS(string=STYLE, base_url="file:///style.css")
    selectors = [
        found
        for kind in ("lower_local_name_selectors", "other_selectors")
        for one in (getattr(sheet.matcher, kind),)
        for group in (one.values() if isinstance(one, dict) else [one])
        for found in group
    ]
    return [name for selector in selectors for name, _, _ in selector[-1][0]]


def test_each_name_has_the_place_of_its_declaration():
    with declarations_placed():
        placed = names()
    assert len(placed) >= 10
    assert {type(name) for name in placed} == {PlacedName}
    by_name = {str(name): name.place for name in placed if name.place.selector == "p, h1"}
    assert by_name["color"] == Place("file:///style.css", 2, 7, "color: red", "p, h1")
    assert by_name["margin_left"] == Place("file:///style.css", 3, 3, "margin: 1px 2px", "p, h1")
    assert {name.place.text for name in placed} == {"color: red", "margin: 1px 2px", "color: blue"}


def test_names_are_plain_outside_the_context():
    assert {type(name) for name in names()} == {str}


def test_without_the_patch_they_have_no_places(monkeypatch):
    weasyprint()
    names_of_patched = (
        "weasyprint.css:preprocess_declarations",
        "weasyprint.css.validation:preprocess_declarations",
    )
    put_back(monkeypatch, *names_of_patched)
    with declarations_placed():
        assert {type(name) for name in names()} == {str}
