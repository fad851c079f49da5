"""What a text names and how it is marked up: found on the tokens that composing will print, told at their place."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token

from briefing.finding import Finding, Span, nearest, suggest
from briefing.markdown import CITATION, FACT, make_parser, parse_citation, walk_tokens
from briefing.model.text import Flow
from briefing.places import Key, Places

MAX_LEVELS = 20
"""Levels of lists and quotations in one text; a page has no room for more."""

LINK_SCHEMES = ("https://", "http://", "mailto:", "#")
REFUSED_LINK = re.compile(
    r"\]\(\s*((?:javascript|vbscript|file|data):(?:[^()\s]|\([^()\s]*\))*)", re.IGNORECASE
)

NOT_COMMONMARK = (
    (re.compile(r"<!--"), "a comment of HTML", "take it out; a comment in YAML starts with '# '"),
    (re.compile(r"\[\^[^\]\s]+\]"), "a footnote", "cite a source: [@id]"),
    (re.compile(r"^[ \t]*\|.*\|[ \t]*\n[ \t]*\|[ \t:|-]+\|", re.MULTILINE), "a table", "write it as a list"),
)
"""What other kinds of Markdown know and CommonMark does not: it would be printed as it was typed."""

UNWORDED = {"hr", "image"}
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

    def __init__(self, places: Places, nameable: Nameable) -> None:
        self.places, self.nameable = places, nameable
        self.parser = make_parser()

    def check(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        """The findings of one wording that stands at `key`."""
        tokens = self.parser.parse(words) if flow is Flow.BLOCK else self.parser.parseInline(words)
        walked = list(walk_tokens(tokens))
        if not any(_is_seen(token) for token in walked):
            yield Finding(
                "BR208", "this text shows nothing", self.places.value(key), "write it, or remove its key"
            )
        if any(token.level > MAX_LEVELS for token in walked):
            what = f"lists or quotations stand more than {MAX_LEVELS} deep in each other"
            yield Finding("BR103", what, self.places.value(key), "write it flatter")
        seen: Counter[str] = Counter()
        for token, after in zip(walked, [*walked[1:], None], strict=False):
            yield from self._token(token, after, key, seen)
        if flow is Flow.INLINE and re.search(r"\n\s*\n", words.strip()):
            mend = "join the paragraphs, or make two items of them"
            what = "this text is one paragraph, but has an empty line in it"
            yield Finding("BR212", what, self.places.value(key), mend)

    def _token(self, token: Token, after: Token | None, key: Key, seen: Counter[str]) -> Iterator[Finding]:
        if token.type == "fact":
            yield from self._fact(token.content, self._place(f"{{{token.content}}}", key, seen))
        elif token.type == "citation":
            whole = f"[{token.content}]"
            yield from self._citation(token.content, after, self._place(whole, key, seen))
        elif token.type == "link_open":
            address = str(token.attrGet("href"))
            yield from self._link(address, self._place(_as_typed(address, self.places.source), key, seen))
        elif token.type == "image":
            address = str(token.attrGet("src"))
            yield from self._image(
                token, address, self._place(_as_typed(address, self.places.source), key, seen)
            )
        elif token.type in ("code_inline", "code_block", "fence"):
            seen.update(
                match.group() for match in (*FACT.finditer(token.content), *CITATION.finditer(token.content))
            )
        elif token.type == "inline":
            yield from self._markup(token.content, key)
        elif token.type == "text":
            yield from self._raw_citation(token.content, key)

    def _place(self, typed: str, key: Key, seen: Counter[str]) -> Span:
        seen[typed] += 1
        return self.places.word(key, typed, seen[typed] - 1)

    def _fact(self, fact: str, place: Span) -> Iterator[Finding]:
        if fact not in self.nameable.facts:
            near = suggest(fact, self.nameable.facts, noun="facts")
            mend = (
                near if near.startswith("did you mean") else f"{near}; for braces as text, write \\{{{fact}}}"
            )
            yield Finding("BR303", f"there is no fact '{fact}'", place, mend)

    def _citation(self, inside: str, after: Token | None, place: Span) -> Iterator[Finding]:
        cited = parse_citation(inside)
        if cited is None:
            mend = "write `[@id]`, `[@id, p. 4]` or `[@one; @two]`"
            yield Finding("BR309", f"`[{inside}]` is not a citation", place, mend)
            return
        if after is not None and after.type == "text" and after.content.startswith("("):
            mend = "put a space between them, or take one out"
            yield Finding("BR309", "a citation cannot be a link as well", place, mend)
        if not self.nameable.may_cite:
            yield Finding("BR309", "a source cannot cite another", place, "name it in words")
            return
        for one in cited:
            if one.id not in self.nameable.sources:
                mend = suggest(one.id, self.nameable.sources, noun="sources")
                yield Finding("BR302", f"there is no source '{one.id}'", place, mend)

    def _raw_citation(self, text: str, key: Key) -> Iterator[Finding]:
        """Brackets with an @ in them that the grammar did not take for a citation."""
        for match in re.finditer(r"\[[^\[\]@]*@([A-Za-z0-9][\w:./-]*)[^\]]*\]?", text):
            if match.group(1).rstrip(".,:;") in self.nameable.sources or re.match(r"\[\W*@", match.group()):
                mend = "write `[@id]`, `[@id, p. 4]` or `[@one; @two]`"
                place = self.places.word(key, match.group())
                yield Finding("BR309", f"`{match.group()}` is not a citation", place, mend)

    def _link(self, address: str, place: Span) -> Iterator[Finding]:
        if not address.lower().startswith(LINK_SCHEMES):
            mend = "link to a web address (https://…), a mail address (mailto:…) or a section or exhibit (#its-id)"
            yield Finding("BR306", f"a printed brief cannot carry the link '{unquote(address)}'", place, mend)
        elif address.startswith("#") and address[1:] not in self.nameable.ids:
            mend = suggest(address[1:], self.nameable.ids, noun="ids")
            yield Finding("BR305", f"nothing has the id '{address[1:]}'", place, mend)

    def _image(self, token: Token, address: str, place: Span) -> Iterator[Finding]:
        if not token.content.strip():
            mend = "say between the brackets what a reader who cannot see it should know"
            yield Finding("BR509", "the image has no alternative text", place, mend)
        name = posixpath.normpath(unquote(address))
        if "://" in address or name.startswith(("/", "..")) or address.startswith("data:"):
            mend = "put the file beside the brief, in `figures/`, and name it from there"
            yield Finding(
                "BR502", f"the image '{unquote(address)}' is not in the folder of the brief", place, mend
            )
        elif name not in self.nameable.files:
            is_near = nearest(name, self.nameable.files) is not None
            mend = suggest(name, self.nameable.files) if is_near else "put it there, or mend its name"
            yield Finding("BR501", f"there is no image '{name}' beside the brief", place, mend)

    def _markup(self, typed: str, key: Key) -> Iterator[Finding]:
        bare = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", typed, flags=re.DOTALL)
        for pattern, what, mend in NOT_COMMONMARK:
            if match := pattern.search(bare):
                place = self.places.word(key, match.group().split("\n")[0].strip())
                yield Finding("BR311", f"{what} is not Markdown that can be typeset here", place, mend)
        for match in REFUSED_LINK.finditer(bare):
            mend = "link to a web address (https://…), a mail address (mailto:…) or a section or exhibit (#its-id)"
            place = self.places.word(key, match.group(1))
            yield Finding("BR306", f"a printed brief cannot carry the link '{match.group(1)}'", place, mend)


def _is_seen(token: Token) -> bool:
    """Whether a token puts anything on the page."""
    return token.type in ("hr", "image") or (token.type in PRINTED and bool(token.content.strip()))


def _as_typed(address: str, source: str) -> str:
    """An address as it stands in the file: the parser has encoded what a URL cannot hold."""
    return address if address in source else unquote(address)
