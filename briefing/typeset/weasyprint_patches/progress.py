"""How far the layout of an edition is, for whoever waits for a long one."""

from __future__ import annotations

import logging
from collections.abc import Callable

ENGINE_PACE = "weasyprint.progress"
"""The logger to which the engine says what it does: before each page that it lays out, its number."""

LAYING_OUT = "Step 5"


class _Pages(logging.Handler):
    """Passes on the numbers of pages; nothing else is even put into words."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__()
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        arguments = record.args
        if record.msg.startswith(LAYING_OUT) and isinstance(arguments, tuple) and len(arguments) == 1:
            (page,) = arguments
            if isinstance(page, int):
                self.tell(page)


def watch(tell: Callable[[int], None] | None) -> None:
    """Have each page that is begun told from now on, by its number; None ends that."""
    logger = logging.getLogger(ENGINE_PACE)
    for handler in [handler for handler in logger.handlers if isinstance(handler, _Pages)]:
        logger.removeHandler(handler)
    logger.propagate = tell is None  # the logger above it is the one whose remarks become findings
    logger.setLevel(logging.INFO if tell else logging.NOTSET)
    if tell:
        logger.addHandler(_Pages(tell))
