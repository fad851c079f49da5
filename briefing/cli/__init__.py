"""The command `brief`: one file per command, each importing what it needs only when it runs."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Never

import click

from briefing import __version__
from briefing.cli.failures import exit_with_code

COMMANDS = {
    "build": "briefing.cli.build",
    "doctor": "briefing.cli.doctor",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command by its name, or an error that names the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from briefing.finding import suggest

            ctx.fail(f"there is no command '{args[0]}'; {suggest(args[0], COMMANDS, noun='commands')}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="brief")
def group() -> None:
    """Turn one file of content into every printed edition of a policy brief.

    A workspace is a folder with content/<name>/brief.yaml; the command finds it from the
    current folder upwards. Templates and styles that it does not have itself are the shipped ones.

    \b
    Exit codes:
      0  built                             5  this machine: a library, a font, the output
      1  the content needs mending         6  some editions failed, the others are built
      2  wrong use of the command          7  the renderer crashed or ran out of time or memory
      3  workspace, template or style     70  a bug of ours
      4  an edition breaks its promise   130  interrupted
    """


def main(args: Sequence[str] | None = None, prog_name: str = "brief") -> Never:
    """Run the command and leave with its exit code."""
    exit_with_code(lambda: group.main(args=args, prog_name=prog_name, standalone_mode=False))
