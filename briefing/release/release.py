"""A brief → its kit: the editions as they stand in the folder of output, and what they are handed out with.

Nothing is made anew of what was built: a PDF goes into the kit with the bytes that were checked. What is made beside
it fills in templates, and so is made where editions are: in processes that can be ended (`workers`). A kit says the
same whenever it is made; the clock decides only whether it may be.
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
from briefing.files.read_log import digest_of as recorded_digest
from briefing.files.temporary_files import clear_folders
from briefing.files.workspace import Files
from briefing.incremental.build_log import Record
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.result import Handout, Maker
from briefing.release.git_commit import Commit, GitError
from briefing.release.kit import MANIFEST, SUMS, digest_of, verify, with_sums, write_manifest
from briefing.release.release_files import commit_of, hand_out_here, tell_edition, tell_kit
from briefing.review.check import Examined, examine
from briefing.stages import SHIPPED_ONLY, Job, Outcome

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
    """The SHA-256 of its list of checksums, which stands for all of it."""
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
    record: Record,
    terms: Terms,
    folder: Path,
    maker: Callable[[Handout], Maker] | None = None,
) -> Iterator[Released]:
    """Release each brief of a selection into a folder of its own.

    Editions are handed out in this process, or by another maker.

    Raises SelectionError for names that do not exist, and MachineError where the folder cannot be written to.
    """
    planned: dict[str, list[Job | Outcome]] = {}
    for one in plan(files, selection):
        brief = one.edition.brief if isinstance(one, Job) else _brief_of(one, files)
        planned.setdefault(brief, []).append(one)
    prepare_folder(folder)
    clear_folders(folder)
    for brief, ones in planned.items():
        try:
            yield _Release(files, record, terms, maker or partial(hand_out_here, files)).write(
                replace(selection, briefs=(brief,)), ones, folder
            )
        except BriefingError as error:
            yield Released(brief, error=error)


def _brief_of(outcome: Outcome, files: Files) -> str:
    """The brief of what could not be planned: the name begins with that of a folder in `content/`."""
    slugs = (name.split("/")[1] for name in files.list("content/*/brief.yaml"))
    return max((slug for slug in slugs if outcome.name.startswith(slug)), key=len, default=outcome.name)


@dataclass(frozen=True)
class _Release:
    """What the releases of one command share."""

    files: Files
    record: Record
    terms: Terms
    maker: Callable[[Handout], Maker]

    def write(self, selection: Selection, planned: Sequence[Job | Outcome], folder: Path) -> Released:
        """Write the kit of one brief. Raises BriefingError with what stands in the way."""
        examined = examine(self.files, selection, self.terms.now.date())
        jobs = [one for one in planned if isinstance(one, Job)]
        _refuse(examined, jobs, self.record, self.terms, _build(selection, self.files))
        is_embargoed = any(_is_running(job, self.terms.now) for job in jobs)
        ending = (EMBARGOED,) if is_embargoed else ()
        paper = (selection.paper,) if selection.paper else ()
        chosen = dict.fromkeys((*selection.audiences, *selection.languages, *selection.modifiers, *paper))
        brief, day = jobs[0].edition.brief, jobs[0].brief.date.isoformat()
        place = folder / "-".join((brief, *chosen, day, *ending))
        forms = self.forms(jobs, Handout(self.record.out, ending), _build(selection, self.files))
        editions = [tell_edition(job, form, self.record) for job, form in zip(jobs, forms, strict=True)]
        commit, commit_problem = self._commit(jobs)
        told = tell_kit(jobs, editions, examined, self.record, commit=commit, is_embargoed=is_embargoed)
        contents = {name: content for form in forms for name, content in form.values()}
        kit = with_sums({**contents, MANIFEST: write_manifest(told)})
        how = _how(place, kit, Span(self.files.shown(place)))
        if how != "current":
            write_folder(place, kit)
        size = sum(map(len, kit.values()))
        fingerprint = digest_of(kit[SUMS])
        return Released(brief, place, len(jobs), size, fingerprint, how, is_embargoed, commit_problem)

    def _commit(self, jobs: Sequence[Job]) -> tuple[Commit | None, str]:
        """The commit that the manifest names, or why it names none."""
        try:
            return commit_of(jobs, self.record, self.files), ""
        except GitError as error:
            return None, str(error)

    def forms(self, jobs: Sequence[Job], how: Handout, help: str) -> list[Mapping[str, tuple[str, bytes]]]:
        """What each edition is handed out as. Raises the error of the first that cannot be, with all findings."""
        found = {id(job): one for job, one in self.maker(how)(jobs)}
        made = [found[id(job)] for job in jobs]
        if errors := [one.error for one in made if one.error]:
            raise type(errors[0])([finding for error in errors for finding in error.findings])
        changed = [
            Finding("BR807", "the edition was changed by other hands", _file_of(job, self.record), help)
            for job, one in zip(jobs, made, strict=True)
            if recorded_digest(one.handout["pdf"][1]) != self.record.manifest.editions[job.name]["pdf"][1]
        ]
        if changed:
            raise PromiseError(changed)
        return [one.handout for one in made]


def _is_running(job: Job, now: datetime) -> bool:
    until = job.brief.marking.embargo_until
    return until is not None and now < until


def _refuse(examined: Examined, jobs: Sequence[Job], record: Record, terms: Terms, help: str) -> None:
    """Raises BriefingError with all that stands in the way of a release."""
    errors = [finding for finding in examined.findings if has_errors([finding])]
    kept = [*_stale(jobs, record, help), *(() if terms.may_be_embargoed else _embargoes(jobs, terms.now))]
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


def _stale(jobs: Iterable[Job], record: Record, help: str) -> Iterator[Finding]:
    """The editions whose files are not what would be built now, with whatever options they were built."""
    for job in jobs:
        known = record.manifest.editions.get(job.name, {})
        options = known.get("options", job.options)
        why = _other_layers(options, job) or record.manifest.why_stale(job.name, options, record.machine)
        if why:
            what = f"the edition is not current: {why}"
            yield Finding("BR807", what, _file_of(job, record), help)


def _other_layers(options: str, job: Job) -> str:
    """Why an edition is none of this release where other templates were asked for; else nothing."""
    was_shipped_only = SHIPPED_ONLY in options.split()
    if was_shipped_only == job.is_shipped_only:
        return ""
    return f"it was built {'with' if was_shipped_only else 'without'} {SHIPPED_ONLY}"


def _file_of(job: Job, record: Record) -> Span:
    return Span(f"{record.out.name}/{job.name}.pdf")


def _build(selection: Selection, files: Files) -> str:
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
    return "current" if found.fingerprint == digest_of(kit[SUMS]) else "replaced"


def exit_of(released: Iterable[Released]) -> Exit:
    """The exit code of several kits: the common one of their errors, or `PARTIAL` where others were written."""
    codes = {one.error.exit_code if one.error else Exit.BUILT for one in released}
    return Exit.PARTIAL if Exit.BUILT in codes and len(codes) > 1 else min(codes, default=Exit.BUILT)
