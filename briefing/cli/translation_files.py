"""Files for translators: how `brief export` writes them, and how `brief import` takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli import console
from briefing.core.plurals import counted

if TYPE_CHECKING:
    from briefing.files.workspace import Files
    from briefing.translation.export import Exported
    from briefing.translation.import_file import Imported

ENDINGS = (".xliff", ".xlf", ".po")
"""The ends of the names of files that come back from translators."""

SHOWN_NAMES = 10
"""Texts are listed up to this number, and counted beyond it."""


def export_texts(
    files: Files,
    briefs: Sequence[str],
    language: str,
    form: str,
    *,
    audiences: Sequence[str],
    is_changed_only: bool,
    out: Path | None,
) -> None:
    """Write a file for a translator for each brief, and say what is in it."""
    from datetime import UTC, datetime

    from briefing.translation.export import export_translation, translatable

    for brief in briefs or translatable(files, language):
        exported = export_translation(
            files,
            brief,
            language,
            form,
            datetime.now(UTC),
            audiences=audiences,
            is_changed_only=is_changed_only,
            out=out,
        )
        _show_exported(brief, language, exported)


def _show_exported(brief: str, language: str, exported: Exported) -> None:
    from briefing.translation.segments import State

    if exported.path is None:
        console.say(f"{brief}: nothing to translate into '{language}' has changed")
        return
    counts = exported.hand_over.counts
    kinds = (
        (State.MISSING, "not translated"),
        (State.OUTDATED, "outdated"),
        (State.TRANSLATED, "translated"),
    )
    words = ", ".join(f"{counts[state]} {how}" for state, how in kinds if counts[state])
    console.say(
        f"{console.shown(exported.path)}  {counted(len(exported.hand_over.segments), 'text')}: {words}"
    )
    if files := dict.fromkeys(exported.hand_over.texts.data_files.values()):
        console.say(f"  not in it, translate copies of them: {', '.join(files)}")


def import_texts(files: Files, path: Path, brief: str | None) -> int:
    """Take a file back from a translator, and say what has become of its texts. Returns the exit code."""
    from briefing.core.errors import Exit
    from briefing.core.finding import has_errors
    from briefing.translation.import_file import import_translation

    imported = import_translation(files, path, brief)
    console.show_findings(imported.findings)
    _show_imported(imported)
    return Exit.CONTENT if has_errors(imported.findings) else Exit.BUILT


def _show_imported(imported: Imported) -> None:
    texts = imported.texts
    groups = (
        (imported.new, "new"),
        (imported.changed, "changed"),
        (imported.unchanged, "unchanged"),
        (imported.untranslated, "not translated"),
        (imported.rejected, "rejected"),
    )
    words = ", ".join(f"{len(names)} {how}" for names, how in groups if names)
    console.say(f"{texts.file}: {words}")
    for names, how in (*groups[1:2], *groups[3:]):
        if 0 < len(names) <= SHOWN_NAMES:
            console.say(f"  {how}: {', '.join(names)}")
    if imported.new or imported.changed:
        slug, language = texts.slug, texts.language
        console.say(
            f"next: brief build {slug} -l {language}; after a review: brief confirm {language} -b {slug}"
        )
