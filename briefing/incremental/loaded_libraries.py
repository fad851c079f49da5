"""Find the native libraries that this process has loaded and that affect the bytes of a PDF."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

LIBRARY = re.compile(r"lib(pango|harfbuzz|fontconfig|freetype|fribidi|graphite2|z)\b[^/]*\.so[^/]*$")
"""The native libraries that select, shape, measure and embed fonts, and that compress streams."""

PACKAGED = re.compile(r"/(site|dist)-packages/")
"""The folders of Python packages; the libraries in them are identified by the versions of the packages."""


@cache
def loaded_libraries() -> tuple[str, ...]:
    """Return the files of these libraries; empty if the system does not list them."""
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return ()
    paths = {line.split(maxsplit=5)[5] for line in lines if line.count("/")}
    return tuple(sorted(path for path in paths if LIBRARY.search(path) and not PACKAGED.search(path)))
