"""Files of a workspace's templates and styles that nothing reads, and CSS variables that nothing uses.

A name that is spelled wrong is otherwise silent: the shipped file of the right name is taken in its place. What any
audience, language, paper or brief of the workspace could read counts as read, whatever is built now.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from briefing.core.errors import BriefingError
from briefing.core.finding import Finding, Severity, Span, nearest
from briefing.files.css import (
    ADDRESS,
    OWN_TOKENS,
    TOKEN_USE,
    declarations_in,
    imports_in,
    name_beside,
    without_comments,
)
from briefing.files.layers import LAYERED, SHIPPED, USER, find_place
from briefing.files.workspace import Files
from briefing.load.languages import LABELS_FILE, OWN_LABELS_FILE
from briefing.load.library import Library
from briefing.model.blocks import SHIPPED_KINDS
from briefing.model.parts import PIECES
from briefing.stages import Modifier

FOLDERS = ("templates/**/*", "styles/**/*")

SKIPPED_TYPES = re.compile(
    r"(?:^|/)(?:\.|__MACOSX/|Thumbs\.db$|desktop\.ini$|#)|(?:~|\.(?:bak|orig|rej|tmp|swp))$"
    r"|(?:^|/)(?:README|LICEN[CS]E|COPYING|OFL|CHANGELOG|NOTICE|AUTHORS)[^/]*$|\.md$|(?<!\.j2)\.txt$",
    re.IGNORECASE,
)
"""Hidden files, what editors and systems leave, and words for people: licences beside fonts, notes."""

LANGUAGE = r"[a-zA-Z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
BY_NAME = (
    rf"templates/labels/{LANGUAGE}\.yaml",
    rf"templates/languages/{LANGUAGE}/(?:labels|traits|vocabulary)\.yaml",
    r"templates/scales/[^/]+\.yaml",
    r"templates/citation-styles/[^/]+\.csl",
    rf"styles/languages/{LANGUAGE}\.css",
    r"styles/papers/[^/]+\.css",
    r"styles/fit/[^/]+\.css",
    r"styles/(?:ltr|rtl)\.css",
    rf"styles/modifiers/(?:{'|'.join(Modifier)})\.css",
)
"""Files of which any name may be chosen, by a key of the content or an option."""

TAG = re.compile(r"{%-?\s*(?:include|extends|import|from)\b(.*?)%}", re.DOTALL)
TEXT = re.compile(r"\"([^\"]+)\"|'([^']+)'")
BLOCK = re.compile(r"^\s*-\s+([a-z0-9]+(?:-[a-z0-9]+)*)\s*:", re.MULTILINE)

SHOWN_TOGETHER = 4
"""Of the files of a folder of fonts and pictures, so many are named."""


def unread_files(files: Files) -> list[Finding]:
    """The files of the user's layer that nothing reads, and the variables of its styles that nothing uses."""
    own = [name for pattern in FOLDERS for name in files.list(pattern) if _layer(name, files) == USER]
    strange = [name for name in own if not SKIPPED_TYPES.search(name) and not _replaces(name, files)]
    findings = [*_closed_folders(files), *_shadowed_labels(own)]
    if strange:
        reading = _Reading(files)
        findings += _told([name for name in strange if not reading.reads(name)], reading)
    sheets = [name for name in own if name.endswith(".css") and not SKIPPED_TYPES.search(name)]
    return [*findings, *(_unused_variables(sheets, files) if sheets else ())]


def _closed_folders(files: Files) -> Iterator[Finding]:
    """Folders of the user's layer that cannot be listed: without a word the shipped files would be taken instead."""
    if files.is_shipped_only or files.root == files.shipped:
        return
    for layered in LAYERED:
        closed: list[OSError] = []
        walked = [folder for folder, *_ in os.walk(files.root / layered, onerror=closed.append)]
        for folder in (*walked, *(str(error.filename) for error in closed)):
            name = files.shown(Path(folder))
            if not SKIPPED_TYPES.search(name) and (found := files.unlistable(name)):
                yield found.as_warning()


def _shadowed_labels(own: Iterable[str]) -> Iterator[Finding]:
    """Labels in a language's folder that are not read, because the workspace has labels that stand alone."""
    for name in own:
        language = PurePosixPath(name).parent.name
        if name == LABELS_FILE.format(language) and (alone := OWN_LABELS_FILE.format(language)) in own:
            what = f"nothing reads this file: {alone} is read in its place"
            yield Finding("BR526", what, Span(name), "keep one of the two", Severity.WARNING)


def _layer(name: str, files: Files) -> str:
    return find_place(name, str(files.root), str(files.shipped))[0]


def _replaces(name: str, files: Files) -> bool:
    """Whether there is a shipped file of the same name, which is read."""
    return find_place(f"shipped/{name}", str(files.root), str(files.shipped))[0] == SHIPPED and (
        files.root != files.shipped
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
        self.parts = frozenset({*parts, *kinds, *PIECES})
        """Parts of audiences, kinds of blocks, and what parts include."""
        self.known = {*self._templates(), *self._sheets()}
        self.mentioned = self._mentions()

    def _kinds_of_briefs(self) -> Iterator[str]:
        for name in self.files.list("content/*/brief*.yaml"):
            yield from BLOCK.findall(self._text(name))

    def _templates(self) -> Iterator[str]:
        """The templates that are read by their names, and those that they include or extend."""
        shipped = {
            name
            for name in self.files.list("templates/*")
            if _layer(f"shipped/{name}", self.files) == SHIPPED
        }
        names = {*shipped, *(f"templates/parts/{part}.j2.html" for part in self.parts)}
        names |= {f"templates/parts/{part}.schema.json" for part in self.parts}
        names |= {f"templates/starts/{start}.yaml" for start in ("workspace", "brief", "audience")}
        for audience in self.audiences:
            names.add(f"templates/audiences/{audience}/audience.yaml")
            names |= {f"templates/audiences/{audience}/{part}.j2.html" for part in self.parts}
        yield from names
        yield from self._reached(names, self._included)

    def _included(self, name: str) -> Iterator[str]:
        """What a template includes or extends; of a name that is put together, all that begin as it does."""
        for tag in TAG.finditer(self._text(name) if name.endswith(".html") else ""):
            texts = [double or single for double, single in TEXT.findall(tag[1])]
            for text in texts:
                path = f"templates/{text.removeprefix('shipped/')}"
                is_whole = path.endswith((".html", ".txt"))
                yield from (path,) if is_whole else self.files.list(f"{path}*")

    def _sheets(self) -> Iterator[str]:
        """The stylesheets that are read by their names, and those that they import."""
        always = ("fonts", "tokens", "type", "page", "exhibits", "screen", "differences")
        names = {f"styles/{name}.css" for name in always}
        names |= {f"styles/parts/{part}.css" for part in self.parts}
        names |= {f"styles/audiences/{audience}.css" for audience in self.audiences}
        names |= {name for name in self.files.list("styles/**/*.css") if _is_by_name(name)}
        yield from names
        yield from self._reached(names, self._imported)

    def _imported(self, name: str) -> Iterator[str]:
        return (one.name for one in imports_in(name, without_comments(self._text(name))))

    def _reached(self, names: Iterable[str], leads_to: Callable[[str], Iterable[str]]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            for name in leads_to(waiting.pop()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    def _mentions(self) -> set[str]:
        """What read stylesheets and templates name as a picture or a font: whole names, and last parts of paths."""
        found: set[str] = set()
        for name in self.known:
            text = self._text(name)
            if name.endswith(".css"):
                found |= {name_beside(name, address) for address in ADDRESS.findall(without_comments(text))}
            else:
                found |= set(re.findall(r"[\w.%-]+\.(?:png|jpe?g|gif|webp|svg|otf|ttf|woff2?)", text))
        for name in self.files.list("content/**/*.yaml"):
            found |= set(re.findall(r"(?:templates|styles)/[\w./%-]+", self._text(name)))
        return found

    def reads(self, name: str) -> bool:
        """Whether something may read a file."""
        return (
            name in self.known
            or name in self.mentioned
            or PurePosixPath(name).name in self.mentioned
            or _is_by_name(name)
        )

    def _text(self, name: str) -> str:
        if _layer(name, self.files) not in (USER, SHIPPED):
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
    except BriefingError:  # reported where it is built for
        return


def _told(unread: Iterable[str], reading: _Reading) -> Iterator[Finding]:
    """One finding for each file; for fonts and pictures, one for each folder."""
    assets: dict[str, list[str]] = {}
    for name in unread:
        path = PurePosixPath(name)
        if path.suffix in (".css", ".html", ".yaml", ".yml", ".json", ".csl", ".txt"):
            what = "nothing reads this file"
            yield Finding("BR526", what, Span(name), _advice(name, reading), Severity.WARNING)
        else:
            assets.setdefault(str(path.parent), []).append(path.name)
    for folder, names in assets.items():
        shown = ", ".join(names[:SHOWN_TOGETHER])
        more = f" and {len(names) - SHOWN_TOGETHER} more" if len(names) > SHOWN_TOGETHER else ""
        what = f"no style and no template names {shown}{more}"
        help = "name it in an @font-face or a `url()`, or remove it"
        yield Finding("BR526", what, Span(f"{folder}/{names[0]}"), help, Severity.WARNING)


def _advice(name: str, reading: _Reading) -> str:
    path = PurePosixPath(name)
    is_of_audience = path.parts[:2] == ("templates", "audiences") and len(path.parts) > 3
    if is_of_audience and path.parts[2] not in reading.audiences:
        return f"write templates/audiences/{path.parts[2]}/audience.yaml, or correct the name of the folder"
    if path.parts[:2] == ("templates", "languages"):
        return "a language has labels.yaml, traits.yaml and vocabulary.yaml, in a folder named after its tag: 'pt-BR'"
    near = _nearest(name, reading.known)
    if near:
        return f"did you mean '{near}'?"
    if path.parts[:2] == ("templates", "parts"):
        kind = path.name.partition(".")[0]
        return f"add '{kind}' to the `parts` of an audience, or use it as a block of a section; or remove the file"
    return "correct its name, import it from a stylesheet or include it from a template, or remove it"


def _nearest(name: str, known: Iterable[str]) -> str | None:
    """The name that was meant: the same in another folder, else one of the folder, else of any, spelled like it."""
    folder = PurePosixPath(name).parent
    layer = f"{PurePosixPath(name).parts[0]}/"
    by_depth = sorted(
        (one for one in known if one.startswith(layer)),
        key=lambda other: (other.count("/"), other),
        reverse=True,
    )
    everywhere = {_plain(other): other for other in by_depth}
    beside = {_plain(other): other for other in by_depth if PurePosixPath(other).parent == folder}
    same = beside.get(_plain(name)) or everywhere.get(_plain(name))
    if same:
        return same
    for choices in (beside, everywhere):
        near = nearest(_plain(name), choices)
        if near:
            return choices[near]
    return None


def _plain(name: str) -> str:
    """What of the name of a file makes it alike to another: no folder, no ending, no hyphens."""
    return re.sub("[-_ ]", "", PurePosixPath(name).name.partition(".")[0].lower())


def _unused_variables(sheets: Iterable[str], files: Files) -> Iterator[Finding]:
    """The variables that stylesheets of the user's layer define and that nothing uses."""
    used = set(OWN_TOKENS)
    for name in (name for pattern in FOLDERS for name in files.list(pattern)):
        if name.endswith((".css", ".html")):
            for copy in (name, f"shipped/{name}"):  # what a file of the user's imports or extends
                used |= set(TOKEN_USE.findall(without_comments(_read(copy, files))))
    seen: set[tuple[str, str]] = set()
    for name in sheets:
        for one in declarations_in(name, without_comments(_read(name, files))):
            if one.token not in used and (name, one.token) not in seen:
                seen.add((name, one.token))
                near = nearest(one.token, used)
                help = f"did you mean '{near}'?" if near else "remove it, or use it: `var(" + one.token + ")`"
                what = f"no style uses the CSS variable '{one.token}'"
                yield Finding("BR525", what, one.where, help, Severity.WARNING)


def _read(name: str, files: Files) -> str:
    try:
        return files.read(name).decode("utf-8", "replace")
    except OSError:
        return ""
