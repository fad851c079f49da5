"""Compare the speed with other programs on this machine: ratios of alternating runs, with the target of each.

`python -m tests.bench.speed [--quick] [--editions N] [--rounds N] [--growth] [--sources] [--shipped [--only ROW]]
[--write]`;
`--write` updates docs/benchmarks.md, `--growth` measures only the growth with sources and with rows of a table,
`--sources` only the first, `--shipped` only the shipped briefs, and `--shipped --only cold-leap` only their rows with
such a name: a kind (all, cold, warm, same, look) and an edition.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from tests.bench import workload
from tests.bench.editor import editing
from tests.bench.report import write_report
from tests.conftest import ROOT

BIN = Path(sys.executable).parent
NOTHING_CHANGED = 14
CHANGED_SHARE = 0.01
LIBRARY_SIZES = (100, 1_000, 5_000)
SHEET_ROWS = 100
TABLE_ROWS = (625, 1_250, 2_500, 4_999)
"""The limit of a table is 5,000 rows including its header."""
WARM_UPS, WATCHED = 50, 100
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Row:
    """One measurement and its target; `detail` gives the measured values with their units."""

    what: str
    value: float
    target: float
    detail: str
    at_least: bool = False

    @property
    def is_reached(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the processes that some work starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def command(words: Sequence[object], cwd: Path) -> Callable[[], object]:
    """Return a function that runs a command without output and checks that it succeeds."""
    return lambda: subprocess.run(
        [str(word) for word in words], cwd=cwd, env=ENVIRONMENT, check=True, capture_output=True
    )


def in_turns(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each work in each round; the works alternate, after a first round that does not count."""
    for work in works.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return taken


def ratio(taken: Mapping[str, list[float]], one: str, other: str) -> float:
    """Return the median of the ratios of adjacent runs."""
    return median(a / b for a, b in zip(taken[one], taken[other], strict=True))


def medians(taken: Mapping[str, list[float]], *names: str) -> str:
    return ", ".join(f"{name} {1000 * median(taken[name]):.0f} ms" for name in names)


def edits(root: Path, edition: str, key: str, rounds: int) -> dict[str, list[float]]:
    """Time the change of one word of an edition until the new PDF is on disk, in warm processes that take turns."""
    with editing("brief", root, edition, key) as ours, editing("naive", root, edition, key) as naive:
        return in_turns({"brief": ours, "naive": naive}, rounds)


def looks(root: Path, edition: str, key: str, rounds: int) -> dict[str, list[float]]:
    """Time the change of one word until the picture of the changed page is drawn, and WeasyPrint in turns with it.

    The preview finishes the PDF and the other editions before WeasyPrint begins.
    """
    taken: dict[str, list[float]] = {"preview": [], "naive": []}
    with editing("preview", root, edition, key) as ours, editing("naive", root, edition, key) as naive:
        for _ in range(rounds + 1):
            taken["preview"].append(seconds(ours))
            ours("settle")
            taken["naive"].append(seconds(naive))
    return {name: found[1:] for name, found in taken.items()}


def peak_mib(words: Sequence[object], cwd: Path) -> tuple[float, float]:
    """Return the peak memory of a command with all its processes, and of its largest process, in MiB.

    Shared pages count once.
    """
    process = subprocess.Popen(
        [str(word) for word in words],
        cwd=cwd,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    most = largest = 0
    while process.poll() is None:
        sizes = [_pss(pid) for pid in _session(process.pid)]
        most, largest = max(most, sum(sizes)), max(largest, *sizes, 0)
        time.sleep(0.01)
    return most / 1024, largest / 1024


def _session(leader: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if int((path / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                found.append(int(path.name))
        except OSError:
            continue
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@dataclass
class Bench:
    """The folders and sizes of one run."""

    folder: Path
    rounds: int
    editions: int
    pages: tuple[int, ...]

    def documents(self) -> dict[int, Path]:
        """Build a workspace for each length once, with its HTML and the text for Typst."""
        roots = {}
        for pages in self.pages:
            sections = workload.SECTIONS[pages]
            root = workload.make_workspace(self.folder / f"p{pages}", {"long": workload.brief(sections)})
            (root / "long.typ").write_text(workload.typst(sections), encoding="utf-8")
            command([BIN / "brief", "build", "--html", "--timeout", "900"], root)()
            workload.with_fonts(root / f"out/long-{workload.NAME}-en.html")
            roots[pages] = root
        return roots

    def cold(self, root: Path, rounds: int) -> dict[str, list[float]]:
        """Time whole processes from start to exit: Briefwright and three others, on the same document."""
        html = root / f"out/long-{workload.NAME}-en.html"
        naive = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
        typst = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
        works = {
            "brief": command([BIN / "brief", "build", "--force", "--timeout", "900"], root),
            "weasyprint": command(
                [BIN / "weasyprint", "--pdf-variant", "pdf/ua-1", html, root / "w.pdf"], root
            ),
            "naive": command([sys.executable, "-c", naive, html, root / "n.pdf"], root),
            "typst": command([sys.executable, "-c", typst, root / "long.typ", root / "t.pdf"], root),
        }
        return in_turns(works, rounds)

    def memory(self, root: Path) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the peak memory of Briefwright and of the `weasyprint` command: of all processes, of the largest."""
        html = root / f"out/long-{workload.NAME}-en.html"
        return (
            peak_mib([BIN / "brief", "build", "--force"], root),
            peak_mib([BIN / "weasyprint", "--pdf-variant", "pdf/ua-1", html, root / "w.pdf"], root),
        )

    def nothing_changed(self) -> dict[str, list[float]]:
        """Time a build of editions that are all up to date, and an interpreter that does nothing."""
        briefs = {f"b{number}": workload.small_brief(number) for number in range(NOTHING_CHANGED)}
        return self.again(workload.make_workspace(self.folder / "current", briefs))

    def again(self, root: Path) -> dict[str, list[float]]:
        """Time a build of a workspace in which all editions are up to date, and an interpreter that does nothing."""
        start = self.folder / "start.py"
        start.write_text(START_SCRIPT, encoding="utf-8")
        build = command([sys.executable, start, "build"], root)
        build()
        time.sleep(2.5)  # afterwards, the times of the new files can be trusted
        build()
        works = {"brief": build, "python -c pass": command([sys.executable, "-c", "pass"], root)}
        return in_turns(works, max(9, self.rounds))

    def edit(self, root: Path) -> dict[str, list[float]]:
        """Time the change of one word until the new PDF is on disk, in warm processes."""
        return edits(root, f"long-{workload.NAME}-en", "outlook", self.rounds)

    def shipped(self) -> Path:
        """Build the shipped briefs once in a workspace of their own, with the HTML of each edition for WeasyPrint."""
        root = self.folder / "shipped"
        shutil.copytree(ROOT / "content", root / "content")
        command([BIN / "brief", "build", "--html", "--timeout", "900"], root)()
        for html in (root / "out").glob("*.html"):
            workload.with_fonts(html)
        return root

    def shipped_cold(self, root: Path, edition: str) -> dict[str, list[float]]:
        """Time whole commands from start to exit for one shipped edition, and `weasyprint` on its HTML."""
        brief, audience, language = edition.rsplit("-", 2)
        build = [BIN / "brief", "build", brief, "-a", audience, "-l", language, "--force"]
        plain = [
            BIN / "weasyprint",
            "--pdf-variant",
            "pdf/ua-1",
            root / f"out/{edition}.html",
            root / "w.pdf",
        ]
        return in_turns({"brief": command(build, root), "weasyprint": command(plain, root)}, self.rounds)

    def shipped_all(self, root: Path) -> dict[str, list[float]]:
        """Time all shipped editions with two workers, and WeasyPrint in two warm processes on their HTML."""
        pages = sorted(str(path) for path in (root / "out").glob("*.html"))
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:

            def write_all() -> None:
                assert all(pool.map(write_naively, pages))

            build = command([BIN / "brief", "build", "--force", "-j", 2], root)
            return in_turns({"brief": build, "weasyprint": write_all}, self.rounds)

    def library(self, form: str) -> dict[str, list[float]]:
        """Time whole commands for a brief that cites two sources: from those two only, and from libraries."""
        works = {}
        for name, count in (("cited", 3), *((f"{size:,}", size) for size in LIBRARY_SIZES)):
            file = workload.LIBRARIES[form]
            root = workload.make_workspace(
                self.folder / f"library-{name}", {"cited": workload.cited_brief(file)}
            )
            (root / "content/cited" / file).write_text(workload.library(form, count), encoding="utf-8")
            works[name] = command([BIN / "brief", "build", "--force"], root)
        return in_turns(works, self.rounds)

    def table(self) -> dict[str, list[float]]:
        """Return the CPU seconds of a whole build in one process, for tables with more and more rows."""
        roots = {}
        for count in TABLE_ROWS:
            root = workload.make_workspace(self.folder / f"rows-{count}", {"listed": workload.listed_brief()})
            (root / "content/listed/rows.csv").write_text(workload.rows(count), encoding="utf-8")
            roots[str(count)] = root
        taken: dict[str, list[float]] = {name: [] for name in roots}
        for _ in range(max(1, self.rounds // 3)):
            for name, root in roots.items():
                taken[name].append(processor_seconds(command([sys.executable, "-c", SERIAL, root], ROOT)))
        return taken

    def spreadsheet(self) -> dict[str, list[float]]:
        """Return the CPU seconds of a whole build in one process, for a table in a spreadsheet and in a CSV file."""
        roots = {}
        for name in (".xlsx", ".csv"):
            file = f"rows{name}"
            root = workload.make_workspace(self.folder / file, {"listed": workload.listed_brief(file)})
            rows = workload.rows(SHEET_ROWS)
            content = workload.spreadsheet(rows) if name == ".xlsx" else rows.encode()
            (root / "content/listed" / file).write_bytes(content)
            roots[name] = root
        taken: dict[str, list[float]] = {name: [] for name in roots}
        for _ in range(self.rounds):
            for name, root in roots.items():
                taken[name].append(processor_seconds(command([sys.executable, "-c", SERIAL, root], ROOT)))
        return taken

    def many(self) -> dict[str, float]:
        """Return the seconds for many small editions.

        They are built in one warm process, with two workers, on a cluster of two, after a change of a few, with Typst.
        """
        import typst
        from distributed import LocalCluster

        briefs = {f"b{number:04}": workload.small_brief(number) for number in range(self.editions)}
        root = workload.make_workspace(self.folder / "many", briefs)
        for name, number in zip(briefs, range(self.editions), strict=True):
            (root / f"{name}.typ").write_text(workload.typst(1, number * 1000), encoding="utf-8")
        build = [BIN / "brief", "build"]
        taken = {
            "serial": seconds(command([sys.executable, "-c", SERIAL, root], ROOT)),
            "two": seconds(command([*build, "-j", 2, "--force"], root)),
        }
        with LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster:
            address = cluster.scheduler_address
            taken["cluster"] = seconds(command([*build, "--cluster", address, "--force"], root))
        time.sleep(2.5)
        command(build, root)()
        for name in list(briefs)[:: round(1 / CHANGED_SHARE)]:
            path = root / f"content/{name}/brief.yaml"
            path.write_text(path.read_text().replace("outlook: ", "outlook: Now "), encoding="utf-8")
        taken["changed"] = seconds(command(build, root))
        taken["typst"] = seconds(
            lambda: [
                typst.compile(str(path), output=str(root / "t.pdf")) for path in sorted(root.glob("*.typ"))
            ]
        )
        return taken


SERIAL = """
import sys
from pathlib import Path
from briefing.pipeline.build import build_all
from briefing.pipeline.edition import make_edition
from briefing.pipeline.plan import Selection, plan
from briefing.execution.garbage_collection import Collector
from briefing.incremental.build_log import BuildLog
from briefing.typeset.weasyprint_patches.hyphenation_patterns import load_patterns
from briefing.typeset.layout import Typesetter
from briefing.files.workspace import Files
load_patterns("en")
files, selection = Files(Path(sys.argv[1])), Selection()
out, typesetter, collector = files.root / "out", Typesetter(files), Collector()
def make_all(jobs):
    for job in jobs:
        yield job, make_edition(job, typesetter)
        collector.collect()
with BuildLog(files, out, selection.key, is_forced=True) as log:
    for outcome in build_all(plan(files, selection, log), files, out, executor=make_all, log=log):
        assert outcome.error is None
"""
"""The work of `brief build` in a single process."""

START_SCRIPT = """
import sys
from briefing.cli import main
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(main())
"""
"""What pip 26 writes as `brief`; that of Python 3.11 (pip 23) imports regular expressions there, which takes longer."""

PROFILE = """
import time
last, taken = time.process_time(), {"the interpreter": time.process_time()}
def mark(name):
    global last
    now = time.process_time()
    taken[name], last = taken.get(name, 0) + now - last, now
import gc, json, sys
gc.disable()
from pathlib import Path
import briefing.execution.pool
mark("models, Markdown, processes")
import briefing.cli.build
import briefing.pipeline.plan
mark("the command, what reads content")
import briefing.pipeline.edition
mark("the engine, rules, templates")
from briefing.pipeline.plan import Selection, plan
from briefing.compose.page import prepare_shipped_files
from briefing.typeset import layout
from briefing.typeset.weasyprint_patches.hyphenation_patterns import load_patterns
from briefing.files.workspace import Files
prepare_shipped_files()
load_patterns("en")
mark("what is derived from packages")
files = Files(Path(sys.argv[1]))
(job,) = plan(files, Selection()).jobs
mark("content read and checked")
engine = layout.weasyprint()
inside = [0.0]
def timed(owner, name):
    plain = getattr(owner, name)
    def call(*given, **named):
        start = time.process_time()
        try:
            return plain(*given, **named)
        finally:
            inside[0] += time.process_time() - start
    setattr(owner, name, call)
timed(engine.HTML, "render")
timed(engine.document.Document, "write_pdf")
start = time.process_time()
made = briefing.pipeline.edition.make_edition(job, layout.Typesetter(files))
assert made.files["pdf"]
whole = time.process_time() - start
taken["the engine lays out and writes, tags in it"] = inside[0]
taken["composing"] = made.report.times["compose"]
taken["all else: styles, walks over boxes, looks into the PDF"] = whole - inside[0] - made.report.times["compose"]
print(json.dumps(taken))
"""
"""The stages of a cold build, one after the other in one process."""

GROWTH = """
import gc, json, sys
from pathlib import Path
from briefing.pipeline.edition import make_edition
from briefing.pipeline.plan import Selection, plan
from briefing.execution.garbage_collection import Collector
from briefing.typeset.layout import Typesetter
from briefing.files.workspace import Files
files = Files(Path(sys.argv[1]))
jobs = plan(files, Selection()).jobs
typesetter, collector, sizes = Typesetter(files), Collector(), []
for number in range(int(sys.argv[2])):
    assert make_edition(jobs[number % len(jobs)], typesetter).files["pdf"]
    collector.collect()
    sizes.append(int(Path("/proc/self/statm").read_text().split()[1]) * 4)
print(json.dumps(sizes))
"""


def profile(root: Path, rounds: int) -> dict[str, float]:
    """Return the CPU seconds of each stage of a cold build, and those of the `weasyprint` command."""
    html = root / f"out/long-{workload.NAME}-en.html"
    plain = [str(BIN / "weasyprint"), "--pdf-variant", "pdf/ua-1", str(html), str(root / "w.pdf")]
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        script = [sys.executable, "-c", PROFILE, str(root)]
        done = subprocess.run(script, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True, text=True)
        stages = json.loads(done.stdout)
        stages["`weasyprint`, all of it"] = processor_seconds(command(plain, root))
        for name, seconds_taken in stages.items():
            found.setdefault(name, []).append(seconds_taken)
    return {name: median(each) for name, each in found.items()}


def growth(root: Path) -> tuple[float, int]:
    """Return the KiB of memory that each edition leaves behind after the first fifty (a fitted line)."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, str(root), str(WARM_UPS + WATCHED)],
        cwd=ROOT,
        env=ENVIRONMENT,
        check=True,
        capture_output=True,
        text=True,
    )
    sizes = json.loads(done.stdout)[WARM_UPS:]
    middle = (len(sizes) - 1) / 2
    slope = sum((number - middle) * size for number, size in enumerate(sizes))
    return slope / sum((number - middle) ** 2 for number in range(len(sizes))), sizes[-1]


Add = Callable[..., None]
"""Adds a row to a report."""


def collector(rows: list[Row]) -> Add:
    """Return a function that adds a row and prints it at once."""

    def add(*row: object, at_least: bool = False) -> None:
        rows.append(Row(*row, at_least=at_least))  # type: ignore[arg-type]
        print(
            f"{rows[-1].what}: {rows[-1].value:.2f} (target {rows[-1].target:g}); {rows[-1].detail}",
            flush=True,
        )

    return add


def measure_sources(bench: Bench, add: Add) -> None:
    """Add rows on the cost of libraries that are mostly not cited."""
    for form in workload.LIBRARIES:
        taken = bench.library(form)
        for size in LIBRARY_SIZES:
            what = f"a {form} file of {size:,} sources, two of them cited / the cited alone"
            detail = medians(taken, f"{size:,}", "cited")
            add(what, ratio(taken, f"{size:,}", "cited"), 1.2, detail)


def measure_growth(bench: Bench, add: Add) -> None:
    """Add rows on the cost of libraries, and on the growth of tables with their rows."""
    measure_sources(bench, add)
    taken = bench.spreadsheet()
    what = f"a table of {SHEET_ROWS} rows in a spreadsheet / in a CSV file, time on a processor"
    add(what, ratio(taken, ".xlsx", ".csv"), 1.25, medians(taken, *taken))
    taken = bench.table()
    few, many = TABLE_ROWS[0], TABLE_ROWS[-1]
    exponent = math.log(ratio(taken, str(many), str(few))) / math.log(many / few)
    detail = ", ".join(f"{count:,} rows {median(taken[str(count)]):.1f} s" for count in TABLE_ROWS)
    add(
        f"exponent of time on a processor from {few:,} to {many:,} rows of a table",
        exponent,
        1.1,
        detail,
    )


def write_naively(page: str) -> int:
    """Write the PDF of an HTML file as WeasyPrint does, without any of our patches; return its size."""
    import weasyprint

    return len(weasyprint.HTML(page).write_pdf(pdf_variant="pdf/ua-1") or b"")


ALL, COLD, WARM, LOOK, SAME = "all", "cold", "warm", "look", "same"
"""The kinds of measurements of the shipped briefs."""

SHIPPED = (
    (ALL, "all", "27 editions", 1.00),
    (COLD, "leap-second-policymaker-en", "8 pages, charts", 0.90),
    (COLD, "leap-second-analyst-en", "8 pages, fitted", 1.20),
    (COLD, "venezuela-russia-policymaker-en", "4 pages", 0.85),
    (WARM, "venezuela-russia-policymaker-en", "4 pages", 0.70),
    (WARM, "leap-second-policymaker-en", "8 pages", 0.60),
    (WARM, "leap-second-analyst-en", "8 pages, fitted", 0.90),
    (SAME, "all", "27 editions", 2.00),
    (LOOK, "venezuela-russia-policymaker-en", "4 pages", 0.35),
    (LOOK, "leap-second-policymaker-en", "8 pages", 0.22),
)
"""The rows on the shipped briefs: kind, edition, a description of it, and the target of the ratio.

The preview is measured with all editions of a brief on the wall and one of them in view.
"""

TITLES = {
    ALL: "all shipped editions, two workers / WeasyPrint on their HTML in two warm processes",
    COLD: "cold, {} ({}) / `weasyprint` on its HTML",
    WARM: "one word changed, warm, {} ({}) / WeasyPrint, warm",
    SAME: "nothing changed, all shipped editions / `python -c pass`",
    LOOK: "one word changed, picture of the page, {} ({}) / the PDF by WeasyPrint, warm",
}


def measure_shipped(bench: Bench, add: Add, only: str = "") -> None:
    """Add rows on the shipped briefs, which have charts, citations, folded tables and steps of copyfitting.

    `only` is the start of the name of a row: its kind and its edition, as in `cold-leap`.
    """
    root = bench.shipped()
    measures: dict[str, Callable[[str], dict[str, list[float]]]] = {
        ALL: lambda _: bench.shipped_all(root),
        COLD: lambda edition: bench.shipped_cold(root, edition),
        WARM: lambda edition: edits(
            root, edition, "text", bench.rounds
        ),  # the first one is that of the title
        SAME: lambda _: bench.again(root),
        LOOK: lambda edition: looks(root, edition, "text", bench.rounds),
    }
    for kind, edition, what, target in SHIPPED:
        if f"{kind}-{edition}".startswith(only):
            taken = measures[kind](edition)
            add(TITLES[kind].format(edition, what), ratio(taken, *taken), target, medians(taken, *taken))


def measure(bench: Bench) -> tuple[list[Row], dict[str, dict[str, float]]]:
    """Return the rows of the report, and the cold times for each length in seconds, for the chart."""
    roots = bench.documents()
    rows: list[Row] = []

    add = collector(rows)
    times = {}
    for pages, root in roots.items():
        taken = bench.cold(root, bench.rounds if pages == min(roots) else max(1, bench.rounds // 3))
        times[str(pages)] = {name: median(found) for name, found in taken.items()}
        if pages == min(roots):
            detail = medians(taken, "brief", "weasyprint", "naive", "typst")
            add("cold build of 4 pages / `weasyprint`", ratio(taken, "brief", "weasyprint"), 0.60, detail)
            whats = ("all its processes", "its largest process")
            for of, own, plain in zip(whats, *bench.memory(root), strict=True):
                add(
                    f"peak memory of {of} / `weasyprint`", own / plain, 0.90, f"{own:.0f} and {plain:.0f} MiB"
                )
        else:
            print(f"{pages} pages: {medians(taken, 'brief', 'weasyprint', 'naive', 'typst')}", flush=True)
    taken = bench.nothing_changed()
    add(
        "nothing changed, 14 editions / `python -c pass`",
        ratio(taken, "brief", "python -c pass"),
        2.5,
        medians(taken, *taken),
    )
    taken = bench.edit(roots[min(roots)])
    add(
        "one word changed, warm / naive WeasyPrint, warm",
        ratio(taken, "brief", "naive"),
        0.70,
        medians(taken, *taken),
    )
    measure_shipped(bench, add)
    many = bench.many()
    add(
        f"{bench.editions} editions: two workers / one warm process, efficiency",
        many["serial"] / many["two"] / 2,
        0.90,
        f"{many['serial']:.1f} s in one process, {many['two']:.1f} s with two workers, "
        f"{many['cluster']:.1f} s on a cluster of two workers on the same machine",
        at_least=True,
    )
    add(
        f"{bench.editions} editions of which 1 % changed / Typst compiling all, warm",
        many["changed"] / many["typst"],
        0.20,
        f"{many['changed']:.2f} s and {many['typst']:.2f} s",
    )
    left, size = growth(bench.folder / "current")
    add(
        "memory that an edition leaves after 50, KiB",
        left,
        10,
        f"{size / 1024:.0f} MiB after {WARM_UPS + WATCHED}",
    )
    if len(roots) > 2:
        middle, most = sorted(roots)[-2:]
        exponent = math.log(times[str(most)]["brief"] / times[str(middle)]["brief"]) / math.log(most / middle)
        add(f"exponent of time from {middle} to {most} pages", exponent, 1.05, "")
    if len(roots) > 1:
        measure_growth(bench, add)
    steps = len(list((ROOT / "styles/fit").glob("*.css")))
    add("layouts of a whole fit, at most", steps + 1, 4, f"{steps} steps, each laid out once")
    return rows, times


def machine() -> str:
    """Describe this machine and the versions in one line."""
    from briefing.typeset.versions import versions

    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    found = versions()
    kept = ("python", "weasyprint", "pango", "fonttools")
    return (
        f"{datetime.now(UTC):%B %Y}, {platform.system()} on {os.cpu_count()} cores"
        f" ({models[0] if models else platform.machine()}), "
        + ", ".join(f"{name} {found[name]}" for name in kept)
        + f"; load {os.getloadavg()[0]:.1f} at the end"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--quick", action="store_true", help="use few rounds, few editions and no long documents"
    )
    parser.add_argument("--editions", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--growth", action="store_true", help="measure only the growth with sources and rows")
    parser.add_argument("--sources", action="store_true", help="measure only the cost of files of sources")
    parser.add_argument("--shipped", action="store_true", help="measure only the shipped briefs")
    parser.add_argument(
        "--only", default="", metavar="ROW", help="of the shipped briefs, only rows named so: `cold-leap`"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and its chart")
    asked = parser.parse_args()
    rounds, editions = (
        asked.rounds or (3 if asked.quick else 9),
        asked.editions or (40 if asked.quick else 1000),
    )
    subprocess.run([sys.executable, "-m", "compileall", "-q", ROOT / "briefing"], check=True)  # as installed
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), rounds, editions, (4,) if asked.quick else (4, 47, 186))
        alone = {
            "growth": measure_growth,
            "sources": measure_sources,
            "shipped": partial(measure_shipped, only=asked.only),
        }
        if chosen := [measured for name, measured in alone.items() if getattr(asked, name)]:
            for measured in chosen:
                measured(bench, collector([]))
            print(machine())
            return
        rows, times = measure(bench)
        stages = profile(bench.folder / f"p{min(bench.pages)}", rounds)
    write_report(rows, times, stages, machine(), rounds, ROOT / "docs" if asked.write else None)


if __name__ == "__main__":
    main()
