"""Everything that is done to the engine only to be quick, each with what it gains; the bytes are the same without.

Each is for the version that it was tried with. With another one, or where one fails, the engine is loaded the plain
way, and nobody hears of it. Measured cold, with a brief of four pages, against loading it the plain way.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

TRIED_WITH = ("70.0",)
"""The versions of WeasyPrint."""

LATE_MODULES = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib", "fontTools.varLib.instancer")
"""What WeasyPrint imports for fonts that are variable, or packed as WOFF, or where HarfBuzz cannot subset."""

EDITIONS_TO_COLLECT = 10
"""So many are made between two collections of what refers to itself: a few MiB each."""


@contextlib.contextmanager
def quick_import() -> Iterator[None]:
    """While this lasts, the engine is imported in half of its time."""
    if not _is_known():
        yield
        return
    with _with_late_modules():
        yield


def _is_known() -> bool:
    """Whether this is a version that was tried; its metadata would take longer to read than is gained."""
    spec = importlib.util.find_spec("weasyprint")
    if spec is None or spec.origin is None:
        return False
    site = Path(spec.origin).parent.parent
    return any((site / f"weasyprint-{version}.dist-info").is_dir() for version in TRIED_WITH)


class _LateModule(ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__ == "fontTools.varLib.instancer":
            return _late_function(self.__name__, name)
        return getattr(importlib.import_module(self.__name__), name)


def _late_function(module: str, name: str) -> object:
    def call(*args: object, **options: object) -> object:
        return getattr(importlib.import_module(module), name)(*args, **options)

    return call


@contextlib.contextmanager
def _with_late_modules() -> Iterator[None]:
    """0.90 of the time of a build, and 15 MiB less: most fonts need nothing of these modules."""
    late = {name: _LateModule(name) for name in LATE_MODULES if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for name, module in late.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


class Collector:
    """0.95 of the time of an edition: nothing that refers to itself is looked for while it is made."""

    def __init__(self) -> None:
        self._count = 0
        gc.collect()
        gc.freeze()  # what is loaded stays; it need not be looked at again, nor copied to be counted

    @contextlib.contextmanager
    def at_rest(self) -> Iterator[None]:
        """While this lasts, memory is not looked through; it is, every few times, before."""
        if self._count % EDITIONS_TO_COLLECT == EDITIONS_TO_COLLECT - 1:
            gc.collect()
        self._count += 1
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
