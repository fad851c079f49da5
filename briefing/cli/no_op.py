"""What is said where there is nothing to build; the console is loaded only where there are warnings to tell again."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def tell_current(editions: Sequence[dict[str, Any]]) -> None:
    """Tell the warnings of editions that are current, each once, and how many editions there are."""
    if any(known["findings"] for known in editions):
        from briefing.cli import console
        from briefing.incremental.build_log import findings_of

        console.show_findings(list(dict.fromkeys(one for known in editions for one in findings_of(known))))
    pages = sum(known["pages"] for known in editions)
    if sys.stdout is None:  # closed by whoever began the command
        return
    try:
        sys.stdout.write(all_current(len(editions), pages) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def all_current(editions: int, pages: int) -> str:
    """What is said where there is nothing to build."""
    return f"{counted(editions, 'edition')}, {counted(pages, 'page')}: current, nothing to build"


def counted(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
