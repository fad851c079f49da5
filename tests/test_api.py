"""The Python interface: what a program gets back, in the main thread, in others, and in forks."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

import briefing
from briefing import BriefingError, Exit, Severity, Workspace
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = pytest.mark.process

BRIEF = {
    "title": "Shade is the cheapest cooling",
    "date": "2026-11-22",
    "key_points": ["Trees cool a street."],
    "sections": [{"title": "Streets heat up", "text": "Dark surfaces store heat."}],
    "outlook": {"summary": "Without shade, streets stay hot."},
}
CODE = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs/python.md").read_text(), re.MULTILINE | re.DOTALL)


def test_a_build_returns_the_bytes_that_the_command_writes(workspace, tmp_path):
    root = workspace(LEAST_BRIEF).root
    result = Workspace(root).build()
    assert result.is_built and result.exit_code is Exit.BUILT
    (edition,) = result.editions
    assert not (root / "out").exists()
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "build", "-o", tmp_path / "out"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    (written,) = (tmp_path / "out").glob("*.pdf")
    assert done.returncode == 0
    assert (edition.name, edition.pdf) == (written.stem, written.read_bytes())


def test_formats_and_progress():
    seen = []
    with Workspace.of({"heat": {**BRIEF, "audiences": {"policymaker": {}, "minister": {}}}}) as workspace:
        assert workspace.briefs == ("heat",)
        editions = workspace.editions()
        result = workspace.build(
            formats=("pdf", "html", "word", "markdown", "text"),
            progress=lambda edition, done, count: seen.append((edition.name, done, count)),
        )
    assert [one.edition for one in result.editions] == list(editions)
    assert [done for _, done, _ in seen] == [1, 2] and {count for *_, count in seen} == {2}
    for edition in result.editions:
        assert {name: bytes(content[:4]) for name, content in edition.files.items()} == {
            "pdf": b"%PDF",
            "html": b"<!do",
            "word": b"PK\x03\x04",
            "markdown": edition.files["markdown"][:4],
            "text": edition.files["text"][:4],
        }
        assert BRIEF["title"] in edition.files["text"].decode() and edition.page_count == 1


def test_problems_are_values():
    broken = {**BRIEF, "titel": "x"}
    with Workspace.of({"heat": broken, "water": BRIEF}) as workspace:
        result = workspace.build()
        unknown = workspace.build(audiences=["ministr"])
        with pytest.raises(BriefingError, match="ministr"):
            workspace.editions(audiences=["ministr"])
    failed, built = result.editions
    assert (failed.name, failed.edition, failed.pdf, failed.exit_code) == ("heat", None, None, Exit.CONTENT)
    assert [(one.code, one.severity) for one in failed.findings] == [("BR201", Severity.ERROR)]
    assert built.is_built and not result.is_built and result.exit_code is Exit.PARTIAL
    assert unknown.editions == () and [one.code for one in unknown.findings] == ["BR802"]
    assert unknown.exit_code is Exit.USAGE


def test_an_edition_that_fails_on_the_page_has_no_files():
    with Workspace.of({"heat": BRIEF}, files={"styles/parts/title.css": "h1 { color: #fff }"}) as workspace:
        (edition,) = workspace.build().editions
    assert edition.files == {} and edition.edition is not None
    assert edition.exit_code is Exit.WORKSPACE
    assert {(one.where.file, one.severity) for one in edition.findings} == {
        ("styles/parts/title.css", Severity.ERROR)
    }


def test_templates_styles_settings_and_pictures_are_values_too():
    files = {
        "templates/parts/title.j2.html": "{% block content %}<h1>Own: {{ brief.title }}</h1>{% endblock %}",
        "content/heat/data.csv": b"Year,Trees\n2025,1\n2026,2\n",
    }
    chart = {"chart": {"title": "Trees", "alt": "One, then two.", "kind": "column", "data": "data.csv"}}
    brief = {**BRIEF, "sections": [{**BRIEF["sections"][0], "blocks": [chart]}]}
    with Workspace.of({"heat": brief}, settings={"paper": "letter"}, files=files) as workspace:
        path = workspace.path
        (edition,) = workspace.build(formats=("pdf", "html")).editions
        (plain,) = Workspace(path, is_shipped_only=True).build(formats=("html",)).editions
    assert edition.name.endswith("-letter") and "Own: Shade" in edition.files["html"].decode()
    assert "Own: Shade" not in plain.files["html"].decode()
    assert not path.exists()


@each("name", ["Heat", "a/b", "", "a_b", "../a"])
def test_a_name_that_no_brief_can_have_is_refused(name):
    with pytest.raises(ValueError, match="the name of a brief"):
        Workspace.of({name: BRIEF})


@each("name", ["../x.css", "/etc/x", "styles/../../x", "styles\\x.css", "", "a\0b"])
def test_a_file_outside_of_the_workspace_is_refused(name):
    with pytest.raises(ValueError, match="file in a workspace"):
        Workspace.of({"heat": BRIEF}, files={name: "x"})


def test_an_unknown_format_and_a_folder_without_a_workspace(tmp_path):
    with Workspace.of({"heat": BRIEF}) as workspace, pytest.raises(ValueError, match="unknown format 'docx'"):
        workspace.build(formats=("docx",))
    with pytest.raises(BriefingError, match="no workspace"):
        Workspace(tmp_path)
    with pytest.raises(AttributeError):
        _ = briefing.Library


def test_nothing_is_printed_and_no_handler_is_set(capfd):
    handlers = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    }
    during = []

    def watch(*_: object) -> None:
        during.append({number: signal.getsignal(number) for number in handlers})

    with Workspace.of({"heat": {**BRIEF, "titel": ""}, "water": BRIEF}) as workspace:
        workspace.build(progress=watch)
    assert during == [handlers]
    assert capfd.readouterr() == ("", "")


def test_threads_share_a_workspace():
    results = []
    with Workspace.of({"heat": BRIEF}) as workspace:
        threads = [threading.Thread(target=lambda: results.append(workspace.build())) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({result.editions[0].pdf for result in results}) == 1 and len(results) == 3


FORKING = """
import os, sys
from briefing import Workspace
workspace = Workspace(sys.argv[1])
own = workspace.build().editions[0].pdf
child = os.fork()
if child == 0:
    os._exit(0 if workspace.build().editions[0].pdf == own else 1)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status) or workspace.build().editions[0].pdf != own)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_fork_of_a_program_that_has_built_builds_as_well(workspace):
    """A server forks its workers after it has loaded a program."""
    root = workspace(LEAST_BRIEF).root
    done = subprocess.run(
        [sys.executable, "-c", FORKING, root], capture_output=True, check=False, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_command_does_not_load_the_interface():
    program = "import sys, briefing; print('briefing.api' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_examples_of_the_documentation_run(workspace, monkeypatch, capsys):
    first, second, *_ = CODE
    root = workspace(LEAST_BRIEF + "audiences: {minister: {}}\n").root
    Path(root.parent / "heat").symlink_to(root)
    monkeypatch.chdir(root.parent)
    exec(first, {})  # noqa: S102  (our own documentation)
    assert re.match(r"\S+-minister-en 1 \d+\n", capsys.readouterr().out)
    values: dict[str, object] = {}
    exec(second, values)  # noqa: S102
    assert values["result"].is_built


def test_the_web_service_of_the_documentation_answers():
    values: dict[str, object] = {"__name__": "service"}
    exec(CODE[2], values)  # noqa: S102  (our own documentation)
    handler = values["BriefHandler"]
    handler.log_message = lambda *_: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/"

            def send(content: bytes) -> tuple[int, bytes]:
                try:
                    with urllib.request.urlopen(urllib.request.Request(address, content)) as answer:
                        return answer.status, answer.read()
                except urllib.error.HTTPError as error:
                    with error:
                        return error.code, error.read()

            status, pdf = send(json.dumps(BRIEF).encode())
            assert status == 200 and pdf.startswith(b"%PDF")
            status, problems = send(json.dumps({**BRIEF, "titel": ""}).encode())
            assert status == 422 and [one["code"] for one in json.loads(problems)] == ["BR201"]
            assert send(b"{")[0] == 400
        finally:
            server.shutdown()
            thread.join()
