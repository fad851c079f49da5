"""`brief rule`: the page of a finding code."""

from __future__ import annotations

import click

from briefing.cli import console


@click.command("rule", short_help="Explain a finding code.")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Explain a finding code: what the rule checks and why, with a bad and a good example.

    Without CODE, all codes are listed; with the beginning of a code (BR0, BR06), those of the group.

    \b
    Examples:
      brief rule
      brief rule BR011
      brief rule BR06
    """
    from briefing.core.codes import CODES
    from briefing.core.errors import SelectionError
    from briefing.core.finding import Finding, Span, suggest
    from briefing.rules.registry import page_of

    if code is None:
        console.show_table([*CODES.items()])
        return 0
    name = f"BR{int(code):03}" if code.isdecimal() and len(code) <= 3 else code.upper()
    if name not in CODES:
        group = {
            known: what for known, what in CODES.items() if name.startswith("BR") and known.startswith(name)
        }
        if group:
            console.show_table([*group.items()])
            return 0
        help = suggest(name, CODES, noun="codes")
        raise SelectionError([Finding("BR802", f"there is no rule '{code}'", Span("command line"), help)])
    console.say(f"{name}: {page_of(name)}")
    return 0
