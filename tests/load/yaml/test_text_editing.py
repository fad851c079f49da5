"""A text is replaced in its file; every other byte, and every other value, stays."""

from __future__ import annotations

import random
import re

import pytest
import yaml

from briefing.files.guarded_writing import Refusal
from briefing.load.yaml import text_editing
from briefing.load.yaml.reader import read_document
from briefing.load.yaml.scalar_spelling import width_of
from briefing.load.yaml.text_editing import drafts, replace_text, value_at
from tests.cases import each
from tests.conftest import ROOT

WRAPPED = """\
a: >-
  Trees cool a street, and they do so at no cost once they have grown, as every town
  knows that has them; grass does it too, but it needs water in summer and shade at
  noon.
"""

SENTENCES = "a: >-\n  Trees cool.\n  Grass cools, too.\n  Both need water.\nb: x\n"


def edited(before: str | bytes, key, text: str) -> str:
    content = before if isinstance(before, bytes) else before.encode()
    after = replace_text(content, key, text)
    assert isinstance(after, bytes), after
    return after.decode()


@each(
    ("before", "text", "after"),
    [
        ("a: One # note\r\nb: 2\r\n", "Two words", "a: Two words # note\r\nb: 2\r\n"),
        ("a: One # note\n", "Two: words", 'a: "Two: words" # note\n'),
        ("a: One # note\n", 'Two: "a" \\ it\'s', "a: 'Two: \"a\" \\ it''s' # note\n"),
        ("a: One # note\r\nb: 2\r\n", "Two\n\nThree", "a: |- # note\r\n  Two\r\n\r\n  Three\r\nb: 2\r\n"),
        ("a: One", "Two\n\nThree\n", "a: |\n  Two\n\n  Three"),
        ("a: One\n", "# One", 'a: "# One"\n'),
        ("a: One\n", "One #2", "a: 'One #2'\n".replace("'", '"')),
        ("a: One\n", "- One", 'a: "- One"\n'),
        ("a: One\n", "*One* and", 'a: "*One* and"\n'),
        ("a: One\n", "[@one]", 'a: "[@one]"\n'),
        ("a: One\n", "null", 'a: "null"\n'),
        ("a: One\n", "", 'a: ""\n'),
        ("a: One\n", " One ", 'a: " One "\n'),
        ("a: One\n", "One\ttwo", 'a: "One\\ttwo"\n'),
        ("a: One\n", "C:\\temp", "a: C:\\temp\n"),
        ("a: One\n", "no", "a: no\n"),
        ("a: One\n", "12 500 € 🌳 l’été ", 'a: "12 500 € 🌳 l’été "\n'),
        ("a: One\n", "درجة الحرارة", "a: درجة الحرارة\n"),
        ("a:   One   \nb: 1\n", "Two", "a:   Two   \nb: 1\n"),
        ("a:\n  One two\n  three # note\n", "One two four", "a:\n  One two\n  four # note\n"),
        ("a:\n  One two\n  three # note\n", "One: two three", 'a:\n  "One: two\n  three" # note\n'),
        ("a:\n  One two\n  three # note\n", "One\n\nTwo", "a: |- # note\n  One\n\n  Two\n"),
        ("a: 'it''s\n  long'\n", "it's longer", "a: 'it''s\n  longer'\n"),
        ("a: 'it''s'\n", "it's\n\nlonger", "a: |-\n  it's\n\n  longer\n"),
        ('a: "x\\u00e9 \\\n  y z"\n', "xé y w", 'a: "x\\u00e9 \\\n  y w"\n'),
        ('a: "One \\"two\\""\n', 'One "two" \\ three', 'a: "One \\"two\\" \\\\ three"\n'),
        ('a: "One"\n', "One\n\nTwo\n", 'a: "One\\n\\nTwo\\n"\n'),
        ("a: # note\nb: 2\n", "One", "a: One # note\nb: 2\n"),
        ("a: ~ # note\nb: 2\n", "One", "a: One # note\nb: 2\n"),
        ("a:", "One", "a: One"),
    ],
)
def test_a_text_next_to_its_key(before, text, after):
    assert edited(before, ("a",), text) == after


@each(
    ("before", "text", "after"),
    [
        ("a: |  # note\n  One\n\n  Two  \n  x\n\n\nb: 1\n", "One\n\nTwo  \ny\n", None),
        ("a: |\n  One\n\n  x\n", "One\n\ny", None),
        ("a: |+\n  x\n\n\nb: 1", "y", None),
        ("a: |1-\n  x\n y\n", " y\ny", None),
        ("a: |-\n\n  x\n   \n  y\n", "\ny\n \ny", None),
        ("a: |\r\n  One\r\n  x\r\nb: 1\r\n", "One\ny\n", None),
        ("a: |\r  One\r  x\rb: 1\r", "One\ny\n", None),
        ("a: |\n    - x\n\n      more\n    - *z*\n", "- y\n\n  more\n- *z*\n", None),
        ("a: |\n  x", "y", None),
        ("a: |\n  One\nb: 1\n", "One\ntwo", "a: |\n  One\n  two\nb: 1\n"),
        ("a: |\n  One\n  two\nb: 1\n", "two", "a: |\n  two\nb: 1\n"),
        ("a: |  # note\n  One\n\nb: 1\n", "", 'a: ""  # note\n\nb: 1\n'),
        ("a: |  # note\n  One\n", "  One\ntwo", "a: |2  # note\n    One\n  two\n"),
        ("a: |\nb: 1\n", "One\n\ntwo", "a: |\n  One\n\n  two\nb: 1\n"),
        ("a: |", "One", "a: |\n  One\n"),
        ("a: >-\n  One\n  x\n\n\n  Three\n  four\n", "One y\n\nThree four", None),
        ("a: >\n  One\n\n    * x\n    * b\n\n  Two\n", "One\n\n  * y\n  * b\n\nTwo", None),
        ("a: >-\n  One\n  two\n", "One two\n\nThree", "a: >-\n  One\n  two\n\n\n  Three\n"),
        ("a: >-\n  One\n  two\n", "- a\n- b", "a: |-\n  - a\n  - b\n"),
        ("a: >-\n  One\n  two\n", "One\n## Two", "a: |-\n  One\n  ## Two\n"),
    ],
)
def test_a_text_in_the_lines_below_its_key(before, text, after):
    """Without `after`, the only change is the letter x, which becomes y."""
    assert edited(before, ("a",), text) == (after or re.sub(r"\bx\b", "y", before, count=1))


@each(
    ("before", "key", "text", "after"),
    [
        ("a: [x, 'y', \"z\"] # n\n", ("a", 0), "u, v", 'a: ["u, v", \'y\', "z"] # n\n'),
        ("a: [x, 'y', \"z\"]\n", ("a", 1), "it's", "a: [x, 'it''s', \"z\"]\n"),
        ("a: [x, y]\n", ("a", 1), "p\n\nq", 'a: [x, "p\\n\\nq"]\n'),
        ("a: {b: c, d: e} # x\n", ("a", "b"), "f {g}", 'a: {b: "f {g}", d: e} # x\n'),
        ('{"a": {"t": "x"}}\n', ("a", "t"), "y", '{"a": {"t": "y"}}\n'),
        ("a:\n- # c\n  x\n- y\n", ("a", 0), "p\n\nq", "a:\n- # c\n  |-\n  p\n\n  q\n- y\n"),
        ("a:\n  - - x\n    - y\n", ("a", 0, 1), "p\n\nq", "a:\n  - - x\n    - |-\n      p\n\n      q\n"),
        ("a:\n- |\n  x\n", ("a", 0), "  z\ny", "a:\n- |2\n    z\n  y\n"),
        ("a:\n-\n- x\n", ("a", 0), "y", "a:\n- y\n- x\n"),
        ("a: &n\n  t: x\nb: 1\n", ("a", "t"), "y", None),
        ("a: &n x\nb: &m\n  t: x\nc: *m\n", ("a",), "y", "a: &n y\nb: &m\n  t: x\nc: *m\n"),
        ("a: &n x\nb: *n\nc: z\n", ("c",), "y", "a: &n x\nb: *n\nc: y\n"),
        ("a:\n  t: x\n  t: 2\nb:\n  t: z\n", ("b", "t"), "y", "a:\n  t: x\n  t: 2\nb:\n  t: y\n"),
    ],
)
def test_texts_in_lists_in_brackets_and_under_anchors(before, key, text, after):
    if (
        after is None or "&n y" in after
    ):  # an anchor that nothing uses is an error of the file, but not in this edit
        assert edited(before, key, text) == (after or before.replace("x", "y"))
    else:
        assert edited(before, key, text) == after


def test_byte_order_marks_document_markers_comments_and_tabs_stay():
    before = b"\xef\xbb\xbf%YAML 1.1\r\n---\r\n# \t c \r\nb:  1  \r\n\r\n\r\na: x\r\n# \t\r\n...\r\n"
    assert edited(before, ("a",), "y").encode() == before.replace(b"a: x", b"a: y")


@each(
    ("before", "key", "reason", "line"),
    [
        (
            "a: &n x\nb: *n\nc: *n\n",
            ("a",),
            "this text is shared: it is used again in lines 2 and 3 (`*n`)",
            1,
        ),
        ("a: &n x\nb: *n\n", ("b",), "this text is shared: `*n` repeats what is written once, after `&n`", 2),
        ("a: &n\n  t: x\nb: *n\n", ("b", "t"), "this text is shared: `*n` repeats", 3),
        ("a: &n {t: x}\nb: [*n]\n", ("a", "t"), "this text is shared: it is used again in line 2", 1),
        ("a: &n\n  t: x\nb:\n  <<: *n\n", ("b", "<<", "t"), "this text is shared", 4),
        ("a: &n\n  t: x\nb:\n  <<: *n\n", ("b", "t"), "the file has no text at 'b › t'", 0),
        ("a: !!str x\n", ("a",), "the file cannot be read: the tag `!!str` is not allowed", 1),
        ("a: ! x\n", ("a",), "the text has a tag (`!`)", 1),
        ("a: x\na: y\n", ("a",), "duplicate key 'a'; it is first used in line 1", 2),
        ("a:\na: y\n", ("a",), "duplicate key 'a'; it is first used in line 1", 2),
        ("a:\n  t: x\na:\n  u: y\n", ("a", "u"), "duplicate key 'a'", 3),
        ("b:\n- t: x\n  t: y\n", ("b", 0, "t"), "duplicate key 't'", 3),
        ("a: [x]\n", ("a",), "'a' has a list, not a text", 1),
        ("a:\n  b: {c: x}\n", ("a", "b"), "'a › b' has keys of its own, not a text", 2),
        ("a: [x]\n", ("a", 1), "the file has no text at 'a › 2'", 0),
        ("a: x\n b: y: z\n", ("a",), "the file cannot be read: ", 2),
        ("a: \ud800".encode("utf-8", "surrogatepass"), ("a",), "the file cannot be read: byte 0xED", 1),
        ("a: x\u2028y\n", ("a",), "the file cannot be read: invisible character", 1),
    ],
)
def test_what_is_no_text_of_its_own_is_refused_in_words(before, key, reason, line):
    refusal = replace_text(before if isinstance(before, bytes) else before.encode(), key, "new")
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(reason)
    assert refusal.line == line


@pytest.mark.slow
@each(
    ("text", "reason"),
    [
        ("one\u2028two", "invisible character: a line break that most editors do not show (U+2028)"),
        ("one\x00two", "control character (U+0000)"),
        ("one\x85two", "invisible character: a line break that most editors do not show (U+0085)"),
        ("one\ud83c", "the text contains U+D83C, which is half of a character"),
        ("one \ufffd", "a character was lost here"),
        ("x" * 4_000_000, "the limit is"),
    ],
)
@each("before", ["a: x\n", "a: |\n  x\n", 'a: "x"\n', "a: [x]\n"])
def test_a_text_that_the_reader_would_refuse_is_refused(before, text, reason):
    refusal = replace_text(before.encode(), ("a",) if "[" not in before else ("a", 0), text)
    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


def test_line_breaks_of_a_form_are_line_breaks():
    assert edited("a: |\n  x\n", ("a",), "one\r\ntwo\rthree\r\n") == "a: |\n  one\n  two\n  three\n"


# --- Lines -----------------------------------------------------------------------------------------


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that differ, without those that are the same at the start and at the end."""
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new


def test_one_word_changes_one_line_of_a_wrapped_text():
    after = edited(WRAPPED, ("a",), words_of(WRAPPED).replace("grass", "moss"))
    old, new = changed_lines(WRAPPED, after)
    assert (len(old), len(new)) == (1, 1)
    assert new[0] == old[0].replace("grass", "moss")


def test_a_line_that_gets_too_long_is_broken_and_comes_back():
    longer = edited(WRAPPED, ("a",), words_of(WRAPPED).replace("grass", "a meadow with many herbs"))
    old, new = changed_lines(WRAPPED, longer)
    assert len(old) == 1 and len(new) == 2
    assert max(map(len, longer.splitlines())) <= max(map(len, WRAPPED.splitlines()))
    assert edited(longer, ("a",), words_of(WRAPPED)) == WRAPPED


def test_new_words_are_wrapped_as_the_old_ones():
    after = edited(WRAPPED, ("a",), "word " * 60 + "end")
    assert 70 < max(map(len, after.splitlines())) <= max(map(len, WRAPPED.splitlines()))


def test_sentences_stay_on_lines_of_their_own():
    text = words_of(SENTENCES)
    assert edited(SENTENCES, ("a",), text.replace("cools, too", "cools more")) == SENTENCES.replace(
        "cools, too", "cools more"
    )
    longer = edited(SENTENCES, ("a",), text.replace("too. ", "too. Moss does not, see below. "))
    assert longer == SENTENCES.replace("too.\n", "too.\n  Moss does not, see below.\n")
    assert edited(longer, ("a",), text) == SENTENCES


def test_a_text_on_one_line_stays_on_one_line():
    assert edited("a: One\n", ("a",), "word " * 60 + "end") == f"a: {'word ' * 60}end\n"


def words_of(source: str) -> str:
    return str(read_document(source.encode(), "brief.yaml").data["a"])


# --- Random files ----------------------------------------------------------------------------------

WORDS = (
    *("trees", "grass", "see", "the", "l’été", "درجة", "дом", "12 500", "🌳", "it's", '"so"', "[@a]", "{b}"),
    *(
        "*new*",
        "C:\\temp",
        "#",
        "#1",
        ":",
        "a:",
        "-",
        "—",
        "1.",
        "&amp;",
        "%",
        "@x",
        "`c`",
        "x" * 60,
        "|",
        ">",
    ),
    *("end.", "end.", "What?", "[](#id)", "^[note]", "\\*", "null", "?", "!", ",", "]", "}", "'", '"'),
)


def random_text(chance: random.Random) -> str:
    def line() -> str:
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 14)))
        return (
            chance.choice(("", "", "", "- ", "  ", "## ", "\t"))
            + words
            + chance.choice(("", "", "", "  ", " "))
        )

    if chance.random() < 0.5:
        return line()
    return "".join(line() + chance.choice(("\n", "\n\n", "\n\n\n")) for _ in range(chance.randint(1, 5)))


def random_scalar(chance: random.Random, margin: str) -> str:
    """Return a text in one of the styles of writers."""
    words = [
        chance.choice(("trees", "grass", "cool", "streets.", "it", "is", "[@a]"))
        for _ in range(chance.randint(1, 20))
    ]
    lines = [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)]
    if (
        style := chance.choice(("plain", "one line", "'", '"', "|", ">", ">-", "|-", "|+", "|2", ">+"))
    ) == "plain":
        return f"x{lines[0]}" + "".join(f"\n{margin}  {line.replace('[', 'x')}" for line in lines[1:])
    if style == "one line":
        return f"x {' '.join(words)}"
    if style in "'\"":
        return style + f"\n{margin}    ".join(lines) + style
    gap = [chance.choice(("\n", "\n", "\n\n\n")) + f"{margin}  " for _ in lines]
    return f"{style}{chance.choice(('', '  # header'))}\n{margin}  " + "".join(
        line + (here if index < len(lines) - 1 else "")
        for index, (line, here) in enumerate(zip(lines, gap, strict=True))
    )


def random_file(chance: random.Random) -> str:
    def note() -> str:
        return chance.choice(("", "", " # note", "  "))

    def value(margin: str) -> str:
        typed = random_scalar(chance, margin)
        return typed if typed[0] in "|>" else typed + note()

    lines = [chance.choice(("# head\n", "---\n", "", "\n\n"))]
    lines.append(f"a: {value('')}\n{chance.choice(('', chr(10), '# note' + chr(10)))}")
    lines.append(f"b: {{t: x y, 'u': \"it is\", v: [p, q r]}}{note()}\n")
    lines.append("c:\n" + "".join(f"- {value('')}\n" for _ in range(2)))
    lines.append(f"d:\n  - t: {value('    ')}\n    u: {value('    ')}\n\n")
    lines.append(f"e: {value('')}")
    lines.append(chance.choice(("", "\n", "\n\n", "\n# end")))
    text = "".join(lines)
    return text.replace("\n", chance.choice(("\n", "\n", "\r\n", "\r")))


KEYS = (
    ("a",),
    ("b", "t"),
    ("b", "u"),
    ("b", "v", 1),
    ("c", 0),
    ("c", 1),
    ("d", 0, "t"),
    ("d", 0, "u"),
    ("e",),
)


@pytest.mark.slow
@each("seed", range(5))
def test_random_edits_of_random_files_change_one_text_alone(seed):
    chance = random.Random(seed)  # noqa: S311
    refused = 0
    for _ in range(100):
        before, key, text = random_file(chance), chance.choice(KEYS), random_text(chance)
        after = replace_text(before.encode(), key, text)
        if isinstance(after, Refusal):
            assert after.reason
            refused += 1
            continue
        check_one_change(before, after.decode(), key, text)
    assert refused < 10


def check_one_change(before: str, after: str, key, text: str) -> None:
    """Compare two files with a reader of another author, and their bytes outside the lines of the text."""
    old, new = (yaml.load(one, Loader=yaml.CBaseLoader) for one in (before, after))  # noqa: S506
    value = new
    for part in key:
        value = value[part]
    assert value.rstrip("\n") == text.rstrip("\n")
    holder = old
    for part in key[:-1]:
        holder = holder[part]
    holder[key[-1]] = value
    assert new == old
    mark = read_document(before.encode(), "brief.yaml").source_map.marks[key]
    assert after.startswith(before[: mark.start].rstrip())
    rest = before[mark.end :]
    if before[mark.start] not in "|>":  # a comment after the text follows the header of a new block text
        comment, rest = re.match(r"([^\r\n]*)(.*)", rest, re.DOTALL).groups()
        assert comment in after
    assert after.endswith(rest)
    if "\r" in before:
        assert not re.search(r"(?<!\r)\n" if "\r\n" in before else r"\n", after)


# --- Shipped briefs ---------------------------------------------------------------------------------

BRIEFS = sorted((ROOT / "content").glob("*/brief*.yaml"))


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_text_of_the_shipped_briefs_can_be_changed_and_put_back(path, monkeypatch):
    document = read_document(path.read_bytes(), path.name)
    source, width = document.source_map.source, width_of(document.source_map)
    monkeypatch.setattr(text_editing, "width_of", lambda *_: width)
    count = 0
    for key, mark in document.source_map.marks.items():
        text = value_at(document.data, key)
        if not isinstance(text, str):
            continue
        count += 1
        first, last = (
            source.count("\n", 0, offset)
            for offset in (mark.key_start, mark.start + len(source[mark.start : mark.end].rstrip()))
        )
        lines = source.splitlines(keepends=True)
        extract = "x:\n" + "".join(lines[first : last + 1])
        small = read_document(extract.encode(), path.name)
        (place,) = [
            one
            for one, found in small.source_map.marks.items()
            if found.start == mark.start - source.rfind("\n", 0, mark.key_start) + 2
            and value_at(small.data, one) == text
        ]
        changed = re.sub(r"\w\w+", lambda match: match.group()[::-1], text, count=1)
        new = next(drafts(small, place, changed))
        assert changed_lines(extract, new)[1] != [] or changed == text
        read = read_document(new.encode(), path.name)
        assert value_at(read.data, place) == changed
        assert text_editing.replaced_at(read.data, place, text) == small.data
        assert next(drafts(read, place, text)) == extract
    assert count > 150
