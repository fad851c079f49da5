"""Import what all workers need, once, before the first one starts. Missing libraries are reported when used."""

from __future__ import annotations

import contextlib
import gc

import pikepdf  # noqa: F401  (what reads the PDF that was made: workers share it, and none waits for it)
import pypdfium2  # noqa: F401

from briefing.core.errors import BriefingError
from briefing.files.compiled_patterns import patterns_cached

gc.disable()  # takes 0.85 of the time: imports leave nothing to collect
with contextlib.suppress(BriefingError), patterns_cached("engine"):
    import briefing.execution.worker
    import briefing.pipeline.edition
    import briefing.typeset.layout  # noqa: F401
    from briefing.compose.page import prepare_shipped_files
    from briefing.rules.custom_rules import load_custom_rules

    prepare_shipped_files()
    load_custom_rules()  # before the processes are confined
gc.freeze()
gc.enable()
