"""Convert pictures to what a PDF/A can hold: 8 bits per channel, grey or sRGB.

The engine embeds the pixels of a picture as they are, without its colour profile. Inks are not allowed where the output
intent is sRGB (ISO 19005-3, 6.2.4.3).
"""

from __future__ import annotations

import io
import struct
from typing import Any

from briefing.files.image_metadata import PNG

SRGB_PRIMARIES = {
    b"rXYZ": (0.4360, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}
"""The primaries of sRGB as profiles have them, adapted to D50 (ICC.1, 6.3.4)."""

NEAR = 0.003
"""The tolerance of a primary: profiles of sRGB differ in their last digits."""

PROFILE_MARKS = (b"iCCP", b"ICC_PROFILE\0")
GREY_16 = (16, 0)
"""The bit depth and the colour type of a PNG whose pixels are grey with 16 bits (ISO/IEC 15948, 11.2.2)."""

CHANNELS = {"RGB", "RGBA", "CMYK"}
QUALITY = 95


def printable_picture(content: bytes) -> bytes:
    """Return a picture with pixels that a PDF/A can hold; most are returned unchanged."""
    if content.startswith(PNG) and tuple(content[24:26]) == GREY_16:
        return _eight_bit(content)
    if any(mark in content[: 1 << 17] for mark in PROFILE_MARKS) or _has_inks(content):
        return _in_srgb(content)
    return content


def _eight_bit(content: bytes) -> bytes:
    """Return a PNG with the higher byte of each pixel, as decoders reduce it (ISO/IEC 15948, 13.12)."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
        clear, size, pixels = picture.info.get("transparency"), picture.size, picture.tobytes()
    low, high = pixels[::2], pixels[1::2]
    grey = Image.frombytes("L", size, high)
    if isinstance(clear, int):
        seen = bytes(255 * ((above << 8 | below) != clear) for above, below in zip(high, low, strict=True))
        grey = Image.merge("LA", (grey, Image.frombytes("L", size, seen)))
    return _saved(grey, "PNG")


def _has_inks(content: bytes) -> bool:
    """Return whether a JPEG has four channels: its frame header says so (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while content.startswith(b"\xff\xd8") and at + 10 <= len(content) and content[at] == 0xFF:
        marker, (length,) = content[at + 1], struct.unpack_from(">H", content, at + 2)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return content[at + 9] == 4
        at += 2 + length if marker != 0xFF else 1
    return False


def _in_srgb(content: bytes) -> bytes:
    """Return a picture in sRGB, converted with its own profile; one that is sRGB already is returned unchanged."""
    from PIL import Image, ImageCms, ImageOps

    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
        profile, kind = opened.info.get("icc_profile", b""), opened.format or "PNG"
        if opened.mode not in CHANNELS or (opened.mode != "CMYK" and _is_srgb(profile)):
            return content
        picture: Any = ImageOps.exif_transpose(opened)
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
            picture = ImageCms.profileToProfile(picture, source, target, intent, outputMode=mode)
        except (ImageCms.PyCMSError, OSError):  # no profile, or a damaged one
            picture = picture.convert(mode)
    picture.info.pop("icc_profile", None)
    return _saved(picture, kind)


def _is_srgb(profile: bytes) -> bool:
    """Return whether a colour profile has the primaries of sRGB, or has other channels."""
    if len(profile) < 132 or profile[16:20] != b"RGB ":
        return True
    (count,) = struct.unpack_from(">I", profile, 128)
    found = {}
    for number in range(min(count, 100)):
        name, at, _ = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if name in SRGB_PRIMARIES and at + 20 <= len(profile):
            found[name] = [value / 65536 for value in struct.unpack_from(">3i", profile, at + 8)]
    return not found or all(
        abs(value - wanted) < NEAR
        for name, values in found.items()
        for value, wanted in zip(values, SRGB_PRIMARIES[name], strict=True)
    )


def _saved(picture: Any, kind: str) -> bytes:  # noqa: ANN401
    out = io.BytesIO()
    if kind == "JPEG":
        picture.save(out, "JPEG", quality=QUALITY, subsampling=0, icc_profile=None)
    else:
        picture.save(out, "PNG", icc_profile=None)
    return out.getvalue()
