"""The one place that imports WeasyPrint: with no font of the machine, and a clear word where a library is missing."""

from __future__ import annotations

import contextlib
import io
import os
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from briefing import FONTS_MADE, machine
from briefing.errors import MachineError, RendererError
from briefing.finding import Finding, Span
from briefing.typeset.haste import quick_import

FONT_CONFIGURATION = Path(__file__).with_name("fonts.conf")


@cache
def weasyprint() -> ModuleType:
    """The module `weasyprint`.

    Raises MachineError, naming the missing library and the command that installs it, where it cannot be loaded.
    """
    os.environ["FONTCONFIG_FILE"] = os.fspath(FONT_CONFIGURATION)
    os.environ.setdefault("SOURCE_DATE_EPOCH", FONTS_MADE)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required")
            return _imported()
    except OSError as error:
        raise MachineError(machine.findings() or [machine.unknown_library(str(error))]) from None


def _imported() -> ModuleType:
    """The module, quickly if that can be."""
    with contextlib.suppress(ImportError, AttributeError, OSError), quick_import():
        return _import()
    return _import()


def _import() -> ModuleType:
    import weasyprint
    import weasyprint.text.fonts

    module: ModuleType = weasyprint
    return module


@contextlib.contextmanager
def failures_told() -> Iterator[None]:
    """An exception of the engine becomes a RendererError: it is no bug of ours, and the other editions go on."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        what = f"WeasyPrint failed: {type(error).__name__}: {error}"
        mend = "look for very deep nesting, or sizes that no page has, in the text and the styles"
        raise RendererError([Finding("BR701", what, Span("styles"), mend)]) from error
