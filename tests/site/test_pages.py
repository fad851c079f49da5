"""The pages of a site: valid, linked, with metadata that other programs read, and the same bytes each time."""

from __future__ import annotations

import base64
import json
import posixpath
import re
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html

from briefing.core.errors import WorkspaceError
from briefing.files.workspace import Files, shipped_root
from briefing.site.pages import listed_pages, read_pages, render_pages
from briefing.site.search import SCRIPT, search_index_of, write_search_index
from tests.site import vnu
from tests.site.sites import ADDRESS, FILES, history, site, version

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return render_pages(history(), FILES)["texts"]


@pytest.fixture(scope="module")
def bare() -> dict[str, str]:
    """The pages of a site without an address."""
    found = history()
    return render_pages(site(*found.versions, address=None), FILES)["texts"]


def metadata(page: str) -> dict[str, list[str]]:
    """Return the contents of the metadata of a page, by name."""
    found: dict[str, list[str]] = {}
    for one in lxml_html.fromstring(page).iter("meta"):
        name = one.get("name") or one.get("property") or one.get("http-equiv")
        found.setdefault(name or "charset", []).append(one.get("content", ""))
    return found


def links(page: str) -> list[tuple[str, dict[str, str]]]:
    return [(one.get("rel", ""), dict(one.attrib)) for one in lxml_html.fromstring(page).iter("link")]


def linked_data(page: str) -> dict:
    (one,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(one)


def test_there_is_an_index_in_each_language_and_a_page_for_each_version(pages):
    assert {name for name in pages if name.endswith(".html")} == {
        *(f"{root}{kind}index.html" for root in ("", "ar/", "ru/") for kind in ("", "series/", "topics/")),
        *("heat/index.html", "heat/ar/index.html", "heat/ru/index.html", "heat/2026-11/index.html"),
        *("heat/2026-11/ar/index.html", "heat/2026-11/ru/index.html"),
        *("heat/2026-03-01/index.html", "heat/2026-03-01/ar/index.html", "q/heat/index.html"),
        *("heat-2024/index.html", "heat-2024/2024-06-10/index.html"),
        *("ports/index.html", "ports/2025-01-02/index.html"),
    }


def test_an_index_lists_the_current_versions_in_its_language_newest_first(pages):
    entries = {
        root: [
            one.get("data-brief")
            for one in lxml_html.fromstring(pages[f"{root}index.html"]).iterfind(".//li[@data-brief]")
        ]
        for root in ("", "ar/", "ru/")
    }
    assert entries == {"": ["heat", "ports"], "ar/": ["heat"], "ru/": ["heat"]}


def test_every_link_leads_to_a_file_of_the_site(pages):
    found = history()
    files = {one.name for each in found.versions for one in each.files()}
    files |= {
        f"{each.brief}/{each.date}/{each.brief}-{each.date}-{tag}.{end}"
        for each in found.versions
        for tag in each.languages
        for end in ("bib", "ris", "json")
    }
    files |= {SCRIPT, *(search_index_of(tag) for tag in found.languages)}
    files |= {"feed.xml", "ar/feed.xml", "ru/feed.xml", *pages}
    checked = 0
    for name, page in pages.items():
        for _, _, address, _ in lxml_html.fromstring(page).iterlinks() if name.endswith(".html") else ():
            if ":" in address:
                continue
            target, _, anchor = address.partition("#")
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(target)))
                if target
                else name
            )
            assert path in files, (name, address)
            if anchor:
                assert f'id="{unquote(anchor)}"' in pages[path], (name, address)
            checked += 1
    assert checked > 200


def test_a_page_says_what_reference_managers_and_catalogues_read(pages):
    found = metadata(pages["heat/index.html"])
    pdf = f"{ADDRESS}heat/2026-11/heat-2026-11-policymaker-en"
    assert found["citation_title"] == ["Nights stay hot & humid"]
    assert found["citation_author"] == ["Ada Okoye", "The City Team"]
    assert found["citation_author_orcid"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert found["citation_publication_date"] == ["2026/11"]
    assert found["citation_pdf_url"] == [f"{pdf}.pdf"]
    assert found["citation_technical_report_number"] == ["7"] and found["citation_doi"] == ["10.1000/182"]
    assert found["DC.creator"] == found["citation_author"] and found["DC.date"] == ["2026-11"]
    assert found["DC.subject"] == ["heat", "trees and shade"]
    assert found["DC.identifier"] == ["https://doi.org/10.1000/182"]
    assert found["og:url"] == [f"{ADDRESS}heat/"] and found["og:image"] == [f"{pdf}-cover.png"]
    assert found["article:published_time"] == ["2026-11"]
    assert "DCTERMS.isReplacedBy" not in found
    assert found["DCTERMS.replaces"] == [f"{ADDRESS}heat/2026-03-01/", f"{ADDRESS}heat-2024/2024-06-10/"]
    old = metadata(pages["heat-2024/2024-06-10/index.html"])
    assert old["DCTERMS.isReplacedBy"] == ["https://doi.org/10.1000/182"] and "DCTERMS.replaces" not in old


def test_pages_in_several_languages_name_each_other(pages):
    def named(page):
        return {
            one["hreflang"]: one["href"]
            for rel, one in links(pages[page])
            if rel == "alternate" and "hreflang" in one
        }

    wanted = {
        "en": f"{ADDRESS}heat/",
        "ar": f"{ADDRESS}heat/ar/",
        "ru": f"{ADDRESS}heat/ru/",
        "x-default": f"{ADDRESS}heat/",
    }
    assert named("heat/index.html") == named("heat/ru/index.html") == wanted
    assert named("ports/index.html") == {}
    assert named("ar/index.html")["x-default"] == ADDRESS
    assert 'lang="ar" dir="rtl"' in pages["heat/ar/index.html"].partition("<head>")[0]


def test_the_linked_data_is_a_report_of_schema_org(pages):
    found = linked_data(pages["heat/ar/index.html"])
    assert found["@type"] == "Report" and found["@context"][0] == "https://schema.org"
    assert found["@id"] == found["url"] == f"{ADDRESS}heat/ar/"
    needed = {
        "name",
        "author",
        "datePublished",
        "publisher",
        "inLanguage",
        "license",
        "encoding",
        "image",
        "abstract",
    }
    assert needed <= found.keys()
    assert [one.get("@type") for one in found["author"]] == ["Person", None]
    assert found["encoding"][0]["contentUrl"].endswith("heat-2026-11-policymaker-ar.pdf")
    assert found["translationOfWork"] == {"@id": f"{ADDRESS}heat/"}
    assert found["isPartOf"] == {"@type": "CreativeWorkSeries", "name": "City Notes"}
    original = linked_data(pages["heat/index.html"])
    assert [one["@id"] for one in original["workTranslation"]] == [f"{ADDRESS}heat/ar/", f"{ADDRESS}heat/ru/"]
    assert (
        linked_data(pages["heat/2026-03-01/index.html"])["dcterms:isReplacedBy"]["@id"]
        == "https://doi.org/10.1000/182"
    )


def test_a_text_cannot_end_the_element_that_it_is_in():
    bad = {"title": "</script><script>alert(1)</script>", "summary": '"><img src=x onerror=alert(1)>'}
    page = render_pages(site(version("heat", "2026-11", text=bad)), FILES)["texts"]["heat/index.html"]
    assert "<script>" not in page and "<img src=x" not in page
    assert linked_data(page)["name"] == bad["title"]
    index = write_search_index(site(version("heat", "2026-11", text=bad)), "en").decode()
    assert (
        json.loads(index.removeprefix("const siteIndex = ").removesuffix(";\n"))["briefs"]["heat"]["year"]
        == "2026"
    )


def test_an_older_version_leads_to_the_newest_and_lists_all(pages):
    older, newest = pages["heat/2026-03-01/index.html"], pages["heat/index.html"]
    assert "There is a newer version of this publication:" in older and 'href="../index.html"' in older
    assert "has been superseded by" in pages["heat-2024/2024-06-10/index.html"]
    assert "newer version" not in newest and "superseded" not in newest
    for page in (older, newest, pages["heat-2024/2024-06-10/index.html"]):
        assert len(lxml_html.fromstring(page).findall(".//section[@class='versions']//li")) == 3


def test_the_address_in_a_qr_code_leads_on_without_a_script(pages):
    page = pages["q/heat/index.html"]
    assert metadata(page)["refresh"] == ["0; url=../../heat/index.html"]
    assert metadata(page)["robots"] == ["noindex"]
    assert ("canonical", f"{ADDRESS}heat/") in [(rel, one["href"]) for rel, one in links(page)]
    assert '<a href="../../heat/index.html">' in page and "<script" not in page


def test_without_an_address_nothing_is_absolute(bare):
    for name, page in bare.items():
        if name.endswith(".html"):
            found = metadata(page)
            assert not {"og:url", "og:image", "citation_pdf_url", "citation_abstract_html_url"} & found.keys()
            assert "canonical" not in [rel for rel, _ in links(page)] or "refresh" in found
            own = page.replace(f"{ADDRESS}q/heat/", "")  # the address that the brief itself names
            assert "institute.example" not in own and "feed.xml" not in page
    assert "q/heat/index.html" not in bare
    assert "encoding" not in linked_data(bare["heat/index.html"])


def test_search_engines_list_current_pages_only():
    listed = [path for paths in listed_pages(history()) for path in paths.values()]
    assert listed == [
        *("index.html", "ar/index.html", "ru/index.html"),
        *("heat/index.html", "heat/ar/index.html", "heat/ru/index.html", "ports/index.html"),
    ]


def test_the_fonts_and_colours_are_those_of_the_theme():
    packed = render_pages(history(), FILES)
    style = packed["texts"]["site/site.css"]
    fonts = {name: base64.b64decode(content) for name, content in packed["fonts"].items()}
    assert {f"site/{name}" for name in re.findall(r'url\("([^"]+)"\)', style)} == fonts.keys()
    assert "site/brief-arabic-400.woff2" in fonts and "site/brief-text-400-italic.woff2" in fonts
    assert all(content.startswith(b"wOF2") for content in fonts.values())
    assert "--brand: #12395b" in style and '"Brief Text", "Brief Arabic", serif' in style
    assert read_pages(json.dumps(packed).encode()).keys() == {*packed["texts"], *fonts}


def test_the_same_site_gives_the_same_pages(pages):
    assert render_pages(history(), Files(shipped_root(), shipped_root()))["texts"] == pages


def test_a_workspace_can_change_a_template_but_add_nothing_that_runs(workspace):
    own = (
        '{% extends "shipped/site/base.j2.html" %}'
        "{% block footer %}<footer>Ours: {{ words.publications }}</footer>{% endblock %}"
    )
    files = workspace(files={"templates/site/base.j2.html": own})
    assert (
        "<footer>Ours: Publications</footer>"
        in render_pages(site(version("heat", "2026-11")), files)["texts"]["index.html"]
    )
    for bad, code in (
        ("<script>alert(1)</script>", "BR412"),
        ("{{ nothing }}", "BR402"),
        ("<div><b></div>", "BR4"),
    ):
        files = workspace(files={"templates/site/base.j2.html": own.replace("Ours", bad)})
        with pytest.raises(WorkspaceError) as caught:
            render_pages(site(version("heat", "2026-11")), files)
        assert caught.value.findings[0].code.startswith(code)
        assert caught.value.findings[0].where.file == "templates/site/base.j2.html"


@pytest.mark.validator
@pytest.mark.skipif(bool(vnu.missing()), reason=vnu.missing() or "-")
def test_the_checker_of_the_w3c_finds_nothing(pages, tmp_path):
    paths = []
    for name, text in pages.items():
        paths.append(tmp_path / name)
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        paths[-1].write_text(text, encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text("<p>No doctype</div>")
    found = vnu.messages([*paths, broken])
    assert len(paths) == 23 and {path.suffix for path in paths} == {".html", ".css"}
    assert [one for one in found if not one.startswith("broken.html")] == []
    assert len(found) > 2
