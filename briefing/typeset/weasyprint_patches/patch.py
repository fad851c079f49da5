"""A patch of WeasyPrint, and the guard that keeps it from an engine that it does not fit.

For a tested version, the guard only checks that each name exists and takes the expected arguments. For any other
version it also compares the source: the code that a patch depends on must be unchanged.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import inspect
import textwrap
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

TESTED_WITH = ("70.0",)
"""The versions of WeasyPrint that the patches were tested with, by their own tests and by those of WeasyPrint."""

DIGEST_LENGTH = 16
"""Characters of a SHA-256 in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A change of the engine, or of a library that it uses.

    Names of functions, classes and modules are written `package.module:Class.method`.
    """

    name: str
    kind: Literal["speed", "fix", "hook"]
    """A speed-up leaves every byte as it is; a fix repairs a fault; a hook adds what the engine has no option for."""
    reason: str
    """The gain, measured, or the fault that it repairs."""
    cost: str
    """The cost of not applying it, as `brief doctor` prints it."""
    apply: Callable[[], AbstractContextManager[None] | None]
    """Applies it. A patch that is needed only while the engine is imported returns a context that undoes it."""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names that must exist; for a function, with its first parameters."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """The digest of the source of a function, class or module; checked for untested versions."""
    lines: Mapping[str, str] = field(default_factory=dict)
    """A line of code that a function must have; checked for untested versions."""
    tested_with: tuple[str, ...] = TESTED_WITH
    upstream: str = ""
    """The address of the upstream report, if there is one."""
    is_required: bool = False
    """No edition is built without it: the edition would not conform to its standard."""


class PatchOff(NamedTuple):
    """A patch that is not applied, and why."""

    patch: Patch
    reason: str


def problem_of(patch: Patch, version: str) -> str:
    """Return why a patch does not fit this version of the engine; empty where it fits."""
    for name, parameters in patch.parameters.items():
        if problem := _signature_problem(name, parameters):
            return problem
    if version in patch.tested_with:
        return ""
    for name, digest in patch.digests.items():
        if digest_of_source(name) != digest:
            return f"{name} has changed"
    for name, line in patch.lines.items():
        if line not in _source_of(name):
            return f"{name} has no line `{line}`"
    return ""


def _signature_problem(name: str, parameters: tuple[str, ...]) -> str:
    try:
        found = find(name)
    except (ImportError, AttributeError):
        return f"{name} is missing"
    if not parameters:
        return ""
    code = getattr(found, "__code__", None)
    taken = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
    return "" if taken[: len(parameters)] == parameters else f"{name} does not take ({', '.join(parameters)})"


def find(name: str) -> Any:  # noqa: ANN401
    """Return the object with a name, as it was before any patch.

    Raises ImportError or AttributeError where there is none.
    """
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split(".") if path else ():
        found = getattr(found, part)
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found


def replace(owner: Any, name: str, function: Callable[..., Any]) -> None:  # noqa: ANN401
    """Replace a function of a module or class; the guards of other patches still find the original."""
    original = inspect.getattr_static(owner, name)
    is_static = isinstance(original, staticmethod)
    function.__wrapped__ = original.__func__ if is_static else original  # type: ignore[attr-defined]
    setattr(owner, name, staticmethod(function) if is_static else function)


def digest_of_source(name: str) -> str:
    """Return the digest of the source of an installed function, class or module; empty where it has no source."""
    source = _source_of(name)
    return sha256(source.encode()).hexdigest()[:DIGEST_LENGTH] if source else ""


def _source_of(name: str) -> str:
    """Return the source of the object with a name; empty where it is missing or installed without source.

    Modules are not imported for this: patches that act on an import must be checked before it.
    """
    module, _, path = name.partition(":")
    try:
        if path:
            return textwrap.dedent(inspect.getsource(find(name)))
        spec = importlib.util.find_spec(module.partition(".")[0])
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        return folder.joinpath(*module.split(".")[1:]).with_suffix(".py").read_text(encoding="utf-8")
    except (ImportError, AttributeError, OSError, TypeError):
        return ""


@cache
def installed_version() -> str:
    """Return the version of the installed WeasyPrint, without importing it.

    The metadata folder of a tested version is checked first: reading metadata takes as long as some patches save.
    """
    spec = importlib.util.find_spec("weasyprint")
    if spec is not None and spec.origin is not None:
        site = Path(spec.origin).parent.parent
        for version in TESTED_WITH:
            if (site / f"weasyprint-{version}.dist-info").is_dir():
                return version
    return importlib.metadata.version("weasyprint")
