"""The command as a good citizen of the system: limits, closed streams, signals, temporary files, progress."""

from __future__ import annotations

import gc
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli import console, progress, release
from briefing.cli.command_group import run
from briefing.cli.progress import Progress, Waiting, pace_line
from briefing.core.errors import Exit
from briefing.execution.bounds import Bounds
from briefing.execution.pool import Workers
from briefing.results import EditionReport, Outcome
from briefing.stages import Edition
from tests.command import brief
from tests.conftest import LEAST_BRIEF, ROOT
from tests.editions.long_brief import long_brief
from tests.execution.test_pool import BAD_BRIEF, LONG_LOOP, _processes_of, bad_files

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="shells, signals and /proc"),
]

DATA = "[[a, b], [x, 1], [y, 2]]"
CHART = f"    blocks: [{{chart: {{id: c, title: A chart, alt: Two columns., kind: column, data: {DATA}}}}}]\n"
WITH_CHART = LEAST_BRIEF.replace("outlook:", f"{CHART}outlook:")
PDF = "out/trial-policymaker-en.pdf"


@pytest.fixture
def environment(tmp_path_factory):
    """The environment of commands, with a temporary folder of their own."""
    temporary = tmp_path_factory.mktemp("temporary")
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}


def in_shell(script: str, root: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a shell script in which `$brief` is the command."""
    whole = f'brief="{sys.executable} -m briefing"\n{script}'
    return subprocess.run(
        ["bash", "-c", whole], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def typed(monkeypatch, capfd):
    """A function that runs a command in a folder, in this process, and returns its exit code and output."""
    monkeypatch.setattr(
        "briefing.cli.error_handling._handle_signals", lambda: None
    )  # the signals belong to the test process
    monkeypatch.setattr(gc, "freeze", lambda: None)

    def type_in(folder: Path, words: str) -> tuple[object, str, str]:
        monkeypatch.chdir(folder)
        with pytest.raises(SystemExit) as ended:
            run(shlex.split(words))
        said = capfd.readouterr()
        return ended.value.code, said.out, said.err

    return type_in


def temporary(environment: dict[str, str]) -> list[str]:
    return sorted(path.name for path in Path(environment["TMPDIR"]).iterdir())


@pytest.mark.parametrize("words", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_build_works_whichever_standard_streams_are_closed(words, workspace, environment):
    root = workspace(WITH_CHART).root
    done = in_shell(f"$brief build {words}", root, environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / PDF).read_bytes().startswith(b"%PDF-")
    assert {file.name for file in (root / "out").iterdir()} == {".brief", Path(PDF).name}


@pytest.mark.parametrize("command", ["check", "list", "explain title", "doctor"])
def test_so_do_other_commands(command, workspace, environment):
    done = in_shell(f"$brief {command} <&-", workspace().root, environment)
    assert "bug" not in done.stderr
    assert done.returncode in (0, 3)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("-n 12", "the limit of a process is 12 open files here; a build needs 64"),
        ("-n 63", "63 open files"),
        ("-v 100000", "97 MiB of address space here; a build needs 1,024"),
        ("-v 500000", "MiB of address space"),
        ("-d 100000", "97 MiB of data here; a build needs 768"),
        ("-Sn 20", "20 open files"),
    ],
)
@pytest.mark.parametrize("command", ["build", "release", "build trial -j 4"])
def test_a_limit_that_is_too_low_is_reported_with_help(limit, words, command, workspace, environment):
    root = workspace(WITH_CHART).root
    done = in_shell(f"ulimit {limit}; $brief {command}", root, environment)
    assert done.returncode == Exit.MACHINE
    first, help_ = done.stderr.splitlines()
    assert first.startswith("this machine: error: ") and first.endswith(" [BR906]")
    assert words in first
    assert f"`ulimit -{limit.split()[0][-1]} " in help_
    assert not (root / "out").exists()
    assert temporary(environment) == []


def test_what_the_help_of_a_limit_says_is_enough(workspace, environment):
    root = workspace().root
    limits = "ulimit -n 64; ulimit -v 1048576; ulimit -d 786432"
    done = in_shell(f"{limits}; $brief build --memory 768 -j 1", root, environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_chart_renderer_without_address_space_is_reported(workspace, environment):
    """The renderer reserves more than the limit allows and ends its process. The brief is not to blame."""
    root = workspace(WITH_CHART, {"content/plain/brief.yaml": LEAST_BRIEF}).root
    one, other = (
        in_shell(f"ulimit -v 4000000; $brief build {name}", root, environment) for name in ("trial", "plain")
    )
    assert (one.returncode, other.returncode) == (Exit.MACHINE, Exit.BUILT)
    assert "the limit of its address space is 3,906 MiB [BR906]" in one.stderr
    assert "`ulimit -v unlimited`" in one.stderr


@pytest.mark.parametrize("words", ["--help", "build --help", "--version"])
def test_help_needs_no_room(words, workspace, environment):
    assert in_shell(f"ulimit -n 20; $brief {words}", workspace().root, environment).returncode == 0


def _hear_hangup() -> None:
    """Undo what `nohup` does to the tests: a process that inherits an ignored signal goes on."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def begun(workspace, environment, *, prefix: str = "") -> tuple[Path, subprocess.Popen[str]]:
    """Start a build of two editions, and return it when one is finished; the other never ends."""
    root = workspace(BAD_BRIEF, bad_files(LONG_LOOP) | {"content/good/brief.yaml": WITH_CHART}).root
    script = f'{prefix} exec "{sys.executable}" -m briefing build --timeout 20'
    process = subprocess.Popen(
        ["bash", "-c", script],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_hangup,  # noqa: PLW1509  (no thread runs meanwhile)
    )
    assert process.stdout.readline().startswith("out/good-policymaker-en.pdf")
    assert len(temporary(environment)) == 1
    return root, process


def nobody_is_left(root: Path) -> bool:
    deadline = time.monotonic() + 10
    while _processes_of(root) and time.monotonic() < deadline:
        time.sleep(0.05)
    return _processes_of(root) == set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_command_ended_by_a_signal_keeps_finished_editions_and_leaves_nothing_behind(
    number, workspace, environment
):
    root, process = begun(workspace, environment)
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert (
        said.lstrip("\n")
        == {
            signal.SIGTERM: "ended by SIGTERM; finished editions are kept\n",
            signal.SIGHUP: "ended by SIGHUP; finished editions are kept\n",
            signal.SIGINT: "interrupted\n",
        }[number]
    )
    assert temporary(environment) == []
    assert nobody_is_left(root)
    again = in_shell("$brief list good", root, environment)
    assert again.stdout.endswith("  up to date\n")
    assert [path.name for path in (root / "out").iterdir() if path.name.endswith(".part")] == []


def test_two_signals_are_one(workspace, environment):
    root, process = begun(workspace, environment)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
        process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode in (128 + signal.SIGTERM, 128 + signal.SIGHUP)
    assert temporary(environment) == []
    assert nobody_is_left(root)


def test_under_nohup_the_end_of_a_terminal_is_none(workspace, environment):
    _, process = begun(workspace, environment, prefix="trap '' HUP;")
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGTERM


def test_what_a_killed_build_left_goes_with_the_next(workspace, environment):
    root, process = begun(workspace, environment)
    process.kill()
    process.communicate(timeout=20)
    assert nobody_is_left(root)
    left = temporary(environment)
    assert len(left) == 1 and left[0].startswith("briefwright-")
    in_shell("$brief build good -f", root, environment)
    assert temporary(environment) == []


@pytest.mark.parametrize(
    "words", ["build", "build --html -f", "build trial -a nobody", "check --built", "release"]
)
def test_no_command_leaves_temporary_files(words, workspace, environment):
    root = workspace(WITH_CHART).root
    for each in ("build", words):
        brief(*each.split(), cwd=root, env={"TMPDIR": environment["TMPDIR"]})
    assert temporary(environment) == []


def test_nor_does_one_whose_edition_fails(workspace, environment):
    root = workspace(WITH_CHART, {"templates/parts/title.j2.html": "{{ nothing.of.this }}"}).root
    done = brief("build", cwd=root, env={"TMPDIR": environment["TMPDIR"]})
    assert done.returncode != 0
    assert temporary(environment) == []


def test_the_time_of_a_batch_is_that_of_a_clock_on_the_wall(capsys):
    outcomes = [
        Outcome(f"{n}", EditionReport(page_count=2, seconds=50.0), Edition("b", f"a{n}", "en"), Path("x"))
        for n in range(4)
    ]
    console.show_summary(outcomes, 61.5)
    assert capsys.readouterr().out.splitlines()[-1] == "4 editions, 8 pages, 61.5 s"


def test_a_single_edition_says_which_page_is_laid_out(workspace):
    files = workspace(long_brief(300, page_limit=99))
    from briefing.pipeline.plan import Selection, plan

    pages: list[int] = []
    with Workers(files, 1, Bounds(), watch=pages.append) as workers:
        ((_, made),) = workers.execute(plan(files, Selection()).jobs)
    assert made.report.page_count > 5
    # Each layout counts its pages again; before it is set tighter, the edition has more of them.
    assert pages and pages[0] == 1 and max(pages) < 1.5 * made.report.page_count


class Terminal:
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_page_and_the_time_are_at_the_foot(monkeypatch):
    lines: list[str] = []
    monkeypatch.setattr(progress, "TICK", 0.001)
    monkeypatch.setattr(console, "keep_below", lines.append)
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress(1) as one:
        one.watch(7)
        while not any("7" in line for line in lines):
            time.sleep(0.001)
        one.advance()
    assert lines[-1] == ""
    assert re.fullmatch(r"laying out page 7  0:\d\d", lines[-2])


@pytest.mark.parametrize(
    ("page", "seconds", "line"),
    [
        (0, 3.9, "reading  0:03"),
        (12, 61, "laying out page 12  1:01"),
        (1200, 3600, "laying out page 1,200  60:00"),
    ],
)
def test_the_line_of_a_single_edition(page, seconds, line):
    assert pace_line(page, seconds) == line


def test_a_command_that_takes_brief_by_brief_names_each(monkeypatch):
    lines: list[str] = []
    monkeypatch.setattr(console, "keep_below", lines.append)
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress(2, "heat") as shown:
        shown.advance()
    assert [re.fullmatch(r"heat  \S+  ([01])/2.*", line)[1] for line in lines[:-1]] == ["0", "1"]
    assert pace_line(0, 3, "heat") == "heat  0:03"


def test_what_takes_an_unknown_time_is_shown_at_once_and_again(monkeypatch):
    lines: list[str] = []
    monkeypatch.setattr(progress, "TICK", 0.001)
    monkeypatch.setattr(console, "keep_below", lines.append)
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Waiting("checking") as waiting:
        assert lines[0] == "checking  0:00"
        while len(lines) < 3:
            time.sleep(0.001)
        waiting.end()
        assert lines.pop() == "" and set(lines) == {"checking  0:00"}
        waiting.end()
        assert lines[-1] == "checking  0:00", "nothing is removed twice"
        waiting.begin()
    assert lines[-1] == "" and not waiting._clock


def test_a_release_waits_before_each_brief_and_not_while_it_prints(workspace, monkeypatch):
    events: list[str] = []
    monkeypatch.chdir(workspace().root)
    monkeypatch.setattr(Waiting, "begin", lambda self: events.append(self.name))
    monkeypatch.setattr(Waiting, "end", lambda self: events.append("end"))
    monkeypatch.setattr("briefing.release.release.release_all", lambda *_: iter(["one", "two"]))
    monkeypatch.setattr("briefing.release.release.exit_of", lambda _: 0)
    monkeypatch.setattr(console, "show_released", events.append)
    assert CliRunner().invoke(release.command, standalone_mode=False).return_value == 0
    assert events == ["checking", "end", "one", "checking", "end", "two", "checking", "end"]


@pytest.mark.parametrize("total", [0, 1, 5])
def test_nothing_is_shown_where_no_person_looks(total, capfd):
    with Waiting("checking"), Progress(total) as shown:
        assert shown.watch is None
        shown.advance()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("folder", "word"),
    [
        (".", "content/trial/brief.yaml"),
        (".", "content/trial"),
        (".", "content/trial/"),
        (".", "./content/trial/brief.es.yaml"),
        (".", "content/../content//trial"),
        (".", "{root}/content/trial/brief.yaml"),
        ("content", "trial/"),
        ("content/trial", "brief.yaml"),
        ("content/trial", "."),
        ("content/other", "../trial/brief.yaml"),
        ("out", "../content/trial"),
        ("content/other", "trial"),
    ],
)
@pytest.mark.parametrize("command", ["list", "check", "build"])
def test_a_brief_is_named_by_a_path_too(folder, word, command, workspace, typed):
    root = workspace(files={"content/other/brief.yaml": LEAST_BRIEF, "out/x": ""}).root
    code, out, said = typed(root / folder, f"{command} {word.format(root=root)}")
    assert (code, said) == (0, "")
    assert "other" not in out
    assert "trial" in out or out.startswith("1 brief, ")


def test_the_same_word_in_another_folder_is_another_brief(workspace, environment):
    root = workspace(files={"content/other/brief.yaml": LEAST_BRIEF}).root
    for name in ("trial", "other", "trial"):
        done = in_shell(f"cd content/{name}; $brief build brief.yaml", root, environment)
        assert done.returncode == 0
    assert {path.name for path in (root / "out").glob("*.pdf")} == {
        "other-policymaker-en.pdf",
        Path(PDF).name,
    }


@pytest.mark.parametrize(
    ("word", "help_"),
    [
        ("content/trail/brief.yaml", "the briefs are: trial"),
        ("content/trail", "did you mean 'trial'?"),
        ("/etc/passwd", "cd to the other workspace"),
        ("../elsewhere", "cd to the other workspace"),
        ("content/", "the briefs are: trial"),
        (".", "the briefs are: trial"),
        ("trail", "did you mean 'trial'?"),
    ],
)
@pytest.mark.parametrize("command", ["build", "check", "list", "release", "explain title -b", "confirm -b"])
def test_a_path_that_leads_to_no_brief_is_an_error(word, help_, command, workspace, typed):
    code, _, said = typed(workspace().root, f"{command} {word}")
    assert code == Exit.USAGE
    assert "[BR802]" in said
    assert help_ in said
