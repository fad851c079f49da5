"""Guards: each patch is off exactly where it does not fit the engine."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType, SimpleNamespace

import pytest

from briefing.core.errors import MachineError
from briefing.typeset import engine
from briefing.typeset.weasyprint_patches import line_breaks, line_cache, registry, tagging
from briefing.typeset.weasyprint_patches.patch import (
    TESTED_WITH,
    Patch,
    PatchOff,
    digest_of_source,
    find,
    installed_version,
    problem_of,
    replace,
)
from tests.cases import each
from tests.conftest import ROOT
from tests.typeset.weasyprint_patches.unpatched import MAKE, run

UNTESTED = "70.9"
NEEDED = [(patch, name) for patch in registry.PATCHES for name in patch.parameters]
WITH_PARAMETERS = [(patch, name) for patch, name in NEEDED if patch.parameters[name]]
DIGESTED = [(patch, name) for patch in registry.PATCHES for name in patch.digests]
FOLDER = ROOT / "briefing/typeset/weasyprint_patches"


def named(pair):
    return "-".join((pair[0].name.replace(" ", "_"), pair[1]))


def owner_of(name: str):
    """Return the module or class that has a name, and the last part of the name."""
    module, _, path = name.partition(":")
    owner = importlib.import_module(module)
    *parents, last = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    return owner, last


def test_every_file_of_the_folder_is_one_patch_of_the_table():
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "patch", "registry"}
    modules = {name: importlib.import_module(f"briefing.typeset.weasyprint_patches.{name}") for name in files}
    assert len(files) >= 18
    assert len(registry.PATCHES) == len({patch.name for patch in registry.PATCHES}) == len(files)
    assert all(any(module.PATCH is patch for patch in registry.PATCHES) for module in modules.values())


@each("patch", registry.PATCHES)
def test_each_patch_has_a_guard_a_reason_a_cost_and_a_test(patch):
    assert patch.parameters or patch.digests
    assert patch.digests or patch.kind != "speed"
    assert patch.reason and patch.cost
    assert patch.upstream == "" or patch.upstream.startswith("https://github.com/")
    module = next(name for name, found in vars(registry).items() if getattr(found, "PATCH", None) is patch)
    assert (ROOT / f"tests/typeset/weasyprint_patches/test_{module}.py").exists()


def test_all_fit_the_installed_version_and_are_applied():
    assert installed_version() == engine.weasyprint().__version__
    assert installed_version() in TESTED_WITH
    assert engine.patches_off() == ()
    assert [
        problem_of(patch, installed_version()) for patch in registry.PATCHES if problem_of(patch, "70.0")
    ] == []


def test_all_fit_a_new_version_that_has_changed_nothing_that_they_build_on():
    """If this fails, the installed WeasyPrint has changed: read the differences, then update the digest."""
    assert len(DIGESTED) >= 15
    wrong = {
        name: digest_of_source(name)
        for patch, name in DIGESTED
        if patch.digests[name] != digest_of_source(name)
    }
    assert wrong == {}
    assert [problem_of(patch, UNTESTED) for patch in registry.PATCHES if problem_of(patch, UNTESTED)] == []


@pytest.mark.parametrize("pair", NEEDED, ids=named)
def test_a_patch_is_off_where_a_name_is_missing(pair, monkeypatch):
    patch, name = pair
    monkeypatch.delattr(*owner_of(name))
    assert problem_of(patch, "70.0") in (
        f"{name} is missing",
        f"{name} does not take ({', '.join(patch.parameters[name])})",  # the class inherits another
    )


@pytest.mark.parametrize("pair", WITH_PARAMETERS, ids=named)
def test_a_patch_is_off_where_a_function_takes_other_arguments(pair, monkeypatch):
    patch, name = pair
    monkeypatch.setattr(*owner_of(name), lambda *, other: other)
    assert problem_of(patch, "70.0") == f"{name} does not take ({', '.join(patch.parameters[name])})"


@pytest.mark.parametrize("pair", DIGESTED, ids=named)
def test_a_patch_is_off_where_an_untested_version_has_changed_a_source(pair, monkeypatch):
    patch, name = pair
    plain = digest_of_source
    monkeypatch.setattr(
        "briefing.typeset.weasyprint_patches.patch.digest_of_source",
        lambda other: "0" * 16 if other == name else plain(other),
    )
    assert problem_of(patch, UNTESTED) == f"{name} has changed"
    assert problem_of(patch, "70.0") == ""


def test_the_source_of_a_fake_engine_is_read(monkeypatch, tmp_path):
    """For a function, and for a module that is not imported for this."""
    folder = tmp_path / "fake_engine"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "lines.py").write_text("def split(text):\n    return text\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    whole = digest_of_source("fake_engine.lines")
    assert "fake_engine.lines" not in sys.modules
    function = digest_of_source("fake_engine.lines:split")
    assert len(whole) == len(function) == 16
    patch = Patch(
        name="fake",
        kind="speed",
        reason="",
        cost="",
        apply=lambda: None,
        parameters={"fake_engine.lines:split": ("text",)},
        digests={"fake_engine.lines:split": function},
        lines={"fake_engine.lines:split": "return text"},
    )
    assert problem_of(patch, UNTESTED) == ""
    (folder / "lines.py").write_text("def split(text):\n    return text.strip()  # another\n")
    for name in ("fake_engine.lines", "fake_engine"):
        del sys.modules[name]
    importlib.invalidate_caches()
    assert digest_of_source("fake_engine.lines") != whole
    assert digest_of_source("fake_engine.none") == digest_of_source("fake_engine.lines:none") == ""
    for name in ("fake_engine.lines", "fake_engine"):
        sys.modules.pop(name, None)


def test_a_hook_is_off_where_an_untested_version_has_no_such_line(monkeypatch):
    monkeypatch.setattr("briefing.typeset.weasyprint_patches.patch._source_of", lambda name: "pass")
    assert problem_of(tagging.PATCH, UNTESTED).startswith("weasyprint.pdf.stream:Stream.marked has no line")
    assert problem_of(tagging.PATCH, "70.0") == ""


def test_a_function_is_replaced_and_found_again():
    module = ModuleType("fake")
    module.plain = plain = lambda: 1
    module.Kind = type("Kind", (), {"static": staticmethod(plain)})
    sys.modules["fake"] = module
    try:
        for _ in range(2):
            replace(module, "plain", lambda: 2)
            replace(module.Kind, "static", lambda: 3)
        assert (module.plain(), module.Kind().static()) == (2, 3)
        assert find("fake:plain") is find("fake:Kind.static") is plain
    finally:
        del sys.modules["fake"]


@pytest.mark.process
def test_an_untested_version_is_loaded_with_the_patches_that_fit_it(workspace):
    """This version breaks lines differently: two patches are off, and the others are applied."""
    program = f"""
    import importlib.util
    from briefing.typeset.weasyprint_patches import patch
    registry.installed_version = lambda: "{UNTESTED}"
    plain = patch.digest_of_source
    patch.digest_of_source = lambda name: "" if name.startswith("weasyprint.text.line_break") else plain(name)
    from briefing.typeset.engine import patches_off
    off = patches_off()
    {{make}}
    print(",".join(one.patch.name.replace(" ", "_") for one in off), off[0].reason.split()[1], digest)
    """.replace("{make}", MAKE.replace("\n", "\n    "))
    root = workspace().root
    names, version, digest = run(root, program)
    assert names.split(",") == ["line_breaks", "font_features", "font_descriptions", "line_cache"]
    assert version == f"{UNTESTED}:"
    assert digest == run(root, MAKE + "print(digest)")[0]


SLOW = [patch.name for patch in registry.PATCHES if patch.kind == "speed"]


@pytest.mark.process
def test_the_bytes_are_the_same_without_any_speed_up(workspace):
    root = workspace().root
    assert len(SLOW) >= 9
    assert run(root, MAKE + "print(digest)") == run(root, MAKE + "print(digest)", *SLOW)


@pytest.mark.process
def test_where_a_speed_up_fails_all_are_turned_off_and_named(workspace):
    broken = """
    from briefing.typeset.weasyprint_patches import ffi_declarations
    ffi_declarations.CachedFFI._load = lambda self: 1 / 0
    from briefing.typeset.engine import patches_off
    off = patches_off()
    print(",".join(one.patch.name.replace(" ", "_") for one in off), "ZeroDivisionError" in off[0].reason)
    """
    root = workspace().root
    names, is_named, digest = run(root, broken + MAKE.replace("\n", "\n    ") + "print(digest)")
    assert names.split(",") == [name.replace(" ", "_") for name in SLOW]
    assert is_named == "True"
    assert digest == run(root, MAKE + "print(digest)")[0]


def test_without_a_required_patch_no_edition_is_built(monkeypatch):
    off = (PatchOff(tagging.PATCH, "why"), PatchOff(line_breaks.PATCH, "why"))
    monkeypatch.setattr(engine, "_engine", lambda: SimpleNamespace(off=off))
    with pytest.raises(MachineError) as raised:
        engine.check_required_patches()
    (finding,) = raised.value.findings
    assert finding.code == "BR903"
    assert finding.what == f"patch off: tagging (why); {tagging.PATCH.cost}"
    monkeypatch.setattr(engine, "_engine", lambda: SimpleNamespace(off=(PatchOff(line_cache.PATCH, "why"),)))
    engine.check_required_patches()
