"""The composed page has all styles of an edition, so that a browser shows it as it is."""

from __future__ import annotations

from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.composed_page import embed_styles
from briefing.pipeline.plan import Selection, plan
from tests.conftest import LEAST_BRIEF


def test_what_a_style_imports_is_in_the_page(workspace):
    own = '@import "shipped/tokens.css";\n:root { --accent: #a01234 }\n'
    files = workspace(LEAST_BRIEF, {"styles/tokens.css": own})
    (job, *_) = plan(files, Selection()).jobs
    html = embed_styles(compose(tailor(job), files), files)
    assert "@import" not in html.partition("<style>")[2]
    assert html.index("--page-size: A4") < html.index("--accent: #a01234")
