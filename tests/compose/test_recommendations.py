"""The recommendations on the page: a table with a header for each row, or a list."""

from __future__ import annotations

import re

import pytest

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.pipeline.plan import Selection, plan
from tests.conftest import LEAST_BRIEF


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "[{who: Cities, action: Plant., by: 2027-05-20}, {action: Wait.}]",
            '<thead><tr><th scope="col">Who</th><th scope="col">Action</th><th scope="col">By</th></tr></thead> '
            "<tbody> "
            '<tr><th scope="row">Cities</th><td>Plant.</td><td class="by">20\u00a0May 2027</td></tr> '
            '<tr><td></td><td>Wait.</td><td class="by"></td></tr>',
        ),
        (
            "[{who: Cities, action: Plant.}]",
            '<thead><tr><th scope="col">Who</th><th scope="col">Action</th></tr></thead> <tbody> '
            '<tr><th scope="row">Cities</th><td>Plant.</td></tr>',
        ),
        ("[{action: Plant.}, Wait.]", "<ol> <li>Plant.</li> <li>Wait.</li> </ol>"),
    ],
)
def test_who_what_and_by_when_are_columns_that_have_entries(workspace, typed, expected):
    planned = plan(files := workspace(f"{LEAST_BRIEF}recommendations: {typed}\n"), Selection())
    (job,) = planned.jobs
    html = re.sub(r"\s+", " ", compose(tailor(job), files).html.replace("\u00a0", "@")).replace("@", "\u00a0")
    assert expected in html
