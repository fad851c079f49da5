"""Reading stylesheets, and the cost of hostile ones."""

from __future__ import annotations

import pytest

from briefing.files.css import (
    LONGEST_VALUE,
    declarations_in,
    font_faces_of,
    imports_in,
    scan,
    span_at,
    tokens_of,
)
from briefing.files.workspace import Files


def tokens(tmp_path, css: str) -> dict[str, str]:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text(css)
    return tokens_of(["styles/own.css"], Files(tmp_path, tmp_path))


def doubled(levels: int, times: int) -> str:
    names = "".join(f"--a{n}: {f'var(--a{n + 1}) ' * times};" for n in range(levels))
    return f":root {{ {names} --a{levels}: x; }}"


@pytest.mark.parametrize(
    ("levels", "times"), [(8, 60), (30, 2), (31, 30), (3, 3_000), (200, 2), (1, 200_000), (5_000, 1)]
)
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(("css", "expected"), IMPORTS.items(), ids=IMPORTS)
def test_imports_are_found_where_the_engine_finds_them(css, expected):
    found = [(one.name, one.where.column) for one in imports_in("styles/own.css", css)]
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


@pytest.mark.parametrize(("css", "expected"), FACES.items(), ids=FACES)
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
