"""The build log of one run: which editions are up to date, why others are not, and what was made.

How it is written down is in `build_log_file`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.core.finding import Finding
from briefing.files.read_log import ReadLog
from briefing.files.workspace import Files
from briefing.incremental.build_log_file import BuildLogFile
from briefing.incremental.json_values import value_from_json
from briefing.results import EditionReport, Outcome, Plan, Result
from briefing.stages import SHIPPED_ONLY, Edition, Job

if TYPE_CHECKING:  # it takes its time, and is wanted when the first edition is made
    from briefing.incremental.fingerprint import Provenance

SAVED_EVERY = 5.0
"""Seconds: what a build that is ended by force may have to make once more."""

PDF_ALONE = (".pdf",)


class BuildLog:
    """What is known of the editions in a folder of output, for one selection of them."""

    def __init__(
        self,
        files: Files,
        out: Path,
        selection: str,
        *,
        endings: Sequence[str] = PDF_ALONE,
        is_forced: bool = False,
        words: Sequence[str] = (),
    ) -> None:
        self.file = BuildLogFile(os.fspath(files.root), os.fspath(files.shipped), os.fspath(out))
        self.out, self.is_forced = out, is_forced
        self.endings = tuple(endings)
        """Of the files that an edition must have."""
        self.selection = f"{selection} {SHIPPED_ONLY}" if files.is_shipped_only else selection
        self.words = words
        """The words of the command, where the same ones may be answered from the log; else none."""
        self.looked_at = ReadLog()
        """What was read and listed of the workspace as a whole, to warn of it."""
        self.reasons: dict[str, str] = {}
        """Why an edition is made again, by its name."""
        self.machine = self._machine_now()
        self._is_noted = False
        """Whether the libraries of those who make editions are known to be those in the log."""
        self._saved = time.monotonic()

    def _machine_now(self) -> str:
        """The versions as they are, as far as that can be known before the engine is loaded."""
        if (known := self.file.machine()) or not self.file.evidence:
            return known
        return self._noted(_find_provenance(self._known_libraries()))

    def _known_libraries(self) -> set[str]:
        """The native libraries of the process that made the editions before."""
        last = self.file.evidence.get("stamps", ())
        return {path for path in last if ".so" in os.path.basename(path)}  # noqa: PTH119

    def _noted(self, provenance: Provenance) -> str:
        key = provenance.key
        self.file.machines[key] = provenance.details
        self.file.evidence = provenance.evidence()
        self.file.is_changed = True
        return key

    def up_to_date_editions(self, brief: str) -> list[Outcome]:
        """The editions of a brief, if all of them are up to date; else none."""
        if self.is_forced:
            return []
        names = self.file.up_to_date_editions(self.selection, brief, self.machine, self.endings)
        return [self._outcome(name) for name in names or ()]

    def up_to_date(self, job: Job) -> Outcome | None:
        """An edition that is up to date; None where it has to be made, and `reasons` has why."""
        why = self.file.why_outdated(job.name, job.options, self.machine, self.endings)
        if self.is_forced or why:
            self.reasons[job.name] = why or "of --force"
            return None
        return self._outcome(job.name)

    def _outcome(self, name: str) -> Outcome:
        known = self.file.editions[name]
        return Outcome(
            name,
            report_of(known),
            value_from_json(Edition, known["edition"]),
            path=self.out / f"{name}.pdf",
            is_up_to_date=True,
        )

    def report_of(self, name: str) -> EditionReport:
        """The report of an edition, as it was built."""
        return report_of(self.file.editions[name])

    def keep_plan(self, brief: str, reads: ReadLog, plan: Plan) -> None:
        """Keep which editions a brief has, if all of them could be planned."""
        if not plan.failed:
            editions = [(job.name, job.options) for job in plan.jobs]
            self.file.keep_plan(self.selection, brief, reads, editions)

    def keep_command(self, briefs: Sequence[str], reads: ReadLog) -> None:
        """Keep which briefs a command is about."""
        if self.words:
            reads.add(self.looked_at)
            call = {"selection": self.selection, "briefs": list(briefs), "endings": list(self.endings)}
            self.file.keep_command(self.words, reads, call)

    def prepare(self) -> None:
        """Find what can be known of the machine before the first edition is made, where it is not known already."""
        if self.machine:
            return
        from briefing.incremental.fingerprint import find_software

        find_software()

    def keep(self, job: Job, result: Result, outcome: Outcome, files: Mapping[str, bytes]) -> None:
        """Keep what an edition was made from, its files by their endings, and its report."""
        if not self._is_noted:
            if not self.machine or self._known_libraries() != set(result.libraries):
                self.machine = self._noted(_find_provenance(result.libraries))
            self._is_noted = True
        reads = ReadLog(dict(job.reads.entries))
        reads.add(result.reads)
        known = {
            "options": job.options,
            "machine": self.machine,
            "edition": asdict(job.edition),
            "report": asdict(outcome.report),
        }
        self.file.keep_edition(job.name, reads, files, known)
        if time.monotonic() - self._saved > SAVED_EVERY:
            self.save()

    def save(self) -> None:
        """Write down what is new."""
        self.file.save()
        self._saved = time.monotonic()

    def __enter__(self) -> BuildLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.save()


def _find_provenance(libraries: Iterable[str]) -> Provenance:
    from briefing.incremental.fingerprint import find_provenance

    return find_provenance(libraries)


def report_of(known: Mapping[str, Any]) -> EditionReport:
    """The report that the build log has of an edition."""
    return value_from_json(EditionReport, known["report"])


def findings_of(known: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The warnings that the build log has of an edition, to be printed again."""
    return report_of(known).findings
