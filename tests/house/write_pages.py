"""Draws pages of the shipped briefs for the README: `python -m tests.house.write_pages`, after `brief build`."""

from __future__ import annotations

import pypdfium2

from tests.conftest import ROOT

DOTS_PER_INCH = 80
PAGES = {
    "page-one": ("venezuela-russia-policymaker-en", 1),
    "exhibits": ("leap-second-policymaker-en", 4),
}
"""The name of each picture: the edition, and the number of the page."""


def main() -> None:
    for name, (edition, number) in PAGES.items():
        document = pypdfium2.PdfDocument(ROOT / f"out/{edition}.pdf")
        picture = document[number - 1].render(scale=DOTS_PER_INCH / 72).to_pil()
        picture.save(ROOT / f"docs/{name}.png", optimize=True)
        document.close()


if __name__ == "__main__":
    main()
