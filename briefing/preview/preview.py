"""Keep a proof of each edition up to date with the files of the workspace.

A change is planned in the thread that reports it; the editions are made by threads that each wait for a worker
process, those in view first. A function is called after each change, for the program that shows the proofs.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from briefing.core.clock import this_day
from briefing.core.errors import BriefingError, SelectionError, keep_words
from briefing.core.finding import Finding, Span, sorted_findings
from briefing.execution.bounds import MIB, Bounds
from briefing.execution.garbage_collection import return_to_system, share_heaps
from briefing.execution.pool import Slot, Workers, refused
from briefing.execution.result_codec import NotAResultError
from briefing.files.read_log import LISTED, PART_MARK, ReadLog, change_of
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.load.themes import open_files
from briefing.pipeline.build import not_accepted
from briefing.pipeline.formats import PROOF, REGIONS
from briefing.pipeline.plan import Selection, choose_briefs, plan_in
from briefing.preview.drawing import PICTURE, drawing_task
from briefing.preview.proof_task import PAGE, PLACE, early_page_of, fingerprint_of, proof_task
from briefing.preview.proofs import LonePage, Pages, Proof, State
from briefing.preview.set_check import SetFinding, set_check_task, set_findings_of
from briefing.results import Failure, Plan, Result
from briefing.stages import Job
from briefing.typeset.inspect.page_regions import PageRegions, from_json

PICTURE_BYTES_KEPT = 4 * MIB
"""The size of the drawn pages that are kept, for several tabs that show the same page: about a dozen pages.

A browser keeps those that it shows.
"""

DIGESTS_KEPT = 50
"""The number of pages that were shown early whose digests are kept."""

IDLE_SECONDS = 5.0
"""The time without work after which all worker processes but one are ended, to free their memory."""

FIRST_SECONDS = 1.0
"""The limit of the time for which other languages wait until a changed page in view is drawn."""


@dataclass
class _Planned:
    """The plan of a brief, and the files that it was made from."""

    reads: ReadLog = field(default_factory=ReadLog)
    names: tuple[str, ...] = ()
    """The names of its editions, in order."""
    is_checked: bool = False
    """Whether its editions have been checked together since it was planned."""
    check_reads: ReadLog = field(default_factory=ReadLog)
    """The log of what was read to check them."""
    unprinted: tuple[Finding, ...] = ()
    """The findings of that check about texts and files that no edition prints."""


class Preview:
    """The proofs of a selection of editions. Leaving the context ends the worker processes.

    `notify` is called after each change, in any thread; it must return at once.
    """

    def __init__(
        self, files: Files, selection: Selection, count: int, bounds: Bounds, notify: Callable[[], None]
    ) -> None:
        self.root, self.shipped, self.is_shipped_only = files.root, files.shipped, files.is_shipped_only
        self.set_values = files.set_values
        self.selection = replace(selection, is_proof=True)
        self.workers = Workers(files, count, bounds)
        self.drawers = Workers(files, 1, bounds)
        self.count, self.notify = count, notify
        self.proofs: dict[str, Proof] = {}
        self.problems: tuple[Finding, ...] = ()
        """The findings because of which nothing can be planned."""
        self.revision = 0
        self.in_view: tuple[str, ...] = ()
        self._library = Library(self.fresh_files())
        """What was read and checked for planning is kept here until its files change."""
        self._planned: dict[str, _Planned] = {}
        self._generation = 0
        """Counts the changes of files that the workers read and may have kept."""
        self._paths: tuple[int, frozenset[Path]] = (0, frozenset())
        """The paths that were read, at a revision."""
        self._pictures: dict[tuple[str, str, float], bytes] = {}
        self._digests: dict[str, str] = {}
        """The digests under which pages were shown before their PDFs were finished, by those in the PDFs."""
        self._change = threading.Condition()
        self._drawing = threading.Lock()
        self._planning = threading.Lock()
        self._is_over = False
        self._is_first_busy = False
        """Whether the first worker is making an edition."""
        self._not_drawn: set[str] = set()
        """The editions with a page that was shown early and is not drawn yet."""
        self._drawer: Slot | None = None
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        """Start. Raises SelectionError for unknown names, and as planning does if there is nothing to show."""
        share_heaps()
        self._slugs()
        if self.selection.languages:  # a brief may lack a language, but not all of them
            plan_in(self._library, self.selection)
        for _ in range(self.count):
            thread = threading.Thread(target=self._build, args=(self.workers.open_slot(),), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._change:
            self._is_over = True
            self._change.notify_all()
        self.workers.__exit__(kind, error, trace)
        self.drawers.__exit__(kind, error, trace)
        for thread in self._threads:
            thread.join()

    def show(self, names: Sequence[str]) -> None:
        """Make the editions in view before the others."""
        with self._change:
            self.in_view = tuple(names)

    def changed_since(self, revision: int) -> tuple[int, list[Proof]]:
        """Return the number of the last change, and the proofs that have changed after another one, in order."""
        with self._change:
            changed = [replace(proof) for proof in self.proofs.values() if proof.revision > revision]
            return self.revision, changed

    def names(self) -> list[str]:
        """Return the names of all editions on the wall, in order."""
        with self._change:
            return list(self.proofs)

    def unprinted_findings(self) -> list[Finding]:
        """Return the findings about the workspace and its briefs that are not about the texts of a page."""
        with self._change:
            found = (one for planned in self._planned.values() for one in planned.unprinted)
            return list(dict.fromkeys([*self.problems, *found]))

    def proof(self, name: str) -> Proof | None:
        """Return the proof of an edition."""
        with self._change:
            found = self.proofs.get(name)
            return replace(found) if found else None

    def files(self) -> set[str]:
        """Return the names of the files that a text or a finding on the wall comes from."""
        with self._change:
            proofs = list(self.proofs.values())
            unprinted = [finding for planned in self._planned.values() for finding in planned.unprinted]
        files = {file for proof in proofs for file in proof.files()}
        return files | {finding.where.file for finding in unprinted}

    def read_paths(self) -> frozenset[Path]:
        """Return the paths of the files that were read or looked for; the same set while nothing has changed."""
        with self._change:
            if self._paths[0] != self.revision:
                logs = [log for one in self._planned.values() for log in (one.reads, one.check_reads)]
                logs += [proof.reads for proof in self.proofs.values()]
                found = {
                    (name.split(PART_MARK)[0], entry[0])
                    for reads in logs
                    for how, name, entry in reads.needed()
                    if how != LISTED
                }
                files = self.fresh_files()
                self._paths = self.revision, frozenset(files.path_at(name, place) for name, place in found)
            return self._paths[1]

    def picture(self, name: str, digest: str, scale: float) -> bytes | None:
        """Return the picture of a page with a digest as PNG, in `scale` pixels per point; None if there is none."""
        key = (name, digest, scale)
        if known := self._pictures.get(key):
            return known
        proof = self.proof(name)
        pages = proof.shown if proof else None
        found = pages.pdf_with(digest) if pages else None
        if pages is None or found is None:
            return None
        with self._drawing:
            self._drawer = self._drawer or self.drawers.open_slot()
            picture = self._drawer.do(pages.job, drawing_task(*found, scale)).files.get(PICTURE)
            if picture:
                self._pictures[key] = picture
                while len(self._pictures) > 1 and sum(map(len, self._pictures.values())) > PICTURE_BYTES_KEPT:
                    self._pictures.pop(next(iter(self._pictures)))
        with self._change:
            self._not_drawn.discard(name)
            self._change.notify_all()
        return picture

    def refresh(self) -> None:
        """Plan again what is outdated, and have it made again."""
        with self._planning:
            try:
                self._library.files.forget_outdated()
                self._take_theme()
                slugs = self._slugs()
                for slug in slugs:
                    if self._is_outdated(slug):
                        self._plan(slug)
                self._forget_all_but(slugs)
                self._rebuild_outdated()
            except BriefingError as error:
                self._publish(error.findings)
            except Exception as error:  # the next change may be the one that avoids it
                self._publish([_internal_error(error)])
            else:
                self._publish(())

    def _take_theme(self) -> None:
        """Open the workspace again if its theme or the options of the theme have changed."""
        now, before = self.fresh_files(), self._library.files
        names = ("themes", "option_sheet", "option_places")
        if any(getattr(now, name) != getattr(before, name) for name in names):
            self._library = Library(now)
            self.workers.files = self.drawers.files = now
            self._generation += 1

    def fresh_files(self) -> Files:
        """Return the workspace with nothing read from it yet."""
        files = open_files(self.root, shipped=self.shipped, is_shipped_only=self.is_shipped_only)
        return replace(files, set_values=self.set_values)

    def _slugs(self) -> tuple[str, ...]:
        return choose_briefs(self._library, self.selection)

    def _is_outdated(self, slug: str) -> bool:
        planned = self._planned.get(slug)
        return planned is None or self._has_changed(planned.reads)

    def _has_changed(self, reads: ReadLog) -> bool:
        layers = self._library.files.layers
        return any(change_of(how, name, entry, layers)[0] for how, name, entry in reads.needed())

    def _plan(self, slug: str) -> None:
        for language in self._languages_in_view(slug):
            self._plan_early(slug, language)
            self._wait_for_view(slug, language)
        with self._library.files.noting() as reads:
            try:
                planned = plan_in(self._library, replace(self.selection, briefs=(slug,)))
            except SelectionError:  # the brief has no edition in the selected language
                planned = Plan()
            except BriefingError as error:
                planned = Plan.of_failure(Failure(error, slug))
        names: list[str] = []
        with self._change:
            for job in planned.jobs:
                self._take_job(job)
                names.append(job.name)
            for failure in planned.failed:
                names += self._fail(failure)
            before = self._planned.get(slug, _Planned())
            former = before.names
            if not any(not failure.audience and not failure.language for failure in planned.failed):
                for name in {*former} - {*names}:
                    self.proofs.pop(name, None)
            order = [*planned.in_order(lambda job: job.name, lambda one: one.name, lambda one: one.name)]
            order = list(dict.fromkeys([*order, *former, *names]))
            self._planned[slug] = replace(before, reads=reads, names=tuple(order), is_checked=False)
            self._sort()
            self._touch()

    def _languages_in_view(self, slug: str) -> tuple[str, ...]:
        """Return the languages of the editions of a brief that are in view, if it has others."""
        with self._change:
            known = [proof for proof in self.proofs.values() if proof.brief == slug and proof.language]
            seen = [proof.language for proof in known if proof.name in self.in_view]
        found = tuple(dict.fromkeys(seen))
        return found if len({proof.language for proof in known}) > 1 else ()

    def _plan_early(self, slug: str, language: str) -> None:
        """Have the editions in a language made before the other languages are read."""
        selection = replace(self.selection, briefs=(slug,), languages=(language,))
        with suppress(BriefingError):  # reported when all languages are planned
            planned = plan_in(self._library, selection)
            with self._change:
                for job in planned.jobs:
                    if job.name in self.proofs:
                        self._take_job(job)

    def _wait_for_view(self, slug: str, language: str) -> None:
        """Leave the processors to the editions in view until their first changed page is drawn."""

        def is_waited_for(proof: Proof) -> bool:
            is_early = bool(proof.shown and proof.shown.early) and proof.name not in self._not_drawn
            return proof.state in (State.WAITING, State.BUILDING) and not is_early

        with self._change:
            seen = [self.proofs[name] for name in self.in_view if name in self.proofs]
            waiting = [one for one in seen if one.brief == slug and one.language == language]
            self._change.wait_for(
                lambda: self._is_over or not any(map(is_waited_for, waiting)), timeout=FIRST_SECONDS
            )

    def _take_job(self, job: Job) -> None:
        proof = self.proofs.setdefault(job.name, Proof(job.name, job.edition.brief, job.edition))
        is_same = proof.job == job and proof.state is not State.OUTDATED
        proof.job = job
        if not is_same:
            proof.state = State.WAITING
            self._touch(proof)

    def _fail(self, failure: Failure) -> Iterator[str]:
        """Mark the editions that a failure is about, and yield their names."""
        about = [
            proof
            for proof in self.proofs.values()
            if proof.edition
            and proof.brief == failure.brief
            and failure.language in ("", proof.language)
            and failure.audience in ("", proof.edition.audience)
        ]
        if not about:
            about = [self.proofs.setdefault(failure.name, Proof(failure.name, failure.brief))]
        for proof in about:
            proof.job, proof.state = None, State.OUTDATED
            proof.findings = sorted_findings([*failure.findings, *failure.error.findings])
            self._touch(proof)
            yield proof.name

    def _sort(self) -> None:
        """Put the proofs in the order of the plans."""
        order = [name for planned in self._planned.values() for name in planned.names]
        self.proofs = {name: self.proofs[name] for name in order if name in self.proofs}

    def _forget_all_but(self, slugs: Collection[str]) -> None:
        with self._change:
            for slug in {*self._planned} - {*slugs}:
                del self._planned[slug]
                self._touch()
            self._planned = {slug: self._planned[slug] for slug in slugs}
            self._sort()

    def _rebuild_outdated(self) -> None:
        """Have the editions made and checked again whose files were read by a worker and have changed."""
        with self._change:
            for planned in self._planned.values():
                planned.is_checked = planned.is_checked and not self._has_changed(planned.check_reads)
            for proof in self.proofs.values():
                if proof.job and proof.state is not State.WAITING and self._has_changed(proof.reads):
                    self._generation += 1
                    proof.state = State.WAITING
                    self._touch(proof)
            self._change.notify_all()

    def _publish(self, problems: Iterable[Finding]) -> None:
        """Show the findings about the workspace as a whole."""
        with self._change:
            if self.problems != tuple(problems):
                self.problems = tuple(problems)
                self._touch()

    def _touch(self, proof: Proof | None = None) -> None:
        self.revision += 1
        if proof:
            proof.revision = self.revision
        self._change.notify_all()
        self.notify()

    def _build(self, slot: Slot) -> None:
        """Make one edition after the other, until the preview ends; check them together when all are made."""
        generation = self._generation
        while taken := self._next(slot):
            proof, job = taken
            if proof is None:
                self._check_set(slot, job)
                continue
            if generation != self._generation:
                generation = self._generation
                slot.end()
            try:
                known = proof.whole.fingerprints if proof.whole else ()
                result = slot.do(
                    job,
                    proof_task(known, is_kept=proof.name in self.in_view),
                    partial(self._show_early, proof, job),
                )
            except Exception as error:
                if self._is_over:
                    return
                if not isinstance(error, BriefingError):
                    raise
                result = Result(error=error)
            self._keep(proof, job, result)
            del proof, job, result, taken  # while the thread waits for the next edition
            return_to_system()

    def _check_set(self, slot: Slot, job: Job) -> None:
        """Check all editions of the brief of a job, and keep what no edition has found by itself."""
        slug = job.edition.brief
        selection = replace(self.selection, briefs=(slug,), is_proof=False)
        planned = self._planned.get(slug)
        failed: Sequence[Finding] = ()
        found: Sequence[SetFinding] = ()
        reads = ReadLog()
        try:
            result = slot.do(job, set_check_task(selection, this_day()))
            reads, found = result.reads, set_findings_of(result)
        except ValueError:  # a template may have taken control of the worker
            failed = _refused_findings(job)
        except BriefingError as error:
            failed = error.findings
        except Exception:
            if self._is_over:
                return
            raise
        with self._change:
            if planned is not self._planned.get(slug) or planned is None:
                return  # something has changed meanwhile
            planned.is_checked, planned.check_reads = not self._has_changed(reads), reads
            proofs = [proof for proof in self.proofs.values() if proof.brief == slug]
            known = {finding for proof in proofs for finding in proof.findings}
            new = [one for one in found if one.finding not in known]
            planned.unprinted = (*failed, *(one.finding for one in new if not one.editions))
            for proof in proofs:
                about = tuple(one.finding for one in new if proof.name in one.editions)
                if about != proof.set_findings:
                    proof.set_findings = about
                    self._touch(proof)
            self._touch()

    def _next(self, slot: Slot) -> tuple[Proof | None, Job] | None:
        """Return the next edition to make, as soon as there is one; None when the preview ends.

        Without a proof it is one of a brief whose editions are all made, and are to be checked together.
        The first process is always kept, with all that it has loaded; the others work only while it does, and are
        ended after some seconds without work. The last one checks, so that the next edit finds the first one free.
        """
        is_first = slot.number == 0
        with self._change:
            if is_first:
                self._is_first_busy = False
            while not self._is_over:
                proof = self._most_wanted() if is_first or self._is_first_busy else None
                if proof and proof.job:
                    self._is_first_busy |= is_first
                    proof.state = State.BUILDING
                    self._touch(proof)
                    return proof, proof.job
                if slot.number == self.count - 1 and (job := self._next_check()):
                    return None, job
                is_idle = not self._change.wait(None if is_first or not slot.process else IDLE_SECONDS)
                if is_idle:
                    slot.end()
        return None

    def _next_check(self) -> Job | None:
        """Return an edition of a brief that is to be checked, if there is nothing else to do."""
        if any(one.state in (State.WAITING, State.BUILDING) for one in self.proofs.values()):
            return None
        for planned in self._planned.values():
            jobs = [self.proofs[name].job for name in planned.names if name in self.proofs]
            if not planned.is_checked and (job := next(filter(None, jobs), None)):
                return job
        return None

    def _most_wanted(self) -> Proof | None:
        """Return the edition that is to be made first: one in view, if one of them is waiting.

        The others wait until those in view are made, which have the processors to themselves.
        """
        waiting = [one for one in self.proofs.values() if one.state is State.WAITING and one.job]
        if found := next((one for one in waiting if one.name in self.in_view), None):
            return found
        seen = (self.proofs[name] for name in self.in_view if name in self.proofs)
        return None if any(one.state is State.BUILDING for one in seen) else next(iter(waiting), None)

    def _show_early(self, proof: Proof, job: Job, result: Result) -> None:
        """Show a page that is laid out, before the others are finished."""
        try:
            early = early_page_of(result.files[PLACE])
        except ValueError:  # a template may have taken control of the worker
            return
        with self._change:
            shown = proof.shown
            if shown and proof.job == job and early.count == len(shown.pages) > early.number:
                page = LonePage(job, result.files[PAGE], early.regions)
                proof.shown = shown.with_early(early.number, page)
                self._not_drawn.add(proof.name)
                self._touch(proof)

    def _keep(self, proof: Proof, job: Job, result: Result) -> None:
        """Keep what a worker has made, and have it made again if its files have changed meanwhile."""
        failed = result.error.findings if result.error else ()
        findings = sorted_findings([*not_accepted(job), *result.report.findings, *failed])
        pages = _pages_of(job, result)
        with self._change:
            proof.reads = result.reads
            proof.findings = findings
            if pages:
                proof.whole = self._named_as_shown(pages, proof.shown)
            proof.shown = proof.whole
            if proof.job != job:
                proof.state = State.WAITING if proof.job else State.OUTDATED
            elif self._has_changed(result.reads):
                self._generation += 1
                proof.state = State.WAITING
            else:
                proof.state = State.UP_TO_DATE if pages else State.OUTDATED
            self._touch(proof)

    def _named_as_shown(self, pages: Pages, before: Pages | None) -> Pages:
        """Return pages with those that were shown early under the same digests, so that nobody draws them again."""
        for number, early in before.early.items() if before else ():
            if early.job is pages.job and _looks_alike(early.regions, pages.pages[number : number + 1]):
                while len(self._digests) >= DIGESTS_KEPT:
                    self._digests.pop(next(iter(self._digests)))
                self._digests[pages.pages[number].digest] = early.regions.digest
        named = (replace(page, digest=self._digests.get(page.digest, page.digest)) for page in pages.pages)
        return replace(pages, pages=tuple(named))


def _looks_alike(early: PageRegions, pages: Sequence[PageRegions]) -> bool:
    """Return whether a page that was made early is the same as in the finished PDF, if that has it."""
    return any(replace(early, digest=page.digest) == page for page in pages)


def _internal_error(error: Exception) -> Finding:
    details = "".join(traceback.format_exception(error))
    what = f"internal error while the editions were planned: {type(error).__name__}: {error}"
    help = f"please report it and attach the file {keep_words(details)}"
    return Finding("BR705", what, Span("this machine"), help)


def _refused_findings(job: Job) -> Sequence[Finding]:
    """Return the findings about a worker that has not sent the findings of the set."""
    error = refused(job, NotAResultError("findings without their editions")).error
    return error.findings if error else ()


def _pages_of(job: Job, result: Result) -> Pages | None:
    if PROOF not in result.files:
        return None
    try:
        pages = from_json(result.files[REGIONS])
    except ValueError:  # a template may have taken control of the worker
        return None
    report = result.report
    fingerprints = tuple(map(fingerprint_of, pages))
    return Pages(job, result.files[PROOF], pages, report.fitted, report.seconds, fingerprints)
