"""The resolution of pictures is measured at their printed size."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from PIL import Image

from briefing.core.finding import Span
from briefing.typeset.inspect.picture_resolution import coarse_pictures
from briefing.typeset.weasyprint_patches.text_recorder import Drawing, Picture
from tests.cases import each

ADDRESSES = {"one": "file:///workspace/content/heat/figures/map.png", "inside": "data:image/png;base64,AAAA"}
WHERE = Span("templates/parts/logo.j2.html", 3, 5)


def picture(
    size: tuple[int, int], printed: tuple[float, float], *, name: str = "one", colours: int = 2, **given
):
    """Return a picture of some pixels, printed with a size in points."""
    pixels = Image.new("RGB", size, "red")
    if colours > 1:
        pixels.putpixel((0, 0), (0, 0, 0))
    out = io.BytesIO()
    pixels.save(out, "PNG")
    image = SimpleNamespace(
        id=name, width=size[0], height=size[1], image_data=SimpleNamespace(data=out.getvalue())
    )
    kept = {"is_smoothed": True, "is_ground": False, "drawing": None, **given}
    return Picture(image, *printed, **kept)


def measured(*pictures: Picture):
    return list(coarse_pictures(pictures, ADDRESSES, lambda _: WHERE))


def test_a_coarse_picture_has_its_pixels_and_its_size():
    (coarse,) = measured(picture((100, 50), (144, 72)))
    assert coarse.address == "content/heat/figures/map.png"
    assert (coarse.pixels, coarse.ppi, coarse.where) == ((100, 50), 50, WHERE)
    assert coarse.millimetres == pytest.approx((50.8, 25.4))


def test_the_direction_with_fewer_pixels_counts():
    (coarse,) = measured(picture((400, 50), (72, 72)))
    assert coarse.ppi == 50


@each(
    "good",
    [
        picture((300, 300), (144, 144)),
        picture((8, 8), (72, 72), is_smoothed=False),
        picture((8, 8), (72, 72), is_ground=True, colours=1),
        picture((1, 90), (600, 40), is_ground=True),
        picture((8, 8), (0, 0)),
    ],
)
def test_a_picture_that_looks_right_is_not_reported(good):
    assert measured(good) == []


def test_a_figure_of_one_colour_is_reported():
    assert len(measured(picture((8, 8), (72, 72), colours=1))) == 1


def test_a_picture_is_reported_once_at_its_largest_size():
    (coarse,) = measured(
        picture((50, 50), (72, 72)), picture((50, 50), (144, 144)), picture((50, 50), (90, 90))
    )
    assert coarse.ppi == 25


def test_a_picture_inside_a_drawing_is_named_by_the_drawing():
    drawing = Drawing(9, 9, 0, "file:///workspace/content/heat/figures/plan.svg")
    (coarse,) = measured(picture((50, 50), (72, 72), name="inside", drawing=drawing))
    assert coarse.address == "content/heat/figures/plan.svg"
