"""Many cases in one test: all of them run, and each that fails is named.

A case that is a test of its own costs three milliseconds besides its work, in the collection of every process and for
its reports; thousands of them cost more than what they check.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

REPR_LIMIT = 300
"""The longest form of a value in the name of a case, in characters."""


def each(
    names: str | tuple[str, ...], cases: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test with each case, as the marker `parametrize` does, but as one test.

    A case has a temporary folder and a workspace of its own; it shares every other fixture with the others.
    It may be a `pytest.param` with a name, but not with a marker.
    """
    parts = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    is_single = isinstance(names, str) and len(parts) == 1
    listed = [_values_of(case, is_single=is_single) for case in cases]
    assert listed, "a test without a case checks nothing"

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(test)
        assert set(parts) <= set(signature.parameters)

        @wraps(test)
        def run(**fixtures: Any) -> None:
            failed: list[BaseException] = []
            for number, (label, case) in enumerate(listed):
                values = dict(zip(parts, case, strict=True))
                own = {name: _of_one_case(name, value, number) for name, value in fixtures.items()}
                try:
                    test(**own, **values)
                except (Exception, pytest.fail.Exception) as error:
                    error.add_note(f"in the case {label or _named(values)}")
                    failed.append(error)
            if len(failed) == 1:
                raise failed[0]
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(listed)} cases failed", failed)

        others = [one for name, one in signature.parameters.items() if name not in parts]
        run.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        run.cases = len(listed) * cases_of(test)  # type: ignore[attr-defined]
        return run

    return decorate


def cases_of(test: Callable[..., None]) -> int:
    """Return the number of cases of a test."""
    return getattr(test, "cases", 1)


def _values_of(case: Any, *, is_single: bool) -> tuple[str, tuple[Any, ...]]:
    """Return the name of a case, which may be empty, and its values."""
    if isinstance(case, ParameterSet):
        assert not case.marks, "a marker is for a whole test"
        return str(case.id or ""), tuple(case.values)
    return "", (case,) if is_single else tuple(case)


def _named(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={repr(value)[:REPR_LIMIT]}" for name, value in values.items())


def _of_one_case(name: str, value: Any, number: int) -> Any:
    if name == "workspace":
        return value.in_folder(str(number))
    if name == "tmp_path":
        folder: Path = value / str(number)
        folder.mkdir()
        return folder
    return value
