"""Stylesheets: read through the workspace, parsed once, with their imports and variables checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.css import (
    FontFace,
    font_faces_of,
    imports_in,
    without_comments,
)
from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.workspace import Files, OutsideError, base_of
from briefing.stages import EngineWarning
from briefing.typeset.engine import failures_reported, weasyprint
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.inspect.css_positions import place_family, unclosed
from briefing.typeset.inspect.css_variables import variable_findings
from briefing.typeset.url_fetcher import WorkspaceFetcher, address_of, name_of

MISSING, IMPORTS_ITSELF = "it is missing", "it imports itself"
OUTSIDE, FROM_A_NETWORK = "it is outside the workspace", "nothing is loaded from a network"
NO_STYLESHEET = "its name does not end in .css"
IMPORT_HELP = "correct the name or add the file; to import the shipped file, write `shipped/` before its name"
HELP_OF_IMPORTS = {
    IMPORTS_ITSELF: "remove the line; to import the shipped file of the same name, write `shipped/` before the name",
    FROM_A_NETWORK: "copy the file into the workspace, and import the copy",
}
FONTS = "styles/fonts.css"
FONT_HELP = (
    "check the file: it must be a TTF, OTF, WOFF or WOFF2 in styles/fonts/ or in an installed font package"
)

_Parsed = tuple[Any, tuple[EngineWarning, ...], frozenset[str]]
"""The engine's stylesheet, its warnings, and the fonts that it declares."""


class Stylesheets:
    """The stylesheets of one workspace; each is parsed again only when it has changed."""

    def __init__(self, files: Files, fetcher: WorkspaceFetcher, fonts: Any) -> None:  # noqa: ANN401
        self.files, self.fetcher, self.fonts = files, fetcher, fonts

    def load(self, names: Sequence[str], html: str) -> tuple[list[Any], list[EngineWarning]]:
        """Return the engine's stylesheets for a page, in the order of the cascade, and their warnings.

        Raises WorkspaceError for a missing stylesheet, for undefined variables, and where no font can be loaded: the
        engine needs at least one.
        """
        texts = {name: self._read(name) for name in names}
        findings = [*self._lost_imports(texts), *variable_findings(names, html, self.files)]
        if findings:
            raise WorkspaceError(findings)
        parsed = [self._parse(name, text) for name, text in texts.items()]
        engine_warnings = [warning for _, engine_warnings, _ in parsed for warning in engine_warnings]
        self.fonts.families = {family for _, _, families in parsed for family in families}
        if not self.fonts.families:
            raise WorkspaceError(_no_font(engine_warnings, names))
        return [style for style, _, _ in parsed], engine_warnings

    def _lost_imports(self, texts: Mapping[str, str]) -> Iterator[Finding]:
        """Return a finding for each import that fails."""
        for name in texts:
            yield from dict.fromkeys(self._imports_lost_in(name, (name,)))

    def _imports_lost_in(self, name: str, above: tuple[str, ...]) -> Iterator[Finding]:
        for one in imports_in(name, without_comments(self._text_of(name))):
            if one.name.startswith("data:"):
                continue
            reason = self._loss_of(one.name, above)
            if reason:
                what = f"the stylesheet '{one.name}' cannot be imported: {reason}"
                yield Finding("BR507", what, one.where, HELP_OF_IMPORTS.get(reason, IMPORT_HELP))
            else:
                yield from self._imports_lost_in(one.name, (*above, one.name))

    def _text_of(self, name: str) -> str:
        return self.files.read(name).decode("utf-8", "replace")

    def _loss_of(self, name: str, above: tuple[str, ...]) -> str:
        if "://" in name or name.startswith("//"):
            return FROM_A_NETWORK
        if name in above:
            return IMPORTS_ITSELF
        if not name.lower().endswith(".css"):
            return NO_STYLESHEET
        try:
            return "" if self.files.find(name) else MISSING
        except OutsideError:
            return OUTSIDE

    def places_of(self, families: Iterable[str], names: Sequence[str]) -> dict[str, Span]:
        """Return the place where a stylesheet requests each font."""
        return {family: place_family(family, names, self.files) for family in families}

    def _read(self, name: str) -> str:
        try:
            return self.files.read(name).decode()
        except UnicodeDecodeError as error:
            raise WorkspaceError([_not_text(name, error)]) from None
        except OSError as error:
            reason = (
                "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
            )
            help = "create the file, or choose another paper or part"
            raise WorkspaceError([Finding("BR507", f"the stylesheet {reason}", Span(name), help)]) from None

    def _parse(self, name: str, text: str) -> _Parsed:
        key = (self, name, hashlib.sha256(text.encode()).hexdigest())
        return self.files.remember(key, lambda: self._parse_text(name, text))

    def _parse_text(self, name: str, text: str) -> _Parsed:
        self.fonts.families, self.fonts.lost = set(), []
        with warnings_collected(name) as engine_warnings, failures_reported():
            style = weasyprint().CSS(
                string=text, base_url=address_of(name), url_fetcher=self.fetcher, font_config=self.fonts
            )
        lost = self._placed_faces(name) if self.fonts.lost else ()
        return style, (*engine_warnings, *lost, *unclosed(name, self.files)), frozenset(self.fonts.families)

    def _placed_faces(self, name: str) -> list[EngineWarning]:
        """Return a warning for each face that could not be loaded, at its declaration."""
        faces = list(font_faces_of([name], self.files))
        placed = []
        for lost in self.fonts.lost:
            same = (face for face in faces if face.family == lost.family)
            face = next((face for face in same if lost.sources in (face.sources, self._resolved(face))), None)
            where = face.where if face else Span(name)
            reason = (face and self._reason_of(face)) or lost.reason
            placed.append(EngineWarning("font", lost.family, reason, where.file, where.line, where.column))
        return placed

    def _reason_of(self, face: FontFace) -> str:
        """Return why none of the files of a face can be used, with the names that the stylesheet uses."""
        try:
            first_usable(face.sources, self.files)
        except UnusableFontError as error:
            return str(error)
        return ""

    def _resolved(self, face: FontFace) -> tuple[str, ...]:
        """Return the sources of a face as the engine resolves them: without `..` and network addresses."""
        base = address_of(base_of(face.where.file))
        return tuple(name_of(urljoin(base, source)) for source in face.addresses)


def _not_text(name: str, error: UnicodeDecodeError) -> Finding:
    """Return the finding about a byte that is not UTF-8, at its line."""
    line = error.object.count(b"\n", 0, error.start) + 1
    what = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
    return Finding("BR101", what, Span(name, line), "save the stylesheet with the encoding 'UTF-8'")


def _no_font(engine_warnings: Iterable[EngineWarning], names: Sequence[str]) -> list[Finding]:
    """Return the findings about missing fonts: those that cannot be loaded, else that none is declared."""
    lost = [
        Finding(
            "BR504",
            f"the font '{warning.subject}' cannot be loaded: {warning.detail}",
            Span(warning.file, warning.line, warning.column),
            FONT_HELP,
        )
        for warning in engine_warnings
        if warning.kind == "font"
    ]
    help = "add an @font-face to styles/fonts.css"
    where = Span(FONTS if FONTS in names else "styles")
    return lost or [Finding("BR504", "no style declares a font", where, help)]
