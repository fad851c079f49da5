"""Stylesheets: read through the workspace's door, parsed once, their variables declared."""

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
from briefing.stages import Remark
from briefing.typeset.engine import failures_reported, weasyprint
from briefing.typeset.engine_log import remarks_collected
from briefing.typeset.inspect.css_positions import place_family, unclosed
from briefing.typeset.stylesheet_errors import find_errors_inside, find_stylesheet_errors
from briefing.typeset.url_fetcher import WorkspaceFetcher, address_of, name_of

FONTS = "styles/fonts.css"
FONT_HELP = (
    "check the file: it must be a TTF, OTF, WOFF or WOFF2 in styles/fonts/ or in an installed font package"
)

_Parsed = tuple[Any, tuple[Remark, ...], frozenset[str]]
"""The engine's stylesheet, what was remarked about it, and the fonts that it declares."""


class Stylesheets:
    """The stylesheets of one workspace, each parsed once as long as it does not change."""

    def __init__(self, files: Files, fetcher: WorkspaceFetcher, fonts: Any) -> None:  # noqa: ANN401
        self.files, self.fetcher, self.fonts = files, fetcher, fonts

    def load(self, names: Sequence[str], html: str) -> tuple[list[Any], list[Remark]]:
        """The engine's stylesheets for a page, in the order of the cascade, and what was remarked about them.

        Raises WorkspaceError for one that is missing, for variables that none of them declares, and where no font is
        left: the engine cannot set a text without one.
        """
        try:
            texts = {name: self.files.read(name).decode() for name in names}
        except (OSError, UnicodeDecodeError):
            raise WorkspaceError(find_stylesheet_errors(names, html, self.files)) from None
        if findings := find_errors_inside(names, html, self.files):
            raise WorkspaceError(findings)
        parsed = [self._parse(name, text) for name, text in texts.items()]
        remarks = [remark for _, remarks, _ in parsed for remark in remarks]
        self.fonts.families = {family for _, _, families in parsed for family in families}
        if not self.fonts.families:
            raise WorkspaceError(_no_font(remarks, names))
        return [style for style, _, _ in parsed], remarks

    def places_of(self, families: Iterable[str], names: Sequence[str]) -> dict[str, Span]:
        """Fonts, each with the place where a stylesheet asks for it."""
        return {family: place_family(family, names, self.files) for family in families}

    def _parse(self, name: str, text: str) -> _Parsed:
        key = (self, name, hashlib.sha256(text.encode()).hexdigest())
        return self.files.remember(key, lambda: self._parse_text(name, text))

    def _parse_text(self, name: str, text: str) -> _Parsed:
        self.fonts.families, self.fonts.lost = set(), []
        with remarks_collected(name) as remarks, failures_reported():
            style = weasyprint().CSS(
                string=text, base_url=address_of(name), url_fetcher=self.fetcher, font_config=self.fonts
            )
        lost = self._placed_faces(name) if self.fonts.lost else ()
        return style, (*remarks, *lost, *unclosed(name, self.files)), frozenset(self.fonts.families)

    def _placed_faces(self, name: str) -> list[Remark]:
        """The faces that could not be loaded, each where a stylesheet declares it."""
        faces = list(font_faces_of([name], self.files))
        placed = []
        for lost in self.fonts.lost:
            same = (face for face in faces if face.family == lost.family)
            face = next((face for face in same if lost.sources in (face.sources, self._resolved(face))), None)
            where = face.where if face else Span(name)
            reason = (face and self._reason_of(face)) or lost.reason
            placed.append(Remark("font", lost.family, reason, where.file, where.line, where.column))
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
        beside = address_of(base_of(face.where.file))
        return tuple(name_of(urljoin(beside, source)) for source in face.addresses)


def _no_font(remarks: Iterable[Remark], names: Sequence[str]) -> list[Finding]:
    """Why there is no font: those that cannot be loaded, else that none is declared."""
    lost = [
        Finding(
            "BR504",
            f"the font '{remark.subject}' cannot be loaded: {remark.detail}",
            Span(remark.file, remark.line, remark.column),
            FONT_HELP,
        )
        for remark in remarks
        if remark.kind == "font"
    ]
    help = "add an @font-face to styles/fonts.css"
    where = Span(FONTS if FONTS in names else "styles")
    return lost or [Finding("BR504", "no style declares a font", where, help)]
