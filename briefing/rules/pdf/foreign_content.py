"""Files, actions and names of this machine that templates bring into the PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from briefing.core import native_libraries
from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import SourceMap
from briefing.pdf.contents import PdfContents, read_contents
from briefing.pdf.objects import UnreadableError
from briefing.pdf.text import FoundText, read_texts
from briefing.rules.pdf.edition_text import said_by
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Pdf, Tailored

LOCAL_PATH = Rule(
    "BR520",
    "local-path",
    Severity.ERROR,
    Stage.PDF,
    """
    The PDF links to a file, or names the machine that it was made on.

    Readers do not have the file, and a path or a host name says who made the brief where.
    Pages, links, tags, metadata and attachments are searched; what the brief itself says is
    allowed. Link to a web address, or name the file without a link. It stops a draft, too.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <p><a href="annex.pdf">The annex</a></p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <p><a href="https://example.org/annex.pdf">The annex</a></p>
    """,
    ExampleKind.BUILD,
    stops_drafts=True,
)
ACTIVE_CONTENT = Rule(
    "BR521",
    "active-pdf-content",
    Severity.ERROR,
    Stage.PDF,
    """
    The PDF has a link or an action that does more than show something.

    Links of a brief lead to `http`, `https`, `mailto` or `tel` addresses, or inside the
    brief. Scripts, forms and actions that open other files are forbidden. Find the template
    that adds it, and remove it. It stops a draft, too.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <p><a href="ftp://example.org/annex.pdf">The annex</a></p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <p><a href="https://example.org/annex.pdf">The annex</a></p>
    """,
    ExampleKind.BUILD,
    stops_drafts=True,
)
UNDECLARED_ATTACHMENT = Rule(
    "BR522",
    "undeclared-attachment",
    Severity.ERROR,
    Stage.PDF,
    """
    The PDF carries a file that no audience attaches.

    `attachments` of an audience says which files go with an edition; a template cannot
    attach others. Remove `rel="attachment"` from the template. It stops a draft, too.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <p><a rel="attachment" href="data:text/csv,year">The data</a></p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <p><a href="https://example.org/data.csv">The data</a></p>
    """,
    ExampleKind.BUILD,
    stops_drafts=True,
)
RULES = (LOCAL_PATH, ACTIVE_CONTENT, UNDECLARED_ATTACHMENT)

SCHEMES = ("http", "https", "mailto", "tel")
"""Where a link of a printed brief may lead."""

RUNNING = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/RichMedia",
)
"""The actions, and their keys, that do more than show another place (ISO 32000-2, 12.6.4)."""

PATH = (
    r"file:/{1,3}(?!workspace)[^\s)>\"']+|[A-Za-z]:\\Users\\[^\s)>\"']+"
    r"|(?<![\w/.])/(?:home|Users)/[^\s/)>\"']+/[^\s)>\"']*"
)
"""An address of a file, or a path in somebody's folder."""

PATH_MARKS = ("file:/", ":\\users\\", "/home/", "/users/")
"""One of these, in small letters, stands in each: a pattern takes its time."""

ENDS = "”’»“.,;:!?"
"""What may stand behind a path in a sentence."""

SHOWN = 60

TEMPLATES = Span("templates")


def find_foreign_content(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return what a template or a style brought into the file, and its reader should never get."""
    try:
        contents, texts = read_contents(pdf.content), read_texts(pdf.content)
    except UnreadableError:
        return []  # `file_integrity` reports it
    return [
        *_links(contents, pdf),
        *_running(contents),
        *_files(contents, pdf),
        *find_local_names(tailored, "the PDF", texts, pdf.tag_of),
    ]


def _links(contents: PdfContents, pdf: Pdf) -> Iterator[Finding]:
    for address in contents.addresses:
        scheme = scheme_of(address)
        if scheme in SCHEMES:
            continue
        where = pdf.tag_of(address) or TEMPLATES
        if scheme in ("", "file"):
            what = f"a link leads to the file '{_bare(address)}', which the reader of the PDF does not have"
            help = "let the template link to a web address, or name the file without a link"
            yield LOCAL_PATH.finding(what, where, help)
        else:
            what = f"a link is of the kind '{scheme}:', which no printed brief can carry"
            yield ACTIVE_CONTENT.finding(what, where, f"let it begin with one of: {', '.join(SCHEMES)}")


def scheme_of(address: str) -> str:
    """The scheme of an address, in small letters; of a malformed one, what is before its colon."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return address.partition(":")[0].lower()


def _bare(address: str) -> str:
    return address.removeprefix("file:///workspace/")


def _running(contents: PdfContents) -> Iterator[Finding]:
    for name in sorted(contents.names_among(RUNNING)):
        what = f"the PDF contains something that runs in the program of its reader ({name[1:]})"
        yield ACTIVE_CONTENT.finding(what, TEMPLATES, "find the template that adds it, and remove it")


def _files(contents: PdfContents, pdf: Pdf) -> Iterator[Finding]:
    """The engine attaches what a template asks for; only what an audience attaches is ours."""
    for name in Counter(contents.files) - Counter(pdf.attached):
        help = (
            "take `rel=attachment` out of the template; `attachments` of the audience says what is attached"
        )
        what = f"the PDF carries the file '{name}', which no audience attaches"
        yield UNDECLARED_ATTACHMENT.finding(what, pdf.tag_of(name) or TEMPLATES, help)


def find_local_names(
    tailored: Tailored,
    file: str,
    texts: Iterable[FoundText],
    tag_of: Callable[[str], Span | None] = lambda text: None,
) -> Iterator[Finding]:
    """Return names of this machine that are not in the brief: paths, the home folder, the host name."""
    names = native_libraries.own_names()
    marks = (*(name.lower() for name in names), *PATH_MARKS)
    own = "".join(rf"|(?<![\w.-])(?i:{re.escape(name)})(?:/[^\s)>\"']*)?(?![\w-])" for name in names)
    pattern = re.compile(PATH + own)
    known = _written(tailored).casefold()
    told: set[str] = set()
    for found in texts:
        lowered = found.text.lower()
        if not any(mark in lowered for mark in marks):
            continue
        for match in pattern.finditer(found.text):
            name = match.group().rstrip(ENDS)
            if name in told or name.casefold() in known:
                continue
            told.add(name)
            what = f"{file} names this machine or a folder of it, in {found.place}: '{name[:SHOWN]}'"
            help = "find the template that brings it along, and take it out"
            yield LOCAL_PATH.finding(what, tag_of(name) or TEMPLATES, help)


def _written(tailored: Tailored) -> str:
    """What a person wrote, as it stands in the files and as the edition says it: what stands there was meant."""
    job = tailored.job
    sources = (text for source_map in (job.source_map, job.settings_places) for text in _texts(source_map))
    return "\n".join([*sources, said_by(tailored)])


def _texts(source_map: SourceMap | None) -> Iterator[str]:
    if source_map is not None:
        yield source_map.source
        yield from (other.source for other in source_map.elsewhere.values())
        yield from _texts(source_map.beneath)
