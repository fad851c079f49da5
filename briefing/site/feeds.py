"""The Atom feeds of a site (RFC 4287), one for each language, and its sitemap (sitemaps.org).

Both need absolute addresses. Their times are the dates of the publications, at midnight UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lxml import etree
from lxml.etree import Element, SubElement

from briefing.core.months import Month
from briefing.site.record import Texts, Version
from briefing.site.site import FEED, INDEX, SITEMAP, Site

ATOM = "http://www.w3.org/2005/Atom"
SITES = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_feeds(site: Site, pages: Iterable[Mapping[str, str]]) -> dict[str, bytes]:
    """Return the feeds and the sitemap by their paths; none for a site without an address.

    `pages` are the pages that search engines should list, each as its paths by language.
    """
    if site.address is None:
        return {}
    feeds = {f"{site.root_of(language)}{FEED}": _write_feed(site, language) for language in site.languages}
    return {**feeds, SITEMAP: _write_sitemap(site, pages)}


def _write_feed(site: Site, language: str) -> bytes:
    words = site.languages[language]
    versions = list(site.in_language(language))
    root = f"{site.root_of(language)}{INDEX}"
    feed = Element(f"{{{ATOM}}}feed", {LANG: language}, nsmap={None: ATOM})
    title = words.words["publications"]
    publisher = words.publisher or title
    _add(feed, "title", f"{publisher}{words.marks['colon']}{title}" if words.publisher else title)
    _add(feed, "id", site.absolute(root))
    _add(feed, "updated", _moment(max(version.day for version in versions)))
    _add_link(feed, "self", site.absolute(f"{site.root_of(language)}{FEED}"), "application/atom+xml")
    _add_link(feed, "alternate", site.absolute(root), "text/html")
    _add(SubElement(feed, f"{{{ATOM}}}author"), "name", publisher)
    for version in versions:
        _add_entry(feed, site, version, version.text_in(language))
    return _as_bytes(feed)


def _add_entry(feed: Element, site: Site, version: Version, texts: Texts) -> None:
    entry = SubElement(feed, f"{{{ATOM}}}entry")
    _add(entry, "title", texts.title)
    _add(entry, "id", site.absolute(f"{version.brief}/{version.date}/{texts.language}"))
    _add(entry, "published", _moment(version.day))
    _add(entry, "updated", _moment(version.day))
    _add_link(entry, "alternate", site.absolute(site.page_of(version, texts.language)), "text/html")
    for edition in version.editions:
        if edition.language == texts.language:
            found = _add_link(entry, "enclosure", site.absolute(edition.pdf.name), "application/pdf")
            found.set("length", str(edition.pdf.bytes))
            found.set("title", site.label_of(edition, texts.language))
    for author in texts.authors:
        _add(SubElement(entry, f"{{{ATOM}}}author"), "name", author.name)
    for keyword in texts.keywords:
        SubElement(entry, f"{{{ATOM}}}category", {"term": keyword})
    if version.licence:
        _add(entry, "rights", version.licence.name)
    if summary := texts.summary or texts.subtitle:
        _add(entry, "summary", summary)


def _write_sitemap(site: Site, pages: Iterable[Mapping[str, str]]) -> bytes:
    urls = Element(f"{{{SITES}}}urlset", nsmap={None: SITES, "xhtml": XHTML})
    days = {
        site.page_of(version, language): version.day
        for version in site.catalogue.current
        for language in version.languages
    }
    for paths in pages:
        for path in paths.values():
            url = SubElement(urls, f"{{{SITES}}}url")
            SubElement(url, f"{{{SITES}}}loc").text = site.absolute(path)
            if path in days:
                SubElement(url, f"{{{SITES}}}lastmod").text = days[path].isoformat()
            for other, target in paths.items() if len(paths) > 1 else ():
                found = {"rel": "alternate", "hreflang": other, "href": site.absolute(target) or ""}
                SubElement(url, f"{{{XHTML}}}link", found)
    return _as_bytes(urls)


def _add(parent: Element, name: str, text: str | None) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _add_link(parent: Element, relation: str, address: str | None, kind: str) -> Element:
    return SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "type": kind, "href": address or ""})


def _moment(day: date) -> str:
    return f"{day:%Y-%m}-01T00:00:00Z" if isinstance(day, Month) else f"{day:%Y-%m-%d}T00:00:00Z"


def _as_bytes(root: Element) -> bytes:
    content: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return content
