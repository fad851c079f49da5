"""Records that short, plain and translated texts are up to date after a review: `brief confirm`."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span, suggest
from briefing.files.atomic_writing import write_whole
from briefing.files.workspace import Files
from briefing.load.confirmations import confirmations_file, read_confirmations, spell_confirmations
from briefing.pipeline.plan import Selection, plan
from briefing.review.check import version_of
from briefing.rules.content.outdated_variants import Dependent, changes_between, dependents, spaced, state_of
from briefing.stages import Confirmations, Version


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmed variant: its name, its place, and what had changed in its original."""

    name: str
    where: Span
    change: str
    """Empty if this is the first confirmation."""


def confirm(files: Files, slugs: tuple[str, ...], keys: Sequence[str]) -> list[Confirmed]:
    """Confirm all variants of briefs, or those under some keys, and write the confirmations.

    Raises SelectionError for a key that no brief has, and BriefingError for a brief that cannot be read.
    """
    by_brief: dict[str, dict[str, Version]] = {}
    planned = plan(files, Selection(slugs))
    for failure in planned.failed:
        raise failure.error
    for job in planned.jobs:
        by_brief.setdefault(job.edition.brief, {}).setdefault(job.edition.language, version_of(job))
    found = {slug: list(dependents(tuple(versions.values()))) for slug, versions in by_brief.items()}
    by_slug = {slug: read_confirmations(slug, files) for slug in found}
    _check(keys, found, by_slug)
    confirmed: list[Confirmed] = []
    for slug, variants in found.items():
        confirmations, mine = _confirm_variants(variants, by_slug[slug] or Confirmations(), keys)
        confirmed += mine
        text = spell_confirmations(confirmations).encode()
        path = files.root / confirmations_file(slug)
        if confirmations.against and not (path.is_file() and path.read_bytes() == text):
            write_whole(path, text)
    return confirmed


def _help(key: str, names: Sequence[str], slugs: Container[str]) -> str:
    if key in slugs:
        return f"to confirm all variants of a brief, run `brief confirm -b {key}`"
    if not names:
        return "no text has a short, plain or translated variant: there is nothing to confirm"
    return suggest(key, names, noun="keys")


def _check(
    keys: Sequence[str], found: dict[str, list[Dependent]], by_slug: dict[str, Confirmations | None]
) -> None:
    names = [one.name for variants in found.values() for one in variants]
    unknown = [key for key in keys if not any(_is_under(name, key) for name in names)]
    if unknown:
        what = f"no variant has the key '{unknown[0]}'"
        raise SelectionError(
            [Finding("BR802", what, Span("command line"), _help(unknown[0], names, by_slug))]
        )
    first = next((slug for slug, confirmations in by_slug.items() if confirmations is None), None)
    if keys and first:
        what = f"no variant of '{first}' is confirmed yet"
        help = "run `brief confirm` without a key first: it takes all variants as they are"
        raise SelectionError([Finding("BR062", what, Span("command line"), help)])


def _is_under(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}.")


def _confirm_variants(
    found: list[Dependent], confirmations: Confirmations, keys: Sequence[str]
) -> tuple[Confirmations, list[Confirmed]]:
    """Return confirmations with the selected variants brought up to date, and without variants that are gone."""
    against: dict[str, tuple[str, str]] = {}
    texts = dict(confirmations.texts)
    confirmed = []
    for one in found:
        old = state_of(one, confirmations)
        if keys and not any(_is_under(one.name, key) for key in keys) and old is not None:
            if one.name in confirmations.against:
                against[one.name] = confirmations.against[one.name]
            continue
        against[one.name] = one.marks
        texts[one.marks[0]] = spaced(one.base_words)
        if old is not None:
            change = changes_between(texts.get(old, ""), one.base_words) if old else ""
            confirmed.append(Confirmed(one.name, one.where, change))
    return Confirmations(against, texts), confirmed
