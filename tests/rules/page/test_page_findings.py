"""Warnings that WeasyPrint only logs, and flaws of the laid-out page: each with the complete list of findings."""

from __future__ import annotations

import struct
import zlib

import pypdfium2
import pytest

from briefing.core.errors import Exit
from briefing.core.finding import Severity
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.rules.page.engine_warnings import report_engine_warnings
from briefing.stages import EngineWarning
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
from tests.planning import findings_of, listed, outcome_of

pytestmark = pytest.mark.engine

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
IMAGE = LEAST_BRIEF.replace("A first text.", "'![A map](figures/map.{0})'")
LOGO = "logo: {file: logo.svg, alt: A logo}\n"
CITING = (
    LEAST_BRIEF.replace("A first text.", "One [@a], two [@b].").replace(
        "The first point.", "So it is [@a], as it was [@a; @b]."
    )
    + "sources: {a: A source, b: Another}\n"
)
BROKEN_WORD = "BR614"
PAGE_STYLE = (ROOT / "styles/page.css").read_text()
FONTS = (ROOT / "styles/fonts.css").read_text()


def png(color: tuple[int, int, int]) -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" + bytes(color))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@each(
    "files",
    [
        {},
        {"content/workspace.yaml": LOGO, "content/logo.svg": SVG},
        {"styles/parts/title.css": ".title h1 { color: #123456 }"},
        {"styles/audiences/policymaker.css": "h1 { color: #123456 }"},
        {
            "styles/audiences/policymaker.css": '@charset "utf-8";\n/* not used: var(--old-thing) */ h1 { color: red }'
        },
        {"styles/audiences/policymaker.css": ".section p:first-of-type::first-letter { font-size: 30pt }"},
    ],
)
def test_a_good_edition_has_no_findings(workspace, files):
    outcome = outcome_of(workspace(files=files))
    assert outcome.error is None
    assert listed(findings_of(outcome)) == []
    assert outcome.path.read_bytes().startswith(b"%PDF-1.7")


@each(
    ("brief", "files", "findings", "exit_code"),
    [
        (
            IMAGE.format("png"),
            {"content/trial/figures/map.png": b"not a picture"},
            ["content/trial/brief.yaml:7:29 error BR501"],
            Exit.CONTENT,
        ),
        (
            LEAST_BRIEF,
            {"content/workspace.yaml": LOGO},
            ["content/workspace.yaml:1:14 error BR501"],
            Exit.CONTENT,
        ),
        (
            LEAST_BRIEF.replace("A first text.", "Ask 🎉 or 🚀 first."),
            {},
            ["content/trial/brief.yaml:7:15 error BR506"],
            Exit.CONTENT,
        ),
        (
            LEAST_BRIEF.replace("A first text.", "Ask &#x1f389; first."),
            {},
            ["content/trial/brief.yaml:7:11 error BR506"],
            Exit.CONTENT,
        ),
        (
            LEAST_BRIEF,
            {"content/workspace.yaml": "publisher: Institute 🎉\n"},
            ["content/workspace.yaml:1:22 error BR506"],
            Exit.CONTENT,
        ),
        (
            LEAST_BRIEF,
            {
                "styles/parts/title.css": ".title h1 { colr: red;\n  width: 3furlongs }\n.title:hoover { color: red }"
            },
            [
                "styles/parts/title.css:1:13 warning BR503",
                "styles/parts/title.css:2:3 warning BR503",
                "styles/parts/title.css:3:1 warning BR503",
            ],
            None,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": 'h1 { font-family: "Brand Sans" }'},
            ["styles/audiences/policymaker.css:1:20 error BR505"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {"styles/fonts.css": FONTS.replace("XCharter-Italic", "XCharter-Itallic")},
            ["styles/fonts.css:5:41 error BR504"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {"content/workspace.yaml": "paper: b5\n"},
            ["content/workspace.yaml:1:8 error BR507"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {"styles/fonts.css": "/* nothing */"},
            ["styles/fonts.css error BR504"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF + "audiences: {policymaker: {pages: 1}}\n",
            {"styles/audiences/policymaker.css": ".section { break-before: page }"},
            [
                "content/trial/brief.yaml error BR601",
                "content/trial/brief.yaml:3:1 warning BR601",
                "content/trial/brief.yaml:6:12 warning BR601",
                "content/trial/brief.yaml:8:1 warning BR601",
            ],
            Exit.PROMISE,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": ".section p { display: none }"},
            ["styles/audiences/policymaker.css:1:14 warning BR618"],
            None,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": ".key-points li { display: none }"},
            ["styles/audiences/policymaker.css:1:18 warning BR618"],
            None,
        ),
        (
            LEAST_BRIEF.replace("A heading asserts", "A finding in few words too"),
            {"styles/audiences/policymaker.css": ".title h1 { margin-left: -40mm }"},
            ["styles/audiences/policymaker.css:1:13 error BR603"],
            Exit.PROMISE,
        ),
        (
            LEAST_BRIEF,
            {"styles/page.css": PAGE_STYLE.replace("padding-top: var(--foot-gap)", "padding-top: 20mm")},
            ["styles/page.css:9:150 error BR603"],
            Exit.PROMISE,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": ".section p { white-space: nowrap; margin-left: 110mm }"},
            ["styles/audiences/policymaker.css:1:14 error BR603"],
            Exit.PROMISE,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": ".section p { margin-top: -20mm }"},
            ["styles/audiences/policymaker.css:1:14 error BR603"],
            Exit.PROMISE,
        ),
        (
            LEAST_BRIEF,
            {"styles/tokens.css": ":root { --brand: #800 }"},
            None,
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {"styles/parts/title.css": '@import "missing.css";'},
            ["styles/parts/title.css:1:1 error BR507"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF + "marking: {tlp: RED}\n",
            {"templates/audiences/policymaker/audience.yaml": "label: P\nparts: [title]\n"},
            ["content/trial/brief.yaml:9:1 error BR313"],
            Exit.CONTENT,
        ),
        (
            LEAST_BRIEF + "language: de\n",
            {"templates/labels/de.yaml": "name: Deutsch\nlabels: {outlook: Ausblick}\n"},
            ["templates/labels/de.yaml:2:1 error BR405"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": "h1 { font-size: 1e9px }"},
            ["styles/audiences/policymaker.css:1:6 error BR701"],
            Exit.RENDERER,
        ),
    ],
)
def test_findings_of_a_page_are_complete(workspace, brief, files, findings, exit_code):
    outcome = outcome_of(workspace(brief, files))
    if findings is None:
        assert {finding.code for finding in outcome.error.findings} == {"BR510"}
        assert len(outcome.error.findings) > 20
    else:
        assert listed(findings_of(outcome)) == findings
    assert (outcome.error.exit_code if outcome.error else None) == exit_code
    assert (outcome.path is not None and outcome.path.exists()) == (exit_code is None)


STYLE = "styles/audiences/policymaker.css"


@each(
    ("files", "findings"),
    [
        (
            {
                STYLE: '@import "more.css";',
                "styles/audiences/more.css": "h1 { color: red }\nh2 { colr: red }",
            },
            ["styles/audiences/more.css:2:6 warning BR503"],
        ),
        (
            {STYLE: ":root { --gap: wide }\nh1 { margin-left: var(--gap) }"},
            [f"{STYLE}:2:19 warning BR503"],
        ),
        ({STYLE: "h1 { color: red }\n\nh2:hoover,\nh3 { color: red }"}, [f"{STYLE}:3:1 warning BR503"]),
        ({STYLE: "h1 { color: red }\n/* not ended\nh2 { color: red }"}, [f"{STYLE}:2:1 warning BR503"]),
        ({STYLE: "h1 { color: red }\n@media print { h2 { color: #123456 }"}, [f"{STYLE}:2:14 warning BR503"]),
        ({STYLE: 'h1 { quotes: "}/*" "{" }'}, []),
        ({STYLE: 'h1 { color: red }\n.none { background: url("gone.png") }'}, []),
        ({STYLE: '\nh1 { background: url("gone.png") }'}, [f"{STYLE}:2:22 error BR501"]),
        ({STYLE: b'h1 { color: red }\nh1::after { content: "\xe9" }'}, [f"{STYLE}:2 error BR101"]),
        ({STYLE: "h1 { color: red }".encode("utf-16")}, [f"{STYLE}:1 error BR101"]),
        ({STYLE: '@import "policymaker.css";'}, [f"{STYLE}:1:1 error BR507"]),
        (
            {STYLE: '.title { background: url("Cote d\'Ivoire.png") }'},
            [f"{STYLE}:1:26 error BR501"],
        ),
        (
            {
                STYLE: ".title { background: url(\"data:image/svg+xml,<svg xmlns='x'><use href='a'/></svg>\") }"
            },
            [f"{STYLE}:1:26 error BR501"],
        ),
        (
            {STYLE: '.title { background: url("a.css") }', "styles/audiences/a.css": png((9, 9, 9))},
            [f"{STYLE}:1:26 error BR501"],
        ),
        (
            {STYLE: '.title { background: url("a.eps") }', "styles/audiences/a.eps": "%!PS"},
            [f"{STYLE}:1:26 error BR501"],
        ),
        (
            {
                STYLE: '.title { background: url("a.png") }',
                "styles/audiences/a.png": "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
            },
            [f"{STYLE}:1:26 error BR501"],
        ),
    ],
)
def test_what_a_style_lacks_is_reported_at_its_line(workspace, files, findings):
    assert listed(findings_of(outcome_of(workspace(files=files)))) == findings


def test_a_drawing_says_what_it_lacks_where_the_brief_names_it(workspace):
    inner = SVG.replace("<rect", '<image href="gone.png" width="9" height="9"/><rect')
    outer = SVG.replace("<rect", '<image href="inner.svg" width="9" height="9"/><rect')
    beside = {"content/trial/figures/map.svg": outer, "content/trial/figures/inner.svg": inner}
    outcome = outcome_of(workspace(IMAGE.format("svg"), beside))
    assert listed(findings_of(outcome)) == ["content/trial/brief.yaml:7:29 error BR501"]
    assert (
        "it shows 'inner.svg', which cannot be shown: it shows 'gone.png'" in outcome.error.findings[0].what
    )


def test_a_font_that_a_drawing_or_a_chart_needs_is_reported(workspace):
    drawing = SVG.replace("<rect", '<text font-family="Wingdings">x</text><rect')
    outcome = outcome_of(workspace(IMAGE.format("svg"), {"content/trial/figures/map.svg": drawing}))
    assert listed(findings_of(outcome)) == ["content/trial/figures/map.svg:1:59 error BR536"]
    chart = "{mark: {type: text, font: Papyrus}, encoding: {x: {field: a, type: nominal}, text: {field: b}}}"
    block = f"{{chart: {{title: A chart, alt: Of it, data: [[a, b], [x, 1]], vega_lite: {chart}}}}}"
    outcome = outcome_of(
        workspace(LEAST_BRIEF.replace("outlook:", f"    blocks:\n      - {block}\noutlook:"))
    )
    assert listed(findings_of(outcome)) == ["content/trial/brief.yaml:9:107 error BR505"]


def test_a_font_of_another_edition_is_none_of_this_one(workspace):
    """One process builds both, and the fonts of the first must not be available to the second."""
    face = '@font-face { font-family: "House"; src: url("../fonts/XCharter-Bold.otf") }'
    files = workspace(
        LEAST_BRIEF + "audiences: {analyst: {}, policymaker: {}}\n",
        {
            "styles/audiences/analyst.css": f'{face}\nh1 {{ font-family: "House" }}',
            STYLE: 'h1 { font-family: "House" }',
        },
    )
    analyst, policymaker = build_all(plan(files, Selection()), files, files.root / "out")
    assert (analyst.error, listed(findings_of(policymaker))) == (None, [f"{STYLE}:1:20 error BR505"])


UNSEEN = {
    "visibility: hidden": "cannot be seen",
    "opacity: 0": "cannot be seen",
    "transform: scale(0)": "cannot be seen",
    "transform: scale(0.01)": "cannot be seen",
    "font-size: 0.5pt": "cannot be seen",
    "transform: translate(300mm)": "runs off its page",
    "overflow: hidden; white-space: nowrap; width: 9mm": "is cut off by its box",
    "overflow: hidden; white-space: nowrap; width: 9mm; text-overflow: ellipsis": "is cut off by its box",
    "position: absolute; clip: rect(0, 1mm, 1mm, 0); top: 90mm": "is cut off by its box",
}
SEEN = (
    "opacity: 0.5",
    "transform: rotate(2deg)",
    "overflow: hidden",
    "font-size: 6pt",
    "visibility: visible",
)


@each("style", [*UNSEEN, *SEEN])
def test_a_text_that_nobody_sees_is_reported_and_others_are_not(workspace, style):
    parts = {
        "templates/audiences/bad/audience.yaml": "label: Bad\nparts: [title, bad]\n",
        "templates/parts/bad.j2.html": '<p class="x">A word that counts.</p>',
        "styles/audiences/bad.css": f".x {{ {style} }}",
    }
    outcome = outcome_of(workspace(LEAST_BRIEF + "audiences: {bad: {}}\n", parts))
    found = outcome.error.findings if outcome.error else ()
    assert [finding.code for finding in found] == (["BR603"] if style in UNSEEN else [])
    assert UNSEEN.get(style, "") in "".join(finding.what for finding in found)


COVER = "position: absolute; left: 0; width: 150mm; height: 30mm; background: #fff"
COVERED = {
    f"{COVER}; top: 0": "",
    f"{COVER}; top: 0; z-index: 2": "position: relative; z-index: 1",
    f"{COVER}; top: 0; transform: translate(1mm)": "",
}
UNCOVERED = {
    f"{COVER}; top: 60mm": "",
    f"{COVER}; top: 0; z-index: -1": "",
    f"{COVER}; top: 0; opacity: .5": "",
    f"{COVER}; top: 0; visibility: hidden": "",
    f"{COVER}; top: 0; background: rgb(255 255 255 / 50%)": "",
    f"{COVER}; top: 0; width: .5mm": "",
    f"{COVER}; top: 0; z-index: 1": "position: relative; z-index: 2",
    "top: 0; height: 30mm; background: #fff": "",
}


@each("cover", [*COVERED, *UNCOVERED])
def test_a_text_under_an_opaque_box_is_reported_and_others_are_not(workspace, cover):
    parts = {
        "templates/audiences/bad/audience.yaml": "label: Bad\nparts: [title, bad]\n",
        "templates/parts/bad.j2.html": '<div class="z"><p class="x">A word that counts.</p><div class="y"></div></div>',
        "styles/audiences/bad.css": f".z {{ position: relative }} .y {{ {cover} }}"
        f".x {{ {(COVERED | UNCOVERED)[cover]} }}",
    }
    outcome = outcome_of(workspace(LEAST_BRIEF + "audiences: {bad: {}}\n", parts))
    found = outcome.error.findings if outcome.error else ()
    assert [finding.code for finding in found] == (["BR603"] if cover in COVERED else [])
    assert all("is covered by a box" in finding.what for finding in found)


def test_a_text_in_its_own_opaque_box_is_seen(workspace):
    parts = {
        "templates/audiences/bad/audience.yaml": "label: Bad\nparts: [title, bad]\n",
        "templates/parts/bad.j2.html": '<div class="y"><p>A word that counts.</p></div>',
        "styles/audiences/bad.css": f".y {{ {COVER}; top: 90mm }}",
    }
    assert outcome_of(workspace(LEAST_BRIEF + "audiences: {bad: {}}\n", parts)).error is None


UNSEEN_PICTURES = {
    "visibility: hidden": "cannot be seen (page 1)",
    "opacity: 0": "cannot be seen (page 1)",
    "width: 0": "cannot be seen (page 1)",
    "transform: scale(0)": "cannot be seen (page 1)",
    "position: absolute; left: -90mm; width: 20mm": "reaches beyond its page (page 1)",
    "width: 400mm; height: 9mm; max-width: none": "reaches beyond its page (page 1)",
}
SEEN_PICTURES = (
    "width: 5mm",
    "opacity: 0.5",
    "float: left",
    "position: absolute; width: 5mm; top: 190mm",
    "border: 1px solid",
)


@each("style", [*UNSEEN_PICTURES, *SEEN_PICTURES])
def test_a_picture_that_nobody_sees_is_reported_and_others_are_not(workspace, style):
    beside = {"content/trial/figures/map.svg": SVG, STYLE: f"img {{ {style} }}"}
    outcome = outcome_of(workspace(IMAGE.format("svg"), beside))
    unseen = UNSEEN_PICTURES.get(style)
    column = 40 if style.endswith("width: 20mm") else 7
    assert listed(findings_of(outcome)) == ([f"{STYLE}:1:{column} error BR603"] if unseen else [])
    assert unseen is None or unseen in outcome.error.findings[0].what


@pytest.mark.parametrize(("bleed", "is_seen"), [("5mm", True), ("1mm", False)])
def test_a_picture_may_reach_into_the_bleed_and_not_beyond_it(workspace, bleed, is_seen):
    placed = "position: absolute; top: 190mm; left: -14mm; width: 5mm"  # 4 mm over the edge
    style = f"@page {{ bleed: {bleed}; margin-left: 10mm }} img {{ {placed} }}"
    outcome = outcome_of(workspace(IMAGE.format("svg"), {"content/trial/figures/map.svg": SVG, STYLE: style}))
    assert (outcome.error is None) is is_seen


@each(
    ("picture", "findings"),
    [
        ('<img alt="A map">', ["templates/parts/bad.j2.html:1:1 error BR603"]),
        ('<img alt="A map" src="">', ["templates/parts/bad.j2.html:1:1 error BR603"]),
        (
            '<div style="overflow: hidden; width: 9mm">'
            '<img alt="A map" src="m.svg" style="width: 20mm; max-width: none"></div>',
            ["templates/parts/bad.j2.html:1:1 error BR603"],
        ),
        ('<img alt="" src="m.svg" style="display: none">', []),
        ('<div style="overflow: hidden"><img alt="A map" src="m.svg" style="width: 20mm"></div>', []),
    ],
)  # fmt: skip
def test_a_picture_of_a_template_is_seen(workspace, picture, findings):
    files = {
        "templates/audiences/bad/audience.yaml": "label: Bad\nparts: [title, bad]\n",
        "templates/parts/bad.j2.html": picture,
        "content/trial/m.svg": SVG,
    }
    outcome = outcome_of(workspace(LEAST_BRIEF + "audiences: {bad: {}}\n", files))
    assert listed(findings_of(outcome)) == findings


def test_a_good_picture_next_to_the_brief_is_shown(workspace):
    files = workspace(IMAGE.format("png"), {"content/trial/figures/map.png": png((200, 0, 0))})
    outcome = outcome_of(files)
    coarse = ["content/trial/brief.yaml:7:29 warning BR537"]  # its one pixel is as large as one of a screen
    assert (outcome.error, listed(findings_of(outcome))) == (None, coarse)
    assert "content/trial/figures/map.png" in files.seen


def test_a_truncated_picture_is_reported(workspace):
    whole = png((200, 0, 0))
    files = workspace(IMAGE.format("png"), {"content/trial/figures/map.png": whole[:-20]})
    assert listed(findings_of(outcome_of(files))) == ["content/trial/brief.yaml:7:29 error BR501"]


BREAK = '<p style="break-before: {}">{}</p>'


@each(
    ("parts", "empty"),
    [
        ((("page", ""), ("page", "x")), {2: 1}),
        ((("page", "x"), ("page", "")), {3: 2}),
        ((("page", "x"), ("page", "x")), {}),
        ((("right", "x"),), {}),
        ((("page", '<img alt="A map" src="m.svg" style="width: 9mm">'),), {}),
    ],
)
def test_an_empty_page_is_reported_at_the_break_that_makes_it(workspace, parts, empty):
    files = {
        "templates/audiences/bad/audience.yaml": "label: Bad\nparts: [title, bad]\n",
        "templates/parts/bad.j2.html": "\n".join(BREAK.format(*part) for part in parts),
        "content/trial/m.svg": SVG,
    }
    outcome = outcome_of(workspace(LEAST_BRIEF + "audiences: {bad: {}}\n", files))
    expected = [f"templates/parts/bad.j2.html:{line}:1 warning BR604" for line in empty.values()]
    assert listed(findings_of(outcome)) == expected
    assert [f"page {page} of" in f.what for page, f in zip(empty, outcome.report.findings, strict=True)] == [
        True
    ] * len(empty)


def test_a_missing_font_library_is_reported_once_for_the_machine():
    said = 'Using fontTools instead of HarfBuzz-Subset for font "{}". This will be unsupported.'
    engine_warnings = [
        EngineWarning("other", said.format(name), "") for name in ("Brief Text", "Brief Display")
    ]
    (finding,) = report_engine_warnings(None, engine_warnings)
    assert (finding.code, str(finding.where), finding.severity) == ("BR901", "this machine", Severity.WARNING)
    assert "run: " in finding.help


def test_a_style_can_begin_with_the_one_it_replaces(workspace):
    files = workspace(
        files={
            "styles/tokens.css": '@import "shipped/tokens.css";\n:root { --brand: #800000 }',
            "styles/parts/title.css": '@import "shipped/title.css";\n.title h1 { color: #800000 }',
        }
    )
    outcome = outcome_of(files)
    assert (outcome.error, listed(findings_of(outcome))) == (None, [])


@each(
    ("title", "text"),
    [
        ("Regional cooperation on fisheries enforcement remains fragmented and weak", "One.\\n\\nTwo."),
        ("Wasserversorgungsverträge entscheiden über Krankenversicherungsbeiträge", "One."),
        ("W" * 60, "One."),
        ("See ( https://example.org/" + "path/" * 20 + " … ( ]", "One."),
        ("A heading of many words " * 6, "One. " * 30),
    ],
)
def test_a_tall_heading_over_a_short_text_has_room(workspace, title, text):
    section = f'  - title: {title}\n    text: "{text}"\n'
    outcome = outcome_of(workspace(LEAST_BRIEF.replace("outlook:", section * 2 + "outlook:")))
    assert (outcome.error, {one.code for one in findings_of(outcome)} - {BROKEN_WORD}) == (None, set())


@each("name", ["title", "bottom_line", "key_points", "watch"])
def test_a_word_without_end_stays_on_the_page(workspace, name):
    word = "W" * 150
    extra = {
        "title": LEAST_BRIEF.replace("A finding in few words", word),
        "bottom_line": LEAST_BRIEF + f"bottom_line: {word}\n",
        "key_points": LEAST_BRIEF.replace("The first point.", word),
        "watch": LEAST_BRIEF.replace("It goes on.", f"{{watch: [{{indicator: {word}, now: {word}}}]}}"),
    }
    outcome = outcome_of(workspace(extra[name]))
    assert (outcome.error, [one.code for one in findings_of(outcome)]) == (None, [BROKEN_WORD])


def test_a_font_of_the_workspace_serves_a_style(workspace):
    import rendercv_fonts

    font = next(path for path in rendercv_fonts.paths_to_font_files if path.name == "XCharter-Bold.otf")
    files = workspace(
        files={
            "styles/fonts/House.otf": font.read_bytes(),
            "styles/audiences/policymaker.css": '@font-face { font-family: "House"; src: url("../fonts/House.otf") }'
            '\nh1 { font-family: "House" }',
        }
    )
    outcome = outcome_of(files)
    assert (outcome.error, listed(findings_of(outcome))) == (None, [])
    assert "styles/fonts/House.otf" in files.seen


def test_a_font_of_any_package_that_declares_it_serves_a_style(workspace):
    face = '@font-face { font-family: "House"; src: url("../fonts/SourceSerifPro-Regular.ttf") }'
    files = workspace(files={"styles/audiences/policymaker.css": face + 'h1 { font-family: "House" }'})
    outcome = outcome_of(files)
    assert (outcome.error, listed(findings_of(outcome))) == (None, [])
    assert "font_source_serif_pro" in str(files.seen["styles/fonts/SourceSerifPro-Regular.ttf"])


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "../../../etc/hostname", "https://example.org/x.png"]
)
def test_a_style_cannot_reach_outside_the_workspace(workspace, address):
    style = f'.title {{ background: url("{address}") }}'
    outcome = outcome_of(workspace(files={"styles/audiences/policymaker.css": style}))
    assert [finding.code for finding in outcome.error.findings] == ["BR501"]


def test_a_draft_is_built_in_spite_of_errors_and_says_so(workspace):
    brief = LEAST_BRIEF.replace("A first text.", "A first text with 🎉 ![a picture](missing.png).")
    files = workspace(brief, {"content/trial/brief.es.yaml": "title: Un hallazgo\n"})
    (unread,) = build_all(plan(files, Selection()), files, files.root / "out")
    assert [finding.code for finding in unread.error.findings] == ["BR321", "BR321", "BR321", "BR501"]
    english, spanish = build_all(plan(files, Selection(is_draft=True)), files, files.root / "out")
    assert (english.error, spanish.error) == (None, None)
    assert english.path.name == "trial-policymaker-en-draft.pdf"
    assert {finding.code for finding in english.report.findings} >= {"BR501", "BR506"}
    assert "BR321" in {finding.code for finding in spanish.report.findings}
    assert {finding.severity for finding in english.report.findings} == {Severity.WARNING}
    with pypdfium2.PdfDocument(english.path) as document:
        colours = document[0].render(scale=0.5).to_pil().convert("RGB").getcolors(1 << 20)
    assert (238, 238, 238) in {colour for _, colour in colours}
