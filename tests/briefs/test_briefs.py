"""Good briefs of five kinds: no rule reports anything, and every edition is printed as a copy-editor would have it."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.review.check import check
from briefing.typeset.layout import Typesetter
from tests.cases import each

FOLDER = Path(__file__).parent
BRIEFS = {"economics": 4, "health": 4, "law": 6, "engineering": 3, "classroom": 3}
"""The workspaces, with their number of editions."""


def opened(name: str) -> Files:
    return Files(FOLDER / name, shipped_root())


@each("name", BRIEFS)
def test_a_good_brief_has_no_findings(name):
    examined = check(opened(name), Selection(), date(2026, 11, 24))
    assert [*examined.errors, *examined.findings] == []
    assert examined.edition_count == BRIEFS[name]


PRINTED = {
    ("economics", "analyst", "en"): [
        "about €12 million a year",
        "only 40–45% of the bill",
        "since the ’90s. Asphalt cost €38/t in 1995–96 and €71.50/t in 2024/25",
        "from $150–$200 a barrel",
        "it’s the states’ own rule, and it’s in § 4",
        "6–9 a.m. and 4–7 p.m. cost double",
        "“A haulier who says ‘it’s too dear’ may be right – once.”",
        "ε ≈ −0.15 (95% CI −0.22 to −0.08",
        "The 10:1 ratio of benefits to costs, the 50/50 split of revenue and the 1-in-10 chance",
        "revenue falls by €0.6–1.2m",
    ],
    ("health", "analyst", "fr"): [
        "au xixe siècle, on parlait de « canicule » du 24 juillet au 24 août ; au xxe",
        "39,8 °c à 16 h 30 au centre et 36,2 °c en banlieue ; la nuit, de −2 à −4 degrés",
        "l’infirmière du ier arrondissement. « attendre, c’est “trop tard” », ajoute-t-elle",
        "moins de 8 € par habitant (7,81 € exactement), ou 0,4 % du budget",
        "qui est concerné ? surtout les 75–84 ans (42 %) et les 85 ans et + (31 %)",
        "1er novembre 2026",
        "part d’ombre",
    ],
    ("law", "analyst", "en"): [
        "the court read art. 6(2)(b)–(d) narrowly",
        "“[t]he file of an authority is the file of the public. an authority keeps it … and does not own it.",
        "‘[w]ithout delay.’”",
        "(no. 12-345)",
        "“‘harm’ means harm that is real, not ‘feared’ [.]” (para. 17)",
        "the ministry says it doesn’t: “may” is “may”",
        "(paras. 40–42)",
    ],
    ("law", "analyst", "es"): [
        "el art. 6.2.b)–d) de modo estricto",
        "núms. 3.a) a c)",
        "»el derecho no es nuevo: en palabras de la antigua carta, “no se cerrará la puerta a quien pregunte.”",
        "sea cual sea su forma —papel, correo o audio",
        "el 1.er punto, el 2.º y la 3.ª cuestión quedan para la 1.ª instancia",
    ],
    ("engineering", "analyst", "ru"): [
        "последнее прошло 30 сентября 2026 г.",
        "«он шумит, как холодильник „север“», — говорит оператор",
        "от −0,02 до 0,6 мпа",
        "iso 8601-1",
        "2001:db8::17",
        "@nasos_help или с меткой #насосы2026",
        "резьба — g1/2″ и m12x1,5",
        "−40 °f = −40 °c",
    ],
    ("classroom", "analyst", "en"): [
        "so 6′ 2″ is 1.8796 m",
        "’twas a metre, ’twas a yard,",
        "three feet make it – give or take –",
        "she walked ’round the town",
        "51° 28′ 38″ n",
        "3 − 5 > 0",
        "(x + y)(x − y)",
        "x1 + x2 = −b/a",
        "use x**2 for a square in python, x^2 in a spreadsheet, and __name__ for neither",
    ],
}


def words_of(html: str) -> str:
    """Return the words of a page in lower case, with plain spaces."""
    text = re.sub(r"<(?:style|script).*?</(?:style|script)>", "", html, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", text)
    return " ".join(text.replace("&gt;", ">").replace("&lt;", "<").split()).lower()


@each(("name", "audience", "language"), PRINTED)
def test_a_good_brief_is_set_as_a_copy_editor_would(name, audience, language):
    files = opened(name)
    (job,) = plan(files, Selection(audiences=(audience,), languages=(language,))).jobs
    words = words_of(compose(tailor(job), files).html)
    missing = [one for one in PRINTED[name, audience, language] if one.lower() not in words]
    assert missing == []
    assert not re.search(
        r"\.\.(?!\.)|\w'\w| -- ", words.replace("25 дб..", "25 дб.")
    )  # of a footnote, inside a sentence


@pytest.mark.engine
@each("name", BRIEFS)
def test_an_edition_of_a_good_brief_has_no_findings(name):
    files = opened(name)
    job, *_ = plan(files, Selection(audiences=("analyst",))).jobs
    edition = Run()
    run_stages(job, Typesetter(files), edition)
    assert edition.findings == []
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as pdf:
        assert str(pdf.docinfo.Title)
        assert len(pdf.pages) >= 3
