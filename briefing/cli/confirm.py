"""`brief confirm`: short, plain and translated texts are up to date after a review."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName


@click.command("confirm", short_help="Mark short, plain and translated texts as up to date after a review.")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "-b",
    "--brief",
    "briefs",
    multiple=True,
    type=BriefName(),
    metavar="BRIEF",
    help="Confirm texts of this brief only.",
)
def command(keys: tuple[str, ...], briefs: tuple[str, ...]) -> int:
    """Mark short, plain and translated texts as up to date after a review.

    The first time, run it without KEY: it takes all texts as they are. From then on `brief check` reports the texts
    whose original has changed since (BR061). KEY, as in the finding, confirms one text, or all texts under that key.
    The confirmations are kept in content/BRIEF/confirmed.yaml; commit it with the brief.

    \b
    Examples:
      brief confirm
      brief confirm sections.origins.plain
      brief confirm es.key_points -b venezuela-russia
    """
    from briefing.pipeline.plan import open_workspace
    from briefing.review.confirm import confirm

    console.show_confirmed(confirm(open_workspace(Path.cwd()), briefs, keys))
    return 0
