"""The inks of a colour stay with the operation that paints it; every other operation is as it was."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.press_painting import InkOperation

pytestmark = pytest.mark.engine


def test_inks_are_kept_for_text_and_lines_and_only_for_them(lay_out):
    weasyprint()
    from tinycss2.color5 import parse_color
    from weasyprint.pdf.stream import Stream

    stream = Stream({}, (0, 0, 1, 1), {"ExtGState": {}}, {}, None, {}, "srgb")
    inks, same = parse_color("device-cmyk(0 1 1 0.5)"), parse_color("#800000")
    for colour, stroke in ((inks, False), (same, False), (inks, True), (inks, False)):
        stream.set_color(colour, stroke)
    found = [(bytes(one), getattr(one, "inks", None)) for one in stream.stream if one[-2:].lower() == b"rg"]
    assert [inks for _, inks in found] == [(0, 1, 1, 0.5), None, (0, 1, 1, 0.5), (0, 1, 1, 0.5)]
    assert isinstance(stream.stream[-1], InkOperation)
