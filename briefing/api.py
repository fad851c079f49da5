"""The Python interface: open a workspace, list its editions, build them, and get every problem as a value.

Import these names from `briefing`. They are stable: versions follow Semantic Versioning. Nothing here prints, ends the
process or sets a signal handler, and any number of threads may use a workspace at the same time. Editions are made in
processes of their own, confined as those of `brief build`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, get_args

from briefing.core.errors import BriefingError, Exit, exit_of_batch
from briefing.core.finding import Finding, Severity, Span, sorted_findings
from briefing.rules.checked_values import CheckedBrief, CheckedEdition, CheckedText
from briefing.rules.custom_rules import CustomRule
from briefing.rules.rule import Stage
from briefing.stages import Edition, Modifier

if TYPE_CHECKING:
    from briefing.files.workspace import Files
    from briefing.pipeline.plan import Selection
    from briefing.results import Failure, Plan, Result

__all__ = [
    "BriefingError",
    "BuildResult",
    "CheckedBrief",
    "CheckedEdition",
    "CheckedText",
    "CustomRule",
    "Edition",
    "EditionResult",
    "Exit",
    "Finding",
    "Modifier",
    "Severity",
    "Span",
    "Stage",
    "Workspace",
]

FormatName = Literal["pdf", "html", "word", "markdown", "text"]
"""The formats that an edition can be built in."""

INTERNAL_NAMES: Mapping[FormatName, str] = {"html": "composed"}
"""The formats whose name in the table of formats is another one."""


@dataclass(frozen=True)
class EditionResult:
    """The result of one edition: its files, or the errors that stopped it."""

    name: str
    """The name of its files, without the extension; the name of the brief if it could not be read."""
    edition: Edition | None
    """Which edition it is. None if a brief, or one of its languages, could not be read."""
    files: Mapping[FormatName, bytes] = field(default_factory=dict, repr=False)
    """The contents of its files, by format. Empty if it was not built."""
    page_count: int = 0
    fitted: tuple[str, ...] = ()
    """The steps by which it was tightened to fit its page limit."""
    findings: tuple[Finding, ...] = ()
    """Its errors and warnings, by file and line."""
    accepted: tuple[Finding, ...] = ()
    """Warnings that the content accepts."""
    seconds: float = 0.0
    """The time that it took to make it."""
    exit_code: Exit = Exit.BUILT
    """The exit code that `brief build` has for it."""

    @property
    def is_built(self) -> bool:
        """Return whether it was built."""
        return bool(self.files)

    @property
    def pdf(self) -> bytes | None:
        """Return its PDF; None if it was not built, or not as PDF."""
        return self.files.get("pdf")


@dataclass(frozen=True)
class BuildResult:
    """The results of a build, one for each edition, in the order of the workspace."""

    editions: tuple[EditionResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Problems that belong to no single edition: an unknown brief or audience, a missing library."""
    exit_code: Exit = Exit.BUILT
    """The exit code that `brief build` would have."""

    @property
    def is_built(self) -> bool:
        """Return whether every edition was built."""
        return self.exit_code is Exit.BUILT


Progress = Callable[[EditionResult, int, int], None]
"""Called after each edition, in the thread of the build, with its result, how many are done, and how many there are."""


class Workspace:
    """A workspace: a folder with `content/`, and templates and styles of its own if it has some."""

    def __init__(self, path: str | os.PathLike[str] = ".", *, is_shipped_only: bool = False) -> None:
        """Open the workspace that contains a folder; `is_shipped_only` ignores its own templates and styles.

        Raises BriefingError if neither the folder nor any folder above it is a workspace.
        """
        from briefing.pipeline.plan import open_workspace

        self._is_shipped_only = is_shipped_only
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.path = open_workspace(Path(path), is_shipped_only=is_shipped_only).root
        """The folder of the workspace."""

    @classmethod
    def of(
        cls,
        briefs: Mapping[str, Mapping[str, object] | str],
        *,
        settings: Mapping[str, object] | str | None = None,
        files: Mapping[str, str | bytes] | None = None,
        is_shipped_only: bool = False,
    ) -> Self:
        """Make a workspace from values: briefs by name, each as a dict or as YAML.

        `settings` is the content of `content/workspace.yaml`. `files` has all other files by their names in a
        workspace: data and pictures, translations, templates, styles, the folder of a theme. The files are in a
        temporary folder, which `close` removes, or the end of a `with` block.
        Raises ValueError for a name that no brief can have, or that leads out of the workspace.
        """
        from briefing.files.workspace import OutsideError, check_name
        from briefing.load.library import SLUG

        contents: dict[str, str | bytes] = {}
        for name, brief in briefs.items():
            if not re.fullmatch(SLUG, name):
                raise ValueError(
                    f"{name!r} cannot be the name of a brief: use small letters, digits and hyphens, as in 'urban-heat'"
                )
            contents[f"content/{name}/brief.yaml"] = _as_yaml(brief)
        if settings is not None:
            contents["content/workspace.yaml"] = _as_yaml(settings)
        for name, content in (files or {}).items():
            try:
                check_name(name)
            except OutsideError:
                raise ValueError(f"{name!r} is not the name of a file in a workspace") from None
            contents[name] = content
        folder = tempfile.TemporaryDirectory(prefix="briefing-workspace-")
        try:
            for name, content in contents.items():
                path = Path(folder.name, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode() if isinstance(content, str) else content)
            workspace = cls(folder.name, is_shipped_only=is_shipped_only)
        except BaseException:
            folder.cleanup()
            raise
        workspace._folder = folder
        return workspace

    def close(self) -> None:
        """Remove the temporary folder of a workspace that was made from values; nothing for another one."""
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def briefs(self) -> tuple[str, ...]:
        """Return the names of the briefs, in alphabetical order."""
        from briefing.load.library import Library

        return tuple(Library(self._files()).slugs)

    def editions(
        self,
        *,
        briefs: Sequence[str] = (),
        audiences: Sequence[str] = (),
        languages: Sequence[str] = (),
        paper: str | None = None,
        modifiers: Sequence[Modifier] = (),
    ) -> tuple[Edition, ...]:
        """Return the editions that `build` would make. Those of a brief that cannot be read are left out.

        Raises BriefingError for the name of a brief, an audience, a language or a paper that does not exist.
        """
        from briefing.pipeline.plan import Selection

        selection = Selection(tuple(briefs), tuple(audiences), tuple(languages), tuple(modifiers), paper)
        return tuple(job.edition for job in _plan(self._files(), selection).jobs)

    def build(
        self,
        *,
        briefs: Sequence[str] = (),
        audiences: Sequence[str] = (),
        languages: Sequence[str] = (),
        paper: str | None = None,
        modifiers: Sequence[Modifier] = (),
        formats: Sequence[FormatName] = ("pdf",),
        is_fitted: bool = True,
        is_draft: bool = False,
        workers: int = 1,
        seconds: float = 60.0,
        memory: int = 1536,
        progress: Progress | None = None,
    ) -> BuildResult:
        """Build editions in memory. Whatever is wrong with a workspace is a finding of the result.

        An empty selection of briefs, audiences or languages is all of them. `workers` is the number of editions that
        are made at the same time, each within `seconds` and `memory` (in MiB). The options mean what those of
        `brief build` mean. No file is written, and none from an earlier build is used.
        Raises ValueError for an unknown format, and what `progress` raises.
        """
        from briefing.execution.bounds import MIB, Bounds
        from briefing.execution.pool import Workers
        from briefing.pipeline.plan import Selection
        from briefing.pipeline.task import build_task

        if unknown := [name for name in formats if name not in get_args(FormatName)]:
            raise ValueError(
                f"unknown format {unknown[0]!r}; the formats are {', '.join(get_args(FormatName))}"
            )
        names = {INTERNAL_NAMES.get(name, name): name for name in formats}
        selection = Selection(
            tuple(briefs), tuple(audiences), tuple(languages), tuple(modifiers), paper, is_fitted, is_draft
        )
        files = self._files()
        made: dict[str, EditionResult] = {}
        try:
            planned = _plan(files, selection)
            bounds = Bounds(seconds, memory * MIB)
            with Workers(files, workers, bounds, task=build_task(tuple(names))) as pool:
                for job, result in pool.execute(planned.jobs):
                    made[job.name] = _made(job.edition, result, names)
                    if progress is not None:
                        progress(made[job.name], len(made), len(planned.jobs))
        except BriefingError as error:
            return BuildResult(tuple(made.values()), error.findings, error.exit_code)
        editions = tuple(
            planned.in_order(
                lambda job: made[job.name],
                lambda outcome: EditionResult(outcome.name, outcome.edition),
                _failed,
            )
        )
        return BuildResult(editions, exit_code=exit_of_batch(one.exit_code for one in editions))

    def _files(self) -> Files:
        """Return the workspace with nothing read yet, so that each call sees the files as they are."""
        from briefing.load.themes import open_files

        return open_files(self.path, is_shipped_only=self._is_shipped_only)


def _plan(files: Files, selection: Selection) -> Plan:
    """Plan a selection in a thread of its own: in the main thread, loading would set a handler for a signal."""
    from concurrent.futures import ThreadPoolExecutor

    from briefing.pipeline.plan import plan

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(plan, files, selection).result()


def _made(edition: Edition, result: Result, names: Mapping[str, FormatName]) -> EditionResult:
    report, error = result.report, result.error
    errors = error.findings if error else ()
    files = {} if error else {names[name]: content for name, content in result.files.items()}
    return EditionResult(
        edition.name,
        edition,
        files,
        report.page_count,
        report.fitted,
        sorted_findings((*report.findings, *errors)),
        report.accepted,
        report.seconds,
        error.exit_code if error else Exit.BUILT,
    )


def _failed(failure: Failure) -> EditionResult:
    findings = sorted_findings((*failure.findings, *failure.error.findings))
    return EditionResult(failure.name, None, findings=findings, exit_code=failure.error.exit_code)


def _as_yaml(value: Mapping[str, object] | str) -> str:
    import yaml

    if isinstance(value, str):
        return value
    return yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=100_000)
