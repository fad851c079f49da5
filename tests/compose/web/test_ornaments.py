"""Ornaments of a style, which an HTML edition hides from screen readers."""

from __future__ import annotations

from briefing.compose.web.ornaments import hide_ornaments
from tests.cases import each

HIDDEN = [
    ("li::before", '"■"'),
    ("li:before", "'→ '"),
    (".a > li::BEFORE", '"\\2192"'),
    ("li::after", '"\\A"'),
    (".back::before", '"↑\\A0"'),
    ("li::before", '" [" "·"'),
    ("li::before", 'url("icon.svg")'),
    ("li::before", "url(icon.svg)"),
    ("li::before", 'url("icon;}{.svg") " — "'),
    ('a[href="{}"]::before', '"}"'),
]
READ = [
    ("li::before", '""'),
    ("li::before", '"Note"'),
    ("li::before", '"№ 4"'),
    ("li::before", '"\\41"'),
    ("li::before", '"→ see"'),
    ("li::before", 'url("icon.svg") "New"'),
    ("li::before", "counter(item)"),
    ("li::before", '"→" counter(item)'),
    ("q::before", "open-quote"),
    ("li::before", "none"),
    ("li::before", "attr(data-head) '→'"),
    ("li::before", '"■" / ""'),
    ("li::before", '"★" / "Important"'),
    ("li::marker", '"→"'),
    ("@top-left", '"·"'),
    (".before", '"·"'),
]


@each(("selector", "value"), HIDDEN)
@each("end", ["", ";", "; color: red", " !important"])
def test_an_ornament_has_an_empty_alternative_text_after_the_declaration_as_written(selector, value, end):
    weight = end if "!" in end else ""
    rest = "" if weight else end
    style = f"p {{ color: red }}\n{selector} {{ margin: 0; content: {value}{end} }} b {{ top: 0 }}"
    given = f"content: {value}{weight}"
    silent = f'content: {value} / ""{weight}'
    written = hide_ornaments(style)
    assert [" ".join(piece.split()) for piece in written.split(silent, 1)[0].split(given, 1)] == [
        " ".join(f"p {{ color: red }}\n{selector} {{ margin: 0;".split()),
        ";",
    ]
    assert written.split(silent, 1)[1].split() == f"{rest} }} b {{ top: 0 }}".split()


@each(("selector", "value"), READ)
def test_what_is_read_or_has_an_alternative_text_stays(selector, value):
    style = f"{selector} {{ content: {value}; color: red }} li {{ align-content: 'x' }}"
    assert hide_ornaments(style) == style


def test_rules_inside_others_are_found():
    style = '@media screen { .a { color: red; &::before { content: "•" } } .b::after { content: "A" } }'
    assert hide_ornaments(style) == style.replace('"•"', '"•" ; content: "•" / ""')


@each("style", ['li::before { content: "■', "li::before { content: '■\" }", "}{}{", ""])
def test_broken_styles_stay_as_they_are(style):
    assert hide_ornaments(style) == style
