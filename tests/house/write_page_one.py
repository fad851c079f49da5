"""Draws page one of the shipped brief for the README: `python -m tests.house.write_page_one`."""

from __future__ import annotations

import pypdfium2

from tests.conftest import ROOT

DOTS_PER_INCH = 80


def main() -> None:
    document = pypdfium2.PdfDocument(ROOT / "out/venezuela-russia-policymaker-en.pdf")
    picture = document[0].render(scale=DOTS_PER_INCH / 72).to_pil()
    picture.save(ROOT / "docs/page-one.png", optimize=True)
    document.close()


if __name__ == "__main__":
    main()
