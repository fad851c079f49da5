"""`brief rule`: the page of a finding code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli import console

if TYPE_CHECKING:  # the help of the command must not wait for the rules
    from collections.abc import Iterable

    from briefing.rules.rule import Rule


@click.command("rule", short_help="Explain a finding code.")
@click.argument("rule", required=False)
def command(rule: str | None) -> int:
    """Explain a finding: what it means and why it matters, with a bad and a good example.

    RULE is its code or its name. Without RULE, all rules are listed; with the beginning of a code (BR0, BR06), those
    of the group.

    \b
    Examples:
      brief rule
      brief rule BR011
      brief rule uncited-claim
      brief rule BR06
    """
    from briefing.core.errors import SelectionError
    from briefing.rules.catalogue import find_rules, read_catalogue, unknown_rule

    found = find_rules(rule) if rule is not None else list(read_catalogue().values())
    if rule is None or len(found) > 1:
        _show_list(found)
    elif found:
        _show_page(found[0])
    else:
        raise SelectionError([unknown_rule(rule)])
    return 0


def _show_list(rules: Iterable[Rule]) -> None:
    console.show_table([(rule.code, rule.name, rule.severities, rule.summary) for rule in rules])


def _show_page(rule: Rule) -> None:
    severities = rule.severities[0].upper() + rule.severities[1:]
    console.say(f"{rule.code} {rule.name}\n\n{severities}, found {rule.stage.label}.\n\n{rule.text}")
