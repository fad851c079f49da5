"""A source: something that a brief cites. Its keys are those of CSL, or plainer words that map to them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from briefing.core.publication_dates import means_no_date, status_in
from briefing.model.base import DayOrMonth, Doi, Flag, Language, OneOrMore, PublicationDate, WebAddress
from briefing.model.suppression import Accepting
from briefing.model.text import Line, Words

Names = Annotated[tuple[Words, ...], OneOrMore]
"""Names as in BibTeX: `Family, Given` is a person; anything else is printed as it is written.

A name in braces is also printed as it is written, even with commas: `{Department of Trade, Industry and Energy}`.
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
"""Keys which show that a source was not only published on the web."""


def _usual_type(values: dict[str, object]) -> SourceType:
    """Return the default type: a web page if the source has only a web address, else a document."""
    is_on_the_web_alone = values.get("url") and not any(values.get(name) for name in PRINTED_FIELDS)
    return SourceType.WEBPAGE if is_on_the_web_alone else SourceType.DOCUMENT


def _without_words_for_a_date(data: dict[str, object]) -> dict[str, object]:
    """Return the keys of a source without `date: n.d.`, and with `date: in press` as its status."""
    date = data.get("date")
    if not isinstance(date, str) or not (means_no_date(date) or status_in(date)):
        return data
    others = {name: value for name, value in data.items() if name != "date"}
    return others if means_no_date(date) else {"status": date, **others}


class Source(Accepting):
    """Something that the brief cites."""

    scalar_key = "title"

    @model_validator(mode="before")
    @classmethod
    def _accept_scalar(cls, data: object) -> object:
        if isinstance(data, str):
            return {"title": data, "whole": "true"}
        return _without_words_for_a_date(data) if isinstance(data, dict) else data

    title: Line
    """The title of the source."""
    author: Names = ()
    """The authors: `Family, Given` for a person, or the name of an organisation."""
    editor: Names = ()
    """The editors, written like authors."""
    translator: Names = ()
    """The translators, written like authors."""
    container: Line | None = None
    """The journal, book or website that contains the source."""
    series: Line | None = None
    """The series to which a book or report belongs."""
    volume: Words | None = None
    """The volume of the journal or book."""
    issue: Words | None = None
    """The issue of the journal."""
    pages: Words | None = None
    """The pages in the journal or book: 12–34."""
    number: Words | None = None
    """The number of a report, a bill or a standard."""
    edition: Words | None = None
    """The edition of a book."""
    publisher: Line | None = None
    """The publisher."""
    place: Line | None = None
    """The place of publication."""
    date: PublicationDate | None = None
    """The date of publication: year, year-month or year-month-day; 1850~ is about 1850, 2019/2021 a period."""
    status: Words | None = None
    """The status of a work that is not published yet: in press, forthcoming."""
    url: WebAddress | None = None
    """The web address."""
    doi: Doi | None = None
    """The DOI: 10.1000/182."""
    isbn: Words | None = None
    """The ISBN of a book."""
    accessed: DayOrMonth | None = None
    """The day on which a web page was read: 2026-11-22."""
    archive: WebAddress | None = None
    """The web address of an archived copy."""
    note: Line | None = None
    """A note about the source."""
    language: Language | None = None
    """The language of its title, where it is not that of the edition: fr, pt-BR."""
    whole: Flag = False
    """True if the title is a whole reference, which is printed as it is; a text in place of keys is one."""
    listed: Flag = False
    """True to print the source in the list of sources even if nothing cites it."""
    genre: Words | None = None
    """The kind of a thesis, report or other work, in words: PhD thesis, Working paper."""
    type: SourceType = Field(default_factory=_usual_type)  # last: its default depends on the fields before it
    """The item type of CSL, such as `report` or `article-journal`."""
