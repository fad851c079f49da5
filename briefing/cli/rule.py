"""`brief rule`: the page of a finding's code."""

from __future__ import annotations

import click

from briefing.cli import console


@click.command("rule", short_help="Explain a finding by its code.")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Print what a code of a finding stands for: what its rule asks, why, and a bad and a good case.

    Without CODE it lists them all.

    \b
    Examples:
      brief rule
      brief rule BR011
    """
    from briefing.check import page_of
    from briefing.codes import CODES
    from briefing.errors import SelectionError
    from briefing.finding import Finding, Span, suggest

    if code is None:
        console.show_table([*CODES.items()])
        return 0
    if code.upper() not in CODES:
        mend = suggest(code.upper(), CODES, noun="codes")
        raise SelectionError([Finding("BR802", f"there is no rule '{code}'", Span("command line"), mend)])
    console.say(f"{code.upper()}: {page_of(code.upper())}")
    return 0
