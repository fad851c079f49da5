"""The codes of rules that installed packages declare, next to the shipped codes (`codes`).

A package declares a rule by an entry point of the group `briefwright.rules`, whose name is its code. So a code is known
before the code of the package runs. Not here: the rules themselves (rules/custom_rules).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from briefing.core.codes import NAMES

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "briefwright.rules"

CODE = r"(?!BR\d)[A-Z]{2,8}\d{3}"
"""The code of a rule of a package: its prefix is that of its publisher, and never BR."""


@cache
def declared_rules() -> Mapping[str, tuple[EntryPoint, ...]]:
    """Return the entry points of rules by their names, those of each name by their packages."""
    from importlib.metadata import entry_points  # slow, and not needed before the first brief is checked

    found: dict[str, tuple[EntryPoint, ...]] = {}
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda one: (one.name, package_of(one))):
        found[entry.name] = (*found.get(entry.name, ()), entry)
    return found


def package_of(entry: EntryPoint) -> str:
    """Return the name and the version of the package of an entry point."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.module


def is_code(code: str) -> bool:
    """Return whether a code is a shipped one, or that of a rule of a package."""
    return code in NAMES or (re.fullmatch(CODE, code) is not None and code in declared_rules())
