"""Watch the files of a workspace, and report changes in bursts."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from briefing.files.layers import LAYERED

FOLDERS = ("content", *LAYERED)
"""The folders of a workspace, and of the shipped files, that an edition is made from."""

QUIET_MS, BURST_MS = 30, 300
"""A burst of changes ends when nothing has changed for the first time, or after the second, in milliseconds."""

WAKING_MS = 500
"""The interval at which the watcher looks whether the preview has ended, and whether there are new folders."""


def watch_files(root: Path, shipped: Path, is_over: threading.Event, report: Callable[[], None]) -> None:
    """Call `report` after each burst of changes, until `is_over` is set.

    New folders are watched as soon as they appear. Other files in the root, such as the built PDFs, do not matter.
    """
    while not is_over.is_set():
        folders = _folders(root, shipped)
        for changes in watch(
            *folders,
            watch_filter=_matters,
            step=QUIET_MS,
            debounce=BURST_MS,
            rust_timeout=WAKING_MS,
            yield_on_timeout=True,
            stop_event=is_over,
            raise_interrupt=False,
        ):
            if changes:
                report()
            if folders != _folders(root, shipped):
                report()
                break


def _folders(root: Path, shipped: Path) -> list[Path]:
    return [folder for folder in dict.fromkeys(_named(root, shipped)) if folder.is_dir()]


def _named(root: Path, shipped: Path) -> Iterator[Path]:
    yield from (root / name for name in FOLDERS)
    yield from (shipped / name for name in LAYERED)


_ignored = DefaultFilter()
"""Ignores the temporary files of editors and of version control."""


def _matters(change: Change, path: str) -> bool:
    return _ignored(change, path) and not os.path.basename(path).startswith(".")  # noqa: PTH119
