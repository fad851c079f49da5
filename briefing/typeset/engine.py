"""The installed WeasyPrint: loaded without the fonts of the machine, and patched. Its failures become findings."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from briefing.core import native_libraries
from briefing.core.errors import MachineError, RendererError
from briefing.core.finding import Finding, Severity, Span
from briefing.core.installing import pip_command
from briefing.core.version import FONT_CREATION_TIME
from briefing.stages import Declaration, Origin
from briefing.typeset.weasyprint_patches.patch import TESTED_WITH, PatchOff
from briefing.typeset.weasyprint_patches.registry import PatchedEngine, import_engine

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EROFS}
"""Errors of the machine, not of the edition: the engine writes fonts to the folder for temporary files."""

FONT_CONFIGURATION = Path(__file__).with_name("fonts.conf")

INSTALL_TESTED = f"run: {pip_command(f'weasyprint=={TESTED_WITH[-1]}')}"


@cache
def weasyprint() -> ModuleType:
    """Return the module `weasyprint`, patched.

    Raises MachineError, naming the missing library and the command that installs it, where it cannot be loaded.
    """
    return _engine().module


def patches_off() -> tuple[PatchOff, ...]:
    """Return the patches that are not applied to the installed WeasyPrint, and why.

    Raises MachineError as `weasyprint` does.
    """
    return _engine().off


def check_required_patches() -> None:
    """Raise MachineError where a patch is off that editions need to conform to their standard."""
    off = [one for one in patches_off() if one.patch.is_required]
    if off:
        raise MachineError(list(map(finding_of, off)))


def finding_of(off: PatchOff) -> Finding:
    """Return the finding about a patch that is off: an error where no edition can be built without it."""
    message = f"patch off: {off.patch.name} ({off.reason}); {off.patch.cost}"
    severity = Severity.ERROR if off.patch.is_required else Severity.WARNING
    return Finding("BR903", message, Span("weasyprint"), INSTALL_TESTED, severity)


@cache
def _engine() -> PatchedEngine:
    os.environ["FONTCONFIG_FILE"] = os.fspath(FONT_CONFIGURATION)
    os.environ.setdefault("SOURCE_DATE_EPOCH", FONT_CREATION_TIME)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required")
            return import_engine()
    except OSError as error:
        raise MachineError(
            native_libraries.findings() or [native_libraries.unknown_library(str(error))]
        ) from None


Culprit = Callable[[BaseException], tuple[Declaration | None, Origin]]
"""Returns the declaration and the origin of the element that the engine was processing when it failed."""


@contextlib.contextmanager
def failures_reported(culprit: Culprit | None = None) -> Iterator[None]:
    """Turn an exception of the engine into a RendererError: one edition fails, and the others are built."""
    try:
        yield
    except MemoryError:
        raise
    except OSError as error:
        if error.errno in NO_SPACE:
            raise MachineError([_no_space(error)]) from error
        raise RendererError([_failed(error, culprit)]) from error
    except Exception as error:
        raise RendererError([_failed(error, culprit)]) from error


def _no_space(error: OSError) -> Finding:
    help = "free some disk space there, or set TMPDIR to another folder"
    what = f"a temporary file cannot be written: {error.strerror}"
    return Finding("BR902", what, Span(tempfile.gettempdir()), help)


def _failed(error: Exception, culprit: Culprit | None) -> Finding:
    what = f"WeasyPrint failed: {type(error).__name__}: {error}"
    declaration, origin = culprit(error) if culprit else (None, Origin())
    if declaration is not None:
        rule = f"`{declaration.name}: {declaration.value}`"
        where = f"; it failed at the element at {origin.template}" if origin.template else ""
        help = f"change {rule}{f' in `{declaration.selector}`' if declaration.selector else ''}{where}"
        return Finding("BR701", what, declaration.where, help)
    help = "check the text and the styles for very deep nesting and extreme sizes"
    return Finding("BR701", what, origin.template or Span("styles"), help)
