"""Unreadable texts are reported at the declaration that causes them; texts that only seem unreadable pass."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from PIL import Image

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Modifier
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF

pytestmark = pytest.mark.engine

STYLE = "styles/audiences/odd.css"
LONG = "The bridge of steel, high above the flow, begins to give way. " * 4
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{}</svg>'
CODES = {"BR511", "BR517", "BR518", "BR519", "BR603", "BR612", "BR613", "BR614"}


def findings_of(files, codes=frozenset(CODES), **wanted):
    (job,) = plan(files, Selection(**wanted)).jobs
    result = Run()
    try:
        run_stages(job, Typesetter(files), result)
    except BriefingError:
        assert result.pdf is not None, result.findings
    return [finding for finding in result.findings if finding.code in codes]


@pytest.fixture
def judged(workspace):
    """Return the findings of a page with this HTML and style; other files are given by their names."""

    def judge(html, style, files=None, brief="", **wanted):
        beside = {
            "templates/audiences/odd/audience.yaml": "label: Odd\nparts: [masthead, marking, title, odd]\n",
            "templates/parts/odd.j2.html": html,
            STYLE: style,
            **(files or {}),
        }
        found = findings_of(workspace(LEAST_BRIEF + brief + "audiences: {odd: {}}\n", beside), **wanted)
        return [(finding.code, str(finding.where), finding.what) for finding in found]

    return judge


def codes(found):
    return [code for code, _, _ in found]


def picture(*colours: tuple[int, int, int]) -> bytes:
    """A PNG of one column for each colour."""
    image = Image.new("RGB", (len(colours), 1))
    image.putdata(colours)
    out = io.BytesIO()
    image.resize((len(colours) * 20, 20), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


PARAGRAPH = f'<div class="b"><p class="x">{LONG}</p></div>'
UNSEEN = {
    "white": ".x { color: white }",
    "nearly white": ".x { color: #f4f4f4 }",
    "on its own ground": ".x { color: #234; background: #253545 }",
    "an inherited colour": ".b { color: #fff } .x { hyphens: manual }",
    "a gradient": ".b { background: linear-gradient(#fff, #eee); color: #fff }",
    "a gradient of another space": ".b { background: linear-gradient(oklch(1 0 0), lab(96 0 0)); color: #fff }",
    "a radial gradient": ".b { background: radial-gradient(#222, #333); color: #222 }",
    "a picture": ".b { background: url(../../white.png); color: #fff }",
    "a picture of which half would do": ".b { background: url(../../half.png) 0 0 / 100% 100%; color: #fff }",
    "a drawing": ".b { background: url(../../white.svg) 0 0 / cover; color: #fff }",
    "a see-through colour": ".x { color: rgb(0 0 0 / 3%) }",
    "opacity around it": ".b { opacity: .15 } .x { color: #999 }",
    "opacity around text and ground": ".b { opacity: .2; background: #fff; color: #aaa }",
    "a box behind it": ".b { position: relative } .b::before { content: ''; position: absolute; inset: 0; "
    "z-index: -1; background: #1b2430 } .x { color: #1b2430 }",
    "a veil over it": ".b { position: relative } .b::after { content: ''; position: absolute; inset: 0; "
    "background: rgb(255 255 255 / 97%) }",
    "the page's ground": "@page { background: #1b2430 }",
    "the ground of the root": "html { background: #1b2430 } .title * { color: #fff }",
    "oklch()": ".x { color: oklch(0.99 0.01 90) }",
    "display-p3": ".x { color: color(display-p3 1 1 1) }",
    "hwb()": ".x { color: hwb(0 98% 1%) }",
    "currentcolor": ".x { color: #eee; background: currentcolor }",
}
BESIDE = {
    "white.png": picture((255, 255, 255)),
    "half.png": picture((255, 255, 255), (20, 20, 60)),
    "white.svg": SVG.format('<rect width="200" height="100" fill="#fff"/>'),
}
"""Pictures next to the styles."""


ALONE = re.compile(r"@page|html|\*|::after")
"""What is in a style for more than a paragraph, or in one that is reported elsewhere than in its own lines."""


def on_one_page(styles):
    """The names of the styles for a paragraph, a page with a paragraph for each, and a style with a line for each."""
    styles = {name: style if isinstance(style, str) else style[0] for name, style in styles.items()}
    names = [name for name, style in styles.items() if not ALONE.search(style)]
    html = "".join(f'<div class="c{line}">{PARAGRAPH}</div>\n' for line, _ in enumerate(names, start=1))
    lines = (
        re.sub(r"\.[bx](?=[ :])", rf".c{line} \g<0>", styles[name]) for line, name in enumerate(names, 1)
    )
    return names, html, "\n".join([*lines, "[class^=c] { padding: 5mm 0 }"])


def others(styles):
    names = [name for name, style in styles.items() if ALONE.search(style)]
    return pytest.mark.parametrize("style", [styles[name] for name in names], ids=names)


def contrast_of(found):
    """The codes of findings, once those about unseen texts are known to name both colours."""
    wrong = [what for code, _, what in found if code == "BR517"]
    assert all(re.search(r"contrast of 1\.[01]\d:1: #[0-9a-f]{6} on #[0-9a-f]{6}", what) for what in wrong)
    return [code for code, *_ in found]


def test_a_text_in_the_colour_of_its_ground_is_an_error_at_its_rule(judged):
    names, html, style = on_one_page(UNSEEN)
    found = judged(html, style, BESIDE)
    assert len(names) == 18
    for line, name in enumerate(names, start=1):
        own = contrast_of([one for one in found if one[1].startswith(f"{STYLE}:{line}:")])
        assert "BR517" in own, name
        assert ".x" not in UNSEEN[name] or own.count("BR517") == 1, name


@others(UNSEEN)
def test_so_is_one_under_a_veil_and_one_on_the_ground_of_the_page(judged, style):
    assert "BR517" in contrast_of(judged(PARAGRAPH, style, BESIDE))


SEEN = {
    "white on a dark gradient": ".b { background: linear-gradient(#222, #345); color: #fff }",
    "white on a dark picture": ".b { background: url(../../dark.png); color: #fff }",
    "black on a light picture": ".b { background: url(../../white.png) }",
    "white on a dark part of a picture": ".b { background: url(../../half.png) 100% 0 / 200% 100% no-repeat #14143c; "
    "color: #fff }",
    "white on a dark box behind": ".b { position: relative } .b::before { content: ''; position: absolute; inset: 0; "
    "z-index: -1; background: #1b2430 } .x { color: #fff }",
    "a border around it": ".b { border: 3mm solid #1b2430; border-radius: 3mm; padding: 2mm }",
    "a double border": ".b { border: 3mm double #1b2430; padding: 2mm }",
    "a shadow": ".b { box-shadow: 0 0 3mm #1b2430; padding: 2mm }",
    "lines under and through": ".x { text-decoration: underline line-through #1b2430 }",
    "a little opacity": ".b { opacity: .9 }",
    "grey at the limit": ".x { color: #767676 }",
    "large and lighter": ".x { font-size: 24pt; line-height: 1.2; color: #949494; hyphens: none }",
    "white on a floated box": ".b { float: left; background: #1b2430; color: #fff; width: 100mm }",
    "a dark page": "@page { background: #1b2430; @bottom-right { color: #fff } } * { color: #fff !important }",
    "lch()": ".x { color: lch(30 40 20) }",
    "a clip around it": ".b { overflow: hidden; background: #1b2430; color: #fff; border-radius: 4mm; padding: 3mm }",
}


DARK = {**BESIDE, "dark.png": picture((20, 20, 60), (30, 30, 40))}


def test_a_text_with_enough_contrast_passes_on_any_ground(judged):
    names, html, style = on_one_page(SEEN)
    assert len(names) == 15
    assert judged(html, style, DARK) == []


@others(SEEN)
def test_a_text_with_enough_contrast_passes_on_any_page(judged, style):
    assert judged(PARAGRAPH, style, DARK) == []


@pytest.mark.parametrize(
    ("style", "limit"),
    [
        ("font-size: 18pt; color: #949494", None),  # 3.03:1
        ("font-size: 17.9pt; color: #949494", "4.5:1"),
        ("font-size: 18pt; color: #979797", "3:1"),  # 2.92:1
        ("font-size: 14pt; font-weight: 700; color: #949494", None),
        ("font-size: 13.9pt; font-weight: 700; color: #949494", "4.5:1"),
        ("font-size: 14pt; font-weight: 600; color: #949494", "4.5:1"),
        ("font-size: 14pt; font-weight: 700; color: #979797", "3:1"),
        ("font-size: 24pt; color: #777; opacity: .999", None),
        ("font-size: 10pt; color: #777", "4.5:1"),  # 4.48:1
    ],
)
def test_large_text_needs_a_contrast_of_3_to_1_and_any_other_4_5_to_1(judged, style, limit):
    """WCAG 2.2, 1.4.3: large is 18 points, or 14 points in bold."""
    found = judged("<p class='x'>A word</p>", f".x {{ {style}; line-height: 1.2; hyphens: none }}")
    limits = [re.search(r"the minimum is ([\d.]+:1)", what)[1] for code, _, what in found if code == "BR511"]
    assert limits == ([limit] if limit else [])


def test_one_rule_is_one_finding_with_its_place_both_colours_and_a_colour_that_would_do(workspace):
    style = "@page { size: A4 }\n.section p { color: #aaa }"
    sections = "  - {title: Another, text: 'A text.\n\n\n      One more.'}\n" * 3
    files = workspace(
        LEAST_BRIEF.replace("outlook:", sections + "outlook:"), {"styles/audiences/policymaker.css": style}
    )
    (found,) = findings_of(files)
    assert (found.code, str(found.where)) == ("BR511", "styles/audiences/policymaker.css:2:14")
    assert "2.3:1: #aaaaaa on #ffffff; the minimum is 4.5:1" in found.what
    assert "and 6 more" in found.what
    assert "`color: #aaa` in `.section p`" in found.what
    assert "use #757575, which has 4.5:1" in found.help


def test_a_token_that_is_too_pale_is_one_finding_for_all_its_uses(workspace):
    style = '@import "shipped/tokens.css";\n:root { --brand: #f7c948 }'
    (found,) = findings_of(workspace(files={"styles/tokens.css": style}))
    assert (found.code, str(found.where)) == ("BR511", "styles/tokens.css:2:9")


def test_a_ground_that_takes_the_contrast_of_a_shipped_colour_is_the_cause(judged):
    ((code, where, _),) = judged(PARAGRAPH, ".x { hyphens: none }\n.b { background: #1b2430 }")
    assert (code, where) == ("BR517", f"{STYLE}:2:6")


SHADE = "themes/own/styles/parts/title.css"
OWN_THEME = {
    "themes/own/theme.yaml": "name: own\ndescription: x\nversion: '1'\noptions:\n"
    "  shade: {type: colour, description: x, default: white}\n"
    "  pale:\n    type: colour\n    description: x\n    default: '#777777'\n",
    SHADE: '@import "shipped/title.css";\nh1 { background: var(--shade) }\n'
    ".byline { color: var(--pale); background: rgb(0 0 0 / 10%) }\n",
}


def test_an_option_of_the_theme_is_named_where_it_is_set(workspace):
    settings = "publisher: {name: A house}\ntheme:\n  name: ./themes/own\n  shade: '#17405c'\n"
    root = workspace(files={**OWN_THEME, "content/workspace.yaml": settings}).root
    invisible, pale = sorted(findings_of(open_files(root)), key=lambda one: one.code, reverse=True)
    assert (invisible.code, str(invisible.where)) == ("BR517", "content/workspace.yaml:4:10")
    assert "; `--shade: #17405c`)" in invisible.what
    assert invisible.help == (
        "use #6b8597 as the background, which has 3:1 with the text; or change the colour of the text"
    )
    assert (pale.code, str(pale.where)) == ("BR511", "themes/own/theme.yaml:9:14")
    assert pale.help.endswith(" on this background")


def test_a_ground_beneath_a_translucent_one_is_a_cause_too(workspace):
    settings = "publisher: {name: A house}\ntheme: {name: parliament, brand: '#fdfdfd'}\n"
    found = findings_of(open_files(workspace(files={"content/workspace.yaml": settings}).root))
    assert {str(one.where) for one in found} == {"content/workspace.yaml:2:34"}


@pytest.mark.parametrize("status", ["", "marking: {status: draft}\n"])
@pytest.mark.parametrize("wanted", [{}, {"is_draft": True}, {"modifiers": (Modifier.MONO,)}])
def test_drafts_and_greyscale_editions_are_judged_as_well(judged, status, wanted):
    assert codes(judged(PARAGRAPH, ".x { color: #aaa }", brief=status, **wanted)) == ["BR511"]
    assert judged(PARAGRAPH, ".x { color: #555 }", brief=status, **wanted) == []


PLACES = {
    "a cell": (
        "<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>",
        "td { color: #fff }",
    ),
    "the ground of a row": (
        "<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>",
        "tbody tr { background: #1b2430 }",
    ),
    "the ground of a column": (
        "<table><colgroup><col></colgroup><thead><tr><th>Head</th></tr></thead><tr><td>Cell</td></tr></table>",
        "col { background: #1b2430 } th { color: #fff }",
    ),
    "a marker": ("<ul><li>An item</li></ul>", "li::marker { color: #fff }"),
    "a first letter": (PARAGRAPH, ".x::first-letter { color: #fff }"),
    "what a style adds": (PARAGRAPH, ".x::after { content: 'Added'; color: #fff }"),
    "a link": ('<p>See <a href="https://example.org">there</a>.</p>', "a { color: #fff !important }"),
    "the ground of a word": ("<p>A <b>word</b> of it</p>", "p b { background: #1b2430 }"),
    "the foot of the page": (PARAGRAPH, "@page { @bottom-center { content: 'Foot'; color: #fff } }"),
    "a negative margin": (
        '<div class="d"></div><p class="m">A text.</p>',
        ".d { height: 30mm; background: #1b2430 } .m { margin-top: -20mm }",
    ),
    "a transform": (
        '<div class="d"></div><p class="m">A text.</p>',
        ".d { height: 20mm; background: #1b2430 } .m { transform: translateY(-12mm) }",
    ),
}


@pytest.mark.parametrize(("html", "style"), PLACES.values(), ids=PLACES.keys())
def test_a_text_is_judged_anywhere_on_the_page(judged, html, style):
    found = judged(html, style)
    assert codes(found) == ["BR517"]
    if "background" not in style:
        assert found[0][1].startswith(STYLE)


DRAWN = {
    "pale on white": ('<text x="9" y="40" font-size="20" fill="#eee">Label</text>', "BR517"),
    "faint on white": ('<text x="9" y="40" font-size="20" fill="#bbb">Label</text>', "BR511"),
    "on its own field": (
        '<rect width="200" height="100" fill="#135"/><text x="9" y="40" font-size="20" fill="#135">Label</text>',
        "BR517",
    ),
    "in a clear group": ('<g opacity=".05"><text x="9" y="40" font-size="20">Label</text></g>', "BR517"),
    "on a gradient": (
        '<linearGradient id="g"><stop stop-color="#124"/><stop offset="1" stop-color="#135"/></linearGradient>'
        '<rect width="200" height="100" fill="url(#g)"/><text x="9" y="40" font-size="20" fill="#134">Label</text>',
        "BR517",
    ),
    "too small": ('<text x="9" y="40" font-size="1">Label</text>', "BR518"),
    "made too small": ('<text transform="scale(.1)" x="99" y="400" font-size="10">Label</text>', "BR518"),
    "right of its frame": (
        '<rect width="9" height="9"/><text x="500" y="20" font-size="20">Label</text>',
        "BR519",
    ),
    "above its frame": ('<text x="5" y="-20" font-size="20">Label</text>', "BR519"),
    "cut by its frame": ('<text x="150" y="50" font-size="20">A label too long for it</text>', "BR519"),
    "anchored out of it": (
        '<text x="20" y="50" font-size="20" text-anchor="end">A label too long</text>',
        "BR519",
    ),
    "turned out of it": (
        '<text transform="rotate(90)" x="60" y="-50" font-size="20">A label</text>',
        "BR519",
    ),
    "moved out of it": (
        '<g transform="translate(300 0)"><text x="5" y="50" font-size="20">Label</text></g>',
        "BR519",
    ),
    "outside of an inner frame": (
        '<rect width="9" height="9"/><svg x="10" y="10" width="50" height="50">'
        '<text x="80" y="20" font-size="9">Label</text></svg>',
        "BR519",
    ),
    "outside of a clip": (
        '<clipPath id="c"><rect width="50" height="50"/></clipPath><rect width="9" height="9"/>'
        '<g clip-path="url(#c)"><text x="90" y="80" font-size="20">Label</text></g>',
        "BR519",
    ),
    "within": ('<text x="9" y="40" font-size="20">Label</text>', None),
    "at its edge": ('<text x="200" y="100" font-size="20" text-anchor="end" dy="-5">Label</text>', None),
    "white on a dark field": (
        '<rect width="200" height="100" fill="#135"/><text x="9" y="40" font-size="20" fill="#fff">Label</text>',
        None,
    ),
    "next to a line of its colour": (
        '<path d="M0 0L200 100" stroke="#135" fill="none"/><text x="9" y="90" font-size="20" fill="#135">Label</text>',
        None,
    ),
    "in a frame": (
        '<rect width="190" height="90" x="5" y="5" fill="none" stroke="#000"/>'
        '<text x="9" y="40" font-size="20">Label</text>',
        None,
    ),
}


@pytest.mark.parametrize("inline", [False, True], ids=["file", "inline"])
def test_the_text_of_a_drawing_is_judged_inside_of_it(judged, inline):
    """All drawings are on one page, each in a line of the template."""
    lines, files = [], {}
    for line, (drawing, _) in enumerate(DRAWN.values(), start=1):
        svg = SVG.format(drawing.replace("<text", '<text font-family="Brief Text"'))
        svg = svg.replace('"g"', f'"g{line}"').replace("#g)", f"#g{line})")
        svg = svg.replace('"c"', f'"c{line}"').replace("#c)", f"#c{line})")
        files[f"content/trial/d{line}.svg"] = svg
        named = svg.replace("<svg ", '<svg role="img" aria-label="A label" ', 1)
        lines.append(named if inline else f'<p><img src="d{line}.svg" alt="A label"></p>')
    found = judged("\n".join(lines), "svg, img { display: block; width: 100mm }", files)
    for line, (name, (_, code)) in enumerate(DRAWN.items(), start=1):
        place = f"templates/parts/odd.j2.html:{line}:" if inline else f"content/trial/d{line}.svg:1:"
        own = [one for one in found if one[1].startswith(place)]
        assert codes(own) == ([code] if code else []), (name, found)
    assert len(found) == sum(code is not None for _, code in DRAWN.values())


SIZES = {
    "5.9 pt": (".x { font-size: 5.9pt }", "BR518"),
    "7 px": (".x { font-size: 7px }", "BR518"),
    "made smaller": (".b { transform: scale(.5) }", "BR518"),
    "flattened": (".b { transform: scaleY(.4) }", "BR518"),
    "a first letter": (".x::first-letter { font-size: 4pt }", "BR518"),
    "7 pt": (".x { font-size: 7pt }", "BR518"),
    "8 pt": (".x { font-size: 8pt }", None),
    "small and made larger": (
        ".b { transform: scale(1.5); transform-origin: 0 0; width: 60mm } .x { font-size: 6pt }",
        None,
    ),
}


def test_type_that_is_painted_too_small_is_reported(judged):
    names, html, style = on_one_page(SIZES)
    assert names == [*SIZES]
    found = judged(html, style)
    for line, (name, (_, code)) in enumerate(SIZES.items(), start=1):
        own = [one for one in found if one[1].startswith(f"{STYLE}:{line}:")]
        assert codes(own) == ([code] if code else []), (name, found)
    assert len(found) == sum(code is not None for _, code in SIZES.values())


@pytest.mark.parametrize(
    ("least", "code"), [("7pt", None), ("9pt", "BR518"), ("3.5mm", "BR518"), ("var(--small-size)", None)]
)
def test_a_style_says_what_is_its_own_smallest_size(judged, least, code):
    tokens = f'@import "shipped/tokens.css";\n:root {{ --least-size: {least} }}'
    found = judged('<p class="x">A text.</p>', ".x { font-size: 8pt }", {"styles/tokens.css": tokens})
    assert ({"BR518"} if code else set()) == set(codes(found))


RAISED = "<p>Water<sup>2</sup> and H<sub>2</sub>O, and a <span>half</span>.</p>"


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ("sup, sub { font-size: .66em; line-height: 0 }", None),
        ("sup { font-size: 5.5pt }", None),
        ("sup { font-size: 3pt }", "BR518"),
        ("sup { font-size: 5pt }", "BR518"),
        ("span { font-size: .55em }", "BR518"),
    ],
)
def test_raised_figures_may_be_smaller_and_others_not(judged, style, code):
    assert codes(judged(RAISED, f"p {{ font-size: 10pt }} {style}")) == ([code] if code else [])


LARGE = (Modifier.LARGE_PRINT,)
MAP = SVG.format('<text x="10" y="50" font-size="{}" font-family="Brief Text">Nile</text>')
IN_LARGE_PRINT = {
    "superscripts and subscripts of the style": (RAISED, "", 16, []),
    "a superscript of its own": (RAISED, "p sup { font-size: 12pt }", 16, ["BR518"]),
    "type that the style does not enlarge": (
        '<p class="x">Ten.</p>',
        ".x { font-size: 10pt }",
        16,
        ["BR518"],
    ),
    "a drawing with large letters": ("<img class=m src=map.svg alt=Map>", ".m { width: 100% }", 8, []),
    "a drawing with small letters": ("<img class=m src=map.svg alt=Map>", ".m { width: 100% }", 6, ["BR518"]),
    "a drawing that is printed smaller": (
        "<img class=m src=map.svg alt=Map>",
        ".m { width: 50% }",
        8,
        ["BR518"],
    ),
}


@pytest.mark.parametrize(("html", "style", "size", "expected"), IN_LARGE_PRINT.values(), ids=IN_LARGE_PRINT)
def test_nothing_in_large_print_is_below_16_points(judged, html, style, size, expected):
    drawing = {"content/trial/map.svg": MAP.format(size)}
    found = judged(html, style, drawing, modifiers=LARGE)
    assert codes(found) == expected
    assert all("the minimum of large print is 16 pt" in what for _, _, what in found)


PILED = {
    "a leading of 3 pt": (PARAGRAPH, ".x { line-height: 3pt }", True),
    "a leading of .5": (PARAGRAPH, ".x { line-height: .5 }", True),
    "none at all": (PARAGRAPH, ".b { line-height: 0 }", True),
    "letters too close": (PARAGRAPH, ".x { letter-spacing: -.48em; white-space: nowrap }", True),
    "a drop cap under its word": (
        PARAGRAPH,
        ".x::first-letter { font-size: 34pt; line-height: .2; float: left; margin-right: -4mm }",
        True,
    ),
    "a drop cap of the engine's": (PARAGRAPH, ".x::first-letter { font-size: 34pt; float: left }", True),
    "a drop cap set right": (
        f"<p class=x><span>T</span>{LONG[1:]}</p>",
        "span { font-size: 34pt; line-height: 30pt; float: left; padding-right: 1mm }",
        False,
    ),
    "a leading of 1": (PARAGRAPH, ".x { line-height: 1 }", False),
    "a heading at 0.9": (f"<h2>{LONG}</h2>", "h2 { font-size: 24pt; line-height: .9 }", False),
    "raised figures": (
        f"<p>{LONG.replace('steel', 'steel<sup>12</sup><sub>3</sub>')}</p>",
        "p { line-height: 1.1 } sup, sub { font-size: .6em; line-height: 0 }",
        False,
    ),
    "a fraction": (
        f"<p>{LONG.replace('steel', '<span class=f><i>1</i><i>2</i></span>')}</p>",
        ".f { display: inline-block; vertical-align: middle; font-size: .8em } .f i { display: block; line-height: 1 }",
        False,
    ),
    "tall letters": (
        f'<p lang="ar" dir="rtl">{"أُسِّسَ الإِصْغَاءُ لِلْمُجْتَهِدِينَ إِلَى آخِرِهِمْ. " * 6}</p>',
        'p { font: 11pt/1.25 "Brief Arabic" }',
        False,
    ),
    "right to left": (
        f'<p dir="rtl" lang="ar">{"الماء ينبع من الجبل ويجري إلى البحر. " * 6}</p>',
        'p { font: 11pt/1.5 "Brief Arabic" }',
        False,
    ),
    "capitals set solid": (f"<p>{LONG.upper()}</p>", "p { line-height: .8; hyphens: none }", False),
    "italics among upright": ("<p>of <i>f</i>(x) and <i>off</i>)</p>", "", False),
    "a larger word": (f"<p>{LONG} <b>a word</b> {LONG}</p>", "b { font-size: 16pt }", False),
}


@pytest.mark.parametrize(("html", "style", "is_piled"), PILED.values(), ids=PILED.keys())
def test_texts_of_a_paragraph_that_lie_on_each_other_are_an_error(judged, html, style, is_piled):
    found = [one for one in judged(html, style) if one[0] == "BR612"]
    assert len(found) == is_piled
    assert all(where.startswith(STYLE) for _, where, _ in found)


WORD = "<p class=x>Insulation of the houses of the town</p>"
COLUMNS = {
    "a narrow block": (WORD, ".x { width: 3mm; overflow-wrap: anywhere }", True),
    "padding": (WORD, ".x { padding-inline: 66mm; overflow-wrap: anywhere; width: 4mm }", True),
    "many columns": (
        WORD,
        ".x { columns: 30; column-gap: 1mm; overflow-wrap: anywhere; hyphens: none }",
        True,
    ),
    "a narrow cell": (
        f"<table><tr><th>Insulation of houses</th><td>{LONG}</td></tr></table>",
        "table { table-layout: fixed; width: 150mm } "
        "th { width: 2mm; padding: 0; overflow-wrap: anywhere; hyphens: none } "
        "td { width: 148mm }",
        True,
    ),
    "a column of words": ("<p class=x>as to it we do so</p>", ".x { width: 4mm }", True),
    "a wide one": (WORD, ".x { width: 30mm }", False),
    "figures in cells": ("<table><tr><th>A</th></tr>" + "<tr><td>1</td></tr>" * 6 + "</table>", "", False),
    "lines that the author breaks": ("<p class=x>1<br>2<br>3<br>4</p>", ".x { width: 4mm }", False),
    "a list": ("<ol>" + "<li>A</li>" * 5 + "</ol>", "", False),
}


@pytest.mark.parametrize(("html", "style", "is_narrow"), COLUMNS.values(), ids=COLUMNS.keys())
def test_a_column_of_a_letter_or_two_is_an_error(judged, html, style, is_narrow):
    found = codes(judged(html, style))
    assert ("BR613" in found) == is_narrow


@pytest.mark.parametrize("ground", ["@page", "html", "body"])
def test_a_watermark_and_the_background_of_a_page_are_both_painted(workspace, ground):
    style = f"{ground} {{ background: #fdf3dd }}"
    brief = LEAST_BRIEF + "marking: {status: draft}\n"
    (job,) = plan(workspace(brief, {"styles/audiences/policymaker.css": style}), Selection()).jobs
    result = Run()
    pdf = run_stages(job, Typesetter(workspace(brief)), result)
    with pypdfium2.PdfDocument(pdf.content) as document:
        shown = document[0].render(scale=0.5).to_pil().convert("RGB")
    counts = {colour: count for count, colour in shown.getcolors(1 << 20)}
    marked = [
        colour
        for colour in counts
        if colour != (0xFD, 0xF3, 0xDD)
        and all(
            abs(part - meant * (1 - 0.067)) < 2
            for part, meant in zip(colour, (0xFD, 0xF3, 0xDD), strict=True)
        )
    ]
    assert counts[0xFD, 0xF3, 0xDD] > 20_000
    assert sum(counts[colour] for colour in marked) > 1_000


@each(
    "colour",
    [
        "oklch(0.3 0.1 30)",
        "lab(30 40 20)",
        "lch(30 40 20)",
        "oklab(0.3 .1 .1)",
        "color(display-p3 .3 0 0)",
        "hwb(20 10% 60%)",
        "color(rec2020 .3 0 .1)",
        "color(xyz-d50 .05 .05 .05)",
        "light-dark(#123, #eee)",
        "hsl(none 40% 20%)",
        "rgb(20 none 40)",
    ],
)
@each("wanted", [{}, {"modifiers": (Modifier.MONO,)}])
def test_every_colour_that_can_be_drawn_is_drawn_in_text_grounds_borders_and_charts(
    workspace, colour, wanted
):
    data = "[[What, Count], [One, 1], [Two, 2]]"
    chart = f"    blocks: [{{chart: {{kind: bar, title: A chart, alt: Bars, data: {data}}}}}]\noutlook:"
    tokens = f'@import "shipped/tokens.css";\n:root {{ --brand: {colour}; --ink: {colour} }}'
    style = f".section {{ border: 1pt inset {colour}; background: linear-gradient({colour}, {colour}) }}"
    style += " .section * { color: #fff }"
    beside = {"styles/tokens.css": tokens, "styles/audiences/policymaker.css": style}
    files = workspace(LEAST_BRIEF.replace("outlook:", chart), beside)
    (job,) = plan(files, Selection(**wanted)).jobs
    result = Run()
    try:
        run_stages(job, Typesetter(files), result)
    except BriefingError:
        assert {finding.code for finding in result.findings} <= CODES
    assert result.pdf is not None


@pytest.mark.parametrize("colour", ["color(--ours 1 0 0)", "color()", "Canvas"])
def test_a_colour_that_cannot_be_drawn_is_reported_at_its_place(workspace, colour):
    style = f"@page {{ size: A4 }}\n.section p {{ color: {colour} }}"
    files = workspace(files={"styles/audiences/policymaker.css": style})
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    assert [(one.code, str(one.where)) for one in result.findings] == [
        ("BR503", "styles/audiences/policymaker.css:2:14")
    ]


DATA = "[[What, A, B], [2001, 1, 2], [2002, 2, 1]]"
CHART = f"    blocks:\n    - chart: {{kind: bar, title: A chart, alt: Bars, data: {DATA}}}"
DRAWING = '<svg viewBox="0 0 90 30" role="img" aria-label="a"><text y="20" font-family="Brief Text" {}>A b</text></svg>'
BAD_INK = '<rect width="9" height="9" fill="{}"/>'


def with_chart(workspace, tokens, beside=None, kind="bar"):
    """Return the findings of a brief with a chart, with these tokens."""
    style = f'@import "shipped/tokens.css";\n:root {{ {tokens} }}'
    brief = LEAST_BRIEF.replace("outlook:", f"{CHART.replace('bar', kind)}\noutlook:")
    return brief, findings_of(
        workspace(brief, {"styles/tokens.css": style, **(beside or {})}), codes=CODES | {"BR503"}
    )


def test_a_faint_text_of_a_chart_is_the_fault_of_the_token_that_other_texts_have_too(workspace):
    _, found = with_chart(workspace, "--soft: #c0c0c0")
    soft = [one for one in found if "--soft" in one.what]
    assert [str(one.where) for one in soft] == ["styles/tokens.css:2:9"]
    assert not [one for one in found if "in <text>" in one.what and one not in soft]


def test_a_faint_text_of_a_chart_alone_is_placed_at_the_chart_and_names_the_token(workspace):
    elsewhere = "* { color: #222 !important } ::before, ::after { color: #222 !important }"
    style = {"styles/audiences/policymaker.css": elsewhere}
    brief, found = with_chart(workspace, "--accent: #c0c0c0", style, "line")
    (one,) = found
    assert one.where.file.endswith("brief.yaml") and "chart:" in brief.splitlines()[one.where.line - 1]
    assert "--accent: #c0c0c0" in one.help and "styles/tokens.css:2:9" in one.help


def test_type_of_a_chart_that_is_too_small_is_placed_at_the_chart(workspace):
    brief, found = with_chart(workspace, "--least-size: 8.5pt")
    found = [one for one in found if "in <text>" in one.what]
    assert [one.code for one in found] == ["BR518"]
    assert "chart:" in brief.splitlines()[found[0].where.line - 1]
    assert "--chart-width" in found[0].help


def test_a_colour_that_charts_alone_have_and_that_cannot_be_drawn_is_placed_at_its_token(workspace):
    for colour in ("color-mix(in srgb, red, blue)", "oklch(from red l c h)", "bleu"):
        _, found = with_chart(workspace, f"--series-1: {colour}; --series-2: var(--series-1)")
        listed = [(one.code, str(one.where)) for one in found if colour in one.what]
        assert listed == [("BR503", "styles/tokens.css:2:9")], colour


@pytest.mark.parametrize(
    ("ink", "code"),
    [('fill="#ddd"', "BR511"), ('fill="#fafafa"', "BR517"), ('font-size="2"', "BR518"), ('x="300"', "BR519")],
)
@pytest.mark.parametrize("inline", [True, False])
def test_a_text_of_a_drawing_is_named_by_its_line(judged, ink, code, inline):
    svg = "\n\n" + DRAWING.format(ink)
    file = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30'>" + svg.partition(">")[2]
    html = svg if inline else "<p><img src='d.svg' alt='a'></p>"
    drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30'>\n\n  " + file.partition(">")[2]
    found = judged(html, "svg, img { display: block; width: 60mm }", {"content/trial/d.svg": drawn})
    place = "templates/parts/odd.j2.html:3:1" if inline else "content/trial/d.svg:3:3"
    assert [(one, where) for one, where, _ in found] == [(code, place)]


def test_the_same_text_twice_in_a_drawing_is_two_texts(judged):
    texts = ("<text y='9' font-size='9'>Label</text>", "<text y='22' font-size='9' fill='#ddd'>Label</text>")
    drawn = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30' font-family='Brief Text'>\n"
        + "\n".join(texts)
    )
    html = "<p><img src='d.svg' alt='a'></p>"
    (one,) = judged(html, "img { display: block; width: 60mm }", {"content/trial/d.svg": f"{drawn}</svg>"})
    assert one[:2] == ("BR511", "content/trial/d.svg:3:1")


def test_a_drawing_inside_an_address_is_placed_at_its_tag(judged):
    drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30' font-family='Brief Text'>"
    drawn += "<text y='20' fill='%23ddd'>Label</text></svg>"
    html = f'\n<p><img src="data:image/svg+xml,{drawn}" alt="a"></p>'
    (one,) = judged(html, "img { display: block; width: 60mm }")
    assert one[:2] == ("BR511", "templates/parts/odd.j2.html:2:4")


@pytest.mark.parametrize("colour", ["color-mix(in srgb, red, blue)", "rgb(from red r g b)"])
def test_a_colour_of_a_drawing_in_a_template_that_cannot_be_drawn_is_placed_at_its_tag(workspace, colour):
    beside = {
        "templates/audiences/odd/audience.yaml": "label: Odd\nparts: [masthead, marking, title, odd]\n",
        "templates/parts/odd.j2.html": '\n<svg viewBox="0 0 9 9" role="img" aria-label="a">'
        + BAD_INK.format(colour)
        + "</svg>",
    }
    files = workspace(LEAST_BRIEF + "audiences: {odd: {}}\n", beside)
    (one,) = findings_of(files, codes={"BR503"})
    assert str(one.where) == "templates/parts/odd.j2.html:2:1" and colour in one.what


def test_headings_of_another_size_keep_their_room(workspace):
    tokens = '@import "shipped/tokens.css";\n:root { --heading-size: 22pt; --side: 30mm; --column: 37mm }'
    section = "  - {title: A heading with many words that hangs down quite far, text: Short.}\n"
    files = workspace(
        LEAST_BRIEF.replace("outlook:", section * 3 + "outlook:"), {"styles/tokens.css": tokens}
    )
    assert findings_of(files) == []


@each("margins", ["20mm 18mm", "35mm", "5mm 60mm", "0"])
@each("wanted", [{}, {"modifiers": (Modifier.LARGE_PRINT,)}, {"paper": "letter"}])
def test_the_strip_reaches_over_the_sheet_by_its_margins_at_most(workspace, margins, wanted):
    style = f"@page {{ margin-inline: {margins} }}"
    files = workspace(files={"styles/audiences/policymaker.css": style})
    (job,) = plan(files, Selection(**wanted)).jobs
    sheets = Typesetter(files).lay_out(compose(tailor(job), files))
    page = sheets.document.pages[0]._page_box
    boxes = [box for box in page.descendants() if box.element is not None]
    strip = next(box for box in boxes if box.element.get("class") == "masthead")
    left, right = strip.border_box_x(), strip.border_box_x() + strip.border_width()
    width, both = page.margin_width(), page.margin_left + page.margin_right + 0.01
    assert -both <= left <= 0.01 and width - 0.01 <= right <= width + both
    assert (strip.content_box_x(), strip.width) == pytest.approx((page.margin_left, page.width))


NARROW = "#x { width: 20mm; hyphens: none; break-inside: avoid }"
BROKEN = {
    "a word": "Northern municipalities",
    "in capitals": "<span style='text-transform: uppercase'>Northern municipalities</span>",
    "in small capitals, next to another element": "<b>Two</b> <span>municipalities</span>",
    "a number": "123456789012345",
    "without hyphenation patterns": '<span lang="xx" style="hyphens: auto">municipalities</span>',
    "Arabic": '<span lang="ar" dir="rtl">الديمقراطيةوالمؤسسات</span>',
    "after a word that fits": "of the municipalities",
}
WHOLE = {
    "short words": "They are the old canals of the town and its farms",
    "hyphens": '<span lang="en" style="hyphens: auto">municipalities</span>',
    "a soft hyphen": "munici\u00adpalities",
    "a hyphen": "municip-palities",
    "an address": "https://example.org/municipalities",
    "the name of a file": "the_municipalities.csv",
    "a mail address": "municipalities@example.org",
    "code": "<code>municipalities</code>",
    "a place for a break": "munici<wbr>palities",
    "an invisible space": "munici\u200bpalities",
    "two elements": "<i>munici</i><b>palities</b>",
    "lines broken by hand": "munici<br>palities",
    "a script without spaces": '<span lang="ja">行政手続きの簡素化について話す</span>',
    "the same letters apart and together": "municip alities municip alities",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_word_that_is_broken_without_a_hyphen(judged, name):
    ((code, where, what),) = judged(f'<p id="x">{BROKEN[name]}</p>', NARROW)
    assert (code, where) == ("BR614", f"{STYLE}:1:6"), what
    assert "broken without a hyphen between '" in what and "; `width: 20mm` in `#x`)" in what


def test_words_that_break_where_they_may_are_not_broken(judged):
    html = "\n".join(f'<p class="x {name.replace(" ", "-")}">{text}</p>' for name, text in WHOLE.items())
    found = judged(html, NARROW.replace("#x", ".x").replace("none", "manual"))
    assert [what for code, _, what in found if code == "BR614"] == []


def test_a_broken_word_without_a_style_of_its_own_is_named_in_the_brief(workspace):
    word = "Krankenversicherungsgesetzesänderungsverordnung"
    files = workspace(LEAST_BRIEF.replace("outlook:", f"  - {{title: {word}, text: One.}}\noutlook:"))
    (found,) = findings_of(files, modifiers=(Modifier.LARGE_PRINT,))
    assert (found.code, str(found.where)) == ("BR614", "content/trial/brief.yaml:8:13")
    assert re.search(r"between '….{15}' and '\w+' \(<h2>, page 1\)$", found.what), found.what
    assert found.help == "use a shorter word, or type a soft hyphen (U+00AD) where it may be broken"
