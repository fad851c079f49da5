"""Markdown to safe HTML: quotes and dashes by language, facts, citations, and headings below their section."""

from __future__ import annotations

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose, Text
from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from briefing.model.brief import Fact
from briefing.model.content import Passage
from briefing.model.text import Flow
from tests.cases import each

FACTS = {"speed": Fact(value="299792458", unit="m/s"), "tag": Fact(value="<b>&</b>")}
JOINER = "\u2060"


def prose(language: str = "en") -> Prose:
    languages = Languages(Files(shipped_root()))
    return Prose(languages.labels_of(language), FACTS, Citations(), traits=languages.traits_of(language))


def inline(words: str, language: str = "en") -> str:
    return prose(language).html(Passage(words, ("bottom_line", "text"), Flow.INLINE))


def block(words: str) -> str:
    return prose().html(Passage(words, ("sections", 0, "text"), Flow.BLOCK)).strip()


@each(
    ("language", "words", "html"),
    [
        ("en", """"The 'best' one", it's said""", "“The ‘best’ one”, it’s said"),
        ("es", """"El 'mejor'", dicen""", "«El “mejor”», dicen"),
        ("es", "Uno -- dos -- tres", "Uno —dos— tres"),
        ("ru", "Один -- два", "Один\u00a0— два"),
        ("ru", """"Лучший 'из' всех\"""", "«Лучший „из“ всех»"),
    ],
)
def test_quotation_marks_are_the_languages(language, words, html):
    assert inline(words, language) == html


@each(
    ("words", "html"),
    [
        ("one -- two", "one\u00a0– two"),
        ("one -- *two* -- three", "one\u00a0– <em>two</em>\u00a0– three"),
        ("1990--1995", "1990–1995"),
        ("one---two", "one—two"),
        ("and so on...", "and so on…"),
        ("21 % of 5 °C, 3 km", "21% of 5\u00a0°C, 3\u00a0km"),
        ("a-b --- c", "a-b\u00a0– c"),
        ("`a -- b`", "<code>a -- b</code>"),
        ("use --help", "use --help"),
        ("<https://a.org/b--c...d>", '<a href="https://a.org/b--c...d">https://a.org/b--c...d</a>'),
        ("(c) and (p) and (r)", "(c) and (p) and (r)"),
    ],
)
def test_dashes_and_dots_are_typeset_and_nothing_else(words, html):
    assert inline(words) == html


@each(
    ("words", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b &amp; c", "a &amp; b &amp; c"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("**bold** and *slanted*", "<strong>bold</strong> and <em>slanted</em>"),
        ("{tag}", "&lt;b&gt;&amp;&lt;/b&gt;"),
        ("{{ speed }}", "{{ speed }}"),
    ],
)
def test_markup_that_is_not_markdown_stays_text(words, html):
    assert inline(words) == html


@each(
    ("words", "html"),
    [
        ("at {speed}.", "at 299,792,458\u00a0m/s."),
        (r"at \{speed}.", "at {speed}."),
        ("`{speed}`", "<code>{speed}</code>"),
        ("{ speed }", "{ speed }"),
    ],
)
def test_facts_resolve_where_they_are_meant(words, html):
    assert inline(words) == html


def test_citations_are_numbered_by_first_use_and_close_to_their_word():
    text = prose()
    passage = Passage("First. [@b]\nSecond [@a, p. 4; @b]\n[@c].", ("sections", 0, "text"), Flow.INLINE)
    assert text.html(passage) == (
        f'First.{JOINER}<sup class="citation"><a id="citation:1" href="#source:1" role="doc-biblioref">1</a></sup>\n'
        f'Second.{JOINER}<sup class="citation">'
        f'<a id="citation:2" href="#source:1" role="doc-biblioref">1</a>,\u00a0'
        f'<a id="citation:3" href="#source:2" role="doc-biblioref">2</a> (p.\u00a04),\u00a0'
        f'<a id="citation:4" href="#source:3" role="doc-biblioref">3</a></sup>'
    )
    assert [(r.number, r.id, list(r.anchors.values())) for r in text.citations.in_order()] == [
        (1, "b", ["citation:1"]),
        (2, "a", ["citation:3"]),
        (3, "c", ["citation:4"]),
    ]


@each("typed", ["So [@a] [@b].", "So [@a][@b].", "So [@a]\n[@b].", "So [@a] [@b, p. 4]."])
def test_citations_that_follow_each_other_are_separated(typed):
    assert inline(typed).count("<sup") == 1
    assert ">1</a>,\u00a0<a " in inline(typed)


def test_words_alone_have_no_markup_and_no_citation():
    passage = Passage("*Fast* at {speed}\nand `code` [@a]", ("title", "text"), Flow.INLINE)
    text = Text(passage, prose())
    assert text.words == str(text) == "Fast at 299,792,458\u00a0m/s and code"


@each(
    ("words", "plain"),
    [
        ("Code:\n\n    {zone}\n\nand {speed}.", "Code: {zone} and 299,792,458\u00a0m/s."),
        ("~~~\n{zone}\n~~~", "{zone}"),
        ("One\n\n```\n{zone}", "One {zone}"),
        ("[one]: https://a.example/{zone}\n\nSee [one].", "See one."),
        ("# Head\n\n- one\n- two\n\n> three", "Head one two three"),
    ],
)
def test_words_alone_of_paragraphs_are_the_words_that_are_printed(words, plain):
    assert prose().plain(Passage(words, ("sections", 0, "text"), Flow.BLOCK)) == plain


def test_a_citation_may_be_broken_over_a_line_and_an_escaped_one_is_text():
    assert "\u00a04)" in inline("So it is [@a,\n  p. 4].")
    assert inline(r"Follow \[@a\] and \[@b].") == "Follow [@a] and [@b]."


def test_headings_in_a_text_are_below_their_section_without_gaps():
    html = block("# One\n\n### Two\n\n# Three")
    assert html.replace("\n", "") == "<h3>One</h3><h4>Two</h4><h3>Three</h3>"


def test_a_link_to_a_section_that_the_edition_lacks_becomes_its_words():
    passage = Passage("See [above](#one) and [below](#two).", ("sections", 0, "text"), Flow.INLINE)
    labels = Languages(Files(shipped_root())).labels_of("en")
    text = Prose(labels, FACTS, Citations(), {"two": "Two"})
    assert text.html(passage) == 'See above and <a href="#two">below</a>.'
    assert text.dangling == []


def test_a_link_without_words_names_its_target():
    labels = Languages(Files(shipped_root())).labels_of("en")
    title = Passage('A "quoted" title', ("sections", 0, "title"), Flow.INLINE)
    text = Prose(labels, FACTS, Citations(), {"map": "Figure\u00a02", "two": title})
    passage = Passage("See [](#map), **[](#two)** and [](#gone).", ("sections", 0, "text"), Flow.INLINE)
    assert text.html(passage) == (
        'See <a href="#map">Figure\u00a02</a>, <strong><a href="#two">A “quoted” title</a></strong> and .'
    )
    assert text.dangling == [(("sections", 0, "text"), "gone")]
    assert text.plain(passage) == "See Figure\u00a02, A “quoted” title and ."


def test_without_a_list_of_sources_there_are_no_numbers():
    labels = Languages(Files(shipped_root())).labels_of("en")
    text = Prose(labels, FACTS, Citations(is_listed=False))
    assert text.html(Passage("So it is. [@a]", ("title", "text"), Flow.INLINE)) == "So it is."


@each(
    ("language", "words", "html"),
    [
        (
            "en",
            "It fell 27 times, on 1 January 2017, at 4 kinds",
            "It fell 27_times, on 1_January 2017, at 4_kinds",
        ),
        (
            "en",
            "in 2017 a value of 1.5 kinds, 3,000 tons, RFC 12a or 10-15 days",
            "in 2017 a value of 1.5_kinds, 3,000_tons, RFC_12a or 10–15_days",
        ),
        ("es", "el 22 de noviembre", "el 22_de_noviembre"),
        ("ru", "Дело в том, и к тому же", "Дело в_том, и_к_тому же"),
        ("ru", "из-за 1 а также кто-то", "из-за 1 а_также кто-то"),
        ("en", "about 30 % and 40%", "about 30% and 40%"),
        ("es", "un 30% o 40 %", "un 30_% o 40_%"),
        ("fr", "à 30%", "à 30\u202f%"),
        ("en", "`30 %` and 100 %ig", "<code>30 %</code> and 100 %ig"),
    ],
)
def test_what_belongs_together_stays_on_one_line(language, words, html):
    assert inline(words, language) == html.replace("_", "\u00a0")


def test_words_alone_keep_no_spaces_of_lines():
    words = Text(Passage("A title of 27 words before its deadline", ("title",), Flow.INLINE), prose())
    assert words.words == "A title of 27 words before its deadline"
    assert words.set_words == "A title of 27_words before its deadline".replace("_", "\u00a0")


def test_a_fact_in_percent_has_the_space_of_its_language():
    facts = {"share": Fact(value="30", unit="%")}
    for language, printed in (("en", "30%"), ("es", "30\u00a0%")):
        labels = Languages(Files(shipped_root())).labels_of(language)
        assert Prose(labels, facts, Citations()).html(Passage("{share}", ("about",), Flow.INLINE)) == printed


def test_a_text_after_a_full_stop_begins_with_a_capital():
    words = Text(Passage("*the* models agree", ("outlook",), Flow.INLINE), prose())
    assert "<em>The</em> models agree" in words.sentence.__html__()
    assert "<em>the</em> models agree" in words.__html__()
    fact = Text(Passage("`code` first", ("outlook",), Flow.INLINE), prose())
    assert "<code>code</code> first" in fact.sentence.__html__()
