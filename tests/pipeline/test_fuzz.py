"""Random mutants of good files are built or reported, without an internal error and within the time limit.

`make fuzz` tries more of them. The editions are built in this process, so that every exception is seen.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.cli.console import finding_lines
from briefing.core.errors import BriefingError
from briefing.core.finding import Severity
from briefing.files.workspace import Files, shipped_root
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Plan, Run
from briefing.typeset.layout import Typesetter
from tests.conftest import LEAST_BRIEF, ROOT
from tests.fuzz import FACTOR

PLAN_SECONDS = 10
"""The time limit for reading a brief; none has taken a second."""

LAYOUT_SECONDS = 60
"""The time limit for a page; a worker that takes longer is ended from outside: see `test_limits`."""

SIGNS = [
    *"ab:-#*&![]{}|>'\"%@`\n\t ,?~0.é\u00a0\u200b\u202e\ufeff\x85\u2028\0\\<>=",
    "- ",
    ": ",
    "\n  ",
    "\n    - ",
    "[@",
    "{",
    "[",
    "!!",
    "&a ",
    "*a",
    "<<: ",
    "{{ ",
    "%}",
    "\ud7ff",
    "字",
    "999999999999999999999",
    "1e999",
    ".inf",
    "2026-02-30",
    "\n---\n",
    "|\n",
    ">-\n",
    "null",
    "<script>",
    "![a](../x.png)",
    "[a](javascript:x)",
    "`" * 9,
    "> " * 30,
    "* " * 30,
]


class Endless(BaseException):
    """The time limit was exceeded."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raises Endless in code that exceeds the time limit."""

    def stop(*_: object) -> None:
        raise Endless

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def mutated(text: str, chance: random.Random, count: int) -> str:
    """Return a text in which a few pieces are removed, doubled, moved or exchanged."""
    for _ in range(count):
        lines = text.splitlines(keepends=True) or [""]
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.choice((0, 1, 1, 2, 5, 20)))
        line = chance.randrange(len(lines))
        way = chance.randrange(6)
        if way < 3:
            text = text[:at] + chance.choice(SIGNS) + text[end:]
        elif way == 3:
            text = text[:at] + text[end:]
        elif way == 4:
            lines.insert(chance.randrange(len(lines)), lines[line])
            text = "".join(lines)
        else:
            text = "".join(
                [*lines[:line], " " * chance.randrange(6) + lines[line].lstrip(), *lines[line + 1 :]]
            )
    return text


@cache
def good_texts() -> tuple[str, ...]:
    """Return a short brief, and pieces of the shipped ones that use every feature."""
    shipped = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("content/*/brief.yaml"))]
    assert len(shipped) >= 2
    return (LEAST_BRIEF, LEAST_BRIEF, *(_start_of(text) for text in shipped))


def _start_of(text: str) -> str:
    """Return a brief with its first section only."""
    parts = re.split(r"^(?=\w)", text, flags=re.MULTILINE)
    wanted = (
        "title",
        "date",
        "key_points",
        "sources",
        "sections",
        "outlook",
        "facts",
        "at_a_glance",
        "glossary",
        "options",
    )
    kept = [part for part in parts if part.startswith(wanted)]
    return "".join(
        part if not part.startswith("sections") else "".join(re.split(r"^(?=  - )", part, flags=re.M)[:2])
        for part in kept
    )


def planned(files: Files, brief: str) -> Plan:
    (files.root / "content/trial/brief.yaml").write_text(
        brief, encoding="utf-8", errors="surrogatepass", newline=""
    )
    with at_most(PLAN_SECONDS):
        return plan(files, Selection(audiences=("policymaker",)))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    root = tmp_path_factory.mktemp("fuzz")
    (root / "content/trial").mkdir(parents=True)
    for path in (path for path in ROOT.glob("content/*/*") if not path.name.startswith("brief.")):
        copy = shutil.copytree if path.is_dir() else shutil.copy
        copy(path, root / "content/trial" / path.name)
    return Files(root, shipped_root())


def tried(count: int):
    return settings(
        max_examples=count * FACTOR,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=FACTOR == 1,
    )


@tried(150)
@given(seed=st.integers(0, 2**32), number=st.integers(0, 3), count=st.integers(1, 8))
@pytest.mark.slow
def test_a_mutant_of_a_good_brief_is_read_or_reported(files, seed, number, count):
    brief = mutated(good_texts()[number], random.Random(seed), count)  # noqa: S311
    for failure in planned(files, brief).failed:
        assert failure.error.findings
        for finding in failure.error.findings:
            assert finding.what and finding.where.file
            assert finding.where.line <= len(re.split("\r\n|[\n\r\x85\u2028\u2029]", brief)) + 1
            assert all(re.search("[\0\x1b\u202e]", line) is None for line in finding_lines(finding))


OTHER_FILES = (
    "content/workspace.yaml",
    "templates/audiences/policymaker/audience.yaml",
    "templates/languages/en/labels.yaml",
    "templates/languages/en/traits.yaml",
    "templates/scales/icd-203.yaml",
)


@tried(30)
@given(seed=st.integers(0, 2**32), name=st.sampled_from(OTHER_FILES), count=st.integers(1, 4))
@pytest.mark.slow
def test_a_mutant_of_another_file_is_read_or_reported(files, seed, name, count):
    path = files.root / name
    try:
        with_file(files, name, mutated((ROOT / name).read_text(encoding="utf-8"), random.Random(seed), count))  # noqa: S311
        planned(files, LEAST_BRIEF.replace("It goes on.", "{scale: icd-203, text: It goes on.}"))
    except BriefingError as error:
        assert error.findings  # noqa: PT017
    finally:
        path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def typesetter(files):
    return Typesetter(files)


def made(files, typesetter, brief: str = LEAST_BRIEF) -> set[str]:
    """Build what can be built, and return the codes of the errors. Any exception but a BriefingError is a fault."""
    codes: set[str] = set()
    given = planned(files, brief)
    codes |= {
        finding.code
        for failure in given.failed
        for finding in failure.error.findings
        if finding.severity is Severity.ERROR
    }
    for job in given.jobs:
        try:
            with at_most(LAYOUT_SECONDS):
                run_stages(job, typesetter, Run())
        except BriefingError as error:
            codes |= {finding.code for finding in error.findings if finding.severity is Severity.ERROR}
        except MemoryError:  # reported by a worker as BR704
            continue
    return codes


PIECES = (
    *"*_`[]()<>&#!\\|~^:;,.-–—…’“”«»/@%$=+{}\"'",
    *(
        "word",
        "A",
        "1",
        "1.5 %",
        "40\u00a0million",
        "Donau\u00addampf",
        "e\u0301",
        "İ",
        "ß",
        "№",
        "½",
    ),
    *("**bold**", "*it*", "`code`", "[a link](https://example.org/a_b?c=d&e=f)", "[here](#streets)", "\\*"),
    *(
        "W" * 70,
        "https://example.org/" + "path/" * 20,
        "a/b/c",
        "x" * 30 + "-" + "y" * 30,
        "1,000,000",
        "a_b_c",
    ),
    *(
        "Россия",
        "Ελλάδα",
        "اللغة",
        "\u2060",
        "\u200b",
        "→",
        "≥",
        "−5",
        "²",
        "&amp;",
    ),
    *(
        "{{ x }}",
        "{% if %}",
        "<b>",
        "</p>",
        "http://",
        "mailto:",
        "a@b.org",
    ),
)
GAPS = (" ", " ", " ", "", "\n", "\n\n", "\n\n- ", "\n1. ", "\n> ", "  \n")


def random_text(chance: random.Random, gaps: tuple[str, ...]) -> str:
    pieces = [chance.choice(PIECES) + chance.choice(gaps) for _ in range(chance.randrange(1, 12))]
    return "So it is: " + "".join(pieces)


@pytest.mark.engine
@tried(30)
@given(seed=st.integers(0, 2**32))
def test_whatever_a_text_holds_no_word_of_it_is_lost(files, typesetter, seed):
    """Texts with all kinds of characters and broken markup are built with every word, or reported."""
    chance = random.Random(seed)  # noqa: S311
    line, flow = GAPS[:4], GAPS
    brief = {
        "title": random_text(chance, line[:3]),
        "date": "2026-11-22",
        "bottom_line": random_text(chance, line),
        "key_points": [random_text(chance, line) for _ in range(chance.randrange(1, 4))],
        "sections": [
            {"id": name, "title": random_text(chance, line[:3]), "text": random_text(chance, flow)}
            for name in ("streets", "risks")
        ],
        "outlook": random_text(chance, line),
    }
    codes = made(files, typesetter, json.dumps(brief, ensure_ascii=False))
    assert codes.isdisjoint({"BR602", "BR610", "BR701"}), codes


def with_file(files: Files, name: str, content: str) -> Files:
    path = files.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", errors="replace", newline="")
    return files


CSS_SIGNS = [
    "}",
    "{",
    ";",
    ":",
    "calc(",
    "var(--a)",
    "-1e9px",
    "1e9px",
    "0",
    "url(x)",
    "@media x {",
    "/*",
    "%",
    "\\",
]


@pytest.mark.engine
@tried(15)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 6))
def test_a_mutant_of_a_style_is_applied_or_reported(files, seed, count):
    chance = random.Random(seed)  # noqa: S311
    name = chance.choice(("styles/page.css", "styles/parts/key-points.css", "styles/parts/title.css"))
    style = mutated((ROOT / name).read_text(), chance, count)
    at = chance.randrange(len(style) + 1)
    path = files.root / name
    try:
        with_file(files, name, style[:at] + chance.choice(CSS_SIGNS) + style[at:])
        made(files, Typesetter(files))
    finally:
        path.unlink(missing_ok=True)


TEMPLATE_SIGNS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{{ x }}",
    "{{ brief }}",
    "{% for a in brief.x %}",
    "{# ",
    "|upper",
    "<table>",
    "</p>",
]


@pytest.mark.engine
@tried(25)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 6))
def test_a_mutant_of_a_template_is_rendered_or_reported(files, typesetter, seed, count):
    chance = random.Random(seed)  # noqa: S311
    name = f"templates/parts/{chance.choice(('key-points', 'title', 'outlook'))}.j2.html"
    template = mutated((ROOT / name).read_text(), chance, count)
    at = chance.randrange(len(template) + 1)
    path = files.root / name
    try:
        with_file(files, name, template[:at] + chance.choice(TEMPLATE_SIGNS) + template[at:])
        made(files, typesetter)
    finally:
        path.unlink(missing_ok=True)


SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 90" width="90">
<defs><linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient>
<pattern id="p" width="9" height="9"><circle r="3"/></pattern><clipPath id="c"><rect width="9" height="9"/></clipPath>
</defs>
<path d="M0 0 L10 10 C 20 20, 40 20, 50 10 A 30 50 0 0 1 62 57 Z" fill="url(#g)" stroke="url(#p)"/>
<text x="10" y="20" font-size="9">A <tspan dx="3">word</tspan></text><use href="#c" transform="rotate(9)"/>
<g clip-path="url(#c)" mask="url(#m)"><rect x="1" y="1" width="8" height="8" rx="2"/></g>
</svg>
"""
SVG_SIGNS = [
    "<g>",
    "</g>",
    "<use href='#p'/>",
    "1e99",
    "-1",
    "nan",
    "url(#x)",
    "&a;",
    "<!--",
    "href='#g'",
    '"',
    "0",
    "%",
]


@pytest.mark.engine
@tried(25)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 4))
def test_a_mutant_of_a_drawing_is_drawn_or_reported(files, typesetter, seed, count):
    chance = random.Random(seed)  # noqa: S311
    drawing = SVG
    for _ in range(count):
        at = chance.randrange(len(drawing) + 1)
        drawing = drawing[:at] + chance.choice(SVG_SIGNS) + drawing[at + chance.randrange(4) :]
    with_file(files, "content/trial/map.svg", drawing)
    made(files, typesetter, LEAST_BRIEF.replace("A first text.", "'![A map](map.svg)'"))
