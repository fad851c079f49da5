"""The colours of the house style are readable (WCAG 2.2, 1.4.3 and 1.4.11) and distinct on a photocopy."""

from __future__ import annotations

import itertools
import re

import pytest

from briefing.files.css import tokens_of
from briefing.files.workspace import Files
from tests.conftest import ROOT

COLOURS = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", (ROOT / "styles/tokens.css").read_text()))
WHITE = "#ffffff"
TEXT = ("ink", "soft", "brand", "accent")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2.2 defines it, 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """Return the lightness of a colour, CIE 1976 L*, from 0 (black) to 100 (white)."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


@pytest.mark.parametrize("names", [("tokens",), ("tokens", "modifiers/mono")])
def test_the_fills_of_series_stay_apart_in_greyscale(names):
    tokens = tokens_of([f"styles/{name}.css" for name in names], Files(ROOT))
    fills = sorted(lightness(tokens[f"--series-{number}"]) for number in range(1, 5))
    assert all(lighter - darker >= 15 for darker, lighter in itertools.pairwise(fills)), fills
    assert contrast(tokens["--brand"], WHITE) >= 3, "the outline of each keeps the lightest visible"


def test_the_tokens_have_the_colours_that_are_checked():
    assert set(COLOURS) == {*TEXT, "tint", "rule", "grey"}


@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("ground", [WHITE, COLOURS["tint"]])
def test_text_is_readable_on_white_and_on_the_tint(name, ground):
    assert contrast(COLOURS[name], ground) >= 4.5


@pytest.mark.parametrize("name", TEXT)
def test_text_is_readable_in_greyscale(name):
    tokens = tokens_of(["styles/tokens.css", "styles/modifiers/mono.css"], Files(ROOT))
    assert re.fullmatch(r"#(..)\1\1", tokens[f"--{name}"])
    assert contrast(tokens[f"--{name}"], tokens["--tint"]) >= 4.5
    assert contrast(tokens["--grey"], WHITE) >= 3


@pytest.mark.parametrize("name", ["ink", "soft"])
def test_running_text_is_printed_in_black_ink_on_a_press(name):
    tokens = tokens_of(["styles/tokens.css", "styles/modifiers/press.css"], Files(ROOT))
    assert re.fullmatch(r"#(.{1,2})\1\1", tokens[f"--{name}"])
    assert contrast((tokens[f"--{name}"] + tokens[f"--{name}"][1:])[:7], tokens["--tint"]) >= 4.5


def test_lines_that_carry_meaning_can_be_seen():
    assert contrast(COLOURS["grey"], WHITE) >= 3
    assert contrast(COLOURS["brand"], COLOURS["grey"]) >= 3


def test_the_tint_vanishes_on_a_photocopy():
    assert contrast(COLOURS["tint"], WHITE) <= 1.2


def test_the_documented_contrast_is_true():
    stated = re.search(
        r"ink ([\d.]+):1, soft ([\d.]+):1, brand ([\d.]+):1, accent ([\d.]+):1",
        (ROOT / "styles/tokens.css").read_text(),
    )
    assert stated is not None
    for name, ratio in zip(TEXT, stated.groups(), strict=True):
        assert round(contrast(COLOURS[name], WHITE), 1) == float(ratio)


def test_no_other_colours_hide_in_the_styles():
    """Only tokens.css has colours; those of markings come from the Traffic Light Protocol."""
    elsewhere = [
        f"{path.name}: {colour}"
        for path in (ROOT / "styles").rglob("*.css")
        if path.name not in ("tokens.css", "marking.css", "mono.css", "press.css")
        for colour in re.findall(r"#[0-9a-fA-F]{3,6}\b", path.read_text())
    ]
    looked_at = list(itertools.islice((ROOT / "styles").rglob("*.css"), 10))
    assert len(looked_at) == 10
    assert elsewhere == []
