"""`brief new audience`: an audience to adapt."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console


@click.command("audience", short_help="Write an audience that extends another one.")
@click.argument("name")
@click.option(
    "--from",
    "base",
    default="policymaker",
    show_default=True,
    metavar="AUDIENCE",
    help="The audience that it extends.",
)
def command(name: str, base: str) -> None:
    """Write templates/audiences/NAME/audience.yaml, which extends another audience.

    It says what it has different; what it does not say is as the other one has it.

    NAME is what `brief build -a` takes: lower-case words and hyphens.
    Every brief is built for it once content/workspace.yaml has it under `audiences`.

    \b
    Examples:
      brief new audience mayor
      brief new audience school --from public
    """
    from briefing.files.workspace import find_root
    from briefing.scaffold.audience import start_audience

    root = find_root(Path.cwd()) or Path.cwd()
    console.show_written(root, start_audience(root, name, base))
    console.say(f"next: change what it should have different, then: brief build -a {name}")
