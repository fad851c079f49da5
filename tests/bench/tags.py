"""Measure the cost of tagging: the export of a shipped edition with our tags, with WeasyPrint's own, and with none.

`python -m tests.bench.tags [ROUNDS]`
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from briefing.structure.standards import Standard
from briefing.typeset.layout import export
from briefing.typeset.pdfa import pdf_options
from tests.editions.shipped import run_of

ROUNDS = 7
EDITION = "leap-second-policymaker-en"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rounds: int) -> None:
    result = run_of(EDITION)
    document: Any = result.sheets.document
    options = pdf_options(Standard.UA1)
    works: dict[str, Callable[[], object]] = {
        "WeasyPrint's tags": lambda: document.write_pdf(**options),
        "our tags": lambda: export(result.sheets),
        "no tags": lambda: document.write_pdf(output_intent="srgb"),
    }
    for work in works.values():
        work()
    ratios: dict[str, list[float]] = {name: [] for name in works}
    whole = sum(result.times.values())
    for _ in range(rounds):
        taken = {name: seconds(work) for name, work in works.items()}
        for name, time_taken in taken.items():
            ratios[name].append(time_taken / taken["WeasyPrint's tags"])
    print(
        f"export of {EDITION}, {result.pdf.page_count} pages; {rounds} rounds, warm; ratio to WeasyPrint's tags"
    )
    for name, found in ratios.items():
        print(f"{name:<18} {median(found):5.2f}")
    print(f"the whole build took {whole:.2f} s cold, its export {result.times['export']:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
