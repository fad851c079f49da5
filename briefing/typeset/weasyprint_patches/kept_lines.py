"""Lay out each line of a page once for each width.

WeasyPrint lays out the same lines again for each row of a table, each attempt to balance columns, and each block that
does not fit. A line of words alone depends on its start, its indent and its width: a copy of it is moved to its place.
The lines are forgotten with each new page, because counters and references may have changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace


def apply() -> None:
    """Have the layout of a page look up a line before laying it out."""
    from weasyprint.layout import inline, page

    replace(inline, "get_next_linebox", _looking_up(inline.get_next_linebox))
    replace(page, "make_page", _forgetting(page.make_page))


def _looking_up(plain: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.formatting_structure import boxes

    words = (boxes.LineBox, boxes.InlineBox, boxes.TextBox)

    def has_only_words(box: Any) -> bool:  # noqa: ANN401
        if "_has_only_words" not in box.__dict__:
            box._has_only_words = all(
                isinstance(one, words) and one.is_in_normal_flow() and one.style["position"] == "static"
                for one in box.descendants()
            )
        return bool(box._has_only_words)

    def get_next_linebox(
        context: Any,  # noqa: ANN401
        linebox: Any,  # noqa: ANN401
        position_y: float,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Any,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
    ) -> tuple[Any, Any]:
        """Return the next line, and where the one after it starts."""
        lay_out = partial(
            plain, context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest
        )
        *_, first_letter_style, first_line_style = rest
        is_plain = not (context.excluded_shapes or first_letter_style or first_line_style)
        if not is_plain or not has_only_words(linebox):
            line, resume_at = lay_out()
            return line, resume_at
        kept = context.__dict__.setdefault("_kept_lines", {})
        narrowed_by = getattr(linebox, "narrowed_by", 0)
        place = containing_block.content_box_x(), containing_block.width
        key = (id(linebox), _frozen(skip_stack), linebox.text_indent, narrowed_by, *place)
        if key not in kept:
            line, resume_at = lay_out()
            kept[key] = line and line.deepcopy(), resume_at, linebox  # the box stays, and so does its id
            return line, resume_at
        line, resume_at, _ = kept[key]
        if line is None:
            return None, resume_at
        copy = line.deepcopy()
        copy.translate(0, position_y - line.position_y)
        return copy, resume_at

    return get_next_linebox


def _frozen(skip_stack: dict[int, Any] | None) -> Any:  # noqa: ANN401
    return skip_stack and tuple((index, _frozen(inner)) for index, inner in skip_stack.items())


def _forgetting(plain: Callable[..., Any]) -> Callable[..., Any]:
    def make_page(context: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        """Make a page without the lines of the one before, or of an earlier attempt at it."""
        context.__dict__.pop("_kept_lines", None)
        return plain(context, *arguments, **named)

    return make_page


PATCH = Patch(
    name="kept lines",
    kind="speed",
    reason="0.94 to 0.98 of the time of an edition: a third of all lines are laid out more than once",
    cost="tables and columns take longer",
    apply=apply,
    parameters={
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
        "weasyprint.layout.page:make_page": ("context",),
        "weasyprint.formatting_structure.boxes:TextBox": (),
    },
    digests={
        "weasyprint.layout.inline": "0e7c1569330f5473",
        "weasyprint.formatting_structure.boxes:Box.translate": "542a084e8a39ee57",
        "weasyprint.formatting_structure.boxes:ParentBox.deepcopy": "5dc78a11b0eca714",
    },
)
