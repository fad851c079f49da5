"""The one place that imports WeasyPrint: with no font of the machine, and a clear word where a library is missing."""

from __future__ import annotations

import contextlib
import ctypes.util
import errno
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from briefing import FONTS_MADE
from briefing.core import native_libraries
from briefing.core.errors import MachineError, RendererError
from briefing.core.finding import Finding, Span
from briefing.stages import Declaration, Origin
from briefing.typeset.srgb import paint_in_srgb
from briefing.typeset.weasyprint_patches.line_breaks import mend_lines
from briefing.typeset.weasyprint_patches.logical_margins import order_sides
from briefing.typeset.weasyprint_patches.speed_ups import quick_import, quicken

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EROFS}
"""Errors of the machine: the engine writes fonts into the folder of temporary files."""

FONT_CONFIGURATION = Path(__file__).with_name("fonts.conf")


@cache
def weasyprint() -> ModuleType:
    """The module `weasyprint`.

    Raises MachineError, naming the missing library and the command that installs it, where it cannot be loaded.
    """
    os.environ["FONTCONFIG_FILE"] = os.fspath(FONT_CONFIGURATION)
    os.environ.setdefault("SOURCE_DATE_EPOCH", FONTS_MADE)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), _no_programs_started():
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required")
            return _imported()
    except OSError as error:
        raise MachineError(
            native_libraries.findings() or [native_libraries.unknown_library(str(error))]
        ) from None


def _imported() -> ModuleType:
    """The module, quickly if that can be; whatever goes wrong then, it is begun anew the plain way."""
    before = set(sys.modules)
    with contextlib.suppress(Exception):
        with quick_import():
            module = _import()
        quicken()
        return module
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in ("weasyprint", "fontTools"):
            del sys.modules[name]
    return _import()


def _import() -> ModuleType:
    paint_in_srgb()
    import weasyprint
    import weasyprint.css
    import weasyprint.layout.inline
    import weasyprint.text.fonts

    mend_lines(weasyprint.layout.inline)
    order_sides(weasyprint.css)
    module: ModuleType = weasyprint
    return module


@contextlib.contextmanager
def _no_programs_started() -> Iterator[None]:
    """On Linux ctypes looks for a library by its short name with a compiler and a linker, in dozens of processes.

    The engine knows the full names too (`libpango-1.0.so.0`), for which the loader alone is asked. It is quicker, too:
    0.79 of the time of a build.
    """
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


Culprit = Callable[[BaseException], tuple[Declaration | None, Origin]]
"""Gives the declaration, and the element's origin, that the engine was at when it failed."""


@contextlib.contextmanager
def failures_told(culprit: Culprit | None = None) -> Iterator[None]:
    """An exception of the engine becomes a RendererError: it is no bug of ours, and the other editions go on."""
    try:
        yield
    except MemoryError:
        raise
    except OSError as error:
        if error.errno in NO_ROOM:
            raise MachineError([_no_room(error)]) from error
        raise RendererError([_failed(error, culprit)]) from error
    except Exception as error:
        raise RendererError([_failed(error, culprit)]) from error


def _no_room(error: OSError) -> Finding:
    help = "free some space there, or name another folder with TMPDIR"
    what = f"a temporary file cannot be written: {error.strerror}"
    return Finding("BR902", what, Span(tempfile.gettempdir()), help)


def _failed(error: Exception, culprit: Culprit | None) -> Finding:
    what = f"WeasyPrint failed: {type(error).__name__}: {error}"
    declaration, origin = culprit(error) if culprit else (None, Origin())
    if declaration is not None:
        rule = f"`{declaration.name}: {declaration.value}`"
        where = f"; the first element that it failed on is at {origin.template}" if origin.template else ""
        help = f"change {rule}{f' in `{declaration.selector}`' if declaration.selector else ''}{where}"
        return Finding("BR701", what, declaration.where, help)
    help = "look for very deep nesting, or sizes that no page has, in the text and the styles"
    return Finding("BR701", what, origin.template or Span("styles"), help)
