"""A compromised worker fails its own edition, and does no other harm."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import partial
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from briefing.core.errors import (
    ContentError,
    Exit,
    MachineError,
    PromiseError,
    RendererError,
    SelectionError,
    WorkspaceError,
)
from briefing.core.finding import Finding, Severity, Span
from briefing.execution import result_codec
from briefing.execution.bounds import Bounds
from briefing.execution.pool import EARLY_LIMIT, Workers
from briefing.execution.worker import EARLY, FRAME
from briefing.files.read_log import READ
from briefing.files.workspace import Files, shipped_root
from briefing.incremental.json_values import value_from_json
from briefing.pipeline.build import build_all
from briefing.pipeline.formats import FORMATS
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import build_task, execute_here
from briefing.release.release_files import release_task
from briefing.results import EditionReport, Result
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
from tests.execution import hostile_workers
from tests.execution.hostile_workers import (
    BEHAVIOURS,
    FORGED,
    PDF,
    attack,
    attacker_of,
    bad,
    framed,
    good_head,
    good_report,
    headed,
    packed_early,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacker looks into /proc")

OTHER = {"content/other/brief.yaml": LEAST_BRIEF.replace("few", "many")}


def attacked(files, monkeypatch, attacker, seconds: float = 20.0, count: int = 2):
    """Return the outcomes of good editions and of those whose workers are attackers."""
    monkeypatch.setattr("briefing.execution.pool.do_task", attacker)
    with Workers(files, count, Bounds(seconds)) as workers:
        return list(build_all(plan(files, Selection()), files, files.root / "out", executor=workers.execute))


def codes(outcome) -> list[str]:
    return [finding.code for finding in outcome.error.findings] if outcome.error else []


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A workspace of one good brief."""
    root = tmp_path_factory.mktemp("crowd")
    for name in ("other", "trial"):
        path = root / f"content/{name}/brief.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(LEAST_BRIEF)
    return Files(root, shipped_root())


@each("name", FORGED)
def test_what_is_no_edition_is_refused_and_runs_nothing(name, crowd, tmp_path):
    """Decoding the bytes suffices to show this: no process is needed."""
    canary = tmp_path / "canary"
    content = FORGED[name](canary)
    if content[:1] == b"r" and len(content) > 9:
        with pytest.raises(result_codec.NotAResultError):
            result_codec.unpack(content[9:], result_codec.Expected(crowd))
    assert not canary.exists()


SENT = [
    "a pickle",
    "a pickle as pools send it",
    "a line of text",
    "a length without end",
    "a long word on the pace",
    "taken twice",
    "a head of brackets",
    "an unknown code",
]


MISBEHAVING = {
    "cut_off": "BR703",
    "announce_and_wait": "BR702",
    "trickle": "BR702",
    "flood": "BR706",
    "hang_up": "BR703",
    "leave_a_copy": "BR702",
    "kill_all": "BR703",
}
TOGETHER = [*SENT, *(name for name in MISBEHAVING if name != "kill_all")]


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """The outcomes of a good edition and of one for each attacker, built together, and the folder for canaries."""
    root, canaries = tmp_path_factory.mktemp("together"), tmp_path_factory.mktemp("outside")
    briefs = {name.replace(" ", "-").replace("_", "-"): name for name in TOGETHER}
    for brief in ("good", *briefs):
        path = root / f"content/{brief}/brief.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(LEAST_BRIEF)
    attackers = {brief: attacker_of(name, canaries / brief) for brief, name in briefs.items()}
    with pytest.MonkeyPatch.context() as patched:
        outcomes = attacked(Files(root, shipped_root()), patched, partial(attack, attackers), 12, count=5)
    made = {outcome.edition.brief: outcome for outcome in outcomes}
    return made.pop("good"), {briefs[brief]: outcome for brief, outcome in made.items()}, canaries


@pytest.mark.process
def test_whatever_the_others_do_a_good_edition_is_made(together):
    good, others, canaries = together
    assert (good.error, good.path.is_file()) == (None, True)
    assert sorted(others) == sorted(TOGETHER)
    assert list(canaries.iterdir()) == []


@pytest.mark.process
@each("name", SENT)
def test_a_forged_edition_fails_alone(name, together):
    forged = together[1][name]
    assert codes(forged) == [{"a length without end": "BR707"}.get(name, "BR706")]
    assert forged.error.exit_code == Exit.RENDERER
    assert not forged.path.exists()


def test_every_misbehaviour_has_its_code():
    assert MISBEHAVING.keys() == BEHAVIOURS.keys()


@pytest.mark.process
@each("name", [name for name in MISBEHAVING if name != "kill_all"])
def test_a_worker_that_misbehaves_fails_its_edition_alone(name, together):
    assert codes(together[1][name]) == [MISBEHAVING[name]]


@pytest.mark.process
def test_so_does_one_that_ends_the_fork_server(workspace, tmp_path, monkeypatch):
    """Some kernels permit it, and the other editions are restarted: so this one is built with one good edition."""
    good, failed = attacked(workspace(files=OTHER), monkeypatch, bad("kill_all", tmp_path))
    assert (good.error, codes(failed)) == (None, [MISBEHAVING["kill_all"]])


@pytest.mark.process
def test_the_next_edition_gets_another_process(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr("briefing.execution.pool.do_task", bad("a pickle", tmp_path / "canary"))
    files = workspace(files=OTHER)
    jobs = sorted(plan(files, Selection()).jobs, key=lambda job: job.name, reverse=True)
    with Workers(files, 1, Bounds()) as workers:
        made = {job.edition.brief: one for job, one in workers.execute(jobs)}
    assert (made["other"].error, made["trial"].error.findings[0].code) == (None, "BR706")


@pytest.mark.process
def test_the_last_good_pdf_stays_if_a_worker_is_compromised(workspace, tmp_path, monkeypatch):
    files = workspace(files=OTHER)
    with Workers(files, 1, Bounds()) as workers:
        list(build_all(plan(files, Selection()), files, files.root / "out", executor=workers.execute))
    last = (files.root / "out/trial-policymaker-en.pdf").read_bytes()
    _, forged = attacked(files, monkeypatch, bad("an unknown code", tmp_path))
    assert (forged.is_kept, forged.path.read_bytes()) == (True, last)


@pytest.mark.process
def test_the_process_of_an_edition_holds_its_socket_and_sees_no_secret(workspace, monkeypatch):
    """The worker reports on itself; the token is assembled here, so that no message contains it."""
    token = "-".join(("canary", str(os.getpid()), "of", "the", "environment"))
    monkeypatch.setenv("BRIEF_TOKEN", token)
    monkeypatch.setattr("briefing.execution.fork_server._server", None)
    monkeypatch.setattr("briefing.execution.pool.do_task", partial(hostile_workers.look_around, token[::-1]))
    files = workspace()
    with Workers(files, 1, Bounds()) as workers:
        ((_, made),) = workers.execute(plan(files, Selection()).jobs)
    what = made.error.findings[0].what
    seen = json.loads(what[what.index("{") :])
    assert token not in json.dumps(seen)
    assert seen["remembered"] == 0
    assert sorted(set(seen["descriptors"]) - {"/dev/null"}) in (["socket"], ["/proc/self/fd", "socket"])
    assert seen["descriptors"].count("socket") == 1
    assert seen["reached"] == []
    if can_confine():
        assert (seen["of others"], seen["next folder"]) == ([], False)


COMMAND = """
import sys
needle = sys.argv.pop()
from functools import partial
from tests.execution.hostile_workers import look_around
import briefing.execution.pool as workers
from briefing.execution import early_start
plain = early_start.start_early
import briefing.cli
def start():
    plain()
    workers.do_task = partial(look_around, needle)
early_start.start_early = start
briefing.cli.main()
"""


@pytest.mark.process
def test_nor_does_that_of_a_command_which_is_a_copy_of_it(workspace, tmp_path_factory):
    token = "-".join(("canary", str(os.getpid()), "of", "the", "command"))
    temporary = tmp_path_factory.mktemp("temporary")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "AWS_SECRET": token, "TMPDIR": str(temporary)}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "build", "-j", "1", token[::-1]],
        cwd=workspace().root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == Exit.BUG, done.stderr
    (details,) = temporary.glob("brief-bug-*")
    text = details.read_text()
    seen = json.loads(text[text.rindex("LookupError: {") + len("LookupError: ") :])
    assert token not in text
    assert seen["remembered"] == 0
    assert "AWS_SECRET" not in seen["environment"]
    assert seen["initial"].strip("\0") == ""
    assert seen["descriptors"].count("socket") == 1
    assert seen["reached"] == []


def test_the_environment_keeps_what_the_engine_needs():
    from briefing.execution.environment import needed

    kept = {"PATH", "HOME", "LC_ALL", "FONTCONFIG_FILE", "SOURCE_DATE_EPOCH", "SystemRoot"}
    dropped = {"GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK", "PYTHONPATH", "PYTHONSTARTUP"}
    dropped |= {"PGPASSWORD", "LD_PRELOAD", "http_proxy", "LCX", "NO_COLOR"}
    assert set(needed(dict.fromkeys(kept | dropped, "x"))) == kept


def can_confine() -> bool:
    """Return whether this kernel can restrict a process's access to files, tested in a separate process."""
    script = "from briefing.execution.sandbox import confine; print(*confine([], []))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return "files" not in done.stdout


def findings_of(count: int = 2) -> tuple[Finding, ...]:
    where = Span("content/ü.yaml", 3, 4, 5, "a: line with “ü”")
    return tuple(Finding("BR501", f"what {n}", where, "help", Severity.WARNING) for n in range(count))


@each("kind", [ContentError, WorkspaceError, PromiseError, RendererError, MachineError, SelectionError])
def test_an_error_comes_back_as_what_it_is(kind, crowd):
    finding = Finding("BR601", "too long", Span("content/a/brief.yaml", 1, 2, 3, "title: x"), "shorten it")
    made = result_codec.unpack(
        result_codec.pack(Result(report=EditionReport(seconds=2.5), error=kind([finding]))),
        result_codec.Expected(crowd),
    )
    assert (type(made.error), made.error.findings, made.report.seconds) == (kind, (finding,), 2.5)


@pytest.mark.engine
def test_an_edition_comes_back_as_it_was_made(crowd):
    task = build_task(("pdf", "composed"))
    for job, plain in execute_here(crowd, task)(plan(crowd, Selection()).jobs):
        report = dataclasses.replace(
            plain.report, findings=findings_of(), accepted=findings_of(1), fitted=("spacing",)
        )
        made = dataclasses.replace(plain, report=report)
        back = result_codec.unpack(result_codec.pack(made), result_codec.Expected(crowd, task.file_names))
        assert back == dataclasses.replace(made, libraries=())
        assert set(back.reads.entries) == set(made.reads.entries)
        assert [entry[0::2] for entry in back.reads.entries.values()] == [
            entry[0::2] for entry in made.reads.entries.values()
        ]
        assert {*back.files} == {"pdf", "composed"} and job.edition.name


def test_the_files_of_a_kit_come_back_all_or_not_at_all(crowd):
    wanted = release_task(crowd.root / "out", ()).file_names
    begins = {name: FORMATS[name].begins for name in wanted}
    files = {name: PDF if name == "pdf" else begins[name] + b"x" for name in wanted}
    report = EditionReport(page_count=1)
    expected = result_codec.Expected(crowd, wanted)
    back = result_codec.unpack(result_codec.pack(Result(files, report)), expected)
    assert back.files == files and len(files) >= 4
    for name in wanted:
        fewer = {other: content for other, content in files.items() if other != name}
        for forged in (fewer, {**files, "more": b"x"}, {**files, name: b"y"} if begins[name] else fewer):
            with pytest.raises(result_codec.NotAResultError):
                result_codec.unpack(result_codec.pack(Result(forged, report)), expected)


def sample_of(kind) -> object:
    """Return some value of the type of a field that is not its default."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind == tuple[Finding, ...]:
        return findings_of(2)
    if origin is tuple:
        return (sample_of(arguments[0]),)
    if origin is Mapping:
        return {sample_of(arguments[0]): sample_of(arguments[1])}
    if origin is Literal:
        return arguments[-1]
    return {int: 3, float: 2.25, str: "spacing", bool: True}[kind]


TYPES = get_type_hints(EditionReport)
SAMPLES = {field.name: sample_of(TYPES[field.name]) for field in dataclasses.fields(EditionReport)}


def test_every_field_of_a_report_comes_back_and_is_kept(crowd):
    """A figure that is added to the report survives the result codec and the build log."""
    assert len(SAMPLES) >= 6
    assert [name for name, value in SAMPLES.items() if value == getattr(EditionReport(), name)] == []
    report = EditionReport(**SAMPLES)
    back = result_codec.unpack(result_codec.pack(Result({"pdf": PDF}, report)), result_codec.Expected(crowd))
    assert back.report == report
    written = json.loads(json.dumps(dataclasses.asdict(report)))
    assert value_from_json(EditionReport, written) == report


@each("name", SAMPLES)
@each("forged", [None, [None], {"\x1b": 1.0}, "\x1b", -1, 1e300, "x" * 200, [[]]])
def test_no_field_of_a_report_is_taken_for_what_it_is_not(name, forged, crowd):
    report = json.loads(json.dumps(good_head()["report"] | {name: forged}))
    with pytest.raises(result_codec.NotAResultError):
        result_codec.unpack(headed(good_head(report=report), PDF)[9:], result_codec.Expected(crowd))


def test_what_is_long_is_cut_on_its_way_and_not_refused(crowd):
    finding = Finding("BR401", "x" * 90_000, Span("a", 1, 1, 1, "y," * 1_000_000), "z" * 90_000)
    back = result_codec.unpack(
        result_codec.pack(Result(error=WorkspaceError([finding]))), result_codec.Expected(crowd)
    )
    assert back.error.findings[0].what.startswith("xxx")
    assert len(back.error.findings[0].what) <= result_codec.SENTENCE_LIMIT


@pytest.mark.slow
@each("word", ["x", ",", "[", '"', "\U0001f600", "\x1b", "ü"])
@each("count", [3, 400, 30_000])
def test_however_much_is_found_the_first_of_it_comes_back(word, count, crowd):
    where = Span("content/a.yaml", 1, 1, 1, word * 1000)
    warnings = [Finding("BR503", f"{n}{word * 900}", where, word, Severity.WARNING) for n in range(count)]
    error = Finding("BR401", "the cause", where)
    made = Result(report=EditionReport(findings=tuple(warnings)), error=WorkspaceError([*warnings, error]))
    back = result_codec.unpack(result_codec.pack(made), result_codec.Expected(crowd))
    assert (error.code, error.what) in {(one.code, one.what) for one in back.error.findings}
    assert 0 < len(back.report.findings) <= count
    assert len(back.report.findings) == count or count > 100


def test_a_stamp_counts_only_where_it_is_seen_here_too(crowd):
    name = "content/trial/brief.yaml"
    seen = os.stat(crowd.root / name)  # noqa: PTH116
    true = [seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns]
    for stamp, kept in ((true, tuple(true)), ([true[0], true[1], true[2] + 1], None)):
        head = good_head(reads=[[READ, name, "user", stamp, "ab"]])
        back = result_codec.unpack(headed(head, PDF)[9:], result_codec.Expected(crowd))
        assert back.reads.entries[READ, name] == ("user", kept, "ab")


@each("place", ["/etc/shadow", "/dev/zero", "../../x", "shippedx"])
def test_no_place_outside_is_put_on_record(crowd, place):
    for name in ("content/a.png", "styles/fonts/none.ttf"):
        head = good_head(reads=[[READ, name, place, [1, 2, 3], "ab"]])
        back = result_codec.unpack(headed(head, PDF)[9:], result_codec.Expected(crowd))
        assert back.reads.entries[READ, name] == ("", None, "")


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]0;owned\x07",
        "\x1b[2Jgone",
        "one\nout/other.pdf  1 page  0.1 s",
        "a\rb",
        "\x9b31m",
        "\u2028x",
        "\x00",
        "\ud800",
    ],
)
def test_no_word_of_a_worker_steers_the_terminal(text, crowd, capfd):
    from briefing.cli import console

    finding = ["BR501", text, text, "warning", text, 1, 1, 1, 0]
    head = good_head(report=good_report(findings=[finding]), sources=[text])
    made = result_codec.unpack(headed(head, PDF)[9:], result_codec.Expected(crowd))
    console.show_findings(made.report.findings)
    said = capfd.readouterr().err
    assert len(said.splitlines()) == 4
    assert all(mark.isprintable() or mark == "\n" for mark in said)
    for form in ("github", "sarif", "json"):
        console.show_report(made.report.findings, form)
        printed = capfd.readouterr().out
        assert all(mark.isprintable() or mark == "\n" for mark in printed)
        assert form != "github" or len(printed.splitlines()) == 1


def test_names_that_are_no_unicode_come_back(crowd):
    """A file may have such a name; the invalid characters are replaced when it is printed."""
    finding = Finding("BR501", "no", Span("content/\udcff.png"), "", Severity.WARNING)
    back = result_codec.unpack(
        result_codec.pack(
            Result(error=WorkspaceError([dataclasses.replace(finding, severity=Severity.ERROR)]))
        ),
        result_codec.Expected(crowd),
    )
    assert back.error.findings[0].where.file == "content/\udcff.png"


def test_an_internal_error_is_reported_and_kept_in_a_file(workspace, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert signal.SIGKILL
    bug = result_codec.unpack(
        result_codec.pack_bug(ValueError("x" * 100_000)), result_codec.Expected(workspace())
    )
    assert isinstance(bug, result_codec.Bug)
    assert len(bug.what) <= result_codec.SENTENCE_LIMIT
    assert "ValueError" in bug.details


EARLY_NAMES = ("page", "place")
GOOD_EARLY = framed(packed_early(page=b"x", place=b"y"), EARLY)
EARLY_SENT: dict[str, tuple[bytes, tuple[str, ...], str, int]] = {
    "where none is expected": (GOOD_EARLY, (), "BR706", 0),
    "no result": (framed(b"\0" * 9, EARLY), EARLY_NAMES, "BR706", 0),
    "other files": (framed(packed_early(pdf=b"x"), EARLY), EARLY_NAMES, "BR706", 0),
    "a bug": (framed(result_codec.pack_bug(ValueError("x")), EARLY), EARLY_NAMES, "BR706", 0),
    "too many": (GOOD_EARLY * (EARLY_LIMIT + 1), EARLY_NAMES, "BR706", EARLY_LIMIT),
    "without end": (FRAME.pack(EARLY, 1 << 62), EARLY_NAMES, "BR707", 0),
}


@pytest.mark.process
@pytest.mark.parametrize(("sent", "names", "code", "count"), EARLY_SENT.values(), ids=EARLY_SENT)
def test_an_early_result_is_trusted_no_more_than_the_last_one(sent, names, code, count, crowd, monkeypatch):
    monkeypatch.setattr("briefing.execution.pool.do_task", partial(hostile_workers.send_early, sent))
    (job, *_) = plan(crowd, Selection()).jobs
    taken: list[Result] = []
    with Workers(crowd, 1, Bounds(20.0)) as workers:
        task = dataclasses.replace(build_task(), early_names=names)
        result = workers.open_slot().do(job, task, taken.append)
    assert codes(result) == [code]
    assert [one.files for one in taken] == [{"page": b"x", "place": b"y"}] * count
