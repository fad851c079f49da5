"""Stylesheets: read through the workspace, parsed once, with their imports and variables checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urljoin

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.css import FontFace, font_faces_of
from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.workspace import Files, base_of
from briefing.stages import EngineWarning
from briefing.typeset.engine import failures_reported, weasyprint
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.inspect.css_positions import place_family, unclosed
from briefing.typeset.stylesheet_errors import find_errors_inside, find_stylesheet_errors
from briefing.typeset.url_fetcher import WorkspaceFetcher, address_of, name_of

FONTS = "styles/fonts.css"
FONT_HELP = (
    "check the file: it must be a TTF, OTF, WOFF or WOFF2 in styles/fonts/ or in an installed font package"
)

_Parsed = tuple[Any, tuple[EngineWarning, ...], frozenset[str], dict[str, Any]]
"""The engine's stylesheet, its warnings, and the fonts and counter styles that it declares."""


class Stylesheets:
    """The stylesheets of one workspace; each is parsed again only when it has changed."""

    def __init__(self, files: Files, fetcher: WorkspaceFetcher, fonts: Any) -> None:  # noqa: ANN401
        self.files, self.fetcher, self.fonts = files, fetcher, fonts
        self.counter_styles: dict[str, Any] = {}
        """The counter styles of the stylesheets that were loaded last, by their names."""

    def load(self, names: Sequence[str], html: str) -> tuple[list[Any], list[EngineWarning]]:
        """Return the engine's stylesheets for a page, in the order of the cascade, and their warnings.

        Raises WorkspaceError for a missing stylesheet, for undefined variables, and where no font can be loaded: the
        engine needs at least one.
        """
        try:
            texts = {name: self.files.read(name).decode() for name in names}
        except (OSError, UnicodeDecodeError):
            raise WorkspaceError(find_stylesheet_errors(names, html, self.files)) from None
        if findings := find_errors_inside(names, html, self.files):
            raise WorkspaceError(findings)
        parsed = [self._parse(name, text) for name, text in texts.items()]
        engine_warnings = [warning for _, engine_warnings, *_ in parsed for warning in engine_warnings]
        self.fonts.families = {family for _, _, families, _ in parsed for family in families}
        self.counter_styles = {name: style for *_, styles in parsed for name, style in styles.items()}
        if not self.fonts.families:
            raise WorkspaceError(_no_font(engine_warnings, names))
        return [style for style, *_ in parsed], engine_warnings

    def places_of(self, families: Iterable[str], names: Sequence[str]) -> dict[str, Span]:
        """Return the place where a stylesheet requests each font."""
        return {family: place_family(family, names, self.files) for family in families}

    def _parse(self, name: str, text: str) -> _Parsed:
        key = (self, name, hashlib.sha256(text.encode()).hexdigest())
        return self.files.remember(key, lambda: self._parse_text(name, text))

    def _parse_text(self, name: str, text: str) -> _Parsed:
        self.fonts.families, self.fonts.lost = set(), []
        counter_styles: dict[str, Any] = {}
        with warnings_collected(name) as engine_warnings, failures_reported():
            style = weasyprint().CSS(
                string=text,
                base_url=address_of(self.files.base_in_layer(name) if self.files.themes else name),
                url_fetcher=self.fetcher,
                font_config=self.fonts,
                counter_style=counter_styles,
            )
        lost = self._placed_faces(name) if self.fonts.lost else ()
        engine_warnings = [*engine_warnings, *lost, *unclosed(name, self.files)]
        return style, tuple(engine_warnings), frozenset(self.fonts.families), counter_styles

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
        return tuple(self.files.resolved(name_of(urljoin(base, source))) for source in face.addresses)


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
