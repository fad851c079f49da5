"""The output formats of an edition: one entry for each, from its file name to its checks.

The build, the kit and its manifest, the result codec and `brief verify` read this table. What a format needs is
imported when it is made: the command reads the table before anything else is loaded.
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

PDF, COMPOSED, EMAIL = "pdf", "composed", "email"
"""The names of formats that others ask for by name."""


@dataclass(frozen=True)
class BuiltEdition:
    """An edition with its PDF, as the formats of a kit are made from it."""

    tailored: Tailored
    page: Page
    """Composed for the screen."""
    pdf: bytes
    file_names: Mapping[str, str]
    """The names of its files in the kit, by the names of their formats."""
    files: Files


@dataclass(frozen=True)
class Format:
    """An output format: its names, how it is made from an edition, and how it is checked."""

    name: str
    """In results, and in the manifest of a kit."""
    ending: str
    """What follows the name of the edition in the name of the file."""
    begins: bytes = b""
    ends: bytes = b""
    """The first and the last bytes of a whole file, where the format has such."""
    from_run: Callable[[Run, Files], bytes | None] | None = None
    """Makes it while the edition is built. None where only a kit has the format."""
    is_made_of_failures: bool = False
    """Whether a build writes it also of an edition that fails, as far as that came."""
    from_built: Callable[[BuiltEdition], bytes] | None = None
    """Makes it for a kit. None where no kit has the format."""
    read: Callable[[bytes, Page], Reading] | None = None
    """Reads what a reader can find in the file, for the check before a release. None: there is no text in it, or it
    was checked when it was built."""
    contradictions: (
        Callable[[Mapping[str, Any], Mapping[str, str], Mapping[str, bytes]], Iterator[str]] | None
    ) = None
    """What the manifest of a kit says wrongly of it: by the manifest's entry of the edition, the names of its files
    by format, and the files of the kit by name."""

    def looks_whole(self, content: bytes) -> bool:
        """Whether bytes begin and end as a file of the format does."""
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
        yield f"'{name}' has {pages} pages, and it says {entry['pages']}"
    if claims != entry["conformance"]:
        said = ", ".join(map(str, entry["conformance"]))
        yield f"'{name}' claims {', '.join(claims) or 'no standard'}, and it says {said}"


def _composed_page(run: Run, files: Files) -> bytes | None:
    from briefing.compose.web.composed_page import embed_styles

    steps = run.sheets.steps if run.sheets else ()
    return embed_styles(run.page, files, steps).encode() if run.page else None


def _web_edition(edition: BuiltEdition) -> bytes:
    from briefing.compose.web.web_edition import stand_alone

    return stand_alone(edition.page, edition.files).encode()


def _read_html(content: bytes, page: Page) -> Reading:
    from briefing.rules.pdf.release_files import read_html

    return read_html(content.decode(), page)


def _cover(edition: BuiltEdition) -> bytes:
    from briefing.pdf.pages import draw_cover

    return draw_cover(edition.pdf)


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
        yield f"'{names['email']}' does not carry '{names[PDF]}'"


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
        Format("html", ".html", from_built=_web_edition, read=_read_html),
        Format("cover", "-cover.png", begins=b"\x89PNG\r\n\x1a\n", from_built=_cover),
        Format(
            EMAIL,
            ".eml",
            from_built=_email_draft,
            read=_read_email,
            contradictions=_contradictions_of_email,
        ),
    )
}
"""The formats by their names, in the order in which a manifest names them."""

KIT_FORMATS: Sequence[Format] = tuple(one for one in FORMATS.values() if one.from_built)


def endings_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the endings of the files of some formats."""
    return tuple(FORMATS[name].ending for name in names)
