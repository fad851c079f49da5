"""Charts can be drawn in a fork, which gives the memory of the engine back and changes nothing else."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere charts are drawn in the process itself"),
]

SPEC = json.dumps({"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}})
BEGIN = f"""
import json, os, signal, sys
from briefing.compose.charts import engine
from briefing.compose.charts.engine import _Fork, convert, drawing_apart
SPEC = {SPEC!r}
numbers = json.dumps({{"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}})
LOCALES = numbers, json.dumps({{
    "dateTime": "%x", "date": "%x", "time": "%X", "periods": ["AM", "PM"],
    **dict.fromkeys(("days", "shortDays"), list("abcdefg")),
    **dict.fromkeys(("months", "shortMonths"), list("abcdefghijkl")),
}})
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", BEGIN + code]
    return subprocess.run(words, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_a_fork_draws_the_same_and_this_process_never_loads_the_engine():
    done = run("""
with drawing_apart():
    apart = convert(SPEC, *LOCALES, ())
    first = _Fork.number
    assert convert(SPEC, *LOCALES, ()) == apart and _Fork.number == first
assert "vl_convert" not in sys.modules and _Fork.channel is None
try:
    os.kill(first, 0)
except ProcessLookupError:
    assert convert(SPEC, *LOCALES, ()) == apart
    print("same")
""")
    assert done.stdout == "same\n", done.stderr


def test_an_invalid_specification_is_refused_for_the_same_reason():
    done = run("""
reasons = []
for _ in range(2):
    try:
        with drawing_apart():
            convert('{"mark": 3}', *LOCALES, ())
    except ValueError as error:
        reasons.append(str(error))
    from contextlib import nullcontext as drawing_apart
print(len(reasons), len({*reasons}), bool(reasons[0]))
""")
    assert done.stdout == "2 1 True\n", done.stderr


def test_a_fork_without_work_ends_and_another_one_takes_its_place():
    done = run("""
engine.IDLE_SECONDS = 0.01
with drawing_apart():
    apart = convert(SPEC, *LOCALES, ())
    first = _Fork.number
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert convert(SPEC, *LOCALES, ()) == apart and _Fork.number != first
print("drawn again")
""")
    assert done.stdout == "drawn again\n", done.stderr


@pytest.mark.parametrize(("death", "code"), [("os.kill(os.getpid(), 9)", -9), ("os._exit(3)", 3)])
def test_a_chart_that_kills_its_process_ends_the_worker_in_the_same_way(death, code):
    done = run(f"""
engine._convert = lambda request: {death}
with drawing_apart():
    convert(SPEC, *LOCALES, ())
print("alive")
""")
    assert (done.returncode, done.stdout) == (code, "")
