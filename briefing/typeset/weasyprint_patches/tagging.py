"""Write the structure tree of an edition in place of WeasyPrint's tags.

WeasyPrint 70 has no public API for this. The internal names that the tagger reads are listed here, for the guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

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
"""The names in WeasyPrint that the tagger reads, by module."""


class Tagger(Protocol):
    """Writes the tags of a PDF."""

    def add_tags(self, pdf: Any, document: Any, page_streams: Sequence[Any]) -> None:  # noqa: ANN401
        """Add the structure tree, from what is painted in the streams of the pages."""

    def prepare_fonts(self, fonts: Any) -> None:  # noqa: ANN401
        """Change fonts before they are written."""


_tagger: ContextVar[Tagger | None] = ContextVar("tagger", default=None)
"""The tagger of the PDF that is being written; None where the engine writes its own tags."""


@contextmanager
def tagged_by(tagger: Tagger) -> Iterator[None]:
    """Have a tagger write the tags of PDFs inside the context."""
    token = _tagger.set(tagger)
    try:
        yield
    finally:
        _tagger.reset(token)


def apply() -> None:
    """Use the tagger, where there is one, instead of the engine's function."""
    from weasyprint import pdf

    replace(pdf, "add_tags", _calling_tagger(pdf.add_tags))
    replace(pdf, "build_fonts_dictionary", _preparing_fonts(pdf.build_fonts_dictionary))


def _calling_tagger(plain: Callable[..., None]) -> Callable[..., None]:
    def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:  # noqa: ANN401
        if tagger := _tagger.get():
            tagger.add_tags(pdf, document, page_streams)
        else:
            plain(pdf, document, pdf_version, page_streams)

    return add_tags


def _preparing_fonts(plain: Callable[..., Any]) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, *rest: Any) -> Any:  # noqa: ANN401
        if tagger := _tagger.get():
            tagger.prepare_fonts(fonts)
        return plain(pdf, fonts, *rest)

    return build_fonts_dictionary


PATCH = Patch(
    name="tagging",
    kind="hook",
    reason="WeasyPrint has no option for a custom structure tree",
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
