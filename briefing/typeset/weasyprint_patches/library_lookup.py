"""Find the native libraries with the loader alone, without starting a compiler.

On Linux, ctypes starts a compiler and a linker, in dozens of processes, to find a library by its short name. The engine
also tries the full names (`libpango-1.0.so.0`), for which the loader suffices.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from briefing.typeset.weasyprint_patches.patch import Patch


@contextmanager
def apply() -> Iterator[None]:
    """Let the lookup of short library names fail inside the context."""
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


PATCH = Patch(
    name="library lookup",
    kind="speed",
    reason="no program is started to find a library",
    cost="programs are started to find each library, unless its C declarations are cached",
    apply=apply,
    parameters={"ctypes.util:find_library": ()},
    digests={"weasyprint.text.ffi": "530e83118f7841d2"},
    upstream="https://github.com/Kozea/WeasyPrint/issues/1125",
)
