"""The page of each finding code, read from `pages/BR….md`: its name, severity, stage, explanation and examples.

A page opens with front matter, `key: value` a line between two lines of `---`. The first paragraph after it is the
summary. Under `Bad:` and `Good:` stand the examples, indented by four spaces; `example` says how they can be run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from textwrap import dedent

from briefing.core.finding import Severity

FOLDER = Path(__file__).parent / "pages"
FRONT_MATTER = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<body>.*)", re.DOTALL)
EXAMPLES = re.compile(r"(?P<before>.*?)\n\nBad:\n\n(?P<bad>.+?)\n\nGood:\n\n(?P<good>.+)", re.DOTALL)
FILE_NAME = re.compile(r"(?:# |/\* |\{# )(?P<name>(?:content|templates|styles)/\S+)(?: \*/| #\})?")
"""A comment line in an example that names the file of the lines below it."""


class Stage(StrEnum):
    """The stage of a build, or the part of the program, that reports a code."""

    READING = "reading"
    CONTENT = "content"
    SET = "set"
    TEMPLATES = "templates"
    STYLES = "styles"
    PAGE = "page"
    PDF = "pdf"
    RELEASE = "release"
    BUILD = "build"
    WORKSPACE = "workspace"
    MACHINE = "machine"


class ExampleKind(StrEnum):
    """How the examples of a page are run."""

    CHECK = "check"
    """Files of a workspace that `brief check` reads."""
    BUILD = "build"
    """Files of a workspace of which one edition is built."""
    COMMAND = "command"
    """Files of a workspace, then `$ brief …` lines to type in it."""
    NONE = "none"
    """Not run: a machine, a process or a whole release is needed."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one code."""

    code: str
    name: str
    severity: Severity
    stage: Stage
    example: ExampleKind
    text: str
    """All that a reader sees, from the summary to the good example."""
    bad: str
    good: str

    @property
    def summary(self) -> str:
        """The first paragraph, on one line."""
        return " ".join(self.text.partition("\n\n")[0].split())


def parse_page(code: str, content: str) -> Page:
    """Parse the page of a code. Raises ValueError for a page that is not written as one."""
    match = FRONT_MATTER.fullmatch(content)
    examples = EXAMPLES.fullmatch(match["body"].strip()) if match else None
    if match is None or examples is None:
        raise ValueError(f"the page of {code} needs front matter, and examples under `Bad:` and `Good:`")
    head = dict(line.split(": ", 1) for line in match["head"].splitlines())
    return Page(
        code=code,
        name=head["name"],
        severity=Severity(head["severity"]),
        stage=Stage(head["stage"]),
        example=ExampleKind(head["example"]),
        text=match["body"].strip(),
        bad=dedent(examples["bad"]),
        good=dedent(examples["good"]),
    )


@cache
def read_pages() -> Mapping[str, Page]:
    """Read the pages of this room, by their codes in order."""
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
