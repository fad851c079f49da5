"""Each element that a template opens is closed, and inside the element that it was opened in.

A browser, and the typesetter, guess what was meant: an element that is left open takes in what comes after it, and a
style that was meant for three words holds for the rest of the page. So the tags of a composed page are counted, and
what does not match is reported at the line of the template. Elements without an end tag (`<br>`, `<img>`) and those
whose end tag may be left out (`<p>`, `<li>`, `<td>`) are as HTML has them (HTML Living Standard, 13.1.2).

Bad:

    <div class="box"><p>One <b>word</p></div>

Good:

    <div class="box"><p>One <b>word</b></p></div>
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.finding import Finding, Span

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
"""Elements that have no end tag."""

OPTIONAL = frozenset(
    (
        *("html", "head", "body", "p", "li", "dt", "dd", "rt", "rp", "optgroup", "option"),
        *("colgroup", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
"""Elements whose end tag may be left out."""

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
"""For each start tag, the elements that it ends where they are open."""

WALLS = frozenset(("table", "td", "th", "caption", "ul", "ol", "dl", "select", "template", *FOREIGN))
"""Elements that no start tag inside them ends something outside of."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag or an end tag of a composed page; `place` is where a template has it."""

    name: str
    place: Span | None
    is_end: bool = False
    closes_itself: bool = False


@dataclass(frozen=True, slots=True)
class _Fault:
    tag: Tag
    before: Tag | None = None
    """What it was left open before, or what stands where it ends."""


def misnested(tags: Sequence[Tag]) -> list[Finding]:
    """The findings about the tags of a composed page, each place once, in the order of the page."""
    faults = _Stack(by_file=False).read(tags)
    if faults:
        # an end tag too many in one template closes an element of another: then only tags of one file match
        faults = _Stack(by_file=True).read(tags) or faults
    by_place: dict[Span, list[_Fault]] = {}
    for fault in faults:
        if fault.tag.place is not None:
            by_place.setdefault(fault.tag.place, []).append(fault)
    return [_explain(found[0], len(found)) for found in by_place.values()]


class _Stack:
    """The elements that are open."""

    def __init__(self, *, by_file: bool) -> None:
        self.by_file = by_file
        self.open: list[Tag] = []
        self.faults: list[_Fault] = []
        self.early: list[Tag] = []
        """Elements that were ended from outside, and whose own end tag may still come."""

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

    def _end(self, tag: Tag) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].name == tag.name and self._match(self.open[index], tag):
                self._leave(index + 1, tag)
                del self.open[index:]
                return
        late = next((one for one in self.early if one.name == tag.name), None)
        if late is not None:  # reported already, where it was opened
            self.early.remove(late)
        elif tag.name not in VOID or tag.name == "br":
            self.faults.append(_Fault(tag, self.open[-1] if self.open else None))

    def _match(self, start: Tag, end: Tag) -> bool:
        if not self.by_file or start.place is None or end.place is None:
            return True
        return start.place.file == end.place.file

    def _leave(self, index: int, before: Tag | None) -> None:
        """End all elements from an index on, from outside."""
        for tag in self.open[index:]:
            if tag.name not in OPTIONAL:
                self.faults.append(_Fault(tag, before))
                self.early.append(tag)
        del self.open[index:]


def _explain(fault: _Fault, count: int) -> Finding:
    tag, before, place = fault.tag, fault.before, fault.tag.place or Span("templates")
    times = f" ({count} times on this page)" if count > 1 else ""
    if tag.is_end:
        around = f"; <{before.name}> is open here{_of(before)}" if before else ""
        mend = f"remove it, or open <{tag.name}> before it"
        return Finding("BR411", f"</{tag.name}> closes nothing{around}{times}", place, mend)
    if tag.closes_itself:
        what = f"<{tag.name}/> does not close itself: in HTML the slash has no meaning{times}"
        return Finding("BR410", what, place, f"write <{tag.name}></{tag.name}>")
    where = "at the end of the page" if before is None else f"{_at(before)}"
    what = f"<{tag.name}> is never closed: it is still open {where}{times}"
    return Finding("BR410", what, place, f"write </{tag.name}> where the element ends")


def _at(tag: Tag) -> str:
    slash = "/" if tag.is_end else ""
    return f"at <{slash}{tag.name}>{_of(tag)}"


def _of(tag: Tag) -> str:
    return f" ({tag.place.file}:{tag.place.line})" if tag.place else ""
