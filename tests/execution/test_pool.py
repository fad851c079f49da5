"""A worker that hangs, dies or needs too much fails its own edition only; no worker sees anything else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

from briefing.core.errors import Exit, MachineError
from briefing.execution.bounds import MIB, Bounds
from briefing.execution.fork_server import fork_server
from briefing.execution.pool import Workers
from briefing.execution.worker import do_task
from briefing.execution.worker_process import Spawned, start_process
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.results import Plan
from tests.compose.charts.examples import HEAD
from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = pytest.mark.process

BAD_BRIEF = LEAST_BRIEF + "audiences: {bad: {}}\n"
AUDIENCE = "label: Bad\nparts: [title, bad]\n"
LONG_LOOP = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"
GREEDY = "{% set words = 'word ' * 2000000 %}<p>{{ words }}{{ words }}</p>"


def bad_files(template: str, style: str = "") -> dict[str, str]:
    return {
        "content/good/brief.yaml": LEAST_BRIEF,
        "templates/audiences/bad/audience.yaml": AUDIENCE,
        "templates/parts/bad.j2.html": template,
        "styles/parts/bad.css": style,
    }


def build(files, bounds: Bounds, count: int = 2):
    with Workers(files, count, bounds) as workers:
        return list(build_all(plan(files, Selection()), files, files.root / "out", executor=workers.execute))


def codes(outcome) -> list[str]:
    return [finding.code for finding in outcome.error.findings] if outcome.error else []


def test_the_same_bytes_come_from_workers_as_from_here(workspace):
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")})
    made = build(files, Bounds())
    here = list(build_all(plan(files, Selection()), files, files.root / "here"))
    assert [outcome.name for outcome in made] == [outcome.name for outcome in here]
    assert [outcome.path.read_bytes() for outcome in made] == [outcome.path.read_bytes() for outcome in here]


def test_an_edition_without_end_is_stopped_and_the_others_go_on(workspace):
    files = workspace(BAD_BRIEF, bad_files(LONG_LOOP))
    start = time.monotonic()
    good, bad = build(files, Bounds(seconds=4))
    assert time.monotonic() - start < 30
    assert (good.error, codes(bad), bad.error.exit_code) == (None, ["BR702"], Exit.RENDERER)
    assert "not ready after 4 s" in bad.error.findings[0].what


def test_too_much_memory_is_reported(workspace):
    files = workspace(BAD_BRIEF, bad_files(GREEDY))
    good, bad = build(files, Bounds(memory=400 * MIB))
    assert (good.error, codes(bad)) == (None, ["BR704"])
    assert "more than 400 MiB" in bad.error.findings[0].what


PIECES = ", ".join(["'x' * 9000000"] * 100)
GROWING = f"{{% set words = [{PIECES}] %}}<p>A word.</p>"
"""900 MB, in pieces of a size that a template may create."""


def test_the_limit_of_memory_is_set_by_the_command(workspace):
    files = workspace(BAD_BRIEF, bad_files(GROWING))
    command = [sys.executable, "-m", "briefing", "build", "trial", "--memory"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    below, above, too_low = (
        subprocess.run(
            [*command, limit], cwd=files.root, env=environment, capture_output=True, text=True, check=False
        )
        for limit in ("768", "1300", "767")
    )
    assert (below.returncode, above.returncode, too_low.returncode) == (
        Exit.WORKSPACE,
        Exit.BUILT,
        Exit.USAGE,
    )
    assert "bad.j2.html:1:1: error: the template needs more memory" in below.stderr
    assert "767 is not in the range x>=768" in too_low.stderr


def test_a_worker_that_dies_once_makes_its_edition_the_second_time(workspace, monkeypatch, tmp_path_factory):
    files = workspace()
    (job,) = plan(files, Selection()).jobs
    tries = tmp_path_factory.mktemp("tries") / "log"
    monkeypatch.setattr("briefing.execution.pool.do_task", partial(_die_of_the_first, 1, tries))
    with Workers(files, 1, Bounds()) as workers:
        ((_, made),) = workers.execute([job])
    assert (made.error, made.report.page_count) == (None, 1)
    assert tries.read_text() == "tried" * 2


def _die_of_the_first(deaths: int, log: Path, *job):
    """Die that many times, and only then make the edition."""
    tried = len(log.read_text()) // len("tried") if log.exists() else 0
    with log.open("a") as file:
        file.write("tried")
    if tried < deaths:
        os.kill(os.getpid(), signal.SIGSEGV)
    return do_task(*job)


def test_two_deaths_are_no_accident(workspace, monkeypatch, tmp_path_factory):
    files = workspace()
    (job,) = plan(files, Selection()).jobs
    tries = tmp_path_factory.mktemp("tries") / "log"
    monkeypatch.setattr("briefing.execution.pool.do_task", partial(_die_of_the_first, 9, tries))
    with Workers(files, 1, Bounds()) as workers:
        ((_, made),) = workers.execute([job])
    assert made.error.exit_code == Exit.RENDERER
    assert [finding.code for finding in made.error.findings] == ["BR703"]
    assert "(SIGSEGV)" in made.error.findings[0].what
    assert tries.read_text() == "tried" * 2


def test_workers_that_are_killed_before_they_accept_an_edition_are_restarted(workspace, monkeypatch):
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")})
    jobs = plan(files, Selection()).jobs
    killed = []

    def start_and_kill():
        process = start_process()
        if len(killed) < 3:
            os.kill(process.number, signal.SIGKILL)
            killed.append(process.number)
        return process

    monkeypatch.setattr("briefing.execution.pool.start_process", start_and_kill)
    with Workers(files, 2, Bounds()) as workers:
        made = list(workers.execute(jobs))
    assert len(killed) == 3
    assert [(edition.error, edition.report.page_count) for _, edition in made] == [(None, 1), (None, 1)]


def test_editions_are_made_though_the_fork_server_is_killed(workspace):
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")})
    first, second = plan(files, Selection()).jobs
    with Workers(files, 1, Bounds()) as workers:
        made = [one for _, one in workers.execute([first])]
        fork_server().process.kill()
        made += [one for _, one in workers.execute([second])]
    assert [(one.error, one.report.page_count) for one in made] == [(None, 1), (None, 1)]


def test_jobs_that_were_started_before_are_done_once(workspace):
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")})
    jobs = plan(files, Selection()).jobs
    with Workers(files, 2, Bounds()) as workers:
        workers.start(jobs[:1])
        assert len(workers.threads) == 1
        made = list(workers.execute(jobs))
        assert len(workers.threads) <= 2
        assert workers.done.empty()
    assert sorted(job.name for job, _ in made) == sorted(job.name for job in jobs)
    assert [one.error for _, one in made] == [None, None]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["die", "hang"])
def test_processes_that_never_start_are_reported(workspace, monkeypatch, number):
    monkeypatch.setattr("briefing.execution.pool.START_SECONDS", 0.5)

    def start_badly():
        process = start_process()
        os.kill(process.number, number)
        return process

    monkeypatch.setattr("briefing.execution.pool.start_process", start_badly)
    with Workers(workspace(), 1, Bounds(seconds=1)) as workers, pytest.raises(MachineError) as caught:
        list(workers.execute(plan(workers.files, Selection()).jobs))
    assert [finding.code for finding in caught.value.findings] == ["BR906"]


def test_a_system_without_more_processes_is_reported(workspace, monkeypatch):
    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("briefing.execution.pool.start_process", refuse)
    with Workers(workspace(), 1, Bounds()) as workers, pytest.raises(MachineError) as caught:
        list(workers.execute(plan(workers.files, Selection()).jobs))
    assert "Resource temporarily unavailable" in caught.value.findings[0].what


def test_interpreters_of_their_own_make_the_same_and_are_stopped_alike(workspace, monkeypatch):
    """This is how editions are made on a system without forks."""
    monkeypatch.setattr("briefing.execution.pool.start_process", Spawned)
    monkeypatch.setenv("BRIEF_CANARY", "a secret")
    files = workspace(BAD_BRIEF, bad_files(LONG_LOOP))
    good, bad = build(files, Bounds(seconds=8))
    assert (good.error, codes(bad)) == (None, ["BR702"])
    here, _ = build_all(plan(files, Selection(briefs=("good",))), files, files.root / "here"), None
    assert good.path.read_bytes() == next(here).path.read_bytes()


def test_a_finished_edition_is_written_before_earlier_ones_that_are_not(workspace):
    files = workspace(BAD_BRIEF, bad_files(LONG_LOOP) | {"content/zz/brief.yaml": LEAST_BRIEF})
    jobs = plan(files, Selection()).jobs
    with Workers(files, 2, Bounds(seconds=6)) as workers:
        outcomes = build_all(
            Plan.joined(map(Plan.of_job, sorted(jobs, key=lambda job: "-bad-" not in job.name))),
            files,
            files.root / "out",
            executor=workers.execute,
        )
        first = next(outcomes)
        assert codes(first) == ["BR702"]
        there = {path.stem for path in (files.root / "out").glob("*.pdf")}
        assert there == {outcome.name for outcome in outcomes}
        assert len(there) == 2


def test_an_internal_error_costs_its_edition_alone(workspace, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")})
    monkeypatch.setattr("briefing.execution.pool.do_task", _fail_at_other)
    with Workers(files, 2, Bounds()) as workers:
        bad, good = build_all(plan(files, Selection()), files, files.root / "out", executor=workers.execute)
    assert (good.error, codes(bad), bad.error.exit_code) == (None, ["BR705"], Exit.BUG)
    assert "ZeroDivisionError: a bug" in bad.error.findings[0].what
    (details,) = temporary.glob("brief-bug-*.txt")
    assert str(details) in bad.error.findings[0].help
    assert "in _fail" in details.read_text()


def _fail_at_other(job, *options):
    if job.edition.brief == "other":
        _fail()
    return do_task(job, *options)


def _fail() -> None:
    raise ZeroDivisionError("a bug")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("styles/audiences/policymaker.css", "styles/audiences/policymaker.css"),
        ("templates/parts/title.j2.html", "templates/parts/title.j2.html"),
    ],
)
def test_a_link_out_of_the_workspace_costs_its_editions_alone(workspace, tmp_path_factory, name, file):
    """The worker reports it: the error comes back with its own type."""
    files = workspace()
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("h1 { color: #abcdef }")
    (files.root / name).parent.mkdir(parents=True)
    (files.root / name).symlink_to(secret)
    with Workers(files, 1, Bounds()) as workers:
        (bad,) = build_all(plan(files, Selection()), files, files.root / "out", executor=workers.execute)
    assert (codes(bad), bad.error.exit_code) == (["BR502"], Exit.WORKSPACE)
    assert bad.error.findings[0].where.file == file


def test_nothing_is_left_behind(workspace, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    data = "data: [[a, b], [x, 1], [y, 2]]"
    chart = f"    blocks: [{{chart: {{id: c, title: A chart, alt: Two columns., kind: column, {data}}}}}]\n"
    build(workspace(LEAST_BRIEF.replace("outlook:", chart + "outlook:")), Bounds())
    assert list(temporary.iterdir()) == []


CONFINED = """
    import os, socket, subprocess, sys, tempfile
    from pathlib import Path
    from briefing.execution.sandbox import confine
    root, out = Path(sys.argv[1]), Path(sys.argv[2])
    lacking = confine(read=[root], write=[out])
    def refused(action):
        try:
            action()
        except OSError:
            return True
        return False
    print(lacking)
    print([refused(action) for action in (
        lambda: open("/etc/passwd").read(),
        lambda: os.listdir(Path.home()),
        lambda: (root / "new").write_text("x"),
        lambda: (root / "seen").unlink(),
        lambda: subprocess.run(["/bin/true"]),
        lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), timeout=2),
    )])
    print([refused(action) for action in (
        lambda: (root / "seen").read_text(),
        lambda: (out / "new").write_text("x"),
        lambda: __import__("wave"),
    )])
"""


def test_a_confined_process_sees_its_folders_alone(tmp_path):
    import socket

    root, out = tmp_path / "root", tmp_path / "out"
    root.mkdir()
    out.mkdir()
    (root / "seen").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(CONFINED), root, out, str(port)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
    lacking, refused, allowed = done.stdout.splitlines()
    if lacking != "()":
        pytest.skip(f"this kernel lacks: {lacking}")
    assert refused == "[True, True, True, True, True, True]"
    assert allowed == "[False, False, False]"


CHART = "{title: Level at A, alt: Two bars, kind: bar, data: [[Station, Level], [North, 3], [South, 5]]}"


def test_drawings_are_kept_for_later_builds_but_not_for_strangers(workspace):
    files = workspace(f"{HEAD}      - chart: {CHART}\n")
    folder = files.root / "out/.brief"

    def built(files=files) -> bytes:
        with Workers(files, 1, Bounds(), drawings=None if files.is_shipped_only else folder) as workers:
            out = files.root / "out"
            (outcome,) = build_all(plan(files, Selection()), files, out, executor=workers.execute)
        assert codes(outcome) == []
        return outcome.path.read_bytes()

    stranger = Files(files.root, files.shipped, is_shipped_only=True)
    first = built(stranger)
    assert not folder.exists()
    assert built() == first
    (kept,) = folder.glob("drawing-*.svg")
    _, _, drawing = kept.read_text().partition("\n")
    other = drawing.replace("North", "Other")
    kept.write_text(f"{digest_of(other.encode())}\n{other}")
    assert built() != first  # the drawing was read, and not drawn again
    assert built(stranger) == first
    kept.write_text(drawing)
    assert built() == first  # a damaged one is drawn again, and replaced
    assert kept.read_text().partition("\n")[2] == drawing


def _processes_of(folder: Path) -> set[int]:
    """Return the processes whose working folder is this one."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if (path / "cwd").resolve() == folder and (path / "stat").read_text().split()[2] != "Z":
                found.add(int(path.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, Exit.INTERRUPTED), (signal.SIGKILL, -9)])
def test_nobody_is_left_when_a_build_is_ended(workspace, number, code):
    files = workspace(BAD_BRIEF, bad_files(LONG_LOOP))
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", "build"],
        cwd=files.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().startswith("out/good-policymaker-en.pdf")
    assert len(_processes_of(files.root)) > 1
    start = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=20)
    if number == signal.SIGINT:
        assert time.monotonic() - start < 2
    assert process.returncode == code
    deadline = time.monotonic() + 5
    while _processes_of(files.root) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _processes_of(files.root) == set()
