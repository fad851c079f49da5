"""Audiences as data: one extends another, and every error in that is reported."""

from __future__ import annotations

import re

import pytest

from briefing.core.errors import BriefingError
from briefing.load.library import Library
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

FOLDER = "templates/audiences"
BASE = """\
label: Base
parts: [title, key-points, outlook]
pages: 3
budgets: {title: {words: 9}, key-points: {words: 20, items: 4}}
"""


def library(workspace, **audiences: str) -> Library:
    files = {f"{FOLDER}/{name}/audience.yaml": text for name, text in audiences.items()}
    return Library(workspace(LEAST_BRIEF, files))


def test_unset_keys_are_inherited(workspace):
    found = library(
        workspace,
        base=BASE,
        child="extends: base\nregister: plain\ndrop: outlook\nbudgets: {key-points: {items: 3}}\n",
        grandchild="extends: child\nlabel: Grandchild\npages: 9\n",
    )
    audience = found.audiences.named("grandchild")
    assert audience.label.text == "Grandchild"
    assert (audience.register_, audience.parts, audience.pages.max) == ("plain", ("title", "key-points"), 9)
    assert {part: (b.words, b.items) for part, b in audience.budgets.items()} == {
        "title": (9, None),
        "key-points": (None, 3),
    }
    assert found.audiences.lineage("grandchild") == ("grandchild", "child", "base")
    assert found.audiences.named("base").parts == ("title", "key-points", "outlook")


@each(
    ("audiences", "expected"),
    [
        (
            {"one": "extends: two", "two": "extends: one"},
            ("BR320", "two", 1, "remove `extends` from one of them"),
        ),
        ({"one": "extends: one"}, ("BR320", "one", 1, "remove `extends` from one of them")),
        ({"one": "extends: policymakr"}, ("BR301", "one", 1, "did you mean 'policymaker'?")),
        ({"one": "extends: public\nparst: [title]"}, ("BR201", "one", 2, "did you mean 'parts'?")),
        ({"one": "extends: public\ndrop: [glosary]"}, ("BR310", "one", 2, "did you mean 'glossary'?")),
        (
            {"one": "extends: public\nregister: simple"},
            ("BR207", "one", 2, "the choices are: plain, short, text"),
        ),
        ({"one": "label: One"}, ("BR202", "one", 1, "add `parts: …`")),
    ],
)
def test_an_error_is_reported_in_the_file_that_has_it(workspace, audiences, expected):
    with pytest.raises(BriefingError) as stopped:
        library(workspace, **audiences).audiences.named("one")
    (finding,) = stopped.value.findings
    file = f"{FOLDER}/{expected[1]}/audience.yaml"
    assert (finding.code, finding.where.file, finding.where.line, finding.help) == (
        expected[0],
        file,
        *expected[2:],
    )


def test_a_brief_is_built_for_the_audiences_that_it_declares(workspace):
    files = workspace(f"audiences: {{press: {{}}, public: {{pages: 2}}}}\n{LEAST_BRIEF}")
    jobs = plan(files, Selection()).jobs
    assert [job.edition.audience for job in jobs] == ["press", "public"]
    assert jobs[1].audience.pages.max == 2


def test_every_shipped_audience_can_be_read(workspace):
    found = Library(workspace())
    assert tuple(found.audiences) == (
        "analyst",
        "classroom",
        "legislator",
        "minister",
        "policymaker",
        "press",
        "public",
    )
    assert all(found.audiences.named(name).pages for name in found.audiences)
    assert found.audiences.lineage("classroom") == ("classroom", "public")


def test_the_audience_in_the_readme_is_valid(workspace):
    written = (ROOT / "README.md").read_text()
    (name, text) = re.search(
        r"`templates/audiences/(\w+)/audience\.yaml`:\n\n```yaml\n(.*?)```", written, re.DOTALL
    ).groups()
    found = library(workspace, **{name: text})
    mayor, minister = found.audiences.named(name), found.audiences.named("minister")
    assert found.audiences.lineage(name) == ("mayor", "minister")
    assert (mayor.label.text, mayor.pages.max) == ("Mayor", 1)
    assert [part for part in minister.parts if part not in mayor.parts] == ["implications"]
    (job,) = plan(found.files, Selection(audiences=(name,))).jobs
    assert (job.edition.name, job.audience) == ("trial-mayor-en", mayor)


PARTS = "label: Base\nparts: [masthead, marking, title, bottom-line, key-points, recommendations, outlook]\n"


@each(
    ("first", "expected"),
    [
        ("recommendations", ["recommendations", "bottom-line", "key-points", "outlook"]),
        ("[outlook, key-points]", ["outlook", "key-points", "bottom-line", "recommendations"]),
        ("[bottom-line]", ["bottom-line", "key-points", "recommendations", "outlook"]),
        ("[outlook]\ndrop: [bottom-line]", ["outlook", "key-points", "recommendations"]),
    ],
)
def test_parts_can_come_first_after_those_that_open_the_page(workspace, first, expected):
    found = library(workspace, base=PARTS, child=f"extends: base\nfirst: {first}\n")
    assert found.audiences.named("child").parts == ("masthead", "marking", "title", *expected)


def test_a_page_without_an_opening_begins_with_the_first_part(workspace):
    found = library(
        workspace, base=BASE.replace("title, key", "key"), child="extends: base\nfirst: outlook\n"
    )
    assert found.audiences.named("child").parts == ("outlook", "key-points")


def test_a_brief_puts_a_part_first_in_one_line(workspace):
    files = workspace(LEAST_BRIEF + "audiences: {policymaker: {first: outlook}, analyst: {}}\n")
    policymaker, analyst = (job.audience.parts for job in plan(files, Selection()).jobs)
    assert policymaker[:6] == ("masthead", "marking", "title", "cover", "outlook", "bottom-line")
    assert analyst[4] == "abstract"
    assert len(set(policymaker)) == len(policymaker)


@each(
    ("change", "expected"),
    [
        ("first: recomendations", "did you mean 'recommendations'?"),
        ("first: key_points", "did you mean 'key-points'?"),
        ("first: glossary", "remove it; the parts are: bottom-line, key-points, at-a-glance"),
        ("first: outlook, drop: outlook", "remove it; the parts are: bottom-line, key-points, at-a-glance"),
    ],
)
def test_a_part_that_cannot_come_first_is_reported_at_its_name(workspace, change, expected):
    text = LEAST_BRIEF + f"audiences:\n  policymaker: {{{change}}}\n"
    (failure,) = plan(workspace(text), Selection()).failed
    (finding,) = failure.error.findings
    assert (finding.code, finding.where.line, finding.where.column) == ("BR310", 10, 24)
    assert finding.help.startswith(expected)
