"""Pictures are embedded as greyscale or sRGB with 8 bits; most are not touched."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageCms

from briefing.files.image_colours import printable_picture
from tests.cases import each

SIZE = (4, 2)


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def profile_with(red: tuple[float, float, float]) -> bytes:
    """Return the profile of sRGB with another red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    tags = (struct.unpack_from(">4sII", profile, 132 + 12 * number) for number in range(count))
    at = next(at for name, at, _ in tags if name == b"rXYZ")
    struct.pack_into(">3i", profile, at + 8, *(round(65536 * value) for value in red))
    return bytes(profile)


GREY = Image.frombytes("I;16", SIZE, struct.pack("<8H", 0, 255, 256, 4660, 32768, 40000, 65279, 65535))
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
COLOURS = Image.new("RGB", SIZE, (200, 40, 10))


def test_grey_with_16_bits_keeps_its_ramp():
    grey = opened(printable_picture(saved(GREY, "PNG")))
    assert (grey.mode, list(grey.tobytes())) == ("L", [0, 0, 1, 18, 128, 156, 254, 255])


def test_a_transparent_grey_stays_transparent():
    grey = opened(printable_picture(saved(GREY, "PNG", transparency=4660)))
    assert grey.mode == "LA"
    assert list(grey.getchannel("A").tobytes()) == [255, 255, 255, 0, 255, 255, 255, 255]


def test_inks_become_red_green_and_blue():
    content = saved(Image.new("CMYK", SIZE, (0, 255, 255, 0)), "JPEG", quality=95)
    picture = opened(printable_picture(content))
    red, green, blue = picture.getpixel((1, 1))
    assert picture.mode == "RGB" and red > 230 and green < 30 and blue < 30


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_wide_colour_space_is_converted(kind):
    content = saved(COLOURS, kind, icc_profile=profile_with((0.61, 0.31, 0.02)))
    picture = opened(printable_picture(content))
    assert "icc_profile" not in picture.info
    assert picture.getpixel((1, 1))[0] > 215


@each(
    "content",
    [
        saved(COLOURS, "PNG"),
        saved(COLOURS, "JPEG"),
        saved(COLOURS, "PNG", icc_profile=SRGB),
        saved(COLOURS, "JPEG", icc_profile=SRGB),
        saved(COLOURS.convert("L"), "JPEG", icc_profile=SRGB),
        saved(COLOURS.convert("P"), "PNG"),
        saved(COLOURS, "GIF"),
        saved(COLOURS, "WEBP"),
        saved(COLOURS, "JPEG", icc_profile=b"damaged" * 30),
    ],
)
def test_any_other_picture_is_unchanged(content):
    assert printable_picture(content) == content


@each("kind", ["JPEG", "PNG"])
def test_a_converted_picture_has_no_profile_left(kind):
    content = saved(COLOURS, kind, icc_profile=profile_with((0.6, 0.3, 0.05)))
    converted = printable_picture(content)
    assert converted != content
    assert "icc_profile" not in opened(converted).info
