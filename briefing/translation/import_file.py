"""Takes a file back from a translator: what is new or changed goes into the file of the translation."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Severity, Span, sorted_findings, suggest
from briefing.files.atomic_writing import write_whole
from briefing.files.bounded_reading import read_file
from briefing.files.guarded_writing import Refusal, change_file
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files
from briefing.load.confirmations import confirmations_file, read_confirmations, spell_confirmations
from briefing.load.library import Library
from briefing.rules.content.outdated_variants import changes_between, mark_of, spaced
from briefing.translation import po, xliff
from briefing.translation.filling import fill
from briefing.translation.placeholders import Kind, alterations, canonical, numbered, split
from briefing.translation.record import Marks, name_in, read_record, write_record
from briefing.translation.returned import LIMIT, Returned, ReturnedFile, resolve, unreadable_file
from briefing.translation.segments import id_of
from briefing.translation.units import GLOSSARY, Texts, Unit, read_texts

LONGEST = 100_000
"""The most characters of a text."""

ALIKE = 0.5
"""The least similarity of two originals, from 0 to 1, of which one is a new version of the other."""

SHORT = 1_000
"""The number of characters up to which texts are compared letter by letter; longer ones by their words."""


@dataclass(frozen=True)
class Imported:
    """The result of taking a file back, by the names of the texts."""

    texts: Texts
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()
    """Texts that are not translated in the file, or not finished."""
    outdated: tuple[str, ...] = ()
    """New and changed texts whose original has changed since the file was written."""
    rejected: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass
class _Taken:
    """The state while texts are taken one after another."""

    given: dict[str, str] = field(default_factory=dict)
    """What is to be written, by the names of units."""
    sources: dict[str, str] = field(default_factory=dict)
    """The originals that were translated, by the names of units."""
    lines: dict[str, int] = field(default_factory=dict)
    copied: dict[str, tuple[Unit, str, int]] = field(default_factory=dict)
    """Texts that are the same as their originals, with their lines."""
    unchanged: dict[str, str] = field(default_factory=dict)
    untranslated: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def import_translation(files: Files, path: Path, slug: str | None = None) -> Imported:
    """Write the translations of a file that came back, and record them.

    A text is written only if its placeholders are those of the original, and if nobody has changed it meanwhile.
    Raises ContentError for a file that cannot be read, or that is of another brief or language.
    """
    returned = read_returned(path)
    texts = _texts_of(returned, files, slug)
    record = read_record(texts.slug, files)
    taken = _take(returned, texts, record)
    file = texts.file
    content = files.read(file) if texts.over else None
    filled = fill(texts, content, taken.given, taken.unchanged)
    for name, why in filled.refused.items():
        _reject(taken, returned, name, why, f"write it into {file} by hand")
    units = {unit.name: unit for unit in texts.units}
    kept = {name: text for name, text in taken.given.items() if name not in filled.refused}
    outdated = tuple(name for name in taken.outdated if name in kept)
    if kept:
        _write(files, file, content, filled.content)
        _confirm(files, texts, taken, outdated)
    if record or kept:
        done = {**kept, **{name: units[name].target or text for name, text in taken.unchanged.items()}}
        marks = ((units[name], (mark_of(taken.sources[name]), mark_of(text))) for name, text in done.items())
        write_record(texts, files, record, marks)

    def is_there(name: str) -> bool:
        return _is_there(units[name], texts)

    return Imported(
        texts,
        tuple(name for name in kept if not is_there(name)),
        tuple(name for name in kept if is_there(name)),
        tuple(taken.unchanged),
        tuple(taken.untranslated),
        outdated,
        tuple(dict.fromkeys(taken.rejected)),
        sorted_findings(taken.findings),
    )


def read_returned(path: Path) -> ReturnedFile:
    """Return the texts of a file. Raises ContentError for one that cannot be read."""
    name = os.fspath(path)
    try:
        content = read_file(name, limit=LIMIT)
    except OSError as error:
        raise unreadable_file(name, error.strerror or str(error)) from None
    read = po.read_po_file if path.suffix.lower() in po.ENDINGS else xliff.read_xliff
    returned = read(content, name)
    if not returned.texts:
        raise unreadable_file(name, "it has no texts")
    return returned


def _texts_of(returned: ReturnedFile, files: Files, slug: str | None) -> Texts:
    """Return the texts that a file translates. Raises ContentError if they are not those of the workspace."""
    library = Library(files)
    where = Span(returned.name)
    if returned.brief and slug and returned.brief != slug:
        what = f"the file is for the brief '{returned.brief}', not '{slug}'"
        raise ContentError([Finding("BR832", what, where, "leave out -b")])
    name = returned.brief or slug or ""
    if name not in library.slugs:
        what = f"the file is for the brief '{name}', which is not in this workspace"
        what = what if name else "the file does not name its brief"
        help = f"name one with -b; {suggest(name, library.slugs, noun='briefs')}"
        raise ContentError([Finding("BR832", what, where, help)])
    language = _language(returned.language, library, name)
    own = library.read_brief(name).brief.language
    if language is None or language == own:
        what = f"the file is a translation into '{returned.language}'"
        help = f"the brief is in '{own}'; its translations need labels: {', '.join(library.languages)}"
        raise ContentError([Finding("BR832", what, where, help)])
    if returned.source_language and _primary(returned.source_language) != _primary(own):
        what = f"the file is a translation from '{returned.source_language}', but the brief is in '{own}'"
        raise ContentError(
            [Finding("BR832", what, where, "export the texts again, and have them translated")]
        )
    return read_texts(files, name, language)


def _language(tag: str, library: Library, slug: str) -> str | None:
    """Return the language of the workspace of a program's tag: `es-ES` is `es` unless it has a file or was exported."""
    handed = dict.fromkeys(name.partition(".")[0] for name in read_record(slug, library.files))
    known: tuple[str, ...] = (*library.translations(slug), *handed, *library.languages)
    for candidate in (tag, _primary(tag)):
        if found := next((one for one in known if one.lower() == candidate.lower()), None):
            return found
    return None


def _primary(tag: str) -> str:
    return tag.split("-")[0].lower()


# --- Text by text -----------------------------------------------------------------------------------


def _take(returned: ReturnedFile, texts: Texts, record: Marks) -> _Taken:
    taken = _Taken()
    by_id = {id_of(one.name): one for one in texts.units}
    by_source: dict[str, list[Unit]] = {}
    for known in texts.units:
        by_source.setdefault(mark_of(known.source), []).append(known)
    seen: set[str] = set()
    ids: set[str] = set()
    for one in returned.texts:
        unit = by_id.get(one.id) if one.id in ids else _meant(one, by_id, by_source)
        ids.add(one.id)
        if max(len(one.source), one.length) > LONGEST:
            what = f"'{one.id}' has more than {LONGEST:,} characters"
            _reject_at(taken, returned, one, one.id, what, "split the text in the brief")
        elif unit is None:
            if not one.is_empty:
                what = f"the brief has no text '{one.id}' like this one any more"
                _reject_at(taken, returned, one, one.id, what, "export the texts again with --changed")
        elif unit.name in seen:
            what = f"'{unit.name}' is in the file twice"
            _reject_at(taken, returned, one, unit.name, what, "remove one of the two")
        else:
            seen.add(unit.name)
            _take_one(taken, returned, one, unit, texts, record)
    _take_copied(taken, texts)
    return taken


def _take_copied(taken: _Taken, texts: Texts) -> None:
    """Take keywords, terms and cells that are the same in both languages, if others next to them are translated."""
    wholes = {unit.whole for unit in texts.units if unit.name in taken.given}
    for name, (unit, target, line) in taken.copied.items():
        if unit.whole in wholes and unit.whole and not unit.target:
            taken.given[name] = target
            taken.sources[name], taken.lines[name] = unit.source, line
            taken.untranslated.remove(name)


def _meant(one: Returned, by_id: Mapping[str, Unit], by_source: Mapping[str, list[Unit]]) -> Unit | None:
    """Return the text that was translated; one that was moved is recognised by its original."""
    unit, source = by_id.get(one.id), mark_of(one.source)
    if unit is not None and mark_of(unit.source) == source:
        return unit
    others = by_source.get(source, [])
    if len(others) == 1 and (unit is None or others[0].key[0] == unit.key[0]):
        return others[0]
    if unit is None:
        return None
    return unit if _are_alike(spaced(one.source), spaced(unit.source)) else None


def _are_alike(one: str, other: str) -> bool:
    """Return True if two originals are probably versions of one text."""
    if len(one) > LONGEST or len(other) > LONGEST:
        return False
    is_short = max(len(one), len(other)) < SHORT
    before, after = (list(one), list(other)) if is_short else (one.split(), other.split())
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= ALIKE


def _take_one(
    taken: _Taken, returned: ReturnedFile, one: Returned, unit: Unit, texts: Texts, record: Marks
) -> None:
    is_same = mark_of(unit.source) == mark_of(one.source)
    source = unit.source if is_same else one.source
    typed, unknown = resolve(one, numbered(split(unit.source, unit.flow)) if is_same else {})
    target = canonical(typed, unit.flow)
    is_copied = one.is_done is None and spaced(target) == spaced(canonical(source, unit.flow))
    if one.is_empty or one.is_done is False or is_copied:
        taken.untranslated.append(unit.name)
        if is_copied and not one.is_empty:
            taken.copied[unit.name] = (unit, target, one.line)
        return
    taken.lines[unit.name] = one.line
    taken.sources[unit.name] = source
    present = canonical(unit.target, unit.flow)
    known = record.get(name_in(texts, unit))
    if target == present or (known and known[1] == mark_of(target) and _is_there(unit, texts)):
        taken.unchanged[unit.name] = target
        return
    if known and present and known[1] != mark_of(present):
        what = f"'{unit.name}' has changed in {texts.file} since it was handed over"
        help = "to take this translation, empty the text there and import the file again"
        _reject_at(taken, returned, one, unit.name, what, help)
        return
    if _check_placeholders(taken, returned, one, unit, source, target, unknown):
        return
    taken.given[unit.name] = target
    if not is_same:
        taken.outdated.append(unit.name)
        change = changes_between(canonical(source, unit.flow), canonical(unit.source, unit.flow))
        what = f"the original of '{unit.name}' has changed since the export: {change}"
        help = "read the translation again, or export it with --changed"
        taken.findings.append(Finding("BR834", what, returned.at(one.line), help, Severity.WARNING))


def _is_there(unit: Unit, texts: Texts) -> bool:
    """Return True if the translation has a text, or a glossary in its own order."""
    return bool(unit.target) or (unit.key[0] == GLOSSARY and texts.has_glossary)


def _check_placeholders(
    taken: _Taken,
    returned: ReturnedFile,
    one: Returned,
    unit: Unit,
    source: str,
    target: str,
    unknown: tuple[str, ...],
) -> bool:
    """Report altered placeholders; return True if the text says something else without them."""
    is_rejected = False
    help = "put them back as they are in the original, and import the file again"
    found = [(f"the placeholder {number} is not in the original", Kind.REFERENCE) for number in unknown]
    found += [(one.what, one.kind) for one in alterations(source, target, unit.flow)]
    for what, kind in found:
        severity = Severity.ERROR if kind is Kind.REFERENCE else Severity.WARNING
        is_rejected = is_rejected or kind is Kind.REFERENCE
        where = returned.at(one.line)
        shown = help if kind is Kind.REFERENCE else "see if this is what the translator wanted"
        taken.findings.append(Finding("BR833", f"'{unit.name}': {what}", where, shown, severity))
    if is_rejected:
        taken.rejected.append(unit.name)
    return is_rejected


def _reject_at(taken: _Taken, returned: ReturnedFile, one: Returned, name: str, what: str, help: str) -> None:
    taken.rejected.append(name)
    taken.findings.append(Finding("BR836", what, returned.at(one.line), help))


def _reject(taken: _Taken, returned: ReturnedFile, name: str, why: str, help: str) -> None:
    taken.rejected.append(name)
    what = f"'{name}' cannot be written: {why}"
    taken.findings.append(Finding("BR836", what, returned.at(taken.lines.get(name, 0)), help))


# --- Writing ----------------------------------------------------------------------------------------


def _write(files: Files, file: str, before: bytes | None, after: bytes) -> None:
    """Write the file of a translation. Raises ContentError if it has changed meanwhile."""
    if before == after:
        return
    if before is None and not os.path.lexists(files.root / file):
        write_whole(files.root / file, after)
        return
    made = change_file(files, file, digest_of(before or b""), lambda _: after)
    if isinstance(made, Refusal):
        raise ContentError([Finding("BR836", made.reason, Span(file), "import the file again")])


def _confirm(files: Files, texts: Texts, taken: _Taken, outdated: Sequence[str]) -> None:
    """Record which older originals translations were written for, so that `brief check` shows what has changed."""
    confirmations = read_confirmations(texts.slug, files)
    if confirmations is None or not outdated:
        return
    pairs = {
        f"{texts.language}.{name}": (mark_of(taken.sources[name]), mark_of(taken.given[name]))
        for name in outdated
    }
    earlier = {mark_of(taken.sources[name]): spaced(taken.sources[name]) for name in outdated}
    new = replace(
        confirmations,
        against={**confirmations.against, **pairs},
        texts={**confirmations.texts, **earlier},
    )
    write_whole(files.root / confirmations_file(texts.slug), spell_confirmations(new).encode())
