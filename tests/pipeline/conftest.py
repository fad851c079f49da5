"""The fixtures of the tests of whole builds."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


@pytest.fixture(scope="session")
def strace() -> None:
    """Skips a test where strace is not installed, or may not trace."""
    command = ["strace", "-qq", "-o", os.devnull, "true"]
    if shutil.which("strace") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("NOT PROVED: strace is not installed, or may not trace here")
