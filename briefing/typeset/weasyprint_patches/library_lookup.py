"""Find the native libraries by the loader alone, with no compiler started.

On Linux, ctypes looks for a library by its short name with a compiler and a linker, in dozens of processes. The engine
knows the full names too (`libpango-1.0.so.0`), for which the loader suffices.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from briefing.typeset.weasyprint_patches.patch import Patch


@contextmanager
def apply() -> Iterator[None]:
    """Let no short name of a library be found while the context lasts."""
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
    cost="programs are started to find each library",
    apply=apply,
    parameters={"ctypes.util:find_library": ()},
    digests={"weasyprint.text.ffi": "530e83118f7841d2"},
    upstream="https://github.com/Kozea/WeasyPrint/issues/1125",
)
