"""Prepare a drawing (SVG) for the engine: source → styles → alternatives → refusals → fonts → rewritten source."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from briefing.files.image_metadata import strip_drawing, write_drawing
from briefing.typeset.drawings.alternatives import choose_alternatives
from briefing.typeset.drawings.fonts import replace_fonts
from briefing.typeset.drawings.refusals import hidden_by_animation, refused_parts
from briefing.typeset.drawings.rewriting import rewrite
from briefing.typeset.drawings.source import Flaw, address_in, local_name, parse_drawing
from briefing.typeset.drawings.stylesheet import absolute_fonts, apply_styles

NAMED = re.compile(r"'[^']*'")
"""The part of a message that differs between flaws of one kind."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A drawing for the engine, or the reasons why it cannot be drawn completely."""

    content: bytes
    flaws: tuple[Flaw, ...] = ()
    pictures: tuple[str, ...] = ()
    """The addresses of the pictures in it."""
    replaced: frozenset[str] = frozenset()
    """The fonts that were replaced."""


@lru_cache(maxsize=64)
def prepare(content: bytes, families: frozenset[str] | None = None, language: str = "") -> Prepared:
    """Return a drawing as the engine draws it correctly, without what is invisible, or with its flaws.

    `families` are the fonts that the style declares, `language` is that of the edition.
    """
    try:
        source = parse_drawing(content)
    except ValueError as error:
        return Prepared(content, (Flaw(f"it is not valid SVG: {error}", "export it again"),))
    flaws = [*apply_styles(source), *hidden_by_animation(source), *choose_alternatives(source, language)]
    strip_drawing(source.root)
    flaws += refused_parts(source)
    replaced: set[str] = set()
    if families is not None:
        flaws += replace_fonts(source, families, replaced)
    absolute_fonts(source.root)
    if flaws:
        return Prepared(content, _gathered(flaws))
    rewrite(source)
    shown = (address_in(element) for element in source.root.iter() if local_name(element) == "image")
    return Prepared(write_drawing(source.root), (), tuple(filter(None, shown)), frozenset(replaced))


def _gathered(flaws: Collection[Flaw]) -> tuple[Flaw, ...]:
    """Return the first flaw of each kind in the order of the source, with the number of others like it."""
    kinds: dict[tuple[str, str], list[Flaw]] = {}
    for flaw in sorted(dict.fromkeys(flaws), key=lambda one: (one.line, one.column)):
        kinds.setdefault((flaw.font or NAMED.sub("", flaw.what), flaw.help), []).append(flaw)
    return tuple(
        replace(first, what=f"{first.what}{f' (and {len(rest)} more like it)' if rest else ''}")
        for first, *rest in kinds.values()
    )
