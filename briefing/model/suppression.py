"""What a person has looked at and accepts: a finding of a rule, at the place that says so, with a reason."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from briefing.core.codes import NAMES
from briefing.core.finding import nearest
from briefing.model.base import Day, Model, problem, spelled

RULE = r"BR\d{3}|[a-z0-9]+(-[a-z0-9]+)*"
"""A code or a name of a finding."""

CODES_BY_NAME = {name: code for code, name in NAMES.items()}


def _code(value: object) -> object:
    """The code of a rule that a person gave by its code or its name."""
    if not isinstance(value, str) or value in NAMES:
        return value
    if value not in CODES_BY_NAME:
        raise problem("BR207", f"there is no rule '{value}'", suggest_rule(value))
    return CODES_BY_NAME[value]


def suggest_rule(typed: str) -> str:
    """Return a sentence that helps with the code or name of a rule that does not exist.

    Only a name is suggested: any wrong number is near to some code.
    """
    near = nearest(typed, CODES_BY_NAME)
    return f"did you mean '{near}'?" if near else "`brief rule` lists the rules; BR0 is a group of them"


def _reason(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise problem("BR208", "the reason is empty", "say in a few words why the finding may stand")
    return value


def _several(value: object) -> object:
    return tuple(value) if isinstance(value, list) else (value,)


OneMappingOrMore = BeforeValidator(_several)
"""A list of mappings of which a person may write the only one without a dash."""


class Acceptance(Model):
    """A finding that may stand. It holds for everything inside what it is written in, in every language.

    Only warnings can be accepted: what stops an edition must be fixed.
    """

    rule: Annotated[str, spelled(_code, {"type": "string", "pattern": f"^({RULE})$"})]
    """The code or the name of the findings: BR011, uncited-claim."""
    why: Annotated[str, spelled(_reason, {"type": "string", "pattern": r"\S"})]
    """The reason, for whoever reads the file; it is printed nowhere."""
    until: Day | None = None
    """The day up to which it holds; after that `brief check` asks again."""


class Accepting(Model):
    """Something inside which findings may be accepted."""

    accept: Annotated[tuple[Acceptance, ...], OneMappingOrMore] = ()
    """Findings that may stand, each with a reason: `{rule: BR011, why: …, until: 2027-01-31}`."""
