"""Compiled regular expressions are cached between commands; without the cache they are compiled as usual."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from briefing.files import compiled_patterns
from briefing.files.cache import find_derived, keep_derived
from briefing.files.compiled_patterns import patterns_cached

COMPILER, PARSER = import_module("re._compiler"), import_module("re._parser")
PATTERNS = [
    (r"(?P<year>\d{4})-(?P<month>\d\d)", 0),
    (r"(?i)straße|ſ", re.MULTILINE),
    (r"[^\x00-\u017f\u2010-\u2022а-я]+(?<!é)(a)?(?(1)b|c)", re.VERBOSE | re.IGNORECASE),
    (r"\bпо\b", re.ASCII),
    ("", 0),
]
TEXT = "2026-11 and 1999-01: STRASSE, straße, 東京 é ab Ac по"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "briefwright"


def compile_all() -> list[re.Pattern[str]]:
    """Compile the expressions as a new process does."""
    re.purge()
    return [re.compile(pattern, flags) for pattern, flags in PATTERNS]


def found_by(patterns: list[re.Pattern[str]]) -> list[object]:
    """Return what expressions find in a text, and all that can be read from them."""
    matches = [[(match.span(), match.groupdict()) for match in one.finditer(TEXT)] for one in patterns]
    return [
        (one.pattern, one.flags, one.groups, dict(one.groupindex), found)
        for one, found in zip(patterns, matches, strict=True)
    ]


def cached_entries(cache: Path) -> list[Path]:
    return [path for path in cache.iterdir() if path.name.startswith(compiled_patterns.KIND)]


def test_cached_expressions_are_not_parsed_again_and_find_the_same(monkeypatch):
    expected = found_by(compile_all())
    with patterns_cached("test"):
        assert found_by(compile_all()) == expected
    monkeypatch.setattr(PARSER, "parse", None)
    with patterns_cached("test"):
        assert found_by(compile_all()) == expected


def test_outside_the_context_nothing_is_changed():
    before = COMPILER.compile, COMPILER._sre
    with patterns_cached("test"):
        assert before[0] is not COMPILER.compile
        with pytest.raises(re.error):
            re.compile("(")
    assert (COMPILER.compile, COMPILER._sre) == before


def test_an_expression_that_the_cache_lacks_is_compiled_and_cached(cache, monkeypatch):
    with patterns_cached("test"):
        re.purge()
        re.compile("known")
    with patterns_cached("test"):
        compile_all()
        re.compile("known")
    assert len(cached_entries(cache)) == 1
    monkeypatch.setattr(PARSER, "parse", None)
    with patterns_cached("test"):
        compile_all()
        assert re.compile("known").match("known")


def test_expressions_that_are_no_longer_used_are_not_kept(monkeypatch):
    names = []

    def keep(kind: str, source: str, value: dict[tuple[str, int], object]) -> None:
        names.append([pattern for pattern, _ in value])
        keep_derived(kind, source, value)

    monkeypatch.setattr(compiled_patterns, "keep_derived", keep)
    for used in (("a", "b"), ("a", "b"), ("b", "c")):
        re.purge()
        with patterns_cached("test"):
            for pattern in used:
                re.compile(pattern)
    assert names == [["a", "b"], ["b", "c"]]


@pytest.mark.parametrize("code", [b"", b"\x01\x02\x03", b"\xff" * 40], ids=["empty", "cut", "wrong"])
def test_code_that_is_not_valid_is_not_used(code, monkeypatch):
    def damaged(kind: str, source: str) -> object:
        table = find_derived(kind, source)
        return {key: (flags, code, *rest) for key, (flags, _, *rest) in table.items()}

    expected = found_by(compile_all())
    with patterns_cached("test"):
        compile_all()
    monkeypatch.setattr(compiled_patterns, "find_derived", damaged)
    with patterns_cached("test"):
        assert found_by(compile_all()) == expected


def test_the_cache_is_bound_to_the_version_of_python(cache, monkeypatch):
    with patterns_cached("test"):
        compile_all()
    monkeypatch.setattr("sys.version", "another one")
    with patterns_cached("test"):
        compile_all()
    assert len(cached_entries(cache)) == 2


def test_another_implementation_of_re_is_left_alone(cache, monkeypatch):
    monkeypatch.setattr(compiled_patterns, "import_module", lambda name: object())
    with patterns_cached("test"):
        assert re.compile("left alone").match("left alone")
    assert not cache.exists()


def test_bytes_and_expressions_to_debug_are_compiled_as_usual(capsys):
    for _ in range(2):
        re.purge()
        with patterns_cached("test"):
            assert re.compile(b"\xff+").match(b"\xff")
            re.compile("a", re.DEBUG)
        assert "LITERAL 97" in capsys.readouterr().out
