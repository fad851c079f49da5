"""Texts in a replaced font are reported where they overlap, and nowhere else."""

from __future__ import annotations

import pytest

from tests.typeset.drawings.rendering import export_drawings

NARROW = '<text x="10" y="40" font-family="{font}">Northern harbour</text><text x="60" y="40">{second}</text>'
INNOCENT = {
    "declared": '<text x="10" y="40">Northern harbour</text><text x="60" y="40">Quay</text>',
    "twice": '<text x="9" y="40" font-family="Papyrus" stroke="white">Quay</text>'
    '<text x="9" y="40" font-family="Papyrus">Quay</text>',
    "apart": '<g font-family="Papyrus"><text x="9" y="40">North</text><text x="9" y="54">South</text></g>',
    "slanted": '<g font-family="Papyrus"><text transform="translate(20 60) rotate(-45)">North</text>'
    '<text transform="translate(34 60) rotate(-45)">South</text></g>',
}


@pytest.mark.engine
def test_overlapping_texts_are_reported_with_the_font(tmp_path):
    pdf = export_drawings(tmp_path, {"north": NARROW.format(font="Papyrus", second="Quay"), **INNOCENT})
    (crowded,) = [one for one in pdf.unreadable if one.kind == "crowded"]
    assert (crowded.page, crowded.font) == (1, "Papyrus")
    assert {crowded.text, crowded.other} == {"Northern harbour", "Quay"}
    assert crowded.where is not None and crowded.where.file == "content/trial/north.svg"
