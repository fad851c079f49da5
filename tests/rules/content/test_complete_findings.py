"""The complete findings of the rules about the content of a brief, with good texts among the bad."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.rules.content import (
    contradictions,
    duplicate_sources,
    expired_dates,
    glossary_terms,
    inconsistent_ratings,
    loaded_words,
    long_alt_texts,
    long_sentences,
    lower_case_sentences,
    missing_portraits,
    mixed_judgements,
    unattributed_quotations,
    uncited_claims,
    undated_sources,
    undated_words,
    unexplained_acronyms,
    unsourced_exhibits,
    vague_links,
)
from tests.cases import each
from tests.planning import editions_of, in_full

DAY = date(2026, 11, 24)
HEAD = """\
title: A finding in few words
date: 2026-11-22
"""
SECTIONS = """\
sections: [{title: A heading asserts, text: A first text.}]
"""
OUTLOOK = """\
outlook: It goes on.
"""

CASES = [
    pytest.param(
        long_sentences.find_long_sentences,
        HEAD
        + """\
key_points:
  - """
        + " ".join(["word"] * 20)
        + """.
  - """
        + " ".join(["word"] * 21)
        + """ [@a]. Short one.
  - """
        + " ".join(["word"] * 36)
        + """ …
  - One ox. Two. Three. Four. Five. Six.
  - One ox. Two. Three. Four. Five. Six. Seven.
  - "… One ox. Two. Three. Four. Five. Six."
"""
        + SECTIONS
        + OUTLOOK
        + """\
sources: {a: {title: A}}
""",
        {},
        ("public", "policymaker", "analyst"),
        [
            (
                "BR044",
                "warning",
                "content/trial/brief.yaml:5:5+29",
                "the sentence has 21 words; the limit for 'public' is 20",
                "split the sentence",
            ),
            (
                "BR044",
                "warning",
                "content/trial/brief.yaml:6:5+29",
                "the sentence has 36 words; the limit for 'public' is 20",
                "split the sentence",
            ),
            (
                "BR045",
                "warning",
                "content/trial/brief.yaml:8:5+6",
                "the paragraph has 7 sentences; the limit for 'public' is 6",
                "begin a new paragraph where the subject changes",
            ),
            (
                "BR044",
                "warning",
                "content/trial/brief.yaml:6:5+29",
                "the sentence has 36 words; the limit for 'policymaker' and 'analyst' is 35",
                "split the sentence",
            ),
        ],
        id="long sentences: limits of two audiences",
    ),
    pytest.param(
        glossary_terms.find_glossary_flaws,
        HEAD
        + """\
key_points:
  - Some smeared the leap seconds.
  - {text: The CANALS leak in spring., short: Dams}
  - It has {n} and {m}.
sections:
  - title: T
    text: We use NTP and a time server.
    blocks:
      - table: {title: U, alt: V, data: [[Header, B], [lining, y]], source: a}
"""
        + OUTLOOK
        + """\
method: Counted by hand, and by eye, and by ear.
sources: {a: {title: A}}
facts: {n: {value: 9, unit: kelvins}, m: {value: 3 ppm}}
glossary:
  smear: to spread a step
  Smears: to hide a step
  leap second: a step
  canal: a ditch
  NTP and PTP: protocols
  PTP/TAI: clocks
  canary: a bird
  header: a row
  lining: concrete
  concretes: a stone
  concrete: of lime
  dam (of earth): a wall
  time big server: a machine
  time of the day server: a machine
  "(x)": y
  GUM: a GUM rule
  leapsecond: a step
  kelvin: a unit
  ppm: a share
  "№": a sign
  cab: a car
""",
        {},
        (),
        [
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:22:3+7",
                "no text uses the term 'PTP/TAI'",
                "remove the entry, or use the term",
            ),
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:29:3+15",
                "no text uses the term 'time big server'",
                "remove the entry, or use the term",
            ),
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:30:3+22",
                "no text uses the term 'time of the day server'",
                "remove the entry, or use the term",
            ),
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:31:3+5",
                "no text uses the term '(x)'",
                "remove the entry, or use the term",
            ),
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:32:3+3",
                "no text uses the term 'GUM'",
                "remove the entry, or use the term",
            ),
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:33:3+10",
                "no text uses the term 'leapsecond'",
                "remove the entry, or use the term",
            ),
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:36:3+3",
                "no text uses the term '№'",
                "remove the entry, or use the term",
            ),
            (
                "BR042",
                "warning",
                "content/trial/brief.yaml:37:3+3",
                "no text uses the term 'cab'",
                "remove the entry, or use the term",
            ),
            (
                "BR043",
                "warning",
                "content/trial/brief.yaml:18:3+6",
                "'Smears' is in the glossary twice, also as 'smear' (content/trial/brief.yaml:17:3)",
                "keep one of the two",
            ),
            (
                "BR043",
                "warning",
                "content/trial/brief.yaml:27:3+8",
                "'concrete' is in the glossary twice, also as 'concretes' (content/trial/brief.yaml:26:3)",
                "keep one of the two",
            ),
            (
                "BR043",
                "warning",
                "content/trial/brief.yaml:33:3+10",
                "'leapsecond' is in the glossary twice, also as 'leap second' (content/trial/brief.yaml:19:3)",
                "keep one of the two",
            ),
        ],
        id="glossary flaws: terms",
    ),
    pytest.param(
        glossary_terms.find_glossary_flaws,
        HEAD
        + """\
key_points: [We smear it.]
"""
        + SECTIONS
        + OUTLOOK
        + """\
glossary: {smear: to spread}
""",
        {
            "content/trial/brief.es.yaml": """\
title: Un hallazgo
key_points: [Un punto.]
sections: [{title: Un título afirma, text: Un primer texto.}]
outlook: Sigue.
glossary: {smear: repartir}
"""
        },
        (),
        [
            (
                "BR042",
                "warning",
                "content/trial/brief.es.yaml:5:12+5",
                "no text uses the term 'smear'",
                "remove the entry, or use the term",
            )
        ],
        id="glossary flaws: in a translation",
    ),
    pytest.param(
        mixed_judgements.find_mixed_judgements,
        HEAD
        + """\
key_points:
  - Rain is very unlikely; we are confident of that.
sections:
  - title: T
    text: |
      > It is very likely, and we are confident.
outlook:
  scale: icd-203
  summary: It is likely, with high confidence, that they go on. It is likely. Confidence is high.
  scenarios: [{name: The talks go on, likelihood: likely, text: They meet.}]
method: Unlikely is a word, confidence is another.
glossary: {likely: with confidence, odds: likely with confidence}
""",
        {},
        (),
        [
            (
                "BR021",
                "warning",
                "content/trial/brief.yaml:4:5+29",
                "the sentence states a likelihood ('very unlikely') and a confidence ('confident')",
                "state them in two sentences",
            ),
            (
                "BR021",
                "warning",
                "content/trial/brief.yaml:11:12+34",
                "the sentence states a likelihood ('likely') and a confidence ('confidence')",
                "state them in two sentences",
            ),
        ],
        id="mixed judgements: in texts",
    ),
    pytest.param(
        mixed_judgements.find_mixed_judgements,
        HEAD
        + """\
method: Unlikely is a word, confidence is another.
key_points: [K]
sections: [{title: T, text: We are confident that rain is unlikely.}]
outlook:
  scale: icd-203
  summary: It is likely that they go on. It is likely. Confidence is high.
  scenarios: [{name: The talks go on, likelihood: likely, text: They meet.}]
""",
        {},
        (),
        [
            (
                "BR021",
                "warning",
                "content/trial/brief.yaml:5:29+29",
                "the sentence states a likelihood ('unlikely') and a confidence ('confident')",
                "state them in two sentences",
            )
        ],
        id="mixed judgements: in a text after a method",
    ),
    pytest.param(
        mixed_judgements.find_mixed_judgements,
        HEAD
        + """\
language: en-GB
key_points: [Rain is very unlikely; we are confident of that.]
"""
        + SECTIONS
        + """\
outlook:
  scale: icd-203
  summary: It is likely, with high confidence, that they go on. It is likely. Confidence is high.
  scenarios: [{name: The talks go on, likelihood: likely, text: They meet.}]
""",
        {},
        (),
        [
            (
                "BR021",
                "warning",
                "content/trial/brief.yaml:4:14+29",
                "the sentence states a likelihood ('very unlikely') and a confidence ('confident')",
                "state them in two sentences",
            ),
            (
                "BR021",
                "warning",
                "content/trial/brief.yaml:8:12+34",
                "the sentence states a likelihood ('likely') and a confidence ('confidence')",
                "state them in two sentences",
            ),
        ],
        id="mixed judgements: in British English",
    ),
    pytest.param(
        inconsistent_ratings.find_inconsistent_ratings,
        HEAD
        + """\
language: en-GB
key_points: [It is unlikely that the talks go on.]
"""
        + SECTIONS
        + """\
outlook:
  scale: icd-203
  summary: It is likely, with high confidence, that they go on. It is likely. Confidence is high.
  scenarios: [{name: The talks go on, likelihood: likely, text: They meet.}]
""",
        {},
        (),
        [
            (
                "BR022",
                "warning",
                "content/trial/brief.yaml:4:14+29",
                (
                    "the sentence rates a scenario 'unlikely'; the outlook rates it 'likely' "
                    "(content/trial/brief.yaml:9:51)"
                ),
                "use the same word in both places",
            )
        ],
        id="inconsistent ratings: in British English",
    ),
    pytest.param(
        mixed_judgements.find_mixed_judgements,
        HEAD
        + """\
key_points: [It is likely with confidence.]
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [],
        id="mixed judgements: without a scale",
    ),
    pytest.param(
        mixed_judgements.find_mixed_judgements,
        HEAD
        + """\
key_points: [K]
"""
        + SECTIONS
        + """\
outlook:
  scale: icd-203
  summary: It is likely, with high confidence, that they go on. It is likely. Confidence is high.
  scenarios: [{name: The talks go on, likelihood: likely, text: They meet.}]
""",
        {
            "content/trial/brief.es.yaml": """\
title: Un hallazgo
key_points: [Un punto.]
sections: [{title: Un título afirma, text: Un primer texto.}]
outlook: {summary: "Es likely, con mucha confianza.", scenarios: [{name: Siguen hablando todos, text: T}]}
"""
        },
        (),
        [
            (
                "BR021",
                "warning",
                "content/trial/brief.yaml:7:12+34",
                "the sentence states a likelihood ('likely') and a confidence ('confidence')",
                "state them in two sentences",
            )
        ],
        id="mixed judgements: a scale of another language",
    ),
    pytest.param(
        inconsistent_ratings.find_inconsistent_ratings,
        HEAD
        + """\
key_points:
  - It is unlikely that the talks go on. Rain is unlikely.
  - It is probable that the talks go on.
  - It is roughly even odds that the talks go on.
  - It is likely or unlikely that the talks go on.
  - It is likely that war is back. It is unlikely that a war is back.
  - It is likely that some parties leave the room at once.
sections:
  - title: T
    text: |
      > It is unlikely that the talks go on.
outlook:
  scale: icd-203
  summary: We see three ways.
  scenarios:
    - {name: {text: The talks go on, short: Talks last long}, likelihood: likely, text: They meet.}
    - {name: War, likelihood: unlikely, text: They fight.}
    - {name: Some parties leave the room, likelihood: unlikely, text: They go.}
""",
        {},
        (),
        [
            (
                "BR022",
                "warning",
                "content/trial/brief.yaml:4:5+29",
                (
                    "the sentence rates a scenario 'unlikely'; the outlook rates it 'likely' "
                    "(content/trial/brief.yaml:18:75)"
                ),
                "use the same word in both places",
            ),
            (
                "BR022",
                "warning",
                "content/trial/brief.yaml:6:5+28",
                (
                    "the sentence rates a scenario 'roughly even odds' ('roughly even chance'); the outlook "
                    "rates it 'likely' (content/trial/brief.yaml:18:75)"
                ),
                "use the same word in both places",
            ),
            (
                "BR022",
                "warning",
                "content/trial/brief.yaml:9:5+30",
                (
                    "the sentence rates a scenario 'likely'; the outlook rates it 'unlikely' "
                    "(content/trial/brief.yaml:20:55)"
                ),
                "use the same word in both places",
            ),
        ],
        id="inconsistent ratings: in texts",
    ),
    pytest.param(
        inconsistent_ratings.find_inconsistent_ratings,
        HEAD
        + """\
key_points: [It is unlikely that the talks go on.]
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [],
        id="inconsistent ratings: without a scale",
    ),
    pytest.param(
        duplicate_sources.find_duplicate_sources,
        HEAD
        + """\
key_points: [K]
"""
        + SECTIONS
        + OUTLOOK
        + """\
sources:
  a: {title: A, doi: 10.1000/X, url: "https://e.org/a"}
  b: {title: A, doi: 10.1000/x}
  c: {title: B, url: "http://www.E.org/a/"}
  d: {title: B, url: "https://e.org/a/#page=2"}
  e: {title: B, url: "https://e.org/a#page=2"}
  f: {title: F}
  g: {title: G, doi: 10.1000/y, url: "https://e.org/a/#page=2"}
  h: {title: H, doi: 10.1000/Y}
  i: {title: I, url: "https://e.org/www.a"}
  j: {title: I, url: "https://e.org/a/b"}
""",
        {},
        (),
        [
            (
                "BR015",
                "warning",
                "content/trial/brief.yaml:8:3",
                "the source 'b' has the same address as 'a' (content/trial/brief.yaml:7:3)",
                "keep one of the two",
            ),
            (
                "BR015",
                "warning",
                "content/trial/brief.yaml:9:3",
                "the source 'c' has the same address as 'a' (content/trial/brief.yaml:7:3)",
                "keep one of the two",
            ),
            (
                "BR015",
                "warning",
                "content/trial/brief.yaml:11:3",
                "the source 'e' has the same address as 'd' (content/trial/brief.yaml:10:3)",
                "keep one of the two",
            ),
            (
                "BR015",
                "warning",
                "content/trial/brief.yaml:13:3",
                "the source 'g' has the same address as 'd' (content/trial/brief.yaml:10:3)",
                "keep one of the two",
            ),
            (
                "BR015",
                "warning",
                "content/trial/brief.yaml:14:3",
                "the source 'h' has the same address as 'g' (content/trial/brief.yaml:13:3)",
                "keep one of the two",
            ),
        ],
        id="duplicate sources: addresses",
    ),
    pytest.param(
        undated_sources.find_undated_sources,
        HEAD
        + """\
key_points: [K]
"""
        + SECTIONS
        + OUTLOOK
        + """\
sources:
  a: {title: A}
  b: {title: B, publisher: P}
  c: {title: C, date: 2026}
  d: {title: D, author: ["Ines, A."], accessed: 2026-11-01, url: "https://e.org/d"}
  e: {title: E, author: ["Ines, A.", Ministry], date: 2026}
  f: {title: F, container: J, date: 2026}
  g: {title: G, doi: 10.1000/x, date: 2026}
  h: {title: H, isbn: 9780306406157, date: 2026}
  i: Ines (1499). A book.
  j: Ines (1500). A book.
  k: Ines (2099). A book.
  l: Ines (2100). A book of 12026 pages.
  m: Ines (forthcoming). A book.
  n: Ines. A book. s. f.
""",
        {},
        (),
        [
            (
                "BR013",
                "warning",
                "content/trial/brief.yaml:7:3",
                "the source 'a' has no date and no publisher",
                "add `date` and `publisher`; if the source has no date, add `accessed`",
            ),
            (
                "BR013",
                "warning",
                "content/trial/brief.yaml:8:3",
                "the source 'b' has no date",
                "add `date`; if the source has no date, add `accessed`",
            ),
            (
                "BR013",
                "warning",
                "content/trial/brief.yaml:9:3",
                "the source 'c' has no publisher",
                "add `publisher`",
            ),
            (
                "BR013",
                "warning",
                "content/trial/brief.yaml:10:3",
                "the source 'd' has no publisher",
                "add `publisher`",
            ),
            (
                "BR013",
                "warning",
                "content/trial/brief.yaml:15:3",
                "the source 'i' has no date",
                "add `date`; if the source has no date, add `accessed`",
            ),
            (
                "BR013",
                "warning",
                "content/trial/brief.yaml:18:3",
                "the source 'l' has no date",
                "add `date`; if the source has no date, add `accessed`",
            ),
        ],
        id="undated sources: fields",
    ),
    pytest.param(
        vague_links.find_vague_links,
        HEAD
        + """\
key_points:
  - "It is [here](https://e.org/a?utm_source=x&b=1)."
  - "See [Read more …](https://e.org/b) and [the survey here](https://e.org/?c=1&FBCLID=1)."
  - {text: "See [a survey](https://e.org/s?x=1&fbclid=2).", short: "[Click here ›](https://e.org/s)"}
"""
        + SECTIONS
        + OUTLOOK
        + """\
sources: {a: {title: A, url: "https://e.org/?mc_cid=1"}}
""",
        {
            "content/trial/brief.es.yaml": """\
title: Un hallazgo
key_points: ["Vea [aquí](https://e.org/a).", B, C]
sections: [{title: Un título afirma, text: Un primer texto.}]
outlook: Sigue.
"""
        },
        (),
        [
            (
                "BR081",
                "warning",
                "content/trial/brief.yaml:4:35+10",
                "the link contains a tracking parameter: 'utm_source'",
                "remove the parameter with its value",
            ),
            (
                "BR081",
                "warning",
                "content/trial/brief.yaml:6:48+6",
                "the link contains a tracking parameter: 'fbclid'",
                "remove the parameter with its value",
            ),
            (
                "BR081",
                "warning",
                "content/trial/brief.yaml:9:46+6",
                "the link contains a tracking parameter: 'mc_cid'",
                "remove the parameter with its value",
            ),
            (
                "BR082",
                "warning",
                "content/trial/brief.yaml:4:13+4",
                "'here' does not say where the link leads",
                "name what is at the address",
            ),
            (
                "BR082",
                "warning",
                "content/trial/brief.yaml:5:11+9",
                "'Read more …' does not say where the link leads",
                "name what is at the address",
            ),
            (
                "BR082",
                "warning",
                "content/trial/brief.yaml:6:70+10",
                "'Click here ›' does not say where the link leads",
                "name what is at the address",
            ),
            (
                "BR081",
                "warning",
                "content/trial/brief.yaml:9:46+6",
                "the link contains a tracking parameter: 'mc_cid'",
                "remove the parameter with its value",
            ),
            (
                "BR082",
                "warning",
                "content/trial/brief.es.yaml:2:20+4",
                "'aquí' does not say where the link leads",
                "name what is at the address",
            ),
        ],
        id="vague links: links",
    ),
    pytest.param(
        expired_dates.find_expired_dates,
        HEAD
        + """\
as_of: 2025-11-23
valid_until: 2026-11-23
next_update: 2026-11-23
marking: {embargo_until: 2026-11-23T06:00:00Z}
key_points: [K]
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [
            (
                "BR031",
                "warning",
                "content/trial/brief.yaml:3:8+10",
                "the information cut-off, 2025-11-23, is 366 days old; the limit is 365",
                "review the brief, and set a new day",
            ),
            (
                "BR032",
                "warning",
                "content/trial/brief.yaml:4:14+10",
                "the brief expired on 2026-11-23",
                "review the brief and set a later day, or withdraw it",
            ),
            (
                "BR033",
                "warning",
                "content/trial/brief.yaml:5:14+10",
                "the next update was due on 2026-11-23",
                "publish the update, or set a later day",
            ),
            (
                "BR034",
                "warning",
                "content/trial/brief.yaml:6:26+20",
                "the embargo ended on 2026-11-23; the editions still print it",
                "remove `embargo_until`",
            ),
        ],
        id="expired dates: old",
    ),
    pytest.param(
        expired_dates.find_expired_dates,
        HEAD
        + """\
as_of: 2025-11-24
valid_until: 2026-11-24
next_update: 2026-11-24
marking: {embargo_until: 2026-11-24T06:00:00Z}
key_points: [K]
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [],
        id="expired dates: held",
    ),
    pytest.param(
        expired_dates.find_expired_dates,
        HEAD
        + """\
key_points: [K]
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [],
        id="expired dates: none",
    ),
    pytest.param(
        expired_dates.find_expired_dates,
        HEAD
        + """\
as_of: 2026-11-23
marking: {embargo_until: 2026-11-24T01:00:00+02:00}
key_points: [K]
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [
            (
                "BR031",
                "warning",
                "content/trial/brief.yaml:3:8+10",
                "the information cut-off, 2026-11-23, is later than the date of the brief, 2026-11-22",
                "correct `as_of` or `date`",
            ),
            (
                "BR034",
                "warning",
                "content/trial/brief.yaml:4:26+25",
                "the embargo ended on 2026-11-23; the editions still print it",
                "remove `embargo_until`",
            ),
        ],
        id="expired dates: day",
    ),
    pytest.param(
        undated_words.find_undated_words,
        HEAD
        + """\
facts: {n: {value: 2024}}
key_points:
  - The force is currently small. In 2024 it was currently larger.
  - "It is today {n} strong."
  - Recently, in March 2025, they left.
  - The force recently grew by 300.
sections:
  - title: It is now recently shut
    text: |
      > It is currently small.
    blocks:
      - quote: {text: We are currently well., by: A minister, date: 2026}
"""
        + OUTLOOK
        + """\
method: These days we count.
glossary: {force: what is currently there}
""",
        {},
        (),
        [
            (
                "BR035",
                "warning",
                "content/trial/brief.yaml:5:5+28",
                "'currently' has no date: 'The force is currently small.'",
                "add the date, or leave the word out",
            ),
            (
                "BR035",
                "warning",
                "content/trial/brief.yaml:8:5+30",
                "'recently' has no date: 'The force recently grew by 300.'",
                "add the date, or leave the word out",
            ),
            (
                "BR035",
                "warning",
                "content/trial/brief.yaml:10:12+23",
                "'recently' has no date: 'It is now recently shut'",
                "add the date, or leave the word out",
            ),
            (
                "BR035",
                "warning",
                "content/trial/brief.yaml:16:9+19",
                "'These days' has no date: 'These days we count.'",
                "add the date, or leave the word out",
            ),
        ],
        id="undated words: words",
    ),
    pytest.param(
        undated_words.find_past_dates_as_future,
        HEAD
        + """\
facts: {n: {value: 2024}}
key_points:
  - It will arrive in March 2024. It will arrive in November 2026, or on 24 November 2026, or in 2026.
  - It will arrive on 23 November 2026.
  - It will arrive on 3 May.
  - It will arrive in October 2026.
  - It will arrive in 2025; it is due to leave in 2025.
  - On 3 May 2024, the court will rule.
  - By 2024 it will end. In the year of 2024 it will end. By 2024 the oldest of them will end.
  - Since 2024 it will end. After the long hot summer of 2024, it will end.
  - Members will vote on the bill of March 2024, and then on another in 2023.
  - In 2024 it said that it will go on.
  - It will be {n} again.
  - In 2024, the port, which will grow, was new.
  - It will, in 2024, end. As it will, in 2027, the port ends.
sections:
  - title: T
    text: |
      > It will arrive in 2024.
"""
        + OUTLOOK
        + """\
glossary: {force: what will be in 2024}
method: We will count in 2024.
""",
        {},
        (),
        [
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:5:5+28",
                "'will' refers to March 2024, which has passed: 'It will arrive in March 2024.'",
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:6:5+29",
                "'will' refers to 23 November 2026, which has passed: 'It will arrive on 23 November 2026.'",
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:8:5+30",
                "'will' refers to October 2026, which has passed: 'It will arrive in October 2026.'",
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:9:5+26",
                (
                    "'will' refers to 2025, which has passed: 'It will arrive in 2025; it is due to leave in "
                    "2025.'"
                ),
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:9:5+26",
                (
                    "'is due to' refers to 2025, which has passed: 'It will arrive in 2025; it is due to leave "
                    "in 2025.'"
                ),
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:10:5+24",
                "'will' refers to 3 May 2024, which has passed: 'On 3 May 2024, the court will rule.'",
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:11:5+19",
                "'will' refers to 2024, which has passed: 'By 2024 it will end.'",
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:15:5+10",
                "'will' refers to 2024, which has passed: 'It will be 2024 again.'",
                "say what has happened since",
            ),
            (
                "BR036",
                "warning",
                "content/trial/brief.yaml:24:9+21",
                "'will' refers to 2024, which has passed: 'We will count in 2024.'",
                "say what has happened since",
            ),
        ],
        id="past dates as future: dates",
    ),
    pytest.param(
        loaded_words.find_loaded_words,
        """\
title: We must act
date: 2026-11-22
key_points:
  - Parliament should act. The Regime and the junta, and again the regime, stay with cronyism.
  - {text: Nothing here., short: They should go.}
sections:
  - title: Members ought to vote
    text: |
      > We should go.

      They must not.
    blocks:
      - table: {title: They should pay, alt: V, data: [[A, B], [should, y]], source: a}
      - text: They need to act.
      - quote: {text: They should pay., by: A minister, date: 2026}
      - box: {title: They must go, text: A box should hold.}
options:
  - {name: They should wait, text: It is so., for: They should, against: They must}
outlook: It should go on.
sources: {a: {title: They should pay}}
""",
        {
            "templates/audiences/neutral/audience.yaml": "extends: legislator\nlabel: N\n",
            "content/workspace.yaml": """\
audiences: [policymaker, neutral]
loaded_terms: {regime: government, Junta: council, crony*: ally}
""",
        },
        ("policymaker", "neutral"),
        [
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:1:8+11",
                "'must' urges the reader, but the edition for 'neutral' is neutral: 'We must act'",
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:4:5+21",
                (
                    "'should' urges the reader, but the edition for 'neutral' is neutral: 'Parliament should "
                    "act.'"
                ),
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR052",
                "warning",
                "content/trial/brief.yaml:4:32+6",
                "'Regime' is a loaded term, but the edition for 'neutral' is neutral",
                "write 'government'",
            ),
            (
                "BR052",
                "warning",
                "content/trial/brief.yaml:4:47+5",
                "'junta' is a loaded term, but the edition for 'neutral' is neutral",
                "write 'council'",
            ),
            (
                "BR052",
                "warning",
                "content/trial/brief.yaml:4:68+6",
                "'regime' is a loaded term, but the edition for 'neutral' is neutral",
                "write 'government'",
            ),
            (
                "BR052",
                "warning",
                "content/trial/brief.yaml:4:86+8",
                "'cronyism' is a loaded term, but the edition for 'neutral' is neutral",
                "use a neutral word",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:11:7+13",
                "'must' urges the reader, but the edition for 'neutral' is neutral: 'They must not.'",
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:7:12+21",
                (
                    "'ought to' urges the reader, but the edition for 'neutral' is neutral: 'Members ought to "
                    "vote'"
                ),
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:14:15+16",
                (
                    "'need to act' urges the reader, but the edition for 'neutral' is neutral: 'They need to "
                    "act.'"
                ),
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:16:42+17",
                "'should' urges the reader, but the edition for 'neutral' is neutral: 'A box should hold.'",
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:16:22+12",
                "'must' urges the reader, but the edition for 'neutral' is neutral: 'They must go'",
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:18:12+16",
                "'should' urges the reader, but the edition for 'neutral' is neutral: 'They should wait'",
                "say what can be done, and the arguments for and against it",
            ),
            (
                "BR051",
                "warning",
                "content/trial/brief.yaml:19:10+15",
                "'should' urges the reader, but the edition for 'neutral' is neutral: 'It should go on.'",
                "say what can be done, and the arguments for and against it",
            ),
        ],
        id="loaded words: texts",
    ),
    pytest.param(
        unattributed_quotations.find_unattributed_quotations,
        HEAD
        + """\
key_points:
  - "It said “we will go on as long”, and “we will go”."
  - "It said “we will go on as long” [@a]."
  - "It said “ we will all go on as much longer as we can now ”."
sections:
  - title: "“We will go on as long as we can”"
    text: |
      > We will go on, and on. --lower case
  - title: U
    text: |
      > We will go on. — A. Minister
  - title: V
    text: |
      > We will go on. [@a]
  - title: W
    text: |
      > First.

      > Then last – Ö. Minister
  - title: X
    text: |
      Nothing.

      > It said “we will go on as long as we can”. — A. Minister
    blocks:
      - quote: {text: We will all go on., by: A minister}
      - quote: {text: We will., by: A minister, date: 2026}
      - quote: {text: We will., by: A minister, source: a}
"""
        + OUTLOOK
        + """\
sources: {a: {title: "“We will go on as long as we can”"}}
glossary: {on: "“we will go on as long as we can”"}
""",
        {},
        (),
        [
            (
                "BR014",
                "warning",
                "content/trial/brief.yaml:28:9+5",
                "the quotation by A minister has no date or source: 'We will all go on.'",
                "add a `date` or a `source`",
            ),
            (
                "BR014",
                "warning",
                "content/trial/brief.yaml:10:9+21",
                "the quotation does not say whose words it has: 'We will go on, and on. --lower case'",
                "cite the source, or end the quotation with a dash and a name",
            ),
            (
                "BR014",
                "warning",
                "content/trial/brief.yaml:4:15+21",
                "the quoted words have no source: 'we will go on as long'",
                "cite the source: [@source]",
            ),
            (
                "BR014",
                "warning",
                "content/trial/brief.yaml:6:16+20",
                "the quoted words have no source: 'we will all go on as much longer as we can now'",
                "cite the source: [@source]",
            ),
        ],
        id="unattributed quotations: quotations",
    ),
    pytest.param(
        unattributed_quotations.find_unattributed_quotations,
        HEAD
        + """\
key_points: [K]
"""
        + SECTIONS
        + OUTLOOK,
        {
            "content/trial/brief.es.yaml": """\
title: Un hallazgo
key_points: ["Dijo «seguiremos todo lo que se pueda»."]
sections: [{title: Un título afirma, text: "> Seguiremos."}]
outlook: Sigue.
"""
        },
        (),
        [
            (
                "BR014",
                "warning",
                "content/trial/brief.es.yaml:3:47+10",
                "the quotation does not say whose words it has: 'Seguiremos.'",
                "cite the source, or end the quotation with a dash and a name",
            ),
            (
                "BR014",
                "warning",
                "content/trial/brief.es.yaml:2:21+31",
                "the quoted words have no source: 'seguiremos todo lo que se pueda'",
                "cite the source: [@source]",
            ),
        ],
        id="unattributed quotations: in a translation",
    ),
    pytest.param(
        unsourced_exhibits.find_unsourced_exhibits,
        HEAD
        + """\
key_points: [K]
sections:
  - title: T
    text: x
    blocks:
      - table: {title: Alpha, alt: V, data: [[A, B], [x, y]]}
      - table: {title: Gamma, alt: V, data: [[A, B], [x, "y [@a]"]]}
      - table: {title: Delta, alt: V, data: [[A, B], [x, y]], note: Ours}
      - table: {title: "Epsilon [@a]", alt: V, data: [[A, B], [x, y]]}
      - table: {title: Zeta, alt: V, data: [[A, B], [x, y]], source: a}
      - timeline: {title: Eta, alt: V, entries: [{date: 2024, text: It began.}]}
      - timeline: {title: Theta, alt: V, entries: [{date: 2024, text: "It began. [@a]"}]}
      - figure: {title: Iota, alt: V, file: figures/a.svg}
      - figure: {title: Kappa, alt: V, file: figures/a.svg, credit: Ines}
"""
        + OUTLOOK
        + """\
sources: {a: {title: A}}
""",
        {
            "content/trial/figures/a.svg": """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>"""
        },
        (),
        [
            (
                "BR012",
                "warning",
                "content/trial/brief.yaml:8:9+5",
                "the table 'Alpha' has no source",
                "add `source: id`, or say in its `note` that it is your own work",
            ),
            (
                "BR012",
                "warning",
                "content/trial/brief.yaml:13:9+8",
                "the timeline 'Eta' has no source",
                "add `source: id`, or say in its `note` that it is your own work",
            ),
            (
                "BR012",
                "warning",
                "content/trial/brief.yaml:15:9+6",
                "the figure 'Iota' has no source",
                "add `source: id`, or say in its `note` that it is your own work",
            ),
        ],
        id="unsourced exhibits: exhibits",
    ),
    pytest.param(
        long_alt_texts.find_long_alt_texts,
        HEAD
        + """\
key_points: [K]
sections:
  - title: T
    text: x
    blocks:
      - table: {title: """
        + "t" * 260
        + """, alt: """
        + "a" * 250
        + """, data: [[A, B], [x, y]], source: a}
      - table: {title: U, alt: {text: """
        + "a" * 251
        + """, short: """
        + "b" * 252
        + """}, data: [[A, B], [x, y]], source: a}
"""
        + OUTLOOK
        + """\
sources: {a: {title: A}}
""",
        {},
        (),
        [
            (
                "BR083",
                "warning",
                "content/trial/brief.yaml:9:39+251",
                "the alternative text has 251 characters; the limit is 250",
                "keep only what the reader needs to know",
            ),
            (
                "BR083",
                "warning",
                "content/trial/brief.yaml:9:299+252",
                "the alternative text has 252 characters; the limit is 250",
                "keep only what the reader needs to know",
            ),
        ],
        id="long alt texts: alternatives",
    ),
    pytest.param(
        contradictions.find_contradictions,
        HEAD
        + """\
facts: {tanks: {value: 40 tanks}, cost: {value: 5 %}}
key_points: ["It has {tanks}, 27 % and 3 May 2024."]
sections:
  - title: T
    text: x
    blocks:
      - table: {title: U, alt: V, data: [[A, B], [x, "12"], [y, "7"]], source: a}
"""
        + OUTLOOK
        + """\
sources: {a: {title: A}}
""",
        {
            "content/trial/brief.es.yaml": """\
title: Un hallazgo
facts: {tanks: {value: 41 tanques}, cost: {value: 5 %}}
key_points: ["Tiene {tanks}, 28 % y 3 de mayo de 2024."]
sections:
  - title: T
    text: x
    blocks:
      - table: {title: U, alt: V, data: [[A, B], [x, "13"], [z, "7"]]}
outlook: Sigue.
"""
        },
        (),
        [
            (
                "BR001",
                "warning",
                "content/trial/brief.es.yaml:2:24+10",
                "the fact 'tanks' is '41 tanques' in 'es' and '40 tanks' in 'en' (content/trial/brief.yaml:3:24)",
                "give the fact one value",
            ),
            (
                "BR001",
                "warning",
                "content/trial/brief.es.yaml:8:54+4",
                "the cell says '13' in 'es' and '12' in 'en' (content/trial/brief.yaml:9:54)",
                "make both say the same",
            ),
            (
                "BR001",
                "warning",
                "content/trial/brief.es.yaml:3:30+4",
                "'text' in 'es' says '28 %' where 'text' in 'en' says '27 %' (content/trial/brief.yaml:4:31)",
                "make both say the same, or state it once as a fact, `{id}`",
            ),
        ],
        id="contradictions: facts, figures and cells of a translation",
    ),
    pytest.param(
        missing_portraits.find_missing_portraits,
        HEAD
        + """\
key_points: [K]
authors:
  - {name: Ines Moll, portrait: a.svg}
  - {name: Odd Lund}
  - {name: Ana Paz}
"""
        + SECTIONS
        + OUTLOOK,
        {"content/trial/a.svg": "<svg/>"},
        (),
        [
            (
                "BR091",
                "warning",
                "content/trial/brief.yaml:6:5",
                "'Odd Lund' has no portrait, and other authors have one",
                "add a `portrait`, or remove those of the other authors",
            ),
            (
                "BR091",
                "warning",
                "content/trial/brief.yaml:7:5",
                "'Ana Paz' has no portrait, and other authors have one",
                "add a `portrait`, or remove those of the other authors",
            ),
        ],
        id="missing portraits: some have one",
    ),
    pytest.param(
        missing_portraits.find_missing_portraits,
        HEAD + "key_points: [K]\nauthors: [{name: Ines Moll}, {name: Odd Lund}]\n" + SECTIONS + OUTLOOK,
        {},
        (),
        [],
        id="missing portraits: none has one",
    ),
    pytest.param(
        lower_case_sentences.find_lower_case_sentences,
        HEAD
        + """\
key_points:
  - The fleet came back early. two ships went on.
  - It is e.g. this. 5 left. iPhones stay.
  - Yes! no. They met at noon. the crew stayed there.
  - They met the crew at the station. the crew stayed there.
  - It came early. two.
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [
            (
                "BR053",
                "warning",
                "content/trial/brief.yaml:4:25+10",
                "the sentence after 'early.' begins with a lower-case letter: 'two'",
                "write 'Two', or remove the full stop",
            ),
            (
                "BR053",
                "warning",
                "content/trial/brief.yaml:7:30+12",
                "the sentence after 'station.' begins with a lower-case letter: 'the'",
                "write 'The', or remove the full stop",
            ),
        ],
        id="lower-case sentences: full stops",
    ),
    pytest.param(
        unexplained_acronyms.find_unexplained_acronyms,
        HEAD
        + """\
key_points:
  - The IMO and the IMO met.
  - An International Sea Office (ISO) met ISO.
  - The PLC of 12 NGOs and UTC.
glossary: {UTC: Coordinated time}
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [
            (
                "BR041",
                "warning",
                "content/trial/brief.yaml:4:9+3",
                "'IMO' is not explained in the edition for 'policymaker'",
                "spell it out at its first use, or add it to the glossary",
            ),
        ],
        id="unexplained acronyms: first uses",
    ),
    pytest.param(
        contradictions.find_contradictions,
        HEAD
        + """\
facts: {tanks: {value: 40 tanks}}
key_points:
  - text: Then Rosneft lost 12 wells to Petrovka.
    short: Then Rosnett lost 13 wells.
    plain: It lost 12 wells and 99 km.
  - text: It has 41 tanks and three kinds.
    short: It has {tanks} and four kinds.
"""
        + SECTIONS
        + OUTLOOK,
        {},
        (),
        [
            (
                "BR001",
                "warning",
                "content/trial/brief.yaml:6:30+2",
                "'short' says '13' where 'text' says '12' (content/trial/brief.yaml:5:29)",
                "make both say the same, or state it once as a fact, `{id}`",
            ),
            (
                "BR003",
                "warning",
                "content/trial/brief.yaml:6:17+7",
                "'short' says 'Rosnett' where 'text' says 'Rosneft' (content/trial/brief.yaml:5:16)",
                "spell the name the same way in both",
            ),
            (
                "BR001",
                "warning",
                "content/trial/brief.yaml:7:33+5",
                (
                    "'plain' says '99 km', which 'text' (content/trial/brief.yaml:5:11) does not say, nor does "
                    "anything else in the brief"
                ),
                "make both say the same, or state it once as a fact, `{id}`",
            ),
            (
                "BR001",
                "warning",
                "content/trial/brief.yaml:9:31+4",
                "'short' says 'four' where 'text' says 'three' (content/trial/brief.yaml:8:31)",
                "make both say the same, or state it once as a fact, `{id}`",
            ),
        ],
        id="contradictions: variants",
    ),
    pytest.param(
        uncited_claims.find_uncited_claims,
        HEAD
        + """\
key_points: ["It lost 12 wells.", "It lost 12 wells. [@a]"]
"""
        + SECTIONS
        + OUTLOOK
        + """\
sources: {a: {title: A}}
""",
        {},
        (),
        [
            (
                "BR011",
                "warning",
                "content/trial/brief.yaml:3:15+16",
                "'12' has no source: this paragraph cites nothing ('It lost 12 wells.')",
                "cite the source: [@source]",
            )
        ],
        id="uncited claims: a figure",
    ),
]


@each(("find", "brief", "files", "audiences", "expected"), CASES)
def test_the_findings_are_complete(workspace, find, brief, files, audiences, expected):
    assert in_full(find(editions_of(workspace(brief, files), DAY, audiences=audiences))) == expected
