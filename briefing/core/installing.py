"""The command that installs packages into the environment that this command runs in."""

from __future__ import annotations

import os
import re
import sys

PIPX = re.compile(r"/pipx/venvs/(?P<name>[^/]+)$")
UV_TOOL = re.compile(r"/uv/tools/[^/]+$")
"""The folders in which pipx and `uv tool` keep the environment of a command."""


def pip_command(*packages: str) -> str:
    """Return the command that installs packages, for the tool that installed this command."""
    words = " ".join(f'"{one}"' if re.search(r"[\[<>=]", one) else one for one in packages)
    prefix = sys.prefix.replace(os.sep, "/")
    if found := PIPX.search(prefix):
        return f"pipx runpip {found['name']} install {words}"
    if UV_TOOL.search(prefix):
        return f"uv pip install --python {sys.executable} {words}"
    if os.environ.get("VIRTUAL_ENV") == sys.prefix:
        return f"pip install {words}"
    return f"{sys.executable} -m pip install {words}"
