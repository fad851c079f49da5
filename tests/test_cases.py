"""Tests of many cases: every case runs, in a folder of its own, and those that fail are named."""

from __future__ import annotations

import inspect

import pytest

from tests.cases import cases_of, each


def test_every_case_runs_and_those_that_fail_are_named():
    seen = []

    @each(("number", "word"), [(1, "one"), (2, "two"), (3, "three"), (4, "four")])
    def check(number, word):
        seen.append(number)
        assert number % 2, "odd numbers only"
        assert word

    with pytest.raises(ExceptionGroup, match="2 of 4 cases failed") as failed:
        check()
    assert seen == [1, 2, 3, 4]
    assert [error.__notes__ for error in failed.value.exceptions] == [
        ["in the case number=2, word='two'"],
        ["in the case number=4, word='four'"],
    ]


def test_the_only_case_that_fails_is_the_error_itself():
    @each("number", [1, 2])
    def check(number):
        with pytest.raises(ZeroDivisionError):
            _ = 1 / (number - 1)

    with pytest.raises(pytest.fail.Exception) as failed:
        check()
    assert failed.value.__notes__ == ["in the case number=2"]


def test_a_case_may_have_a_name_and_no_marker():
    @each("number", [1, pytest.param(2, id="an even one")])
    def check(number):
        assert number % 2

    with pytest.raises(AssertionError) as failed:
        check()
    assert failed.value.__notes__ == ["in the case an even one"]
    with pytest.raises(AssertionError, match="for a whole test"):
        each("number", [pytest.param(2, marks=pytest.mark.slow)])


def test_two_sets_of_cases_are_combined():
    seen = []

    @each("first", "ab")
    @each("second", [1, 2, 3])
    def check(first, second, seen_by):
        seen_by.append((first, second))

    assert list(inspect.signature(check).parameters) == ["seen_by"]
    assert cases_of(check) == 6
    check(seen_by=seen)
    assert seen == [(first, second) for first in "ab" for second in (1, 2, 3)]


def test_a_case_has_a_workspace_of_its_own(workspace):
    names = []

    @each("name", ["one", "two"])
    def check(workspace, name):
        root = workspace(files={f"content/{name}.txt": name}).root
        names.append(sorted(path.name for path in (root / "content").glob("*.txt")))

    check(workspace=workspace)
    assert names == [["one.txt"], ["two.txt"]]


def test_a_case_has_a_temporary_folder_of_its_own(tmp_path):
    found = []

    @each("name", ["one", "two"])
    def check(tmp_path, name):
        (tmp_path / name).touch()
        found.append([path.name for path in tmp_path.iterdir()])

    check(tmp_path=tmp_path)
    assert found == [["one"], ["two"]]


def test_no_case_is_no_test():
    with pytest.raises(AssertionError, match="checks nothing"):
        each("name", [])
