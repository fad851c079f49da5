"""Every rule over a selection, without writing anything: `brief check`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.compose.tailor import tailor
from briefing.core.codes import NAMES
from briefing.core.errors import BriefingError, Exit, SelectionError
from briefing.core.finding import Finding, has_errors, sorted_findings
from briefing.files.workspace import Files
from briefing.load.confirmations import read_confirmations
from briefing.load.languages import Languages
from briefing.model.language import Vocabulary
from briefing.pipeline.plan import Selection, plan_all_languages
from briefing.pipeline.task import Executor
from briefing.pipeline.unused_files import unread_files
from briefing.results import Plan
from briefing.rules.catalogue import find_rules, unknown_rule
from briefing.rules.registry import ACCEPTANCE_CODES, BUILT_CODES, check_content, check_set
from briefing.rules.suppressions import judge_acceptances
from briefing.stages import Confirmations, EditionSet, Job, Version


@dataclass
class CheckResult:
    """What was found over all briefs of a selection, and what of it is accepted."""

    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    brief_count: int = 0
    edition_count: int = 0
    errors: list[BriefingError] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """The exit code of the gravest error, as for a build; BUILT where there is none."""
        codes = {error.exit_code for error in self.errors if has_errors(error.findings)}
        if not codes and has_errors(self.findings):
            return Exit.CONTENT
        return min(codes, default=Exit.BUILT)


def check(files: Files, selection: Selection, today: date, executor: Executor | None = None) -> CheckResult:
    """Check a selection; with an executor its editions are built as well, and their pages and PDFs checked.

    Raises SelectionError for names that do not exist.
    """
    return check_plan(plan_all_languages(files, selection), files, selection, today, executor)


def check_plan(
    plan: Plan, files: Files, selection: Selection, today: date, executor: Executor | None = None
) -> CheckResult:
    """Check what is planned of a selection, with all languages of its briefs."""
    result = CheckResult(errors=[failure.error for failure in plan.failed])
    briefs = plan.by_brief()
    vocabularies = _vocabularies((job for brief in briefs.values() for job in brief.jobs), files, result)
    for slug, brief in briefs.items():
        if not brief.jobs:
            continue
        try:
            confirmations = read_confirmations(slug, files)
        except BriefingError as error:
            result.errors.append(error)
            confirmations = None
        _check_brief(brief.jobs, selection, today, confirmations, vocabularies, executor, result)
    failed = (finding for error in result.errors for finding in error.findings)
    known = dict.fromkeys([*result.findings, *unread_files(files)])
    result.findings = sorted_findings([*known, *(finding for finding in failed if finding not in known)])
    result.brief_count = len(briefs)
    return result


def _check_brief(
    jobs: Sequence[Job],
    selection: Selection,
    today: date,
    confirmations: Confirmations | None,
    vocabularies: Mapping[str, Vocabulary],
    executor: Executor | None,
    result: CheckResult,
) -> None:
    """One brief: its set of editions, then each edition, then what is accepted of all that."""
    versions = {job.edition.language: version_of(job, vocabularies.get(job.edition.language)) for job in jobs}
    wanted = [job for job in jobs if job.edition.language in (selection.languages or versions)]
    tailored = []
    found = [finding for job in wanted for finding in job.findings]
    for job in wanted:
        try:
            tailored.append(tailor(job))
            found += check_content(tailored[-1])
        except BriefingError as error:
            result.errors.append(error)
    editions = EditionSet(
        jobs[0].edition.brief, tuple(versions.values()), tuple(tailored), today, confirmations
    )
    found += check_set(editions)
    accepted: list[Finding] = []
    if executor:
        for _, made in executor(wanted):
            found += made.report.findings
            accepted += made.report.accepted
            if made.error:
                result.errors.append(made.error)
    unwanted = {
        version.source_map.file
        for name, version in versions.items()
        if name not in (selection.languages or versions)
    }
    found = [
        finding for finding in sorted_findings([*found, *accepted]) if finding.where.file not in unwanted
    ]
    asked = set() if selection.audiences or selection.languages else set(NAMES) - ACCEPTANCE_CODES
    asked -= set() if executor else BUILT_CODES
    left, stand = judge_acceptances(found, editions.versions, today, asked)
    result.findings += tuple(left)
    result.accepted += tuple(stand)
    result.edition_count += len(wanted)


def _vocabularies(jobs: Iterable[Job], files: Files, result: CheckResult) -> dict[str, Vocabulary]:
    """Read the vocabulary of each language; one that cannot be read is an error of the result."""
    languages, found = Languages(files), {}
    for tag in dict.fromkeys(job.edition.language for job in jobs):
        try:
            found[tag] = languages.vocabulary_of(tag)
            result.findings += tuple(languages.gaps(tag))
        except BriefingError as error:
            result.errors.append(error)
    return found


def version_of(job: Job, vocabulary: Vocabulary | None = None) -> Version:
    """Return a brief in the language of a job; without a vocabulary, rules read no words of figures in it."""
    return Version(
        job.edition.language,
        job.brief,
        job.source_map,
        job.labels,
        job.scale,
        job.settings,
        job.traits,
        vocabulary or Vocabulary(),
    )


def select_codes(given: Iterable[str]) -> frozenset[str]:
    """Return the codes that a person typed by code, group or name, separated by commas.

    Raises SelectionError for what no rule has.
    """
    typed = [one for several in given for one in map(str.strip, several.split(",")) if one]
    found = {one: find_rules(one) for one in typed}
    if unknown := [unknown_rule(one) for one, rules in found.items() if not rules]:
        raise SelectionError(unknown)
    return frozenset(rule.code for rules in found.values() for rule in rules)


def chosen(findings: Iterable[Finding], select: Collection[str], ignore: Collection[str]) -> list[Finding]:
    """Return the findings whose codes are selected, or all if none is, without those to ignore."""
    return [
        finding
        for finding in findings
        if (not select or finding.code in select) and finding.code not in ignore
    ]
