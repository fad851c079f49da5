"""The reference validator on every edition, for each of its standards, and on PDFs that it must reject."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.structure.standards import Standard
from briefing.typeset.layout import export
from tests.editions import rich_brief
from tests.editions.shipped import NAMES, built, pdf_of, run_of
from tests.verapdf import PLAIN_PDFA_4, PROFILES, Verdict, missing, validate
from tests.verapdf.broken import BREAKS, broken

pytestmark = [
    pytest.mark.engine,
    pytest.mark.validator,
    pytest.mark.skipif(bool(missing()), reason=f"PDF/UA and PDF/A were not validated: {missing()}"),
]


def is_good(verdict: Verdict) -> bool:
    return verdict.passed and verdict.checks > 1000


UNTAGGED = "untagged"
KINDS = ("rich-policymaker-en", "rich-analyst-ar")
"""Editions with every kind of text."""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> dict[str, list[Verdict]]:
    """Return what the validator says about each file, all in one process: to start takes it seconds."""
    folder = tmp_path_factory.mktemp("validated")
    profiles_of: dict[Path, tuple[str, ...]] = {}
    names: dict[Path, str] = {}

    def add(name: str, content: bytes, profiles: tuple[str, ...]) -> None:
        path = folder / f"{len(names)}.pdf"
        path.write_bytes(content)
        names[path], profiles_of[path] = name, profiles

    for standard in Standard:
        for name in NAMES[standard]:
            add(f"{standard}-{name}", pdf_of(name, standard), profiles_for(name, standard))
        for name in KINDS:
            content = export(rich_brief.run_of(name).sheets, standard).content
            add(f"{standard}-{name}", content, PROFILES[standard])
    for name, (profile, _, break_it) in BREAKS.items():
        base = (
            "leap-second-policymaker-en" if name == "no alternative text" else "venezuela-russia-analyst-en"
        )
        add(name, broken(built(base).content, break_it), (profile,))
    untagged = run_of("venezuela-russia-press-en").sheets.document.write_pdf()
    add(UNTAGGED, untagged, ("PDFUA-1", "PDFUA-2-ISO32005", "PDFA-3A"))
    found: dict[str, list[Verdict]] = {name: [] for name in names.values()}
    for verdict in validate(profiles_of):
        found[names[verdict.file]].append(verdict)
    return found


def profiles_for(name: str, standard: Standard) -> tuple[str, ...]:
    """Return the profiles of an edition: one without attachments has its own of PDF/A-4."""
    if built(name).page.attachments:
        return PROFILES[standard]
    return tuple(PLAIN_PDFA_4 if profile == "PDFA-4F" else profile for profile in PROFILES[standard])


@pytest.mark.parametrize("standard", Standard)
def test_every_edition_conforms_to_its_standards(standard, verdicts):
    found = [verdict for name in NAMES[standard] for verdict in verdicts[f"{standard}-{name}"]]
    assert len(found) == len(NAMES[standard]) * len(PROFILES[standard])
    assert [verdict for verdict in found if not is_good(verdict)] == []


@pytest.mark.parametrize("standard", Standard)
def test_every_kind_of_text_conforms_to_its_standards(standard, verdicts):
    found = [verdict for name in KINDS for verdict in verdicts[f"{standard}-{name}"]]
    assert len(found) == len(KINDS) * len(PROFILES[standard])
    assert [verdict for verdict in found if not is_good(verdict)] == []


def test_deliberate_errors_are_found(verdicts):
    assert len(BREAKS) >= 10
    for name, (profile, clause, _) in BREAKS.items():
        (verdict,) = verdicts[name]
        assert verdict.profile == profile
        assert not verdict.passed, name
        assert any(rule.rpartition("-")[0] == clause for rule in verdict.broken), (name, verdict.broken)


def test_a_pdf_without_tags_is_rejected(verdicts):
    assert [verdict.passed for verdict in verdicts[UNTAGGED]] == [False] * 3
