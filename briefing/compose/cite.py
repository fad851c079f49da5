"""Citations of one edition, in order of first use: numbers linked to the source list and back, or short citations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from briefing.markdown import Cited
from briefing.model.audience import Notes
from briefing.places import Key

# U+2060, the word joiner, keeps a mark of citation on the line of the word before it
MARKS = Markup('\u2060<sup class="citation">{}</sup>')
MARK = Markup('<a id="{anchor}" href="#source:{number}" role="doc-noteref">{number}</a>{locator}')
SHORT = Markup('<a id="{anchor}" href="#source:{number}" role="doc-biblioref">{words}</a>')
# the colon keeps our anchors apart from the ids that a person gives


@dataclass
class Reference:
    """A cited source: its number, and an anchor for the first citation in each part or section."""

    number: int
    id: str
    anchors: dict[Key, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShortForm:
    """How a text names its sources in words: each one, and all of one place together."""

    one: Callable[[Cited], Markup]
    joined: Callable[[Iterable[Markup]], Markup]


class Citations:
    """Hands out the numbers, and remembers what was cited where."""

    def __init__(
        self, notes: Notes = Notes.ENDNOTES, *, is_listed: bool = True, short_form: ShortForm | None = None
    ) -> None:
        self._notes, self._is_listed, self._short_form = notes, is_listed, short_form
        self._references: dict[str, Reference] = {}
        self._marks = 0

    def mark(self, cited: Sequence[Cited], key: Key) -> Markup:
        """What one citation becomes in the text at `key`: numbers lead nowhere without a list, and are left out."""
        references = [self._reference(one.id) for one in cited]
        if self._notes is Notes.SHORT and self._short_form:
            words = (
                self._in_words(*each, key, self._short_form) for each in zip(cited, references, strict=True)
            )
            return Markup(" ") + self._short_form.joined(words)
        if self._notes is Notes.ENDNOTES and self._is_listed:
            numbers = (self._in_numbers(*each, key) for each in zip(cited, references, strict=True))
            return MARKS.format(Markup(",\u00a0").join(numbers))
        return Markup()

    @property
    def are_words(self) -> bool:
        """Whether citations are words of their sentence, and so stand before its full stop."""
        return self._notes is Notes.SHORT

    def in_order(self) -> tuple[Reference, ...]:
        """The sources that were cited so far, by number."""
        return tuple(self._references.values())

    def _reference(self, name: str) -> Reference:
        return self._references.setdefault(name, Reference(len(self._references) + 1, name))

    def _anchor(self, reference: Reference, key: Key) -> str:
        self._marks += 1
        anchor = f"citation:{self._marks}"
        reference.anchors.setdefault(key[:2] if key[0] == "sections" else key[:1], anchor)
        return anchor

    def _in_numbers(self, cited: Cited, reference: Reference, key: Key) -> Markup:
        locator = Markup(" ({})").format(cited.locator.replace(" ", "\u00a0")) if cited.locator else ""
        return MARK.format(anchor=self._anchor(reference, key), number=reference.number, locator=locator)

    def _in_words(self, cited: Cited, reference: Reference, key: Key, short_form: ShortForm) -> Markup:
        words = short_form.one(cited)
        if not self._is_listed:
            return words
        return SHORT.format(anchor=self._anchor(reference, key), number=reference.number, words=words)
