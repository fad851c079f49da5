"""Decide from the build log alone whether a command has anything to build, before anything is loaded.

If the log cannot decide, the command plans as usual: this is a shortcut that never changes the result.
"""

from __future__ import annotations

import os

from briefing.files.layers import Layers, root_above, shipped_folder
from briefing.incremental.build_log_file import BuildLogFile, output_of

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence


def find_up_to_date(words: Sequence[str]) -> list[dict[str, object]] | None:
    """Return the data of a command's editions in the build log, if all of them are up to date; else None."""
    try:
        root = root_above(os.getcwd())  # noqa: PTH109
    except OSError:  # the folder is gone
        return None
    if root is None:
        return None
    log = BuildLogFile(Layers(root, shipped_folder()), output_of(root), has_known_themes=True)
    call = log.command(words)
    machine = log.machine()
    if call is None or not machine or log.change(call["inputs"]):
        return None
    editions: list[dict[str, object]] = []
    for brief in call["briefs"]:
        names = log.up_to_date_editions(call["selection"], brief, machine, call["endings"])
        if not names:
            return None
        editions += (log.editions[name] for name in names)
    log.save()
    return editions
