"""Places in a text, and in an extract of it."""

from __future__ import annotations

import pickle
import re

from briefing.core.finding import Span
from briefing.core.source_map import LINE_BREAK, NO_PLACE, SHOWN_LINE, Mark, SourceMap, line_starts
from tests.cases import each

TEXTS = [
    "",
    "a",
    "\n",
    "a\nb\n",
    "a\r\nb\r\n\r\nc",
    "a\rb\rc",
    "a\r\nb\rc\nd",
    "a\n\rb",
    "\r\n\n\r",
    "a\u2028b\nc\u2029",
    "a\x85b",
    "a\x0bb\x0cc\x1cd\n",
]


@each("text", TEXTS)
def test_lines_start_after_the_line_breaks_of_yaml(text):
    assert line_starts(text) == [0, *(match.end() for match in LINE_BREAK.finditer(text))]


@each("text", TEXTS)
def test_a_place_has_its_line_whole(text):
    source_map, lines = SourceMap("f", text), LINE_BREAK.split(text)
    for offset in range(len(text)):
        span = source_map.at(offset)
        assert span.source == lines[span.line - 1]
        assert text[offset] == (span.source[span.column - 1 :] or text[offset])[0]


@each("end", ["\n", "\r\n", "\r"])
@each("indent", ["", "  ", " " * SHOWN_LINE, " " * (SHOWN_LINE + 1)])
def test_an_extract_has_the_places_of_its_file(end, indent):
    text = end.join(["first", "second", f"{indent}an entry", "  of two lines, and a word; another", "last"])
    start, stop = text.index("an entry"), text.index("; another")
    word = text.index("word")
    marks = {("e",): Mark(start, stop, start, stop), ("e", "x"): Mark(word, word + 4, word, word + 4)}
    whole = SourceMap("f", text, marks)
    part = pickle.loads(pickle.dumps(whole.extract(start, stop, marks)))  # noqa: S301
    assert "first" not in part.source
    assert "last" not in part.source
    for key in (("e", "x"), ("e", "x", "unknown")):
        assert part.value(key) == whole.value(key)
        assert part.key(key) == whole.key(key)
    assert part.word(("e",), "lines") == whole.word(("e",), "lines")
    assert part.first(("e",), re.compile("w.rd")) == whole.first(("e",), re.compile("w.rd")) is not None
    mine, its = part.value(("e",)), whole.value(("e",))
    assert (mine.line, mine.column, mine.length) == (its.line, its.column, its.length)
    assert mine.source == ("" if len(indent) > SHOWN_LINE else its.source)


def test_an_extract_of_a_file_in_one_line_is_short():
    text = f"[{'x' * 1_000_000}, entry, {'y' * 1_000_000}]"
    start = text.index("entry")
    part = SourceMap("f", text).extract(start, start + 5, {("e",): Mark(start, start + 5, start, start + 5)})
    assert len(part.source) <= 5 + SHOWN_LINE
    assert (part.value(("e",)).line, part.value(("e",)).column) == (1, start + 1)


def test_a_pickled_source_map_has_no_table_of_lines():
    source_map = SourceMap("f", "\n" * 10_000)
    before = len(pickle.dumps(source_map))
    source_map.at(5_000)
    assert len(pickle.dumps(source_map)) == before


def marks_of(
    text: str, values: dict[tuple[str | int, ...], tuple[str, str]]
) -> dict[tuple[str | int, ...], Mark]:
    """Return the marks of values by the first occurrence of their names and texts."""
    places = {
        key: (text.index(name), name, text.index(value), value) for key, (name, value) in values.items()
    }
    return {
        key: Mark(start, start + len(value), name_start, name_start + len(name))
        for key, (name_start, name, start, value) in places.items()
    }


BRIEF = """title: Water, water everywhere
sections:
  - title: Rivers
    text: |
      Levels at station A rose.
      Levels at station B fell.
"""
TEXT = "|\n      Levels at station A rose.\n      Levels at station B fell."
MARKS = marks_of(
    BRIEF,
    {
        ("title",): ("title", "Water, water everywhere"),
        ("sections",): ("sections", f"- title: Rivers\n    text: {TEXT}"),
        ("sections", 0): ("title: Rivers", f"title: Rivers\n    text: {TEXT}"),
        ("sections", 0, "text"): ("text", TEXT),
    },
)
WHOLE = SourceMap("content/trial/brief.yaml", BRIEF, MARKS)
NO_LINE = Span("content/trial/brief.yaml")


def shown(span: Span | None) -> str:
    """Return a place as line:column and what it underlines."""
    assert span is not None
    underlined = span.source[span.column - 1 : span.column - 1 + span.length]
    assert len(underlined) == span.length
    return f"{span.line}:{span.column} {underlined}"


def test_a_value_and_its_key_have_their_places_up_to_the_end_of_the_line():
    assert shown(WHOLE.value(("title",))) == "1:8 Water, water everywhere"
    assert shown(WHOLE.key(("title",))) == "1:1 title"
    assert shown(WHOLE.value(("sections", 0, "text"))) == "4:11 |"
    assert shown(WHOLE.key(("sections", 0, "text"))) == "4:5 text"
    assert WHOLE.value(("title",)).file == WHOLE.key(("title",)).file == "content/trial/brief.yaml"


def test_spaces_at_the_end_of_a_value_are_not_underlined():
    text = "title:   \nnext: x"
    source_map = SourceMap("f", text, {("title",): Mark(7, 9, 0, 5), ("next",): Mark(16, 17, 10, 14)})
    assert source_map.value(("title",)).length == 1
    assert SourceMap("f", "a: b  ", {("a",): Mark(3, 6, 0, 1)}).value(("a",)).length == 1
    assert SourceMap("f", "a: bc  ", {("a",): Mark(3, 7, 0, 1)}).value(("a",)).length == 2


def test_a_key_without_a_place_has_that_of_the_nearest_value_around_it():
    assert WHOLE.value(("sections", 0, "text", "x", 1)) == WHOLE.value(("sections", 0, "text"))
    assert WHOLE.key(("sections", 7)) == WHOLE.key(("sections",))
    assert WHOLE.known(("sections", 0, "unknown")) == ("sections", 0)
    assert WHOLE.known(("unknown",)) == ()
    for span in (WHOLE.value(("unknown",)), WHOLE.key(("unknown",)), WHOLE.word(("unknown",), "Water")):
        assert span == NO_LINE
    assert WHOLE.first(("unknown",), re.compile("Water")) is None
    assert WHOLE.matches(("unknown",), re.compile("Water")) == ()


def test_words_are_found_inside_their_value_only():
    key = ("sections", 0, "text")
    assert shown(WHOLE.word(key, "Levels")) == "5:7 Levels"
    assert shown(WHOLE.word(key, "Levels", 1)) == "6:7 Levels"
    assert WHOLE.word(key, "Levels", 2) == WHOLE.value(key)
    assert WHOLE.word(key, "Water") == WHOLE.value(key)
    assert WHOLE.word(("title",), "Rivers") == WHOLE.value(("title",))
    assert shown(WHOLE.word(("title",), "Water")) == "1:8 Water"
    assert shown(WHOLE.word(("title",), "everywhere")) == "1:21 everywhere"
    assert shown(SourceMap("f", "a: xxx", {("a",): Mark(3, 6, 0, 1)}).word(("a",), "xx", 1)) == "1:5 xx"


def test_patterns_are_found_inside_their_value_only():
    key, pattern = ("sections", 0, "text"), re.compile(r"station (\w)")
    assert [shown(span) for span in WHOLE.matches(key, pattern)] == ["5:17 station A", "6:17 station B"]
    assert shown(WHOLE.first(key, pattern)) == "5:17 station A"
    assert shown(WHOLE.first(("title",), re.compile("w[a-z]+"))) == "1:15 water"
    assert WHOLE.first(("title",), pattern) is None
    assert WHOLE.matches(("title",), pattern) == ()
    assert [shown(span) for span in WHOLE.matches(("title",), re.compile("^Water|everywhere$"))] == [
        "1:21 everywhere"
    ]


def test_a_text_anywhere_in_the_file_is_found():
    assert shown(WHOLE.anywhere("title")) == "1:1 title"
    assert shown(WHOLE.anywhere("Rivers")) == "3:12 Rivers"
    assert WHOLE.anywhere("Lakes") == NO_LINE
    assert (WHOLE.count("station"), WHOLE.count("Lakes")) == (2, 0)


@each(
    ("needle", "place"),
    [
        ("everywhere", "1:21 everywhere"),
        ("A rose.", None),  # five letters
        ("ion A rose", "5:21 ion A rose"),
        ("Levels at station", None),  # twice
        ("Lakes and rivers", None),
        ("- title: Rivers", "3:3 - title: Rivers"),
    ],
)
def test_a_short_or_repeated_text_has_no_place_of_its_own(needle, place):
    found = WHOLE.sole(needle)
    assert found == NO_LINE if place is None else shown(found) == place


def test_eight_letters_and_digits_are_distinctive():
    source_map = SourceMap("f", "abcd 12 345 6")
    assert source_map.sole("abcd 12 3").line == 0
    assert shown(source_map.sole("abcd 12 34")) == "1:1 abcd 12 34"


TRANSLATED = """title: El agua
sections:
  - text: Los niveles subieron.
"""
ABOVE = SourceMap(
    "content/trial/brief.es.yaml",
    TRANSLATED,
    marks_of(
        TRANSLATED,
        {
            ("title",): ("title", "El agua"),
            ("sections",): ("sections", "- text: Los niveles subieron."),
            ("sections", 0): ("text", "text: Los niveles subieron."),
        },
    ),
    beneath=WHOLE,
)


def test_what_a_translation_leaves_out_has_its_place_in_the_brief_beneath():
    assert ABOVE.value(("title",)).file == "content/trial/brief.es.yaml"
    key = ("sections", 0, "text")
    for span in (
        ABOVE.value(key),
        ABOVE.key(key),
        ABOVE.word(key, "station"),
        ABOVE.first(key, re.compile("B")),
    ):
        assert span.file == "content/trial/brief.yaml"
    assert ABOVE.value(key) == WHOLE.value(key)
    assert ABOVE.key(key) == WHOLE.key(key)
    assert ABOVE.word(key, "station", 1) == WHOLE.word(key, "station", 1)
    assert ABOVE.first(key, re.compile("B")) == WHOLE.first(key, re.compile("B"))
    assert ABOVE.matches(key, re.compile("Levels")) == WHOLE.matches(key, re.compile("Levels")) != ()
    assert ABOVE.known((*key, "x")) == key
    assert ABOVE.value(("unknown",)) == Span("content/trial/brief.es.yaml")
    assert ABOVE.value(("sections", 0)).file == "content/trial/brief.es.yaml", "as exact in the translation"


def test_a_text_that_is_not_in_the_translation_is_found_beneath():
    assert ABOVE.anywhere("agua").file == "content/trial/brief.es.yaml"
    assert ABOVE.anywhere("station") == WHOLE.anywhere("station")
    assert ABOVE.anywhere("Lakes") == Span("content/trial/brief.es.yaml")
    assert (ABOVE.count("title"), ABOVE.count("station"), ABOVE.count("Lakes")) == (1, 2, 0)
    assert ABOVE.sole("everywhere") == WHOLE.sole("everywhere")


LIBRARY = "doe2020:\n  title: Floods\n"
SOURCE = SourceMap(
    "content/sources.yaml",
    LIBRARY,
    marks_of(
        LIBRARY,
        {("sources", "doe"): ("doe2020", "title: Floods"), ("sources", "doe", "title"): ("title", "Floods")},
    ),
)
CITING = SourceMap("content/trial/brief.yaml", BRIEF, MARKS, elsewhere={("sources", "doe"): SOURCE})


def test_a_source_in_a_file_of_its_own_has_its_place_there():
    assert shown(CITING.value(("sources", "doe", "title"))) == "2:10 Floods"
    assert shown(CITING.key(("sources", "doe"))) == "1:1 doe2020"
    assert CITING.value(("sources", "doe", "title", "x")).file == "content/sources.yaml"
    assert CITING.value(("sources", "other")) == NO_LINE
    assert CITING.known(("sources", "doe", "title")) == ("sources", "doe", "title")
    above = SourceMap("content/trial/brief.es.yaml", TRANSLATED, {}, beneath=CITING)
    assert above.value(("sources", "doe", "title")) == SOURCE.value(("sources", "doe", "title"))


def test_a_place_in_the_file_itself_is_preferred_to_one_elsewhere_that_is_less_exact():
    near = SourceMap("f", BRIEF, MARKS, elsewhere={("sections",): SOURCE, ("sections", 0): SOURCE})
    assert near.value(("sections", 0, "text")).file == "f"
    assert near.value(("sections",)).file == "content/sources.yaml", "equally exact: the file that defines it"


def test_a_value_that_is_a_placeholder_and_all_inside_it_have_no_place():
    gap = SourceMap("f", BRIEF, MARKS, gaps=frozenset({("sections", 0)}))
    for key in (("sections", 0), ("sections", 0, "text")):
        assert gap.is_gap(key)
        assert gap.value(key) == gap.key(key) == gap.word(key, "Levels") == NO_PLACE
    assert not gap.is_gap(("sections",))
    assert not gap.is_gap(())
    assert shown(gap.value(("title",))) == "1:8 Water, water everywhere"
    assert SourceMap("f", BRIEF, MARKS, gaps=frozenset({()})).is_gap(("title",)), "the file as a whole"
    assert not WHOLE.is_gap(("title",))


def test_a_word_at_the_start_of_a_file_has_its_place():
    source_map = SourceMap("f", "word and word", {(): Mark(0, 13, 0, 0)})
    assert shown(source_map.word((), "word")) == "1:1 word"
    assert shown(source_map.word((), "word", 1)) == "1:10 word"


@each(
    ("place", "is_inside"),
    [("1:1", True), ("1:8", True), ("1:30", True), ("1:31", False), ("2:1", False), ("3:5", False)],
)
def test_a_place_is_inside_a_value_from_its_key_to_its_end(place, is_inside):
    line, column = map(int, place.split(":"))
    assert WHOLE.holds(("title",), Span(WHOLE.file, line, column)) is is_inside


def test_the_empty_key_is_the_file_as_a_whole():
    here = Span(WHOLE.file, 4, 5)
    assert WHOLE.holds((), here)
    assert WHOLE.holds((), NO_LINE)
    assert not WHOLE.holds(("title",), NO_LINE)
    assert not WHOLE.holds(("unknown",), here)
    assert WHOLE.holds(("sections",), here)
    assert not WHOLE.holds((), Span("content/other/brief.yaml", 1, 1))
    assert not WHOLE.holds(("title",), Span("content/other/brief.yaml", 1, 8))
    marked = SourceMap("f", "# a comment\na: b", {(): Mark(12, 16, 12, 12)})
    assert marked.holds((), Span("f", 1, 3)), "a comment before the first key"


def test_places_in_the_other_files_of_a_brief_are_inside_it():
    there = Span("content/sources.yaml", 1, 1)
    assert CITING.holds((), there)
    assert not CITING.holds(("title",), there)
    assert ABOVE.holds((), Span(WHOLE.file, 1, 1))
    assert ABOVE.holds(("title",), WHOLE.value(("title",)))
    assert not ABOVE.holds(("title",), WHOLE.value(("sections",)))


def test_an_item_of_a_list_is_inside_from_its_first_key():
    item = SourceMap("f", "- b", {(0,): Mark(2, 3, 2, 3)})
    assert [item.holds((0,), Span("f", 1, column)) for column in (1, 2, 3, 4)] == [False, False, True, False]
    named = SourceMap("f", "!tag b: c", {("b",): Mark(0, 6, 5, 6)})
    assert named.holds(("b",), Span("f", 1, 1)), "a value may begin before its key"


def test_an_extract_counts_lines_and_columns_from_where_it_begins():
    assert SourceMap("f", "one", first_column=2).at(0) == Span("f", 1, 2, 1, "")
    part = SourceMap("f", "one\ntwo", first_line=5, first_column=11)
    assert [(span.line, span.column, span.source) for span in (part.at(1), part.at(5))] == [
        (5, 12, ""),
        (6, 2, "two"),
    ]
    assert part.extract(4, 7, {}).first_line == 6
    assert part.at(0, 0).length == 1
    assert part.at(0, 3).length == 3


def test_an_extract_ends_with_the_line_of_its_text():
    text = "one\ntwo and more\nthree"
    part = SourceMap("f", text).extract(4, 7, {})
    assert (part.file, part.source, part.first_line, part.first_column) == ("f", "two and more", 2, 1)
    end = SourceMap("f", "one\ntwo" + " x" * SHOWN_LINE).extract(4, 7, {})
    assert end.source == "two", "the rest of the line is too long"
    assert SourceMap("f", "two" + " x" * SHOWN_LINE + "\n").extract(0, 3, {}).source == "two"
    edge = SourceMap("f", "two" + "x" * (SHOWN_LINE - 1) + "\n").extract(0, 3, {})
    assert len(edge.source) == 3 + SHOWN_LINE - 1
    last = SourceMap("f", "one\ntwo").extract(4, 7, {})
    assert last.source == "two"
