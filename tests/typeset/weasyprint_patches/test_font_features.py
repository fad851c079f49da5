"""The attributes of font features are freed, and nothing else changes."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = pytest.mark.process

WARM_UPS, EDITIONS = 8, 16
ROWS = ", ".join(f"[Yard {number}, {number * 37}]" for number in range(1, 13))
TABLE = f"""\
    blocks: [{{table: {{title: Offers, alt: Twelve offers, data: [[Bidder, Million], {ROWS}]}}}}]
outlook:"""

LEFT_BEHIND = """
    import ctypes, gc, hashlib, json, sys
    from pathlib import Path
    from briefing.typeset.weasyprint_patches import registry
    registry.PATCHES = tuple(patch for patch in registry.PATCHES if patch.name != {without!r})
    from briefing.pipeline.edition import make_edition
    from briefing.pipeline.plan import Selection, plan
    from briefing.typeset.layout import Typesetter
    from briefing.files.workspace import Files

    class Heap(ctypes.Structure):
        names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
        _fields_ = [(name, ctypes.c_size_t) for name in names.split()]

    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = Heap
    files = Files(Path(sys.argv[1]))
    (job,) = plan(files, Selection()).jobs
    typesetter = Typesetter(files)

    def used_after(count):
        for _ in range(count):
            content = make_edition(job, typesetter).files["pdf"]
        gc.collect()
        return libc.mallinfo2().uordblks, content

    (before, _), (after, content) = used_after({warm_ups}), used_after({editions})
    print(json.dumps([(after - before) / {editions} / 1024, hashlib.sha256(content).hexdigest()]))
"""


def left_behind(root, without: str) -> tuple[float, str]:
    """Return the KiB of native heap that an edition leaves behind, and the hash of its bytes."""
    script = textwrap.dedent(LEFT_BEHIND).format(without=without, warm_ups=WARM_UPS, editions=EDITIONS)
    done = subprocess.run(
        [sys.executable, "-c", script, root], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == ""
    size, digest = json.loads(done.stdout)
    return size, digest


@pytest.mark.skipif(sys.platform != "linux", reason="asks the heap of glibc")
def test_an_edition_leaves_next_to_nothing_behind_and_its_bytes_are_the_same(workspace):
    root = workspace(LEAST_BRIEF.replace("outlook:", TABLE)).root
    (with_it, content), (without, plain_content) = (
        left_behind(root, ""),
        left_behind(root, "font features"),
    )
    assert content == plain_content
    assert with_it < 6 < 9 < without
