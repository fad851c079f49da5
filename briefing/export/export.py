"""Write an edition for colleagues: as a Word document, as Markdown, or as text."""

from __future__ import annotations

from typing import Any

from briefing.core.colour import hex_of, read_colour
from briefing.core.source_map import Key
from briefing.export.blocks import Document, Picture
from briefing.export.elements import read_elements, read_sheet
from briefing.export.passages import ExportedEdition, ExportedPassage, bookmark_of
from briefing.export.reader import read_blocks
from briefing.files.css import font_faces_of, tokens_of
from briefing.files.fonts import UnusableFontError, family_of, first_usable, has_serifs
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files
from briefing.model.content import passages_in
from briefing.pdf.pages import draw_areas
from briefing.stages import Page, Pdf, Sheets, Tailored

RULE = "--rule"
"""The token for the colour of thin rules."""

GREY = (0.5, 0.5, 0.5), 1.0

PIXELS_PER_POINT = 200 / 72
"""The resolution of the pictures: enough for paper."""


def export_word(tailored: Tailored, page: Page, sheets: Sheets, pdf: Pdf, files: Files) -> bytes:
    """Return an edition as a Word document."""
    from briefing.export.word import Details, write_word

    document = read_blocks(read_elements(sheets))
    job, fonts = tailored.job, _fonts(page, files)
    rule = read_colour(tokens_of(page.stylesheets, files).get(RULE, "")) or GREY
    metadata: Any = getattr(sheets.document, "metadata", None)
    details = Details(
        edition=_exported(tailored, document),
        author=", ".join(metadata.authors),
        subject=metadata.description or "",
        keywords=", ".join(metadata.keywords),
        day=job.brief.date,
        locale=job.locale.replace("_", "-"),
        fonts={family: name for family, (name, _) in fonts.items()},
        stand_ins=dict(fonts.values()),
        rule=hex_of(rule[0]),
        sheet=read_sheet(sheets),
        pictures=_pictures(document, sheets, pdf),
    )
    return write_word(document, details)


def export_markdown(sheets: Sheets) -> bytes:
    """Return an edition as Markdown."""
    from briefing.export.plain import write_markdown

    return write_markdown(read_blocks(read_elements(sheets))).encode()


def export_text(sheets: Sheets) -> bytes:
    """Return an edition as text."""
    from briefing.export.plain import write_text

    return write_text(read_blocks(read_elements(sheets))).encode()


def _pictures(document: Document, sheets: Sheets, pdf: Pdf) -> dict[Picture, bytes]:
    """Return the pictures of a document as they are on the page, without a watermark behind them."""
    from briefing.typeset.layout import export_unmarked

    pictures = [run.picture for one in document.paragraphs() for run in one.runs if run.picture]
    shown = [one for one in pictures if one.area.width >= 1 and one.area.height >= 1]
    areas = [(one.area.page, one.area.left, one.area.top, one.area.width, one.area.height) for one in shown]
    pages = (export_unmarked(sheets) or pdf.content) if shown else b""
    return dict(zip(shown, draw_areas(pages, areas, PIXELS_PER_POINT), strict=True)) if shown else {}


def _fonts(page: Page, files: Files) -> dict[str, tuple[str, str]]:
    """Return the name of the font behind each family of the stylesheets, and the one that replaces it."""
    from briefing.export.word import SANS, SERIF

    found: dict[str, tuple[str, str]] = {}
    for face in font_faces_of(page.stylesheets, files):
        if face.family not in found:
            try:
                _, content = first_usable(face.sources, files)
            except UnusableFontError:
                continue
            found[face.family] = family_of(content), SERIF if has_serifs(content) else SANS
    return found


def _exported(tailored: Tailored, document: Document) -> ExportedEdition:
    """Return the list of the passages in a document, each with its file and the hash of its text."""
    job, edition = tailored.job, tailored.job.edition
    words = {passage.key: passage.words for passage in passages_in(tailored.content.brief)}
    keys: dict[Key, None] = dict.fromkeys(
        run.key for paragraph in document.paragraphs() for run in paragraph.runs if run.key
    )
    passages = tuple(
        ExportedPassage(
            bookmark_of(key, edition.language),
            key,
            job.source_map.value(key).file if key in words else "",
            digest_of(words[key].encode()) if key in words else "",
        )
        for key in keys
    )
    return ExportedEdition(edition.brief, edition.audience, edition.language, passages)
