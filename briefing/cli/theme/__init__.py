"""The command group `brief theme`: one file per command."""

from __future__ import annotations

import click

from briefing.cli.lazy_group import LazyGroup

COMMANDS = {
    "list": "briefing.cli.theme.list",
    "show": "briefing.cli.theme.show",
    "test": "briefing.cli.theme.test",
}


@click.group(
    "theme",
    cls=LazyGroup,
    modules=COMMANDS,
    short_help="List themes, show one with its options, or test one.",
)
def command() -> None:
    """List the themes that a workspace can use, show one, or test one on worst-case content.

    A theme is set in content/workspace.yaml: `theme: memo`, or with options `theme: {name: memo, brand: "#12395b"}`.
    To start a theme of your own: `brief new theme NAME`.

    \b
    Examples:
      brief theme list
      brief theme show memo
      brief theme test
    """
