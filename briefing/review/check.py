"""Applies every rule to a selection without writing anything: `brief check`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from briefing.compose.cross_references import find_dangling
from briefing.compose.printed_texts import is_printed, printed_keys
from briefing.compose.style_layers import Design, design_of
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError, Exit, SelectionError
from briefing.core.finding import Finding, Severity, has_errors, sorted_findings
from briefing.core.source_map import SourceMap
from briefing.files.workspace import Files
from briefing.load.confirmations import read_confirmations
from briefing.load.languages import Languages
from briefing.load.shared import check_shared
from briefing.model.language import Vocabulary
from briefing.pipeline.changed_originals import find_changed_originals
from briefing.pipeline.plan import Selection, plan_all_languages
from briefing.pipeline.similar_colours import find_similar_colours
from briefing.pipeline.task import Executor
from briefing.pipeline.unused_files import unread_files
from briefing.results import Plan
from briefing.review.changes import Changes, find_changes, touched_briefs
from briefing.review.conflicting_facts import find_conflicting_facts
from briefing.rules.catalogue import find_rules, read_catalogue, unknown_rule
from briefing.rules.registry import ACCEPTANCE_CODES, DATED_CODES, built_codes, check_content, check_set
from briefing.rules.suppressions import judge_acceptances
from briefing.stages import Confirmations, EditionSet, Job, Tailored, Version


@dataclass
class CheckResult:
    """The findings of all briefs of a selection, and those that are accepted."""

    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    brief_count: int = 0
    edition_count: int = 0
    unchanged_count: int = 0
    """The number of briefs that were not checked, because a change does not touch them."""
    unprinted_count: int = 0
    """The number of warnings about texts that no selected edition prints."""
    failed_languages: tuple[str, ...] = ()
    """Languages that are not selected and have errors."""
    errors: list[BriefingError] = field(default_factory=list)
    designs: list[Design] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """The exit code of the most severe error, as for a build; BUILT if there is none."""
        codes = {error.exit_code for error in self.errors if has_errors(error.findings)}
        if not codes and has_errors(self.findings):
            return Exit.CONTENT
        return min(codes, default=Exit.BUILT)


def check(
    files: Files,
    selection: Selection,
    today: date,
    executor: Executor | None = None,
    *,
    since: str | None = None,
) -> CheckResult:
    """Check a selection; with an executor, also build its editions and check their pages and PDFs.

    `since` is a revision of git: only the briefs that changes since then touch are checked.
    Raises SelectionError for names that do not exist, and for a revision that git does not know.
    """
    plan = plan_all_languages(files, selection)
    changes = None if since is None else find_changes(files, since)
    return check_plan(plan, files, selection, today, executor, changes=changes)


def find_passed_dates(files: Files, selection: Selection, today: date) -> list[Finding]:
    """Return the findings of a check that depend on its day: what has expired, and dates that have passed.

    Raises SelectionError for names that do not exist.
    """
    return [one for one in check(files, selection, today).findings if one.code in DATED_CODES]


def check_plan(
    plan: Plan,
    files: Files,
    selection: Selection,
    today: date,
    executor: Executor | None = None,
    *,
    changes: Changes | None = None,
) -> CheckResult:
    """Check the planned editions of a selection, in all languages of their briefs.

    Errors in a language that is not selected do not count, as no selected edition prints its texts. With `changes`,
    only the briefs that they touch are checked, and of the other files those that have changed.
    """
    conflicting = find_conflicting_facts(plan.by_brief().items())
    all_count = len(plan.by_brief())
    if changes is not None:
        touched = touched_briefs(plan, files, changes)
        plan = Plan.joined(one for brief, one in plan.by_brief().items() if brief in touched)
    counting = plan.in_languages(selection.languages) if selection.languages else plan
    left_out = {failure.language for failure in plan.failed} - {
        failure.language for failure in counting.failed
    }
    result = CheckResult(
        errors=[failure.error for failure in counting.failed], failed_languages=tuple(sorted(left_out))
    )
    briefs = plan.by_brief()
    result.unchanged_count = all_count - len(briefs)
    vocabularies = _vocabularies((job for brief in briefs.values() for job in brief.jobs), files, result)
    for slug, brief in briefs.items():
        if not brief.jobs:
            continue
        try:
            confirmations = read_confirmations(slug, files)
        except BriefingError as error:
            result.errors.append(error)
            confirmations = None
        _check_brief(
            brief.jobs,
            selection,
            today,
            confirmations,
            vocabularies,
            executor,
            result,
            conflicting.get(slug, ()),
        )
    failed = (finding for error in result.errors for finding in error.findings)
    of_styles = [*unread_files(files), *find_similar_colours(result.designs, files)]
    of_files = [*find_changed_originals(files), *check_shared(files)]
    of_workspace = [*of_styles, *of_files]
    if changes is not None:
        of_workspace = [one for one in of_workspace if _path_of(one, files) in changes.paths]
    known = dict.fromkeys([*result.findings, *of_workspace])
    result.findings = sorted_findings([*known, *(finding for finding in failed if finding not in known)])
    result.brief_count = len(briefs)
    return result


def _path_of(finding: Finding, files: Files) -> Path:
    """Return the path of the file that a finding leads to."""
    name = files.shown_name(finding.where.file)
    return (files.root / name).resolve()


def _check_brief(
    jobs: Sequence[Job],
    selection: Selection,
    today: date,
    confirmations: Confirmations | None,
    vocabularies: Mapping[str, Vocabulary],
    executor: Executor | None,
    result: CheckResult,
    conflicting: Sequence[Finding] = (),
) -> None:
    """Check one brief: each edition, then all of them together; then apply its acceptances.

    `conflicting` are the findings about its facts that other briefs state differently.
    """
    versions = {job.edition.language: version_of(job, vocabularies.get(job.edition.language)) for job in jobs}
    wanted = [job for job in jobs if job.edition.language in (selection.languages or versions)]
    tailored = []
    found = [*conflicting, *(finding for job in wanted for finding in job.findings)]
    for job in wanted:
        try:
            tailored.append(tailor(job))
            result.designs.append(design_of(tailored[-1]))
            found += [*check_content(tailored[-1]), *find_dangling(tailored[-1])]
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
    selected = selection.languages or versions
    read = {name: _files_of(version.source_map) for name, version in versions.items()}
    unwanted = {file for name, files in read.items() if name not in selected for file in files}
    unwanted -= {file for name, files in read.items() if name in selected for file in files}
    found = [
        finding for finding in sorted_findings([*found, *accepted]) if finding.where.file not in unwanted
    ]
    if selection.audiences or selection.languages:
        kept = _about_printed_texts(found, jobs, tailored)
        result.unprinted_count += len(found) - len(kept)
        found = kept
    judged = set() if selection.audiences or selection.languages else set(read_catalogue()) - ACCEPTANCE_CODES
    judged -= set() if executor else built_codes()
    unaccepted, accepted_findings = judge_acceptances(found, editions.versions, today, judged)
    result.findings += tuple(unaccepted)
    result.accepted += tuple(accepted_findings)
    result.edition_count += len(wanted)


def _files_of(source_map: SourceMap) -> set[str]:
    """Return the files of a brief in one language, except those of the original beneath a translation."""
    return {source_map.file, *(other.file for other in source_map.elsewhere.values())}


def _about_printed_texts(
    found: Sequence[Finding], jobs: Sequence[Job], tailored: Sequence[Tailored]
) -> list[Finding]:
    """Return the findings without the warnings about texts that none of the editions prints."""
    printed = {key for one in tailored for key in printed_keys(one)}
    source_maps = {
        source_map.file: source_map
        for job in jobs
        for source_map in (job.source_map.beneath, job.source_map)
        if source_map is not None
    }

    def is_kept(finding: Finding) -> bool:
        source_map = source_maps.get(finding.where.file)
        is_error = finding.severity is Severity.ERROR
        return is_error or source_map is None or is_printed(source_map.key_at(finding.where), printed)

    return [finding for finding in found if is_kept(finding)]


def _vocabularies(jobs: Iterable[Job], files: Files, result: CheckResult) -> dict[str, Vocabulary]:
    """Read the vocabulary of each language; the result has an error for each that cannot be read."""
    languages, found = Languages(files), {}
    for tag in dict.fromkeys(job.edition.language for job in jobs):
        try:
            found[tag] = languages.vocabulary_of(tag)
            result.findings += tuple(languages.gaps(tag))
        except BriefingError as error:
            result.errors.append(error)
    return found


def version_of(job: Job, vocabulary: Vocabulary | None = None) -> Version:
    """Return a brief in the language of a job; without a vocabulary, rules find no number words in it."""
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
    """Return the codes of rules that are given by code, group or name, separated by commas.

    Raises SelectionError for anything that is not a rule.
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
