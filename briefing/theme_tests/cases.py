"""The briefs that a theme is tested on: every part and block, and content that is longer or shorter than any other.

Their words come from `filler.yaml`. They say what they are, so that no page can be taken for a real one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files as resources
from typing import Any

import yaml

from briefing.model.parts import PARTS

PICTURE = "picture.svg"
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="160mm" height="70mm" viewBox="0 0 160 70">
<rect x="1" y="1" width="158" height="68" fill="#f2f2f2" stroke="#333333" stroke-width="0.6"/>
<path d="M1 1 L159 69 M159 1 L1 69" stroke="#777777" stroke-width="0.6"/>
</svg>
"""
"""The picture of the figures: a frame with its diagonals."""

TEST_DATE = "2026-01-01"
MOST_PAGES = 60
"""The page limit of the test briefs: no case is refused for its length."""

ORIGINAL = "en"
LANGUAGES = {"ar": "arabic", "es": "spanish", "fr": "french", "pt": "portuguese", "ru": "russian"}
"""The other languages with words for the test briefs, and the names of their briefs."""

MIRRORED = "arabic"
"""The brief in a language that is written from right to left."""

DESCRIPTIONS = {
    "everything": "Every part and every kind of block, with texts of an ordinary length.",
    "parts": "The same with all parts in one edition, also those that no audience prints.",
    "long": "Titles of thirty words, twelve key points, long names, options and many sources.",
    "short": "A title of one word, one key point, one short section, no picture and no exhibit.",
    "bare": "No key points, no outlook and no picture.",
    "tables": "A table of 120 rows, and one of twelve columns.",
    **{name: f"Every part and every kind of block, in {name.capitalize()}." for name in LANGUAGES.values()},
}
"""The test briefs by their names, in the order of the report."""

LONG_ROWS, WIDE_COLUMNS, KEY_POINTS = 120, 12, 12

Brief = dict[str, Any]


@cache
def _filler() -> Mapping[str, Any]:
    text = resources("briefing.theme_tests").joinpath("filler.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def content_files(theme: Mapping[str, str], audiences: Iterable[str]) -> dict[str, str]:
    """Return the content of a workspace with all test briefs, by the names of its files.

    `theme` is the name of a theme and the values of its options, as in `content/workspace.yaml`.
    """
    settings = {
        "publisher": {"name": _filler()[ORIGINAL]["organisation"]},
        "licence": "CC0",
        "theme": dict(theme),
    }
    audiences = tuple(audiences)
    found = {"content/workspace.yaml": _as_yaml(settings)}
    briefs = {
        "everything": _everything(ORIGINAL),
        "parts": {**_everything(ORIGINAL), "audiences": {"parts": [*PARTS]}},
        "long": _long(),
        "short": _short(),
        "bare": _bare(),
        "tables": _tables(),
        **{name: _everything(language) for language, name in LANGUAGES.items()},
    }
    for name, brief in briefs.items():
        own = {"pages": {"max": MOST_PAGES}, **brief.pop("audiences", {})}
        found[brief_file(name)] = _as_yaml({**brief, "audiences": dict.fromkeys(audiences, own)})
        found[f"content/{name}/{PICTURE}"] = DRAWING
    return found


class _Dumper(yaml.SafeDumper):
    """Writes a value that is used twice as it is, without an alias."""

    def ignore_aliases(self, data: object) -> bool:
        """Return true for all values."""
        return True


def brief_file(name: str) -> str:
    """Return the name of the file of a test brief in its workspace."""
    return f"content/{name}/brief.yaml"


def copy_of(name: str) -> str:
    """Return the name of the copy of a test brief next to a report."""
    return f"{name}.yaml"


def _as_yaml(value: Mapping[str, Any]) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def _paragraph(words: Mapping[str, Any]) -> str:
    return " ".join(words["sentences"])


def _text(words: Mapping[str, Any], paragraphs: int = 2) -> str:
    return "\n\n".join([_paragraph(words)] * paragraphs)


def _base(language: str) -> Brief:
    """Return the keys that every test brief has."""
    words = _filler()[language]
    return {
        "title": words["title"],
        "date": TEST_DATE,
        "language": language,
        "authors": [words["person"]],
        "bottom_line": words["sentences"][0],
        "key_points": words["sentences"][:3],
        "sections": [{"id": "first", "title": words["heading"], "text": _text(words)}],
        "outlook": words["sentences"][1],
    }


def _everything(language: str) -> Brief:
    """Return a brief with every part and every kind of block."""
    words = _filler()[language]
    one, two, three, four = words["sentences"]
    person, work = words["person"], words["work"]
    return {
        **_base(language),
        "subtitle": words["subtitle"],
        "publisher": {"name": words["organisation"]},
        "type": words["word"],
        "about": one,
        "series": words["subtitle"],
        "number": "1",
        "edition": "1",
        "authors": [
            {
                "name": person,
                "role": words["word"],
                "affiliation": words["organisation"],
                "email": "name@example.org",
                "portrait": PICTURE,
                "bio": two,
            },
            {"name": person},
        ],
        "keywords": [words["term"], words["word"]],
        "as_of": TEST_DATE,
        "supersedes": work,
        "disclaimers": [four],
        "web": "https://example.org/",
        "contact": {"name": person, "email": "name@example.org"},
        "report_number": "1",
        "marking": {"tlp": "CLEAR"},
        "cover": {"file": PICTURE, "alt": words["alt"], "credit": person},
        "abstract": _paragraph(words),
        "facts": {
            f"number-{count}": {"value": str(count), "label": words["label"], "source": "first"}
            for count in range(1, 4)
        },
        "at_a_glance": ["number-1", "number-2", "number-3"],
        "sections": [
            {
                "id": "first",
                "title": words["heading"],
                "text": f"{three} [@first]\n\n## {words['heading']}\n\n{two}^[{four}]\n\n"
                f"- {one}\n- {two}\n  - {four}\n\n1. {one}\n2. {two}\n\n> {words['quotation']}\n\n"
                f"### {words['heading']}\n\n{words['term']}\n: {one}\n\n"
                f"| {words['column']} | {words['words']} |\n|---|---|\n| {words['row']} | {words['words']} |\n",
                "blocks": [
                    {"table": _table(words, rows=6, columns=4)},
                    {"text": _text(words)},
                    {"chart": _chart(words, "bar")},
                    {"quote": {"text": words["quotation"], "by": person, "source": "first"}},
                    {"pull_quote": {"text": four}},
                ],
            },
            {
                "id": "second",
                "title": words["heading"],
                "text": f"{_text(words)} [@second]",
                "blocks": [
                    {"figure": {**_exhibit(words), "file": PICTURE, "credit": person}},
                    {"box": {"type": words["word"], "title": words["exhibit"], "text": _text(words)}},
                    {"timeline": {**_exhibit(words), "entries": _entries(words)}},
                    {"numbers": {"facts": ["number-1", "number-2"], "note": words["note"]}},
                    {"chart": {**_chart(words, "line"), "wide": True}},
                ],
            },
        ],
        "outlook": {
            "horizon": words["word"],
            "scale": "icd-203",
            "summary": _paragraph(words),
            "assumptions": [one, two],
            "drivers": [{"name": words["term"], "direction": "up", "text": one}],
            "scenarios": [
                {
                    "name": words["heading"],
                    "likelihood": likelihood,
                    "confidence": "low",
                    "because": one,
                    "text": two,
                    "signs": [four],
                }
                for likelihood in ("likely", "unlikely")
            ],
            "watch": [{"indicator": words["term"], "now": words["words"], "means": one}],
        },
        "implications": [{"who": words["organisation"], "text": one}, {"who": person, "text": two}],
        "recommendations": [{"who": words["organisation"], "action": one, "by": TEST_DATE}] * 2,
        "counter_view": _paragraph(words),
        "method": _paragraph(words),
        "changes": one,
        "quotes": [{"text": words["quotation"], "by": person, "source": "first"}],
        "questions": [one, two],
        "glossary": {words["term"]: one},
        "sources": {
            "first": {"title": work, "author": person, "publisher": words["organisation"]},
            "second": {"title": work, "author": words["organisation"], "url": "https://example.org/"},
            "third": {"title": work, "author": person},
        },
        "annexes": [{"title": words["heading"], "text": _text(words)}],
        "further_reading": ["third"],
        "acknowledgements": one,
        "funding": two,
        "competing_interests": four,
        "partners": [{"name": words["organisation"]}],
    }


def _exhibit(words: Mapping[str, Any]) -> Brief:
    return {"title": words["exhibit"], "alt": words["alt"], "note": words["note"], "source": "first"}


def _table(words: Mapping[str, Any], rows: int, columns: int) -> Brief:
    """Return a table whose cells are numbers in the order of counting, after a column of words."""
    header = [words["column"], *map(str, range(2, columns + 1))]
    cells = [
        [f"{words['row']} {row}", *(str((row - 1) * (columns - 1) + column) for column in range(1, columns))]
        for row in range(1, rows + 1)
    ]
    return {**_exhibit(words), "data": [header, *cells]}


def _chart(words: Mapping[str, Any], kind: str) -> Brief:
    """Return a chart of the numbers from one to ten."""
    header = [words["row"], *(f"{words['column']} {number}" for number in (1, 2))]
    rows = [[f"{words['row']} {row}", str(row), str(row + 5)] for row in range(1, 6)]
    return {**_exhibit(words), "kind": kind, "data": [header, *rows]}


def _entries(words: Mapping[str, Any]) -> list[Brief]:
    return [{"date": f"{words['word']} {number}", "text": words["sentences"][1]} for number in range(1, 5)]


def _long() -> Brief:
    """Return a brief with everything that is said in many words, or many times."""
    words = _filler()[ORIGINAL]
    thirty, name = words["thirty"], words["organisation_long"]
    sources = {
        f"work-{number}": {
            "title": f"{thirty} ({number})",
            "author": [words["person"]] * 4,
            "publisher": name,
        }
        for number in range(1, 25)
    }
    section = {"title": thirty, "text": f"{_text(words, 5)} [@work-1; @work-2; @work-3; @work-9]"}
    return {
        **_base(ORIGINAL),
        "title": thirty,
        "subtitle": thirty,
        "type": words["subtitle"],
        "series": words["organisation_long"],
        "publisher": {"name": name},
        "authors": [
            {"name": words["person"], "role": words["subtitle"], "affiliation": name} for _ in range(8)
        ],
        "bottom_line": _paragraph(words),
        "key_points": [_paragraph(words)] * KEY_POINTS,
        "sections": [section] * 4,
        "options": [
            {
                "name": thirty,
                "text": _paragraph(words),
                "for": _paragraph(words),
                "against": _paragraph(words),
            }
        ]
        * 4,
        "outlook": _text(words, 4),
        "quotes": [{"text": _paragraph(words), "by": name, "source": "work-1"}] * 3,
        "glossary": {f"{words['term']} {number}": _paragraph(words) for number in range(1, 7)},
        "sources": {name: {**source, "listed": True} for name, source in sources.items()},
        "partners": [{"name": name}] * 4,
    }


def _short() -> Brief:
    """Return a brief with as few words as a brief can have."""
    words = _filler()[ORIGINAL]
    return {
        "title": words["word"],
        "date": TEST_DATE,
        "key_points": [words["sentences"][3]],
        "sections": [{"title": words["word"], "text": words["sentences"][3]}],
        "outlook": words["sentences"][3],
    }


def _bare() -> Brief:
    """Return a brief that its audiences print without key points and outlook."""
    return {**_base(ORIGINAL), "audiences": {"drop": ["key-points", "outlook"]}}


def _tables() -> Brief:
    """Return a brief with a table over several pages, and one that is as wide as a table can be."""
    words = _filler()[ORIGINAL]
    brief = _base(ORIGINAL)
    long, wide = _table(words, LONG_ROWS, 5), _table(words, 12, WIDE_COLUMNS)
    brief["sections"][0]["blocks"] = [
        {"table": {**long, "source": []}},
        {"text": _text(words)},
        {"table": {**wide, "source": [], "wide": True}},
    ]
    return brief
