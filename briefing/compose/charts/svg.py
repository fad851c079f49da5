"""Charts in Vega-Lite → SVG for the page, in the fonts of the style."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from babel import Locale
from babel.dates import get_day_names, get_month_names
from markupsafe import Markup

from briefing.compose.charts import engine
from briefing.compose.charts.channels import Spec
from briefing.compose.charts.overlaps import frame_texts
from briefing.compose.charts.plot import DrawingError
from briefing.compose.charts.ruler import Ruler
from briefing.core.errors import MachineError
from briefing.core.finding import Finding
from briefing.core.installed_packages import installed_version
from briefing.core.installing import pip_command
from briefing.core.native_libraries import HERE
from briefing.files.css import DISPLAY_FONT, SCRIPT_STYLES, FontFace, display_faces_of
from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.kept_drawings import DRAWINGS
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files
from briefing.stages import Medium
from briefing.text.arabic_shaping import drawn_order

ENGINE = "vl-convert-python"
"""The package that draws charts."""

MAX_REASON = 160
"""The longest reason that a finding quotes, in characters."""

MAX_PROPORTION = 1.7
"""The largest ratio of height to width: at the width of the text column, such a drawing fills a US Letter page."""

SVG = "http://www.w3.org/2000/svg"
DROPPED = ("aria-", "role", "pointer-events", "class")
"""Attributes for scripts and assistive software in a browser, which have no use on a page."""

FONT_NAME_IDS = {1: "{}", 4: "{} {}", 6: "{}-{}", 16: "{}"}
"""The names of a font that contain its family (OpenType, table `name`)."""


class Drawer:
    """Draws charts with the fonts that the stylesheets of one edition declare."""

    def __init__(self, files: Files, stylesheets: Sequence[str], medium: Medium = Medium.PRINT) -> None:
        self._order = drawn_order if medium is Medium.PRINT else str
        self.ruler = Ruler(stylesheets, files)
        faces = display_faces_of(stylesheets, files)
        self._fonts = tuple(_usable((face for face in faces if not _is_of_script(face)), files))
        self._others = tuple(_usable(filter(_is_of_script, faces), files))
        """The fonts of other scripts, for characters that the first ones lack."""

    def draw(self, spec: Spec, alt: str, name: str, locale: Locale) -> Markup:
        """Return the drawing as an SVG element for the page, its ids made unique with `name`.

        Raises DrawingError for an invalid specification, and for labels that overlap or are cut off.
        """
        return _embed(self._framed(spec, locale), alt, name, self._order)

    def width_of(self, spec: Spec, locale: Locale) -> float:
        """Return the width of a drawing, with the labels at its edges. Raises DrawingError, as `draw` does."""
        return _size(self._framed(spec, locale))[0]

    def _framed(self, spec: Spec, locale: Locale) -> ElementTree.Element:
        """Return a drawing whose frame has all of its texts."""
        svg = self._convert(
            json.dumps(spec), json.dumps(_number_locale(locale)), json.dumps(_time_locale(locale))
        )
        root = ElementTree.fromstring(svg)  # noqa: S314  (from the engine)
        width, height = _size(root)
        if height > MAX_PROPORTION * width:
            help = "reduce its height or the number of rows"
            raise DrawingError("the drawing is taller than a page", help)
        frame_texts(root, self.ruler)
        return root

    def _convert(self, spec: str, number_locale: str, time_locale: str) -> str:
        """Return the SVG text of a specification, which is drawn only if it is not kept."""
        fonts = _digest(self._fonts), _digest(self._others)
        inputs = (spec, number_locale, time_locale, *fonts, engine_version(), time.tzname)
        key = digest_of(json.dumps(inputs).encode())
        if (svg := DRAWINGS.find(key)) is None:
            svg = _draw(spec, number_locale, time_locale, self._fonts, self._others)
            DRAWINGS.keep(key, svg)
        return svg


def _size(root: ElementTree.Element) -> tuple[float, float]:
    return float(root.get("width", "1")), float(root.get("height", "1"))


def _is_of_script(face: FontFace) -> bool:
    return fnmatch(face.where.file, SCRIPT_STYLES)


def _usable(faces: Iterable[FontFace], files: Files) -> Iterator[tuple[str, bytes]]:
    """Yield the weight and bytes of each usable face; the typesetter reports the others."""
    for face in faces:
        with suppress(UnusableFontError):
            yield face.weight, first_usable(face.sources, files)[1]


@cache
def engine_version() -> str:
    """Return the version of the drawing engine, without importing it; empty if it is not installed."""
    return installed_version(ENGINE)


def missing_engine(reason: str = "is not installed") -> Finding:
    """Return the finding for a drawing engine that is not there, or cannot be loaded."""
    help = f"run: {pip_command(ENGINE)}; it has no wheel for Alpine Linux and Windows on ARM"
    return Finding("BR901", f"the package `{ENGINE}`, which draws charts, {reason}", HERE, help)


def _draw(
    spec: str,
    number_locale: str,
    time_locale: str,
    fonts: tuple[tuple[str, bytes], ...],
    others: tuple[tuple[str, bytes], ...],
) -> str:
    """Return the SVG text of a specification, with the names of its fonts as the style has them.

    Raises DrawingError for an invalid specification, and MachineError without the drawing engine.
    """
    if not engine_version():
        raise MachineError([missing_engine()])
    family, folders = _register(fonts, others)
    named = spec.replace(json.dumps(DISPLAY_FONT), json.dumps(family))
    try:
        svg = engine.convert(named, number_locale, time_locale, folders)
    except ValueError as error:
        raise DrawingError(_reason(str(error)), "fix the specification") from None
    except ImportError as error:
        raise MachineError([missing_engine(f"cannot be loaded: {error}")]) from None
    return svg.replace(family, DISPLAY_FONT)


@cache
def _digest(fonts: tuple[tuple[str, bytes], ...]) -> str:
    return hashlib.sha256(b"".join(content for _, content in fonts)).hexdigest()


def _reason(message: str) -> str:
    """Return the first cause in an error message of the engine, without the specification that it repeats."""
    lines = [line for line in message.splitlines() if line.strip()]
    cause = lines[min(1, len(lines) - 1)].partition("{")[0].strip(" :")
    return cause[:MAX_REASON] or "it is not a valid Vega-Lite specification"


@cache
def _register(
    fonts: tuple[tuple[str, bytes], ...], others: tuple[tuple[str, bytes], ...] = ()
) -> tuple[str, tuple[str, ...]]:
    """Return fonts under names of families that no installed font has, and the folders in which they are.

    The fonts of other scripts are a family of their own, after the first one: each font has Latin letters, too.
    """
    families, folders = [], []
    for group in (fonts, others) if others else (fonts,):
        digest = _digest(group)[:12]
        folder = Path(_fonts_folder().name) / digest
        families.append(f"Brief{digest}")
        folders.append(str(folder))
        if not folder.exists():
            folder.mkdir()
            for number, (weight, content) in enumerate(group):
                _save_renamed(content, families[-1], weight, folder / f"{number}.ttf")
    return ", ".join(families), tuple(folders)


def _save_renamed(content: bytes, family: str, weight: str, path: Path) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(content))
    for record in font["name"].names:
        if record.nameID in FONT_NAME_IDS:
            record.string = FONT_NAME_IDS[record.nameID].format(family, weight)
    font.flavor = None
    font.save(path)


@cache
def _fonts_folder() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of the renamed fonts, which the engine reads; it is removed when the process ends."""
    return tempfile.TemporaryDirectory(prefix="brief-fonts-")


def _embed(root: ElementTree.Element, alt: str, name: str, order: Callable[[str], str]) -> Markup:
    """Return the drawing without its invisible parts, with alternative text and its words in the `order` of drawing."""
    ElementTree.register_namespace("", SVG)
    _clean(root, name, order)
    root.set("role", "img")
    root.set("aria-label", alt)
    title = ElementTree.Element(f"{{{SVG}}}title")
    title.text = alt
    root.insert(0, title)
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704  (serialised, so escaped)


def _clean(element: ElementTree.Element, name: str, order: Callable[[str], str]) -> None:
    if element.text:
        element.text = order(element.text)
    for attribute, value in list(element.attrib.items()):
        if attribute.startswith(DROPPED):
            del element.attrib[attribute]
        elif attribute == "id":
            element.set("id", f"{name}-{value}")
        elif "url(#" in value:
            element.set(attribute, value.replace("url(#", f"url(#{name}-"))
    for child in list(element):
        if child.get("opacity") == "0":
            element.remove(child)
        else:
            _clean(child, name, order)


def _number_locale(locale: Locale) -> dict[str, object]:
    symbols = locale.number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", ""],
        "minus": "−",
    }


def _time_locale(locale: Locale) -> dict[str, object]:
    months = [get_month_names("wide", "stand-alone", locale)[number] for number in range(1, 13)]
    short_months = [get_month_names("abbreviated", "stand-alone", locale)[number] for number in range(1, 13)]
    days = [get_day_names("wide", "stand-alone", locale)[number] for number in (6, 0, 1, 2, 3, 4, 5)]
    short_days = [
        get_day_names("abbreviated", "stand-alone", locale)[number] for number in (6, 0, 1, 2, 3, 4, 5)
    ]
    return {
        "dateTime": "%x, %X",
        "date": "%Y-%m-%d",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": days,
        "shortDays": short_days,
        "months": months,
        "shortMonths": short_months,
    }
