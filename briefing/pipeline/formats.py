"""The table of output formats: one entry for each, from its file name to its checks.

The build, the kit and its manifest, the result codec and `brief verify` read this table. The code of a format is
imported when it is used, because the command reads the table before anything else is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.files.workspace import Files
    from briefing.results import Run
    from briefing.rules.pdf.release_files import Reading
    from briefing.stages import Page, Tailored

PDF, COMPOSED, EMAIL, PROOF, REGIONS = "pdf", "composed", "email", "proof", "regions"
WORD, MARKDOWN, TEXT = "word", "markdown", "text"
HTML, COVER, THUMBNAIL = "html", "cover", "thumbnail"
"""The names of formats that other modules refer to."""


@dataclass(frozen=True)
class BuiltEdition:
    """A built edition with its PDF, from which the formats of a kit are made."""

    tailored: Tailored
    page: Page
    """The page, composed for the screen."""
    pdf: bytes
    file_names: Mapping[str, str]
    """The names of its files in the kit, by the names of their formats."""
    files: Files


@dataclass(frozen=True)
class Format:
    """An output format: its names, how it is made from an edition, and how it is checked."""

    name: str
    """The name in results and in the manifest of a kit."""
    ending: str
    """The part of the file name that follows the name of the edition."""
    begins: bytes = b""
    ends: bytes = b""
    """The first and the last bytes of a complete file, if the format defines them."""
    from_run: Callable[[Run, Files], bytes | None] | None = None
    """Makes the file during a build. None if only kits have the format."""
    is_made_of_failures: bool = False
    """Whether a build writes the file even if the edition fails, from the stages that were completed."""
    from_built: Callable[[BuiltEdition], bytes] | None = None
    """Makes the file for a kit or for the site. None if neither has the format."""
    is_for_kits: bool = True
    """Whether kits have the format if it can be made for them; if not, it is for the site only."""
    read: Callable[[bytes, Page], Reading] | None = None
    """Reads the texts in the file, to check them before a release.

    None if the file has no text, or was checked when it was built.
    """
    contradictions: (
        Callable[[Mapping[str, Any], Mapping[str, str], Mapping[str, bytes]], Iterator[str]] | None
    ) = None
    """Finds wrong statements about the file in the manifest of a kit.

    Its arguments are the edition's entry in the manifest, the names of its files by format, and the kit's files by
    name.
    """

    def looks_whole(self, content: bytes) -> bool:
        """Return whether bytes begin and end like a file of the format."""
        is_ended = not self.ends or content.rstrip().endswith(self.ends)
        return content.startswith(self.begins) and is_ended


def _written_pdf(run: Run, _: Files) -> bytes | None:
    return run.pdf.content if run.pdf else None


def _contradictions_of_pdf(
    entry: Mapping[str, Any], names: Mapping[str, str], contents: Mapping[str, bytes]
) -> Iterator[str]:
    from briefing.pdf.conformance import read_claims
    from briefing.pdf.pages import count_pages

    name = names[PDF]
    pages, claims = count_pages(contents[name]), list(read_claims(contents[name]))
    if pages != entry["pages"]:
        yield f"'{name}' has {pages} pages, but the manifest lists {entry['pages']}"
    if claims != entry["conformance"]:
        listed = ", ".join(map(str, entry["conformance"]))
        yield f"'{name}' claims {', '.join(claims) or 'no standard'}, but the manifest lists {listed or 'none'}"


def _composed_page(run: Run, files: Files) -> bytes | None:
    from briefing.compose.web.composed_page import embed_styles

    steps = run.sheets.steps if run.sheets else ()
    return embed_styles(run.page, files, steps).encode() if run.page else None


def _regions(run: Run, _: Files) -> bytes | None:
    from briefing.pdf.pages import digests_of_pages
    from briefing.typeset.inspect.page_regions import as_json, regions_of

    if run.sheets is None or run.pdf is None:
        return None
    return as_json(regions_of(run.sheets, digests_of_pages(run.pdf.content)))


def _word(run: Run, files: Files) -> bytes | None:
    from briefing.export.export import export_word

    if run.tailored is None or run.page is None or run.sheets is None or run.pdf is None:
        return None
    return export_word(run.tailored, run.page, run.sheets, run.pdf, files)


def _markdown(run: Run, _: Files) -> bytes | None:
    from briefing.export.export import export_markdown

    return export_markdown(run.sheets) if run.sheets else None


def _text(run: Run, _: Files) -> bytes | None:
    from briefing.export.export import export_text

    return export_text(run.sheets) if run.sheets else None


def _web_edition(edition: BuiltEdition) -> bytes:
    from briefing.compose.web.web_edition import stand_alone

    return stand_alone(edition.page, edition.files).encode()


def _read_html(content: bytes, page: Page) -> Reading:
    from briefing.rules.pdf.release_files import read_html

    return read_html(content.decode(), page)


def _cover(edition: BuiltEdition) -> bytes:
    from briefing.pdf.pages import draw_cover

    return draw_cover(edition.pdf)


def _thumbnail(edition: BuiltEdition) -> bytes:
    from briefing.pdf.pages import THUMBNAIL_WIDTH, draw_cover

    return draw_cover(edition.pdf, THUMBNAIL_WIDTH)


def _email_draft(edition: BuiltEdition) -> bytes:
    from briefing.compose.email_draft import write_email_draft

    return write_email_draft(edition.tailored, edition.files, edition.pdf, edition.file_names[PDF])


def _read_email(content: bytes, _: Page) -> Reading:
    from briefing.rules.pdf.release_files import read_email

    return read_email(content)


def _contradictions_of_email(
    _: Mapping[str, Any], names: Mapping[str, str], contents: Mapping[str, bytes]
) -> Iterator[str]:
    from briefing.compose.email_draft import attachments_of

    if contents[names[PDF]] not in attachments_of(contents[names[EMAIL]]):
        yield f"'{names[EMAIL]}' does not have '{names[PDF]}' attached"


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            PDF,
            ".pdf",
            begins=b"%PDF-",
            ends=b"%%EOF",
            from_run=_written_pdf,
            from_built=lambda edition: edition.pdf,
            contradictions=_contradictions_of_pdf,
        ),
        Format(COMPOSED, ".html", from_run=_composed_page, is_made_of_failures=True),
        Format(
            PROOF, ".pdf", begins=b"%PDF-", ends=b"%%EOF", from_run=_written_pdf, is_made_of_failures=True
        ),
        Format(REGIONS, ".json", from_run=_regions, is_made_of_failures=True),
        Format(WORD, ".docx", begins=b"PK\x03\x04", from_run=_word, is_made_of_failures=True),
        Format(MARKDOWN, ".md", from_run=_markdown, is_made_of_failures=True),
        Format(TEXT, ".txt", from_run=_text, is_made_of_failures=True),
        Format(HTML, ".html", from_built=_web_edition, read=_read_html),
        Format(COVER, "-cover.png", begins=b"\x89PNG\r\n\x1a\n", from_built=_cover),
        Format(
            EMAIL,
            ".eml",
            from_built=_email_draft,
            read=_read_email,
            contradictions=_contradictions_of_email,
        ),
        Format(
            THUMBNAIL,
            "-thumbnail.png",
            begins=b"\x89PNG\r\n\x1a\n",
            from_built=_thumbnail,
            is_for_kits=False,
        ),
    )
}
"""The formats by name, in the order of a manifest."""

KIT_FORMATS: Sequence[Format] = tuple(one for one in FORMATS.values() if one.from_built and one.is_for_kits)
SITE_FORMATS: Sequence[Format] = tuple(FORMATS[name] for name in (PDF, HTML, COVER, THUMBNAIL))


def endings_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the endings of the files of some formats."""
    return tuple(FORMATS[name].ending for name in names)
