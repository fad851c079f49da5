"""Typography by language: apostrophes, primes, quotations, minus signs, ranges, spaces and ordinals."""

from __future__ import annotations

import pytest

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from briefing.model.content import Passage
from briefing.model.text import Flow
from tests.cases import each

LANGUAGES = Languages(Files(shipped_root()))


def prose(language: str) -> Prose:
    return Prose(LANGUAGES.labels_of(language), {}, Citations(), traits=LANGUAGES.traits_of(language))


def shown(html: str) -> str:
    """Return HTML with `_` for a no-break space and `~` for a narrow one."""
    return html.replace("\u00a0", "_").replace("\u202f", "~").strip()


def inline(words: str, language: str = "en") -> str:
    return shown(prose(language).html(Passage(words, ("bottom_line", "text"), Flow.INLINE)))


def block(words: str, language: str = "en") -> str:
    return shown(prose(language).html(Passage(words, ("sections", 0, "text"), Flow.BLOCK)))


def quoted(words: str, language: str = "en") -> str:
    return shown(prose(language).quotation(Passage(words, ("quotes", 0, "text"), Flow.INLINE)))


@each(
    ("typed", "printed"),
    [
        (
            "It's the '90s, the '60s-'70s, the '08-'09 season and the '80s' end",
            "It’s the ’90s, the ’60s–’70s, the ’08–’09 season and the ’80s’ end",
        ),
        ("'Twas so, 'tis so: give 'em time", "’Twas so, ’tis so: give ’em time"),
        ("rock 'n' roll and fish 'N' chips", "rock ’n’ roll and fish ’N’ chips"),
        ("the number 'n' is odd", "the number ‘n’ is odd"),
        ("the states' rights and the 1990s' end", "the states’ rights and the 1990s’ end"),
        ("'the states' rights matter' now", "‘the states’ rights matter’ now"),
        ("said 'in 1990' and 'of 20' twice", "said ‘in 1990’ and ‘of 20’ twice"),
        ("the [Ministry]'s plan and the bank (B)'s", "the [Ministry]’s plan and the bank (B)’s"),
        ("called 'til' a seed", "called ‘til’ a seed"),
        ("an 'em dash' and an 'em rule', give 'em time", "an ‘em dash’ and an ‘em rule’, give ’em time"),
        ("'give 'em hell', he said", "‘give ’em hell’, he said"),
        ("give 'em the states' rights", "give ’em the states’ rights"),
    ],
)
def test_an_apostrophe_at_the_start_of_a_word_is_no_quotation_mark(typed, printed):
    assert inline(typed) == printed


@each(
    ("typed", "printed"),
    [
        ("""6' 2" tall, or 5'10\"""", "6′_2″ tall, or 5′10″"),
        ("""a 5' fence and a 5" pipe""", "a 5′ fence and a 5″ pipe"),
        (""""a 5' fence" and "a 5" pipe" here""", "“a 5′ fence” and “a 5″ pipe” here"),
        ("""He is "6' 2" tall" there""", "He is “6′_2″ tall” there"),
        ("""40°26'46" N and 79°58' W""", "40°26′46″ N and 79°58′ W"),
        ('"It was in 1990", he said. "We had 20".', "“It was in 1990”, he said. “We had 20”."),
    ],
)
def test_feet_inches_and_arcs_have_primes_and_quotations_keep_their_marks(typed, printed):
    assert inline(typed) == printed


@each(
    ("typed", "printed"),
    [
        ("from -5 to -3, (-2), -€5m and *-1*", "from −5 to −3, (−2), −€5m and <em>−1</em>"),
        (
            "1990-2000, 1990-95, 2008-09, the Plan 2021-2027, Level 1990-2000",
            "1990–2000, 1990–95, 2008–09, the Plan 2021–2027, Level_1990–2000",
        ),
        ("pp. 4-7, Articles 4-7, 5-10 %, 5%-10%", "pp._4–7, Articles_4–7, 5–10%, 5%–10%"),
        ("1990 - 2000, $5-$10, 10:30-12:00", "1990–2000, $5–$10, 10:30–12:00"),
        ("June 4-6, 3-5 March, 1,200-1,500 people", "June_4–6, 3–5_March, 1,200–1,500_people"),
        ("it was –3 °C, –3 of 5, 5–3 °C", "it was −3_°C, –3 of 5, 5–3_°C"),
        ("5 - 3 is 2", "5 − 3 is 2"),
        ("5 x 6 m, 3 m x 2 m, 4x4 cars, plan x 5", "5_×_6_m, 3_m × 2_m, 4x4 cars, plan x 5"),
        ("one - two - three", "one_– two_– three"),
        ("It fell - as all know - in *May* - and rose", "It fell_– as all know_– in <em>May</em>_– and rose"),
        ('--"Dash"-- it', "–“Dash”– it"),
    ],
)
def test_a_hyphen_between_numbers_is_a_range_and_before_one_a_sign(typed, printed):
    assert inline(typed) == printed


@each(
    "typed",
    [
        "call 555-1234 or +44-20-7946",
        "ISBN 978-3-16-148410-0",
        "ISSN 2049-3630, ISO 8601-1, ISO 3166-2, EN 301-549",
        "doi 10.1000/182-190, www.example.org/1-20, x=1-20",
        "on 2026-11-29, in 2026-11",
        "A/RES/60-1, B-52, F-16, COVID-19, COP-26, BR-116",
        "1-2-3, a 24-7 shop, a 50-50 chance, won 3-1",
        "Public Law 116-136, a Boeing 737-800, the IEEE Std 1588-2019",
        "00-950 Warsaw",
        "use --help or -x, well-known, 5-year",
        "(-a), so x - y or (- b)",
    ],
)
def test_codes_keep_their_hyphens(typed):
    assert inline(typed).replace("_", " ") == typed


def test_code_and_addresses_are_never_changed():
    assert inline("`'90s 5-10 -5`") == "<code>'90s 5-10 -5</code>"
    assert inline("<https://a.org/1-20>") == '<a href="https://a.org/1-20">https://a.org/1-20</a>'


@each(
    ("language", "first", "second", "last"),
    [
        ("en", "“One.", "“Two.", "“Three”, he said."),
        ("pt", "“One.", "“Two.", "“Three”, he said."),
        ("fr", "«_One.", "«_Two.", "«_Three_», he said."),
        ("es", "«One.", "»Two.", "»Three», he said."),
        ("ru", "«One.", "Two.", "Three», he said."),
        ("ar", "«One.", "Two.", "Three», he said."),
    ],
)
def test_each_paragraph_of_a_quotation_begins_as_the_language_wants(language, first, second, last):
    html = block('"One.\n\n"Two.\n\n"Three", he said.', language)
    assert html.replace("</p>", "").replace("<p>", "").splitlines() == [first, second, last]


def test_a_quotation_that_begins_inside_a_paragraph_goes_on_in_the_next():
    assert block('He said: "One.\n\n"Two." Then "three".') == (
        "<p>He said: “One.</p>\n<p>“Two.” Then “three”.</p>"
    )
    assert block("He said:\n\n“One.\n\n“Two.”") == "<p>He said:</p>\n<p>“One.</p>\n<p>“Two.”</p>"
    assert block('"One."\n\n"Two."') == "<p>“One.”</p>\n<p>“Two.”</p>"
    assert block('He said: "One.\n\nTwo.\n\nThree," and left.') == (
        "<p>He said: “One.</p>\n<p>Two.</p>\n<p>Three,” and left.</p>"
    )
    assert block('A 12" pipe.\n\nSo "it" is.') == "<p>A 12″ pipe.</p>\n<p>So “it” is.</p>"


@each(
    ("language", "typed", "printed"),
    [
        ("en", 'One "two "three" four" five', "One “two ‘three’ four” five"),
        ("en", """"He called it 'the "best" of all'.\"""", "“He called it ‘the “best” of all’.”"),
        ("fr", '"il dit "viens" hier"', "«_il dit “viens” hier_»"),
        ("fr", "« il dit « viens » hier »", "«_il dit “viens” hier_»"),
        ("ru", '"Один "два" три"', "«Один „два“ три»"),
        ("en", '"One" and "two"', "“One” and “two”"),
    ],
)
def test_a_quotation_inside_another_has_the_inner_marks(language, typed, printed):
    assert inline(typed, language) == printed


@each(
    ("language", "typed", "printed"),
    [
        ("en", "We act.", "“We act.”"),
        ("en", '"We act."', "“We act.”"),
        ("en", "“We act.”", "“We act.”"),
        ("en", 'He said "no" twice', "“He said ‘no’ twice”"),
        ("en", '"A" and "B"', "“‘A’ and ‘B’”"),
        ("fr", "« Nous agissons »", "«_Nous agissons_»"),
        ("fr", 'Il dit "non"', "«_Il dit “non”_»"),
        ("es", '"No"', "«No»"),
    ],
)
def test_a_quote_block_has_its_marks_once(language, typed, printed):
    assert quoted(typed, language) == printed


@each(
    ("typed", "printed"),
    [
        ("Oui; non : dix\u2009! Qui?! Hein??", "Oui~; non_: dix~! Qui~?! Hein~??"),
        ("«un» « deux » «\u202ftrois\u202f»?", "«_un_» «_deux_» «_trois_»~?"),
        ('" espace dedans ".', "«_espace dedans_»."),
        ("10% ; 10 %, 12 500 habitants, -3,5 °C, 5 €", "10~%~; 10~%, 12~500_habitants, −3,5_°C, 5_€"),
        ("à 12:30, 3:1, std::vector, a::b", "à 12:30, 3:1, std::vector, a::b"),
        ("https://example.org/a:b?c=d;e!f", "https://example.org/a:b?c=d;e!f"),
        ("<https://example.org/?a;b>", '<a href="https://example.org/?a;b">https://example.org/?a;b</a>'),
        ("**Mot**: suite", "<strong>Mot</strong>_: suite"),
        ("10 h 30, n° 5, p. 4", "10_h_30, n°_5, p._4"),
    ],
)
def test_french_spaces_do_not_depend_on_what_was_typed(typed, printed):
    assert inline(typed, "fr") == printed


@each(
    ("language", "typed", "printed"),
    [
        ("fr", "le 1er, la 1re, le 2e", "le 1<sup>er</sup>, la 1<sup>re</sup>, le 2<sup>e</sup>"),
        ("fr", "XIXe-XXe siècles", "XIX<sup>e</sup>–XX<sup>e</sup>_siècles"),
        ("fr", "au XXe siècle, Napoléon Ier", "au XX<sup>e</sup>_siècle, Napoléon I<sup>er</sup>"),
        ("fr", "le 19ème, la 2ième, le XIXème", "le 19ème, la 2ième, le XIXème"),
        ("fr", "*le 1er mai*", "<em>le 1<sup>er</sup>_mai</em>"),
        ("fr", "Ce texte, Les gens, Vers 5, `1er`", "Ce texte, Les gens, Vers 5, <code>1er</code>"),
        ("es", "el 1.o de mayo, la 1.a vez, 1.º", "el 1.º_de_mayo, la 1.ª_vez, 1.º"),
        ("es", "el 1.er piso, art. 149.1.a", "el 1.<sup>er</sup>_piso, art._149.1.a"),
        ("pt", "o 1.o dia, o 1º dia", "o 1.º_dia, o 1º_dia"),
        ("en", "the 1st and the 20th", "the 1st and the 20th"),
    ],
)
def test_ordinals_are_set_as_the_language_sets_them(language, typed, printed):
    assert inline(typed, language) == printed


@each(
    ("typed", "printed"),
    [
        ("12 500 people, 25 km, 3.5 °C, 5 million", "12~500_people, 25_km, 3.5_°C, 5_million"),
        ("Figure 2, p. 4, No. 7, § 5", "Figure_2, p._4, No._7, §_5"),
        ("US$ 30, EUR 20, 12,500 people", "US$_30, EUR_20, 12,500_people"),
        ("in 2017 they left", "in 2017 they left"),
        ("RFC 3339 and UTC", "RFC_3339 and UTC"),
    ],
)
def test_a_number_and_its_word_stay_on_one_line(typed, printed):
    assert inline(typed) == printed


@each(
    ("language", "typed", "printed"),
    [
        ("en", "Mr Smith, Dr. Jones and J. R. Smith", "Mr_Smith, Dr._Jones and J._R._Smith"),
        ("en", "J.R.R. Tolkien and *A. Lee*", "J.R.R._Tolkien and <em>A._Lee</em>"),
        ("en", "the Gen is here, St. is short, i. e. this", "the Gen is here, St. is short, i._e. this"),
        ("en", "2000 people in 2000 and 1986 votes", "2000_people in 2000 and 1986_votes"),
        ("en", "In 2000 the peoplesʼ vote, in 1600 BC", "In 2000 the peoplesʼ vote, in 1600_BC"),
        ("fr", "M. Dupont, Mme Curie, 2000 habitants", "M._Dupont, Mme_Curie, 2000_habitants"),
        ("es", "El Sr. Pérez y D. Juan, 2000 personas", "El Sr._Pérez y D._Juan, 2000_personas"),
        ("pt", "O Sr. Silva, 2000 pessoas", "O Sr._Silva, 2000_pessoas"),
        (
            "ru",
            "г. Москва, А. С. Пушкин, 2026 г., 2000 человек",
            "г._Москва, А._С._Пушкин, 2026_г., 2000_человек",
        ),
        ("ar", "د. أحمد و2000 شخص, 1990 شخص", "د._أحمد و2000_شخص, 1990_شخص"),
    ],
)
def test_titles_initials_and_what_a_year_cannot_count_stay_on_one_line(language, typed, printed):
    assert inline(typed, language) == printed


@each(
    ("language", "typed", "printed"),
    [
        (
            "en",
            "0.7 per cent, 3.5 million people, 2.5bn people",
            "0.7_per_cent, 3.5_million_people, 2.5bn_people",
        ),
        ("en", "1 250 000 households, 2½ hours, ½ cup", "1~250~000_households, 2½_hours, ½_cup"),
        (
            "en",
            "**100** households, *Mr* Smith, **Table** 5",
            "<strong>100</strong>_households, <em>Mr</em>_Smith, <strong>Table</strong>_5",
        ),
        ("en", "see 10\nhouseholds, Table\n5 and Mr\nSmith", "see 10_households, Table_5 and Mr_Smith"),
        ("en", "of 2017\nthey and 5\n\nmore", "of 2017\nthey and 5\n\nmore"),
        ("en", "Annex IV, Table A1, Part B, World War II", "Annex_IV, Table_A1, Part_B, World War_II"),
        ("en", "May 20, 2026, Q1 2026, CAD 20, ISO 9001", "May_20, 2026, Q1_2026, CAD_20, ISO_9001"),
        (
            "en",
            "may 5 be, vitamin A is, GDP 2020, I am, 1990s men",
            "may 5 be, vitamin A is, GDP 2020, I am, 1990s men",
        ),
        ("en", "+44 20 7946 0958 or (020) 7946 0958 or", "+44_20_7946_0958 or (020)_7946_0958 or"),
        ("en", "+1 (202) 555-0101, tel. 555 0101", "+1_(202)_555-0101, tel. 555_0101"),
        ("en", "+1 250 000 households, (5) 12 500 people", "+1~250~000_households, (5) 12~500_people"),
        ("fr", "01 23 45 67 89 ou 3,5 millions, 5 pour cent", "01_23_45_67_89 ou 3,5_millions, 5_pour_cent"),
        ("es", "+34 912 34 56 78 o siglo XX, 5 por ciento", "+34_912_34_56_78 o siglo_XX, 5_por_ciento"),
        ("pt", "século XX, 20 mil pessoas", "século_XX, 20_mil_pessoas"),
        ("ru", "табл. 5, с. 44, XX век, 3,5 млн человек", "табл._5, с._44, XX_век, 3,5_млн_человек"),
        ("ar", "12.5 ٪ ثم ٪5 ثم %7 ثم 5%", "12.5% ثم 5% ثم 7% ثم 5%"),
        ("ar", "٥٠ % ثم ٪٥٠", "٥٠٪ ثم ٥٠٪"),
        ("ar", "رقم 7, ص. 44, 3.5 مليون شخص", "رقم_7, ص._44, 3.5_مليون_شخص"),
    ],
)
def test_a_number_in_any_writing_stays_with_what_it_counts(language, typed, printed):
    assert inline(typed, language) == printed


@each(
    ("language", "typed", "printed"),
    [
        ("en", "US$ 5 trillion and 5th century, et al.", "US$_5_trillion and 5th_century, et_al."),
        (
            "fr",
            "p. ex. av. J.-C., 300 av. J.-C., 1er mai",
            "p._ex. av._J.-C., 300_av._J.-C., 1<sup>er</sup>_mai",
        ),
        ("fr", "nᵒ 5, t. 3, vol. 2", "n<sup>o</sup>_5, t._3, vol._2"),
        ("es", "EE. UU., p. ej., 300 a. C., n.º 5", "EE._UU., p._ej., 300_a._C., n.º_5"),
        ("es", "EE.\nUU. y **EE.** UU., a. C. 300", "EE._UU. y <strong>EE.</strong>_UU., a._C. 300"),
        ("es", "el 5 de mayo de 2020, la 1.ª edición", "el 5_de_mayo de 2020, la 1.ª_edición"),
        ("pt", "art. 3.º, n.º 5, séc. XX, 5 de maio", "art._3.º, n.º_5, séc._XX, 5_de_maio"),
        ("ru", "и т. д. и т. п., т. е., и др.", "и_т._д. и_т._п., т._е., и_др."),
        ("ru", "1-й этап, 1990-е гг., 300 г. до н. э.", "1-й_этап, 1990-е_гг., 300_г. до_н._э."),
        ("ru", "№ 7, ст. 12, д. 5 кв. 7", "№_7, ст._12, д._5 кв._7"),
        ("ar", "300 ق.م. و300 ق. م. و1445 هـ", "300_ق.م. و300_ق._م. و1445_هـ"),
        ("ar", "و5 دولارات و٣٫٥ مليون شخص", "و5_دولارات و٣٫٥_مليون_شخص"),
        ("ar", "أ. د. سامي، ج. م. خان، القرن 20", "أ._د._سامي، ج._م._خان، القرن_20"),
    ],
)
def test_abbreviations_ordinals_and_dates_stay_on_one_line(language, typed, printed):
    assert inline(typed, language) == printed


@each(
    ("language", "typed", "printed"),
    [
        ("en", "5 of 10, 5 to 8, 1 in 5", "5 of 10, 5 to 8, 1 in 5"),
        ("en", "Figure 2 shows, Table 5 lists, § 5 and", "Figure_2 shows, Table_5 lists, §_5 and"),
        ("en", "US$ 5 trillion dollars, 3 million of", "US$_5_trillion dollars, 3_million of"),
        ("en", "aged 65 years, version 2.0 has", "aged_65_years, version_2.0 has"),
        ("fr", "5 sur 10, 5 et 6, la figure 2 montre", "5 sur 10, 5 et 6, la figure_2 montre"),
        ("es", "5 o 6, 3 de cada 10, la tabla 2 muestra", "5 o 6, 3 de cada 10, la tabla_2 muestra"),
        ("pt", "5 ou 6, a figura 2 mostra", "5 ou 6, a figura_2 mostra"),
        ("ru", "5 или 6, п. 3 ст. 5", "5 или 6, п._3 ст._5"),
        ("ru", "в 5 тыс. руб.", "в 5_тыс._руб."),
        ("ar", "5 من 10 و2026 م وبعد", "5 من 10 و2026_م وبعد"),
    ],
)
def test_a_number_stays_with_no_word_that_it_does_not_count(language, typed, printed):
    assert inline(typed, language) == printed


def test_words_alone_have_signs_and_no_spaces_of_lines():
    passage = Passage("From -5 to 1990-2000 'n' 12 500 people", ("title",), Flow.INLINE)
    assert prose("en").plain(passage) == "From −5 to 1990–2000 ‘n’ 12 500 people"


@each(
    ("typed", "printed"),
    [
        ("The plan\n-- from May --\nis good", "The plan\n– from May_–\nis good"),
        ("The plan --\nfrom May", "The plan_–\nfrom May"),
        ("-- A reader", "– A reader"),
        ("*the plan* - `it`", "<em>the plan</em>_– <code>it</code>"),
        ("`a` - `b`", "<code>a</code>_– <code>b</code>"),
        ("a column of -- and n - 1", "a column of_– and n - 1"),
    ],
)
def test_a_dash_may_be_at_the_end_or_the_start_of_a_line_or_next_to_markup(typed, printed):
    assert inline(typed) == printed


@each(
    ("typed", "printed"),
    [
        (
            "Costs of €0.6-1.2m, 10-15km/h, 6-9am",
            'Costs of €0.6–1.2m, 10–<span class="unbroken">15km/h</span>, 6–9am',
        ),
        ("€0.10-0.25/km", '€0.10–<span class="unbroken">0.25/km</span>'),
        ("docket 12-34/A and 5-10minutes", "docket 12-34/A and 5-10minutes"),
        ("points (b)-(d), (i)-(iii) and 6.b)-d)", "points (b)–(d), (i)–(iii) and 6.b)–d)"),
        ("a non-(linear) case", "a non-(linear) case"),
        ("No. 12-345, ext. 12-34 and n.º 12-345", "No._12-345, ext. 12-34 and n.º_12-345"),
        ("+7 000 000-00-00 (доб. 12-34)", "+7_000_000-00-00 (доб. 12-34)"),
    ],
)
def test_a_range_may_have_a_unit_and_a_number_of_a_document_is_none(typed, printed):
    assert inline(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("10^6^-10^9^ cells", "10<sup>6</sup>–10<sup>9</sup>_cells"),
        (
            "so *5*-10 and **1990**-**2000**",
            "so <em>5</em>–10 and <strong>1990</strong>–<strong>2000</strong>",
        ),
        ("CO~2~-free and *-1*", "CO<sub>2</sub>-free and <em>−1</em>"),
    ],
)
def test_a_hyphen_after_a_marked_number_is_no_minus_sign(typed, printed):
    assert inline(typed) == printed


def test_an_address_in_running_text_is_not_changed():
    assert inline("https://a.example/x--y:1990-2000 -- 'it'") == "https://a.example/x--y:1990-2000_– ‘it’"
    assert inline("Voir www.a.example/a--b : 5-10 %", "fr") == "Voir www.a.example/a--b_: 5–10~%"


@each(
    ("typed", "printed"),
    [
        ("3 - 5 > 0; 3 - 5 = -2", "3 − 5 &gt; 0; 3 − 5 = −2"),
        ("2 + 3 - 9 = -4", "2 + 3 − 9 = −4"),
        ("10 - 15 people", "10–15_people"),
        ("(*x* - *y*) = -*b*", "(<em>x</em> − <em>y</em>) = −<em>b</em>"),
        ("*x* - *y*", "<em>x</em> − <em>y</em>"),
        ("*Left* - *right*", "<em>Left</em>_– <em>right</em>"),
        ("x = -b, but the option = -v2", "x = −b, but the option = -v2"),
    ],
)
def test_a_hyphen_in_an_equation_is_a_minus_sign(typed, printed):
    assert inline(typed) == printed


@each(
    ("language", "typed", "printed"),
    [
        ("en", "word --\nmore", "<p>word_–\nmore</p>"),
        ("en", "word\n-- more", "<p>word\n– more</p>"),
        ("en", "give or take --\\\nmore", "<p>give or take_–<br />\nmore</p>"),
        ("en", "The end.\\\n-- The author", "<p>The end.<br />\n– The author</p>"),
        ("en", "-- The author", "<p>– The author</p>"),
        ("en", "*a*--*b*", "<p><em>a</em>–<em>b</em></p>"),
        ("en", "the switch `--no-cache`", "<p>the switch <code>--no-cache</code></p>"),
        ("es", "palabra --\ninciso\n-- fin", "<p>palabra —inciso— fin</p>"),
    ],
)
def test_a_dash_may_be_at_the_end_or_the_start_of_a_line(language, typed, printed):
    assert block(typed, language) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("She walked 'round the town", "She walked ’round the town"),
        ("the 'round table' and 'round we go'", "the ‘round table’ and ‘round we go’"),
    ],
)
def test_a_mark_that_nothing_closes_is_an_apostrophe(typed, printed):
    assert inline(typed) == printed


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("fr", "36,2°C, 5 °C et 8€", "36,2_°C, 5_°C et 8_€"),
        ("es", "20°C y 8€", "20_°C y 8_€"),
        ("en", "20°C and 45°", "20°C and 45°"),
    ],
)
def test_units_are_spaced_where_the_percent_sign_is(language, typed, printed):
    assert inline(typed, language) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("núms. 3.a) a c)", "núms._3.a) a c)"),
        ("(art. 3.a)", "(art._3.a)"),
        ("(la 3.a) y 1.a instancia", "(la 3.ª) y 1.ª_instancia"),
    ],
)
def test_a_point_of_a_provision_is_no_ordinal(typed, printed):
    assert inline(typed, "es") == printed


@each(
    ("typed", "printed"),
    [
        ("pp. 4-7", "pp. 4–7"),
        ("art. 6(b)-(d)", "art. 6(b)–(d)"),
        ("A/RES/60-1", "A/RES/60-1"),
        ("p. 9", "p. 9"),
    ],
)
def test_a_range_of_pages_in_a_citation_has_a_dash(typed, printed):
    assert prose("en").typography.set_locator(typed) == printed


def test_an_ordinal_in_a_fact_is_raised_in_french():
    assert prose("fr").typography.raised_in("1er mai 2026, le XXe") == (
        "1<sup>er</sup> mai 2026, le XX<sup>e</sup>"
    )
    assert prose("en").typography.raised_in("1er mai") == "1er mai"
