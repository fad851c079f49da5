"""Groups of commands that are imported only when they run, so that --help stays fast."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """A group with a module for each command; the module has the command as `command`."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in self.modules:
            return None
        command: click.Command = importlib.import_module(self.modules[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return a command by its name. An unknown name is an error that suggests the nearest one."""
        if args and args[0] not in self.modules and not args[0].startswith("-"):
            from briefing.core.finding import suggest

            name = " ".join([*ctx.command_path.split()[1:], args[0]])
            ctx.fail(f"there is no command '{name}'; {suggest(args[0], self.modules, noun='commands')}")
        return super().resolve_command(ctx, args)
