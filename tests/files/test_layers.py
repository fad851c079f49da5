"""Names, and the layers in which they are found."""

from __future__ import annotations

import pytest

from briefing.files.layers import NOWHERE, SHIPPED, USER, find_place, names_matching
from briefing.files.workspace import Files, base_of, shipped_root
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from tests.conftest import LEAST_BRIEF

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("content/shipped/brief.yaml", USER),
        ("content/trial/shipped/a.svg", USER),
        ("content/trial/shipped/shipped/a.svg", USER),
        ("content/shipped", USER),
        ("content/brief.yaml", NOWHERE),
        ("shipped/content/shipped/brief.yaml", NOWHERE),
        ("styles/page.css", USER),
        ("shipped/styles/page.css", SHIPPED),
        ("styles/shipped/page.css", SHIPPED),
        ("templates/shipped/brief.j2.html", SHIPPED),
        ("templates/parts/shipped/title.j2.html", SHIPPED),
        ("templates/shipped/none.j2.html", NOWHERE),
    ],
)
def test_a_folder_named_shipped_is_special_only_in_templates_and_styles(tmp_path, name, place):
    for own in ("content/shipped/brief.yaml", "styles/page.css"):
        (tmp_path / own).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / own).touch()
    for folder in ("shipped", "shipped/shipped"):
        (tmp_path / "content/trial" / folder).mkdir(parents=True)
        (tmp_path / "content/trial" / folder / "a.svg").touch()
    assert find_place(name, str(tmp_path), str(shipped_root()))[0] == place


@pytest.mark.engine
def test_a_brief_named_shipped_is_built_with_its_pictures(tmp_path):
    folder = tmp_path / "content" / "shipped"
    (folder / "shipped").mkdir(parents=True)
    (folder / "brief.yaml").write_text(
        LEAST_BRIEF.replace(
            "outlook:", "    blocks: [{figure: {title: T, alt: A, file: shipped/a.svg}}]\noutlook:"
        )
    )
    (folder / "shipped" / "a.svg").write_text(PICTURE)
    files = Files(tmp_path, shipped_root())
    assert names_matching("content/*/brief.yaml", str(tmp_path), str(shipped_root())) == [
        "content/shipped/brief.yaml"
    ]
    assert base_of("content/shipped/brief.html") == "content/shipped/brief.html"
    ((_, made),) = execute_here(files)(plan(files, Selection(audiences=("policymaker",))).jobs)
    assert "pdf" in made.files
