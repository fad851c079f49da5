"""The footnotes of one edition. Superscript letters mark them, because superscript numbers are those of citations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefing.core.source_map import Key
from briefing.model.audience import FootnotePlace
from briefing.stages import Job, Medium

# U+2060, the word joiner, keeps a mark on the line of the word before it
MARK = Markup(
    '\u2060<sup class="footnote-mark{sides}"><a{id} href="#footnote:{number}" role="doc-noteref"'
    ' aria-label="{name}">{letter}</a></sup>'
)
IN_PLACE = Markup(
    '<span class="footnote{sort}" id="footnote:{number}" role="doc-footnote">{back}\u00a0{words}</span>'
)
BACK = Markup(
    '<a class="back" href="#footnote-mark:{number}" role="doc-backlink" aria-label="{name}">{words}</a>'
)
ARROW = "↑"
"""The words of a link back in a window; on paper, the letter of the footnote is the link."""
# the colon keeps these anchors different from ids in a brief


@dataclass(frozen=True)
class Footnote:
    """A footnote at the end of a part: its number in the edition, its letter, its HTML and the link back."""

    number: int
    letter: str
    words: Markup
    back: Markup


class FootnoteSeries:
    """Gives letters to footnotes in the order of their first reference, and prints each of them once.

    At the foot of the page or in its margin, a footnote is printed where it is referred to, and the style moves it.
    An HTML edition has no pages, so its footnotes are at the end of their part.
    """

    def __init__(self, job: Job, medium: Medium) -> None:
        self._letters, self._labels, self._marks = (
            job.traits.footnote_letters,
            job.labels.labels,
            job.labels.marks,
        )
        self._is_print = medium is Medium.PRINT
        self._place = job.audience.footnotes
        self._is_in_place = self._place in (FootnotePlace.PAGE, FootnotePlace.MARGIN) and self._is_print
        self._numbers: dict[Key, int] = {}
        self._pending: list[Footnote] = []

    def mark(self, key: Key, words: Callable[[], Markup], sides: Sequence[str] = ()) -> Markup:
        """Return the mark of the footnote with a key, followed by its words if the style moves them from there.

        `sides` says whether the mark is `after` or `before` a citation, for the style to part the two.
        """
        is_first = key not in self._numbers
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        letter = self._letter(number)
        name = f"{self._labels['footnote']}\u00a0{letter}"
        own_id = Markup(' id="footnote-mark:{}"').format(number) if is_first else ""
        classes = "".join(f" {side}-citation" for side in sides)
        mark = MARK.format(sides=classes, id=own_id, number=number, letter=letter, name=name)
        if not is_first:
            return mark
        back = BACK.format(
            number=number,
            name=f"{self._labels['back_to_text']}{self._marks.colon}{name}",
            words=letter if self._is_print else ARROW,
        )
        if self._is_in_place:
            sort = " side-note" if self._place is FootnotePlace.MARGIN else ""
            return mark + IN_PLACE.format(sort=sort, number=number, words=words(), back=back)
        self._pending.append(Footnote(number, letter, words(), back))
        return mark

    def take(self) -> tuple[Footnote, ...]:
        """Return the footnotes to print at the end of the part that was just filled in."""
        taken, self._pending = tuple(self._pending), []
        return taken

    def _letter(self, number: int) -> str:
        """Return the mark of a footnote: a to z, then aa to zz."""
        rounds, place = divmod(number - 1, len(self._letters))
        return self._letters[place] * (rounds + 1)
