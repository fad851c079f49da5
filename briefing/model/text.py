"""Text in registers, shown to some audiences only; and the grammar of what stands inside text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from briefing.model.base import Model, OneOrMore, Slug, problem


class Register(StrEnum):
    """Which wording is taken where a text offers several."""

    TEXT = "text"
    SHORT = "short"
    PLAIN = "plain"


class Flow(StrEnum):
    """What a text may hold: one run of words, or paragraphs and lists as well."""

    INLINE = "inline"
    BLOCK = "block"


def _not_blank(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise problem("BR208", "this text is empty", "write it, or remove its key")
    return value


Words = Annotated[str, BeforeValidator(_not_blank)]
"""Markdown (CommonMark) that a person wrote; raw HTML in it is text."""

Audiences = Annotated[tuple[Slug, ...], OneOrMore]


class Shown(Model):
    """Something that may be shown to some audiences only."""

    only: Audiences | None = None
    not_: Audiences = Field(default=(), alias="not")

    def is_for(self, audience: str) -> bool:
        """Whether an audience is shown this."""
        return audience not in self.not_ and (self.only is None or audience in self.only)


class Worded(Shown):
    """Something that carries text of its own, in one register or more."""

    flow: ClassVar[Flow] = Flow.INLINE

    text: Words | None = None
    short: Words | None = None
    plain: Words | None = None

    @model_validator(mode="after")
    def _has_base_text(self) -> Self:
        for register in (Register.SHORT, Register.PLAIN):
            if self.words(register) and self.text is None:
                raise problem(
                    "BR213",
                    f"'{register}' is given without 'text', the wording that every other falls back to",
                    f"rename '{register}' to 'text', or add 'text'",
                )
        return self

    def words(self, register: Register) -> str | None:
        """The wording of exactly this register."""
        wording: str | None = getattr(self, register.value)
        return wording

    def chosen(self, register: Register) -> tuple[Register, str] | None:
        """The wording that a register's reader gets, and the register that it is of: `text` where it offers none."""
        for candidate in (register, Register.TEXT):
            if words := self.words(candidate):
                return candidate, words
        return None


class Line(Worded):
    """A text of one paragraph: a title, a key point, a label."""

    scalar_key = "text"
    text: Words


class Prose(Worded):
    """A text of paragraphs and lists."""

    scalar_key = "text"
    flow = Flow.BLOCK
    text: Words


# ── what stands inside text ──────────────────────────────────────────────────────────────────────

CITATION = re.compile(r"(?<!\\)\[(@[^\[\]\n]*)\]")
"""`[@id]`, `[@id, p. 4]`, `[@a; @b, p. 4]`: Pandoc's form, which editors may know."""

CITED = re.compile(r"@(?P<id>[A-Za-z0-9][A-Za-z0-9_:./-]*)(?:,\s*(?P<locator>[^;@]+))?")

FACT = re.compile(r"(?<!\\)\{([A-Za-z][A-Za-z0-9_-]*)\}")
"""`{id}`: the value of a fact with its unit."""

CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cited:
    """One source inside a citation; the locator says where in it (`p. 4`)."""

    id: str
    locator: str | None


def parse_citation(inside: str) -> tuple[Cited, ...] | None:
    """What stands between the brackets of a citation, or None where it is not written as one."""
    cited = []
    for piece in inside.split(";"):
        match = CITED.fullmatch(piece.strip())
        if match is None:
            return None
        locator = match["locator"]
        cited.append(Cited(match["id"], locator.strip() if locator else None))
    return tuple(cited)


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation or a fact in the words: what stands there, and which of its equals it is (from 0)."""

    kind: Literal["citation", "fact"]
    whole: str
    inside: str
    nth: int


def find_mentions(words: str) -> Iterator[Mention]:
    """Every citation and fact in a text, in order; those in code spans are text."""
    bare = CODE_SPAN.sub(lambda code: " " * len(code.group()), words)
    found = sorted(
        [("citation", match) for match in CITATION.finditer(bare)]
        + [("fact", match) for match in FACT.finditer(bare)],
        key=lambda pair: pair[1].start(),
    )
    for kind, match in found:
        nth = words.count(match.group(), 0, match.start())
        yield Mention("citation" if kind == "citation" else "fact", match.group(), match.group(1), nth)
