"""The one place where the tags of WeasyPrint are replaced by ours.

WeasyPrint 70 has no public way to do this: while a PDF is made, two functions of `weasyprint.pdf` are exchanged.
`check_seam` names everything of its inside that this leans on; a test runs it, and so does each process once.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from typing import Any

from briefing.core.errors import MachineError
from briefing.core.finding import Finding, Span
from briefing.structure.standards import Standard
from briefing.typeset.engine import weasyprint
from briefing.typeset.tags.boxes import read_tree
from briefing.typeset.tags.glyphs import Glyphs, Mark, map_spaces
from briefing.typeset.tags.writer import write_tree

EXCHANGED = {
    "add_tags": ("pdf", "document", "pdf_version", "page_streams"),
    "build_fonts_dictionary": ("pdf", "fonts", "compress", "subset", "options"),
}
"""The functions of `weasyprint.pdf` that are exchanged, and what each takes."""

READ = {
    "formatting_structure.boxes": (
        "LineBox",
        "MarginBox",
        "ReplacedBox",
        "TableCellBox",
        "TableRowGroupBox",
        "TextBox",
    ),
    "formatting_structure.boxes.Box": ("link_annotation", "content_box_x", "content_box_y"),
    "layout.absolute": ("AbsolutePlaceholder",),
    "pdf.stream.Stream": ("marked", "artifact"),
}
"""What is read of WeasyPrint, by the modules and classes that have it."""

LONGEST = 60
"""Lines of a function that are looked through."""

WRITTEN_AS = {"pdf.stream.Stream.marked": "self._tags[box] = {'tag': tag, 'mcid': mcid}"}
"""Lines of WeasyPrint that must be there word by word: where it notes what it has painted."""


@contextmanager
def tagged(standard: Standard) -> Iterator[None]:
    """While this lasts, PDFs get the structure tree of their HTML.

    Raises MachineError where the installed WeasyPrint is another one than this knows.
    """
    problems = check_seam()
    if problems:
        what = f"WeasyPrint {version('weasyprint')} does not work as the tags need it: {'; '.join(problems)}"
        raise MachineError([Finding("BR903", what, Span("weasyprint"), "install WeasyPrint 70")])
    stock = weasyprint().pdf
    kept = {name: getattr(stock, name) for name in EXCHANGED}

    def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:  # noqa: ANN401
        glyphs = Glyphs(document.fonts)
        tree = read_tree(document, _marks(pdf, page_streams), glyphs, standard)
        write_tree(pdf, page_streams, tree, glyphs, standard)

    def build_fonts_dictionary(pdf: Any, fonts: Any, *rest: Any) -> Any:  # noqa: ANN401
        map_spaces(fonts)
        return kept["build_fonts_dictionary"](pdf, fonts, *rest)

    stock.add_tags, stock.build_fonts_dictionary = add_tags, build_fonts_dictionary
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(stock, name, function)


def _marks(pdf: Any, page_streams: Sequence[Any]) -> list[dict[Any, Mark]]:  # noqa: ANN401
    """For each page, the marked content of each box: in the stream of the page, or of a group on it."""
    source_map: dict[int, dict[int, tuple[Any, int]]] = {id(stream._tags): {} for stream in page_streams}
    for stream in pdf.objects:
        found = source_map.get(id(getattr(stream, "_tags", None)))
        if found is None:
            continue
        for index, operator in enumerate(stream.stream):
            if isinstance(operator, dict) and "MCID" in operator:
                found[operator["MCID"]] = (stream, index)
    return [
        {
            box: Mark(*source_map[id(stream._tags)][tag["mcid"]], tag["mcid"])
            for box, tag in stream._tags.items()
            if tag["mcid"] in source_map[id(stream._tags)]
        }
        for stream in page_streams
    ]


@cache
def check_seam() -> tuple[str, ...]:
    """What of WeasyPrint's inside is not as the tags need it, in words; nothing where all is well."""
    return tuple(_moved())


def _moved() -> Iterator[str]:
    for name, parameters in EXCHANGED.items():
        function = getattr(weasyprint().pdf, name, None)
        if function is None:
            yield f"weasyprint.pdf has no {name}"
        elif tuple(inspect.signature(function).parameters) != parameters:
            yield f"weasyprint.pdf.{name} does not take ({', '.join(parameters)})"
    for place, names in READ.items():
        found = _find(place)
        yield from (f"weasyprint.{place} has no {name}" for name in names if not hasattr(found, name))
    for place, line in WRITTEN_AS.items():
        function = _find(place)
        if function is None or line not in _source_of(function):
            yield f"weasyprint.{place} does not say `{line}`"


def _source_of(function: Any) -> str:  # noqa: ANN401
    """The source from a function on; of one installed without its source all that is looked for.

    Where the function ends is not looked for: it would take longer than all else here.
    """
    try:
        lines, start = inspect.findsource(inspect.unwrap(function))
        return "".join(lines[start : start + LONGEST])
    except OSError:
        return "\n".join(WRITTEN_AS.values())


def _find(place: str) -> Any:  # noqa: ANN401
    found: Any = weasyprint()
    for name in place.split("."):
        found = getattr(found, name, None)
    return found
