"""The HTML of the markup in texts: headings below their section, numbers of lists, tables, scripts.

The parser says what a text is; the rules here say how it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from unicodedata import bidirectional

from babel import Locale
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from briefing.markdown.scripts import UNICODE_SCRIPTS, fold_scripts, in_plain_characters
from briefing.text.locale_formats import FIRST_DAY, LEFT_TO_RIGHT, LEFT_TO_RIGHT_MARK, find_locale

SECTION_HEADING_LEVEL = 2
"""The level of section headings. Headings inside a text start one level below it."""

LONG_MARKER = 1.7
"""In digits: a marker of at least this width may need more room than the indentation of a list."""

WIDTHS = {**dict.fromkeys("iljI", 0.6), **dict.fromkeys("mwMW", 1.7), "\u0640": 0.0}
ARABIC_WIDTH, OTHER_WIDTH = 1.7, 1.3
"""In digits: the widths of letters of markers that are much thinner or wider than a digit; of Arabic letters, and of
those of other scripts."""

NARROW_LENGTH = 48
"""In characters: a table whose widest cells have fewer in total is not stretched to the column's width."""

LATIN_LETTER = "A-Za-zÀ-ӿ"
LATIN = f"0-9{LATIN_LETTER}"
GOES_ON = rf"[{LATIN}]*(?:[/·]|[ \u00a0]·?[ \u00a0]?)(?=[{LATIN_LETTER}])"
"""The rest of a word, and what joins it to the next one: a space in m³ s⁻¹, a stroke in kg/m³."""
LATIN_START = re.compile(rf"(?:{GOES_ON})*[{LATIN}]*")
LATIN_END = re.compile(rf"[{LATIN}.,+−/·-]*[{LATIN})\]]$")
_ANY_SCRIPT = re.sub(r"\?P<\w+>", "?:", UNICODE_SCRIPTS.pattern)
WITH_SCRIPTS = re.compile(rf"(?:[{LATIN}.,+−/·-]*(?:{_ANY_SCRIPT})(?:{GOES_ON})*)+[{LATIN}]*")
"""Words with scripts whose base has letters that are read from left to right."""

HYPHEN_AS_MINUS = re.compile(r"^-(?=\d|$)|(?<=\d)-$")

EXPONENT = re.compile("\u200e?[−-]?[0-9]+")
SYMBOL = re.compile(r" [^\W\d_]{1,3}")
"""The symbol of a unit after a space."""

UNBROKEN = re.compile(
    r"(?<![\w/.,:&-])(?:[€$£¥₽]?\d[\d.,]*[^\W\d_]{0,3}|[^\W\d_]{1,3}|[€$£¥₽])/[^\W\d_]{1,3}[²³]?(?![\w/])"
    r"|(?<![\w/])\d+(?:\.\d+)*(?:/?\(\w{1,4}\)){2,}"
)
"""A unit with a stroke, ct/km or €0.25/km, and a provision with its points, 5(1)(a)."""

CELL_CLASSES = {"text-align:right": "end", "text-align:center": "centre"}
"""The classes of cells, by the style that the parser gives them."""


def install_markup(parser: MarkdownIt, words_of: Callable[[Sequence[Token]], str], direction: str) -> None:
    """Add the HTML of markup to the parser of texts that are read in a direction.

    `words_of` returns the plain words of inline tokens.
    """

    def set_headings(state: StateCore) -> None:
        _set_headings(state.tokens, words_of)

    def set_directions(state: StateCore) -> None:
        _set_directions(state.tokens, direction)

    parser.core.ruler.push("scripts", _set_scripts)
    parser.core.ruler.push("directions", set_directions)
    parser.core.ruler.push("headings", set_headings)
    parser.core.ruler.push("numbers", _set_numbers)
    parser.core.ruler.push("tables", _set_tables)
    parser.core.ruler.push("alt_texts", _set_alt_texts)

    def render_text(
        _renderer: object, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: object
    ) -> str:
        return raise_scripts(_unbroken(escapeHtml(tokens[index].content)), direction)

    if direction != LEFT_TO_RIGHT:
        parser.core.ruler.push("isolates", _isolate_scripts)
    parser.add_render_rule("text", render_text)


def _unbroken(html: str) -> str:
    """Return escaped text in which units with a stroke and the points of a provision are on one line."""
    return UNBROKEN.sub(r'<span class="unbroken">\g<0></span>', html) if "/" in html or ")(" in html else html


def raise_scripts(html: str, direction: str = LEFT_TO_RIGHT) -> str:
    """Return escaped text with its Unicode superscripts and subscripts as elements, since not every font has them."""
    if html.isascii() or not UNICODE_SCRIPTS.search(html):
        return html
    if direction != LEFT_TO_RIGHT:
        html = WITH_SCRIPTS.sub(rf'<span dir="{LEFT_TO_RIGHT}">\g<0></span>', html)
    return UNICODE_SCRIPTS.sub(
        lambda found: f"<{found.lastgroup}>{in_plain_characters(found.group())}</{found.lastgroup}>", html
    )


def raise_day(words: str, locale: Locale) -> Markup | str:
    """Return a date with its ordinal ending raised, as French has one on the first day of a month: 1er mai."""
    if locale.language == "fr" and words.startswith(FIRST_DAY):
        return Markup("1<sup>er</sup>{}").format(words.removeprefix(FIRST_DAY))
    return words


def _set_scripts(state: StateCore) -> None:
    """Set the minus signs of exponents and charges, 10⁻⁹, SO₄²⁻, and keep a power on the line of its unit."""
    for token in state.tokens:
        is_script = False
        children = token.children or []
        for index, child in enumerate(children):
            if _is_script(child):
                is_script = child.nesting == 1
                if child.type == "sup_close":
                    _join_unit(children, index)
            elif is_script and child.type == "text":
                child.content = HYPHEN_AS_MINUS.sub("−", child.content.removeprefix(LEFT_TO_RIGHT_MARK))


def _join_unit(children: Sequence[Token], closing: int) -> None:
    """Keep the unit after an exponent on its line: that of a number, 10⁻⁹ m, and the next one of a product, m³ s⁻¹."""
    texts = [child.content if child.type == "text" else "" for child in children[closing - 1 : closing + 2]]
    base = children[closing - 3].content if closing >= 3 and children[closing - 3].type == "text" else ""
    if len(texts) < 3 or not EXPONENT.fullmatch(texts[0]) or not texts[2].startswith(" "):
        return
    is_product = SYMBOL.fullmatch(texts[2]) and _is_script(children[min(closing + 2, len(children) - 1)])
    if base[-1:].isdigit() or is_product:
        children[closing + 1].content = f"\u00a0{texts[2][1:]}"


def _set_directions(tokens: Sequence[Token], direction: str) -> None:
    """Give each passage in another language its direction, if it is not that of the text."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "span_open":
                own = (
                    "rtl"
                    if find_locale(str(child.attrs["lang"])).character_order == "right-to-left"
                    else "ltr"
                )
                if own != direction:
                    child.attrSet("dir", own)


def _isolate_scripts(state: StateCore) -> None:
    """Keep each script at the end of its base in a text from right to left: CO₂, not ₂CO."""
    for token in state.tokens:
        if any(map(_is_script, token.children or ())):
            token.children = _isolated(token.children or [])


def _isolated(children: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    depth, is_open = 0, False
    for child, following in zip_longest(children, children[1:]):
        is_script = _is_script(child)
        if is_script and child.nesting == 1 and not depth and not is_open:
            is_open = _open_isolate(kept)
        elif is_open and not depth and not is_script:
            after = LATIN_START.match(child.content) if child.type == "text" else None
            goes_on = after.group() if after else ""
            if not (goes_on and goes_on == child.content and following is not None and _is_script(following)):
                kept += [Token("text", "", 0, content=goes_on), Token("span_close", "span", -1)]
                child.content = child.content.removeprefix(goes_on)
                is_open = False
        depth += child.nesting if is_script else 0
        kept.append(child)
    return [*kept, *([Token("span_close", "span", -1)] if is_open else [])]


def _is_script(token: Token) -> bool:
    return token.type.startswith(("sup_", "sub_"))


def _open_isolate(kept: list[Token]) -> bool:
    """Begin a passage from left to right before the base at the end of some tokens, if it is not of Arabic letters."""
    if not kept or kept[-1].type != "text" or not (base := LATIN_END.search(kept[-1].content)):
        return False
    kept[-1].content = kept[-1].content[: base.start()]
    opening = Token("span_open", "span", 1, attrs={"dir": LEFT_TO_RIGHT})
    kept += [opening, Token("text", "", 0, content=base.group())]
    return True


def _set_headings(tokens: Sequence[Token], words_of: Callable[[Sequence[Token]], str]) -> None:
    """Move the headings of a text below the heading of its section, and close gaps between their levels.

    Their plain words are for the outline of the PDF.
    """
    levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
    shifted = {tag: f"h{min(6, SECTION_HEADING_LEVEL + 1 + place)}" for place, tag in enumerate(levels)}
    for index, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = shifted[token.tag]
        if token.type == "heading_open":
            label = words_of(tokens[index + 1].children or ())
            if label != tokens[index + 1].content:
                token.attrSet("data-label", label)


def _set_numbers(state: StateCore) -> None:
    """Set the counter of each ordered list, so that its items have the numbers that were typed."""
    lists: list[_Numbers] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            first = int(token.attrs.get("start", 1))
            lists.append(_Numbers(token, first, first - 1))
        elif token.type == "ordered_list_close":
            _set_list(lists.pop())
        elif token.type == "list_item_open" and token.info:
            _set_item(token, lists[-1])


@dataclass(slots=True)
class _Numbers:
    """The numbers of an ordered list: its token, its first and its last number, and the width of its widest marker."""

    token: Token
    first: int
    last: int
    width: float = 0


def _set_item(token: Token, numbers: _Numbers) -> None:
    number = token.meta["number"]
    if number != numbers.last + 1:
        token.attrSet("style", f"counter-increment: list-item {number - numbers.last}")
    numbers.last = number
    marker = str(number) if token.info.isdecimal() else token.info
    numbers.width = max(numbers.width, sum(map(_width_of, marker)))


def _width_of(sign: str) -> float:
    other = OTHER_WIDTH if sign.isalpha() and not sign.isascii() else 1
    return WIDTHS.get(sign, ARABIC_WIDTH if bidirectional(sign) == "AL" else other)


def _set_list(numbers: _Numbers) -> None:
    token = numbers.token
    declarations = [] if numbers.first == 1 else [f"counter-reset: list-item {numbers.first - 1}"]
    if numbers.width >= LONG_MARKER:
        declarations.append(f"--marker: {numbers.width:g}")
        token.attrJoin("class", "far")
    if declarations:
        token.attrSet("style", "; ".join(declarations))


def _set_tables(state: StateCore) -> None:
    """Give tables their classes, and the cells of their heads a scope."""
    tables: list[tuple[Token, dict[int, int]]] = []
    column = 0
    for token, after in pairwise(state.tokens):
        if token.type == "table_open":
            tables.append((token, {}))
        elif token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            _set_cell(token)
            widest = tables[-1][1]
            widest[column] = max(widest.get(column, 0), _length_of(after))
            column += 1
    for token, widest in tables:
        is_narrow = sum(widest.values()) < NARROW_LENGTH
        token.attrSet("class", "simple narrow" if is_narrow else "simple")


def _set_cell(token: Token) -> None:
    alignment = CELL_CLASSES.get(str(token.attrs.pop("style", "")))
    if token.type == "th_open":
        token.attrSet("scope", "col")
    if alignment:
        token.attrSet("class", alignment)


def _length_of(cell: Token) -> int:
    """Return the number of characters of a cell without its markup."""
    return sum(len(child.content) for child in cell.children or ())


def _set_alt_texts(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "image":
                child.children = fold_scripts(child.children or ())
