"""Workers: one that hangs, dies or wants too much costs its own edition only; none sees what is not its business."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from functools import partial
from pathlib import Path
from threading import Lock

import pytest
from pebble import ProcessPool

from briefing.build.batch import build_all
from briefing.build.plan import Selection, plan
from briefing.build.workers import MIB, Bounds, Workers, _able_to_travel
from briefing.errors import Exit, MachineError
from briefing.workspace import OutsideError
from tests.conftest import LEAST_BRIEF, ROOT

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
        return list(build_all(plan(files, Selection()), files, files.root / "out", maker=workers.make_all))


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


def test_an_edition_that_wants_too_much_memory_is_told_so(workspace):
    files = workspace(BAD_BRIEF, bad_files(GREEDY))
    good, bad = build(files, Bounds(memory=400 * MIB))
    assert (good.error, codes(bad)) == (None, ["BR704"])
    assert "more than 400 MiB" in bad.error.findings[0].what


def test_the_limit_of_memory_is_set_by_the_command(workspace):
    filling = "{% set n = namespace(kept=[]) %}{% for i in range(80) %}"
    filling += "{% set n.kept = n.kept + ['x' * 9900000] %}{% endfor %}<p>A word.</p>"
    files = workspace(BAD_BRIEF, bad_files(filling))
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


def test_a_worker_that_dies_once_makes_its_edition_the_second_time(workspace, monkeypatch):
    files = workspace()
    (job,) = plan(files, Selection())
    with Workers(files, 1, Bounds()) as workers:
        dying(workers, monkeypatch, times=1)
        ((_, made),) = workers.make_all([job])
    assert (made.error, made.page_count) == (None, 1)


def dying(workers: Workers, monkeypatch, times: int) -> None:
    """Let the worker die of the first editions that it is given."""
    schedule, given = workers.pool.schedule, []

    def schedule_death(function, args=(), timeout=None):
        given.append(args)
        if len(given) <= times:
            return schedule(_die)
        return schedule(function, args=args, timeout=timeout)

    monkeypatch.setattr(workers.pool, "schedule", schedule_death)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _wait() -> None:
    time.sleep(60)


def test_two_deaths_are_no_accident(workspace, monkeypatch):
    files = workspace()
    (job,) = plan(files, Selection())
    with Workers(files, 1, Bounds()) as workers:
        dying(workers, monkeypatch, times=2)
        ((_, made),) = workers.make_all([job])
    assert made.error.exit_code == Exit.RENDERER
    assert [finding.code for finding in made.error.findings] == ["BR703"]
    assert "(SIGSEGV)" in made.error.findings[0].what


def test_workers_that_are_killed_before_they_have_an_edition_are_begun_anew(workspace, monkeypatch):
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")})
    jobs = plan(files, Selection())
    start = Workers._start
    killed = []

    def start_and_kill(workers, one):
        start(workers, one)
        if len(killed) < 2:
            for worker in list(workers.pool._pool_manager.worker_manager.workers.values()):
                os.kill(worker.pid, signal.SIGKILL)
                killed.append(worker.pid)

    monkeypatch.setattr(Workers, "_start", start_and_kill)
    with Workers(files, 2, Bounds()) as workers:
        made = list(workers.make_all(jobs))
    assert len(killed) >= 2
    assert [(edition.error, edition.page_count) for _, edition in made] == [(None, 1), (None, 1)]


@pytest.mark.parametrize("begin", [_die, _wait], ids=["die", "hang"])
def test_processes_that_never_start_are_told(workspace, monkeypatch, begin):
    monkeypatch.setattr("briefing.build.workers.START_SECONDS", 2)
    files = workspace()
    with Workers(files, 1, Bounds(seconds=1)) as workers:
        context = multiprocessing.get_context("forkserver")
        workers.new_pool = partial(ProcessPool, 1, initializer=begin, context=context)
        workers.pool = workers.new_pool()
        with pytest.raises(MachineError) as caught:
            list(workers.make_all(plan(files, Selection())))
    assert [finding.code for finding in caught.value.findings] == ["BR906"]


def test_what_is_made_is_in_place_though_those_before_it_are_not(workspace):
    files = workspace(BAD_BRIEF, bad_files(LONG_LOOP) | {"content/zz/brief.yaml": LEAST_BRIEF})
    with Workers(files, 2, Bounds(seconds=8)) as workers:
        outcomes = build_all(
            sorted(plan(files, Selection()), key=lambda job: "-bad-" not in job.name),
            files,
            files.root / "out",
            maker=workers.make_all,
        )
        first = next(outcomes)
        assert codes(first) == ["BR702"]
        there = {path.stem for path in (files.root / "out").glob("*.pdf")}
        assert there == {outcome.name for outcome in outcomes}
        assert len(there) == 2


def test_a_bug_of_ours_costs_its_edition_alone(workspace, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    files = workspace(files={"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")})
    with Workers(files, 2, Bounds()) as workers:
        schedule = workers.pool.schedule

        def schedule_or_fail(function, args, timeout):
            return schedule(
                _fail if args[0].edition.brief == "other" else function, args=args, timeout=timeout
            )

        monkeypatch.setattr(workers.pool, "schedule", schedule_or_fail)
        bad, good = build_all(plan(files, Selection()), files, files.root / "out", maker=workers.make_all)
    assert (good.error, codes(bad), bad.error.exit_code) == (None, ["BR705"], Exit.BUG)
    (details,) = temporary.glob("brief-bug-*.txt")
    assert str(details) in bad.error.findings[0].mend
    assert "in _fail" in details.read_text()


def _fail(*_: object) -> None:
    raise ZeroDivisionError("a bug")


class _Unpackable(Exception):  # noqa: N818
    """An error that holds what cannot be packed, however a library packs errors."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} {other}")
        self.held = Lock()


def test_every_error_is_able_to_travel():
    outside = pickle.loads(pickle.dumps(OutsideError("styles/a.css")))  # noqa: S301
    assert (type(outside), outside.filename) == (OutsideError, "styles/a.css")
    assert _able_to_travel(outside) is outside
    assert str(_able_to_travel(_Unpackable("a", "b"))) == "_Unpackable: a b"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("styles/audiences/policymaker.css", "styles/audiences/policymaker.css"),
        ("templates/parts/title.j2.html", "templates/parts/title.j2.html"),
    ],
)
def test_a_link_out_of_the_workspace_costs_its_editions_alone(workspace, tmp_path_factory, name, file):
    """A worker tells it: the pool would end at an error that cannot be packed and unpacked."""
    files = workspace()
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("h1 { color: #abcdef }")
    (files.root / name).parent.mkdir(parents=True)
    (files.root / name).symlink_to(secret)
    with Workers(files, 1, Bounds()) as workers:
        (bad,) = build_all(plan(files, Selection()), files, files.root / "out", maker=workers.make_all)
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
    from briefing.build.confine import confine
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


def _processes_of(folder: Path) -> set[int]:
    """The processes that have a folder as theirs."""
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
