"""Whether the limits of the shell leave room for a build. It is asked before anything is loaded."""

from __future__ import annotations

import sys

LEAST_FILES = 64
"""Open files: those of the command, a socket for each process, fonts and libraries."""

LEAST_ADDRESSES, LEAST_DATA = 1024, 768
"""MiB of addresses and of data: an edition without charts has room in these."""

CHART_ADDRESSES = 64 << 30
"""Bytes of addresses that the engine of charts reserves, of which it uses next to none."""

MIB = 1024 * 1024


def too_low() -> tuple[str, str] | None:
    """The first limit that is too low for a build: what is wrong, and what to do about it."""
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
        what = f"a process may have {soft // unit:,} {noun} here, and a build needs {least:,}"
        number = least * unit // (1024 if unit == MIB else 1)
        is_possible = hard == resource.RLIM_INFINITY or hard >= least * unit
        who = "run" if is_possible else "have the limit raised by whoever set it; then run"
        return what, f"{who} `ulimit {option} {number}` before the command"
    return None


def addresses() -> int | None:
    """The bytes of address space that a process may have; None where there is no limit."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft
