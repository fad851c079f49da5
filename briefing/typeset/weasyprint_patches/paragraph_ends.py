"""Break a paragraph into lines as a whole: evenly, with no hyphen before its last line, and with no short last line.

WeasyPrint 70 fills one line after the other and never looks ahead, so a last line may be one word or the end of one.
Here the breaks are chosen together (`paragraphs.total_fit`) from the measures of the text, and each line is then set to
the width that ends it there. A hyphen before a page break is avoided in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from briefing.typeset.paragraphs import total_fit
from briefing.typeset.paragraphs.measured_text import MeasuredText, measure
from briefing.typeset.paragraphs.total_fit import Break
from briefing.typeset.weasyprint_patches.patch import Patch, replace

SLACK = 0.5
"""In CSS pixels: how much wider than its text a line is set, as texts are measured apart and together."""

NARROWEST_CHARACTER = 0.2
"""The least average width of the characters of a text, in type sizes: below it, a text may fill a line."""

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
    text: MeasuredText | None = None
    planned: list[Break] = field(default_factory=list)
    """The breaks of the next lines."""
    next_offset: int = -1
    """Where the next line is expected to start."""

    def line_at(self, start: Place, width: float | None = None) -> Laid | None:
        """Return the line at a place, of the measure or of a smaller width; None where no text is left."""
        self.box.text_indent = self.indent if start.is_first else 0
        self.box.narrowed_by = 0 if width is None else max(self.containing_block.width - width, 0)
        line, resume_at = self.lay_out(start)
        self.box.narrowed_by = 0
        return Laid(start, line, resume_at) if line else None

    def lines(self, start: Place) -> Iterator[tuple[Any, Any]]:
        """Yield the lines."""
        if not self._may_fill_a_line():
            laid = self.line_at(start)
            if laid is None or laid.resume_at is None:
                yield from ([] if laid is None else [(laid.line, None)])
                return
        self.text = measure(self.context, self.box, self.containing_block)
        place: Place | None = start
        while place:
            laid = self._next_line(place)
            if laid is None:
                return
            yield laid.line, laid.resume_at
            place = None if laid.resume_at is None else laid.next_start

    def _may_fill_a_line(self) -> bool:
        length = sum(len(box.text) for box in self.box.descendants() if hasattr(box, "text"))
        return bool(length * NARROWEST_CHARACTER * self.box.style["font_size"] > self.containing_block.width)

    def _next_line(self, start: Place) -> Laid | None:
        if self.text is None:
            return self.line_at(start)
        offset = self.text.offset_of(start.skip_stack)
        if not self.planned or offset != self.next_offset:
            self.planned = self._breaks_from(offset, start)
        if not self.planned:
            return self.line_at(start)
        laid = self._planned_line(start, offset)
        if laid and laid.is_hyphenated and self._ends_page(laid):
            others = self._breaks_from(offset, start, may_hyphenate_first=False)
            if others:
                self.planned = others
                laid = self._planned_line(start, offset)
        self.next_offset = self.planned.pop(0).offset
        return laid

    def _breaks_from(self, offset: int, start: Place, *, may_hyphenate_first: bool = True) -> list[Break]:
        """Return the breaks up to the end of the text or to the next line break that it forces."""
        text = self.text
        if text is None or offset >= len(text.text):
            return []
        end = next((one for one in text.forced if one > offset), len(text.text))
        paragraph = total_fit.Paragraph(
            text,
            offset,
            text.offsets.index(end),
            self.containing_block.width,
            self.indent if start.is_first else 0,
            may_hyphenate_first,
        )
        return text.breaks_of(paragraph)

    def _planned_line(self, start: Place, offset: int) -> Laid | None:
        if self.text is None or len(self.planned) == 1:
            return self.line_at(start)
        indent = self.indent if start.is_first else 0
        return self.line_at(start, self.planned[0].end - self.text.position_of(offset) + indent + SLACK)

    def _ends_page(self, laid: Laid) -> bool:
        """Return True if a line is the last one on its page, by the height of this line."""
        widows, height = self.box.style["widows"], laid.line.height
        bottom = laid.line.position_y + height
        left = len(self.planned)
        fitting = 0
        while fitting < min(left, widows + 1) and not self._overflows(bottom + fitting * height):
            fitting += 1
        return 0 < fitting < left and fitting - max(widows - (left - fitting), 0) == 1

    def _overflows(self, bottom: float) -> bool:
        return bool(self.context.overflows_page(self.bottom_space, bottom))


def _reaches(shape: Any, containing_block: Any, position_y: float) -> bool:  # noqa: ANN401
    """Return True if a float may narrow the lines of a block: it ends below their top, and reaches into it."""
    if shape.position_y + shape.margin_height() <= position_y:
        return False
    start = containing_block.content_box_x()
    logical_left = "inline-start" if containing_block.style["direction"] == "ltr" else "inline-end"
    if shape.style["float"] in ("left", logical_left):
        return bool(shape.position_x + shape.margin_width() > start)
    return bool(shape.position_x < start + containing_block.width)


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
        is_narrowed = any(_reaches(shape, containing_block, position_y) for shape in context.excluded_shapes)
        is_plain = not (is_narrowed or first_letter_style or first_line_style)
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
