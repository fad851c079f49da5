"""Imports what every worker needs, once, before the first of them starts; what is missing is found when it is used."""

from __future__ import annotations

import contextlib
import gc

import pikepdf  # noqa: F401  (what reads the PDF that was made: workers share it, and none waits for it)
import pypdfium2  # noqa: F401

from briefing.core.errors import BriefingError

gc.disable()  # 0.85 of the time: there is nothing to collect among what is imported
with contextlib.suppress(BriefingError):
    import briefing.execution.worker
    import briefing.pipeline.edition
    import briefing.typeset.layout  # noqa: F401
    from briefing.compose.page import learn_what_is_shipped

    learn_what_is_shipped()
gc.freeze()
gc.enable()
