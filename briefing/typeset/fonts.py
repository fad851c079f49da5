"""The fonts of the engine: those that the styles declare, each checked before the engine loads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.workspace import Files
from briefing.typeset.engine import weasyprint
from briefing.typeset.url_fetcher import name_of

NOT_LOADED = "it cannot be loaded, although the file seems valid"


@dataclass(frozen=True, slots=True)
class LostFace:
    """A declared font face that none of its files provides; `reason` says why, file by file."""

    family: str
    sources: tuple[str, ...]
    reason: str


def make_fonts(files: Files) -> Any:  # noqa: ANN401
    """Return a font configuration that loads only valid fonts, and keeps the families that the styles declare."""
    configuration = weasyprint().text.fonts.FontConfiguration

    class Fonts(configuration):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__()
            self.families: set[str] = set()
            """The families with at least one face in the stylesheets that were read."""
            self.lost: list[LostFace] = []
            """The faces that could not be loaded."""
            self._loaded: dict[str, bool] = {}

        def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: Any) -> None:  # noqa: ANN401
            family = rule_descriptors["font_family"]
            named = [source for source in rule_descriptors["src"] if source[0] == "external" and source[1]]
            sources = tuple(name_of(address) for _, address in named)
            try:
                chosen, _ = first_usable(sources, files)
            except UnusableFontError as error:
                self.lost.append(LostFace(family, sources, str(error)))
                return
            source = named[sources.index(chosen)]
            if len(rule_descriptors["src"]) > 1:
                rule_descriptors = {**rule_descriptors, "src": [source]}
            if self._is_loaded(rule_descriptors, url_fetcher):
                self.families.add(family)
            else:
                self.lost.append(LostFace(family, sources, f"'{chosen}': {NOT_LOADED}"))

        def _is_loaded(self, rule_descriptors: dict[str, Any], url_fetcher: Any) -> bool:  # noqa: ANN401
            """Have the engine load a face, once, and return whether it has one more font since."""
            key = str(rule_descriptors)
            if key not in self._loaded:
                before = self._count()
                super().add_font_face(rule_descriptors, url_fetcher)
                self._loaded[key] = self._count() > before
            return self._loaded[key]

        def _count(self) -> int:
            """Return the number of fonts that the engine has."""
            from weasyprint.text.ffi import ffi, fontconfig

            fonts = fontconfig.FcConfigGetFonts(self._config, fontconfig.FcSetApplication)
            return 0 if fonts == ffi.NULL else int(fonts.nfont)

    return Fonts()
