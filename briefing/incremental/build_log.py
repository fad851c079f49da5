"""The record of one run of builds: which editions are current and why others are not; what was made is kept in it.

How it is written down is in `manifest`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.core.finding import Finding, Severity, Span, sorted_findings
from briefing.files.read_log import ReadLog
from briefing.files.workspace import Files
from briefing.incremental.build_log_file import Manifest
from briefing.pipeline.result import Made
from briefing.stages import SHIPPED_ONLY, Edition, Job, Modifier, Outcome

if TYPE_CHECKING:  # it takes its time, and is wanted when the first edition is made
    from briefing.incremental.fingerprint import Provenance

SAVED_EVERY = 5.0
"""Seconds: what a build that is ended by force may have to make once more."""


class Record:
    """What is known of the editions in a folder of output, for one selection of them."""

    def __init__(
        self,
        files: Files,
        out: Path,
        selection: str,
        *,
        html: bool = False,
        is_forced: bool = False,
        words: Sequence[str] = (),
    ) -> None:
        self.manifest = Manifest(os.fspath(files.root), os.fspath(files.shipped), os.fspath(out))
        self.out, self.html, self.is_forced = out, html, is_forced
        self.selection = f"{selection} {SHIPPED_ONLY}" if files.is_shipped_only else selection
        self.words = words
        """The words of the command, where the same ones may be answered from the record; else none."""
        self.looked_at = ReadLog()
        """What was read and listed of the workspace as a whole, to warn of it."""
        self.reasons: dict[str, str] = {}
        """Why an edition is made anew, by its name."""
        self.machine = self._machine_now()
        self._is_noted = False
        """Whether the libraries of those who make editions are known to be those on record."""
        self._saved = time.monotonic()

    def _machine_now(self) -> str:
        """The versions as they are, as far as that can be told before the engine is loaded."""
        manifest = self.manifest
        if (known := manifest.machine()) or not manifest.evidence:
            return known
        return self._noted(_find_provenance(self._known_libraries()))

    def _known_libraries(self) -> set[str]:
        """The native libraries of the process that made the editions before."""
        last = self.manifest.evidence.get("stamps", ())
        return {path for path in last if ".so" in os.path.basename(path)}  # noqa: PTH119

    def _noted(self, provenance: Provenance) -> str:
        key = provenance.key
        self.manifest.machines[key] = provenance.details
        self.manifest.evidence = provenance.evidence()
        self.manifest.is_changed = True
        return key

    def current_editions(self, brief: str) -> list[Outcome]:
        """The editions of a brief, if all of them are current; else none."""
        if self.is_forced:
            return []
        names = self.manifest.current_editions(self.selection, brief, self.machine, html=self.html)
        return [self._outcome(name) for name in names or ()]

    def current(self, job: Job) -> Outcome | None:
        """An edition that is current; None where it has to be made, and `reasons` has why."""
        why = self.manifest.why_stale(job.name, job.options, self.machine, html=self.html)
        if self.is_forced or why:
            self.reasons[job.name] = why or "it was asked for"
            return None
        return self._outcome(job.name)

    def _outcome(self, name: str) -> Outcome:
        return outcome_of(name, self.manifest.editions[name], self.out)

    def keep_plan(self, brief: str, reads: ReadLog, planned: Sequence[Job | Outcome]) -> None:
        """Keep which editions a brief has, if all of them could be planned."""
        editions = [(job.name, job.options) for job in planned if isinstance(job, Job)]
        if len(editions) == len(planned):
            self.manifest.keep_plan(self.selection, brief, reads, editions)

    def keep_command(self, briefs: Sequence[str], reads: ReadLog) -> None:
        """Keep which briefs a command is about."""
        if self.words:
            reads.add(self.looked_at)
            call = {"selection": self.selection, "briefs": list(briefs), "html": self.html}
            self.manifest.keep_command(self.words, reads, call)

    def prepare(self) -> None:
        """Find what can be known of the machine before the first edition is made, where it is not known already."""
        if self.machine:
            return
        from briefing.incremental.fingerprint import find_software

        find_software()

    def keep(self, job: Job, made: Made, outcome: Outcome) -> None:
        """Keep what an edition was made from that stands in its place now."""
        if not self._is_noted:
            if not self.machine or self._known_libraries() != set(made.libraries):
                self.machine = self._noted(_find_provenance(made.libraries))
            self._is_noted = True
        reads = ReadLog(dict(job.reads.entries))
        reads.add(made.reads)
        files = {
            ending: content
            for ending, content in (("pdf", made.content), ("html", made.html))
            if content is not None
        }
        told = {
            "options": job.options,
            "machine": self.machine,
            "edition": asdict(job.edition),
            "pages": outcome.page_count,
            "fitted": list(outcome.fitted),
            "findings": [asdict(finding) for finding in outcome.findings],
            "accepted": [asdict(finding) for finding in made.accepted],
            "seconds": round(outcome.seconds, 3),
        }
        self.manifest.record(job.name, reads, files, told)
        if time.monotonic() - self._saved > SAVED_EVERY:
            self.save()

    def save(self) -> None:
        """Write down what is new."""
        self.manifest.save()
        self._saved = time.monotonic()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.save()


def _find_provenance(libraries: Iterable[str]) -> Provenance:
    from briefing.incremental.fingerprint import find_provenance

    return find_provenance(libraries)


def outcome_of(name: str, known: Mapping[str, Any], out: Path) -> Outcome:
    """What there is to tell of an edition that is current, its warnings too."""
    edition = known["edition"]
    modifiers = tuple(map(Modifier, edition["modifiers"]))
    return Outcome(
        name,
        seconds=0.0,
        edition=Edition(**{**edition, "modifiers": modifiers}),
        path=out / f"{name}.pdf",
        page_count=known["pages"],
        fitted=tuple(known["fitted"]),
        findings=findings_of(known),
        is_current=True,
    )


def findings_of(known: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The warnings of an edition, to be told again."""
    return _findings(known["findings"])


def accepted_of(known: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The warnings of an edition's page that the content accepts."""
    return _findings(known["accepted"])


def _findings(told: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return sorted_findings(
        Finding(**{**one, "where": Span(**one["where"]), "severity": Severity(one["severity"])})
        for one in told
    )
