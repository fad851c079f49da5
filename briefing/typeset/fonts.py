"""The fonts of the engine: those that the styles declare, each checked before the engine loads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefing.files.fonts import UnusableFontError, at_weight, characters_of, first_usable
from briefing.files.workspace import Files
from briefing.typeset.engine import weasyprint
from briefing.typeset.url_fetcher import name_of

NOT_LOADED = "it cannot be loaded, although the file seems valid"


MOST_RANGES = 400
WEIGHTS = {"normal": 400, "bold": 700}


class CodePoints(NamedTuple):
    """A range of code points, with its end."""

    start: int
    end: int


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
            self.files = files
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
                chosen, content = first_usable(sources, self.files)
            except UnusableFontError as error:
                self.lost.append(LostFace(family, sources, str(error)))
                return
            source = named[sources.index(chosen)]
            if len(rule_descriptors["src"]) > 1:
                rule_descriptors = {**rule_descriptors, "src": [source]}
            if ranges := rule_descriptors.get("unicode_range"):
                rule_descriptors = {**rule_descriptors, "unicode_range": _ranges_within(content, ranges)}
            instance = at_weight(content, _weight_of(rule_descriptors))
            if self._is_loaded(rule_descriptors, _Given(instance) if instance != content else url_fetcher):
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


class _Given:
    """A fetcher that returns the same font for any address."""

    _fail_on_errors = False

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __call__(self, url: str) -> Any:  # noqa: ANN401
        """Return the response with the font."""
        return weasyprint().urls.URLFetcherResponse(url, self._content, {"Content-Type": "font/ttf"})


def _weight_of(rule_descriptors: dict[str, Any]) -> int:
    weight = rule_descriptors.get("font_weight", 400)
    return WEIGHTS.get(weight) or int(weight)


def _ranges_within(content: bytes, ranges: Sequence[Any]) -> list[CodePoints] | None:
    """Return the ranges of code points that a font has within those that its `unicode-range` names.

    The engine takes it that a font has every character of its `unicode-range`, and prints boxes for those that it
    lacks. None if there are too many for the engine, which then takes all characters of the font.
    """
    found: list[CodePoints] = []
    named = [range(one.start, one.end + 1) for one in ranges]
    for letter in sorted(letter for letter in characters_of(content) if any(letter in one for one in named)):
        if found and found[-1].end == letter - 1:
            found[-1] = CodePoints(found[-1].start, letter)
        else:
            found.append(CodePoints(letter, letter))
    return found if len(found) <= MOST_RANGES else None
