"""The summary that is printed where there is nothing to build. This module is on the fast path: it imports nothing."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def print_summary(editions: Sequence[dict[str, Any]]) -> None:
    """Print how many editions are up to date, by what the build log has of each."""
    pages = sum(known["report"]["page_count"] for known in editions)
    if sys.stdout is None:  # closed by whoever began the command
        return
    try:
        sys.stdout.write(up_to_date_summary(len(editions), pages) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def up_to_date_summary(editions: int, pages: int) -> str:
    """The sentence that is printed where there is nothing to build."""
    return f"{counted(editions, 'edition')}, {counted(pages, 'page')}: current, nothing to build"


def counted(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
