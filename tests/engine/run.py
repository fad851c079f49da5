"""`make engine-tests`: run WeasyPrint's own test suite with and without our patches, and report each difference.

The suite is in the source distribution of the locked version, which pip downloads and checks by its hash. The package
that it tests is the installed one. Exits with 1 where a test passes without the patches and fails with them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
LOCKED = re.compile(r"^weasyprint==(\S+) \\\n((?: +--hash=\S+(?: \\)?\n)+)", re.MULTILINE)

SUITE = ("tests", "pyproject.toml")
"""The files that are extracted from the source distribution: its package would shadow the installed one."""

FEWEST_PASSED = 1_000
"""If fewer tests pass, the suite did not run."""


def download(folder: Path) -> Path:
    """Download the source distribution of the locked WeasyPrint, checked by its hash, and return the archive."""
    found = LOCKED.search(LOCK.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"{LOCK.name} has no version of weasyprint")
    requirement = folder / "weasyprint.txt"
    requirement.write_text(found[0], encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    options = ["--no-deps", "--no-binary", "weasyprint", "--require-hashes", "--dest", str(folder)]
    subprocess.run([*pip, "download", *options, "--requirement", str(requirement)], check=True)
    (archive,) = folder.glob("weasyprint-*.tar.gz")
    return archive


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack only the test suite, and return its folder."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    (source,) = folder.glob("weasyprint-*/")
    suite = folder / "suite"
    suite.mkdir()
    for name in SUITE:
        (source / name).rename(suite / name)
    return suite


def run_suite(suite: Path, patches: str, selection: list[str]) -> dict[str, str]:
    """Run the suite with the patches "on" or "off", and return the outcome of each test."""
    written = suite / f"outcomes-{patches}.json"
    environment = {
        **os.environ,
        "PATCHES": patches,
        "OUTCOMES": str(written),
        "PYTHONPATH": str(Path(__file__).parent),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    quiet = ["-q", "--no-header", "--no-summary", "--tb=no"]
    plugins = ["-p", Path(__file__).with_name("outcome_plugin.py").stem, "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *quiet, *plugins, "-n", "auto", *selection]
    print(f"running WeasyPrint's tests with the patches {patches} …", flush=True)
    done = subprocess.run(command, cwd=suite, env=environment, capture_output=True, text=True, check=False)
    if not written.exists():
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    outcomes: dict[str, str] = json.loads(written.read_text(encoding="utf-8"))
    return outcomes


def differences(without: Mapping[str, str], patched: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the tests that end differently, with their outcome without and with the patches."""
    names = sorted({*without, *patched})
    ends = {name: (without.get(name, "not run"), patched.get(name, "not run")) for name in names}
    return {name: end for name, end in ends.items() if end[0] != end[1]}


def report(without: Mapping[str, str], patched: Mapping[str, str]) -> int:
    """Print the figures and each difference; return the exit code."""
    for title, outcomes in (("without", without), ("with", patched)):
        counts = Counter(outcomes.values())
        print(f"{title} the patches: " + ", ".join(f"{counts[end]:,} {end}" for end in sorted(counts)))
    different = differences(without, patched)
    for name, (before, after) in different.items():
        print(f"{name}: {before} without the patches, {after} with them")
    broken = [name for name, (before, _) in different.items() if before == "passed"]
    print(f"tests that the patches break: {len(broken)}; tests that end differently: {len(different)}")
    return int(bool(broken))


def main() -> int:
    """Run the suite twice; further arguments are passed to pytest, to select tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("selection", nargs="*", help="files or names of tests, as for pytest")
    selection = parser.parse_args().selection
    if shutil.which("gs") is None:
        print(
            "Ghostscript is not installed: PDFium draws in its place, and some tests of drawing fail both times"
        )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        suite = unpack(download(folder), folder)
        without, patched = (run_suite(suite, patches, selection) for patches in ("off", "on"))
    code = report(without, patched)
    if not selection and Counter(without.values())["passed"] < FEWEST_PASSED:
        print("the suite did not run")
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
