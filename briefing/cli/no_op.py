"""The summary of a build with nothing to do. This module is on the fast path: it imports nothing slow."""

from __future__ import annotations

import os
import sys

from briefing.core.plurals import counted

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def print_summary(editions: Sequence[dict[str, Any]]) -> None:
    """Print the number of editions that are up to date, and of their pages in the build log."""
    pages = sum(known["report"]["page_count"] for known in editions)
    if sys.stdout is None:  # None if the caller closed it
        return
    try:
        sys.stdout.write(up_to_date_summary(len(editions), pages) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def up_to_date_summary(editions: int, pages: int) -> str:
    """Return the summary of a build with nothing to do."""
    return f"{counted(editions, 'edition')}, {counted(pages, 'page')}: up to date, nothing to build"
