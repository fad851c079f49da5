"""Report the number of each page as its layout begins, for people waiting for a long document."""

from __future__ import annotations

import logging
from collections.abc import Callable

PROGRESS_LOGGER = "weasyprint.progress"
"""The logger of the engine's steps; it logs the number of each page right before laying it out."""

LAYOUT_STEP = "Step 5"


class _PageHandler(logging.Handler):
    """Passes on page numbers without formatting any message."""

    def __init__(self, report: Callable[[int], None]) -> None:
        super().__init__()
        self.report = report

    def emit(self, record: logging.LogRecord) -> None:
        arguments = record.args
        if record.msg.startswith(LAYOUT_STEP) and isinstance(arguments, tuple) and len(arguments) == 1:
            (page,) = arguments
            if isinstance(page, int):
                self.report(page)


def report_pages(report: Callable[[int], None] | None) -> None:
    """Report the number of each page from now on; None stops it."""
    logger = logging.getLogger(PROGRESS_LOGGER)
    for handler in [handler for handler in logger.handlers if isinstance(handler, _PageHandler)]:
        logger.removeHandler(handler)
    logger.propagate = report is None  # messages of the parent logger become findings
    logger.setLevel(logging.INFO if report else logging.NOTSET)
    if report:
        logger.addHandler(_PageHandler(report))
