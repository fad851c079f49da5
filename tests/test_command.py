"""A command in a fork does what it does in a new interpreter: what the forks share does not show."""

from __future__ import annotations

import pytest

from tests.command import brief, fresh
from tests.conftest import LEAST_BRIEF

pytestmark = pytest.mark.process

OWN = {
    "styles/tokens.css": '@import "shipped/tokens.css";\n:root { --brand: #123456 }\n',
    "styles/audiences/policymaker.css": ".section p { color: #123456 }\n",
}


@pytest.mark.parametrize("files", [{}, OWN], ids=["shipped", "own"])
def test_a_fork_builds_and_finds_what_a_new_interpreter_does(workspace, files):
    root = workspace(LEAST_BRIEF, files).root
    made = []
    for run in (brief, fresh):
        built = run("build", "-o", f"out/{run.__name__}", cwd=root)
        checked = run("check", "--format", "json", cwd=root)
        (pdf,) = (root / "out" / run.__name__).glob("*.pdf")
        made.append((built.returncode, built.stderr, checked.returncode, checked.stdout, pdf.read_bytes()))
    assert made[0] == made[1]
    assert made[0][0] == 0
