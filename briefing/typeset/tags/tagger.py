"""Tag an edition with its structure tree, in place of the engine's tags, conforming to a standard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from briefing.structure.standards import Standard
from briefing.typeset.tags.boxes import read_tree
from briefing.typeset.tags.glyphs import Glyphs, Mark, map_spaces
from briefing.typeset.tags.writer import write_tree


class EditionTagger(NamedTuple):
    """Writes the structure tree of the HTML of an edition."""

    standard: Standard

    def add_tags(self, pdf: Any, document: Any, page_streams: Sequence[Any]) -> None:  # noqa: ANN401
        """Read the tree from the boxes of a document, and write it into its PDF."""
        glyphs = Glyphs(document.fonts)
        tree = read_tree(document, _marks(pdf, page_streams), glyphs, self.standard)
        write_tree(pdf, page_streams, tree, glyphs, self.standard)

    def prepare_fonts(self, fonts: Any) -> None:  # noqa: ANN401
        """Map the spaces and hyphens of each font to plain characters, so that text is copied correctly."""
        map_spaces(fonts)


def _marks(pdf: Any, page_streams: Sequence[Any]) -> list[dict[Any, Mark]]:  # noqa: ANN401
    """Return for each page the marked content of each box, in the stream of the page or of a group on it."""
    operators: dict[int, dict[int, tuple[Any, int]]] = {id(stream._tags): {} for stream in page_streams}
    for stream in pdf.objects:
        found = operators.get(id(getattr(stream, "_tags", None)))
        if found is None:
            continue
        for index, operator in enumerate(stream.stream):
            if isinstance(operator, dict) and "MCID" in operator:
                found[operator["MCID"]] = (stream, index)
    return [
        {
            box: Mark(*operators[id(stream._tags)][tag["mcid"]], tag["mcid"])
            for box, tag in stream._tags.items()
            if tag["mcid"] in operators[id(stream._tags)]
        }
        for stream in page_streams
    ]
