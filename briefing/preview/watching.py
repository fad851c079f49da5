"""Watch the files of a workspace, and report changes in bursts."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from watchfiles import Change, watch

from briefing.files.layers import LAYERED
from briefing.files.read_log import Stamp, stamp_of

FOLDERS = ("content", *LAYERED)
"""The folders of a workspace, and of the shipped files, that an edition is made from."""

QUIET_MS, BURST_MS = 30, 300
"""A burst of changes ends when nothing has changed for the first time, or after the second, in milliseconds."""

WAKING_MS = 500
"""The interval at which the watcher looks at the files that are elsewhere, and whether there are new folders."""

POLLING_MS = 1000
"""The interval at which all files are looked at if the system has no more watches, as on some networks and servers."""


def watch_files(
    root: Path,
    shipped: Path,
    is_over: threading.Event,
    report: Callable[[], None],
    read: Callable[[], Collection[Path]],
) -> None:
    """Call `report` after each burst of changes, until `is_over` is set.

    New folders are watched as soon as they appear. Other files in the root, such as the built PDFs, do not matter,
    except those that an edition has read: `read` returns the paths of all files that were read.
    """
    elsewhere = _Elsewhere(read)
    is_polling = False
    while not is_over.is_set():
        folders = _folders(root, shipped)
        is_begun = False
        try:
            for changes in watch(
                *folders,
                watch_filter=_matters,
                step=QUIET_MS,
                debounce=BURST_MS,
                rust_timeout=WAKING_MS,
                yield_on_timeout=True,
                stop_event=is_over,
                raise_interrupt=False,
                force_polling=is_polling or None,
                poll_delay_ms=POLLING_MS,
            ):
                has_moved = folders != _folders(root, shipped)
                if elsewhere.has_changed(folders) or changes or has_moved or not is_begun:
                    report()  # at the beginning, for what has changed before the system watched
                is_begun = True
                if has_moved:
                    break
        except OSError:  # the limit of the system for watches, or a folder that has just been removed
            is_polling = is_polling or folders == _folders(root, shipped)


class _Elsewhere:
    """The files outside the watched folders that were read, such as those behind links and the fonts of packages."""

    def __init__(self, read: Callable[[], Collection[Path]]) -> None:
        self.read = read
        self.known: Collection[Path] = ()
        self.stamps: dict[Path, Stamp | None] = {}

    def has_changed(self, folders: Collection[Path]) -> bool:
        """Return whether one of the files has changed since the last call."""
        read = self.read()
        if read is not self.known:
            homes = [os.path.realpath(folder) + os.sep for folder in folders]
            found = {path for path in read if not os.path.realpath(path).startswith(tuple(homes))}
            self.stamps = {path: self.stamps.get(path) or stamp_of(os.fspath(path)) for path in found}
            self.known = read
        before = dict(self.stamps)
        self.stamps = {path: stamp_of(os.fspath(path)) for path in before}
        return self.stamps != before


def _folders(root: Path, shipped: Path) -> list[Path]:
    return [folder for folder in dict.fromkeys(_named(root, shipped)) if folder.is_dir()]


def _named(root: Path, shipped: Path) -> Iterator[Path]:
    yield from (root / name for name in FOLDERS)
    yield from (shipped / name for name in LAYERED)


def _matters(change: Change, path: str) -> bool:
    """Return whether a change may matter; those of the temporary files of editors and version control do not."""
    name = Path(path).name
    return not name.startswith(".") and not name.endswith("~")
