"""Starts a new brief from `templates/starts/brief.yaml`: the shipped file, or the workspace's own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import yaml

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.workspace import Files
from briefing.scaffold.names import check_slug, slug_of
from briefing.scaffold.new_files import place, with_schema_line
from briefing.scaffold.starters import filled


def start_brief(root: Path, title: str, slug: str | None, day: date) -> tuple[str, list[Path]]:
    """Write a brief with a title into a workspace, and return its name and the files that were written.

    Raises SelectionError if the brief exists already, or if no name can be made from the title.
    """
    name = check_slug(slug) if slug is not None else _name_of(title)
    return name, place(root, brief_texts(Files(root), title, name, day))


def brief_texts(files: Files, title: str, slug: str, day: date) -> dict[str, str]:
    """Return the text of a new brief, by the name of its file."""
    file = f"content/{slug}/brief.yaml"
    text = filled(files, "brief.yaml", title=_typed(title), slug=slug, date=day.isoformat())
    return {file: with_schema_line(file, "brief", text)}


def _name_of(title: str) -> str:
    slug = slug_of(title)
    if slug is None:
        what = f"cannot make a folder name from the title '{title}'"
        help = "give one with --slug, in lower-case letters, digits and hyphens: --slug shade"
        raise SelectionError([Finding("BR210", what, Span("command line"), help)])
    return check_slug(slug)


def _typed(title: str) -> str:
    """Return a title as typed in YAML, with brackets and `{` escaped: they would start a citation, a link or a fact."""
    printable = "".join(mark if mark.isprintable() else " " for mark in title)
    words = re.sub(r"[\[\]{]", r"\\\g<0>", " ".join(printable.split()))
    if not words:
        help = 'state the finding in a few words: "Shade is the cheapest cooling"'
        raise SelectionError([Finding("BR208", "the title is empty", Span("command line"), help)])
    return yaml.safe_dump({"title": words}, allow_unicode=True, width=10_000).strip().removeprefix("title: ")
