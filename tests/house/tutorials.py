"""The workspace that a reader of the tutorial docs/first-brief.md has at the end of its second step."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import brief
from tests.conftest import ROOT

TUTORIAL = ROOT / "docs/first-brief.md"


def snippets(language: str) -> list[str]:
    """Return the fenced snippets of the tutorial in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", TUTORIAL.read_text(), re.MULTILINE | re.DOTALL)


def follow(folder: Path) -> Path:
    """Follow the tutorial in a folder, and return the workspace."""
    root = folder / "desk"
    assert brief("new", "workspace", "desk", cwd=folder).returncode == 0
    assert brief("new", "brief", "The leap second is ending", "--slug", "leap", cwd=root).returncode == 0
    settings = root / "content/workspace.yaml"
    settings.write_text(settings.read_text().replace("Name the publisher", "The desk"))
    (text,) = snippets("yaml")
    (root / "content/leap/brief.yaml").write_text(text)
    return root
