"""Type that is too small, with the way out for its kind: a chart, a drawing, or a text with a style."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from briefing.core.finding import Finding, Severity, Span
from briefing.model.content import Chart, Exhibit, Figure
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Tailored, Unreadable

SMALL_TYPE = Rule(
    "BR518",
    "small-type",
    Severity.ERROR,
    Stage.PDF,
    """
    Type is too small to read, or smaller than the style's own smallest size.

    The size is measured on paper: a `transform` counts, and so does the scale of a drawing.
    Type that nobody can read is an error. Type below `--least-size` (styles/tokens.css) is
    a warning; in large print, that is 16 pt for everything, superscripts included. Make it
    larger, or lower the limit. A figure may show another drawing in large print
    (`large_print`). The letters of a logo may be smaller than the limit of the style, and
    those of a photograph are not measured.

    Bad:

        /* styles/audiences/policymaker.css */
        .section p { font-size: 3pt }

    Good:

        /* styles/audiences/policymaker.css */
        .section p { font-size: 10pt }
    """,
    ExampleKind.BUILD,
    varies=True,
)

IN_DRAWING = "text"
"""The element of a text in a drawing. For these, the text of the brief is a better place than the tag."""

MILLIMETRES = 25.4 / 72
"""Millimetres in a point."""


def files_of_logos(tailored: Tailored) -> Iterator[str]:
    """Yield the files of the publisher's logo and of those of partners."""
    content, folder = tailored.content, posixpath.dirname(tailored.job.source_map.file)
    if content.workspace.logo:
        yield posixpath.normpath(f"content/{content.workspace.logo.file}")
    for partner in content.brief.partners:
        if partner.logo:
            yield posixpath.normpath(f"{folder}/{partner.logo}")


def explain_small_type(tailored: Tailored, one: Unreadable, where: Span, rest: str) -> Finding:
    """Return the finding for small type at a place; `rest` is the end of its message."""
    what = f"the type is {_rounded_down(one)} pt"
    if one.kind == "size":
        what = f"{what}; the readable minimum is {one.limit:.2g} pt{rest}"
        return SMALL_TYPE.finding(what, where, _help(tailored, one, where))
    is_large = tailored.job.edition.is_large
    whose = "the minimum of large print" if is_large else "the style's minimum"
    help = _help(tailored, one, where)
    help += "" if is_large else ", or lower the limit `--least-size` (styles/tokens.css)"
    return SMALL_TYPE.finding(f"{what}; {whose} is {one.limit:.3g} pt{rest}", where, help, Severity.WARNING)


def _rounded_down(one: Unreadable) -> str:
    """Return a size with one decimal, or with two if it would look like the limit."""
    size = f"{one.measured:.1f}"
    return size if float(size) < one.limit else f"{one.measured:.2f}"


def _help(tailored: Tailored, one: Unreadable, where: Span) -> str:
    is_large = tailored.job.edition.is_large
    if one.element == IN_DRAWING and one.origin.key:
        return _help_for_chart(tailored, one)
    if one.element == IN_DRAWING and one.width:
        return _help_for_drawing(tailored, one, where)
    if one.kind == "size":
        least = f"{max(one.limit, one.wanted):.3g} pt"
        return f"make it at least {least} as painted: a `transform` counts, and the scale of a drawing"
    if is_large and one.declaration:
        return (
            "use a size that large print enlarges, such as `font-size: var(--small-size)`, "
            "or set a larger one in styles/modifiers/large-print.css"
        )
    return "make it larger"


def _help_for_chart(tailored: Tailored, one: Unreadable) -> str:
    charts = (chart for chart in _exhibits(tailored) if isinstance(chart, Chart))
    chart = next((chart for chart in charts if chart.key == one.origin.key[: len(chart.key)]), None)
    if not tailored.job.edition.is_large:
        if chart is not None and chart.wide:
            return (
                "set a smaller `--chart-width-wide` in styles/tokens.css, or `--chart-width` where that is 0"
            )
        return "set `place: wide` on the chart, or a smaller `--chart-width` in styles/tokens.css"
    if chart is not None and chart.vega_lite is not None:
        return "leave `width` and the sizes of letters out of its `vega_lite`, or shorten its labels"
    return "shorten its labels, show fewer values, or split it into two charts"


def _help_for_drawing(tailored: Tailored, one: Unreadable, where: Span) -> str:
    wide = f"{one.width * MILLIMETRES:.0f} mm wide, as it is printed"
    help = f"draw it {wide}, with letters of at least {max(one.limit, one.wanted):.3g} pt"
    folder = posixpath.dirname(tailored.job.source_map.file)
    name = posixpath.relpath(where.file, folder) if where.file.startswith(f"{folder}/") else ""
    figures = (figure for figure in _exhibits(tailored) if isinstance(figure, Figure))
    figure = next((figure for figure in figures if posixpath.normpath(figure.file) == name), None)
    if not tailored.job.edition.is_large:
        return help if figure is None or figure.wide else f"{help}, or set `place: wide` on the figure"
    if not name or (figure and figure.large_print):
        return help
    stem, ending = posixpath.splitext(name)
    other = f"`large_print: {stem}-large-print{ending}`"
    if figure is None:
        return f"{help}; to show that drawing in large print only, use a `figure` block with {other}"
    return f"{help}; to show that drawing in large print only, add {other} to the figure"


def _exhibits(tailored: Tailored) -> Iterator[Exhibit]:
    brief = tailored.content.brief
    for section in (*brief.sections, *brief.annexes):
        for block in section.blocks:
            if isinstance(block.content, Exhibit):
                yield block.content
