"""`brief confirm`: a wording was looked at, and belongs to its text as it is now."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName


@click.command("confirm", short_help="Renew what wordings were written against, after a look.")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "-b", "--brief", "briefs", multiple=True, type=BriefName(), metavar="BRIEF", help="Of this brief only."
)
def command(keys: tuple[str, ...], briefs: tuple[str, ...]) -> int:
    """Write down that registers and translations belong to their texts as both are now.

    The first time, without KEY, all wordings are taken as they are. From then on `brief check` tells which of them
    were written against an older text (BR061); KEY, as the finding names it, renews one, or all beneath it.
    The confirmations stand in content/BRIEF/confirmed.yaml and are committed with the brief.

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
