"""The changes since files were read: by their stamps if these can be trusted, else by their bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.files.layers import NOWHERE, OUTSIDE, SHIPPED, USER, Layers
from briefing.files.read_log import (
    LISTED,
    LOOKED_FOR,
    READ,
    SETTLED_NS,
    UNKNOWN,
    ReadLog,
    change_of,
    digest_of,
    stamp_of,
    text_of_names,
)

OWN, BELOW, FONT = "styles/own.css", "styles/below.css", "styles/fonts/a.otf"


@pytest.fixture
def layers(tmp_path) -> tuple[Path, Path]:
    """A layer of the user with one file, and a shipped layer with another."""
    user, shipped = tmp_path / "user", tmp_path / "shipped"
    for path in (user / OWN, shipped / BELOW):
        path.parent.mkdir(parents=True)
        path.write_text("as it was")
    return user, shipped


DIGEST = digest_of(b"as it was")


def test_a_digest_has_16_bytes():
    assert digest_of(b"") == "cae66941d9efbd404e4d88758ea67670"
    assert text_of_names(["a", "b"]) == "a\nb"


def test_a_stamp_has_the_size_and_the_times(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"1234")
    found = path.stat()
    stamp = (4, found.st_mtime_ns, found.st_ctime_ns)
    assert stamp_of(str(path)) == stamp
    for name in ("none", "a\0b", "."):
        assert stamp_of(str(tmp_path / name)) is None
    newest = max(found.st_mtime_ns, found.st_ctime_ns)
    for age, settled in ((SETTLED_NS, stamp), (SETTLED_NS - 1, None), (0, None)):
        monkeypatch.setattr("briefing.files.read_log.time.time_ns", lambda age=age: newest + age)
        assert stamp_of(str(path), is_settled=True) == settled
    assert stamp_of(str(path)) == stamp


def test_a_file_with_a_time_in_the_future_is_not_settled(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.touch()
    os.utime(path, ns=(path.stat().st_ctime_ns + 9 * SETTLED_NS,) * 2)
    later = path.stat().st_ctime_ns + 2 * SETTLED_NS
    monkeypatch.setattr("briefing.files.read_log.time.time_ns", lambda: later)
    assert stamp_of(str(path), is_settled=True) is None


def test_a_file_that_changes_between_two_reads_gets_a_hash_that_no_file_has():
    log = ReadLog()
    log.note(READ, "a", (USER, (1, 2, 3), "x"))
    log.note(READ, "a", (USER, None, "x"))
    assert log.entries == {(READ, "a"): (USER, (1, 2, 3), "x")}
    for entry in ((USER, (1, 2, 3), "y"), (SHIPPED, (1, 2, 3), "x")):
        changed = ReadLog(dict(log.entries))
        changed.note(READ, "a", entry)
        assert changed.entries == {(READ, "a"): (entry[0], None, UNKNOWN)}


def test_logs_are_added_and_redundant_lookups_left_out():
    log, other = ReadLog({(LOOKED_FOR, "a"): (USER, None, "")}), ReadLog()
    other.note(READ, "a", (USER, None, "x"))
    other.note(LOOKED_FOR, "b", (NOWHERE, None, ""))
    other.note(LISTED, "a", ("", None, "a"))
    log.add(other)
    assert list(log.needed()) == [
        (READ, "a", (USER, None, "x")),
        (LOOKED_FOR, "b", (NOWHERE, None, "")),
        (LISTED, "a", ("", None, "a")),
    ]
    assert repr(ReadLog({(READ, "a"): (USER, None, "x")})) == "ReadLog({('read', 'a'): ('user', None, 'x')})"
    assert ReadLog().entries == {}


def change(layers: tuple[Path, Path], how: str, name: str, place: str, stamp=None, digest: str = DIGEST):
    """Return what has changed, in words, for an entry."""
    user, shipped = map(str, layers)
    return change_of(how, name, (place, stamp, digest if how == READ else ""), Layers(user, shipped))


def test_an_unchanged_file_has_not_changed(layers):
    user, shipped = layers
    assert change(layers, READ, OWN, USER) == ("", None), "it is too new for its stamp to be trusted"
    stamp = stamp_of(str(user / OWN))
    assert change(layers, READ, OWN, USER, stamp) == ("", stamp)
    stamp = stamp_of(str(shipped / BELOW))
    assert change(layers, READ, BELOW, SHIPPED, stamp) == ("", stamp)
    assert change(layers, READ, "styles/shipped/below.css", SHIPPED, stamp) == ("", stamp)


def test_a_file_with_a_new_stamp_and_the_same_bytes_has_not_changed(layers, monkeypatch):
    user, _ = layers
    later = (user / OWN).stat().st_ctime_ns + SETTLED_NS
    monkeypatch.setattr("briefing.files.read_log.time.time_ns", lambda: later)
    assert change(layers, READ, OWN, USER, (1, 1, 1)) == ("", stamp_of(str(user / OWN)))


def test_a_file_with_the_same_stamp_is_not_read(layers, monkeypatch):
    user, _ = layers
    stamp = stamp_of(str(user / OWN))
    monkeypatch.setattr("briefing.files.read_log.read_file", lambda *_: 1 / 0)
    assert change(layers, READ, OWN, USER, stamp) == ("", stamp)


def test_other_bytes_are_a_change(layers):
    assert change(layers, READ, OWN, USER, digest=digest_of(b"other")) == (f"{OWN} changed", None)
    assert change(layers, READ, OWN, USER, (1, 1, 1), digest=UNKNOWN) == (f"{OWN} changed", None)


def test_a_file_that_cannot_be_read_any_more_is_a_change(layers):
    user, _ = layers
    (user / OWN).unlink()
    (user / OWN).mkdir()
    assert change(layers, READ, OWN, USER) == (f"{OWN} cannot be read", None)


@pytest.mark.parametrize("how", [READ, LOOKED_FOR])
def test_a_file_that_is_gone_new_or_overridden_is_a_change(layers, how):
    user, shipped = layers
    (shipped / OWN).write_text("as it was")
    assert change(layers, how, OWN, SHIPPED, (1, 1, 1)) == (
        f"{OWN} in this workspace now overrides the shipped file",
        None,
    )
    assert change(layers, how, OWN, NOWHERE) == (f"{OWN} is new", None)
    (user / OWN).unlink()
    assert change(layers, how, OWN, USER, (1, 1, 1)) == (f"{OWN} in this workspace is gone", None)
    (shipped / OWN).unlink()
    assert change(layers, how, OWN, USER) == (f"{OWN} is gone", None)
    assert change(layers, how, OWN, SHIPPED, (1, 1, 1)) == (f"{OWN} is gone", None)


def test_a_name_that_was_looked_for_and_not_found_is_new_now(layers):
    assert change(layers, LOOKED_FOR, BELOW, NOWHERE) == (f"{BELOW} is new", None)
    assert change(layers, LOOKED_FOR, "styles/none.css", NOWHERE) == ("", None)
    assert change(layers, LOOKED_FOR, OWN, USER) == ("", None)
    assert change(layers, LOOKED_FOR, BELOW, SHIPPED) == ("", None)


def test_a_file_that_is_replaced_by_a_link_to_the_outside_is_a_change(layers, tmp_path):
    user, _ = layers
    (tmp_path / "out.css").write_text("as it was")
    (user / OWN).unlink()
    (user / OWN).symlink_to(tmp_path / "out.css")
    assert change(layers, READ, OWN, USER) == (f"{OWN} leads out of the workspace", None)
    assert change(layers, LOOKED_FOR, OWN, OUTSIDE) == ("", None)


def test_a_font_of_a_package_is_checked_at_its_path(layers, tmp_path):
    user, shipped = layers
    font = tmp_path / "a.otf"
    font.write_text("as it was")
    stamp = stamp_of(str(font))
    assert change(layers, READ, FONT, str(font), stamp) == ("", stamp)
    assert change(layers, READ, FONT, str(font), (1, 1, 1)) == ("", None)
    font.write_text("other")
    assert change(layers, READ, FONT, str(font), (1, 1, 1)) == (f"{FONT} changed", None)
    for layer, words in (
        (shipped, f"{FONT} in this workspace is gone"),
        (user, f"{FONT} in this workspace now overrides the shipped file"),
    ):
        (layer / FONT).parent.mkdir(parents=True)
        (layer / FONT).write_text("as it was")
        assert change(layers, READ, FONT, str(font), stamp_of(str(font))) == (words, None)


def test_an_own_file_that_overrides_is_seen_although_the_shipped_one_is_the_same(layers):
    user, shipped = layers
    stamp = stamp_of(str(shipped / BELOW))
    (user / BELOW).write_text("as it was")
    assert change(layers, READ, BELOW, SHIPPED, stamp) == (
        f"{BELOW} in this workspace now overrides the shipped file",
        None,
    )
    assert change(layers, READ, "styles/shipped/below.css", SHIPPED, stamp) == ("", stamp)


def test_in_the_workspace_of_the_shipped_files_they_do_not_override_themselves(layers):
    _, shipped = layers
    stamp = stamp_of(str(shipped / BELOW))
    assert change((shipped, shipped), READ, BELOW, SHIPPED, stamp) == ("", stamp)
    assert change((shipped, shipped), READ, BELOW, USER, stamp) == ("", stamp)


def test_content_in_a_folder_named_shipped_is_the_users(layers):
    user, _ = layers
    name = "content/shipped/brief.yaml"
    (user / name).parent.mkdir(parents=True)
    (user / name).write_text("as it was")
    stamp = stamp_of(str(user / name))
    assert change(layers, READ, name, USER, stamp) == ("", stamp)


def test_a_new_file_that_matches_a_pattern_is_a_change(layers):
    user, shipped = map(str, layers)
    entry = ("", None, f"{BELOW}\n{OWN}")
    assert change_of(LISTED, "styles/*.css", entry, Layers(user, shipped)) == ("", None)
    Path(user, "styles/new.css").touch()
    assert change_of(LISTED, "styles/*.css", entry, Layers(user, shipped)) == (
        "files that match styles/*.css were added or removed",
        None,
    )
