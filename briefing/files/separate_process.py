"""Runs a module of this package in a process of its own: what it reads was written by others, and may never end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]


class ApartError(Exception):
    """The process has no answer; the text says why: “it takes more than 30 s”."""


def run_apart(module: str, content: bytes, seconds: float, *arguments: str) -> bytes:
    """Return what a module writes for an input. Raises ApartError if it takes longer than some seconds."""
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
        raise ApartError(f"it takes more than {seconds:g} s") from None
    return done.stdout


def answer_in(written: bytes) -> Any:  # noqa: ANN401  (the caller knows its type)
    """Return the data that a module has written as JSON. Raises ApartError if it crashed, or wrote a `problem`."""
    try:
        answer = json.loads(written)
    except ValueError:
        raise ApartError("the process that reads it crashed") from None
    if "problem" in answer:
        raise ApartError(str(answer["problem"]))
    return answer
