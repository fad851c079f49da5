"""An edition with names in other scripts: printed, searchable, and in the HTML edition too."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.web_edition import stand_alone
from briefing.pdf.conformance import embedded_fonts
from briefing.pdf.contents import read_contents
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Medium
from tests.planning import findings_of, listed, outcome_of

NAMES = {
    "Arabic": "محمد",
    "Armenian": "Նարեկ",
    "Chinese": "李明",
    "Devanagari": "प्रिया",
    "Ethiopic": "አበበ",
    "Georgian": "ქეთევან",
    "Hebrew": "יעל",
    "Korean": "김철수",
    "Tamil": "தமிழ்",
    "Thai": "กำลัง",
}
BRIEF = f"""\
title: "Names of a test: 李明"
date: 2026-11-22
authors: [ქეთევან]
key_points:
  - "Names: {", ".join(NAMES.values())}, Ọlá ẹ́, Əliyev, ӡ."
sections:
  - title: A section with กำลัง
    text: The book of יעל כהן, 2020, and **Նարեկ**. [@a]
    blocks:
      - chart: {{kind: bar, title: Values of a test, alt: Two bars., data: names.csv, source: a}}
outlook: "[直]{{lang=ja}} and [直]{{lang=zh}}"
sources:
  a: {{title: "தமிழ் நூல்", publisher: 東京大学, author: [김철수], date: 2020}}
"""
EMBEDDED = re.compile(r'@font-face \{ font-family: "Brief (\w+)"; src: url\("data:font/woff2;base64,([^"]+)')
FILES = {"content/trial/names.csv": "Name,Value\nქეთევან,3\nיעל,5\n"}


@pytest.mark.engine
def test_names_in_other_scripts_are_printed(workspace):
    outcome = outcome_of(workspace(BRIEF, FILES))
    assert listed(findings_of(outcome)) == []
    content = outcome.path.read_bytes()
    with pypdfium2.PdfDocument(content) as document:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert [script for script, name in NAMES.items() if name not in text] == []
    families = {re.sub(r"^([A-Z]{6}\+)?Brief[- ]|[- ](Bold|Italic)$", "", font) for font in _fonts(content)}
    assert families >= {*NAMES, "Japanese", "Letters"} - {"Arabic"} | {"Arabic-Names"}
    assert len(content) < 150_000


def _fonts(content: bytes) -> list[str]:
    return [str(font) for font in embedded_fonts(read_contents(content))]


@pytest.mark.slow
def test_names_in_other_scripts_are_in_the_html_edition(workspace):
    """Four scripts suffice: all are embedded in the same way, and a subset of a Chinese font takes seconds."""
    brief = BRIEF.replace("தமிழ் நூல்", "A book")
    for script in ("Arabic", "Armenian", "Devanagari", "Ethiopic", "Korean", "Tamil", "Thai"):
        brief = brief.replace(NAMES[script], script)
    files = workspace(brief, FILES)
    (job,) = plan(files, Selection()).jobs
    html = stand_alone(compose(tailor(job), files, Medium.SCREEN), files)
    faces = dict(EMBEDDED.findall(html))
    assert {"Georgian", "Hebrew", "Chinese", "Japanese"} <= set(faces)
    assert all(len(faces[name]) < 60_000 for name in faces)
    assert '"Brief Georgian"' in re.sub("@font-face[^}]*}", "", html)
    assert '<span dir="rtl">יעל כהן</span>, 2020' in html
