"""A page → laid-out sheets → PDF bytes. One typesetter per process keeps its fonts and parsed styles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from briefing.errors import RendererError, WorkspaceError
from briefing.finding import Finding, Span
from briefing.stages import Page, Pdf, Remark, Sheets
from briefing.typeset.engine import weasyprint
from briefing.typeset.fetch import WorkspaceFetcher, address_of
from briefing.typeset.measure import asked_families, miscounted_words, misplaced_texts
from briefing.typeset.remarks import remarks_collected
from briefing.workspace import Files

DECLARED = re.compile(r"(--[\w-]+)\s*:")
USED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
IMPORTED = re.compile(r"@import\s+(?:url\()?\s*[\"'](shipped/[^\"']+)")

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
        self._check_variables(page)
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
            misplaced=misplaced_texts(boxes),
            undeclared_families=tuple(undeclared),
            remarks=(*remarks, *late),
        )

    def _check_variables(self, page: Page) -> None:
        """A variable that no style declares would make the engine drop a rule, or fail."""
        sheets = {name: self._text(name) for name in page.stylesheets}
        declared = {name for text in (*sheets.values(), page.html) for name in DECLARED.findall(text)}
        declared |= {name for text in sheets.values() for name in self._imported_declarations(text)}
        findings = []
        for name, text in sheets.items():
            for match in USED.finditer(text):
                if match[1] not in declared:
                    line = text.count("\n", 0, match.start()) + 1
                    column = match.start(1) - text.rfind("\n", 0, match.start(1))
                    where = Span(name, line, column, len(match[1]), text.splitlines()[line - 1])
                    mend = "declare it in styles/tokens.css; a file of yours replaces the shipped one whole, "
                    mend += 'unless it starts with @import "shipped/tokens.css";'
                    findings.append(Finding("BR510", f"no style declares '{match[1]}'", where, mend))
        if findings:
            raise WorkspaceError(findings)

    def _imported_declarations(self, text: str) -> list[str]:
        return [
            name for file in IMPORTED.findall(text) for name in DECLARED.findall(self._text(f"styles/{file}"))
        ]

    def _text(self, name: str) -> str:
        try:
            return self.files.read(name).decode("utf-8", "replace")
        except OSError:
            return ""  # told where the stylesheet is read

    def _style(self, name: str) -> tuple[Any, Sequence[Remark]]:
        try:
            text = self.files.read(name)
        except OSError as error:
            is_there = not isinstance(error, FileNotFoundError)
            what = (
                f"the stylesheet '{name}' {f'cannot be read: {error.strerror}' if is_there else 'is missing'}"
            )
            mend = "write it, or choose another paper or part"
            raise WorkspaceError([Finding("BR507", what, Span(name), mend)]) from None
        key = f"{name} {hashlib.sha256(text).hexdigest()}"
        if key not in self._styles:
            with remarks_collected(name) as remarks, _failures_told():
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
