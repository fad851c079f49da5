"""The command group `brief new`: one file per command."""

from __future__ import annotations

import click

from briefing.cli.lazy_group import LazyGroup

COMMANDS = {
    "workspace": "briefing.cli.new.workspace",
    "brief": "briefing.cli.new.brief",
    "audience": "briefing.cli.new.audience",
    "theme": "briefing.cli.new.theme",
    "translation": "briefing.cli.new.translation",
}


@click.group(
    "new",
    cls=LazyGroup,
    modules=COMMANDS,
    short_help="Create a workspace, a brief, an audience, a theme or a translation to start from.",
)
def command() -> None:
    """Create a workspace, a brief, an audience, a theme or a translation to start from, with comments in it.

    The new files build at once; replace the instructions in them with your own text.
    Existing files are never overwritten: if one of the new files exists, nothing is written.
    The first line of each file points an editor to a JSON Schema in .schemas/,
    so that it completes keys and underlines mistakes while you type.

    \b
    Examples:
      brief new workspace heat
      brief new brief "Shade is the cheapest cooling"
      brief new audience mayor --from minister
      brief new theme house
      brief new translation fr
    """
