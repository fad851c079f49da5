"""A rule: the meaning of a finding code, its severity, its stage and its page.

Not here: the rules themselves. Each is declared in the file that reports it, or in `pages/`
if another room does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from textwrap import dedent

from briefing.core.finding import Finding, Severity, Span

EXAMPLES = re.compile(r"(?P<before>.*?)\n\nBad:\n\n(?P<bad>.+?)\n\nGood:\n\n(?P<good>.+)", re.DOTALL)


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

    @property
    def label(self) -> str:
        """The stage in words."""
        return LABELS[self]


LABELS = {
    Stage.READING: "while files are read",
    Stage.CONTENT: "in the content of an edition",
    Stage.SET: "in a brief with all its editions",
    Stage.TEMPLATES: "in templates",
    Stage.STYLES: "in stylesheets",
    Stage.PAGE: "on laid-out pages",
    Stage.PDF: "in the PDF",
    Stage.RELEASE: "in a release",
    Stage.BUILD: "while editions are built",
    Stage.WORKSPACE: "in the workspace",
    Stage.MACHINE: "on the machine",
}


class ExampleKind(StrEnum):
    """The way the examples of a page are run."""

    CHECK = "check"
    """Files of a workspace that `brief check` reads."""
    BUILD = "build"
    """Files of a workspace; one edition is built from them."""
    COMMAND = "command"
    """Files of a workspace, then `$ brief …` lines to type in it."""
    NONE = "none"
    """Not run: the example needs a machine, a process or a whole release."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A finding code with its name, severity, stage and page."""

    code: str
    """BR013, for example. A code never changes and is never reused."""
    name: str
    """undated-source, for example: short and nominal. It can be written in place of the code."""
    severity: Severity
    """The severity in a final edition. In a draft, most errors are warnings."""
    stage: Stage
    page: str
    """A summary of one sentence, an explanation, a bad and a good example, in Markdown."""
    example: ExampleKind = ExampleKind.CHECK
    varies: bool = False
    """True if some findings of this code have the other severity; the page says which."""
    stops_drafts: bool = False
    """True if it is an error in a draft, too."""

    def finding(self, what: str, where: Span, help: str = "", severity: Severity | None = None) -> Finding:
        """Return a finding of this code, with the severity of the rule unless another is given."""
        return Finding(self.code, what, where, help, severity or self.severity)

    @property
    def text(self) -> str:
        """The page without the indentation of its file."""
        return dedent(self.page).strip()

    @property
    def summary(self) -> str:
        """The first paragraph of the page, on one line."""
        return " ".join(self.text.partition("\n\n")[0].split())

    @property
    def explanation(self) -> str:
        """The page between its summary and its examples."""
        return self._examples["before"].partition("\n\n")[2]

    @property
    def bad(self) -> str:
        """The example that is reported with this code."""
        return dedent(self._examples["bad"])

    @property
    def good(self) -> str:
        """The corrected example."""
        return dedent(self._examples["good"])

    @property
    def severities(self) -> str:
        """The severity in words: 'error', 'warning' or 'error or warning'."""
        return "error or warning" if self.varies else self.severity.value

    @property
    def _examples(self) -> re.Match[str]:
        match = EXAMPLES.fullmatch(self.text)
        if match is None:
            raise ValueError(f"the page of {self.code} needs an example under `Bad:` and one under `Good:`")
        return match
