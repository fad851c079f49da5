"""The workspace: its root, its folders, and the one door through which every file of it is read.

A file of the user's workspace wins over the shipped one of the same name, file by file.
Names are always relative, with forward slashes: `templates/parts/outlook.j2.html`.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

SHIPPED_FOLDERS = ("templates", "styles")
"""What the package brings along; content is the user's alone."""

SHIPPED_PREFIX = "shipped/"
"""A folder of this name inside a name skips the user's workspace, so that a file can extend the one it replaces:
`shipped/parts/outlook.j2.html` for a template, `shipped/outlook.css` beside a stylesheet."""

OUTPUT_FOLDER = "out"


class OutsideError(OSError):
    """A name leads out of the workspace."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EACCES, "it leads out of the workspace", name)


def find_root(start: Path) -> Path | None:
    """The nearest folder, from `start` upwards, that holds a workspace, or None."""
    for folder in (start, *start.parents):
        if (folder / "content" / "workspace.yaml").is_file() or any(folder.glob("content/*/brief.yaml")):
            return folder
    return None


def shipped_root() -> Path:
    """Where the shipped templates and styles stand: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


@dataclass
class Files:
    """The door: finds and reads the files of a workspace, and notes which were read.

    `read` raises OSError: FileNotFoundError for a name that no layer has, OutsideError for one that leads out.
    """

    root: Path
    shipped: Path = field(default_factory=shipped_root)
    seen: dict[str, Path] = field(default_factory=dict)

    def find(self, name: str) -> Path | None:
        """The file that a name stands for: the user's, else the shipped one, else None."""
        parts = self._checked(name)
        roots = [self.root]
        if "shipped" in parts.parts[:-1]:
            parts = PurePosixPath(*(part for part in parts.parts if part != "shipped"))
            roots = []
        if parts.parts[0] in SHIPPED_FOLDERS:
            roots.append(self.shipped)
        for root in roots:
            path = root / parts
            if path.is_file():
                if not path.resolve().is_relative_to(root.resolve()):
                    raise OutsideError(name)
                return path
        return None

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        path = self.find(name)
        if path is None:
            raise FileNotFoundError(name)
        return self.read_found(name, path)

    def read_found(self, name: str, path: Path) -> bytes:
        """The bytes of a file that was found for a name by other means (a font of a package)."""
        content = path.read_bytes()
        self.seen[name] = path
        return content

    def list(self, pattern: str) -> list[str]:
        """The names that match a pattern (`templates/audiences/*/audience.yaml`), in order, over all layers."""
        roots = [self.root]
        if PurePosixPath(pattern).parts[0] in SHIPPED_FOLDERS and self.shipped != self.root:
            roots.append(self.shipped)
        return sorted(
            {
                path.relative_to(root).as_posix()
                for root in roots
                for path in root.glob(pattern)
                if path.is_file()
            }
        )

    def shown(self, path: Path) -> str:
        """A path as a person at the workspace's root would write it; never an absolute one inside it."""
        for root in (self.root, self.shipped):
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return os.fspath(path)

    @staticmethod
    def _checked(name: str) -> PurePosixPath:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or not parts.parts or "\0" in name or "\\" in name:
            raise OutsideError(name)
        return parts
