"""Imports what every worker needs, once, before the first of them starts; what is missing is told when it is used."""

from __future__ import annotations

import contextlib

from briefing.errors import BriefingError

with contextlib.suppress(BriefingError):
    import briefing.build.make
    import briefing.build.workers
    import briefing.compose.page
    import briefing.typeset.layout  # noqa: F401
