"""The messages for CSS declarations that the engine ignores."""

from __future__ import annotations

from briefing.typeset.css_warnings import explain_css_warning
from tests.cases import each


@each(
    ("logged", "message"),
    [
        ("Ignored `colr: red`, unknown property", "unknown CSS property 'colr'; did you mean 'color'?"),
        ("Ignored `marginn:3mm`, unknown property", "unknown CSS property 'marginn'; did you mean 'margin'?"),
        ("Ignored `zqzqzq: 1`, unknown property", "unknown CSS property 'zqzqzq'"),
        ("Ignored `color: rde`, invalid value", "invalid value 'rde' for 'color'"),
        ("Ignored `content: a:b`, invalid value", "invalid value 'a:b' for 'content'"),
        ("Ignored `color: `, no value", "'color' has no value"),
        (
            "Ignored `-webkit-hyphens: auto`, prefix on this attribute is not supported, use 'hyphens' instead",
            "the CSS property '-webkit-hyphens' is not supported; use 'hyphens' instead",
        ),
        (
            "Ignored `margin: 1 2 3 4 5`, Expected 1 to 4 tokens, got 5",
            "`margin: 1 2 3 4 5` is ignored: Expected 1 to 4 tokens, got 5",
        ),
        ("Parse error: EOF in string", "Parse error: EOF in string"),
    ],
)
def test_a_declaration_that_is_ignored_is_explained(logged, message):
    assert explain_css_warning(logged) == message
