"""Where each element of a composed page comes from: its template and line, and the text of the brief in it.

While templates are compiled, a mark is put before each tag in their text; where a text of the brief is printed, marks
enclose it. They travel through Jinja beside the text, through macros, blocks and inclusions, and are read and
taken out once, from the composed page. No template sees one: what a block captures is its text alone for whatever
measures, compares, cuts or encodes it (`Marked`), and only printing it brings its marks along. No template writes one
either: the characters of marks are refused in what a template prints, and taken out of all else.
Tags are found with patterns: a template is HTML in pieces, and no parser of HTML keeps the place of each tag in it.
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
"""Before a tag: the template's file, line and column. Around a text: the number of its key, and nothing at its end."""

MARKS_OWN = re.compile("[\x02\x03]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
"""Control characters, and halves of characters: nothing on paper shows them, and two of them begin and end marks."""

TAG_BEGINS = re.compile(r"</?(?=[A-Za-z]|\Z)|<\Z")
"""In the text of a template: where a tag begins, or may begin, its name being printed by an expression."""

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")

KEEPING = {"safe", "trim", "join", "indent", "default", "d", "e", "escape"}
"""Filters that leave a text as it is, with its marks."""

RAW = ("style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is text up to their end tag, whatever it looks like (HTML, 13.1.2)."""

FOREIGN = ("svg", "math")
ID = re.compile(r"""\sid\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
"""The attribute that one element of a page may have alone."""

KNOWN_TAGS = 5_000
"""As many different tags and marks are kept: those of all shipped templates, several times."""

PIECE = re.compile(
    rf"(?P<mark>{MARK.pattern})"
    r"|<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z](?:[^\s/>\x02]|{MARK.pattern})*)"
    r"(?P<rest>(?:=\s*(?:\"[^\"]*\"|'[^']*')|[^>])*+)>",
    re.DOTALL,
)
"""What is looked for in a composed page: a mark, a comment or a tag."""


MARKS_IN_TAG = re.compile(rf"(</?)((?:{MARK.pattern})+)")
"""Marks before the name of a tag, where an expression prints it."""


class Marked(Markup):
    """A text that was captured: it is the text alone, and is printed with its marks."""

    __slots__ = ("marked",)
    marked: str

    def __new__(cls, text: object = "", *_: object) -> Self:
        """A part of such a text has no marks."""
        return Markup(text)  # type: ignore[return-value]  # noqa: S704

    def __html__(self) -> str:  # type: ignore[override]
        """Return the text with its marks."""
        return self.marked


def captured(text: str) -> Markup:
    """Filled-in text of a template, which its author sees without its marks."""
    marked = text.marked if type(text) is Marked else text
    if "\x02" not in marked:
        return Markup(marked)  # noqa: S704  (escaped by Jinja)
    found: Marked = str.__new__(Marked, without_marks(marked))
    found.marked = str(marked)
    return found


def without_marks(html: str) -> str:
    """A text without the marks in it."""
    return MARK.sub("", html) if "\x02" in html else html


def cleaned(value: object) -> object:
    """The same value; a text without marks, and without the characters that begin and end them."""
    if type(value) is Marked:
        return Markup(str(value))  # noqa: S704
    if isinstance(value, str):
        has_any = "\x02" in value or "\x03" in value
        return type(value)(MARKS_OWN.sub("", without_marks(value))) if has_any else value
    return value


def enclosed(html: str, number: int) -> str:
    """The HTML of a text between the marks that say which of the keys is its own."""
    return f"\x02={number}\x03{MARKS_OWN.sub('', html)}\x02=\x03"


class MarkingEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which marks the tags of the templates that it compiles."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if found := UNPRINTABLE.search(source):
            what = f"the template holds the character U+{ord(found.group()):04X}, which nobody can see"
            raise TemplateSyntaxError(what, source.count("\n", 0, found.start()) + 1, name, filename)
        _mark(tree, source, filename or name or "")
        return tree

    def _generate(self, source: nodes.Template, *given: Any, **named: Any) -> str:  # noqa: ANN401
        """The code of a template, in which what is captured is captured by us."""
        imports, rest = super()._generate(source, *given, **named).split("\n", 1)
        return f"{imports}; Markup = environment.captured; identity = environment.cleaned\n{rest}"

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """The pieces that a template yields, as one text with its marks."""
        return "".join([piece.marked if type(piece) is Marked else piece for piece in pieces])

    captured, cleaned = staticmethod(captured), staticmethod(cleaned)

    def hide_marks(self) -> None:
        """Let no filter see a mark, but those that leave a text as it is."""
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
    """A value for a filter that keeps marks: those of a captured text, and no others."""
    if isinstance(value, tuple | list) and type(value) in (tuple, list):
        return type(value)(map(_with_marks, value))
    return Markup(value.marked) if type(value) is Marked else cleaned(value)  # noqa: S704


def _mark(tree: nodes.Template, source: str, file: str) -> None:
    """Put a mark before each tag in the text of a parsed template."""
    lines = [JINJA.sub(lambda match: " " * len(match.group()), line) for line in source.splitlines()]
    quoted = quote(file, errors="surrogateescape")
    reached: dict[int, int] = {}
    """For each line, the column behind the last tag that was found in it."""

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


def _judged(name: str, rest: str, place: Span) -> list[Finding]:
    """What is wrong with a start tag."""
    broken = malformed(name, rest, place)
    return [broken] if broken else list(active_in(name, rest, place))


@lru_cache(KNOWN_TAGS)
def _is_clean(name: str, rest: str) -> bool:
    """Whether nothing is wrong with a start tag; a page has the same ones again and again."""
    return not _judged(name, rest, Span(""))


@lru_cache(KNOWN_TAGS)
def _span(mark: str) -> Span:
    file, line, column = mark[1:-1].rsplit(":", 2)
    return Span(unquote(file, errors="surrogateescape"), int(line), int(column))


@dataclass(slots=True)
class _Piece:
    """A piece of a page: a text, or a tag with what is said of it; `origin` is the number of a start tag's."""

    text: str
    rest: str = ""
    origin: int | None = None

    def plain(self) -> str:
        return self.text + self.rest

    def numbered(self) -> str:
        number = f' {ORIGIN}="{self.origin}"' if self.origin is not None and self.text else ""
        return f"{self.text}{number}{self.rest}"


class _Reader:
    """Reads the marks of a composed page, and takes it to pieces, so that its tags can be numbered."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = keys
        self.pieces: list[_Piece] = []
        self.written: list[_Piece] = []
        """Those of the tags, by their numbers."""
        self.has_text = False
        """Whether there was more than white space since the last tag."""
        self.origins: list[Origin] = []
        self.tags: list[Tag] = []
        self.findings: list[Finding] = []
        self.open: list[tuple[str, int]] = []
        """The elements that are open: name and number."""
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
            self.findings += _judged(name, rest, place)
        elif place is None and is_suspect(name, rest):  # printed by an expression
            self.findings += active_in(name, rest, self.last)
        piece.origin = len(self.origins)
        self.origins.append(Origin(place, self.key))
        if name not in VOID and not closes_itself:
            self.open.append((name, piece.origin))
        return self._behind_text(name, html, tag.end())

    def _behind_text(self, name: str, html: str, start: int) -> int:
        """Where the text of an element ends in which nothing is a tag; where any other begins."""
        if name not in RAW or self._is_drawing():
            return start
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
        end = found.start() if found else len(html)
        self._keep(without_marks(html[start:end]))
        return end

    def _is_drawing(self) -> bool:
        """Whether an element lies in a drawing or a formula, where all elements are of one kind."""
        names = (name for name, _ in reversed(self.open))
        return next((name for name in names if name in (*FOREIGN, "foreignobject")), "") in FOREIGN

    def _close(self, name: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == name:
                del self.open[index:]
                return

    def join_paragraphs(self, nesting: Nesting) -> None:
        """Let the paragraphs of a text be what the `<p>` around it says, and leave out what is left of that."""
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
    """A composed page without its marks; and with a number in each start tag, that leads to its origin."""

    html: str
    numbered: str
    origins: tuple[Origin, ...]


def read_marks(html: str, keys: Sequence[Key]) -> Unmarked:
    """Take the marks out of a composed page, and the end tags of paragraphs that a text of the brief ended.

    Raises WorkspaceError with findings at file and line for tags that do not match, and for what a template must not
    hold.
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
