"""The feeds, read by the library of a feed reader, and the sitemap."""

from __future__ import annotations

import calendar

import feedparser
import pytest
from lxml import etree

from briefing.site.feeds import SITES, XHTML, write_feeds
from briefing.site.pages import listed_pages
from tests.site.sites import ADDRESS, history, site, version


@pytest.fixture(scope="module")
def files():
    return write_feeds(history(), listed_pages(history()))


def test_there_is_a_feed_for_each_language_and_one_sitemap(files):
    assert files.keys() == {"feed.xml", "ar/feed.xml", "ru/feed.xml", "sitemap.xml"}
    assert write_feeds(site(version("heat", "2026-11"), address=None), []) == {}


def test_a_feed_reader_finds_every_current_publication(files):
    feed = feedparser.parse(files["feed.xml"])
    assert (feed.bozo, feed.version, feed.feed.language) == (False, "atom10", "en")
    assert feed.feed.title == "The Institute: Publications" and feed.feed.id == ADDRESS
    assert calendar.timegm(feed.feed.updated_parsed) == calendar.timegm((2026, 11, 1, 0, 0, 0))
    heat, ports = feed.entries
    assert (heat.title, heat.link) == ("Nights stay hot & humid", f"{ADDRESS}heat/")
    assert heat.published == "2026-11-01T00:00:00Z" and ports.updated == "2025-01-02T00:00:00Z"
    assert [one.name for one in heat.authors] == ["Ada Okoye", "The City Team"]
    assert [one.term for one in heat.tags] == ["heat", "trees and shade"]
    (pdf,) = heat.enclosures
    assert (
        pdf.type == "application/pdf" and pdf.length == "12345" and pdf.href.endswith("-policymaker-en.pdf")
    )
    assert pdf.title == "Policymakers"
    assert heat.id != ports.id and heat.summary.startswith("Hot nights harm people.")


def test_the_feed_of_another_language_has_its_words(files):
    feed = feedparser.parse(files["ar/feed.xml"])
    assert feed.feed.language == "ar" and len(feed.entries) == 1
    assert feed.entries[0].link == f"{ADDRESS}heat/ar/"


def test_a_new_version_is_a_new_entry():
    before = site(version("heat", "2026-03-01"))
    after = site(version("heat", "2026-03-01"), version("heat", "2026-11-02"))
    ids = [feedparser.parse(write_feeds(one, [])["feed.xml"]).entries[0].id for one in (before, after)]
    assert ids[0] != ids[1]


def test_the_sitemap_lists_pages_with_their_languages_and_dates(files):
    root = etree.fromstring(files["sitemap.xml"])
    found = {one.findtext(f"{{{SITES}}}loc"): one for one in root}
    assert [*found][:4] == [ADDRESS, f"{ADDRESS}ar/", f"{ADDRESS}ru/", f"{ADDRESS}heat/"] and len(found) == 7
    heat = found[f"{ADDRESS}heat/"]
    assert heat.findtext(f"{{{SITES}}}lastmod") == "2026-11"
    assert {one.get("hreflang") for one in heat.iter(f"{{{XHTML}}}link")} == {"en", "ar", "ru"}
    assert list(found[f"{ADDRESS}ports/"].iter(f"{{{XHTML}}}link")) == []
