"""The macros of a citation style (CSL): each exists, none calls itself, and all together come to an end.

Written by hand: citeproc-py follows macros without a limit and fails on a missing one with an error of its own. Their
order is found by `graphlib`.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

NAMESPACE = "{http://purl.org/net/xbiblio/csl}"

MAX_STEPS = 50_000
"""What an entry may take at most. The longest of some 10,000 public styles, Chicago's notes, come to 19,000."""

ASKED_ALONE = ("group", "names", "date", "number", "label")
"""What knows by itself whether it prints a variable; of others their parts are asked (`calls_variable`)."""


class UnusableStyleError(Exception):
    """A file is not a citation style that can be used; the message says why."""


def check_macros(style: Any) -> None:  # noqa: ANN401  (an element of lxml)
    """Raises UnusableStyleError for a macro that is missing or calls itself, and for macros that multiply."""
    macros = {macro.get("name"): macro for macro in reversed(style.findall(f"{NAMESPACE}macro"))}
    steps = _Steps()
    for name in _from_inner_to_outer({name: set(_called(macro)) for name, macro in macros.items()}):
        steps.printed[name] = steps.of(macros[name])
        steps.asked[name] = steps.of_asking(macros[name])
    for part in ("citation", "bibliography"):
        for layout in style.findall(f"{NAMESPACE}{part}/{NAMESPACE}layout"):
            if gone := set(_called(layout)) - macros.keys():
                raise _missing(min(gone))
            if steps.of(layout) > MAX_STEPS:
                raise UnusableStyleError(f"its macros come to more than {MAX_STEPS:,} steps for one source")


def _called(element: Any) -> Iterator[str]:  # noqa: ANN401
    return (inner.get("macro") for inner in element.iter() if inner.get("macro") is not None)


def _from_inner_to_outer(calls: dict[str, set[str]]) -> Iterator[str]:
    """The names of the macros, each after those that it calls."""
    for called in calls.values():
        if gone := called - calls.keys():
            raise _missing(min(gone))
    try:
        yield from TopologicalSorter(calls).static_order()
    except CycleError as error:
        raise UnusableStyleError(f"the macro '{error.args[1][0]}' calls itself") from None


def _missing(name: str) -> UnusableStyleError:
    return UnusableStyleError(f"the macro '{name}' does not exist")


class _Steps:
    """How many elements citeproc-py visits at most for what an element prints; counted from inner macros to outer."""

    def __init__(self) -> None:
        self.printed: dict[str, int] = {}
        self.asked: dict[str, int] = {}

    def of(self, element: Any) -> int:  # noqa: ANN401
        """The steps to print an element: of a choice the longest way, in a group each part is asked twice too."""
        if (macro := element.get("macro")) is not None:
            return 1 + self.printed[macro]
        parts = [self.of(part) for part in element]
        if element.tag == f"{NAMESPACE}choose":
            return 1 + max(parts, default=0)
        asked = 2 * sum(map(self.of_asking, element)) if element.tag == f"{NAMESPACE}group" else 0
        return 1 + sum(parts) + asked

    def of_asking(self, element: Any) -> int:  # noqa: ANN401
        """The steps to learn whether an element prints a variable."""
        if (macro := element.get("macro")) is not None:
            return 1 + self.asked[macro]
        if str(element.tag).removeprefix(NAMESPACE) in ASKED_ALONE:
            return 1
        return 1 + sum(map(self.of_asking, element))
