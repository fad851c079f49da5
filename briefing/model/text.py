"""Texts with variants, for all or some audiences. Not here: the Markdown inside a text (`markdown`)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from briefing.model.base import OneOrMore, Slug, problem, spelled
from briefing.model.suppression import Accepting


class Register(StrEnum):
    """The variant of a text that an audience gets."""

    TEXT = "text"
    SHORT = "short"
    PLAIN = "plain"


class Flow(StrEnum):
    """The content allowed in a text: one paragraph, or paragraphs and lists."""

    INLINE = "inline"
    BLOCK = "block"


class TextRole(StrEnum):
    """The role of the text of a block or a part, by which the rules about language choose texts."""

    RUNNING = "running"
    """Sentences of the authors."""
    DISPLAY = "display"
    """Titles, figures, terms and labels, which are read with the running text but are not part of it."""
    QUOTED = "quoted"
    """Someone else's words."""
    REFERENCE = "reference"
    """Small print, and texts for other readers."""


def _not_blank(value: object) -> object:
    if isinstance(value, str) and not any(mark.isprintable() and not mark.isspace() for mark in value):
        raise problem("BR208", "the text is empty", "write the text, or remove its key")
    return value


Words = Annotated[str, spelled(_not_blank, {"type": ["string", "number", "boolean"], "pattern": r"\S"})]
"""Markdown (CommonMark) as it was written; HTML in it is plain text."""

Audiences = Annotated[tuple[Slug, ...], OneOrMore, Field(min_length=1)]


class Shown(Accepting):
    """An item that may be limited to some audiences."""

    only: Audiences | None = None
    """The audiences that get this; all of them if left out."""
    not_: Annotated[tuple[Slug, ...], OneOrMore] = Field(default=(), alias="not")
    """The audiences that do not get this."""

    def is_for(self, audience: str) -> bool:
        """Return True if an audience gets this."""
        return audience not in self.not_ and (self.only is None or audience in self.only)


class Worded(Shown):
    """An item with a text in one or more variants."""

    flow: ClassVar[Flow] = Flow.INLINE

    text: Words | None = None
    """The main text, in Markdown; audiences get it if their variant is missing."""
    short: Words | None = None
    """A shorter variant, for audiences with `register: short`."""
    plain: Words | None = None
    """A variant in plain language, for audiences with `register: plain`."""

    @model_validator(mode="after")
    def _has_base_text(self) -> Self:
        for register in (Register.SHORT, Register.PLAIN):
            if self.words(register) and self.text is None:
                raise problem(
                    "BR213",
                    f"'{register}' needs a main text under 'text'",
                    f"rename '{register}' to 'text', or add 'text'",
                )
        return self

    def words(self, register: Register) -> str | None:
        """Return the variant of exactly this register, if there is one."""
        variant: str | None = getattr(self, register.value)
        return variant

    def chosen(self, register: Register) -> tuple[Register, str] | None:
        """Return the variant for a register with its own register, which is `text` if the variant is missing."""
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
