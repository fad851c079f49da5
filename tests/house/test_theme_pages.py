"""The fonts, strings and selectors in docs/themes.md are those of the installed package and of the styles."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import rendercv_fonts
from fontTools.ttLib import TTFont

from tests.conftest import ROOT

DOCUMENT = (ROOT / "docs/themes.md").read_text()
STYLES = [*(ROOT / "styles").rglob("*.css"), *(ROOT / "themes").rglob("*.css")]
FACES = ("Regular", "Italic", "Bold", "BoldItalic")


def section(title: str) -> str:
    return DOCUMENT.partition(f"### {title}\n")[2].partition("\n### ")[0]


def test_the_families_are_those_of_the_installed_package():
    families: dict[str, set[str]] = defaultdict(set)
    for path in map(Path, rendercv_fonts.paths_to_font_files):
        name, _, face = path.stem.rpartition("-")
        if face in FACES and not re.match(r"Font Awesome|NotoSans\w", name):  # symbols, and other scripts
            families[f"{name}-….{path.suffix[1:]}"].add(face)
    rows = dict(
        re.findall(r"^\| ([\w ]+?(?: \([\w ]+\))?) \| `([\w.…-]+)` \|$", section("Fonts"), re.MULTILINE)
    )
    paths = {Path(path).name: path for path in rendercv_fonts.paths_to_font_files}
    assert {*rows.values()} == {*families}
    for family, files in rows.items():
        name, _, lacking = family.partition(" (")
        assert TTFont(paths[files.replace("…", "Regular")])["name"].getBestFamilyName() == name
        missing = {"no bold italic)": {"BoldItalic"}, "no italics)": {"Italic", "BoldItalic"}, "": set()}[
            lacking
        ]
        assert {*FACES} - families[files] == missing, family


def test_the_strings_are_those_that_the_styles_set():
    styles = "\n".join(path.read_text() for path in STYLES)
    known = {
        word.split()[0]
        for found in re.findall(r"string-set:\s*([^;}]+)", styles)
        for word in re.split(r",\s*(?![^(]*\))", found)
    } - {"none"}
    rows = re.findall(r"^\| (`.+?`) \|", section("Strings for the margins of the page"), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == known


def test_the_rule_that_wins_by_its_selector_is_that_of_the_theme():
    (rule,) = re.findall(r"There `parliament` has `(.+?) \{ (.+?) \}`", DOCUMENT)
    sheet = (ROOT / "themes/parliament/styles/house.css").read_text()
    assert f"{rule[0]} {{ {rule[1]};" in sheet
