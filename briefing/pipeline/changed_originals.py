"""Find files of a workspace that were copied with `brief eject`, and whose originals have changed since."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from briefing.core.finding import Finding, Severity, Span
from briefing.core.plurals import counted
from briefing.files.layers import LAYERED, SETTINGS_LAYER, sunk
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files

NOTE = re.compile(r"Copied from (?P<source>[^\n(]+) \((?P<digest>[0-9a-f]{32})\)")
"""The note at the start of a copied file: where it comes from, and the hash of the original."""

ORIGINALS = ".originals"
"""The folder of a workspace with the originals as they were copied."""

COMMENTS = {".html": ("{# ", " #}"), ".txt": ("{# ", " #}"), ".css": ("/* ", " */"), ".yaml": ("# ", "")}
"""The comments of the files that can be copied, by their file extensions."""

HEAD = 1_000
"""The number of characters in which the note is looked for."""


def original_name(file: str, files: Files) -> str:
    """Return the name by which the original of a file is read: that of the theme, else the shipped one."""
    return sunk(file, 2 if files.themes[:1] == (SETTINGS_LAYER,) else 1)


def find_changed_originals(files: Files) -> Iterator[Finding]:
    """Yield a warning for each copied file whose original has changed, with what has changed in it."""
    if files.root == files.shipped:
        return
    for folder in LAYERED:
        for name in files.list_own(f"{folder}/**/*"):
            if name.endswith(tuple(COMMENTS)) and (found := _changed(name, files)):
                yield found


def _changed(name: str, files: Files) -> Finding | None:
    head = _text(name, files)[:HEAD]
    note = NOTE.search(head)
    if note is None:
        return None
    line = head.count("\n", 0, note.start()) + 1
    where = Span(name, line, 1, 1, head.splitlines()[line - 1])
    now = original_name(name, files)
    if files.find(now) is None:
        what = f"the original of this file is gone: {note['source']}"
        return Finding("BR534", what, where, "remove the note in its first line", Severity.WARNING)
    text = _text(now, files)
    if digest_of(text.encode()) == note["digest"]:
        return None
    what = f"the original of this file has changed: {_difference(name, text, files)}"
    short = name.partition("/")[2].partition(".")[0] + (".css" if name.endswith(".css") else "")
    help = f"take over what you need, then run: brief eject {short} --renew"
    return Finding("BR534", what, where, help, Severity.WARNING)


def _difference(name: str, now: str, files: Files) -> str:
    """Describe what has changed in an original since it was copied; its kept copy may be missing."""
    before = _text(f"{ORIGINALS}/{name}", files)
    if not before:
        return f"there is no {ORIGINALS}/{name} to compare it with"
    lines = list(difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=0))[2:]
    changed = [line for line in lines if line[:1] in "+-" and line[1:].strip()]
    added = sum(line.startswith("+") for line in changed)
    shown = "; ".join(f"'{line[0]} {line[1:].strip()}'" for line in changed[:2])
    return f"{counted(added, 'line')} added, {len(changed) - added} removed: {shown}"


def _text(name: str, files: Files) -> str:
    try:
        return files.read(name).decode("utf-8", "replace")
    except OSError:
        return ""
