"""The catalogue of rules, searched by code, name or group. No build reads it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from briefing.core.finding import Finding, Span
from briefing.model.suppression import suggest_rule
from briefing.rules.page_files import read_pages
from briefing.rules.registry import RULES
from briefing.rules.rule import Rule


@cache
def read_catalogue() -> Mapping[str, Rule]:
    """Return every rule by its code, in order: from the files of this room and from `pages/`."""
    rules = [*RULES, *read_pages().values()]
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


def find_rules(typed: str) -> list[Rule]:
    """Return the rule of a code (BR013, 13) or a name, or the rules of a group (BR0); none if it is unknown."""
    code = f"BR{int(typed):03}" if typed.isdecimal() and len(typed) <= 3 else typed.upper()
    rules = read_catalogue().values()
    exact = [rule for rule in rules if code == rule.code or typed.lower() == rule.name]
    group = [rule for rule in rules if code.startswith("BR") and rule.code.startswith(code)]
    return exact or group


def unknown_rule(typed: str) -> Finding:
    """Return the finding for an unknown code or name, with the nearest name as help."""
    return Finding("BR802", f"unknown rule '{typed}'", Span("command line"), suggest_rule(typed))
