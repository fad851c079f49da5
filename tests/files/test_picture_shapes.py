"""The shape of a picture is that in which it is shown, in whatever units its file gives its size."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from briefing.files.picture_shapes import shape_of
from tests.cases import each


def photograph(width: int, height: int, orientation: int = 1) -> bytes:
    written = io.BytesIO()
    picture = Image.new("RGB", (width, height), "#567")
    exif = picture.getexif()
    exif[0x0112] = orientation
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def drawing(attributes: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()


@each(
    ("content", "shape"),
    [
        (photograph(300, 100), 3),
        (drawing('viewBox="0 0 90 30"'), 3),
        (drawing('viewBox="0 0 90 30"')[:-2] + b'><rect width="5" height="50"/></svg>', 3),
        (drawing('width="2in" height="24pt" viewBox="0 0 9 9"'), 6),
        (drawing('width="100%" height="100%" viewBox="0,0,50,100"'), 0.5),
        (drawing('width="100%"'), None),
        (drawing('viewBox="0 0 0 0"'), None),
        (drawing('width="90" viewBox="0 0 50 100"'), 0.5),
        (drawing('width="90" height="0" viewBox="0 0 50 100"'), None),
        (drawing('width="0" height="90"'), None),
        (drawing('width=" 1.5e2PX " height="+.5e2"'), 3),
        (drawing('width="9em" height="3em"'), None),
        (drawing('width="-9" height="-3"'), None),
        (drawing('viewBox="0 0 9 3 1"'), None),
        (drawing('viewBox="0 0 -9 3"'), None),
        (b"<svg", None),
        (b"no picture", None),
        (b"", None),
    ],
)
def test_the_shape_of_a_picture_is_read_from_its_file(content, shape):
    assert shape_of(content) == shape


@each(
    ("unit", "pixels"),
    [
        ("", 1),
        ("px", 1),
        ("pt", 4 / 3),
        ("pc", 16),
        ("mm", 96 / 25.4),
        ("cm", 960 / 25.4),
        ("in", 96),
        ("Q", 96 / 101.6),
    ],
)
def test_each_unit_of_a_drawing_is_converted(unit, pixels):
    assert shape_of(drawing(f'width="3{unit}" height="2px"')) == pytest.approx(1.5 * pixels)


@each(
    ("orientation", "shape"),
    [*((number, 3) for number in range(1, 5)), *((number, 1 / 3) for number in range(5, 9))],
)
def test_a_photograph_that_lies_on_its_side_has_the_shape_that_is_shown(orientation, shape):
    assert shape_of(photograph(300, 100, orientation)) == pytest.approx(shape)
