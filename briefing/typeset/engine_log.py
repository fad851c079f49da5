"""What WeasyPrint only logs, caught and sorted into kinds. What a kind means is for the rules to say."""

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
"""The messages that need a rule of their own; every other one is about CSS where it has a place, else `other`."""

REASONED = re.compile(r"Error while (?:loading|rendering)(?: SVG)? image:")
"""A debug message right behind one about an image, with the error that the image failed of."""

MEDIA = re.compile(r"Expected a media type, got ")
"""Said before the rule of these media is said to be ignored, at its place."""

FACE = re.compile(r"Font-face .* cannot be loaded")
"""Said of a font that was not loaded, which `typeset/fonts` knows better."""

CHARSET = re.compile(r"Unknown .*@charset .* at 1:1$")
"""A valid first line, which the engine does not know; a stylesheet is UTF-8 without it."""

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
    """What an error comes from, in words."""
    while error and error.__cause__:
        error = error.__cause__
    if isinstance(error, RecursionError):
        return "it is nested too deeply, or uses itself"
    return str(error) or type(error).__name__


def read_message(message: str, file: str) -> EngineWarning:
    """The remark that a message makes, about a stylesheet where one is being read."""
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
    """Collects what is remarked inside the block, about `file` where it is being read."""
    collector = _Collector()
    collector.file = file
    logger = logging.getLogger(LOGGER)
    level, propagates, is_disabled = logger.level, logger.propagate, logger.disabled
    logger.addHandler(collector)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.disabled = False  # as another library leaves it that sets up its own logging
    try:
        yield collector.engine_warnings
    finally:
        logger.removeHandler(collector)
        logger.setLevel(level)
        logger.propagate = propagates
        logger.disabled = is_disabled
