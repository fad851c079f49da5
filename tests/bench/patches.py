"""Measure the gain of each speed-up of WeasyPrint: the same edition with all of them, and with all but one, in turns.

`python -m tests.bench.patches [--rounds 9] [name …]` prints the median ratio of the CPU time without a patch to the
CPU time with it. Patches that act once per process are measured in a cold build, the others in a warm process: with a
plain edition, and with a table of hundreds of rows.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from briefing.typeset.weasyprint_patches import hyphenation_patterns
from briefing.typeset.weasyprint_patches.registry import IMPORT_PATCHES, PATCHES
from tests.bench import workload

PAGES, ROWS, WARM_EDITIONS = 4, 200, 4

AT_START = {*(patch.name for patch in IMPORT_PATCHES), hyphenation_patterns.PATCH.name}
"""The patches that take effect once in a process."""

PROGRAM = """
import sys, time
from pathlib import Path
from briefing.typeset.weasyprint_patches import registry
registry.PATCHES = tuple(patch for patch in registry.PATCHES if patch.name != sys.argv[2])
from briefing.execution.garbage_collection import Collector
from briefing.files.workspace import Files
from briefing.pipeline.edition import make_edition
from briefing.pipeline.plan import Selection, plan
from briefing.typeset.layout import Typesetter
from briefing.typeset.weasyprint_patches.hyphenation_patterns import load_patterns
files = Files(Path(sys.argv[1]))
path = next(files.root.glob("content/*/brief.yaml"))
text = path.read_text()
typesetter, collector = Typesetter(files), Collector()
load_patterns("en")
times = []
for number in range(int(sys.argv[3])):
    path.write_text(text.replace("outlook: ", f"outlook: Word{number} "))
    (job,) = plan(files, Selection()).jobs
    start = time.process_time()
    assert make_edition(job, typesetter).files["pdf"]
    times.append(time.process_time() - start)
    collector.collect()
path.write_text(text)
print(sum(times[1:]))
"""


def seconds(root: Path, without: str, editions: int) -> float:
    """Return the CPU seconds of a process for the first edition, or for all the others."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), without, str(editions)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ,
    )
    if editions > 1:
        return float(done.stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)  # of the process and its children
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(root: Path, name: str, editions: int, rounds: int) -> float:
    """Return the median ratio of pairs, without the patch to with it. The order alternates: the first run is slower."""
    pairs = []
    for number in range(rounds):
        order = (name, "") if number % 2 else ("", name)
        taken = {without: seconds(root, without, editions) for without in order}
        pairs.append(taken[name] / taken[""])
    return statistics.median(pairs)


def main() -> None:
    """Print a line for each speed-up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    speed_ups = [patch.name for patch in PATCHES if patch.kind == "speed"]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        long = workload.make_workspace(Path(one), {"long": workload.brief(workload.SECTIONS[PAGES])})
        tabular = workload.make_workspace(Path(other), {"long": workload.listed_brief()})
        (tabular / "content/long/rows.csv").write_text(workload.rows(ROWS), encoding="utf-8")
        for root in (long, tabular):
            seconds(root, "", 1)  # fills the cache
        for name in given.names or speed_ups:
            if name in AT_START:
                print(f"{name}: cold {ratio(long, name, 1, given.rounds):.2f}", flush=True)
            else:
                warm = ratio(long, name, WARM_EDITIONS, given.rounds)
                print(
                    f"{name}: warm {warm:.2f}, table {ratio(tabular, name, 2, given.rounds):.2f}", flush=True
                )


if __name__ == "__main__":
    main()
