"""`brief new audience`: a new audience that extends another one."""

from __future__ import annotations

import click

from briefing.cli import console
from briefing.cli.options import folder_here


@click.command("audience", short_help="Create an audience that extends another one.")
@click.argument("name")
@click.option(
    "--from",
    "base",
    default="policymaker",
    show_default=True,
    metavar="AUDIENCE",
    help="The audience to extend.",
)
def command(name: str, base: str) -> None:
    """Create templates/audiences/NAME/audience.yaml, which extends another audience.

    The file holds only the differences; everything else is taken from the other audience.

    NAME is the name for `brief build -a NAME`, in lower-case words and hyphens.
    To build every brief for the new audience, add it to `audiences` in content/workspace.yaml.

    \b
    Examples:
      brief new audience mayor
      brief new audience school --from public
    """
    from briefing.scaffold.audience import start_audience

    root = folder_here()
    console.show_written(root, start_audience(root, name, base))
    console.say(f"next: edit what should differ, then: brief build -a {name}")
