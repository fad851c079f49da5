"""Accepted findings name a rule by its code or its name, and have a reason."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefing.model.suppression import Acceptance, Accepting, suggest_rule

LIST_HELP = "run `brief rule` for a list; BR0, for example, is a group"


def test_a_rule_is_given_by_its_code_or_its_name():
    assert Acceptance(rule="uncited-claim", why="a").rule == Acceptance(rule="BR011", why="a").rule == "BR011"


@pytest.mark.parametrize(
    ("keys", "code", "what", "help"),
    [
        ({"rule": "uncited-clam"}, "BR207", "unknown rule 'uncited-clam'", "did you mean 'uncited-claim'?"),
        ({"rule": "BR999"}, "BR207", "unknown rule 'BR999'", LIST_HELP),
        (
            {"why": " "},
            "BR208",
            "the reason is empty",
            "say in a few words why the finding is acceptable",
        ),
    ],
)
def test_an_unknown_rule_or_an_empty_reason_is_reported(keys, code, what, help):
    with pytest.raises(ValidationError) as caught:
        Acceptance(**{"rule": "BR011", "why": "a", **keys})
    (error,) = caught.value.errors()
    assert error["ctx"] == {"code": code, "what": what, "help": help, "at": ""}


def test_the_name_of_a_rule_is_suggested():
    assert suggest_rule("uncited") == "did you mean 'uncited-claim'?"
    assert suggest_rule("zzzzzzz") == LIST_HELP


def test_one_acceptance_may_be_written_without_a_dash():
    one = {"rule": "BR011", "why": "a"}
    assert Accepting(accept=one).accept == Accepting(accept=[one]).accept == (Acceptance(**one),)
    assert Accepting().accept == ()
