"""Writes `docs/findings.md` from the table of codes and the rules: `python -m tests.house.write_findings_page`."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.codes import CODES
from briefing.rules.registry import page_of
from tests.conftest import ROOT

HEAD = """\
# Findings

Every finding has a code; codes are stable, wordings are not.
An error stops its edition; a warning does not, and can be accepted in the content (see BR071).
`brief check` tells all findings without building, `brief rule CODE` prints what is said here.
This page is made from `briefing/codes.py` and from the rules in `briefing/rules/` by `make docs`.

| code | what it stands for |
|---|---|
"""


def page() -> str:
    """The table of codes, and the page of each rule that has one."""
    rows = "".join(f"| {code} | {meaning} |\n" for code, meaning in CODES.items())
    return HEAD + rows + "".join(_pages())


def _pages() -> Iterator[str]:
    codes_of: dict[str, list[str]] = {}
    for code, meaning in CODES.items():
        words = page_of(code).removeprefix(meaning).strip()
        if words:
            codes_of.setdefault(words, []).append(code)
    for words, codes in codes_of.items():
        yield f"\n## {', '.join(codes)}\n\n{words}\n"


def main() -> None:
    (ROOT / "docs/findings.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
