"""Edit exported documents and built PDFs as the programs of reviewers do."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence

import docx
import pikepdf
import pypdfium2
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.run import Run

DAY = "2026-12-01T09:30:00Z"


class WordReviewer:
    """A person with a Word document and change tracking switched on."""

    def __init__(self, content: bytes, author: str = "Ann Example") -> None:
        self.document, self.author = docx.Document(io.BytesIO(content)), author
        self.number = 9_000
        self.notes_part = next(
            (
                one
                for one in self.document.part.package.iter_parts()
                if one.partname.endswith("footnotes.xml")
            ),
            None,
        )
        self.notes = parse_xml(self.notes_part.blob) if self.notes_part else OxmlElement("w:footnotes")

    def change(self, old: str, new: str, within: str = "") -> None:
        """Replace words, as a tracked deletion and a tracked insertion. Without `new`, they are deleted."""
        runs = self._run_of(old, within)
        self._tracked("w:del", runs)
        if new:
            added = copy.deepcopy(runs[-1])
            for text in added.iter(qn("w:delText")):
                text.tag, text.text = qn("w:t"), new
            runs[-1].getparent().addnext(self._wrapped("w:ins", [added]))

    def insert(self, after: str, new: str) -> None:
        """Insert words after others."""
        (run,) = self._run_of(after)
        added = copy.deepcopy(run)
        next(added.iter(qn("w:t"))).text = new
        run.addnext(self._wrapped("w:ins", [added]))

    def comment(self, words: str, text: str) -> None:
        """Comment on words."""
        (run,) = self._run_of(words)
        self.document.add_comment([Run(run, None)], text=text, author=self.author, initials="A")

    def retype(self, old: str, new: str) -> None:
        """Replace words with change tracking switched off."""
        (run,) = self._run_of(old)
        next(run.iter(qn("w:t"))).text = new

    def saved(self) -> bytes:
        """Return the document."""
        packed = io.BytesIO()
        if self.notes_part:
            self.notes_part._blob = serialize_part_xml(self.notes)
        self.document.save(packed)
        return packed.getvalue()

    def _run_of(self, words: str, within: str = "") -> list:
        """Return the run that has some words and no others, which is split from what is around it."""
        for paragraph in (*self.document.element.body.iter(qn("w:p")), *self.notes.iter(qn("w:p"))):
            whole = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
            for run in list(paragraph.iter(qn("w:r"))) if within in whole else []:
                text = run.find(qn("w:t"))
                if text is not None and words in (text.text or ""):
                    before, _, after = text.text.partition(words)
                    for piece, side in ((before, run.addprevious), (after, run.addnext)):
                        if piece:
                            other = copy.deepcopy(run)
                            other.find(qn("w:t")).text = piece
                            side(other)
                    text.text = words
                    return [run]
        raise AssertionError(f"no run has {words!r}")

    def _tracked(self, tag: str, runs: Sequence) -> None:
        place = runs[0].getprevious()
        parent = runs[0].getparent()
        wrapped = self._wrapped(tag, [])
        if place is not None:
            place.addnext(wrapped)
        else:
            parent.insert(0, wrapped)
        for run in runs:
            wrapped.append(run)
            for text in run.iter(qn("w:t")):
                text.tag = qn("w:delText")

    def _wrapped(self, tag: str, runs: Sequence):
        element = OxmlElement(tag)
        self.number += 1
        element.set(qn("w:id"), str(self.number))
        element.set(qn("w:author"), self.author)
        element.set(qn("w:date"), DAY)
        for run in runs:
            element.append(run)
        return element


class PdfReviewer:
    """A person with a PDF in a reader that writes annotations."""

    def __init__(self, content: bytes, author: str = "Ben Example") -> None:
        self.pdf, self.author = pikepdf.open(io.BytesIO(content)), author
        self.document = pypdfium2.PdfDocument(content)

    def annotate(self, kind: str, words: str, text: str = "", **more: object) -> pikepdf.Object:
        """Add an annotation on words, or at their end if it has no quadrilaterals."""
        number, rects = self._rects_of(words)
        edges = [
            min(r[0] for r in rects),
            min(r[1] for r in rects),
            max(r[2] for r in rects),
            max(r[3] for r in rects),
        ]
        if kind in ("/Caret", "/Text"):
            _, bottom, right, _ = rects[-1]
            edges = [right - 3, bottom - 2, right + 3, bottom + 6]
        entries = {
            "/Type": pikepdf.Name.Annot,
            "/Subtype": pikepdf.Name(kind),
            "/Rect": edges,
            "/Contents": text,
            "/T": self.author,
            "/M": "D:20261202120000Z",
            **more,
        }
        if kind in ("/Highlight", "/StrikeOut", "/Underline"):
            entries["/QuadPoints"] = [
                value
                for left, bottom, right, top in rects
                for value in (left, top, right, top, left, bottom, right, bottom)
            ]
        annotation = self.pdf.make_indirect(pikepdf.Dictionary(entries))
        page = self.pdf.pages[number].obj
        if "/Annots" not in page:
            page["/Annots"] = pikepdf.Array()
        page["/Annots"].append(annotation)
        return annotation

    def _rects_of(self, words: str):
        for number, page in enumerate(self.document):
            text_page = page.get_textpage()
            found = text_page.search(words).get_next()
            if found:
                index, count = found
                total = text_page.count_rects(index, count)
                return number, [text_page.get_rect(one) for one in range(total)]
        raise AssertionError(f"no page has {words!r}")

    def saved(self) -> bytes:
        """Return the PDF."""
        packed = io.BytesIO()
        self.pdf.save(packed)
        return packed.getvalue()
