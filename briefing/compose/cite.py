"""Citations of one edition: numbered in order of first use, linked to the source list and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from briefing.markdown import Cited
from briefing.model.brief import Source
from briefing.places import Key

# U+2060, the word joiner, keeps a mark of citation on the line of the word before it
MARKS = Markup('\u2060<sup class="citation">{}</sup>')
MARK = Markup('<a id="{anchor}" href="#source:{number}" role="doc-noteref">{number}</a>{locator}')
# the colon keeps our anchors apart from the ids that a person gives


@dataclass
class Reference:
    """A cited source: its number, and an anchor for the first citation in each part or section."""

    number: int
    id: str
    source: Source
    anchors: dict[Key, str] = field(default_factory=dict)


class Citations:
    """Hands out the numbers, and remembers what was cited where."""

    def __init__(self, sources: Mapping[str, Source], *, are_printed: bool = True) -> None:
        self._sources = sources
        self._are_printed = are_printed
        self._references: dict[str, Reference] = {}
        self._marks = 0

    def mark(self, cited: Sequence[Cited], key: Key) -> Markup:
        """The superscript numbers of one citation that stands in the text at `key`; nothing without a list."""
        if not self._are_printed:
            return Markup()
        return MARKS.format(Markup(", ").join(self._one(one, key) for one in cited))

    def in_order(self) -> tuple[Reference, ...]:
        """The sources that were cited so far, by number."""
        return tuple(self._references.values())

    def _one(self, cited: Cited, key: Key) -> Markup:
        reference = self._references.get(cited.id)
        if reference is None:
            number = len(self._references) + 1
            reference = self._references[cited.id] = Reference(number, cited.id, self._sources[cited.id])
        self._marks += 1
        anchor = f"citation:{self._marks}"
        reference.anchors.setdefault(key[:2] if key[0] == "sections" else key[:1], anchor)
        locator = Markup(" ({})").format(cited.locator.replace(" ", "\u00a0")) if cited.locator else ""
        return MARK.format(anchor=anchor, number=reference.number, locator=locator)
