r"""Names of files as people copy them from their machine: `C:\Users\…`, `/home/…`, `file://…`."""

from __future__ import annotations

import re

from briefing.core.finding import Finding, Span

OF_A_MACHINE = re.compile(r"file:|[A-Za-z]:[\\/]|[\\/~]", re.IGNORECASE)
"""The start of a path that leads out of the folder of a brief."""

DOCUMENT = re.compile(
    r"\.(?:docx?|odt|rtf|pages|pdf|xlsx?|xlsm|ods|numbers|csv|pptx?|odp|key|txt|md|html?|zip)$", re.IGNORECASE
)
"""The end of the name of a file that readers of an edition do not have."""


def is_of_a_machine(name: str) -> bool:
    """Return True if a name is a path on one machine, outside the folder of the brief."""
    return bool(OF_A_MACHINE.match(name.strip()))


def find_path(name: str, kind: str, folder: str, where: Span) -> Finding | None:
    """Return the finding for a picture or another file that is named by a path of its machine; None if it is not.

    `folder` is the usual folder of such files, with a slash at its end.
    """
    last = re.split(r"[\\/]", name.strip())[-1]
    if is_of_a_machine(name) or name.startswith("..\\"):
        what = f"the {kind} '{name}' is outside the folder of the brief"
        help = f"copy the file into the folder of the brief, and write `{folder}{last}`"
        return Finding("BR502", what, where, help)
    if "\\" in name:
        what = f"the path '{name}' has backslashes, which work on Windows only"
        return Finding("BR502", what, where, f"write `{name.replace(chr(92), '/')}`")
    return None


def is_a_file(address: str) -> bool:
    """Return True if a link leads to a file, on a machine or next to the brief."""
    return is_of_a_machine(address) or bool(DOCUMENT.search(address))
