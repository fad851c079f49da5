"""The HTML of markup in texts, and its plain words."""

from __future__ import annotations

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.compose.text_markup import raise_scripts
from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from briefing.model.content import Passage
from briefing.model.text import Flow
from tests.cases import each
from tests.compose.test_html_text import block, inline, prose


def flat(words: str) -> str:
    return block(words).replace("\n", "")


@each(
    ("words", "html", "plain"),
    [
        ("m^2^ and 10^-9^", "m<sup>2</sup> and 10<sup>−9</sup>", "m² and 10⁻⁹"),
        ("SO~4~^2-^", "SO<sub>4</sub><sup>2−</sup>", "SO₄²⁻"),
        ("CO₂ in 10⁻⁹ m²", "CO<sub>2</sub> in 10<sup>−9</sup> m<sup>2</sup>", "CO₂ in 10⁻⁹ m²"),
        ("1^er^ and x~max~", "1<sup>er</sup> and x<sub>max</sub>", "1er and xmax"),
        ("1ᵉʳ and xₙ", "1<sup>er</sup> and x<sub>n</sub>", "1ᵉʳ and xₙ"),
        ("{speed}^2^", "299,792,458\u00a0m/s<sup>2</sup>", "299,792,458\u00a0m/s²"),
        ("~5 km & C^*", "~5\u00a0km &amp; C^*", "~5 km & C^*"),
        ("`m^2^`", "<code>m^2^</code>", "m^2^"),
        ("at 10^-9^ m or", "at 10<sup>−9</sup>\u00a0m or", "at 10⁻⁹\u00a0m or"),
        ("in m^3^ s^-1^ is", "in m<sup>3</sup>\u00a0s<sup>−1</sup> is", "in m³\u00a0s⁻¹ is"),
        ("an m^2^ costs", "an m<sup>2</sup> costs", "an m² costs"),
    ],
)
def test_scripts_are_elements_on_the_page_and_characters_in_plain_words(words, html, plain):
    assert inline(words) == html
    assert prose().plain(Passage(words, ("title",), Flow.INLINE)) == plain


@each(
    ("words", "html"),
    [
        ("غاز CO~2~ هنا", 'غاز <span dir="ltr">CO<sub>2</sub></span> هنا'),
        ("غاز H~2~O هنا", 'غاز <span dir="ltr">H<sub>2</sub>O</span> هنا'),
        ("غاز H₂SO₄ هنا", 'غاز <span dir="ltr">H<sub>2</sub>SO<sub>4</sub></span> هنا'),
        ("(10^-9^)", '(<span dir="ltr">10<sup>−9</sup></span>)'),
        ("س^2^ و ص", "س<sup>2</sup> و ص"),
        (
            "تركيز 5 g/m^3^ هنا",
            'تركيز 5\u00a0<span dir="ltr"><span class="unbroken">g/m</span><sup>3</sup></span> هنا',
        ),
        (
            "تدفق m^3^ s^-1^ هنا",
            'تدفق <span dir="ltr">m<sup>3</sup>\u00a0s<sup>−1</sup></span> هنا',
        ),
        ("تدفق m³ s⁻¹ هنا", 'تدفق <span dir="ltr">m<sup>3</sup> s<sup>−1</sup></span> هنا'),
        ("إلى 10^-3^ m هنا", 'إلى <span dir="ltr">10<sup>−3</sup>\u00a0m</span> هنا'),
        ("من -5 إلى 3", "من \u200e−5 إلى 3"),
        ("في CO~2~ 2026", 'في <span dir="ltr">CO<sub>2</sub></span> 2026'),
        ("CO~2~", '<span dir="ltr">CO<sub>2</sub></span>'),
    ],
)
def test_a_script_stays_with_its_base_in_a_text_from_right_to_left(words, html):
    found = inline(words, "ar").replace('<span dir="ltr"></span>', "")
    assert found == html


def _set(words: str, language: str) -> str:
    languages = Languages(Files(shipped_root()))
    passages = {tag: (languages.labels_of(tag), languages.traits_of(tag)) for tag in ("en", "fr", "ar")}
    labels, traits = languages.labels_of(language), languages.traits_of(language)
    setter = Prose(labels, {}, Citations(), traits=traits, passages=passages)
    return setter.html(Passage(words, ("bottom_line", "text"), Flow.INLINE))


@each(
    ("words", "language", "html"),
    [
        (
            '"So" [le "mot" : un]{lang=fr} "so"',
            "en",
            '“So” <span lang="fr">le «\u00a0mot\u00a0»\u00a0: un</span> “so”',
        ),
        (
            '"Un" [a "word": one]{lang=en} : "un"',
            "fr",
            '«\u00a0Un\u00a0» <span lang="en">a “word”: one</span>\u00a0: «\u00a0un\u00a0»',
        ),
        ('a [b *c "d"*]{lang=fr} e', "en", 'a <span lang="fr">b <em>c «\u00a0d\u00a0»</em></span> e'),
        ('a ["b"]{lang=de} c', "en", 'a <span lang="de">“b”</span> c'),
    ],
)
def test_a_passage_is_set_by_its_language_and_the_text_around_it_by_its_own(words, language, html):
    assert _set(words, language) == html


def test_an_alternative_text_has_characters():
    assert 'alt="CO₂ in m²"' in inline("![CO~2~ in m^2^](figures/map.png)")


def test_text_without_scripts_is_left_alone():
    assert raise_scripts("a &amp; “b” ±5 °C ½ ª º") == "a &amp; “b” ±5 °C ½ ª º"


@each(
    ("words", "html"),
    [
        ("3. a\n4. b", '<ol start="3" style="counter-reset: list-item 2"><li>a</li><li>b</li></ol>'),
        (
            "3. a\n7. b\n8. c",
            '<ol start="3" style="counter-reset: list-item 2"><li>a</li>'
            '<li value="7" style="counter-increment: list-item 4">b</li><li value="8">c</li></ol>',
        ),
        (
            "99. a\n100. b",
            '<ol start="99" class="far" style="counter-reset: list-item 98; --marker: 3"><li>a</li><li>b</li></ol>',
        ),
        (
            "1. a\n1. b\n" + "1. c\n" * 8,
            '<ol class="far" style="--marker: 2"><li>a</li><li>b</li>' + "<li>c</li>" * 8 + "</ol>",
        ),
        (
            "vii. a\nviii. b",
            '<ol class="lower-roman far" type="i" start="7" style="counter-reset: list-item 6; --marker: 2.8">'
            "<li>a</li><li>b</li></ol>",
        ),
        (
            "a) x\n   1. p\n   2. q\nb) y",
            '<ol class="lower-alpha bracket" type="a"><li>x<ol><li>p</li><li>q</li></ol></li><li>y</li></ol>',
        ),
    ],
)
def test_lists_count_as_typed(words, html):
    assert flat(words) == html


def test_a_simple_table_has_a_head_and_aligned_cells():
    assert flat("| a | b | c |\n|:--|:-:|--:|\n| CO~2~ | *x* | \\| |") == (
        '<table class="simple narrow"><thead><tr><th scope="col">a</th><th scope="col" class="centre">b</th>'
        '<th scope="col" class="end">c</th></tr></thead><tbody><tr><td>CO<sub>2</sub></td>'
        '<td class="centre"><em>x</em></td><td class="end">|</td></tr></tbody></table>'
    )


def test_only_a_narrow_table_keeps_its_own_width():
    long = "a method with many words"
    assert '<table class="simple narrow">' in block(f"| a | b |\n|---|---|\n| {long} | x |\n| {long} | y |")
    assert '<table class="simple">' in block(f"| a | b |\n|---|---|\n| {long} | x |\n| y | {long} |")


@each(
    ("words", "html"),
    [
        ("Term\n: one\n: two", "<dl><dt>Term</dt><dd>one</dd><dd>two</dd></dl>"),
        ("Term\n\n: one\n\n  more", "<dl><dt>Term</dt><dd><p>one</p><p>more</p></dd></dl>"),
        ("about\n~ 5 km", "<p>about~ 5\u00a0km</p>"),
        ("3\n:5", "<p>3:5</p>"),
        (f"{'word ' * 13}ends\n: and goes on", f"<p>{'word ' * 13}ends: and goes on</p>"),
    ],
)
def test_definitions(words, html):
    assert flat(words).replace("\u00a0on", " on").replace("goes\u00a0", "goes ") == html


def test_line_breaks():
    assert inline("one\\\ntwo") == inline("one  \ntwo") == "one<br />\ntwo"
    assert prose().plain(Passage("one\\\ntwo", ("title",), Flow.INLINE)) == "one two"


def test_a_heading_has_its_plain_words_for_the_outline():
    assert (
        flat('## In m^2^\n\n### "So"')
        == '<h3 data-label="In m²">In m<sup>2</sup></h3><h4 data-label="“So”">“So”</h4>'
    )


@each(
    ("words", "language", "html"),
    [
        ("a [mot]{lang=fr} b", "en", 'a <span lang="fr">mot</span> b'),
        ("a [*mot*]{lang=pt-BR} b", "en", 'a <span lang="pt-BR"><em>mot</em></span> b'),
        ("a [كلمة]{lang=ar} b", "en", 'a <span lang="ar" dir="rtl">كلمة</span> b'),
        ("كلمة [word]{lang=en}", "ar", 'كلمة <span lang="en" dir="ltr">word</span>'),
        ("a [b]{tag} c", "en", "a [b]&lt;b&gt;&amp;&lt;/b&gt; c"),
    ],
)
def test_a_passage_has_its_language_and_direction(words, language, html):
    assert inline(words, language) == html
