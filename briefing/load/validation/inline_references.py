"""What a text names and how it is marked up: found on the tokens that composing will print, told at their place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefing.core.finding import Finding, Span, nearest, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.load.validation.links import check_words
from briefing.markdown import make_parser, parse_citation, walk_tokens
from briefing.model.text import Flow

MAX_LEVELS = 20
"""Levels of lists and quotations in one text; a page has no room for more."""

LINK_SCHEMES = ("https://", "http://", "mailto:", "tel:", "#")
LINK_TO = "link to a web address (https://…), mail (mailto:…), a telephone (tel:…), or a section or exhibit (#its-id)"
REFUSED_LINK = re.compile(
    r"\]\(\s*((?:javascript|vbscript|file|data):(?:[^()\s]|\([^()\s]*\))*)", re.IGNORECASE
)

COMMENT = re.compile(r"(?<!\\)<!--")
FOOTNOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
FOOTNOTE_DEFINED = re.compile(r"^\s*\[\^([^\]\s]+)\]:", re.MULTILINE)
ODD_CITATION = re.compile(r"(?<!\\)\[[^\[\]@]*@([^\W_][\w:./+-]*)[^\]]*\]?")
"""Brackets with an @ in them; a backslash before them makes them text."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

LISTS = ("bullet_list", "ordered_list")
NESTED = (*LISTS, "blockquote")

PRINTED = {"text", "text_special", "code_inline", "code_block", "fence", "fact", "citation"}


@dataclass(frozen=True)
class Nameable:
    """What a text may name: facts, sources, ids of sections and exhibits, and files beside the brief."""

    facts: Collection[str] = ()
    sources: Collection[str] = ()
    ids: Collection[str] = ()
    files: Collection[str] = ()
    may_cite: bool = True


class TextChecker:
    """Checks texts of one file against what they may name."""

    def __init__(self, source_map: SourceMap, nameable: Nameable) -> None:
        self.source_map, self.nameable = source_map, nameable
        self.parser = _make_checking_parser()

    def check(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        """The findings of one wording that stands at `key`."""
        words = words.strip()  # as composing does: spaces before the first word make no code block
        if words.count("[") > MAX_BRACKETS:
            what = f"the text has more than {MAX_BRACKETS:,} opening brackets"
            yield Finding("BR103", what, self.source_map.value(key), "write it as several texts")
            return
        text = _Typed(words, key, self.source_map)
        defined: dict[str, Any] = {}
        blocks = self.parser.parse(words, defined)
        tokens = blocks if flow is Flow.BLOCK else self.parser.parseInline(words)
        walked = list(walk_tokens(tokens))
        text.link_words = list(_link_words(walked))
        if not any(_is_seen(token) for token in walked):
            yield Finding(
                "BR208", "this text shows nothing", self.source_map.value(key), "write it, or remove its key"
            )
        yield from _depths(walked, self.source_map.value(key))
        yield from _lengths(walked, self.source_map.value(key))
        yield from _tables(blocks, text)
        for token, after in zip_longest(walked, walked[1:]):
            yield from self._token(token, after, text)
            text.pass_by(token)
        if flow is Flow.INLINE:
            yield from _paragraphs(blocks, text)
        else:
            yield from _unprinted(defined.get("references", {}), walked, text)

    def _token(self, token: Token, after: Token | None, text: _Typed) -> Iterator[Finding]:
        if token.type == "fact":
            yield from self._fact(token.content, text.place(f"{{{token.content}}}"))
        elif token.type == "citation":
            yield from self._citation(token.content, after, text.place(f"[{token.content}]"))
        elif token.type == "link_open":
            address = str(token.attrGet("href"))
            place = text.place(_as_typed(address, self.source_map.source))
            yield from self._link(address, place)
            yield from check_words(text.link_words.pop(0), address, place)
            yield from _tooltip(token, place)
            if after is not None and after.type == "link_close" and not address.startswith("#"):
                help = "write between its brackets what it leads to"
                yield Finding("BR513", f"the link to '{unquote(address)}' has no text", place, help)
        elif token.type == "image":
            address = str(token.attrGet("src"))
            yield from self._image(token, address, text.place(_as_typed(address, self.source_map.source)))
        elif token.type == "text":
            yield from self._odd_citations(token.content, text)
            yield from _markup(token.content, text)

    def _fact(self, fact: str, place: Span) -> Iterator[Finding]:
        if fact not in self.nameable.facts:
            near = suggest(fact, self.nameable.facts, noun="facts")
            help = (
                near if near.startswith("did you mean") else f"{near}; for braces as text, write \\{{{fact}}}"
            )
            yield Finding("BR303", f"there is no fact '{fact}'", place, help)

    def _citation(self, inside: str, after: Token | None, place: Span) -> Iterator[Finding]:
        cited = parse_citation(inside)
        if cited is None:
            shown = " ".join(inside.split())
            help = f"write `[@id]`, `[@id, p. 4]` or `[@one; @two]`; for brackets as text, write \\[{shown}]"
            yield Finding("BR309", f"`[{shown}]` is not a citation", place, help)
            return
        if after is not None and after.type == "text" and after.content.startswith("("):
            help = "put a space between them, or take one out"
            yield Finding("BR309", "a citation cannot be a link as well", place, help)
        if not self.nameable.may_cite:
            yield Finding("BR309", "a source cannot cite another", place, "name it in words")
            return
        for one in cited:
            if one.id not in self.nameable.sources:
                help = suggest(one.id, self.nameable.sources, noun="sources")
                yield Finding("BR302", f"there is no source '{one.id}'", place, help)

    def _odd_citations(self, typed: str, text: _Typed) -> Iterator[Finding]:
        """Brackets with an @ in them that the grammar did not take for a citation."""
        for match in ODD_CITATION.finditer(typed):
            if match.group(1).rstrip(".,:;") in self.nameable.sources or re.match(r"\[\W*@", match.group()):
                help = f"write `[@id]`, `[@id, p. 4]` or `[@one; @two]`; for brackets as text, write \\{match.group()}"
                place = text.place(match.group(), after=typed[: match.start()])
                yield Finding("BR309", f"`{match.group()}` is not a citation", place, help)

    def _link(self, address: str, place: Span) -> Iterator[Finding]:
        if not address.lower().startswith(LINK_SCHEMES):
            what = f"a printed brief cannot carry the link '{unquote(address)}'"
            yield Finding("BR306", what, place, LINK_TO)
        elif address.startswith("#") and address[1:] not in self.nameable.ids:
            help = suggest(address[1:], self.nameable.ids, noun="ids")
            yield Finding("BR305", f"nothing has the id '{address[1:]}'", place, help)

    def _image(self, token: Token, address: str, place: Span) -> Iterator[Finding]:
        if not token.content.strip():
            help = "say between the brackets what a reader who cannot see it should know"
            yield Finding("BR509", "the image has no alternative text", place, help)
        yield from _tooltip(token, place)
        name = posixpath.normpath(unquote(address))
        if "://" in address or name.startswith(("/", "..")) or address.startswith("data:"):
            help = "put the file beside the brief, in `figures/`, and name it from there"
            yield Finding(
                "BR502", f"the image '{unquote(address)}' is not in the folder of the brief", place, help
            )
        elif name not in self.nameable.files:
            is_near = nearest(name, self.nameable.files) is not None
            help = suggest(name, self.nameable.files) if is_near else "put it there, or mend its name"
            yield Finding("BR501", f"there is no image '{name}' beside the brief", place, help)


class _Typed:
    """One wording as it was typed, and how far the walk over its tokens has come in it."""

    def __init__(self, words: str, key: Key, source_map: SourceMap) -> None:
        self.words, self.key, self.source_map = words, key, source_map
        self.footnotes = set(FOOTNOTE_DEFINED.findall(words))
        self.passed = ""
        self._address = ""
        self.link_words: list[str] = []
        """The words of the links that come, in order."""

    def pass_by(self, token: Token) -> None:
        """Counts what a token was typed as: a needle that stands in it is not the one that comes later."""
        if token.type == "fact":
            self.passed += f"{{{token.content}}}"
        elif token.type == "citation":
            self.passed += f"[{token.content}]"
        elif token.type == "link_open" and token.info != "auto":
            self._address = _as_typed(str(token.attrGet("href")), self.source_map.source)
        elif token.type == "link_close":  # an address stands behind the words of its link
            self.passed += f" {self._address} "
            self._address = ""
        elif token.type == "image":
            self.passed += f"{token.content} {_as_typed(str(token.attrGet('src')), self.source_map.source)} "
        elif token.type == "softbreak":
            self.passed += "\n"
        elif token.type == "fence":
            self.passed += f"{token.info}\n{token.content}"
        elif token.type in PRINTED:
            self.passed += token.content

    def place(self, needle: str, after: str = "") -> Span:
        """Where a piece of the text stands that comes behind what was passed, and behind `after`."""
        needle = needle.split("\n")[0].strip()  # the next line stands behind an indentation
        return self.source_map.word(self.key, needle, (self.passed + after).count(needle))

    def place_of_line(self, number: int) -> Span:
        """Where a line of the text stands, counted from 0."""
        lines = self.words.split("\n")
        line = lines[number].strip()
        return self.source_map.word(self.key, line, "\n".join(lines[:number]).count(line))


MAX_BRACKETS = 2000
"""In one text: each that is not closed costs the parser a walk of a hundred steps. A long chapter has a few dozen."""


MAX_WORD = 2000
MAX_PARAGRAPH = 50_000
"""In characters; twenty pages without a break."""

LONG_WORD = re.compile(rf"[!-\u02ff\u0370-\u05ff]{{{MAX_WORD + 1},}}")
"""In scripts that have spaces between words: the engine looks for a place to break one for minutes."""

SHOWN = 40
"""As many characters are told of words that are not printed."""


def _make_checking_parser() -> MarkdownIt:
    """The parser of composing, which also knows tables, and leaves escapes in text as they were typed."""
    parser = make_parser().enable("table")
    parser.core.ruler.before("text_join", "typed_escapes", _keep_escapes)
    return parser


def _keep_escapes(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text_special":
                child.content = child.markup


def _link_words(walked: list[Token]) -> Iterator[str]:
    """The words of each link; none of one that is its own address."""
    words: list[str] = []
    is_own = False
    for token in walked:
        if token.type == "link_open":
            words, is_own = [], token.info == "auto"
        elif token.type == "link_close":
            yield "" if is_own else ESCAPED.sub(r"\1", "".join(words))
        elif not token.block:
            words.append(token.content)


def _depths(walked: list[Token], place: Span) -> Iterator[Finding]:
    depth = deepest = 0
    for token in walked:
        if token.type.removesuffix("_open").removesuffix("_close") in NESTED:
            depth += token.nesting
            deepest = max(deepest, depth)
    marks = max((token.level for token in walked if not token.block), default=0)
    for what, levels in (("lists or quotations", deepest), ("marks of emphasis", marks)):
        if levels > MAX_LEVELS:
            yield Finding(
                "BR103", f"{what} stand more than {MAX_LEVELS} deep in each other", place, "write it flatter"
            )


def _lengths(walked: list[Token], place: Span) -> Iterator[Finding]:
    """A word or a paragraph that takes the engine minutes."""
    longest = length = 0
    for token in walked:
        length = 0 if token.block else length + len(token.content)
        longest = max(longest, length)
    if longest > MAX_PARAGRAPH:
        what = f"a paragraph has {longest:,} characters; the limit is {MAX_PARAGRAPH:,}"
        yield Finding("BR122", what, place, "write it as several paragraphs")
    if any(token.type in PRINTED and LONG_WORD.search(token.content) for token in walked):
        what = f"a word has more than {MAX_WORD:,} characters"
        yield Finding("BR122", what, place, "look for what was pasted without its spaces")


def _tooltip(token: Token, place: Span) -> Iterator[Finding]:
    if title := str(token.attrGet("title") or "").strip():
        what = f"the words '{title[:SHOWN]}' behind the address are not printed"
        yield Finding("BR311", what, place, "write them in the text, or take them out")


def _unprinted(defined: dict[str, Any], walked: list[Token], text: _Typed) -> Iterator[Finding]:
    """A line `[1]: https://…` names the address of a link `[1]`; where there is none, it would be gone."""
    used = {str(token.attrGet("href") or token.attrGet("src")) for token in walked}
    for label, definition in defined.items():
        if definition["href"] not in used:
            place = text.source_map.word(text.key, _as_typed(definition["href"], text.source_map.source))
            what = (
                f"the line of '[{label.lower()}]' is not printed: it is the address of a link that is nowhere"
            )
            yield Finding(
                "BR311", what, place, f"write [{label.lower()}] in the text, or cite a source: [@id]"
            )


def _tables(blocks: list[Token], text: _Typed) -> Iterator[Finding]:
    for token in blocks:
        if token.type == "table_open" and token.map:
            yield _not_commonmark("a table", text.place_of_line(token.map[0]), "write it as a list")


def _paragraphs(blocks: list[Token], text: _Typed) -> Iterator[Finding]:
    """A text of one paragraph would run its lists and headings into one line."""
    for what, line in _parts_of_paragraph(blocks):
        yield Finding(
            "BR212",
            f"this text is one paragraph, but has {what} in it",
            text.place_of_line(line),
            "write it as one paragraph; lists and headings belong into the text of a section",
        )
        return
    if re.search(r"\n\s*\n", text.words):
        help = "join the paragraphs, or make two items of them"
        what = "this text is one paragraph, but has an empty line in it"
        yield Finding("BR212", what, text.source_map.value(text.key), help)


def _parts_of_paragraph(blocks: list[Token]) -> Iterator[tuple[str, int]]:
    """What CommonMark would not take for a part of a paragraph, and its line.

    One item alone that starts the text (`12. Juni`, `- 5 %`) is printed as it was typed, and meant so.
    """
    for index, token in enumerate(blocks):
        if token.type == "heading_open" and token.map:
            yield "a heading", token.map[0]
        elif token.nesting == 1 and token.type.removesuffix("_open") in LISTS and token.map:
            items = [
                item
                for item in blocks[index:]
                if item.type == "list_item_open" and item.level == token.level + 1
            ]
            if index > 0 or len(items) > 1:
                yield "a list", token.map[0]


def _markup(typed: str, text: _Typed) -> Iterator[Finding]:
    """What other kinds of Markdown know and CommonMark does not: it would be printed as it was typed."""
    if match := COMMENT.search(typed):
        help = "take it out; a comment in YAML starts with '# '"
        yield _not_commonmark("a comment of HTML", text.place("<!--", typed[: match.start()]), help)
    for match in FOOTNOTE.finditer(typed):
        if match[1] in text.footnotes:
            text.footnotes.remove(match[1])  # told once, not at its definition again
            place = text.place(match.group(), typed[: match.start()])
            yield _not_commonmark("a footnote", place, "cite a source: [@id]")
    for match in REFUSED_LINK.finditer(typed):
        place = text.place(match.group(1), typed[: match.start()])
        yield Finding("BR306", f"a printed brief cannot carry the link '{match.group(1)}'", place, LINK_TO)


def _not_commonmark(what: str, place: Span, help: str) -> Finding:
    return Finding("BR311", f"{what} is not Markdown that can be typeset here", place, help)


def _is_seen(token: Token) -> bool:
    """Whether a token puts anything on the page."""
    return token.type in ("hr", "image") or (token.type in PRINTED and bool(unescape(token.content).strip()))


def _as_typed(address: str, source: str) -> str:
    """An address as it stands in the file: the parser has encoded what a URL cannot hold."""
    return address if address in source else unquote(address)
