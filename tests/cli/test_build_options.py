"""`brief build --strict` and `--today`: warnings as failures, and dates that have passed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.command import brief
from tests.conftest import LEAST_BRIEF

pytestmark = [pytest.mark.process, pytest.mark.engine]

ONE_EDITION = LEAST_BRIEF + "audiences: {policymaker: {}}\n"
EXPIRING = ONE_EDITION + "valid_until: 2026-12-31\n"
EXPIRED = "content/trial/brief.yaml:10:14: warning: the brief expired on 2026-12-31 [BR032]"
UP_TO_DATE = "1 edition, 1 page: up to date, nothing to build\n"


def test_strict_fails_for_warnings_of_new_and_of_up_to_date_editions(workspace):
    root = workspace(ONE_EDITION, {"styles/house.css": "p { colr: red }\n"}).root
    for built in (True, False, False):  # the third time, the build log answers
        done = brief("build", "--strict", cwd=root)
        assert (done.returncode, "[BR503]" in done.stderr) == (1, True)
        assert (done.stdout != UP_TO_DATE) is built
    assert (root / "out/trial-policymaker-en.pdf").is_file()
    assert brief("build", cwd=root).returncode == 0
    (root / "styles/house.css").write_text("p { color: #111 }\n")
    for _ in range(3):
        assert brief("build", "--strict", cwd=root).returncode == 0


def test_nothing_slow_is_imported_to_find_that_nothing_has_changed(workspace):
    root = workspace(ONE_EDITION).root
    watched = ("re", "json", "enum", "functools", "contextlib", "collections", "pathlib", "click")
    script = (
        "import atexit, sys\n"
        f"known = {{name for name in {watched} if name in sys.modules}}  # what the environment imports itself\n"
        f"atexit.register(lambda: print(sorted({set(watched)} & set(sys.modules) - known)))\n"
        "sys.argv = ['brief', 'build']\nfrom briefing.cli import main\nmain()\n"
    )
    brief("build", cwd=root)
    log, written = root / "out/.brief/editions.json", 0
    while written != (written := log.stat().st_mtime_ns):  # until the times of all files can be trusted
        program = [sys.executable, "-c", script]
        done = subprocess.run(program, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == UP_TO_DATE + "[]\n"


def test_a_file_that_nothing_reads_is_a_warning_for_strict_too(workspace):
    root = workspace(ONE_EDITION, {"styles/keypoints.css": "p { color: #111 }\n"}).root
    assert brief("build", "--strict", cwd=root).returncode == 1


def test_today_reports_what_has_expired_and_changes_no_pdf(workspace):
    root = workspace(EXPIRING).root
    assert brief("build", cwd=root).stderr == ""
    before = (root / "out/trial-policymaker-en.pdf").read_bytes()
    for day, is_expired in (("2027-01-01", True), ("2026-12-31", False), ("2027-01-01", True)):
        done = brief("build", "--today", day, cwd=root)
        assert (done.returncode, EXPIRED in done.stderr, done.stdout) == (0, is_expired, UP_TO_DATE)
        done = brief("build", "--today", day, "--strict", cwd=root)
        assert (done.returncode, done.stdout) == (int(is_expired), UP_TO_DATE)
    assert brief("build", "--strict", cwd=root).returncode == 0
    brief("build", "--force", "--today", "2030-01-01", cwd=root)
    assert (root / "out/trial-policymaker-en.pdf").read_bytes() == before
    assert brief("build", "--today", "tomorrow", cwd=root).returncode == 2


def test_new_briefs_have_the_day_of_the_clock(tmp_path):
    brief("new", "workspace", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "1798761600"})
    assert "\ndate: 2027-01-01\n" in (tmp_path / "content/first-brief/brief.yaml").read_text()
