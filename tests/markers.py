"""The markers of slow tests, and the guard that keeps them honest.

A test that starts a process or makes a typesetter without any of these markers fails. What a fixture does once
for several tests counts for each of them: whichever of them runs first, all need the marker.
"""

from __future__ import annotations

import importlib.abc
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from functools import wraps
from importlib.machinery import ModuleSpec
from pathlib import PurePath
from types import ModuleType
from typing import Any

import pytest

SLOW = ("process", "engine", "browser", "cluster", "validator")
"""The markers; a test that has one is slow, and is not looked at for the others."""

PROGRAMS = {
    "java": "validator",
    "chromium": "browser",
    "chromium-browser": "browser",
    "google-chrome": "browser",
}

STARTS = {"os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"}
"""Audit events of Python."""

WATCHED = {
    "briefing.typeset.layout": ("Typesetter", "__init__", "engine"),
    "weasyprint": ("HTML", "__init__", "engine"),
    "briefing.execution.fork_server": ("ForkServer", "start_worker", "process"),  # forks in another process
    "distributed": ("LocalCluster", "__init__", "cluster"),
}
"""Methods that need a marker, by the module that holds the class."""

_used: set[str] = set()
_used_by_fixture: dict[Any, set[str]] = defaultdict(set)
_reported = pytest.StashKey[set[str]]()
_home = os.getpid()


def _watch_event(event: str, arguments: tuple[Any, ...]) -> None:
    if event in STARTS and os.getpid() == _home:
        program = (
            PurePath(os.fsdecode(arguments[0])).name if event == "subprocess.Popen" and arguments[0] else ""
        )
        _used.add(PROGRAMS.get(program, "process"))


def _watch_method(module: ModuleType) -> None:
    name, method, marker = WATCHED[module.__name__]
    watched = getattr(module, name)
    plain: Callable[..., Any] = getattr(watched, method)

    @wraps(plain)
    def noted(*arguments: Any, **options: Any) -> Any:
        _used.add(marker)
        return plain(*arguments, **options)

    setattr(watched, method, noted)


class _Finder(importlib.abc.MetaPathFinder):
    """Watches a method as soon as its module is loaded; loads nothing by itself."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in WATCHED:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        found = (finder.find_spec(fullname, path, target) for finder in others)
        spec = next((one for one in found if one is not None), None)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_and_watch(module: ModuleType) -> None:
                execute(module)
                _watch_method(module)

            spec.loader.exec_module = execute_and_watch  # type: ignore[method-assign]
        return spec


def watch() -> None:
    """Begin to note what tests use, in this process alone."""
    sys.addaudithook(_watch_event)
    sys.meta_path.insert(0, _Finder())
    for name in WATCHED.keys() & sys.modules.keys():
        _watch_method(sys.modules[name])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, Any, Any]:
    """Begin each test with nothing used."""
    _used.clear()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Generator[None, Any, Any]:
    """Remember what a fixture uses that several tests share."""
    before = set(_used)
    _used.clear()
    try:
        return (yield)
    finally:
        if fixturedef.scope != "function":
            _used_by_fixture[fixturedef] |= _used
        _used.update(before)


def used(item: pytest.Item) -> set[str]:
    """Everything that a test has used so far, including its fixtures."""
    fixtures = getattr(item, "_fixtureinfo", None)
    names = fixtures.name2fixturedefs if fixtures else {}
    return _used.union(*(_used_by_fixture[one] for found in names.values() for one in found))


def missing(item: pytest.Item) -> set[str]:
    """The markers that a test lacks."""
    if any(marker.name in SLOW for marker in item.iter_markers()):
        return set()
    return set(used(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that lacks a marker, once."""
    report = yield
    reported = item.stash.setdefault(_reported, set())
    lacking = missing(item) - reported
    if lacking and report.passed and report.when != "setup":
        reported |= lacking
        report.outcome = "failed"
        report.longrepr = "\n".join(
            f"{item.nodeid} needs the marker '{marker}': add @pytest.mark.{marker}"
            for marker in sorted(lacking)
        )
    return report
