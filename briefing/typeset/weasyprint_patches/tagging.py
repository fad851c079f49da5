"""Write the structure tree of an edition in the place of WeasyPrint's tags.

WeasyPrint 70 has no public way to do this. The names of its inside that the tags read are listed here, for the guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from briefing.structure.standards import Standard
from briefing.typeset.weasyprint_patches.patch import Patch, replace

READ = {
    "weasyprint.formatting_structure.boxes": (
        "LineBox",
        "MarginBox",
        "ReplacedBox",
        "TableCellBox",
        "TableRowGroupBox",
        "TextBox",
        "Box.link_annotation",
        "Box.content_box_x",
        "Box.content_box_y",
    ),
    "weasyprint.layout.absolute": ("AbsolutePlaceholder",),
    "weasyprint.pdf.stream": ("Stream.marked", "Stream.artifact"),
}
"""The names that the tags read of WeasyPrint, by the modules that have them."""

_standard: ContextVar[Standard | None] = ContextVar("standard", default=None)
"""The standard of the PDF that is being written; None where the engine writes its own tags."""


@contextmanager
def tagged(standard: Standard) -> Iterator[None]:
    """Give PDFs the structure tree of their HTML while this lasts."""
    token = _standard.set(standard)
    try:
        yield
    finally:
        _standard.reset(token)


def apply() -> None:
    """Have the engine write our tags, and map spaces in its fonts, while `tagged` lasts."""
    from weasyprint import pdf

    replace(pdf, "add_tags", _adding_tags(pdf.add_tags))
    replace(pdf, "build_fonts_dictionary", _mapping_spaces(pdf.build_fonts_dictionary))


def _adding_tags(plain: Callable[..., None]) -> Callable[..., None]:
    def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:  # noqa: ANN401
        standard = _standard.get()
        if standard is None:
            plain(pdf, document, pdf_version, page_streams)
            return
        from briefing.typeset.tags.boxes import read_tree
        from briefing.typeset.tags.glyphs import Glyphs
        from briefing.typeset.tags.writer import write_tree

        glyphs = Glyphs(document.fonts)
        tree = read_tree(document, _marks(pdf, page_streams), glyphs, standard)
        write_tree(pdf, page_streams, tree, glyphs, standard)

    return add_tags


def _mapping_spaces(plain: Callable[..., Any]) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, *rest: Any) -> Any:  # noqa: ANN401
        if _standard.get() is not None:
            from briefing.typeset.tags.glyphs import map_spaces

            map_spaces(fonts)
        return plain(pdf, fonts, *rest)

    return build_fonts_dictionary


def _marks(pdf: Any, page_streams: Sequence[Any]) -> list[dict[Any, Any]]:  # noqa: ANN401
    """For each page, the marked content of each box (`Mark`): in the stream of the page, or of a group on it."""
    from briefing.typeset.tags.glyphs import Mark

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


PATCH = Patch(
    name="tagging",
    kind="hook",
    reason="WeasyPrint has no option for a structure tree of one's own",
    cost="editions would not be accessible (PDF/UA)",
    apply=apply,
    parameters={
        "weasyprint.pdf:add_tags": ("pdf", "document", "pdf_version", "page_streams"),
        "weasyprint.pdf:build_fonts_dictionary": ("pdf", "fonts", "compress", "subset", "options"),
        **{f"{module}:{name}": () for module, names in READ.items() for name in names},
    },
    lines={"weasyprint.pdf.stream:Stream.marked": "self._tags[box] = {'tag': tag, 'mcid': mcid}"},
    upstream="https://github.com/Kozea/WeasyPrint/issues/2482",
    is_required=True,
)
