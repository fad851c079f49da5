"""Copies a file of the theme or a shipped one into the workspace, with a note of its origin and hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span, nearest
from briefing.files.atomic_writing import prepare_folder, write_whole
from briefing.files.layers import LAYERED, OPTION_SHEET, SHIPPED, THEME, copies_of, find_place
from briefing.files.read_log import digest_of
from briefing.files.workspace import SHIPPED_PREFIX, Files, prefixes_of
from briefing.pipeline.changed_originals import COMMENTS, NOTE, ORIGINALS, original_name
from briefing.scaffold.new_files import place

ENDINGS = (".j2.html", ".css", ".yaml", ".j2.txt")
"""The endings of the files that can be copied; a name without one is first taken for that of a template."""

OPTIONS_SHEET_HELP = 'write a styles/tokens.css that begins with @import "shipped/tokens.css";'


def list_originals(files: Files) -> list[str]:
    """Return the names of the files that can be copied."""
    names = (name for folder in LAYERED for name in files.list(f"shipped/{folder}/**/*"))
    return [name for name in names if name.endswith(ENDINGS)]


@dataclass(frozen=True, slots=True)
class Original:
    """A file of one layer: the name that `brief eject --print` reads it by, its layer, its path and its text."""

    name: str
    layer: str
    path: str
    text: str
    beneath: str = ""
    """The name of the file of the next layer that has one; empty if none has."""


def read_original(files: Files, name: str) -> Original:
    """Return a file of the theme, or a shipped one; each `shipped/` before the name goes down by one file.

    Raises SelectionError if there is none.
    """
    steps = prefixes_of(name)
    file = _meant(name[steps * len(SHIPPED_PREFIX) :], list_originals(files))
    found = _originals(file, files)
    if steps >= len(found):
        deepest = f"{SHIPPED_PREFIX * (len(found) - 1)}{short_name(file)}"
        raise _refusal(f"there is no file beneath '{deepest}'", f"run: brief eject --print {deepest}")
    read, layer = found[steps]
    names = [f"{SHIPPED_PREFIX * depth}{short_name(file)}" for depth in range(len(found))]
    text = files.read(read).decode()
    return Original(names[steps], layer, files.shown_name(read), text, "".join(names[steps + 1 : steps + 2]))


def _originals(file: str, files: Files) -> list[tuple[str, str]]:
    """Return the layers beneath the workspace that have a file, each as the name to read it by and the layer.

    The options of the theme are not among them.
    """
    return [
        (read, "the theme" if at.startswith(THEME) else "shipped")
        for read, at, path in copies_of(file, files.layers, 1)
        if path != OPTION_SHEET
    ]


def short_name(file: str) -> str:
    """Return the name of a file as a person writes it: without its folder and, for a template, without its ending."""
    return file.partition("/")[2].removesuffix(ENDINGS[0])


def eject(files: Files, name: str, *, is_renewed: bool = False) -> list[Path]:
    """Copy a file into the workspace; if renewed, only record that its original is now the current one.

    Raises SelectionError if there is no such file, or if the workspace has it already.
    """
    file = _meant(name, list_originals(files))
    if files.root == files.shipped:
        raise _refusal(
            f"{file} is already here: this workspace is that of the shipped files", "change it here"
        )
    original = original_name(file, files)
    text = files.read(original).decode()
    start, end = COMMENTS[PurePosixPath(file).suffix]
    note = f"{start}{_note(file, original, text, files)}{end}"
    kept = f"{ORIGINALS}/{file}"
    if not is_renewed:
        if find_place(file, files.layers)[1] == OPTION_SHEET:
            raise _refusal("styles/tokens.css carries the options of the theme", OPTIONS_SHEET_HELP)
        written = place(files.root, {file: f"{note}\n{text}"})
        _keep(files.root / kept, text)
        return written
    path = files.root / file
    copy = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not NOTE.search(copy):
        raise _refusal(f"{file} in this workspace has no note of an original", f"run: brief eject {name}")
    first, _, rest = copy.partition("\n")
    write_whole(path, f"{note}\n{rest}".encode() if NOTE.search(first) else copy.encode())
    _keep(files.root / kept, text)
    return [path]


def _keep(path: Path, text: str) -> None:
    """Keep the original, to show later what has changed in it."""
    prepare_folder(path.parent)
    write_whole(path, text.encode())


def _note(file: str, original: str, text: str, files: Files) -> str:
    is_shipped = find_place(original, files.layers)[0] == SHIPPED
    source = f"the shipped {file}" if is_shipped else files.shown_name(original)
    return f"Copied from {source} ({digest_of(text.encode())}); `brief check` reports when that file changes."


def _meant(name: str, names: list[str]) -> str:
    """Return the file for a name, which may lack its folder and its file extension; a template comes first."""
    wanted = name.removeprefix("./")
    for folder in ("", *(f"{one}/" for one in LAYERED)):
        for ending in ("", *ENDINGS):
            if f"{folder}{wanted}{ending}" in names:
                return f"{folder}{wanted}{ending}"
    short = {re.sub(r"^(?:templates|styles)/|\.(?:j2\.)?\w+$", "", one): one for one in names}
    near = nearest(re.sub(r"\.(?:j2\.)?\w+$", "", wanted), short)
    help = f"did you mean '{near}'?" if near else "run `brief eject` for the names"
    raise _refusal(f"there is no shipped file '{name}'", help)


def _refusal(what: str, help: str) -> SelectionError:
    return SelectionError([Finding("BR802", what, Span("command line"), help)])
