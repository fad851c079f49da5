"""A greyscale edition has a colour.

With `--mono`, everything that is painted is converted to greyscale, and so are picture
files. A picture inside a `data:` address is not, and may be hard to recognise on a
black-and-white printer. Put the picture into a file, or remove it.

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
    help = "put the picture into a file, which is converted to greyscale, or remove it"
    where = pdf.tag_of("data:image/") or Span(tailored.job.source_map.file)
    return [
        COLOUR_IN_GREYSCALE.finding(f"the greyscale edition has a colour: {colour}", where, help)
        for colour in pdf.colours
    ]
