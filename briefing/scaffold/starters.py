"""The words of a start: `templates/starts/`, the shipped ones or a workspace's own."""

from __future__ import annotations

from string import Template

from briefing.compose.templating.template_values import Context
from briefing.files.workspace import Files
from briefing.load.yaml.reader import decode

STARTS = "templates/starts"


def filled(files: Files, start: str, **words: str) -> str:
    """The text of a start, with words in the place of `$title` and the like; any other `$` stays.

    Raises ContentError where it is not UTF-8, OSError where it cannot be read.
    """
    name = f"{STARTS}/{start}"
    return Template(decode(files.read(name), name)).safe_substitute(Context(words))
