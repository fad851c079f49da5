"""The theme of a workspace: finds its folder and those that it extends, and reads its options.

`theme:` in `content/workspace.yaml` names a shipped theme, a folder, or an installed package. Errors are reported with
the settings of the workspace, so that they are found together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.core.errors import BriefingError, ContentError, WorkspaceError
from briefing.core.finding import Finding, Span, suggest
from briefing.core.source_map import SourceMap
from briefing.files.css import tokens_of
from briefing.files.layers import OPTION_SHEET, SETTINGS_FILE, SETTINGS_LAYER, THEME_FILE, sunk
from briefing.files.workspace import Files, shipped_root
from briefing.load.validation.theme_options import (
    check_theme,
    check_tokens,
    check_value,
    css_of,
    token_of,
    value_of,
)
from briefing.load.yaml.files import open_document
from briefing.load.yaml.models import validate
from briefing.load.yaml.reader import Document
from briefing.model.theme import BASE_THEME, NAME, ChosenTheme, Theme, ThemeOption

SHIPPED_THEMES = "themes"
"""The folder of the shipped themes."""

ENTRY_POINTS = "briefwright.themes"
"""The group of entry points by which a package names its theme: its module, or a folder in it."""

MOST_EXTENDED = 8
"""The most themes that extend one another."""


@dataclass(frozen=True)
class FoundTheme:
    """A theme and its folder, which is empty for the shipped templates and styles themselves."""

    theme: Theme
    folder: str
    source_map: SourceMap
    by: str = "shipped"
    """Where it comes from: `shipped`, `folder` or `package`."""


def open_files(root: Path, *, shipped: Path | None = None, is_shipped_only: bool = False) -> Files:
    """Open a workspace with the layers of its theme. If the theme has errors, its settings report them."""
    bare = Files(root, shipped or shipped_root(), is_shipped_only=is_shipped_only)
    try:
        given = given_theme(bare)
        found = find_theme(given.get(NAME, BASE_THEME), bare, Span(SETTINGS_FILE)) if given else []
    except (BriefingError, OSError):
        return bare
    return replace(
        bare,
        themes=_layers_of(found, given),
        option_sheet=_option_sheet(found, given),
        option_places=option_places(found, given, bare),
        seen={},
    )


def given_theme(files: Files) -> Mapping[str, str]:
    """Return what a workspace says about its theme; nothing if its file cannot be read."""
    if files.find(SETTINGS_FILE) is None:
        return {}
    given = _settings(files).data.get("theme")
    if isinstance(given, dict):
        return {name: value for name, value in given.items() if isinstance(value, str)}
    return {NAME: given.strip()} if isinstance(given, str) else {}


def _layers_of(found: Sequence[FoundTheme], given: Mapping[str, str]) -> tuple[str, ...]:
    folders = [one.folder for one in found if one.folder]
    return tuple([SETTINGS_LAYER, *folders] if _option_sheet(found, given) else folders)


def _option_sheet(found: Sequence[FoundTheme], given: Mapping[str, str]) -> bytes:
    """Return the options as variables, above those of the stylesheets of the same theme.

    An option of the shipped look that is not set stays with `styles/tokens.css`.
    """
    options = options_of(found)
    own = {name for one in found if one.folder for name in one.theme.options}
    lines = []
    for name, option in options.items():
        value = given.get(name, option.default)
        if (name in own or name in given) and value and not check_value(name, value, option):
            lines += css_of(name, value, option)
    if not lines:
        return b""
    return "\n".join(['@import "shipped/tokens.css";', ":root {", *lines, "}", ""]).encode()


def options_of(found: Sequence[FoundTheme]) -> dict[str, ThemeOption]:
    """Return the options of a theme and of those that it extends; the nearest declaration of an option wins."""
    options: dict[str, ThemeOption] = {}
    for one in reversed(found):
        options |= one.theme.options
    return options


def _settings(files: Files) -> Document:
    return open_document(files, SETTINGS_FILE, ContentError, may_be_empty=True)


def option_places(found: Sequence[FoundTheme], given: Mapping[str, str], files: Files) -> dict[str, Span]:
    """Return the place that sets each option of a theme, by its variable (`--brand`).

    That is the value that the settings of the workspace give it, or its default in the description of a theme.
    """
    places = {
        token_of(name): one.source_map.value(("options", name, "default"))
        for one in reversed(found)
        for name in one.theme.options
    }
    if names := [name for name in given if token_of(name) in places]:
        settings = _settings(files).source_map
        places |= {token_of(name): settings.value(("theme", name)) for name in names}
    return places


def options_in(root: Path) -> dict[str, ThemeOption]:
    """Return the options that the theme of a workspace has; none if it is the shipped look, or has errors."""
    files = Files(root, shipped_root())
    try:
        given = given_theme(files)
        return options_of(find_theme(given[NAME], files, Span(SETTINGS_FILE))) if NAME in given else {}
    except (BriefingError, OSError):
        return {}


def named_theme(name: str | None, files: Files) -> tuple[str, list[FoundTheme], Mapping[str, str]]:
    """Return the name of a theme, the theme with those that it extends, and the values that the workspace gives it.

    Without a name, it is that of the workspace. A theme that the workspace does not use has no values.
    Raises WorkspaceError for a theme that does not exist or has errors.
    """
    given = given_theme(files)
    used = given.get(NAME, BASE_THEME)
    found = find_theme(name or used, files, Span("command line" if name else SETTINGS_FILE))
    return name or used, found, given if name in (None, used) else {}


def find_theme(name: str, files: Files, where: Span) -> list[FoundTheme]:
    """Return a theme and those that it extends, nearest first; the shipped look is always the last.

    Raises WorkspaceError for a theme that does not exist, has errors, or extends itself; `where` names the first one.
    """
    found: list[FoundTheme] = []
    base = os.fspath(files.root)
    while True:
        one = _read_theme(name, base, files, where)
        if any(os.path.realpath(one.folder) == os.path.realpath(other.folder) for other in found):
            names = " → ".join(theme.theme.name for theme in (*found, one))
            help = f"extend another theme, or remove the line to extend '{BASE_THEME}'"
            raise WorkspaceError([Finding("BR532", f"the theme extends itself: {names}", where, help)])
        found.append(one)
        if not one.folder:
            break
        if len(found) > MOST_EXTENDED:
            what = f"more than {MOST_EXTENDED} themes extend one another"
            raise WorkspaceError([Finding("BR532", what, where, "extend fewer themes")])
        name, base = one.theme.extends, one.folder
        where = one.source_map.value(("extends",))
    if replaced := list(_replaced_tokens(found, files)):
        raise WorkspaceError(replaced)
    return found


def _replaced_tokens(found: Sequence[FoundTheme], files: Files) -> Iterator[Finding]:
    """Yield the findings about options that would replace or hide a token of their theme, or of one beneath."""
    folders = tuple(one.folder for one in found if one.folder)
    own = replace(files, themes=folders, option_sheet=b"", seen={})
    for depth, one in enumerate(found[:-1], start=1):
        tokens, beneath = (tokens_of([sunk(OPTION_SHEET, level)], own) for level in (depth, depth + 1))
        yield from check_tokens(one.theme, tokens, beneath, one.source_map)


def _read_theme(name: str, base: str, files: Files, where: Span) -> FoundTheme:
    if name == BASE_THEME:
        return _described("", "shipped", files)
    folder, by = _locate(name, base, files)
    if folder is None or not os.path.isfile(os.path.join(folder, THEME_FILE)):  # noqa: PTH113, PTH118
        raise WorkspaceError([_unknown(name, base, folder, files, where)])
    return _described(folder, by, files)


def _described(folder: str, by: str, files: Files) -> FoundTheme:
    """Return the theme in a folder. Raises WorkspaceError with the findings about its description."""
    own = replace(files, themes=(folder,) if folder else (), seen={})
    name = sunk(THEME_FILE, 1)
    shown = own.shown_name(name)
    document = open_document(own, name, WorkspaceError)
    places = replace(document.source_map, file=shown)
    document = replace(
        document,
        source_map=places,
        findings=tuple(replace(one, where=replace(one.where, file=shown)) for one in document.findings),
    )
    theme = validate(document, Theme, WorkspaceError)
    if findings := list(check_theme(theme, places)):
        raise WorkspaceError(findings)
    return FoundTheme(theme, folder, places, by)


def _locate(name: str, base: str, files: Files) -> tuple[str | None, str]:
    """Return the folder of a theme by its name, and where it comes from."""
    if is_path(name):
        return os.path.normpath(os.path.join(base, os.path.expanduser(name))), "folder"  # noqa: PTH111, PTH118
    shipped = files.shipped / SHIPPED_THEMES / name
    if shipped.is_dir():
        return os.fspath(shipped), "shipped"
    return _folder_of_package(name), "package"


def is_path(name: str) -> bool:
    """Return whether a theme is named by its folder: the name has a slash, or begins with a dot or `~`."""
    return "/" in name or os.sep in name or name.startswith((".", "~"))


def _folder_of_package(name: str) -> str | None:
    """Return the folder that an installed package gives for a theme; its code does not run."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for entry in entry_points(group=ENTRY_POINTS, name=name):
        try:
            spec = find_spec(entry.module)
        except (ImportError, ValueError):
            continue
        places = list(spec.submodule_search_locations or ()) if spec else []
        if places:
            return os.path.join(places[0], *filter(None, (entry.attr or "").split(".")))  # noqa: PTH118
    return None


def names_of_themes(files: Files) -> dict[str, str]:
    """Return the names of the shipped and installed themes, and where each comes from."""
    from importlib.metadata import entry_points

    folder = files.shipped / SHIPPED_THEMES
    names = sorted(path.parent.name for path in folder.glob(f"*/{THEME_FILE}"))
    installed = {entry.name: "package" for entry in entry_points(group=ENTRY_POINTS)}
    return {**installed, **dict.fromkeys(names, "shipped")}


def _unknown(name: str, base: str, folder: str | None, files: Files, where: Span) -> Finding:
    """Return the finding for a theme that does not exist; its help says what to write."""
    if is_path(name):
        if os.path.isdir(folder or ""):  # noqa: PTH112
            what = f"the folder '{name}' is not a theme: it has no {THEME_FILE}"
            return Finding("BR531", what, where, f"name a folder that has a {THEME_FILE}")
        help = "correct the path, which starts from the workspace, or run `brief new theme NAME`"
        return Finding("BR531", f"there is no folder '{name}'", where, help)
    what = f"there is no theme '{name}'"
    local = [f"./{way}" for way in (name, f"themes/{name}") if Path(base, way, THEME_FILE).is_file()]
    if local:
        return Finding("BR531", what, where, f"write the folder with a slash: {local[0]}")
    help = f"{suggest(name, names_of_themes(files), noun='themes')} (for a folder, write ./{name})"
    return Finding("BR531", what, where, help)


def check_choice(
    given: Mapping[str, str], source_map: SourceMap, files: Files
) -> tuple[ChosenTheme, list[Finding]]:
    """Return the theme that the settings choose, with the values of its options, and the findings about it.

    Reading the descriptions again through `files` makes editions depend on them.
    """
    name = given.get(NAME, BASE_THEME)
    key = ("theme", NAME) if ("theme", NAME) in source_map.marks else ("theme",)
    try:
        found = find_theme(name, replace(files, themes=(), seen={}), source_map.value(key))
    except WorkspaceError as error:
        return ChosenTheme(name), list(error.findings)
    finally:
        note_descriptions(files)
    options = options_of(found)
    findings = list(_wrong_values(given, options, source_map, found[0].theme.name))
    if files.is_shipped_only:
        found = [one for one in found if one.by == "shipped"]
        options = options_of(found)
    values = {one: value_of(_right(one, given, option), option) for one, option in options.items()}
    return ChosenTheme(found[0].theme.name, found[0].theme.version, values), findings


def note_descriptions(files: Files) -> None:
    """Read the descriptions of all themes through the door, so that the log of reads has them."""
    for depth, (_, folder) in enumerate(files.layers.all()):
        if depth and folder != SETTINGS_LAYER:
            name = sunk(THEME_FILE, depth)
            if files.find(name) is not None:
                files.read(name)


def _right(name: str, given: Mapping[str, str], option: ThemeOption) -> str:
    """Return the given value of an option; the default if it is wrong, or if there is none."""
    value = given.get(name, option.default)
    return value if not check_value(name, value, option) else option.default


def _wrong_values(
    given: Mapping[str, str], options: Mapping[str, ThemeOption], source_map: SourceMap, theme: str
) -> Iterator[Finding]:
    for name, value in given.items():
        if name == NAME:
            continue
        option = options.get(name)
        if option is None:
            what = f"the theme '{theme}' has no option '{name}'"
            yield Finding(
                "BR533", what, source_map.key(("theme", name)), suggest(name, options, noun="options")
            )
        elif wrong := check_value(name, value, option):
            yield Finding("BR533", wrong[0], source_map.value(("theme", name)), wrong[1])
