"""Markings on every page: TLP 2.0 in header and footer, embargo and handling in the header, a watermark on drafts."""

from __future__ import annotations

import pypdfium2
import pytest

from briefing.model.brief import Tlp
from briefing.structure.standards import Standard
from briefing.typeset.layout import export
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.editions.test_modifiers import run_edition
from tests.typeset.readback import opened, read_tags

pytestmark = pytest.mark.engine

LONG = LEAST_BRIEF.replace("A first text.", '"' + "Some words that fill a line of the page. " * 260 + '"')
WATERMARK = (238, 238, 238)


def pages_of(workspace, marking: str, *, language: str = "en", **selection):
    """Return the pages of a brief of several pages with a marking."""
    brief = LONG + f"language: {language}\n" + (f"marking: {{{marking}}}\n" if marking else "")
    edition = run_edition(workspace(brief), **selection)
    assert {finding.code for finding in edition.findings} <= {
        "BR604"
    }  # a last page of two lines does not matter here
    document = pypdfium2.PdfDocument(edition.pdf.content)
    assert len(document) >= 3
    return list(document)


def text_of(page, *, top: float = 1.0, bottom: float = 0.0) -> str:
    """Return the words of a page between two heights, given as shares of its height."""
    height = page.get_height()
    return page.get_textpage().get_text_bounded(bottom=bottom * height, top=top * height)


@each(("tlp", "language"), [*((tlp, "en") for tlp in Tlp), (Tlp.RED, "ru")])
def test_the_label_is_untranslated_in_header_and_footer_of_every_page(workspace, tlp, language):
    for page in pages_of(workspace, f"tlp: {tlp.value}", language=language):
        assert f"TLP:{tlp.value}" in text_of(page, bottom=0.9)
        assert f"TLP:{tlp.value}" in text_of(page, top=0.1)


def test_embargo_and_handling_run_over_every_page(workspace):
    marking = 'embargo_until: "2026-11-24T06:00:00Z", handling: Official use only'
    first, *others = pages_of(workspace, marking)
    assert "Embargoed until 24 November 2026, 06:00 UTC" in " ".join(
        text_of(first).replace("\xa0", " ").split()
    )
    for page in others:
        head = " ".join(text_of(page, bottom=0.9).replace("\xa0", " ").split())
        assert "Embargoed until 24 November 2026, 06:00 UTC · Official use only · A finding" in head


MARKING = (
    'tlp: AMBER+STRICT, embargo_until: "2026-11-24T06:00:00Z", handling: Official use only, status: draft'
)


@each(
    ("marking", "said"),
    [
        (
            MARKING,
            ["TLP:AMBER+STRICT", "Embargoed until 24 November 2026, 06:00 UTC", "Official use only", "Draft"],
        ),
        ("tlp: RED", ["TLP:RED"]),
        ("status: draft", ["Draft"]),
        ("handling: Official use only", ["Official use only"]),
    ],
)
def test_a_screen_reader_reads_the_markings_first_and_once(workspace, marking, said):
    """They come before the masthead, which the page prints above the embargo."""
    brief = LONG + f"marking: {{{marking}}}\npublisher: {{name: Institute A}}\nseries: Series B\n"
    edition = run_edition(workspace(brief))
    for standard in Standard:
        with opened(export(edition.sheets, standard).content) as pdf:
            root = read_tags(pdf)
            paragraphs = [" ".join(tag.text.split()) for tag in root.of("P")]
            whole = " ".join(root.text.split())
        assert paragraphs[: len(said) + 1] == [*said, "Institute A"], standard
        assert [whole.count(text) for text in said] == [1] * len(said), standard


@each("language", ["en", "ar"])
def test_a_draft_says_so_across_every_page(workspace, language):
    for marking, is_marked in (("status: draft", True), ("status: final", False), ("", False)):
        for page in pages_of(workspace, marking, language=language):
            colours = page.render(scale=0.5).to_pil().convert("RGB").getcolors(1 << 20)
            share = sum(count for count, colour in colours if colour == WATERMARK) / sum(
                c for c, _ in colours
            )
            assert (share > 0.003) == is_marked, (marking, share)
