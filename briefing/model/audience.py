"""An audience: a kind of reader, as data. It decides register, parts, order, length, paper and style."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from briefing.model.base import Flag, Model, OneOrMore, Paper, Positive, Slug
from briefing.model.text import Line, Register, Words

PartNames = Annotated[tuple[Words, ...], OneOrMore]


class Pages(Model):
    """How long an edition may be, in pages."""

    scalar_key = "max"

    max: Positive


class Notes(StrEnum):
    """How an audience meets the sources in a text."""

    ENDNOTES = "endnotes"
    SHORT = "short"
    NONE = "none"


class Attached(StrEnum):
    """What goes with an edition as a file inside its PDF."""

    CONTENT = "content"
    DATA = "data"


AttachedKinds = Annotated[tuple[Attached, ...], OneOrMore]


class Budget(Model):
    """How much a part may hold: items, and words in each of its texts. More is a warning."""

    words: Positive | None = None
    items: Positive | None = None


class AudienceChange(Model):
    """What a brief changes of an audience, for itself alone; what it leaves out stays as it is."""

    register_: Register | None = Field(default=None, alias="register")
    parts: PartNames | None = None
    drop: PartNames = ()
    pages: Pages | None = None
    budgets: Mapping[Slug, Budget] | None = None
    grade: Positive | None = None
    sentence_words: Positive | None = None
    paragraph_sentences: Positive | None = None
    neutral: Flag | None = None
    notes: Notes | None = None
    attachments: AttachedKinds | None = None
    paper: Paper | None = None


class Extension(AudienceChange):
    """An audience that is another one, changed: `templates/audiences/<name>/audience.yaml` with `extends`."""

    extends: Slug
    label: Line | None = None


class Audience(Model):
    """One audience: `templates/audiences/<name>/audience.yaml`.

    `parts` are the parts of the page in their order; the order of first use numbers the sources.
    `notes` are numbers that lead to the list of sources, short citations in the text, or nothing.
    `attachments` are the texts that the edition prints, as YAML, and the data of its exhibits, as CSV.
    """

    label: Line
    register_: Register = Field(default=Register.TEXT, alias="register")
    parts: Annotated[PartNames, Field(min_length=1)]
    pages: Pages | None = None
    budgets: Mapping[Slug, Budget] = Field(default_factory=dict)
    grade: Positive | None = None
    """The highest school grade, in US years of schooling, that the running text may need; more is a warning."""
    sentence_words: Positive | None = None
    """How many words a sentence of the running text may have; more is a warning."""
    paragraph_sentences: Positive | None = None
    """How many sentences a paragraph may have; more is a warning."""
    neutral: Flag = False
    """Whether the edition lays out and does not urge: advocacy and loaded terms are warnings."""
    notes: Notes = Notes.ENDNOTES
    attachments: AttachedKinds = (Attached.CONTENT, Attached.DATA)
    paper: Paper | None = None

    def changed(self, change: AudienceChange) -> Audience:
        """The audience as one brief, or one that extends it, wants it; budgets are taken over part by part."""
        given = {
            name: value for name, value in change if value is not None and name not in ("drop", "extends")
        }
        parts = given.get("parts", self.parts)
        given["parts"] = tuple(part for part in parts if part not in change.drop)
        given["budgets"] = {**self.budgets, **(change.budgets or {})}
        return self.model_copy(update=given)
