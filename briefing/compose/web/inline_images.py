"""Pictures for a page that stands alone: as addresses that hold the bytes, without what a camera or a program added.

A photograph tells where and when it was taken, and by whom; none of that is a part of the picture.
"""

from __future__ import annotations

import base64
import io
from pathlib import PurePosixPath

from PIL import Image, ImageOps

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.image_metadata import bare_drawing, without_metadata
from briefing.files.workspace import Files

RASTER = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "PNG", ".webp": "PNG"}
"""The ends of names, and the format that each is embedded in."""

DRAWN = ".svg"
UPRIGHT = (None, 1)
"""The orientations, in EXIF, of a picture whose rows stand as they are shown (CIPA DC-008, 4.6.5)."""


def data_address(kind: str, content: bytes) -> str:
    """An address that holds what it leads to (RFC 2397)."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def embed_picture(name: str, files: Files) -> str:
    """The address of a picture of the workspace. Raises WorkspaceError where it is missing or none."""
    ending = PurePosixPath(name).suffix.lower()
    try:
        content = files.read(name)
        if ending == DRAWN:
            return data_address("image/svg+xml", bare_drawing(content))
        return data_address(f"image/{RASTER[ending].lower()}", bare_picture(content, RASTER[ending]))
    except (OSError, KeyError, SyntaxError, ValueError) as error:
        what = f"the picture '{name}' cannot be put into the HTML edition: {_reason(error)}"
        help = "give the name of a PNG, JPEG, GIF, WebP or SVG file of the workspace"
        raise WorkspaceError([Finding("BR501", what, Span(name), help)]) from None


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return "its kind is not known" if isinstance(error, KeyError) else str(error)


def bare_picture(content: bytes, kind: str) -> bytes:
    """The pixels of a picture with their profile of colours, and nothing else; a JPEG is not compressed anew."""
    with Image.open(io.BytesIO(content)) as picture:
        profile = picture.info.get("icc_profile")
        is_upright = picture.getexif().get(0x0112) in UPRIGHT
        bare: Image.Image = picture if is_upright else ImageOps.exif_transpose(picture)
        for told in ("comment", "exif", "xmp", "pnginfo"):
            bare.info.pop(told, None)
        out = io.BytesIO()
        if kind == "JPEG":
            if is_upright and picture.format == "JPEG":
                return without_metadata(content)
            bare.save(out, "JPEG", icc_profile=profile, exif=b"", quality=92)
        else:
            bare.save(out, "PNG", icc_profile=profile, exif=b"", optimize=True)
        return without_metadata(out.getvalue())
