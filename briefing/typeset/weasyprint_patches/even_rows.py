"""Spread the items of a flex container evenly over its rows, where its style says `--rows: even`.

CSS fills one row after the other, so four items of which only three fit are three and one. Here they are two and two,
five are three and two, and seven four and three. Items that fit in one row stay there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

PROPERTY, EVEN = "--rows".replace("-", "_"), "even"
"""The custom property `--rows` as the engine names it, and its value."""

SLACK = 0.01
"""In CSS pixels: rounded widths that fill a row exactly are not wider than it."""


def apply() -> None:
    """Give the items of such containers widths that fill their rows."""
    from weasyprint.layout import block

    replace(block, "flex_layout", _with_even_rows(block.flex_layout))


def _with_even_rows(plain: Callable[..., Any]) -> Callable[..., Any]:
    def flex_layout(context: Any, box: Any, bottom_space: float, *rest: Any) -> Any:  # noqa: ANN401
        """Lay out a flex container; the second of the other arguments is the box around it."""
        is_even = any(getattr(token, "value", None) == EVEN for token in box.style[PROPERTY] or ())
        if is_even and box.children and all(item.is_flex_item for item in box.children):
            box = _spread(context, box, rest[1])
        return plain(context, box, bottom_space, *rest)

    return flex_layout


def _spread(context: Any, box: Any, containing_block: Any) -> Any:  # noqa: ANN401
    """Return a container whose items are spread over its rows; itself where they fit in one or cannot be spread."""
    from weasyprint.css.properties import Dimension
    from weasyprint.layout import block, percent
    from weasyprint.layout.preferred import min_content_width

    sized = box.copy()
    percent.resolve_percentages(sized, containing_block)
    block.block_level_width(sized, containing_block)
    width, gap = sized.width + SLACK, _gap_of(box, sized.width)
    least = [min_content_width(context, item) for item in box.children]
    bases = [percent.percentage(item.style["flex_basis"], item.style, sized.width) for item in box.children]
    wanted = [
        max(size, base) if isinstance(base, int | float) else size
        for size, base in zip(least, bases, strict=True)
    ]
    count = items_in_row(wanted, least, width, gap)
    if count is None:
        return box
    items = []
    inner = [min_content_width(context, item, outer=False) for item in box.children]
    widths = widths_in_rows(least, count, sized.width, gap)
    for item, wide, outer_least, inner_least in zip(box.children, widths, least, inner, strict=True):
        spread = item.copy()
        spread.style = item.style.copy()
        spread.style["flex_basis"] = Dimension(wide - outer_least + inner_least - SLACK, "px")
        spread.style["flex_grow"] = 0
        items.append(spread)
    return box.copy_with_children(items)


def _gap_of(box: Any, width: float) -> float:  # noqa: ANN401
    gap = box.style["column_gap"]
    if gap == "normal":
        return 0.0
    return float(gap.value / 100 * width if gap.unit == "%" else gap.value)


def items_in_row(wanted: Sequence[float], least: Sequence[float], width: float, gap: float) -> int | None:
    """Return the number of items for each row but the last; None where they fit in one row, or where none is right.

    `wanted` are the widths of the items, and `least` those below which they cannot shrink.
    """
    rows = count_rows(wanted, width, gap)
    if rows == 1:
        return None
    for number in range(rows, len(wanted)):
        count = ceil(len(wanted) / number)
        starts = range(0, len(least), count)
        if all(sum(least[at : at + count]) + (count - 1) * gap <= width for at in starts):
            return count
    return None


def widths_in_rows(least: Sequence[float], count: int, width: float, gap: float) -> Iterator[float]:
    """Yield the widths of items in rows: the same for all, or as even as the items of a row that are wider allow."""
    if max(least) <= (width - (count - 1) * gap) / count:
        yield from [(width - (count - 1) * gap) / count] * len(least)
        return
    for at in range(0, len(least), count):
        row = least[at : at + count]
        room, left = width - (len(row) - 1) * gap, len(row)
        share = room / left
        for size in sorted(row, reverse=True):
            if size <= share:
                break
            room, left = room - size, left - 1
            share = room / left if left else share
        yield from (max(size, share) for size in row)


def count_rows(widths: Sequence[float], width: float, gap: float) -> int:
    """Return the number of rows of items that are put into one row after the other."""
    rows, used = 1, 0.0
    for number, size in enumerate(widths):
        used += size + (gap if number and used else 0.0)
        if used > width and used > size:
            rows, used = rows + 1, size
    return rows


PATCH = Patch(
    name="even rows",
    kind="hook",
    reason="CSS fills one row after the other, so the last one may have a single item",
    cost="four figures at a glance may be three and one",
    apply=apply,
    parameters={
        "weasyprint.layout.block:flex_layout": (
            "context",
            "box",
            "bottom_space",
            "skip_stack",
            "containing_block",
        ),
        "weasyprint.layout.block:block_level_width": ("box", "containing_block"),
        "weasyprint.layout.percent:resolve_percentages": ("box", "containing_block"),
        "weasyprint.layout.percent:percentage": ("value", "computed", "refer_to"),
        "weasyprint.layout.preferred:min_content_width": ("context", "box"),
    },
)
