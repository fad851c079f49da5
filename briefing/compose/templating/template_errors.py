"""Decides whether a template that fails is wrong, or whether the error is internal.

What our functions raise inside a template passes through Jinja, where it looks like any other error. So it is marked
where it leaves our code (`our_own`), and `environment.fill` takes the mark off again. What is not marked is judged by
the way that it took: an error that our code raised outside the sandbox is internal, and so is one of templates of
which all are shipped, since the values that they are given are ours.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateNotFound, TemplateSyntaxError

from briefing.core.errors import BriefingError
from briefing.files.workspace import SHIPPED_PREFIX, Files, OutsideError

FOLDER = "templates/"

SANDBOX = os.fspath(Path(__file__).parent) + os.sep
"""The code that does what a template asks for: an error that is raised there is the template's."""

PACKAGE = os.fspath(Path(__file__).parent.parent.parent) + os.sep


class MisuseError(ValueError):
    """A template asks one of our functions, or the sandbox, for what it does not do: said for its author."""


class InternalError(Exception):
    """An error of our own code that a template called: a bug, whatever the template is."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


@contextmanager
def internal_code() -> Iterator[None]:
    """Code of ours that a template calls: what fails in it is no fault of the template.

    Findings, misuse and a lack of memory pass as they are, and so does a stack that the template has filled.
    """
    try:
        yield
    except (BriefingError, OutsideError, MisuseError, InternalError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, RecursionError) and _depth() > sys.getrecursionlimit() // 2:
            raise
        raise InternalError(error) from error


def _depth() -> int:
    """How many calls are open."""
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def template_lines(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    """The lines of templates on the way of an error, the innermost last."""
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith((FOLDER, SHIPPED_PREFIX)):
            yield name, traceback.tb_lineno
        traceback = traceback.tb_next


def is_internal(error: Exception, file: str, files: Files) -> bool:
    """Whether an error of a template is internal: our code raised it, or only shipped templates had a part in it.

    A template that is missing or nested too deeply was asked for by the content.
    """
    if isinstance(error, TemplateNotFound | RecursionError | SyntaxError):
        return False
    if not isinstance(error, MisuseError | MemoryError) and _was_raised_in_our_code(error.__traceback__):
        return True
    names = {file, *(name for name, _ in template_lines(error.__traceback__))}
    if isinstance(error, TemplateSyntaxError) and error.filename:
        names = {error.filename}
    return not any(files.find(name) == files.root / name for name in names)


def _was_raised_in_our_code(traceback: TracebackType | None) -> bool:
    """Whether code of ours that is no part of the sandbox was called last on the way of an error."""
    is_ours = False
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith((FOLDER, SHIPPED_PREFIX)):
            is_ours = False
        elif name.startswith(PACKAGE) and not name.startswith(SANDBOX):
            is_ours = True
        traceback = traceback.tb_next
    return is_ours
