"""The warnings that WeasyPrint logs about CSS declarations, in plain words."""

from __future__ import annotations

import re

from briefing.core.finding import nearest

IGNORED = re.compile(r"Ignored `\s*(?P<name>[^:`]+?)\s*:\s*(?P<value>.*?)\s*`, (?P<reason>.*)", re.DOTALL)
"""A declaration that the engine ignores, and its reason."""

REASONS = {
    "unknown property": "unknown CSS property '{name}'",
    "property not supported yet": "the CSS property '{name}' is not supported",
    "prefix on this attribute is not supported": "the CSS property '{name}' is not supported",
    "descriptor not supported": "the descriptor '{name}' is not supported",
    "invalid value": "invalid value '{value}' for '{name}'",
    "no value": "'{name}' has no value",
}
"""The first part of a reason, up to a comma → the message."""


def explain_css_warning(logged: str) -> str:
    """Return a message for a warning about a declaration; a warning about anything else is returned unchanged."""
    match = IGNORED.match(logged)
    if match is None:
        return logged
    name, value = match["name"], match["value"]
    reason, _, advice = match["reason"].partition(", ")
    if reason not in REASONS:
        return f"`{name}: {value}` is ignored: {match['reason']}"
    if reason == "unknown property" and (near := nearest(name, _known_properties())):
        advice = f"did you mean '{near}'?"
    return REASONS[reason].format(name=name, value=value) + (f"; {advice}" if advice else "")


def _known_properties() -> set[str]:
    from briefing.typeset.engine import weasyprint  # `brief check` imports this module without the engine

    css = weasyprint().css
    return {*css.properties.KNOWN_PROPERTIES, *css.validation.expanders.EXPANDERS}
