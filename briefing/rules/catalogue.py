"""The catalogue of rules, searched by code, name or group. No build reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from briefing.core.codes import NAMES
from briefing.core.finding import Finding, Span
from briefing.model.suppression import suggest_rule
from briefing.rules.custom_rules import load_custom_rules
from briefing.rules.page_files import read_pages
from briefing.rules.registry import RULES
from briefing.rules.rule import Rule

GROUP = re.compile(r"[A-Z]{2,8}\d{0,2}")
"""The beginning of a code: its prefix, and some of its digits."""


@cache
def read_catalogue() -> Mapping[str, Rule]:
    """Return every rule by its code, in order: from the files of this room, from `pages/` and from packages."""
    rules = [*RULES, *read_pages().values(), *(one.rule for one in load_custom_rules().rules.values())]
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


def find_rules(typed: str) -> list[Rule]:
    """Return the rule of a code (BR013, 13) or a name, or the rules of a group (BR0); none if it is unknown."""
    code = f"BR{int(typed):03}" if typed.isdecimal() and len(typed) <= 3 else typed.upper()
    rules = read_catalogue().values()
    exact = [rule for rule in rules if code == rule.code or typed.lower() == rule.name]
    group = [rule for rule in rules if GROUP.fullmatch(code) and rule.code.startswith(code)]
    return exact or group


def rule_name(code: str) -> str:
    """Return the name of a rule by its code."""
    if code in NAMES:
        return NAMES[code]
    rule = read_catalogue().get(code)
    return rule.name if rule else code


def unknown_rule(typed: str) -> Finding:
    """Return the finding for an unknown code or name, with the nearest name as help."""
    return Finding("BR802", f"unknown rule '{typed}'", Span("command line"), suggest_rule(typed))
