"""The digests of the parts of a YAML file: they change with the data of the part, and with nothing else."""

from __future__ import annotations

import pytest

from briefing.files.layers import USER, Layers
from briefing.files.read_log import (
    SETTLED_NS,
    UNKNOWN,
    USED,
    ReadLog,
    change_of,
    digest_of_part,
    part_name,
)
from briefing.files.workspace import Files
from briefing.files.yaml_parts import digests_of_parts
from tests.cases import each

SHARED = """\
facts:
  trees: {value: 14000, label: trees}
  cost: 12
contact: {name: The desk}
"""


def parts_that_differ(one: str, other: str) -> set[tuple[str, ...]]:
    before, after = digests_of_parts(one.encode()), digests_of_parts(other.encode())
    return {part for part in before.keys() | after.keys() if before.get(part) != after.get(part)}


@each(
    ("old", "new", "changed"),
    [
        ("cost: 12", "cost: 13", {("facts",), ("facts", "cost")}),
        ("cost: 12", "cost: '12'", {("facts",), ("facts", "cost")}),  # `null` and 'null' are not the same
        ("The desk", "A desk", {("contact",), ("contact", "name")}),
        ("cost: 12", "cost: []", {("facts",), ("facts", "cost")}),
        ("  cost: 12\n", "", {("facts",), ("facts", "cost")}),
        ("facts:\n", "# a comment\nfacts:\n\n", set()),
        ("{value: 14000, label: trees}", "\n    value: 14000\n    label: trees", set()),
    ],
)
def test_a_part_changes_with_its_data_alone(old, new, changed):
    assert parts_that_differ(SHARED, SHARED.replace(old, new)) == changed


def test_a_key_that_is_given_twice_counts_twice():
    twice = SHARED.replace("  cost: 12\n", "  cost: 12\n  cost: 13\n")
    assert ("facts", "cost") in parts_that_differ(SHARED, twice)
    assert parts_that_differ(twice, twice.replace("cost: 12", "cost: 11")) == {("facts",), ("facts", "cost")}


def test_parts_of_a_file_with_aliases_change_with_any_part():
    aliased = "facts: {a: &x {value: 1}, b: *x}\nboxes: {}\n"
    assert ("facts", "b") in parts_that_differ(aliased, aliased.replace("value: 1", "value: 2"))


@each("text", ["facts: [", "a: " + "[" * 60 + "]" * 60, "facts: \x00", "- a\n- b\n"])
def test_a_file_that_cannot_be_read_has_no_known_parts(text, tmp_path):
    path = tmp_path / "shared.yaml"
    path.write_text(text)
    found = digests_of_parts(text.encode())
    assert found in ({(): UNKNOWN}, {})


@pytest.mark.parametrize("named", ["content/shared.yaml", "../common/shared.yaml"])
def test_a_used_part_is_outdated_when_it_changes_comes_or_goes(tmp_path, named):
    root = tmp_path / "workspace"
    path = (root / named).resolve()
    (root / "content").mkdir(parents=True)
    path.parent.mkdir(exist_ok=True)
    files = Files(root)

    def noted() -> ReadLog:
        with files.noting() as log:
            files.note_part(named, ("facts", "cost"), path if named.startswith("..") else None)
        return log

    def change(log: ReadLog) -> str:
        ((how, name, entry),) = log.needed()
        assert how == USED
        return change_of(how, name, entry, files.layers)[0]

    missing = noted()
    assert change(missing) == ""
    path.write_text(SHARED)
    assert change(missing) == f"facts.cost in {named} changed"
    present = noted()
    path.write_text(SHARED.replace("14000", "15000"))
    assert (change(present), change(missing)) == ("", f"facts.cost in {named} changed")
    path.write_text(SHARED.replace("12", "15"))
    assert change(present) == f"facts.cost in {named} changed"
    path.unlink()
    assert change(present) == f"facts.cost in {named} changed"
    assert change(missing) == ""


def test_without_a_part_the_digest_is_that_of_the_whole_file(tmp_path):
    path = tmp_path / "shared.yaml"
    path.write_text(SHARED)
    before = digest_of_part(str(path), "shared.yaml", ())
    path.write_text(f"# moved\n{SHARED}")
    assert digest_of_part(str(path), "shared.yaml", ()) != before


def test_empty_values_of_two_types_are_not_the_same():
    assert parts_that_differ("a: {}\n", "a: []\n") == {("a",)}
    assert parts_that_differ("a: {b: []}\n", "a: [b]\n") >= {("a",)}


def test_a_part_of_a_file_that_has_just_been_written_is_read_again_the_next_time(tmp_path, monkeypatch):
    """Its stamp is not enough yet: a second change in the same moment would leave it as it is."""
    path = tmp_path / "content/workspace.yaml"
    path.parent.mkdir()
    path.write_text(SHARED)
    name = part_name("content/workspace.yaml", ["contact"])
    entry = (USER, None, digest_of_part(str(path), "content/workspace.yaml", ["contact"]))
    written = max(path.stat().st_ctime_ns, path.stat().st_mtime_ns)
    stamps = []
    for later in (0, 9 * SETTLED_NS):
        monkeypatch.setattr("briefing.files.read_log.time.time_ns", lambda later=later: written + later)
        what, stamp = change_of(USED, name, entry, Layers(str(tmp_path), str(tmp_path)))
        assert what == ""
        stamps.append(stamp is not None)
    assert stamps == [False, True]
