"""Values that are slow to derive are derived once for all commands of a user; no result depends on the cache."""

from __future__ import annotations

import os
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


@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_folder_that_a_group_or_all_may_write_to_is_not_trusted(cache, mode):
    derive = Counted()
    derived("a", "x", derive)
    cache.chmod(mode)
    derived("a", "x", derive)
    assert derive.count == 2


def test_a_folder_that_others_may_only_read_is_trusted(cache):
    derive = Counted()
    derived("a", "x", derive)
    assert cache.stat().st_mode & 0o777 == 0o700
    cache.chmod(0o755)
    derived("a", "x", derive)
    assert derive.count == 1


def test_a_folder_of_another_user_is_not_trusted(cache, monkeypatch):
    derive = Counted()
    derived("a", "x", derive)
    monkeypatch.setattr("os.getuid", lambda: cache.stat().st_uid + 1)
    derived("a", "x", derive)
    assert derive.count == 2


@pytest.mark.parametrize("named", [None, "", "relative"])
def test_without_a_folder_that_is_named_the_home_folder_has_it(tmp_path, monkeypatch, named):
    monkeypatch.delenv("XDG_CACHE_HOME")
    if named is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", named)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    derived("a", "x", Counted())
    assert [path.name[:2] for path in (tmp_path / "home/.cache/briefwright").iterdir()] == ["a-"]


def test_a_user_without_a_home_folder_has_no_cache(monkeypatch):
    def find_home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", find_home)
    derive = Counted()
    assert [derived("a", "x", derive), derived("a", "x", derive)] == [VALUE, VALUE]
    assert derive.count == 2


def test_nothing_partial_is_left_and_no_partial_file_is_read(cache, monkeypatch):
    seen: list[str] = []
    replace = Path.replace

    def fail(path: Path, target: Path) -> None:
        seen.append(path.name)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert derived("a", "x", Counted()) == VALUE
    assert list(cache.iterdir()) == []
    monkeypatch.setattr(Path, "replace", replace)
    derived("a", "x", Counted())
    (path,) = cache.iterdir()
    assert seen == [f"{path.name}.{os.getpid()}"]


def test_a_cached_value_is_bound_to_the_version_of_python(cache, monkeypatch):
    derive = Counted()
    derived("a", "x", derive)
    monkeypatch.setattr("briefing.files.cache.marshal.version", 99)
    derived("a", "x", derive)
    assert derive.count == 2
