"""The stylesheets with fonts for characters that the fonts of a style lack."""

from __future__ import annotations

import pytest

from briefing.compose.script_fonts import script_styles_for, script_styles_of
from briefing.compose.style_layers import BASE_STYLES
from briefing.files import fonts
from briefing.files.css import SCRIPT_STYLES, font_faces_of
from briefing.files.fonts import characters_of, first_usable
from briefing.files.workspace import Files, shipped_root
from tests.cases import each
from tests.planning import tailored_of

STYLES = tuple(f"styles/{name}.css" for name in BASE_STYLES)
SHIPPED = Files(shipped_root(), shipped_root())


def chosen(text: str, *more: str) -> list[str]:
    found = script_styles_for(text, (*STYLES, *more), SHIPPED)
    return [name.removeprefix("styles/scripts/").removesuffix(".css") for name in found]


@pytest.mark.slow
@each(
    ("text", "expected"),
    [
        ("李明", ["chinese"]),
        ("「東京」、大阪。", ["chinese"]),
        ("山田 さくら", ["japanese"]),
        ("さくら 们", ["japanese", "chinese"]),
        ("김철수", ["korean"]),
        ("יעל כהן", ["hebrew"]),
        ("محمد علي، پژمان ڑ", ["arabic"]),
        ("ქეთევან", ["georgian"]),
        ("Նարեկ", ["armenian"]),
        ("กำลัง", ["thai"]),
        ("क्षत्रिय", ["devanagari"]),
        ("தமிழ்", ["tamil"]),
        ("አበበ", ["ethiopic"]),
        ("বাংলা", ["bengali"]),
        ("ქეთევან and 李明", ["chinese", "georgian"]),
        ("ӡ", ["letters"]),
        ("★ ℃", ["chinese"]),
        ("a ∼ b ⋅ c", ["mathematics"]),
        ("𓀀 🎉", []),
    ],
)
def test_a_script_has_a_font(text, expected):
    assert sorted(chosen(text)) == sorted(expected)


@each(
    "text",
    [
        "Plain words, “quotes” – dashes — and … dots; 1 250 000 €, ½, m², CO₂, −3.5 °C, 5 ≠ 6, ×, →, ✓, №",
        "Nguyễn Thị Hồng, Əliyev, Łódź, Şahin, Dvořák, Guðrún, Ọlá, ẹ́, ɓ, ŋ",
        "Αθήνα, Эльдар, Ґалина",
        "a\u00adb\u200bc\u200dd\u2060e\ufe0f\u00a0\u202f\u2009",
    ],
)
def test_text_in_letters_of_the_style_needs_no_other_font(text):
    assert chosen(text) == []


def test_the_words_of_a_scale_in_other_languages_need_no_font():
    """Their fonts take longer to load than all others of a page."""
    brief = """
title: Trial
date: 2026-11-22
outlook:
  scale: icd-203
  scenarios: [{name: NAME, likelihood: likely}]
key_points: [One.]
sections: [{title: One, text: Text.}]
"""
    content = tailored_of(brief).content
    assert "ar" in content.brief.outlook.scenarios[0].rung.translated
    assert script_styles_of(content, STYLES, SHIPPED) == ()
    named = tailored_of(brief.replace("NAME", "محمد")).content
    assert script_styles_of(named, STYLES, SHIPPED) == ("styles/scripts/arabic.css",)


def test_what_the_style_has_already_is_not_added():
    assert chosen("محمد", "styles/languages/fonts/ar.css") == []
    assert chosen("李明", "styles/languages/fonts/zh.css") == []


def test_a_script_without_an_installed_font_is_left_out(monkeypatch):
    installed = {name: path for name, path in fonts.fonts_of_packages().items() if "Georgian" not in name}
    monkeypatch.setattr(fonts, "fonts_of_packages", lambda: installed)
    assert chosen("ქეთევან and 李明") == ["chinese"]


def test_a_stylesheet_of_the_workspace_adds_a_script(workspace):
    face = '@font-face { font-family: "Own"; src: url("../fonts/EBGaramond-Regular.ttf"); '
    own = {"styles/scripts/own.css": face + "unicode-range: U+2619, U+1F600 }"}
    assert script_styles_for("☙ 😀", STYLES, workspace(files=own)) == ("styles/scripts/own.css",)
    assert chosen("☙ 😀") == []


@each("sheet", SHIPPED.list(SCRIPT_STYLES))
def test_every_stylesheet_of_a_script_names_characters_of_its_font(sheet):
    faces = list(font_faces_of([sheet], SHIPPED))
    is_slow = sheet.endswith(("ethiopic.css", "telugu.css"))
    assert [face.weight for face in faces if face.style == "normal"] == ["400", "700"][: 1 if is_slow else 2]
    assert len({(face.family, face.ranges) for face in faces}) == 1
    letters = characters_of(first_usable(faces[0].sources, SHIPPED)[1])
    assert all(any(letter in one for letter in letters) for one in faces[0].ranges[:1])
    assert not any(face.is_for(ord(letter)) for face in faces for letter in "aé1 .,“–")
