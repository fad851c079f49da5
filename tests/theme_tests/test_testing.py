"""`brief theme test`: the pages of the test briefs in a theme, and what has changed since they were kept."""

from __future__ import annotations

import json
import re

import pytest

from tests.command import brief

pytestmark = pytest.mark.process

THEME = "themes/own"
FILES = {
    "content/workspace.yaml": "publisher: {name: A house}\ntheme: {name: ./themes/own, brand: '#7a1f3d'}\n",
    f"{THEME}/theme.yaml": "name: own\ndescription: Ours.\nversion: '3'\n",
    f"{THEME}/styles/parts/title.css": '@import "shipped/title.css";\n',
}
PALE = ".outlook {\n  color: #cccccc;\n}\n"
WIDE = "h1 {\n  white-space: nowrap; font-size: 60pt;\n}\n"


@pytest.fixture
def root(workspace):
    return workspace(files=FILES).root


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_report_of_the_look_of_a_workspace(root):
    write(root, "styles/house.css", PALE)
    done = brief("theme", "test", "-b", "short", cwd=root)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-2:] == ["1 edition, 1 page", "report: out/theme-test/own/index.html"]
    assert "testing the theme own 3: 1 edition" in done.stderr
    assert "styles/house.css:2:3: warning: the text has a contrast of " in done.stderr
    folder = root / "out/theme-test/own"
    edition = "short-policymaker-en"
    assert {path.name for path in folder.iterdir()} == {
        "index.html", "cases.json", "pages.json", "short.yaml", f"{edition}.pdf", f"{edition}-1.png"
    }  # fmt: skip
    page = (folder / "index.html").read_text()
    assert "[BR511]" in page and "[BR608]" not in page
    (record,) = json.loads((folder / "pages.json").read_text())[edition]
    assert (record["width"], record["height"]) == (210, 297)
    assert any(line["text"] == "Title" for line in record["lines"])
    assert brief("theme", "test", "-b", "short", "--strict", cwd=root).returncode == 1


def test_the_results_of_other_briefs_stay_in_the_report_and_are_marked(root):
    folder = root / "out/theme-test/own"
    brief("theme", "test", "-b", "short", cwd=root)
    first = (folder / "short-policymaker-en.pdf").read_bytes()
    write(root, "styles/house.css", PALE)
    assert "1 edition, 1 page" in brief("theme", "test", "-b", "bare", cwd=root).stdout
    page = (folder / "index.html").read_text()
    assert page.index('id="short-policymaker-en"') < page.index('id="bare-policymaker-en"')
    assert "2 editions, 2 pages" in page and "was of bare only: 1 of the editions" in page
    assert page.count("earlier test</td>") == page.count("<p>From an earlier test.") == 1
    assert {*json.loads((folder / "pages.json").read_text())} == {
        "short-policymaker-en",
        "bare-policymaker-en",
    }
    assert (folder / "short-policymaker-en.pdf").read_bytes() == first
    assert (folder / "short.yaml").is_file()

    (folder / "bare-policymaker-en-1.png").unlink()  # results without their files are left out
    brief("theme", "test", "-b", "short", cwd=root)
    page = (folder / "index.html").read_text()
    assert "bare-policymaker-en" not in page and "earlier test" not in page

    write(root, "out/theme-test/own/cases.json", "[{}]")
    brief("theme", "test", "-b", "bare", cwd=root)
    assert "short-policymaker-en" not in (folder / "index.html").read_text()


def test_a_theme_by_name_has_nothing_of_the_workspace(root):
    write(root, "styles/house.css", PALE)
    done = brief("theme", "test", "memo", "-b", "short", "--strict", cwd=root)
    assert (done.returncode, "warning" in done.stderr) == (0, False)
    assert (root / "out/theme-test/memo/index.html").is_file()


def test_an_edition_with_errors_is_shown_with_its_pages(root):
    write(root, f"{THEME}/styles/house.css", WIDE)
    done = brief("theme", "test", "./themes/own", "-b", "long", cwd=root)
    assert done.returncode == 4
    assert f"{THEME}/styles/house.css:2:3: error: the text 'This title has thirty words" in done.stderr
    assert "long-policymaker-en: not built: 1 error" in done.stderr
    assert (root / "out/theme-test/own/long-policymaker-en-1.png").read_bytes().startswith(b"\x89PNG")
    page = (root / "out/theme-test/own/index.html").read_text()
    assert '<span class="error">1 error</span>' in page
    assert page.count('src="long-policymaker-en-') >= 8


def test_changes_since_the_baseline_are_shown_in_words_and_pixels(root):
    assert brief("theme", "test", "-b", "short", "--baseline", cwd=root).returncode == 0
    kept = root / "out/theme-test/own-baseline"
    assert {path.name for path in kept.iterdir()} == {"pages.json", "short-policymaker-en-1.png"}
    same = brief("theme", "test", "-b", "short", cwd=root)
    assert "changed" not in same.stderr
    assert "<td>no</td>" in (root / "out/theme-test/own/index.html").read_text()

    write(root, "styles/house.css", ".outlook { padding-top: 10mm; }\n")
    moved = brief("theme", "test", "-b", "short", "-b", "bare", "--baseline", cwd=root).stderr
    assert "short-policymaker-en: changed since the baseline\n" in moved
    assert re.search(r"  Page 1: \d lines? moved \d+\.\d mm down, from “", moved)
    assert re.search(r"  Page 1: [\d,]+ pixels differ \(\d\.\d\d%\)\n", moved)
    names = {path.name for path in (root / "out/theme-test/own").iterdir()}
    assert {"short-policymaker-en-1-before.png", "short-policymaker-en-1-changes.png"} <= names

    write(root, "styles/house.css", ".outlook { padding-top: 10mm; color: #7a1f3d; }\n")
    coloured = brief("theme", "test", "-b", "short", "--baseline", cwd=root).stderr
    assert "All lines are where they were; colours, rules, pictures or fonts have changed." in coloured
    names = {path.name for path in kept.iterdir()}
    assert names >= {"short-policymaker-en-1.png", "bare-policymaker-en-1.png"}  # those of other briefs stay


def test_a_damaged_baseline_is_as_none(root):
    write(root, "out/theme-test/own-baseline/pages.json", '{"short-policymaker-en": [{"width": "wide"}]}')
    done = brief("theme", "test", "-b", "short", cwd=root)
    assert (done.returncode, "changed" in done.stderr) == (0, False)


@pytest.mark.parametrize(
    ("arguments", "message", "code"),
    [
        (["-b", "shrt"], "there is no test brief 'shrt' [BR802]\n  help: did you mean 'short'?", 2),
        (["nothing"], "there is no theme 'nothing' [BR531]", 3),
        (["./themes/none"], "there is no folder './themes/none' [BR531]", 3),
    ],
)
def test_an_unknown_name_is_a_finding(root, arguments, message, code):
    done = brief("theme", "test", *arguments, cwd=root)
    assert (done.returncode, message in done.stderr) == (code, True)
    assert not (root / "out").exists()


def test_an_edition_that_takes_longer_than_its_time_is_stopped(root):
    done = brief("theme", "test", "-b", "long", "--timeout", "1", "-j", "2", cwd=root)
    assert (done.returncode, "was not ready after 1 s" in done.stderr) == (7, True)
