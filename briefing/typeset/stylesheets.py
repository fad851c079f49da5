"""Stylesheets: read through the workspace's door, parsed once, their variables declared."""

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
IMPORT_HELP = "correct the name, or put the file there; `shipped/` before its name is the shipped file"
HELP_OF_IMPORTS = {
    IMPORTS_ITSELF: "remove the line; to begin with the shipped file of the same name, write `shipped/` before it",
    FROM_A_NETWORK: "put a copy of the file into the workspace, and import that",
}
FONTS = "styles/fonts.css"
FONT_HELP = (
    "check the file: it must be a TTF, OTF, WOFF or WOFF2 in styles/fonts/ or in an installed font package"
)

_Parsed = tuple[Any, tuple[EngineWarning, ...], frozenset[str]]
"""The engine's stylesheet, what was remarked about it, and the fonts that it declares."""


class Stylesheets:
    """The stylesheets of one workspace, each parsed once as long as it does not change."""

    def __init__(self, files: Files, fetcher: WorkspaceFetcher, fonts: Any) -> None:  # noqa: ANN401
        self.files, self.fetcher, self.fonts = files, fetcher, fonts

    def load(self, names: Sequence[str], html: str) -> tuple[list[Any], list[EngineWarning]]:
        """The engine's stylesheets for a page, in the order of the cascade, and what was remarked about them.

        Raises WorkspaceError for one that is missing, for variables that none of them declares, and where no font is
        left: the engine cannot set a text without one.
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
        """What a stylesheet imports and cannot have, at its line."""
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
        """Fonts, each with the place where a stylesheet asks for it."""
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
            help = "write it, or choose another paper or part"
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
        """The faces that could not be loaded, each where a stylesheet declares it."""
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
        """Why none of the files of a face can be used, in the words of the stylesheet."""
        try:
            first_usable(face.sources, self.files)
        except UnusableFontError as error:
            return str(error)
        return ""

    def _resolved(self, face: FontFace) -> tuple[str, ...]:
        """The sources of a face as the engine has them: it takes steps out of the workspace, or to a network, away."""
        base = address_of(base_of(face.where.file))
        return tuple(name_of(urljoin(base, source)) for source in face.addresses)


def _not_text(name: str, error: UnicodeDecodeError) -> Finding:
    """A byte that is not UTF-8, at its line."""
    line = error.object.count(b"\n", 0, error.start) + 1
    what = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
    return Finding("BR101", what, Span(name, line), "save the stylesheet with the encoding 'UTF-8'")


def _no_font(engine_warnings: Iterable[EngineWarning], names: Sequence[str]) -> list[Finding]:
    """Why there is no font: those that cannot be loaded, else that none is declared."""
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
