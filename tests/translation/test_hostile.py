"""Hostile and damaged files of translators are refused within limits: nothing is written, and nothing else is read."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.core.errors import BriefingError
from briefing.files.guarded_writing import Refusal
from briefing.translation import filling
from briefing.translation.import_file import import_translation, read_returned
from briefing.translation.placeholders import canonical
from briefing.translation.po import read_po_file
from briefing.translation.returned import LIMIT, Reference
from briefing.translation.xliff import read_xliff
from tests.cases import each
from tests.fuzz import FACTOR
from tests.translation.briefs import BRIEF, SPANISH
from tests.translation.rounds import exported, translated, units_in

FILE = "content/trial/brief.es.yaml"
HEAD = '<xliff version="1.2"><file original="content/trial/brief.yaml" source-language="en" target-language="es"><body>'
TAIL = "</body></file></xliff>"
UNIT = '<trans-unit id="outlook.summary"><source>It goes on.</source><target>{}</target></trans-unit>'


def xliff(target: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>\n{before}{HEAD}{UNIT.format(target)}{TAIL}'.encode()


def refusal(content: bytes, name: str = "back.xliff"):
    read = read_po_file if name.endswith(".po") else read_xliff
    with pytest.raises(BriefingError) as caught:
        read(content, name)
    (finding,) = caught.value.findings
    assert finding.code == "BR831" and finding.where.file == name
    return finding


BOMB = '<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@each(
    ("content", "words", "line"),
    [
        (xliff("&x;", '<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "document type", 2),
        (xliff("&j;", f"{BOMB}]>"), "document type", 2),
        (xliff("&x;", '<!DOCTYPE xliff SYSTEM "https://example.org/x.dtd">'), "document type", 2),
        (xliff("&undeclared;"), "not XML", 2),
        (xliff("<g>" * 5000 + "</g>" * 5000), "not XML", 2),
        (xliff("x")[:-20], "not XML", 2),
        (b"\xff\xfe\x00", "UTF-8", 0),
        (b"\x80abc", "UTF-8", 0),
        (b"", "not XML", 0),
        (b"<html/>", "first element is 'html'", 1),
        (b'<xliff version="1.2"/>', "no `file`", 1),
    ],
)
def test_a_hostile_or_damaged_xliff_file_is_refused(content, words, line):
    finding = refusal(content)
    assert words in finding.what
    assert not line or finding.where.line == line


@each(
    ("text", "words", "line"),
    [
        ('msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "It"\nmsgstr "Sig\n', 'msgstr "Sig', 5),
        ('msgid ""\nmsgstr ""\n', "no header", 1),
        ("", "no header", 1),
        ('"lost"\n', "line starting with", 1),
        ('msgstr "x"\nmsgstr "y"\n', "no header", 1),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n', "msgid_plural", 2),
        (
            'msgid ""\nmsgstr "Plural-Forms: nplurals=999999999999;\\n"\nmsgid "a" "b"\nmsgstr ""\n',
            '"a" "b"',
            3,
        ),
        ('#: \u2068lost\nmsgid ""\n', "Isolate", 1),
    ],
)
def test_a_damaged_po_file_is_refused(text, words, line):
    finding = refusal(text.encode(), "back.po")
    assert words in finding.what
    assert not line or finding.where.line == line


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "back.xliff"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(BriefingError, match="8 MiB"):
        read_returned(path)
    with pytest.raises(BriefingError, match="folder"):
        read_returned(tmp_path)
    with pytest.raises(BriefingError, match="cannot be read"):
        read_returned(tmp_path / "none.po")


def test_an_unknown_placeholder_is_named(workspace):
    files = workspace(BRIEF)
    (files.root / "back.xliff").write_bytes(xliff('Sigue <x id="7"/>.'))
    imported = import_translation(files.fresh(), files.root / "back.xliff")
    assert [finding.what for finding in imported.findings] == [
        "'outlook.summary': the placeholder 7 is not in the original"
    ]
    assert not (files.root / FILE).exists()


@pytest.mark.parametrize(
    "text", ["Sigue\x01.", "Sigue \ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
)
def test_a_character_that_a_text_cannot_have_is_reported_or_escaped(workspace, text):
    files = workspace(BRIEF)
    path = exported(files, "po")
    translated(path, {"outlook.summary": text, "key_points.3": "Sí."}, units_in(files))
    imported = import_translation(files.fresh(), path)
    data = yaml.safe_load((files.root / FILE).read_text())
    assert data["key_points"][2] == "Sí."
    assert "outlook.summary" in imported.rejected or data["outlook"]


@pytest.mark.slow
@each("text", ["`" * 90_000, "a" + " " * 90_000 + "b", "{a}" * 30_000, "](" * 40_000])
def test_a_long_text_is_read_in_one_pass(workspace, text):
    files = workspace(BRIEF)
    (files.root / "back.xliff").write_bytes(xliff(text))
    imported = import_translation(files.fresh(), files.root / "back.xliff")
    assert len(imported.findings) <= 8


def test_a_text_that_is_too_long_is_rejected(workspace):
    files = workspace(BRIEF)
    (files.root / "back.xliff").write_bytes(xliff("palabra " * 20_000))
    imported = import_translation(files.fresh(), files.root / "back.xliff")
    assert imported.rejected == ("outlook.summary",)
    assert "more than 100,000 characters" in imported.findings[0].what
    assert not (files.root / FILE).exists()


def test_a_translation_that_its_file_cannot_have_is_not_written(workspace, monkeypatch):
    files = workspace(BRIEF)
    path = exported(files)
    translated(path, SPANISH, units_in(files))
    monkeypatch.setattr(
        filling, "read_for_editing", lambda _: Refusal("the file has 2 MiB; the limit is 1 MiB")
    )
    imported = import_translation(files.fresh(), path)
    assert imported.new == () and set(imported.rejected) == set(SPANISH)
    assert "the limit is 1 MiB" in imported.findings[0].what
    assert not (files.root / FILE).exists()


XML_PIECES = st.sampled_from(
    [
        "<g>",
        "</g>",
        '<ph id="1"/>',
        "<mrk>",
        "</mrk>",
        "&amp;",
        "&x;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "Sigue",
        "{cost}",
        "[@x]",
        "\n\n",
        "# ",
        "<target/>",
        '<cp hex="D800"/>',
        '<cp hex="41"/>',
        "\u202e",
        "'",
        '"',
        ": ",
        "- ",
    ]
)


def codes_of(read, content, name):
    """Read a file, and return the codes of its findings, and its texts."""
    try:
        return [], read(content, name).texts
    except BriefingError as error:
        return [finding.code for finding in error.findings], ()


@given(st.lists(XML_PIECES, max_size=8).map("".join))
@settings(max_examples=60 * FACTOR, deadline=None)
def test_any_target_is_read_or_refused(target):
    codes, texts = codes_of(read_xliff, xliff(target), "back.xliff")
    assert codes == ["BR831"] or len(texts) == 1
    assert all(isinstance(piece, str | Reference) for unit in texts for piece in unit.target)


PO_PIECES = st.sampled_from(
    [
        'msgid ""',
        'msgstr ""',
        'msgstr "Language: es\\n"',
        'msgctxt "title"',
        'msgid "a"',
        '"b\\n"',
        "#, fuzzy",
        '#~ msgid "a"',
        "#| msgid",
        "#: a:b",
        'msgstr "\\"',
        "msgid",
        "",
        "\ufeff",
        'msgstr[1] "x"',
    ]
)


@given(st.lists(PO_PIECES, max_size=10).map("\n".join))
@settings(max_examples=60 * FACTOR, deadline=None)
def test_any_po_file_is_read_or_refused(text):
    codes, _ = codes_of(read_po_file, text.encode(), "back.po")
    assert codes in ([], ["BR831"])


@pytest.mark.slow
@given(place=st.floats(0, 1), length=st.integers(0, 40), put=st.binary(max_size=6))
@settings(
    max_examples=15 * FACTOR, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_never_damages_a_translation(workspace, place, length, put):
    files = workspace(BRIEF)
    (files.root / FILE).unlink(missing_ok=True)
    path = exported(files.fresh())
    translated(path, SPANISH, units_in(files))
    content = path.read_bytes()
    at = int(place * len(content))
    path.write_bytes(content[:at] + put + content[at + length :])
    try:
        imported = import_translation(files.fresh(), path)
    except BriefingError:
        assert not (files.root / FILE).exists()
        return
    data = yaml.safe_load((files.root / FILE).read_text()) if imported.new else {}
    assert data == {} or data["language"] == "es"
    written = {name: canonical(unit.target, unit.flow) for name, unit in units_in(files).items()}
    damaged = [name for name, text in written.items() if text and text != SPANISH[name]]
    assert len(damaged) <= 2, "no more than the units in which bytes were changed"
