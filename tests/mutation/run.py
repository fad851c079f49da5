"""`make mutants`: change the code in thousands of places, and count how many of the changes the tests notice.

mutmut makes the changes and runs the tests, in a copy of the project. Only tests that start no process and load no
engine are run, so what only the others notice counts as survived here. Each mutant has a process without any cache
that another one filled; a mutant that no test runs counts as survived.

`--sample 200` takes that many mutants at random, always the same ones of the same code. `--seed 2` takes others.
"""

from __future__ import annotations

import argparse
import os
import random
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
RESULT = re.compile(r"\s*(?P<name>(?P<module>[\w.]+)\.x\S*__mutmut_\d+): (?P<status>.+)")
NOTICED = ("killed", "timeout", "segfault", "caught by type check")
"""A change that makes a test run for ever is noticed, too."""

NOT_RUN = "not checked"


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
        if (match := RESULT.fullmatch(line)) and match["status"] != NOT_RUN:
            counted[match["module"]][match["status"]] += 1
    return counted


def table_of(counted: Mapping[str, Counter[str]]) -> str:
    """Return a line for each module and one for all of them."""
    total: Counter[str] = sum(counted.values(), Counter())
    width = max(map(len, counted), default=5)
    lines = [f"{'module':{width}}  mutants  killed  timed out  survived  without tests"]
    for module, found in [*sorted(counted.items()), ("total", total)]:
        noticed = sum(found[status] for status in NOTICED)
        killed, untested = noticed - found["timeout"], found["no tests"]
        survived = found.total() - noticed - untested
        share = f"{noticed / found.total():.0%}" if found.total() else "-"
        columns = f"{found.total():7}  {killed:6}  {found['timeout']:9}  {survived:8}  {untested:13}  {share}"
        lines.append(f"{module:{width}}  {columns}")
    return "\n".join(lines)


class Mutmut:
    """mutmut in a copy of the project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, names: Iterable[str]) -> int:
        """Run the tests for these mutants. `*` means all of them."""
        command = [str(MUTMUT), "run", "--max-children", str(min(os.cpu_count() or 1, 4)), *names]
        return subprocess.run(command, cwd=self.folder, env=self.environment, check=False).returncode

    def results(self) -> list[str]:
        """Return a line for each mutant."""
        command = [str(MUTMUT), "results", "--all", "true"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True)
        return [line.strip() for line in done.stdout.splitlines()]


def sample_of(lines: Iterable[str], size: int, seed: int) -> list[str]:
    """Return the names of a random sample of the mutants, in order."""
    names = [match["name"] for line in lines if (match := RESULT.fullmatch(line))]
    return sorted(random.Random(seed).sample(names, min(size, len(names))))  # noqa: S311


def main(patterns: list[str], size: int | None, seed: int) -> int:
    """Run mutmut in a copy, print its progress, the survivors, and a table."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        copy_project(folder)
        if patterns:
            limit_to(folder, patterns)
        mutmut = Mutmut(folder)
        names = [
            "*"
        ]  # names, even if of all, make mutmut find each of their tests before it counts any failure
        if size is not None:
            mutmut.run(["none"])  # makes the mutants, and stops
            names = sample_of(mutmut.results(), size, seed)
        if not names or (code := mutmut.run(names)):
            return code if names else 1
        lines = mutmut.results()
    unnoticed = [
        line for line in lines if not line.endswith(tuple(f": {one}" for one in (*NOTICED, NOT_RUN)))
    ]
    print("\n".join(unnoticed))
    if size is not None:
        print(f"a random sample of {len(names):,} of {len(lines):,} mutants (seed {seed})")
    print(table_of(count_results(lines)))
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Count the changes of the code that the tests notice.")
    parser.add_argument("patterns", nargs="*", help="modules, such as 'briefing/core/*.py'")
    parser.add_argument("--sample", type=int, help="number of mutants, taken at random")
    parser.add_argument(
        "--seed", type=int, default=1, help="another number takes another sample (default: 1)"
    )
    arguments = parser.parse_args()
    sys.exit(main(arguments.patterns, arguments.sample, arguments.seed))
