"""Opens a file at a line in the editor of the user."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

VARIABLE = "BRIEF_EDITOR"
"""The environment variable with the command of the editor."""

PLACE = re.compile(r"\{(?:file|line|column)\}")

WITH_PLACES = {
    "code": "{file}:{line}:{column}",
    "codium": "{file}:{line}:{column}",
    "cursor": "{file}:{line}:{column}",
    "zed": "{file}:{line}:{column}",
    "subl": "{file}:{line}:{column}",
    "hx": "{file}:{line}:{column}",
    "kate": "{file}",
    "gedit": "{file}",
    "idea": "{file}",
    "pycharm": "{file}",
    "emacsclient": "{file}",
}
"""How known editors are given a place."""

OPTIONS = {
    "code": ("--goto",),
    "codium": ("--goto",),
    "cursor": ("--goto",),
    "kate": ("--line", "{line}", "--column", "{column}"),
    "gedit": ("+{line}:{column}",),
    "idea": ("--line", "{line}", "--column", "{column}"),
    "pycharm": ("--line", "{line}", "--column", "{column}"),
    "emacsclient": ("--no-wait", "+{line}:{column}"),
}


def editor_of(given: str | None, environment: Mapping[str, str]) -> str:
    """Return the command of the editor: that of the option, else of the environment; empty if neither is there."""
    return given or environment.get(VARIABLE, "")


def words_for(command: str, file: Path, line: int, column: int) -> list[str]:
    """Return the words of the command that opens a file at a place, counted from 1.

    `{file}`, `{line}` and `{column}` in the command are replaced; without them, they are added as the editor expects.
    """
    words = shlex.split(command)
    if not any(PLACE.search(word) for word in words):
        name = Path(words[0]).stem if words else ""
        words += [*OPTIONS.get(name, ()), WITH_PLACES.get(name, "{file}")]
    values = {"{file}": str(file), "{line}": str(max(line, 1)), "{column}": str(max(column, 1))}
    return [_filled(word, values) for word in words]


def _filled(word: str, values: Mapping[str, str]) -> str:
    """Fill in all places at once: a file may have the name of a place."""
    return PLACE.sub(lambda match: values[match[0]], word)


def find_error(command: str) -> str:
    """Return what is wrong with the command of an editor; empty if it can be run."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        return f"the command is not complete: {str(error).lower()}"
    if not words:
        return "the command is empty"
    return "" if shutil.which(words[0]) else f"there is no program '{words[0]}'"


def open_at(command: str, file: Path, line: int, column: int) -> str:
    """Start the editor at a place in a file. Returns what went wrong; empty if it was started."""
    try:
        process = subprocess.Popen(  # noqa: S603
            words_for(command, file, line, column),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return str(error)
    threading.Thread(target=process.wait, daemon=True).start()  # it must not stay in the list of processes
    return ""


def address_of(file: Path, line: int, column: int) -> str:
    """Return the address by which a browser opens Visual Studio Code at a place."""
    return f"vscode://file{quote(file.as_posix())}:{max(line, 1)}:{max(column, 1)}"
