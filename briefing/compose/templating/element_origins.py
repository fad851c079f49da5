"""The origin of each element of a composed page: its template and line, and the text of the brief in it.

When a template is compiled, a mark is put before each tag in it. When a text of the brief is printed, marks enclose it.
The marks pass through macros, blocks and includes of Jinja, and are read and removed once, from the composed page.
Templates never see a mark: a captured block (`Marked`) has its marks only when it is printed, and not when it is
measured, compared, cut or encoded. Templates cannot write one either: the characters of marks are an error in printed
text, and are removed everywhere else.
Patterns find the tags, since a template is HTML in pieces, and no HTML parser keeps the place of each tag in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, Self
from urllib.parse import quote, unquote

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.compose.templating.active_content import active_in, is_suspect, malformed
from briefing.compose.templating.element_nesting import VOID, Nesting, Tag, nest
from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span, sorted_findings
from briefing.core.source_map import Key
from briefing.stages import ORIGIN, Origin

MARK = re.compile("\x02(?:[\\w./~%-]+:[0-9]{1,7}:[0-9]{1,7}|=[0-9]{0,9})\x03", re.ASCII)
"""Before a tag: the template's file, line and column. Before a text: the number of its key; after it: no number."""

MARKS_OWN = re.compile("[\x02\x03]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
"""Control characters and surrogates: they are invisible, and two of them delimit marks."""

TAG_BEGINS = re.compile(r"</?(?=[A-Za-z]|\Z)|<\Z")
"""The start of a tag in the text of a template, or a possible start if an expression prints its name."""

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")

KEEPING = {"safe", "trim", "join", "indent", "default", "d", "e", "escape"}
"""Filters that keep the marks of a text, since they do not change it."""

RAW = ("style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is raw text up to their end tag (HTML, 13.1.2)."""

FOREIGN = ("svg", "math")
ID = re.compile(r"""\sid\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
"""The `id` attribute, which must be unique on a page."""

KNOWN_TAGS = 5_000
"""The number of different tags and marks in the caches: several times those of all shipped templates."""

PIECE = re.compile(
    rf"(?P<mark>{MARK.pattern})"
    r"|<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z](?:[^\s/>\x02]|{MARK.pattern})*)"
    r"(?P<rest>(?:=\s*(?:\"[^\"]*\"|'[^']*')|[^>])*+)>",
    re.DOTALL,
)
"""A mark, a comment or a tag of a composed page."""


MARKS_IN_TAG = re.compile(rf"(</?)((?:{MARK.pattern})+)")
"""A tag with marks before its name, which an expression printed."""


class Marked(Markup):
    """A captured text, which equals the text alone but is printed with its marks."""

    __slots__ = ("marked",)
    marked: str

    def __new__(cls, text: object = "", *_: object) -> Self:
        """Return text without marks, as parts of a captured text have none."""
        return Markup(text)  # type: ignore[return-value]  # noqa: S704

    def __html__(self) -> str:  # type: ignore[override]
        """Return the text with its marks."""
        return self.marked


def captured(text: str) -> Markup:
    """Return rendered text of a template as a value that hides its marks."""
    marked = text.marked if type(text) is Marked else text
    if "\x02" not in marked:
        return Markup(marked)  # noqa: S704  (escaped by Jinja)
    found: Marked = str.__new__(Marked, without_marks(marked))
    found.marked = str(marked)
    return found


def without_marks(html: str) -> str:
    """Return a text without its marks."""
    return MARK.sub("", html) if "\x02" in html else html


def cleaned(value: object) -> object:
    """Return a value; from a text, the marks and the characters that delimit them are removed."""
    if type(value) is Marked:
        return Markup(str(value))  # noqa: S704
    if isinstance(value, str):
        has_any = "\x02" in value or "\x03" in value
        return type(value)(MARKS_OWN.sub("", without_marks(value))) if has_any else value
    return value


def enclosed(html: str, number: int) -> str:
    """Return the HTML of a text, enclosed in marks with the number of its key."""
    return f"\x02={number}\x03{MARKS_OWN.sub('', html)}\x02=\x03"


class MarkingEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, extended to mark the tags of the templates that it compiles."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if found := UNPRINTABLE.search(source):
            what = f"the template contains the invisible character U+{ord(found.group()):04X}"
            raise TemplateSyntaxError(what, source.count("\n", 0, found.start()) + 1, name, filename)
        _mark(tree, source, filename or name or "")
        return tree

    def _generate(self, source: nodes.Template, *given: Any, **named: Any) -> str:  # noqa: ANN401
        """Return the code of a template, in which our functions capture blocks."""
        imports, rest = super()._generate(source, *given, **named).split("\n", 1)
        return f"{imports}; Markup = environment.captured; identity = environment.cleaned\n{rest}"

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Join the pieces that a template yields into one text with its marks."""
        return "".join([piece.marked if type(piece) is Marked else piece for piece in pieces])

    captured, cleaned = staticmethod(captured), staticmethod(cleaned)

    def hide_marks(self) -> None:
        """Hide marks from all filters except those that keep them."""
        filters: dict[str, Callable[..., object]] = self.filters
        filters.update(
            {
                name: _keeping(plain) if name in KEEPING else _unmarked(plain)
                for name, plain in filters.items()
            }
        )


def _unmarked(plain: Callable[..., object]) -> Callable[..., object]:
    @wraps(plain)
    def filtered(*values: object, **named: object) -> object:
        found = plain(*map(cleaned, values), **{name: cleaned(value) for name, value in named.items()})
        return cleaned(found)

    return filtered


def _keeping(plain: Callable[..., object]) -> Callable[..., object]:
    @wraps(plain)
    def filtered(*values: object, **named: object) -> object:
        found = plain(*map(_with_marks, values), **{name: _with_marks(one) for name, one in named.items()})
        return captured(found) if type(found) is Markup else found

    return filtered


def _with_marks(value: object) -> object:
    """Return a value for a filter that keeps marks, with the marks of captured texts only."""
    if isinstance(value, tuple | list) and type(value) in (tuple, list):
        return type(value)(map(_with_marks, value))
    return Markup(value.marked) if type(value) is Marked else cleaned(value)  # noqa: S704


def _mark(tree: nodes.Template, source: str, file: str) -> None:
    """Put a mark before each tag in the text of a parsed template."""
    lines = [JINJA.sub(lambda match: " " * len(match.group()), line) for line in source.splitlines()]
    quoted = quote(file, errors="surrogateescape")
    reached: dict[int, int] = {}
    """For each line, the column after the last tag found in it."""

    def marked(tag: re.Match[str], number: int) -> str:
        line = lines[number - 1] if number <= len(lines) else ""
        found = re.compile(rf"{tag.group()}(?=[A-Za-z ]|$)").search(line, reached.get(number, 0))
        column = found.start() + 1 if found else 0
        reached[number] = max(column, reached.get(number, 0))
        return f"\x02{quoted}:{number}:{column}\x03{tag.group()}"

    for data in tree.find_all(nodes.TemplateData):
        text, first = data.data, data.lineno
        data.data = TAG_BEGINS.sub(
            lambda tag, text=text, first=first: marked(tag, first + text.count("\n", 0, tag.start())),  # type: ignore[misc]
            text,
        )


def _findings_of(name: str, rest: str, place: Span) -> list[Finding]:
    """Return the findings for a start tag."""
    broken = malformed(name, rest, place)
    return [broken] if broken else list(active_in(name, rest, place))


@lru_cache(KNOWN_TAGS)
def _is_clean(name: str, rest: str) -> bool:
    """Return whether a start tag has no findings, cached since pages repeat the same tags."""
    return not _findings_of(name, rest, Span(""))


@lru_cache(KNOWN_TAGS)
def _span(mark: str) -> Span:
    file, line, column = mark[1:-1].rsplit(":", 2)
    return Span(unquote(file, errors="surrogateescape"), int(line), int(column))


@dataclass(slots=True)
class _Piece:
    """A piece of a page: a text, or a tag and its attributes; `origin` is the number of a start tag's origin."""

    text: str
    rest: str = ""
    origin: int | None = None

    def plain(self) -> str:
        return self.text + self.rest

    def numbered(self) -> str:
        number = f' {ORIGIN}="{self.origin}"' if self.origin is not None and self.text else ""
        return f"{self.text}{number}{self.rest}"


class _Reader:
    """Reads the marks of a composed page, and splits it into pieces so that its tags can be numbered."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = keys
        self.pieces: list[_Piece] = []
        self.written: list[_Piece] = []
        """The pieces of tags, by number."""
        self.has_text = False
        """True if there was more than white space since the last tag."""
        self.origins: list[Origin] = []
        self.tags: list[Tag] = []
        self.findings: list[Finding] = []
        self.open: list[tuple[str, int]] = []
        """The open elements: name and number of origin."""
        self.place: Span | None = None
        self.last = Span("templates")
        """The last place in a template."""
        self.key: Key = ()

    def read(self, html: str) -> None:
        html, end = MARKS_IN_TAG.sub(r"\2\1", html), 0
        while piece := PIECE.search(html, end):
            self._keep(html[end : piece.start()])
            self.place = self.place if piece.start() == end else None
            end = piece.end()
            if piece["mark"]:
                self._read_mark(piece["mark"])
            elif not piece["name"]:
                self.pieces.append(_Piece(without_marks(piece.group())))
            else:
                end = self._read_tag(piece, html)
        self._keep(html[end:])

    def _keep(self, text: str) -> None:
        self.pieces.append(_Piece(text))
        self.has_text = self.has_text or bool(text.strip())

    def _read_mark(self, mark: str) -> None:
        if not mark.startswith("\x02="):
            self.place = self.last = _span(mark)
            return
        number = mark[2:-1]
        self.key = self.keys[int(number)] if number and int(number) < len(self.keys) else ()
        if self.key and self.open:
            _, last = self.open[-1]
            if not self.origins[last].key:
                self.origins[last] = Origin(self.origins[last].template, self.key)

    def _read_tag(self, tag: re.Match[str], html: str) -> int:
        written, rest = without_marks(tag["name"]), without_marks(tag["rest"])
        name = written.lower()
        place, self.place = self.place, None
        closes_itself = rest.endswith("/")
        self.tags.append(Tag(name, place, bool(tag["end"]), closes_itself, len(self.tags), self.has_text))
        self.has_text = False
        piece = _Piece(f"<{tag['end']}{written}", f"{rest}>")
        self.pieces.append(piece)
        self.written.append(piece)
        if tag["end"]:
            self._close(name)
            return tag.end()
        if place is not None and not _is_clean(name, rest):
            self.findings += _findings_of(name, rest, place)
        elif place is None and is_suspect(name, rest):  # printed by an expression
            self.findings += active_in(name, rest, self.last)
        piece.origin = len(self.origins)
        self.origins.append(Origin(place, self.key))
        if name not in VOID and not closes_itself:
            self.open.append((name, piece.origin))
        return self._after_raw_text(name, html, tag.end())

    def _after_raw_text(self, name: str, html: str, start: int) -> int:
        """Return where the raw text of an element ends, or `start` for other elements."""
        if name not in RAW or self._is_drawing():
            return start
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
        end = found.start() if found else len(html)
        self._keep(without_marks(html[start:end]))
        return end

    def _is_drawing(self) -> bool:
        """Return whether the open element is inside SVG or MathML, which have no raw text."""
        names = (name for name, _ in reversed(self.open))
        return next((name for name in names if name in (*FOREIGN, "foreignobject")), "") in FOREIGN

    def _close(self, name: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == name:
                del self.open[index:]
                return

    def join_paragraphs(self, nesting: Nesting) -> None:
        """Give the paragraphs of a text the attributes of the `<p>` around it, and remove the tags left over."""
        seen: set[int] = set()
        for number, start in nesting.inherited.items():
            own, outer = self.written[number], self.written[start]
            if own.rest == ">" and own.origin is not None and outer.origin is not None:
                is_first = start in nesting.left_over and start not in seen
                own.rest = outer.rest if is_first else ID.sub("", outer.rest)
                template = self.origins[outer.origin].template
                self.origins[own.origin] = Origin(template, self.origins[own.origin].key)
            seen.add(start)
        for number in nesting.left_over:
            self.written[number].text = self.written[number].rest = ""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A composed page without marks, also with the number of its origin in each start tag."""

    html: str
    numbered: str
    origins: tuple[Origin, ...]


def read_marks(html: str, keys: Sequence[Key]) -> Unmarked:
    """Remove the marks from a composed page, and the end tags of paragraphs that a text of the brief ended.

    Raises WorkspaceError with findings at file and line for mismatched tags and for active content.
    """
    reader = _Reader(keys)
    reader.read(html)
    nesting = nest(reader.tags)
    is_broken = any(finding.code == "BR413" for finding in reader.findings)
    findings = [*reader.findings, *(() if is_broken else nesting.findings)]
    if findings:
        raise WorkspaceError(sorted_findings(findings))
    reader.join_paragraphs(nesting)
    return Unmarked(
        "".join(piece.plain() for piece in reader.pieces),
        "".join(piece.numbered() for piece in reader.pieces),
        tuple(reader.origins),
    )
