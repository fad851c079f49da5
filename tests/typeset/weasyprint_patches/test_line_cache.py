"""Lines are broken once per style and width, and no edition changes."""

from __future__ import annotations

import pytest

from briefing.stages import Page
from briefing.typeset.engine import weasyprint
from briefing.typeset.layout import Typesetter
from briefing.typeset.weasyprint_patches import line_cache
from briefing.typeset.weasyprint_patches.line_cache import Lines
from tests.bench import workload
from tests.typeset.weasyprint_patches.unpatched import Counting, run

EDITED = """
from dataclasses import replace
from briefing.pipeline.edition import make_edition
from briefing.pipeline.plan import Selection, plan
from briefing.typeset.layout import Typesetter
from briefing.typeset.weasyprint_patches.line_cache import Lines
from briefing.files.workspace import Files
files = Files(root)
typesetter = Typesetter(files)
path = files.root / "content/trial/brief.yaml"
text = path.read_text()
for words in ("outlook: ", "outlook: Now ", "outlook: "):
    path.write_text(text.replace("outlook: ", words))
    jobs = [replace(job, is_fitted=job.edition.audience == "tight") for job in plan(files, Selection()).jobs]
    made = [make_edition(job, typesetter) for job in jobs]
    print(*(hashlib.sha256(one.files["pdf"]).hexdigest() for one in made))
print(",".join(made[1].report.fitted), len(typesetter._fonts_for(())[0].__dict__.get("_lines", Lines()).young) > 100)
"""

PARAGRAPH = "<p>" + "many words in a paragraph of some lines " * 20
PAGE = f"<!doctype html><html lang=en><title>T</title><body>{PARAGRAPH}"


@pytest.mark.process
def test_lines_that_are_kept_change_no_edition(workspace):
    """Edit a brief, in two lengths: as designed, and with copyfitting to save a page."""
    text = workload.brief(1).replace("{bench: {}}", "{bench: {}, tight: {pages: 1}}")
    text += f"  {workload.words(220, 7)}\n"
    names = ("bench", "tight")
    root = workspace(
        text, {f"templates/audiences/{name}/audience.yaml": workload.AUDIENCE for name in names}
    ).root
    kept, broken_again = run(root, EDITED), run(root, EDITED, "line cache")
    assert len(set(kept[:6])) == 4
    assert kept[:6] == broken_again[:6]
    assert kept[6:] == ["spacing,leading,size", "True"]
    assert broken_again[6:] == ["spacing,leading,size", "False"]


@pytest.mark.engine
def test_a_page_that_is_laid_out_again_breaks_no_line(workspace, monkeypatch):
    inline = weasyprint().layout.inline
    plain = Counting(inline.split_first_line.__wrapped__)
    typesetter = Typesetter(workspace())

    def broken() -> int:
        plain.calls = 0
        typesetter.lay_out(Page(PAGE, ("styles/fonts.css",), "content/trial/brief.html"))
        return plain.calls

    monkeypatch.setattr(inline, "split_first_line", plain)
    assert broken() == broken() > 5
    monkeypatch.setattr(inline, "split_first_line", line_cache._looking_up(plain))
    assert (broken() > 5, broken()) == (True, 0)


@pytest.mark.engine
def test_a_new_face_forgets_all_lines(workspace):
    fonts = Typesetter(workspace())._fonts_for(())[0]
    fonts._lines = Lines()
    plain = type(fonts).__mro__[1].add_font_face
    plain(fonts, {"font_family": "X", "src": [], "font_style": "normal", "font_weight": 400}, None)
    assert not hasattr(fonts, "_lines")


def test_the_number_of_kept_lines_is_limited(monkeypatch):
    monkeypatch.setattr(line_cache, "GENERATION", 3)
    lines = Lines()
    for number in range(20):
        lines.keep(number, str(number))
    assert len(lines.young) + len(lines.old) <= 6
    assert (lines.find(19), lines.find(15), lines.find(0)) == ("19", "15", None)
    assert 15 in lines.young
