"""Compromised workers: the effect of their forged results on a standard pool of processes and on ours."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import hostile
from tests.conftest import LEAST_BRIEF
from tests.execution.hostile_workers import bad

TRIED = (
    "a pickle",
    "a pickle as a head",
    "a pickle as a PDF",
    "a line of text",
    "nothing in it",
    "a length without end",
    "a head that is cut off",
    "a PDF that is none",
    "pages without end",
    "an unknown code",
    "a word with an escape in it",
    "a file of the system as read",
)
"""The forged results that show differences between pools."""

OTHERS = 3
"""The number of good editions in a batch with one compromised worker."""

NAIVE = """
import os, struct, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tests.execution.hostile_workers import FORGED, PDF
def make(name, canary):
    if not name:
        return PDF
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        frame = frame.f_back
    content = FORGED[name](Path(canary))
    if content[:1] == b"r" and len(content) > 9:
        content = struct.pack("!i", len(content) - 9) + content[9:]
    os.write(frame.f_locals["result_queue"]._writer.fileno(), content)
    return PDF
if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(make, name, sys.argv[2]) for name in (sys.argv[1], "", "", "")]
        made = 0
        for job in jobs[1:]:
            try:
                made += job.result(timeout=3) == PDF
            except Exception as error:
                print(type(error).__name__, file=sys.stderr)
        print(made, flush=True)
        os._exit(0)
"""


@dataclass
class Trial:
    """The number of results that ran code in the command, and of good editions that were delivered."""

    ran: int = 0
    broke: int = 0
    codes: Counter[str] = field(default_factory=Counter)


def by_naive(folder: Path, names: list[str]) -> Trial:
    """Run a pool of the standard library in which a worker writes these bytes."""
    trial = Trial()
    script = folder / "naive_pool.py"
    script.write_text(NAIVE)
    for name in names:
        canary = folder / "canary"
        words = [sys.executable, script, name, canary]
        try:
            done = subprocess.run(
                words,
                capture_output=True,
                text=True,
                timeout=12,
                check=False,
                env=hostile_path(),
                cwd=Path.cwd(),
            )
            trial.broke += done.stdout.strip() != str(OTHERS)
        except subprocess.TimeoutExpired:
            trial.broke += 1
        trial.ran += canary.exists()
        canary.unlink(missing_ok=True)
    return trial


def hostile_path() -> dict[str, str]:
    """Return an environment in which the tests can be imported."""
    import os

    return {**os.environ, "PYTHONPATH": str(Path.cwd())}


def by_briefwright(folder: Path, names: list[str]) -> Trial:
    """Run Briefwright's workers, of which one sends these bytes."""
    from briefing.execution import pool
    from briefing.files.workspace import Files
    from briefing.pipeline.plan import Selection, plan

    briefs = {f"content/{name}/brief.yaml": LEAST_BRIEF for name in ("trial", "a", "b", "c")}
    files = Files(hostile.write(folder / "ours", briefs))
    trial = Trial()
    plain = pool.do_task
    for name in names:
        canary = folder / "canary"
        pool.do_task = bad(name, canary)
        try:
            with pool.Workers(files, 2, pool.Bounds(20)) as pool:
                made = {job.edition.brief: one for job, one in pool.execute(plan(files, Selection()).jobs)}
        finally:
            pool.do_task = plain
        error = made["trial"].error
        trial.codes[error.findings[0].code if error else "taken for an edition"] += 1
        trial.broke += sum("pdf" in one.files for one in made.values()) != OTHERS
        trial.ran += canary.exists()
        canary.unlink(missing_ok=True)
    return trial


def tried(folder: Path, names: list[str] | None = None) -> tuple[int, Trial, Trial]:
    """Return the number of forged results, and their outcomes."""
    chosen = names or list(TRIED)
    folder.mkdir(parents=True, exist_ok=True)
    return len(chosen), by_naive(folder, chosen), by_briefwright(folder, chosen)
