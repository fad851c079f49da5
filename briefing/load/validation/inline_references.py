"""Checks of texts: the things that they name exist, and their markup can be printed.

The checks run on the tokens that composing prints, and report the place of each in the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefing.core.finding import Finding, Severity, Span, nearest, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.load.validation.clean_texts import CleanTexts
from briefing.load.validation.file_paths import find_path, is_a_file
from briefing.load.validation.footnotes import FootnoteChecker
from briefing.load.validation.links import check_words
from briefing.load.validation.literal_text.checker import LiteralText
from briefing.load.validation.literal_text.written import NO_WORDS, DraftWords
from briefing.load.validation.text_structure import (
    UNFINISHED_SCRIPT,
    check_definitions,
    check_fence,
    check_passage,
    check_scripts,
    check_structure,
    unfinished_script,
)
from briefing.markdown.footnotes import keep_in_place, parse_text, split_definitions
from briefing.markdown.grammar import make_parser, parse_citation, walk_tokens
from briefing.model.brief import Fact
from briefing.model.number_format import NAMES, UnknownFormatError, read_format
from briefing.model.text import Flow
from briefing.text.facts import find_misfit, is_numeric

MAX_LEVELS = 20
"""The levels of lists and quotations in one text; more do not fit on a page."""

LINK_SCHEMES = ("https://", "http://", "mailto:", "tel:", "#")
LINK_TO = (
    "link to a web address (https://…), e-mail (mailto:…), telephone (tel:…), section or exhibit (#its-id)"
)
REFUSED_LINK = re.compile(
    r"\]\(\s*((?:javascript|vbscript|file|data):(?:[^()\s]|\([^()\s]*\))*)", re.IGNORECASE
)

LINK_TO_FILE = (
    "readers do not have this file: publish it and link to its address (https://…), or cite a source: [@id]"
)
IMAGE = "!["
"""The start of an image in Markdown."""

IMAGE_BEFORE = re.compile(r"!\[[^\[\]]*$")

COMMENT = re.compile(r"(?<!\\)<!--")
ODD_CITATION = re.compile(r"(?<!\\)\[[^\[\]@]*@([^\W_][\w:./+-]*)[^\]]*\]?")
"""Brackets with an @ in them; a backslash before them makes them text."""

ODD_FACT = re.compile(r"(?<![\\$#{%])\{\s*([A-Za-z][\w-]*)\b([^{}\n]*)\}")
"""Braces with a word in them that are no fact: `{ id }`, `{id million}`."""

BARE_LINK = re.compile(r"(?<![\\\w\]])\[#([\w-]+)\](?!\()")
"""`[#id]`: the id of a section or exhibit in brackets."""

BARE_CITATION = re.compile(r"(?<![\w.@/\\+-])@(?P<id>[^\W_][\w:./+-]*)")

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

LISTS = ("bullet_list", "ordered_list")
NESTED = (*LISTS, "blockquote")

FOREIGN = ("BR330", "BR331", "BR332")
NAMED = ("BR302", "BR303", "BR309")
"""The codes of unknown names. They are not reported inside foreign markup: `{x}` of `\\textbf{x}` is not a fact."""

PRINTED = {"text", "text_special", "code_inline", "code_block", "fence", "fact", "citation"}


@dataclass(frozen=True)
class Nameable:
    """The names that a text may use: facts, sources, ids of sections and exhibits, files next to the brief."""

    facts: Collection[str] = ()
    figures: Mapping[str, Fact] = field(default_factory=dict)
    """The facts that have been read, by their names."""
    sources: Collection[str] = ()
    ids: Collection[str] = ()
    files: Collection[str] = ()
    may_cite: bool = True
    draft_words: DraftWords = NO_WORDS
    """The words that show that a text is not finished, in the language of the texts."""


_CLEAN = CleanTexts()
"""The texts without findings, by what they may name."""


class TextChecker:
    """Checks texts of one file against what they may name."""

    def __init__(self, source_map: SourceMap, nameable: Nameable) -> None:
        self.source_map, self.nameable = source_map, nameable
        self.parser = _checking_parser()
        self.literal = LiteralText(source_map, nameable.draft_words)
        self.clean = _CLEAN.within(replace(nameable, files=()))

    def check(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        """Yield the findings about one variant of a text, whose place is `key`."""
        if IMAGE in words:  # it depends on files
            return self._checked(words, flow, key)
        text = (words, flow, key, self.source_map.typed(key))
        return self.clean.check(text, lambda: self._checked(words, flow, key))

    def _checked(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        findings = list(_with_one_misread(self._findings(words, flow, key)))
        markup = [found.where for found in findings if found.code in FOREIGN]
        yield from (
            found for found in findings if found.code not in NAMED or not _is_inside(found.where, markup)
        )

    def _findings(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        words = words.strip()  # as composing does: spaces before the first word make no code block
        if words.count("[") > MAX_BRACKETS:
            what = f"the text has more than {MAX_BRACKETS:,} opening brackets"
            yield Finding("BR103", what, self.source_map.value(key), "write it as several texts")
            return
        text = _Typed(words, key, self.source_map)
        defined: dict[str, Any] = {}
        tokens = parse_text(self.parser, words, is_block=flow is Flow.BLOCK, env=defined)
        blocks = tokens if flow is Flow.BLOCK else self.parser.parse(split_definitions(words)[0].strip())
        footnotes = FootnoteChecker(text, key, defined)
        walked = list(walk_tokens(tokens))
        text.link_words = list(_link_words(walked))
        if not any(_is_seen(token) for token in walked):
            yield Finding(
                "BR208",
                "this text prints nothing",
                self.source_map.value(key),
                "write a text, or remove its key",
            )
        yield from _depths(walked, self.source_map.value(key))
        yield from _lengths(walked, self.source_map.value(key))
        yield from check_structure(blocks, text)
        if not self.nameable.draft_words.has_spaced_colons:
            yield from check_definitions(blocks, text)
        quoted = 0
        paragraphs = [token for token in walked if token.type == "inline"]
        for token, after in zip_longest(walked, walked[1:]):
            yield from footnotes.check_token(token, after)
            yield from self._token(token, after, text)
            quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
            if token.type == "inline":
                yield from self.literal.check_paragraph(
                    token.children or [], key, text.passed, is_quotation=quoted > 0
                )
                yield from self.literal.check_quotation(paragraphs, key, text.passed)
                paragraphs.pop(0)
            elif token.type in ("code_block", "fence"):
                yield from self.literal.check_code(token, key, text.passed)
                yield from check_fence(token, text)
            text.pass_by(token)
        yield from footnotes.check_definitions()
        yield from self.literal.check_lines(words, flow, key)
        if flow is Flow.INLINE:
            yield from _paragraphs(blocks, text)
            yield from footnotes.check_end()
        else:
            yield from _unprinted(defined.get("references", {}), walked, text)

    def _token(self, token: Token, after: Token | None, text: _Typed) -> Iterator[Finding]:
        if token.type == "fact":
            yield from self._fact(token, text)
        elif token.type == "citation":
            yield from self._citation(token.content, after, text.place(f"[{token.content}]"))
        elif token.type == "link_open":
            address = str(token.attrGet("href"))
            place = text.place_of_address(address)
            yield from self._link(address, place)
            yield from check_words(text.link_words.pop(0), address, place)
            yield from _tooltip(token, place)
            if after is not None and after.type == "link_close" and not address.startswith("#"):
                help = "write between the brackets what the link leads to"
                yield Finding("BR513", f"the link to '{unquote(address)}' has no text", place, help)
        elif token.type == "image":
            address = str(token.attrGet("src"))
            yield from self._image(token, address, text.place_of_address(address))
        elif token.type == "text":
            yield from self._odd_citations(token.content, text)
            yield from self._bare_names(token.content, text)
            yield from self._bare_citations(token.content, text)
            yield from _markup(token.content, text)
            if not text.is_address:
                yield from check_scripts(token.content, text)
        elif token.type == "span_open":
            yield from check_passage(token, text)

    def _fact(self, token: Token, text: _Typed) -> Iterator[Finding]:
        fact, form, place = token.content, token.meta.get("format"), text.place(token.markup)
        try:
            read_format(form)
        except UnknownFormatError as error:
            help = suggest(str(error), NAMES, noun="formats")
            yield Finding("BR336", f"there is no format '{error}'", place, help)
        else:
            if form is not None and fact in self.nameable.figures:
                yield from check_format(fact, self.nameable.figures[fact], form, place)
        if fact not in self.nameable.facts and (script := UNFINISHED_SCRIPT.search(text.passed)):
            yield unfinished_script(script[1], script[2], fact, text.place(f"{script[0]}{{{fact}}}"))
        elif fact not in self.nameable.facts:
            near = suggest(fact, self.nameable.facts, noun="facts")
            help = (
                near
                if near.startswith("did you mean")
                else f"{near}; to print the braces, write \\{{{fact}}}"
            )
            yield Finding("BR303", f"there is no fact '{fact}'", place, help)

    def _citation(self, inside: str, after: Token | None, place: Span) -> Iterator[Finding]:
        cited = parse_citation(inside)
        if cited is None:
            shown = " ".join(inside.split())
            help = f"write `[@id]`, `[@id, p. 4]` or `[@one; @two]`; to print the brackets, write \\[{shown}]"
            yield Finding("BR309", f"`[{shown}]` is not a citation", place, help)
            return
        if after is not None and after.type == "text" and after.content.startswith("("):
            help = "put a space between the two, or remove one"
            yield Finding("BR309", "a citation cannot be a link", place, help)
        if not self.nameable.may_cite:
            yield Finding("BR309", "a source cannot cite another source", place, "name it in words")
            return
        for one in cited:
            if one.id not in self.nameable.sources:
                help = suggest(one.id, self.nameable.sources, noun="sources")
                yield Finding("BR302", f"there is no source '{one.id}'", place, help)

    def _odd_citations(self, typed: str, text: _Typed) -> Iterator[Finding]:
        """Return a finding for each pair of brackets with an @ that is not a valid citation."""
        for match in ODD_CITATION.finditer(typed):
            if match.group(1).rstrip(".,:;") in self.nameable.sources or re.match(r"\[\W*@", match.group()):
                help = f"write `[@id]`, `[@id, p. 4]` or `[@one; @two]`; to print the brackets, write \\{match.group()}"
                place = text.place(match.group(), after=typed[: match.start()])
                yield Finding("BR309", f"`{match.group()}` is not a citation", place, help)

    def _bare_names(self, typed: str, text: _Typed) -> Iterator[Finding]:
        """Return a finding for each known name whose brackets or braces are missing or not understood."""
        for match in ODD_FACT.finditer(typed):
            if match[1] in self.nameable.facts:
                place = text.place(match.group(), typed[: match.start()])
                form = match[2].strip(" |:,.")
                fact = f"{{{match[1]} | {form}}}" if _is_format(form) else f"{{{match[1]}}}"
                help = f"write {fact}; for braces as text, write \\{{"
                yield Finding("BR303", f"`{match.group()}` would be printed as typed", place, help)
        for match in BARE_LINK.finditer(typed):
            if match[1] in self.nameable.ids:
                place = text.place(match.group(), typed[: match.start()])
                yield Finding(
                    "BR311", f"`{match.group()}` would be printed as typed", place, f"write [](#{match[1]})"
                )

    def _bare_citations(self, typed: str, text: _Typed) -> Iterator[Finding]:
        """Return a warning for each @ before the id of a source that is not in brackets."""
        for match in BARE_CITATION.finditer(typed):
            source = match["id"].rstrip(".:+-/")
            is_in_brackets = typed.rfind("[", 0, match.start()) > typed.rfind("]", 0, match.start())
            if source in self.nameable.sources and not is_in_brackets:
                place = text.place(f"@{source}", after=typed[: match.start()])
                what = f"`@{source}` would be printed as typed: a citation has brackets"
                help = f"write [@{source}]; for an @ as text, write \\@{source}"
                yield Finding("BR309", what, place, help, Severity.WARNING)

    def _link(self, address: str, place: Span) -> Iterator[Finding]:
        if not address.lower().startswith(LINK_SCHEMES):
            yield _dead_link(unquote(address), place)
        elif address.startswith("#") and address[1:] not in self.nameable.ids:
            help = suggest(address[1:], self.nameable.ids, noun="ids")
            yield Finding("BR305", f"there is no section or exhibit '{address[1:]}'", place, help)

    def _image(self, token: Token, address: str, place: Span) -> Iterator[Finding]:
        if not token.content.strip():
            help = "write between the brackets what a reader who cannot see the picture should know"
            yield Finding("BR509", "the picture has no alternative text", place, help)
        yield from _tooltip(token, place)
        if not address:
            help = "write ![alternative text](figures/map.png), with the name of the file"
            yield Finding("BR501", "the picture has no file", place, help)
            return
        name = posixpath.normpath(unquote(address))
        if found := find_path(unquote(address), "picture", "figures/", place):
            yield found
        elif "://" in address or name.startswith(("/", "..")) or address.startswith("data:"):
            help = "move the file next to the brief, for example into `figures/`, and use its path from there"
            yield Finding(
                "BR502", f"the picture '{unquote(address)}' is outside the folder of the brief", place, help
            )
        elif name not in self.nameable.files:
            is_near = nearest(name, self.nameable.files) is not None
            help = suggest(name, self.nameable.files) if is_near else "add the file, or correct its name"
            yield Finding("BR501", f"there is no picture '{name}' next to the brief", place, help)


def _is_format(typed: str) -> bool:
    try:
        return read_format(typed) != read_format(None)
    except UnknownFormatError:
        return False


def check_format(name: str, fact: Fact, typed: str, place: Span) -> Iterator[Finding]:
    """Yield the finding for a format of a fact whose value is words, or whose number it does not fit."""
    if not is_numeric(fact.value):
        what = f"the fact '{name}' is not a number, so it cannot have a format"
        help = f"write {{{name}}} without a format, or write its value in digits: 12500 or -2.5"
        yield Finding("BR337", what, place, help)
    elif misfit := find_misfit(fact.value, fact.unit, read_format(typed).over(read_format(fact.format))):
        why, other = misfit
        what = f"the format '{typed.strip()}' does not fit the fact '{name}': {why}"
        yield Finding("BR341", what, place, f"write {{{name}}} without a format, or {{{name} | {other}}}")


class _Typed:
    """One variant of a text as it was typed, and how much of it the walk over its tokens has passed."""

    def __init__(self, words: str, key: Key, source_map: SourceMap) -> None:
        self.words, self.key, self.source_map = words, key, source_map
        self.passed = ""
        self.is_address = False
        """True inside a link that is its own address."""
        self._address = ""
        self.link_words: list[str] = []
        """The words of the links that follow, in order."""

    def pass_by(self, token: Token) -> None:
        """Add what was typed for a token to the passed text: a match in it is not the one that comes later."""
        if token.type == "link_open":
            self.is_address = token.info == "auto"
            is_typed = not self.is_address
            self._address = (
                _as_typed(str(token.attrGet("href")), self.source_map.source_of(self.key)) if is_typed else ""
            )
        elif token.type == "link_close":  # an address follows the words of its link
            self.passed += f" {self._address} "
            self._address, self.is_address = "", False
        elif token.type == "image":
            self.passed += f"{token.content} {self._as_typed(str(token.attrGet('src')))} "
        else:
            self.passed += _typed_for(token)

    def _as_typed(self, address: str) -> str:
        return _as_typed(address, self.source_map.source_of(self.key))

    def place_of_address(self, address: str) -> Span:
        """Return the place of the address of a link or picture; of its brackets if it has none."""
        return self.place(self._as_typed(address) or "]()")

    def place(self, needle: str, after: str = "") -> Span:
        """Return the place of the first `needle` behind the passed text and behind `after`."""
        needle = needle.split("\n")[0].strip()  # the next line starts with an indentation
        return self.source_map.word(self.key, needle, (self.passed + after).count(needle))

    def place_of_line(self, number: int) -> Span:
        """Return the place of a line of the text, counted from 0."""
        lines = self.words.split("\n")
        line = lines[number].strip()
        return self.source_map.word(self.key, line, "\n".join(lines[:number]).count(line))


def _typed_for(token: Token) -> str:
    """Return what was typed for a token, as far as another match can be in it."""
    if token.type == "fact":
        return token.markup
    if token.type == "citation":
        return f"[{token.content}]"
    if token.type in ("footnote_ref", "footnote_reference_open"):
        label = token.meta.get("label")
        return "^[" if label is None else f"[^{label}]"
    if token.type == "span_open":
        return f"]{{lang={token.attrs.get('lang')}}}"
    if token.type == "softbreak":
        return "\n"
    if token.type == "fence":
        return f"{token.info}\n{token.content}"
    return token.content if token.type in PRINTED else ""


MAX_BRACKETS = 2000
"""The opening brackets of one text; a long chapter has a few dozen. Each unclosed one costs the parser 100 steps."""


MAX_WORD = 2000
MAX_PARAGRAPH = 50_000
"""The length of a paragraph in characters: twenty pages without a break."""

LONG_WORD = re.compile(rf"[!-\u02ff\u0370-\u05ff]{{{MAX_WORD + 1},}}")
"""A long word, in scripts with spaces between words: the engine needs minutes to find a place to break it."""

SHOWN = 40
"""The number of characters that a message shows of a text that is not printed."""


@cache
def _checking_parser() -> MarkdownIt:
    """Return the parser of composing, which here keeps escapes in text as typed."""
    parser = make_parser()
    keep_in_place(parser)
    parser.core.ruler.before("text_join", "typed_escapes", _keep_escapes)
    return parser


def _keep_escapes(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text_special":
                child.content = child.markup


def _link_words(walked: list[Token]) -> Iterator[str]:
    """Return the words of each link; "" for a link that is its own address."""
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
                "BR103",
                f"{what} are nested more than {MAX_LEVELS} levels deep",
                place,
                "use fewer levels",
            )


def _lengths(walked: list[Token], place: Span) -> Iterator[Finding]:
    """Return a finding for a word or a paragraph that would take the engine minutes."""
    longest = length = 0
    for token in walked:
        length = 0 if token.block else length + len(token.content)
        longest = max(longest, length)
    if longest > MAX_PARAGRAPH:
        what = f"a paragraph has {longest:,} characters; the limit is {MAX_PARAGRAPH:,}"
        yield Finding("BR122", what, place, "split it into several paragraphs")
    if any(token.type in PRINTED and LONG_WORD.search(token.content) for token in walked):
        what = f"a word is longer than the limit of {MAX_WORD:,} characters"
        yield Finding("BR122", what, place, "look for text that was pasted without its spaces")


def _tooltip(token: Token, place: Span) -> Iterator[Finding]:
    if title := str(token.attrGet("title") or "").strip():
        what = f"the text '{title[:SHOWN]}' after the address is not printed"
        yield Finding("BR311", what, place, "move it into the text, or remove it")


def _unprinted(defined: dict[str, Any], walked: list[Token], text: _Typed) -> Iterator[Finding]:
    """Return a finding for each line `[1]: https://…` whose link `[1]` does not exist: it is not printed."""
    used = {str(token.attrGet("href") or token.attrGet("src")) for token in walked}
    for label, definition in defined.items():
        if definition["href"] not in used:
            place = text.source_map.word(
                text.key, _as_typed(definition["href"], text.source_map.source_of(text.key))
            )
            what = f"this line is not printed: the text has no link '[{label.lower()}]' to this address"
            yield Finding(
                "BR311", what, place, f"write [{label.lower()}] in the text, or cite a source: [@id]"
            )


def _paragraphs(blocks: list[Token], text: _Typed) -> Iterator[Finding]:
    """Return a finding for a list, a heading or an empty line in a text that is printed as one paragraph."""
    for what, line in _parts_of_paragraph(blocks):
        yield Finding(
            "BR212",
            f"this text must be one paragraph, but contains {what}",
            text.place_of_line(line),
            "write one paragraph; lists and headings belong in the text of a section",
        )
        return
    if re.search(r"\n\s*\n", split_definitions(text.words)[0].strip()):
        help = "join the paragraphs, or write two items"
        what = "this text must be one paragraph, but contains an empty line"
        yield Finding("BR212", what, text.source_map.value(text.key), help)


def _parts_of_paragraph(blocks: list[Token]) -> Iterator[tuple[str, int]]:
    """Return the lists and headings of CommonMark in a text, with their lines.

    A single list item that starts the text (`12. Juni`, `- 5 %`) is meant as text, and printed as typed.
    """
    for index, token in enumerate(blocks):
        if token.type == "heading_open" and token.map:
            yield "a heading", token.map[0]
        elif token.type in ("table_open", "dl_open") and token.map:
            yield "a table" if token.type == "table_open" else "a list of definitions", token.map[0]
        elif token.nesting == 1 and token.type.removesuffix("_open") in LISTS and token.map:
            items = [
                item
                for item in blocks[index:]
                if item.type == "list_item_open" and item.level == token.level + 1
            ]
            if index > 0 or len(items) > 1:
                yield "a list", token.map[0]


def _markup(typed: str, text: _Typed) -> Iterator[Finding]:
    """Return a finding for markup that CommonMark does not have, and that would be printed as typed."""
    if match := COMMENT.search(typed):
        help = "remove it, or write a YAML comment, which starts with '# '"
        yield _not_commonmark("an HTML comment", text.place("<!--", typed[: match.start()]), help)
    for match in REFUSED_LINK.finditer(typed):
        place = text.place(match.group(1), typed[: match.start()])
        is_image = IMAGE_BEFORE.search(typed, 0, match.start())
        found = find_path(match.group(1), "picture", "figures/", place) if is_image else None
        yield found or _dead_link(match.group(1), place)


def _dead_link(address: str, place: Span) -> Finding:
    help = LINK_TO_FILE if is_a_file(address) else LINK_TO
    return Finding("BR306", f"the link '{address}' does not work in a PDF", place, help)


def _not_commonmark(what: str, place: Span, help: str) -> Finding:
    return Finding("BR311", f"{what} is not supported in texts", place, help)


def _with_one_misread(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings with one of those about the encoding of a text, which has one cause."""
    is_reported = False
    for found in findings:
        if found.code != "BR121" or not is_reported:
            yield found
        is_reported |= found.code == "BR121"


def _is_inside(place: Span, others: Sequence[Span]) -> bool:
    """Return True if a place is inside one of the others, on its line."""
    return any(
        place.line == other.line and other.column <= place.column < other.column + other.length
        for other in others
    )


def _is_seen(token: Token) -> bool:
    """Return True if a token prints anything."""
    return token.type in ("hr", "image") or (token.type in PRINTED and bool(unescape(token.content).strip()))


def _as_typed(address: str, source: str) -> str:
    """Return an address as typed in the file: the parser has encoded characters that a URL cannot have."""
    return address if address in source else unquote(address)
