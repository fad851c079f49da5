"""Write the expected brief and report of each document; `make docs` runs it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.importing.documents import DOCUMENTS
from tests.importing.test_documents import EXPECTED, imported, report_of


def main() -> None:
    """Write the files."""
    for name in DOCUMENTS:
        with tempfile.TemporaryDirectory() as folder:
            made = imported(Path(folder), name)
            (EXPECTED / f"{name}.yaml").write_text(next(iter(made.texts.values())), encoding="utf-8")
            (EXPECTED / f"{name}.txt").write_text(report_of(made), encoding="utf-8")


if __name__ == "__main__":
    main()
