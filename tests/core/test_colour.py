"""Colours of CSS in sRGB, with the values of CSS Color 4; contrast as WCAG 2.2 defines it."""

from __future__ import annotations

import pytest

from briefing.core.colour import (
    BLACK,
    SPACES,
    STEPS,
    WHITE,
    contrast,
    encoded,
    hex_of,
    linear,
    luminance,
    over,
    plain_colour,
    reaching,
    read_colour,
)
from tests.cases import each

GREEN = (0.0, 128 / 255, 0.0)
SAME_GREEN = [
    "green",
    "#008000",
    "rgb(0 128 0)",
    "color(srgb 0 0.50196 0)",
    "color(srgb-linear 0 0.215861 0)",
    "color(display-p3 0.21604 0.49418 0.13151)",
    "color(a98-rgb 0.281363 0.498012 0.116746)",
    "color(rec2020 0.235202 0.431704 0.085432)",
    "color(prophoto-rgb 0.230479 0.395789 0.129968)",
    "color(xyz 0.077188 0.154377 0.025729)",
    "color(xyz-d65 0.077188 0.154377 0.025729)",
    "color(xyz-d50 0.083139 0.154745 0.020955)",
    "hsl(120 100% 25.098%)",
    "hwb(120 0% 49.804%)",
    "lab(46.2775% -47.5621 48.5837)",
    "lch(46.2775% 67.9892 134.3912)",
    "oklab(51.975% -0.1403 0.10768)",
    "oklch(51.975% 0.17686 142.495)",
]


@each("text", SAME_GREEN)
def test_one_green_is_the_same_in_every_colour_space(text):
    rgb, alpha = read_colour.__wrapped__(text)
    assert rgb == pytest.approx(GREEN, abs=0.003)
    assert hex_of(rgb) == "#008000"
    assert alpha == 1


@each(
    ("text", "grey"),
    [
        ("color(srgb-linear 0.001 0.001 0.001)", 0.01292),
        ("color(display-p3 0.02 0.02 0.02)", 0.02),
        ("color(a98-rgb 0.5 0.5 0.5)", 0.503993),
        ("color(rec2020 0.05 0.05 0.05)", 0.106802),
        ("color(rec2020 0.5 0.5 0.5)", 0.546584),
        ("color(prophoto-rgb 0.02 0.02 0.02)", 0.01615),
        ("color(prophoto-rgb 0.0312 0.0312 0.0312)", 0.025194),
        ("color(prophoto-rgb 0.033 0.033 0.033)", 0.027834),
        ("color(prophoto-rgb 0.5 0.5 0.5)", 0.572307),
    ],
)
def test_each_space_has_its_transfer_curve(text, grey):
    rgb, _ = read_colour.__wrapped__(text)
    assert rgb == pytest.approx((grey, grey, grey), abs=2e-4)


@each("space", ["srgb-linear", "display-p3", "a98-rgb", "rec2020", "prophoto-rgb"])
@each("channel", [0.01, 0.5])
def test_a_negative_channel_is_as_far_below_zero(space, channel):
    (red, green, blue), (other_red, other_green, other_blue) = (
        SPACES[space]([sign * channel, 0.0, 0.0]) for sign in (1, -1)
    )
    assert (red, green, blue) == pytest.approx((-other_red, -other_green, -other_blue))
    assert red > 0


@each(
    ("text", "rgb"),
    [
        ("color(display-p3 0 1 0)", (0, 1, 0)),
        ("color(rec2020 -0.5 1 -0.02)", (0, 1, 0)),
        ("color(a98-rgb -1 1 -1)", (0, 1, 0)),
        ("color(prophoto-rgb -1 1 -0.01)", (0, 1, 0)),
        ("color(srgb 2 -1 none)", (1, 0, 0)),
        ("color(srgb-linear none 1 none)", (0, 1, 0)),
        ("color(xyz none none none)", (0, 0, 0)),
        ("device-cmyk(0 0.5 1 0.2)", (0.8, 0.4, 0)),
        ("device-cmyk(0% 50% 100% 20%)", (0.8, 0.4, 0)),
        ("device-cmyk(0.25 0.25 0 0)", (0.75, 0.75, 1)),
        ("device-cmyk(0 0 0 2)", (0, 0, 0)),
    ],
)
def test_a_colour_beyond_srgb_is_clipped_and_a_missing_channel_is_zero(text, rgb):
    found, _ = read_colour.__wrapped__(text)
    assert found == pytest.approx(rgb, abs=0.02)
    assert all(0 <= channel <= 1 for channel in found)


@each("text", ["", "12px", "currentcolor", "color(--own 0 0 0)", "red green", "#12"])
def test_other_texts_and_colours_of_unknown_spaces_have_no_value(text):
    assert read_colour.__wrapped__(text) is None
    assert plain_colour(text) == text


@each(("channel", "light"), [(0.04045, 0.0031308), (0.02, 0.001548), (0.5, 0.214041), (1, 1)])
def test_the_curve_of_srgb_goes_both_ways_and_below_zero(channel, light):
    assert linear(channel) == pytest.approx(light, abs=1e-6)
    assert linear(-channel) == -linear(channel)
    assert encoded(light) == pytest.approx(channel, abs=2e-5)
    assert encoded(-light) == -encoded(light)
    assert (linear(0), encoded(0)) == (0, 0)


@pytest.mark.parametrize(
    ("rgb", "text"),
    [
        ((0, 0.5, 1), "#0080ff"),
        ((-0.2, 1.5, 0.0039), "#00ff01"),
        ((0.02, 0.0, 0.0), "#050000"),
    ],
)
def test_a_colour_has_six_hexadecimal_digits(rgb, text):
    assert hex_of(rgb) == text


@each(
    ("text", "plain"),
    [
        ("hsl(120 100% 30%)", "#009900"),
        ("rebeccapurple", "#663399"),
        ("rgb(0 128 255 / 50%)", "rgba(0, 128, 255, 0.5)"),
        ("#1234", "rgba(17, 34, 51, 0.266667)"),
        ("transparent", "rgba(0, 0, 0, 0)"),
    ],
)
def test_a_colour_is_written_in_the_oldest_syntax(text, plain):
    assert plain_colour(text) == plain


def test_a_translucent_colour_lets_its_background_through():
    assert over((1, 0, 0.5), 0.25, (0, 1, 0.5)) == pytest.approx((0.25, 0.75, 0.5))
    assert over(BLACK, 1, WHITE) == BLACK
    assert over(BLACK, 0, WHITE) == WHITE
    with pytest.raises(ValueError, match="zip"):
        over((0, 0, 0), 1, (0, 0))


@each(
    ("rgb", "light"), [(BLACK, 0), (WHITE, 1), ((1, 0, 0), 0.2126), ((0, 1, 0), 0.7152), ((0, 0, 1), 0.0722)]
)
def test_luminance_weighs_the_channels_as_wcag_does(rgb, light):
    assert luminance(rgb) == pytest.approx(light)


def test_contrast_goes_from_1_to_21_and_the_order_does_not_matter():
    assert contrast(WHITE, BLACK) == contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(GREEN, GREEN) == pytest.approx(1)
    grey = (119 / 255,) * 3  # #777777, the well-known near miss
    assert contrast(grey, WHITE) == pytest.approx(4.478, abs=0.001)


@each(
    ("rgb", "ground", "least", "way"),
    [
        ((0.6, 0.6, 0.6), WHITE, 4.5, BLACK),
        ((0.4, 0.4, 0.4), BLACK, 4.5, WHITE),
        ((0.3, 0.1, 0.1), (0.2, 0.2, 0.2), 3, WHITE),  # nothing darker has enough
        ((0.9, 0.95, 0.9), (0.8, 0.8, 0.8), 3, BLACK),  # nothing lighter has enough
        ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5), 3, BLACK),  # as light as its background
        ((0.3, 0.3, 0.3), WHITE, 20.9, BLACK),
        ((0.6, 0.6, 0.6), (0.18, 0.18, 0.18), 6, WHITE),  # both ways lead there
        ((0.12, 0.12, 0.12), (0.5, 0.5, 0.5), 5, BLACK),
        ((0.16, 0.16, 0.16), (0.5, 0.5, 0.5), 3.85, BLACK),  # the first step is enough
    ],
)
def test_the_nearest_colour_with_enough_contrast_is_suggested(rgb, ground, least, way):
    found = reaching(rgb, ground, least)
    assert found is not None
    assert contrast(found, ground) >= least
    assert [round(255 * channel, 6) % 1 for channel in found] == [0, 0, 0], "it can be written in hexadecimal"
    steps = [over(way, step / STEPS, rgb) for step in range(1, STEPS + 1)]
    exact = [tuple(round(255 * channel) / 255 for channel in step) for step in steps]
    assert found == next(step for step in exact if contrast(step, ground) >= least)


def test_no_colour_is_suggested_if_none_has_enough_contrast():
    assert reaching((0.5, 0.5, 0.5), (0.5, 0.5, 0.5), 7) is None
