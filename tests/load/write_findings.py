"""Updates the expected findings of the bad inputs: `python -m tests.load.write_findings`. Read the diff."""

from __future__ import annotations

import tempfile
from pathlib import Path

from briefing.files.workspace import Files
from tests.load.test_bad_inputs import INPUTS, findings_text


def main() -> None:
    for path in INPUTS:
        with tempfile.TemporaryDirectory() as folder:
            brief = Path(folder) / "content" / "trial" / "brief.yaml"
            brief.parent.mkdir(parents=True)
            brief.write_bytes(path.read_bytes())
            path.with_suffix(".txt").write_text(findings_text(Files(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
