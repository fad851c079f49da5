"""Break the last lines of a paragraph together: no hyphen before its last line, and a last line of some length.

WeasyPrint 70 fills one line after the other and never looks ahead, so a last line may be one word or the end of one.
Here the lines before the last one are set a little narrower where that makes for a better end. There is one line more
only where a hyphen cannot be avoided without it. A hyphen before a page break is removed in the same way. This is
`text-wrap: pretty` of CSS Text 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

LEAST_WORDS, LEAST_SHARE = 3, 1 / 3
"""A last line has at least this number of words, or this share of the measure."""

NARROWEST = 0.75
"""The least share of the measure that a line is set to."""

LEAST_OF_PAGE = 0.4
"""The least share of the measure that the last line of a page keeps where its hyphenated word goes to the next one."""

LINES_ABOVE = 4
"""The number of lines before the last one that may become narrower."""

TRIALS = 12
EPSILON = 0.01
"""In CSS pixels: a line that is narrower by this much has one word or syllable less."""

COLLAPSING = ("normal", "pre-line")


@dataclass(slots=True)
class Place:
    """Where a line starts: the text before it, its vertical position and the indent of a first line."""

    skip_stack: Any
    position_y: float
    is_first: bool = False


@dataclass(slots=True)
class Laid:
    """A line that is laid out, with its start and the start of the next line."""

    start: Place
    line: Any
    resume_at: Any

    @property
    def next_start(self) -> Place:
        """The start of the next line."""
        return Place(self.resume_at, self.line.position_y + self.line.height)

    @property
    def is_hyphenated(self) -> bool:
        """True if the line ends inside a word."""
        texts = _texts_of(self.line)
        return bool(texts) and texts[-1].text.endswith(texts[-1].style["hyphenate_character"])


@dataclass(slots=True)
class Paragraph:
    """The text of a paragraph as far as it is not on an earlier page, and the function that lays out one line of it."""

    context: Any
    box: Any
    bottom_space: float
    containing_block: Any
    indent: float
    lay_out: Callable[[Place], tuple[Any, Any]]
    ahead: list[Laid] = field(default_factory=list)

    def line_at(self, start: Place, width: float | None = None) -> Laid | None:
        """Return the line at a place, of the measure or of a smaller width; None where no text is left."""
        self.box.text_indent = self.indent if start.is_first else 0
        self.box.narrowed_by = 0 if width is None else max(self.containing_block.width - width, 0)
        line, resume_at = self.lay_out(start)
        self.box.narrowed_by = 0
        return Laid(start, line, resume_at) if line else None

    def lines(self, start: Place) -> Iterator[tuple[Any, Any]]:
        """Yield the lines; a few more than are yielded are laid out ahead."""
        place: Place | None = start
        while place or self.ahead:
            while place and len(self.ahead) <= LINES_ABOVE:
                laid = self.line_at(place)
                if laid is None:
                    place = None
                    break
                self.ahead.append(laid)
                place = None if laid.resume_at is None else laid.next_start
                if place is None:
                    self._improve_end()
            if not self.ahead:
                return
            if self._ends_page_hyphenated() and (unhyphenated := self._without_hyphen(self.ahead[0])):
                self.ahead = [unhyphenated]
                place = None if unhyphenated.resume_at is None else unhyphenated.next_start
            laid = self.ahead.pop(0)
            yield laid.line, laid.resume_at

    def _overflows(self, laid: Laid) -> bool:
        bottom = laid.line.position_y + laid.line.height
        return bool(self.context.overflows_page(self.bottom_space, bottom))

    def _ends_page_hyphenated(self) -> bool:
        """Return True if the next line is the last one on its page and ends with a hyphen."""
        if not self.ahead[0].is_hyphenated:
            return False
        over = next((number for number, laid in enumerate(self.ahead) if self._overflows(laid)), 0)
        left = len(self.ahead) - over if self.ahead[-1].resume_at is None else self.box.style["widows"]
        return over > 0 and over - max(self.box.style["widows"] - left, 0) == 1

    def _without_hyphen(self, laid: Laid) -> Laid | None:
        """Return a line that ends before the word that is hyphenated; None where that is most of the line."""
        found: Laid | None = laid
        for _ in range(TRIALS):
            if found is None or found.line.width < LEAST_OF_PAGE * self.containing_block.width:
                return None
            if not found.is_hyphenated:
                return found
            found = self.line_at(laid.start, found.line.width - EPSILON)
        return None

    def _improve_end(self) -> None:
        """Replace the last lines by better ones: by as many, or by one more where only that avoids a hyphen."""
        if any(map(self._overflows, self.ahead)):
            return  # the page ends here, and the next one has an end of its own
        self._replace_by(len(self.ahead))
        if self._faults(self.ahead)[0]:
            self._replace_by(len(self.ahead) + 1)

    def _replace_by(self, count: int) -> None:
        """Replace the last lines by the widest ones of this number that have fewer faults."""
        faults = self._faults(self.ahead)
        best, kept = (*faults, 0.0), self.ahead
        if not any(faults):
            return
        for number in range(len(self.ahead) - 2, -1, -1):
            for width, lines in self._narrower(self.ahead[number:], count - number):
                score = (*self._faults(lines), 1 - width / self.containing_block.width)
                if score < best:
                    best, kept = score, [*self.ahead[:number], *lines]
                if not any(score[:2]):
                    break
        self.ahead = kept

    def _narrower(self, lines: Sequence[Laid], count: int) -> Iterator[tuple[float, list[Laid]]]:
        """Yield the lines of a few widths, if they are of this number, from the widest to the narrowest."""
        found = list(lines)
        for _ in range(TRIALS):
            width = max(laid.line.width for laid in found[:-1]) - EPSILON
            if width < NARROWEST * self.containing_block.width:
                return
            found = self._set_to(width, lines[0].start, count)
            if len(found) < 2 or found[-1].resume_at is not None:
                return
            if len(found) == count:
                yield width, found

    def _set_to(self, width: float, start: Place, count: int) -> list[Laid]:
        """Return the lines set to a width, at most `count` of them; the last one may have the measure."""
        found: list[Laid] = []
        for number in range(count):
            laid = self.line_at(start, width if number < count - 1 else None)
            if laid is None:
                break
            found.append(laid)
            if laid.resume_at is None:
                break
            start = laid.next_start
        return found

    def _faults(self, lines: Sequence[Laid]) -> tuple[bool, bool]:
        """Return whether there is a hyphen before the last line, and whether that is short."""
        if len(lines) < 2:
            return False, False
        last = lines[-1].line
        words = "".join(text.text for text in _texts_of(last)).split()
        is_short = len(words) < LEAST_WORDS and last.width < LEAST_SHARE * self.containing_block.width
        return lines[-2].is_hyphenated, is_short


def _texts_of(line: Any) -> list[Any]:  # noqa: ANN401
    """Return the texts of a line that have words."""
    return [
        box for box in line.descendants() if isinstance(getattr(box, "text", None), str) and box.text.strip()
    ]


def apply() -> None:
    """Have blocks take their lines from paragraphs, and lines know how much narrower they are set."""
    from weasyprint.layout import block, inline

    replace(block, "iter_line_boxes", _in_paragraphs(block.iter_line_boxes))
    replace(inline, "split_inline_box", _narrowed(inline.split_inline_box))


def _narrowed(plain: Callable[..., Any]) -> Callable[..., Any]:
    def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:  # noqa: ANN401
        """Lay out the inline boxes of a line, in a smaller width where the line is to be narrower."""
        return plain(context, box, position_x, max_x - getattr(box, "narrowed_by", 0), *rest)

    return split_inline_box


def _in_paragraphs(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return an iterator of lines that looks ahead where a paragraph consists of words."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline

    words = (boxes.LineBox, boxes.InlineLevelBox, boxes.BlockBox)

    def has_only_words(box: Any) -> bool:  # noqa: ANN401
        return box.style["white_space"] in COLLAPSING and all(
            isinstance(one, words) and one.is_in_normal_flow() for one in box.descendants()
        )

    def iter_line_boxes(
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        position_y: float,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Any,  # noqa: ANN401
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
        first_letter_style: Any,  # noqa: ANN401
        first_line_style: Any,  # noqa: ANN401
    ) -> Iterator[tuple[Any, Any]]:
        """Return an iterator of lines with the place where each next one starts."""
        is_plain = not (context.excluded_shapes or first_letter_style or first_line_style)
        if not is_plain or not has_only_words(box):
            lines: Iterator[tuple[Any, Any]] = plain(
                context,
                box,
                position_y,
                bottom_space,
                skip_stack,
                containing_block,
                absolute_boxes,
                fixed_boxes,
                first_letter_style,
                first_line_style,
            )
            return lines

        def lay_out(start: Place) -> tuple[Any, Any]:
            line, resume_at = inline.get_next_linebox(
                context,
                box,
                start.position_y,
                bottom_space,
                start.skip_stack,
                containing_block,
                absolute_boxes,
                fixed_boxes,
                None,
                None,
            )
            if line:
                inline.handle_leader(context, line, containing_block)
            return line, resume_at

        inline.resolve_percentages(box, containing_block)
        if skip_stack is None:
            inline.resolve_one_percentage(box, "text_indent", containing_block.width)
        indent = box.text_indent if skip_stack is None else 0
        paragraph = Paragraph(context, box, bottom_space, containing_block, indent, lay_out)
        return paragraph.lines(Place(skip_stack, position_y, is_first=True))

    return iter_line_boxes


PATCH = Patch(
    name="paragraph ends",
    kind="fix",
    reason="lines are filled one after the other, so a paragraph may end with one word, or with half of one",
    cost="last lines may be very short, and words may be hyphenated before them and across pages",
    apply=apply,
    parameters={
        "weasyprint.layout.block:iter_line_boxes": (
            "context",
            "box",
            "position_y",
            "bottom_space",
            "skip_stack",
            "containing_block",
            "absolute_boxes",
            "fixed_boxes",
            "first_letter_style",
            "first_line_style",
        ),
        "weasyprint.layout.inline:split_inline_box": ("context", "box", "position_x", "max_x"),
        "weasyprint.layout.inline:get_next_linebox": (
            "context",
            "linebox",
            "position_y",
            "bottom_space",
            "skip_stack",
            "containing_block",
            "absolute_boxes",
            "fixed_boxes",
            "first_letter_style",
            "first_line_style",
        ),
    },
    digests={
        "weasyprint.layout.inline:iter_line_boxes": "04aec48abfcad809",
        "weasyprint.layout.inline:get_next_linebox": "67af458c2545e74f",
    },
)
