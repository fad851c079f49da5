"""`brief release` and `brief verify` on the command line: output and exit codes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from briefing.release.certificates import PASSPHRASE_VARIABLE
from tests.command import brief
from tests.release.authority import PASSPHRASE, Authority
from tests.release.test_release import started

pytestmark = pytest.mark.process

PLACE = "out/release/port-2026-11-22"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = started(tmp_path_factory.mktemp("port"))
    assert brief("build", "-j", "1", cwd=root).returncode == 0
    return root


@pytest.fixture
def port(built, tmp_path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "port"))


def test_a_kit_is_written_once_and_verified(port):
    first = brief("release", "--today", "2026-11-24T06:00", cwd=port)
    fingerprint = re.search(r"SHA-256 of SHA256SUMS: (\w{64})", first.stdout)[1]
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith(f"{PLACE}/  2 editions, ")
    again = brief("release", "--today", "2027-11-24", cwd=port)
    assert "; unchanged\n" in again.stdout and fingerprint in again.stdout
    whole = brief("verify", PLACE, cwd=port)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert (
        whole.stdout == f"{PLACE}: verified: 2 editions, 10 files\n  SHA-256 of SHA256SUMS: {fingerprint}\n"
    )


def test_a_kit_says_why_it_names_no_commit(port):
    (port / ".git").mkdir()
    done = brief("release", "--today", "2026-11-24T06:00", cwd=port)
    assert done.returncode == 0
    reason = "(git is not installed|not a git repository.*)"
    assert re.fullmatch(rf"  the manifest names no commit: {reason}\n", done.stderr)


def test_what_prevents_a_release_is_reported_with_help(port):
    done = brief("release", "-a", "press", "--today", "2026-11-24", cwd=port)
    assert (done.returncode, done.stdout) == (4, "")
    assert (
        "content/port/brief.yaml:7:18: error: the embargo lasts until 2026-11-24 06:00 UTC [BR806]"
        in done.stderr
    )
    assert "out/port-press-en.pdf: error: the edition is missing: there is no PDF [BR807]" in done.stderr
    assert "help: run `brief build port -a press`" in done.stderr
    assert done.stderr.endswith("port: not released: 2 errors\n")


def test_the_clock_of_a_reproducible_build_judges_embargoes(port):
    for seconds, code in (("1795499940", "[BR806]"), ("1795500000", "")):
        clock = {"SOURCE_DATE_EPOCH": seconds}
        assert brief("build", cwd=port, env=clock).returncode == 0
        assert code in brief("release", cwd=port, env=clock).stderr
    assert (port / PLACE).is_dir()


def test_a_kit_under_embargo_is_called_one(port):
    done = brief("release", "--embargoed", "--today", "2026-11-24", "-o", "kits", cwd=port)
    assert done.returncode == 0 and done.stdout.startswith("kits/port-2026-11-22-embargoed/  2 editions")
    assert "marked as embargoed" in done.stdout


def test_changes_of_a_kit_are_reported_by_file(port):
    brief("release", "--today", "2026-11-25", cwd=port)
    (port / PLACE / "port-2026-11-22-minister-en.html").unlink()
    (port / PLACE / "notes.txt").write_text("x")
    done = brief("verify", PLACE, cwd=port)
    assert (done.returncode, done.stdout) == (4, "")
    assert f"{PLACE}/notes.txt: error: the file is not listed in SHA256SUMS [BR623]" in done.stderr
    assert f"{PLACE}/port-2026-11-22-minister-en.html: error: the file is missing [BR621]" in done.stderr
    refused = brief("release", "--today", "2026-11-25", cwd=port)
    assert (
        refused.returncode == 4
        and f"{PLACE}: error: the folder exists, and is not an unchanged kit" in refused.stderr
    )


def test_wrong_use_has_its_exit_code(port):
    assert brief("verify", cwd=port).returncode == 2
    assert brief("verify", "content", cwd=port).returncode == 2
    assert brief("release", "prot", cwd=port).returncode == 2
    assert brief("release", "--today", "soon", cwd=port).returncode == 2


@pytest.fixture
def key(tmp_path_factory) -> Path:
    """A key outside the workspace, next to the certificate of its authority."""
    folder, authority = tmp_path_factory.mktemp("keys"), Authority()
    (folder / "authority.pem").write_bytes(authority.certificate_pem)
    return authority.issue().write(folder)


def test_a_kit_is_signed_and_its_signatures_are_shown(port, key):
    words = ("release", "-a", "minister", "--today", "2026-11-24T06:00", "--sign", key)
    done = brief(*words, cwd=port, env={PASSPHRASE_VARIABLE: PASSPHRASE})
    assert (done.returncode, done.stderr) == (0, "")
    assert ", signed by Ana Example, Example Institute\n" in done.stdout
    place = "out/release/port-minister-2026-11-22"
    trust = {"": "not checked without --trust", "authority.pem": "which you trust"}
    for name, words in trust.items():
        options = ("--trust", key.with_name(name)) if name else ()
        found = brief("verify", *options, place, cwd=port)
        assert (found.returncode, found.stderr) == (0, "")
        line = "signed by Ana Example, Example Institute: 1 PDF, unchanged since; certificate issued by"
        assert f"  {line} Example Authority, {words}\n" in found.stdout
        assert re.search(
            r"  time of signing, as the signer states it: \d{4}-\d\d-\d\d \d\d:\d\d UTC\n", found.stdout
        )


def test_a_key_that_cannot_be_used_stops_the_release(port, key):
    words = ("release", "--today", "2026-11-24T06:00", "--sign")
    for environment, what in (
        ({PASSPHRASE_VARIABLE: "another horse"}, "wrong passphrase"),
        ({}, "the key needs a passphrase"),
    ):
        done = brief(*words, key, cwd=port, env=environment)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"error: {what}" in done.stderr and "[BR815]" in done.stderr
        assert "horse" not in done.stderr and not (port / "out/release").exists()
    inside = Path(shutil.copy(key, port / "content/key.p12"))
    done = brief(*words, "content/key.p12", cwd=port, env={PASSPHRASE_VARIABLE: PASSPHRASE})
    assert done.returncode == 2 and "the key is in the workspace" in done.stderr and inside.exists()


def test_a_visible_signature_needs_a_key(port):
    done = brief("release", "--signature", "visible", cwd=port)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--signature visible is for --sign KEY" in done.stderr and not (port / "out/release").exists()


def test_a_kit_that_nobody_signed_is_not_trusted(port, key):
    assert brief("release", "--today", "2026-11-24T06:00", cwd=port).returncode == 0
    done = brief("verify", "--trust", key.with_name("authority.pem"), PLACE, cwd=port)
    assert done.returncode == 4 and "error: the PDF is not signed [BR625]" in done.stderr
    nothing = brief("verify", "--trust", "nothing.pem", PLACE, cwd=port)
    assert nothing.returncode == 2 and "[BR627]" in nothing.stderr


def test_the_site_is_published_and_verified(port):
    (port / "content/workspace.yaml").write_text("site: {audiences: [policymaker]}\n")
    path = port / "content/port/brief.yaml"
    path.write_text(path.read_text().replace("tlp: GREEN", "tlp: CLEAR"))
    assert brief("build", "-j", "1", cwd=port).returncode == 0
    done = brief("release", "--site", "--today", "2026-11-24T06:00", cwd=port)
    assert done.returncode == 0
    assert "content/workspace.yaml:1:1: warning: the site has no address: left out are" in done.stderr
    assert re.fullmatch(
        r"out/site/  1 brief, 1 version, [\d.]+ MB\n  SHA-256 of SHA256SUMS: \w{64}\n", done.stdout
    )
    again = brief("release", "--site", "--today", "2026-12-24", cwd=port)
    assert "MB; unchanged\n" in again.stdout
    whole = brief("verify", "out/site", cwd=port)
    assert whole.stdout.startswith("out/site: verified: 1 edition, ") and whole.returncode == 0
    early = brief("release", "--site", "--today", "2026-11-23", cwd=port)
    assert early.returncode == 4 and "there is nothing to publish: no brief is public [BR851]" in early.stderr


def test_a_site_needs_public_audiences_and_takes_no_selection_of_editions(port):
    done = brief("release", "--site", cwd=port)
    assert (done.returncode, done.stdout) == (3, "")
    assert "[BR850]" in done.stderr and "site: {audiences: [policymaker, public]}" in done.stderr
    for options in (
        ("-a", "press"),
        ("-l", "en"),
        ("--mono",),
        ("--paper", "a5"),
        ("--embargoed",),
        ("--sign", "key.p12"),
    ):
        done = brief("release", "--site", *options, cwd=port)
        assert done.returncode == 2 and "--site" in done.stderr and not (port / "out/site").exists()
