"""Places in a text, and in an extract of it."""

from __future__ import annotations

import pickle
import re

import pytest

from briefing.core.source_map import LINE_BREAK, SHOWN_LINE, Mark, SourceMap, line_starts

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


@pytest.mark.parametrize("text", TEXTS)
def test_lines_start_after_the_line_breaks_of_yaml(text):
    assert line_starts(text) == [0, *(match.end() for match in LINE_BREAK.finditer(text))]


@pytest.mark.parametrize("text", TEXTS)
def test_a_place_has_its_line_whole(text):
    source_map, lines = SourceMap("f", text), LINE_BREAK.split(text)
    for offset in range(len(text)):
        span = source_map.at(offset)
        assert span.source == lines[span.line - 1]
        assert text[offset] == (span.source[span.column - 1 :] or text[offset])[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("indent", ["", "  ", " " * SHOWN_LINE, " " * (SHOWN_LINE + 1)])
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
