"""Replace the fonts of a drawing that the style does not declare, where its texts do not depend on their widths."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from unicodedata import category
from xml.etree.ElementTree import Element

from briefing.files.css import DISPLAY_FONT, TEXT_FONT
from briefing.typeset.drawings.source import Flaw, Source, local_name, words_of

TEXTS = ("text", "tspan", "textPath", "a")
SYMBOLS = (
    "symbol",
    "wingdings",
    "webdings",
    "dingbats",
    "awesome",
    "icon",
    "marlett",
    "glyphs",
    "mt extra",
    "emoji",
)
"""Parts of the names of fonts whose characters are pictures."""

LENGTHS = ("textLength", "lengthAdjust")
"""Attributes with the length of a text in its own font, to which another font would be stretched."""

SERIFS = (
    "serif",
    "times",
    "georgia",
    "garamond",
    "palatino",
    "cambria",
    "minion",
    "bookman",
    "century",
    "baskerville",
)
"""Parts of the names of serif fonts."""

PATHS = (
    "export its texts as paths (Matplotlib: `svg.fonttype = 'path'`; Inkscape: Path > Object to Path; "
    "Illustrator: Type > Create Outlines)"
)
"""The way out of a font that cannot be replaced; private-use characters are refused in any font."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """The properties of a text that its children inherit."""

    families: str = ""
    text: Element | None = None


def replace_fonts(source: Source, families: Collection[str], used: set[str]) -> Iterator[Flaw]:
    """Give each text one font that the style declares; report fonts that cannot be replaced.

    Adds the replaced fonts to `used`.
    """
    refused = set[tuple[str, Element]]()
    waiting = [(source.root, _Texts())]
    while waiting:
        element, around = waiting.pop()
        name, own = local_name(element), element.attrib.pop("font-family", "").strip()
        asked = own if own and own != "inherit" else around.families
        text = element if name == "text" else around.text
        waiting += [(child, _Texts(asked, text)) for child in reversed(element)]
        if name not in TEXTS or (not (element.text or "").strip() and not len(element)):
            continue
        names = [one.strip(" \"'\n\t") for one in asked.split(",") if one.strip(" \"'\n\t")]
        found = next((one for one in names if one in families), None)
        if found is None:
            why = _obstacle(names, text if text is not None else element) if names else ""
            found = _replacement(names, families)
            if why and (names[0], text) not in refused:
                refused.add((names[0], text if text is not None else element))
                what = f"it uses the font '{names[0]}', which the style does not have and "
                what += f"which cannot be replaced: {why}"
                help = (
                    PATHS
                    if _has_private(words_of(element))
                    else f"{PATHS}, or add the font to styles/fonts.css"
                )
                yield source.flaw(element, what, help, font=names[0])
            used.update(names[:1])
        if found:
            element.set("font-family", found)
        if found not in names:
            for name in LENGTHS:
                element.attrib.pop(name, None)


def _replacement(names: list[str], families: Collection[str]) -> str:
    """Return the font of the style that is nearest: the text font for a serif font, else the display font."""
    is_serif = any(part in name.lower() for name in names for part in SERIFS if "sans" not in name.lower())
    wanted = (TEXT_FONT, DISPLAY_FONT) if is_serif else (DISPLAY_FONT, TEXT_FONT)
    return next((one for one in wanted if one in families), next(iter(sorted(families)), ""))


def _obstacle(names: list[str], text: Element) -> str:
    """Return why another font cannot replace the one of a text; empty where it can."""
    parts = list(text.iter())
    words = words_of(text)
    if any(part in names[0].lower() for part in SYMBOLS) or _has_private(words):
        return "its characters are symbols"
    if any(
        len(part.get(name, "").replace(",", " ").split()) > 1
        for part in parts
        for name in ("x", "dx", "rotate")
    ):
        return f"each letter of '{words[:40]}' has a position of its own"
    return ""


def _has_private(words: str) -> bool:
    return any(category(sign) == "Co" for sign in words)
