"""Words that a line break hyphenates: programs find them in the pages, and hear them whole in the tags."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from tests.editions.shipped import laid_out
from tests.typeset.readback import UNSEEN, opened, read_tags

pytestmark = [pytest.mark.engine, pytest.mark.process]

HYPHEN = "\u2010"
PDFIUM_HYPHEN = "\ufffe"
"""PDFium reports it for the hyphen of a word that goes on in the next line; Chrome's search skips it."""


@pytest.fixture(scope="module", params=["leap-second-analyst-en", "venezuela-russia-policymaker-ru"])
def edition(request) -> tuple[bytes, list[str]]:
    """Return an edition's PDF, and each hyphenated word with the word before it."""
    run = laid_out(request.param)
    return run.pdf.content, list(hyphenated(run.sheets.document))


def hyphenated(document: Any) -> Iterator[str]:
    """Yield the hyphenated words that are on one page; no program finds one that is on two."""
    for page in document.pages:
        boxes = [box for box in page._page_box.descendants() if getattr(box, "text", None)]
        texts = [box.text for box in boxes if not str(box.element_tag or "@").startswith("@")]
        for text, following in pairwise(texts):
            if text.endswith(HYPHEN):
                words = f"{text.removesuffix(HYPHEN)}{following}".split()
                first = max(len(text.split()) - 2, 0)
                yield " ".join(words[first : len(text.split())]).translate(UNSEEN).rstrip(".,;:")


def squeezed(text: str) -> str:
    return " ".join(text.translate(UNSEEN).split())


def test_poppler_finds_every_hyphenated_word(edition, tmp_path):
    if not (program := shutil.which("pdftotext")):
        pytest.skip("Poppler is not installed")
    content, words = edition
    (tmp_path / "edition.pdf").write_bytes(content)
    read = subprocess.run(
        [program, "-enc", "UTF-8", tmp_path / "edition.pdf", "-"], capture_output=True, check=True
    )
    text = squeezed(read.stdout.decode())
    assert len(words) >= 3
    assert [word for word in words if word not in text] == []


def test_pdfium_finds_every_hyphenated_word(edition):
    content, words = edition
    with pypdfium2.PdfDocument(content) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    text = squeezed("\n".join(texts).replace(PDFIUM_HYPHEN, ""))
    assert [word for word in words if word not in text] == []


def test_the_tags_have_a_soft_hyphen_for_each_hyphen_at_the_end_of_a_line(edition):
    content, words = edition
    with opened(content) as pdf:
        root = read_tags(pdf)
        hyphens = [tag for tag in root.walk() if "/ActualText" in tag.object]
        assert {str(tag.object.ActualText) for tag in hyphens} == {"\u00ad"}
        assert [tag.kids for tag in hyphens] == [["-"]] * len(hyphens)
        assert len(hyphens) >= len(words)
        text = squeezed(root.text)
    assert [word for word in words if word not in text] == []
