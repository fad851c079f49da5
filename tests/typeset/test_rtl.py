"""A complete brief in Arabic: the positions of things on its pages, read from the PDF. Its workspace is in rtl/."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from ctypes import byref, c_uint
from pathlib import Path
from unicodedata import normalize

import pikepdf
import pypdfium2
import pypdfium2.raw
import pytest

from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF, ROOT
from tests.typeset.readback import Tag, read_tags

pytestmark = pytest.mark.engine

FOLDER = Path(__file__).parent / "rtl"
MM = 72 / 25.4
WIDTH = 210 * MM
START, END = WIDTH - 20 * MM, 18 * MM
"""The edges of the text: the wider margin is at the start of a line."""
COLUMN = START - 50 * MM
"""The beginning of the text column; headings are to the right of it."""
STRIP = 54 * MM
ACCENT = (0x9A, 0x33, 0x24)


@pytest.fixture(scope="module")
def edition() -> Run:
    files = Files(FOLDER, shipped_root())
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    return result


@pytest.fixture(scope="module")
def pages(edition):
    document = pypdfium2.PdfDocument(edition.pdf.content)
    yield [document[number] for number in range(len(document))]
    document.close()


def boxes(page, words: str) -> list[tuple[float, float, float, float]]:
    """Return the edges of each occurrence of some words: left, bottom, right, top."""
    text = page.get_textpage()
    search, found = text.search(words), []
    while place := search.get_next():
        signs = [text.get_charbox(place[0] + offset) for offset in range(place[1])]
        lefts, bottoms, rights, tops = zip(*signs, strict=True)
        found.append((min(lefts), min(bottoms), max(rights), max(tops)))
    return found


def first(page, words: str) -> tuple[float, float, float, float]:
    found = boxes(page, words)
    assert found, words
    return found[0]


def drawn(page) -> list[tuple[float, float, float, float]]:
    """Return the bounds of everything drawn that is not text."""
    path = pypdfium2.raw.FPDF_PAGEOBJ_PATH
    return [item.get_bounds() for item in page.get_objects() if item.type == path]


def filled(page, colour: tuple[int, int, int]) -> list[tuple[float, float, float, float]]:
    """Return the bounds of everything drawn that is filled with a colour in sRGB."""
    raw, found = pypdfium2.raw, []
    for item in page.get_objects():
        values = [c_uint() for _ in range(4)]
        if item.type == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetFillColor(item, *map(byref, values)):
            found += [item.get_bounds()] if tuple(one.value for one in values[:3]) == colour else []
    return found


def test_it_has_no_findings_and_says_its_direction(edition):
    assert edition.findings == []
    assert re.search(r'<html lang="ar" dir="rtl">', edition.page.html)
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as pdf:
        assert str(pdf.Root.Lang) == "ar"


def test_only_the_fonts_of_the_language_are_embedded_besides_ours(edition):
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as pdf:
        names = {
            str(font.BaseFont).partition("+")[2]
            for page in pdf.pages
            for font in page.Resources.Font.values()
        }
    assert {name.partition("-Bold")[0] for name in names} == {"Brief-Text", "Brief-Display", "Brief-Arabic"}


def test_the_grid_is_mirrored(pages):
    page = pages[0]
    assert first(page, "تربط")[0] > COLUMN  # the heading of a section
    assert first(page, "تربط")[2] == pytest.approx(START, abs=1.5)
    assert COLUMN - 2 < first(page, "يقيس")[2] + 1.5 < COLUMN + 2  # the first line of its text
    tint = max((box for box in drawn(page) if box[3] - box[1] > 60), key=lambda box: box[2] - box[0])
    assert tint[0] == pytest.approx(END, abs=0.5) and tint[2] == pytest.approx(START, abs=0.5)


def test_the_rule_of_a_quotation_and_the_bullets_are_at_the_right(pages):
    page = pages[0]
    _, bottom, right, top = first(page, "الصحيح")
    rule = next(box for box in drawn(page) if box[1] < (bottom + top) / 2 < box[3] and box[3] - box[1] < 20)
    assert right < rule[2] == pytest.approx(COLUMN, abs=0.5)
    picture = page.render(scale=4).to_pil().convert("L")
    height = round((WIDTH * 297 / 210 - (bottom + top) / 2) * 4)
    ends = [
        picture.crop((round(x * 4) - 4, height, round(x * 4) + 4, height + 1)) for x in (rule[0], rule[2])
    ]
    assert [min(end.tobytes()) < 230 for end in ends] == [False, True], "a rule at the right alone"
    bullets = boxes(page, "■")
    assert len(bullets) == 3
    for left, bottom, right, _ in bullets:
        assert COLUMN - 4 < right <= COLUMN
        line = [
            box for words in ("عُدِّل", "لم", "لا") for box in boxes(page, words) if abs(box[1] - bottom) < 8
        ]
        assert all(box[2] < left for box in line)


def test_latin_names_and_figures_keep_their_order_within_the_line(pages):
    page = pages[0]
    name, rest = first(page, "International"), first(page, "Rotation")
    begins = next(box for box in boxes(page, "وتقرر") if abs(box[1] - name[1]) < 5)
    assert name[0] < rest[0] < rest[2] < begins[0], "within a line to the left"
    text = page.get_textpage()
    assert "1972" in text.get_text_range() and "2791" not in text.get_text_range()
    digits = text.search("2035").get_next()
    lefts = [text.get_charbox(digits[0] + offset)[0] for offset in range(4)]
    assert lefts == sorted(lefts)


def test_the_first_column_of_a_table_is_at_the_right(pages):
    page = pages[1]
    year, june, december = (first(page, words) for words in ("1977", "11", "16"))
    assert COLUMN - 2 < year[2] <= COLUMN + 1
    assert december[2] < june[0] < june[2] < year[0]


def test_the_strip_of_likelihood_runs_from_right_to_left(pages):
    page = pages[2]
    zero, half, full = (
        next(box for box in boxes(page, words) if abs(box[1] - first(page, "100%")[1]) < 1)
        for words in ("0", "50", "100%")
    )
    start = max(box[2] for box in boxes(page, "0") if abs(box[1] - zero[1]) < 1)
    assert full[2] < half[0] < half[2] < start
    bands = [box for box in filled(page, ACCENT) if 12 < box[3] - box[1] < 13]
    ranges = [((start - right) / STRIP * 100, (start - left) / STRIP * 100) for left, _, right, _ in bands]
    assert [(round(low), round(high)) for low, high in ranges] == [
        (pytest.approx(low, abs=2), pytest.approx(high, abs=2)) for low, high in ((80, 95), (5, 20), (1, 5))
    ]


def test_header_and_footer_are_mirrored(pages):
    for number, page in enumerate(pages):
        foot = [box for box in boxes(page, "Briefwright") if box[1] < 21 * MM]
        assert foot[0][2] == pytest.approx(START, abs=1.5)
        left = page.get_textpage().get_text_bounded(0, 0, 40 * MM, 20 * MM)
        assert str(number + 1) in left
    assert boxes(pages[1], "موعدها")[0][0] > WIDTH / 2, "the title at the right"
    assert boxes(pages[1], "المعايير")[0][2] < WIDTH / 2, "the series at the left"


SIGNS = re.compile("[\u064b-\u0652]")
WORDS = re.compile("[ء-ي][ء-ي\u064b-\u0652]+")
UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2060"))


def words_in(text: str) -> set[str]:
    """Return the Arabic words of a text; the order of the vowel signs of a letter has no meaning."""
    return set(WORDS.findall(normalize("NFC", text)))


@pytest.fixture(scope="module")
def words(edition) -> set[str]:
    """The Arabic words of the page with their vowel signs, as they are typed."""
    markup = re.sub(r"<(style|script|svg|title)\b.*?</\1>", " ", edition.page.html, flags=re.DOTALL)
    body = markup[markup.index("<body") :]
    text = re.sub(r"</?(?:span|a|bdi|em|strong)\b[^>]*>", "", body).translate(UNSEEN)
    found = words_in(re.sub("<[^>]*>", " ", text))
    assert len(found) > 250 and len([word for word in found if re.search("[\u064b-\u0652]", word)]) > 30
    return found


def test_pdfium_finds_every_word_with_its_vowel_signs(pages, words):
    said = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert words - words_in(said) == set()


@pytest.mark.process
def test_poppler_finds_every_word_with_its_vowel_signs(edition, words, tmp_path):
    if not (program := shutil.which("pdftotext")):
        pytest.skip("Poppler is not installed")
    (tmp_path / "edition.pdf").write_bytes(edition.pdf.content)
    read = subprocess.run(
        [program, "-enc", "UTF-8", tmp_path / "edition.pdf", "-"], capture_output=True, check=True
    )
    assert words - words_in(read.stdout.decode()) == set()


PDFJS = ROOT / ".venv/pdfjs/node_modules/pdfjs-dist/legacy/build/pdf.mjs"
"""The file of PDF.js that `make test` installs, where npm is available."""

READ_WITH_PDFJS = """
globalThis.DOMMatrix = class {}  // for painting only
const [library, file] = process.argv.slice(1)
const { getDocument } = await import(library)
const { readFileSync } = await import("node:fs")
const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent({ disableNormalization: true })
  console.log(items.map(item => item.str + (item.hasEOL ? "\\n" : "")).join(""))
}
"""
"""A program for Node.js that prints the text in which PDF.js searches."""


@pytest.mark.process
def test_pdfjs_finds_every_word_and_the_vowel_signs_inside_it(edition, words, tmp_path):
    if not (program := shutil.which("node")) or not PDFJS.is_file():
        pytest.skip("PDF.js or Node.js is not installed")
    path = tmp_path / "edition.pdf"
    path.write_bytes(edition.pdf.content)
    command = [program, "--input-type=module", "-e", READ_WITH_PDFJS, PDFJS.as_uri(), path]
    read = subprocess.run(command, capture_output=True, check=True)
    text = normalize("NFC", read.stdout.decode())
    missing = {word for word in words if word not in text}
    assert all(SIGNS.match(word[-1]) for word in missing), (
        "before a space, PDF.js parts the last sign of a word"
    )
    assert {word for word in missing if SIGNS.sub("", word) not in SIGNS.sub("", text)} == set()


def test_the_tags_have_the_words_in_reading_order(edition, words):
    """The text is that of an element around the owner of the glyphs, which MuPDF does not turn."""
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as pdf:
        said = [str(tag.object.ActualText) for tag in read_tags(pdf).walk() if "/ActualText" in tag.object]
        owners = [tag for tag in read_tags(pdf).walk() if "/ActualText" in tag.object]
        assert all(isinstance(kid, Tag) for tag in owners for kid in tag.kids if tag.text.strip())
    found = words_in(" ".join(said))
    assert len(words - found) < 0.05 * len(words)


def in_arabic(workspace, text: str, *others: str) -> pypdfium2.PdfDocument:
    """Return the edition of a short brief in Arabic."""
    brief = LEAST_BRIEF.replace("A first text.", text) + "".join(("language: ar\n", *others))
    files = workspace(brief)
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    return pypdfium2.PdfDocument(result.pdf.content)


def test_an_address_is_set_from_left_to_right_as_a_whole(workspace):
    source = 'sources: {a: {title: سجل المحطة, date: 2026, url: "https://example.org/log"}}\n'
    with in_arabic(workspace, "'نص. [@a]'", source) as document:
        (host,), (rest,) = boxes(document[0], "https://example.org/"), boxes(document[0], "log")
    assert host[2] <= rest[0] < host[2] + 2
    assert host[1] == pytest.approx(rest[1], abs=4)


def test_an_exhibit_that_moves_to_the_next_page_keeps_the_mirrored_grid(workspace):
    lines = "\n\n".join(["      فقرة من سطر واحد."] * 26)
    more = "\n\n".join(["          فقرة بعد ذلك."] * 20)
    table = "      - table: {float: page, title: عنوان, alt: صفوف, data: [[اسم, قيمة]"
    table += "".join(f", [صف, {number}]" for number in range(12)) + "]}\n"
    text = f"|\n{lines}\n    blocks:\n{table}      - text: |\n{more}"
    with in_arabic(workspace, text) as document:
        assert not boxes(document[0], "عنوان"), "it does not fit"
        assert boxes(document[0], "بعد"), "the text after it fills the page"
        caption, value = first(document[1], "عنوان"), first(document[1], "قيمة")
        bottom_of_text = max(box[3] for box in boxes(document[1], "بعد"))
    assert bottom_of_text < caption[1]
    assert caption[2] < COLUMN + 2 and value[2] < caption[2]
