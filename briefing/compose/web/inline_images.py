"""Pictures for a self-contained page: `data:` addresses, without metadata.

The metadata of a photograph reveals where, when and by whom it was taken.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import PurePosixPath

from PIL import Image, ImageOps

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.files.image_metadata import bare_drawing, without_metadata
from briefing.files.workspace import Files

RASTER = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "PNG", ".webp": "PNG"}
"""The endings of file names, and the format in which each is embedded."""

DRAWN = ".svg"
UPRIGHT = (None, 1)
"""The EXIF orientations of a picture that is stored upright (CIPA DC-008, 4.6.5)."""


def data_address(kind: str, content: bytes) -> str:
    """Return a `data:` address with this content (RFC 2397)."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def embed_picture(name: str, files: Files, add_fonts: Callable[[bytes], bytes] = bytes) -> str:
    """Return the `data:` address of a picture in the workspace; `add_fonts` embeds those of a drawing.

    Raises WorkspaceError if the picture is missing or invalid.
    """
    ending = PurePosixPath(name).suffix.lower()
    try:
        content = files.read(name)
        if ending == DRAWN:
            return data_address("image/svg+xml", add_fonts(bare_drawing(content)))
        return data_address(f"image/{RASTER[ending].lower()}", bare_picture(content, RASTER[ending]))
    except (OSError, KeyError, SyntaxError, ValueError) as error:
        what = f"the picture '{name}' cannot be embedded in the HTML edition: {_reason(error)}"
        help = "use a PNG, JPEG, GIF, WebP or SVG file in the workspace"
        raise WorkspaceError([Finding("BR501", what, Span(name), help)]) from None


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "the file does not exist"
    return "unknown file type" if isinstance(error, KeyError) else str(error)


def bare_picture(content: bytes, kind: str) -> bytes:
    """Return a picture with its pixels and colour profile only. An upright JPEG is not compressed again."""
    with Image.open(io.BytesIO(content)) as picture:
        profile = picture.info.get("icc_profile")
        is_upright = picture.getexif().get(0x0112) in UPRIGHT
        bare: Image.Image = picture if is_upright else ImageOps.exif_transpose(picture)
        for name in ("comment", "exif", "xmp", "pnginfo"):
            bare.info.pop(name, None)
        out = io.BytesIO()
        if kind == "JPEG":
            if is_upright and picture.format == "JPEG":
                return without_metadata(content)
            bare.save(out, "JPEG", icc_profile=profile, exif=b"", quality=92)
        else:
            bare.save(out, "PNG", icc_profile=profile, exif=b"", optimize=True)
        return without_metadata(out.getvalue())
