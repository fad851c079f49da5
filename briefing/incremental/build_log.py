"""The build log in one run of the command: which editions are up to date, why others are not, what was built.

Not here: the file that it is kept in (`build_log_file`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.core.finding import Finding
from briefing.files.read_log import PART_MARK, USED, ReadLog, digest_of_part
from briefing.files.workspace import Files
from briefing.incremental.build_log_file import BuildLogFile
from briefing.incremental.json_values import value_from_json
from briefing.results import EditionReport, Outcome, Plan, Result
from briefing.stages import SHIPPED_ONLY, Edition, Job, set_options

if TYPE_CHECKING:  # slow to import, and not needed before the first edition is made
    from briefing.incremental.fingerprint import Provenance

SAVED_EVERY = 5.0
"""The interval between two saves, in seconds: the most work that is lost when a build is killed."""

PDF_ALONE = (".pdf",)


class BuildLog:
    """The build log of one selection of editions and one output folder."""

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
        self.file = BuildLogFile(files.layers, os.fspath(out))
        self.out, self.is_forced = out, is_forced
        self.endings = tuple(endings)
        """The file name endings of the files that an edition must have."""
        self.shown_name = files.shown_name
        layers = (SHIPPED_ONLY,) if files.is_shipped_only else ()
        self.selection = " ".join((selection, *layers, *set_options(files.set_values)))
        self.words = words
        """The words of the command, if the log may answer the same command again; else none."""
        self.looked_at = ReadLog()
        """The log of what was read and listed for warnings about the workspace as a whole."""
        self.reasons: dict[str, str] = {}
        """The reason why an edition is rebuilt, by its name."""
        self.machine = self._machine_now()
        self._is_noted = False
        """Whether the libraries of the workers are known to be those in the log."""
        self._saved = time.monotonic()

    def _machine_now(self) -> str:
        """Return the current versions, as far as they are known before the engine is loaded."""
        if (known := self.file.machine()) or not self.file.evidence:
            return known
        return self._noted(_find_provenance(self._known_libraries()))

    def _known_libraries(self) -> set[str]:
        """Return the native libraries of the process that built the editions last time."""
        last = self.file.evidence.get("stamps", ())
        return {path for path in last if ".so" in os.path.basename(path)}  # noqa: PTH119

    def _noted(self, provenance: Provenance) -> str:
        key = provenance.key
        self.file.machines[key] = provenance.details
        self.file.evidence = provenance.evidence()
        self.file.is_changed = True
        return key

    def up_to_date_editions(self, brief: str) -> list[Outcome]:
        """Return the editions of a brief, if all of them are up to date; else none."""
        if self.is_forced:
            return []
        names = self.file.up_to_date_editions(self.selection, brief, self.machine, self.endings)
        return [self._outcome(name) for name in names or ()]

    def up_to_date(self, job: Job) -> Outcome | None:
        """Return an edition if it is up to date; else None, with the reason in `reasons`."""
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
        """Return the report of an edition from its last build."""
        return report_of(self.file.editions[name])

    def keep_plan(self, brief: str, reads: ReadLog, plan: Plan) -> None:
        """Record which editions a brief has, if all of them could be planned."""
        if not plan.failed:
            editions = [(job.name, job.options) for job in plan.jobs]
            self.file.keep_plan(self.selection, brief, reads, editions)

    def keep_command(self, briefs: Sequence[str], reads: ReadLog) -> None:
        """Record which briefs a command selects."""
        if self.words:
            reads.add(self.looked_at)
            call = {"selection": self.selection, "briefs": list(briefs), "endings": list(self.endings)}
            self.file.keep_command(self.words, reads, call)

    def prepare(self) -> None:
        """Determine the versions of the software while the first edition is being made, unless they are known."""
        if self.machine:
            return
        from briefing.incremental.fingerprint import find_software

        find_software()

    def keep(self, job: Job, result: Result, outcome: Outcome, files: Mapping[str, bytes]) -> None:
        """Record what an edition was made from, its files by their endings, and its report."""
        if not self._is_noted:
            if not self.machine or self._known_libraries() != set(result.libraries):
                self.machine = self._noted(_find_provenance(result.libraries))
            self._is_noted = True
        reads = ReadLog(dict(job.reads.entries))
        reads.add(result.reads)
        _add_places(reads, outcome.report.findings, self.file.layers.root)
        known = {
            "options": job.options,
            "machine": self.machine,
            "edition": asdict(job.edition),
            "report": asdict(self._placed(outcome.report)),
        }
        self.file.keep_edition(job.name, reads, files, known)
        if time.monotonic() - self._saved > SAVED_EVERY:
            self.save()

    def _placed(self, report: EditionReport) -> EditionReport:
        """Return a report that shows a theme's files by their paths: the next run prints it without the layers."""
        if not self.file.layers.themes:
            return report
        findings = (one.shown(self.shown_name) for one in report.findings)
        return replace(report, findings=tuple(findings))

    def save(self) -> None:
        """Save the file if it has changed."""
        self.file.save()
        self._saved = time.monotonic()

    def __enter__(self) -> BuildLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.save()


def _add_places(reads: ReadLog, findings: Iterable[Finding], root: str) -> None:
    """Add the files that findings lead to and that were used in part: a change of other parts moves their lines."""
    used = {name.split(PART_MARK)[0]: entry[0] for (how, name), entry in reads.entries.items() if how == USED}
    for file, place in used.items():
        if any(one.where.file == file or f"{file}:" in one.what for one in findings):
            path = place if os.path.isabs(place) else os.path.join(root, file)  # noqa: PTH117, PTH118
            reads.note(USED, file, (place, None, digest_of_part(path, file, ())))


def _find_provenance(libraries: Iterable[str]) -> Provenance:
    from briefing.incremental.fingerprint import find_provenance

    return find_provenance(libraries)


def report_of(known: Mapping[str, Any]) -> EditionReport:
    """Return the report of an edition from the data in the build log."""
    return value_from_json(EditionReport, known["report"])


def findings_of(known: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the warnings of an edition from the data in the build log, to be printed again."""
    return report_of(known).findings
