"""Each object of a PDF is put into bytes once, and the file stays the same."""

from __future__ import annotations

import io

import pydyf
import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.patch import find
from briefing.typeset.weasyprint_patches.single_serialization import KINDS
from tests.typeset.weasyprint_patches.unpatched import Counting

pytestmark = pytest.mark.engine


def written(monkeypatch, write, *, compress: bool, identifier: bool | bytes = True) -> tuple[bytes, int]:
    """Return the bytes of a file with pages, streams and texts, and the number of streams that were compressed."""
    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String("Résumé (a \\ b)")
    for number in range(3):
        stream = pydyf.Stream([b"q", f"{number} 0 0 1 0 0 cm".encode(), b"Q"] * 99, compress=True)
        pdf.add_object(stream)
        pdf.add_object(pydyf.Array([1, 2.5, pydyf.Array([number])]))
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": stream.reference}))
    compressor = Counting(pydyf.zlib.compressobj)
    monkeypatch.setattr(pydyf.zlib, "compressobj", compressor)
    output = io.BytesIO()
    write(pdf, output, b"1.7", identifier, compress)
    monkeypatch.undo()
    return output.getvalue(), compressor.calls


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("identifier", [True, b"id"])
def test_the_file_is_the_same_and_each_stream_is_compressed_once(monkeypatch, compress, identifier):
    weasyprint()
    options = {"compress": compress, "identifier": identifier}
    plain, all_calls = written(monkeypatch, find("pydyf:PDF.write"), **options)
    patched, calls = written(monkeypatch, pydyf.PDF.write, **options)
    assert patched == plain
    assert (calls, all_calls) == ((5, 9) if compress else (3, 6))


def test_what_changes_after_the_file_was_written_is_not_kept():
    weasyprint()
    pdf = pydyf.PDF()
    pdf.write(io.BytesIO(), identifier=True)
    pdf.catalog["Lang"] = pydyf.String("en")
    assert b"/Lang (en)" in pdf.catalog.data
    assert all(isinstance(getattr(pydyf, kind).__dict__["data"], property) for kind in KINDS)
