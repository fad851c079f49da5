"""The Nu Html Checker, the validator of the W3C: it reads HTML pages and stylesheets. It needs Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

JAR = Path(__file__).parent.parent.parent / ".venv/vnu/node_modules/vnu-jar/build/dist/vnu.jar"
"""The file that `make test` installs where npm is available."""


def missing() -> str:
    """Return the missing program, in words; empty where the validator can run."""
    if not shutil.which("java"):
        return "no Java"
    return "" if _jar().is_file() else "no Nu Html Checker (make test installs it where npm is)"


def _jar() -> Path:
    return Path(os.environ.get("BRIEF_VNU", JAR))


def messages(paths: Iterable[Path]) -> list[str]:
    """Return the errors and warnings about pages and stylesheets, each with its file and line."""
    command = ["java", "-Xss2m", "-jar", _jar(), "--also-check-css", "--format", "json", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stderr)["messages"]
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}"
        for one in found
        if one["type"] != "info" or one.get("subType") == "warning"
    ]
