"""The shipped translation of a brief goes out and comes back: its editions have the same pages."""

from __future__ import annotations

import re
import shutil

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection, plan
from briefing.translation.export import export_translation
from briefing.translation.import_file import import_translation
from briefing.translation.units import read_texts
from tests.conftest import ROOT
from tests.translation.rounds import MOMENT, translated

SLUG = "venezuela-russia"
FILE = f"content/{SLUG}/brief.es.yaml"
NOT_HANDED_OVER = ("authors", "audiences", "sources")
"""Keys that a translation may have, and that no translator gets."""


def pages(files):
    """Return the composed pages of all Spanish editions, whatever the line ends in their texts."""
    planned = plan(files, Selection((SLUG,), languages=("es",)))
    assert planned.failed == ()
    return {job.edition.audience: " ".join(compose(tailor(job), files).html.split()) for job in planned.jobs}


@pytest.mark.slow
def test_its_editions_have_the_same_pages(tmp_path):
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("leap-second"))
    files = open_files(tmp_path)
    texts, expected = read_texts(files, SLUG, "es"), pages(files)
    source = (tmp_path / FILE).read_text()
    answers = {unit.name: unit.target for unit in texts.units if unit.target}
    for number, (term, meaning) in enumerate(texts.translated["glossary"].items(), start=1):
        answers |= {f"glossary.{number}.term": term, f"glossary.{number}": meaning}
    (tmp_path / FILE).unlink()
    path = export_translation(files.fresh(), SLUG, "es", "2.1", MOMENT).path
    translated(path, answers, {unit.name: unit for unit in texts.units})
    imported = import_translation(files.fresh(), path)
    assert (len(imported.new), imported.rejected, imported.untranslated) == (len(texts.units), (), ())
    kept = [re.search(rf"^{key}:\n(?:[ #].*\n|\n)*", source, re.MULTILINE).group() for key in NOT_HANDED_OVER]
    (tmp_path / FILE).write_text((tmp_path / FILE).read_text() + "".join(kept))
    assert pages(files.fresh()) == expected
    assert len(expected) == 7
