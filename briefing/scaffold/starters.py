"""The templates of new files: `templates/starts/`, the shipped ones or the workspace's own."""

from __future__ import annotations

from string import Template

from briefing.compose.templating.template_values import Context
from briefing.files.workspace import Files
from briefing.load.validation.instructions import STARTS
from briefing.load.yaml.reader import decode


def filled(files: Files, start: str, **words: str) -> str:
    """Return the text of a template, with `$title` and the like replaced; any other `$` stays.

    Raises ContentError if it is not UTF-8, OSError if it cannot be read.
    """
    name = f"{STARTS}/{start}"
    return Template(decode(files.read(name), name)).safe_substitute(Context(words))
