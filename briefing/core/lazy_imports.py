"""Import modules on first use, for packages that import more than Briefwright needs of them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


class _LazyModule(ModuleType):
    """A placeholder that is replaced by the real module when one of its attributes is read."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


class _LazyFunctions(_LazyModule):
    """A placeholder for a module whose functions are imported by name and called much later, if at all."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: object, **options: object) -> object:
            return getattr(importlib.import_module(self.__name__), name)(*args, **options)

        return call


@contextmanager
def lazy_imports(*names: str, functions: tuple[str, ...] = ()) -> Iterator[None]:
    """Replace these modules with placeholders in every import that runs within this context."""
    lazy: dict[str, ModuleType] = {name: _LazyModule(name) for name in names if name not in sys.modules}
    lazy |= {name: _LazyFunctions(name) for name in functions if name not in sys.modules}
    sys.modules.update(lazy)
    try:
        yield
    finally:
        for name, module in lazy.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
