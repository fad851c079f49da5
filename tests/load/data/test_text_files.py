"""Text files of data as spreadsheets, statistics programs and databases write them."""

from __future__ import annotations

import pytest

from tests.cases import each
from tests.load.data.gathering import gathered

FILES: dict[str, str | bytes] = {
    "a line for the delimiter": "sep=;\nTown;Rain\nÅ;12\nB;13\n",
    "a line for the delimiter in quotes": '"sep=,"\nTown,Rain\nÅ,12\nB,13\n',
    "semicolons": "Town;Rain\nÅ;12\nB;13\n",
    "tabs": "Town\tRain\nÅ\t12\nB\t13\n",
    "vertical bars": "Town|Rain\nÅ|12\nB|13\n",
    "Unicode text": "Town\tRain\r\nÅ\t12\r\nB\t13\r\n".encode("utf-16"),
    "big-endian Unicode text": b"\xfe\xff" + "Town\tRain\nÅ\t12\nB\t13\n".encode("utf-16-be"),
    "a byte order mark": b"\xef\xbb\xbf" + "Town,Rain\nÅ,12\nB,13\n".encode(),
    "line ends of old computers": "Town,Rain\rÅ,12\rB,13\r",
    "a title with commas": "Town;Rain\nÅ;12\nB;13\n",
    "delimiters in quotes": '"Town","Rain"\n"Å","12"\n"B","13"\n',
}


@each("name", FILES)
def test_a_text_file_is_read(tmp_path, name):
    found = gathered(tmp_path, FILES[name])
    assert (found.findings, found.header, found.rows) == ((), ["Town", "Rain"], [["Å", "12"], ["B", "13"]])


@pytest.mark.parametrize("name", ["x.tsv", "x.txt", "x.TAB"])
def test_other_names_of_text_files_are_known(tmp_path, name):
    assert gathered(tmp_path, "T\tR\nA\t1\n", name=name).rows == [["A", "1"]]


@pytest.mark.parametrize(
    ("encoding", "language", "guess", "word"),
    [
        ("cp1252", "en", "windows-1252", "Zürich"),
        ("cp1251", "ru", "windows-1251", "Омск"),
        ("cp1256", "ar", "windows-1256", "عمان"),
    ],
)
def test_another_encoding_is_reported_with_the_word_and_can_be_set(tmp_path, encoding, language, guess, word):
    content = f"T;R\nA;1\n{word};2\n".encode(encoding)
    found = gathered(tmp_path, content, language=language)
    column = next(at for at, sign in enumerate(word, 1) if not sign.isascii())
    assert found.places == [f"BR318 content/trial/x.csv:3:{column}"]
    assert f"'{word}'" in found.findings[0].help and f"`encoding: {guess}`" in found.findings[0].help
    fixed = gathered(tmp_path, content, f"encoding: {guess}", language=language)
    assert (fixed.findings, fixed.rows) == ((), [["A", "1"], [word, "2"]])


WRONG: dict[str, tuple[str | bytes, str]] = {
    "spaces between cells": ('"a" "b"\n"X" 21 6\n"Y" 22.8 4\n', "BR318 content/trial/x.csv:1:1"),
    "single quotation marks": ("'T','R'\n'A','1'\n'B','2'\n", "BR318 content/trial/x.csv:1:1"),
    "single quotation marks around texts": ("'T';'R'\n'A';1\n'B';2\n", "BR318 content/trial/x.csv:1:1"),
    "an open quote": ('T,R\nA,"1\n', "BR318 content/trial/x.csv:2"),
    "a mark of another direction": ("T,R\n\u202e2020,5\n", "BR118 content/trial/x.csv:2:1"),
    "binary data": ("T,R\nA,\0\n", "BR318 content/trial/brief.yaml:4:23"),
}


def test_apostrophes_and_quoted_words_are_texts(tmp_path):
    content = "T,R\n'A',1\n'tis,2\nL'Aquila,3\n"
    assert gathered(tmp_path, content).rows == [["'A'", "1"], ["'tis", "2"], ["L'Aquila", "3"]]


@each("name", WRONG)
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path, name):
    content, place = WRONG[name]
    assert gathered(tmp_path, content).places == [place]


@each(
    ("ending", "help"),
    [
        ("xls", "x.xlsx"),
        ("xlsm", "x.xlsx"),
        ("ods", "x.xlsx"),
        ("numbers", "x.xlsx"),
        ("dta", "export delimited"),
        ("sav", "CSV Data"),
        ("RDS", "write.csv"),
        ("parquet", "to_csv"),
        ("json", "CSV"),
        ("docx", "copy the table"),
        ("png", "copy the table"),
    ],
)
def test_other_formats_are_refused_with_the_way_to_save_them(tmp_path, ending, help):
    (finding,) = gathered(tmp_path, b"x", name=f"x.{ending}").findings
    assert (finding.code, str(finding.where)) == ("BR318", "content/trial/brief.yaml:4:23")
    assert f"x.{ending}" in finding.what and help in finding.help
