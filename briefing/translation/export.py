"""Writes the texts of a brief into a file for translators, and records what they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from briefing.core.finding import Span
from briefing.files.atomic_writing import prepare_folder, write_whole
from briefing.files.workspace import OUTPUT_FOLDER, Files
from briefing.load.confirmations import read_confirmations
from briefing.load.library import Library
from briefing.rules.content.outdated_variants import Dependent, mark_of, state_of
from briefing.stages import Confirmations
from briefing.translation.notes import describe, printed_units
from briefing.translation.placeholders import canonical
from briefing.translation.po import write_po_file
from briefing.translation.record import Marks, marks_of, name_in, read_record, write_record
from briefing.translation.segments import HandOver, Segment, State
from briefing.translation.units import GLOSSARY, Texts, Unit, choose_brief, read_texts
from briefing.translation.xliff import VERSIONS, write_xliff

PO = "po"
FORMS = (*VERSIONS, PO)
"""The forms of a file for translators: the versions of XLIFF, and PO."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written for a translator."""

    path: Path | None
    """None if nothing has changed since the last file."""
    hand_over: HandOver


def translatable(files: Files, language: str) -> list[str]:
    """Return the briefs of a workspace that are not written in a language; all of them if there are no others."""
    library = Library(files)
    others = [slug for slug in library.slugs if library.read_brief(slug).brief.language != language]
    return others or list(library.slugs)


def export_translation(
    files: Files,
    slug: str | None,
    language: str,
    form: str,
    moment: datetime,
    *,
    audiences: Sequence[str] = (),
    is_changed_only: bool = False,
    out: Path | None = None,
) -> Exported:
    """Write the texts of a brief for a translation into a language, and record that they were handed over.

    With audiences, it has only what their editions print; with `is_changed_only`, only what has changed since the last
    time. Raises BriefingError for a wrong selection, or files that cannot be read or written.
    """
    name = choose_brief(Library(files), slug)
    texts = read_texts(files, name, language)
    record = read_record(name, files)
    units = printed_units(files, texts, audiences) if audiences else texts.units
    segments = tuple(_segments(files, texts, units, record, is_changed_only=is_changed_only))
    hand_over = HandOver(texts, segments)
    if not segments:
        return Exported(None, hand_over)
    folder = out or files.root / OUTPUT_FOLDER
    path = folder / f"{name}-{language}.{PO if form == PO else 'xliff'}"
    content = write_po_file(hand_over, moment) if form == PO else write_xliff(hand_over, form)
    prepare_folder(folder)
    write_whole(path, content)
    known = [unit for unit in units if unit.key[0] == GLOSSARY and name_in(texts, unit) not in record]
    handed = dict.fromkeys([*known, *(one.unit for one in segments)])
    write_record(texts, files, record, ((unit, marks_of(unit)) for unit in handed))
    return Exported(path, hand_over)


def _segments(
    files: Files, texts: Texts, units: Sequence[Unit], record: Marks, *, is_changed_only: bool
) -> Iterator[Segment]:
    confirmations = read_confirmations(texts.slug, files) or Confirmations()
    notes = describe(files, texts)
    changed = {unit.whole or unit.key for unit in units if _has_changed(unit, texts, record, confirmations)}
    for unit in units:
        has_changed = (unit.whole or unit.key) in changed
        if not has_changed and (is_changed_only or (unit.key[0] == GLOSSARY and texts.has_glossary)):
            continue
        before = _earlier(unit, texts, confirmations)
        is_outdated = before is not None or (has_changed and name_in(texts, unit) in record)
        state = State.OUTDATED if is_outdated else State.TRANSLATED
        earlier = canonical(confirmations.texts.get(before or "", ""), unit.flow)
        yield Segment(unit, state if unit.target else State.MISSING, notes[unit.name], earlier)


def _has_changed(unit: Unit, texts: Texts, record: Marks, confirmations: Confirmations) -> bool:
    """Return True if the translator has another text; without a record, if it is not translated or is outdated."""
    known = record.get(name_in(texts, unit))
    if known is not None:
        return known[0] != mark_of(unit.source)
    if unit.key[0] == GLOSSARY:
        return not texts.has_glossary
    return not unit.target or _earlier(unit, texts, confirmations) is not None


def _earlier(unit: Unit, texts: Texts, confirmations: Confirmations) -> str | None:
    """Return the digest of the older original of a translation; None if it is up to date, or was never confirmed."""
    nowhere = Span("")
    name = name_in(texts, unit)
    one = Dependent(name, unit.target, nowhere, unit.name, unit.source, nowhere)
    return (state_of(one, confirmations) or None) if unit.target and name in confirmations.against else None
