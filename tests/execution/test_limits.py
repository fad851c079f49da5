"""Each limit names itself; what has no end is stopped from outside, and costs its own edition alone."""

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

pytestmark = pytest.mark.engine

AUDIENCE = "label: Trial\nparts: [title, sections, trial]\n"
IMAGE = LEAST_BRIEF.replace("A first text.", "'![A map](map.png)'")
SECONDS = 5


def outcome_of(files):
    (outcome,) = build_all(plan(files, Selection()), files, files.root / "out")
    return outcome


def black(width: int, height: int) -> bytes:
    """A picture that is small as a file."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def pages(count: int, limit: str = "") -> dict[str, str]:
    """An audience whose template makes so many pages."""
    page = '<p style="break-before: page">x</p>'
    return {
        "templates/audiences/trial/audience.yaml": AUDIENCE + limit,
        "templates/parts/trial.j2.html": f"{{% for _ in range({count}) %}}{page}{{% endfor %}}",
    }


def test_more_pages_than_any_brief_has_are_told(workspace):
    brief = LEAST_BRIEF + "audiences: {trial: {}}\n"
    outcome = outcome_of(workspace(brief, pages(200)))
    assert (outcome.error.exit_code, [f.code for f in outcome.error.findings]) == (Exit.PROMISE, ["BR611"])
    assert "201 pages; no brief has more than 200" in outcome.error.findings[0].what
    allowed = outcome_of(workspace(brief, pages(200, "pages: {max: 220}\n")))
    assert (allowed.error, allowed.report.page_count) == (None, 201)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (black(8000, 8000), "60 million pixels"),
        (black(9, 9) + bytes(33 * 1024**2), "33.1 MiB; the limit is 32 MiB"),
    ],
    ids=["pixels", "bytes"],
)
def test_a_picture_beyond_its_limit_is_told_by_name(workspace, content, told):
    outcome = outcome_of(workspace(IMAGE, {"content/trial/map.png": content}))
    assert [(str(f.where), f.code) for f in outcome.error.findings] == [
        ("content/trial/brief.yaml:7:21", "BR501")
    ]
    assert "map.png" in outcome.error.findings[0].what and told in outcome.error.findings[0].what


def used(levels: int) -> str:
    """A drawing that says in few words to draw 10 to the power of `levels` lines."""
    groups = ['<g id="g0"><path d="M0 0L9 9" stroke="black"/></g>']
    for n in range(1, levels + 1):
        uses = f'<use href="#g{n - 1}"/>' * 10
        groups.append(f'<g id="g{n}">{uses}</g>')
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    return f'{start}<defs>{"".join(groups)}</defs><use href="#g{levels}"/></svg>'


def doubled(levels: int) -> str:
    """A style whose variables each stand eight times in the next."""
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
def test_what_has_no_end_is_stopped_and_named(workspace):
    """A pattern that tries for ever, a cell over a million columns, a thousand million lines in a drawing or terms
    in a style.
    """
    files = workspace(files=endless_files())
    start = time.monotonic()
    with Workers(files, 2, Bounds(seconds=SECONDS)) as workers:
        outcomes = list(
            build_all(plan(files, Selection()), files, files.root / "out", executor=workers.execute)
        )
    assert time.monotonic() - start < 10 * SECONDS
    told = {o.edition.brief: [f.code for f in o.error.findings] if o.error else [] for o in outcomes}
    assert told == {
        "chart": ["BR702"],
        "columns": ["BR702"],
        "drawing": ["BR702"],
        "good": [],
        "trial": [],
        "variables": ["BR702"],
    }


@pytest.mark.parametrize(
    "style", ["size: 1px; margin: 0", "size: 1px", "size: 100m; margin: 0", "margin: 20cm"]
)
def test_a_page_of_no_sense_is_told_or_made(workspace, style):
    files = workspace(files={"styles/audiences/policymaker.css": f"@page {{ {style} }}"})
    outcome = outcome_of(files)
    assert outcome.error is None or {f.code[:3] for f in outcome.error.findings} <= {"BR5", "BR6"}
