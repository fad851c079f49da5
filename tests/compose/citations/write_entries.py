"""Update the expected output of the citation styles: `python -m tests.compose.citations.write_entries`.

Review the diff.
"""

from __future__ import annotations

from tests.compose.citations.test_csl_style import ENTRIES, entries_text


def main() -> None:
    ENTRIES.write_text(entries_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
