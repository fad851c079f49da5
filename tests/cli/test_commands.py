"""The command line, in a process of its own: correct and wrong use."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from briefing.cli import doctor
from briefing.cli.command_group import COMMANDS
from briefing.core import native_libraries
from briefing.core.version import __version__
from tests.cases import each
from tests.command import brief
from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = pytest.mark.process

HEAVY = (
    "weasyprint",
    "pikepdf",
    "pydantic",
    "jinja2",
    "yaml",
    "babel",
    "markdown_it",
    "citeproc",
    "bibtexparser",
    "pylatexenc",
    "syllapy",
)


def test_help_answers_without_the_heavy_imports():
    script = (
        "import sys\nfrom briefing.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "Exit codes:" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@each(
    "arguments",
    [
        ["--help"],
        ["-h"],
        *([name, "--help"] for name in COMMANDS),
        *(["new", name, "--help"] for name in ("workspace", "brief", "audience")),
    ],
)
def test_every_command_has_a_help_text(arguments, tmp_path):
    done = brief(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: brief")


def test_the_version_is_the_packages(tmp_path):
    assert brief("--version", cwd=tmp_path).stdout == f"brief, version {__version__}\n"


def test_build_prints_a_line_per_edition(workspace, tmp_path):
    root = workspace(files={"content/second/brief.yaml": LEAST_BRIEF}).root
    done = brief("build", cwd=root / "content" / "trial")
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [re.sub(r"\d+\.\d s", "N s", line.strip()) for line in lines] == [
        f"{root}/out/second-policymaker-en.pdf    1 page    N s",
        f"{root}/out/trial-policymaker-en.pdf     1 page    N s",
    ]
    assert sorted(path.name for path in (root / "out").iterdir() if path.is_file()) == [
        "second-policymaker-en.pdf",
        "trial-policymaker-en.pdf",
    ]


def test_build_takes_a_brief_an_audience_a_language_a_folder_and_html(workspace, tmp_path):
    root = workspace(files={"content/second/brief.yaml": "title: ["}).root
    done = brief("build", "trial", "-a", "policymaker", "-l", "en", "-o", "proofs", "--html", "-v", cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("proofs/trial-policymaker-en.pdf")
    assert sorted(path.name for path in (root / "proofs").iterdir() if path.is_file()) == [
        "trial-policymaker-en.html",
        "trial-policymaker-en.pdf",
    ]
    assert "weasyprint 70" in done.stderr
    assert "read content/trial/brief.yaml" in done.stderr
    assert "lay out" in done.stderr
    assert not (root / "out").exists()


@each(
    ("arguments", "exit_code", "message"),
    [
        (["build", "trail"], 2, "did you mean 'trial'?"),
        (["build", "-a", "policymakers"], 2, "did you mean 'policymaker'?"),
        (["build", "-a", "nobody"], 2, "the audiences are: analyst"),
        (["build", "-l", "fr"], 2, "the languages are: en"),
        (["bild"], 2, "did you mean 'build'?"),
        (["new", "breif"], 2, "there is no command 'new breif'; did you mean 'brief'?"),
        (["new", "brief"], 2, "Missing argument 'TITLE'"),
        (["new", "audience", "mayor", "--from", "policymakers"], 2, "did you mean 'policymaker'?"),
        (["new", "brief", "Trial"], 2, "content/trial/brief.yaml: error: the file already exists"),
        (["list", "trail"], 2, "did you mean 'trial'?"),
        (["schema", "breif"], 2, "did you mean 'brief'?"),
        (["build", "--nonsense"], 2, "No such option"),
        (["build", "-o", "content/trial/brief.yaml/x"], 5, "[BR902]"),
    ],
)
def test_wrong_use_has_a_message_and_an_exit_code(workspace, arguments, exit_code, message):
    done = brief(*arguments, cwd=workspace().root)
    assert done.returncode == exit_code
    assert done.stdout == ""
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_of_a_workspace_the_message_says_how_to_start(tmp_path):
    done = brief("build", cwd=tmp_path)
    assert done.returncode == 3
    assert "[BR801]" in done.stderr
    assert "content/my-brief/brief.yaml" in done.stderr


def test_one_bad_brief_does_not_keep_the_others_from_being_built(workspace):
    root = workspace(files={"content/bad/brief.yaml": LEAST_BRIEF.replace("date", "dtae")}).root
    done = brief("build", cwd=root)
    assert done.returncode == 6
    assert "out/trial-policymaker-en.pdf" in done.stdout
    assert "content/bad/brief.yaml:2:1: error: unknown key 'dtae' [BR201]" in done.stderr
    assert "bad: not built: 1 error\n" in done.stderr


@each("kind", ["folder", "link out", "slug", "unreadable settings", "settings that lead out"])
def test_what_cannot_be_read_is_reported_and_the_others_are_built(workspace, tmp_path_factory, kind):
    root = workspace().root
    (root / "content/other").mkdir()
    expected = 6
    if kind == "folder":
        (root / "content/other/brief.yaml").mkdir()
    elif kind == "link out":
        outside = tmp_path_factory.mktemp("outside") / "brief.yaml"
        outside.write_text(LEAST_BRIEF)
        (root / "content/other/brief.yaml").symlink_to(outside)
    elif kind == "slug":
        (root / "content/other").rename(root / "content/Other Brief")
        (root / "content/Other Brief/brief.yaml").write_text(LEAST_BRIEF)
    elif kind == "settings that lead out":
        outside = tmp_path_factory.mktemp("outside") / "workspace.yaml"
        outside.write_text("paper: letter\n")
        (root / "content/workspace.yaml").symlink_to(outside)
        expected = 1
    else:
        (root / "content/other/brief.yaml").write_text(LEAST_BRIEF)
        (root / "content/workspace.yaml").write_bytes(b"\xff")
        expected = 1
    done = brief("build", cwd=root)
    assert done.returncode == expected, done.stderr
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr
    assert (root / "out/trial-policymaker-en.pdf").exists() == (expected not in (1, 3))


def test_a_warning_about_a_brief_is_reported_once_and_stops_nothing(workspace):
    audience = "label: O\nparts: [title, sections]\n"
    files = {
        "templates/audiences/other/audience.yaml": audience,
        "content/workspace.yaml": "audiences: [policymaker, other]\n",
    }
    done = brief("build", cwd=workspace(LEAST_BRIEF + "sources: {a: Uncited}\n", files).root)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.splitlines() == [
        "content/trial/brief.yaml:9:11: warning: the source 'a' is not cited [BR315]",
        "    9 | sources: {a: Uncited}",
        "      |           ^",
        "  help: cite it with [@a] in a text that it supports, or remove it",
    ]


def test_a_warning_is_reported_with_the_errors_of_an_edition_that_fails(workspace):
    text = LEAST_BRIEF + "sources: {a: Uncited}\n"
    done = brief("build", cwd=workspace(text, {"templates/parts/title.j2.html": "{% if %}"}).root)
    assert done.returncode == 3
    assert re.findall(r"\[(BR\d+)\]", done.stderr) == ["BR315", "BR401"]


def test_empty_settings_are_no_settings(workspace):
    root = workspace(files={"content/workspace.yaml": "# nothing yet\n"}).root
    assert brief("build", cwd=root).returncode == 0


def test_the_work_goes_on_when_nobody_reads_any_more(workspace):
    root = workspace(files={f"content/b{n}/brief.yaml": LEAST_BRIEF for n in range(3)}).root
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", "build"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (0, b"")
    assert len(list((root / "out").glob("*.pdf"))) == 4


def test_a_bad_brief_alone_ends_with_the_code_of_content(workspace):
    done = brief("build", cwd=workspace(LEAST_BRIEF.replace("date", "dtae")).root)
    assert (done.returncode, done.stdout) == (1, "")


def test_an_internal_error_names_a_file_for_the_bug_report(workspace, tmp_path, monkeypatch):
    script = (
        "import briefing.pipeline.plan as plan\n"
        "def fail(*_, **__): raise RuntimeError('unexpected')\n"
        "plan.open_workspace = fail\n"
        "from briefing.cli import main\nmain(['build'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=workspace().root,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 70
    assert done.stderr.startswith(
        "internal error in Briefwright: RuntimeError: unexpected\n  help: report this bug"
    )
    assert "Traceback" not in done.stderr
    (report,) = tmp_path.glob("brief-bug-*.txt")
    assert str(report) in done.stderr
    assert "RuntimeError: unexpected" in report.read_text()


def on_a_terminal(root, **environment) -> str:
    """Return what a build prints on a terminal."""
    master, slave = pty.openpty()
    env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | environment
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", "build"], cwd=root, env=env, stdout=slave, stderr=slave
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    process.wait()
    return shown.decode()


def test_colours_are_for_terminals_without_no_color(workspace):
    root = workspace("title: [").root
    assert "\x1b[31m" in on_a_terminal(root)
    assert "\x1b" not in on_a_terminal(root, NO_COLOR="1")
    assert "\x1b" not in brief("build", cwd=root).stderr


def test_nothing_in_a_brief_can_steer_the_terminal(workspace):
    shown = brief("build", cwd=workspace('"\\e[2Jx": y\n' + LEAST_BRIEF).root).stderr
    assert "unknown key" in shown
    assert "\x1b" not in shown


def test_the_doctor_finds_what_this_machine_has(tmp_path):
    done = brief("doctor", cwd=tmp_path)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    others = (
        "theme",
        "patches",
        "Landlock",
        "network namespaces",
        "charts",
        "fonts",
        "fonts for other scripts",
    )
    assert len(lines) == len(native_libraries.LIBRARIES) + len(others)
    lacking = [line for line in lines if not line.startswith("found ")]
    assert len(lacking) == done.stderr.count("BR904")
    assert all(line.split()[1] in ("Landlock:", "network") for line in lacking)


def test_a_missing_library_is_reported_with_the_command_that_installs_it(monkeypatch):
    lacking = {"Pango", "HarfBuzz subset"}
    monkeypatch.setattr(native_libraries, "_loads", lambda library: library.name not in lacking)
    (finding,) = native_libraries.findings()
    assert (finding.code, str(finding.severity)) == ("BR901", "error")
    assert all(f"{name} (" in finding.what for name in lacking)
    assert native_libraries.install_command() in finding.help


def test_a_repair_that_is_not_permitted_says_so(monkeypatch):
    monkeypatch.setattr(native_libraries, "_loads", lambda library: library.name != "HarfBuzz subset")
    monkeypatch.setattr(native_libraries, "may_install", lambda: False)
    done = CliRunner().invoke(doctor.command, ["--fix"], standalone_mode=False)
    assert done.stderr.startswith("nothing was installed: --fix cannot do that without apt, or without root")
    assert "the library HarfBuzz subset is missing" in done.stderr


@pytest.mark.parametrize("tool", ["apt-get", "dnf", "apk", "pacman", "brew"])
def test_the_command_is_the_one_of_the_system(monkeypatch, tool):
    monkeypatch.setattr(native_libraries.platform, "system", lambda: "Linux")
    monkeypatch.setattr(
        native_libraries.shutil, "which", lambda name: f"/bin/{name}" if name == tool else None
    )
    monkeypatch.setattr(native_libraries, "_is_root", lambda: False)
    assert native_libraries.install_command() == native_libraries.COMMANDS[tool]
    monkeypatch.setattr(native_libraries, "_is_root", lambda: True)
    assert not native_libraries.install_command().startswith("sudo")


def test_windows_has_a_command_of_its_own(monkeypatch):
    monkeypatch.setattr(native_libraries.platform, "system", lambda: "Windows")
    assert "pacman -S mingw-w64-ucrt-x86_64-pango" in native_libraries.install_command()


def test_without_pango_a_build_says_so_instead_of_a_traceback(workspace, tmp_path):
    """A WeasyPrint that finds no library is imported instead of the real one."""
    (tmp_path / "blind" / "weasyprint").mkdir(parents=True)
    (tmp_path / "blind" / "weasyprint" / "__init__.py").write_text(
        "raise OSError('cannot load library libpango')"
    )
    done = brief("build", cwd=workspace().root, env={"PYTHONPATH": f"{tmp_path / 'blind'}{os.pathsep}{ROOT}"})
    assert done.returncode == 5
    assert "libpango" in done.stderr
    assert "[BR901]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_warning_of_reading_is_reported_once_and_stops_nothing(workspace):
    brief_text = LEAST_BRIEF.replace("outlook: It goes on.", "outlook: {scale: phia, summary: No doubt.}")
    audience = (ROOT / "templates/audiences/policymaker/audience.yaml").read_bytes()
    root = workspace(brief_text, {"templates/audiences/second/audience.yaml": audience}).root
    done = brief("build", "-a", "policymaker", "-a", "second", cwd=root)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    first = "content/trial/brief.yaml:8:33: warning: 'No doubt' is not a word of UK PHIA [BR317]"
    assert [line for line in done.stderr.splitlines() if "[BR" in line] == [first]


def test_the_pages_of_a_set_are_summed_up_in_a_table(workspace, tmp_path):
    least = LEAST_BRIEF + "audiences: {minister: {}, public: {pages: 1}}\n"
    long = least.replace("A first text.", '"' + "Some words that fill a line of the page. " * 300 + '"')
    spanish = (
        "title: Un hallazgo\nkey_points: [Uno.]\nsections: [{title: T, text: Un texto.}]\noutlook: Sigue.\n"
    )
    files = {"content/trial/brief.es.yaml": spanish}
    done = brief("build", "--no-fit", "-o", tmp_path / "pdf", cwd=workspace(long, files).root)
    assert done.returncode == 6
    table = [re.sub("  +", "  ", line) for line in done.stdout.splitlines()[-4:]]
    assert table[:3] == ["brief  audience  en  es", "trial  minister  1  1", "trial  public  failed  1"]
    assert re.fullmatch(r"3 editions, 3 pages, [\d.]+ s; 1 not built", table[3])


def test_two_editions_need_no_table(workspace):
    done = brief("build", "-a", "minister", "-a", "press", cwd=workspace().root)
    assert len(done.stdout.splitlines()) == 2


def test_modifiers_are_options_of_build(workspace, tmp_path):
    done = brief("build", "--large-print", "--mono", "--paper", "letter", cwd=workspace().root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[0] == "out/trial-policymaker-en-large-print-mono-letter.pdf"
    wrong = brief("build", "--paper", "lettre", cwd=workspace().root)
    assert wrong.returncode == 2
    assert (
        "command line: error: there is no paper 'lettre' [BR507]\n  help: did you mean 'letter'?"
        in wrong.stderr
    )


def test_a_name_with_a_line_end_forges_no_line(tmp_path):
    folder = tmp_path / "content/b\nout"
    folder.mkdir(parents=True)
    (folder / "brief.yaml").write_text(LEAST_BRIEF)
    done = brief("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "content/b\ufffdout: error:" in done.stderr
    assert not any(line.startswith("out") for line in (done.stdout + done.stderr).splitlines())


def test_a_flood_of_findings_is_cut_and_counted(workspace):
    root = workspace(
        LEAST_BRIEF + "".join(f"key{number}: x\n" for number in range(150)) + f"number: {'9' * 5000}\n"
    ).root
    done = brief("build", cwd=root)
    assert done.returncode == 1
    assert done.stderr.count("[BR201]") == 100
    assert "… and 51 more; `brief check --format json` lists all\n" in done.stderr
    assert "trial: not built: 151 errors" in done.stderr
    listed = json.loads(brief("check", "--format", "json", cwd=root).stdout)
    assert len(listed) == 151


def test_a_value_without_end_is_cut_in_its_sentence(workspace):
    done = brief("build", cwd=workspace(LEAST_BRIEF + f"number: {'9' * 5000}\n").root)
    assert max(map(len, done.stderr.splitlines())) < 600
    assert "9 … 9" in done.stderr and "is not a whole number" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_current_folder_that_is_gone_is_an_error(tmp_path):
    (tmp_path / "gone").mkdir()
    for command in ("build", "list", "check"):
        script = f'rmdir ../gone 2>/dev/null; exec "{sys.executable}" -P -m briefing {command}'
        (tmp_path / "gone").mkdir(exist_ok=True)
        done = subprocess.run(
            ["sh", "-c", script],
            cwd=tmp_path / "gone",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 5, done.stderr
        assert done.stderr.startswith("this machine: error: the current folder no longer exists\n")


@pytest.mark.skipif(sys.platform == "win32", reason="the shell closes what it passes on")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_a_command_needs_nobody_who_reads(workspace, closed):
    root = workspace().root
    for _ in range(2):  # built, then up to date
        script = f'exec "{sys.executable}" -m briefing build {closed}'
        done = subprocess.run(
            ["sh", "-c", script],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            capture_output=True,
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert (root / "out/trial-policymaker-en.pdf").exists()


def test_ctrl_c_while_the_command_is_loaded_is_no_traceback(workspace):
    script = (
        "import sys\nimport briefing.cli as cli\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'briefing.cli.command_group':\n            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "cli.main(['list'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=workspace().root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "interrupted\n")
