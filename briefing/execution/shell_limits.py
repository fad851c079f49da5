"""Check, before anything is loaded, that the limits of the shell leave enough resources for a build."""

from __future__ import annotations

import sys

LEAST_FILES = 64
"""The least number of open files: those of the command, a socket for each process, fonts and libraries."""

LEAST_ADDRESSES, LEAST_DATA = 1024, 768
"""The least address space and data in MiB, enough for an edition without charts."""

CHART_ADDRESSES = 64 << 30
"""The bytes of address space that the chart engine reserves; it uses very few of them."""

MIB = 1024 * 1024


def too_low() -> tuple[str, str] | None:
    """Return the problem and the help for the first limit that is too low for a build; None if there is none."""
    if sys.platform == "win32":
        return None
    import resource

    limits = (
        ("RLIMIT_NOFILE", LEAST_FILES, 1, "open files", "-n"),
        ("RLIMIT_AS", LEAST_ADDRESSES, MIB, "MiB of address space", "-v"),
        ("RLIMIT_DATA", LEAST_DATA, MIB, "MiB of data", "-d"),
    )
    for name, least, unit, noun, option in limits:
        soft, hard = resource.getrlimit(getattr(resource, name))
        if soft == resource.RLIM_INFINITY or soft >= least * unit:
            continue
        what = f"the limit of a process is {soft // unit:,} {noun} here; a build needs {least:,}"
        number = least * unit // (1024 if unit == MIB else 1)
        is_possible = hard == resource.RLIM_INFINITY or hard >= least * unit
        who = "run" if is_possible else "ask your administrator to raise the limit; then run"
        return what, f"{who} `ulimit {option} {number}` before the command"
    return None


def addresses() -> int | None:
    """Return the limit of the address space of a process in bytes; None if there is no limit."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft
