"""Definition lists: a term on a line of its own, and `: ` before its definition on the next line.

The rule is that of mdit-py-plugins. A line of wrapped text can also begin with a colon, in French above all, and one
with `~ ` is not a definition here.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

LONGEST_TERM = 60
"""In characters: the line before a colon is wrapped text if it is longer."""

DEFINITION = re.compile(r":[ \t]+\S")


def definition_plugin(parser: MarkdownIt) -> None:
    """Add definition lists to a parser."""
    from mdit_py_plugins.deflist import deflist_plugin

    parser.use(deflist_plugin)
    index = parser.block.ruler.get_all_rules().index("deflist")
    read_list = parser.block.ruler.__rules__[index].fn

    def definition_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return (silent or _is_term(state, start, end)) and read_list(state, start, end, silent)

    parser.block.ruler.at("deflist", definition_rule, {"alt": ["paragraph", "reference", "blockquote"]})


def _is_term(state: StateBlock, line: int, end: int) -> bool:
    """Return True if a line can be a term: a short one, with a definition below."""
    if state.eMarks[line] - state.bMarks[line] - state.tShift[line] > LONGEST_TERM:
        return False
    below = line + 1
    if below < end and state.isEmpty(below):
        below += 1
    start = state.bMarks[below] + state.tShift[below] if below < end else state.eMarks[line]
    return DEFINITION.match(state.src, start) is not None
