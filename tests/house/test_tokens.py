"""The layout is in tokens: no stylesheet but `tokens.css` has a length, and every token is declared there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import tinycss2

from briefing.files.css import TOKEN_USE, declarations_in, tokens_of, without_comments
from briefing.files.workspace import Files
from tests.conftest import ROOT

STYLES = ROOT / "styles"
ABSOLUTE = frozenset(("mm", "cm", "q", "in", "pt", "pc", "px", "rem"))
"""Units of lengths. A part of the size of the type (em) or of the column (%) is a proportion and may be anywhere."""

WINDOW = ("screen.css", "site.css")
"""The window of a browser has a layout of its own, in rem, which follows the reader's setting."""

OF_SITE = "--site-"
"""Tokens of the site begin so: colours of the theme, in the light or in the dark."""

SET_BY_TEMPLATES = {"--heading-height", "--logo-width", "--table-width"}
"""Tokens with a default that the template of a part replaces."""

FOR_SOME = {"--date", "--dot", "--rail", "--heading-lines", "--marker", "--least-script-size", "--rows"}
"""Tokens that only some elements or modifiers have."""


def lengths_in(text: str) -> Iterator[str]:
    """Yield the declarations with a length, except those of tokens, which override one of `tokens.css`."""
    left = list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
    while left:
        rule = left.pop()
        if rule.type == "declaration":
            if not rule.name.startswith("--") and any(_dimensions(rule.value)):
                yield f"{rule.name}: {tinycss2.serialize(rule.value).strip()}"
        elif rule.type in ("at-rule", "qualified-rule") and rule.content is not None:
            left += tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)


def _dimensions(nodes: Iterable[Any]) -> Iterator[bool]:
    for node in nodes:
        if node.type == "dimension":
            yield node.lower_unit in ABSOLUTE and node.value != 0
        elif node.type == "function":
            yield from _dimensions(node.arguments)
        elif node.type == "() block":
            yield from _dimensions(node.content)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p { margin: 0 0 3pt }", ["margin: 0 0 3pt"]),
        ("@page { @top-left { padding: 5MM } }", ["padding: 5MM"]),
        ("@media print { p { width: calc(2 * (1% + 1px)) } }", ["width: calc(2 * (1% + 1px))"]),
        ("p { margin: 0mm; width: 2em; height: 50%; line-height: 1.5; top: var(--side) }", []),
        (":root { --side: 43mm }", []),
    ],
)  # fmt: skip
def test_a_length_is_found_wherever_it_is(text, found):
    assert list(lengths_in(text)) == found


def test_only_the_tokens_have_lengths():
    sheets = [path for path in STYLES.rglob("*.css") if path.name not in WINDOW]
    found = {str(path.relative_to(STYLES)): list(lengths_in(path.read_text())) for path in sheets}
    assert len(found) > 60
    assert {name: lengths for name, lengths in found.items() if lengths} == {}


def test_every_token_that_is_used_or_overridden_is_declared_with_the_others():
    declared = {*tokens_of(["styles/tokens.css"], Files(ROOT))} | FOR_SOME
    used = {
        (path.name, token)
        for path in STYLES.rglob("*.css")
        for text in [without_comments(path.read_text())]
        for token in (*TOKEN_USE.findall(text), *(one.token for one in declarations_in(path.name, text)))
    }
    assert len(used) > 300
    of_site = {(name, token) for name, token in used if name == "site.css" and token.startswith(OF_SITE)}
    assert len(of_site) == 8
    assert {(name, token) for name, token in used - of_site if token not in declared} == set()


def test_every_token_is_declared_once_and_used():
    sheet = without_comments((STYLES / "tokens.css").read_text())
    declared = [one.token for one in declarations_in("tokens.css", sheet)]
    assert len(declared) == len(set(declared))
    sources = [*(ROOT / "briefing").rglob("*.py"), *STYLES.rglob("*.css")]
    readers = "\n".join(path.read_text() for path in sources)
    unused = [token for token in declared if len(re.findall(rf"{token}(?![\w-])", readers)) < 2]
    assert unused == []


def test_a_size_follows_the_ones_that_it_is_made_from():
    """A token that refers to another follows an override of that one."""
    tokens = tokens_of(["styles/tokens.css", "styles/audiences/public.css"], Files(ROOT))
    assert tokens["--masthead-size"] == "calc(9.5pt + .5pt)"
    assert tokens["--column"] == "0mm"


def test_the_table_of_tokens_has_all_of_them():
    declared = {*tokens_of(["styles/tokens.css"], Files(ROOT))} - SET_BY_TEMPLATES
    table = (ROOT / "docs/themes.md").read_text().partition("### Tokens")[2].partition("\n### ")[0]
    named = set(re.findall(r"`(--[a-z\d-]+[a-z\d])`", table))
    for name in re.findall(r"`(--[a-z-]+-)…`", table):
        named |= {f"{name}size", f"{name}leading"}
    named |= {"--series-2", "--series-3", "--muted-2"}  # "to"
    assert declared - named == set()
    assert named - declared - FOR_SOME == set()
