"""Findings that a person accepts: `accept` names the rule, the reason, and until when.

An acceptance covers everything inside the item that has it: a key point, a section, a
source, the brief. It holds in every language; one that is written in a translation
holds there alone. Only warnings can be accepted. `brief build` does not look at the
date: only `brief check` reports an acceptance that has expired.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key, SourceMap
from briefing.model.brief import Brief
from briefing.model.suppression import Acceptance, Accepting
from briefing.model.traversal import walk
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Version

UNUSED_ACCEPTANCE = Rule(
    "BR071",
    "unused-acceptance",
    Severity.WARNING,
    Stage.SET,
    """
    An acceptance matches no finding.

    `accept` suppresses a warning, with a reason. It covers everything inside the item that
    has it, in every language. Nothing there has such a finding any more. Remove the
    acceptance, or a later finding would go unnoticed.

    Bad:

        key_points:
          - text: The fleet is small.
            accept: {rule: uncited-claim, why: we counted the aircraft}

    Good:

        key_points:
          - text: The fleet has 36 aircraft.
            accept: {rule: uncited-claim, why: we counted the aircraft}
    """,
)
EXPIRED_ACCEPTANCE = Rule(
    "BR072",
    "expired-acceptance",
    Severity.WARNING,
    Stage.SET,
    """
    An acceptance has expired.

    The day that `until` names has passed, so `brief check` reports the accepted finding
    again. Look at it once more: correct the text, or name a later day. `brief build` goes
    on as before.

    Bad:

        key_points:
          - text: The fleet has 36 aircraft.
            accept: {rule: uncited-claim, why: we counted the aircraft, until: 2026-06-30}

    Good:

        key_points:
          - text: The fleet has 36 aircraft.
            accept: {rule: uncited-claim, why: we counted the aircraft, until: 2027-06-30}
    """,
)
ACCEPTED_ERROR = Rule(
    "BR073",
    "accepted-error",
    Severity.WARNING,
    Stage.SET,
    """
    An acceptance names an error.

    Only warnings can be accepted; an error stops the edition all the same. Correct what the
    error is about, and remove the acceptance.

    Bad:

        key_points: [Ask 李明 first.]
        accept: {rule: missing-glyph, why: we have no such font}

    Good:

        key_points: [Ask Li Ming first.]
    """,
    ExampleKind.NONE,
)
RULES = (UNUSED_ACCEPTANCE, EXPIRED_ACCEPTANCE, ACCEPTED_ERROR)


@dataclass(frozen=True, slots=True)
class _Place:
    """An acceptance, with the key of the item that has it and its place in the file."""

    acceptance: Acceptance
    key: Key
    where: Span

    def covers(self, finding: Finding, source_map: SourceMap) -> bool:
        is_of_translation = source_map.beneath is not None and self.where.file == source_map.file
        if is_of_translation and finding.where.file != source_map.file:
            return False
        return finding.code == self.acceptance.rule and source_map.holds(self.key, finding.where)


def split_accepted(
    findings: Iterable[Finding], brief: Brief, source_map: SourceMap
) -> tuple[list[Finding], list[Finding]]:
    """Split findings into those to report and the accepted warnings; `until` is not checked here."""
    acceptances = list(_acceptances(brief, source_map))
    left: list[Finding] = []
    accepted: list[Finding] = []
    for finding in findings:
        is_accepted = finding.severity is Severity.WARNING and any(
            one.covers(finding, source_map) for one in acceptances
        )
        (accepted if is_accepted else left).append(finding)
    return left, accepted


def judge_acceptances(
    findings: Sequence[Finding], versions: Sequence[Version], today: date, checked: Collection[str]
) -> tuple[list[Finding], list[Finding]]:
    """Split findings into those to report, with findings about the acceptances themselves, and the accepted ones.

    `checked` are the codes of the rules that were run; an acceptance of any other code is not judged.
    """
    left, accepted = dict.fromkeys(findings), dict.fromkeys(findings[:0])
    said: list[Finding] = []
    for where, source_map in _by_place(versions).items():
        rule, until = source_map[0][0].acceptance.rule, source_map[0][0].acceptance.until
        matched = [
            finding
            for finding in findings
            if any(one.covers(finding, version.source_map) for one, version in source_map)
        ]
        if until and until < today:
            said.append(_expired(rule, until, where))
            continue
        for finding in matched:
            if finding.severity is Severity.ERROR:
                said.append(_of_an_error(rule, where, finding))
            elif finding in left:
                del left[finding]
                accepted[finding] = None
        if not matched and rule in checked:
            said.append(_unmatched(rule, where))
    return [*left, *said], list(accepted)


def _acceptances(brief: Brief, source_map: SourceMap) -> Iterator[_Place]:
    for key, item in walk(brief):
        if isinstance(item, Accepting):
            for index, acceptance in enumerate(item.accept):
                yield _Place(acceptance, key, source_map.key((*key, "accept", index)))


def _by_place(versions: Sequence[Version]) -> dict[Span, list[tuple[_Place, Version]]]:
    """Group the acceptances by place: one in the original brief also belongs to its translations."""
    found: dict[Span, list[tuple[_Place, Version]]] = {}
    for version in versions:
        for one in _acceptances(version.brief, version.source_map):
            found.setdefault(replace(one.where, source=""), []).append((one, version))
    return {source_map[0][0].where: source_map for source_map in found.values()}


def _expired(rule: str, until: date, where: Span) -> Finding:
    what = f"the acceptance of {rule} expired on {until}"
    return EXPIRED_ACCEPTANCE.finding(what, where, "correct the text, or set a later day")


def _of_an_error(rule: str, where: Span, finding: Finding) -> Finding:
    what = f"{rule} is an error here ({finding.where}); only warnings can be accepted"
    return ACCEPTED_ERROR.finding(what, where, "correct the error, and remove the acceptance")


def _unmatched(rule: str, where: Span) -> Finding:
    what = f"the acceptance of {rule} matches no finding"
    return UNUSED_ACCEPTANCE.finding(what, where, "remove the acceptance")
