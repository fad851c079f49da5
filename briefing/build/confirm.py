"""Writing down that someone has looked: each wording belongs to its text as both are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.build.plan import Selection, plan
from briefing.build.write import write_whole
from briefing.check.stale_wordings import Dependent, changes_between, dependents, spaced, state_of
from briefing.errors import SelectionError
from briefing.finding import Finding, Span, suggest
from briefing.load.record import read_record, record_name, spell_record
from briefing.stages import Job, Record, Version
from briefing.workspace import Files


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A wording that was renewed: its name, its place, and what had changed in its text."""

    name: str
    where: Span
    change: str
    """Empty where it was recorded for the first time."""


def confirm(files: Files, slugs: tuple[str, ...], keys: Sequence[str]) -> list[Confirmed]:
    """Renew the records of briefs, for all of their wordings or for those of some keys, and write them.

    Raises SelectionError for a key that no brief has, and BriefingError for a brief that cannot be read.
    """
    by_brief: dict[str, dict[str, Version]] = {}
    for one in plan(files, Selection(slugs)):
        if isinstance(one, Job):
            version = Version(
                one.edition.language, one.brief, one.places, one.labels, one.scale, one.settings
            )
            by_brief.setdefault(one.edition.brief, {}).setdefault(one.edition.language, version)
        elif one.error:
            raise one.error
    found = {slug: list(dependents(tuple(versions.values()))) for slug, versions in by_brief.items()}
    records = {slug: read_record(slug, files) for slug in found}
    _check(keys, found, records)
    renewed: list[Confirmed] = []
    for slug, all_of_it in found.items():
        record, mine = _renewed(all_of_it, records[slug] or Record(), keys)
        renewed += mine
        text = spell_record(record).encode()
        path = files.root / record_name(slug)
        if record.against and not (path.is_file() and path.read_bytes() == text):
            write_whole(path, text)
    return renewed


def _check(keys: Sequence[str], found: dict[str, list[Dependent]], records: dict[str, Record | None]) -> None:
    names = [one.name for all_of_it in found.values() for one in all_of_it]
    unknown = [key for key in keys if not any(_is_under(name, key) for name in names)]
    if unknown:
        what = f"no wording has the key '{unknown[0]}'"
        raise SelectionError(
            [Finding("BR802", what, Span("command line"), suggest(unknown[0], names, noun="keys"))]
        )
    first = next((slug for slug, record in records.items() if record is None), None)
    if keys and first:
        what = f"nothing of '{first}' is recorded yet"
        mend = "run `brief confirm` once without a key: it takes all wordings as they are"
        raise SelectionError([Finding("BR062", what, Span("command line"), mend)])


def _is_under(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}.")


def _renewed(found: list[Dependent], record: Record, keys: Sequence[str]) -> tuple[Record, list[Confirmed]]:
    """A record with some of its wordings as they are now; of what is there no more, nothing is kept."""
    against: dict[str, tuple[str, str]] = {}
    texts = dict(record.texts)
    renewed = []
    for one in found:
        old = state_of(one, record)
        if keys and not any(_is_under(one.name, key) for key in keys) and old is not None:
            if one.name in record.against:
                against[one.name] = record.against[one.name]
            continue
        against[one.name] = one.marks
        texts[one.marks[0]] = spaced(one.base_words)
        if old is not None:
            change = changes_between(texts.get(old, ""), one.base_words) if old else ""
            renewed.append(Confirmed(one.name, one.where, change))
    return Record(against, texts), renewed
