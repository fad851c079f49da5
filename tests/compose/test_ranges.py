"""Ranges by language: which hyphens become a dash, and which names, codes and scores keep theirs."""

from __future__ import annotations

from functools import cache

from briefing.compose.ranges import Ranges
from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from tests.cases import each

LANGUAGES = Languages(Files(shipped_root()))


@cache
def ranges(language: str) -> Ranges:
    return Ranges(LANGUAGES.traits_of(language), "−")


SURE = {
    "en": """\
£1m-£2m, $1.2bn-$1.5bn, 900k-1.2m, €5m-10m, £1 million-£2 million, USD 5-10 million, EUR 5-10
5 km-10 km, 5km-10km, 10°C-15°C, 5-10 °C, 5 %-10 %, 20-30 per cent, 5-10 GW
1990s-2000s, 1990-2000, 2019-20, the 2020-21 season, 1914-18
10am-5pm, 10 a.m.-5 p.m., 9-5pm, 9am-noon, 22:00-6:00, 9:30am-5pm
Mon-Fri, Mon.-Fri., Jan-Mar, January-March, 3-5 March, March 3-5, 1 May-3 June, March 3-April 5
May 2020-June 2021, 1 Jan-31 Dec 2025, Q1-Q3 2025
pp. 12-15, rows A-C, Annexes A-C, Annexes I-V, Articles IX-XII, III-V
2-3 times, 5-10 people, 5-10-year, 2-3-week, 1,200-1,500
aged 7-11, ages 9-11, 7-11 years, the 15-24 age group, GDP grew 2-3 per cent""",
    "fr": """\
lun.-ven., lundi-vendredi, janv.-mars, mars-mai 2025, 1er mai-3 juin
10 h-17 h, 10h-17h, 10 h 30-12 h, 1 M€-2 M€, 5 %-10 %, 2-3 M€
les 15-24 ans, XIXe-XXe siècles, pp. 12-15, articles 4-7""",
    "es": """\
lunes-viernes, ene-mar, enero-marzo 2025, 3 de mayo-7 de junio, 3-5 de marzo
siglos XIX-XX, 5-10 millones, págs. 12-15, 5 %-10 %""",
    "pt": """\
segunda-sexta, seg.-sex., janeiro-março, séculos XIX-XX, 5-10 milhões, 5%-10%""",
    "ru": """\
пн-пт, янв.-март, XIX-XX вв., с. 12-15, ст. 4-7, разделы А-В, 5 %-10 %, 2-3 человека, 1990-2000""",
    "ar": """\
الأحد-الخميس, يناير-مارس, 5٪-10٪, 1990-2000, المواد 4-7""",
}
"""Texts in which every hyphen is that of a range."""

KEPT = {
    "en": """\
the 7-11 on the corner, a 7-11 store, a 7-11 is near, since 9-11 the world, the 9-11 attacks
open 24-7, a 50-50 chance, won 3-1, by 5-4, a 3-4-3 formation, the 80-20 rule
a Boeing 737-800, a 737-800, model 12-34, flight 12-34, docket 12-34, 747-8
A4-B5, part A-C, vitamins A-C, Chapter IV-VI, Phase I-II, XX-XY chromosomes, 4G-5G
COVID-19, SARS-CoV-2, F-16, 555-1234, 1-800-555-0199, 0800-1700, 12-34-56, 10-K
ISBN 978-3-16-148410-0, 2026-11-29, ISO 8601-1, Public Law 116-136, Mon-repos, May-fly""",
    "fr": "le vol 12-34, loi n° 2019-1479, art. L. 121-1, le 7-11 du coin, rendez-vous, mars-avant",
    "es": "modelo 12-34, el 7-11 de la esquina, el 11-9, Ley 12-345, mar-plata",
    "pt": "segunda-feira, sexta-feira, modelo 12-34, Lei 12-34, o 7-11",
    "ru": "модель 12-34, тел. 12-34-56, кто-то, 5-й",
    "ar": "طراز 12-34, 24-7",
}
"""Texts that keep their hyphens."""


def lines(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, line) for language, text in texts.items() for line in text.splitlines()]


@each(("language", "typed"), lines(SURE))
def test_what_is_surely_a_range_has_a_dash(language, typed):
    printed = ranges(language).set(typed)
    ending = {"5–10-year", "2–3-week"}
    assert [part for part in printed.split(", ") if "-" in part and part not in ending] == []


@each(("language", "typed"), lines(KEPT))
def test_a_hyphen_that_may_belong_to_a_name_is_kept(language, typed):
    assert ranges(language).set(typed) == typed


@each(
    ("typed", "printed"),
    [
        ("from -5-10 °C", "from −5–10 °C"),
        ("−5-−3 and -5--3", "−5–−3 and −5–−3"),
        ("-3--5", "−3–5"),
        ("10:00 - 12:30", "10:00–12:30"),
        ("in 1990-е-2000-е", "in 1990-е–2000-е"),
        ("in 1990-2000-е", "in 1990–2000-е"),
        ("Fridays are Fri-Fri", "Fridays are Fri-Fri"),
    ],
)
def test_a_range_may_begin_below_zero_or_have_an_ending(typed, printed):
    assert ranges("en").set(typed) == printed
