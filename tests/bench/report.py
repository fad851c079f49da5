"""The report of the benchmark: a table with the targets, and a chart of the times by number of pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

START = "<!-- measured: `make bench` writes what follows -->"
COLOURS = {"brief": "#9a3324", "weasyprint": "#1f4e79", "naive": "#7a8fa6", "typst": "#3c7d4b"}


def table(rows: Sequence[Any]) -> str:
    """Return the rows with their targets, as Markdown."""
    lines = ["| what | measured | target | reached | |", "|---|---|---|---|---|"]
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        reached = "yes" if row.is_reached else "**no**"
        lines.append(f"| {row.what} | {row.value:.2f} | {sign} {row.target:g} | {reached} | {row.detail} |")
    return "\n".join(lines)


def drawing(times: Mapping[str, Mapping[str, float]]) -> str:
    """Return a chart of the cold times by number of pages, as SVG."""
    import vl_convert

    values = [
        {"pages": int(pages), "seconds": taken, "tool": name}
        for pages, found in times.items()
        for name, taken in found.items()
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 420,
        "height": 240,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "pages", "type": "quantitative", "scale": {"type": "log"}, "title": "pages"},
            "y": {
                "field": "seconds",
                "type": "quantitative",
                "scale": {"type": "log"},
                "title": "seconds, from start to exit",
            },
            "color": {
                "field": "tool",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())},
            },
        },
    }
    svg: str = vl_convert.vegalite_to_svg(json.dumps(spec))
    return svg


def write_report(
    rows: Sequence[Any],
    times: Mapping[str, Mapping[str, float]],
    stages: Mapping[str, float],
    machine: str,
    rounds: int,
    folder: Path | None,
) -> None:
    """Print the report, and write it to the folder of the documentation."""
    profile = "\n".join(
        [
            "| a cold build of 4 pages, stage by stage in one process | on a processor |",
            "|---|---|",
            *(f"| {name} | {1000 * taken:.0f} ms |" for name, taken in stages.items()),
        ]
    )
    print(f"\n{table(rows)}\n\n{profile}\n\n{machine}")
    if folder is None:
        return
    lengths = [
        "| pages | " + " | ".join(COLOURS) + " |",
        "|---|" + "---|" * len(COLOURS),
        *(
            f"| {pages} | " + " | ".join(f"{found[name]:.2f} s" for name in COLOURS) + " |"
            for pages, found in times.items()
        ),
    ]
    page = folder / "benchmarks.md"
    head = page.read_text(encoding="utf-8").partition(START)[0]
    parts = [
        head + START,
        f"{machine}. Medians of {rounds} rounds; long documents have a third of them.",
        table(rows),
        profile,
        "![Cold times by pages](benchmarks.svg)",
        "\n".join(lengths),
    ]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    (folder / "benchmarks.svg").write_text(drawing(times), encoding="utf-8")
