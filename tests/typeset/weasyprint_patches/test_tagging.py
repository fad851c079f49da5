"""The engine's tags are replaced with those of an edition inside the context."""

from __future__ import annotations

import io

import pikepdf
import pytest

from briefing.structure.standards import Standard
from briefing.typeset.engine import weasyprint
from briefing.typeset.tags.tagger import EditionTagger
from briefing.typeset.weasyprint_patches.tagging import tagged_by
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

HTML = "<!doctype html><html lang=en><title>T</title><body><h1>T</h1><p>A note <mark>marked</mark></p>"


@pytest.fixture
def tags(lay_out):
    """Return the types of the structure elements of a page."""

    def read() -> list[str]:
        content = lay_out("", HTML).document.write_pdf(pdf_tags=True, pdf_variant="pdf/ua-1")
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return [
                str(one.S)
                for one in pdf.objects
                if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
            ]

    return read


def test_an_edition_has_its_own_tags(tags):
    plain = tags()
    with tagged_by(EditionTagger(Standard.UA1)):
        ours = tags()
    assert {"/Document", "/H1", "/P"} <= set(ours)
    assert ours != plain
    assert tags() == plain


def test_without_the_patch_it_has_those_of_the_engine(tags, monkeypatch):
    plain = tags()
    weasyprint()
    put_back(monkeypatch, "weasyprint.pdf:add_tags", "weasyprint.pdf:build_fonts_dictionary")
    with tagged_by(EditionTagger(Standard.UA1)):
        assert tags() == plain
