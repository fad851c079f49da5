"""Markdown → safe HTML, with the language's quotes and dashes, and with facts and citations resolved."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from briefing.compose.citations.in_text import Citations
from briefing.compose.citations.mark_places import (
    ALL_PUNCTUATION,
    CITATION,
    PUNCTUATION_AFTER_WORDS,
    MarkPlaces,
    note_raised_digits,
)
from briefing.compose.citations.source_markup import mark_of
from briefing.compose.footnotes import FootnoteSeries
from briefing.compose.passages import Passages
from briefing.compose.sentence_capital import set_sentence_capital
from briefing.compose.templating.element_origins import captured, enclosed
from briefing.compose.templating.template_errors import internal_code
from briefing.compose.text_markup import install_markup, raise_scripts
from briefing.compose.typography import Typography, unquoted
from briefing.core.source_map import Key
from briefing.markdown.footnotes import REFERENCE, parse_text, split_footnotes
from briefing.markdown.grammar import PICTURE_NAME, make_parser, parse_citation, walk_tokens
from briefing.markdown.scripts import fold_scripts
from briefing.model.brief import Fact
from briefing.model.content import Passage
from briefing.model.labels import Labels
from briefing.model.language import Traits
from briefing.model.text import Flow
from briefing.text.facts import FactFormatter
from briefing.text.locale_formats import NO_BREAK_SPACE, WORLD_ENGLISH

WORDED = {"text", "text_special", "code_inline", "code_block", "fence", "image"}
"""The types of tokens whose content is words of the text."""


AFTER_DIGIT = Markup("\u2060\u202f")
"""The space between a raised digit and the mark of a citation, which would be read as one number."""

LONE_STOP = re.compile(r"\.(?!\.)")
SPACED_WORD = re.compile(r" [^\W\d_]")


class Prose:
    """Turns the passages of one edition into HTML; its citations are numbered in the order of the calls.

    `traits` are the rules for typesetting its language, `passages` those of the languages of passages, by tag.
    `names` gives the text of links without words, by the id of a section or exhibit: `[](#map)` becomes "Figure 2".
    `footnotes` numbers the footnotes and prints them; without it, texts are printed without them.
    A link to an exhibit that the edition lacks is reduced to its words; without words it is `dangling`.
    `sources` are the names of all sources, for a text that may name others; None if every name was checked.
    """

    def __init__(
        self,
        labels: Labels,
        facts: Mapping[str, Fact],
        citations: Citations,
        names: Mapping[str, str | Passage] | None = None,
        traits: Traits | None = None,
        passages: Mapping[str, tuple[Labels, Traits]] | None = None,
        footnotes: FootnoteSeries | None = None,
        sources: Collection[str] | None = None,
    ) -> None:
        self.citations, self.footnotes = citations, footnotes
        self.facts = facts
        self.names = names or {}
        self.dangling: list[tuple[Key, str]] = []
        self.printed: set[Key] = set()
        """The keys of the passages printed so far."""
        self.keys: list[Key] = []
        """The keys of the passages with marked HTML, by the number in the mark."""
        self._plain: dict[tuple[Passage, bool], str] = {}
        """The plain words of passages, with and without set spaces: each part asks for those of all sources."""
        self.direction = labels.direction
        self.quotes = labels.quotes
        traits = traits or Traits()
        self.formatter = FactFormatter(labels, traits.locale or WORLD_ENGLISH)
        self.typography = typography = Typography(labels, traits)
        self.parser = make_parser()
        self.spaced = typography.spaced_in
        typography.install(self.parser)
        self.parser.core.ruler.after("inline", "joined_citations", _join_citations)
        self.parser.core.ruler.push("fact_stops", self._merge_stops)
        self.parser.core.ruler.push("fact_bonds", self._bind_facts)
        if passages:
            others = Passages(passages)
            self.parser.core.ruler.after("inline", "passages", others.set_apart)
            self.parser.core.ruler.push("all_passages", others.put_back)
        if sources is not None:
            self.parser.core.ruler.after("inline", "unknown_names", partial(self._show_unknown, sources))
        install_markup(self.parser, self._words, labels.direction)
        self._install_mark_places(traits)
        self.parser.core.ruler.push("links", self._resolve_links)
        self.parser.core.ruler.push("sentence_capital", set_sentence_capital)
        typography.raise_ordinals(self.parser)
        rules = self.parser.renderer.rules  # type: ignore[attr-defined]
        rules |= {
            "citation": self._render_citation,
            "fact": self._render_fact,
            REFERENCE: self._render_footnote,
        }

    def _install_mark_places(self, traits: Traits) -> None:
        """Add the rules that set marks before or after punctuation; citations in words belong to their sentence."""

        def add(name: str, kinds: Sequence[str], before: str, after: str) -> None:
            places = MarkPlaces(kinds, before, after, traits.abbreviations, self._words_at)
            self.parser.core.ruler.push(name, places.set_places)

        before = traits.marks_before
        after = "".join(mark for mark in ALL_PUNCTUATION if mark not in before)
        if self.citations.are_words:
            add("citation_places", [CITATION], PUNCTUATION_AFTER_WORDS, "")
            add("mark_places", [REFERENCE], before, after)
        else:
            add("mark_places", [CITATION, REFERENCE], before, after)
        self.parser.core.ruler.push("raised_digits", lambda state: note_raised_digits(state, self._words_at))

    def _words_at(self, token: Token) -> str:
        return self._fact_words(token) if token.type == "fact" else token.content

    def html(self, passage: Passage, *, is_quoted: bool = False, starts_sentence: bool = False) -> Markup:
        """Return the HTML of a passage: inline text, or paragraphs.

        With `is_quoted`, it is inside quotation marks, so marks in it are inner ones. With `starts_sentence`, it begins
        with a capital, because it follows a full stop.
        """
        env: dict[str, Any] = {"key": passage.key, "is_set": True, "is_quoted": is_quoted}
        env["starts_sentence"] = starts_sentence
        self.printed.add(passage.key)
        words = passage.words.strip()
        if PICTURE_NAME.fullmatch(words):
            return escape(words)  # unchanged: an apostrophe is part of the name
        tokens = parse_text(self.parser, words, is_block=passage.flow is Flow.BLOCK, env=env)
        body, env["paragraphs"] = split_footnotes(tokens)
        return self._rendered(body, env)

    def _rendered(self, tokens: list[Token], env: MutableMapping[str, Any]) -> Markup:
        html = self.parser.renderer.render(tokens, self.parser.options, env)
        return Markup(html)  # noqa: S704  (html=False: markup is escaped)

    def quotation(self, passage: Passage) -> Markup:
        """Return the HTML of a passage inside the quotation marks of the language, even if they were typed."""
        opening, closing = self.quotes[:2]
        html = self.html(replace(passage, words=unquoted(passage.words)), is_quoted=True)
        return Markup("{}{}{}").format(opening, html, closing)

    def number(self, key: Key) -> int:
        """Return a number for the mark around the HTML of a passage."""
        self.keys.append(key)
        return len(self.keys) - 1

    def plain(self, passage: Passage, *, is_set: bool = False) -> str:
        """Return the words of a passage without markup, citations and footnotes, for titles, metadata and the like.

        With `is_set`, no-break spaces are set as in printed text.
        """
        self.printed.add(passage.key)
        known = self._plain.get((passage, is_set))
        if known is None:
            known = self._plain[passage, is_set] = self._plain_words(passage, is_set=is_set)
        return known

    def _plain_words(self, passage: Passage, *, is_set: bool) -> str:
        env = {"key": passage.key, "is_set": is_set}
        is_block = passage.flow is Flow.BLOCK
        tokens, _ = split_footnotes(
            parse_text(self.parser, passage.words.strip(), is_block=is_block, env=env)
        )
        return self._words(tokens)

    def marked(self, passage: Passage) -> str:
        """Return the words of a passage as `plain` does, with the marks of `source_markup` for emphasis and scripts."""
        self.printed.add(passage.key)
        env = {"key": passage.key, "is_set": False}
        tokens, _ = split_footnotes(parse_text(self.parser, passage.words.strip(), is_block=False, env=env))
        words = "".join(mark_of(token) or self._plain_token(token) for token in walk_tokens(tokens))
        return re.sub(r"[ \t\n]+", " ", words).strip(" ")

    def _words(self, tokens: Sequence[Token]) -> str:
        words = "".join(self._plain_token(token) for token in fold_scripts(list(walk_tokens(list(tokens)))))
        return re.sub(r"[ \t\n]+", " ", words).strip(" ")

    def _plain_token(self, token: Token) -> str:
        if token.type == "fact":
            return self._fact_words(token)
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
        placed = [
            replace(one, locator=one.locator and self.typography.set_locator(one.locator)) for one in cited
        ]
        mark = self.citations.mark(placed, env["key"])
        return AFTER_DIGIT + mark if mark and tokens[index].meta.get("follows_digit") else mark

    def _render_footnote(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        if self.footnotes is None:
            return ""
        name = tokens[index].meta["id"]
        around = {"after": tokens[max(index - 1, 0)], "before": tokens[min(index + 1, len(tokens) - 1)]}
        sides = [side for side, token in around.items() if token.type == "citation"]

        def words() -> Markup:
            paragraphs = (self._rendered([paragraph], env) for paragraph in env["paragraphs"][name])
            return Markup("<br>").join(paragraphs)

        return self.footnotes.mark((*env["key"], name), words, sides)

    def _render_fact(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: MutableMapping[str, Any]
    ) -> str:
        words = self.typography.raised_in(str(escape(self._fact_words(tokens[index]))))
        return raise_scripts(words, self.direction)

    def _fact_words(self, token: Token) -> str:
        """Return the value of a fact with its unit, on one line."""
        fact = self.facts[token.content]
        words = self.formatter.format(fact.value, fact.unit, token.meta.get("format"), fact.format).words
        return self.typography.bonds.set(words)

    def _show_unknown(self, sources: Collection[str], state: StateCore) -> None:
        """Print names of facts and sources that do not exist as typed, in a proof that reports them as errors."""

        def is_unknown(citation: str) -> bool:
            cited = parse_citation(citation)
            return cited is None or any(one.id not in sources for one in cited)

        for token in state.tokens:
            for child in token.children or ():
                if child.type == "fact" and child.content not in self.facts:
                    child.type, child.content = "text", f"{{{child.content}}}"
                elif child.type == CITATION and is_unknown(child.content):
                    child.type, child.content = "text", f"[{child.content}]"

    def _merge_stops(self, state: StateCore) -> None:
        """Print one full stop where a fact ends with that of an abbreviation and its sentence ends: 2026 г."""
        for token in state.tokens:
            for fact, after in pairwise(token.children or ()):
                is_stop = after.type == "text" and LONE_STOP.match(after.content) is not None
                if is_stop and fact.type == "fact" and self._fact_words(fact).endswith("."):
                    after.content = after.content[1:]

    def _bind_facts(self, state: StateCore) -> None:
        """Keep the number of a fact on one line with the word after it, which names what is counted."""
        for token in state.tokens if state.env["is_set"] else ():
            for fact, after in pairwise(token.children or ()):
                if fact.type == "fact" and self.typography.bonds.is_open(self._fact_words(fact)):
                    _bind_start(after, token.children or ())
                elif after.type == "fact" and fact.type == "text" and fact.content.endswith(" "):
                    before, number = fact.content[:-1], self._fact_words(after)
                    fact.content = f"{before}{self.typography.bonds.binds(before, number) or ' '}"

    def _resolve_links(self, state: StateCore) -> None:
        """Resolve links inside the edition; those without words get the name of their target."""
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
    """A passage inside a template: `{{ brief.title }}` prints its HTML, `{{ brief.title.words }}` its plain words."""

    __slots__ = ("_passage", "_prose", "_starts_sentence")

    def __init__(self, passage: Passage, prose: Prose, *, starts_sentence: bool = False) -> None:
        self._passage, self._prose, self._starts_sentence = passage, prose, starts_sentence

    def __html__(self) -> str:
        with internal_code():
            html = self._prose.html(self._passage, starts_sentence=self._starts_sentence)
            return enclosed(html, self._prose.number(self._passage.key))

    def __str__(self) -> str:
        return self.words

    def __repr__(self) -> str:
        return f"Text({self._passage.words!r})"

    @property
    def quoted(self) -> Markup:
        """The HTML of the text inside quotation marks; marks in it are the inner ones of the language."""
        with internal_code():
            html = self._prose.quotation(self._passage)
            return captured(enclosed(html, self._prose.number(self._passage.key)))

    @property
    def typed(self) -> str:
        """The text as it was typed."""
        return self._passage.words

    @property
    def sentence(self) -> Text:
        """The text with a capital at its start, because it follows a full stop."""
        return Text(self._passage, self._prose, starts_sentence=True)

    @property
    def words(self) -> str:
        """The words without markup and citations."""
        with internal_code():
            return self._prose.plain(self._passage)

    @property
    def set_words(self) -> str:
        """The words with no-break spaces as in printed text."""
        with internal_code():
            return self._prose.plain(self._passage, is_set=True)


def _bind_start(after: Token, children: Sequence[Token]) -> None:
    """Bind the word after a fact, on the same typed line or on the next one."""
    if after.type == "text" and SPACED_WORD.match(after.content):
        after.content = f"{NO_BREAK_SPACE}{after.content[1:]}"
    elif after.type == "softbreak":
        following = children[children.index(after) + 1 :][:1]
        if following and following[0].type == "text" and following[0].content[:1].isalpha():
            after.type, after.content = "text", NO_BREAK_SPACE


def _join_citations(state: StateCore) -> None:
    """Join citations that follow each other: the marks of `[@a] [@b]` are 1, 2, and not 12."""
    for token in state.tokens:
        joined: list[Token] = []
        for child in token.children or ():
            if child.type == "citation" and joined and joined[-1].type == "citation":
                joined[-1].content = f"{joined[-1].content}; {child.content}"
            else:
                joined.append(child)
        if token.children:
            token.children = joined
