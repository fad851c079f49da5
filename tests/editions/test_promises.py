"""Guarantees for every edition of every shipped brief: reading order, metadata, and reproducible bytes."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from difflib import SequenceMatcher
from html import unescape
from itertools import pairwise

import pikepdf
import pytest

from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.structure.standards import Standard
from briefing.typeset.layout import Typesetter, export
from tests.cases import each
from tests.conftest import ROOT
from tests.editions.shipped import ALL, NAMES, OF_EACH_LANGUAGE, built, jobs, opened_pdf, pdf_of, tags_of

pytestmark = pytest.mark.engine


@pytest.fixture(params=ALL)
def name(request) -> str:
    return request.param


def test_all_planned_editions_are_tested():
    assert tuple(jobs()) == ALL
    assert len(ALL) >= 10


EACH = pytest.mark.parametrize(
    ("name", "standard"), [(name, standard) for standard, names in NAMES.items() for name in names]
)


@EACH
def test_the_words_of_the_tags_are_the_words_of_the_html(name, standard):
    read = tags_of(name, standard).words
    written = list(built(name).words)
    assert len(written) > 250
    assert _differences(written, read) == []


def _differences(written: list[str], read: list[str]) -> list[tuple[str, str]]:
    found = SequenceMatcher(None, written, read, autojunk=False).get_opcodes()
    return [(" ".join(written[a:b]), " ".join(read[c:d])) for kind, a, b, c, d in found if kind != "equal"]


@EACH
def test_the_tags_conform_to_the_standard(name, standard):
    root = tags_of(name, standard)
    assert root.type == "Document"
    levels = [int(tag.type[1]) for tag in root.walk() if re.fullmatch("H[1-6]", tag.type)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for item in root.of("LI"):
        assert {kid.type for kid in item.kids} <= {"Lbl", "LBody"}
    for figure in root.of("Figure"):
        assert str(figure.object.Alt).strip()
        left, bottom, right, top = (float(edge) for edge in figure.attribute("/BBox"))
        assert 0 <= left < right <= 620 and 0 <= bottom < top <= 850
    ids = {str(tag.object.ID) for tag in root.walk() if "/ID" in tag.object}
    for table in root.of("Table"):
        assert all(head.attribute("/Scope") is not None for head in table.of("TH"))
        cells = table.of("TD")
        assert cells and all({str(name) for name in cell.attribute("/Headers")} <= ids for cell in cells)
    assert not ids or "/IDTree" in opened_pdf(name, standard).Root.StructTreeRoot


@EACH
def test_every_link_is_one_and_says_where_it_leads(name, standard):
    links = tags_of(name, standard).of("Link")
    tagged = [kid for link in links for kid in link.kids if isinstance(kid, pikepdf.Dictionary)]
    on_pages = [
        annotation for page in opened_pdf(name, standard).pages for annotation in page.get("/Annots", ())
    ]
    assert {annotation.objgen for annotation in tagged} == {annotation.objgen for annotation in on_pages}
    assert all(str(annotation.Contents).strip() for annotation in tagged)
    assert all(link.text or str(link.object.get("/Alt", "")).strip() for link in links)
    assert not any(str(annotation.Contents).startswith("source:") for annotation in tagged)
    areas = [[float(edge) for edge in annotation.Rect] for annotation in tagged]
    assert all(abs(right - left) > 1 and abs(top - bottom) > 5 for left, bottom, right, top in areas)


@EACH
def test_it_has_a_title_a_language_and_an_order_of_tabs(name, standard):
    job = jobs()[name]
    with pikepdf.open(io.BytesIO(pdf_of(name, standard))) as pdf:
        assert str(pdf.Root.Lang) == job.edition.language
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert all(str(page.Tabs) == "/S" for page in pdf.pages)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == unescape(
                re.search("<title>(.*)</title>", built(name).page.html)[1]
            )
            assert metadata["dc:language"] == {job.edition.language}
            assert metadata["xmp:CreateDate"] == job.brief.date.isoformat()
            assert metadata["pdfuaid:part"] == ("2" if standard is Standard.UA2 else "1")
            assert metadata["pdfaid:part"] == ("4" if standard is Standard.UA2 else "3")
        assert pdf.pdf_version == standard.version


def test_headers_and_footers_are_artifacts(name):
    with pikepdf.open(io.BytesIO(pdf_of(name, Standard.UA1))) as pdf:
        for page in pdf.pages:
            marks = [
                operands[1]
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and str(operands[0]) == "/Artifact"
            ]
            assert any(mark.get("/Subtype") == "/Footer" for mark in marks)


@EACH
def test_no_space_is_copied_as_another_character(name, standard):
    with pikepdf.open(io.BytesIO(pdf_of(name, standard))) as pdf:
        cmaps = {font.ToUnicode.read_bytes() for page in pdf.pages for font in page.Resources.Font.values()}
    assert cmaps and not any(b"<00a0>" in cmap.lower() for cmap in cmaps)


@each("name", OF_EACH_LANGUAGE.values())
def test_the_same_bytes_come_from_another_folder(name, tmp_path):
    shutil.copytree(ROOT / "content", tmp_path / "content")
    files, edition = open_files(tmp_path), jobs()[name].edition
    (job,) = plan(files, Selection((edition.brief,), (edition.audience,), (edition.language,))).jobs
    again = Run()
    run_stages(job, Typesetter(files), again)
    assert again.pdf.content == pdf_of(name, Standard.UA1)
    assert export(again.sheets, Standard.UA2).content == pdf_of(name, Standard.UA2)


@pytest.mark.parametrize("standard", Standard)
def test_the_bytes_are_those_of_another_user_elsewhere_at_another_time(standard, tmp_path):
    """Another folder, home, time zone, language and hash seed, and no system font configuration."""
    name = "venezuela-russia-policymaker-en"
    shutil.copytree(ROOT / "content", tmp_path / "elsewhere/content")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "FONTCONFIG_FILE": os.devnull,
        "FONTCONFIG_PATH": str(tmp_path),
    }
    command = [sys.executable, "-m", "briefing", "build", "venezuela-russia", "-a", "policymaker"]
    folder = tmp_path / "elsewhere"
    subprocess.run(
        [*command, "--pdf", standard], cwd=folder, env=environment, check=True, capture_output=True
    )
    assert (folder / f"out/{name}.pdf").read_bytes() == pdf_of(name, standard)
