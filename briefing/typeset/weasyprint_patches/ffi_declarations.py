"""Keep the parsed C declarations of Pango, HarfBuzz and Fontconfig between commands.

The engine passes 400 lines of C to cffi whenever it is imported. This patch keeps cffi's "out-of-line" form of them in
the user's cache folder: the parser is neither loaded nor run, and each call into Pango is faster too.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from briefing.files.cache import derived
from briefing.typeset.weasyprint_patches.patch import Patch


class CachedFFI:
    """A `cffi.FFI` whose declarations were parsed by an earlier command."""

    def __init__(self, plain: type[Any]) -> None:
        self._plain, self._text = plain, ""

    def cdef(self, text: str) -> None:
        """Add declarations."""
        self._text += text + "\n"

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        if "_ffi" not in self.__dict__:
            self._ffi = self._load()
        value = getattr(self._ffi, name)
        setattr(self, name, value)  # the next lookup finds it directly
        return value

    def _load(self) -> Any:  # noqa: ANN401
        import _cffi_backend

        source = f"{_cffi_backend.__version__} {self._text}"
        return _cffi_backend.FFI("weasyprint", **derived("declarations", source, self._parse))

    def _parse(self) -> dict[str, Any]:
        """Return the arguments with which cffi's out-of-line modules create an FFI: plain values."""
        from cffi.recompiler import make_py_source

        parser, module = self._plain(), io.StringIO()
        parser.cdef(self._text)
        parser.set_source("weasyprint", None)
        make_py_source(parser, "weasyprint", module)
        (call,) = (node for node in ast.walk(ast.parse(module.getvalue())) if isinstance(node, ast.Call))
        return {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}


@contextmanager
def apply() -> Iterator[None]:
    """Give the engine a cached FFI inside the context."""
    import cffi

    plain = cffi.FFI
    cffi.FFI = lambda: CachedFFI(plain)
    try:
        yield
    finally:
        cffi.FFI = plain


PATCH = Patch(
    name="C declarations",
    kind="speed",
    reason="0.93 of the time of a cold build",
    cost="a cold build takes about 1.08 times as long",
    apply=apply,
    parameters={"cffi:FFI": (), "_cffi_backend:FFI": ()},
    digests={"weasyprint.text.ffi": "530e83118f7841d2"},
    upstream="https://github.com/Kozea/WeasyPrint/issues/2073",
)
