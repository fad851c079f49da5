"""The results of earlier tests in the folder of a report, which stay in it when only some of the briefs are tested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from briefing.theme_tests.cases import DESCRIPTIONS, copy_of
from briefing.theme_tests.report import Case

CASES = "cases.json"
"""The file with the results of all editions, next to the report."""


@cache
def _cases() -> TypeAdapter[tuple[Case, ...]]:
    return TypeAdapter(tuple[Case, ...])


def cases_as_json(cases: Sequence[Case]) -> bytes:
    """Return the results of editions as JSON."""
    return _cases().dump_json(tuple(cases))


def read_earlier_cases(folder: Path, tested: Collection[str]) -> dict[str, Case]:
    """Return the results in the folder of a report, by the names of their editions, without those of some test briefs.

    A result whose files are missing is left out. All are if their list cannot be read.
    """
    with suppress(OSError, ValueError):
        cases = _cases().validate_json((folder / CASES).read_bytes())
        return {
            case.name: replace(case, is_earlier=True)
            for case in cases
            if case.brief not in tested and all(_is_there(folder, name) for name in case.files)
        }
    return {}


def _is_there(folder: Path, name: str) -> bool:
    return Path(name).name == name and (folder / name).is_file()


def files_of(cases: Mapping[str, Case], folder: Path) -> dict[str, Path]:
    """Return the files of earlier results, and the copies of their test briefs, by their names."""
    names = dict.fromkeys(name for case in cases.values() for name in (*case.files, copy_of(case.brief)))
    return {name: folder / name for name in names if (folder / name).is_file()}


def in_order(cases: Iterable[Case]) -> list[Case]:
    """Return results in the order of the test briefs."""
    order = [*DESCRIPTIONS]
    return sorted(cases, key=lambda case: order.index(case.brief) if case.brief in order else len(order))
