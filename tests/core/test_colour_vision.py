"""Colours as people with a colour vision deficiency see them, and the difference of two colours."""

from __future__ import annotations

import pytest

from briefing.core.colour import read_colour
from briefing.core.colour_vision import DICHROMACIES, GREYSCALE, USUAL, VISIONS, difference, lab, seen
from tests.cases import each

RED, GREEN, BLUE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


@each("vision", VISIONS)
@each("level", [0.0, 0.25, 0.5, 1.0])
def test_a_grey_is_the_same_in_every_vision(vision, level):
    assert seen((level, level, level), vision) == pytest.approx((level, level, level), abs=1e-4)


@pytest.mark.parametrize("vision", DICHROMACIES)
def test_each_row_of_a_matrix_keeps_white(vision):
    assert [sum(DICHROMACIES[vision][at : at + 3]) for at in (0, 3, 6)] == pytest.approx([1, 1, 1], abs=2e-6)


def test_red_is_dark_with_protanopia_and_lighter_with_deuteranopia():
    protan, deutan = (lab(seen(RED, vision))[0] for vision in ("protanopia", "deuteranopia"))
    assert protan < 42 < deutan < lab(RED)[0] + 7


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("#a63a2b", "#5a5a1a", ("protanopia", "deuteranopia")),
        ("#4a7dbd", "#3f8a7a", ("tritanopia",)),
    ],
)
def test_a_deficiency_brings_the_colours_that_it_confuses_together(one, other, alike):
    (first, _), (second, _) = read_colour(one), read_colour(other)
    usual = difference(first, second)
    for vision in alike:
        assert difference(seen(first, vision), seen(second, vision)) < usual / 2


def test_greyscale_leaves_the_difference_of_lightness():
    grey = difference(seen(RED, GREYSCALE), seen(BLUE, GREYSCALE))
    assert grey == pytest.approx(lab(RED)[0] - lab(BLUE)[0], abs=0.02)
    assert seen(RED, USUAL) == RED


@each(
    ("colour", "expected"),
    [
        ((1.0, 1.0, 1.0), (100, 0, 0)),
        ((0.0, 0.0, 0.0), (0, 0, 0)),
        (RED, (53.24, 80.09, 67.20)),
        (GREEN, (87.73, -86.18, 83.18)),
        (BLUE, (32.30, 79.19, -107.86)),
    ],
)
def test_lab_is_that_of_srgb_with_daylight(colour, expected):
    assert lab(colour) == pytest.approx(expected, abs=0.05)
