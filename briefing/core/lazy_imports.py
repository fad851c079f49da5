"""Modules that are imported when something of them is used: for packages that import more than is wanted of them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


class _LazyModule(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


class _LazyFunctions(_LazyModule):
    """Stands for a module of functions of which some are named early and called late."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: object, **options: object) -> object:
            return getattr(importlib.import_module(self.__name__), name)(*args, **options)

        return call


@contextmanager
def lazy_imports(*names: str, functions: tuple[str, ...] = ()) -> Iterator[None]:
    """While this lasts, these modules are named by whoever imports them, and not loaded."""
    late: dict[str, ModuleType] = {name: _LazyModule(name) for name in names if name not in sys.modules}
    late |= {name: _LazyFunctions(name) for name in functions if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for name, module in late.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
