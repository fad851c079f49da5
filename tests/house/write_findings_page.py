"""Writes `docs/findings.md` from the table of codes: `python -m tests.house.write_findings_page`."""

from __future__ import annotations

from briefing.codes import CODES
from tests.conftest import ROOT

HEAD = """\
# Findings

Every finding has a code; codes are stable, wordings are not.
An error stops its edition; a warning (only BR315, BR317, BR503, BR511 and some BR508) does not.
This page is made from `briefing/codes.py` by `make docs`.

| code | what it stands for |
|---|---|
"""


def main() -> None:
    rows = "".join(f"| {code} | {meaning} |\n" for code, meaning in CODES.items())
    (ROOT / "docs/findings.md").write_text(HEAD + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
