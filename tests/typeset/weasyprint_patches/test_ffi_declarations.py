"""The C declarations are parsed once: later commands neither load nor run the parser."""

from __future__ import annotations

import pytest

from briefing.typeset.weasyprint_patches.ffi_declarations import CachedFFI
from tests.typeset.weasyprint_patches.unpatched import MAKE, run

PARSED = MAKE + 'print(digest, "pycparser" in sys.modules)'


@pytest.mark.process
def test_the_parser_is_not_even_loaded_and_the_bytes_are_the_same(workspace):
    root = workspace().root
    run(root, PARSED)  # the first command fills the cache
    digest, is_parsed = run(root, PARSED)
    assert is_parsed == "False"
    assert run(root, PARSED, "C declarations") == [digest, "True"]


def test_declarations_mean_the_same_as_to_cffi(monkeypatch, tmp_path):
    import cffi

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    text = "typedef struct { int size; char name[8]; ...; } Thing; typedef enum { ONE, TWO } Count; int abs(int);"
    text = text.replace(" ...;", "")
    plain = cffi.FFI()
    plain.cdef(text)
    for _ in ("parsed", "from the cache"):
        cached = CachedFFI(cffi.FFI)
        cached.cdef(text)
        assert cached.sizeof("Thing") == plain.sizeof("Thing") == 12
        assert cached.new("Count *", 1)[0] == 1
        assert cached.dlopen(None).abs(-3) == 3
    assert [path.name.partition("-")[0] for path in (tmp_path / "briefwright").iterdir()] == ["declarations"]
