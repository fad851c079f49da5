"""What several rooms' tests share: small workspaces on disk, and the least brief that is good."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from briefing.workspace import Files, shipped_root
from tests import verapdf

settings.register_profile("clean", database=None)  # leave nothing behind
settings.load_profile("clean")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says aloud where the reference validator did not run: a skipped test alone is easily missed."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", ()) if "validator" in report.keywords
    ]
    if skipped:
        terminalreporter.section("NOT VALIDATED", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"veraPDF did not run ({verapdf.missing()}): no edition was validated against PDF/UA and PDF/A.",
            red=True,
        )


ROOT = Path(__file__).parent.parent

LEAST_BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points:
  - The first point.
sections:
  - title: A heading asserts
    text: A first text.
outlook: It goes on.
"""


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What is kept between commands is kept for these tests alone, and leaves with them."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


MakeWorkspace = Callable[..., Files]


@pytest.fixture
def workspace(tmp_path: Path) -> MakeWorkspace:
    """Makes a workspace of a brief named `trial`; other files by their names."""

    def make(brief: str | bytes = LEAST_BRIEF, files: Mapping[str, str | bytes] | None = None) -> Files:
        for name, content in {"content/trial/brief.yaml": brief, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Files(tmp_path, shipped_root())

    return make
