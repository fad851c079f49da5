"""Superscripts `m^2^` and subscripts `CO~2~`.

The syntax is Pandoc's. The rules of mdit-py-plugins print markup inside the marks as typed, and take a part of
`~5–~10`, `~~struck~~`, `[^1][^2]` or `^[note]` for a script, so the rule is here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

TAGS = {"^": "sup", "~": "sub"}

CHARACTERS = {
    "sup": str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
"""The Unicode characters of scripts that most fonts have."""

UNICODE_SCRIPTS = re.compile(
    "(?P<sup>[⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁿⁱʰʲʳʷʸˡˢˣᴬᴮᴰᴱᴳ-ᴺᴼᴾᴿᵀᵁᵂᵃᵇᵈᵉᵍᵏᵐᵒᵖᵗᵘᵛ]+)|(?P<sub>[₀-₎ₐ-ₜᵢᵣᵤᵥⱼ]+)"
)
TYPED_SCRIPT = re.compile(r"(?<=[\w)\]}])(?P<mark>[\^~])(?P<script>[\d+−=()ni-]{1,8})(?P=mark)")
"""A script after its base, in characters that Unicode has raised or lowered."""

ANY_SCRIPT = re.compile(r"(?<=[\w)\]}])(?P<mark>[\^~])(?P<script>[\w+−=()-]{1,12})(?P=mark)")
"""A script after its base, in any characters."""

BASE_ENDS = ")]}*_`^~'’′\"”»"
"""The characters at the end of a base, except letters and digits."""

STOPS = ".,;:!?…"
"""The characters before a raised mark after a sentence: `so it is.^2^`."""

SPACE = re.compile(r"\s")


def script_plugin(parser: MarkdownIt) -> None:
    """Add superscripts and subscripts to a parser."""
    parser.inline.ruler.after("emphasis", "script", _script_rule)


def _script_rule(state: StateInline, silent: bool) -> bool:
    mark = state.src[state.pos]
    if silent or mark not in TAGS or not _can_open(state, mark):
        return False
    start, maximum = state.pos, state.posMax
    end = _find_end(state, mark)
    if end is None:
        state.pos = start
        return False
    state.pos, state.posMax = start + 1, end
    state.push(f"{TAGS[mark]}_open", TAGS[mark], 1).markup = mark
    state.md.inline.tokenize(state)
    state.push(f"{TAGS[mark]}_close", TAGS[mark], -1).markup = mark
    state.pos, state.posMax = end + 1, maximum
    return True


def _can_open(state: StateInline, mark: str) -> bool:
    """Return True if a mark can start a script: after its base, or `^` at the start of a word.

    A footnote, `^[text]` or `[^1]`, is not a script, and neither is `~5`.
    """
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[state.pos + 1] if state.pos + 1 < state.posMax else " "
    if before == mark or after == mark or after.isspace():
        return False
    if mark == "^" and before.isspace():
        return after.isalnum()  # ^14^C, but not ^_^
    if mark == "^" and before in STOPS:
        return after.isalnum()
    return (before.isalnum() or before in BASE_ENDS) and after != "["


def _find_end(state: StateInline, mark: str) -> int | None:
    """Return the place of the mark that closes the script at the position of the parser."""
    start = state.pos + 1
    state.pos = start
    while state.pos < state.posMax:
        if state.src[state.pos] == mark:
            is_pair = state.src[state.pos + 1 : state.pos + 2] == mark
            return None if is_pair or SPACE.search(state.src, start, state.pos) else state.pos
        if state.src[state.pos].isspace():
            return None
        state.md.inline.skipToken(state)
    return None


def in_plain_characters(script: str) -> str:
    """Return a script of Unicode characters in those of ordinary text, with a true minus sign."""
    return normalize("NFKC", script)


def fold_scripts(tokens: Sequence[Token]) -> list[Token]:
    """Return inline tokens with each script as text: in Unicode characters where they exist, else as it is."""
    folded: list[Token] = []
    tag = ""
    for token in tokens:
        if token.type.startswith(("sup_", "sub_")):
            tag = token.tag if token.nesting == 1 else ""
        elif tag and token.type == "text":
            folded.append(Token("text", "", 0, content=_in_characters(token.content, tag)))
        else:
            folded.append(token)
    return folded


def with_script_characters(words: str) -> str:
    """Return words without markup in which each script is in Unicode characters, if they exist: km², CO₂.

    It is for what is printed as it is: the labels of a chart, the names of columns, the cells of a file.
    """
    if "^" not in words and "~" not in words:
        return words
    return TYPED_SCRIPT.sub(_typed_script, words)


def has_script_characters(script: re.Match[str]) -> bool:
    """Return True if there are Unicode characters for a typed script."""
    return _in_characters(script["script"], TAGS[script["mark"]]) != script["script"]


def _typed_script(match: re.Match[str]) -> str:
    script = _in_characters(match["script"], TAGS[match["mark"]])
    return match.group() if script == match["script"] else script


def _in_characters(script: str, tag: str) -> str:
    table = CHARACTERS[tag]
    return script.translate(table) if all(ord(sign) in table for sign in script) else script
