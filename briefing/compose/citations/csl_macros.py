"""Checks the macros of a citation style (CSL): each exists, none calls itself, and they take a limited time.

Written by hand: citeproc-py follows macros without a limit, and fails on a missing one with an unrelated error.
`graphlib` sorts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

NAMESPACE = "{http://purl.org/net/xbiblio/csl}"

MAX_STEPS = 50_000
"""The most steps for an entry. The longest of some 10,000 public styles, Chicago's notes, takes 19,000."""

SELF_CONTAINED = ("group", "names", "date", "number", "label")
"""Elements that know whether they print a variable. For others citeproc-py tests all parts (`calls_variable`)."""


class UnusableStyleError(Exception):
    """A citation style cannot be used, for the reason in the message."""


def check_macros(style: Any) -> None:  # noqa: ANN401  (an element of lxml)
    """Raise UnusableStyleError for a macro that is missing or calls itself, and for macros that take too many steps."""
    macros = {macro.get("name"): macro for macro in reversed(style.findall(f"{NAMESPACE}macro"))}
    steps = _Steps()
    for name in _from_inner_to_outer({name: set(_called(macro)) for name, macro in macros.items()}):
        steps.printed[name] = steps.of(macros[name])
        steps.tested[name] = steps.of_test(macros[name])
    for part in ("citation", "bibliography"):
        for layout in style.findall(f"{NAMESPACE}{part}/{NAMESPACE}layout"):
            if missing := set(_called(layout)) - macros.keys():
                raise _missing(min(missing))
            if steps.of(layout) > MAX_STEPS:
                raise UnusableStyleError(f"its macros take more than {MAX_STEPS:,} steps for one source")


def _called(element: Any) -> Iterator[str]:  # noqa: ANN401
    return (inner.get("macro") for inner in element.iter() if inner.get("macro") is not None)


def _from_inner_to_outer(calls: dict[str, set[str]]) -> Iterator[str]:
    """Yield the names of the macros, each after those that it calls."""
    for called in calls.values():
        if missing := called - calls.keys():
            raise _missing(min(missing))
    try:
        yield from TopologicalSorter(calls).static_order()
    except CycleError as error:
        raise UnusableStyleError(f"the macro '{error.args[1][0]}' calls itself") from None


def _missing(name: str) -> UnusableStyleError:
    return UnusableStyleError(f"the macro '{name}' does not exist")


class _Steps:
    """The most elements that citeproc-py visits to print an element, counted from inner macros to outer."""

    def __init__(self) -> None:
        self.printed: dict[str, int] = {}
        self.tested: dict[str, int] = {}

    def of(self, element: Any) -> int:  # noqa: ANN401
        """Return the steps to print an element: the longest branch of a choice; a group also tests each part twice."""
        if (macro := element.get("macro")) is not None:
            return 1 + self.printed[macro]
        parts = [self.of(part) for part in element]
        if element.tag == f"{NAMESPACE}choose":
            return 1 + max(parts, default=0)
        tests = 2 * sum(map(self.of_test, element)) if element.tag == f"{NAMESPACE}group" else 0
        return 1 + sum(parts) + tests

    def of_test(self, element: Any) -> int:  # noqa: ANN401
        """Return the steps to find out whether an element prints a variable."""
        if (macro := element.get("macro")) is not None:
            return 1 + self.tested[macro]
        if str(element.tag).removeprefix(NAMESPACE) in SELF_CONTAINED:
            return 1
        return 1 + sum(map(self.of_test, element))
