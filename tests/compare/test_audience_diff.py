"""The differences between the editions of two audiences, each with the line that causes it."""

from __future__ import annotations

import json

import pytest

from briefing.compare.audience_diff import compare
from briefing.core.errors import SelectionError
from briefing.pipeline.plan import Selection
from tests.command import brief

BRIEF = """\
title: The same for everyone
date: 2026-11-22
bottom_line: {text: It goes on for a while., short: It goes on.}
key_points:
  - {text: A point of five words., short: A point.}
  - {text: Only for one., only: one}
  - {text: Not for one., not: [one]}
  - {text: Old words., short: New words.}
sections: [{title: T, text: A text.}]
outlook: o
method: m
changes: [c]
audiences: {two: {drop: [method]}}
"""
FILES = {
    "templates/audiences/one/audience.yaml": (
        "label: One\nparts: [title, key-points, sections, bottom-line, outlook, method, quotes]\n"
    ),
    "templates/audiences/base/audience.yaml": (
        "label: Base\nregister: short\nparts: [title, bottom-line, key-points, sections, outlook, method, changes]\n"
    ),
    "templates/audiences/two/audience.yaml": "extends: base\nlabel: Two\n",
}
HOME = "content/trial/brief.yaml"
BASE = "templates/audiences/base/audience.yaml"


def test_every_difference_has_the_line_that_causes_it(workspace):
    (pair,) = compare(workspace(BRIEF, FILES), Selection(audiences=("one", "two")))
    assert [(one.kind, one.name, str(one.rule), str(one.where or "")) for one in pair.differences] == [
        ("dropped", "part method", f"{HOME}:13:19", ""),
        ("added", "part changes", f"{BASE}:3:1", ""),
        ("moved", "part bottom-line", f"{BASE}:3:1", ""),
        ("shorter", "key_points.1", f"{BASE}:2:1", f"{HOME}:5:43"),
        ("dropped", "key_points.2", f"{HOME}:6:27", f"{HOME}:6:12"),
        ("reworded", "key_points.4", f"{BASE}:2:1", f"{HOME}:8:31"),
        ("shorter", "bottom_line", f"{BASE}:2:1", f"{HOME}:3:53"),
        ("added", "key_points.3", f"{HOME}:7:26", f"{HOME}:7:12"),
    ]
    assert pair.same_count == 4
    (back,) = compare(workspace(BRIEF, FILES), Selection(audiences=("two", "one")))
    assert [(one.kind, one.name) for one in back.differences if one.name == "bottom_line"] == [
        ("longer", "bottom_line")
    ]


@pytest.mark.process
def test_the_command_prints_text_and_json(workspace):
    root = workspace(BRIEF, FILES).root
    done = brief("diff", "one", "two", "-v", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "trial (en): one → two\n"
        "  compared: the texts of the editions for 'one' and 'two', from today's content\n"
        "  dropped   part method: 'two' does not have this part\n"
    )
    assert "          - A point of five words.\n          + A point.\n" in done.stdout
    assert done.stdout.endswith("  4 texts the same\n")
    (pair,) = json.loads(brief("diff", "one", "two", "--format", "json", cwd=root).stdout)
    assert (pair["brief"], pair["language"], pair["same"], len(pair["differences"])) == ("trial", "en", 4, 8)
    assert brief("diff", "one", "tow", cwd=root).returncode == 2


def test_an_audience_is_not_compared_with_itself(workspace):
    with pytest.raises(SelectionError, match="itself"):
        compare(workspace(BRIEF, FILES), Selection(audiences=("one", "one")))


def test_a_text_that_loses_its_footnotes_names_the_setting(workspace):
    audience = "templates/audiences/two/audience.yaml"
    files = workspace(
        BRIEF.replace(
            "sections: [{title: T, text: A text.}]", 'sections: [{title: T, text: "A.^[Of a test.]"}]'
        ),
        {**FILES, audience: FILES[audience] + "footnotes: none\n"},
    )
    (pair,) = compare(files, Selection(audiences=("one", "two")))
    (found,) = [one for one in pair.differences if one.name.startswith("sections")]
    assert (found.kind, found.why, str(found.rule)) == (
        "reworded",
        "'two' has no footnotes",
        f"{audience}:3:1",
    )
    assert (found.before, found.after) == ("A.^[Of a test.]", "A.")
