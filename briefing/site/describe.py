"""Describes a brief for the record of the site: only what its public editions print, as plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.compose.printed_texts import printed_names
from briefing.compose.tailor import tailor
from briefing.model.audience import Notes
from briefing.model.content import Passage
from briefing.pipeline.formats import COVER, HTML, PDF, THUMBNAIL
from briefing.release.kit import sha256_of
from briefing.results import EditionReport
from briefing.site.record import Office, Person, PublishedEdition, SiteFile, Terms, Texts, Version
from briefing.stages import Job

IN_METADATA = frozenset({"abstract"})
"""The keys of a brief that the metadata of every edition has, whether a part prints it or not."""


def describe_version(
    jobs: Sequence[Job], files: Sequence[Mapping[str, SiteFile]], reports: Sequence[EditionReport]
) -> Version:
    """Return the record of a brief from its public editions, their files by format, and their reports.

    The editions are in the order of the audiences of the site. The first one of each language that prints a text
    gives it.
    """
    first = jobs[0]
    brief, settings = first.brief, first.settings
    by_language: dict[str, list[int]] = {}
    for number, job in enumerate(jobs):
        by_language.setdefault(job.edition.language, []).append(number)
    licence, contact = brief.licence or settings.licence, brief.contact or settings.contact
    publisher = brief.publisher or settings.publisher
    return Version(
        brief=first.edition.brief,
        date=brief.date.isoformat(),
        edition=brief.edition,
        number=brief.number,
        language=first.edition.language,
        valid_until=brief.valid_until.isoformat() if brief.valid_until else None,
        doi=brief.doi,
        issn=brief.issn,
        isbn=brief.isbn,
        report_number=brief.report_number,
        web=brief.web,
        licence=Terms(name=licence.name, url=licence.url) if licence else None,
        publisher_web=publisher.web if publisher else None,
        contact=Office(**contact.model_dump(include={*Office.model_fields})) if contact else None,
        supersedes=brief.supersedes.briefs if brief.supersedes else (),
        texts=tuple(
            _texts([jobs[number] for number in numbers], files[numbers[0]])
            for numbers in by_language.values()
        ),
        editions=tuple(
            PublishedEdition(
                edition=job.name,
                audience=job.edition.audience,
                label=job.audience.label.text,
                language=job.edition.language,
                paper=job.edition.paper,
                pages=report.page_count,
                pdf=own[PDF],
                html=own[HTML],
            )
            for job, own, report in zip(jobs, files, reports, strict=True)
        ),
    )


def describe_file(name: str, content: bytes) -> SiteFile:
    """Return the record of a file."""
    return SiteFile(name=name, bytes=len(content), sha256=sha256_of(content))


def _texts(jobs: Sequence[Job], files: Mapping[str, SiteFile]) -> Texts:
    """Return the texts of a brief in one language."""
    editions = [_Printed(job) for job in jobs]
    first = editions[0]

    def text(name: str) -> str | None:
        return next(filter(None, (edition.text(name) for edition in editions)), None)

    return Texts(
        language=first.job.edition.language,
        title=first.text("title") or first.job.edition.brief,
        subtitle=first.text("subtitle"),
        type=text("type"),
        series=text("series"),
        summary=text("abstract") or text("bottom_line"),
        key_points=next(filter(None, (edition.points() for edition in editions)), ()),
        authors=first.authors(),
        keywords=first.job.brief.keywords,
        publisher=first.publisher(),
        as_of=text("as_of"),
        supersedes=text("supersedes"),
        cite_as=text("cite_as"),
        cover=files[COVER],
        thumbnail=files[THUMBNAIL],
    )


class _Printed:
    """The texts that an edition prints or has in its metadata, as plain text."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.tailored = tailor(job)
        self.names = printed_names(self.tailored) | IN_METADATA
        citations = Citations(Notes.NONE)
        self.prose = Prose(job.labels, job.brief.facts, citations, traits=job.traits, passages=job.passages)

    def text(self, name: str) -> str | None:
        """Return a text of the brief; None if the edition does not print it."""
        found = getattr(self.tailored.content.brief, name)
        if name not in self.names or not isinstance(found, Passage):
            return None
        return " ".join(self.prose.plain(found).split())

    def points(self) -> tuple[str, ...]:
        """Return the key points that it prints."""
        points = self.tailored.content.brief.key_points if "key_points" in self.names else ()
        return tuple(" ".join(self.prose.plain(point).split()) for point in points)

    def authors(self) -> tuple[Person, ...]:
        """Return the authors."""
        return tuple(
            Person(
                name=author.name,
                language=author.language,
                orcid=author.orcid,
                is_person=bool(
                    author.orcid or author.role or author.affiliation or author.portrait or author.bio
                ),
            )
            for author in self.job.brief.authors
        )

    def publisher(self) -> str | None:
        """Return the name of the publisher."""
        content = self.tailored.content
        publisher = content.brief.publisher or content.workspace.publisher
        return self.prose.plain(publisher.name) if publisher else None
