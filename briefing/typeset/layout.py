"""A page → laid-out sheets → PDF bytes. One typesetter per process keeps its fonts and parsed styles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from briefing.errors import RendererError, WorkspaceError
from briefing.finding import Finding, Span
from briefing.stages import Page, Pdf, Remark, Sheets
from briefing.typeset.engine import weasyprint
from briefing.typeset.fetch import WorkspaceFetcher, address_of
from briefing.typeset.measure import asked_families, miscounted_words
from briefing.typeset.remarks import remarks_collected
from briefing.workspace import Files, OutsideError

PDF_OPTIONS = {
    "pdf_variant": "pdf/ua-1",
    "pdf_tags": True,
    "pdf_identifier": True,
}


def _fonts() -> Any:  # noqa: ANN401
    """A font configuration that remembers which families the styles declare."""

    class Fonts(weasyprint().text.fonts.FontConfiguration):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.families: set[str] = set()

        def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: Any) -> Any:  # noqa: ANN401
            self.families.add(rule_descriptors["font_family"])
            return super().add_font_face(rule_descriptors, url_fetcher)

    return Fonts()


class Typesetter:
    """Lays out pages for one workspace."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.fetcher = WorkspaceFetcher(files)
        self.fonts = _fonts()
        self._styles: dict[str, tuple[Any, tuple[Remark, ...]]] = {}

    def lay_out(self, page: Page) -> Sheets:
        """The pages of a composed page.

        Raises WorkspaceError where a stylesheet is missing, or no font at all can be loaded.
        """
        styles = [self._style(name) for name in page.stylesheets]
        remarks = [remark for _, said in styles for remark in said]
        if not self.fonts.families:
            raise WorkspaceError(
                [
                    Finding(
                        "BR504",
                        "no style declares a font",
                        Span("styles"),
                        "add an @font-face to styles/fonts.css",
                    )
                ]
            )
        with remarks_collected() as late, _failures_told():
            html = weasyprint().HTML(
                string=page.html, base_url=address_of(page.base), url_fetcher=self.fetcher
            )
            document = html.render(
                font_config=self.fonts, stylesheets=[style for style, _ in styles], **PDF_OPTIONS
            )
        boxes = [sheet._page_box for sheet in document.pages]
        undeclared = sorted(asked_families(boxes) - self.fonts.families)
        return Sheets(
            document,
            page_count=len(document.pages),
            miscounted=miscounted_words(html.etree_element, boxes),
            undeclared_families=tuple(undeclared),
            remarks=(*remarks, *late),
        )

    def _style(self, name: str) -> tuple[Any, Sequence[Remark]]:
        try:
            text = self.files.read(name)
        except (FileNotFoundError, OutsideError):
            mend = "write it, or choose another paper or part"
            raise WorkspaceError(
                [Finding("BR507", f"there is no stylesheet '{name}'", Span(name), mend)]
            ) from None
        key = f"{name} {hashlib.sha256(text).hexdigest()}"
        if key not in self._styles:
            with remarks_collected(name) as remarks:
                style = weasyprint().CSS(
                    string=text.decode("utf-8", "replace"),
                    base_url=address_of(name),
                    url_fetcher=self.fetcher,
                    font_config=self.fonts,
                )
            self._styles[key] = style, tuple(remarks)
        return self._styles[key]


@contextmanager
def _failures_told() -> Iterator[None]:
    """An exception of the engine is told as a finding: it is no bug of ours, and the other editions go on."""
    try:
        yield
    except Exception as error:
        what = f"WeasyPrint failed: {type(error).__name__}: {error}"
        mend = "look for very deep nesting, or sizes that no page has, in the text and the styles"
        raise RendererError([Finding("BR701", what, Span("styles"), mend)]) from error


def export(sheets: Sheets) -> Pdf:
    """The PDF file of laid-out sheets: tagged, PDF/UA-1."""
    document: Any = sheets.document
    with remarks_collected() as remarks, _failures_told():
        content: bytes = document.write_pdf(**PDF_OPTIONS)
    return Pdf(content, sheets.page_count, tuple(remarks))
