"""Values that are slow to derive are derived once for all commands of a user; no result depends on the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.files.cache import derived

VALUE = {"patterns": {"ab": (1, (0, 1))}, "bytes": b"x"}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "briefwright"


class Counted:
    """Derives a value, and counts the calls."""

    def __init__(self, value=VALUE) -> None:
        self.value, self.count = value, 0

    def __call__(self):
        self.count += 1
        return self.value


def test_a_value_is_derived_once_for_each_kind_and_source(cache):
    derive = Counted()
    assert [derived("a", source, derive) for source in ("x", "x", "y")] == [VALUE] * 3
    assert derived("b", "x", derive) == VALUE
    assert derive.count == 3
    assert sorted(path.name[:2] for path in cache.iterdir()) == ["a-", "a-", "b-"]


@pytest.mark.parametrize(
    "damage",
    [lambda content: content[:-1], lambda content: content[:40] + b"!" + content[41:], lambda _: b""],
    ids=["cut", "changed", "empty"],
)
def test_a_damaged_file_is_not_read(cache, damage):
    derive = Counted()
    derived("a", "x", derive)
    (path,) = cache.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert (derived("a", "x", derive), derive.count) == (VALUE, 2)
    assert (derived("a", "x", derive), derive.count) == (VALUE, 2)


def test_a_folder_that_others_may_write_to_is_not_trusted(cache):
    derive = Counted()
    derived("a", "x", derive)
    cache.chmod(0o777)
    derived("a", "x", derive)
    assert derive.count == 2


def test_a_folder_that_is_a_link_is_not_trusted(cache, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o777)
    cache.symlink_to(tmp_path / "elsewhere")
    derived("a", "x", Counted())
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_without_a_folder_it_is_derived_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    derive = Counted()
    assert [derived("a", "x", derive), derived("a", "x", derive)] == [VALUE, VALUE]
    assert derive.count == 2


def test_a_value_that_cannot_be_cached_is_derived_each_time(cache):
    derive = Counted(value=Path("x"))
    assert [derived("a", "x", derive), derived("a", "x", derive)] == [Path("x")] * 2
    assert (derive.count, list(cache.iterdir())) == (2, [])


def test_an_error_is_not_kept(cache):
    with pytest.raises(ZeroDivisionError):
        derived("a", "x", lambda: 1 // 0)
    assert list(cache.iterdir()) == []
