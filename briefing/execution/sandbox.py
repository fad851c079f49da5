"""Restrict the current process permanently: limited memory, certain folders only, no network.

Landlock (Linux 5.13) needs no privileges and cannot be undone. If the kernel lacks it, the other layers still hold:
the one door for files, the URL fetcher, the sandbox of templates.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The system calls landlock_create_ruleset(2), landlock_add_rule(2) and landlock_restrict_self(2)."""

RULESET_VERSION = 1 << 0
PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
ACCESS_OF_FIRST_ABI = (1 << 13) - 1
"""All access rights of the first version of Landlock: execute, write, read, create and remove."""

REFER, TRUNCATE = 1 << 13, 1 << 14
"""The rights that the second and third versions added: moving a file to another folder, and truncating it."""

BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
NET_ABI = 4

SCOPED_SOCKETS, SCOPED_SIGNALS = 1 << 0, 1 << 1
SCOPE_ABI = 6
"""No abstract socket connection and no signal to a process outside the same sandbox."""

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

NO_CONFINEMENT, NETWORK, FILES = "no confinement on this system", "network", "files"
LACKING = (NO_CONFINEMENT, NETWORK, FILES)
"""The restrictions that a machine may be unable to impose."""

READABLE = (
    "/usr",
    "/lib",
    "/lib64",
    "/opt",
    "/nix/store",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
    "/sys",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/filesystems",
    "/proc/loadavg",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/sys",
    "/proc/version",
)
"""The paths that native libraries may read as well: code, and data on processors and memory.

Other processes in /proc are not included: their environments are readable there by all processes of the same user.
"""


def limit_memory(count: int) -> None:
    """Limit the private memory of the process, in bytes; allocating more raises MemoryError."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (count, count))


def confine(read: Iterable[Path], write: Iterable[Path]) -> tuple[str, ...]:
    """Restrict the process: read from these folders and Python's own, write to these, run no programs, use no network.

    Returns the restrictions that this machine cannot impose.
    """
    if sys.platform != "linux":
        return (NO_CONFINEMENT,)
    libc = ctypes.CDLL(None, use_errno=True)
    lacking = []
    if not _without_network(libc):
        lacking.append(NETWORK)
    if not _landlock(libc, [*read, *_code_folders()], write):
        lacking.append(FILES)
    return tuple(lacking)


def _without_network(libc: ctypes.CDLL) -> bool:
    """Move the process into an empty network namespace; the user namespace this may need allows no other threads."""
    return bool(libc.unshare(CLONE_NEWNET) == 0 or libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def _landlock(libc: ctypes.CDLL, read: Iterable[Path], write: Iterable[Path]) -> bool:
    version = libc.syscall(CREATE_RULESET, None, 0, RULESET_VERSION)
    if version < 1:
        return False
    access = ACCESS_OF_FIRST_ABI | (REFER if version > 1 else 0) | (TRUNCATE if version > 2 else 0)
    network = BIND_TCP | CONNECT_TCP if version >= NET_ABI else 0
    scope = SCOPED_SOCKETS | SCOPED_SIGNALS if version >= SCOPE_ABI else 0
    attributes = struct.pack("QQQ", access, network, scope)[: 24 if scope else 16 if network else 8]
    ruleset = libc.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in read:
            _allow(libc, ruleset, path, READ_FILE | READ_DIR)
        for path in write:
            _allow(libc, ruleset, path, access & ~EXECUTE)
        may_gain_nothing = libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        return bool(may_gain_nothing and libc.syscall(RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # a missing path needs no permission
    try:
        wanted = access if path.is_dir() else access & (WRITE_FILE | READ_FILE | TRUNCATE)
        rule = struct.pack("=Qi", wanted, descriptor)
        libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)


def _code_folders() -> Iterator[Path]:
    """Yield the folders of Python's modules, packages and native libraries, with links resolved."""
    names = dict.fromkeys(
        (*sys.path, *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, *READABLE)
    )
    for folder in (Path(name) for name in names if name):
        yield folder
        if folder.name == "site-packages" and folder.is_dir():
            yield from (path.resolve() for path in folder.iterdir() if path.is_symlink())
