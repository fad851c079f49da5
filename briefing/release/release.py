"""A brief → its kit: the editions as they are in the folder of output, and the files that go out with them.

Nothing is made again that was built: a PDF goes into the kit with the bytes that were checked. The other files fill
in templates, and so are made where editions are: in processes that can be ended (`execution`). A kit is the same
whenever it is made; the clock decides only whether it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from briefing.core.errors import BriefingError, ContentError, Exit, PromiseError, WorkspaceError
from briefing.core.finding import Finding, Span, has_errors
from briefing.files.atomic_writing import prepare_folder, write_folder
from briefing.files.read_log import digest_of
from briefing.files.temporary_files import clear_folders
from briefing.files.workspace import Files
from briefing.incremental.build_log import BuildLog
from briefing.pipeline.formats import FORMATS, PDF
from briefing.pipeline.plan import Selection, plan_all_languages
from briefing.pipeline.task import Executor, Task, execute_here
from briefing.release.git_commit import Commit, GitError
from briefing.release.kit import MANIFEST, SUMS, sha256_of, with_sums, write_manifest
from briefing.release.release_files import (
    commit_of,
    describe_edition,
    describe_kit,
    file_names_of,
    release_task,
)
from briefing.release.verify import verify
from briefing.results import Plan
from briefing.review.check import CheckResult, check_plan
from briefing.stages import SHIPPED_ONLY, Job

FOLDER = "release"
EMBARGOED = "embargoed"


@dataclass(frozen=True)
class Released:
    """What became of a brief's kit: a folder, or an error."""

    brief: str
    folder: Path | None = None
    edition_count: int = 0
    byte_count: int = 0
    fingerprint: str = ""
    """The SHA-256 of its list of checksums, which identifies all of it."""
    how: str = "written"
    """`written`, `replaced`, or `current` where it stands there already."""
    is_embargoed: bool = False
    commit_problem: str = ""
    """Why the manifest names no commit, though the workspace is in a repository."""
    error: BriefingError | None = None


@dataclass(frozen=True)
class Terms:
    """On what terms kits are released: the moment that decides, and whether an embargo may still run."""

    now: datetime
    may_be_embargoed: bool = False


def release_all(
    files: Files,
    selection: Selection,
    log: BuildLog,
    terms: Terms,
    folder: Path,
    executor: Callable[[Task], Executor] | None = None,
) -> Iterator[Released]:
    """Release each brief of a selection into a folder of its own.

    The files of the kits are made in this process, or by the executor that does a task elsewhere.

    Raises SelectionError for names that do not exist, and MachineError where the folder cannot be written to.
    """
    planned = plan_all_languages(files, selection)
    prepare_folder(folder)
    clear_folders(folder)
    release = _Release(files, log, terms, executor or partial(execute_here, files))
    for brief, plan in planned.by_brief().items():
        if selection.languages and not plan.in_languages(selection.languages):
            continue
        try:
            yield release.write(replace(selection, briefs=(brief,)), plan, folder)
        except BriefingError as error:
            yield Released(brief or "content", error=error)


@dataclass(frozen=True)
class _Release:
    """What the releases of one command share."""

    files: Files
    log: BuildLog
    terms: Terms
    executor: Callable[[Task], Executor]

    def write(self, selection: Selection, plan: Plan, folder: Path) -> Released:
        """Write the kit of one brief. Raises BriefingError with what prevents it."""
        checked = check_plan(plan, self.files, selection, self.terms.now.date())
        jobs = (plan.in_languages(selection.languages) if selection.languages else plan).jobs
        command = _build_command(selection, self.files)
        _refuse(checked, jobs, self.log, self.terms, command)
        is_embargoed = any(_is_running(job, self.terms.now) for job in jobs)
        suffix = (EMBARGOED,) if is_embargoed else ()
        place = folder / _folder_name(jobs[0], selection, suffix)
        contents = self._make_files(jobs, suffix, command)
        named = [file_names_of(job, suffix) for job in jobs]
        editions = [
            describe_edition(job, files, names, self.log)
            for job, files, names in zip(jobs, contents, named, strict=True)
        ]
        commit, commit_problem = self._commit(jobs)
        manifest = describe_kit(jobs, editions, checked, self.log, commit=commit, is_embargoed=is_embargoed)
        by_name = {
            names[kind]: content
            for files, names in zip(contents, named, strict=True)
            for kind, content in files.items()
        }
        kit = with_sums({**by_name, MANIFEST: write_manifest(manifest)})
        how = _how(place, kit, Span(self.files.shown(place)))
        if how != "current":
            write_folder(place, kit)
        size = sum(map(len, kit.values()))
        fingerprint = sha256_of(kit[SUMS])
        brief = jobs[0].edition.brief
        return Released(brief, place, len(jobs), size, fingerprint, how, is_embargoed, commit_problem)

    def _commit(self, jobs: Sequence[Job]) -> tuple[Commit | None, str]:
        """The commit that the manifest names, or why it names none."""
        try:
            return commit_of(jobs, self.log, self.files), ""
        except GitError as error:
            return None, str(error)

    def _make_files(
        self, jobs: Sequence[Job], suffix: tuple[str, ...], help: str
    ) -> list[Mapping[str, bytes]]:
        """The files of each edition. Raises the error of the first that has none, with the findings of all."""
        results = {id(job): result for job, result in self.executor(release_task(self.log.out, suffix))(jobs)}
        made = [results[id(job)] for job in jobs]
        if errors := [one.error for one in made if one.error]:
            raise type(errors[0])([finding for error in errors for finding in error.findings])
        changed = [
            Finding("BR807", "the edition was changed by other hands", _file_of(job, self.log), help)
            for job, one in zip(jobs, made, strict=True)
            if digest_of(one.files[PDF]) != self.log.file.editions[job.name]["files"][FORMATS[PDF].ending][1]
        ]
        if changed:
            raise PromiseError(changed)
        return [one.files for one in made]


def _folder_name(job: Job, selection: Selection, suffix: tuple[str, ...]) -> str:
    """The name of the folder of a kit: the brief, what was chosen of it, and its date."""
    paper = (selection.paper,) if selection.paper else ()
    chosen = dict.fromkeys((*selection.audiences, *selection.languages, *selection.modifiers, *paper))
    return "-".join((job.edition.brief, *chosen, job.brief.date.isoformat(), *suffix))


def _is_running(job: Job, now: datetime) -> bool:
    until = job.brief.marking.embargo_until
    return until is not None and now < until


def _refuse(checked: CheckResult, jobs: Sequence[Job], log: BuildLog, terms: Terms, help: str) -> None:
    """Raises BriefingError with all that prevents a release."""
    errors = [finding for finding in checked.findings if has_errors([finding])]
    kept = [*_outdated(jobs, log, help), *(() if terms.may_be_embargoed else _embargoes(jobs, terms.now))]
    if errors:
        in_content = any(finding.where.file.startswith("content/") for finding in errors)
        raise (ContentError if in_content else WorkspaceError)([*errors, *kept])
    if kept:
        raise PromiseError(kept)


def _embargoes(jobs: Iterable[Job], now: datetime) -> Iterator[Finding]:
    """Each embargo that runs, at its line; the editions of a brief mostly share one."""
    for job in jobs:
        if _is_running(job, now):
            until = job.brief.marking.embargo_until
            what = f"the embargo runs until {until:%Y-%m-%d %H:%M %Z}"
            help = "release it then; --embargoed makes a kit before, marked as such, for those who keep embargoes"
            where = job.source_map.value(("marking", "embargo_until"))
            yield Finding("BR806", what, where, help)


def _outdated(jobs: Iterable[Job], log: BuildLog, help: str) -> Iterator[Finding]:
    """The editions whose files are not what would be built now, with whatever options they were built."""
    for job in jobs:
        known = log.file.editions.get(job.name, {})
        options = known.get("options", job.options)
        why = _other_layers(options, job) or log.file.why_outdated(
            job.name, options, log.machine, log.endings
        )
        if why:
            what = f"the edition is not current: {why}"
            yield Finding("BR807", what, _file_of(job, log), help)


def _other_layers(options: str, job: Job) -> str:
    """Why an edition is none of this release where other templates were asked for; else nothing."""
    was_shipped_only = SHIPPED_ONLY in options.split()
    if was_shipped_only == job.is_shipped_only:
        return ""
    return f"it was built {'with' if was_shipped_only else 'without'} {SHIPPED_ONLY}"


def _file_of(job: Job, log: BuildLog) -> Span:
    return Span(f"{log.out.name}/{job.name}.pdf")


def _build_command(selection: Selection, files: Files) -> str:
    """The command that builds what was chosen."""
    options = [
        *(f"-a {audience}" for audience in selection.audiences),
        *(f"-l {language}" for language in selection.languages),
        *(f"--{modifier}" for modifier in selection.modifiers),
        *((f"--paper {selection.paper}",) if selection.paper else ()),
        *((SHIPPED_ONLY,) if files.is_shipped_only else ()),
    ]
    return f"run `{' '.join(('brief build', *selection.briefs, *options))}`"


def _how(place: Path, kit: Mapping[str, bytes], where: Span) -> str:
    """What a kit does at its place: `written`, `replaced` for another kit, `current` where it is there.

    Raises PromiseError where something else stands there, or a kit that somebody has changed.
    """
    if not place.exists() and not place.is_symlink():
        return "written"
    help = "move it away, or name another folder with --out"
    if place.is_symlink():
        what = "a link stands where the kit is to be written"
        raise PromiseError([Finding("BR808", what, where, help)])
    try:
        found = verify(place)
    except BriefingError as error:
        first = error.findings[0]
        what = f"what stands there is no kit as it was released ({Path(first.where.file).name}: {first.what})"
        raise PromiseError([Finding("BR808", what, where, help)]) from None
    return "current" if found.fingerprint == sha256_of(kit[SUMS]) else "replaced"


def exit_of(released: Iterable[Released]) -> Exit:
    """The exit code of several kits: the common one of their errors, or `PARTIAL` where others were written."""
    codes = {one.error.exit_code if one.error else Exit.BUILT for one in released}
    return Exit.PARTIAL if Exit.BUILT in codes and len(codes) > 1 else min(codes, default=Exit.BUILT)
