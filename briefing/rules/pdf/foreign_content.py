"""Files, actions and names of this machine that templates add to the PDF."""

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

    Readers do not have the file, and a path or a host name reveals who made the brief, and
    where. Pages, links, tags, metadata and attachments are searched; what the brief itself
    says is allowed. Link to a web address, or name the file without a link. It stops a
    draft, too.

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
    The PDF contains a file that its audience does not attach.

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
"""Schemes that a link of an edition may have."""

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
    r"file:/{1,3}(?!/*workspace)[^\s)>\"']+|[A-Za-z]:\\Users\\[^\s)>\"']+"
    r"|(?<![\w/.])/(?:home|Users)/[^\s/)>\"']+/[^\s)>\"']*"
)
"""An address of a file, or a path in somebody's home folder."""

PATH_MARKS = ("file:/", ":\\users\\", "/home/", "/users/")
"""Each such path has one of these, in lower case; to look for them first saves time."""

ENDS = "”’»“.,;:!?"
"""Punctuation that may follow a path in a sentence."""

SHOWN = 60

TEMPLATES = Span("templates")


def find_foreign_content(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return what a template or a style added to the PDF and its readers must not get."""
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
            what = f"a link leads to the file '{_bare(address)}', which readers of the PDF do not have"
            help = "link to a web address in the template, or name the file without a link"
            yield LOCAL_PATH.finding(what, where, help)
        else:
            what = f"a link has the scheme '{scheme}:', which is not allowed in an edition"
            yield ACTIVE_CONTENT.finding(what, where, f"use one of: {', '.join(SCHEMES)}")


def scheme_of(address: str) -> str:
    """Return the scheme of an address, in lower case; of a malformed one, the text before its colon."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return address.partition(":")[0].lower()


def _bare(address: str) -> str:
    return address.removeprefix("file:///workspace/")


def _running(contents: PdfContents) -> Iterator[Finding]:
    for name in sorted(contents.names_among(RUNNING)):
        what = f"the PDF contains an action that a PDF viewer would run ({name[1:]})"
        yield ACTIVE_CONTENT.finding(what, TEMPLATES, "find the template that adds it, and remove it")


def _files(contents: PdfContents, pdf: Pdf) -> Iterator[Finding]:
    """Yield the files that only a template attached: WeasyPrint attaches whatever it asks for."""
    for name in Counter(contents.files) - Counter(pdf.attached):
        help = (
            "remove `rel=attachment` from the template; `attachments` of the audience says what is attached"
        )
        what = f"the PDF contains the file '{name}', which its audience does not attach"
        yield UNDECLARED_ATTACHMENT.finding(what, pdf.tag_of(name) or TEMPLATES, help)


def find_local_names(
    tailored: Tailored,
    file: str,
    texts: Iterable[FoundText],
    tag_of: Callable[[str], Span | None] = lambda text: None,
) -> Iterator[Finding]:
    """Yield a finding for each name of this machine that is not in the brief: paths, home folder, host name."""
    names = native_libraries.identifying_names()
    marks = (*(name.lower() for name in names), *PATH_MARKS)
    own = "".join(rf"|(?<![\w.-])(?i:{re.escape(name)})(?:/[^\s)>\"']*)?(?![\w-])" for name in names)
    pattern = re.compile(PATH + own)
    known = _written(tailored).casefold()
    reported: set[str] = set()
    for found in texts:
        lowered = found.text.lower()
        if not any(mark in lowered for mark in marks):
            continue
        for match in pattern.finditer(found.text):
            name = match.group().rstrip(ENDS)
            if name in reported or name.casefold() in known:
                continue
            reported.add(name)
            what = f"{file} names this machine or one of its folders, in {found.place}: '{name[:SHOWN]}'"
            help = "find the template that adds it, and remove it"
            yield LOCAL_PATH.finding(what, tag_of(name) or TEMPLATES, help)


def _written(tailored: Tailored) -> str:
    """Return the texts of the files and of the edition: a name in them was written on purpose."""
    job = tailored.job
    sources = (text for source_map in (job.source_map, job.settings_places) for text in _texts(source_map))
    return "\n".join([*sources, said_by(tailored)])


def _texts(source_map: SourceMap | None) -> Iterator[str]:
    if source_map is not None:
        yield source_map.source
        yield from (other.source for other in source_map.elsewhere.values())
        yield from _texts(source_map.beneath)
