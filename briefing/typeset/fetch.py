"""Everything that WeasyPrint asks for comes through here: files of the workspace and of font packages, no network.

Addresses are virtual, `file:///workspace/<name>`: they do not say where the workspace stands,
so neither the bytes of a PDF nor a link in it depend on that.
"""

from __future__ import annotations

import errno
import io
import warnings
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from PIL import Image, ImageFile, UnidentifiedImageError

from briefing.shelf import read_font
from briefing.typeset.drawings import missing_in
from briefing.typeset.engine import weasyprint
from briefing.typeset.grey import grey_picture
from briefing.workspace import Files, OutsideError

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher as Base
else:
    Base = weasyprint().urls.URLFetcher

BASE = "file:///workspace/"
"""A scheme that Python joins relative addresses to, and a folder that is nowhere."""

ANSWER_BASE = "https://workspace.invalid/"
"""What an answer says of itself: an address with no path on the disk, which the engine would open once more."""


GREY_BASE = "file:///workspace-in-grey/"
"""The same, for a page whose pictures are wanted in grey."""


def address_of(name: str, *, in_grey: bool = False) -> str:
    """The virtual address of a name in the workspace."""
    return (GREY_BASE if in_grey else BASE) + quote(name)


def name_of(address: str) -> str:
    """The name in the workspace that an address leads to; the address itself where it leads elsewhere."""
    for base in (BASE, GREY_BASE, ANSWER_BASE):
        if address.startswith(base):
            return unquote(urlsplit(address).path).removeprefix(urlsplit(base).path)
    return address


MAX_PIXELS = 60_000_000
"""Of one picture: a page of A4 at 600 dots per inch has 35 million."""

MAX_BYTES = 32 * 1024 * 1024
"""Of one picture, font or style."""

RASTER_KINDS = {"image/png", "image/jpeg", "image/gif", "image/webp"}

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
}
"""What the ends of names stand for (RFC 8081 for fonts). Python's own table depends on the machine."""


class WorkspaceFetcher(Base):  # type: ignore[misc]
    """Fetches files through the workspace's door. Raises OSError for what is missing or not allowed."""

    def __init__(self, files: Files) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        """The response for an address."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = name_of(url)
        if name == url:
            raise OSError(f"'{url}' is not a file of the workspace")
        kind = KINDS.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
        content = self._read(name)
        if kind == KINDS[".svg"] and (missing := missing_in(content)):
            raise OSError(missing)
        if kind in RASTER_KINDS:
            _check_raster(content)
            if url.startswith(GREY_BASE):
                content, kind = grey_picture(content), "image/png"
        response = weasyprint().urls.URLFetcherResponse
        return response(ANSWER_BASE + quote(name), content, {"Content-Type": kind})

    def _read(self, name: str) -> bytes:
        try:
            self._check_size(name)
            return read_font(name, self.files)
        except OutsideError:
            raise OSError(f"'{name}' is outside the workspace") from None
        except FileNotFoundError:
            raise OSError(f"there is no file '{name}'") from None
        except OSError as error:
            raise OSError(f"'{name}' cannot be read: {error.strerror}") from None

    def _check_size(self, name: str) -> None:
        path = self.files.find(name)
        size = path.stat().st_size if path else 0
        if size > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024**2} MiB"
            raise OSError(errno.EFBIG, f"it has {size // 1024**2:,} MiB, and the limit is {limit}")


def _check_raster(content: bytes) -> None:
    """Raises OSError for a picture that is cut short, which WeasyPrint would draw as far as it goes."""
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
        with picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValueError(f"it has more than {MAX_PIXELS // 1_000_000} million pixels")
            picture.verify()  # the checksums, where the format has them
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
    except UnidentifiedImageError:
        raise OSError("it is no picture, whatever its name says") from None
    except (OSError, SyntaxError, ValueError) as error:
        raise OSError(f"the picture cannot be used: {error}") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
