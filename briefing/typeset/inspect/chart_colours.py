"""Find the style token behind a colour of a chart: charts are drawn before the page, from the values of tokens."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.colour import plain_colour
from briefing.files.css import OWN_TOKENS, tokens_of
from briefing.files.workspace import Files
from briefing.stages import Declaration
from briefing.typeset.inspect.css_cascade import Cascade


def chart_token(colour: str, names: Sequence[str], cascade: Cascade, files: Files) -> Declaration | None:
    """Return the declaration of the only chart token with this colour; None where no token or several have it."""
    values = tokens_of(names, files)
    tokens = [token for token in OWN_TOKENS if plain_colour(values.get(token, "")) == colour]
    found = [cascade.of_element(cascade.elements.root, token) for token in tokens]
    deepest = {declaration.where: declaration for one in found if (declaration := _deepest(one))}
    return next(iter(deepest.values())) if len(deepest) == 1 else None


def _deepest(declaration: Declaration | None) -> Declaration | None:
    """Return the last declaration in a chain of tokens."""
    while declaration is not None and declaration.token is not None:
        declaration = declaration.token
    return declaration
