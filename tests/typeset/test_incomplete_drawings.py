"""A drawing that names what it does not have is told; one that has everything, or says what to do without, is not."""

from __future__ import annotations

import pytest

from briefing.typeset.drawings import missing_in


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<use href="#a"/>', "uses '#a'"),
        ('<use xlink:href="other.svg#a"/><g id="a"/>', "uses 'other.svg#a', which is outside"),
        ('<svg:use width="9" href="https://example.org/x.svg#a"/>', "which is outside"),
        ('<rect fill="url(#a)"/>', "paints with '#a'"),
        ("<rect style=\"fill: url('#a'); stroke: red\"/>", "paints with '#a'"),
        ('<g clip-path="url(#a)"/><!-- <clipPath id="a"/> -->', "paints with '#a'"),
    ],
)
def test_what_is_missing_is_told(inside, told):
    assert told in (missing_in(f"<svg>{inside}</svg>".encode()) or "")


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/><g id="a"/>',
        "<g id='a'/><use xlink:href = '#a' x='1'/>",
        '<linearGradient id="a"/><rect fill="url(#a)"/>',
        '<rect fill="url(#a) red"/>',
        '<!-- <use href="#a"/> -->',
        '<a href="#a"><text>url(#a)</text></a>',
        '<user href="#a"/>',
    ],
)
def test_a_whole_drawing_is_not(inside):
    assert missing_in(f"<svg>{inside}</svg>".encode()) is None
