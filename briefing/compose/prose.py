"""Markdown → safe HTML: raw HTML stays text, quotes and dashes become the language's, facts and citations resolve."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from itertools import takewhile
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from briefing.compose.cite import Citations
from briefing.model.brief import Fact
from briefing.model.text import CITATION, FACT, Flow, parse_citation
from briefing.model.wording import Labels
from briefing.stages import Passage

NO_BREAK_SPACE = "\u00a0"
SECTION_HEADING_LEVEL = 2
"""Headings inside a text start one level below this, whatever level their author wrote."""

LAST_WORDS_LENGTH = 20
MANY_LINES_LENGTH = 80
"""In characters: in a paragraph longer than the second, the last two words stay on one line where they are
shorter than the first together."""

DASHES = (
    (re.compile(r"(?<=\S) +--(?= )"), f"{NO_BREAK_SPACE}–"),
    (re.compile(r"---"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"\.\.\."), "…"),
)


class Prose:
    """Turns the passages of one edition into HTML; its citations are numbered in the order of the calls."""

    def __init__(self, labels: Labels, facts: Mapping[str, Fact], citations: Citations) -> None:
        self.citations = citations
        self.facts = facts
        self.markdown = MarkdownIt(
            "commonmark", {"html": False, "typographer": True, "quotes": list(labels.quotes)}
        ).enable("smartquotes")
        self.markdown.inline.ruler.before("link", "citation", _citation_rule)
        self.markdown.inline.ruler.before("citation", "fact", _fact_rule)
        self.markdown.core.ruler.after("inline", "dashes", _dashes_rule)
        self.markdown.core.ruler.push("last_words", _last_words_rule)
        self.markdown.core.ruler.push("heading_levels", _heading_levels_rule)
        rules = self.markdown.renderer.rules  # type: ignore[attr-defined]
        rules |= {"citation": self._render_citation, "fact": self._render_fact}

    def html(self, passage: Passage) -> Markup:
        """The HTML of a passage: one run of words, or paragraphs."""
        env = {"key": passage.key}
        words = passage.words.strip()
        if passage.flow is Flow.INLINE:
            return Markup(self.markdown.renderInline(words, env))  # noqa: S704  (html=False: markup is escaped)
        return Markup(self.markdown.render(words, env))  # noqa: S704

    def plain(self, passage: Passage) -> str:
        """The words of a passage alone, for titles, metadata and alternative texts: no markup, no citations."""
        tokens = self.markdown.parseInline(passage.words.strip(), {"key": passage.key})
        return re.sub(
            "[ \t\n]+", " ", "".join(self._plain_token(t) for token in tokens for t in token.children or ())
        )

    def _plain_token(self, token: Token) -> str:
        if token.type == "fact":
            return fact_words(self.facts[token.content])
        if token.type in ("softbreak", "hardbreak"):
            return " "
        return token.content if token.type in ("text", "code_inline", "text_special", "image") else ""

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
        return str(escape(fact_words(self.facts[tokens[index].content])))


def fact_words(fact: Fact) -> str:
    """The value of a fact with its unit, not to be parted by a line end."""
    return f"{fact.value}{NO_BREAK_SPACE}{fact.unit}" if fact.unit else fact.value


class Text:
    """A passage inside a template: `{{ brief.title }}` is its HTML, `{{ brief.title.words }}` its words alone."""

    def __init__(self, passage: Passage, prose: Prose) -> None:
        self._passage, self._prose = passage, prose

    def __html__(self) -> str:
        return self._prose.html(self._passage)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The words without markup and citations."""
        return self._prose.plain(self._passage)


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _drop_space_before(state)
        state.push("citation", "", 0).content = match.group(1)
    state.pos = match.end()
    return True


def _drop_space_before(state: StateInline) -> None:
    """A mark of citation stands close to the words that it supports."""
    state.pending = state.pending.rstrip()
    if not state.pending and state.tokens and state.tokens[-1].type == "softbreak":
        state.tokens.pop()


def _fact_rule(state: StateInline, silent: bool) -> bool:
    match = FACT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("fact", "", 0).content = match.group(1)
    state.pos = match.end()
    return True


def _dashes_rule(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                for pattern, replacement in DASHES:
                    child.content = pattern.sub(replacement, child.content)


def _last_words_rule(state: StateCore) -> None:
    """No long paragraph ends in a line of one word; marks of citation after it do not count."""
    for token in state.tokens:
        said = [child for child in token.children or () if child.type != "citation"]
        texts = list(takewhile(lambda child: child.type == "text", reversed(said)))
        holder = next((child for child in texts if " " in child.content), None)
        if holder is None or len(token.content) < MANY_LINES_LENGTH:
            continue
        before, _, after = holder.content.rpartition(" ")
        last = after + "".join(child.content for child in reversed(texts[: texts.index(holder)]))
        if last and len(before.rpartition(" ")[2]) + len(last) < LAST_WORDS_LENGTH:
            holder.content = f"{before}{NO_BREAK_SPACE}{after}"


def _heading_levels_rule(state: StateCore) -> None:
    """Moves the headings of a text below the heading of its section, and closes gaps between their levels."""
    levels = sorted({token.tag for token in state.tokens if token.type == "heading_open"})
    shifted = {tag: f"h{min(6, SECTION_HEADING_LEVEL + 1 + place)}" for place, tag in enumerate(levels)}
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = shifted[token.tag]
