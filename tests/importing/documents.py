"""Realistic documents of several programs; their texts are those of the shipped briefs."""

from __future__ import annotations

from collections.abc import Sequence

from tests.importing.word_files import (
    EMF,
    GOOGLE_STYLES,
    LIBRE_STYLES,
    citation,
    comment,
    control,
    docx,
    endnote,
    field,
    link,
    mendeley,
    note,
    p,
    picture,
    png,
    t,
    table,
    text_box,
)

CORE = {"title": "", "creator": "Ada Example", "modified": "2026-11-23T10:00:00Z"}
RECORD = [
    ["Years", "Leap seconds"],
    ["1972–1979", "9"],
    ["1980–1989", "6"],
    ["1990–1999", "7"],
    ["2000–2009", "2"],
]
LIST = (
    "International Earth Rotation and Reference Systems Service (2026). leap-seconds.list, updated "
    "6 July 2026. "
    "https://hpiers.obspm.fr/iers/bul/bulc/ntp/leap-seconds.list"
)
RESOLUTION = (
    "Bureau International des Poids et Mesures (2022). Resolution 4 of the 27th CGPM, On the use and future "
    "development of UTC. https://www.bipm.org/en/cgpm-2022/resolution-4"
)
NEWS = (
    "Internet Assigned Numbers Authority (2026). News for the tz database, release 2026f. "
    "https://data.iana.org/time-zones/tzdb/NEWS"
)
WORK = {
    "id": "x/LIST",
    "type": "dataset",
    "title": "leap-seconds.list, updated 6 July 2026",
    "publisher": "International Earth Rotation and Reference Systems Service",
    "issued": {"date-parts": [[2026, 7, 6]]},
    "URL": "https://hpiers.obspm.fr/iers/bul/bulc/ntp/leap-seconds.list",
}
OTHER_WORK = {
    "id": "x/CGPM",
    "type": "report",
    "title": "Resolution 4 of the 27th CGPM, On the use and future development of UTC",
    "author": [{"literal": "Bureau International des Poids et Mesures"}],
    "issued": {"date-parts": [["2022", 11, 18]]},
    "URL": "https://www.bipm.org/en/cgpm-2022/resolution-4",
}
ITEM, OTHER_ITEM = (
    {"id": 1, "uris": ["u/1"], "itemData": WORK},
    {"id": 2, "uris": ["u/2"], "itemData": OTHER_WORK},
)


def word(image: bytes = b"") -> bytes:
    """A careful document of Word: styles, a numbered list of references, a note, comments, a table, a picture."""
    return docx(
        p("The leap second is ending, years before its deadline", style="Title"),
        p("What a UTC without steps asks of regulators, operators and owners of clocks", style="Subtitle"),
        p("Ada Example"),
        p("Contents", style="TOC1"),
        p("Key messages", style="Heading1"),
        p(
            "UTC has been stepped 27 times since 1972 to stay within 0.9 s of the turning Earth. [1]",
            style="ListParagraph",
            number=(1, 0),
        ),
        p("The steps do harm: they have broken services.", comment(1), style="ListParagraph", number=(1, 0)),
        p("Leap seconds tie atomic clocks to a turning Earth", style="Heading1"),
        p(
            "The world keeps time in two ways.",
            note(1),
            " Atomic clocks count seconds that hardly vary; ",
            t("the Earth", "i"),
            " turns in days that do [1, 2]. ",
            t("Of the three, only UTC steps.", "b"),
        ),
        p(
            "Its record is on ",
            link("rL1", "the list of the IERS"),
            ", in seconds of 10",
            t("9", "superscript"),
            " periods.",
        ),
        p("Table 1. Nine leap seconds fell in the 1970s, two in the 2000s", style="Caption"),
        table(RECORD, description="The number of leap seconds in each decade: 9, 6, 7 and 2."),
        p("Source: the list of the IERS"),
        p("What the draft names", style="Heading2"),
        p("The draft has two parts:", comment(2)),
        p("a start", number=(2, 0)),
        p("a limit", number=(2, 0)),
        p("of any size", number=(1, 1)),
        p("The text goes on."),
        p("an alarm", number=(2, 0)),
        p(picture("rP1", "A line that rises in steps from 1972 to 2017.")),
        p(
            "Figure ",
            field(" SEQ Figure \\* ARABIC ", "1"),
            ": UTC has fallen behind atomic time in 27 steps",
            style="Caption",
        ),
        p("Policy recommendations", style="Heading1"),
        p("Read the text adopted in October 2026.", number=(2, 0)),
        p("List every place that reads leap second tables.", number=(2, 0)),
        p("What happens next", style="Heading1"),
        p("Metrology has asked for a UTC without steps, and the tz database counts on one. [3]"),
        p("References", style="Heading1"),
        p(f"[1] {LIST}"),
        p(f"[2] {RESOLUTION}"),
        p(f"[3] {NEWS}"),
        notes=["Measured against the rotation of the Earth."],
        comments=[("Bo Sample", "Which services?"), ("", "Check the draft: is it final?")],
        links=["https://hpiers.obspm.fr/iers/bul/bulc/ntp/leap-seconds.list"],
        pictures={"image1.png": image or png()},
        core={**CORE, "keywords": "leap second; UTC"},
    )


def zotero() -> bytes:
    """Citations and a list of sources by Zotero, in fields that are split over runs."""
    return docx(
        p("The Earth no longer asks for leap seconds at a steady pace", style="Title"),
        p("Summary", style="Heading1"),
        p("Nine leap seconds fell in the 1970s, two in the 2000s, and none since 2016."),
        p("Highlights", style="Heading1"),
        p("All 27 leap seconds added a second.", number=(1, 0)),
        p("The record is short", style="Heading1"),
        p(
            "UTC began the year 1972 ten seconds behind TAI",
            field(
                f" ADDIN ZOTERO_ITEM CSL_CITATION {citation({**ITEM, 'locator': '12-14', 'label': 'page'})} ",
                "(“leap-seconds.list”",
                ", 2026, pp. 12–14)",
            ),
            ". The CGPM asked for a continuous UTC",
            field(
                f" ADDIN ZOTERO_ITEM CSL_CITATION {citation(OTHER_ITEM, ITEM)} ",
                "(BIPM, 2022; “leap-seconds.list”, 2026)",
            ),
            ".",
        ),
        p("Outlook", style="Heading1"),
        p("No leap second is announced for this December."),
        p("Bibliography", style="Heading1"),
        p(
            field(' ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY ', RESOLUTION),
            style="Bibliography",
        ),
        core=CORE,
    )


def cite(number: int, record: str = "", *, more: str = "", traits: str = "") -> str:
    """The XML of one work in a citation of EndNote."""
    return f"<Cite{traits}><RecNum>{number}</RecNum>{more}{record}</Cite>"


def record(number: int, kind: str, title: str, authors: Sequence[str], more: str) -> str:
    """The XML of a record of EndNote, whose texts have styles."""
    names = "".join(f"<author><style face='normal'>{one}</style></author>" for one in authors)
    return (
        f"<record><rec-number>{number}</rec-number><ref-type name='{kind}'>17</ref-type>"
        f"<contributors><authors>{names}</authors></contributors>"
        f"<titles><title>{title}</title></titles>{more}</record>"
    )


def endnote_fields() -> bytes:
    """Citations of EndNote: fields with records, one of them packed, and temporary ones of two records."""
    address = (
        "<urls><related-urls><url>https://www.bipm.org/en/cgpm-2022/resolution-4</url></related-urls></urls>"
    )
    resolution = record(
        *(7, "Report", "Resolution <style face='italic'>4</style> of the 27th CGPM"),
        *(["Bureau International des Poids et Mesures,"], f"<dates><year>2022</year></dates>{address}"),
    )
    article = record(
        *(12, "Journal Article", "A global timekeeping problem", ["Agnew, Duncan Carr"]),
        "<periodical><full-title>Nature</full-title></periodical><volume>628</volume><number>8007</number>"
        "<pages>333-336</pages><dates><year>2024</year></dates>"
        "<electronic-resource-num>10.1038/s41586-024-07170-0</electronic-resource-num>",
    )
    both = f"<EndNote>{cite(7, resolution)}{cite(12, article, more='<Pages>334-335</Pages>')}</EndNote>"
    named = cite(12, article, more="<Prefix>see </Prefix>", traits=' AuthorYear="1"')
    return docx(
        p("The Earth no longer asks for leap seconds", style="Title"),
        p("The record is short", style="Heading1"),
        p("The CGPM asked for a continuous UTC ", endnote(both, "(BIPM, 2022; Agnew, 2024)"), "."),
        p(endnote(f"<EndNote>{named}</EndNote>", "Agnew (2024)", is_packed=True), " expects a negative one."),
        p("The rate of the Earth has changed {Agnew, 2024 #12@333}."),
        p("Nobody has tried it {Lee, 2020 #31;Agnew, 2024 #12}, as others say."),
        p("Outlook", style="Heading1"),
        p("No leap second is announced."),
        p("References", style="Heading1"),
        p(field(" ADDIN EN.REFLIST ", RESOLUTION)),
        core=CORE,
    )


def endnote_without_records() -> bytes:
    """Citations of EndNote in a document without the travelling library: its list of references has the sources."""
    bare = cite(7, more="<Author>International</Author><Year>2026</Year>")
    return docx(
        p("Nine leap seconds fell in the 1970s", style="Title"),
        p("The record is short", style="Heading1"),
        p("The list says so ", endnote(f"<EndNote>{bare}</EndNote>", "(International, 2026)"), "."),
        p("The tz database has stopped {Internet, 2026 #9@2}."),
        p("Nobody has tried it ", endnote("<EndNote><Cite>", "(Lee, 2020)"), "."),
        p("Outlook", style="Heading1"),
        p("No leap second is announced."),
        p("References", style="Heading1"),
        p(field(" ADDIN EN.REFLIST ", LIST)),
        p(NEWS),
        core=CORE,
    )


def mendeley_cite() -> bytes:
    """Citations by Mendeley Cite and by Mendeley Desktop."""
    return docx(
        p("Clocks without steps", style="Heading1"),
        p("Rules that ask for UTC follow it", style="Heading2"),
        p(
            "A rule that asks for UTC follows UTC ",
            mendeley(citation(OTHER_ITEM), "(BIPM, 2022)"),
            "; old timestamps still need the past steps ",
            field(f" ADDIN CSL_CITATION {citation(ITEM)} ", "[1]"),
            ".",
        ),
        p("Key findings", style="Heading2"),
        p("Old timestamps still need the 27 past steps."),
        p("References", style="Heading2"),
        control("MENDELEY_BIBLIOGRAPHY", p(RESOLUTION)),
        core={**CORE, "title": "Clocks without steps"},
    )


def reviewed() -> bytes:
    """Tracked changes, a text box, an equation, a header, a picture that cannot be printed."""
    equation = (
        "<m:oMath><m:r><m:t>UT1</m:t></m:r><m:r><m:t>=</m:t></m:r><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e>"
        "<m:sup><m:r><m:t>−3</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    return docx(
        p("Three times, and which of them steps", style="Title"),
        p("Key points", style="Heading1"),
        p("Of the three, only UTC steps.", number=(1, 0)),
        p("UTC has the rate of TAI", style="Heading1"),
        p(
            "It differs from it by ",
            '<w:del w:id="1" w:author="Bo Sample"><w:r><w:delText>some </w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="Bo Sample">{t("whole ")}</w:ins>',
            "seconds, so that it can stay near UT1.",
        ),
        p(
            "The difference is ",
            equation,
            " s.",
            text_box(p(t("Definition", "b")), p("UT1 follows the rotation of the Earth.")),
        ),
        p(picture("rP1", "A drawing of the Earth.")),
        p("Outlook", style="Heading1"),
        p("UTC runs on without a step."),
        pictures={"image1.emf": EMF},
        header="For internal use",
        core=CORE,
    )


def libreoffice() -> bytes:
    """A Spanish document of LibreOffice: its names of styles, a caption above a table."""
    return docx(
        p("Rusia arma, entrena y apoya a\u00a0Venezuela", style="Title"),
        p("Ideas clave", style="Heading1"),
        p("Comprar armas rusas bajo Chávez cumplió dos fines.", number=(1, 0)),
        p("La venta de armas hizo de la afinidad una asociación", style="Heading1"),
        p("La relación empezó como un vínculo entre dos líderes.", style="TextBody"),
        p("Tabla 1: Los tipos de personal", style="Table"),
        table([["Tipo", "Tarea"], ["Asesores", "entrenar"], ["Técnicos", "mantener"]]),
        p("Lo que queda abierto", style="Heading2"),
        p("El artículo ve difícil prever el futuro (véase «Perspectivas»).", style="TextBody"),
        p("Perspectivas", style="Heading1"),
        p("Si el gobierno conserva el poder, es probable que la relación siga como antes.", style="TextBody"),
        styles=LIBRE_STYLES,
        core={**CORE, "language": "es-ES"},
        language="es-ES",
    )


def google() -> bytes:
    """A Russian document of Google Docs: direct formatting, no properties, each list its own numbering."""
    return docx(
        p(t("Россия вооружает, обучает и поддерживает Венесуэлу", "google"), style="Title"),
        p(t("Ключевые выводы", "google"), style="Heading1"),
        p(
            t("Оружие, обучение и поддержка связывают правительство Венесуэлы с Россией.", "google"),
            style="normal0",
            number=(1, 0),
        ),
        p(t("Будущее названо труднопредсказуемым.", "google"), style="normal0", number=(1, 0)),
        p(t("Оружие и обучение", "google"), style="Heading1"),
        p(
            t("Военное присутствие", "google", size="22"),
            t(" — в основном советники и техники.", "google", "i"),
            style="normal0",
        ),
        p(
            t("Они", "google"),
            t(" могут", "google", "b"),
            t(" противодействовать влиянию России.", "google"),
            style="normal0",
            number=(3, 0),
        ),
        p(t("Продолжат следить", "google"), style="normal0", number=(3, 0)),
        p(style="normal0"),
        p(t("Прогноз", "google"), style="Heading1"),
        p(t("Если правительство сохранит власть, отношения останутся прежними.", "google"), style="normal0"),
        styles=GOOGLE_STYLES,
        lists=("bullet", "decimal", "lowerLetter"),
        language="ru",
    )


def badly_styled() -> bytes:
    """No styles: bold headings in large letters, typed bullets and numbers, a table made with tabs."""
    return docx(
        p(t("Smearing the leap second", "b", size="36")),
        p("by Ada Example"),
        p("23 November 2026"),
        p(t("KEY POINTS", "b", size="28")),
        p("• The steps do harm."),
        p("• A negative leap second has never been tried."),
        p(t("The record in five years", "b", size="28")),
        p("The seconds did not come evenly."),
        p("Years\tLeap seconds"),
        p("1972–1976\t5"),
        p("1977–1981\t4"),
        p("1) Nine fell in the 1970s."),
        p("2) Two fell in the 2000s."),
        p(t("Recommendations:", "b", size="28").replace("Recommendations:", "Recommendations")),
        p("Retire smearing together with peers and suppliers."),
        p("Let no service stop only because its list has passed its expiry date."),
        p(t("The way ahead", "b", size="28")),
        p("The start is put off, or the Earth slows."),
        styles={},
    )


def without_headings() -> bytes:
    """Plain paragraphs with characters that mean something in a brief."""
    return docx(
        p(
            "Nobody has ever taken a second out. "
            "The draft of 2026 recalls that a negative leap second has not been applied before."
        ),
        p(
            "1986. That was the year: {leap-count} of 5*3 *words* in [brackets], a_b_c, ~5 s, x^2, $5 and # 3 "
            "| 4 <b> `code` \\ end."
        ),
        p(
            "- 30 % is one chance, and another positive one has 50 %, as the committee sees them: "
            "nothing in this line is a list."
        ),
        core={**CORE, "title": "A negative leap second"},
    )


def author_year() -> bytes:
    """Citations by author and year, superscripts that are no citations, an annex, and thanks."""
    return docx(
        p("Rules that ask for UTC follow it", style="Title"),
        p("Executive summary", style="Heading1"),
        p("UTC was to lose its leap second by 2035."),
        p("Old timestamps still need the past steps.", number=(1, 0)),
        p("No rule needs rewording.", number=(1, 0)),
        p("1. Rules", style="Heading1"),
        p(
            "Rules follow UTC (Bureau, 2022, p. 2; see International, 2026) on 20 m",
            t("2", "superscript"),
            ". Others (Nobody, 1999) do not.",
        ),
        p("2. Looking ahead", style="Heading1"),
        p("UTC runs on."),
        p("It stays at 37 s."),
        p("Annex A: The record", style="Heading1"),
        p("All 27 leap seconds added a second."),
        p("Acknowledgments", style="Heading1"),
        p("We thank the keepers of the tz database."),
        p("Works cited", style="Heading1"),
        p(RESOLUTION, number=(1, 0)),
        p(LIST, number=(1, 0)),
        p(NEWS, number=(1, 0)),
        core=CORE,
    )


MARKDOWN = """\
---
title: "Smears: a cure that moves clocks off UTC"
author: [Ada Example, Bo Sample]
date: 2026-11-23
lang: en
---

# Key takeaways

- UTC was stepped 27 times, and *not once* in 10 years.[^steps]
- The steps break services.

# The cure moves clocks

Large operators are up to **half a second** away from UTC; a clock runs slow by 11.6 ppm.

| Operator | Length of the smear |
|----------|---------------------|
| Google   | 24 hours            |

1. Nine fell in the 1970s.
   - Two fell in the 2000s.

> Of the three, only UTC steps.

![A line in steps](figures/steps.png)

# Outlook

UTC runs on without a step.

[^steps]: Since 1972, all of them *added*.
"""

PASTED = """\
<html lang="en"><head><title>Three times</title><style>p {color: red}</style></head><body>
<b style="font-weight:normal" id="docs-internal-guid-1">
<h1 dir="ltr"><span style="font-weight:400">Three times, and which of them steps</span></h1>
<h2><span>Key points</span></h2>
<ul><li><p><span>Of the three, </span><span style="font-weight:700">only UTC</span><span> steps.</span></p></li>
<li><p>UT1 follows the rotation of the Earth.</p></li><ul><li><p>It is data of any size.</p></li></ul></ul>
<h2>UTC has the rate of TAI</h2>
<p class="MsoNormal">It differs from it by whole seconds<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>, see
<a href="https://www.bipm.org/en/cgpm-2022/resolution-4">Resolution&nbsp;4</a>.</p>
<table><tr><td><p><b>Time</b></p></td><td><p><b>Steps</b></p></td></tr><tr><td><p>TAI</p></td><td><p>no</p></td></tr></table>
<p>See <img src="https://example.org/clock.png" alt="A clock"></p>
<h2>Outlook</h2><p>UTC runs on.</p>
<div><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> So that it can stay near UT1.</p></div></div>
</b></body></html>
"""

DOCUMENTS = {
    "word.docx": word,
    "zotero.docx": zotero,
    "mendeley.docx": mendeley_cite,
    "endnote.docx": endnote_fields,
    "endnote-bare.docx": endnote_without_records,
    "reviewed.docx": reviewed,
    "libreoffice.docx": libreoffice,
    "google.docx": google,
    "badly-styled.docx": badly_styled,
    "without-headings.docx": without_headings,
    "author-year.docx": author_year,
    "markdown.md": MARKDOWN.encode,
    "pasted.html": PASTED.encode,
}
