"""The report of a theme test: one HTML page that works from a file, without a network and without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files as resources

import jinja2

from briefing.core.finding import Finding, Severity

OVERFLOW = frozenset(("BR519", "BR602", "BR603", "BR612", "BR613", "BR618"))
"""The codes of texts and pictures that leave their place: cut off, on top of another, off the page."""

CONTRAST = frozenset(("BR511", "BR517", "BR518", "BR530"))
"""The codes of texts that are hard to read: contrast, size, colours."""


@dataclass(frozen=True, slots=True)
class Change:
    """A page that looks different from the one that was kept, with the pictures of both."""

    number: int
    """The page number, counted from 1."""
    pixels: int
    share: float
    """The share of the pixels of the page that differ."""
    before: str
    overlay: str
    """The name of the picture with the changed pixels in red."""

    @property
    def sentence(self) -> str:
        """How many pixels differ."""
        return f"Page {self.number}: {self.pixels:,} pixels differ ({100 * self.share:.2f}%)"


@dataclass(frozen=True, slots=True)
class Case:
    """The result of one test edition."""

    name: str
    description: str
    pdf: str
    """The name of its PDF; empty if none could be made."""
    pictures: tuple[str, ...]
    seconds: float
    fitted: tuple[str, ...]
    findings: tuple[Finding, ...]
    is_compared: bool = False
    """Whether there were kept pages to compare with."""
    words: tuple[str, ...] = ()
    """What has changed since, in words."""
    summary: tuple[str, ...] = ()
    """The same in a few lines, with the changed pixels of each page."""
    changes: tuple[Change, ...] = ()
    is_earlier: bool = False
    """Whether it is from an earlier test than the others of its report."""

    @property
    def brief(self) -> str:
        """The name of its test brief."""
        return self.name.partition("-")[0]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        pictures = (name for change in self.changes for name in (change.before, change.overlay))
        return tuple(filter(None, (self.pdf, *self.pictures, *pictures)))

    @property
    def overflow(self) -> int:
        """The number of findings about texts and pictures that leave their place."""
        return sum(one.code in OVERFLOW for one in self.findings)

    @property
    def contrast(self) -> int:
        """The number of findings about texts that are hard to read."""
        return sum(one.code in CONTRAST for one in self.findings)

    @property
    def other(self) -> int:
        """The number of all other findings."""
        return len(self.findings) - self.overflow - self.contrast

    @property
    def errors(self) -> int:
        """The number of errors among the findings."""
        return sum(one.severity is Severity.ERROR for one in self.findings)


def report_page(title: str, cases: Sequence[Case], seconds: float, *, was_compared: bool) -> str:
    """Return the HTML of a report."""
    source = resources("briefing.theme_tests").joinpath("report.j2.html").read_text("utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    template = environment.from_string(source)
    return template.render(title=title, cases=cases, seconds=seconds, was_compared=was_compared)
