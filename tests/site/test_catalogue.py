"""The relations of versions: the newest, what replaces what, and the addresses that lead to them."""

from __future__ import annotations

from briefing.site.addresses import conflicts, path_of_web, redirects_of
from briefing.site.site import link
from tests.site.sites import ADDRESS, history, site, version


def keys(versions):
    return [one.key for one in versions]


def test_a_chain_leads_from_every_version_to_the_current_one():
    catalogue = history().catalogue
    new, old, replaced, ports = (catalogue.versions[place] for place in (0, 1, 3, 2))
    assert keys(catalogue.current) == [("heat", "2026-11"), ("ports", "2025-01-02")]
    assert catalogue.successor(new) is None and catalogue.successor(ports) is None
    assert catalogue.successor(old) == new and catalogue.successor(replaced) == new
    assert catalogue.current_of(replaced) == new
    assert keys(catalogue.history(old)) == [
        ("heat", "2026-11"),
        ("heat", "2026-03-01"),
        ("heat-2024", "2024-06-10"),
    ]
    assert keys(catalogue.superseded_by(new)) == [("heat", "2026-03-01"), ("heat-2024", "2024-06-10")]
    assert keys(catalogue.history(ports)) == [ports.key]


def test_a_current_version_has_the_address_of_its_brief_and_an_older_one_that_of_its_date():
    found = history()
    new, old, ports, replaced = found.catalogue.versions
    assert found.page_of(new, "en") == "heat/index.html" and found.page_of(new, "ar") == "heat/ar/index.html"
    assert found.page_of(old, "ar") == "heat/2026-03-01/ar/index.html"
    assert found.page_of(replaced, "en") == "heat-2024/2024-06-10/index.html"
    assert found.page_of(ports, "en") == "ports/index.html"


def test_an_old_address_leads_to_the_newest_version_in_the_same_language_if_it_has_one():
    found = {path: (target, language) for path, target, language in redirects_of(history())}
    assert found == {
        "heat/2026-11/index.html": ("heat/index.html", "en"),
        "heat/2026-11/ar/index.html": ("heat/ar/index.html", "ar"),
        "heat/2026-11/ru/index.html": ("heat/ru/index.html", "ru"),
        "q/heat/index.html": ("heat/index.html", "en"),
        "heat-2024/index.html": ("heat/index.html", "en"),
        "ports/2025-01-02/index.html": ("ports/index.html", "en"),
    }


def test_only_an_address_on_the_site_gets_a_page():
    def path(web, address=ADDRESS):
        one = version("heat", "2026-11", web=web)
        return path_of_web(site(one, address=address), one)

    assert path(f"{ADDRESS}heat") == path(f"{ADDRESS}heat/") == "heat/index.html"
    assert path(f"{ADDRESS}heat.html?from=qr") == "heat.html"
    assert path("https://INSTITUTE.example/briefs/a%20b/") == "a b/index.html"
    outside = ("https://institute.example/other/", "https://example.org/briefs/heat/", ADDRESS)
    hostile = (
        f"{ADDRESS}../x",
        f"{ADDRESS}a/%2e%2e/b",
        f"{ADDRESS}.git/config",
        f"{ADDRESS}a%5Cb",
        f"{ADDRESS}a//b",
    )
    assert [path(web) for web in (*outside, *hostile, None)] == [None] * 9
    assert path(f"{ADDRESS}heat", address=None) is None


def test_two_things_with_one_address_are_found():
    def found(*versions):
        return [(one.brief, path) for one, path in conflicts(site(*versions))]

    good = version("heat", "2026-11", web=f"{ADDRESS}heat/")
    assert found(good, version("ports", "2026-11", web=f"{ADDRESS}q/ports")) == []
    assert found(version("topics", "2026-11")) == [("topics", "topics")]
    assert found(good, version("en", "2026-11")) == [("en", "en")]
    other = version("ports", "2026-11", web=f"{ADDRESS}heat/")
    assert found(good, other) == [("ports", "heat/index.html")]
    assert found(version("ports", "2026-11", web=f"{ADDRESS}site/x")) == [("ports", "site/x/index.html")]


def test_briefs_that_replace_each_other_are_found_once():
    versions = [
        version("a", "2026-01-01", supersedes=("b",)),
        version("b", "2026-01-02", supersedes=("a",)),
        version("c", "2026-01-03", supersedes=("a", "missing")),
    ]
    assert [sorted(circle) for circle in site(*versions[:2]).catalogue.cycles()] == [["a", "b"]]
    assert list(site(versions[0], versions[2]).catalogue.cycles()) == []


def test_links_name_the_page_of_a_folder_so_that_they_work_on_a_disk():
    assert link("heat/ar/index.html", "index.html") == "../../index.html"
    assert link("index.html", "heat/index.html") == "heat/index.html"
    assert link("index.html", "a b/ü.pdf") == "a%20b/%C3%BC.pdf"
    assert history().absolute("heat/ar/index.html") == f"{ADDRESS}heat/ar/"
    assert history().absolute("index.html") == ADDRESS
