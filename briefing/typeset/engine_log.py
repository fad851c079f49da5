"""Collect the warnings that WeasyPrint logs, and sort them into kinds. The rules turn them into findings."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from briefing.stages import EngineWarning
from briefing.typeset.layout_warnings import read_layout_warning

LOGGER = "weasyprint"

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "image",
        re.compile(
            r"Failed to load image at (?P<mark>['\"])(?P<subject>.*?)(?P=mark): ?(?P<detail>.*)", re.DOTALL
        ),
    ),
    ("image", re.compile(r"Failed to render SVG image (?P<subject>\S+)(?P<detail>)")),
    (
        "glyph",
        re.compile(
            r"\.notdef glyph rendered for .*: \"(?P<subject>.)\" \((?P<detail>U\+[0-9A-F]+)\)", re.DOTALL
        ),
    ),
    ("stylesheet", re.compile(r"Failed to load stylesheet at (?P<subject>\S+) ?: (?P<detail>.*)", re.DOTALL)),
    ("attachment", re.compile(r"(?P<subject>Failed to load attachment): (?P<detail>.*)", re.DOTALL)),
    (
        "anchor",
        re.compile(
            r"(?:No anchor #|Anchor defined twice: |Content discarded: target points to undefined anchor .*, )"
            r"['\"]?#?(?P<subject>[^\s'\"]+)['\"]?(?P<detail>)",
            re.DOTALL,
        ),
    ),
    ("attachment", re.compile(r"(?P<subject>Missing href in <link rel=\"attachment\">)(?P<detail>)")),
    ("inline drawing", re.compile(r"(?P<subject>Failed to load inline SVG): (?P<detail>.*)", re.DOTALL)),
    (
        "address",
        re.compile(
            r"(?:Malformed URL|Relative URI reference without a base URI): (?P<subject>.*)(?P<detail>)"
        ),
    ),
    ("date", re.compile(r"Invalid date in <meta name=\"(?P<subject>[^\"]+)\"> (?P<detail>.*)")),
)
"""The messages that are handled separately. Any other is about CSS if it has a place; the rest are `other`."""

REASONED = re.compile(r"Error while (?:loading|rendering)(?: SVG)? image:")
"""A debug message right after one about an image, with the error that occurred."""

MEDIA = re.compile(r"Expected a media type, got ")
"""Logged just before another message, with a place, that the whole rule is ignored."""

FACE = re.compile(r"Font-face .* cannot be loaded")
"""Logged about a font that was not loaded, which `typeset/fonts` reports with its reason."""

CHARSET = re.compile(r"Unknown .*@charset .* at 1:1$")
"""A valid first line that the engine does not support; stylesheets are UTF-8 without it."""

PLACE = re.compile(r" at (\d+):(\d+)")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.engine_warnings: list[EngineWarning] = []
        self.file = ""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if (
            REASONED.match(message)
            and record.exc_info
            and self.engine_warnings
            and not self.engine_warnings[-1].detail
        ):
            self.engine_warnings[-1] = replace(self.engine_warnings[-1], detail=_reason(record.exc_info[1]))
        elif record.levelno >= logging.WARNING and not any(
            one.match(message) for one in (CHARSET, FACE, MEDIA)
        ):
            self.engine_warnings.append(read_message(message, self.file))


def _reason(error: BaseException | None) -> str:
    """Return the message of the first cause of an error."""
    while error and error.__cause__:
        error = error.__cause__
    if isinstance(error, RecursionError):
        return "it is nested too deeply, or uses itself"
    return str(error) or type(error).__name__


def read_message(message: str, file: str) -> EngineWarning:
    """Return the warning that a message is; `file` is the stylesheet that is being read, if any."""
    for kind, pattern in KINDS:
        if match := pattern.match(message):
            return EngineWarning(
                kind, match["subject"], match["detail"].strip().removeprefix("OSError: "), file
            )
    if found := read_layout_warning(message):
        return EngineWarning("layout", *found, file)
    if place := PLACE.search(message):
        said = " ".join(PLACE.sub("", message, count=1).split()).rstrip(".")
        return EngineWarning("css", said, "", file, int(place[1]), int(place[2]))
    return EngineWarning("css" if file else "other", " ".join(message.split()).rstrip("."), "", file)


@contextmanager
def warnings_collected(file: str = "") -> Iterator[list[EngineWarning]]:
    """Collect the warnings that are logged inside the block; `file` is the stylesheet that is being read, if any."""
    collector = _Collector()
    collector.file = file
    logger = logging.getLogger(LOGGER)
    level, propagates, is_disabled = logger.level, logger.propagate, logger.disabled
    logger.addHandler(collector)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.disabled = False  # another library that sets up logging may have disabled it
    try:
        yield collector.engine_warnings
    finally:
        logger.removeHandler(collector)
        logger.setLevel(level)
        logger.propagate = propagates
        logger.disabled = is_disabled
