"""Which token of the style a chart has a colour from: charts are drawn before the page, with the tokens' values."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.colour import plain_colour
from briefing.files.css import OWN_TOKENS, tokens_of
from briefing.files.workspace import Files
from briefing.stages import Declaration
from briefing.typeset.inspect.css_cascade import Cascade


def chart_token(colour: str, names: Sequence[str], cascade: Cascade, files: Files) -> Declaration | None:
    """The declaration of the one token for charts that has a colour; None where none has, or several."""
    values = tokens_of(names, files)
    tokens = [token for token in OWN_TOKENS if plain_colour(values.get(token, "")) == colour]
    found = [cascade.of_element(cascade.elements.root, token) for token in tokens]
    deepest = {declaration.where: declaration for one in found if (declaration := _deepest(one))}
    return next(iter(deepest.values())) if len(deepest) == 1 else None


def _deepest(declaration: Declaration | None) -> Declaration | None:
    """The declaration of the token that a token leads to."""
    while declaration is not None and declaration.token is not None:
        declaration = declaration.token
    return declaration
