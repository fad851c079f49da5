"""What is done only to be quick changes nothing, and gives way where it cannot be done."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from tests.conftest import ROOT

BUILD = """
    import hashlib, sys
    from pathlib import Path
    from briefing.typeset import haste
    {change}
    from briefing.build.make import make
    from briefing.build.plan import Selection, plan
    from briefing.typeset.layout import Typesetter
    from briefing.workspace import Files
    files = Files(Path(sys.argv[1]))
    (job,) = plan(files, Selection())
    content = make(job, Typesetter(files)).content
    print(hashlib.sha256(content).hexdigest(), "fontTools.subset" in sys.modules)
"""

UNKNOWN = "haste.TRIED_WITH = ()"
BROKEN = "haste._Declarations._learn = lambda self: 1 / 0"
TOO_LATE = "haste.LATE_MODULES = (*haste.LATE_MODULES, 'fontTools.ttLib', 'fontTools')"


def built(root, change: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(BUILD).format(change=change), root],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_the_bytes_are_the_same_without_haste(workspace):
    root = workspace().root
    (quick, loaded), (plain, all_loaded) = built(root, ""), built(root, UNKNOWN)
    assert quick == plain
    assert (loaded, all_loaded) == ("False", "True")


def test_haste_that_fails_is_given_up(workspace):
    root = workspace().root
    assert built(root, BROKEN) == built(root, UNKNOWN)


def test_a_late_module_that_is_needed_at_once_is_imported_at_once(workspace):
    root = workspace().root
    assert built(root, TOO_LATE)[0] == built(root, UNKNOWN)[0]
