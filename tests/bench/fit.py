"""Measure the cost of copyfitting: a brief that needs every step, built with and without, in turns in one process.

`python -m tests.bench.fit [ROUNDS]`
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from briefing.core.errors import PromiseError
from briefing.files.workspace import Files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.editions.long_brief import long_brief

ROUNDS = 7
PARAGRAPHS = 40
"""The number of paragraphs that need all shipped steps."""


def build(typesetter: Typesetter, *, is_fitted: bool) -> Run:
    """Build from the file to the bytes; without fitting, the brief exceeds its page limit and is exported anyway."""
    (job,) = plan(typesetter.files, Selection(is_fitted=is_fitted)).jobs
    result = Run()
    try:
        run_stages(job, typesetter, result)
    except PromiseError:
        assert not is_fitted
    return result


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content/trial/brief.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(long_brief(PARAGRAPHS), encoding="utf-8")
        typesetter = Typesetter(Files(Path(folder)))
        plain, fitted = (
            build(typesetter, is_fitted=is_fitted) for is_fitted in (False, True)
        )  # warms up too
        assert plain.page is not None and fitted.page is not None and plain.pdf and fitted.pdf
        layouts = 1 + len(fitted.sheets.steps) if fitted.sheets else 0
        page, again = fitted.page, typesetter.read(fitted.page)
        pairs, more = [], []
        for _ in range(rounds):
            base = seconds(lambda: build(typesetter, is_fitted=False))
            pairs.append(seconds(lambda: build(typesetter, is_fitted=True)) / base)
            more.append(seconds(lambda: again(page.fit_steps)) / base)
    rows = [
        ("plain build", f"{plain.pdf.page_count} pages, 1 layout", 1.0),
        ("fitted build", f"{fitted.pdf.page_count} pages, {layouts} layouts", median(pairs)),
        ("one more layout", "page and styles already read", median(more)),
    ]
    print(
        f"{PARAGRAPHS} paragraphs for 2 pages; {rounds} rounds, warm; medians of each round's ratio to a plain build"
    )
    for name, detail, ratio in rows:
        print(f"{name:<16} {detail:<30} {ratio:5.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
