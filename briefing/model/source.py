"""A source: something that a brief cites. The words are CSL's own or, where a person knows a plainer one, map to it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from briefing.model.base import Day, Doi, OneOrMore, PartOfDay, WebAddress
from briefing.model.suppression import Accepting
from briefing.model.text import Line, Words

Names = Annotated[tuple[Words, ...], OneOrMore]
"""Names as BibTeX writes them: `Family, Given` is a person, anything else is printed as it stands.

A name in braces is printed as it stands too, commas and all: `{Department of Trade, Industry and Energy}`.
"""


class SourceType(StrEnum):
    """The item types of CSL 1.0.2, appendix III."""

    ARTICLE = "article"
    ARTICLE_JOURNAL = "article-journal"
    ARTICLE_MAGAZINE = "article-magazine"
    ARTICLE_NEWSPAPER = "article-newspaper"
    BILL = "bill"
    BOOK = "book"
    BROADCAST = "broadcast"
    CHAPTER = "chapter"
    CLASSIC = "classic"
    COLLECTION = "collection"
    DATASET = "dataset"
    DOCUMENT = "document"
    ENTRY = "entry"
    ENTRY_DICTIONARY = "entry-dictionary"
    ENTRY_ENCYCLOPEDIA = "entry-encyclopedia"
    EVENT = "event"
    FIGURE = "figure"
    GRAPHIC = "graphic"
    HEARING = "hearing"
    INTERVIEW = "interview"
    LEGAL_CASE = "legal_case"
    LEGISLATION = "legislation"
    MANUSCRIPT = "manuscript"
    MAP = "map"
    MOTION_PICTURE = "motion_picture"
    MUSICAL_SCORE = "musical_score"
    PAMPHLET = "pamphlet"
    PAPER_CONFERENCE = "paper-conference"
    PATENT = "patent"
    PERFORMANCE = "performance"
    PERIODICAL = "periodical"
    PERSONAL_COMMUNICATION = "personal_communication"
    POST = "post"
    POST_WEBLOG = "post-weblog"
    REGULATION = "regulation"
    REPORT = "report"
    REVIEW = "review"
    REVIEW_BOOK = "review-book"
    SOFTWARE = "software"
    SONG = "song"
    SPEECH = "speech"
    STANDARD = "standard"
    THESIS = "thesis"
    TREATY = "treaty"
    WEBPAGE = "webpage"


PRINTED_FIELDS = ("container", "volume", "issue", "pages", "number", "edition", "doi", "isbn")
"""What tells that something was published in another form than on the web alone."""


def _usual_type(values: dict[str, object]) -> SourceType:
    """The type of a source that names none: a page of the web where an address is all that leads to it."""
    is_on_the_web_alone = values.get("url") and not any(values.get(name) for name in PRINTED_FIELDS)
    return SourceType.WEBPAGE if is_on_the_web_alone else SourceType.DOCUMENT


class Source(Accepting):
    """Something that the brief cites."""

    scalar_key = "title"

    title: Line
    author: Names = ()
    editor: Names = ()
    container: Line | None = None
    volume: Words | None = None
    issue: Words | None = None
    pages: Words | None = None
    number: Words | None = None
    edition: Words | None = None
    publisher: Line | None = None
    place: Line | None = None
    date: PartOfDay | None = None
    url: WebAddress | None = None
    doi: Doi | None = None
    isbn: Words | None = None
    accessed: Day | None = None
    archive: WebAddress | None = None
    note: Line | None = None
    type: SourceType = Field(default_factory=_usual_type)
    """Stands last: what it is by default depends on the fields before it."""
