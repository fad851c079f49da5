"""Restrict the environment variables of worker processes to those that the engine needs.

The environment of a user often contains tokens. A compromised worker finds none of them: they are neither passed on
nor left in the memory that it inherits.
"""

from __future__ import annotations

import contextlib
import os
import sys

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = {
    "PATH",
    "HOME",
    "TMPDIR",
    "TEMP",
    "TMP",
    "TZ",
    "TZDIR",
    "LANG",
    "LANGUAGE",
    "SOURCE_DATE_EPOCH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_DATA_DIRS",
    "PYTHONHASHSEED",
    "SYSTEMROOT",
    "WINDIR",
    "USERPROFILE",
    "LOCALAPPDATA",
    "APPDATA",
}
"""The variables for libraries, fonts, cache and language, and those that Python needs to start on Windows."""

KEPT_BEGINNINGS = ("LC_", "FONTCONFIG_", "PANGO")

ENV_START, ENV_END = 47, 48
"""The start and end addresses of the initial environment: fields 50 and 51 of proc_pid_stat(5).

They are counted from the third field, which follows the name in brackets.
"""


def needed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the part of an environment that a worker process needs."""
    return {name: value for name, value in environment.items() if _is_kept(name.upper())}


def _is_kept(name: str) -> bool:
    return name in KEPT or name.startswith(KEPT_BEGINNINGS)


def forget_the_rest() -> None:
    """Remove all other variables from this process and, in a copy of the command, from its memory."""
    kept = needed(os.environ)
    data = getattr(os.environ, "_data", {})
    dropped = [value for name, value in data.items() if os.fsdecode(name) not in kept]
    os.environ.clear()
    if sys.platform == "linux" and sys.implementation.name == "cpython":
        _wipe(dropped)
    os.environ.update(kept)


def _wipe(values: list[bytes]) -> None:
    """Overwrite the values, and the initial environment from the kernel, which /proc/self/environ shows."""
    import ctypes

    with contextlib.suppress(OSError, ValueError, IndexError), open("/proc/self/stat", "rb") as file:  # noqa: PTH123
        fields = file.read().rpartition(b")")[2].split()
        start, end = int(fields[ENV_START]), int(fields[ENV_END])
        if 0 < start < end:
            ctypes.memset(start, 0, end - start)
    head = bytes.__basicsize__ - 1
    for value in values:
        if len(value) > 1:  # Python shares all bytes objects of length 1
            ctypes.memset(id(value) + head, 0, len(value))
