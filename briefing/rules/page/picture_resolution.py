"""Pictures whose pixels would be visible in print."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.engine_warnings import SHOWN
from briefing.rules.page.locations import find_text
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import CoarsePicture, Pdf, Tailored

LEAST_PPI = 150
COARSE_PICTURE = Rule(
    "BR537",
    "low-resolution",
    Severity.WARNING,
    Stage.PDF,
    """
    A picture has too few pixels for its printed size.

    Below 150 pixels per inch, the pixels are visible in print. Resolution is measured at
    the size at which the edition prints the picture. Export the picture with more pixels,
    or print it smaller; export charts, maps and logos as SVG, which is sharp at any size.
    A background of one colour, or of a strip one pixel wide, and a picture with
    `image-rendering: pixelated` are not measured.

    Bad:

        /* styles/audiences/policymaker.css */
        h1 {
          background: 0 0 / 30mm 30mm no-repeat
            url("data:image/gif;base64,R0lGODdhAgACAIAAAPDw8P///ywAAAAAAgACAAACA0QCBQA7")
        }

    Good:

        /* styles/audiences/policymaker.css */
        h1 {
          background: 0 0 / 0.3mm 0.3mm no-repeat
            url("data:image/gif;base64,R0lGODdhAgACAIAAAPDw8P///ywAAAAAAgACAAACA0QCBQA7")
        }
    """,
    ExampleKind.BUILD,
)
RULES = (COARSE_PICTURE,)


def report_coarse_pictures(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return a finding for each picture with too few pixels."""
    return [_explain(tailored, one) for one in pdf.coarse]


def _explain(tailored: Tailored, one: CoarsePicture) -> Finding:
    name = f"{one.address[:SHOWN]}…" if one.address.startswith("data:") else one.address
    where = find_text(tailored, one.address.rpartition("/")[2])
    if where.file == "styles":
        where = one.where or Span("templates")
    (across, down), (width, height) = one.pixels, one.millimetres
    what = f"the picture '{name}' is printed at {one.ppi:.0f} ppi; the minimum is {LEAST_PPI} ppi "
    what += f"({across} × {down} pixels on {width:.0f} × {height:.0f} mm)"
    wide, high = (ceil(LEAST_PPI * side / 25.4) for side in one.millimetres)
    help = f"use a picture of at least {wide} × {high} pixels, an SVG file, or print it smaller"
    return COARSE_PICTURE.finding(what, where, help)
