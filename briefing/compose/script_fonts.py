"""Fonts for characters that the fonts of a style lack: names in other scripts, rare letters and symbols.

A stylesheet in `styles/scripts/` declares the font of one script, and with `unicode-range` its characters. An edition
reads it only if one of its texts has such a character, so the pages of all others do not depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from unicodedata import category

from briefing.files.css import SCRIPT_STYLES, FontFace, font_faces_of
from briefing.files.fonts import UnusableFontError, characters_of, first_usable
from briefing.files.workspace import Files
from briefing.model.content import Content, Passage, Rung

RARE = re.compile("[^\\x00-\u017f\u2010-\u2022\u2026\u202f-\u203a\u20ac\u2212]+")
"""The characters that some font of a style may lack."""

PAINTLESS = ("C", "Z")
"""The first letters of the categories of characters that leave no mark: controls, joiners, spaces."""


def script_styles_of(content: Content, stylesheets: Sequence[str], files: Files) -> tuple[str, ...]:
    """Return the stylesheets of scripts for the texts of an edition, in addition to its other `stylesheets`."""
    return script_styles_for("".join(_strings(content)), stylesheets, files)


def script_styles_for(text: str, stylesheets: Sequence[str], files: Files) -> tuple[str, ...]:
    """Return the stylesheets with fonts for the characters of a text that the fonts of `stylesheets` lack.

    A stylesheet whose font is not installed is left out: the typesetter reports the characters.
    """
    rare = set("".join(RARE.findall(text)))
    letters = {ord(letter) for letter in rare if not category(letter).startswith(PAINTLESS)}
    if not letters:
        return ()
    lacking = letters - _characters(font_faces_of(stylesheets, files), files)
    if not lacking:
        return ()
    offered = {name: _offered(lacking, name, files) for name in files.list(SCRIPT_STYLES)}
    return tuple(_chosen(lacking, {name: letters for name, letters in offered.items() if letters}))


def _chosen(lacking: set[int], offered: dict[str, set[int]]) -> Iterator[str]:
    """Yield the stylesheets that are needed, in order: first those that alone have a character.

    Han characters are in the fonts of Chinese, Japanese and Korean. They are printed in Japanese forms where the text
    has Kana, which no other font has.
    """
    left = set(lacking)
    alone = [name for name in offered if _only_in(name, offered)]
    for name in dict.fromkeys([*alone, *offered]):
        if left & offered[name]:
            left -= offered[name]
            yield name


def _only_in(name: str, offered: dict[str, set[int]]) -> set[int]:
    others = (letters for other, letters in offered.items() if other != name)
    return offered[name].difference(*others)


def _offered(lacking: set[int], name: str, files: Files) -> set[int]:
    """Return those of some code points that a stylesheet has a font for; no font of another script is read."""
    faces = [face for face in font_faces_of([name], files) if any(map(face.is_for, lacking))]
    return lacking & _characters(faces, files)


def _characters(faces: Iterable[FontFace], files: Files) -> set[int]:
    """Return the code points that faces of fonts print."""
    found: set[int] = set()
    for face in faces:
        try:
            _, content = first_usable(face.sources, files)
        except UnusableFontError:  # the typesetter reports a font of the style
            continue
        found |= _within(characters_of(content), face.ranges)
    return found


@lru_cache(64)
def _within(letters: frozenset[int], ranges: tuple[range, ...]) -> frozenset[int]:
    """Return the code points within ranges; all of them if there are none."""
    return (
        frozenset(letter for letter in letters if any(letter in one for one in ranges)) if ranges else letters
    )


def _strings(value: object) -> Iterator[str]:
    """Yield every text in content, without the words of a scale in other languages: no page of this one prints them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Passage):
        yield value.words
    elif isinstance(value, Content):
        for name, item in value.named_values():
            if name != "translated" or not isinstance(value, Rung):
                yield from _strings(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif hasattr(value, "values"):
        for item in value.values():
            yield from _strings(item)
