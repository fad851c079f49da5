"""The complete findings about a laid-out page, of values as the typesetter returns them: no page is laid out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefing.compose.tailor import tailor
from briefing.core.finding import Span
from briefing.core.native_libraries import HERE, install_command
from briefing.model.audience import Pages
from briefing.pipeline.plan import Selection, plan
from briefing.rules.page import (
    accessibility,
    engine_warnings,
    gaps_on_pages,
    legibility,
    misplaced_texts,
    missing_words,
    page_limit,
    page_size,
    picture_resolution,
    private_use_characters,
    undeclared_fonts,
)
from briefing.stages import (
    CoarsePicture,
    Declaration,
    ElementWords,
    EngineWarning,
    Flaw,
    Gap,
    LeftOut,
    MisplacedText,
    Modifier,
    Origin,
    OutsizedPage,
    PartRoom,
    Pdf,
    Room,
    Sheets,
    SheetUse,
    Tailored,
    Unreadable,
)
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.planning import in_full

BRIEF = "content/trial/brief.yaml"

RULE = Declaration("margin-left", "170mm\n  !important", ".section p", Span("styles/a.css", 3, 5))
ATTRIBUTE = Declaration("top", "-20mm", "", Span("templates/parts/title.j2.html", 2, 1))
VARIABLE = Declaration(
    "color",
    "var(--ink)",
    "h1",
    Span("styles/a.css", 4, 2),
    Declaration("--ink", "#777", ":root", Span("styles/tokens.css", 8, 3)),
)
TEXT = Origin(Span("templates/parts/sections.j2.html", 5, 9), ("sections", 0, "text"))
TAG = Origin(Span("templates/parts/sections.j2.html", 5, 9))
TABLE = Origin(
    Span("templates/parts/table.j2.html", 1, 1), ("sections", 0, "blocks", 0, "table", "data", 1, 0)
)
SETTING = Origin(None, ("workspace", "publisher", "name", "text"))
LONG = "A heading that goes on and on for far more letters than a message shows of it"


def sheets_with(**values: Any) -> Sheets:
    """Sheets of one page without any fault except those that are given."""
    nothing = dict.fromkeys(("miscounted", "misplaced", "engine_warnings", "uses", "part_rooms"), ())
    nothing["find_gaps"] = tuple
    return Sheets(**{"document": None, "page_count": 1, "undeclared_families": {}, **nothing, **values})


MISPLACED = [
    (
        MisplacedText("edge", "A first text with emphasis", "", 2, origin=TEXT, distance=23.4),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:7:30+8",
                "the text 'A first text with emphasis' runs off its page by 23 mm (page 2)",
                "shorten its longest word, or widen its column in the style",
            )
        ],
    ),
    (
        MisplacedText("edge", " A heading asserts ", "", 3, count=4, pages=(2, 3, 5)),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:6:12+17",
                "the text 'A heading asserts' runs off its page (page 3); 4 texts on pages 2, 3 and 5",
                "shorten its longest word, or widen its column in the style",
            )
        ],
    ),
    (
        MisplacedText("edge", LONG, "", 1, origin=TAG, distance=1.36),
        [
            (
                "BR603",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the text 'A heading that goes on and on for far mo' runs off its page by 1.4 mm (page 1)",
                "shorten its longest word, or widen its column in the style",
            )
        ],
    ),
    (
        MisplacedText("edge", "A first text", "", 1, origin=TEXT, declaration=RULE, distance=2.96),
        [
            (
                "BR603",
                "error",
                "styles/a.css:3:5",
                "the text 'A first text' runs off its page by 3.0 mm (page 1)",
                (
                    "change `margin-left: 170mm !important` in `.section p`; the first text is at "
                    "content/trial/brief.yaml:7:13"
                ),
            )
        ],
    ),
    (
        MisplacedText("edge", "A first text", "", 1, origin=TEXT, declaration=VARIABLE, distance=3.0),
        [
            (
                "BR603",
                "error",
                "styles/a.css:4:2",
                "the text 'A first text' runs off its page by 3 mm (page 1)",
                (
                    "change `color: var(--ink)` in `h1`; its variable is declared at styles/tokens.css:8:3; the "
                    "first text is at content/trial/brief.yaml:7:13"
                ),
            )
        ],
    ),
    (
        MisplacedText("edge", "Not in the brief at all", "", 1, declaration=ATTRIBUTE),
        [
            (
                "BR603",
                "error",
                "templates/parts/title.j2.html:2:1",
                "the text 'Not in the brief at all' runs off its page (page 1)",
                "change `top: -20mm`",
            )
        ],
    ),
    (
        MisplacedText("edge", "   ", "", 1, origin=TEXT),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:7:11+47",
                "the text '' runs off its page (page 1)",
                "shorten its longest word, or widen its column in the style",
            )
        ],
    ),
    (
        MisplacedText("cut", "A first text with emphasis, and a second one.", "", 2, origin=TEXT),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:7:11+17",
                "the text 'A first text with emphasis, and a second' is cut off by its box (page 2)",
                "let the box grow with its text, or remove `overflow` and `clip` from its style",
            )
        ],
    ),
    (
        MisplacedText("cut", "A heading asserts", "", 2, count=7, pages=(1, 2, 3, 4, 5, 6, 7)),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:6:12+17",
                (
                    "the text 'A heading asserts' is cut off by its box (page 2); 7 texts on pages 1, 2, 3, 4, 5 "
                    "… and 7"
                ),
                "let the box grow with its text, or remove `overflow` and `clip` from its style",
            )
        ],
    ),
    (
        MisplacedText("covered", "The first point.", "", 1, count=2, pages=(1,)),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:4:5+16",
                "the text 'The first point.' is covered by a box (page 1); 2 texts on page 1",
                "look for a `position` with a background in the style, and move that box or set its `z-index`",
            )
        ],
    ),
    (
        MisplacedText(
            "hidden", "Institute of Rivers", "", 1, origin=SETTING, count=6, pages=(1, 2, 3, 4, 5, 6)
        ),
        [
            (
                "BR603",
                "error",
                "content/workspace.yaml:1:12+19",
                "the text 'Institute of Rivers' cannot be seen (page 1); 6 texts on pages 1, 2, 3, 4, 5 and 6",
                (
                    "look for `visibility`, `opacity`, `transform` or a tiny size in its style; to leave a part "
                    "out, `drop` it"
                ),
            )
        ],
    ),
    (
        MisplacedText("hidden", "nowhere", "", 4, count=2, pages=(4,)),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml",
                "the text 'nowhere' cannot be seen (page 4); 2 texts on page 4",
                (
                    "look for `visibility`, `opacity`, `transform` or a tiny size in its style; to leave a part "
                    "out, `drop` it"
                ),
            )
        ],
    ),
    (
        MisplacedText("overlap", LONG, " It goes on. ", 1, distance=4.2),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:6:12+9",
                (
                    "the texts 'A heading that goes on and on for far mo' and 'It goes on.' overlap by 4 mm "
                    "(page 1)"
                ),
                "shorten the longer one, or give it room in the style",
            )
        ],
    ),
    (
        MisplacedText(
            "overlap",
            "The first point.",
            LONG,
            2,
            origin=Origin(None, ("key_points", 0, "text")),
            count=3,
            pages=(2, 3),
        ),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:4:5+16",
                (
                    "the texts 'The first point.' and 'A heading that goes on and on for far mo' overlap (page "
                    "2); 3 pairs on pages 2 and 3"
                ),
                "shorten the longer one, or give it room in the style",
            )
        ],
    ),
    (
        MisplacedText("edge", " A map of the canals ", "figures/map.svg", 2, is_picture=True),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml",
                "the picture 'A map of the canals' reaches beyond its page (page 2)",
                "make it smaller in the style",
            )
        ],
    ),
    (
        MisplacedText("cut", LONG, "", 2, is_picture=True, count=3, pages=(2, 4), origin=TAG),
        [
            (
                "BR603",
                "error",
                "templates/parts/sections.j2.html:5:9",
                (
                    "the picture 'A heading that goes on and on for far mo' is cut off by its box (page 2); 3 "
                    "pictures on pages 2 and 4"
                ),
                "let the box grow with it, or remove `overflow` and `clip` from its style",
            )
        ],
    ),
    (
        MisplacedText("hidden", "figures/map.svg", "Steps", 0, is_picture=True, origin=TEXT),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:9:24+5",
                "the picture 'figures/map.svg' cannot be seen",
                (
                    "look for `display`, `visibility`, `opacity` or a size of zero in its style, or an empty "
                    "`src`"
                ),
            )
        ],
    ),
    (
        MisplacedText("hidden", "map", "", 0, count=2, pages=(0,), is_picture=True, origin=TAG),
        [
            (
                "BR603",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the picture 'map' cannot be seen; 2 pictures",
                (
                    "look for `display`, `visibility`, `opacity` or a size of zero in its style, or an empty "
                    "`src`"
                ),
            )
        ],
    ),
    (
        MisplacedText("hidden", "map", "", 0, is_picture=True, declaration=RULE, origin=TEXT),
        [
            (
                "BR603",
                "error",
                "styles/a.css:3:5",
                "the picture 'map' cannot be seen",
                (
                    "change `margin-left: 170mm !important` in `.section p`; the first text is at "
                    "content/trial/brief.yaml:7:11"
                ),
            )
        ],
    ),
    (
        MisplacedText("edge", "1972", LONG, 2, origin=TABLE, is_table=True, distance=12.6),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:9:16+79",
                (
                    "the table 'A heading that goes on and on for far mo' is 13 mm wider than its column; 1 text "
                    "runs off page 2"
                ),
                (
                    "show fewer columns, shorten headers or long words, set `place: wide`, or split the table in "
                    "two"
                ),
            )
        ],
    ),
    (
        MisplacedText(
            "edge",
            "1972",
            "Steps",
            2,
            origin=TABLE,
            is_table=True,
            distance=2.4,
            count=5,
            pages=(2, 3),
            is_picture=True,
        ),
        [
            (
                "BR603",
                "error",
                "content/trial/brief.yaml:9:16+79",
                "the table 'Steps' is 2.4 mm wider than its column; 5 pictures run off pages 2 and 3",
                (
                    "show fewer columns, shorten headers or long words, set `place: wide`, or split the table in "
                    "two"
                ),
            )
        ],
    ),
    (
        MisplacedText(
            "edge", "1972", "Steps", 2, origin=TABLE, is_table=True, distance=12.6, declaration=RULE
        ),
        [
            (
                "BR603",
                "error",
                "styles/a.css:3:5",
                "the table 'Steps' is 13 mm wider than its column; 1 text runs off page 2",
                "change `margin-left: 170mm !important` in `.section p`",
            )
        ],
    ),
    (
        MisplacedText("edge", "1972", "Steps", 2, origin=TAG, is_table=True, distance=12.6),
        [
            (
                "BR603",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the table 'Steps' is 13 mm wider than its column; 1 text runs off page 2",
                (
                    "show fewer columns, shorten headers or long words, set `place: wide`, or split the table in "
                    "two"
                ),
            )
        ],
    ),
]


@each(("text", "expected"), MISPLACED)
def test_a_misplaced_text_or_picture(tailored: Tailored, text, expected):
    assert (
        in_full(misplaced_texts.report_misplaced_texts(tailored, sheets_with(misplaced=(text,)))) == expected
    )


MISCOUNTED = [
    (
        ElementWords("p", "A first text with emphasis", "", TEXT),
        [
            (
                "BR602",
                "error",
                "content/trial/brief.yaml:7:11+47",
                "the text 'A first text with emphasis' in <p> is not painted",
                "look for a float or a `position` in the styles of p",
            )
        ],
    ),
    (
        ElementWords("h2", LONG, "A heading", TEXT),
        [
            (
                "BR602",
                "error",
                "content/trial/brief.yaml:7:11+47",
                "the text 'A heading that goes on and on for far mo…' in <h2> is not painted exactly once",
                "look for a float or a `position` in the styles of h2",
            )
        ],
    ),
    (
        ElementWords("p", "x" * 40, "x" * 80, TAG),
        [
            (
                "BR602",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the text 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' in <p> is not painted exactly once",
                "look for a float or a `position` in the styles of p",
            )
        ],
    ),
    (
        ElementWords("p", "A heading asserts", "A heading assertsA heading asserts"),
        [
            (
                "BR602",
                "error",
                "content/trial/brief.yaml:6:12+17",
                "the text 'A heading asserts' in <p> is not painted exactly once",
                "look for a float or a `position` in the styles of p",
            )
        ],
    ),
    (
        ElementWords("p", "Not in the brief", ""),
        [
            (
                "BR602",
                "error",
                "content/trial/brief.yaml",
                "the text 'Not in the brief' in <p> is not painted",
                "look for a float or a `position` in the styles of p",
            )
        ],
    ),
    (
        ElementWords("p", "A first text", "", TEXT, RULE),
        [
            (
                "BR602",
                "error",
                "styles/a.css:3:5",
                "the text 'A first text' in <p> is not painted",
                (
                    "change `margin-left: 170mm !important` in `.section p`; the text is at "
                    "content/trial/brief.yaml:7:11"
                ),
            )
        ],
    ),
    (
        ElementWords("p", "A first text", "", declaration=ATTRIBUTE),
        [
            (
                "BR602",
                "error",
                "templates/parts/title.j2.html:2:1",
                "the text 'A first text' in <p> is not painted",
                "change `top: -20mm`",
            )
        ],
    ),
]


@each(("words", "expected"), MISCOUNTED)
def test_a_text_that_is_not_painted_once(tailored: Tailored, words, expected):
    assert in_full(missing_words.report_missing_words(tailored, sheets_with(miscounted=(words,)))) == expected


OMITTED = [
    (
        (LeftOut(("A first text",), frozenset({"section"}), ".section p", Span("styles/a.css", 1, 14)),),
        [
            (
                "BR618",
                "warning",
                "styles/a.css:1:14",
                "`.section p { display: none }` leaves out 'A first text' (3 words)",
                "remove the rule; to leave a part out without this warning, `drop` it in the audience",
            )
        ],
    ),
    (
        (LeftOut((LONG, "and more", "one"), frozenset(), "", Span("templates/parts/title.j2.html", 2)),),
        [
            (
                "BR618",
                "warning",
                "templates/parts/title.j2.html:2",
                (
                    "`display: none` in a template leaves out 'A heading that goes on and on for far mo…' and 2 "
                    "more (20 words)"
                ),
                "remove the rule; to leave a part out without this warning, `drop` it in the audience",
            )
        ],
    ),
    (
        (LeftOut(("Key points", "once"), frozenset(), "h2", Span("styles/a.css", 2, 1)),),
        [
            (
                "BR618",
                "warning",
                "styles/a.css:2:1",
                "`h2 { display: none }` leaves out 'once' (1 word)",
                "remove the rule; to leave a part out without this warning, `drop` it in the audience",
            )
        ],
    ),
    (
        (LeftOut(("x" * 40,), frozenset(), "p", Span("styles/a.css", 2, 1)),),
        [
            (
                "BR618",
                "warning",
                "styles/a.css:2:1",
                "`p { display: none }` leaves out 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' (1 word)",
                "remove the rule; to leave a part out without this warning, `drop` it in the audience",
            )
        ],
    ),
    (
        (LeftOut(("Changed since the last edition",), frozenset(), "h2", Span("styles/a.css", 2, 1)),),
        [],
    ),
    (
        (LeftOut(("Key points", "Sources: Outlook …"), frozenset(), "h2", Span("styles/a.css", 2, 1)),),
        [],
    ),
    (
        (
            LeftOut(
                ("Draft", "For the cabinet"),
                frozenset({"marking", "p"}),
                ".marking",
                Span("styles/a.css", 2, 1),
            ),
        ),
        [
            (
                "BR618",
                "error",
                "styles/a.css:2:1",
                (
                    "`.marking { display: none }` leaves out 'Draft' and 1 more (4 words): no style may leave "
                    "out a marking"
                ),
                "remove the rule; an edition with a marking must show it",
            )
        ],
    ),
    (
        (
            LeftOut(("Draft",), frozenset({"tlp"}), ".tlp", Span("styles/a.css", 2, 1)),
            LeftOut(("A point",), frozenset(), "p", Span("styles/b.css", 1)),
        ),
        [
            (
                "BR618",
                "error",
                "styles/a.css:2:1",
                "`.tlp { display: none }` leaves out 'Draft' (1 word): no style may leave out a marking",
                "remove the rule; an edition with a marking must show it",
            ),
            (
                "BR618",
                "warning",
                "styles/b.css:1",
                "`p { display: none }` leaves out 'A point' (2 words)",
                "remove the rule; to leave a part out without this warning, `drop` it in the audience",
            ),
        ],
    ),
]


@each(("left_out", "expected"), OMITTED)
def test_a_text_that_a_style_leaves_out(tailored: Tailored, left_out, expected):
    assert in_full(missing_words.report_omitted_texts(tailored, sheets_with(left_out=left_out))) == expected


UNREADABLE = [
    (
        Unreadable(
            "contrast",
            "A first text",
            "p",
            2,
            measured=2.849,
            limit=4.5,
            colours=("#999999", "#ffffff"),
            better="#767676",
            declaration=RULE,
        ),
        [
            (
                "BR511",
                "warning",
                "styles/a.css:3:5",
                (
                    "the text has a contrast of 2.8:1: #999999 on #ffffff; the minimum is 4.5:1 ('A first text' "
                    "in <p>, page 2; `margin-left: 170mm !important` in `.section p`)"
                ),
                "use #767676, which has 4.5:1 on this background",
            )
        ],
    ),
    (
        Unreadable(
            "contrast",
            LONG,
            "h1",
            1,
            count=3,
            measured=1.2,
            limit=3.0,
            colours=("#eeeeee", "#ffffff"),
            origin=TEXT,
        ),
        [
            (
                "BR511",
                "warning",
                "templates/parts/sections.j2.html:5:9",
                (
                    "the text has a contrast of 1.2:1: #eeeeee on #ffffff; the minimum is 3:1 ('A heading that "
                    "goes on and on for far mo…' in <h1>, page 1 and 2 more)"
                ),
                "use a plainer background",
            )
        ],
    ),
    (
        Unreadable(
            "contrast",
            "A  first\n text",
            "p",
            1,
            count=2,
            measured=1.034,
            limit=4.5,
            colours=("#fdfdfd", "#ffffff"),
            better="#767676",
            origin=TEXT,
        ),
        [
            (
                "BR517",
                "error",
                "templates/parts/sections.j2.html:5:9",
                (
                    "the text has a contrast of 1.03:1: #fdfdfd on #ffffff; it is invisible ('A first text' in "
                    "<p>, page 1 and 1 more)"
                ),
                "use #767676, which has 4.5:1 on this background",
            )
        ],
    ),
    (
        Unreadable(
            "contrast",
            "Nile",
            "text",
            1,
            measured=2.0,
            limit=4.5,
            colours=("#999999", "#ffffff"),
            better="#666666",
            token=VARIABLE.token,
            origin=Origin(TAG.template, ("sections", 0, "blocks", 0, "table")),
        ),
        [
            (
                "BR511",
                "warning",
                "content/trial/brief.yaml:9:9+5",
                (
                    "the text has a contrast of 2.0:1: #999999 on #ffffff; the minimum is 4.5:1 ('Nile' in "
                    "<text>, page 1)"
                ),
                (
                    "use #666666, which has 4.5:1 on this background; the chart takes the colour from `--ink: "
                    "#777` in `:root` (styles/tokens.css:8:3)"
                ),
            )
        ],
    ),
    (
        Unreadable("size", "A first text", "p", 1, measured=3.04, limit=4.0, origin=Origin()),
        [
            (
                "BR518",
                "error",
                "styles",
                "the type is 3.0 pt; the readable minimum is 4 pt ('A first text' in <p>, page 1)",
                "make it at least 4 pt as painted: a `transform` counts, and the scale of a drawing",
            )
        ],
    ),
    (
        Unreadable("size", "Nile", "text", 1, measured=3.0, limit=4.25, origin=TABLE),
        [
            (
                "BR518",
                "error",
                "content/trial/brief.yaml:9:70+6",
                "the type is 3.0 pt; the readable minimum is 4.2 pt ('Nile' in <text>, page 1)",
                "set `place: wide` on the chart, or a smaller `--chart-width` in styles/tokens.css",
            )
        ],
    ),
    (
        Unreadable(
            "size", "Nile", "text", 1, measured=3.0, limit=4.0, where=Span("content/trial/map.svg", 2, 7)
        ),
        [
            (
                "BR518",
                "error",
                "content/trial/map.svg:2:7",
                "the type is 3.0 pt; the readable minimum is 4 pt ('Nile' in <text>, page 1)",
                "make it at least 4 pt as painted: a `transform` counts, and the scale of a drawing",
            )
        ],
    ),
    (
        Unreadable("size", "Nile", "p", 1, measured=3.0, limit=4.0, origin=TABLE),
        [
            (
                "BR518",
                "error",
                "templates/parts/table.j2.html:1:1",
                "the type is 3.0 pt; the readable minimum is 4 pt ('Nile' in <p>, page 1)",
                "make it at least 4 pt as painted: a `transform` counts, and the scale of a drawing",
            )
        ],
    ),
    (
        Unreadable("small", "A first text", "p", 1, measured=6.96, limit=7.25, declaration=VARIABLE),
        [
            (
                "BR518",
                "warning",
                "styles/a.css:4:2",
                (
                    "the type is 7.0 pt; the style's minimum is 7.25 pt ('A first text' in <p>, page 1; `color: "
                    "var(--ink)` in `h1`)"
                ),
                "make it larger, or lower the limit `--least-size` (styles/tokens.css)",
            )
        ],
    ),
    (
        Unreadable("small", "Nile", "text", 2, count=9, measured=6.5, limit=7.0, origin=TABLE),
        [
            (
                "BR518",
                "warning",
                "content/trial/brief.yaml:9:70+6",
                "the type is 6.5 pt; the style's minimum is 7 pt ('Nile' in <text>, page 2 and 8 more)",
                (
                    "set `place: wide` on the chart, or a smaller `--chart-width` in styles/tokens.css, or lower "
                    "the limit `--least-size` (styles/tokens.css)"
                ),
            )
        ],
    ),
    (
        Unreadable("piled", "A first text", "p", 1, measured=-6.0, other=LONG, declaration=RULE),
        [
            (
                "BR612",
                "error",
                "styles/a.css:3:5",
                (
                    "a text overlaps 'A heading that goes on and on for far mo…' in the same paragraph by 2.1 mm "
                    "('A first text' in <p>, page 1; `margin-left: 170mm !important` in `.section p`)"
                ),
                "give the paragraph a `line-height` of at least 1",
            )
        ],
    ),
    (
        Unreadable("piled", "A first text", "p", 1, measured=-6.0, origin=TAG),
        [
            (
                "BR612",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the letters of the text overlap ('A first text' in <p>, page 1)",
                "set a `letter-spacing` that keeps the letters apart",
            )
        ],
    ),
    (
        Unreadable("piled", "A", "p::first-letter", 1, measured=-3.0, other="first text", origin=TEXT),
        [
            (
                "BR612",
                "error",
                "templates/parts/sections.j2.html:5:9",
                (
                    "a text overlaps 'first text' in the same paragraph by 1.1 mm ('A' in <p::first-letter>, "
                    "page 1)"
                ),
                (
                    "remove `float`, with which the typesetter paints `::first-letter` over its own word, or put "
                    "the letter into an element of its own in the template"
                ),
            )
        ],
    ),
    (
        Unreadable("narrow", "A f", "p", 1, measured=12.0, declaration=RULE),
        [
            (
                "BR613",
                "error",
                "styles/a.css:3:5",
                (
                    "the column is too narrow: 12 lines have only a letter or two ('A f' in <p>, page 1; "
                    "`margin-left: 170mm !important` in `.section p`)"
                ),
                "make the column wider, or give it less padding and fewer neighbours",
            )
        ],
    ),
    (
        Unreadable("outside", "Nile", "text", 1, where=Span("content/trial/map.svg", 2, 7)),
        [
            (
                "BR519",
                "error",
                "content/trial/map.svg:2:7",
                "a text of a drawing is outside its frame ('Nile' in <text>, page 1)",
                "move the text, or widen the `viewBox` of the drawing (without one, its `width` and `height`)",
            )
        ],
    ),
    (
        Unreadable("cut", "Nile", "text", 1, origin=Origin(TAG.template, ("sections", 7))),
        [
            (
                "BR519",
                "error",
                "content/trial/brief.yaml:5:1+8",
                "a text of a drawing reaches beyond its frame ('Nile' in <text>, page 1)",
                "move the text, or widen the `viewBox` of the drawing (without one, its `width` and `height`)",
            )
        ],
    ),
    (
        Unreadable("cut", "x" * 40, "text", 1, origin=Origin(TAG.template)),
        [
            (
                "BR519",
                "error",
                "templates/parts/sections.j2.html:5:9",
                (
                    "a text of a drawing reaches beyond its frame ('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' in "
                    "<text>, page 1)"
                ),
                "move the text, or widen the `viewBox` of the drawing (without one, its `width` and `height`)",
            )
        ],
    ),
    (
        Unreadable(
            "contrast",
            "A first text",
            "p",
            1,
            measured=1.199,
            limit=4.5,
            colours=("#eeeeee", "#fefefe"),
            better="#555555",
            is_ground=True,
            declaration=RULE,
        ),
        [
            (
                "BR517",
                "error",
                "styles/a.css:3:5",
                (
                    "the text has a contrast of 1.20:1: #eeeeee on #fefefe; it is invisible ('A first text' in "
                    "<p>, page 1; `margin-left: 170mm !important` in `.section p`)"
                ),
                (
                    "use #555555 as the background, which has 4.5:1 with the text; or change the colour of the "
                    "text"
                ),
            )
        ],
    ),
    (
        Unreadable(
            "contrast",
            "A first text",
            "p",
            1,
            measured=2.0,
            limit=3.0,
            colours=("#999999", "#ffffff"),
            is_ground=True,
            origin=TAG,
        ),
        [
            (
                "BR511",
                "warning",
                "templates/parts/sections.j2.html:5:9",
                (
                    "the text has a contrast of 2.0:1: #999999 on #ffffff; the minimum is 3:1 ('A first text' in "
                    "<p>, page 1)"
                ),
                "use another background, which has 3:1 with the text; or change the colour of the text",
            )
        ],
    ),
    (
        Unreadable("broken", "a" * 15, "p", 2, other="b" * 15, origin=TEXT),
        [
            (
                "BR614",
                "warning",
                "content/trial/brief.yaml:7:11+47",
                (
                    "a word is broken without a hyphen between 'aaaaaaaaaaaaaaa' and 'bbbbbbbbbbbbbbb' (<p>, "
                    "page 2)"
                ),
                "use a shorter word, or type a soft hyphen (U+00AD) where it may be broken",
            )
        ],
    ),
    (
        Unreadable("broken", "c" + "a" * 15, "p", 2, count=3, other="b" * 15 + "c", declaration=RULE),
        [
            (
                "BR614",
                "warning",
                "styles/a.css:3:5",
                (
                    "a word is broken without a hyphen between '…aaaaaaaaaaaaaaa' and 'bbbbbbbbbbbbbbb…' (<p>, "
                    "page 2 and 2 more; `margin-left: 170mm !important` in `.section p`)"
                ),
                (
                    "set `hyphens: auto`, or make the column wider or the type smaller; or use a shorter word, or "
                    "type a soft hyphen (U+00AD) where it may be broken"
                ),
            )
        ],
    ),
    (
        Unreadable(
            "crowded",
            "Nile",
            "text",
            1,
            other=LONG,
            font="Papyrus",
            where=Span("content/trial/map.svg", 2, 7),
        ),
        [
            (
                "BR536",
                "error",
                "content/trial/map.svg:2:7",
                (
                    "the font 'Papyrus' of the drawing was replaced, and a text now overlaps 'A heading that goes "
                    "on and on for far mo…' ('Nile' in <text>, page 1)"
                ),
                "export the texts of the drawing as paths, or add the font to styles/fonts.css",
            )
        ],
    ),
]


@each(("text", "expected"), UNREADABLE)
def test_a_text_that_is_hard_to_read(tailored: Tailored, text, expected):
    assert (
        in_full(legibility.report_illegible_texts(tailored, Pdf(b"", 1, (), unreadable=(text,)))) == expected
    )


IN_FILE = Unreadable(
    "small",
    "Nile",
    "text",
    1,
    measured=11.7,
    limit=16.0,
    where=Span("content/trial/map.svg", 2, 7),
    width=487.6,
)
DRAWN = "draw it 172 mm wide, as it is printed, with letters of at least 16 pt"
CHART = ("sections", 0, "blocks", 0, "chart")
IN_CHART = Unreadable("small", "Nile", "text", 1, measured=11.7, limit=16.0, width=487.6)
VEGA = "{chart: {title: T, alt: A, data: [[A, B], [1, 2]], vega_lite: {mark: point}}}"
SMALL_IN_LARGE_PRINT = {
    "no figure": (
        "",
        IN_FILE,
        f"{DRAWN}; to show that drawing in large print only, use a `figure` block with "
        "`large_print: map-large-print.svg`",
    ),
    "a figure": (
        "file: map.svg",
        IN_FILE,
        f"{DRAWN}; to show that drawing in large print only, add "
        "`large_print: map-large-print.svg` to the figure",
    ),
    "its drawing for large print": ("file: other.svg, large_print: map.svg", IN_FILE, DRAWN),
    "a chart": (
        "",
        replace(IN_CHART, origin=Origin(key=(*CHART, "title", "text"))),
        "shorten its labels, show fewer values, or split it into two charts",
    ),
    "a chart in Vega-Lite": (
        "vega",
        replace(IN_CHART, origin=Origin(key=(*CHART, "title", "text"))),
        "leave `width` and the sizes of letters out of its `vega_lite`, or shorten its labels",
    ),
    "of the workspace": ("", replace(IN_FILE, where=Span("content/map.svg", 2, 7)), DRAWN),
    "a style": (
        "",
        Unreadable("small", "Nile", "p", 1, measured=15.99, limit=16.0, declaration=RULE),
        "use a size that large print enlarges, such as `font-size: var(--small-size)`, or set a larger one in "
        "styles/modifiers/large-print.css",
    ),
    "a superscript without a style": (
        "",
        Unreadable("small", "2", "sup", 1, measured=12.5, limit=16.0),
        "make it larger",
    ),
}


@each(("figure", "text", "help"), SMALL_IN_LARGE_PRINT.values())
def test_small_type_in_large_print_has_its_own_way_out(workspace, figure, text, help):
    shown = VEGA if figure == "vega" else f"{{figure: {{title: T, alt: A, {figure}}}}}"
    block = f"    blocks: [{shown}]\noutlook:"
    brief = LEAST_BRIEF.replace("outlook:", block) if figure else LEAST_BRIEF
    pictures = {f"content/trial/{name}.svg": "<svg/>" for name in ("map", "other")}
    (job,) = plan(workspace(brief, pictures), Selection(modifiers=(Modifier.LARGE_PRINT,))).jobs
    (found,) = legibility.report_illegible_texts(tailor(job), Pdf(b"", 1, (), unreadable=(text,)))
    assert (found.code, found.severity.value, found.help) == ("BR518", "warning", help)
    assert f"the type is {text.measured:.4g} pt; the minimum of large print is 16 pt" in found.what


@each(
    ("place", "help"),
    [
        (
            "place: wide, ",
            "set a smaller `--chart-width-wide` in styles/tokens.css, or `--chart-width` where that is 0",
        ),
        ("", "set `place: wide` on the chart, or a smaller `--chart-width` in styles/tokens.css"),
    ],
)
def test_small_type_in_a_chart_is_enlarged_by_a_larger_scale(workspace, place, help):
    shown = f"{{chart: {{{place}title: T, alt: A, kind: bar, data: [[A, B], [x, 1]]}}}}"
    brief = LEAST_BRIEF.replace("outlook:", f"    blocks: [{shown}]\noutlook:")
    (job,) = plan(workspace(brief), Selection()).jobs
    text = replace(IN_CHART, kind="size", limit=12.0, origin=Origin(key=(*CHART, "title", "text")))
    (found,) = legibility.report_illegible_texts(tailor(job), Pdf(b"", 1, (), unreadable=(text,)))
    assert found.help == help


def test_what_nobody_can_read_is_enlarged_to_the_size_of_the_style_at_once(tailored):
    texts = tuple(
        replace(one, kind="size", measured=5.0, limit=6.0, wanted=16.0)
        for one in (IN_FILE, Unreadable("small", "Nile", "p", 1, origin=TABLE))
    )
    found = legibility.report_illegible_texts(tailored, Pdf(b"", 1, (), unreadable=texts))
    assert [one.help for one in found] == [
        DRAWN,
        "make it at least 16 pt as painted: a `transform` counts, and the scale of a drawing",
    ]


def test_the_letters_of_a_drawing_can_be_enlarged_with_the_figure(workspace):
    block = "    blocks: [{figure: {title: T, alt: A, file: map.svg}}]\noutlook:"
    files = {"content/trial/map.svg": "<svg/>"}
    (job,) = plan(workspace(LEAST_BRIEF.replace("outlook:", block), files), Selection()).jobs
    (found,) = legibility.report_illegible_texts(tailor(job), Pdf(b"", 1, (), unreadable=(IN_FILE,)))
    assert found.help == (
        f"{DRAWN}, or set `place: wide` on the figure, or lower the limit `--least-size` (styles/tokens.css)"
    )


def test_the_letters_of_a_logo_may_be_smaller_than_the_limit_of_the_style(workspace):
    """They are part of a mark (WCAG 2.2, 1.4.3, excepts it, too); what nobody can read is an error there, too."""
    files = {
        "content/workspace.yaml": "logo: {file: seal.svg, alt: The seal}",
        "content/seal.svg": "<svg/>",
        "content/trial/map.svg": "<svg/>",
    }
    partners = "partners: [{name: Rivers, logo: map.svg}]\n"
    (job,) = plan(workspace(LEAST_BRIEF + partners, files), Selection(modifiers=(Modifier.LARGE_PRINT,))).jobs
    places = (IN_FILE.where, Span("content/seal.svg", 1, 1))
    small = [replace(IN_FILE, where=where) for where in places]
    tiny = [replace(one, kind="size", measured=3.0, limit=6.0) for one in small]
    tailored = tailor(job)
    assert legibility.report_illegible_texts(tailored, Pdf(b"", 1, (), unreadable=tuple(small))) == []
    found = legibility.report_illegible_texts(tailored, Pdf(b"", 1, (), unreadable=tuple(tiny)))
    assert [one.severity.value for one in found] == ["error", "error"]


FLAWS = [
    (
        Flaw("heading", "h4", LONG, "follows <h2>", TAG),
        [
            (
                "BR512",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the heading 'A heading that goes on and on for far mo…' (h4) follows <h2>",
                "go down one level at a time, from the title on",
            )
        ],
    ),
    (
        Flaw("heading", "h3", "A heading asserts", "follows <h1>"),
        [
            (
                "BR512",
                "error",
                "content/trial/brief.yaml:6:12+17",
                "the heading 'A heading asserts' (h3) follows <h1>",
                "go down one level at a time, from the title on",
            )
        ],
    ),
    (
        Flaw("heading", "h3", "x" * 40, "follows <h1>"),
        [
            (
                "BR512",
                "error",
                "templates",
                "the heading 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' (h3) follows <h1>",
                "go down one level at a time, from the title on",
            )
        ],
    ),
    (
        Flaw("link", "a", "https://example.org/", "", TEXT),
        [
            (
                "BR513",
                "error",
                "content/trial/brief.yaml:7:11+47",
                "the link to 'https://example.org/' has no text",
                "say where it leads",
            )
        ],
    ),
    (
        Flaw("page", "html", "", "has no language"),
        [
            (
                "BR515",
                "error",
                "templates",
                "the page has no language",
                "keep <html lang> and <title> of the shipped templates/brief.j2.html",
            )
        ],
    ),
    (
        Flaw("table", "table", "Office Floor", "has no header cells", TAG),
        [
            (
                "BR516",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the table 'Office Floor' has no header cells",
                "mark its headers as <th>, and give every row the same number of cells",
            )
        ],
    ),
    (
        Flaw("picture", "img", "figures/map.svg", ""),
        [
            (
                "BR509",
                "error",
                "templates",
                "the picture 'figures/map.svg' has no alternative text",
                'add `alt`, or `alt=""` if it is only decoration; in an <svg>, add a <title>',
            )
        ],
    ),
    (
        Flaw("picture", "svg", "", "", TAG),
        [
            (
                "BR509",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "the picture 'svg' has no alternative text",
                'add `alt`, or `alt=""` if it is only decoration; in an <svg>, add a <title>',
            )
        ],
    ),
    (
        Flaw("colour", "rect", "cmyk(1 2 3)", "", TAG),
        [
            (
                "BR503",
                "warning",
                "templates/parts/sections.j2.html:5:9",
                "the colour 'cmyk(1 2 3)' of <rect> in a drawing cannot be painted: it is painted black",
                "write it as `#rrggbb`, `hsl()`, `oklch()` or another CSS colour that converts to sRGB",
            )
        ],
    ),
    (
        Flaw("colour", "rect", "#777", "", declaration=VARIABLE),
        [
            (
                "BR503",
                "warning",
                "styles/a.css:4:2",
                "`color: var(--ink)` in `h1` is not a colour that charts can paint: it is painted black",
                "write it as `#rrggbb`, `hsl()`, `oklch()` or another CSS colour that converts to sRGB",
            )
        ],
    ),
    (
        Flaw("character", "img", "\ue000", "alt", TAG),
        [
            (
                "BR560",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "private-use character U+E000 in `alt` of <img>: it has a meaning in one font only, and none in a "
                "search",
                "type the character that is meant, such as →, ° or ✓; for an icon, use a picture",
            )
        ],
    ),
    (
        Flaw("markup", "math", "x2", "", TAG),
        [
            (
                "BR561",
                "error",
                "templates/parts/sections.j2.html:5:9",
                "<math> is not typeset: 'x2' would be printed as one row of characters",
                "write it with <sup> and <sub>, or draw it as a picture with alternative text",
            )
        ],
    ),
    (
        Flaw("markup", "ruby", "x" * 41, ""),
        [
            (
                "BR561",
                "error",
                "templates",
                "<ruby> is not typeset: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' would be printed as one row of "
                "characters",
                "write the reading in brackets after its word",
            )
        ],
    ),
]


@each(("flaw", "expected"), FLAWS)
def test_a_flaw_in_accessibility(tailored: Tailored, flaw, expected):
    assert in_full(accessibility.report_accessibility_flaws(tailored, sheets_with(flaws=(flaw,)))) == expected


WARNINGS = [
    (
        [EngineWarning("image", "file:///workspace/content/trial/figures/map.png", "it is no picture")],
        [
            (
                "BR501",
                "error",
                "styles",
                "the picture 'content/trial/figures/map.png' cannot be shown: it is no picture",
                "put the file there as PNG, JPEG or SVG, or correct its name",
            )
        ],
    ),
    (
        [EngineWarning("image", "file:///workspace-in-grey/content/trial/emphasis", "")],
        [
            (
                "BR501",
                "error",
                "content/trial/brief.yaml:7:30+8",
                "the picture 'content/trial/emphasis' cannot be shown",
                "put the file there as PNG, JPEG or SVG, or correct its name",
            )
        ],
    ),
    (
        [EngineWarning("image", "file:///workspace/content/Rivers", "", "styles/a.css", 2, 4)],
        [
            (
                "BR501",
                "error",
                "content/workspace.yaml:1:25+6",
                "the picture 'content/Rivers' cannot be shown",
                "put the file there as PNG, JPEG or SVG, or correct its name",
            )
        ],
    ),
    (
        [EngineWarning("image", "https://workspace.invalid/a.png", "gone", "styles/a.css", 2, 4)],
        [
            (
                "BR501",
                "error",
                "styles/a.css:2:4",
                "the picture 'a.png' cannot be shown: gone",
                "put the file there as PNG, JPEG or SVG, or correct its name",
            )
        ],
    ),
    (
        [EngineWarning("image", "data:image/png;base64," + "A" * 60, "it is broken")],
        [
            (
                "BR501",
                "error",
                "styles",
                "the picture 'data:image/png;base64,AAAAAAAAAAAAAAAAAA…' cannot be shown: it is broken",
                "put the file there as PNG, JPEG or SVG, or correct its name",
            )
        ],
    ),
    (
        [EngineWarning("anchor", "#contacts", "", "templates/parts/colophon.j2.html", 1, 4)],
        [
            (
                "BR508",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "a link leads nowhere, or to two places: #contacts",
                "correct the link or the id",
            )
        ],
    ),
    (
        [EngineWarning("anchor", "#contacts", "")],
        [
            (
                "BR508",
                "error",
                "templates",
                "a link leads nowhere, or to two places: #contacts",
                "correct the link or the id",
            )
        ],
    ),
    (
        [EngineWarning("address", "http://[", "", "templates/parts/colophon.j2.html", 1, 4)],
        [
            (
                "BR508",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "the address 'http://[' is malformed",
                "write a web address, or the name of a file",
            )
        ],
    ),
    (
        [
            EngineWarning(
                "inline drawing", "svg", "no element found", "templates/parts/colophon.j2.html", 1, 4
            )
        ],
        [
            (
                "BR508",
                "error",
                "templates/parts/colophon.j2.html:1:4",
                "a drawing in the page cannot be shown: no element found",
                "correct the SVG",
            )
        ],
    ),
    (
        [EngineWarning("date", "dcterms.created", "soon", "templates/brief.j2.html", 3, 1)],
        [
            (
                "BR508",
                "error",
                "templates/brief.j2.html:3:1",
                "the date in <meta name=dcterms.created> is invalid: soon",
                "write it as 2026-11-29",
            )
        ],
    ),
    (
        [EngineWarning("font", "House", "no such file", "styles/fonts.css", 5, 41)],
        [
            (
                "BR504",
                "error",
                "styles/fonts.css:5:41",
                "the font 'House' cannot be loaded: no such file",
                (
                    "check that it is a TTF, OTF, WOFF or WOFF2 file in styles/fonts/ or in an installed font "
                    "package"
                ),
            )
        ],
    ),
    (
        [EngineWarning("font", "House", "no such file")],
        [
            (
                "BR504",
                "error",
                "styles",
                "the font 'House' cannot be loaded: no such file",
                (
                    "check that it is a TTF, OTF, WOFF or WOFF2 file in styles/fonts/ or in an installed font "
                    "package"
                ),
            )
        ],
    ),
    (
        [EngineWarning("colour font", "Noto Color Emoji", "", "styles/fonts.css", 5, 41)],
        [
            (
                "BR514",
                "error",
                "styles/fonts.css:5:41",
                "the font 'Noto Color Emoji' draws its characters as coloured pictures",
                "remove the emoji, or use a font that draws outlines: PDF/A forbids colour fonts",
            )
        ],
    ),
    (
        [EngineWarning("stylesheet", "file:///workspace/styles/colours.css", "", "styles/a.css", 1, 1)],
        [
            (
                "BR507",
                "error",
                "styles/a.css:1:1",
                "the stylesheet 'styles/colours.css' cannot be loaded",
                "put the file into the workspace; nothing is loaded from the network",
            )
        ],
    ),
    (
        [
            EngineWarning(
                "stylesheet",
                "file:///workspace/styles/a.css",
                "RecursionError: too deep",
                "styles/a.css",
                1,
                1,
            )
        ],
        [
            (
                "BR507",
                "error",
                "styles/a.css:1:1",
                "the stylesheet 'styles/a.css' cannot be loaded: it imports itself",
                "put the file into the workspace; nothing is loaded from the network",
            )
        ],
    ),
    (
        [EngineWarning("stylesheet", "https://example.org/a.css", "no network", "styles/a.css", 1, 1)],
        [
            (
                "BR507",
                "error",
                "styles/a.css:1:1",
                "the stylesheet 'https://example.org/a.css' cannot be loaded: no network",
                "put the file into the workspace; nothing is loaded from the network",
            )
        ],
    ),
    (
        [EngineWarning("attachment", "", "OSError: no file a.csv", "templates/parts/colophon.j2.html", 2, 3)],
        [
            (
                "BR522",
                "error",
                "templates/parts/colophon.j2.html:2:3",
                "a file that a template attaches cannot be loaded: no file a.csv",
                (
                    "remove `rel=attachment` from the template; `attachments` of the audience says what is "
                    "attached"
                ),
            )
        ],
    ),
    (
        [EngineWarning("attachment", "", "")],
        [
            (
                "BR522",
                "error",
                "templates",
                "a file that a template attaches cannot be loaded: it has no `href`",
                (
                    "remove `rel=attachment` from the template; `attachments` of the audience says what is "
                    "attached"
                ),
            )
        ],
    ),
    (
        [EngineWarning("css", "unknown CSS property 'colr'", "", "styles/a.css", 1, 5)],
        [("BR503", "warning", "styles/a.css:1:5", "unknown CSS property 'colr'", "correct it, or remove it")],
    ),
    (
        [EngineWarning("layout", "a table in a float", "", "styles/a.css", 1, 5)],
        [("BR508", "warning", "styles/a.css:1:5", "a table in a float", "remove it from the style")],
    ),
    (
        [EngineWarning("other", "something new", "", "styles/a.css", 1, 5)],
        [
            (
                "BR508",
                "warning",
                "styles/a.css:1:5",
                "WeasyPrint reports: something new",
                "look for the cause in the styles and templates",
            )
        ],
    ),
    (
        [
            EngineWarning("other", "something new", ""),
            EngineWarning("other", "something new", ""),
            EngineWarning("other", "something new", "with more detail"),
        ],
        [
            (
                "BR508",
                "warning",
                "styles",
                "WeasyPrint reports: something new",
                "look for the cause in the styles and templates",
            )
        ],
    ),
    (
        [EngineWarning("drawing", "it has a filter", "", "content/trial/map.svg", 2, 7, help="remove it")],
        [
            (
                "BR535",
                "error",
                "content/trial/map.svg:2:7",
                "the drawing cannot be printed completely: it has a filter",
                "remove it",
            )
        ],
    ),
    (
        [
            EngineWarning(
                "font of a drawing",
                "it has no font 'Papyrus'",
                "",
                "content/trial/map.svg",
                2,
                7,
                help="use paths",
            )
        ],
        [
            (
                "BR536",
                "error",
                "content/trial/map.svg:2:7",
                "the drawing cannot be printed completely: it has no font 'Papyrus'",
                "use paths",
            )
        ],
    ),
    (
        [
            EngineWarning(
                "image", "https://workspace.invalid/a.png", "", "styles/a.css", 2, 4, help="save it again"
            )
        ],
        [("BR501", "error", "styles/a.css:2:4", "the picture 'a.png' cannot be shown", "save it again")],
    ),
]


@each(("warnings", "expected"), WARNINGS)
def test_a_warning_of_the_typesetter(tailored: Tailored, warnings, expected):
    assert in_full(engine_warnings.report_engine_warnings(tailored, warnings)) == expected


PRIVATE = "private-use character U+{}: it has a meaning in one font only, and none in a search"
TYPE = "type the character that is meant, such as →, ° or ✓"
PRIVATE_CHARACTERS = [
    (
        [EngineWarning("private character", "\ue000", "", "styles/a.css", 2, 4)] * 2,
        [
            (
                "BR560",
                "error",
                "styles/a.css:2:4",
                PRIVATE.format("E000"),
                f"{TYPE}; for an icon, use a picture",
            )
        ],
    ),
    (
        [EngineWarning("private character", "\U000f0001", "", "content/trial/Map.SVG", 2, 4)],
        [
            (
                "BR560",
                "error",
                "content/trial/Map.SVG:2:4",
                PRIVATE.format("F0001"),
                f"{TYPE}, or export the texts of the drawing as paths",
            )
        ],
    ),
    (
        [EngineWarning("private character", "&", "", "styles/a.css", 2, 4)],
        [
            (
                "BR560",
                "error",
                "content/trial/brief.yaml:12:16",
                PRIVATE.format("0026"),
                f"{TYPE}; for an icon, use a picture",
            )
        ],
    ),
    (
        [EngineWarning("private character", "\ue000", "")],
        [("BR560", "error", "styles", PRIVATE.format("E000"), f"{TYPE}; for an icon, use a picture")],
    ),
    (
        [
            EngineWarning("private character", "\ue000", "", "styles/a.css", 2, 4),
            EngineWarning("glyph", "\ue000", ""),
            EngineWarning("css", "\ue001", ""),
        ],
        [],
    ),
]


@each(("warnings", "expected"), PRIVATE_CHARACTERS)
def test_a_private_use_character(tailored: Tailored, warnings, expected):
    found = private_use_characters.report_private_use_characters(tailored, warnings)
    assert in_full(found) == expected


COARSE = CoarsePicture("content/trial/map.png", (100, 51), (50.8, 25.6), 50.4, Span("styles/a.css", 2, 4))
COARSE_PICTURES = [
    (
        COARSE,
        "styles/a.css:2:4",
        "the picture 'content/trial/map.png' is printed at 50 ppi; the minimum is 150 ppi (100 × 51 pixels on "
        "51 × 26 mm)",
    ),
    (
        replace(COARSE, address="content/trial/emphasis"),
        "content/trial/brief.yaml:7:30+8",
        "the picture 'content/trial/emphasis' is printed at 50 ppi; the minimum is 150 ppi (100 × 51 pixels on "
        "51 × 26 mm)",
    ),
    (
        replace(COARSE, address="data:image/png;base64," + "A" * 60, where=None),
        "templates",
        "the picture 'data:image/png;base64,AAAAAAAAAAAAAAAAAA…' is printed at 50 ppi; the minimum is 150 ppi "
        "(100 × 51 pixels on 51 × 26 mm)",
    ),
]


@each(("picture", "where", "what"), COARSE_PICTURES)
def test_a_picture_of_too_few_pixels(tailored: Tailored, picture, where, what):
    help = "use a picture of at least 300 × 152 pixels, an SVG file, or print it smaller"
    found = picture_resolution.report_coarse_pictures(tailored, Pdf(b"", 1, (), coarse=(picture,)))
    assert in_full(found) == [("BR537", "warning", where, what, help)]


MOVED = [
    (
        (Gap("Table 1 Steps", 2, 0.6),),
        [
            (
                "BR605",
                "warning",
                "content/trial/brief.yaml:9:9+5",
                "page 2 is 60% empty: 'Table 1 Steps' moved to the next page",
                "place the exhibit elsewhere in the text, or make it smaller",
            )
        ],
    ),
    (
        (Gap("Table 1 Steps", 2, 0.6, would_float=True),),
        [
            (
                "BR605",
                "warning",
                "content/trial/brief.yaml:9:9+5",
                "page 2 is 60% empty: 'Table 1 Steps' moved to the next page",
                "add `float: page` to the exhibit, so that the text after it fills the page",
            )
        ],
    ),
    (
        (Gap("Table 1", 2, 0.6),),
        [
            (
                "BR605",
                "warning",
                "content/trial/brief.yaml:9:9+5",
                "page 2 is 60% empty: 'Table 1' moved to the next page",
                "place the exhibit elsewhere in the text, or make it smaller",
            )
        ],
    ),
    (
        (Gap("Table 10 Steps", 2, 0.6),),
        [
            (
                "BR605",
                "warning",
                "content/trial/brief.yaml",
                "page 2 is 60% empty: 'Table 10 Steps' moved to the next page",
                "place the exhibit elsewhere in the text, or make it smaller",
            )
        ],
    ),
    (
        (Gap("Table 1 Steps", 3, 0.6, declaration=RULE), Gap("Table 1 Steps", 4, 0.6)),
        [
            (
                "BR605",
                "warning",
                "styles/a.css:3:5",
                "page 3 is 60% empty: 'Table 1 Steps' moved to the next page",
                (
                    "change `margin-left: 170mm !important` in `.section p`, or place it elsewhere "
                    "(content/trial/brief.yaml:9:9)"
                ),
            ),
            (
                "BR605",
                "warning",
                "content/trial/brief.yaml:9:9+5",
                "page 4 is 60% empty: 'Table 1 Steps' moved to the next page",
                "place the exhibit elsewhere in the text, or make it smaller",
            ),
        ],
    ),
    (
        (Gap("Outlook It goes on", 2, 0.305, is_exhibit=False),),
        [
            (
                "BR605",
                "warning",
                "content/trial/brief.yaml",
                "page 2 is 30% empty: 'Outlook It goes on' moved to the next page",
                "shorten the text before it until it fits, or add text to fill the page",
            )
        ],
    ),
]


@each(("moved", "expected"), MOVED)
def test_an_exhibit_that_leaves_a_gap(tailored: Tailored, moved, expected):
    assert (
        in_full(gaps_on_pages.report_gaps_on_pages(tailored, sheets_with(find_gaps=lambda: moved)))
        == expected
    )


OUTSIZED = [
    (
        OutsizedPage(2, 6000.04, 400.0, Span("styles/a.css", 1, 9)),
        [
            (
                "BR617",
                "error",
                "styles/a.css:1:9",
                "page 2 is 6,000.0 × 400.0 mm; PDF/A allows 1.06 to 5,080 mm on each side",
                "set a `size` within these limits, with its margins; let the printer scale it up",
            )
        ],
    ),
]


@pytest.mark.parametrize(("page", "expected"), OUTSIZED)
def test_a_page_of_an_invalid_size(tailored: Tailored, page, expected):
    assert in_full(page_size.report_invalid_page_sizes(tailored, sheets_with(outsized=(page,)))) == expected


FONTS = [
    (
        {"Brand Sans": Span("styles/a.css", 1, 20), "emphasis": Span("styles")},
        [
            (
                "BR505",
                "error",
                "styles/a.css:1:20",
                "no @font-face declares the font 'Brand Sans'",
                "declare it in styles/fonts.css, or correct the name",
            ),
            (
                "BR505",
                "error",
                "content/trial/brief.yaml:7:30+8",
                "no @font-face declares the font 'emphasis'",
                "declare it in styles/fonts.css, or correct the name",
            ),
        ],
    ),
]


@pytest.mark.parametrize(("families", "expected"), FONTS)
def test_an_undeclared_font(tailored: Tailored, families, expected):
    assert (
        in_full(undeclared_fonts.report_undeclared_fonts(tailored, sheets_with(undeclared_families=families)))
        == expected
    )


def use(lines: int, words: int, height: float = 0.0) -> SheetUse:
    """A full page."""
    return SheetUse(Room(lines, words), lines, 1.0, follows_forced_break=False, height=height)


def part(names: str, lines: int, words: int) -> PartRoom:
    """A part with these classes."""
    return PartRoom(tuple(names.split()), Room(lines, words))


USES = (use(40, 400, 245.1), use(40, 400, 245.1), use(30, 233, 150.4), use(25, 12, 120.2))
PARTS = (
    part("title", 4, 6),
    part("key-points part", 10, 90),
    part("section", 61, 707),
    part("section odd", 20, 120),
    part("outlook", 21, 0),
    part("sources part", 200, 900),
    part("bottom-line", 5, 40),
)
LIMITS = [
    (
        2,
        True,
        sheets_with(
            page_count=4,
            uses=USES,
            part_rooms=PARTS,
            steps=("styles/fit/1-spacing.css", "styles/fit/10-leading.css"),
        ),
        [
            (
                "BR601",
                "error",
                "content/trial/brief.yaml",
                (
                    "the edition for 'policymaker' has 4 pages; the limit is 2. It is about 55 lines (240 words, "
                    "271 mm) too long, set as tight as the style allows (spacing, leading)"
                ),
                (
                    "shorten the texts, the longest first; or set `audiences: {policymaker: {pages: 4}}` in the "
                    "brief, or `drop: [a part]` there"
                ),
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:6:12+17",
                "this section takes about 61 lines (710 words), 19 % of an edition that is too long",
                "",
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:11:12+15",
                "this section takes about 20 lines (120 words), 6 % of an edition that is too long",
                "",
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:3:1+10",
                "this part takes about 10 lines (90 words), 3 % of an edition that is too long",
                "",
            ),
        ],
    ),
    (
        3,
        True,
        sheets_with(page_count=4, uses=(*USES[:3], use(0, 1, 1.44)), part_rooms=PARTS[:3]),
        [
            (
                "BR601",
                "error",
                "content/trial/brief.yaml",
                (
                    "the edition for 'policymaker' has 4 pages; the limit is 3. It is about 1.4 mm (1 word) too "
                    "long, and the style has no steps to tighten it"
                ),
                (
                    "shorten the texts, the longest first; or set `audiences: {policymaker: {pages: 4}}` in the "
                    "brief, or `drop: [a part]` there"
                ),
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:3:1+10",
                "this part takes about 10 lines (90 words), 13 % of an edition that is too long",
                "",
            ),
        ],
    ),
    (
        3,
        False,
        sheets_with(page_count=4, uses=(*USES[:3], use(1, 0, 5.2))),
        [
            (
                "BR601",
                "error",
                "content/trial/brief.yaml",
                (
                    "the edition for 'policymaker' has 4 pages; the limit is 3. It is about 1 line (5 mm) too "
                    "long, set as designed"
                ),
                (
                    "build without --no-fit; or shorten the texts, the longest first; or set `audiences: "
                    "{policymaker: {pages: 4}}` in the brief, or `drop: [a part]` there"
                ),
            )
        ],
    ),
    (
        3,
        True,
        sheets_with(
            page_count=4, uses=(*USES[:3], use(20, 101, 90.4)), part_rooms=(part("outlook", 300, 20),)
        ),
        [
            (
                "BR601",
                "error",
                "content/trial/brief.yaml",
                (
                    "the edition for 'policymaker' has 4 pages; the limit is 3. It is about 20 lines (100 words, "
                    "90 mm) too long, and the style has no steps to tighten it"
                ),
                (
                    "shorten the texts, the longest first; or set `audiences: {policymaker: {pages: 4}}` in the "
                    "brief, or `drop: [a part]` there"
                ),
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:13:1+7",
                "this part takes about 300 lines (20 words), 100 % of an edition that is too long",
                "",
            ),
        ],
    ),
    (
        4,
        True,
        sheets_with(page_count=4, uses=USES, part_rooms=PARTS),
        [],
    ),
    (
        None,
        True,
        sheets_with(page_count=201),
        [
            (
                "BR611",
                "error",
                "content/trial/brief.yaml",
                "the edition has 201 pages; the limit for any brief is 200",
                (
                    "look for an endless text or table or a wide margin; if it is meant, set `pages: {max: …}` "
                    "in the audience"
                ),
            )
        ],
    ),
    (
        None,
        True,
        sheets_with(page_count=200),
        [],
    ),
    (
        None,
        True,
        sheets_with(page_count=1201),
        [
            (
                "BR611",
                "error",
                "content/trial/brief.yaml",
                "the edition has 1,201 pages; the limit for any brief is 200",
                (
                    "look for an endless text or table or a wide margin; if it is meant, set `pages: {max: …}` "
                    "in the audience"
                ),
            )
        ],
    ),
    (
        3,
        True,
        sheets_with(
            page_count=4,
            uses=USES,
            part_rooms=(
                part("key-points", 9, 10),
                part("bottom-line", 5, 40),
                part("title", 50, 50),
                part("outlook", 90, 99),
                part("section", 7, 7),
                part("section", 6, 6),
            ),
        ),
        [
            (
                "BR601",
                "error",
                "content/trial/brief.yaml",
                (
                    "the edition for 'policymaker' has 4 pages; the limit is 3. It is about 25 lines (12 words, "
                    "120 mm) too long, and the style has no steps to tighten it"
                ),
                (
                    "shorten the texts, the longest first; or set `audiences: {policymaker: {pages: 4}}` in the "
                    "brief, or `drop: [a part]` there"
                ),
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:13:1+7",
                "this part takes about 90 lines (99 words), 54 % of an edition that is too long",
                "",
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:3:1+10",
                "this part takes about 9 lines (10 words), 5 % of an edition that is too long",
                "",
            ),
            (
                "BR601",
                "warning",
                "content/trial/brief.yaml:6:12+17",
                "this section takes about 7 lines (7 words), 4 % of an edition that is too long",
                "",
            ),
        ],
    ),
]


@each(("limit", "is_fitted", "sheets", "expected"), LIMITS)
def test_an_edition_over_its_page_limit(tailored: Tailored, limit, is_fitted, sheets, expected):
    pages = Pages(max=limit) if limit else None
    audience = tailored.job.audience.model_copy(update={"pages": pages})
    limited = replace(tailored, job=replace(tailored.job, audience=audience, is_fitted=is_fitted))
    assert in_full(page_limit.check_page_count(limited, sheets)) == expected


def test_an_edition_in_large_print_may_have_gaps(tailored: Tailored):
    edition = replace(tailored.job.edition, modifiers=(Modifier.LARGE_PRINT,))
    large = replace(tailored, job=replace(tailored.job, edition=edition))
    moved = (Gap("Table 1 Steps", 2, 0.6),)
    assert list(gaps_on_pages.report_gaps_on_pages(large, sheets_with(find_gaps=lambda: moved))) == []


def test_a_place_without_settings_is_the_template(tailored: Tailored):
    bare = replace(tailored, job=replace(tailored.job, settings_places=None))
    (finding,) = missing_words.report_missing_words(
        bare, sheets_with(miscounted=(ElementWords("p", "Institute", "", Origin(TAG.template, SETTING.key)),))
    )
    assert str(finding.where) == "templates/parts/sections.j2.html:5:9"
    (finding,) = missing_words.report_missing_words(
        bare, sheets_with(miscounted=(ElementWords("p", "Institute", "", SETTING),))
    )
    assert str(finding.where) == "templates"
    (finding,) = engine_warnings.report_engine_warnings(bare, [EngineWarning("glyph", "Rivers", "R")])
    assert str(finding.where) == "styles"


def test_a_missing_library_is_reported_as_a_fact_about_the_machine(tailored: Tailored):
    warning = EngineWarning("other", f"{engine_warnings.SLOW_FONTS} is slow", "")
    ((code, severity, where, what, help),) = in_full(
        engine_warnings.report_engine_warnings(tailored, [warning])
    )
    assert (code, severity, where) == ("BR901", "warning", str(HERE))
    assert what == "the library HarfBuzz subset is missing: embedding fonts takes longer without it"
    assert help == f"run: {install_command()}"
