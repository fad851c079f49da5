"""The rules of codes that other rooms report, read from `pages/BR….md`.

A page starts with front matter: lines of `key: value` between two lines of `---`. The first
paragraph after it is the summary. Under `Bad:` and `Good:` are the examples, indented by
four spaces; the key `example` says how they are run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from briefing.core.finding import Severity
from briefing.rules.rule import EXAMPLES, ExampleKind, Rule, Stage

FOLDER = Path(__file__).parent / "pages"
FRONT_MATTER = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<body>.*)", re.DOTALL)
EITHER = "error or warning"
FILE_NAME = re.compile(
    r"(?:# |/\* |\{# |<!-- )(?P<name>(?:content|templates|styles|themes)/\S+)(?: \*/| #\}| -->)?"
)
"""A comment line in an example that names the file of the lines below it."""


def parse_page(code: str, content: str) -> Rule:
    """Parse the page of a code. Raises ValueError for a malformed page."""
    match = FRONT_MATTER.fullmatch(content)
    text = match["body"].strip() if match else ""
    if match is None or not EXAMPLES.fullmatch(text):
        raise ValueError(f"the page of {code} needs front matter, and examples under `Bad:` and `Good:`")
    head = dict(line.split(": ") for line in match["head"].splitlines())
    is_either = head["severity"] == EITHER
    return Rule(
        code=code,
        name=head["name"],
        severity=Severity.ERROR if is_either else Severity(head["severity"]),
        stage=Stage(head["stage"]),
        page=text,
        example=ExampleKind(head["example"]),
        varies=is_either,
    )


@cache
def read_pages() -> Mapping[str, Rule]:
    """Read the pages of this room; return their rules by code, in order."""
    paths = sorted(FOLDER.glob("BR*.md"))
    return {path.stem: parse_page(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def split_example(example: str) -> list[tuple[str, str]]:
    """Split an example into files, each with its name and text; the name is empty for a piece of a brief."""
    files: list[tuple[str, list[str]]] = [("", [])]
    for line in example.splitlines():
        if match := FILE_NAME.fullmatch(line):
            files.append((match["name"], []))
        else:
            files[-1][1].append(line)
    return [(name, "\n".join(lines).strip("\n") + "\n") for name, lines in files if name or any(lines)]
