"""The native libraries that a process has loaded, of those that decide the bytes of a PDF."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

LIBRARY = re.compile(r"lib(pango|harfbuzz|fontconfig|freetype|fribidi|graphite2|z)\b[^/]*\.so[^/]*$")
"""The native libraries that choose, shape, measure and embed letters, and that pack streams."""

PACKAGED = re.compile(r"/(site|dist)-packages/")
"""Where packages of Python bring libraries of their own: their versions tell of these."""


@cache
def loaded_libraries() -> tuple[str, ...]:
    """The files of the native libraries that this process has loaded; none where the system does not tell."""
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return ()
    paths = {line.split(maxsplit=5)[5] for line in lines if line.count("/")}
    return tuple(sorted(path for path in paths if LIBRARY.search(path) and not PACKAGED.search(path)))
