"""Find files in a workspace's templates and styles that nothing reads, and CSS variables that nothing uses.

A misspelt file name would otherwise be silent: the shipped file with the right name is used instead. A file that any
audience, language, paper or brief of the workspace could read counts as read, whatever is being built.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from briefing.compose.style_layers import BASE_STYLES
from briefing.core.errors import BriefingError
from briefing.core.finding import Finding, Severity, Span, nearest
from briefing.files.css import (
    ADDRESS,
    OWN_TOKENS,
    TOKEN_USE,
    declarations_in,
    imports_in,
    resolve_address,
    without_comments,
)
from briefing.files.layers import LAYERED, NOWHERE, OUTSIDE, SHIPPED, THEME, USER, copies_of, find_place
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.load.validation.instructions import STARTS
from briefing.model.blocks import SHIPPED_KINDS
from briefing.model.custom import SCHEMA_FILE
from briefing.model.parts import PARTS, PIECES
from briefing.stages import Modifier

FOLDERS = ("templates/**/*", "styles/**/*")
OTHER_STARTS = ("theme-tokens.css", "theme-title.j2.html", "github.yml", "gitlab.yml")
"""The templates of new files that have no schema."""

SKIPPED_TYPES = re.compile(
    r"(?:^|/)(?:\.|__MACOSX/|Thumbs\.db$|desktop\.ini$|#)|(?:~|\.(?:bak|orig|rej|tmp|swp))$"
    r"|(?:^|/)(?:README|LICEN[CS]E|COPYING|OFL|CHANGELOG|NOTICE|AUTHORS)[^/]*$|\.md$|(?<!\.j2)\.txt$",
    re.IGNORECASE,
)
"""Hidden files, files that editors and systems leave behind, and files for people, such as font licences and notes."""

LANGUAGE = r"[a-zA-Z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
BY_NAME = (
    rf"templates/labels/{LANGUAGE}\.yaml",
    rf"templates/languages/{LANGUAGE}/(?:labels|traits|vocabulary|site)\.yaml",
    r"templates/scales/[^/]+\.yaml",
    r"templates/citation-styles/[^/]+\.csl",
    rf"styles/languages/(?:fonts/)?{LANGUAGE}\.css",
    r"styles/papers/[^/]+\.css",
    r"styles/scripts/[^/]+\.css",
    r"styles/fit/[^/]+\.css",
    r"styles/(?:ltr|rtl)\.css",
    rf"styles/modifiers/(?:rtl/|ltr/)?(?:{'|'.join(Modifier)})\.css",
)
"""Files that are selected by name, with a key of the content or an option; any name is allowed."""

TAG = re.compile(r"{%-?\s*(?:include|extends|import|from)\b(.*?)%}", re.DOTALL)
TEXT = re.compile(r"\"([^\"]+)\"|'([^']+)'")
BLOCK = re.compile(r"^\s*-\s+([a-z0-9]+(?:-[a-z0-9]+)*)\s*:", re.MULTILINE)

SHOWN_TOGETHER = 4
"""The number of files that a finding lists for a folder of fonts or pictures."""


def unread_files(files: Files) -> list[Finding]:
    """Return findings for unread files in the user's layer, and for unused variables in its styles."""
    own = [name for pattern in FOLDERS for name in files.list_own(pattern)]
    strange = [name for name in own if not SKIPPED_TYPES.search(name) and not _replaces(name, files)]
    findings = [*_closed_folders(files)]
    if strange:
        reading = _Reading(files)
        findings += _unread_findings([name for name in strange if not reading.reads(name)], reading)
    sheets = [name for name in own if name.endswith(".css") and not SKIPPED_TYPES.search(name)]
    if files.themes and files.root == files.shipped:
        sheets = []  # in a checkout, they are the styles beneath the theme
    return [*findings, *(_unused_variables(sheets, files) if sheets else ())]


def _closed_folders(files: Files) -> Iterator[Finding]:
    """Find folders of the user's layer that cannot be listed; the shipped files would silently be used instead."""
    if files.is_shipped_only or files.root == files.shipped:
        return
    for layered in LAYERED:
        closed: list[OSError] = []
        walked = [folder for folder, *_ in os.walk(files.root / layered, onerror=closed.append)]
        for folder in (*walked, *(str(error.filename) for error in closed)):
            name = files.shown(Path(folder))
            if not SKIPPED_TYPES.search(name) and (found := files.unlistable(name)):
                yield found.as_warning()


def _layer(name: str, files: Files) -> str:
    return find_place(name, files.layers)[0]


def _replaces(name: str, files: Files) -> bool:
    """Return whether the file overrides a shipped file with the same name."""
    return files.root != files.shipped and find_place(f"shipped/{name}", files.layers)[0] not in (
        NOWHERE,
        OUTSIDE,
    )


class _Reading:
    """The names that something in a workspace may read."""

    def __init__(self, files: Files) -> None:
        self.files = files
        library = Library(files)
        self.audiences = tuple(library.audiences)
        own_parts = {name: tuple(_parts_of(library, name)) for name in self.audiences}
        kinds = {*SHIPPED_KINDS, *self._kinds_of_briefs()}
        parts = {part for parts in own_parts.values() for part in parts}
        self.parts = frozenset({*parts, *kinds, *PARTS, *PIECES})
        """Parts, shipped or of an audience, kinds of blocks, and what parts include."""
        self.known = {*self._templates(), *self._sheets()}

    def _kinds_of_briefs(self) -> Iterator[str]:
        for name in self.files.list("content/*/brief*.yaml"):
            yield from BLOCK.findall(self._text(name))

    def _templates(self) -> Iterator[str]:
        """Yield the templates that are read by name, and those that they include or extend."""
        shipped = {
            name
            for pattern in ("templates/*", "templates/site/*")
            for name in self.files.list(pattern)
            if _layer(f"shipped/{name}", self.files) not in (NOWHERE, OUTSIDE)
        }
        names = {*shipped, *(f"templates/parts/{part}.j2.html" for part in self.parts)}
        names |= {f"templates/parts/{part}.schema.json" for part in self.parts}
        names.add(SCHEMA_FILE)
        names |= {f"{STARTS}/{start}.yaml" for start in ("workspace", "brief", "audience", "theme")}
        names |= {f"{STARTS}/{start}" for start in OTHER_STARTS}
        for audience in self.audiences:
            names.add(f"templates/audiences/{audience}/audience.yaml")
            names |= {f"templates/audiences/{audience}/{part}.j2.html" for part in self.parts}
        yield from names
        yield from self._reached(names, self._included)

    def _included(self, name: str) -> Iterator[str]:
        """Yield the templates that a template includes or extends; for a composed name, all with the same prefix."""
        for tag in TAG.finditer(self._text(name) if name.endswith(".html") else ""):
            texts = [double or single for double, single in TEXT.findall(tag[1])]
            for text in texts:
                path = f"templates/{text.removeprefix('shipped/')}"
                is_whole = path.endswith((".html", ".txt"))
                yield from (path,) if is_whole else self.files.list(f"{path}*")

    def _sheets(self) -> Iterator[str]:
        """Yield the stylesheets that are read by name, and those that they import."""
        always = (*BASE_STYLES, "house", "screen", "signature", "differences", "site")
        names = {f"styles/{name}.css" for name in always}
        names |= {f"styles/parts/{part}.css" for part in self.parts}
        names |= {f"styles/audiences/{audience}.css" for audience in self.audiences}
        names |= {name for name in self.files.list("styles/**/*.css") if _is_by_name(name)}
        yield from names
        yield from self._reached(names, self._imported)

    def _imported(self, name: str) -> Iterator[str]:
        return (one.name for one in imports_in(name, without_comments(self._text(name)), self.files))

    def _reached(self, names: Iterable[str], leads_to: Callable[[str], Iterable[str]]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            for name in leads_to(waiting.pop()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    @cached_property
    def mentioned(self) -> set[str]:
        """The pictures and fonts that stylesheets and templates mention, as full names or as file names."""
        found: set[str] = set()
        for name in self.known:
            text = self._text(name)
            if name.endswith(".css"):
                found |= {
                    resolve_address(name, address) for address in ADDRESS.findall(without_comments(text))
                }
            else:
                found |= set(re.findall(r"[\w.%-]+\.(?:png|jpe?g|gif|webp|svg|otf|ttf|woff2?)", text))
        for name in self.files.list("content/**/*.yaml"):
            found |= set(re.findall(r"(?:templates|styles)/[\w./%-]+", self._text(name)))
        return found

    def reads(self, name: str) -> bool:
        """Return whether anything may read a file."""
        return (
            name in self.known
            or _is_by_name(name)
            or not self.mentioned.isdisjoint((name, PurePosixPath(name).name))
        )

    def _text(self, name: str) -> str:
        place = _layer(name, self.files)
        if place not in (USER, SHIPPED) and not place.startswith(THEME):
            return ""
        try:
            return self.files.read(name).decode("utf-8", "replace")
        except OSError:
            return ""


def _is_by_name(name: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in BY_NAME)


def _parts_of(library: Library, audience: str) -> Iterator[str]:
    try:
        yield from library.audiences.named(audience).parts
    except BriefingError:  # reported when an edition for the audience is planned
        return


def _unread_findings(unread: Iterable[str], reading: _Reading) -> Iterator[Finding]:
    """Yield one finding for each unread file; for fonts and pictures, one for each folder."""
    assets: dict[str, list[str]] = {}
    for name in unread:
        path = PurePosixPath(name)
        if path.suffix in (".css", ".html", ".yaml", ".yml", ".json", ".csl", ".txt"):
            what = "this file is not used"
            yield Finding("BR526", what, Span(name), _advice(name, reading), Severity.WARNING)
        else:
            assets.setdefault(str(path.parent), []).append(path.name)
    for folder, names in assets.items():
        shown = ", ".join(names[:SHOWN_TOGETHER])
        more = f" and {len(names) - SHOWN_TOGETHER} more" if len(names) > SHOWN_TOGETHER else ""
        what = f"no style or template uses {shown}{more}"
        help = "refer to it in an @font-face or a `url()`, or delete it"
        yield Finding("BR526", what, Span(f"{folder}/{names[0]}"), help, Severity.WARNING)


def _advice(name: str, reading: _Reading) -> str:
    path = PurePosixPath(name)
    is_of_audience = path.parts[:2] == ("templates", "audiences") and len(path.parts) > 3
    if is_of_audience and path.parts[2] not in reading.audiences:
        return f"create templates/audiences/{path.parts[2]}/audience.yaml, or correct the name of the folder"
    if path.parts[:2] == ("templates", "languages"):
        return (
            "name the folder after a language tag ('pt-BR'), and its files labels.yaml, traits.yaml, "
            "vocabulary.yaml, site.yaml"
        )
    near = _nearest(name, reading.known)
    if near:
        return f"did you mean '{near}'?"
    if path.parts[:2] == ("templates", "parts"):
        kind = path.name.partition(".")[0]
        return (
            f"add '{kind}' to the `parts` of an audience, use it as a block of a section, or delete the file"
        )
    return "correct its name, import it from a stylesheet, include it from a template, or delete it"


def _nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the name that was probably meant: the same in another folder, or a similar one."""
    folder = PurePosixPath(name).parent
    layer = f"{PurePosixPath(name).parts[0]}/"
    by_depth = sorted(
        (one for one in known if one.startswith(layer)),
        key=lambda other: (other.count("/"), other),
        reverse=True,
    )
    everywhere = {_plain(other): other for other in by_depth}
    in_folder = {_plain(other): other for other in by_depth if PurePosixPath(other).parent == folder}
    same = in_folder.get(_plain(name)) or everywhere.get(_plain(name))
    if same:
        return same
    for choices in (in_folder, everywhere):
        near = nearest(_plain(name), choices)
        if near:
            return choices[near]
    return None


def _plain(name: str) -> str:
    """Return the name of a file for comparison: without folder, extension and hyphens."""
    return re.sub("[-_ ]", "", PurePosixPath(name).name.partition(".")[0].lower())


def _unused_variables(sheets: Iterable[str], files: Files) -> Iterator[Finding]:
    """Find variables that stylesheets of the user's layer define and nothing uses."""
    used = set(OWN_TOKENS)
    for name in (name for pattern in FOLDERS for name in files.list(pattern)):
        if name.endswith((".css", ".html")):
            for read, _, _ in copies_of(name, files.layers):  # a file may import or extend the one beneath it
                used |= set(TOKEN_USE.findall(without_comments(_read(read, files))))
    seen: set[tuple[str, str]] = set()
    for name in sheets:
        for one in declarations_in(name, without_comments(_read(name, files))):
            if one.token not in used and (name, one.token) not in seen:
                seen.add((name, one.token))
                near = nearest(one.token, used)
                help = f"did you mean '{near}'?" if near else "use it, `var(" + one.token + ")`, or delete it"
                what = f"CSS variable '{one.token}' is not used"
                yield Finding("BR525", what, one.where, help, Severity.WARNING)


def _read(name: str, files: Files) -> str:
    try:
        return files.read(name).decode("utf-8", "replace")
    except OSError:
        return ""
