"""The place of a text in the file of a drawing."""

from __future__ import annotations

from briefing.typeset.inspect.svg_drawings import place_in_drawing


def test_the_place_of_a_text_is_that_of_its_element():
    drawing = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://www.w3.org/2000/svg">
<title>One</title>
<text>One</text>
 <text>Two <tspan>three</tspan>
   four</text><s:text>One</s:text>
<text>AT&amp;T <!-- no --> is</text>
<text>\u05e9\u05dc\u05d5\u05dd</text></svg>""".encode()
    source_map = {
        ("One", 0): (3, 1),
        ("One", 1): (5, 15),
        ("One", 7): (5, 15),
        ("Two", 0): (4, 2),
        ("three", 0): (4, 12),
        ("four", 0): (4, 2),
        ("AT&T is", 0): (6, 1),
        ("\u05dd\u05d5\u05dc\u05e9", 0): (7, 1),
        ("Five", 0): None,
    }
    assert {(text, nth): place_in_drawing(drawing, text, nth) for text, nth in source_map} == source_map
    assert place_in_drawing(b"<svg", "One", 0) is None
