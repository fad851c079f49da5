"""Fonts of the workspace and of packages; each is checked before the text libraries read it."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from briefing.core.finding import Span
from briefing.files import fonts
from briefing.files.css import FontFace
from briefing.files.fonts import (
    UnusableFontError,
    at_weight,
    characters_of,
    family_of,
    first_usable,
    flaw_of,
    has_serifs,
    learn_fonts,
    package_font,
    read_font,
)
from briefing.files.workspace import Files, shipped_root
from tests.cases import each

NAME = "styles/fonts/Own.otf"


def font(drop: str = "", *, has_outlines: bool = True, maps: bool = True, em: int = 1000) -> bytes:
    """Return a font of one letter, without a table or its outlines or its characters."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"} if maps else {})
    pen = TTGlyphPen(None)
    if has_outlines:
        for point in ((0, 0), (0, 500), (500, 0)):
            (pen.moveTo if point == (0, 0) else pen.lineTo)(point)
        pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": glyph})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].unitsPerEm = em
    out = io.BytesIO()
    builder.save(out)
    content = out.getvalue()
    return content.replace(drop.encode("ascii"), b"zzzz", 1) if drop else content


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> None:
    """Derive every flaw again, and nothing from the cache of another test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    flaw_of.cache_clear()


@pytest.fixture
def files(tmp_path) -> Files:
    (tmp_path / "user/styles/fonts").mkdir(parents=True)
    return Files(tmp_path / "user", tmp_path / "none")


def put(files: Files, content: bytes, name: str = NAME) -> str:
    (files.root / name).write_bytes(content)
    return name


def test_a_good_font_has_no_flaw():
    assert flaw_of(font()) == ""


@each(
    ("content", "flaw"),
    [
        (b"", "the file is empty"),
        (b"PK\3\4", "it is a ZIP archive, not a font: unpack it"),
        (b"\xef\xbb\xbf \r\n\t<!DOCTYPE html>", "it is a web page, not a font"),
        (
            b"version https://git-lfs.github.com/spec/v1",
            "it is a Git LFS pointer, not the font: run `git lfs pull`",
        ),
        (b"x", "it is not a TTF, OTF, WOFF or WOFF2 font"),
        (b" " * 64 + b"<", "it is not a TTF, OTF, WOFF or WOFF2 font"),
    ],
)
def test_a_file_that_is_no_font_is_named_for_what_it_is(content, flaw):
    assert flaw_of(content) == flaw


@each("table", ["hhea", "maxp", "hmtx", "cmap"])
def test_a_font_without_a_table_names_it(table):
    assert flaw_of(font(drop=table)) == f"it has no table `{table}`"


def test_all_missing_tables_are_named():
    content = font(drop="cmap").replace(b"hmtx", b"zzzy", 1)
    assert flaw_of(content) == "it has no table `hmtx`, `cmap`"


def test_a_font_that_draws_nothing_says_so():
    assert flaw_of(font(drop="glyf")) == "it has bitmaps of its characters, but no outlines"
    assert flaw_of(font(has_outlines=False)) == "none of its characters has an outline"
    assert flaw_of(font(maps=False)) == "it has no characters"
    assert flaw_of(font(em=0)) == "it has no metrics"


def test_a_font_with_other_outlines_draws_its_characters():
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    pen = T2CharStringPen(600, None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 500))
    pen.closePath()
    empty = T2CharStringPen(500, None).getCharString()
    builder.setupCFF("Test", {"FullName": "Test"}, {".notdef": empty, "A": pen.getCharString()}, {})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    assert flaw_of(out.getvalue()) == ""


def test_a_damaged_font_says_so():
    content = font()
    assert flaw_of(content[:200]).startswith("it is damaged")
    assert flaw_of(content[:4]).startswith("it is damaged: ")
    cut = flaw_of(content[:-200])
    assert cut.startswith("it is damaged")
    assert flaw_of(b"wOF2" + bytes(60)).startswith("it is damaged")


def test_the_flaw_of_a_font_is_found_once(monkeypatch):
    content = font(drop="cmap")
    first = flaw_of(content)
    flaw_of.cache_clear()
    monkeypatch.setattr(fonts, "_find_flaw", lambda _: 1 / 0)
    assert flaw_of(content) == first, "the cache of the user has it"


def test_the_first_usable_source_is_taken(files):
    content = font()
    put(files, content)
    put(files, b"x", "styles/fonts/Bad.ttf")
    assert first_usable([NAME], files) == (NAME, content)
    assert first_usable(["styles/fonts/None.otf", "styles/fonts/Bad.ttf", NAME, "x"], files) == (
        NAME,
        content,
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("styles/fonts/None.otf", "'styles/fonts/None.otf' is missing"),
        ("../Own.otf", "'../Own.otf' is outside the workspace"),
        ("styles/fonts", "'styles/fonts' cannot be read: its name does not end in .ttf, .otf, .woff, .woff2"),
        ("styles/fonts/a.otf", "'styles/fonts/a.otf' cannot be read: it is a folder, not a file"),
        (
            "https://example.org/a.otf",
            "'https://example.org/a.otf' cannot be read: nothing is loaded from a network",
        ),
        ("//example.org/a.otf", "'//example.org/a.otf' cannot be read: nothing is loaded from a network"),
        ("styles/fonts/Bad.WOFF2", "'styles/fonts/Bad.WOFF2': it is not a TTF, OTF, WOFF or WOFF2 font"),
        ("data:font/otf,x", "the font in the style: it is not a TTF, OTF, WOFF or WOFF2 font"),
        ("data:font/otf;base64,PGh0bWw+", "the font in the style: it is a web page, not a font"),
        ("data:font/otf,%3Chtml>", "the font in the style: it is a web page, not a font"),
    ],
)
def test_each_unusable_source_has_its_reason(files, source, reason):
    (files.root / "styles/fonts/a.otf").mkdir()
    put(files, b"x", "styles/fonts/Bad.WOFF2")
    with pytest.raises(UnusableFontError) as caught:
        first_usable([source], files)
    assert str(caught.value) == reason
    with pytest.raises(UnusableFontError) as caught:
        first_usable([source, "styles/fonts/No.ttf"], files)
    assert str(caught.value) == f"{reason}; 'styles/fonts/No.ttf' is missing"


def test_a_style_that_names_no_font_or_wrong_base64_says_so(files):
    with pytest.raises(UnusableFontError, match=r"^it names no file; write `src: url\(…\)`$"):
        first_usable([], files)
    with pytest.raises(
        UnusableFontError, match=r"^the font in the style cannot be read: its base64 is wrong: "
    ):
        first_usable(["data:font/otf;base64,a"], files)


def test_a_font_inside_the_style_is_read(files):
    content = font()
    source = f"data:font/ttf;base64,{base64.b64encode(content).decode()}"
    assert first_usable([source], files) == (source, content)
    escaped = source.replace("+", "%2B").replace("=", "%3D")
    assert first_usable([escaped], files) == (escaped, content)


@pytest.fixture
def packaged(tmp_path, monkeypatch) -> Path:
    path = tmp_path / "package" / "Packaged.otf"
    path.parent.mkdir()
    path.write_bytes(font())
    monkeypatch.setattr(fonts, "fonts_of_packages", lambda: {path.name: path})
    return path


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        ("styles/fonts/Packaged.otf", True),
        ("shipped/styles/fonts/Packaged.otf", True),
        ("styles/shipped/fonts/Packaged.otf", True),
        ("styles/fonts/Other.otf", False),
        ("styles/Packaged.otf", False),
        ("content/fonts/Packaged.otf", False),
        ("styles/fonts/inner/Packaged.otf", False),
    ],
)
def test_a_package_provides_the_fonts_of_the_styles(packaged, name, is_there):
    assert package_font(name) == (packaged if is_there else None)


def test_a_font_of_the_workspace_wins_over_that_of_a_package(files, packaged):
    name = "styles/fonts/Packaged.otf"
    assert read_font(name, files) == packaged.read_bytes()
    assert files.seen == {name: packaged}
    put(files, b"own", name)
    assert read_font(name, files) == b"own"
    with pytest.raises(FileNotFoundError):
        read_font("styles/fonts/Other.otf", files)


def test_fonts_are_checked_in_advance_as_far_as_they_are_there(files, monkeypatch):
    put(files, b"x")
    sources = ("styles/fonts/None.otf", NAME)
    learn_fonts([FontFace("Trial", sources, "400", "normal", Span("styles/fonts.css"))], files)
    monkeypatch.setattr(fonts, "_find_flaw", lambda _: 1 / 0)
    assert flaw_of(b"x") == "it is not a TTF, OTF, WOFF or WOFF2 font"


def test_packages_declare_fonts_by_entry_points_in_the_order_of_their_names(monkeypatch):
    def declared(group: str) -> list[SimpleNamespace]:
        names = {"fonts_ttf": ["b", "a"], "fonts_otf": ["c"]}[group]
        return [
            SimpleNamespace(name=name, load=lambda name=name: {"2": f"/{name}/2", "1": f"/{name}/1"})
            for name in names
        ]

    monkeypatch.setattr("importlib.metadata.entry_points", declared)
    assert [str(path) for path in fonts._declared_fonts()] == ["/a/1", "/a/2", "/b/1", "/b/2", "/c/1", "/c/2"]
    monkeypatch.setattr(fonts, "_rendercv_fonts", lambda: iter([Path("/r/x"), Path("/r/1")]))
    monkeypatch.setattr(fonts, "_noto_fonts", lambda: iter(()))
    assert fonts._paths()[:3] == ["/r/x", "/r/1", "/a/1"]
    monkeypatch.setattr(fonts, "_installed", lambda: "a text for this test")
    assert fonts.fonts_of_packages.__wrapped__() == {"x": Path("/r/x"), "1": Path("/r/1"), "2": Path("/a/2")}


def test_a_new_package_is_noticed_by_its_folder(tmp_path, monkeypatch):
    for name in ("one/a.dist-info", "two/b.egg-info", "three/c"):
        (tmp_path / name).mkdir(parents=True)
    folders = [str(tmp_path / name) for name in ("one", "two", "three", "none")]
    monkeypatch.setattr(fonts.sys, "path", ["", *folders])
    lines = fonts._installed().split("\n")
    assert [line.rpartition(" ")[0] for line in lines] == folders[:2]
    assert lines[0].endswith(f" {(tmp_path / 'one').stat().st_mtime_ns}")


def test_no_shipped_font_is_compressed():
    """The engine decompresses WOFF and WOFF2 in Python, which takes half a second for each file."""
    files = [*(shipped_root() / "styles/fonts").iterdir(), *fonts.fonts_of_packages().values()]
    found = [path.name for path in files if path.read_bytes()[:4] in (b"wOFF", b"wOF2")]
    assert (len(files) > 20, found) == (True, [])


def described(family: str, kind: int = 2, serifs: int = 2, typographic: str = "") -> bytes:
    """Return a font with names and a classification by PANOSE."""
    opened = TTFont(io.BytesIO(font()))
    opened["name"] = newTable("name")
    opened["name"].names = []
    for number, text in ((1, family), (16, typographic)):
        if text:
            opened["name"].setName(text, number, 3, 1, 0x409)
    opened["OS/2"].panose.bFamilyType, opened["OS/2"].panose.bSerifStyle = kind, serifs
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def test_the_family_of_a_font_is_the_one_that_programs_list():
    assert family_of(described("Own Light", typographic="Own")) == "Own"
    assert family_of(described("Own")) == "Own"
    assert family_of(described("")) == ""


@each(
    ("kind", "serifs", "expected"),
    [(2, 2, True), (2, 10, True), (2, 11, False), (2, 15, False), (2, 16, True), (3, 11, True), (0, 0, True)],
)
def test_a_font_says_whether_it_has_serifs(kind, serifs, expected):
    assert has_serifs(described("Own", kind, serifs)) is expected


def test_the_characters_of_a_font_are_those_that_it_maps():
    assert characters_of(font()) == {65}


def variable(*axes: tuple[str, int, int, int]) -> bytes:
    """Return a font whose letter is wider at a higher weight; an axis has a name and three values."""
    opened = TTFont(io.BytesIO(described("Own")))
    fvar = newTable("fvar")
    opened["gvar"] = gvar = newTable("gvar")
    gvar.version, gvar.reserved, gvar.variations = 1, 0, {".notdef": [], "A": []}
    opened.setGlyphOrder([".notdef", "A"])
    for tag, *values in axes:
        axis = Axis()
        axis.axisTag, axis.axisNameID = tag, opened["name"].addMultilingualName({"en": tag})
        axis.minValue, axis.defaultValue, axis.maxValue = values
        fvar.axes.append(axis)
    opened["fvar"] = fvar
    wider = [(0, 0), (0, 0), (100, 0), (0, 0), (100, 0), (0, 0), (0, 0)]
    gvar.variations["A"].append(TupleVariation({axes[0][0]: (0, 1, 1)}, wider))
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def width_of(content: bytes) -> int:
    opened = TTFont(io.BytesIO(content))
    assert "fvar" not in opened, "its instance has one weight"
    return opened["glyf"]["A"].xMax


def test_a_variable_font_is_embedded_at_the_weight_of_the_style():
    content = variable(("wght", 200, 400, 800), ("wdth", 50, 100, 150))
    assert [width_of(at_weight(content, weight)) for weight in (600, 800, 900)] == [550, 600, 600]
    assert at_weight(content, 400) == content, "the engine measures and embeds that weight"
    assert at_weight(content, 401) != content
    assert at_weight(variable(("wdth", 50, 100, 150)), 700) == variable(("wdth", 50, 100, 150))
    assert at_weight(font(), 700) == font()
    assert at_weight(b"wOF2" + bytes(12) + b"fvar", 700) == b"wOF2" + bytes(12) + b"fvar"
