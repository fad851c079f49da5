"""Whose fault it is that a template fails: the template's, which asked wrongly, or our own.

What our functions raise inside a template passes through Jinja, where it looks like any other error. So it is marked
where it leaves our code (`our_own`), and `environment.fill` takes the mark off again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from briefing.core.errors import BriefingError
from briefing.files.workspace import OutsideError


class MisuseError(ValueError):
    """A template asks one of our functions, or the sandbox, for what it does not do: said for its author."""


class OwnFaultError(Exception):
    """An error of our own code that a template called: a bug, whatever the template is."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


@contextmanager
def our_own() -> Iterator[None]:
    """Code of ours that a template calls: what fails in it is no fault of the template.

    Findings, misuse and a lack of memory pass as they are, and so does a stack that the template has filled.
    """
    try:
        yield
    except (BriefingError, OutsideError, MisuseError, OwnFaultError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, RecursionError) and _depth() > sys.getrecursionlimit() // 2:
            raise
        raise OwnFaultError(error) from error


def _depth() -> int:
    """How many calls are open."""
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth
