from __future__ import annotations

import pytest

from tests.command import brief
from tests.house.tutorials import follow, snippets

MISTAKES = (
    ("build", "outlook:", "outlok:"),
    ("check", "one second {steps} times", "one second 26 times"),
)
"""The mistakes of the tutorial: the command that reports it, the words to replace, and what replaces them."""


@pytest.mark.process
def test_the_tutorial_from_nothing_builds_reports_and_releases(tmp_path):
    root = follow(tmp_path)
    built = brief("build", "leap", cwd=root)
    assert (built.returncode, built.stderr) == (0, "")
    assert "leap-public-en.pdf         1 page, fitted" in built.stdout
    assert brief("check", "leap", cwd=root).stdout == "1 brief, 2 editions: nothing found\n"
    released = brief("release", "leap", cwd=root)
    assert (released.returncode, released.stderr) == (0, "")
    assert brief("verify", "out/release/leap-2026-11-30", cwd=root).returncode == 0


@pytest.mark.process
def test_the_findings_of_the_tutorial_are_those_of_its_mistakes(tmp_path):
    root = follow(tmp_path)
    path = root / "content/leap/brief.yaml"
    text = path.read_text()
    assert brief("build", "leap", cwd=root).returncode == 0
    shown = snippets("console")
    assert len(shown) == len(MISTAKES)
    for (command, old, new), printed in zip(MISTAKES, shown, strict=True):
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))
        done = brief(command, "leap", cwd=root)
        assert done.stderr == printed
