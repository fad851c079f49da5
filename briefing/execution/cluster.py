"""Build editions on other machines with Dask: jobs and the files of the workspace are sent, bytes come back.

A worker needs the package and its native libraries, not the workspace. It builds editions as this machine does, in a
process with limits on time and memory (`pool`). Only this module imports distributed.
Dask pickles what it sends, so the machines of a cluster are trusted like this one. The content of an edition is not:
it is processed in a sandboxed process there too, and its result is encoded by `result_codec` all the way.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from briefing.core.errors import BriefingError, MachineError, RendererError
from briefing.core.finding import Finding, Span
from briefing.core.installing import pip_command
from briefing.execution import result_codec
from briefing.files.bounded_reading import RefusedError, read_file
from briefing.files.layers import LAYERED, names_in
from briefing.files.read_log import digest_of
from briefing.files.temporary_files import held_folder
from briefing.files.workspace import Files, shipped_root
from briefing.incremental.fingerprint import PACKAGE, find_provenance
from briefing.pipeline.task import Task, build_task
from briefing.results import Result
from briefing.stages import Job

if TYPE_CHECKING:
    from briefing.execution.bounds import Bounds
    from briefing.execution.pool import Workers

SENT = ("content", "templates", "styles")
"""The folders of a workspace that editions read."""

DEATHS = 2
"""The number of workers that an edition may lose before it is considered the cause."""

AHEAD = 8
"""The number of editions that are sent for each thread of the cluster, so that it need not wait for the next one."""

PATIENCE = "30s"
"""How long to wait for the scheduler."""

THEMES_SENT = ".themes"
"""The folder in the workspace on the worker with the themes that are not shipped, by their numbers."""


@dataclass(frozen=True)
class SentLayers:
    """The layers of a workspace, without the paths of this machine."""

    themes: tuple[str, ...]
    option_sheet: bytes
    option_places: Mapping[str, Span]
    is_shipped_only: bool

    @classmethod
    def of(cls, files: Files) -> SentLayers:
        """Return the layers of a workspace: shipped themes relative to the shipped files, and numbers for others."""
        named = (_name_there(number, folder, files) for number, folder in enumerate(files.themes))
        return cls(tuple(named), files.option_sheet, files.option_places, files.is_shipped_only)

    def files_in(self, root: Path) -> Files:
        """Return the workspace in a folder of the worker."""
        shipped = shipped_root()
        folders = (
            os.fspath((root if name.startswith(THEMES_SENT) else shipped) / name) if name else name
            for name in self.themes
        )
        return Files(
            root, shipped, self.is_shipped_only, tuple(folders), self.option_sheet, self.option_places
        )


def _name_there(number: int, folder: str, files: Files) -> str:
    if folder and Path(folder).is_relative_to(files.shipped):
        return Path(folder).relative_to(files.shipped).as_posix()
    return folder and f"{THEMES_SENT}/{number}"


Details = Mapping[str, Mapping[str, str]]


class Cluster:
    """The workers of a Dask cluster, which do a task with the editions of one workspace.

    Raises MachineError if distributed is missing, if the cluster cannot be reached or has no worker, or if a worker
    has different versions from this machine, which would change the bytes of its editions.
    """

    def __init__(self, files: Files, address: str, bounds: Bounds, task: Task | None = None) -> None:
        try:
            import distributed
        except ImportError:
            help = f"run: {pip_command('briefwright[cluster]')}"
            raise MachineError(
                [_finding("the package `distributed` is not installed", address, help)]
            ) from None
        self.files, self.address, self.bounds, self.task = files, address, bounds, task or build_task()
        client: Any = distributed.Client
        self.unconfined: tuple[str, ...] = ()
        """The restrictions that a machine of the cluster cannot impose, as far as reported."""
        try:
            self.client: Any = client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            help = "start it with `dask scheduler`, or correct the address: tcp://host:8786"
            raise MachineError([_finding(f"the cluster cannot be reached: {error}", address, help)]) from None
        try:
            self.details = _here()
            self._check_workers()
        except BaseException:
            self.client.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def _check_workers(self) -> None:
        workers = self.client.run(_here)
        if not workers:
            raise MachineError(
                [
                    _finding(
                        "the cluster has no worker", self.address, f"start one: `dask worker {self.address}`"
                    )
                ]
            )
        findings = [
            _finding(
                f"the worker {name} has different versions: {what}",
                self.address,
                "install the same versions there",
            )
            for name, details in workers.items()
            if (what := differences(self.details, details))
        ]
        if findings:
            raise MachineError(findings)

    def execute(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Do the task with jobs, and yield each result as soon as it arrives. Lost workers are replaced by others.

        Only a few jobs for each thread of the cluster are on their way at a time, so that the memory of the scheduler
        does not grow with their number.
        """
        from distributed import as_completed

        waiting = _Waiting(jobs)
        if not waiting:
            return
        running: dict[Any, Job] = {}
        arriving: Any = as_completed(loop=self.client.loop)  # type: ignore[no-untyped-call]
        sent = self._send()
        try:
            while waiting or running:
                wanted = self._wanted() if waiting else 0
                for job in waiting.take(wanted - len(running)):
                    future = self.client.submit(make_there, job, sent, pure=False, retries=DEATHS)
                    running[future] = job
                    arriving.add(future)
                for future in arriving:
                    job = running.pop(future)
                    if future.cancelled() and waiting.may_return(
                        job
                    ):  # the files were lost with the last worker
                        sent = self._send()
                        break
                    yield job, self._result(job, future)
                    future.release()
                    if len(running) <= wanted // 2:
                        break
        finally:
            self.client.cancel(list(running))

    def _send(self) -> Any:  # noqa: ANN401
        """Send the files of the workspace and the terms of the build to all workers, and return their future."""
        bundle = bundle_of(self.files)
        digest = digest_of(b"".join(name.encode() + content for name, content in sorted(bundle.items())))
        sent = Sent(bundle, digest, self.details, self.bounds, self.task, SentLayers.of(self.files))
        return self.client.scatter(sent, broadcast=True, hash=False)

    def _wanted(self) -> int:
        """Return the number of jobs that keep all threads of the cluster busy; workers can join and leave."""
        threads: Iterable[int] = self.client.nthreads().values()
        return AHEAD * max(1, sum(threads))

    def _result(self, job: Job, future: Any) -> Result:  # noqa: ANN401
        from briefing.execution.pool import refused, unexpected

        try:
            expected = result_codec.Expected(self.files, self.task.file_names)
            result = result_codec.unpack(_bytes_of(future.result()), expected)
        except result_codec.NotAResultError as error:
            return refused(job, error)
        except Exception as error:  # any failure of a worker is one failed edition
            what = f"the edition for '{job.edition.audience}' was lost on the cluster: {error}"
            help = "build it without --cluster to see the cause"
            return Result(error=RendererError([Finding("BR703", what, Span(job.source_map.file), help)]))
        if isinstance(result, result_codec.Bug):
            return unexpected(job, result)
        self.unconfined = self.unconfined or result.unconfined
        return replace(result, libraries=_libraries_here())


def bundle_of(files: Files) -> dict[str, bytes]:
    """Return the user's files that editions may read: name → bytes. Links out of the workspace are left out."""
    root = str(files.root)
    sent = [folder for folder in SENT if not (files.is_shipped_only and folder in LAYERED)]
    names = (name for folder in sent for name in names_in(root, f"{folder}/**/*"))
    bundle = _read_within(files.root, names)
    for number, folder in enumerate(files.themes):
        there = _name_there(number, folder, files)
        if there.startswith(THEMES_SENT) and not files.is_shipped_only:
            of_theme = _read_within(
                Path(folder), [one for way in LAYERED for one in names_in(folder, f"{way}/**/*")]
            )
            bundle |= {f"{there}/{name}": content for name, content in of_theme.items()}
    return bundle


def _read_within(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the files of a folder; links out of it are left out."""
    found = {}
    for name in names:
        path = root / name
        if path.resolve().is_relative_to(root.resolve()):
            with contextlib.suppress(RefusedError):  # an edition that needs it reports that it is missing
                found[name] = read_file(os.fspath(path), name)
    return found


def differences(here: Details, there: Details) -> str:
    """Describe the differences in versions between a worker and this machine; empty if there are none."""
    return ", ".join(
        f"{name} {there.get(kind, {}).get(name, 'missing')} instead of {here.get(kind, {}).get(name, 'none')}"
        if kind in ("packages", "interpreter")
        else f"{name} differs"
        for kind in here
        for name in sorted(here[kind].keys() | there.get(kind, {}).keys())
        if here[kind].get(name) != there.get(kind, {}).get(name)
    )


class _Waiting:
    """The jobs that are not done yet, and how often each was lost."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = deque(jobs)
        self._losses: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def take(self, count: int) -> Iterator[Job]:
        """Take the next jobs, at most that many."""
        for _ in range(min(count, len(self._jobs))):
            yield self._jobs.popleft()

    def may_return(self, job: Job) -> bool:
        """Take back a lost job, unless it was lost too often."""
        self._losses[id(job)] = self._losses.get(id(job), 0) + 1
        if self._losses[id(job)] > DEATHS:
            return False
        self._jobs.appendleft(job)
        return True


@dataclass(frozen=True)
class Sent:
    """The common part of all editions of a build: the files of the workspace, and how they are built."""

    bundle: Mapping[str, bytes]
    digest: str
    """The hash of the files, by which a worker knows that it has unpacked them."""
    details: Details
    bounds: Bounds
    task: Task
    layers: SentLayers

    @property
    def key(self) -> tuple[str, Bounds, Task, SentLayers]:
        """Everything that a worker's process depends on."""
        return self.digest, self.bounds, self.task, self.layers


class _There(threading.local):
    """The state that a thread of a cluster worker keeps between editions: the workspace, and a warm process."""

    def __init__(self) -> None:
        self.sent: tuple[str, Bounds, Task, SentLayers] | None = None
        self.workers: Workers | None = None
        self.resources = contextlib.ExitStack()
        """The process of the workers, and the folder with the workspace; after a kill, a later build removes it."""


_there = _There()
_asking = threading.Lock()
"""Ensures that the versions of a worker are determined once."""


def make_there(job: Job, sent: Sent) -> bytes:
    """Build one edition on a cluster worker, from the workspace that was sent; return the bytes of its result."""
    try:
        with _asking:
            here = _here()
        if what := differences(sent.details, here):  # the worker joined after the first check
            raise MachineError([_finding(f"a worker has different versions: {what}", "cluster", "")])
        ((_, result),) = _workers_there(sent).execute([job])
    except BriefingError as error:
        result = Result(error=error)
    return result_codec.pack(result)


def _bytes_of(answer: object) -> bytes:
    """Return the answer of a cluster worker if it consists of bytes; anything else is refused without a look."""
    if type(answer) is not bytes or len(answer) > result_codec.RESULT_LIMIT:
        raise result_codec.NotAResultError("not bytes, or too many bytes")
    return answer


def _workers_there(sent: Sent) -> Workers:
    """Return this thread's worker process for a workspace, restarted if the workspace has changed."""
    from briefing.execution.pool import Workers

    if _there.workers is None or _there.sent != sent.key:
        _there.resources.close()
        root = _there.resources.enter_context(held_folder())
        _unpack(sent.bundle, root)
        workers = Workers(sent.layers.files_in(root), 1, sent.bounds, task=sent.task)
        _there.workers, _there.sent = _there.resources.enter_context(workers), sent.key
    return _there.workers


def _unpack(bundle: Mapping[str, bytes], root: Path) -> None:
    for name, content in bundle.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


_details: dict[str, dict[str, str]] = {}


def _here() -> Details:
    """Return the versions that affect the bytes of an edition, including the shipped templates and styles."""
    if not _details:
        found = find_provenance(_libraries_here()).details
        shipped = Files(PACKAGE).shipped
        names = [
            name
            for folder in ("templates", "styles", "themes")
            for name in names_in(str(shipped), f"{folder}/**/*")
        ]
        content = b"".join(name.encode() + (shipped / name).read_bytes() for name in names)
        _details.update(found)
        _details["interpreter"] = {"Python": found["interpreter"]["Python"].split()[0]}
        _details["shipped"] = {"the shipped templates and styles": digest_of(content)}
    return _details


def _libraries_here() -> tuple[str, ...]:
    import briefing.typeset.layout  # noqa: F401  (loads the engine, and with it the libraries)
    from briefing.incremental.loaded_libraries import loaded_libraries

    return loaded_libraries()


def _finding(what: str, where: str, help: str) -> Finding:
    return Finding("BR905", what, Span(where), help)
