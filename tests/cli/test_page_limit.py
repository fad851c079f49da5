"""The messages about the length of an edition."""

from __future__ import annotations

import re

import pytest

from tests.command import brief
from tests.editions.long_brief import long_brief

pytestmark = pytest.mark.process


def test_the_line_of_an_edition_says_what_was_fitted(workspace):
    done = brief("build", cwd=workspace(long_brief(38)).root)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"out/trial-policymaker-en\.pdf   2 pages, fitted: spacing, leading +\d+\.\d s\n", done.stdout
    )


def test_no_fit_turns_the_ladder_off(workspace):
    done = brief("build", "--no-fit", cwd=workspace(long_brief(38)).root)
    assert (done.returncode, done.stdout) == (4, "")
    assert "set as designed [BR601]" in done.stderr
    assert done.stderr.endswith("trial-policymaker-en: not built: 1 error\n")


def test_a_brief_that_stays_too_long_is_reported_with_the_lines_to_shorten(workspace):
    done = brief("build", cwd=workspace(long_brief(44)).root)
    assert done.returncode == 4
    assert "\n    6 |   - title: Part 1 asserts\n      |            ^^^^^^^^^^^^^^\n" in done.stderr
    assert re.findall(r"^\S+: (error|warning)", done.stderr, re.MULTILINE) == ["error"] + ["warning"] * 3
