"""Whether there is anything to do for a command: told by the record of earlier builds, before anything is loaded.

What cannot be told so is None, and then the command plans as if nobody had asked: this is never wrong, only quick.
"""

from __future__ import annotations

import os

from briefing.files.layers import root_above, shipped_folder
from briefing.incremental.build_log_file import Manifest, output_of

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def find_current(words: Sequence[str]) -> list[dict[str, Any]] | None:
    """What the record has of the editions that a command builds, where all of them are current; else None."""
    try:
        root = root_above(os.getcwd())  # noqa: PTH109
    except OSError:  # the folder is gone
        return None
    if root is None:
        return None
    manifest = Manifest(root, shipped_folder(), output_of(root))
    call = manifest.command(words)
    machine = manifest.machine()
    if call is None or not machine or manifest.change(call["inputs"]):
        return None
    editions: list[dict[str, Any]] = []
    for brief in call["briefs"]:
        names = manifest.current_editions(call["selection"], brief, machine, html=call["html"])
        if not names:
            return None
        editions += (manifest.editions[name] for name in names)
    manifest.save()
    return editions
