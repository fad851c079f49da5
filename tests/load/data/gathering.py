"""Reads the data of one exhibit without the rest of a brief."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from briefing.core.finding import Finding
from briefing.files.workspace import Files
from briefing.load.data.gather import gather_data
from briefing.load.yaml.reader import read_document

BRIEF = "content/trial/brief.yaml"


@dataclass(frozen=True)
class Gathered:
    """An exhibit with its data, and the findings."""

    exhibit: Mapping[str, Any]
    findings: Sequence[Finding]

    @property
    def header(self) -> list[str]:
        return list(self.exhibit["data"]["header"])

    @property
    def rows(self) -> list[list[str]]:
        return [list(row) for row in self.exhibit["data"]["rows"]]

    @property
    def formats(self) -> dict[str, dict[str, str]]:
        """The units and kinds of columns that follow from the data, by column."""
        columns = [one for one in self.exhibit.get("columns", ()) if isinstance(one, dict)]
        return {one["column"]: {key: one[key] for key in ("unit", "kind") if key in one} for one in columns}

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def places(self) -> list[str]:
        """The findings as code and place."""
        return [f"{one.code} {one.where}" for one in self.findings]


def gathered(
    root: Path,
    content: str | bytes,
    keys: str = "",
    *,
    kind: str = "table",
    language: str = "en",
    name: str = "x.csv",
    data: str = "",
) -> Gathered:
    """Return the exhibit of a brief whose data is in a file; `keys` are further keys of the exhibit in YAML.

    `data` is the data in the brief, in place of the file.
    """
    folder = root / "content/trial"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    more = f", {keys}" if keys else ""
    text = f"language: {language}\nsections:\n  - blocks:\n      - {kind}: {{data: {data or name}{more}}}\n"
    document, _ = gather_data(read_document(text.encode(), BRIEF), Files(root))
    (section,) = document.data["sections"]  # type: ignore[misc]
    return Gathered(section["blocks"][0][kind], document.findings)  # type: ignore[index,call-overload]


def workbook(*rows: Sequence[object], then: Callable[[Any], object] | None = None) -> bytes:
    """Return a spreadsheet with rows; `then` changes its sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if then:
        then(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
