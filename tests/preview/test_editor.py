"""The command of the editor gets the file, the line and the column, however it is written."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from briefing.preview.editor import address_of, editor_of, find_error, open_at, words_for
from tests.cases import each

FILE = Path("/work space/content/a b/brief.yaml")

COMMANDS = {
    "code": ["code", "--goto", f"{FILE}:12:3"],
    "/usr/local/bin/code --reuse-window": ["/usr/local/bin/code", "--reuse-window", "--goto", f"{FILE}:12:3"],
    "subl": ["subl", f"{FILE}:12:3"],
    "emacsclient": ["emacsclient", "--no-wait", "+12:3", str(FILE)],
    "idea": ["idea", "--line", "12", "--column", "3", str(FILE)],
    "notepad": ["notepad", str(FILE)],
    "xterm -e vim +{line} {file}": ["xterm", "-e", "vim", "+12", str(FILE)],
    "'my editor' --at={file}@{line},{column}": ["my editor", f"--at={FILE}@12,3"],
}


@each(("command", "words"), COMMANDS.items())
def test_the_command_gets_the_place(command, words):
    assert words_for(command, FILE, 12, 3) == words


def test_a_file_name_is_one_word_and_is_never_a_command():
    name = Path("/w/$(touch x); {line} 'a'.yaml")
    assert words_for("code", name, 0, 0)[-1].startswith("/w/$(touch x);")
    assert words_for("vim +{line} {file}", name, 4, 1)[0:2] == ["vim", "+4"]
    assert words_for("vim {file}", name, 4, 1) == ["vim", str(name)]


@each(
    ("command", "problem"),
    [
        ("no-such-editor --wait", "there is no program 'no-such-editor'"),
        ("'code", "the command is not complete: no closing quotation"),
        ("  ", "the command is empty"),
        (shlex.quote(sys.executable), ""),
    ],
)
def test_a_command_that_cannot_be_run_is_reported(command, problem):
    assert find_error(command) == problem


def test_the_option_comes_before_the_environment():
    assert editor_of("code", {"BRIEF_EDITOR": "subl"}) == "code"
    assert editor_of(None, {"BRIEF_EDITOR": "subl", "EDITOR": "vi"}) == "subl"
    assert editor_of(None, {"EDITOR": "vi"}) == ""


def test_the_address_names_the_place():
    assert address_of(FILE, 12, 3) == "vscode://file/work%20space/content/a%20b/brief.yaml:12:3"
    assert address_of(FILE, 0, 0).endswith(":1:1")


@pytest.mark.process
def test_an_editor_that_has_gone_is_reported():
    assert "No such file" in open_at("no-such-editor", FILE, 1, 1)
