"""A problem as a value: where it is, what it is, how to fix it. Not here: how it is printed (cli/console)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import PurePosixPath

from briefing.core.codes import NAMES
from briefing.core.rule_packages import is_code

NAMED_FILE = re.compile(r"(?<![\w./-])(?:content|(?:shipped/)+(?:templates|styles))/[\w./-]*\w")
"""The name of a file of the content or of a lower layer, as it is read."""

NAMED = 60
"""The number of choices that a suggestion lists at most: a library of sources has thousands."""


class Severity(StrEnum):
    """The severity of a finding: an error stops the edition, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: line and column count from 1, or are 0 if unknown; `length` is in characters."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    source: str = ""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a check found. Its code is stable (see `codes`); its text may change."""

    code: str
    what: str
    where: Span
    help: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.code not in NAMES and not is_code(self.code):
            raise ValueError(f"unknown finding code {self.code}")

    def shown(self, shown_name: Callable[[str], str]) -> Finding:
        """Return the same finding with the names of files as a function shows them: by paths that open.

        A generated file is shown as the file that it is made from, in which the line is another one.
        """
        what, help = (
            NAMED_FILE.sub(lambda found: shown_name(found.group()), text) for text in (self.what, self.help)
        )
        file = shown_name(self.where.file)
        is_generated = PurePosixPath(file).suffix != PurePosixPath(self.where.file).suffix
        where = Span(file) if is_generated else replace(self.where, file=file)
        return replace(self, what=what, where=where, help=help)

    def as_warning(self) -> Finding:
        """Return the same finding as a warning, which stops nothing."""
        return replace(self, severity=Severity.WARNING)


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file, line and column, without duplicates."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.where.file, f.where.line, f.where.column, f.code, f.what)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any of the findings stops an edition."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def name_all(names: Iterable[str]) -> str:
    """Join names in quotes, each once: 'a', 'b' and 'c'."""
    *others, last = [f"'{name}'" for name in dict.fromkeys(names)]
    return f"{', '.join(others)} and {last}" if others else last


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that is closest to a misspelt word; None if none is close."""
    return next(iter(nearest_few(word, choices, 1)), None)


def nearest_few(word: str, choices: Iterable[str], count: int = 3) -> list[str]:
    """Return the choices that are close to a misspelt word, the closest first."""
    known = {choice.lower(): choice for choice in sorted(choices, reverse=True)}
    return [known[near] for near in get_close_matches(word.lower(), known, n=count, cutoff=0.6)]


def suggest(word: str, choices: Iterable[str], *, noun: str = "") -> str:
    """Return the help for a misspelt word: the closest choice or, if none is close, all of them."""
    known = sorted(set(choices))
    near = nearest(word, known)
    if near is not None:
        return f"did you mean '{near}'?"
    if not known:
        return f"there are no {noun or 'choices'} here"
    more = f" and {len(known) - NAMED:,} more" if len(known) > NAMED else ""
    return f"the {noun or 'choices'} are: {', '.join(known[:NAMED])}{more}"
