"""Reading stylesheets, and the cost of hostile ones."""

from __future__ import annotations

import pytest

from briefing.files.css import (
    LONGEST_CHAIN,
    LONGEST_VALUE,
    addresses_in,
    declarations_in,
    display_faces_of,
    font_faces_of,
    imports_in,
    read_style,
    resolve_address,
    scan,
    span_at,
    tokens_of,
    without_comments,
)
from briefing.files.workspace import Files, shipped_root
from tests.cases import each


def tokens(tmp_path, css: str) -> dict[str, str]:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text(css)
    return tokens_of(["styles/own.css"], Files(tmp_path, tmp_path))


def doubled(levels: int, times: int) -> str:
    names = "".join(f"--a{n}: {f'var(--a{n + 1}) ' * times};" for n in range(levels))
    return f":root {{ {names} --a{levels}: x; }}"


@each(("levels", "times"), [(8, 60), (30, 2), (31, 30), (3, 3_000), (200, 2), (1, 200_000), (5_000, 1)])
@pytest.mark.slow
def test_variables_that_multiply_stay_short(tmp_path, levels, times):
    found = tokens(tmp_path, doubled(levels, times))
    assert len(found) == levels + 1
    assert found[f"--a{levels}"] == "x"
    written = max(len(f"var(--a{levels}) ") * times, LONGEST_VALUE)
    assert all(len(value) <= written for value in found.values())


@pytest.mark.parametrize(
    "css",
    [
        ":root { --a: var(--a) }",
        ":root { --a: var(--b) var(--b); --b: var(--a) var(--a) }",
        ":root { --a: var(--b); --b: var(--c); --c: var(--a) var(--b) }",
    ],
)
def test_variables_that_go_in_circles_have_an_end(tmp_path, css):
    assert all(len(value) < 1_000 for value in tokens(tmp_path, css).values())


def test_variables_are_resolved(tmp_path):
    css = ":root { --a: 1px var(--b) var(--none) var(--b); --b: var(--c)/2; --c: #123456; --b: var(--c) }"
    assert tokens(tmp_path, css) == {"--a": "1px #123456  #123456", "--b": "#123456", "--c": "#123456"}


def test_a_long_value_without_variables_is_kept(tmp_path):
    assert len(tokens(tmp_path, f":root {{ --a: {'x' * 50_000} }}")["--a"]) == 50_000


def test_the_place_of_a_declaration_is_found_in_a_sheet_of_many():
    text = "\n".join(f"  .c{n} {{ --t{n}: {n} }}" for n in range(30_000))
    last = list(declarations_in("styles/own.css", text))[-1]
    assert (last.where.line, last.where.column) == (30_000, 13)
    assert last.where.source == "  .c29999 { --t29999: 29999 }"


@each(
    ("offset", "place"),
    [(0, (1, 1, "ab")), (2, (1, 3, "ab")), (3, (2, 1, "")), (4, (3, 1, "c")), (5, (3, 2, "c"))],
)
def test_the_place_of_an_offset(offset, place):
    span = span_at("a.css", "ab\n\nc", offset, 1)
    assert (span.line, span.column, span.source) == place


IMPORTS = {
    '@import "a.css";': [("styles/a.css", 1)],
    "@import url(a.css) screen;@IMPORT 'b c.css' layer(x);": [("styles/a.css", 1), ("styles/b c.css", 27)],
    '@import url("\\62 .css");': [("styles/b.css", 1)],
    "p { content: \"@import 'no.css'\" }": [],
    "@import;": [],
}


@each(("css", "expected"), IMPORTS.items())
def test_imports_are_found_where_the_engine_finds_them(css, expected):
    found = [(one.name, one.where.column) for one in imports_in("styles/own.css", css, Files(shipped_root()))]
    assert found == expected


FACES = {
    "@media print { @font-face { font-family: 'X'; src: url(a.otf), url('b;c.otf') } }": (
        "X",
        ("a.otf", "b;c.otf"),
    ),
    "@font-face { font-family: X Y; SRC: local(q), url(a}b.otf) }": ("X Y", ("a}b.otf",)),
    '@font-face { font-family: X; src: url("\\61.otf"': ("X", ("a.otf",)),
    "@font-face { font-family: X; src: url(data:font/otf;base64,AA==) }": (
        "X",
        ("data:font/otf;base64,AA==",),
    ),
}


@each(("css", "expected"), FACES.items())
def test_fonts_are_read_as_the_engine_reads_them(tmp_path, css, expected):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text(css)
    (face,) = font_faces_of(["styles/own.css"], Files(tmp_path, tmp_path))
    assert (face.family, face.addresses) == expected
    assert css[face.where.column - 1 :].lower().startswith("src")


def test_a_font_of_a_screen_is_not_asked_for_in_print():
    css = "p { font-family: A, serif; em { font-family: 'B' } } @media screen { p { font-family: C } }"
    assert scan(f"{css} @media print {{ p {{ font-family: var(--face) }} }}").families == (
        "A",
        "B",
        "var(--face)",
    )


def sheets(tmp_path, **texts: str) -> Files:
    """Return a workspace with these stylesheets in `styles/`."""
    (tmp_path / "styles").mkdir(exist_ok=True)
    for name, text in texts.items():
        (tmp_path / f"styles/{name}.css").write_text(text, "utf-8")
    return Files(tmp_path, tmp_path)


def test_comments_become_spaces_that_keep_all_places():
    assert without_comments("a /* b\n c */ d /* e") == "a     \n      d     "
    assert without_comments("/**/a/* x */b") == "    a       b"


def test_imports_come_before_the_sheet_that_imports_them(tmp_path):
    files = sheets(
        tmp_path,
        own='/* é */ @import "a.css"; @import "none.css"; p {}',
        a='@import "own.css"; @import "b.css"; a {}',
        b="b {}",
    )
    found = list(read_style("styles/own.css", files))
    assert [name for name, _ in found] == ["styles/b.css", "styles/a.css", "styles/own.css"]
    assert found[2][1] == '        @import "a.css"; @import "none.css"; p {}'
    assert list(read_style("styles/none.css", files)) == []


def test_a_sheet_that_is_not_utf_8_is_read_as_far_as_it_is(tmp_path):
    files = sheets(tmp_path)
    (tmp_path / "styles/own.css").write_bytes(b":root { --a: caf\xe9 }")
    assert tokens_of(["styles/own.css"], files) == {"--a": "caf\ufffd"}


def test_an_import_has_its_place():
    (_, second) = imports_in(
        "styles/own.css", '@import "a.css";\n  @import url(b.css);', Files(shipped_root())
    )
    assert (second.name, second.where.line, second.where.column, second.where.length) == (
        "styles/b.css",
        2,
        3,
        len("@import"),
    )
    assert (second.where.file, second.where.source) == ("styles/own.css", "  @import url(b.css);")


@each(
    ("name", "address", "resolved"),
    [
        ("styles/own.css", "a.css", "styles/a.css"),
        ("styles/papers/a4.css", "../a.css", "styles/a.css"),
        ("styles/own.css", "./a/../b%20c.css?x#y", "styles/b c.css"),
        ("styles/shipped/fonts.css", "fonts/A.otf", "styles/fonts/A.otf"),
        ("styles/own.css", "https://example.org/a.css?b", "https://example.org/a.css?b"),
        ("styles/own.css", "HTTPS://example.org/a.css", "HTTPS://example.org/a.css"),
        ("styles/own.css", "//example.org/a.css", "//example.org/a.css"),
        ("styles/own.css", "data:font/otf;base64,A%20?", "data:font/otf;base64,A%20?"),
        ("styles/own.css", "a#b?c", "styles/a"),
        ("own.css", "a.css", "a.css"),
    ],
)
def test_an_address_leads_to_a_name_in_the_workspace(name, address, resolved):
    assert resolve_address(name, address) == resolved


def test_the_last_declaration_of_a_variable_wins_over_all_sheets(tmp_path):
    files = sheets(tmp_path, a=":root { --a: 1; --b:2 }", b=":root { --a: 3; --c: var(--b) }")
    assert tokens_of(["styles/a.css", "styles/b.css"], files) == {"--a": "3", "--b": "2", "--c": "2"}
    assert tokens_of(["styles/b.css", "styles/a.css"], files) == {"--a": "1", "--c": "2", "--b": "2"}


def test_a_chain_of_variables_is_followed_up_to_its_limit(tmp_path):
    def chain(length: int) -> str:
        names = "".join(f"--a{n}: var(--a{n + 1});" for n in range(length))
        return f":root {{ {names} --a{length}: x }}"

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert tokens(tmp_path / "a", chain(LONGEST_CHAIN + 1))["--a0"] == "x"
    assert tokens(tmp_path / "b", chain(LONGEST_CHAIN + 2))["--a0"] != "x"


def test_a_value_is_long_up_to_its_limit(tmp_path):
    def twice(length: int) -> str:
        return f":root {{ --a: var(--b)var(--b); --b: {'x' * length} }}"

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    half = LONGEST_VALUE // 2
    assert tokens(tmp_path / "a", twice(half))["--a"] == "x" * LONGEST_VALUE
    assert tokens(tmp_path / "b", twice(half + 1)) == {"--a": "", "--b": "x" * (half + 1)}


DECLARED = """:root { --a: 1px /* */; --b:"};{" !important }
@media screen { p, a:hover {
  --c : a  b ! IMPORTANT ;
  color: red; } --d: 'x\\'{y' }
--e: 1"""


def test_each_declaration_of_a_variable_has_its_selector_conditions_and_place():
    found = list(declarations_in("styles/own.css", DECLARED + ";"))
    assert [(one.token, one.value, one.is_important) for one in found] == [
        ("--a", "1px /* */", False),
        ("--b", '"};{"', True),
        ("--c", "a b", True),
        ("--d", "'x\\'{y'", False),
        ("--e", "1", False),
    ]
    assert [(one.selector, one.conditions) for one in found] == [
        (":root", ()),
        (":root", ()),
        ("p, a:hover", ("@media screen",)),
        ("", ("@media screen",)),
        ("", ()),
    ]
    assert [(one.where.line, one.where.column, one.where.length) for one in found] == [
        (1, 9, 3),
        (1, 25, 3),
        (3, 3, 3),
        (4, 17, 3),
        (5, 1, 3),
    ]
    assert {one.where.file for one in found} == {"styles/own.css"}


FONTS = """@font-face { font-family: "Brief Text"; src: url(t.otf) }
@font-face { font-family: 'Brief Display'; src: url(d.otf); font-weight: 700; font-style: italic }
@font-face { font-family: Other; src: url(o.otf) }
@font-face { font-family: "Brief Display"; src: local(x), url("d2.otf") format("opentype"); font-weight: bold }
@font-face { src: url(none.otf) }
  @font-face { font-family: Without }
"""


def test_a_font_face_is_read_as_declared(tmp_path):
    text, display, other, second, without = font_faces_of(["styles/own.css"], sheets(tmp_path, own=FONTS))
    assert (text.family, text.sources, text.addresses) == ("Brief Text", ("styles/t.otf",), ("t.otf",))
    assert (text.weight, text.style) == ("400", "normal")
    assert (display.family, display.weight, display.style) == ("Brief Display", "700", "italic")
    assert (other.family, second.weight, second.sources) == ("Other", "bold", ("styles/d2.otf",))
    assert (text.where.line, text.where.column, text.where.length) == (1, 41, len("src"))
    assert (without.family, without.sources, without.addresses) == ("Without", (), ())
    assert (without.where.line, without.where.column, without.where.length) == (6, 3, len("@font-face"))
    assert without.where.file == "styles/own.css"


def test_headings_have_the_upright_display_font_and_its_fallbacks(tmp_path):
    faces = display_faces_of(["styles/own.css"], sheets(tmp_path, own=FONTS))
    assert [face.family for face in faces] == ["Brief Display", "Other", "Without"]
    assert faces[0].weight == "bold"


@each(
    ("value", "addresses"),
    [
        ("url(a.otf), local('b'), url( \"c d\" ) format('woff')", ["a.otf", "c d"]),
        ("'a.otf'", ["a.otf"]),
        ("URL('a.otf')", ["a.otf"]),
        ("url(var(--a))", []),
        ("src(a)", []),
    ],
)
def test_the_addresses_in_a_value_are_in_order(value, addresses):
    assert addresses_in(value) == addresses


@each(
    ("css", "families"),
    [
        ("p { font-family: A B, serif }", ("A B",)),
        ("p { font-family: 'A  B', serif }", ("A  B",)),
        ("p { FONT-FAMILY: var(--face), serif }", ("var(--face)",)),
        ("p { font-family: 'A' 'B' }", ('"A" "B"',)),
        ("p { font-family: }", ()),
        ("@MEDIA Screen { p { font-family: C } }", ()),
        ("@media screen, print { p { font-family: C } }", ("C",)),
        ("@media (width > 9cm) { p { font-family: C } }", ("C",)),
        ("@supports (x: screen) { p { font-family: C } }", ("C",)),
        ("@font-face { font-family: D; src: url(a) }", ()),
        ("a { b { font-family: E } font-family: F }", ("E", "F")),
        ("@charset 'x'; a { font-family: G }", ("G",)),
    ],
)
def test_the_first_family_of_each_declaration_for_print_is_found(css, families):
    assert scan.__wrapped__(css).families == families


def test_the_place_of_a_nested_font_face_is_found():
    (face,) = scan.__wrapped__("@media print {\n @font-face { font-family: A } }").faces
    assert face[1:] == (2, 2)


@each(
    ("css", "value"),
    [
        (":root { --a: 1 }\nhtml { --a: 2 }", "1"),
        ("html { --a: 1 }\nhtml{--a: 2}", "2"),
        ("html { --a: 1 } :root { --a: 2 }", "2"),
        ('@import "other.css"; html { --a: 1 } html { --b: 3 } p { --a: 2 }', "2"),
        (":root { --a: 1 } :root, html { --a: 2 }", "2"),
    ],
)
def test_a_rule_for_html_is_weaker_than_one_for_the_root(tmp_path, css, value):
    assert tokens(tmp_path, css)["--a"] == value
