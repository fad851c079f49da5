"""Starts a translation of a brief: its texts in order, each with the original above it as a comment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.scaffold.new_files import place, with_schema_line
from briefing.translation.notes import printed_units
from briefing.translation.skeleton import write_skeleton
from briefing.translation.units import choose_brief, read_texts


def start_translation(
    files: Files, language: str, slug: str | None, audiences: Sequence[str] = ()
) -> tuple[str, list[Path]]:
    """Write the file for the translation of a brief, and return the brief's name and the files that were written.

    With audiences, it has only what their editions print. Raises SelectionError if the file exists already, for a
    language without labels, or for a brief named where the language belongs.
    """
    library = Library(files)
    if language in library.slugs and slug not in library.slugs:
        help = f"name the language first: brief new translation {slug or 'LANG'} {language}"
        finding = Finding("BR802", f"'{language}' is a brief, not a language", Span("command line"), help)
        raise SelectionError([finding])
    name = choose_brief(library, slug)
    texts = read_texts(files, name, language)
    units = printed_units(files, texts, audiences) if audiences else texts.units
    text = with_schema_line(texts.file, "brief-translation", write_skeleton(texts, units, {}))
    return name, place(files.root, {texts.file: text})
