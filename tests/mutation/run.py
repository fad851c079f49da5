"""`make mutants`: change the code in thousands of places, and count how many of the changes the tests notice.

mutmut makes the changes and runs the tests, in a copy of the project. Only tests that start no process and load no
engine are run, so what only the others notice counts as survived here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
MUTMUT = Path(sys.executable).with_name("mutmut")
RESULT = re.compile(r"\s*(?P<module>[\w.]+)\.x\S*__mutmut_\d+: (?P<status>.+)")
NOTICED = ("killed", "timeout", "segfault", "caught by type check")
"""A change that makes a test run for ever is noticed, too."""


def copy_project(folder: Path) -> None:
    """Copy the files that git knows."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, names.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def limit_to(folder: Path, patterns: Iterable[str]) -> None:
    """Mutate only the modules of these patterns, such as `briefing/core/*.py`."""
    path = folder / "pyproject.toml"
    listed = ", ".join(f'"{pattern}"' for pattern in patterns)
    text, count = re.subn(r"only_mutate = \[[^\]]*\]", f"only_mutate = [{listed}]", path.read_text())
    assert count == 1
    path.write_text(text)


def count_results(lines: Iterable[str]) -> Mapping[str, Counter[str]]:
    """Count the mutants of each module by what became of them."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        if match := RESULT.fullmatch(line):
            counted[match["module"]][match["status"]] += 1
    return counted


def table_of(counted: Mapping[str, Counter[str]]) -> str:
    """Return a line for each module and one for all of them."""
    total: Counter[str] = sum(counted.values(), Counter())
    width = max(map(len, counted), default=5)
    lines = [f"{'module':{width}}  mutants  killed  survived"]
    for module, found in [*sorted(counted.items()), ("total", total)]:
        killed = sum(found[status] for status in NOTICED)
        survived = found.total() - killed
        share = f"{killed / found.total():.0%}" if found.total() else "-"
        lines.append(f"{module:{width}}  {found.total():7}  {killed:6}  {survived:8}  {share}")
    return "\n".join(lines)


def main(patterns: list[str]) -> int:
    """Run mutmut in a copy, print its progress, the survivors, and a table."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        copy_project(folder)
        if patterns:
            limit_to(folder, patterns)
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [str(MUTMUT), "run", "--max-children", str(min(os.cpu_count() or 1, 4))]
        if code := subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
            return code
        results = subprocess.run(
            [str(MUTMUT), "results", "--all", "true"], cwd=folder, capture_output=True, text=True, check=True
        )
    lines = results.stdout.splitlines()
    print(
        "\n".join(line.strip() for line in lines if not line.endswith(tuple(f": {one}" for one in NOTICED)))
    )
    print(table_of(count_results(lines)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
