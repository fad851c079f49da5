"""Everything that is done to the engine only to be quick, each with what it gains; the bytes are the same without.

Each is for the version that it was tried with. With another one, or where one fails, the engine is loaded the plain
way, and nobody hears of it. Measured cold, with a brief of four pages, against loading it the plain way.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib.util
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from briefing.derived import derived

TRIED_WITH = ("70.0",)
"""The versions of WeasyPrint."""

LATE_MODULES = (
    "fontTools.subset",
    "fontTools.ttLib.woff2",
    "fontTools.varLib",
    "fontTools.varLib.instancer",
    "PIL.ExifTags",
)
"""What WeasyPrint imports for fonts that are variable, or packed as WOFF, or where HarfBuzz cannot subset; and what
Pillow imports for the places where photographs were taken."""

EDITIONS_TO_COLLECT = 10
"""So many are made between two collections of what refers to itself: a few MiB each."""


@contextlib.contextmanager
def quick_import() -> Iterator[None]:
    """While this lasts, the engine is imported in half of its time."""
    if not _is_known():
        yield
        return
    with _with_late_modules(), _with_learnt_declarations():
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
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
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


class _Declarations:
    """Stands for a `cffi.FFI` whose declarations in C were learnt by an earlier command."""

    def __init__(self, plain: type[Any]) -> None:
        self._plain, self._text = plain, ""

    def cdef(self, text: str) -> None:
        """Declarations to be added to those before."""
        self._text += text + "\n"

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        if "_learnt" not in self.__dict__:
            self._learnt = self._learn()
        value = getattr(self._learnt, name)
        setattr(self, name, value)  # found at once the next time
        return value

    def _learn(self) -> Any:  # noqa: ANN401
        import _cffi_backend

        told = f"{_cffi_backend.__version__} {self._text}"
        return _cffi_backend.FFI("weasyprint", **derived("declarations", told, self._read))

    def _read(self) -> dict[str, Any]:
        """The arguments by which cffi's own "out-of-line" modules make an FFI: values alone."""
        from cffi.recompiler import make_py_source

        reader, module = self._plain(), io.StringIO()
        reader.cdef(self._text)
        reader.set_source("weasyprint", None)
        make_py_source(reader, "weasyprint", module)
        (call,) = (node for node in ast.walk(ast.parse(module.getvalue())) if isinstance(node, ast.Call))
        return {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}


@contextlib.contextmanager
def _with_learnt_declarations() -> Iterator[None]:
    """0.86 of the time of a build: a parser of C is neither loaded nor run, and each call into Pango is quicker."""
    import cffi

    plain = cffi.FFI
    cffi.FFI = lambda: _Declarations(plain)
    try:
        yield
    finally:
        cffi.FFI = plain


def learn_hyphenation(language: str) -> None:
    """0.9 of the time of a build: the patterns of a language (4,000 lines for English) are read once for all."""
    if not _is_known():
        return
    with contextlib.suppress(ImportError, AttributeError, KeyError, OSError, ValueError):
        import pyphen

        path = pyphen.LANGUAGES[pyphen.language_fallback(language)]
        if path not in pyphen.hdcache:
            found = path.stat()
            told = f"{pyphen.__version__} {path} {found.st_size} {found.st_mtime_ns}"
            patterns = derived("hyphenation", told, lambda: pyphen.HyphDict(path).patterns)
            dictionary = pyphen.HyphDict.__new__(pyphen.HyphDict)
            dictionary.patterns, dictionary.cache = patterns, {}
            dictionary.maxlen = max(map(len, patterns))
            pyphen.hdcache[path] = dictionary


class Collector:
    """0.95 of the time of an edition: nothing that refers to itself is looked for while it is made."""

    def __init__(self) -> None:
        self._count = 0
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
