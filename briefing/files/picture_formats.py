"""Recognise the format of a picture by its first bytes, and know the way out of those that cannot be printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD = 4096
"""Bytes in which a format can be recognised; the `<svg>` of a drawing may follow a comment."""


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """A format: its name, and what to do with a file in it."""

    name: str
    way_out: str
    ending: str = ""
    """The file extension that it needs, if it can be printed."""


AS_PNG = "open it in a picture editor and save it as PNG (or, if it is a photograph, as JPEG)"
AS_SVG = "export it as SVG from the program that drew it, or as PNG with at least 300 ppi"
CONVERT_PDF = "export it as SVG, or convert it: `pdftocairo -svg in.pdf out.svg`, or File > Open in Inkscape"

SIGNATURES: tuple[tuple[re.Pattern[bytes], PictureFormat], ...] = tuple(
    (re.compile(pattern, re.DOTALL), PictureFormat(*said))
    for pattern, said in (
        (rb"\x89PNG\r\n\x1a\n", ("a PNG picture", "rename it to end in .png", ".png")),
        (rb"\xff\xd8\xff", ("a JPEG picture", "rename it to end in .jpg", ".jpg")),
        (rb"GIF8[79]a", ("a GIF picture", "rename it to end in .gif", ".gif")),
        (rb"RIFF....WEBP", ("a WebP picture", "rename it to end in .webp", ".webp")),
        (rb"(?:II\*\0|MM\0\*|II\+\0|MM\0\+)", ("a TIFF picture", AS_PNG)),
        (rb"BM....\0\0\0\0", ("a bitmap (BMP)", AS_PNG)),
        (rb"....ftyp(?:avif|avis)", ("an AVIF picture", AS_PNG)),
        (rb"....ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1)", ("a HEIC picture, as phones take them", AS_PNG)),
        (rb"(?:\0\0\0\x0cjP  |\xff\x4f\xff\x51)", ("a JPEG 2000 picture", AS_PNG)),
        (rb"(?:\xff\x0a|\0\0\0\x0cJXL )", ("a JPEG XL picture", AS_PNG)),
        (rb"8BPS", ("a Photoshop file", AS_PNG)),
        (rb"gimp xcf", ("a GIMP file", AS_PNG)),
        (rb"%PDF-", ("a PDF file (so are Illustrator files)", CONVERT_PDF)),
        (rb"(?:%!PS|\xc5\xd0\xd3\xc6)", ("an EPS or PostScript file", AS_SVG)),
        (rb"\x01\0\0\0.{36} EMF", ("a Windows metafile (EMF)", AS_SVG)),
        (rb"(?:\xd7\xcd\xc6\x9a|\x01\0\x09\0\0\x03)", ("a Windows metafile (WMF)", AS_SVG)),
        (rb"VCLMTF", ("a LibreOffice metafile (SVM)", AS_SVG)),
        (
            rb"\x1f\x8b",
            (
                "a compressed drawing (SVGZ)",
                "save it as plain SVG, or unpack it: `gunzip -c in.svgz > out.svg`",
            ),
        ),
        (rb"PK\x03\x04", ("an archive or an Office document", AS_SVG)),
        (rb"\xd0\xcf\x11\xe0", ("an old Office document", AS_SVG)),
        (rb"version https://git-lfs", ("a placeholder of Git LFS", "fetch the file itself: `git lfs pull`")),
        (
            rb"\s*<(?:!(?i:doctype) html|html)",
            ("a web page", "download the picture itself: open it alone in the browser first"),
        ),
        (rb"(?:\xef\xbb\xbf)?\s*<mxfile", ("a draw.io file", "export it: File > Export as > SVG")),
        (
            rb"(?:\xef\xbb\xbf)?\s*<.*?<svg|(?:\xef\xbb\xbf)?\s*<svg",
            ("an SVG drawing", "rename it to end in .svg", ".svg"),
        ),
    )
)
"""The first bytes of formats (the registries of IANA and PRONOM), the more particular first."""


def recognise(content: bytes) -> PictureFormat | None:
    """Return the format of a file; None if it is unknown."""
    if not content:
        return PictureFormat("empty", "export it again")
    return next((found for pattern, found in SIGNATURES if pattern.match(content[:HEAD])), None)


def explain(content: bytes, ending: str) -> tuple[str, str] | None:
    """Return why a file with this file extension cannot be shown, and what to do; None if its format is unknown."""
    found = recognise(content)
    if found is None:
        return None
    if found.ending:
        return f"it is {found.name}, but its name ends in '{ending}'", found.way_out
    return f"it is {found.name}, which cannot be printed" if content else "it is empty", found.way_out
