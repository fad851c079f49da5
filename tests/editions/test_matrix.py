"""Any audience, language, modifier and paper: every selected text is read back, and none is misplaced."""

from __future__ import annotations

import io
from functools import cache
from random import Random

import pikepdf
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.compose.tailor import tailor
from briefing.core.errors import PromiseError
from briefing.files.workspace import Files, shipped_root
from briefing.model.content import passages_in
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Modifier
from briefing.structure.standards import Standard
from briefing.typeset.layout import Typesetter
from tests.typeset.readback import html_words, read_tags, split_words

pytestmark = pytest.mark.engine

AUDIENCES = ("minister", "policymaker", "analyst", "legislator", "press", "public", "classroom")
ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "es": "abcdefghijlmnñopqrstuvxyzáéíóú",
    "fr": "abcdefghijlmnopqrstuvxyzàâçéèêëîïôùû",
    "pt": "abcdefghijlmnopqrstuvxzáâãàçéêíóôõú",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
}
PRINTED = {
    "bottom-line": "bottom_line",
    "key-points": "key_points",
    "sections": "sections",
    "implications": "implications",
    "method": "method",
    "recommendations": "recommendations",
}
"""Parts that print everything under their key in the brief."""


def make_brief(language: str, seed: int) -> dict:
    """Return a brief in which every text has unique words, in all variants, with some texts for some audiences only."""
    chance = Random(seed)  # noqa: S311  (not for secrets)

    def word() -> str:
        longest = 12 if language == "ar" else 40  # Arabic is not hyphenated
        size = chance.choice((chance.randint(2, 9), chance.randint(2, 9), chance.randint(2, longest)))
        letters = "".join(chance.choices(ALPHABETS[language], k=size))
        return letters.replace("xx", "xa")  # `xx` is a placeholder

    def words(least: int, most: int) -> str:
        return " ".join(word() for _ in range(chance.randint(least, most)))

    def text(least: int, most: int, **others) -> dict:
        found = {"text": words(least, most), **others}
        for register in ("short", "plain"):
            if chance.random() < 0.5:
                found[register] = words(least, most)
        if others and chance.random() < 0.5:
            found["not"] = chance.sample(AUDIENCES, chance.randint(1, 3))
        return found

    def some(most: int) -> range:
        return range(chance.randint(1, most))

    return {
        "title": words(2, 12),
        "date": "2026-11-22",
        "language": language,
        "bottom_line": text(4, 30),
        "key_points": [text(3, 30) for _ in some(6)],
        "sections": [text(10, 150, title=words(1, 9)) for _ in some(5)],
        "implications": [text(3, 20, who=words(1, 4)) for _ in some(4)],
        "recommendations": [{"who": words(1, 3), "action": text(3, 20)} for _ in some(4)],
        "method": text(5, 40),
        "outlook": {
            "summary": text(4, 30),
            "scenarios": [text(3, 20, name=words(1, 5)) for _ in some(3)],
            "watch": [{"indicator": words(1, 5), "now": words(1, 8), "means": words(1, 8)} for _ in some(3)],
        },
    }


MODIFIERS = st.lists(st.sampled_from(Modifier), unique=True, max_size=2).map(
    lambda found: tuple(sorted(found))
)


@cache
def _typesetter() -> Typesetter:
    """Return one typesetter for all tests: only the brief differs, and the typesetter never reads it."""
    return Typesetter(Files(shipped_root(), shipped_root()))


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(sorted(ALPHABETS)),
    st.integers(0, 2**32),
    st.sampled_from(AUDIENCES),
    MODIFIERS,
    st.sampled_from(["a4", "letter"]),
    st.sampled_from(Standard),
)
def test_every_selected_text_is_read_back(workspace, language, seed, audience, modifiers, paper, standard):
    brief = make_brief(language, seed)
    files = workspace(yaml.safe_dump(brief, allow_unicode=True, sort_keys=False))
    wanted = Selection((), (audience,), (), modifiers, paper, standard=standard)
    (job,) = plan(files, wanted).jobs
    result = Run()
    try:
        run_stages(job, _typesetter(), result)
    except PromiseError as error:
        assert {finding.code for finding in error.findings} <= {"BR601", "BR604", "BR606", "BR608"}  # noqa: PT017
    assert {finding.code for finding in result.findings} <= {
        "BR601",
        "BR604",
        "BR605",
        "BR606",
        "BR608",
        "BR614",
    }
    with pikepdf.open(io.BytesIO(result.pdf.content)) as pdf:
        read = read_tags(pdf).words
    written = html_words(result.sheets.document)
    # From right to left, letters are read from their glyphs, and some glyphs represent two letters: of 165 words of an
    # Arabic edition for the press, 161 are read.
    if job.labels.direction == "rtl":
        assert len(read) == pytest.approx(len(written), rel=0.03)
        return
    assert read == written
    spoken = " ".join(read)
    content = tailor(job).content.brief
    chosen = [
        passage
        for part, key in PRINTED.items()
        if part in job.audience.parts
        for passage in passages_in(getattr(content, key))
    ]
    assert chosen
    for passage in chosen:
        assert " ".join(split_words(passage.words)) in spoken, passage
