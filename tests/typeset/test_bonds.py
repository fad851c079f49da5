"""No bond parts in a narrow column: the same sentences at twenty widths, in six languages."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from briefing.model.content import Passage
from briefing.model.text import Flow
from briefing.stages import Page
from briefing.typeset.layout import Typesetter
from tests.compose.test_typography import prose

pytestmark = pytest.mark.engine

NUMBERED = re.compile(r"(?:art\.|المادة|ص\.|№|n\.º)\u00a0\d+$")
"""The end of a line with a number that counts nothing."""

WIDTHS = range(30, 70, 2)
SENTENCES = {
    "en": "About **100** households paid US$ 5 trillion, or 0.7 per cent, to Mr *Smith* on 20 May by +44 20 7946 0958.",
    "fr": "Selon M. Dupont, 500 ménages, soit 2,5 % en 300 av. J.-C., ont payé **5** € le 1er mai, art. 5 (« oui »).",
    "es": "La Sra. López, de EE. UU., pagó 5 € el 5 de mayo por la **1.ª** edición, p. ej. según el art. 3.º y n.º 5.",
    "pt": "O Sr. Silva pagou R$ 5 milhões a 100 famílias em 5 de maio, p. ex. segundo o art. 3.º e o *n.º* 5.",
    "ru": "Г-н А. С. Иванов и др. в 2020 г. на 1-й этап (№ 7, ст. 12) и т. д. взял **3,5** млн рублей и 5 %.",
    "ar": "دفع د. أحمد في 20 مايو 3.5 مليون دولار إلى **100** أسرة حسب المادة 12 وص. 44 عام 300 ق. م. هنا.",
}
STYLE = """
@font-face { font-family: Amiri; src: url("fonts/Amiri-Regular.ttf") }
body { font: 11pt "Brief Text", Amiri }
p { hyphens: auto }
"""


def text_of(line) -> str:
    return "".join(one.text for one in line.descendants() if hasattr(one, "text"))


@pytest.fixture
def paragraphs(workspace):
    """Return the lines of each paragraph, one for each language and width."""
    html = ['<!doctype html><html lang="en"><title>T</title><body>']
    for language, sentence in SENTENCES.items():
        printed = prose(language).html(Passage(sentence, ("bottom_line", "text"), Flow.INLINE))
        html += [f'<p lang="{language}" style="width: {width}mm">{printed}</p>' for width in WIDTHS]
    files = workspace(files={"styles/trial.css": STYLE})
    page = Page("".join(html), ("styles/fonts.css", "styles/trial.css"), "content/trial/brief.html")
    found: dict[int, list[str]] = {}
    for sheet in Typesetter(files).lay_out(page).document.pages:
        for box in sheet._page_box.descendants():
            if box.element_tag == "p" and type(box).__name__ == "BlockBox":
                lines = found.setdefault(id(box.element), [])
                lines += [
                    "".join(one.text for one in line.descendants() if hasattr(one, "text"))
                    for line in box.children
                ]
    return list(found.values())


def test_no_bond_parts_at_any_width(paragraphs):
    assert len(paragraphs) == len(SENTENCES) * len(WIDTHS)
    assert sum(map(len, paragraphs)) > 3 * len(paragraphs)
    spaces = ("\u00a0", "\u202f")
    parted = [
        (before, after)
        for lines in paragraphs
        for before, after in pairwise(lines)
        if before.endswith(spaces) or after.startswith(spaces)
    ]
    assert parted == []
    ends = [before for lines in paragraphs for before, _ in pairwise(lines) if before[-1] in "0123456789§№"]
    assert [line for line in ends if NUMBERED.search(line) is None] == []
