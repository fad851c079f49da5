"""Imports that fail are reported with the address to write, by names that a person can open."""

from __future__ import annotations

from briefing.core.finding import Finding, Span
from briefing.load.themes import open_files
from briefing.typeset.stylesheet_errors import find_stylesheet_errors
from tests.cases import each
from tests.conftest import LEAST_BRIEF

BENEATH = "it is missing in the layers beneath this file"


def found_in(workspace, sheet: str, address: str, home: str = "themes/house/") -> list[Finding]:
    files = {
        "content/workspace.yaml": "theme: ./themes/house\n" if home else "",
        "themes/house/theme.yaml": 'name: house\ndescription: A look.\nversion: "1"\nextends: note\n',
        f"{home}{sheet}": f'@import "{address}";\n',
    }
    opened = open_files(workspace(LEAST_BRIEF, files).root)
    found = find_stylesheet_errors([sheet], "", opened)
    return [one.shown(opened.shown_name) for one in found if one.code == "BR507"]


@each(
    ("sheet", "address", "name", "reason", "help"),
    [
        (
            "styles/audiences/classroom.css",
            "shipped/audiences/classroom.css",
            "styles/audiences/audiences/classroom.css",
            BENEATH,
            "did you mean shipped/classroom.css?",
        ),
        (
            "styles/parts/outlook.css",
            "shipped/tokens.css",
            "styles/parts/tokens.css",
            BENEATH,
            "did you mean ../shipped/tokens.css?",
        ),
        (
            "styles/house.css",
            "shipped/nothing.css",
            "styles/nothing.css",
            BENEATH,
            "correct the name or add the file",
        ),
        (
            "styles/tokens.css",
            "tokens.css",
            "styles/tokens.css",
            "it imports itself",
            "remove the line; to import the file beneath, write shipped/tokens.css",
        ),
    ],
)
def test_the_address_of_the_file_beneath_is_suggested(workspace, sheet, address, name, reason, help):
    for home in ("themes/house/", ""):
        (one,) = found_in(workspace, sheet, address, home)
        assert str(one.where) == f"{home}{sheet}:1:1"
        assert one.what == f"the stylesheet '{name}' cannot be imported: {reason}"
        assert one.help == help
        if help.startswith("did you mean"):
            assert found_in(workspace, sheet, help[len("did you mean ") : -1], home) == []


def test_a_finding_in_the_stylesheet_of_the_options_is_at_the_settings():
    shown = {"shipped/styles/tokens.css": "content/workspace.yaml", "shipped/styles/a.css": "b/styles/a.css"}
    finding = Finding(
        "BR503", "see shipped/styles/a.css", Span("shipped/styles/tokens.css", 3, 3, source="x")
    )
    placed = finding.shown(lambda name: shown.get(name, name))
    assert (str(placed.where), placed.what) == ("content/workspace.yaml", "see b/styles/a.css")
    other = Finding("BR503", "wrong", Span("shipped/styles/a.css", 3, 3)).shown(
        lambda name: shown.get(name, name)
    )
    assert str(other.where) == "b/styles/a.css:3:3"
