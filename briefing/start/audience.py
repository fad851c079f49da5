"""A new audience, which starts as another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from yaml.representer import SafeRepresenter

from briefing.errors import SelectionError
from briefing.finding import Finding, Span
from briefing.load.library import Library
from briefing.load.reader import read_document
from briefing.start.naming import check_slug
from briefing.start.place import place, with_schema_line
from briefing.workspace import Files

KEYS = {
    "label": ("Its name for people.", "label: …"),
    "register": (
        "Which wording it takes where a text offers several: text, short, plain.",
        "register: short",
    ),
    "pages": ("More pages than this are an error.", "pages: {max: 2}"),
    "notes": ("How it cites: endnotes (numbers and a list), short (in the text), none.", "notes: short"),
    "paper": ("Its paper, if not that of the workspace.", "paper: letter"),
    "parts": (
        "The parts of the page, in their order; what a brief does not have does not appear.",
        "parts: …",
    ),
}
"""What each key decides, and how it is written where the other audience does not have it."""


def start_audience(root: Path, name: str, base: str) -> list[Path]:
    """Write an audience into a workspace; the files that were written.

    Raises SelectionError where there is an audience of that name, or none to start from.
    """
    files = Files(root)
    library = Library(files)
    library.audience(base)
    if check_slug(name) in library.audience_names:
        what, mend = f"there is an audience '{name}' already", "choose another name"
        raise SelectionError([Finding("BR805", what, Span("command line"), mend)])
    file = f"templates/audiences/{name}/audience.yaml"
    return place(root, {file: with_schema_line(file, "audience", _text(name, base, files))})


def _text(name: str, base: str, files: Files) -> str:
    """What a new audience says: all that the other one does, under a label of its own."""
    file = f"templates/audiences/{base}/audience.yaml"
    keys = {**read_document(files.read(file), file).data, "label": name.replace("-", " ").capitalize()}
    known = "".join(_entry(key, keys) for key in KEYS)
    others = "".join(_typed({key: value}) for key, value in keys.items() if key not in KEYS)
    head = f"# Started as a copy of the audience `{base}`. `brief build -a {name}` builds for it alone.\n"
    return head + known + others


def _entry(key: str, keys: dict[str, Any]) -> str:
    words, example = KEYS[key]
    typed = _typed({key: keys[key]}) if key in keys else f"# {example}\n"
    return f"# {words}\n{typed}"


class _Dumper(yaml.BaseDumper, SafeRepresenter):
    """Writes texts plainly: our reader takes every scalar for text, so that `4` needs no quotes."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Items of a list stand further in than its key."""
        super().increase_indent(flow, False)


def _typed(keys: dict[str, Any]) -> str:
    return yaml.dump(keys, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
