"""Fixtures for the tests of several rooms: small workspaces on disk, and a minimal valid brief."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from briefing.files.workspace import Files, shipped_root
from briefing.typeset import layout
from tests import browser, markers, verapdf
from tests.cases import cases_of
from tests.sharing import shipped_files_shared

settings.register_profile("clean", database=None)  # leave nothing behind
settings.load_profile("clean")


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests their own folders for caches and for files that killed builds leave behind."""
    folder = tempfile.TemporaryDirectory(prefix="bt-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    config.pluginmanager.register(markers)
    markers.watch()
    tempfile.gettempdir()  # this process keeps its temporary folder
    os.environ["TMPDIR"] = folder.name
    if not hasattr(config, "workerinput"):  # all processes of a run share the cache of the first
        os.environ["XDG_CACHE_HOME"] = folder.name
    # A shell ignores SIGINT in background jobs, and so would every command that the tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


EDITIONS = (
    "test_promises",
    "test_manuscript",
    "test_validator",
    "test_file_integrity",
    "test_rich_brief",
    "test_exports",
    "test_every_block",
    "test_shipped_briefs",
    "test_hyphens",
    "test_modifiers",
)
"""The test files that read the editions of the shipped briefs and of the rich one, built once for all of them."""


SECONDS = {"validator": 12.0, "cluster": 4.0, "process": 1.0, "browser": 1.0, "slow": 1.0, "engine": 0.25}
"""The usual time of a case with a marker; any other takes about 0.03 s."""


def _group_of(nodeid: str) -> str:
    """The tests that share what is made once: those of a file, or of all files that look at the shipped editions."""
    file = nodeid.partition("::")[0]
    return "editions" if Path(file).stem in EDITIONS else file


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In more than one process, run the groups that take longest first, so that none is left over at the end."""
    if not hasattr(config, "workerinput"):
        return
    seconds: Counter[str] = Counter()
    for item in items:
        marked = [SECONDS[marker.name] for marker in item.iter_markers() if marker.name in SECONDS]
        cases = cases_of(item.obj) if isinstance(item, pytest.Function) else 1
        seconds[_group_of(item.nodeid)] += max(marked, default=0.03) * cases
    items.sort(key=lambda item: (-seconds[_group_of(item.nodeid)], _group_of(item.nodeid)))


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """In more than one process, report only what is shown: a passed test has two more reports, which cost as much."""
    if not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_collection() -> None:
    """Keep the garbage collector from walking over thousands of tests again and again while they are collected."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Keep the garbage collector from walking over the collected tests, and let it run less often."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(
        20_000, 10, 10
    )  # an edition makes half a million objects, and most of them live until its end


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return one process for each processor and, for `auto`, one more: a test may wait for a browser or for a time.

    Fast tests do not wait, and each process collects all tests: for them there is `logical`.
    """
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return len(usable) + (config.option.numprocesses == "auto")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a group in one process, in the order of the collection."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group_of(nodeid)

    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report that the validator or the browser did not run, since skipped tests are easily missed."""
    skipped = {
        marker
        for report in terminalreporter.stats.get("skipped", ())
        for marker in ("validator", "browser")
        if marker in report.keywords
    }
    if "validator" in skipped:
        terminalreporter.section("NOT VALIDATED", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"veraPDF did not run ({verapdf.missing()}): no edition was validated against PDF/UA and PDF/A.",
            red=True,
        )
    if "browser" in skipped:
        terminalreporter.section("NOT LOOKED AT IN A BROWSER", sep="!", red=True, bold=True)
        why = browser.missing(with_axe=True)
        terminalreporter.line(f"HTML editions were not, or not fully, tried out: {why}.", red=True)


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
def shipped_files_are_shared() -> Iterator[None]:
    """Share what is made of shipped files between the workspaces of all tests."""
    with shipped_files_shared():
        yield


@pytest.fixture
def laid_out_again(monkeypatch) -> list[tuple[int, ...] | None]:
    """The numbers of the pages that were laid out again after each change; None where all were."""
    found: list[tuple[int, ...] | None] = []
    plain = layout.lay_out_again

    def lay_out_again(*given):
        result = plain(*given)
        found.append(result.pages.numbers if result else None)
        return result

    monkeypatch.setattr(layout, "lay_out_again", lay_out_again)
    return found


class MakeWorkspace:
    """Makes a workspace in a folder, with a brief named `trial` and other files by name."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(
        self, brief: str | bytes = LEAST_BRIEF, files: Mapping[str, str | bytes] | None = None
    ) -> Files:
        """Write the files, in addition to those that are there, and open the workspace."""
        for name, content in {"content/trial/brief.yaml": brief, **(files or {})}.items():
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Files(self._root, shipped_root())

    def in_folder(self, name: str) -> MakeWorkspace:
        """Return one that makes a workspace in a new folder inside of this one's."""
        root = self._root / name
        root.mkdir()
        return MakeWorkspace(root)


@pytest.fixture
def workspace(tmp_path: Path) -> MakeWorkspace:
    """Return a function that makes a workspace."""
    return MakeWorkspace(tmp_path)
