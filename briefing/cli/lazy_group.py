"""Groups of commands that are imported when they are asked for: help stays light."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands are named by their modules; each module has its command as `command`."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in self.modules:
            return None
        command: click.Command = importlib.import_module(self.modules[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command by its name, or an error that names the nearest one."""
        if args and args[0] not in self.modules and not args[0].startswith("-"):
            from briefing.core.finding import suggest

            name = " ".join([*ctx.command_path.split()[1:], args[0]])
            ctx.fail(f"there is no command '{name}'; {suggest(args[0], self.modules, noun='commands')}")
        return super().resolve_command(ctx, args)
