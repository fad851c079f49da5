"""A Word document of eight pages, pasted into a brief: all that would be printed as junk is a finding at its line.

The corrected brief is what the helps of these findings lead to.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from briefing.files.workspace import Files
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.editions.word.clipboard import copied
from tests.editions.word.document import document, picture
from tests.editions.word.naive import naive_brief
from tests.planning import findings_of, outcome_of

CORRECTED = Path(__file__).with_name("corrected.yaml")
AUDIENCES = ("minister", "policymaker", "public", "analyst")

FOUND = """\
BR203 audiences: [minister
BR333 - A. Tester1
BR049 The gauges of Testland
BR333 The office answers
BR333 Nobody asked about
BR047 •\tStation A
BR333 \uf0a7\tthe school
BR325 Box 1: The mill
BR049 Figure 1: The three
BR325 Figure 1: The three
BR048 Opened:\t3 May
BR333 The mill is 2 km
BR333 Each reading has
BR049 2.\tRead the level
BR047 (1)\tthe rod
BR325 Table 1. Levels
BR048 Station\tSpring
BR325 Table 2. What may
BR046 The level at station B
BR046 The level at station B
BR049 The river drains
BR325 The river drains
BR325 The river drains
BR325 The river drains
BR325 The river drains
BR311 𝑄=𝑐×ℎ^2
BR330 In the handbook
BR335 In the handbook
BR333 The formula holds
BR049 The miller has read
BR309 As Tester (2024)
BR046 The new gauge
BR046 The new gauge
BR332 The new gauge
BR046 The new gauge
BR046 TODO: ask
BR046 TODO: ask
BR046 TODO: ask
BR333 The date of this draft
BR333 The date of this draft
BR046 The date of this draft
BR333 The date of this draft
BR311 This line was
BR311 This line was
BR311 This line was
BR311 This line was
BR047 ☐ Ask the miller
BR325 Acknowledgements
BR048 [1]\tTester A.
""".splitlines()
"""The code of each finding in the pasted texts, and how its line begins."""

FIRST = [
    ("BR111", "\f", ("\f", "")),
    (
        "BR108",
        "title: Rivers",
        ("title: Rivers of Testland: what three gauges show", 'title: "Rivers of Testland"'),
    ),
    ("BR120", "- •\tThe rivers", ("- •\t", "- ")),
]
"""The findings that end the reading of the file, in their order, and what their helps say to type."""

JUNK = (
    *("\t", "\uf0b7", "\uf0a7", "\uf0e0", "☐", "☒", "TBC", "XX", "TODO", "Error!", "Click or tap", "[JS", "[Note"),
    *("[check", "Commented", "{ ", "«First", "~~", "==", "<b", "$", "^", "*", "`", "[1]", "[@", "steps.2", "know?1"),
    *("unknown3", "Tester1", "6' 2\"", "It's", "\ufffe", "\ufffd", "\u200b"),
)  # fmt: skip
"""What no page may have."""

MEANT = (
    *("’90s", "6′ 2″", "−5", "−3", "12–19", "1990–2000", "“It’s a simple rod", "« la vieille dame »", "numbers agree"),
    *("Days with a reading in the evening", "→", "CO"),
)  # fmt: skip
"""What the pages of all editions have, except that for a minister."""


def findings(files: Files) -> list[tuple[str, str]]:
    """Return the code of each finding and its line, without its indentation."""
    lines = (files.root / "content/trial/brief.yaml").read_text(encoding="utf-8").split("\n")
    (failed,) = plan(files, Selection()).failed
    return [(one.code, lines[one.where.line - 1].strip(" ")) for one in failed.error.findings]


def test_each_piece_of_junk_is_a_finding_at_its_line(workspace):
    brief = naive_brief(document())
    for code, start, (typed, help) in FIRST:
        ((found, line),) = findings(workspace(brief))
        assert (found, line.startswith(start)) == (code, True)
        brief = brief.replace(typed, help)
    found = findings(workspace(brief))
    assert [code for code, _ in found] == [line.partition(" ")[0] for line in FOUND]
    expected = [line.partition(" ")[2] for line in FOUND]
    assert [line[: len(start)] for (_, line), start in zip(found, expected, strict=True)] == expected


def test_the_clipboard_has_the_numbers_and_the_errors_that_word_shows():
    lines = [line.text for line in copied(document())]
    listed = [line.partition("\t")[0] for line in lines if "\t" in line and len(line.partition("\t")[0]) < 4]
    assert listed[6:] == [
        *("•", "o", "o", "\uf0a7", "•", "•"),
        *("1.", "a.", "b.", "i.", "ii.", "2.", "3.", "4."),
        *("a)", "b)", "c)", "I.", "II.", "(1)", "(2)"),
        *("A", "B", "C", "", "C", "[1]", "[2]"),
    ]
    assert "A\t1,204\t1,210.5\t+6.5" in lines
    assert not any("Where are they kept" in line or "both are old" in line for line in lines)
    without = [line.text for line in copied(document(), note_marks=False)]
    assert "Each reading has the same steps." in without and "Each reading has the same steps.2" in lines


@pytest.mark.engine
@each("audience", AUDIENCES)
def test_the_corrected_brief_has_no_finding_and_no_junk(workspace, audience):
    files = workspace(CORRECTED.read_text(encoding="utf-8"))
    (files.root / "content/trial/map.png").write_bytes(picture())
    outcome = outcome_of(files, audiences=(audience,))
    assert [f"{one.where} {one.code} {one.what}" for one in findings_of(outcome)] == []
    with pypdfium2.PdfDocument(files.root / "out" / f"trial-{audience}-en.pdf") as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert [junk for junk in JUNK if junk in text] == []
    words = " ".join(text.split())
    meant = MEANT if audience != "minister" else ["Rivers of Testland", "15–20 centimetres"]
    assert [each for each in meant if each not in words] == []
