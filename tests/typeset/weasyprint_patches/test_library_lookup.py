"""The native libraries are found without starting a program."""

from __future__ import annotations

import sys

import pytest

from tests.typeset.weasyprint_patches.unpatched import run

pytestmark = pytest.mark.process

COUNTED = """
import ctypes.util, subprocess
counted = []
class Counted(subprocess.Popen):
    def __init__(self, *arguments, **named):
        counted.append(arguments)
        super().__init__(*arguments, **named)
subprocess.Popen = Counted
plain = ctypes.util.find_library
from briefing.typeset.engine import weasyprint
weasyprint()
print(len(counted), ctypes.util.find_library is plain)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="on other systems the loader comes first")
def test_no_program_is_started_and_the_lookup_is_put_back(tmp_path):
    parsed = "C declarations"  # declarations from the cache load libraries by their full names anyway
    (with_it, is_back), (without, _) = (
        run(tmp_path, COUNTED, parsed),
        run(tmp_path, COUNTED, parsed, "library lookup"),
    )
    assert (with_it, is_back) == ("0", "True")
    assert int(without) > 5
