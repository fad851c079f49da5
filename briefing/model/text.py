"""Text in registers, shown to some audiences only. What stands inside a text is `markdown`'s to say."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from briefing.model.base import OneOrMore, Slug, problem, spelled
from briefing.model.suppression import Accepting


class Register(StrEnum):
    """Which wording is taken where a text offers several."""

    TEXT = "text"
    SHORT = "short"
    PLAIN = "plain"


class Flow(StrEnum):
    """What a text may hold: one run of words, or paragraphs and lists as well."""

    INLINE = "inline"
    BLOCK = "block"


class TextRole(StrEnum):
    """How the text of a block or a part is read: the rules of language go by it."""

    RUNNING = "running"
    """Sentences of the authors."""
    DISPLAY = "display"
    """Titles, figures, terms and labels: read with the running text, and no part of it."""
    QUOTED = "quoted"
    """Someone else's words."""
    REFERENCE = "reference"
    """Small print, and what is for another reader."""


def _not_blank(value: object) -> object:
    if isinstance(value, str) and not any(mark.isprintable() and not mark.isspace() for mark in value):
        raise problem("BR208", "this text is empty", "write it, or remove its key")
    return value


Words = Annotated[str, spelled(_not_blank, {"type": ["string", "number", "boolean"], "pattern": r"\S"})]
"""Markdown (CommonMark) that a person wrote; raw HTML in it is text."""

Audiences = Annotated[tuple[Slug, ...], OneOrMore, Field(min_length=1)]


class Shown(Accepting):
    """Something that may be shown to some audiences only."""

    only: Audiences | None = None
    """The audiences that are shown it; all, where it is left out."""
    not_: Annotated[tuple[Slug, ...], OneOrMore] = Field(default=(), alias="not")
    """The audiences that are not shown it."""

    def is_for(self, audience: str) -> bool:
        """Whether an audience is shown this."""
        return audience not in self.not_ and (self.only is None or audience in self.only)


class Worded(Shown):
    """Something that carries text of its own, in one register or more."""

    flow: ClassVar[Flow] = Flow.INLINE

    text: Words | None = None
    """The wording that every audience falls back to; Markdown."""
    short: Words | None = None
    """A tighter wording, for audiences that want it."""
    plain: Words | None = None
    """The same in plain words."""

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
        variant: str | None = getattr(self, register.value)
        return variant

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
