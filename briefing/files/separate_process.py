"""Runs a module of this package in a process of its own: what it reads was written by others, and may never end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def run_apart(module: str, content: bytes, seconds: float, *arguments: str) -> bytes:
    """Return what a module writes for an input. Raises TimeoutError if it takes longer than some seconds."""
    try:
        done = subprocess.run(  # noqa: S603  (the program is fixed; the content is only its input)
            [sys.executable, "-P", "-m", module, *arguments],  # -P: import no module from the current folder
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": os.fspath(PACKAGE.parent)},
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return done.stdout
