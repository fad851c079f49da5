from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.process
def test_the_website_of_the_documentation_is_built_with_every_link_and_anchor(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = {path.name for path in tmp_path.glob("*.html")}
    assert {f"{path.stem}.html" for path in (ROOT / "docs").glob("*.md")} <= pages
    assert {"templates.html", "security.html", "changelog.html"} <= pages
    for path in tmp_path.glob("*.html"):
        text = path.read_text()
        assert 'src="http' not in text, f"{path.name} loads a file from the network"
        assert '<link rel="stylesheet" href="http' not in text
