"""The sharing between workspaces of what is made of shipped files alone, once in each process of the tests.

A build has one workspace; the tests of a process have thousands.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

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


@contextmanager
def shipped_files_shared() -> Iterator[None]:
    """Share what is made of shipped files between all workspaces."""
    with ExitStack() as shared:
        for share in (
            _shipped_models_read_once,
            _shipped_folders_listed_once,
            _shipped_theme_read_once,
            _shipped_stylesheets_parsed_once,
            _shipped_fonts_loaded_once,
        ):
            shared.enter_context(share())
        yield


@contextmanager
def _shipped_models_read_once() -> Iterator[None]:
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
        if all(_is_shipped(*one) for one in files._remembered[key][1].entries.items()):
            made[kind] = files._remembered[key]
        return value

    with patch.object(Files, "remember", remember):
        yield


SHARED = (Audiences, Languages, str)
"""The owners of what workspaces share; a text is the name of a file, remembered with its hash."""


def _is_shipped(what: tuple[str, str], found: Entry) -> bool:
    """Return whether an entry of a read log is about a shipped template, or about one that does not exist."""
    how, name = what
    is_template = name.removeprefix("shipped/").startswith("templates/")
    return how != LISTED and is_template and found[0] in (SHIPPED, NOWHERE)


@contextmanager
def _shipped_folders_listed_once() -> Iterator[None]:
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

    with patch.object(layers, "_matching", matching):
        yield


@contextmanager
def _shipped_theme_read_once() -> Iterator[None]:
    """Share the description of the shipped look between workspaces; each of them still reads its file."""
    plain = themes._described
    shared: list[FoundTheme] = []

    def described(folder: str, by: str, files: Files) -> FoundTheme:
        if folder or files.shipped != shipped_root():
            return plain(folder, by, files)
        if not shared:
            shared.append(plain(folder, by, files))
        return shared[0]

    with patch.object(themes, "_described", described):
        yield


SHARED_FONTS: list[Any] = []
"""The configurations of fonts that workspaces share."""


@contextmanager
def _shipped_stylesheets_parsed_once() -> Iterator[None]:
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

    given = sharing(Stylesheets._parse_text, lambda _self, _name, text: text)
    read = sharing(Cascade._sheet, lambda self, name: self.files.read(name).decode("utf-8", "replace"))
    with patch.object(Stylesheets, "_parse_text", given), patch.object(Cascade, "_sheet", read):
        yield


@contextmanager
def _shipped_fonts_loaded_once() -> Iterator[None]:
    """Share the loaded shipped fonts between workspaces, for pages that use no others.

    The engine takes what a font lacks from any other font that is loaded, so only pages with the same fonts share them.
    """
    loaded: dict[frozenset[bytes], Any] = {}
    kept: WeakKeyDictionary[Typesetter, dict[frozenset[str], tuple[Any, Stylesheets]]] = WeakKeyDictionary()
    plain = Typesetter._fonts_for

    def fonts_for(typesetter: Typesetter, names: Sequence[str]) -> tuple[Any, Stylesheets]:
        files = typesetter.files
        sheets = frozenset(face.where.file for face in font_faces_of(names, files))
        if not _has_shipped_fonts_alone(sheets, files):
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

    with patch.object(Typesetter, "_fonts_for", fonts_for):
        yield


def _has_shipped_fonts_alone(sheets: Set[str], files: Files) -> bool:
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
