"""The rules about a brief with all its languages and editions: planted faults, each with the complete findings."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.compose.tailor import tailor
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from briefing.review.check import check, chosen, select_codes
from briefing.rules.content.uncited_claims import find_uncited_claims
from briefing.stages import EditionSet, Version
from tests.cases import each
from tests.effort import growth

DAY = date(2026, 11, 24)
HEAD = """\
title: A finding in few words
date: 2026-11-22
"""
REST = """\
sections: [{title: A heading asserts, text: A first text.}]
outlook: It goes on.
sources: {a: {title: A, publisher: B, date: 2026}}
"""
SPANISH_REST = """\
sections: [{title: Un título afirma, text: Un primer texto.}]
outlook: Sigue.
"""
RUSSIAN_REST = """\
sections: [{title: Заголовок утверждает, text: Первый текст.}]
outlook: Всё продолжается.
"""
NEUTRAL_AUDIENCE = {"templates/audiences/neutral/audience.yaml": "extends: legislator\nlabel: N\n"}
SETTINGS = {
    "content/workspace.yaml": "audiences: [policymaker]\nloaded_terms: {regime: government}\nacronyms: [IAEA]\n",
}
AUDIENCES = {**SETTINGS, **NEUTRAL_AUDIENCE}


def found(workspace, brief, *, files=None, audiences=(), today=DAY):
    # Every check searches all templates and styles for what reads a template of the workspace.
    own = NEUTRAL_AUDIENCE if "neutral" in audiences else {}
    opened = workspace(brief, {**SETTINGS, **own, **(files or {})})
    findings = chosen(
        check(opened, Selection(audiences=audiences), today).findings, select_codes(["BR0,BR1,BR2,BR3"]), ()
    )
    assert all(finding.severity == "warning" for finding in findings)
    return [
        (
            finding.code,
            finding.where.line,
            finding.where.source[finding.where.column - 1 :][: finding.where.length],
        )
        for finding in findings
    ]


def points(*texts):
    """A brief of key points, the first on line 4."""
    return HEAD + "key_points:\n" + "".join(f"  - {text}\n" for text in texts) + REST


REGISTERS = [
    # equal, whatever the notation
    ("{text: '1,200 tanks [@a]', short: '1 200 tanks [@a]'}", []),
    ("{text: '1,200 tanks [@a]', short: '1.2 thousand tanks [@a]'}", []),
    ("{text: '1.5 million people [@a]', short: '1,500,000 people [@a]'}", []),
    ("{text: '500 ms late [@a]', short: '0.5 s late [@a]'}", []),
    ("{text: 'about 86,400 units [@a]', short: '86,000 units [@a]'}", []),
    ("{text: 'two kinds of four [@a]', short: '2 kinds [@a]'}", []),
    ("{text: 'On 3 May 2024 it fell [@a]', short: 'It fell in May 2024 [@a]'}", []),
    ("{text: 'On 3 May 2024 it fell [@a]', short: 'It fell in 2024 [@a]'}", []),
    ("{text: 'On 3 May 2024 it fell [@a]', short: 'It fell on 2024-05-03 [@a]'}", []),
    ("{text: '27 of 40 ships left [@a]', short: 'Most ships left [@a]'}", []),
    ("{text: 'The S-300 and 12 others [@a]', short: 'The S-300 [@a]'}", []),
    ("{text: '12 per cent left [@a]', plain: '12 % left [@a]'}", []),
    ("{text: 'Maduro spoke to Lula. [@a]', short: 'Talks of Maduro and Lula. [@a]'}", []),
    ("{text: 'It was Russian. [@a]', short: 'It is in Russia. [@a]'}", []),
    ("{text: '$4.5 billion [@a]', short: '$4.5bn [@a]'}", []),
    ("{text: '€120 million of the €340 million [@a]', short: '€120m of €340m [@a]'}", []),
    ("{text: 'EUR 2 million [@a]', short: 'EUR2m [@a]'}", []),
    ("{text: '120 million of 340 million [@a]', short: '120 of 340 million [@a]'}", []),
    ("{text: 'at most 0.04 euros [@a]', plain: 'at most 4 cents [@a]'}", []),
    ("{text: 'It leaks 9 %. [@a]', plain: '9 litres out of every 100 leak. [@a]'}", []),
    ("{text: 'It leaks 9 %. [@a]', plain: 'Of every 100 litres, 9 leak. [@a]'}", []),
    ("{text: 'One in ten, then one in four left. [@a]', plain: 'First 10 %, then 25 %. [@a]'}", []),
    ("{text: 'Half of the 27 agree. [@a]', plain: '50 % agree. [@a]'}", []),
    ("{text: '40 years old; from 2009 to 2019 shut [@a]', plain: 'Shut for ten years [@a]'}", []),
    ("{text: 'It closed in 1984. [@a]', short: 'It closed in the 1980s. [@a]'}", []),
    ("{text: 'It takes 90 minutes. [@a]', plain: 'It takes 1.5 hours. [@a]'}", []),
    ("{text: 'It takes three hours. [@a]', plain: 'It takes 3 hours. [@a]'}", []),
    ("{text: '1,222 km long [@a]', plain: 'about 1,200 kilometres long [@a]'}", []),
    ("{text: '36 ships. [@a]', short: 'There are 36. [@a]'}", []),
    ("{text: '23 jets and 4 trainers [@a]', plain: '27 aircraft [@a]'}", []),
    ("{text: '120 million of 340 million [@a]', plain: 'The other 220 million [@a]'}", []),
    ("{text: 'It lost 1.25m jobs. [@a]', plain: '1.25 million lost their jobs. [@a]'}", []),
    ("{text: 'From 120 % to 107 % [@a]', short: 'It fell by 13 points. [@a]'}", []),
    ("{text: '60 % walk, 20 % cycle [@a]', short: '80 % walk or cycle. [@a]'}", []),
    ("{text: '2,500 MW [@a]', plain: '2.5 GW [@a]'}", []),
    # different
    ("{text: 'From 120 % to 107 % [@a]', short: 'It fell by 13 %. [@a]'}", [("BR001", 4, "13 %")]),
    ("{text: '23 jets and 4 trainers [@a]', plain: '28 aircraft [@a]'}", [("BR001", 4, "28")]),
    ("{text: '$4.5 billion [@a]', short: '$5.4bn [@a]'}", [("BR001", 4, "5.4bn")]),
    ("{text: '€120 million [@a]', short: '€120bn [@a]'}", [("BR001", 4, "120bn")]),
    ("{text: '36 ships. [@a]', short: 'There are 35. They sail. [@a]'}", [("BR001", 4, "35")]),
    (
        "{text: 'It leaks 9 %. [@a]', plain: '9 in every 10 litres leak. [@a]'}",
        [("BR001", 4, "9 in every 10")],
    ),
    ("{text: '1,222 km long [@a]', plain: '1,222 m long [@a]'}", [("BR001", 4, "1,222 m")]),
    ("{text: 'at most 0.04 euros [@a]', plain: 'at most 40 cents [@a]'}", [("BR001", 4, "40")]),
    ("{text: 'From 2009 to 2019 [@a]', plain: 'For 12 years [@a]'}", [("BR001", 4, "12")]),
    ("{text: 'It closed in 1984. [@a]', short: 'It closed in the 1970s. [@a]'}", [("BR002", 4, "1970s")]),
    ("{text: 'It takes 90 minutes. [@a]', plain: 'It takes 2.5 hours. [@a]'}", [("BR001", 4, "2.5 hours")]),
    ("{text: 'about 86,400 units [@a]', short: '86,403 units [@a]'}", [("BR001", 4, "86,403")]),
    ("{text: 'In 2024 it fell [@a]', short: 'On 3 May 2024 it fell [@a]'}", [("BR002", 4, "3 May 2024")]),
    ("{text: '27 tanks [@a]', short: '28 tanks [@a]'}", [("BR001", 4, "28")]),
    ("{text: '1,200 tanks [@a]', short: '1,300 tanks [@a]'}", [("BR001", 4, "1,300")]),
    ("{text: '1.2 million [@a]', short: '1.2 thousand [@a]'}", [("BR001", 4, "1.2 thousand")]),
    ("{text: '12 % left [@a]', plain: '21 % left [@a]'}", [("BR001", 4, "21 %")]),
    ("{text: '500 ms late [@a]', short: '5 s late [@a]'}", [("BR001", 4, "5 s")]),
    ("{text: 'Many tanks', short: '28 tanks [@a]'}", [("BR001", 4, "28")]),
    ("{text: 'two kinds of tank [@a]', short: 'three kinds of tank'}", [("BR001", 4, "three")]),
    ("{text: 'By 2035 it ends [@a]', short: 'By 2036 it ends [@a]'}", [("BR002", 4, "2036")]),
    ("{text: 'On 3 May 2024 [@a]', short: 'On 4 May 2024 [@a]'}", [("BR002", 4, "4 May 2024")]),
    ("{text: 'In May 2024 [@a]', plain: 'In June 2024 [@a]'}", [("BR002", 4, "June 2024")]),
    ("{text: 'He met Maduro there. [@a]', short: 'He met Madura.'}", [("BR003", 4, "Madura")]),
    ("{text: 'He met Ruta there. [@a]', short: 'He met Ruto.'}", [("BR003", 4, "Ruto")]),
    ("{text: 'three kinds of tank [@a]', short: 'two kinds of tank'}", [("BR001", 4, "two")]),
    ("{text: 'three kinds of tank [@a]', short: 'one kind of tank'}", []),
]


@pytest.mark.slow
@each(("point", "expected"), REGISTERS)
def test_variants_state_the_same_figures(workspace, point, expected):
    assert found(workspace, points(point)) == expected


TRANSLATIONS = [
    ("1,200 tanks in 2024 [@a]", "1.200 tanques en 2024 [@a]", "1200 танков в 2024 году [@a]", []),
    ("1.2 million [@a]", "1,2 millones [@a]", "1,2 млн [@a]", []),
    ("3,000 million [@a]", "3 mil millones [@a]", "3 млрд [@a]", []),
    ("On 3 May 2024 [@a]", "El 3 de mayo de 2024 [@a]", "3 мая 2024 года [@a]", []),
    ("Five kinds, 12 % [@a]", "Cinco tipos, 12 por ciento [@a]", "Пять видов, 12 процентов [@a]", []),
    ("2 kinds [@a]", "dos tipos [@a]", "два вида [@a]", []),
    ("120 of 340 million [@a]", "120 de los 340 millones [@a]", "120 из 340 млн [@a]", []),
    ("2 trillion dollars [@a]", "2 billones de dólares [@a]", "2 трлн долларов [@a]", []),
    ("9 % leak [@a]", "9 litros de cada 100 [@a]", "9 литров из каждых 100 [@a]", []),
    ("In the 1980s [@a]", "En la década de 1980 [@a]", "В 1980-х годах [@a]", []),
    ("90 minutes [@a]", "1,5 horas [@a]", "1,5 часа [@a]", []),
    ("Two points [@a]", "Dos puntos [@a]", "Два пункта [@a]", []),
    ("Two points, both ways [@a]", "Tres puntos [@a]", "Два пункта [@a]", [("BR001", "es", "Tres")]),
    ("5 km [@a]", "5 metros [@a]", "5 км [@a]", [("BR001", "es", "5 metros")]),
    ("1,200 tanks [@a]", "1.300 tanques [@a]", "1 200 танков [@a]", [("BR001", "es", "1.300")]),
    ("27 % [@a]", "30 % [@a]", "27 % [@a]", [("BR001", "es", "30 %")]),
    ("12 % [@a]", "12 % [@a]", "13 % [@a]", [("BR001", "ru", "13 %")]),
    (
        "3 May 2024 [@a]",
        "3 de junio de 2024 [@a]",
        "3 мая 2024 [@a]",
        [("BR002", "es", "3 de junio de 2024")],
    ),
    ("By 2035 [@a]", "Hasta 2035 [@a]", "К 2053 году [@a]", [("BR002", "ru", "2053")]),
    (
        "1.2 million [@a]",
        "1,2 mil [@a]",
        "1,2 млрд [@a]",
        [("BR001", "es", "1,2 mil"), ("BR001", "ru", "1,2 млрд")],
    ),
]


@pytest.mark.slow
@each(("english", "spanish", "russian", "expected"), TRANSLATIONS)
def test_translations_state_the_same_figures(workspace, english, spanish, russian, expected):
    files = {
        "content/trial/brief.es.yaml": f"title: Un hallazgo\nkey_points: ['{spanish}']\n{SPANISH_REST}",
        "content/trial/brief.ru.yaml": f"title: Вывод\nkey_points: ['{russian}']\n{RUSSIAN_REST}",
    }
    opened = workspace(points(f"'{english}'"), {**AUDIENCES, **files})
    findings = check(opened, Selection(), DAY).findings
    assert [
        (f.code, f.where.file.split(".")[1], f.where.source[f.where.column - 1 :][: f.where.length])
        for f in findings
    ] == expected
    assert all("content/trial/brief.yaml:4:" in finding.what for finding in findings)


FACTS_OF_TRANSLATIONS = [
    ("Point 0. Point 1. Point 2.", "Un punto a {cold}.", []),
    ("Point 7.", "Un punto, 7, a {cold}.", []),
    ("{cold}, 4 and 5.", "{cold}, {n}.", []),
    ("At -3.5 and at 9.", "A {cold} y a 9.", []),
    ("Point 7.", "Un punto a {cold}.", [("BR001", "{cold}")]),
    ("Point 0. Point 1. Point 2.", "Punto 9.", [("BR001", "9")]),
]


@each(("english", "spanish", "expected"), FACTS_OF_TRANSLATIONS)
def test_a_fact_in_a_translation_replaces_one_figure_and_not_one_of_several(
    workspace, english, spanish, expected
):
    facts = "facts: {cold: {value: -3.5, unit: °C, source: a}, n: {value: 1240, source: a}}\n"
    translation = f"title: Un hallazgo\nkey_points: ['{spanish} [@a]']\n{SPANISH_REST}"
    reported = found(
        workspace, points(f"'{english} [@a]'") + facts, files={"content/trial/brief.es.yaml": translation}
    )
    assert [(code, typed) for code, _, typed in reported if code == "BR001"] == expected


def test_facts_and_tables_of_a_translation_have_the_values_of_the_brief(workspace):
    table = "{table: {title: T, alt: R, source: a, data: [[A, B], [x, 1200], [y, 0.5], [z, 7]]}}"
    facts = "facts: {n: {value: 1240, unit: km, source: a}, m: {value: 21, unit: '%', source: a}}\n"
    blocks = "sections: [{title: A heading asserts, text: A first text., blocks: [\n" + f"  {table}]}}]\n"
    brief = points("'{m} [@a]'").replace(
        "sections: [{title: A heading asserts, text: A first text.}]\n", blocks
    )
    spanish = (
        "title: Un hallazgo\nkey_points: ['{m} [@a]']\noutlook: Sigue.\n"
        "facts: {n: {value: 1420, unit: km}, m: {value: 22, unit: '%'}}\n"
        "sections: [{title: Un título, text: Un texto., blocks: [\n"
        "  {table: {title: U, alt: F, data: [[A, B], [x, 1200], [y, 0.4], [z, 7]]}}]}]\n"
    )
    found_there = found(workspace, brief + facts, files={"content/trial/brief.es.yaml": spanish})
    assert found_there == [("BR001", 4, "1420"), ("BR001", 4, "22"), ("BR001", 6, "0.4")]
    assert (
        found(
            workspace,
            brief + facts,
            files={
                "content/trial/brief.es.yaml": spanish.replace("1420", "1240")
                .replace("22", "21")
                .replace("0.4", "0.5")
            },
        )
        == []
    )


def test_a_figure_that_contradicts_its_fact_names_both_places(workspace):
    facts = "facts: {n: {value: 27, label: leap seconds since 1972, source: a}}\n"
    brief = (
        points("'{n} leap seconds since 1972. [@a]'", "26 leap seconds since 1972 were added. [@a]") + facts
    )
    files = workspace(brief, AUDIENCES)
    (finding,) = check(files, Selection(), DAY).findings
    assert (finding.code, finding.where.line) == ("BR001", 5)
    assert (
        finding.what
        == "'26 leap seconds since' contradicts the fact 'n', which is 27 (content/trial/brief.yaml:9:9)"
    )


EVIDENCE = [
    ("They have 36 aircraft. [@a]", []),
    ("They have 36 aircraft. More is to come. [@a]", []),
    ("They have many aircraft, such as the F-16.", []),
    ("They have '{n}' aircraft.", []),
    ("The H5N1 virus spread.", []),
    ("Chapter 3 and Resolution 2231 explain it.", []),
    ("Clause 1.2.3 of release 10.4.2 explains it.", []),
    ("It rose by 1.2. So it is.", [("BR011", 4, "It rose by 1.2. So")]),
    ("It is the only way to know; the most recent talks failed.", []),
    ("They have 36 aircraft.", [("BR011", 4, "They have 36 aircraft")]),
    ("They have '{m}' aircraft.", [("BR011", 4, "They have")]),
    ("It is the largest port.", [("BR011", 4, "It is the largest port")]),
    ("It is likely that they leave by 2031.", []),
    ("They may leave on 3 May 2027.", []),
    ("By 2031, 36 aircraft will fly.", [("BR011", 4, "By 2031, 36 aircraft will fly")]),
    ("It began on 3 May 2024.", [("BR011", 4, "It began on 3 May 2024")]),
    ("A fleet is defined as ten ships. It is the largest port.", [("BR011", 4, "It is the largest port")]),
    ("About 12 % left. Others came.", [("BR011", 4, "About 12 % left")]),
]


@each(("text", "expected"), EVIDENCE)
def test_a_figure_or_a_superlative_wants_a_citation(workspace, text, expected):
    facts = "facts: {n: {value: 27, source: a}, m: {value: 31}}\n"
    plain = text.replace("'", "")
    assert found(workspace, points(f'"{plain}"') + facts) == expected


@each(
    ("text", "expected"),
    [
        ("They have 36 aircraft.^[Counted in a list [@a].]", []),
        ("They have 36 aircraft [@a].^[In 2024, 12 of them flew.]", []),
        ("They have aircraft.^[There are 36 aircraft.]", [("BR011", "There are 36 aircraft")]),
        ("They have 36 aircraft.^[All of them.]", [("BR011", "They have 36 aircraft")]),
        ("The FBI flies. ^[The FBI, again.]", [("BR041", "FBI")]),
        ("It flies.^[The FBI has them.]", [("BR041", "FBI")]),
    ],
)
def test_a_paragraph_and_its_footnotes_share_their_citations_and_are_read(workspace, text, expected):
    brief = f"{HEAD}key_points: ['K [@a]']\nbottom_line: {text}\n{REST}"
    assert [(code, words) for code, _, words in found(workspace, brief)] == expected


def test_a_citation_counts_for_its_paragraph_alone(workspace):
    text = "      It has 36 aircraft.\n      They fly. [@a]\n\n      It has 12 tanks.\n"
    section = f"sections:\n  - title: In 2024 they were 5\n    text: |\n{text}"
    brief = f"{HEAD}key_points: [K]\n{section}outlook: o\nsources: {{a: {{title: A, publisher: B, date: 2026}}}}\n"
    assert found(workspace, brief) == [("BR011", 10, "It has 12 tanks")]


BLOCKS = [
    ("{table: {title: T, alt: Rows, data: [[A, B], [x, y]], source: a}}", []),
    ("{table: {title: T, alt: Rows, data: [[A, B], [x, y]], note: Drawn by us}}", []),
    ("{table: {title: T, alt: Rows, data: [[A, B], [x, 'y [@a]']]}}", []),
    ("{table: {title: T, alt: Rows, data: [[A, B], [x, y]], columns: [{column: A, name: 'N [@a]'}]}}", []),
    ("{table: {title: T, alt: Rows, data: [[A, B], [x, y]]}}", [("BR012", 6, "table")]),
    (
        "{timeline: {title: T, alt: Days, entries: [{date: 2024, text: It began. }]}}",
        [("BR012", 6, "timeline")],
    ),
    ("{timeline: {title: T, alt: Days, entries: [{date: 2024, text: 'It began. [@a]'}]}}", []),
    ("{quote: {text: We will., by: A minister, source: a}}", []),
    ("{quote: {text: We will., by: A minister, date: 2026-10}}", []),
    ("{quote: {text: We will., by: A minister}}", [("BR014", 6, "quote")]),
    ("{text: '> We will. — A. Minister'}", []),
    ("{text: '> We will. [@a]'}", []),
    ("{text: 'The “once-in-a-century flood” came.'}", []),
    ("{text: 'It said “we will go on as long as we can”. [@a]'}", []),
    (
        "{text: 'It said “we will go on as long as we can”.'}",
        [("BR014", 6, "we will go on as long")],
    ),
    ("{text: '> We will go on.'}", [("BR014", 6, "We will go on")]),
]


@each(("block", "expected"), BLOCKS)
def test_exhibits_and_quotations_say_where_they_come_from(workspace, block, expected):
    section = f"sections:\n  - {{title: T, text: A text. , blocks: [\n    {block}]}}\n"
    source = "sources: {a: {title: A, publisher: B, date: 2026}}\n"
    brief = f"{HEAD}key_points: ['K [@a]']\n{section}outlook: o\n{source}"
    assert found(workspace, brief) == expected


SOURCES = [
    ("{title: T, publisher: P, date: 2024}", []),
    ("{title: T, container: J, date: 2024}", []),
    ("{title: T, author: Ministry of Ports, date: 2024}", []),
    ('{title: T, publisher: P, url: "https://example.org/", accessed: 2026-11-01}', []),
    ("{title: T, publisher: P}", [("BR013", 4, "b")]),
    ("{title: T, author: 'Doe, Jane', date: 2024}", [("BR013", 4, "b")]),
]


@each(("source", "expected"), SOURCES)
def test_a_source_has_a_date_and_a_publisher(workspace, source, expected):
    brief = f"{HEAD}sources:\n  b: {source}\nkey_points: ['K [@b]']\nsections: [{{title: T, text: x}}]\noutlook: o\n"
    assert found(workspace, brief) == expected


SAME_SOURCES = [
    ('{title: T, publisher: P, date: 2024, url: "https://e.org/x"}', "https://e.org/y", []),
    ('{title: T, publisher: P, date: 2024, url: "https://e.org/x#2"}', "https://e.org/x#3", []),
    (
        '{title: T, publisher: P, date: 2024, url: "https://e.org/x"}',
        "http://www.e.org/x/",
        [("BR015", 5, "c")],
    ),
    ("{title: T, publisher: P, date: 2024, doi: 10.1000/X1}", "https://e.org/x", []),
]


@each(("source", "other", "expected"), SAME_SOURCES)
def test_a_source_is_listed_once(workspace, source, other, expected):
    second = f'{{title: U, publisher: P, date: 2024, url: "{other}"}}'
    brief = f"{HEAD}sources:\n  b: {source}\n  c: {second}\nkey_points: ['K [@b; @c]']\n"
    brief += "sections: [{title: T, text: x}]\noutlook: o\n"
    assert found(workspace, brief) == expected


LINKS = [
    ("The [survey of canals](https://e.org/survey) is out.", []),
    ("See <https://e.org/survey?page=2&utm=3> and [source criticism](https://e.org/).", []),
    ("Here it is; read more in [the annex](https://e.org/a?q=here).", []),
    ("It is [here](https://e.org/survey).", [("BR082", 4, "here")]),
    ("[Read more …](https://e.org/survey)", [("BR082", 4, "Read more")]),
    ("It is in [the survey](https://e.org/s?utm_source=x).", [("BR081", 4, "utm_source")]),
    ("It is at <https://e.org/s?a=1&fbclid=x>.", [("BR081", 4, "fbclid")]),
]


@each(("text", "expected"), LINKS)
def test_a_link_says_where_it_leads_and_tracks_nobody(workspace, text, expected):
    assert found(workspace, points(f'"{text}"', "'K [@a]'")) == expected


def test_the_address_of_a_source_tracks_nobody_either(workspace):
    source = '{title: T, publisher: P, date: 2024, url: "https://e.org/s?gclid=7"}'
    brief = f"{HEAD}sources:\n  b: {source}\nkey_points: ['K [@b]']\nsections: [{{title: T, text: x}}]\noutlook: o\n"
    assert found(workspace, brief) == [("BR081", 4, "gclid")]


@pytest.mark.parametrize(("length", "expected"), [(250, []), (251, [("BR083", 6, "Row")])])
def test_an_alternative_text_is_short_enough_to_listen_to(workspace, length, expected):
    alternative = "Row " + "x" * (length - 4)
    table = f"{{table: {{title: T, alt: {alternative}, data: [[A, B], [x, y]], note: Ours}}}}"
    section = f"sections:\n  - {{title: T, text: A text. , blocks: [\n    {table}]}}\n"
    hits = found(workspace, f"{HEAD}key_points: [K]\n{section}outlook: o\n")
    assert [(code, line, typed[:3]) for code, line, typed in hits] == expected


OUTLOOKS = [
    ("It is likely that they go on. Confidence in this is high.", []),
    (
        "It is likely, with high confidence, that they go on.",
        [("BR021", 6, "It is likely with high confidence")],
    ),
    ("It is unlikely that they go.", []),
    ("It is unlikely that the talks go on.", [("BR022", 6, "It is unlikely that the talks")]),
    ("It is likely that the talks go on.", []),
    ("Probably the talks go on.", []),
    ("It is almost certain that the talks go on.", [("BR022", 6, "It is almost certain that the")]),
]


@each(("summary", "expected"), OUTLOOKS)
def test_likelihood_has_one_scale_and_is_not_mixed_with_confidence(workspace, summary, expected):
    scenario = "scenarios: [{name: The talks go on, likelihood: likely, text: They meet.}]"
    outlook = f"outlook:\n  scale: icd-203\n  summary: '{summary}'\n  {scenario}\n"
    brief = f"{HEAD}key_points: [K]\n{outlook}sections: [{{title: T, text: x}}]\n"
    if expected and expected[0][0] == "BR021":
        ((code, line, said),) = found(workspace, brief)
        assert (code, line) == expected[0][:2] and said.startswith("It is likely, with high")
    else:
        assert found(workspace, brief) == expected


DAYS = [
    ("as_of: 2026-11-15", []),
    ("as_of: unknown", []),
    ("as_of: 2026-11-22", []),  # the date of the brief itself
    ("valid_until: 2027-06-30\nnext_update: 2027-03-01", []),
    ("marking: {embargo_until: 2026-11-25T06:00:00Z}", []),
    ("as_of: 2026-11-23", [("BR031", 3, "2026-11-23")]),
    ("as_of: 2025-01-01", [("BR031", 3, "2025-01-01")]),
    ("valid_until: 2026-11-23", [("BR032", 3, "2026-11-23")]),
    ("next_update: 2026-11-23", [("BR033", 3, "2026-11-23")]),
    ("as_of: 2026-11", []),
    ("as_of: 2026-12", [("BR031", 3, "2026-12")]),
    ("as_of: 2025-11", []),
    ("valid_until: 2026-11", []),
    ("valid_until: 2026-10", [("BR032", 3, "2026-10")]),
    ("next_update: 2026-11", []),
    ("next_update: 2026-10", [("BR033", 3, "2026-10")]),
    ("marking: {embargo_until: 2026-11-23T06:00:00Z}", [("BR034", 3, "2026-11-23T06:00:00Z")]),
]


@each(("line", "expected"), DAYS)
def test_the_days_of_a_brief_still_hold(workspace, line, expected):
    assert (
        found(workspace, f"{HEAD}{line}\nkey_points: [K]\n{REST}".replace(REST, REST.split("sources")[0]))
        == expected
    )


def test_days_are_judged_on_the_day_that_is_given(workspace):
    brief = f"{HEAD}valid_until: 2026-11-23\nkey_points: ['K [@a]']\n{REST}"
    assert found(workspace, brief, today=date(2026, 11, 23)) == []
    assert found(workspace, brief, today=date(2026, 11, 24)) == [("BR032", 3, "2026-11-23")]


TIMES = [
    ("The force is being renewed.", []),
    ("In November 2026 the force is currently small. [@a]", []),
    ("It will arrive in 2031. [@a]", []),
    ("In 2024 it said that it will go on. [@a]", []),
    ("It will go on, as in 2024. [@a]", []),
    ("It will speak of the 1962 crisis. [@a]", []),
    ("This will be the first change since 1998. [@a]", []),
    ("Members will vote on the bill of March 2024. [@a]", []),
    ("It will speak 2024 times. [@a]", []),
    ("It will arrive in 2024 at times. [@a]", [("BR036", 4, "It will arrive in 2024 at")]),
    ("Next month the court rules.", [("BR035", 4, "Next month the court rules")]),
    ("The loan, due in 2024, will be repaid in 2030. [@a]", []),
    ("Since 2019 it will not open. [@a]", []),
    ("On 3 May 2024, the court will rule. [@a]", [("BR036", 4, "On 3 May 2024, the court")]),
    ("By 2024 it will have ended. [@a]", [("BR036", 4, "By 2024 it will have ended")]),
    ("It will have ended by 2024. [@a]", [("BR036", 4, "It will have ended by 2024")]),
    ("The force is currently small.", [("BR035", 4, "The force is currently small")]),
    ("They recently left.", [("BR035", 4, "They recently left")]),
    ("This year they leave.", [("BR035", 4, "This year they leave")]),
    ("It will arrive in March 2024. [@a]", [("BR036", 4, "It will arrive in March 2024")]),
    ("It is expected to end on 1 November 2026. [@a]", [("BR036", 4, "It is expected to end on")]),
]


@each(("text", "expected"), TIMES)
def test_words_that_pass_want_a_date(workspace, text, expected):
    assert found(workspace, points(f'"{text}"', "'K [@a]'")) == expected


ACRONYMS = [
    ("The General Conference (CGPM) met. The CGPM left.", []),
    ("CGPM (the General Conference) met.", []),
    ("The armed force (Fuerza Armada Nacional Bolivariana, FANB) met. The H5N1 virus and 5 MW. [@a]", []),
    ("The IAEA, the UN and the US met.", []),
    ("Coordinated Universal Time, UTC, is set.", []),
    ("PISA, a study, is out. RFC 3339 and SU-30 are names. Charles XII died.", []),
    ("A WORD IN CAPITALS IS NONE", []),
    ("The CGPM met.", [("BR041", 4, "CGPM")]),
    ("The NPTs met, and the NPT.", [("BR041", 4, "NPTs")]),
]


@each(("text", "expected"), ACRONYMS)
def test_an_acronym_is_explained_where_it_is_used(workspace, text, expected):
    assert found(workspace, points(f'"{text}"', "'K [@a]'")) == expected


def test_each_edition_explains_its_own_acronyms(workspace):
    point = "{text: The General Conference (CGPM) met., short: The CGPM met.}"
    brief = (
        points(point, "'K [@a]'")
        + "glossary: {BIPM: a bureau of the Metre Convention}\nmethod: The BIPM counts.\n"
    )
    files = workspace(brief, AUDIENCES)
    findings = check(
        files, Selection(audiences=("minister", "policymaker", "press", "analyst")), DAY
    ).findings
    assert [(f.what, f.where.line) for f in findings if f.code == "BR041"] == [
        ("'CGPM' is not explained in the editions for 'minister' and 'press'", 4),
        ("'BIPM' is not explained in the editions for 'policymaker' and 'press'", 10),
    ]


IN_SPANISH = [
    ("Uno de cada cinco se va. [@a]", []),
    ("Los EE. UU. y la UE hablan; rige el art. 5 del siglo XXI.", []),
    ("El mayor general habló: la única manera es callar.", []),
    ("Se debe a la sequía y tiene que ver con el agua.", []),
    ("Hoy la flota es pequeña.", [("BR035", 5, "Hoy la flota es pequeña")]),
    ("La primera llegará en marzo de 2024. [@a]", [("BR036", 5, "La primera llegará en marzo de")]),
    ("El canal es el peor.", [("BR011", 5, "El canal es el peor")]),
    ("El Parlamento tiene que actuar.", [("BR051", 5, "El Parlamento tiene que actuar")]),
    ("La OEA habló.", [("BR041", 5, "OEA")]),
    (
        "Es probable, con mucha confianza, que sigan.",
        [("BR021", 5, "Es probable, con mucha confianza, que")],
    ),
]
IN_RUSSIAN = [
    ("Замер был в 2019-м. Сейчас тихо. [@a]", [("BR035", 5, "Сейчас тихо")]),
    ("США и ЕС говорят. ХХI век. См. стр. 5.", []),
    ("Следует отметить: должно быть, дожди.", []),
    ("Самолёт Су-30 и комплекс С-300 в строю.", []),
    ("Сейчас флот мал.", [("BR035", 5, "Сейчас флот мал")]),
    ("Первый прибудет в марте 2024 года. [@a]", [("BR036", 5, "Первый прибудет в марте 2024 года")]),
    ("Это крупнейший порт.", [("BR011", 5, "Это крупнейший порт")]),
    ("Парламент должен действовать.", [("BR051", 5, "Парламент должен действовать")]),
    ("МАГАТЭ молчит.", [("BR041", 5, "МАГАТЭ")]),
]


@each(
    ("language", "text", "expected"),
    [*(("es", *case) for case in IN_SPANISH), *(("ru", *case) for case in IN_RUSSIAN)],
)
def test_the_rules_read_other_languages(workspace, language, text, expected):
    scale = "scale: icd-203\n" if language == "es" else ""
    brief = points(f'"{text}"', "'K [@a]'").replace("date:", f"language: {language}\ndate:", 1)
    brief = brief.replace(
        "outlook: It goes on.", f"outlook:\n  {scale}  summary: Sigue." if scale else "outlook: Так."
    )
    assert found(workspace, brief, audiences=("neutral",)) == expected


GLOSSARIES = [
    ("{smear: to spread, leap second: a step}", []),
    ("{NTP and PTP: protocols}", []),
    ("{TAI: atomic time}", [("BR042", 9, "TAI")]),
    ("{secondary: of less weight}", [("BR042", 9, "secondary")]),
    ("{smear: to spread, Smears: to hide}", [("BR043", 9, "Smears")]),
]


@each(("glossary", "expected"), GLOSSARIES)
def test_a_term_is_used_and_defined_once(workspace, glossary, expected):
    text = "'Leap seconds are smeared over network time (NTP). [@a]'"
    assert found(workspace, points(text) + f"\nglossary: {glossary}\n", audiences=("analyst",)) == expected


LONG = " ".join(["word"] * 20)
LENGTHS = [
    (f"{LONG}.", []),
    (f"{LONG} [@a].", []),
    ("Dr. A. Smith saw it. The U.S. fleet left at 3.5 knots. [@a]", []),
    ("One. Two. Three. Four. Five. Six.", []),
    (f"{LONG} more.", [("BR044", 4, "word word word word word word")]),
    (f"A first one; {LONG}.", [("BR044", 4, "A first one; word word word")]),
    ("One ox. Two. Three. Four. Five. Six. Seven.", [("BR045", 4, "One ox")]),
]


@each(("text", "expected"), LENGTHS)
def test_sentences_and_paragraphs_are_no_longer_than_an_audience_takes_in(workspace, text, expected):
    assert found(workspace, points(f'"{text}"', "'K [@a]'"), audiences=("public",)) == expected


def test_a_long_sentence_is_reported_once_with_every_edition_that_has_it(workspace):
    files = workspace(points(f'"{LONG} {LONG}."', "'K [@a]'"), AUDIENCES)
    findings = check(files, Selection(audiences=("policymaker", "analyst", "press")), DAY).findings
    assert [f.what for f in findings if f.code == "BR044"] == [
        "the sentence has 40 words; the limit for 'policymaker' and 'analyst' is 35",
        "the sentence has 40 words; the limit for 'press' is 25",
    ]


NEUTRAL = [
    ("Parliament can act.", "neutral", []),
    ("Venezuela must be able to fly.", "neutral", []),
    ("Parliament should act.", "policymaker", []),
    ("The regime stays.", "policymaker", []),
    ("Farmers should expect rain. Urgent repairs wait.", "neutral", []),
    ("Members are urged to act.", "neutral", [("BR051", 4, "Members are urged to act")]),
    ("Parliament should act.", "neutral", [("BR051", 4, "Parliament should act")]),
    ("We urge members to act.", "neutral", [("BR051", 4, "We urge members to act")]),
    ("The regime stays.", "neutral", [("BR052", 4, "regime")]),
]


@each(("text", "audience", "expected"), NEUTRAL)
def test_a_neutral_edition_lays_out(workspace, text, audience, expected):
    assert found(workspace, points(f'"{text}"', "'K [@a]'"), audiences=(audience,)) == expected


ACCEPTED = [
    ("{text: They have 36 aircraft., accept: {rule: BR011, why: counted by us}}", []),
    ("{text: They have 36 aircraft., accept: {rule: uncited-claim, why: counted by us}}", []),
    ("{text: They have aircraft., accept: {rule: uncited-claim, why: w}}", [("BR071", 4, "accept")]),
    ("{text: They have 36 aircraft., accept: {rule: BR011, why: w, until: 2026-11-24}}", []),
    (
        "{text: They have 36 aircraft., accept: {rule: BR011, why: w, until: 2026-11-23}}",
        [("BR011", 4, "They have 36 aircraft"), ("BR072", 4, "accept")],
    ),
    ("{text: They have aircraft., accept: [{rule: BR011, why: w}]}", [("BR071", 4, "{")]),
    (
        "{text: They have 36 aircraft., accept: {rule: BR012, why: w}}",
        [("BR011", 4, "They have 36 aircraft"), ("BR071", 4, "accept")],
    ),
    ("{text: They have aircraft., accept: {rule: BR601, why: only built editions show it}}", []),
]


@each(("point", "expected"), ACCEPTED)
def test_a_warning_is_accepted_at_its_place(workspace, point, expected):
    assert found(workspace, points(point, "'K [@a]'")) == expected


@pytest.mark.engine
def test_an_error_is_not_accepted(workspace):
    brief = points("{text: Ask 🎉 first., accept: {rule: missing-glyph, why: we have no such font}}")
    opened = workspace(brief.split("sources")[0], AUDIENCES)
    examined = check(opened, Selection(), DAY, execute_here(opened))
    assert [(one.code, one.severity, one.where.line) for one in examined.findings] == [
        ("BR506", "error", 4),
        ("BR073", "warning", 4),
    ]
    assert examined.accepted == ()


@each(
    ("typed", "help"),
    [
        ("uncited-claims", "did you mean 'uncited-claim'?"),
        ("BRO11", "run `brief rule` for a list; BR0, for example, is a group"),
        ("BR010", "run `brief rule` for a list"),
        ("figures", "run `brief rule` for a list"),
    ],
)
def test_an_unknown_rule_is_not_accepted(workspace, typed, help):
    brief = points(f"{{text: They fly., accept: {{rule: {typed}, why: w}}}}")
    (finding,) = check(workspace(brief, AUDIENCES), Selection(), DAY).findings
    assert (finding.code, finding.where.line) == ("BR207", 4)
    assert finding.what == f"unknown rule '{typed}'"
    assert finding.help.startswith(help)


def test_an_acceptance_holds_for_everything_inside_it_and_in_every_language(workspace):
    brief = f"{HEAD}accept: {{rule: BR035, why: w}}\n" + points("They currently have 36. [@a]")[len(HEAD) :]
    spanish = f"title: Un hallazgo\nkey_points: ['Actualmente tienen 36. [@a]']\n{SPANISH_REST}"
    files = {"content/trial/brief.es.yaml": spanish}
    assert found(workspace, brief, files=files) == []
    bare = brief.replace("accept: {rule: BR035, why: w}\n", "")
    assert [code for code, *_ in found(workspace, bare, files=files)] == ["BR035", "BR035"]
    own = "key_points: [{text: 'Actualmente tienen 36. [@a]', accept: {rule: BR035, why: w}}]"
    spanish = spanish.replace("key_points: ['Actualmente tienen 36. [@a]']", own)
    left = found(workspace, bare, files={"content/trial/brief.es.yaml": spanish})
    assert [(code, line) for code, line, _ in left] == [("BR035", 4)]


def test_acceptances_after_one_that_has_expired_are_judged_as_well(workspace):
    accepted = "accept: [{rule: BR035, why: w, until: 2026-01-01}, {rule: BR036, why: w}]\n"
    brief = HEAD + accepted + points("They go on. [@a]")[len(HEAD) :]
    assert [code for code, *_ in found(workspace, brief)] == ["BR072", "BR071"]


def test_a_large_brief_of_good_texts_gives_no_false_alarm(workspace):
    point = "{{text: 'In 2024 there were {0},200 ships. [@a]', short: '{0}.2 thousand ships in 2024. [@a]'}}"
    brief = points(*(point.format(number) for number in range(1, 200)))
    assert found(workspace, brief) == []


@pytest.mark.slow
@each(
    "paragraph",
    [
        "Paragraph {n} says that the harbour grew by {n} tonnes in the year.",
        "The amount was {n} tonnes in the end.",
        "The most important thing of all.",
        "The amount was {{f{n}}} in all.",
    ],
)
def test_many_findings_cost_no_more_for_each(workspace, paragraph):
    """Each place is searched for in the text, where many sentences start in the same way."""

    def work(count: int):
        facts = "".join(f"  f{n}: {{value: {n}, unit: t}}\n" for n in range(count))
        text = "".join(f"      {paragraph.format(n=n)}\n\n" for n in range(count))
        brief = f"{HEAD}facts:\n{facts}sections:\n  - title: One\n    text: |\n{text}outlook: It goes on.\n"
        (job,) = plan(workspace(f"key_points: [One.]\n{brief}"), Selection()).jobs
        version = Version("en", job.brief, job.source_map, job.labels)
        editions = EditionSet("trial", (version,), (tailor(job),), DAY)
        return lambda: find_uncited_claims(editions)

    assert growth(work, 50) < 1.15


ROUNDED = """\
facts: {cost: {value: 11950000, label: tonnes of fish, source: a}}
key_points:
  - text: They caught {cost | million} tonnes.
    short: %s
"""


@each(
    ("short", "expected"),
    [
        ("They caught about 12 million tonnes.", []),
        ("They caught 11.95 million tonnes.", []),
        ("They caught 11,950,000 tonnes.", []),
        ("They caught 13 million tonnes.", [("BR001", 6, "13 million tonnes")]),
        ("They caught 12,000,000 tonnes of fish.", []),
        ("They caught 11,900,000 tonnes of fish.", [("BR001", 6, "11,900,000")]),
    ],
)
def test_a_rounded_fact_is_no_contradiction(workspace, short, expected):
    numbers = [one for one in found(workspace, HEAD + ROUNDED % short + REST) if one[0] == "BR001"]
    assert numbers[:1] == expected


def test_a_format_in_a_translation_is_no_contradiction(workspace):
    brief = HEAD + ROUNDED.replace("    short: %s\n", "") + REST
    spanish = (
        "title: Un título\nfacts: {cost: {label: toneladas de pesca}}\nkey_points:\n  - %s\n" + SPANISH_REST
    )
    for number in ("{cost}", "{cost | round}", "{cost | million} de", "12 millones de"):
        files = {"content/trial/brief.es.yaml": spanish % f"Pescaron {number} toneladas."}
        assert [one for one in found(workspace, brief, files=files) if one[0] == "BR001"] == []


@each(
    ("language", "text"),
    [
        ("en", "The relation is E = mc² with 3 × 2 = 6."),
        ("en", "The reaction is 2 H~2~ + O~2~ → 2 H~2~O."),
        ("en", "Its office is at 10 Downing Street."),
        ("en", "Its office is at 221B Baker Street, Northtown."),
        ("en", "By large firms we mean those with more than 250 employees."),
        ("en", "The flow is defined as 5 litres in a minute."),
        ("en", "**Costs in 2015**"),
        ("fr", "Son siège est au 12, rue de la Loi."),
        ("es", "Su sede está en la calle Mayor 5."),
        ("pt", "A sua sede fica na Rua Augusta, 1234."),
        ("ru", "Её адрес: ул. Ленина, д. 5."),
        ("ar", "مقرها في شارع النيل 5."),
    ],
)
def test_formulae_houses_definitions_and_headings_claim_nothing(workspace, language, text):
    brief = (
        f"{HEAD}language: {language}\nkey_points: ['{text}', 'Claimed: 36.']\n{REST.partition('sources')[0]}"
    )
    assert [(code, line) for code, line, _ in found(workspace, brief) if code == "BR011"] == [("BR011", 4)]


@each(
    "text",
    [
        "It rose by 5 per cent in 2015.",
        "The ratio of 2015/16 was 3.",
        "**It rose by 5 per cent.**",
        "It opened 10 new road projects.",
        "In Street Life 2015 was a record year.",
    ],
)
def test_what_looks_like_a_formula_or_a_house_still_claims(workspace, text):
    brief = f"{HEAD}key_points: ['{text}']\n{REST.partition('sources')[0]}"
    assert [code for code, _, _ in found(workspace, brief)] == ["BR011"]


def test_a_plain_text_needs_no_citation_where_no_edition_prints_one(workspace):
    texts = "key_points: [{text: 'It has 36. [@a]', plain: It has 36.}]\n"
    brief = f"{HEAD}{texts}{REST}"
    settings = "audiences: [policymaker, public]\n"
    quiet = {"content/workspace.yaml": settings}
    changed = f"{brief}audiences: {{policymaker: {{}}, public: {{notes: none}}}}\n"
    assert "BR011" in {
        code
        for code, _, _ in found(
            workspace, f"{brief}audiences: {{policymaker: {{}}, public: {{notes: endnotes}}}}\n", files=quiet
        )
    }
    assert "BR011" not in {code for code, _, _ in found(workspace, changed, files=quiet)}


@each(
    "text",
    [
        "Emissions of CO₂ and CO~2~ rose.",
        "H₂O and NO₂ flow.",
        "SI units and ISO codes help.",
        "The codes are DE, FR or IT.",
        "It is open from 5 AM to 6 PM.",
    ],
)
def test_formulae_units_and_codes_are_no_acronyms(workspace, text):
    assert found(workspace, f"{HEAD}key_points: ['{text} [@a]', 'The CGPM met.']\n{REST}") == [
        ("BR041", 3, "CGPM")
    ]


@each(
    ("language", "text", "typed"),
    [
        ("en", "The levels rise every spring. the dams are too low.", "spring"),
        ("es", "Los niveles suben cada primavera. las presas son bajas.", "primavera"),
        ("fr", "Les niveaux montent chaque année. les barrages sont trop bas.", "année"),
        ("ru", "Вода стоит слишком высоко. плотины давно стали низкими.", "высоко"),
    ],
)
def test_a_sentence_begins_with_a_capital(workspace, language, text, typed):
    brief = f"{HEAD}language: {language}\nkey_points: ['{text} [@a]']\n{REST}"
    hits = [(code, text) for code, _, text in found(workspace, brief) if code == "BR053"]
    assert [text.split(".")[0] for _, text in hits] == [typed]


@each(
    ("language", "text"),
    [
        ("en", "Sales of the phone fell sharply. iPhone prices rose everywhere."),
        ("en", "See e.g. the report, i.e. the long one, of approx. ten pages or more."),
        ("en", "The dept. of works, the govt. of the day and incl. the towns."),
        ("en", "It goes on and on ... and then it ends. … and more of it."),
        ("en", "J. R. de la Cruz wrote it, vs. the state of things."),
        ("en", "She asked \u201cwhy. who knows it\u201d and left the room."),
        ("en", "The file is data.csv and the site example.org is down."),
        ("fr", "Voir art. 5 de la loi, env. dix pages, etc. et plus encore."),
        ("es", "Unos aprox. diez metros más, núm. siete de la lista."),
        ("ru", "Около 5 тыс. человек, т. е. почти все, и др. жители города."),
        ("ar", "يرتفع النهر كل ربيع. السدود منخفضة جدا."),
    ],
)
def test_a_full_stop_may_be_followed_by_a_small_letter(workspace, language, text):
    brief = f"{HEAD}language: {language}\nkey_points: ['{text} [@a]']\n{REST}"
    assert "BR053" not in {code for code, _, _ in found(workspace, brief)}
