"""Fixtures for the tests of several rooms: small workspaces on disk, and a minimal valid brief."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from briefing.files import layers
from briefing.files.css import font_faces_of
from briefing.files.fonts import first_usable
from briefing.files.layers import NOWHERE, SHIPPED
from briefing.files.read_log import LISTED, Entry, ReadLog
from briefing.files.workspace import Files, shipped_root
from briefing.load import themes
from briefing.load.audiences import Audiences
from briefing.load.languages import Languages
from briefing.load.themes import FoundTheme
from briefing.typeset.fonts import make_fonts
from briefing.typeset.inspect.css_cascade import Cascade
from briefing.typeset.layout import Typesetter
from briefing.typeset.stylesheets import Stylesheets
from tests import browser, markers, verapdf
from tests.cases import cases_of

settings.register_profile("clean", database=None)  # leave nothing behind
settings.load_profile("clean")


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests their own folders for caches and for files that killed builds leave behind."""
    folder = tempfile.TemporaryDirectory(prefix="bt-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    config.pluginmanager.register(markers)
    markers.watch()
    tempfile.gettempdir()  # this process keeps its temporary folder
    os.environ["TMPDIR"] = folder.name
    if not hasattr(config, "workerinput"):  # all processes of a run share the cache of the first
        os.environ["XDG_CACHE_HOME"] = folder.name
    # A shell ignores SIGINT in background jobs, and so would every command that the tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


EDITIONS = (
    "test_promises",
    "test_manuscript",
    "test_validator",
    "test_file_integrity",
    "test_rich_brief",
    "test_exports",
    "test_every_block",
    "test_shipped_briefs",
    "test_hyphens",
    "test_modifiers",
)
"""The test files that read the editions of the shipped briefs and of the rich one, built once for all of them."""


SECONDS = {"validator": 12.0, "cluster": 4.0, "process": 1.0, "browser": 1.0, "engine": 0.25}
"""The usual time of a case with a marker; any other takes about 0.03 s."""


def _group_of(nodeid: str) -> str:
    """The tests that share what is made once: those of a file, or of all files that look at the shipped editions."""
    file = nodeid.partition("::")[0]
    return "editions" if Path(file).stem in EDITIONS else file


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In more than one process, run the groups that take longest first, so that none is left over at the end."""
    if not hasattr(config, "workerinput"):
        return
    seconds: Counter[str] = Counter()
    for item in items:
        marked = [SECONDS[marker.name] for marker in item.iter_markers() if marker.name in SECONDS]
        cases = cases_of(item.obj) if isinstance(item, pytest.Function) else 1
        seconds[_group_of(item.nodeid)] += max(marked, default=0.03) * cases
    items.sort(key=lambda item: (-seconds[_group_of(item.nodeid)], _group_of(item.nodeid)))


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """In more than one process, report only what is shown: a passed test has two more reports, which cost as much."""
    if not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_collection() -> None:
    """Keep the garbage collector from walking over thousands of tests again and again while they are collected."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Keep the garbage collector from walking over the collected tests, and let it run less often."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(
        20_000, 10, 10
    )  # an edition makes half a million objects, and most of them live until its end


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return one process for each processor and, for `auto`, one more: a test may wait for a browser or for a time.

    Fast tests do not wait, and each process collects all tests: for them there is `logical`.
    """
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return len(usable) + (config.option.numprocesses == "auto")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a group in one process, in the order of the collection."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group_of(nodeid)

    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report that the validator or the browser did not run, since skipped tests are easily missed."""
    skipped = {
        marker
        for report in terminalreporter.stats.get("skipped", ())
        for marker in ("validator", "browser")
        if marker in report.keywords
    }
    if "validator" in skipped:
        terminalreporter.section("NOT VALIDATED", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"veraPDF did not run ({verapdf.missing()}): no edition was validated against PDF/UA and PDF/A.",
            red=True,
        )
    if "browser" in skipped:
        terminalreporter.section("NOT LOOKED AT IN A BROWSER", sep="!", red=True, bold=True)
        why = browser.missing(with_axe=True)
        terminalreporter.line(f"HTML editions were not, or not fully, tried out: {why}.", red=True)


ROOT = Path(__file__).parent.parent

LEAST_BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points:
  - The first point.
sections:
  - title: A heading asserts
    text: A first text.
outlook: It goes on.
"""


@pytest.fixture(scope="session", autouse=True)
def shipped_models_are_read_once() -> Iterator[None]:
    """Share what was made of shipped templates alone between workspaces: audiences, labels, traits, vocabularies.

    It is frozen. A workspace with a file of its own under any name that was read or looked for makes its own.
    """
    made: dict[object, tuple[object, ReadLog]] = {}
    plain = Files.remember

    def remember(files: Files, key: tuple[object, ...], make: Callable[[], object]) -> object:
        owner, *names = key
        if key in files._remembered or not (names[0] == "draft_words" or isinstance(owner, SHARED)):
            return plain(files, key, make)
        kind = (
            *(key if isinstance(owner, str) else (type(owner), *names)),
            files.shipped,
            files.is_shipped_only,
            files.themes,  # whose templates are between those of the workspace and the shipped ones
        )
        own = f"{files.root}{os.sep}"
        if kind in made and not any(os.path.lexists(own + name) for _, name in made[kind][1].entries):
            files._remembered[key] = made[kind]
        value = plain(files, key, make)
        if all(is_shipped(*one) for one in files._remembered[key][1].entries.items()):
            made[kind] = files._remembered[key]
        return value

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Files, "remember", remember)
        yield


SHARED = (Audiences, Languages, str)
"""The owners of what workspaces share; a text is the name of a file, remembered with its hash."""


def is_shipped(what: tuple[str, str], found: Entry) -> bool:
    """Return whether an entry of a read log is about a shipped template, or about one that does not exist."""
    how, name = what
    is_template = name.removeprefix("shipped/").startswith("templates/")
    return how != LISTED and is_template and found[0] in (SHIPPED, NOWHERE)


@pytest.fixture(scope="session", autouse=True)
def shipped_folders_are_listed_once() -> Iterator[None]:
    """Share the lists of shipped files between workspaces: no test adds one."""
    plain = layers._matching
    shipped = os.fspath(shipped_root())
    listed: dict[tuple[str, ...], tuple[str, ...]] = {}

    def matching(root: str, folder: str, parts: list[str]) -> Iterator[str]:
        if root != shipped:
            return plain(root, folder, parts)
        key = (folder, *parts)
        if key not in listed:
            listed[key] = tuple(plain(root, folder, parts))
        return iter(listed[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "_matching", matching)
        yield


@pytest.fixture(scope="session", autouse=True)
def the_shipped_theme_is_read_once() -> Iterator[None]:
    """Share the description of the shipped look between workspaces; each of them still reads its file."""
    plain = themes._described
    shared: list[FoundTheme] = []

    def described(folder: str, by: str, files: Files) -> FoundTheme:
        if folder or files.shipped != shipped_root():
            return plain(folder, by, files)
        if not shared:
            shared.append(plain(folder, by, files))
        return shared[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(themes, "_described", described)
        yield


SHARED_FONTS: list[Any] = []
"""The configurations of fonts that workspaces share."""


@pytest.fixture(scope="session", autouse=True)
def shipped_stylesheets_are_parsed_once() -> Iterator[None]:
    """Share the parsed shipped stylesheets between tests: each test has a workspace, and a typesetter, of its own.

    A stylesheet that imports another one depends on its workspace, and is parsed each time. So is one that declares
    fonts, unless they are loaded once for all workspaces: then it is enough to read their files.
    """
    parsed: dict[tuple[Any, Any, str, str], Any] = {}

    def sharing(plain: Callable[..., Any], text_of: Callable[..., str]) -> Callable[..., Any]:
        def parse(self: Any, name: str, *given: str) -> Any:
            text = text_of(self, name, *given)
            shipped = self.files.shipped / name
            fonts = getattr(self, "fonts", None) if "@font-face" in text else None
            is_own = "@import" in text or ("@font-face" in text and fonts not in SHARED_FONTS)
            if is_own or not shipped.is_file() or shipped.read_text() != text:
                return plain(self, name, *given)
            key = (plain, fonts, name, text)
            if key not in parsed:
                parsed[key] = plain(self, name, *given)
            elif fonts:
                for face in font_faces_of([name], self.files):
                    first_usable(face.sources, self.files)
            return parsed[key]

        return parse

    with pytest.MonkeyPatch.context() as patch:
        given = sharing(Stylesheets._parse_text, lambda _self, _name, text: text)
        patch.setattr(Stylesheets, "_parse_text", given)
        read = sharing(Cascade._sheet, lambda self, name: self.files.read(name).decode("utf-8", "replace"))
        patch.setattr(Cascade, "_sheet", read)
        yield


@pytest.fixture(scope="session", autouse=True)
def shipped_fonts_are_loaded_once() -> Iterator[None]:
    """Share the loaded shipped fonts between workspaces, for pages that use no others.

    The engine takes what a font lacks from any other font that is loaded, so only pages with the same fonts share them.
    """
    loaded: dict[frozenset[bytes], Any] = {}
    kept: WeakKeyDictionary[Typesetter, dict[frozenset[str], tuple[Any, Stylesheets]]] = WeakKeyDictionary()
    plain = Typesetter._fonts_for

    def fonts_for(typesetter: Typesetter, names: Sequence[str]) -> tuple[Any, Stylesheets]:
        files = typesetter.files
        sheets = frozenset(face.where.file for face in font_faces_of(names, files))
        if not has_shipped_fonts_alone(sheets, files):
            return plain(typesetter, names)
        # A theme has other fonts in a stylesheet of the same name.
        declared = frozenset(files.read(name) for name in sheets)
        if declared not in loaded:
            loaded[declared] = make_fonts(files)
            SHARED_FONTS.append(loaded[declared])
        fonts = loaded[declared]
        fonts.files = files
        own = kept.setdefault(typesetter, {})
        return own.setdefault(sheets, (fonts, Stylesheets(files, typesetter.fetcher, fonts)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Typesetter, "_fonts_for", fonts_for)
        yield


def has_shipped_fonts_alone(sheets: Set[str], files: Files) -> bool:
    """Return whether the stylesheets that declare fonts are shipped, and a workspace adds no font of its own."""
    if files.shipped != shipped_root() or not all((files.shipped / name).is_file() for name in sheets):
        return False
    if files.root == files.shipped:
        return True
    own = (*(files.root / name for name in sheets), files.root / "styles/fonts")
    templates = (files.root / "templates").rglob("*.html")
    return not any(map(os.path.lexists, own)) and not any(
        b"@font-face" in path.read_bytes() for path in templates if path.is_file()
    )


class MakeWorkspace:
    """Makes a workspace in a folder, with a brief named `trial` and other files by name."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(
        self, brief: str | bytes = LEAST_BRIEF, files: Mapping[str, str | bytes] | None = None
    ) -> Files:
        """Write the files, in addition to those that are there, and open the workspace."""
        for name, content in {"content/trial/brief.yaml": brief, **(files or {})}.items():
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Files(self._root, shipped_root())

    def in_folder(self, name: str) -> MakeWorkspace:
        """Return one that makes a workspace in a new folder inside of this one's."""
        root = self._root / name
        root.mkdir()
        return MakeWorkspace(root)


@pytest.fixture
def workspace(tmp_path: Path) -> MakeWorkspace:
    """Return a function that makes a workspace."""
    return MakeWorkspace(tmp_path)
