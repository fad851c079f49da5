"""`brief docs`: the documentation in the terminal."""

from __future__ import annotations

import click

from briefing.cli import console


@click.command("docs", short_help="Show the documentation in the terminal.")
@click.argument("topic", required=False)
@click.argument("section", required=False)
def command(topic: str | None, section: str | None) -> int:
    """Show a page of the documentation, or one section of it.

    Without TOPIC, all topics are listed. SECTION is the heading of a section, or a word from it.
    On a terminal, a long page opens in your pager; `brief rule` explains the findings.

    \b
    Examples:
      brief docs
      brief docs tutorial
      brief docs content footnotes
    """
    from briefing.docs.docs import list_topics, read_topic
    from briefing.docs.terminal import show

    if topic is None:
        console.show_table([(one.name, one.title) for one in list_topics()])
    else:
        found = read_topic(topic)
        console.show_page(show(found, section, console.width(), style=click.style))
    return 0
