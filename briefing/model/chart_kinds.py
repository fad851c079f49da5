"""The kinds of chart and the rules for their data. Not here: how they are drawn (`compose/charts/kinds`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTraits:
    """The properties of a kind of chart. Validation, scales and drawing use these, never the kind's name."""

    starts_at_zero: bool
    """Readers compare its lengths or areas, so a cut axis would mislead."""
    is_horizontal: bool = False
    """Its categories are listed down the side, and its values run across."""
    is_stacked: bool = False
    """Its series are parts of a whole; none may be missing or negative."""
    is_continuous: bool = False
    """It joins points along an axis of numbers, dates or categories, so it needs at least two points."""
    is_sortable: bool = True
    """Its categories can be in the order of their values."""
    has_value_labels: bool = False
    """Its marks have value labels; that of a negative value needs room below the mark."""
    has_end_labels: bool = False
    """The name of each of several series is next to its last point, so there is no legend."""
    needs_room_for_names: bool = False
    """Its categories are named side by side under the marks, each in full or not at all."""
    max_categories: int | None = None
    """The largest number of categories that fits on a page; None if there is no limit."""
    min_series: int = 1
    """The least number of series that it draws."""
    max_series: int = 4
    """The largest number of series that it draws: more cannot be distinguished in greyscale without a legend."""
    has_axes: bool = True
    """Its values are read on an axis, on which there may be annotations."""
    is_joined: bool = False
    """All values of a category belong to one mark, so that a category is highlighted, and not a series."""
    is_whole: bool = False
    """Its categories are the parts of one whole: none may be missing or negative."""
    has_ends: bool = False
    """Its first two series are the ends of ranges, which go upwards, and the third one is a point in them."""
    has_regions: bool = False
    """Its categories are the regions of a map, which comes from a file."""
    has_panels: bool = False
    """It can be drawn as small multiples, one panel for each series."""


class ChartKind(StrEnum):
    """The vocabulary of charts."""

    traits: ChartTraits
    _value_: str

    def __new__(cls, name: str, traits: ChartTraits) -> Self:
        """Create a member whose value is its name, with its traits."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.traits = traits
        return member

    BAR = (
        "bar",
        ChartTraits(starts_at_zero=True, is_horizontal=True, has_value_labels=True, max_categories=60),
    )
    COLUMN = (
        "column",
        ChartTraits(
            starts_at_zero=True,
            has_value_labels=True,
            needs_room_for_names=True,
            max_categories=60,
            has_panels=True,
        ),
    )
    STACKED = (
        "stacked",
        ChartTraits(starts_at_zero=True, is_stacked=True, needs_room_for_names=True, max_categories=60),
    )
    LINE = (
        "line",
        ChartTraits(
            starts_at_zero=False, is_continuous=True, is_sortable=False, has_end_labels=True, has_panels=True
        ),
    )
    AREA = (
        "area",
        ChartTraits(
            starts_at_zero=True, is_stacked=True, is_continuous=True, is_sortable=False, has_panels=True
        ),
    )
    DOT = "dot", ChartTraits(starts_at_zero=False, is_horizontal=True, max_categories=60)
    RANGE = (
        "range",
        ChartTraits(
            starts_at_zero=False,
            is_horizontal=True,
            max_categories=60,
            min_series=2,
            max_series=3,
            is_joined=True,
            has_ends=True,
        ),
    )
    SLOPE = (
        "slope",
        ChartTraits(
            starts_at_zero=False,
            is_sortable=False,
            max_categories=12,
            min_series=2,
            max_series=2,
            has_axes=False,
            is_joined=True,
        ),
    )
    WAFFLE = (
        "waffle",
        ChartTraits(
            starts_at_zero=True, max_categories=4, max_series=1, has_axes=False, is_joined=True, is_whole=True
        ),
    )
    MAP = (
        "map",
        ChartTraits(
            starts_at_zero=False,
            is_sortable=False,
            max_series=1,
            has_axes=False,
            is_joined=True,
            has_regions=True,
        ),
    )
