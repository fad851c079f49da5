"""An audience: a kind of reader, as data. It sets the register, parts and their order, length, paper and style."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import takewhile
from typing import Annotated

from pydantic import Field

from briefing.model.base import Flag, Model, OneOrMore, Paper, Positive, Slug
from briefing.model.parts import OPENING
from briefing.model.text import Line, Register, Words

PartNames = Annotated[tuple[Words, ...], OneOrMore]


class Pages(Model):
    """The length of an edition, in pages."""

    scalar_key = "max"

    max: Positive
    """The most pages that an edition may have."""


class Notes(StrEnum):
    """The form of citations in the texts of an edition."""

    ENDNOTES = "endnotes"
    SHORT = "short"
    NONE = "none"


class SoleSource(StrEnum):
    """How an edition that cites one source over and over marks it in its texts."""

    ONCE = "once"
    MARKED = "marked"


class FootnotePlace(StrEnum):
    """The place of the footnotes of an edition, which explain the text and cite no sources by themselves."""

    PAGE = "page"
    MARGIN = "margin"
    PART = "part"
    NONE = "none"


class Attached(StrEnum):
    """A kind of file that is attached to the PDF of an edition."""

    CONTENT = "content"
    DATA = "data"


AttachedKinds = Annotated[tuple[Attached, ...], OneOrMore]


class Budget(Model):
    """The limits of a part: its items, and the words in each of its texts. More is a warning."""

    words: Positive | None = None
    """The most words in each text of the part."""
    items: Positive | None = None
    """The most items of the part."""


class AudienceChange(Model):
    """The changes that one brief makes to an audience; keys that it leaves out keep their values."""

    register_: Register | None = Field(default=None, alias="register")
    parts: PartNames | None = None
    first: PartNames = ()
    """The parts that come first, after masthead, marking, title and cover: `first: recommendations`."""
    drop: PartNames = ()
    pages: Pages | None = None
    budgets: Mapping[Slug, Budget] | None = None
    grade: Positive | None = None
    sentence_words: Positive | None = None
    paragraph_sentences: Positive | None = None
    neutral: Flag | None = None
    notes: Notes | None = None
    sole_source: SoleSource | None = None
    footnotes: FootnotePlace | None = None
    attachments: AttachedKinds | None = None
    paper: Paper | None = None


class Extension(AudienceChange):
    """An audience that changes another one: `templates/audiences/<name>/audience.yaml` with `extends`."""

    extends: Slug
    """The audience that this one changes."""
    label: Line | None = None
    """The name of the audience, as readers see it."""


class Audience(Model):
    """One audience: `templates/audiences/<name>/audience.yaml`.

    Sources are numbered in the order in which the parts cite them.
    """

    label: Line
    """The name of the audience, as readers see it."""
    register_: Register = Field(default=Register.TEXT, alias="register")
    """The variant of each text that the edition prints: `text`, `short` or `plain`."""
    parts: Annotated[PartNames, Field(min_length=1)]
    """The parts of the page, in order."""
    pages: Pages | None = None
    """The most pages that the edition may have; more is an error."""
    budgets: Mapping[Slug, Budget] = Field(default_factory=dict)
    """The limits of each part: `key-points: {items: 3, words: 30}`; more is a warning."""
    grade: Positive | None = None
    """The highest school grade, in US years of schooling, that the running text may need; more is a warning."""
    sentence_words: Positive | None = None
    """The most words in a sentence of the running text; more is a warning."""
    paragraph_sentences: Positive | None = None
    """The most sentences in a paragraph; more is a warning."""
    neutral: Flag = False
    """True if the edition informs and does not urge: advocacy and loaded terms are warnings."""
    notes: Notes = Notes.ENDNOTES
    """Citations in the text: numbers that lead to the list of sources, short citations, or none."""
    sole_source: SoleSource = SoleSource.ONCE
    """A source that is the only one, and cited in more than three places: named `once`, in the list of sources, or
    `marked` in each place."""
    footnotes: FootnotePlace = FootnotePlace.PAGE
    """Where footnotes are printed: at the foot of the `page`, in its `margin`, at the end of the `part`, or nowhere."""
    attachments: AttachedKinds = (Attached.CONTENT, Attached.DATA)
    """The files inside the PDF: `content`, its texts as YAML, and `data`, the rows of its exhibits as CSV."""
    paper: Paper | None = None
    """The paper: `a4`, `letter`, `a5`, `a4-landscape`, or any other in `styles/papers/`."""

    def changed(self, change: AudienceChange) -> Audience:
        """Return the audience with the changes of a brief or an extension; budgets change part by part."""
        ways = ("drop", "first", "extends")
        given = {name: value for name, value in change if value is not None and name not in ways}
        kept = tuple(part for part in given.get("parts", self.parts) if part not in change.drop)
        given["parts"] = _with_first(kept, change.first)
        given["budgets"] = {**self.budgets, **(change.budgets or {})}
        return self.model_copy(update=given)


def _with_first(parts: tuple[str, ...], first: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts with some of them moved to the start, after those that open the page."""
    moved = tuple(part for part in first if part in parts)
    others = [part for part in parts if part not in moved]
    opening = tuple(takewhile(lambda part: part in OPENING, others))
    return (*opening, *moved, *others[len(opening) :])
