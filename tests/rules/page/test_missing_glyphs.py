"""Characters without a font: one finding for each text, with its words, their script and the way out."""

from __future__ import annotations

import re
from unicodedata import name

import pytest

from briefing.compose.tailor import tailor
from briefing.core.installing import pip_command
from briefing.files import fonts
from briefing.files.css import SCRIPT_STYLES, font_faces_of
from briefing.pipeline.plan import Selection, plan
from briefing.rules.page import engine_warnings, missing_glyphs
from briefing.stages import EngineWarning
from tests.conftest import LEAST_BRIEF
from tests.planning import in_full

RUN = f"run: {pip_command('briefwright[scripts]')}; or write it in letters that the style has"
ADD = "replace the characters, or add a font that has them to styles/fonts.css"
EMOJI = "remove the emoji, or write a word; emoji are not printed"
ADD_ONE = "replace the character, or add a font that has it to styles/fonts.css"


def report(workspace, brief: str, lacking: str, files=None, where=("", 0, 0)):
    opened = workspace(brief, files)
    (job,) = plan(opened, Selection()).jobs
    warnings = [EngineWarning("glyph", letter, f"U+{ord(letter):04X}", *where) for letter in lacking]
    return [
        (place, what, help)
        for _, _, place, what, help in in_full(engine_warnings.report_engine_warnings(tailor(job), warnings))
    ]


@pytest.mark.parametrize(
    ("typed", "lacking", "place", "said", "help"),
    [
        ("Ask ნინო first.", "ნიო", "7:15+4", "'ნინო' (Georgian)", RUN),
        ("Ask ნინო ხუციშვილი, then.", "ნიოხუცშვლ", "7:15+14", "'ნინო ხუციშვილი' (Georgian)", RUN),
        ("Ask **ნინო** and (ნინო).", "ნიო", "7:17+4", "'ნინო' (Georgian)", RUN),
        ("Ask ნინო, then กำลัง.", "ნიოกำลัง", "7:15+4", "'ნინო', 'กำลัง' (Georgian, Thai)", RUN),
        ("Ask ნინო and 𓀀.", "ნიო𓀀", "7:15+4", "'ნინო', '𓀀' (Georgian, Egyptian)", ADD),
        ("Ask 李明.", "李明", "7:15+2", "'李明' (Chinese)", ADD),
        ("Ask 김수.", "김수", "7:15+2", "'김수' (Korean)", ADD),
        ("A first text ☎.", "☎", "7:24", "'☎' (U+260E)", ADD_ONE),
        ("A first text 🎉.", "🎉", "7:24", "'🎉' (emoji)", EMOJI),
        ("Ask &#x10dc; first.", "ნ", "7:11+19", "'ნ' (Georgian)", RUN),
        (
            "ა ბ, გ, დ, ე, ვ and ზ.",
            "აბგდევზ",
            "7:11+3",
            "'ა ბ', 'გ', 'დ', 'ე', … (Georgian)",
            RUN,
        ),
    ],
)
def test_the_characters_of_a_text(workspace, monkeypatch, typed, lacking, place, said, help):
    monkeypatch.setattr(missing_glyphs, "has_script_fonts", lambda: False)
    brief = LEAST_BRIEF.replace("A first text.", typed)
    what = f"no font of the style has a glyph for {said}"
    assert report(workspace, brief, lacking) == [(f"content/trial/brief.yaml:{place}", what, help)]


def test_each_text_has_one_finding(workspace, monkeypatch):
    monkeypatch.setattr(missing_glyphs, "has_script_fonts", lambda: True)
    brief = LEAST_BRIEF.replace("A first text.", "Ask ნინო.").replace("outlook: ", "outlook: Ask ნანა. ")
    settings = {"content/workspace.yaml": "publisher: The ნა of rivers\n"}
    found = report(workspace, brief, "ნიოა", settings)
    assert sorted(where for where, *_ in found) == [
        "content/trial/brief.yaml:7:15+4",
        "content/trial/brief.yaml:8:14+4",
        "content/workspace.yaml:1:16+2",
    ]
    assert {help for *_, help in found} == {ADD}  # the extra is installed


def test_characters_in_a_file_of_data_are_reported_where_the_brief_names_it(workspace):
    blocks = """
    blocks:
      - table: {id: t, title: Names, alt: Two names., data: names.csv}
outlook"""
    brief = LEAST_BRIEF.replace("\noutlook", blocks, 1)
    files = {"content/trial/names.csv": "Name,Value\nნინო,1\nნანა,2\n"}
    ((place, what, _),) = report(workspace, brief, "ნიოა", files)
    assert re.fullmatch(r"content/trial/brief\.yaml:\d+:\d+\+9", place)
    assert what == "no font of the style has a glyph for 'ნინო', 'ნანა' (Georgian)"


def test_characters_of_an_author_are_found(workspace):
    brief = f"authors: [ნინო]\n{LEAST_BRIEF}"
    ((place, what, _),) = report(workspace, brief, "ნიო")
    assert (place, what) == (
        "content/trial/brief.yaml:1:11+4",
        "no font of the style has a glyph for 'ნინო' (Georgian)",
    )


def test_a_character_of_a_style_is_reported_there(workspace):
    found = report(workspace, LEAST_BRIEF, "ნ", where=("styles/a.css", 3, 7))
    assert found == [("styles/a.css:3:7", "no font of the style has a glyph for 'ნ' (Georgian)", ADD_ONE)]
    assert report(workspace, LEAST_BRIEF, "ნ")[0][0] == "styles"


def test_the_scripts_of_the_extra_are_those_whose_stylesheets_use_its_fonts(workspace):
    files = workspace()
    letters = {
        next(name(chr(code)).split()[0] for code in one.ranges[0] if name(chr(code), ""))
        for sheet in files.list(SCRIPT_STYLES)
        for one in font_faces_of([sheet], files)
        if "[wght]" in one.sources[0] and not sheet.endswith("symbols.css")
    }
    assert letters == missing_glyphs.INSTALLED_BY_EXTRA
    assert fonts.has_script_fonts()
