"""Cache compiled regular expressions between commands.

Importing all modules of a command compiles 750 of them, which takes a third of the time of the imports. `re` has no
way to save one, so this reaches into it: a compiled expression is a list of numbers that `_sre.compile` checks before
it uses them. Where `re` is different from what this expects, each expression is compiled as usual.
"""

from __future__ import annotations

import contextlib
import sys
from array import array
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, TypeAlias

from briefing.files.cache import find_derived, keep_derived

KIND = "expressions"

LEAST_NEW = 0.01
"""The share of new expressions from which the file is written again: Babel has two that are others in each process."""

Key: TypeAlias = tuple[str, int]
"""An expression and its flags."""

Entry: TypeAlias = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""The arguments of `_sre.compile` after the expression: all flags, the code, and the groups with their names."""


@contextlib.contextmanager
def patterns_cached(name: str) -> Iterator[None]:
    """Take expressions that are compiled inside the context from the cache, and cache those that it lacks."""
    try:
        compiler: Any = import_module("re._compiler")
        plain, engine, debug = compiler.compile, compiler._sre, compiler.SRE_FLAG_DEBUG
        source = f"{name} {sys.version} {engine.MAGIC} {engine.CODESIZE}"
        is_known = array("I").itemsize == engine.CODESIZE
    except (ImportError, AttributeError):
        is_known = False
    if not is_known:
        yield
        return
    cached: dict[Key, Entry] = find_derived(KIND, source) or {}
    table = _Table(plain, engine, cached, debug)
    compiler.compile, compiler._sre = table.compile, _Recorder(engine, table)
    try:
        yield
    finally:
        compiler.compile, compiler._sre = plain, engine
    if len(table.used.keys() - cached.keys()) > len(table.used) * LEAST_NEW:
        keep_derived(KIND, source, table.used)


class _Table:
    """Compiled expressions: those in the cache, and those that were used."""

    def __init__(self, plain: Callable[..., Any], engine: Any, cached: dict[Key, Entry], debug: int) -> None:  # noqa: ANN401
        self.plain, self.engine, self.cached, self.debug = plain, engine, cached, debug
        self.used: dict[Key, Entry] = {}
        self._waiting: Key | None = None

    def compile(self, pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401
        """Compile an expression as `re._compiler.compile` does, or take its code from the cache."""
        if not isinstance(pattern, str) or flags & self.debug:
            return self.plain(pattern, flags)
        key = (pattern, int(flags))
        if entry := self.cached.get(key):
            with contextlib.suppress(RuntimeError, ValueError, TypeError):  # the code is not valid
                all_flags, code, *groups = entry
                compiled = self.engine.compile(pattern, all_flags, array("I", code).tolist(), *groups)
                self.used[key] = entry
                return compiled
        self._waiting = key
        try:
            return self.plain(pattern, flags)
        finally:
            self._waiting = None

    def take(self, pattern: Any, flags: int, code: list[int], *groups: Any) -> None:  # noqa: ANN401
        """Take the code of the expression that is being compiled."""
        if self._waiting and pattern == self._waiting[0]:
            count, names, places = groups
            self.used[self._waiting] = (int(flags), array("I", code).tobytes(), count, dict(names), places)


class _Recorder:
    """The module `_sre` for `re._compiler`: passes on the code of each expression before it is used."""

    def __init__(self, engine: Any, table: _Table) -> None:  # noqa: ANN401
        self._engine, self._table = engine, table

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._engine, name)

    def compile(self, *arguments: Any) -> Any:  # noqa: ANN401
        """Return the compiled expression of a code."""
        self._table.take(*arguments)
        return self._engine.compile(*arguments)
