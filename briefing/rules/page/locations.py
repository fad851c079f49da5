"""Places for findings about pages: in the brief, in a template or in a stylesheet."""

from __future__ import annotations

from html import unescape

from briefing.core.finding import Span
from briefing.core.source_map import Key
from briefing.model.content import passages_in
from briefing.stages import Declaration, Origin, Tailored


def text_place(tailored: Tailored, key: Key) -> Span | None:
    """Return where the text of a key is written, in the brief or the workspace's settings; None if in neither."""
    job = tailored.job
    if not key:
        return None
    if key[0] == "workspace":
        return job.settings_places.value(key[1:]) if job.settings_places else None
    span = job.source_map.value(key)
    return span if span.line else None


def place_of(tailored: Tailored, origin: Origin, *, template_first: bool = False) -> Span:
    """Return where an element comes from: its text in the brief, else its tag in a template.

    With `template_first`, the tag comes before the text.
    """
    text = text_place(tailored, origin.key)
    first, second = (origin.template, text) if template_first else (text, origin.template)
    return first or second or Span("templates")


def rule_words(declaration: Declaration) -> str:
    """Return a declaration as a message quotes it: `margin-left: 90mm` in `.box p`."""
    said = f"`{declaration.name}: {' '.join(declaration.value.split())}`"
    return f"{said} in `{declaration.selector}`" if declaration.selector else said


def find_text(tailored: Tailored, text: str) -> Span:
    """Return where a piece of the edition's text was written: in the brief, else in the workspace's settings."""
    job = tailored.job
    for passage in passages_in(tailored.content):
        if text in passage.words or text in unescape(passage.words):
            if passage.key[0] != "workspace":
                return job.source_map.word(passage.key, text)
            if job.settings_places is not None:
                return job.settings_places.word(passage.key[1:], text)
    for source_map in (job.source_map, job.settings_places):
        if source_map is not None and source_map.count(text):
            return source_map.anywhere(text)
    return Span("styles")
