"""The parts of an Office file (.docx, .xlsx: ECMA-376, part 2), read within limits. What they mean is said elsewhere.

The file is untrusted: an archive of a few kilobytes may hold gigabytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from briefing.files.bounded_reading import MIB

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a file in an older format (.doc, .xls), and of an encrypted one."""

DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
"""Declarations that no Office program writes; with them, a few bytes can grow to gigabytes."""

XML = (".xml", ".rels")
"""How the names of the parts end that are XML."""

MAX_PARTS = 2_000
MAX_DEPTH = 100
"""The number of elements inside each other, of which Word writes some dozens."""

PIECE = 64 * 1024


class Refusal(Enum):
    """Why a file cannot be read."""

    OLD = auto()
    """It is in an older format, or encrypted."""
    OTHER = auto()
    """It is no Office file, or not of the kind that is wanted."""
    LARGE = auto()
    """It exceeds a limit; the detail says which one."""
    DAMAGED = auto()
    """A part cannot be unpacked or parsed; the detail is its name."""
    FOREIGN = auto()
    """A part has what no Office program writes; the detail is its name."""
    NESTED = auto()
    """A part has too many elements inside each other; the detail is its name."""


class PackageError(ValueError):
    """A file that cannot be read."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(detail)
        self.refusal = refusal
        self.detail = detail


@dataclass(frozen=True, slots=True)
class OfficePackage:
    """The parts of a file by their names; they are unpacked when they are read."""

    archive: ZipFile

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return [info.filename for info in self.archive.infolist() if not info.is_dir()]

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises PackageError, KeyError if there is none."""
        try:
            part = self.archive.read(name)
        except KeyError:
            raise
        except (BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError):
            raise PackageError(Refusal.DAMAGED, name) from None
        except Exception as error:  # zlib and lzma have errors of their own
            raise PackageError(Refusal.DAMAGED, f"{name}: {type(error).__name__}") from None
        if name.endswith(XML) and (any(one in part for one in DECLARATIONS) or b"\0" in part[:64]):
            raise PackageError(Refusal.FOREIGN, name)
        return part

    def parse(self, name: str) -> Element | None:
        """Return the root element of a part; None if there is no such part. Raises PackageError."""
        return parsed(self.read(name), name) if name in self.archive.namelist() else None


def open_package(content: bytes, main: str, max_xml: int, max_all: int = 0) -> OfficePackage:
    """Return the parts of a file whose main part has a name: `word/document.xml`. Raises PackageError.

    `max_xml` and `max_all` limit the bytes of its XML, and of all its parts, when they are unpacked.
    """
    if content.startswith(OLE):
        raise PackageError(Refusal.OLD)
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, EOFError):
        raise PackageError(Refusal.OTHER) from None
    infos = archive.infolist()
    if main not in archive.namelist():
        raise PackageError(Refusal.OTHER, f"it has no {main}")
    if len(infos) > MAX_PARTS:
        raise PackageError(Refusal.LARGE, f"it has {len(infos):,} parts; the limit is {MAX_PARTS:,}")
    for limit, sizes in (
        (max_xml, [info.file_size for info in infos if info.filename.endswith(XML)]),
        (max_all, [info.file_size for info in infos]),
    ):
        if limit and sum(sizes) > limit:
            what = f"unpacked, it has {sum(sizes) // MIB:,} MiB; the limit is {limit // MIB} MiB"
            raise PackageError(Refusal.LARGE, what)
    return OfficePackage(archive)


def parsed(part: bytes, name: str) -> Element:
    """Return the root element of a part. Raises PackageError if it is damaged or nested too deeply."""
    parser: ElementTree.XMLPullParser[Element] = ElementTree.XMLPullParser(("start", "end"))
    root: Element | None = None
    depth = 0
    try:
        for start in range(0, len(part), PIECE):
            parser.feed(part[start : start + PIECE])
            for found in parser.read_events():
                event, element = found[0], found[-1]
                root = element if root is None and isinstance(element, Element) else root
                depth += 1 if event == "start" else -1
                if depth > MAX_DEPTH:
                    raise PackageError(Refusal.NESTED, name)
        parser.close()
    except PackageError:
        raise
    except (ElementTree.ParseError, LookupError, ValueError):
        root = None
    if root is None:
        raise PackageError(Refusal.DAMAGED, name)
    return root
