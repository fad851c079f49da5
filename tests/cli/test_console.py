"""Printed text cannot control a terminal, whatever a file contains or is called; carets are under their characters."""

from __future__ import annotations

import json
import os
import re
import sys
from urllib.parse import unquote_to_bytes

import pytest

from briefing.cli import console
from briefing.cli.console import finding_lines, printable, width_of
from briefing.core.finding import Finding, Span
from briefing.review import reports
from tests.cases import each
from tests.command import brief
from tests.conftest import LEAST_BRIEF

HOSTILE = [
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b[8m",
    "\x9b31m",
    "\r",
    "\x08\x08",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u061c",
    "\u2028",
    "\x85",
    "\ufeff",
    "\udcff",
    "\x00",
    "\U000e0041",
]


def is_harmless(text: str) -> bool:
    return all(mark.isprintable() for line in text.split("\n") for mark in line)


@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
@pytest.mark.parametrize("place", ["what", "help", "file", "source"])
def test_no_part_of_a_finding_steers_the_terminal(typed, place, capsys):
    text = f"a{typed}b"
    parts = {"what": "w", "help": "m", "file": "f.yaml", "source": "s"} | {place: text}
    where = Span(parts["file"], 1, 1, 1, parts["source"])
    console.show_findings([Finding("BR111", parts["what"], where, parts["help"])])
    said = capsys.readouterr().err
    assert is_harmless(said)
    assert "a" in said and "b" in said and typed not in said


@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_nothing_that_is_said_steers_it(typed, capsys):
    console.say(f"wrote {typed}x")
    console.show_table([["a", f"b{typed}"], ["cc", "d"]])
    said = capsys.readouterr().out
    assert is_harmless(said)
    assert len(said.splitlines()) == 3


@pytest.mark.parametrize(
    "kept", ["نمی\u200cخواهم", "👩\u200d💻", "12\u202f500\xa0€", "Zu\xadsatz", "日本語", "e\u0301"]
)
def test_what_texts_need_is_printed_as_it_is(kept, capsys):
    console.say(kept)
    assert capsys.readouterr().out == f"{kept}\n"


@each(
    ("source", "column", "length", "at", "width"),
    [
        ("plain x here", 7, 1, 6, 1),
        ("日本語 x", 5, 1, 7, 1),
        ("日本語", 2, 2, 2, 4),
        ("cafe\u0301 x", 7, 1, 5, 1),
        ("e\u0301", 1, 2, 0, 1),
        ("\tx", 2, 1, 1, 1),
        ("ｆｕｌｌ x", 6, 1, 9, 1),
        ("한국 x", 4, 1, 5, 1),
        ("\u1112\u1161\u11ab x", 5, 1, 3, 1),
        ("a\u202eb", 3, 1, 2, 1),
        ("\u202eb", 1, 1, 0, 1),
        ("👍 x", 3, 1, 3, 1),
        ("x", 1, 99, 0, 1),
        ("x", 2, 1, 1, 1),
    ],
)
def test_the_caret_is_under_its_character(source, column, length, at, width):
    lines = list(finding_lines(Finding("BR111", "w", Span("f", 1, column, length, source))))
    caret = lines[2].partition("| ")[2]
    assert caret == " " * at + "^" * width
    assert width_of(printable(source)[: column - 1]) == at


def test_of_a_long_line_the_part_around_the_finding_is_shown():
    source = "日" * 500 + "!" + "本" * 500
    lines = list(finding_lines(Finding("BR111", "w", Span("f", 1, 501, 1, source))))
    shown, caret = (line.partition("| ")[2] for line in lines[1:3])
    assert width_of(shown[: shown.index("!")]) == caret.index("^")


@pytest.mark.process
@each("encoding", ["ascii", "latin-1", "utf-8", "cp1252"])
def test_a_stream_of_any_encoding_is_written(workspace, encoding):
    files = workspace(LEAST_BRIEF.replace("A first text.", "日本 {fact}"))
    done = brief("check", cwd=files.root, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert done.returncode == 1
    assert "bug" not in done.stderr and "[BR303]" in done.stderr


ODD_NAMES = [b"Brief\xff.yml", b"\xc0\xaf/brief.yml", b"a\nb/brief.yml", b"\x1b[31mred/brief.yml"]
ODD_NAMES += [
    name.encode() for name in ("\u202eabc/brief.yml", "NFC\u00e9/brief.yml", "NFCe\u0301/brief.yml")
]
ODD_NAMES += [b"a /brief.yml", b" /brief.yml", b"com1.yaml/brief.yml"]
ODD_NAMES += [
    name.encode() for name in ("con/brief.yml", "a%b:c,d/brief.yml", "-x/brief.yml", "🙂/brief.yml")
]


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_file_of_any_name_is_reported_in_every_form(workspace):
    root = workspace().root
    names = {b"content/" + name for name in ODD_NAMES}
    for name in names:
        path = root / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LEAST_BRIEF)
    for words, locale in (
        ("check", "C"),
        ("list", "C"),
        ("build", "C"),
        *((f"check --format {form}", "C") for form in ("json", "sarif", "github")),
        ("check", "C.UTF-8"),
        ("check --format sarif", "C.UTF-8"),
    ):
        env = {**os.environ, "LC_ALL": locale}
        done = brief(*words.split(), cwd=root, env=env)
        assert "bug" not in done.stderr and is_harmless(done.stderr + done.stdout)
        if words.endswith("json"):
            assert {os.fsencode(found["file"]) for found in json.loads(done.stdout)} == names
        if words.endswith("sarif"):
            results = json.loads(done.stdout)["runs"][0]["results"]
            source_map = (found["locations"][0]["physicalLocation"] for found in results)
            addresses = [place["artifactLocation"]["uri"] for place in source_map]
            assert all(re.fullmatch(r"[\w./%~-]+", address, re.ASCII) for address in addresses)
            assert {unquote_to_bytes(address) for address in addresses} == names
        if words.endswith("github"):
            assert done.stdout.count("\n") == len(names)


def test_json_has_escapes_for_what_cannot_be_seen_and_letters_as_they_are():
    text = reports.as_text({"a": "日本 é \u202e \udcff \x7f \U000e0041 😀"})
    assert text.isprintable() is False  # because of its line ends
    assert is_harmless(text)
    assert "日本 é" in text and "😀" in text
    assert json.loads(text) == {"a": "日本 é \u202e \udcff \x7f \U000e0041 😀"}


def test_a_message_quotes_set_text_without_marks_of_its_breaks():
    found = Finding("BR605", "'Annex\xa0A lines.\u2060a' moved", Span("brief.yaml"), "see 5\u202f%")
    first, *_, help = finding_lines(found)
    assert "'Annex A lines.a' moved" in first
    assert "see 5 %" in help
