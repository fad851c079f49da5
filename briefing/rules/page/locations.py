"""Places for findings about pages: in the brief, in a template or in a stylesheet."""

from __future__ import annotations

from briefing.core.finding import Span
from briefing.core.source_map import Key
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
