"""A two-page brief with any number of paragraphs, whose length determines the copyfitting steps."""

from __future__ import annotations

PARAGRAPH = (
    "It is so, and it stays so for long, as far as anyone who looked at it can see from what is known."
)
PER_SECTION = 4
PAGE_LIMIT = 2


def long_brief(paragraphs: int, page_limit: int = PAGE_LIMIT) -> str:
    """Return sections of four paragraphs of two lines each; the last may have fewer."""
    sections = ""
    for start in range(0, paragraphs, PER_SECTION):
        text = f"      {PARAGRAPH}\n\n" * min(PER_SECTION, paragraphs - start)
        sections += f"  - title: Part {start // PER_SECTION + 1} asserts\n    text: |\n{text}"
    return (
        "title: A finding in few words\ndate: 2026-11-22\nkey_points: [The first point.]\n"
        f"audiences: {{policymaker: {{pages: {page_limit}}}}}\n"
        f"sections:\n{sections}outlook: It goes on.\n"
    )
