"""The command group `brief new`: one file per command."""

from __future__ import annotations

import click

from briefing.cli.lazy_group import LazyGroup

COMMANDS = {
    "workspace": "briefing.cli.new.workspace",
    "brief": "briefing.cli.new.brief",
    "audience": "briefing.cli.new.audience",
}


@click.group(
    "new", cls=LazyGroup, modules=COMMANDS, short_help="Write a working start: workspace, brief or audience."
)
def command() -> None:
    """Write a working start, commented: a workspace, a brief or an audience.

    What is written builds at once; write over the instructions in it.
    No file that is there is overwritten, and where one is in the way nothing is written.
    The first line of each file leads an editor to a JSON Schema in .schemas/,
    so that it completes keys and underlines mistakes while you type.

    \b
    Examples:
      brief new workspace heat
      brief new brief "Shade is the cheapest cooling"
      brief new audience mayor --from minister
    """
