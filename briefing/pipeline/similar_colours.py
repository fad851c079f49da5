"""Find colours of the series of charts that look alike to some readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, count
from typing import NamedTuple

from briefing.compose.charts.channels import FILLS, HIGHLIGHT, MUTED
from briefing.compose.style_layers import Design, stylesheets_for
from briefing.core.colour import WHITE, Rgb, over, read_colour
from briefing.core.colour_vision import GREYSCALE, USUAL, VISIONS, difference, seen
from briefing.core.finding import Finding, Severity, Span
from briefing.files.css import USED_TOKEN, declarations_in, read_style, tokens_of, without_comments
from briefing.files.layers import SETTINGS_FILE
from briefing.files.workspace import Files

LEAST_DIFFERENCE = 15.0
"""The least ΔE*ab of two fills: six times what is just noticeable side by side, as fills are compared with a legend and
printed on office printers. In greyscale it is the 15 steps of lightness that the shipped colours keep.
"""

PALETTES = (FILLS, (HIGHLIGHT, *MUTED))


class Pair(NamedTuple):
    """Two tokens whose colours look alike, with the vision in which they differ least, and how much."""

    one: str
    other: str
    vision: str
    difference: float


class _Deciding(NamedTuple):
    """A declaration of a token: its number in the cascade, its place and its value."""

    number: int
    where: Span
    value: str


def find_similar_colours(designs: Iterable[Design], files: Files) -> list[Finding]:
    """Return a warning for each palette of charts with colours that look alike in some vision or in greyscale."""
    findings: dict[Finding, None] = {}
    for names in dict.fromkeys(stylesheets_for(design, files) for design in designs):
        tokens = tokens_of(names, files)
        for palette in PALETTES:
            pairs = similar_pairs({name: tokens.get(name, "") for name in palette})
            if pairs:
                findings[_finding(pairs, names, files)] = None
    return [*findings]


def similar_pairs(palette: Mapping[str, str]) -> list[Pair]:
    """Return the pairs of tokens whose colours are too similar, the most similar first. Only colours are compared."""
    colours: dict[str, Rgb] = {}
    for token, value in palette.items():
        if (found := read_colour(value)) is not None:
            colours[token] = over(*found, WHITE)
    nearest = (_nearest(one, other, colours) for one, other in combinations(colours, 2))
    return sorted(
        (pair for pair in nearest if pair.difference < LEAST_DIFFERENCE), key=lambda pair: pair.difference
    )


def _nearest(one: str, other: str, colours: Mapping[str, Rgb]) -> Pair:
    """Return two tokens with the vision in which they differ least; the usual one, if they are similar in it."""
    pairs = (
        Pair(one, other, vision, difference(seen(colours[one], vision), seen(colours[other], vision)))
        for vision in VISIONS
    )
    usual, *others = pairs
    return (
        min((usual, *others), key=lambda pair: pair.difference)
        if usual.difference >= LEAST_DIFFERENCE
        else usual
    )


def _finding(pairs: Sequence[Pair], names: Sequence[str], files: Files) -> Finding:
    pair = pairs[0]
    more = (
        f", and {len(pairs) - 1} more pairs" if len(pairs) > 2 else ", and one more pair" * (len(pairs) - 1)
    )
    seen_in = {USUAL: "", GREYSCALE: " in greyscale"}.get(pair.vision, f" with {pair.vision}")
    what = f"'{pair.one}' and '{pair.other}' look alike{seen_in}: ΔE {pair.difference:.0f}; "
    what += f"the minimum is {LEAST_DIFFERENCE:.0f}{more}"
    help = "make one of the two lighter or darker"
    return Finding("BR538", what, _where(pair, names, files), help, Severity.WARNING)


def _where(pair: Pair, names: Sequence[str], files: Files) -> Span:
    """Return the place of the last declaration that decides one of the two colours.

    An option of the theme is in the settings of the workspace, or in the description of the theme.
    """
    options = without_comments(files.option_sheet.decode("utf-8", "replace"))
    declared: dict[str, _Deciding] = {}
    numbers = count()
    for name in names:
        for file, text in read_style(name, files):
            for one in declarations_in(file, text):
                is_option = options and text == options
                where = files.option_places.get(one.token, Span(SETTINGS_FILE)) if is_option else one.where
                declared[one.token] = _Deciding(next(numbers), where, one.value)
    found = [*_deciding(pair.one, declared), *_deciding(pair.other, declared)]
    return max(found, key=lambda one: one.number).where if found else Span("styles")


def _deciding(token: str, declared: Mapping[str, _Deciding]) -> Iterator[_Deciding]:
    """Yield the declaration of a token, and those of the tokens that its value refers to."""
    waiting, known = [token], set()
    while waiting:
        name = waiting.pop()
        if name in declared and name not in known:
            known.add(name)
            yield declared[name]
            waiting += USED_TOKEN.findall(declared[name].value)
