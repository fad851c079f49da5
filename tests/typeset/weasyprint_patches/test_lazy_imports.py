"""Parts of fontTools and Pillow are imported on first use, and the bytes are the same."""

from __future__ import annotations

import pytest

from tests.typeset.weasyprint_patches.unpatched import MAKE, run

pytestmark = pytest.mark.process

IMPORTED = (
    MAKE
    + 'print(digest, *(name in sys.modules for name in ("fontTools.subset", "fontTools.varLib.instancer")))'
)

TOO_LATE = """
from briefing.typeset.weasyprint_patches import lazy_imports
lazy_imports.MODULES = (*lazy_imports.MODULES, "fontTools.ttLib", "fontTools")
"""


def test_what_no_edition_needs_is_not_imported(workspace):
    root = workspace().root
    digest, *imported = run(root, IMPORTED)
    assert imported == ["False", "False"]
    assert run(root, IMPORTED, "lazy imports") == [digest, "True", "True"]


def test_a_module_that_is_needed_at_once_is_imported_at_once(workspace):
    root = workspace().root
    assert run(root, TOO_LATE + MAKE + "print(digest)") == run(root, MAKE + "print(digest)", "lazy imports")


def test_a_function_that_is_named_early_is_called_late(tmp_path):
    called = """
    from briefing.typeset.engine import weasyprint
    try:
        weasyprint().pdf.fonts.instantiateVariableFont()
    except TypeError:  # it has no arguments
        print("called", "fontTools.varLib.instancer" in sys.modules)
    """
    assert run(tmp_path, called) == ["called", "True"]
