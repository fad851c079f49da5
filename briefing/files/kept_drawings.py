"""Keep the drawings of charts between commands, next to the build log: `out/.brief/drawing-….svg`.

The name of a file has the hash of everything that its drawing depends on, and its first line the hash of the drawing.
A drawing that is missing, damaged or not plain is drawn again. A process that makes editions only reads these files;
it returns new drawings with its result, and the command writes them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from briefing.core.errors import MachineError
from briefing.files.atomic_writing import write_whole
from briefing.files.bounded_reading import read_file
from briefing.files.read_log import digest_of

DRAWING_LIMIT = 1 << 20
"""The greatest size of a drawing, in bytes."""

MOST_NEW = 50
"""The number of new drawings that one edition may return."""

MOST_IN_MEMORY, MOST_ON_DISK = 200, 300
"""The numbers of drawings that a process and a folder keep."""

BEGIN, END = "drawing-", ".svg"

SVG = "{http://www.w3.org/2000/svg}"
PLAIN_ELEMENTS = frozenset(
    f"{SVG}{name}"
    for name in (
        *("svg", "g", "defs", "clipPath", "path", "rect", "line", "circle", "ellipse", "polygon", "polyline"),
        *("text", "tspan", "title", "desc", "linearGradient", "radialGradient", "stop"),
    )
)


class KeptDrawings:
    """The drawings that a process has made or read, by the hash of what they depend on."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._known: dict[str, str] = {}
        self._new: dict[str, str] = {}

    def find(self, key: str) -> str | None:
        """Return a drawing as the text of an SVG file; None if it has to be drawn."""
        if key not in self._known and self.folder is not None:
            with contextlib.suppress(OSError, ValueError):
                self._remember(key, _read(self.folder / f"{BEGIN}{key}{END}"))
        return self._known.get(key)

    def keep(self, key: str, drawing: str) -> None:
        """Keep a new drawing."""
        self._remember(key, drawing)
        if len(self._new) < MOST_NEW and is_plain(drawing):
            self._new[key] = drawing

    def take_new(self) -> dict[str, str]:
        """Return the drawings that are new since the last call."""
        taken, self._new = self._new, {}
        return taken

    def _remember(self, key: str, drawing: str) -> None:
        if len(self._known) >= MOST_IN_MEMORY:
            del self._known[next(iter(self._known))]
        self._known[key] = drawing


DRAWINGS = KeptDrawings()
"""The drawings of this process."""


def is_plain(drawing: str) -> bool:
    """Return whether a drawing consists of shapes and texts, without a link, a picture, a style or a script."""
    if len(drawing) > DRAWING_LIMIT or "<!" in drawing or "<?" in drawing:
        return False
    try:
        root = ElementTree.fromstring(drawing)  # noqa: S314  (without a document type, so without entities)
    except (ElementTree.ParseError, ValueError):
        return False
    return root.tag == f"{SVG}svg" and all(map(_is_plain_element, root.iter()))


def _is_plain_element(element: ElementTree.Element) -> bool:
    names = element.attrib.keys()
    links = (value.replace("url(#", "") for value in element.attrib.values() if "url(" in value)
    return (
        element.tag in PLAIN_ELEMENTS
        and not any(name.startswith(("on", "{")) or name in ("href", "style", "src") for name in names)
        and not any("url(" in link for link in links)
    )


def write_drawings(folder: Path, drawings: Mapping[str, str]) -> None:
    """Write new drawings to a folder; the oldest ones are removed. Where it cannot be written, they are drawn again."""
    plain = {key: drawing for key, drawing in drawings.items() if is_plain(drawing)}
    if not plain:
        return
    with contextlib.suppress(OSError, MachineError):
        folder.mkdir(exist_ok=True)
        for key, drawing in plain.items():
            content = f"{digest_of(drawing.encode())}\n{drawing}".encode()
            write_whole(folder / f"{BEGIN}{key}{END}", content)
        found = sorted(folder.glob(f"{BEGIN}*{END}"), key=lambda path: path.lstat().st_mtime_ns)
        for path in found[:-MOST_ON_DISK]:
            path.unlink(missing_ok=True)


def _read(path: Path) -> str:
    """Return the drawing in a file. Raises OSError or ValueError if it is missing, damaged or not plain."""
    content = read_file(os.fspath(path), limit=DRAWING_LIMIT + 1_000).decode()
    digest, _, drawing = content.partition("\n")
    if digest != digest_of(drawing.encode()) or not is_plain(drawing):
        raise ValueError(path)
    return drawing
