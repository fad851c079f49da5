"""Writes the kit of a brief: its editions as they are in the output folder, and the files that go with them.

Nothing is built again: a PDF goes into the kit with the bytes that were checked. The other files come from templates,
so they are made where editions are built: in processes that can be stopped (`execution`). A kit has the same bytes
whenever it is made; the clock only decides whether it may be made. Only a signature has a time, so a PDF that the
existing kit contains with a signature of the same key is not signed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from shlex import split

from briefing.compose.email_draft import replace_attachment
from briefing.compose.signature import LABEL
from briefing.core.errors import BriefingError, ContentError, Exit, PromiseError, WorkspaceError
from briefing.core.finding import Finding, Span, has_errors
from briefing.files.atomic_writing import prepare_folder, write_folder
from briefing.files.git_program import GitError
from briefing.files.read_log import digest_of
from briefing.files.temporary_files import clear_folders
from briefing.files.workspace import Files
from briefing.incremental.build_log import BuildLog
from briefing.incremental.build_log_file import NO_FILE
from briefing.pipeline.formats import EMAIL, FORMATS, PDF
from briefing.pipeline.plan import Selection, plan_all_languages
from briefing.pipeline.task import Executor, Task, execute_here
from briefing.release.git_commit import Commit
from briefing.release.kit import MANIFEST, SUMS, sha256_of, with_sums, write_manifest
from briefing.release.release_files import (
    STAMP,
    STAMP_PLACE,
    Stamp,
    commit_of,
    describe_edition,
    describe_kit,
    file_names_of,
    release_task,
)
from briefing.release.reused_signatures import Earlier, find_earlier
from briefing.release.signing import VISIBLE, Signing, describe_signature, read_appearance, sign_pdf
from briefing.release.verify import Verified, verify
from briefing.results import Plan
from briefing.review.check import CheckResult, check_plan
from briefing.stages import SET, SHIPPED_ONLY, Job, set_options

FOLDER = "release"
EMBARGOED = "embargoed"


@dataclass(frozen=True)
class Released:
    """The result of releasing a brief: a kit in a folder, or an error."""

    brief: str
    folder: Path | None = None
    edition_count: int = 0
    byte_count: int = 0
    fingerprint: str = ""
    """The SHA-256 of its list of checksums, which identifies the kit."""
    how: str = "written"
    """`written`, `replaced`, or `unchanged` if the same kit exists already."""
    signed_by: str = ""
    is_embargoed: bool = False
    commit_problem: str = ""
    """Why the manifest names no commit although the workspace is in a repository."""
    error: BriefingError | None = None


@dataclass(frozen=True)
class Terms:
    """The terms of a release: the time at which dates are checked, whether an embargo may run, and who signs."""

    now: datetime
    may_be_embargoed: bool = False
    signing: Signing | None = None


def release_all(
    files: Files,
    selection: Selection,
    log: BuildLog,
    terms: Terms,
    folder: Path,
    executor: Callable[[Task], Executor] | None = None,
) -> Iterator[Released]:
    """Release each brief of a selection into a folder of its own.

    The files are made in this process unless an executor is given.
    Raises SelectionError for names that do not exist, and MachineError if the folder cannot be written.
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
    """The values that all releases of one command share."""

    files: Files
    log: BuildLog
    terms: Terms
    executor: Callable[[Task], Executor]

    def write(self, selection: Selection, plan: Plan, folder: Path) -> Released:
        """Write the kit of one brief. Raises BriefingError with all findings that prevent it."""
        checked = check_plan(plan, self.files, selection, self.terms.now.date())
        jobs = (plan.in_languages(selection.languages) if selection.languages else plan).jobs
        command = build_command(selection, self.files)
        refuse(checked, jobs, self.log, self.terms, command)
        is_embargoed = any(is_running(job, self.terms.now) for job in jobs)
        suffix = (EMBARGOED,) if is_embargoed else ()
        place = folder / _folder_name(jobs[0], selection, suffix)
        task = release_task(self.log.out, suffix, stamp=_stamp_of(self.terms.signing))
        named = [file_names_of(job, suffix) for job in jobs]
        made = make_files(jobs, self.executor(task), self.log, command)
        signing = self.terms.signing
        found = find_written(place, Span(self.files.shown(place)), "kit")
        earlier = find_earlier(place, signing) if signing and found else {}
        signed = [
            _signed(files, signing, job.labels.labels[LABEL], earlier.get(names[PDF]))
            if signing
            else (files, None)
            for job, files, names in zip(jobs, made, named, strict=True)
        ]
        contents = [files for files, _ in signed]
        editions = [
            describe_edition(job, files, names, self.log, signature)
            for job, (files, signature), names in zip(jobs, signed, named, strict=True)
        ]
        commit, commit_problem = self._commit(jobs)
        manifest = describe_kit(jobs, editions, checked, self.log, commit=commit, is_embargoed=is_embargoed)
        by_name = {
            names[kind]: content
            for files, names in zip(contents, named, strict=True)
            for kind, content in files.items()
        }
        kit = with_sums({**by_name, MANIFEST: write_manifest(manifest)})
        how = how_written(found, kit[SUMS])
        if how != "unchanged":
            write_folder(place, kit)
        size = sum(map(len, kit.values()))
        fingerprint = sha256_of(kit[SUMS])
        brief = jobs[0].edition.brief
        signed_by = signing.key.identity.shown if signing else ""
        return Released(
            brief, place, len(jobs), size, fingerprint, how, signed_by, is_embargoed, commit_problem
        )

    def _commit(self, jobs: Sequence[Job]) -> tuple[Commit | None, str]:
        """Return the commit for the manifest, or why there is none."""
        try:
            return commit_of(jobs, self.log, self.files), ""
        except GitError as error:
            return None, str(error)


def make_files(
    jobs: Sequence[Job], executor: Executor, log: BuildLog, help: str
) -> list[Mapping[str, bytes]]:
    """Return the files of each edition, which an executor makes with the task of a release.

    Raises the error of the first that fails, with the findings of all, and PromiseError for a PDF that was changed.
    """
    results = {id(job): result for job, result in executor(jobs)}
    made = [results[id(job)] for job in jobs]
    if errors := [one.error for one in made if one.error]:
        raise type(errors[0])([finding for error in errors for finding in error.findings])
    changed = [
        Finding("BR807", "the PDF was changed after the build", _file_of(job, log), help)
        for job, one in zip(jobs, made, strict=True)
        if digest_of(one.files[PDF]) != log.file.editions[job.name]["files"][FORMATS[PDF].ending][1]
    ]
    if changed:
        raise PromiseError(changed)
    return [one.files for one in made]


def _signed(
    files: Mapping[str, bytes], signing: Signing, label: str, earlier: Earlier | None
) -> tuple[Mapping[str, bytes], Mapping[str, object]]:
    """Return the files of an edition with its PDF signed, also in its e-mail, and the entry of the manifest.

    A PDF that was signed earlier is kept if it has the same bytes in front of the signature.
    """
    unsigned = files[PDF]
    if earlier and earlier.unsigned == unsigned:
        pdf, signature = earlier.signed, earlier.entry
    else:
        appearance = read_appearance(files[STAMP], files[STAMP_PLACE]) if STAMP in files else None
        pdf = sign_pdf(unsigned, signing, label, appearance)
        signature = describe_signature(signing, unsigned)
    email = replace_attachment(files[EMAIL], unsigned, pdf)
    kept = {name: content for name, content in files.items() if name not in (STAMP, STAMP_PLACE)}
    return {**kept, PDF: pdf, EMAIL: email}, signature


def _stamp_of(signing: Signing | None) -> Stamp | None:
    """Return the words of a visible signature; None for an invisible one."""
    if signing is None or signing.placement != VISIBLE:
        return None
    identity = signing.key.identity
    return Stamp(identity.name, identity.organisation, signing.moment)


def _folder_name(job: Job, selection: Selection, suffix: tuple[str, ...]) -> str:
    """Return the name of the folder of a kit: the brief, the selection and the date."""
    paper = (selection.paper,) if selection.paper else ()
    chosen = dict.fromkeys((*selection.audiences, *selection.languages, *selection.modifiers, *paper))
    return "-".join((job.edition.brief, *chosen, job.brief.date.isoformat(), *suffix))


def is_running(job: Job, now: datetime) -> bool:
    """Return whether the embargo of a brief is still running."""
    until = job.brief.marking.embargo_until
    return until is not None and now < until


def refuse(checked: CheckResult, jobs: Sequence[Job], log: BuildLog, terms: Terms, help: str) -> None:
    """Raise BriefingError with all findings that prevent a release."""
    errors = [finding for finding in checked.findings if has_errors([finding])]
    kept = [*_outdated(jobs, log, help), *(() if terms.may_be_embargoed else _embargoes(jobs, terms.now))]
    if errors:
        in_content = any(finding.where.file.startswith("content/") for finding in errors)
        raise (ContentError if in_content else WorkspaceError)([*errors, *kept])
    if kept:
        raise PromiseError(kept)


def _embargoes(jobs: Iterable[Job], now: datetime) -> Iterator[Finding]:
    """Report each running embargo at its line; the editions of a brief usually share one."""
    for job in jobs:
        if is_running(job, now):
            until = job.brief.marking.embargo_until
            what = f"the embargo lasts until {until:%Y-%m-%d %H:%M %Z}"
            help = (
                "release it after that; for recipients who keep embargoes, --embargoed makes a marked kit now"
            )
            where = job.source_map.value(("marking", "embargo_until"))
            yield Finding("BR806", what, where, help)


def _outdated(jobs: Iterable[Job], log: BuildLog, help: str) -> Iterator[Finding]:
    """Report the editions that a build with the same options would change."""
    for job in jobs:
        known = log.file.editions.get(job.name, {})
        options = known.get("options", job.options)
        why = _other_options(options, job) or log.file.why_outdated(
            job.name, options, log.machine, log.endings
        )
        if why:
            what = f"the edition is {'missing' if why == NO_FILE else 'outdated'}: {why}"
            yield Finding("BR807", what, _file_of(job, log), help)


def _other_options(options: str, job: Job) -> str:
    """Return why the layers or the set values of an edition do not fit this release; an empty text if they do."""
    words = split(options)
    was_shipped_only = SHIPPED_ONLY in words
    if was_shipped_only != job.is_shipped_only:
        return f"it was built {'with' if was_shipped_only else 'without'} {SHIPPED_ONLY}"
    were_set = tuple(value for option, value in pairwise(words) if option == SET)
    if were_set == job.set_values:
        return ""
    return f"it was built {'with ' + ' '.join(set_options(were_set)) if were_set else 'without ' + SET}"


def _file_of(job: Job, log: BuildLog) -> Span:
    return Span(f"{log.out.name}/{job.name}.pdf")


def build_command(selection: Selection, files: Files) -> str:
    """Return the command that builds the selection."""
    options = [
        *(f"-a {audience}" for audience in selection.audiences),
        *(f"-l {language}" for language in selection.languages),
        *(f"--{modifier}" for modifier in selection.modifiers),
        *((f"--paper {selection.paper}",) if selection.paper else ()),
        *((SHIPPED_ONLY,) if files.is_shipped_only else ()),
        *set_options(files.set_values),
    ]
    return f"run `{' '.join(('brief build', *selection.briefs, *options))}`"


def find_written(place: Path, where: Span, kind: str) -> Verified | None:
    """Return the kit or the site that is in a place already; None if nothing is there.

    Raises PromiseError if anything else is there, such as a kit that somebody has changed.
    """
    if not place.exists() and not place.is_symlink():
        return None
    if place.is_symlink():
        raise occupied(f"the folder of the {kind} is a symbolic link", where)
    try:
        return verify(place)
    except BriefingError as error:
        first = error.findings[0]
        path = Path(first.where.file)
        name = path.name if path == place else path.relative_to(place).as_posix()
        what = f"the folder exists, and is not an unchanged {kind} ({name}: {first.what})"
        raise occupied(what, where) from None


def occupied(what: str, where: Span) -> PromiseError:
    """Return the error for something that a kit or a site must not replace."""
    help = "move it away, or choose another folder with --out"
    return PromiseError([Finding("BR808", what, where, help)])


def how_written(found: Verified | None, sums: bytes) -> str:
    """Return how a kit or a site gets to its place: `written`, `replaced` for an older one, `unchanged` if it is there.

    `sums` is its list of checksums.
    """
    if found is None:
        return "written"
    return "unchanged" if found.fingerprint == sha256_of(sums) else "replaced"


def exit_of(released: Iterable[Released]) -> Exit:
    """Return the exit code of several kits: that of their errors, or `PARTIAL` if some kits were written."""
    codes = {one.error.exit_code if one.error else Exit.BUILT for one in released}
    return Exit.PARTIAL if Exit.BUILT in codes and len(codes) > 1 else min(codes, default=Exit.BUILT)
