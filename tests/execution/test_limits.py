"""Each limit is named in its finding; an endless edition is stopped from outside, and only it fails."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from briefing.core.errors import Exit
from briefing.execution.bounds import Bounds
from briefing.execution.pool import Workers
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from tests.conftest import LEAST_BRIEF
from tests.planning import outcome_of

pytestmark = [pytest.mark.engine]

AUDIENCE = "label: Trial\nparts: [title, sections, trial]\n"
IMAGE = LEAST_BRIEF.replace("A first text.", "'![A map](map.png)'")
SECONDS = 3


def black(width: int, height: int) -> bytes:
    """Return a picture whose file is small."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def pages(count: int, limit: str = "") -> dict[str, str]:
    """Return an audience whose template makes that many pages."""
    page = '<p style="break-before: page">x</p>'
    return {
        "templates/audiences/trial/audience.yaml": AUDIENCE + limit,
        "templates/parts/trial.j2.html": f"{{% for _ in range({count}) %}}{page}{{% endfor %}}",
    }


def test_too_many_pages_are_reported(workspace):
    brief = LEAST_BRIEF + "audiences: {trial: {}}\n"
    outcome = outcome_of(workspace(brief, pages(200)))
    assert (outcome.error.exit_code, [f.code for f in outcome.error.findings]) == (Exit.PROMISE, ["BR611"])
    assert "201 pages; the limit for any brief is 200" in outcome.error.findings[0].what
    allowed = outcome_of(workspace(brief, pages(200, "pages: {max: 220}\n")))
    assert (allowed.error, allowed.report.page_count) == (None, 201)


@pytest.mark.parametrize(
    ("content", "reported"),
    [
        (black(8000, 8000), "60 million pixels"),
        (black(9, 9) + bytes(33 * 1024**2), "33.1 MiB; the limit is 32 MiB"),
    ],
    ids=["pixels", "bytes"],
)
def test_a_picture_beyond_its_limit_is_reported_by_name(workspace, content, reported):
    outcome = outcome_of(workspace(IMAGE, {"content/trial/map.png": content}))
    assert [(str(f.where), f.code) for f in outcome.error.findings] == [
        ("content/trial/brief.yaml:7:21", "BR501")
    ]
    assert "map.png" in outcome.error.findings[0].what and reported in outcome.error.findings[0].what


def used(levels: int) -> str:
    """Return a short drawing that draws 10 to the power of `levels` lines."""
    groups = ['<g id="g0"><path d="M0 0L9 9" stroke="black"/></g>']
    for n in range(1, levels + 1):
        uses = f'<use href="#g{n - 1}"/>' * 10
        groups.append(f'<g id="g{n}">{uses}</g>')
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    return f'{start}<defs>{"".join(groups)}</defs><use href="#g{levels}"/></svg>'


def doubled(levels: int) -> str:
    """Return a style in which each variable is used eight times in the next."""
    rules = ["--a0: 1px"] + [f"--a{n}: {' + '.join([f'var(--a{n - 1})'] * 8)}" for n in range(1, levels + 1)]
    return f":root {{ {'; '.join(rules)} }} h1 {{ margin-top: calc(var(--a{levels})) }}"


CHART = """\
  - title: A chart asserts
    text: Of it.
    blocks:
      - chart:
          id: c
          title: A chart
          alt: Two columns.
          data: [[a, b], [x, 1], [y, 2]]
          vega_lite: {vega_lite}
outlook:"""

VEGA_LITE = (
    "{mark: bar, encoding: {x: {field: a, type: nominal}, y: {field: b, type: quantitative}}, "
    "transform: [{calculate: \"test(/(a+)+$/, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')\", as: z}]}"
)

ENDLESS = {
    "chart": (LEAST_BRIEF.replace("outlook:", CHART.replace("{vega_lite}", VEGA_LITE)), {}),
    "drawing": (IMAGE.replace("map.png", "map.svg"), {"map.svg": used(9)}),
    "columns": (LEAST_BRIEF + "audiences: {columns: {}}\n", {}),
    "variables": (LEAST_BRIEF + "audiences: {variables: {}}\n", {}),
}


def endless_files() -> dict[str, str]:
    files = {"content/good/brief.yaml": LEAST_BRIEF}
    for name, (brief, beside) in ENDLESS.items():
        files[f"content/{name}/brief.yaml"] = brief
        files |= {f"content/{name}/{file}": content for file, content in beside.items()}
    for name in ("columns", "variables"):
        files[f"templates/audiences/{name}/audience.yaml"] = "label: Trial\nparts: [title, trial]\n"
    files["templates/parts/trial.j2.html"] = (
        '<table><tr><th scope="col" colspan="1000000">x</th></tr><tr><td>y</td></tr></table>'
    )
    files["styles/audiences/variables.css"] = doubled(10)
    return files


@pytest.mark.process
def test_endless_editions_are_stopped_and_named(workspace):
    """An endless regular expression, a cell over a million columns, a billion lines in a drawing or a style."""
    files = workspace(files=endless_files())
    start = time.monotonic()
    with Workers(files, 2, Bounds(seconds=SECONDS)) as workers:
        outcomes = list(
            build_all(plan(files, Selection()), files, files.root / "out", executor=workers.execute)
        )
    assert time.monotonic() - start < 20 * SECONDS
    reported = {o.edition.brief: [f.code for f in o.error.findings] if o.error else [] for o in outcomes}
    assert reported == {
        "chart": ["BR702"],
        "columns": ["BR702"],
        "drawing": ["BR702"],
        "good": [],
        "trial": [],
        "variables": ["BR702"],
    }


@pytest.mark.parametrize("style", ["size: 1px; margin: 0", "size: 100m; margin: 0", "margin: 20cm"])
def test_a_nonsensical_page_is_reported_or_made(workspace, style):
    files = workspace(files={"styles/audiences/policymaker.css": f"@page {{ {style} }}"})
    outcome = outcome_of(files)
    assert outcome.error is None or {f.code[:3] for f in outcome.error.findings} <= {"BR5", "BR6"}
