"""The metadata in the head of a page: what search engines, reference managers and social media read.

Names by Google Scholar and Zotero (`citation_…`), the Dublin Core Metadata Initiative (`DC`, `DCTERMS`), the Open Graph
protocol (`og:`) and schema.org (JSON-LD). What must be an absolute address is left out of a site without one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from briefing.core.months import Month
from briefing.site.catalogue import folder_of_files
from briefing.site.citations import FORMATS, key_of
from briefing.site.record import PublishedEdition, Texts, Version
from briefing.site.site import FEED, Site, link, short

LICENCE, ALTERNATE = "license", "alternate"

Tag = tuple[str, Mapping[str, str | None]]
"""The name of an empty element of the head, and its attributes; one without a value is left out."""

TYPES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}
"""The media types of references, by the endings of their files."""

ORCID, DOI = "https://orcid.org/", "https://doi.org/"


def head_of(tags: Sequence[Tag], linked_data: Sequence[Mapping[str, object]] = ()) -> str:
    """Return the HTML of tags and JSON-LD; an element with an attribute that has no value is left out."""
    lines = []
    for name, attributes in tags:
        if all(value for value in attributes.values()):
            written = "".join(f' {key}="{escape(value or "")}"' for key, value in attributes.items())
            lines.append(f"<{name}{written}>")
    lines += [f'<script type="application/ld+json">{_safe_json(one)}</script>' for one in linked_data]
    return "\n".join(lines)


def _safe_json(value: object) -> str:
    """Return JSON without the letters that could end the element around it."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def alternates(site: Site, page: str, pages: Mapping[str, str]) -> Iterator[Tag]:
    """Yield the tags for the same page in other languages; the first of them is the default."""
    if len(pages) < 2:
        return
    for language, path in pages.items():
        yield "link", {"rel": ALTERNATE, "hreflang": language, "href": _address(site, page, path)}
    first = next(iter(pages.values()))
    yield "link", {"rel": ALTERNATE, "hreflang": "x-default", "href": _address(site, page, first)}


def _address(site: Site, page: str, path: str) -> str:
    return site.absolute(path) or link(page, path)


def tags_of_index(site: Site, page: str, language: str, pages: Mapping[str, str]) -> Iterator[Tag]:
    """Yield the tags of an index."""
    words = site.languages[language]
    title = words.words["publications"]
    yield "link", {"rel": "canonical", "href": site.absolute(page)}
    yield from alternates(site, page, pages)
    yield from feed_link(site, page, language)
    yield "meta", {"name": "description", "content": words.about or title}
    yield from _open_graph(site, page, "website", words.publisher or title, title)


def feed_link(site: Site, page: str, language: str) -> Iterator[Tag]:
    """Yield the tag by which feed readers find the feed."""
    if site.address:
        yield (
            "link",
            {
                "rel": ALTERNATE,
                "type": "application/atom+xml",
                "title": site.languages[language].words["feed"],
                "href": link(page, f"{site.root_of(language)}{FEED}"),
            },
        )


def _open_graph(site: Site, page: str, kind: str, site_name: str | None, title: str) -> Iterator[Tag]:
    yield "meta", {"property": "og:type", "content": kind}
    yield "meta", {"property": "og:site_name", "content": site_name}
    yield "meta", {"property": "og:title", "content": title}
    yield "meta", {"property": "og:url", "content": site.absolute(page)}


def tags_of_version(site: Site, version: Version, texts: Texts) -> Iterator[Tag]:
    """Yield the tags of the page of a version in a language."""
    page = site.page_of(version, texts.language)
    yield "link", {"rel": "canonical", "href": site.absolute(page)}
    yield from alternates(site, page, site.pages_of(version))
    yield from feed_link(site, page, texts.language)
    yield from _relations(site, page, version, texts)
    yield "meta", {"name": "description", "content": texts.summary or texts.subtitle}
    yield from _of_scholar(site, version, texts)
    yield from _dublin_core(site, version, texts)
    yield from _social(site, page, version, texts)


def _relations(site: Site, page: str, version: Version, texts: Texts) -> Iterator[Tag]:
    yield "link", {"rel": LICENCE, "href": version.licence.url if version.licence else None}
    for ending, kind in TYPES.items():
        path = f"{folder_of_files(version)}{key_of(version, texts)}.{ending}"
        yield (
            "link",
            {"rel": ALTERNATE, "type": kind, "title": FORMATS[ending], "href": link(page, path)},
        )


def first_edition(version: Version, language: str) -> PublishedEdition:
    """Return the edition that represents a version in a language: that for the first audience."""
    return next(edition for edition in version.editions if edition.language == language)


def _of_scholar(site: Site, version: Version, texts: Texts) -> Iterator[Tag]:
    """Yield the tags of Highwire Press that Google Scholar and Zotero read."""
    day = version.day
    pdf = first_edition(version, texts.language).pdf.name
    before: list[tuple[str, str | None]] = [("title", texts.title)]
    for author in texts.authors:
        before.append(("author", author.name))
        before.append(("author_orcid", f"{ORCID}{author.orcid}" if author.orcid else None))
    after: list[tuple[str, str | None]] = [
        ("publication_date", f"{day:%Y/%m}" if isinstance(day, Month) else f"{day:%Y/%m/%d}"),
        ("technical_report_institution", texts.publisher),
        ("technical_report_number", version.cited_number),
        ("series_title", texts.series),
        ("doi", version.doi),
        ("isbn", version.isbn),
        ("issn", version.issn),
        ("language", texts.language),
        ("keywords", "; ".join(texts.keywords)),
        ("abstract", texts.summary),
        ("abstract_html_url", site.absolute(site.page_of(version, texts.language))),
        ("pdf_url", site.absolute(pdf)),
    ]
    yield from (("meta", {"name": f"citation_{name}", "content": value}) for name, value in (*before, *after))


def _dublin_core(site: Site, version: Version, texts: Texts) -> Iterator[Tag]:
    successor = site.catalogue.successor(version)
    identifier = (
        f"{DOI}{version.doi}" if version.doi else site.absolute(site.page_of(version, texts.language))
    )
    licence = version.licence
    values = [
        ("DC.title", texts.title),
        *(("DC.creator", author.name) for author in texts.authors),
        ("DC.publisher", texts.publisher),
        ("DC.date", version.date),
        ("DC.type", "Text"),
        ("DC.format", "application/pdf"),
        ("DC.language", texts.language),
        ("DC.identifier", identifier),
        ("DC.description", texts.summary),
        *(("DC.subject", keyword) for keyword in texts.keywords),
        ("DC.rights", (licence.url or licence.name) if licence else None),
        ("DCTERMS.isReplacedBy", _identified(site, successor, texts.language) if successor else None),
    ]
    replaced = site.catalogue.superseded_by(version)
    values += [("DCTERMS.replaces", _identified(site, one, texts.language)) for one in replaced]
    yield from (("meta", {"name": name, "content": value}) for name, value in values)


def _identified(site: Site, version: Version, language: str) -> str | None:
    """Return what identifies a version: its DOI, or the address of its page."""
    return (
        f"{DOI}{version.doi}"
        if version.doi
        else site.absolute(site.page_of(version, _known(version, language)))
    )


def _known(version: Version, language: str) -> str:
    return language if language in version.languages else version.language


def _social(site: Site, page: str, version: Version, texts: Texts) -> Iterator[Tag]:
    image = site.absolute(texts.cover.name)
    words = site.languages[texts.language].words
    yield from _open_graph(site, page, "article", texts.publisher, texts.title)
    yield "meta", {"property": "og:description", "content": texts.summary or texts.subtitle}
    yield "meta", {"property": "og:image", "content": image}
    if image:
        yield "meta", {"property": "og:image:alt", "content": words["first_page"]}
    yield "meta", {"property": "article:published_time", "content": version.date}
    yield from (("meta", {"property": "article:tag", "content": keyword}) for keyword in texts.keywords)
    yield "meta", {"name": "twitter:card", "content": "summary"}


def linked_data(site: Site, version: Version, texts: Texts) -> dict[str, object]:
    """Return a version as a `Report` of schema.org, with what replaces it in the terms of Dublin Core."""
    page = site.absolute(site.page_of(version, texts.language))
    catalogue, licence = site.catalogue, version.licence
    successor = catalogue.successor(version)
    found: dict[str, object | None] = {
        "@context": ["https://schema.org", {"dcterms": "http://purl.org/dc/terms/"}],
        "@type": "Report",
        "@id": page,
        "name": texts.title,
        "headline": texts.title,
        "alternativeHeadline": texts.subtitle,
        "abstract": texts.summary,
        "inLanguage": texts.language,
        "datePublished": version.date,
        "expires": version.valid_until,
        "author": [
            _as_agent(author.name, author.orcid, is_person=author.is_person) for author in texts.authors
        ],
        "publisher": _publisher(version, texts),
        "license": (licence.url or licence.name) if licence else None,
        "keywords": list(texts.keywords),
        "reportNumber": version.report_number,
        "identifier": f"{DOI}{version.doi}" if version.doi else None,
        "isbn": version.isbn,
        "version": str(version.edition) if version.edition else None,
        "position": version.number,
        "isPartOf": _series(version, texts),
        "url": page,
        "image": site.absolute(texts.cover.name),
        "encoding": [
            {
                "@type": "MediaObject",
                "name": site.label_of(edition, texts.language),
                "encodingFormat": "application/pdf",
                "contentUrl": site.absolute(edition.pdf.name),
                "contentSize": str(edition.pdf.bytes),
                "sha256": edition.pdf.sha256,
            }
            for edition in version.editions
            if edition.language == texts.language and site.address
        ],
        **_translations(site, version, texts),
        "dcterms:isReplacedBy": _node(site, successor, texts.language) if successor else None,
        "dcterms:replaces": [
            node for one in catalogue.superseded_by(version) if (node := _node(site, one, texts.language))
        ],
    }
    return {name: value for name, value in found.items() if value}


def _as_agent(name: str, orcid: str | None, *, is_person: bool) -> dict[str, object]:
    """Return an author; whether a name is that of a person or of an organisation is often unknown."""
    agent: dict[str, object] = {"@type": "Person", "name": name} if is_person else {"name": name}
    return {**agent, "sameAs": f"{ORCID}{orcid}"} if orcid else agent


def _publisher(version: Version, texts: Texts) -> dict[str, object] | None:
    if texts.publisher is None:
        return None
    found: dict[str, object] = {"@type": "Organization", "name": texts.publisher}
    return {**found, "url": version.publisher_web} if version.publisher_web else found


def _series(version: Version, texts: Texts) -> dict[str, object] | None:
    if texts.series is None:
        return None
    found: dict[str, object] = {"@type": "CreativeWorkSeries", "name": texts.series}
    return {**found, "issn": version.issn} if version.issn else found


def _translations(site: Site, version: Version, texts: Texts) -> dict[str, object]:
    """Return the relations of a translation to its original, and of an original to its translations."""
    if site.address is None:
        return {}
    if texts.language != version.language:
        return {"translationOfWork": {"@id": site.absolute(site.page_of(version, version.language))}}
    others = [language for language in version.languages if language != version.language]
    return {"workTranslation": [{"@id": site.absolute(site.page_of(version, one))} for one in others]}


def _node(site: Site, version: Version, language: str) -> dict[str, object] | None:
    found = _identified(site, version, language)
    return {"@id": found} if found else None


def tags_of_redirect(site: Site, page: str, target: str) -> Iterator[Tag]:
    """Yield the tags of a page that leads to another one."""
    yield "meta", {"http-equiv": "refresh", "content": f"0; url={link(page, target)}"}
    yield "link", {"rel": "canonical", "href": site.absolute(target) or link(page, short(target) or target)}
    yield "meta", {"name": "robots", "content": "noindex"}
