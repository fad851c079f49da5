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


@pytest.mark.parametrize("standard", Standard)
def test_every_edition_conforms_to_its_standards(standard, tmp_path):
    groups: dict[tuple[str, ...], list[Path]] = {}
    for name in NAMES[standard]:
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(pdf_of(name, standard))
        has_files = bool(built(name).page.attachments)
        profiles = (
            profile if has_files or profile != "PDFA-4F" else PLAIN_PDFA_4 for profile in PROFILES[standard]
        )
        groups.setdefault(tuple(profiles), []).append(file)
    verdicts = [verdict for profiles, files in groups.items() for verdict in validate(profiles, files)]
    assert len(verdicts) == len(NAMES[standard]) * len(PROFILES[standard])
    assert [verdict for verdict in verdicts if not is_good(verdict)] == []


@pytest.mark.parametrize("standard", Standard)
def test_every_kind_of_text_conforms_to_its_standards(standard, tmp_path):
    files = []
    for name in ("rich-policymaker-en", "rich-analyst-ar"):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(export(rich_brief.run_of(name).sheets, standard).content)
    verdicts = validate(PROFILES[standard], files)
    assert len(verdicts) == len(files) * len(PROFILES[standard])
    assert [verdict for verdict in verdicts if not is_good(verdict)] == []


def test_deliberate_errors_are_found(tmp_path):
    content = built("venezuela-russia-analyst-en").content
    content_with_pictures = built("leap-second-policymaker-en").content
    assert len(BREAKS) >= 10
    files = {name: tmp_path / f"{number}.pdf" for number, name in enumerate(BREAKS)}
    for name, (_, _, break_it) in BREAKS.items():
        base = content_with_pictures if name == "no alternative text" else content
        files[name].write_bytes(broken(base, break_it))
    verdicts = {
        (verdict.file, verdict.profile): verdict
        for verdict in validate(("PDFUA-1", "PDFA-3A"), files.values())
    }
    for name, (profile, clause, _) in BREAKS.items():
        verdict = verdicts[files[name], profile]
        assert not verdict.passed, name
        assert any(rule.rpartition("-")[0] == clause for rule in verdict.broken), (name, verdict.broken)


def test_a_pdf_without_tags_is_rejected(tmp_path):
    file = tmp_path / "untagged.pdf"
    file.write_bytes(run_of("venezuela-russia-press-en").sheets.document.write_pdf())
    for verdict in validate(("PDFUA-1", "PDFUA-2-ISO32005", "PDFA-3A"), [file]):
        assert not verdict.passed
