"""Fetch every file that WeasyPrint requests: from the workspace and from font packages, never from the network.

Addresses are virtual, `file:///workspace/<name>`, so neither the bytes of a PDF nor its links depend on the folder of
the workspace.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Collection
from contextlib import closing
from hashlib import md5
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from PIL import Image, ImageFile, UnidentifiedImageError

from briefing.files.fonts import read_font
from briefing.files.image_colours import printable_picture
from briefing.files.image_metadata import without_metadata
from briefing.files.picture_formats import HEAD, explain
from briefing.files.workspace import Files, OutsideError
from briefing.typeset.drawings.preparation import prepare
from briefing.typeset.drawings.source import Flaw
from briefing.typeset.engine import weasyprint
from briefing.typeset.greyscale import grey_picture

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher as Base
else:
    Base = weasyprint().urls.URLFetcher

BASE = "file:///workspace/"
"""A folder that does not exist, with a scheme for which Python can resolve relative addresses."""

ANSWER_BASE = "https://workspace.invalid/"
"""The address in a response: the engine would open a path on the disk a second time."""


GREY_BASE = "file:///workspace-in-grey/"
"""The same, for a page with greyscale pictures."""


def address_of(name: str, *, is_greyscale: bool = False) -> str:
    """Return the virtual address of a name in the workspace."""
    return (GREY_BASE if is_greyscale else BASE) + quote(name)


def name_of(address: str) -> str:
    """Return the name in the workspace that an address refers to; any other address is returned unchanged."""
    for base in (BASE, GREY_BASE, ANSWER_BASE):
        if address.startswith(base):
            return unquote(urlsplit(address).path).removeprefix(urlsplit(base).path)
    return address


EMBEDDED = re.compile(rb"data:image/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]+)")
"""A picture of pixels inside a drawing."""

MAX_PIXELS = 60_000_000
"""The limit for one picture: an A4 page at 600 dots per inch has 35 million."""

RASTER_KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
"""Media type → name in Pillow, which supports other formats too; some of them are programs (EPS)."""

FORMATS = tuple(RASTER_KINDS.values())

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
"""The first bytes of PNG (ISO/IEC 15948), JPEG (ISO/IEC 10918-1) and GIF; WebP has its length in between."""

SHOWN = 60
"""The number of characters of an address in a message; a `data:` address has thousands."""

KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttc": "font/collection",
    ".otc": "font/collection",
}
"""The media types of file extensions (RFC 8081 for fonts). Python's own table depends on the machine."""


OLD_FONT_KINDS = re.compile(r"application/(x-font-|font-|vnd\.ms-)(ttf|truetype|otf|opentype|sfnt|woff2?)")
"""The media types of fonts before RFC 8081, which stylesheets still use."""


class WorkspaceFetcher(Base):  # type: ignore[misc]
    """Fetches files through the workspace. Raises OSError for files that are missing or not allowed."""

    def __init__(self, files: Files) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self.files = files
        self.families: Collection[str] | None = None
        """The fonts that the style declares, once they are known: drawings may use only these."""
        self.language = ""
        """The language of the edition, by which a drawing may choose its texts."""
        self.flaws: dict[str, tuple[Flaw, ...]] = {}
        """The parts of drawings that cannot be drawn, by the address of the drawing."""
        self.replaced: dict[str, frozenset[str]] = {}
        """The fonts that were replaced in each drawing, by the address of the drawing."""
        self.rasters: dict[str, str] = {}
        """The addresses of pictures, by the digest that the engine gives to each."""
        self._drawings: list[str] = []
        """The addresses of the drawings that are being checked."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        """Return the response for an address."""
        response = weasyprint().urls.URLFetcherResponse
        self.flaws.pop(url, None)
        if url.startswith("data:"):
            with closing(super().fetch(url, headers)) as held:
                content, kind, name = held.read(), held.content_type, "data:"
            kind = KINDS[".otf"] if OLD_FONT_KINDS.fullmatch(kind) else kind
        else:
            name = name_of(url)
            if name == url:
                raise OSError(f"'{url}' is not a file of the workspace")
            name = self.files.resolved(name)
            kind = KINDS.get(PurePosixPath(name).suffix.lower(), "")
            content = self._read(name)
        self._check_format(url, PurePosixPath(name).suffix, kind, content)
        if kind == KINDS[".svg"]:
            content = self._prepare_drawing(url, content)
        elif kind in RASTER_KINDS:
            _check_raster(content)
            self.rasters[md5(url.encode(), usedforsecurity=False).hexdigest()] = url
            content = without_metadata(printable_picture(content))
            if url.startswith(GREY_BASE):
                content, kind = grey_picture(content), "image/png"
        elif _is_raster(content):
            raise OSError("it is a picture, but has the file extension of another format")
        base = url if name == "data:" else ANSWER_BASE + quote(self.files.base_in_layer(name))
        return response(base, content, {"Content-Type": kind})

    def _check_format(self, url: str, ending: str, kind: str, content: bytes) -> None:
        """Raise OSError for a file of a format that cannot be printed, or with the file extension of another one."""
        is_picture = kind in RASTER_KINDS or kind == KINDS[".svg"]
        is_right = _is_raster(content) if kind in RASTER_KINDS else b"<" in content[:HEAD]
        if kind in KINDS.values() and (is_right or not is_picture):
            return
        if found := explain(content, ending):
            self.flaws[url] = (Flaw(*found),)
            raise OSError(found[0])
        if kind in KINDS.values():
            raise OSError("the file is not a picture, despite its file extension")
        raise OSError(
            "the format is not supported: use PNG, JPEG, GIF, WebP or SVG, with the right file extension"
        )

    def _prepare_drawing(self, url: str, content: bytes) -> bytes:
        """Return a drawing for the engine. Raises OSError if it, or a picture in it, cannot be shown completely."""
        families = None if self.families is None else frozenset(self.families)
        prepared = prepare(content, families, self.language)
        if prepared.flaws:
            self.flaws[url] = prepared.flaws
            raise OSError(prepared.flaws[0].what)
        self.replaced[url] = prepared.replaced
        if url in self._drawings:
            raise OSError("it shows itself")
        self._drawings.append(url)
        try:
            for address in prepared.pictures:
                self._check_shown(urljoin(url, address), address)
        finally:
            self._drawings.pop()
        return (
            EMBEDDED.sub(_in_greyscale, prepared.content) if url.startswith(GREY_BASE) else prepared.content
        )

    def _check_shown(self, url: str, address: str) -> None:
        try:
            self.fetch(url)
        except (OSError, ValueError) as error:
            raise OSError(f"it shows '{address[:SHOWN]}', which cannot be shown: {error}") from None

    def _read(self, name: str) -> bytes:
        try:
            return read_font(name, self.files)
        except OutsideError:
            raise OSError(f"'{name}' is outside the workspace") from None
        except FileNotFoundError:
            raise OSError(f"there is no file '{name}'") from None
        except OSError as error:
            raise OSError(f"'{name}' cannot be read: {error.strerror}") from None


def _in_greyscale(picture: re.Match[bytes]) -> bytes:
    """Return the address of a picture inside a drawing with its greyscale version."""
    grey = grey_picture(printable_picture(base64.b64decode(picture[1])))
    return b"data:image/png;base64," + base64.b64encode(grey)


def _is_raster(content: bytes) -> bool:
    """Return whether bytes begin like a picture that the engine would show.

    Pillow would load all of its formats to decide, for each font.
    """
    return content.startswith(SIGNATURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def _check_raster(content: bytes) -> None:
    """Raise OSError for a truncated picture: WeasyPrint would draw the part that is there."""
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
        with picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValueError(f"it has more than {MAX_PIXELS // 1_000_000} million pixels")
            picture.verify()  # the checksums, where the format has them
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            picture.load()
    except UnidentifiedImageError:
        raise OSError("the file is not a picture, despite its file extension") from None
    except (OSError, SyntaxError, ValueError) as error:
        raise OSError(f"the picture cannot be used: {error}") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
