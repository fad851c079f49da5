"""The rules of installed packages: they are loaded, applied, and reported if they are faulty.

A package runs with the rights of the command, as every package of Python does. A rule that fails stops no other one,
and never the command: it is an error with its code, because what it should have found is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from briefing.core.codes import NAMES
from briefing.core.finding import Finding, Severity, Span
from briefing.core.rule_packages import CODE, declared_rules, package_of
from briefing.rules.checked_values import CheckedBrief, CheckedEdition
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import EditionSet, Pdf, Tailored

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

FAULTY_RULE = "BR908"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STAGES = (Stage.SET, Stage.CONTENT, Stage.PDF)

MOST = 1000
"""The number of findings of a rule about one brief or one edition."""

HELP = "update or remove the package, or report it to its authors"

Find = Callable[[CheckedBrief], Iterable[Finding]] | Callable[[CheckedEdition], Iterable[Finding]]


@dataclass(frozen=True)
class CustomRule:
    """A rule of a package: the meaning of its code, and the function that finds its findings."""

    code: str
    """The name of its entry point: two to eight capital letters and three digits, not BR. It never changes."""
    name: str
    """Short and nominal, in small letters with hyphens: `exclamation-mark`."""
    severity: Severity
    """The severity of its findings. An error stops editions, and cannot be accepted."""
    stage: Stage
    """`Stage.SET` for a brief with all its languages, `Stage.CONTENT` for an edition, `Stage.PDF` for its PDF."""
    page: str
    """What `brief rule` prints: a summary of one sentence, then an explanation, in Markdown."""
    find: Find = field(repr=False)
    """Returns or yields findings about a `CheckedBrief` in the stage `set`, else about a `CheckedEdition`."""

    @property
    def rule(self) -> Rule:
        """The entry of the catalogue of rules."""
        return Rule(self.code, self.name, self.severity, self.stage, self.page, ExampleKind.NONE)

    def finding(self, what: str, where: Span, help: str = "") -> Finding:
        """Return a finding of this rule."""
        return Finding(self.code, what, where, help, self.severity)


@dataclass(frozen=True)
class CustomRules:
    """The rules of all packages by their codes, and the findings about those that cannot be used."""

    rules: dict[str, CustomRule]
    faults: tuple[Finding, ...]

    def of_stage(self, stage: Stage) -> Iterator[CustomRule]:
        """Yield the rules of a stage."""
        return (rule for rule in self.rules.values() if rule.stage is stage)


@cache
def load_custom_rules() -> CustomRules:
    """Load the rules of all packages, once in each process."""
    rules: dict[str, CustomRule] = {}
    faults: list[Finding] = []
    for name, (entry, *others) in declared_rules().items():
        faults += (
            _fault(other, f"{name} is a rule of {package_of(entry)}, too; that one is applied")
            for other in others
        )
        try:
            rules[name] = _checked(entry.load(), name, {rule.name for rule in rules.values()})
        except _FaultyError as fault:
            faults.append(_fault(entry, str(fault)))
        except (Exception, SystemExit) as error:
            faults.append(_fault(entry, f"the rule {name} cannot be loaded: {_words_of(error)}"))
    return CustomRules(rules, tuple(faults))


class _FaultyError(Exception):
    """A rule that cannot be used; the message says why."""


def _checked(rule: object, name: str, names: set[str]) -> CustomRule:
    """Return what an entry point has named if it is a rule with its name. Raises _FaultyError if not."""
    if not re.fullmatch(CODE, name):
        raise _FaultyError(
            f"'{name}' cannot be the code of a rule: write two to eight capital letters, not BR, and three digits"
        )
    if not isinstance(rule, CustomRule):
        raise _FaultyError(f"the entry point {name} leads to no CustomRule")
    if rule.code != name:
        raise _FaultyError(f"the entry point {name} leads to a rule with the code {rule.code!r}")
    if not isinstance(rule.name, str) or not NAME.fullmatch(rule.name):
        raise _FaultyError(f"the rule {name} needs a name in small letters with hyphens, not {rule.name!r}")
    if rule.name in names or rule.name in NAMES.values():
        raise _FaultyError(f"the rule {name} has the name '{rule.name}', which is that of another rule")
    if rule.stage not in STAGES or not isinstance(rule.severity, Severity):
        raise _FaultyError(f"the rule {name} needs a Severity, and Stage.SET, Stage.CONTENT or Stage.PDF")
    if not isinstance(rule.page, str) or not rule.page.strip() or not callable(rule.find):
        raise _FaultyError(f"the rule {name} needs a page that is a text, and a function that finds")
    return rule


def _fault(entry: EntryPoint, what: str) -> Finding:
    return Finding(FAULTY_RULE, what, Span(package_of(entry)), HELP)


def _words_of(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def find_in_set(editions: EditionSet) -> list[Finding]:
    """Return what the rules of packages find in a brief, and those rules that are faulty."""
    custom = load_custom_rules()
    found = list(custom.faults)
    if rules := [*custom.of_stage(Stage.SET)]:
        brief = CheckedBrief.of(editions)
        found += (one for rule in rules for one in _applied(rule, brief, brief.name))
    return found


def find_in_content(tailored: Tailored) -> list[Finding]:
    """Return what the rules of packages find in the content of an edition, and those rules that are faulty."""
    custom = load_custom_rules()
    found = list(custom.faults)
    if rules := [*custom.of_stage(Stage.CONTENT)]:
        edition = CheckedEdition.of(tailored)
        found += (one for rule in rules for one in _applied(rule, edition, edition.edition.name))
    return found


def find_in_pdf(tailored: Tailored, pdf: Pdf) -> list[Finding]:
    """Return what the rules of packages find in a PDF."""
    if not (rules := [*load_custom_rules().of_stage(Stage.PDF)]):
        return []
    edition = CheckedEdition.of(tailored, pdf)
    return [one for rule in rules for one in _applied(rule, edition, edition.edition.name)]


def _applied(rule: CustomRule, value: CheckedBrief | CheckedEdition, name: str) -> Sequence[Finding]:
    """Return the findings of a rule; if it fails, the finding about the rule in addition to those before."""
    found: list[Finding] = []
    find: Callable[..., Iterable[Finding]] = rule.find
    try:
        for one in islice(find(value), MOST):
            if not _is_proper(one, rule):
                raise _FaultyError(f"it reports {one!r:.80}, which is no finding with its own code")
            found.append(one)
    except (Exception, SystemExit) as error:
        why = str(error) if isinstance(error, _FaultyError) else _words_of(error)
        entry = declared_rules()[rule.code][0]
        found.append(_fault(entry, f"the rule {rule.code} failed on '{name}': {why}"))
    return found


def _is_proper(one: object, rule: CustomRule) -> bool:
    """Return whether something is a finding of a rule, all fields of which have their types."""
    return (
        isinstance(one, Finding)
        and one.code == rule.code
        and isinstance(one.severity, Severity)
        and isinstance(one.what, str)
        and isinstance(one.help, str)
        and isinstance(one.where, Span)
        and isinstance(one.where.file, str)
        and all(type(number) is int and number >= 0 for number in (one.where.line, one.where.column))
    )
