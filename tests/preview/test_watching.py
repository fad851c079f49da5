"""Every way in which editors write files is noticed, in one round; what no edition reads is not."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("watchfiles")

from briefing.preview import watching
from briefing.preview.watching import watch_files

pytestmark = pytest.mark.slow

PATIENCE = 20.0
"""Seconds until a change that should be reported has been reported, on a slow machine."""

QUIET = 0.7
"""Seconds in which nothing more is reported."""


@dataclass
class Watch:
    root: Path
    reported: queue.Queue[None]

    def is_reported(self) -> bool:
        """Wait for a report, and then until there are no more."""
        try:
            self.reported.get(timeout=PATIENCE)
            while True:
                self.reported.get(timeout=QUIET)
        except queue.Empty:
            return self.reported.empty()

    def is_quiet(self) -> bool:
        try:
            self.reported.get(timeout=QUIET)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def started(tmp_path) -> Iterator[Watch]:
    """Watch a workspace, of which an edition has read a brief and a file behind a link."""
    root = tmp_path / "workspace"
    (root / "content/a").mkdir(parents=True)
    (root / "content/a/brief.yaml").write_text("title: A\n")
    (root / "assets").mkdir()
    (root / "assets/logo.svg").write_text("<svg/>")
    (root / "content/a/logo.svg").symlink_to("../../assets/logo.svg")
    read = frozenset({root / "content/a/brief.yaml", root / "content/a/logo.svg", root / "content/none.yaml"})
    reported: queue.Queue[None] = queue.Queue()
    is_over = threading.Event()
    thread = threading.Thread(
        target=watch_files,
        args=(root, tmp_path / "shipped", is_over, lambda: reported.put(None), lambda: read),
    )
    thread.start()
    reported.get(timeout=PATIENCE)  # as soon as the system watches
    yield Watch(root, reported)
    is_over.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_file_that_is_written_in_place(started):
    (started.root / "content/a/brief.yaml").write_text("title: B\n")
    assert started.is_reported()


def test_a_file_that_is_saved_by_renaming(started):
    new = started.root / "content/a/.brief.yaml.tmp"
    new.write_text("title: B\n")
    new.replace(started.root / "content/a/brief.yaml")
    assert started.is_reported()


def test_new_and_deleted_files_and_folders(started):
    (started.root / "content/b/data").mkdir(parents=True)
    (started.root / "content/b/data/x.csv").write_text("a\n1\n")
    assert started.is_reported()
    (started.root / "content/b/data/x.csv").unlink()
    assert started.is_reported()


def test_a_folder_that_the_workspace_did_not_have(started):
    (started.root / "styles").mkdir()
    assert started.is_reported()
    (started.root / "styles/house.css").write_text("p { color: red }")
    assert started.is_reported()


def test_a_file_behind_a_link(started):
    (started.root / "assets/logo.svg").write_text("<svg><g/></svg>")
    assert started.is_reported()
    (started.root / "assets/logo.svg").unlink()
    assert started.is_reported()


def test_a_burst_is_one_round(started):
    for number in range(200):
        (started.root / f"content/a/{number}.csv").write_text("a\n")
    started.reported.get(timeout=PATIENCE)
    rounds = 1
    while not started.is_quiet():
        rounds += 1
    assert rounds <= 3  # a slow machine may take longer than a burst to write the files


def test_files_that_no_edition_reads(started):
    (started.root / "out").mkdir()
    (started.root / "out/a.pdf").write_text("x")
    (started.root / "notes.txt").write_text("x")
    (started.root / "assets/other.svg").write_text("<svg/>")
    (started.root / "content/a/.brief.yaml.swp").write_text("x")
    (started.root / "content/a/brief.yaml~").write_text("x")
    assert started.is_quiet()


def test_without_watches_the_files_are_looked_at_one_by_one(tmp_path, monkeypatch):
    (tmp_path / "content").mkdir()
    asked: list[object] = []
    is_over = threading.Event()

    def watch(*_, force_polling, **__):
        asked.append(force_polling)
        if not force_polling:
            raise OSError(28, "No space left on device")  # inotify(7): the limit of watches
        is_over.set()
        yield {(1, "x")}

    monkeypatch.setattr(watching, "watch", watch)
    reported: list[None] = []
    watch_files(tmp_path, tmp_path / "shipped", is_over, lambda: reported.append(None), frozenset)
    assert asked == [None, True] and len(reported) == 1
