"""A greyscale edition has a colour.

With `--mono`, everything that is painted turns grey, and so do picture files; a picture
inside a `data:` address does not. A black-and-white printer would turn it into
something else. Put the picture into a file, or remove it.

Bad:

    /* styles/audiences/policymaker.css */
    .title { background: url("data:image/png;base64,…") }

Good:

    /* styles/audiences/policymaker.css */
    .title { background: url("flag.png") }
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Pdf, Tailored

COLOUR_IN_GREYSCALE = Rule(
    "BR607", "colour-in-greyscale", Severity.ERROR, Stage.PDF, __doc__, ExampleKind.NONE
)
RULES = (COLOUR_IN_GREYSCALE,)


def report_colours(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return each colour that is left in a greyscale edition."""
    help = "put it into a file beside the brief, which is turned to grey, or leave it out"
    where = pdf.tag_of("data:image/") or Span(tailored.job.source_map.file)
    return [
        COLOUR_IN_GREYSCALE.finding(f"the edition has a colour: {colour}", where, help)
        for colour in pdf.colours
    ]
