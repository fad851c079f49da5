"""Text stays text; every value knows its place; each error of YAML is explained in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.errors import BriefingError, ContentError
from briefing.load.yaml import reader
from briefing.load.yaml.reader import MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_VALUES, read_document
from tests.cases import each
from tests.conftest import ROOT


def read(text: str | bytes):
    return read_document(text.encode() if isinstance(text, str) else text, "brief.yaml")


@each(
    "scalar",
    [
        "no",
        "yes",
        "on",
        "off",
        "true",
        "12:30",
        "1.10",
        "0x1F",
        "010",
        "1_000",
        "1e3",
        "2026-02-30",
        ".5",
        "=",
        "NaN",
    ],
)
def test_text_stays_text(scalar):
    assert read(f"key: {scalar}").data == {"key": scalar}
    assert read(f"{scalar}: value").data == {scalar: "value"}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_only_an_empty_value_is_nothing(nothing):
    assert read(f"key: {nothing}\n").data == {"key": None}
    assert read(f'key: "{nothing}"\n').data == {"key": nothing}


def test_every_kind_of_scalar_is_read_as_written():
    document = read("a: |\n  one\n  two\nb: >-\n  one\n  two\nc: 'it''s'\nd: \"a\\tb\"\n")
    assert document.data == {"a": "one\ntwo\n", "b": "one two", "c": "it's", "d": "a\tb"}


def test_places_of_keys_values_items_and_words():
    source_map = read(
        "sections:\n  - title: One\n    text: |\n      See [@a] and\n      [@b] and [@a].\n"
    ).source_map
    assert str(source_map.key(("sections",))) == "brief.yaml:1:1"
    assert str(source_map.value(("sections", 0, "title"))) == "brief.yaml:2:12"
    assert source_map.value(("sections", 0, "title")).length == len("One")
    assert str(source_map.word(("sections", 0, "text"), "[@b]")) == "brief.yaml:5:7"
    assert str(source_map.word(("sections", 0, "text"), "[@a]", 1)) == "brief.yaml:5:16"
    assert str(source_map.value(("sections", 0, "missing"))) == "brief.yaml:2:5"
    assert str(source_map.value(("nowhere",))) == "brief.yaml:1:1"


def test_aliases_are_written_out_and_have_places_of_their_own():
    document = read("a: &words Some words\nb: *words\n")
    assert document.data == {"a": "Some words", "b": "Some words"}
    assert str(document.source_map.value(("b",))) == "brief.yaml:2:4"


def test_a_byte_order_mark_and_windows_line_ends_are_harmless():
    document = read(b"\xef\xbb\xbftitle: One\r\ndate: Two\r\n")
    assert document.data == {"title": "One", "date": "Two"}
    assert str(document.source_map.value(("date",))) == "brief.yaml:2:7"


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 4)}]" for n in range(1, levels)]
    return "\n".join(lines)


@each(
    ("text", "code", "shown"),
    [
        ("x" * (MAX_BYTES + 1), "BR102", f"{MAX_BYTES:,}"),
        ("a: " + "[" * (MAX_DEPTH + 2), "BR103", str(MAX_DEPTH)),
        ("[" * 100_000, "BR103", str(MAX_DEPTH)),
        ("a: &a x\nb: [" + ", ".join(["*a"] * (MAX_ALIASES + 1)) + "]", "BR104", str(MAX_ALIASES)),
        (bomb(9), "BR104", f"{MAX_VALUES:,}"),
    ],
)
def test_each_limit_names_itself(text, code, shown):
    with pytest.raises(ContentError) as caught:
        read(text)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert shown in caught.value.findings[0].what


@each("before", [10, 972, 973, 974, 1972])
def test_the_deepest_values_are_read_wherever_they_are(before):
    values = "a: [" + "x, " * before + "]\nb: "
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read(f"{values}{deepest}\nc: end\n").data["c"] == "end"
    with pytest.raises(ContentError) as caught:
        read(f"{values}[{deepest}]\nc: end\n")
    assert [finding.code for finding in caught.value.findings] == ["BR103"]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab:-#*&![]{}|>'\"%@` \n\t,?~0.é\x85\u2028\\"))))
def test_any_text_is_read_or_reported_without_a_traceback(text):
    lines = 1 + sum(text.count(end) for end in "\n\x85\u2028")
    try:
        findings = ()
        data = read(text).data
    except BriefingError as error:
        findings, data = error.findings, None
    assert bool(findings) != isinstance(data, dict)
    assert all(1 <= finding.where.line <= lines for finding in findings)


AFTER = "date: 2026-01-31\nkey_points:\n  - Point\nsections:\n  - title: Why now\n    text: Homes.\noutlook: Good\n"


@each(
    ("text", "place", "code"),
    [
        ("title：Clean heat\n" + AFTER, (1, 6), "BR120"),
        ("title = Clean heat\n" + AFTER, (1, 7), "BR106"),
        ("title=Clean heat\n" + AFTER, (1, 6), "BR106"),
        ("title => Clean heat\n" + AFTER, (1, 7), "BR106"),
        ("title := Clean heat\n" + AFTER, (1, 7), "BR106"),
        ("title -> Clean heat\n" + AFTER, (1, 7), "BR106"),
        ("title∶ Clean heat\n" + AFTER, (1, 6), "BR120"),
        ("# a comment\n\ntitle ： x\n" + AFTER, (3, 7), "BR120"),
        ("title = Clean heat\n  and more of it\n" + AFTER, (1, 7), "BR106"),
        ("title: T\n" + AFTER.replace("date: ", "date = "), (2, 6), "BR106"),
        ("title: T\n" + AFTER.replace("- title: ", "- title："), (6, 10), "BR120"),
        ("title: T\n" + AFTER.replace("- title: ", "- title = "), (6, 11), "BR106"),
        ("title: T\n" + AFTER.replace("outlook: ", "outlook = "), (8, 9), "BR106"),
        ("title = only this", (1, 7), "BR106"),
        ("title：only this", (1, 6), "BR120"),
    ],
)
def test_another_sign_than_a_colon_is_reported_at_its_line(text, place, code):
    with pytest.raises(ContentError) as caught:
        read_document(text.encode(), "b.yaml")
    (found,) = caught.value.findings
    assert ((found.where.line, found.where.column), found.code) == (place, code)
    assert found.help.startswith("write `")


@each("text", ["E = mc2 and a => b", "|\n      a = b\n      c = d", "a：b", "'x = y'"])
def test_such_signs_in_texts_are_left_alone(text):
    assert read_document(("title: T\n" + AFTER.replace("Homes.", text)).encode(), "b.yaml").findings == ()


ODD = """
title: "Fünf Flüsse 😀: \\u00e9"
text: |
  Lines, [@a, p. 4] {fact} # no comment

  of a text
folded: >-
  one
  two
plain: several
  lines 'with' "quotes"  # a comment
list: [one, 'two', {three: four}, "five"]
anchored: &name {a: ~, b: c}
again: *name
nothing:
last: [] # the end
"""


@pytest.mark.parametrize(
    ("text", "is_fast"),
    [
        (ODD, True),
        (ODD.replace("\n", "\r\n"), True),
        ("a: no\tb", False),
        ("a: [b? c, d]", False),
        ("a: {b: , c: d}", False),
        ("a: [[b], {c: }]", False),
        ("a: [[b], c? d]", False),
        ("a: Who? [@b] and {c}. Why?", True),
        ("a: [b\nc: d", False),
        ('a: [b, "c?", "d"]', True),
        ('a: {"?": b, c: "d, e?"}', True),
        ('a: [b, "c?" d]', False),
        ('a: [b, "c", d? e]', False),
        ('a: [b, "c\td"]', False),
    ],
)
def test_libyaml_reads_what_it_reads_like_pyyaml(text, is_fast, monkeypatch):
    used = []
    parse = reader.yaml.parse

    def parse_and_note(source, Loader):  # noqa: N803  (the name of PyYAML)
        used.append(Loader)
        return parse(source, Loader=Loader)

    monkeypatch.setattr(reader.yaml, "parse", parse_and_note)
    found = outcome(text)
    assert (used[-1] is reader.yaml.CSafeLoader) is is_fast
    monkeypatch.setattr(reader.yaml, "CSafeLoader", reader.yaml.SafeLoader)
    assert outcome(text) == found


@pytest.mark.parametrize("file", sorted((ROOT / "templates/languages").rglob("*.yaml")))
def test_shipped_files_are_read_by_libyaml(file, monkeypatch):
    """Each command reads a dozen of them, and PyYAML takes ten times as long."""
    monkeypatch.setattr(reader.yaml, "SafeLoader", None)
    assert outcome(file.read_text())


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                *ODD.splitlines(keepends=True),
                *("  - x\n", "? a\n", "- ", ": ", "'", "*x ", "\t"),
                *('["a?", ', ', "b?"', '{c: "d?"}', '{"?": e', "[", "]\n", "}\n", '"', "?", "# f, "),
            ]
        )
    )
)
def test_both_parsers_give_the_same_data_places_and_findings(pieces):
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        found = outcome(text)
        patch.setattr(reader.yaml, "CSafeLoader", reader.yaml.SafeLoader)
        assert outcome(text) == found


def outcome(text: str) -> object:
    """Return all that reading a text gives: its data, places and findings, or the error."""
    try:
        document = read(text)
    except BriefingError as error:
        return error.findings
    return document.data, document.source_map.marks, document.findings, document.repeated


@each(
    "text",
    [
        '"In C:\\\\temp.\\n\\nNext"',
        '"C:\\\\temp\\\\new"',
        '"One\\n\\nTwo"',
        '"Plan B:\\n\\nmore"',
        '"Plan B:\\n- one\\n- two"',
        '"Plan B:\\nMore"',
    ],
)
def test_doubled_backslashes_and_line_breaks_in_double_quotes_are_left_alone(text):
    assert read(f"title: {text}\n").findings == ()
