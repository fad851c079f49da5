"""Decides whether an error in a template is the template's fault or an internal error.

Errors that our functions raise inside a template pass through Jinja, where they look like any other error. So
`internal_code` wraps them in InternalError, and `environment.fill_marked` unwraps them. Other errors are judged by
their traceback: an error is internal if our code raised it outside the sandbox, or if all templates in it are shipped,
since their values come from our code.
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
"""The code that runs what a template asks for. Errors raised there are the template's fault."""

PACKAGE = os.fspath(Path(__file__).parent.parent.parent) + os.sep


class MisuseError(ValueError):
    """A template misuses one of our functions or the sandbox. The message is for the template's author."""


class InternalError(Exception):
    """An error in our own code that a template called: a bug, whatever the template does."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


@contextmanager
def internal_code() -> Iterator[None]:
    """Turn errors in our own code that a template calls into InternalError.

    Findings, misuse and a lack of memory pass unchanged, and so does a RecursionError if the template filled the stack.
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
    """Return the depth of the call stack."""
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def template_lines(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield the lines of templates in a traceback, innermost last."""
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith((FOLDER, SHIPPED_PREFIX)):
            yield name, traceback.tb_lineno
        traceback = traceback.tb_next


def is_internal(error: Exception, file: str, files: Files) -> bool:
    """Return whether an error is internal: our code raised it, or only shipped templates are involved.

    A missing or too deeply nested template is caused by the content, and so is never an internal error.
    """
    if isinstance(error, TemplateNotFound | RecursionError | SyntaxError):
        return False
    if not isinstance(error, MisuseError | MemoryError) and _was_raised_in_our_code(error.__traceback__):
        return True
    names = {file, *(name for name, _ in template_lines(error.__traceback__))}
    if isinstance(error, TemplateSyntaxError) and error.filename:
        names = {error.filename}
    return not any(files.is_own(name) for name in names)


def _was_raised_in_our_code(traceback: TracebackType | None) -> bool:
    """Return whether the last call from a template in a traceback was to our code outside the sandbox."""
    is_ours = False
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith((FOLDER, SHIPPED_PREFIX)):
            is_ours = False
        elif name.startswith(PACKAGE) and not name.startswith(SANDBOX):
            is_ours = True
        traceback = traceback.tb_next
    return is_ours
