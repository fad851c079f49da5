"""The shipped briefs under every rule that needs no pages."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.load.confirmations import read_confirmations
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection
from briefing.review.check import check
from tests.conftest import ROOT

LEFT = {"BR013", "BR041"}
"""A source without a date, and acronyms that an audience is assumed to know: for an author to fix or accept."""


@pytest.mark.slow
def test_the_shipped_briefs_contradict_themselves_nowhere():
    files = open_files(ROOT)
    examined = check(files, Selection(), date(2026, 11, 24))
    assert (examined.brief_count, examined.errors) == (2, [])
    assert examined.edition_count >= 27
    assert [finding for finding in examined.findings if finding.code not in LEFT] == []
    found = [read_confirmations(slug, files) for slug in ("leap-second", "venezuela-russia")]
    assert all(one and len(one.against) > 50 for one in found)
