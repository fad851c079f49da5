"""An edition in greys has no colour: what a printer without it would turn into something else is told."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Span
from briefing.stages import Pdf, Tailored


def no_colour_left(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """What is painted is turned to grey, and so are files of pictures; a picture in a `data:` address is not."""
    help = "put it into a file beside the brief, which is turned to grey, or leave it out"
    where = pdf.tag_of("data:image/") or Span(tailored.job.source_map.file)
    return [Finding("BR607", f"the edition has a colour: {colour}", where, help) for colour in pdf.colours]
