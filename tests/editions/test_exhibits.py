"""Exhibits on laid-out pages: unbroken where they fit, else with repeated headers, and with their data attached."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from briefing.core.errors import ContentError
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each

pytestmark = pytest.mark.engine

HEAD = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
outlook: It goes on.
audiences: {policymaker: {pages: 20}}
sources: {a: {title: A source, publisher: An office, date: 2020}}
sections:
  - id: one
    title: A heading asserts
    text: |
"""
FILLER = "      Filler line.\n\n"


def build(files) -> Run:
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    assert {finding.code for finding in result.findings} <= {"BR604"}, "a last page may hold a few lines"
    return result


def pages_of(result: Run) -> list[str]:
    document = pypdfium2.PdfDocument(result.pdf.content)
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return pages


TABLE = """\
    blocks:
      - table:
          title: Rows of a table
          alt: Ten rows
          data:
            - [Name, Value]
{rows}
          note: The note.
          source: a
"""


@each("lines", [20, 23, 26, 29])
def test_a_table_that_fits_on_a_page_is_never_cut(workspace, lines):
    rows = "\n".join(f"            - [row-{number}, {number}]" for number in range(10))
    pages = pages_of(build(workspace(HEAD + FILLER * lines + TABLE.format(rows=rows))))
    wanted = ["Table 1", *(f"row-{number}" for number in range(10)), "The note.", "An office, 2020"]
    homes = {next(index for index, page in enumerate(pages) if words in page) for words in wanted}
    assert len(homes) == 1


LONG_WORDS = "words that need the whole width of the column of text"


def test_a_long_table_continues_with_its_header_repeated(workspace):
    rows = "\n".join(f"            - [row-{number:03} {LONG_WORDS}, {number}]" for number in range(100))
    pages = pages_of(build(workspace(HEAD + FILLER * 8 + TABLE.format(rows=rows))))
    with_rows = [page for page in pages if "row-" in page]
    assert len(with_rows) >= 3
    assert all(page.count("Value") == 1 for page in with_rows)
    assert with_rows[0].count("Table 1") == 1
    assert "row-000" in with_rows[0], "it begins where there is space, not on a separate page"
    assert sum(page.count(f"row-{number:03}") for page in pages for number in range(100)) == 100


def test_a_long_and_narrow_table_is_set_in_columns_and_stays_one_table(workspace):
    rows = "\n".join(f"            - [row-{number:03}, {number}]" for number in range(60))
    result = build(workspace(HEAD + FILLER * 4 + TABLE.format(rows=rows)))
    (page,) = [page for page in pages_of(result) if "row-" in page]
    assert page.count("Value") >= 3, "a header over each column"
    assert sum(page.count(f"row-{number:03}") for number in range(60)) == 60
    with pikepdf.open(io.BytesIO(result.pdf.content)) as pdf:
        kinds = [
            str(item.get("/S"))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item
        ]
    assert [kinds.count(kind) for kind in ("/Table", "/THead", "/TR")] == [1, 1, 61]


CHART = """\
    blocks:
      - chart:
          id: heat
          kind: line
          title: Heat "rose"
          alt: A line that rises from 1 to 2
          data: data/heat.csv
          only: [policymaker]
"""


def test_the_data_of_a_chart_goes_with_the_edition(workspace):
    data = "Year,Heat\n2000,1\n2010,2\n"
    files = workspace(HEAD + FILLER + CHART, {"content/trial/data/heat.csv": data})
    result = build(files)
    with pikepdf.open(io.BytesIO(result.pdf.content)) as pdf:
        assert list(pdf.attachments) == ["brief.yaml", "figure-1.csv"]
        attached = pdf.attachments["figure-1.csv"]
        assert attached.description == "Figure\u00a01: Heat “rose”"
        file = attached.get_file()
        assert file.read_bytes().decode().replace("\r\n", "\n") == data
        assert file.mime_type == "text/csv"
        assert file.creation_date.date().isoformat() == "2026-11-22"
    assert build(files).pdf.content == result.pdf.content


def test_the_alternative_text_reaches_the_tags(workspace):
    data = "Year,Heat\n2000,1\n2010,2\n"
    result = build(workspace(HEAD + FILLER + CHART, {"content/trial/data/heat.csv": data}))
    with pikepdf.open(io.BytesIO(result.pdf.content)) as pdf:
        figures = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert figures == ["A line that rises from 1 to 2"]


AUDIENCE = "label: Press\nparts: [title, key-points, sections]\n"


def test_a_reference_to_what_an_edition_lacks_stops_it(workspace):
    brief = (HEAD + FILLER + CHART).replace(
        "The first point.", '"See [](#heat), [the chart](#heat), [](#one)."'
    )
    files = workspace(
        brief,
        {
            "content/trial/data/heat.csv": "Year,Heat\n2000,1\n2010,2\n",
            "templates/audiences/press/audience.yaml": AUDIENCE,
        },
    )
    assert "See Figure 1, the chart, A heading asserts." in pages_of(build(files))[0]
    (job,) = plan(files, Selection(audiences=("press",))).jobs
    with pytest.raises(ContentError) as stopped:
        run_stages(job, Typesetter(files), Run())
    found = [(f.code, f.where.line, f.where.column) for f in stopped.value.findings]
    assert found == [("BR314", 3, 21)]


LONG_TITLE = (
    "Ministries plan investment in pipes, pumps and wells across all regions "
    "before the new law enters into force"
)


@each("lines", range(22, 29))
def test_a_tall_heading_goes_to_the_next_page_with_its_text(workspace, lines):
    text = "      " + "This sentence of the body is long enough to fill its line in the column. " * 9
    brief = f"{HEAD}{FILLER * lines}  - title: {LONG_TITLE}\n    text: |\n{text}\n"
    pages = pages_of(build(workspace(brief)))
    home = next(page for page in pages if "Ministries plan" in page)
    assert "enters into" in home
    assert "This sentence" in home


@pytest.mark.parametrize("words", [1, 5, 40])
def test_a_tall_heading_has_space_next_to_a_short_text(workspace, words):
    title = "Тариф не покрывает содержания и ремонта водопроводных сетей"
    brief = f"language: ru\n{HEAD}      Текст.\n  - title: {title}\n    text: {'вода ' * words}\n"
    build(workspace(brief + "  - {title: Следующий раздел, text: Текст.}\n"))


TIMELINE = """\
    blocks:
      - timeline:
          title: What happened when
          alt: Two events
          source: a
          entries:
            - {date: "1967", text: Alpha is an event}
            - {date: "2022-11-18", text: Omega is an event}
"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_dates_of_a_timeline_end_at_one_line_and_the_texts_begin_after_it(workspace, language):
    content = build(workspace(f"language: {language}\n" + HEAD + FILLER + TIMELINE)).pdf.content
    document = pypdfium2.PdfDocument(content)
    page = document[0].get_textpage()
    dates = [box_of(page, words) for words in ("1967", "2022")]
    texts = [box_of(page, words) for words in ("Alpha", "Omega")]
    document.close()
    if language == "en":
        assert texts[0][0] == pytest.approx(texts[1][0], abs=1)
        assert dates[0][2] == pytest.approx(dates[1][2], abs=2)
        assert max(right for _, _, right, _ in dates) < min(left for left, *_ in texts)
    else:
        assert min(left for left, *_ in dates) > max(right for _, _, right, _ in texts)


def box_of(page, words: str) -> tuple[float, float, float, float]:
    """Return the place of words on a page: left, bottom, right, top."""
    index, count = page.search(words).get_next()
    boxes = [page.get_charbox(place) for place in range(index, index + count)]
    return boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]
