"""Markdown → safe HTML: quotes and dashes become the language's, facts and citations resolve."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from itertools import cycle, pairwise, takewhile
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from briefing.compose.citations.in_text import Citations
from briefing.compose.templating.element_origins import enclosed
from briefing.compose.templating.template_errors import our_own
from briefing.core.source_map import Key
from briefing.markdown import PICTURE_NAME, make_parser, parse_citation, walk_tokens
from briefing.model.brief import Fact
from briefing.model.content import Passage
from briefing.model.labels import Labels
from briefing.model.text import Flow
from briefing.text.cue_words import any_of

NO_BREAK_SPACE = "\u00a0"
SECTION_HEADING_LEVEL = 2
"""Headings inside a text start one level below this, whatever level their author wrote."""

LAST_WORDS_LENGTH = 20
MANY_LINES_LENGTH = 80
"""In characters: in a paragraph longer than the second, the last two words stay on one line where they are
shorter than the first together."""

TITLE_LINE_LENGTH = 24
"""In characters: of a title that is longer, all last words that are shorter than `LAST_WORDS_LENGTH` together stay on
one line."""

WORDED = {"text", "text_special", "code_inline", "code_block", "fence", "image"}
"""Tokens whose content is words of the text."""

CLOSING = r"\"'»”’)\]"
"""What may follow a mark at the end of a sentence, as a part of a pattern."""

SPACED_DASH = re.compile(r"(?:(?<=\S)|^) +---? +(?=\S|$)")
SIGNS = (
    (re.compile(r"(?<=\w)---(?=\w)"), "—"),
    (re.compile(r"(?<=\w)--(?=\w)"), "–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\d) (?=[‰°])"), NO_BREAK_SPACE),
)


PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]?%(?!\w)")
SMALL_COUNT = re.compile(r"(?<![\w.,:/–-])(\d{1,2}) (?=[^\W\d_])")
"""A number of one or two digits and the word that it counts, as in 27 times, or 20 May."""


class Prose:
    """Turns the passages of one edition into HTML; its citations are numbered in the order of the calls.

    `bound_words` are words that no line ends with.
    `names` are what a link without words says of a section or exhibit, by its id: `[](#map)` becomes "Figure 2".
    A link to one that the edition does not have becomes its words alone; without words it is `dangling`.
    """

    def __init__(
        self,
        labels: Labels,
        facts: Mapping[str, Fact],
        citations: Citations,
        names: Mapping[str, str | Passage] | None = None,
        bound_words: Sequence[str] = (),
    ) -> None:
        self.citations = citations
        self.facts = facts
        self.names = names or {}
        self.dangling: list[tuple[Key, str]] = []
        self.printed: set[Key] = set()
        """The places of the passages that were asked for so far."""
        self.keys: list[Key] = []
        """The same of those whose HTML is marked, by the number in the mark."""
        self.bound_word = re.compile(rf"(?<![\w-])({any_of(bound_words)}) (?=\w)", re.IGNORECASE)
        self.dashes, self.spaces = labels.dashes, labels.spaces
        self.percent = labels.labels.get("percent", "%")
        self.parser = make_parser().enable("smartquotes")
        self.parser.options["typographer"] = True
        self.parser.options["quotes"] = list(labels.quotes)
        self.parser.core.ruler.after("inline", "dashes", self._set_dashes)
        if labels.spaces:
            self.parser.core.ruler.after("dashes", "spaces", self._set_spaces)
        self.parser.core.ruler.push("bonds", self._set_bonds)
        self.parser.core.ruler.push("last_words", _keep_last_words)
        self.parser.core.ruler.push("heading_levels", _lower_headings)
        if citations.are_words:
            self.parser.core.ruler.push("stops", _move_stops)
        self.parser.core.ruler.push("links", self._resolve_links)
        rules = self.parser.renderer.rules  # type: ignore[attr-defined]
        rules |= {"citation": self._render_citation, "fact": self._render_fact}

    def html(self, passage: Passage) -> Markup:
        """The HTML of a passage: one run of words, or paragraphs."""
        env = {"key": passage.key, "is_set": True}
        self.printed.add(passage.key)
        words = passage.words.strip()
        if PICTURE_NAME.fullmatch(words):
            return escape(words)  # as it is: an apostrophe is a part of the name
        if passage.flow is Flow.INLINE:
            return Markup(self.parser.renderInline(words, env))  # noqa: S704  (html=False: markup is escaped)
        return Markup(self.parser.render(words, env))  # noqa: S704

    def number(self, key: Key) -> int:
        """A number for the mark around the HTML of a passage."""
        self.keys.append(key)
        return len(self.keys) - 1

    def plain(self, passage: Passage, *, is_set: bool = False) -> str:
        """The words of a passage alone, for titles, metadata and alternative texts: no markup, no citations.

        Where they `is_set` in lines, they keep the spaces that no line end parts.
        """
        self.printed.add(passage.key)
        parse = self.parser.parseInline if passage.flow is Flow.INLINE else self.parser.parse
        tokens = parse(passage.words.strip(), {"key": passage.key, "is_set": is_set})
        words = "".join(self._plain_token(token) for token in walk_tokens(tokens))
        return re.sub(r"[ \t\n]+", " ", words).strip(" ")

    def _plain_token(self, token: Token) -> str:
        if token.type == "fact":
            return self._fact_words(token.content)
        ends_block = token.block and token.nesting == -1
        if token.type in ("softbreak", "hardbreak") or ends_block:
            return " "
        return token.content if token.type in WORDED else ""

    def _render_citation(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        cited = parse_citation(tokens[index].content)
        if cited is None:
            raise AssertionError(f"unchecked citation {tokens[index].content!r}")
        return self.citations.mark(cited, env["key"])

    def _render_fact(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: MutableMapping[str, Any]
    ) -> str:
        return str(escape(self._fact_words(tokens[index].content)))

    def _fact_words(self, name: str) -> str:
        """The value of a fact with its unit, not to be parted by a line end."""
        fact = self.facts[name]
        if fact.unit == "%":
            return f"{fact.value}{self.percent}"
        return f"{fact.value}{NO_BREAK_SPACE}{fact.unit}" if fact.unit else fact.value

    def _set_dashes(self, state: StateCore) -> None:
        """Spaced hyphens open and close an aside in turn; hyphens between words are ranges and joints."""
        for token in state.tokens:
            sides = cycle(self.dashes)
            for child in _said(token):
                child.content = SPACED_DASH.sub(lambda _, sides=sides: next(sides), child.content)  # type: ignore[misc]
                for pattern, sign in SIGNS:
                    child.content = pattern.sub(sign, child.content)

    def _set_spaces(self, state: StateCore) -> None:
        """The language's space before each mark that has one, whether a person typed a space there or none."""
        marks = re.escape("".join(self.spaces))
        pattern = re.compile(rf"[ \u00a0\u202f]?(?<![{marks}])([{marks}])(?=[\s{marks}{CLOSING}]|$)")
        for token in state.tokens:
            for child in _said(token):
                child.content = pattern.sub(lambda found: self.spaces[found[1]] + found[1], child.content)

    def _set_bonds(self, state: StateCore) -> None:
        """What no line end parts; and the sign of percent as the language sets it."""
        for token in state.tokens:
            for child in _said(token):
                words = PERCENT.sub(self.percent, child.content)
                for pattern in (SMALL_COUNT, self.bound_word) if state.env["is_set"] else ():
                    words = pattern.sub(rf"\1{NO_BREAK_SPACE}", words)
                child.content = words

    def _resolve_links(self, state: StateCore) -> None:
        """Links inside the edition: those without words get the name of what they lead to."""
        for token in state.tokens:
            kept: list[Token] = []
            is_missing = False
            for child in token.children or []:
                address = str(child.attrGet("href")) if child.type == "link_open" else ""
                if address:
                    is_missing = address.startswith("#") and address[1:] not in self.names
                if child.type == "link_close" and kept and kept[-1].type == "link_open" and not is_missing:
                    kept.append(self._name_of(str(kept[-1].attrGet("href"))))
                if not (is_missing and child.type in ("link_open", "link_close")):
                    kept.append(child)
            if token.children:
                self._note_dangling(token.children, state.env["key"])
                token.children = kept

    def _name_of(self, address: str) -> Token:
        name = self.names[address[1:]]
        return Token("text", "", 0, content=self.plain(name) if isinstance(name, Passage) else name)

    def _note_dangling(self, children: Sequence[Token], key: Key) -> None:
        for opening, closing in pairwise(children):
            address = str(opening.attrGet("href")) if opening.type == "link_open" else ""
            if closing.type == "link_close" and address.startswith("#") and address[1:] not in self.names:
                self.dangling.append((key, address[1:]))


class Text:
    """A passage inside a template: `{{ brief.title }}` is its HTML, `{{ brief.title.words }}` its words alone."""

    __slots__ = ("_passage", "_prose")

    def __init__(self, passage: Passage, prose: Prose) -> None:
        self._passage, self._prose = passage, prose

    def __html__(self) -> str:
        with our_own():
            return enclosed(self._prose.html(self._passage), self._prose.number(self._passage.key))

    def __str__(self) -> str:
        return self.words

    def __repr__(self) -> str:
        return f"Text({self._passage.words!r})"

    @property
    def typed(self) -> str:
        """The text as a person typed it."""
        return self._passage.words

    @property
    def words(self) -> str:
        """The words without markup and citations."""
        with our_own():
            return self._prose.plain(self._passage)

    @property
    def set_words(self) -> str:
        """The same, with the spaces that no line end parts."""
        with our_own():
            return self._prose.plain(self._passage, is_set=True)


def _said(token: Token) -> Iterator[Token]:
    """The texts inside a token; addresses are none."""
    children = token.children or []
    for child, before in zip(children, [None, *children], strict=False):
        is_address = before is not None and before.type == "link_open" and before.info == "auto"
        if child.type == "text" and not is_address:
            yield child


def _keep_last_words(state: StateCore) -> None:
    """No long paragraph ends in a line of one word, and no long title in a short line; citations do not count."""
    is_title = state.env["key"][:1] == ("title",) and state.env["is_set"]
    for token in state.tokens:
        if is_title and len(token.content) > TITLE_LINE_LENGTH:
            _keep_end_of_title(token)
        if len(token.content) < MANY_LINES_LENGTH:
            continue
        said = [child for child in token.children or () if child.type != "citation"]
        last = ""
        for child in takewhile(lambda child: child.type in ("text", "softbreak"), reversed(said)):
            words = " " if child.type == "softbreak" else child.content
            before, space, after = words.rpartition(" ")
            last = after + last
            if space and last:
                is_short = len(before.rpartition(" ")[2]) + len(last) < LAST_WORDS_LENGTH
                child.type, child.content = "text", f"{before}{NO_BREAK_SPACE if is_short else ' '}{after}"
                break


def _keep_end_of_title(token: Token) -> None:
    last = next((child for child in reversed(token.children or ()) if child.type == "text"), None)
    if last is not None:
        words = last.content.split(" ")
        while len(words) > 2 and len(words[-2]) + len(words[-1]) < LAST_WORDS_LENGTH:
            words[-2:] = [f"{words[-2]}{NO_BREAK_SPACE}{words[-1]}"]
        last.content = " ".join(words)


def _move_stops(state: StateCore) -> None:
    """A citation in words, typed like a note behind the full stop of its sentence, comes before it."""
    for token in state.tokens:
        children = token.children or []
        for index in range(len(children) - 1, 0, -1):
            before, after = children[index - 1], children[index + 1 : index + 2]
            ends = (
                before.type == "text" and before.content.endswith(".") and not before.content.endswith("..")
            )
            goes_on = any(child.type == "citation" or child.content.lstrip()[:1].islower() for child in after)
            if children[index].type == "citation" and ends and not goes_on:
                before.content = before.content[:-1]
                children.insert(index + 1, Token("text", "", 0, content="."))


def _lower_headings(state: StateCore) -> None:
    """Moves the headings of a text below the heading of its section, and closes gaps between their levels."""
    levels = sorted({token.tag for token in state.tokens if token.type == "heading_open"})
    shifted = {tag: f"h{min(6, SECTION_HEADING_LEVEL + 1 + place)}" for place, tag in enumerate(levels)}
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = shifted[token.tag]
