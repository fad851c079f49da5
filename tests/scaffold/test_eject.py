"""`brief eject` and `brief new theme`: what is written, and what is found when an original changes later."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from briefing.cli.command_group import group
from briefing.core.errors import BriefingError
from briefing.explain.theme import describe_theme, list_themes
from briefing.files.css import tokens_of
from briefing.load.themes import open_files
from briefing.pipeline.changed_originals import find_changed_originals
from briefing.pipeline.plan import Selection, plan
from briefing.scaffold.eject import eject, list_originals, read_original
from briefing.scaffold.theme import start_theme
from tests.cases import each
from tests.conftest import ROOT

TITLE = "templates/parts/title.j2.html"
THEME = 'name: house\ndescription: A look.\nversion: "1"\n'


def themed(workspace):
    files = {
        "content/workspace.yaml": "theme: ./house\n",
        "house/theme.yaml": THEME,
        f"house/{TITLE}": "<h1>One</h1>\n",
    }
    return open_files(workspace(files=files).root)


@each(
    ("name", "file", "comment"),
    [
        ("parts/outlook", "templates/parts/outlook.j2.html", "{# "),
        ("parts/outlook.css", "styles/parts/outlook.css", "/* "),
        ("tokens", "styles/tokens.css", "/* "),
        ("languages/en/labels", "templates/languages/en/labels.yaml", "# "),
    ],
)
def test_a_copy_says_where_it_comes_from(workspace, name, file, comment):
    files = workspace()
    original = files.read(file).decode()
    assert eject(files, name) == [files.root / file]
    first, _, rest = (files.root / file).read_text().partition("\n")
    assert first.startswith(f"{comment}Copied from the shipped {file} (") and rest == original
    assert list(find_changed_originals(files)) == []
    assert not plan(open_files(files.root), Selection()).failed


def test_the_original_can_be_read_without_a_copy(workspace):
    files = themed(workspace)
    assert read_original(files, "parts/title").text == "<h1>One</h1>\n"
    assert read_original(files, "tokens").text == (ROOT / "styles/tokens.css").read_text()
    assert not (files.root / TITLE).exists()
    with pytest.raises(BriefingError, match="no shipped file 'nothing'"):
        read_original(files, "nothing")


def test_each_layer_beneath_can_be_printed(workspace):
    options = "options: {brand: {type: colour, default: '#12395b', description: One.}}\n"
    files = {
        "content/workspace.yaml": "theme: ./house\n",
        "house/theme.yaml": f"{THEME}extends: note\n{options}",
        "house/styles/tokens.css": "/* house */\n",
        "styles/tokens.css": "/* own */\n",
    }
    opened = open_files(workspace(files=files).root)
    found = [read_original(opened, f"{'shipped/' * depth}tokens") for depth in range(3)]
    assert [one.name for one in found] == ["tokens.css", "shipped/tokens.css", "shipped/shipped/tokens.css"]
    assert [one.beneath for one in found] == ["shipped/tokens.css", "shipped/shipped/tokens.css", ""]
    assert [one.layer for one in found] == ["the theme", "the theme", "shipped"]
    paths = ["house/styles/tokens.css", ROOT / "themes/note/styles/tokens.css", ROOT / "styles/tokens.css"]
    assert [(opened.root / one.path).resolve() for one in found] == [opened.root / path for path in paths]
    assert [one.text for one in found] == [(opened.root / path).read_text() for path in paths]
    with pytest.raises(BriefingError, match=r"no file beneath 'shipped/shipped/tokens\.css'"):
        read_original(opened, "shipped/shipped/shipped/tokens")


def test_a_wrong_name_does_not_keep_the_other_files_from_being_printed(workspace, monkeypatch):
    files = themed(workspace)
    monkeypatch.chdir(files.root)
    words = ["eject", "--print", "parts/nothing", "parts/title", "nowhere"]
    result = CliRunner().invoke(group, words, obj=words, standalone_mode=False)
    assert (result.return_value, result.stdout) == (2, "<h1>One</h1>\n")
    note = f"parts/title (the theme): house/{TITLE}; beneath it: shipped/parts/title\n"
    assert result.stderr.startswith(note)
    assert "no shipped file 'parts/nothing'" in result.stderr and "'nowhere'" in result.stderr


def test_a_change_of_the_original_is_reported_until_it_is_renewed(workspace):
    files = themed(workspace)
    eject(files, "parts/title")
    own = files.root / TITLE
    own.write_text(own.read_text() + "<p>Mine</p>\n")
    assert list(find_changed_originals(files)) == [], "a change of the copy itself is what it is for"
    (files.root / "house" / TITLE).write_text("<h1>Two</h1>\n<p>More</p>\n")
    (finding,) = find_changed_originals(open_files(files.root))
    assert (finding.code, str(finding.where)) == ("BR534", f"{TITLE}:1:1")
    assert "2 lines added, 1 removed" in finding.what and "'- <h1>One</h1>'" in finding.what
    assert finding.help.endswith("brief eject parts/title --renew")
    eject(files, "parts/title", is_renewed=True)
    assert list(find_changed_originals(files)) == []
    assert own.read_text().endswith("<h1>One</h1>\n<p>Mine</p>\n")
    (files.root / "house" / TITLE).unlink()
    (finding,) = find_changed_originals(open_files(files.root))
    assert "has changed" in finding.what, "the shipped title is the original now"


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("parts/outlok", "did you mean 'parts/outlook'?"),
        ("fonts/Amiri-Bold", "brief eject"),
        ("../x", "brief eject"),
    ],
)
def test_an_unknown_file_is_not_copied(workspace, name, help):
    files = workspace()
    with pytest.raises(BriefingError) as caught:
        eject(files, name)
    assert help in caught.value.findings[0].help
    assert not (files.root / "templates").exists()


def test_nothing_is_overwritten(workspace):
    files = workspace(files={TITLE: "mine"})
    with pytest.raises(BriefingError):
        eject(files, "parts/title")
    with pytest.raises(BriefingError):
        eject(files, "parts/title", is_renewed=True)
    assert (files.root / TITLE).read_text() == "mine"


def test_what_can_be_copied_is_text_with_comments(workspace):
    names = list_originals(workspace())
    assert {TITLE, "styles/tokens.css", "templates/languages/ar/labels.yaml"} <= set(names)
    assert not [name for name in names if name.endswith((".ttf", ".csl", ".md", ".gitignore"))]


def test_a_new_theme_can_be_built_at_once(workspace):
    files = themed(workspace)
    written = start_theme(files.root, "mine", "./house")
    assert {path.relative_to(files.root).as_posix() for path in written} >= {"themes/mine/theme.yaml"}
    (files.root / "content/workspace.yaml").write_text("theme: ./themes/mine\n")
    opened = open_files(files.root)
    (job,) = plan(opened, Selection()).jobs
    assert job.theme.name == "mine"
    shown = describe_theme(files.root, None)
    assert (shown.name, shown.extends) == ("mine", "house → memo")
    assert ("overrides", TITLE) in shown.files and ("overrides", "styles/tokens.css") in shown.files
    shipped = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
    assert [row[:2] for row in list_themes(files.root)] == [
        ("*", "./themes/mine"),
        *(("", name) for name in shipped),
    ]
    with pytest.raises(BriefingError):
        start_theme(files.root, "other", "nothing")


def test_a_new_theme_has_the_brand_colour_of_the_one_that_it_extends(workspace):
    files = workspace()
    for base in ("memo", "note", "sheet"):
        start_theme(files.root, f"my-{base}", base)
        settings = f"theme: ./themes/my-{base}\n"
        made, extended = (
            open_files(workspace(files={"content/workspace.yaml": one}).root)
            for one in (settings, f"theme: {base}\n")
        )
        assert (
            tokens_of(["styles/tokens.css"], made)["--brand"]
            == (tokens_of(["styles/tokens.css"], extended)["--brand"])
        )
