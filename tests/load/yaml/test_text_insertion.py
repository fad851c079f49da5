"""A missing text is added at the place that it has in the original; every other byte stays."""

from __future__ import annotations

import pytest

from briefing.core.source_map import Key
from briefing.files.guarded_writing import Refusal
from briefing.load.yaml.models import validate
from briefing.load.yaml.reader import read_document
from briefing.load.yaml.text_editing import replace_text, value_at
from briefing.load.yaml.text_insertion import insert_text
from briefing.load.yaml.text_paths import find_path
from briefing.model.brief import Brief
from tests.cases import each
from tests.conftest import ROOT

BRIEF = """\
title:
  text: Trees   # c
  short: Trees
date: 2026-01-31
bottom_line: Trees cool.
key_points:
  - Trees cool
  - >-
    Grass
    cools # not a comment
sections:
  - id: parks
    title: Parks
    text: |
      One.

      Two.

    blocks:
      - table: {id: first, title: First, alt: Two rows, data: {header: [A, B], rows: [[C, 1], [D, 2]]}}

# --- Streets ---
  - id: streets
    title: Streets
    text: Three.
outlook: Good
"""

ORIGINAL = read_document(BRIEF.encode(), "brief.yaml").data
FRENCH = "# head\nlanguage: fr\nsections:\n- id: parks\n  title: Parcs # c\n\n# end\noutlook: Bon"


def inserted(before: str, key: Key, text: str, original=None) -> str:
    after = insert_text(before.encode(), key, text, Brief, original)
    assert isinstance(after, bytes), after
    return after.decode()


@each(
    ("key", "text", "old", "new"),
    [
        (("title", "plain"), "Cool trees", "  short: Trees\n", "  short: Trees\n  plain: Cool trees\n"),
        (
            ("bottom_line", "plain"),
            "Cool: trees",
            "bottom_line: Trees cool.\n",
            'bottom_line:\n  text: Trees cool.\n  plain: "Cool: trees"\n',
        ),
        (
            ("key_points", 0, "short"),
            "Cool",
            "  - Trees cool\n",
            "  - text: Trees cool\n    short: Cool\n",
        ),
        (
            ("key_points", 1, "short"),
            "Cool",
            "  - >-\n    Grass\n    cools # not a comment\n",
            "  - text: >-\n      Grass\n      cools # not a comment\n    short: Cool\n",
        ),
        (
            ("sections", 0, "plain"),
            "One\n\nTwo\n",
            "      Two.\n",
            "      Two.\n    plain: |\n      One\n\n      Two\n",
        ),
        (("sections", 0, "blocks", 0, "table", "note"), "A, B", "rows, data", 'rows, note: "A, B", data'),
        (
            ("sections", 0, "blocks", 0, "table", "title", "plain"),
            "One",
            "title: First",
            "title: {text: First, plain: One}",
        ),
        (
            ("outlook", "summary", "plain"),
            "Fine",
            "outlook: Good\n",
            "outlook:\n  summary:\n    text: Good\n    plain: Fine\n",
        ),
        (("outlook", "horizon"), "2030", "outlook: Good\n", "outlook:\n  summary: Good\n  horizon: 2030\n"),
        (("subtitle", "text"), "Cool", "date:", "subtitle: Cool\ndate:"),
    ],
)
def test_a_text_of_a_brief(key, text, old, new):
    assert inserted(BRIEF, key, text) == BRIEF.replace(old, new)
    assert inserted(BRIEF.replace("\n", "\r\n"), key, text) == BRIEF.replace(old, new).replace("\n", "\r\n")
    whole = read_document(inserted(BRIEF, key, text).encode(), "brief.yaml")
    assert isinstance(validate(whole, Brief), Brief)


@each(
    ("before", "key", "after"),
    [
        (
            FRENCH,
            ("sections", 1, "text"),
            FRENCH.replace("Parcs # c\n", "Parcs # c\n- id: streets\n  text: Mot\n"),
        ),
        (FRENCH, ("sections", 0, "text"), FRENCH.replace("Parcs # c\n", "Parcs # c\n  text: Mot\n")),
        (
            FRENCH,
            ("sections", 0, "title", "plain"),
            FRENCH.replace("  title: Parcs # c\n", "  title:\n    text: Parcs # c\n    plain: Mot\n"),
        ),
        (FRENCH, ("bottom_line",), FRENCH.replace("sections:", "bottom_line: Mot\nsections:")),
        (FRENCH, ("bottom_line", "text"), FRENCH.replace("sections:", "bottom_line: Mot\nsections:")),
        (FRENCH, ("title", "text"), FRENCH.replace("sections:", "title:\n  text: Mot\nsections:")),
        (
            FRENCH,
            ("sections", 0, "blocks", 0, "table", "title"),
            FRENCH.replace("# c\n", "# c\n  blocks:\n    - table:\n        id: first\n        title: Mot\n"),
        ),
        (
            "sections:\n  - id: streets\n    title: Rues\n",
            ("sections", 0, "title"),
            "sections:\n  - id: parks\n    title: Mot\n  - id: streets\n    title: Rues\n",
        ),
        (
            "title: # later\noutlook: Bon\n",
            ("title", "short"),
            "title: # later\n  short: Mot\noutlook: Bon\n",
        ),
        (
            "title: # later\noutlook: Bon\n",
            ("bottom_line",),
            "title: # later\nbottom_line: Mot\noutlook: Bon\n",
        ),
        ("bottom_line: ~ # later\n", ("bottom_line", "text"), "bottom_line: Mot # later\n"),
        ("key_points:\n", ("key_points", 0), "key_points:\n  - Mot\n"),
        ("key_points: []\n", ("key_points", 0), "key_points: [Mot]\n"),
        ("key_points: [Un]\n", ("key_points", 1), "key_points: [Un, Mot]\n"),
        ("key_points:\n- Un", ("key_points", 1), "key_points:\n- Un\n- Mot"),
        ("key_points: Un\n", ("key_points", 0, "short"), "key_points:\n  text: Un\n  short: Mot\n"),
        (
            "{language: fr}\n",
            ("sections", 1, "title"),
            "{language: fr, sections: [{id: streets, title: Mot}]}\n",
        ),
        ("---\nlanguage: fr\n...\n", ("title", "text"), "---\nlanguage: fr\ntitle:\n  text: Mot\n...\n"),
        ("", ("sections", 1, "title"), "sections:\n  - id: streets\n    title: Mot\n"),
        ("# only\r\n", ("bottom_line",), "# only\r\nbottom_line: Mot\r\n"),
        ("language: fr", ("bottom_line",), "language: fr\nbottom_line: Mot"),
        (
            "title: |+\n  Un\n\n\noutlook: Bon\n",
            ("bottom_line",),
            "title: |+\n  Un\n\n\nbottom_line: Mot\noutlook: Bon\n",
        ),
    ],
)
def test_a_text_of_a_translation(before, key, after):
    assert inserted(before, key, "Mot", ORIGINAL) == after


@each(
    ("before", "key", "reason"),
    [
        (BRIEF, ("title", "text"), "there is a text at 'title › text' already"),
        (BRIEF, ("bottom_line", "text"), "there is a text at 'bottom_line' already"),
        (BRIEF, ("sections",), "'sections' has a list, not a text"),
        ("key_points:\n", ("key_points", 1), "this is item 2 of its list; add the items before it first"),
        ("key_points: Un\n", ("key_points", 1), "write the first item after a dash, then add the second"),
        ("date: 2026-01-31\n", ("date", "short"), "'date' has no variants"),
        ("key_points:\n  text: Un\n", ("key_points", 1), "write the first item after a dash"),
        ("title: &n Un\nabout: *n\n", ("about", "plain"), "this text is shared"),
        ("title: &n\n  text: Un\nabout: *n\n", ("title", "plain"), "this text is shared"),
        ("title: Un\ntitle: Deux\n", ("title", "plain"), "duplicate key 'title'"),
        ("title: Un\n---\n", ("about",), "the file cannot be read: a second YAML document"),
    ],
)
def test_a_text_without_a_clear_place_is_refused(before, key, reason):
    refusal = insert_text(before.encode(), key, "Mot", Brief)
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(reason)


def test_a_long_text_is_wrapped_as_the_file_is():
    after = inserted("title: One\n", ("about", "text"), "word " * 30 + "end")
    assert after.startswith("title: One\nabout: >-\n  word word")
    assert 70 < max(map(len, after.splitlines())) <= 80
    wide = f"title: >-\n  {'x' * 80} {'x' * 14}\n  words\n"
    assert max(map(len, inserted(wide, ("about", "text"), "word " * 30 + "end").splitlines()[3:])) > 90


def test_a_long_text_is_wrapped_after_a_key_without_a_value():
    words = "Un texto largo " * 12
    before = "bottom_line:\nkey_points:\n  # Trees\n  -\n  - text:   # two\n"
    after = inserted(before, ("bottom_line",), words, ORIGINAL)
    after = inserted(after, ("key_points", 0), words, ORIGINAL)
    after = inserted(after, ("key_points", 1, "text"), "Dos.", ORIGINAL)
    assert after.startswith("bottom_line: >-\n  Un texto largo") and "\n  - >-\n    Un texto" in after
    assert "  - text: Dos.   # two\n" in after
    assert max(map(len, after.splitlines())) <= 80


@pytest.mark.parametrize("file", ["brief.es.yaml", "brief.ru.yaml"])
def test_texts_that_are_taken_out_of_a_shipped_translation_can_be_added_again(file):
    folder = ROOT / "content/venezuela-russia"
    original = read_document((folder / "brief.yaml").read_bytes(), "brief.yaml").data
    content = (folder / file).read_bytes()
    whole = read_document(content, file)
    keys = [
        ("bottom_line", "short"),
        ("sections", 1, "plain"),
        ("title", "plain"),
        ("key_points", 2, "plain"),
    ]
    for key in keys:
        text = value_at(whole.data, key)
        without = "".join(taken_out(content.decode(), whole.source_map.marks[key]))
        after = insert_text(without.encode(), key, text, Brief, original)
        assert isinstance(after, bytes), after
        assert read_document(after, file).data == whole.data
        assert after.decode().split() == content.decode().split()


def taken_out(source: str, mark) -> tuple[str, str]:
    """Return a file in two parts, without the lines of one value."""
    start = source.rfind("\n", 0, mark.key_start) + 1
    end = mark.start + len(source[mark.start : mark.end].rstrip())
    return source[:start], source[source.find("\n", end) + 1 :]


def test_a_text_that_exists_is_found_by_its_key_in_the_original():
    french = b"sections:\n  - id: streets\n    title: Rues\nkey_points: Un\nbottom_line: Mot\n"
    data = read_document(french, "brief.fr.yaml").data
    for key, written in [
        (("sections", 1, "title"), ("sections", 0, "title")),
        (("sections", 1, "title", "text"), ("sections", 0, "title")),
        (("key_points", 0, "text"), ("key_points",)),
        (("bottom_line", "text"), ("bottom_line",)),
    ]:
        path = find_path(data, key, Brief, ORIGINAL)
        assert (path.written, path.missing) == (written, ())
        assert isinstance(replace_text(french, path.written, "Autre"), bytes)
    assert find_path(data, ("sections", 0, "title"), Brief, ORIGINAL).missing == (0, "title")
