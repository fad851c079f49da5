"""Some authors have a portrait, and others have none.

Readers take an author without a portrait for less important than the others. Give every
author a portrait, or none. They are printed in the part `authors`.

Bad:

    authors:
      - {name: Ada Example, bio: Ada studies rivers., portrait: figures/map.svg}
      - {name: Bo Sample, bio: Bo measures them.}

Good:

    authors:
      - {name: Ada Example, bio: Ada studies rivers.}
      - {name: Bo Sample, bio: Bo measures them.}
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet

MISSING_PORTRAIT = Rule("BR091", "missing-portrait", Severity.WARNING, Stage.SET, __doc__)
RULES = (MISSING_PORTRAIT,)


def find_missing_portraits(editions: EditionSet) -> Sequence[Finding]:
    """Return each author without a portrait, if others have one."""
    base = editions.base
    authors = base.brief.authors
    if not any(author.portrait for author in authors):
        return ()
    help = "add a `portrait`, or remove those of the other authors"
    return [
        MISSING_PORTRAIT.finding(
            f"'{author.name}' has no portrait, and other authors have one",
            base.source_map.key(("authors", index)),
            help,
        )
        for index, author in enumerate(authors)
        if not author.portrait
    ]
