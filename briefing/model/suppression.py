"""The acceptance of a finding by a person: the rule, the reason, and until when."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from briefing.core.codes import NAMES
from briefing.core.finding import nearest
from briefing.core.rule_packages import CODE, is_code
from briefing.model.base import Day, Model, problem, spelled

RULE = rf"BR\d{{3}}|{CODE}|[a-z0-9]+(-[a-z0-9]+)*"
"""The code or the name of a finding."""

CODES_BY_NAME = {name: code for code, name in NAMES.items()}


def _code(value: object) -> object:
    """Return the code of a rule that is given by its code or its name."""
    if not isinstance(value, str) or is_code(value):
        return value
    if value not in CODES_BY_NAME:
        raise problem("BR207", f"unknown rule '{value}'", suggest_rule(value))
    return CODES_BY_NAME[value]


def suggest_rule(typed: str) -> str:
    """Return the help for an unknown code or name of a rule.

    Only names are suggested, because every wrong number is close to some code.
    """
    near = nearest(typed, CODES_BY_NAME)
    return f"did you mean '{near}'?" if near else "run `brief rule` for a list; BR0, for example, is a group"


def _reason(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise problem("BR208", "the reason is empty", "say in a few words why the finding is acceptable")
    return value


def _several(value: object) -> object:
    return tuple(value) if isinstance(value, list) else (value,)


OneMappingOrMore = BeforeValidator(_several)
"""A list of mappings whose only item may be written without a dash."""


class Acceptance(Model):
    """An accepted finding. It covers everything inside the item that has it, in every language.

    Only warnings can be accepted. An error must be fixed.
    """

    rule: Annotated[str, spelled(_code, {"type": "string", "pattern": f"^({RULE})$"})]
    """The code or the name of the rule: BR011, uncited-claim."""
    why: Annotated[str, spelled(_reason, {"type": "string", "pattern": r"\S"})]
    """The reason, for readers of this file; it is never printed."""
    until: Day | None = None
    """The last day of the acceptance; after it, `brief check` reports the finding again."""


class Accepting(Model):
    """An item whose findings can be accepted."""

    accept: Annotated[tuple[Acceptance, ...], OneMappingOrMore] = ()
    """Accepted findings, each with a reason: `{rule: BR011, why: …, until: 2027-01-31}`."""
