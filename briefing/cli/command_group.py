"""The group of commands `brief`: one file per command, each importing what it needs only when it runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Never

import click

from briefing.cli.error_handling import exit_with_code
from briefing.cli.lazy_group import LazyGroup
from briefing.core.version import __version__

COMMANDS = {
    "build": "briefing.cli.build",
    "preview": "briefing.cli.preview",
    "check": "briefing.cli.check",
    "confirm": "briefing.cli.confirm",
    "diff": "briefing.cli.diff",
    "export": "briefing.cli.export",
    "review": "briefing.cli.review",
    "explain": "briefing.cli.explain",
    "release": "briefing.cli.release",
    "verify": "briefing.cli.verify",
    "rule": "briefing.cli.rule",
    "list": "briefing.cli.list",
    "new": "briefing.cli.new",
    "import": "briefing.cli.import_",
    "theme": "briefing.cli.theme",
    "eject": "briefing.cli.eject",
    "schema": "briefing.cli.schema",
    "docs": "briefing.cli.docs",
    "doctor": "briefing.cli.doctor",
}
"""Each command and its module."""


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="brief")
def group() -> None:
    """Turn one file of content into every printed edition of a policy brief.

    A workspace is a folder with content/<name>/brief.yaml. The command looks for it in the current
    folder, then in the folders above. Templates and styles that it lacks are the shipped ones.

    \b
    Exit codes:
      0  success                                5  this machine: a library, a font, the output folder
      1  error in the content                   6  some editions failed, the others are built
      2  wrong use of the command               7  the renderer crashed or exceeded its time or memory
      3  error in workspace, template, style   70  internal error
      4  a finished edition fails a check     130  interrupted (129 by SIGHUP, 143 by SIGTERM)
    """


def run(args: Sequence[str] | None = None, prog_name: str = "brief") -> Never:
    """Run the command and exit with its exit code."""
    words = tuple(sys.argv[1:] if args is None else args)
    exit_with_code(lambda: group.main(args=words, prog_name=prog_name, standalone_mode=False, obj=words))
