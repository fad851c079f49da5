"""Each element that a template opens must be closed, inside the element in which it was opened.

Browsers and the typesetter guess what was meant: an unclosed element takes in everything after it, so that a style for
three words applies to the rest of the page. The rule matches the tags of a composed page, and reports mismatches at
their line in the template. End tags follow the HTML Living Standard (13.1.2): void elements (`<br>`, `<img>`) have
none, and some elements (`<p>`, `<li>`, `<td>`) may omit theirs.

Written by hand, since HTML parsers (html.parser, tinyhtml5, lxml) repair errors as browsers do, and this rule is about
the tags as typed.

A paragraph of a template may print a text of the brief that contains paragraphs, lists or headings. These end the
paragraph, so that its end tag closes nothing. This is not an error: the tag is removed from the page.

Bad:

    <div class="box"><p>One <b>word</p></div>

Good:

    <div class="box"><p>One <b>word</b></p></div>
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.core.finding import Finding, Span

VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
"""Void elements, which have no end tag."""

OPTIONAL = frozenset(
    (
        *("html", "head", "body", "p", "li", "dt", "dd", "rt", "rp", "optgroup", "option"),
        *("colgroup", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
"""Elements whose end tag may be omitted."""

FOREIGN = ("svg", "math")
"""Elements in which a tag may close itself, as in XML."""

CELLS = ("td", "th")
ROWS = (*CELLS, "tr", "caption", "colgroup")
GROUPS = (*ROWS, "thead", "tbody", "tfoot")
BLOCKS = (
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "fieldset",
    ),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"),
    *("main", "menu", "nav", "ol", "p", "pre", "search", "section", "table", "ul"),
)
ENDED_BY = {
    **dict.fromkeys(BLOCKS, ("p",)),
    "li": ("li",),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(CELLS, CELLS),
    "tr": ROWS,
    **dict.fromkeys(("thead", "tbody", "tfoot"), GROUPS),
    "option": ("option",),
    "optgroup": ("option", "optgroup"),
    "body": ("head",),
}
"""For each start tag, the open elements that it ends."""

WALLS = frozenset(("table", "td", "th", "caption", "ul", "ol", "dl", "select", "template", *FOREIGN))
"""Elements inside which no start tag ends an element outside."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag or end tag of a composed page; `place` is its place in a template, if any."""

    name: str
    place: Span | None
    is_end: bool = False
    closes_itself: bool = False
    number: int = 0
    """The number of the tag on its page."""
    follows_text: bool = False
    """True if there is more than white space between the tag and the one before it."""


@dataclass(frozen=True, slots=True)
class _Fault:
    tag: Tag
    before: Tag | None = None
    """The tag before which it was left open, or the element that is open at its end tag."""


@dataclass(frozen=True, slots=True)
class Nesting:
    """The findings about the tags of a page, and the repairs of paragraphs that blocks of a text ended."""

    findings: Sequence[Finding]
    left_over: Collection[int]
    """The numbers of the tags to remove: start tags of empty paragraphs, and end tags that close nothing."""
    inherited: Mapping[int, int]
    """For each paragraph of a text, the number of the template's `<p>` that it continues."""


def nest(tags: Sequence[Tag]) -> Nesting:
    """Match the tags of a composed page; the findings are in page order, one per place."""
    stack = _Stack(by_file=False)
    faults = stack.read(tags)
    if faults:
        # an extra end tag in one template closes an element of another: match only tags of the same file
        faults = _Stack(by_file=True).read(tags) or faults
    by_place: dict[Span, list[_Fault]] = {}
    for fault in faults:
        if fault.tag.place is not None:
            by_place.setdefault(fault.tag.place, []).append(fault)
    findings = [_explain(found[0], len(found)) for found in by_place.values()]
    return Nesting(findings, stack.left_over, stack.inherited)


@dataclass(frozen=True, slots=True)
class _Split:
    """A paragraph of a template that a block of a text ended, and the number of elements open around it."""

    start: Tag
    depth: int


class _Stack:
    """The open elements of a page."""

    def __init__(self, *, by_file: bool) -> None:
        self.by_file = by_file
        self.open: list[Tag] = []
        self.faults: list[_Fault] = []
        self.ended: list[Tag] = []
        """Elements that another tag ended, and whose own end tag may still follow."""
        self.split: list[_Split] = []
        """Innermost last."""
        self.left_over: set[int] = set()
        self.inherited: dict[int, int] = {}

    def read(self, tags: Iterable[Tag]) -> list[_Fault]:
        for tag in tags:
            if tag.is_end:
                self._end(tag)
            else:
                self._start(tag)
        self._leave(0, None)
        return self.faults

    def _start(self, tag: Tag) -> None:
        if ended := ENDED_BY.get(tag.name):
            self._end_by_start(tag, ended)
            self._continue(tag)
        is_foreign = tag.name in FOREIGN or any(one.name in FOREIGN for one in self.open)
        if (tag.closes_itself and is_foreign) or tag.name in VOID:
            return
        if tag.closes_itself:
            self.faults.append(_Fault(tag))
            return
        self.open.append(tag)

    def _end_by_start(self, tag: Tag, ended: Sequence[str]) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            name = self.open[index].name
            if name in ended:
                self._leave(index, tag)
                if name == tag.name or tag.name in BLOCKS:
                    return
            elif name in WALLS or (name not in OPTIONAL and tag.name not in BLOCKS):
                return

    def _continue(self, tag: Tag) -> None:
        """Let a paragraph of a text continue that of the template, until a block of the template ends it."""
        split = self._split_here()
        if split is None:
            return
        if tag.place is not None:
            self.split.pop()
        elif tag.name == "p":
            self.inherited[tag.number] = split.start.number

    def _split_here(self) -> _Split | None:
        """Return the paragraph that a text ended, if its end tag may follow now."""
        while self.split and self.split[-1].depth > len(self.open):
            self.split.pop()
        return self.split[-1] if self.split and self.split[-1].depth == len(self.open) else None

    def _end(self, tag: Tag) -> None:
        split = self._split_here() if tag.name == "p" and tag.place is not None else None
        if split is not None and self._match(split.start, tag):
            self.left_over.add(tag.number)
            self.split.pop()
            return
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].name == tag.name and self._match(self.open[index], tag):
                self._leave(index + 1, tag)
                del self.open[index:]
                return
        ended = next((one for one in self.ended if one.name == tag.name), None)
        if ended is not None:  # reported already, where it was opened
            self.ended.remove(ended)
        elif tag.name not in VOID or tag.name == "br":
            self.faults.append(_Fault(tag, self.open[-1] if self.open else None))

    def _match(self, start: Tag, end: Tag) -> bool:
        if not self.by_file or start.place is None or end.place is None:
            return True
        return start.place.file == end.place.file

    def _leave(self, index: int, before: Tag | None) -> None:
        """End all elements from an index on, before their own end tags."""
        for depth, tag in enumerate(self.open[index:], start=index):
            is_by_text = before is not None and before.place is None and not before.is_end
            if tag.name == "p" and tag.place is not None and before is not None and is_by_text:
                self.split.append(_Split(tag, depth))
                if before.number == tag.number + 1 and not before.follows_text:
                    self.left_over.add(tag.number)
            if tag.name not in OPTIONAL:
                self.faults.append(_Fault(tag, before))
                self.ended.append(tag)
        del self.open[index:]


def _explain(fault: _Fault, count: int) -> Finding:
    tag, before, place = fault.tag, fault.before, fault.tag.place or Span("templates")
    times = f" ({count} times on this page)" if count > 1 else ""
    if tag.is_end:
        around = f"; <{before.name}> is open here{_of(before)}" if before else ""
        help = f"remove it, or open <{tag.name}> before it"
        if tag.name == "p":
            help += "; a block such as <div> ends the <p> around it"
        return Finding("BR411", f"</{tag.name}> closes nothing{around}{times}", place, help)
    if tag.closes_itself:
        what = f"<{tag.name}/> does not close itself: HTML ignores the slash{times}"
        return Finding("BR410", what, place, f"write <{tag.name}></{tag.name}>")
    where = "at the end of the page" if before is None else f"{_at(before)}"
    if before is not None and before.place is None and before.name in BLOCKS and not before.is_end:
        what = f"<{tag.name}> and the <p> around it end at a <{before.name}> of their text{times}"
        return Finding("BR410", what, place, "write <div> instead of <p>; the text has its own paragraphs")
    what = f"<{tag.name}> is never closed: it is still open {where}{times}"
    return Finding("BR410", what, place, f"write </{tag.name}> where the element ends")


def _at(tag: Tag) -> str:
    slash = "/" if tag.is_end else ""
    return f"at <{slash}{tag.name}>{_of(tag)}"


def _of(tag: Tag) -> str:
    return f" ({tag.place.file}:{tag.place.line})" if tag.place else ""
