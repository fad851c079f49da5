"""The complete findings about PDFs and the files of a kit, of small files made here: no page is laid out."""

from __future__ import annotations

import io

import pikepdf
import pytest

from briefing.compose.tailor import tailor
from briefing.core import native_libraries
from briefing.core.finding import Span
from briefing.pdf.text import FoundText
from briefing.pipeline.plan import Selection, plan
from briefing.rules.pdf.file_integrity import check_file_integrity
from briefing.rules.pdf.foreign_content import find_foreign_content, find_local_names, scheme_of
from briefing.rules.pdf.greyscale import report_colours
from briefing.rules.pdf.release_files import HELP, Reading, check_readings, read_email, read_html
from briefing.stages import Origin, Page, Pdf, Tailored
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.planning import in_full

TAG = Span("templates/parts/colophon.j2.html", 1, 4)


def tag_of(text: str) -> Span | None:
    """Find the texts that a template has."""
    return (
        TAG
        if text in ("annex.pdf", "notes.txt", "ftp://example.org/a", "C:\\Users\\ines\\a", "data:image/")
        else None
    )


def make_pdf(links=(), files=(), actions=(), subject="", fonts=(), is_tagged=True, pages=1) -> bytes:
    """The bytes of a small PDF with these contents."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    named = pikepdf.Name
    targets = [pikepdf.Dictionary(S=named.URI, URI=link) for link in links]
    targets += [pikepdf.Dictionary(S=named(action)) for action in actions]
    if targets:
        document.pages[0].Annots = pikepdf.Array(
            [
                document.make_indirect(pikepdf.Dictionary(Type=named.Annot, Subtype=named.Link, A=one))
                for one in targets
            ]
        )
    for file in files:
        document.attachments[file] = pikepdf.AttachedFileSpec(document, b"", filename=file)
    if subject:
        document.docinfo["/Subject"] = subject
    if fonts:
        document.Root.Private = pikepdf.Array(
            [
                document.make_indirect(
                    pikepdf.Dictionary(Type=named.Font, Subtype=named.Type1, BaseFont=named(font))
                )
                for font in fonts
            ]
        )
    if is_tagged:
        document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        tag = document.make_indirect(pikepdf.Dictionary(Type=named.StructElem, S=named.Document))
        document.Root.StructTreeRoot = pikepdf.Dictionary(Type=named.StructTreeRoot, K=pikepdf.Array([tag]))
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.fixture
def on_a_named_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this machine a host name and a working folder."""
    monkeypatch.setattr(native_libraries, "identifying_names", lambda: ("/srv/desk", "press-desk-7"))


FOREIGN = [
    (
        Pdf(
            make_pdf(["https://example.org/", "HTTP://example.org", "mailto:a@example.org", "tel:+44"]), 1, ()
        ),
        [],
    ),
    (
        Pdf(b"%PDF-1.7 torn", 1, ()),
        [],
    ),
    (
        Pdf(make_pdf(["annex.pdf", "file:///workspace/content/trial/data.csv"]), 1, (), tag_of=tag_of),
        [
            (
                "BR520",
                "error",
                "templates",
                "a link leads to the file 'content/trial/data.csv', which readers of the PDF do not have",
                "link to a web address in the template, or name the file without a link",
            ),
            (
                "BR520",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "a link leads to the file 'annex.pdf', which readers of the PDF do not have",
                "link to a web address in the template, or name the file without a link",
            ),
        ],
    ),
    (
        Pdf(make_pdf(["ftp://example.org/a", "javascript:open()", "ODD[:x"]), 1, (), tag_of=tag_of),
        [
            (
                "BR520",
                "error",
                "templates",
                "a link leads to the file 'ODD[:x', which readers of the PDF do not have",
                "link to a web address in the template, or name the file without a link",
            ),
            (
                "BR521",
                "error",
                "templates",
                "a link has the scheme 'javascript:', which is not allowed in an edition",
                "use one of: http, https, mailto, tel",
            ),
            (
                "BR521",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "a link has the scheme 'ftp:', which is not allowed in an edition",
                "use one of: http, https, mailto, tel",
            ),
        ],
    ),
    (
        Pdf(make_pdf(["http://[odd", "ftp://[odd"]), 1, ()),
        [
            (
                "BR521",
                "error",
                "templates",
                "a link has the scheme 'ftp:', which is not allowed in an edition",
                "use one of: http, https, mailto, tel",
            )
        ],
    ),
    (
        Pdf(make_pdf(actions=["/Launch", "/GoToR", "/GoTo"]), 1, ()),
        [
            (
                "BR521",
                "error",
                "templates",
                "the PDF contains an action that a PDF viewer would run (GoToR)",
                "find the template that adds it, and remove it",
            ),
            (
                "BR521",
                "error",
                "templates",
                "the PDF contains an action that a PDF viewer would run (Launch)",
                "find the template that adds it, and remove it",
            ),
        ],
    ),
    (
        Pdf(make_pdf(actions=["/SubmitForm"]), 1, ()),
        [
            (
                "BR521",
                "error",
                "templates",
                "the PDF contains an action that a PDF viewer would run (SubmitForm)",
                "find the template that adds it, and remove it",
            )
        ],
    ),
    (
        Pdf(
            make_pdf(files=["data.csv", "notes.txt", "more.txt"]),
            1,
            (),
            attached=("data.csv",),
            tag_of=tag_of,
        ),
        [
            (
                "BR522",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "the PDF contains the file 'notes.txt', which its audience does not attach",
                (
                    "remove `rel=attachment` from the template; `attachments` of the audience says what is "
                    "attached"
                ),
            ),
            (
                "BR522",
                "error",
                "templates",
                "the PDF contains the file 'more.txt', which its audience does not attach",
                (
                    "remove `rel=attachment` from the template; `attachments` of the audience says what is "
                    "attached"
                ),
            ),
        ],
    ),
    (
        Pdf(make_pdf(subject="Made in C:\\Users\\ines\\a, by Ines"), 1, (), tag_of=tag_of),
        [
            (
                "BR520",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "the PDF names this machine or one of its folders, in its metadata: 'C:\\Users\\ines\\a'",
                "find the template that adds it, and remove it",
            )
        ],
    ),
]


@pytest.mark.usefixtures("on_a_named_machine")
@each(("pdf", "expected"), FOREIGN)
def test_content_that_a_template_added(tailored: Tailored, pdf, expected):
    assert sorted(in_full(find_foreign_content(tailored, pdf))) == sorted(expected)


NAMES = [
    (
        [FoundText("page 2", "See /home/ines/notes/a.txt."), FoundText("metadata", "/home/ines/notes/a.txt")],
        [
            (
                "BR520",
                "error",
                "templates",
                "the PDF names this machine or one of its folders, in page 2: '/home/ines/notes/a.txt'",
                "find the template that adds it, and remove it",
            )
        ],
    ),
    (
        [FoundText("page 1", "(/Users/ines/" + "deep/" * 20 + "a)")],
        [
            (
                "BR520",
                "error",
                "templates",
                (
                    "the PDF names this machine or one of its folders, in page 1: "
                    "'/Users/ines/deep/deep/deep/deep/deep/deep/deep/deep/deep/dee'"
                ),
                "find the template that adds it, and remove it",
            )
        ],
    ),
    (
        [FoundText("page 1", "file:///etc/fonts and file:///workspace/content/a.svg")],
        [
            (
                "BR520",
                "error",
                "templates",
                "the PDF names this machine or one of its folders, in page 1: 'file:///etc/fonts'",
                "find the template that adds it, and remove it",
            )
        ],
    ),
    (
        [FoundText("tag", "Made at Press-Desk-7 in /SRV/DESK/out/a.pdf”!")],
        [
            (
                "BR520",
                "error",
                "templates",
                "the PDF names this machine or one of its folders, in a tag: 'Press-Desk-7'",
                "find the template that adds it, and remove it",
            ),
            (
                "BR520",
                "error",
                "templates",
                "the PDF names this machine or one of its folders, in a tag: '/SRV/DESK/out/a.pdf'",
                "find the template that adds it, and remove it",
            ),
        ],
    ),
    (
        [
            FoundText("page 1", "mypress-desk-7, press-desk-70, press-desk-7.local"),
            FoundText("page 1", "https://example.org/home/ines/a and /home/ines alone"),
        ],
        [
            (
                "BR520",
                "error",
                "templates",
                "the PDF names this machine or one of its folders, in page 1: 'press-desk-7'",
                "find the template that adds it, and remove it",
            )
        ],
    ),
    (
        [FoundText("page 1", "Nothing of the kind, and file:/ as such.")],
        [],
    ),
]


@pytest.mark.usefixtures("on_a_named_machine")
@each(("texts", "expected"), NAMES)
def test_names_of_the_machine(tailored: Tailored, texts, expected):
    assert in_full(find_local_names(tailored, "the PDF", texts)) == expected


INTEGRITY = [
    (
        Pdf(make_pdf(), 1, ()),
        [],
    ),
    (
        Pdf(make_pdf(pages=3), 2, ()),
        [
            (
                "BR610",
                "error",
                "content/trial/brief.yaml",
                "the PDF has 3 pages, but 2 were laid out",
                "the brief is not at fault; please report this, with the brief if you can",
            )
        ],
    ),
    (
        Pdf(make_pdf(fonts=["/Times-Roman", "/Courier", "/Courier"]), 1, ()),
        [
            (
                "BR610",
                "error",
                "content/trial/brief.yaml",
                "the font Courier is not embedded in the PDF",
                "the brief is not at fault; please report this, with the brief if you can",
            ),
            (
                "BR610",
                "error",
                "content/trial/brief.yaml",
                "the font Times-Roman is not embedded in the PDF",
                "the brief is not at fault; please report this, with the brief if you can",
            ),
        ],
    ),
    (
        Pdf(make_pdf(is_tagged=False), 1, ()),
        [
            (
                "BR610",
                "error",
                "content/trial/brief.yaml",
                "the PDF is not tagged",
                "the brief is not at fault; please report this, with the brief if you can",
            )
        ],
    ),
    (
        Pdf(make_pdf(is_tagged=False, fonts=["/Courier"]), 1, ()),
        [
            (
                "BR610",
                "error",
                "content/trial/brief.yaml",
                "the font Courier is not embedded in the PDF",
                "the brief is not at fault; please report this, with the brief if you can",
            ),
            (
                "BR610",
                "error",
                "content/trial/brief.yaml",
                "the PDF is not tagged",
                "the brief is not at fault; please report this, with the brief if you can",
            ),
        ],
    ),
    (
        Pdf(b"%PDF-1.7 torn", 1, ()),
        [
            (
                "BR610",
                "error",
                "content/trial/brief.yaml",
                "the PDF cannot be opened: Failed to load document (PDFium: Data format error).",
                "the brief is not at fault; please report this, with the brief if you can",
            )
        ],
    ),
]


@each(("pdf", "expected"), INTEGRITY)
def test_a_pdf_that_lacks_something(tailored: Tailored, pdf, expected):
    assert in_full(check_file_integrity(tailored, pdf)) == expected


COLOURS = [
    (
        Pdf(b"", 1, ()),
        [],
    ),
    (
        Pdf(b"", 1, (), colours=("#ff0000", "#00ff00")),
        [
            (
                "BR607",
                "error",
                "content/trial/brief.yaml",
                "the greyscale edition has a colour: #ff0000",
                "put the picture into a file, which is converted to greyscale, or remove it",
            ),
            (
                "BR607",
                "error",
                "content/trial/brief.yaml",
                "the greyscale edition has a colour: #00ff00",
                "put the picture into a file, which is converted to greyscale, or remove it",
            ),
        ],
    ),
    (
        Pdf(b"", 1, (), colours=("#ff0000",), tag_of=tag_of),
        [
            (
                "BR607",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "the greyscale edition has a colour: #ff0000",
                "put the picture into a file, which is converted to greyscale, or remove it",
            )
        ],
    ),
]


@pytest.mark.parametrize(("pdf", "expected"), COLOURS)
def test_a_colour_in_greyscale(tailored: Tailored, pdf, expected):
    assert in_full(report_colours(tailored, pdf)) == expected


PAGE = Page(
    "",
    (),
    "content/trial/brief.html",
    numbered=(
        '<p data-bw-origin="0">One</p><a data-bw-origin="1" ping="https://e.org/?a=1&amp;b">x</a> '
        'late text <b data-bw-origin="7">y</b>'
    ),
    origins=(
        Origin(Span("templates/brief.j2.html", 1, 1)),
        Origin(Span("templates/parts/title.j2.html", 4, 2)),
    ),
)


def in_page(html: str) -> list[str]:
    """Return what is reported of an HTML edition, each with its place."""
    reading = read_html(html, PAGE)
    assert all(
        (finding.code, finding.severity, finding.help) == ("BR523", "error", HELP)
        for finding in reading.findings
    )
    return [
        f"{finding.where} {finding.what.removeprefix('the HTML edition contains ')}"
        for finding in reading.findings
    ]


HTML = [
    (
        (
            '<p class="x">Words</p><a href="https://e.org/">a</a><a href="#top">b</a><img '
            'src="data:image/png;base64,AA"><area href="mailto:a@e.org">'
        ),
        [],
    ),
    (
        "<script>1</script><iframe></iframe><LINK><form></form><base>",
        [
            "templates the element <script>",
            "templates the element <iframe>",
            "templates the element <link>",
            "templates the element <form>",
            "templates the element <base>",
        ],
    ),
    (
        '<meta http-equiv="Refresh" content="0"><meta http-equiv="x"><meta name="a">',
        ["templates a redirect to another page (<meta http-equiv=refresh>)"],
    ),
    ('<p onclick="go()">x</p>', ["templates the attribute onclick, which runs a script"]),
    (
        '<p style="background: url(https://e.org/a.png)">x</p>',
        ["templates url(https://e.org/a.png) in a style, which a browser would load"],
    ),
    (
        (
            "<p style=\"background: URL( 'a.png' ); color: red; mask: url(#m) "
            "url('data:image/svg+xml,a')\">x</p>"
        ),
        ["templates URL( 'a.png' ) in a style, which a browser would load"],
    ),
    (
        '<style>@import "a.css"; p { color: red }</style>',
        ['templates @import "a.css" in a style, which a browser would load'],
    ),
    ("<style>p { src: url(data:font/woff2;base64,AA) }</style><p>url(https://e.org/a)</p>", []),
    (
        (
            "<img "
            'src="https://e.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.png"><img '
            'src="#m"><img src="">'
        ),
        [
            (
                "templates 'https://e.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', which a browser "
                "would load"
            )
        ],
    ),
    (
        '<a ping="https://e.org/?a=1&amp;b" href="https://e.org">x</a>',
        ["templates/parts/title.j2.html:4:2 'https://e.org/?a=1&b', which a browser would load"],
    ),
    (
        '<video poster="late text"></video>',
        ["templates/parts/title.j2.html:4:2 'late text', which a browser would load"],
    ),
    ('<input formaction="gone">', ["templates 'gone', which a browser would load"]),
    (
        '<image xlink:href="data:image/png;base64,AA"/><image href="a.png"/><use xlink:href="#m"/>',
        ["templates 'a.png', which a browser would load"],
    ),
    (
        '<a download href="data:text/csv,a">x</a><a href="data:text/csv,a">x</a>',
        ["templates a link to 'data:text/csv,a', which its readers do not have"],
    ),
    (
        '<a href="file:///a">x</a><a href="javascript:x">x</a><area href="annex.pdf">',
        [
            "templates a link to 'file:///a', which its readers do not have",
            "templates a link to 'javascript:x', which its readers do not have",
            "templates a link to 'annex.pdf', which its readers do not have",
        ],
    ),
    ('<a>x</a><link2 href="https://e.org/x">', ["templates 'https://e.org/x', which a browser would load"]),
    ('<a href="http://[bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb">x</a>', []),
    (
        '<a href="ftp://bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb">x</a>',
        [
            (
                "templates a link to 'ftp://bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', which "
                "its readers do not have"
            )
        ],
    ),
    (
        '<q href="https://e.org/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb">x</q>',
        [
            (
                "templates 'https://e.org/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', which a browser "
                "would load"
            )
        ],
    ),
    (
        (
            '<p style="background: '
            'url(https://e.org/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)">x</p>'
        ),
        [
            (
                "templates url(https://e.org/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb in a style, which a "
                "browser would load"
            )
        ],
    ),
]


ONE_BY_ONE = [
    ('<a download href="data:text/csv,a">x</a>', []),
    (
        '<a href="data:text/csv,a">x</a>',
        ["templates a link to 'data:text/csv,a', which its readers do not have"],
    ),
    ('<image xlink:href="a.png"/>', ["templates 'a.png', which a browser would load"]),
    ('<meta name="a" content="refresh">', []),
]


@each(("html", "expected"), [*HTML, *ONE_BY_ONE])
def test_what_a_browser_would_run_or_load(html, expected):
    assert in_page(html) == expected


TEXTS = [
    (
        '<p title="A &amp; b">One <!-- two --> three%20four</p><style>p {}</style>',
        [
            ("the HTML, in an attribute", "A & b"),
            ("the text of its HTML", "One "),
            ("the HTML, in a comment", " two "),
            ("the text of its HTML", " three four"),
            ("the HTML, in a style", "p {}"),
        ],
    ),
    (
        (
            '<img alt="" src="data:text/plain,a%20note"><img '
            'src="data:text/plain;charset=utf-8;base64,YSBub3Rl">'
        ),
        [
            ("the HTML, in an attribute", ""),
            ("the files inside its HTML", "a note"),
            ("the HTML, in an attribute", ""),
            ("the files inside its HTML", "a note"),
            ("the HTML, in an attribute", ""),
        ],
    ),
    (
        "<p>See data:image/svg+xml,%3Csvg%3E here, data:image/png;base64,AAAA there</p>",
        [("the files inside its HTML", "<svg>"), ("the text of its HTML", "See  here,  there")],
    ),
    (
        '<a href="data:text/csv,a,b;c" download>x</a>',
        [
            ("the files inside its HTML", "a,b;c"),
            ("the HTML, in an attribute", ""),
            ("the HTML, in an attribute", ""),
            ("the text of its HTML", "x"),
        ],
    ),
    (
        '<style>p { background: url("data:text/css;base64,/w==") }</style>',
        [("the files inside its HTML", "�"), ("the HTML, in a style", 'p { background: url("") }')],
    ),
]


@each(("html", "expected"), TEXTS)
def test_every_text_of_an_html_edition_is_read(html, expected):
    assert [(one.where, one.text) for one in read_html(html, PAGE).texts] == expected


DRAFT = """\
Subject: A brief
X-Made-On: press-desk-7
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Café
--b
Content-Type: application/pdf
Content-Transfer-Encoding: base64

AAAA
--b--
"""


def test_a_whole_address_of_data_is_read_to_its_end():
    html = """<a download href='data:text/csv,a "b" c)\n(d'>x</a>"""
    _, first, *_ = read_html(html, PAGE).texts
    assert (first.where, first.text) == ("the files inside its HTML", 'a "b" c)\n(d')


def test_a_redirect_is_reported_at_its_tag():
    page = Page(
        "",
        (),
        "content/trial/brief.html",
        numbered='<html data-bw-origin="0"><meta data-bw-origin="1" http-equiv="refresh">',
        origins=(
            Origin(Span("templates/brief.j2.html", 1, 1)),
            Origin(Span("templates/brief.j2.html", 2, 3)),
        ),
    )
    (finding,) = read_html('<meta http-equiv="refresh">', page).findings
    assert str(finding.where) == "templates/brief.j2.html:2:3"


@each(
    ("address", "scheme"),
    [("HTTP://e.org", "http"), ("annex.pdf", ""), ("Ftp://[a:b", "ftp"), ("data:text/csv,a:b", "data")],
)
def test_the_scheme_of_an_address(address, scheme):
    assert scheme_of(address) == scheme


def test_a_link_after_an_allowed_one_is_checked(tailored: Tailored):
    for links in (["https://e.org", "ftp://e.org"], ["ftp://e.org", "https://e.org"]):
        (finding,) = find_foreign_content(tailored, Pdf(make_pdf(links), 1, ()))
        assert finding.code == "BR521"


@pytest.mark.usefixtures("on_a_named_machine")
@each(
    ("name", "is_known"),
    [
        ("press-desk-7", True),  # in the text of the brief
        ("/home/ines/brief", True),  # in a comment of the translation
        ("/home/ines/original", True),  # in a comment of the brief
        ("/home/ines/settings", True),  # in a comment of the settings
        ("/home/ines/library", True),  # in a file of sources
        ("/srv/desk/brief", False),
    ],
)
def test_a_name_that_is_written_in_the_files_was_written_on_purpose(workspace, name, is_known):
    brief = LEAST_BRIEF.replace("The first point.", "Made at PRESS-DESK-7. [@a]")
    bibliography = "@misc{a, title = {A title}, publisher = {P}, year = 2020, note = {/home/ines/library}}\n"
    spanish = (
        "# /home/ines/brief\ntitle: Un hallazgo\nkey_points: ['Un punto. [@a]']\n"
        "sections: [{title: Un título afirma, text: Un texto.}]\noutlook: Sigue.\n"
    )
    files = workspace(
        f"{brief}# /home/ines/original\nsources: sources.bib\n",
        {
            "content/trial/brief.es.yaml": spanish,
            "content/trial/sources.bib": bibliography,
            "content/workspace.yaml": "# /home/ines/settings\n",
        },
    )
    (job,) = plan(files, Selection(audiences=("policymaker",), languages=("es",))).jobs
    found = list(find_local_names(tailor(job), "the PDF", [FoundText("page 1", f"({name})")]))
    assert (not found) == is_known


def test_every_text_of_an_email_is_read_but_not_its_pdf():
    assert [(one.where, one.text) for one in read_email(DRAFT.encode()).texts] == [
        (
            "the headers of its e-mail",
            "Subject: A brief\nX-Made-On: press-desk-7\nMIME-Version: 1.0\n"
            'Content-Type: multipart/mixed; boundary="b"',
        ),
        ("the headers of its e-mail", 'Content-Type: text/plain; charset="utf-8"'),
        ("the text of its e-mail", "Café"),
        ("the headers of its e-mail", "Content-Type: application/pdf\nContent-Transfer-Encoding: base64"),
    ]


@pytest.mark.usefixtures("on_a_named_machine")
def test_the_findings_about_a_kit_are_those_of_its_files_and_of_their_texts(tailored: Tailored):
    readings = [read_html("<script></script>", PAGE), read_email(DRAFT.encode()), Reading([])]
    assert [(code, what) for code, _, _, what, _ in in_full(check_readings(tailored, readings))] == [
        ("BR523", "the HTML edition contains the element <script>"),
        (
            "BR520",
            "the HTML edition or its e-mail names this machine or one of its folders, "
            "in the headers of its e-mail: 'press-desk-7'",
        ),
    ]
