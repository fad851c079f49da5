"""The pages that an earlier test has kept: the baseline that later ones are compared with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from briefing.theme_tests.case_pages import DrawnPage, Record, digest_of, picture_name, record_from_json

RECORD = "pages.json"
"""The file with the sizes and lines of all pages, next to their pictures."""

ENDING = "-baseline"
"""The end of the name of the folder, after that of the report."""


@dataclass(frozen=True)
class KeptPages:
    """The pages of each edition, and the folder with their pictures."""

    folder: Path
    record: Record = field(default_factory=dict)

    def picture(self, name: str, page: DrawnPage) -> bytes:
        """Return the picture of a page; empty if the file is missing or is another one."""
        with suppress(OSError):
            content = (self.folder / name).read_bytes()
            return content if digest_of(content) == page.digest else b""
        return b""

    def pictures_of(self, record: Record) -> dict[str, bytes]:
        """Return the pictures of some of the editions, by the names of their files."""
        names = (
            (picture_name(edition, number), page)
            for edition, pages in record.items()
            for number, page in enumerate(pages, start=1)
        )
        return {name: content for name, page in names if (content := self.picture(name, page))}


def kept_folder(report: Path) -> Path:
    """Return the folder of the kept pages, which is next to that of the report."""
    return report.with_name(f"{report.name}{ENDING}")


def read_kept_pages(folder: Path) -> KeptPages:
    """Return the pages that are kept in a folder; none if there is no such folder, or its record cannot be read."""
    with suppress(OSError, ValueError):
        return KeptPages(folder, record_from_json((folder / RECORD).read_bytes()))
    return KeptPages(folder)
