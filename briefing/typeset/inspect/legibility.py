"""Find texts that are painted but hard or impossible to read, from what is painted.

The limits for contrast are those of WCAG 2.2, 1.4.3; below `INVISIBLE`, nobody can see a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, takewhile
from typing import Any, Literal

from briefing.core.colour import Rgb, contrast, hex_of, reaching, read_colour
from briefing.core.finding import Span
from briefing.stages import Declaration, Origin, Sheets, Unreadable
from briefing.typeset.engine import weasyprint
from briefing.typeset.inspect.broken_words import find_broken_words
from briefing.typeset.inspect.chart_colours import chart_token
from briefing.typeset.inspect.content_streams import Placed, Rect, common, placed_texts, share
from briefing.typeset.inspect.css_cascade import Cascade, placed
from briefing.typeset.inspect.element_sources import NOWHERE
from briefing.typeset.inspect.svg_drawings import place_in_drawing
from briefing.typeset.inspect.text_colours import Seen, seen_texts
from briefing.typeset.url_fetcher import name_of
from briefing.typeset.weasyprint_patches.text_recorder import Record

LEAST, LEAST_LARGE = 4.5, 3.0
IN_DRAWING = "text"
"""The name of the element of a text in a drawing, for findings."""

LARGE, LARGE_BOLD = 18.0, 14.0
"""The sizes from which a text counts as large, in points."""

BOLD = 700
ROUNDED = 0.005

LEAST_SIZE = 6.0
"""Points: nobody can read smaller type reliably."""

RAISED = 2 / 3
"""The factor by which superscripts and subscripts may be smaller: they are read with the word next to them."""

PILED = 0.15
"""Texts overlap where their ink overlaps by more than this share of the smaller size, in both directions."""

LEAST_LEADING, ALIKE = 0.8, 1.5
"""The least distance of lines of similar size, as a share of it, and the ratio of sizes that count as similar."""

PILED_ACROSS = 0.3
"""The same horizontally, for texts of one line: a slanted letter reaches over the next."""

DENSE = 0.15
"""Letters that advance by less than this share of their size overlap."""

NARROW_LINES, NARROW_LETTERS, NARROW_SHARE = 3, 2, 0.75
"""A column is too narrow where at least three lines, and most of its lines, have one or two letters."""

GAP = 0.18
"""The gap between two letters of a drawing that counts as a space, as a share of their size."""

CROWDED = 0.25
"""Letters of two texts overlap where they do so by this share of the smaller size, in both directions."""

LEVEL = 0.5
"""Points: the letters of a horizontal text have baselines at the same height."""

OUTSIDE = 0.25
"""A letter is outside its drawing where more than this share of it is."""


@dataclass(frozen=True, slots=True)
class Ancestors:
    """The parent of each box of the pages, by the `id` of the box."""

    parents: dict[int, Any]

    def around(self, box: Any) -> Iterator[Any]:  # noqa: ANN401
        """Return a box and its ancestors, innermost first."""
        while box is not None:
            yield box
            box = self.parents.get(id(box))

    def paragraph(self, box: Any) -> Any:  # noqa: ANN401
        """Return the box around the outermost line of a box."""
        lines = [one for one in self.around(box) if type(one).__name__ == "LineBox"]
        return self.parents.get(id(lines[-1])) if lines else None

    def is_raised(self, box: Any) -> bool:  # noqa: ANN401
        """Return whether a text is a superscript or subscript: shifted and smaller than its line."""
        inline = takewhile(lambda one: type(one).__name__ != "LineBox", self.around(box))
        for one in list(inline)[1:]:
            outer = self.parents.get(id(one))
            is_smaller = outer is not None and one.style["font_size"] < outer.style["font_size"]
            if is_smaller and one.style["vertical_align"] not in ("baseline", "top", "bottom", "middle"):
                return True
        return False


def find_ancestors(pages: Iterable[Any]) -> Ancestors:
    """Return the parent of each box inside some pages."""
    parents: dict[int, Any] = {}
    waiting = list(pages)
    while waiting:
        box = waiting.pop()
        children = (getattr(child, "_box", child) for child in getattr(box, "children", ()))
        for child in children:  # placeholders of absolutely positioned boxes
            parents[id(child)] = box
            waiting.append(child)
    return Ancestors(parents)


def unreadable_texts(
    pdf: Any,  # noqa: ANN401
    record: Record,
    pages: Sequence[Any],
    sheets: Sheets,
    cascade: Cascade,
) -> tuple[Unreadable, ...]:
    """Return the texts of a PDF, before it is written, that are hard or impossible to read, once for each cause."""
    placed = [text for text in placed_texts(pdf, record) if text.edges[0] < text.edges[2]]
    ancestors = find_ancestors(pages)
    texts = [text for text in placed if _is_judged(text, ancestors, sheets)]
    drawn = _texts_of_drawings(texts)
    sheet = _Sheet(ancestors, cascade, {key: _words_of(letters) for key, letters in drawn.items()})
    columns = _columns(texts, ancestors)
    found = [
        *_faint(pdf, record, texts, sheet),
        *_small(texts, sheets, sheet),
        *_piled(texts, sheet),
        *_narrow(columns, sheet),
        *_broken(columns, sheet),
        *_outside(drawn, sheet),
        *_crowded(drawn, sheet),
    ]
    return tuple(_gathered(found))


def _is_judged(text: Placed, ancestors: Ancestors, sheets: Sheets) -> bool:
    """Return whether to judge a text: it is not in a background, and not reported as misplaced or hidden already."""
    if text.shown.drawing:
        return not text.shown.drawing.is_ground
    if sheets.displaced and any(id(one) in sheets.displaced for one in ancestors.around(text.shown.box)):
        return False
    element = text.shown.box.element
    return element is None or id(element) not in sheets.unseen


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Finds the element of a text, and the declarations behind its properties, for findings."""

    ancestors: Ancestors
    cascade: Cascade
    written: Mapping[_Written, str]
    """The texts of drawings, whose letters are painted one by one."""

    def about(self, text: Placed, *names: str) -> dict[str, Any]:
        """Return the fields of a finding about a text except the measurement; `names` are its possible causes."""
        if text.shown.drawing:
            return self.about_drawn(text)
        about = {"text": text.shown.text.strip(), "page": text.page}
        box = text.shown.box
        origin = self.cascade.elements.of_box(box)
        return {**about, "element": self._name(box), "origin": origin, "declaration": self._cause(box, names)}

    def about_drawn(self, text: Placed) -> dict[str, Any]:
        """Return the same for a text in a drawing: in a file, in a template, or in a chart of the brief."""
        written = _written_as(text)
        said = self.written[written]
        width = text.frame[2] - text.frame[0] if text.frame else 0.0
        about = {"text": said, "page": text.page, "element": IN_DRAWING, "width": width}
        drawing, elements = text.shown.drawing, self.cascade.elements
        if drawing is None or elements.has(drawing.root):
            return {**about, "origin": elements.of_tag(drawing.root) if drawing else NOWHERE}
        if drawing.address.startswith("data:"):
            tag = elements.tag_of(lambda one: drawing.address in (one.get("src"), one.get("data")))
            return {**about, "origin": Origin(tag)}
        same = [one for one, words in self.written.items() if one[:2] == written[:2] and words == said]
        nth = same.index(written)
        return {**about, "where": self._in_file(name_of(drawing.address), said, nth)}

    def _in_file(self, name: str, text: str, nth: int) -> Span:
        """Return the place of a text in the file of a drawing."""
        files = self.cascade.files
        try:
            found = place_in_drawing(files.read(name), text, nth)
        except (OSError, ValueError):
            found = None
        return placed(name, *found, "<", files) if found else Span(name)

    def token(self, text: Placed, ink: Rgb) -> Declaration | None:
        """Return the token behind the colour of a text in a chart."""
        about = self.about_drawn(text) if text.shown.drawing else {}
        origin = about.get("origin")
        is_chart = origin is not None and bool(origin.key)
        return (
            chart_token(hex_of(ink), self.cascade.names, self.cascade, self.cascade.files)
            if is_chart
            else None
        )

    def declared(self, box: Any, name: str) -> Declaration | None:  # noqa: ANN401
        """Return the declaration that gave a box, or the margin box around it, the value of a property."""
        edge = next((one for one in self.ancestors.around(box) if hasattr(one, "at_keyword")), None)
        if edge is not None:
            page = self.ancestors.parents[id(edge)]
            return self.cascade.of_page(page.page_type, name, edge.at_keyword, str(box.style["direction"]))
        return self.cascade.of_box(box, name)

    def _name(self, box: Any) -> str:  # noqa: ANN401
        edge = next((one for one in self.ancestors.around(box) if hasattr(one, "at_keyword")), None)
        return str(edge.at_keyword) if edge is not None else _name(box)

    def _cause(self, box: Any, names: Sequence[str]) -> Declaration | None:  # noqa: ANN401
        """Return the declaration to change: the workspace's own before a shipped one, a token before its use."""
        found = [one for name in names for one in self._lines(box, name)]
        return self._own(found) or next(iter(found), None)

    def own(self, box: Any, names: Sequence[str]) -> Declaration | None:  # noqa: ANN401
        """Return the first declaration of some properties that is not shipped."""
        return self._own(one for name in names for one in self._lines(box, name))

    def _own(self, found: Iterable[Declaration]) -> Declaration | None:
        """Return the first declaration that is not shipped among some and the tokens in them."""
        chains = (one for declaration in found for one in reversed(list(_with_tokens(declaration))))
        return next((one for one in chains if self._is_own(one.where.file)), None)

    def _lines(self, box: Any, name: str) -> Iterator[Declaration]:  # noqa: ANN401
        """Return the declaration of a property; if it is not inherited, that of the nearest box that has one."""
        for one in self.ancestors.around(box) if name not in INHERITED else (box,):
            if getattr(one, "element", None) is not None or one is box:
                found = self.declared(one, name)
                if found is not None:
                    yield found
                    return

    def ground(self, box: Any) -> Declaration | None:  # noqa: ANN401
        """Return the declaration of the background of a text, if that of its colour is shipped and this one is not.

        Then that background is what the workspace can change.
        """
        colours, grounds = [*self._lines(box, "color")], [*self._grounds(box)]
        if not colours:
            return self._own(grounds) or next(iter(grounds), None)
        return None if self._own(colours) else self._own(grounds)

    def _grounds(self, box: Any) -> Iterator[Declaration]:  # noqa: ANN401
        """Yield the declarations of the backgrounds of a text, down to the first one that covers what is beneath."""
        for one in self.ancestors.around(box):
            style = getattr(one, "style", None)
            if style and any(kind != "none" for kind, _ in style["background_image"]):
                yield from filter(None, [self.declared(one, "background-image")])
                return
            alpha = weasyprint().draw.color.get_color(style, "background_color").alpha if style else 0
            if alpha:
                yield from filter(None, [self.declared(one, "background-color")])
            if alpha == 1:
                return

    def _is_own(self, file: str) -> bool:
        try:
            return self.cascade.files.is_own(file)
        except (OSError, ValueError):
            return False


INHERITED = frozenset(("color", "font-size", "line-height", "letter-spacing"))
WIDTHS = (
    "width",
    "max-width",
    "columns",
    "column-count",
    "grid-template-columns",
    "padding-left",
    "margin-left",
)
"""The properties that may make a column narrow, the likeliest first."""


def _with_tokens(declaration: Declaration | None) -> Iterator[Declaration]:
    """Return a declaration, the token in it, the token in that, and so on."""
    while declaration is not None:
        yield declaration
        declaration = declaration.token


def _name(box: Any) -> str:  # noqa: ANN401
    if box.element is None:
        return str(box.element_tag or "text")
    names = "".join(f".{name}" for name in (box.element.get("class") or "").split())
    _, mark, pseudo = (box.element_tag or "").partition("::")
    return f"{box.element.tag}{names}{mark}{pseudo}"


def _gathered(found: Iterable[Unreadable]) -> Iterator[Unreadable]:
    """Merge the texts that have one cause into the worst of them."""
    causes: dict[tuple[object, ...], list[Unreadable]] = {}
    all_found = list(found)
    ruled = {(one.kind, one.declaration.where) for one in all_found if one.declaration}
    for one in all_found:
        if one.token and (one.kind, one.token.where) in ruled:  # as other texts of the page
            one = replace(one, declaration=one.token, token=None)  # noqa: PLW2901
        where = one.declaration.where if one.declaration else one.where and one.where.file
        kind = "size" if one.kind == "small" else one.kind
        word = "".join(filter(str.isalnum, one.text + one.other)) if one.kind == "broken" else ""
        causes.setdefault((kind, where or word or (one.element, one.origin)), []).append(one)
    for several in causes.values():
        worst = min(several, key=lambda one: (one.kind == "small", one.measured))
        source_map = {(one.page, one.text) if one.element == IN_DRAWING else id(one) for one in several}
        yield replace(worst, count=len(source_map))


INVISIBLE = 1.2
"""A contrast ratio."""


def _faint(pdf: Any, record: Record, texts: Sequence[Placed], sheet: _Sheet) -> Iterator[Unreadable]:  # noqa: ANN401
    """Find texts with too little contrast; where the background is not plain, their pixels are read."""
    doubtful: list[Placed] = []
    for text in texts:
        least = _least(text)
        if not any(map(str.isprintable, text.shown.text)):
            continue
        ratio, (ink, ground) = min((contrast(*pair), pair) for pair in text.cases)
        if ratio >= least - ROUNDED and text.is_bounded:
            continue
        if text.is_sure:
            yield _contrast(text, Seen(ratio, ink, ground), sheet)
        else:
            doubtful.append(text)
    if not doubtful:
        return
    for text, seen in zip(doubtful, seen_texts(pdf, record, doubtful), strict=True):
        if seen is not None and seen.ratio < _least(text) - ROUNDED:
            yield _contrast(text, seen, sheet)


def _least(text: Placed) -> float:
    is_bold = text.shown.style["font_weight"] >= BOLD
    from_here_on = (LARGE_BOLD if is_bold else LARGE) - ROUNDED  # 14pt come out of CSS pixels as 13.999…
    return LEAST_LARGE if text.size >= from_here_on else LEAST


def _contrast(text: Placed, seen: Seen, sheet: _Sheet) -> Unreadable:
    least = _least(text)
    about = sheet.about(text, "color")
    ground = None if text.shown.drawing else sheet.ground(text.shown.box)
    if ground is not None:
        better = reaching(seen.ground, seen.ink, least) if _is_colour(ground.value, seen.ground) else None
        about["declaration"] = ground
    else:
        better = reaching(seen.ink, seen.ground, least)
    return Unreadable(
        "contrast",
        measured=seen.ratio,
        limit=least,
        colours=(hex_of(seen.ink), hex_of(seen.ground)),
        better=hex_of(better) if better else "",
        is_ground=ground is not None,
        token=sheet.token(text, seen.ink),
        **about,
    )


def _is_colour(value: str, rgb: Rgb) -> bool:
    """Return whether the value of a declaration is an opaque colour that is painted as it is."""
    found = read_colour(value)
    return found is not None and found[1] == 1 and hex_of(found[0]) == hex_of(rgb)


def _small(texts: Iterable[Placed], sheets: Sheets, sheet: _Sheet) -> Iterator[Unreadable]:
    """Find type below the least readable size or the style's own limit, as painted, after transforms."""
    least_script = sheets.least_script_size or RAISED * sheets.least_size
    for text in texts:
        is_script = not text.shown.drawing and sheet.ancestors.is_raised(text.shown.box)
        readable, own = (RAISED * LEAST_SIZE, least_script) if is_script else (LEAST_SIZE, sheets.least_size)
        is_tiny = text.size < readable - ROUNDED
        least = readable if is_tiny else own
        if text.size < least - ROUNDED and any(map(str.isalnum, text.shown.text)):
            is_scaled = text.size < 0.75 * text.shown.style["font_size"] * (1 - ROUNDED)
            about = sheet.about(text, *(("transform", "font-size") if is_scaled else ("font-size",)))
            kind: Literal["size", "small"] = "size" if is_tiny else "small"
            yield Unreadable(kind, measured=text.size, limit=least, wanted=own, **about)


def _piled(texts: Iterable[Placed], sheet: _Sheet) -> Iterator[Unreadable]:
    """Find overlapping texts of one paragraph: lines that are too close, a drop cap over its own word."""
    paragraphs: dict[int, list[Placed]] = {}
    for text in texts:
        if text.shown.drawing or not any(map(str.isalnum, text.shown.text)):
            continue
        if _is_dense(text):
            yield _pile(text, text, "letter-spacing", sheet)
        paragraph = sheet.ancestors.paragraph(text.shown.box)
        if paragraph is not None:
            paragraphs.setdefault(id(paragraph), []).append(text)
    for several in paragraphs.values():
        for one, other in _overlaps(several):
            larger = one if one.size > other.size else other
            name = "font-size" if one.size != other.size else "line-height"
            yield _pile(one, other, name, sheet, larger)
            break  # further overlaps have the same cause


def _is_dense(text: Placed) -> bool:
    letters = sum(map(str.isalnum, text.shown.text))
    left, _, right, _ = text.shown.ink
    return letters > NARROW_LINES and (right - left) < DENSE * letters * text.shown.style["font_size"]


def _pile(one: Placed, other: Placed, name: str, sheet: _Sheet, cause: Placed | None = None) -> Unreadable:
    about = {**sheet.about(cause or one, name), "text": one.shown.text.strip()}
    second = other.shown.text.strip() if other is not one else ""
    return Unreadable("piled", other=second, measured=-overlap(one, other)[1], **about)


def _overlaps(texts: list[Placed]) -> Iterator[tuple[Placed, Placed]]:
    by_bottom = sorted(texts, key=lambda text: text.edges[1])
    for index, one in enumerate(by_bottom):
        for other in by_bottom[index + 1 :]:
            if other.edges[1] >= one.edges[3]:
                break
            if one.page == other.page and _lie_on_each_other(one, other):
                yield other, one


def _lie_on_each_other(one: Placed, other: Placed) -> bool:
    """Return whether the ink of two texts overlaps; the long strokes of Arabic letters alone do not count."""
    small, large = sorted((one.size, other.size))
    apart = abs(one.baseline - other.baseline)
    if large < ALIKE * small and apart >= LEAST_LEADING * small:
        return False
    across = PILED if apart > PILED * small else PILED_ACROSS
    width, height = overlap(one, other)
    return width > across * small and height > PILED * small


def overlap(one: Placed, other: Placed) -> tuple[float, float]:
    """Return by how much the ink of two texts overlaps, horizontally and vertically, in points."""
    left, bottom, right, top = common(one.edges, other.edges)
    return right - left, top - bottom


_Column = Sequence[Sequence[Placed]]
"""The texts of each line of a paragraph or of its part on a page or in a column."""


def _columns(texts: Iterable[Placed], ancestors: Ancestors) -> list[_Column]:
    lines: dict[int, dict[int, list[Placed]]] = {}
    for text in texts:
        if text.shown.drawing:
            continue
        line = next(
            (one for one in ancestors.around(text.shown.box) if type(one).__name__ == "LineBox"), None
        )
        column = ancestors.parents.get(id(line))
        if column is not None and column.element is not None and not _is_broken_by_hand(column):
            lines.setdefault(id(column), {}).setdefault(id(line), []).append(text)
    return [[*column.values()] for column in lines.values()]


def _narrow(columns: Iterable[_Column], sheet: _Sheet) -> Iterator[Unreadable]:
    """Find columns whose lines have only one or two letters."""
    for column in columns:
        lines = ["".join(text.shown.text for text in line) for line in column]
        if _is_narrow(lines):
            about = {**sheet.about(column[0][0], *WIDTHS), "text": " ".join(lines)}
            yield Unreadable("narrow", measured=len(lines), **about)


def _broken(columns: Iterable[_Column], sheet: _Sheet) -> Iterator[Unreadable]:
    """Find words that are broken without a hyphen, where a column is narrower than the word."""
    for column in columns:
        lines = [[text.shown.box for text in line] for line in column]
        if _is_narrow(["".join(text.shown.text for text in line) for line in column]):
            continue
        for word in find_broken_words(lines):
            text = next(text for line in column for text in line if text.shown.box is word.box)
            about = sheet.about(text)
            declaration = sheet.own(word.box, (*WIDTHS, "font-size"))
            about |= {"text": word.head, "declaration": declaration}
            yield Unreadable("broken", other=word.tail, **about)


def _is_broken_by_hand(column: Any) -> bool:  # noqa: ANN401
    keeps = str(column.style["white_space"]).startswith("pre")
    return keeps or any(inner.tag == "br" for inner in column.element.iter())


def _is_narrow(lines: Sequence[str]) -> bool:
    letters = [sum(map(str.isalnum, line)) for line in lines]
    few = sum(0 < count <= NARROW_LETTERS for count in letters)
    return few >= NARROW_LINES and few >= NARROW_SHARE * len(lines)


def _outside(drawn: Mapping[_Written, Sequence[Placed]], sheet: _Sheet) -> Iterator[Unreadable]:
    """Find texts of drawings that are outside their frame, or cut off by it."""
    for letters in drawn.values():
        beyond = [letter for letter in letters if _is_beyond(letter)]
        if beyond:
            kind: Literal["outside", "cut"] = "outside" if len(beyond) == len(letters) else "cut"
            yield Unreadable(kind, **sheet.about_drawn(letters[0]))


def _crowded(drawn: Mapping[_Written, Sequence[Placed]], sheet: _Sheet) -> Iterator[Unreadable]:
    """Find horizontal texts that overlap in a drawing whose font was replaced."""
    lines: dict[tuple[int, int], list[Sequence[Placed]]] = {}
    for (page, number, _), letters in drawn.items():
        drawing = letters[0].shown.drawing
        is_level = max(one.baseline for one in letters) - min(one.baseline for one in letters) < LEVEL
        if drawing and is_level and sheet.cascade.fetcher.replaced.get(drawing.address):
            lines.setdefault((page, number), []).append(letters)
    for several in lines.values():
        for one, other in combinations(several, 2):
            if abs(one[0].baseline - other[0].baseline) < one[0].size and _share_place(one, other, sheet):
                fonts = sheet.cascade.fetcher.replaced[one[0].shown.drawing.address]  # type: ignore[union-attr]
                said = sheet.written[_written_as(other[0])]
                about = sheet.about_drawn(one[0])
                yield Unreadable("crowded", other=said, font=min(fonts), **about)


def _share_place(one: Sequence[Placed], other: Sequence[Placed], sheet: _Sheet) -> bool:
    """Return whether letters of two texts are on top of each other; a text painted twice is one text."""
    if sheet.written[_written_as(one[0])] == sheet.written[_written_as(other[0])]:
        return False
    return any(
        min(overlap(letter, second)) > CROWDED * min(letter.size, second.size)
        for letter in one
        for second in other
    )


_Written = tuple[int, int, int]
"""A text of a drawing: its page, the drawing, and the style that its letters share."""


def _written_as(letter: Placed) -> _Written:
    number = letter.shown.drawing.number if letter.shown.drawing else -1
    return letter.page, number, id(letter.shown.style)


def _texts_of_drawings(texts: Iterable[Placed]) -> dict[_Written, list[Placed]]:
    """Return the letters of each text of a drawing, in their order."""
    written: dict[_Written, list[Placed]] = {}
    for text in texts:
        if text.shown.drawing and text.shown.text.strip():
            written.setdefault(_written_as(text), []).append(text)
    return written


def _words_of(letters: Sequence[Placed]) -> str:
    """Return a text of a drawing from its letters; spaces are not drawn, and are inferred from gaps."""
    said, end = "", None
    for letter in letters:
        left, _, right, _ = letter.shown.ink
        start = letter.shown.matrix[4] + left
        if end is not None and start - end > GAP * letter.shown.style["font_size"]:
            said += " "
        said += letter.shown.text
        end = letter.shown.matrix[4] + right
    return said


def _is_beyond(letter: Placed) -> bool:
    window: Rect = common(letter.frame or letter.window, letter.window)
    return 1 - share(letter.edges, window) > OUTSIDE
