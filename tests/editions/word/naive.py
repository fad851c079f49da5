"""The brief of somebody who copies a Word document, and pastes each chapter below the `text` of a section."""

from __future__ import annotations

import itertools

from tests.editions.word.clipboard import Line, copied


def naive_brief(file: bytes) -> str:
    """Return the brief: the title and the titles of the sections are typed, everything else is pasted."""
    lines = copied(file)
    starts = [number for number, line in enumerate(lines) if line.style == "Heading1"]
    front = lines[: starts[0]]
    yield_from = [
        f"title: {front[0].text}",
        f"subtitle: {front[1].text}",
        "date: 2026-11-02",
        "audiences: [minister, policymaker, public, analyst]",
        "authors:",
        f"  - {front[2].text}",
        "abstract: |",
        *_pasted(_below(front, "Abstract"), "  "),
        "key_points:",
        *(f"  - {line.text}" for line in _below(front, "Key points")),
        "sections:",
    ]
    for start, end in itertools.pairwise([*starts, len(lines)]):
        yield_from += [
            f"  - title: {lines[start].text}",
            "    text: |",
            *_pasted(lines[start + 1 : end], "      "),
        ]
    return "\n".join([*yield_from, "outlook: The gauges go on.", ""])


def _pasted(lines: list[Line], indent: str) -> list[str]:
    return [indent + line.text for line in lines]


def _below(lines: list[Line], heading: str) -> list[Line]:
    """Return the lines between a heading and the next."""
    (start,) = (number for number, line in enumerate(lines) if line.text == heading)
    return list(itertools.takewhile(lambda line: not line.style.startswith("Heading"), lines[start + 1 :]))
