"""Write what the commands print in the sessions of the documentation: `python -m tests.house.write_sessions`.

The lines of stylesheets that `brief explain` names change with every line that is added above them.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

SESSION = re.compile(r"^```\n\$ (brief explain [^\n]+)\n.*?^```$", re.MULTILINE | re.DOTALL)


def with_output(text: str) -> str:
    """Return the text of a document with the output of the commands in its sessions."""
    return SESSION.sub(lambda found: f"```\n$ {found[1]}\n{_printed(found[1])}```", text)


def _printed(command: str) -> str:
    words = [sys.executable, "-m", "briefing", *shlex.split(command)[1:]]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Update all documents that have sessions."""
    for path in sorted(Path(ROOT / "docs").glob("*.md")):
        text = path.read_text()
        updated = with_output(text)
        if updated != text:
            path.write_text(updated)


if __name__ == "__main__":
    main()
