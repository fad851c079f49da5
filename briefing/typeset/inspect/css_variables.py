"""Check the CSS variables of a page: each must be defined, and none may refer to itself through others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefing.core.finding import Finding
from briefing.files.css import (
    TOKEN,
    TOKEN_USE,
    Declared,
    declarations_in,
    declared_tokens,
    read_style,
    span_at,
    used_tokens,
)
from briefing.files.workspace import Files

UNDECLARED = "BR510"
"""The code of an undefined variable."""

ROOTS = {":root", "html"}


def variable_findings(names: Sequence[str], html: str, files: Files) -> Iterator[Finding]:
    """Return findings about undefined and circular variables: the engine would drop a declaration, or fail."""
    sheets = dict(sheet for name in names for sheet in read_style(name, files))
    declared = {token for token, _ in TOKEN.findall(html)}
    for text in sheets.values():
        declared |= {token for tokens in declared_tokens(text) for token, _ in tokens}
    for name, text in sheets.items():
        for token, offset in used_tokens(text):
            if token not in declared:
                help = "define it in styles/tokens.css; your file replaces the whole shipped file "
                help += 'unless it starts with @import "shipped/tokens.css";'
                where = span_at(name, text, offset, len(token))
                yield Finding(UNDECLARED, f"CSS variable '{token}' is not defined", where, help)
    for circle in _circles(sheets):
        yield _in_a_circle(circle)


def _circles(sheets: Mapping[str, str]) -> Iterator[list[Declared]]:
    """Return the declarations that refer to each other, for the elements that one selector matches."""
    found: set[frozenset[str]] = set()
    for winners in _by_selector(sheets).values():
        for token in winners:
            circle = _circle_from(token, winners)
            if circle and frozenset(circle) not in found:
                found.add(frozenset(circle))
                yield [winners[one] for one in circle]


def _by_selector(sheets: Mapping[str, str]) -> dict[str, dict[str, Declared]]:
    """Return the winning declaration of each variable, by selector."""
    found: dict[str, dict[str, Declared]] = {}
    for name, text in sheets.items():
        for one in declarations_in(name, text):
            if any(_is_of_a_screen(condition) for condition in one.conditions):
                continue
            for selector in one.selector.split(","):
                key = ":root" if selector.strip() in ROOTS else selector.strip()
                winners = found.setdefault(key, {})
                before = winners.get(one.token)
                if before is None or _weight(one) >= _weight(before):
                    winners[one.token] = one
    return found


def _is_of_a_screen(condition: str) -> bool:
    return condition.lower().startswith("@media") and "screen" in condition and "print" not in condition


def _weight(one: Declared) -> tuple[bool, bool]:
    """Return the weight that decides between two declarations for the root, before their order does."""
    return one.is_important, ":root" in one.selector


def _circle_from(token: str, winners: Mapping[str, Declared]) -> list[str]:
    """Return the shortest path from a variable back to itself; empty where there is none."""
    ways: list[list[str]] = [[token]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for other in TOKEN_USE.findall(winners[way[-1]].value):
            if other == token:
                return way
            if other in winners and other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


def _in_a_circle(circle: list[Declared]) -> Finding:
    tokens = [one.token for one in circle]
    where = circle[0].where
    if len(tokens) == 1:
        return Finding("BR524", f"the CSS variable '{tokens[0]}' refers to itself", where, OWN_VALUE)
    way = " → ".join([*tokens, tokens[0]])
    return Finding("BR524", f"CSS variables refer to each other in a circle: {way}", where, OWN_VALUES)


OWN_VALUE = "give it a value, such as `#12395b` or `4mm`, or refer to another variable"
OWN_VALUES = "give one of them a value that refers to none of the others"
