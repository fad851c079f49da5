"""The typography of a language: quotation marks, apostrophes, dashes, minus signs, ranges, and spaces that never break.

Texts are typed with straight marks and plain spaces; the rules here set them. They are core rules of the Markdown
parser, and change only words: never code, addresses or markup. The data are those of the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from itertools import cycle, pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import escape

from briefing.compose.bonds import EDGE, Bonds
from briefing.compose.ranges import EN_DASH, MARKED_RANGE, Ranges
from briefing.model.labels import Labels
from briefing.model.language import Traits
from briefing.text.cue_words import any_of
from briefing.text.locale_formats import LEFT_TO_RIGHT_MARK, MINUS, NO_BREAK_SPACE

CLOSING = r"\"'»”’)\]"
"""The characters that may follow a mark at the end of a sentence, for a character class."""

TYPED_SPACE = r"[ \u00a0\u2000-\u200a\u202f]"
APOSTROPHE, PRIME, DOUBLE_PRIME = "’", "′", "″"

SPACED_DASH = re.compile(r"(?:(?<=\S)|^) +---?(?: +(?=\S|$)|(?=\x01)|$)|(?:(?<=\x01)|^)---? +(?=\S)")
"""A dash with spaces, or with one and the end or the start of a line, or next to emphasis."""

SPACED_HYPHEN = re.compile(r"(?P<before>^|\w*[^\s+*/=<>(\[-]) - (?=(?P<after>$|[^\s+*/=<>)\]-]\w*))")
"""A hyphen between two words with spaces, which is a dash unless it is a minus sign between numbers or letters."""

SIGNS = (
    (re.compile(r"(?<=\w)---(?=\w)"), "—"),
    (re.compile(r"(?<=[\w\x01])--(?=[\w\x01])|(?<![^\s\"”])--(?=[\"“])|(?<=[\"”])--(?=[\s\"“])"), EN_DASH),
    (re.compile(r"(?<=’\d\d)-(?=’?\d\d\b)|(?<=’\d\ds)-(?=’\d\ds\b)"), EN_DASH),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\d) (?=[‰°])"), NO_BREAK_SPACE),
    (re.compile(r"(?<=\d) x (?=\d)|(?<=\d [kcm]m) x (?=\d)|(?<=\d m) x (?=\d)"), " × "),
)
PERCENT = re.compile(rf"(?P<digit>\d){TYPED_SPACE}?[%٪](?!\w)")
PERCENT_FIRST = re.compile(r"(?<![\w%٪])[%٪](?P<number>\d+(?:[.,]\d+)*)(?![\w%٪])")
"""A percent sign before its number, as it is typed from right to left."""

ARABIC_PERCENT = "٪"
"""The sign after Arabic-Indic digits (Unicode CLDR)."""

SPACED_UNIT = re.compile(rf"(?<=\d){TYPED_SPACE}?(°[CF]|[€₽])(?![\w])")
"""A unit after a number, in a language that sets a space before it and before the percent sign."""

BEFORE_WORD = r"(?<![^\s(\[“«\"\x01–—-])"
"""A place at which a word can begin."""

FEET_INCHES = re.compile(r"(?<![\w'])(\d{1,3})'( ?)(\d{1,2}(?:[.,]\d+)?[¼½¾]?)\"")
ARC = re.compile(r"(?<=\d)°( ?)(\d{1,2}(?:[.,]\d+)?)'(?!\w)(?:( ?)(\d{1,2}(?:[.,]\d+)?)\")?")
INCHES = re.compile(r"(?<![\w'])(\d{1,3}(?:[.,]\d+)?[¼½¾]?)\"")
FEET = re.compile(r"(?<![\w'])(\d{1,3}(?:[.,]\d+)?[¼½¾]?)'(?!\w)")
OPENS_SINGLE = re.compile(BEFORE_WORD + r"'(?=[^\s'])")
CLOSES_SINGLE = re.compile(r"(?<=[^\s('])'(?!\w)")
LONE_APOSTROPHE = re.compile(BEFORE_WORD + r"'(?=[^\W\d_])")
QUOTED_WORDS = re.compile(r"[^'’.!?:;]{1,60}(?<=[^\W_s])'(?!\w)")
"""The rest of a few words in single marks; a mark after an `s` may be a possessive."""

POSSESSIVE = re.compile(r"(?<=s)'(?=\s+\w)")
AFTER_BRACKET = re.compile(r"(?<=[\])])'(?=s\b)")
SHORT_YEAR = re.compile(BEFORE_WORD + r"'(?=\d\d(?:s\b|\b(?!')))")
OPENS_DOUBLE = re.compile(BEFORE_WORD + r'"(?=\S)')
CLOSES_DOUBLE = re.compile(r'(?<=[^\s(\[])"(?!\w)')
SPACED_QUOTE = re.compile(rf'(?<!\S)"{TYPED_SPACE}([^"\s][^"]*?){TYPED_SPACE}"(?!\w)')
"""A quotation that was typed with a space inside each mark, as guillemets have."""

SIGNED = re.compile(r"(?:(?<=[\s(\[/≈~<>≤≥±=:\x01])|^)-(?=[€$£¥₽]?\d)")
DASH_OF_DEGREES = re.compile(r"(?<=[\s(])–(?=\d+(?:[.,]\d+)?[\s\u00a0\u202f]?°)")
"""A dash for a minus sign, as a word processor makes it of a hyphen."""

SUBTRACTION = re.compile(r"(?<=\d) - (?=\d)")

RELATION = r"[=<>≤≥≈≠]"
DIFFERENCE = re.compile(
    rf"(?<=\d) - (?=\d[\d.,]*(?: [+×·÷*-] \d[\d.,]*)* {RELATION})|(?<=[+×·÷*] \d) - (?=\d)"
)
"""A hyphen between two numbers of an equation: 3 - 5 = -2."""

VARIABLE = r"\x01[^\W\d_](?:\x01|$)"
"""A letter in emphasis, which is a quantity."""

SUBTRAHEND = re.compile(rf"(?:(?<=\x01[^\W\d_]\x01)|(?<=^[^\W\d_]\x01)) - (?={VARIABLE})")
NEGATIVE = re.compile(rf"(?<={RELATION} )-(?={VARIABLE}|[^\W\d_](?![\w-]))")

BOND_LENGTH = 40
"""The length of the words at each side of a line end that show if they belong together, in characters."""

WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s$")
ADDRESS = re.compile(r"(?<![\w/])(?:https?://|www\.)[^\s<>\x01]*[\w/#=&-]")
"""An address that is typed as running text."""

ADDRESS_LETTER = "\ua66e"
"""The letter that replaces an address while the words around it change."""

CLOSED_BY = {'"': '"', "“": "”", "«": "»", "„": "“"}
ENCLOSED = re.compile(
    "(?P<opening>[" + "".join(CLOSED_BY) + r"""])(?P<inside>.+)["”»“](?P<cited>(?:\s*\[@[^\]]*\])?)""",
    re.DOTALL,
)
"""A text in quotation marks, with citations after it."""

OUTER, INNER, NESTED = "outer", "inner", "nested"
"""Quotations that are open: in outer marks, in inner marks, and in outer marks that become inner ones."""


class Typography:
    """The typographic rules of one language, which `install` adds to a parser."""

    def __init__(self, labels: Labels, traits: Traits) -> None:
        self.quotes, self.dashes, self.spaces = labels.quotes, tuple(labels.dashes), labels.spaces
        self.percent = labels.labels.get("percent", "%")
        self.is_right_to_left = labels.direction == "rtl"
        self.minus = LEFT_TO_RIGHT_MARK + MINUS if self.is_right_to_left else MINUS
        self.continued = traits.continued_quotes
        self.ranges = Ranges(traits, self.minus)
        self.has_elisions = bool(traits.elisions)
        self.elision = re.compile(rf"{BEFORE_WORD}'(?=(?:{any_of(traits.elisions)})\b(?!'))", re.IGNORECASE)
        self.joined_by = tuple(traits.clipped_joiners)
        self.clipped = re.compile(
            rf"(?<=[^\W\d_])(?P<before>\s?)'(?P<word>{any_of(traits.clipped_joiners)})'(?P<after>\s?)(?=[^\W\d_])",
            re.IGNORECASE,
        )
        self.not_joined = frozenset(word.casefold() for word in traits.not_joined)
        self.bonds = Bonds(traits)
        self.counted_word = re.compile(any_of(traits.counted), re.IGNORECASE)
        self.ordinal_sign = re.compile(
            rf"(?<![\d.,])(\d{{1,3}})\.?({any_of(traits.ordinal_signs)})(?=[\s)\],;:.]|$)"
        )
        self.signs = traits.ordinal_signs
        self.has_raised = bool(traits.raised_endings)
        endings, after_roman = any_of(traits.raised_endings), any_of(traits.raised_after_roman)
        self.raised = re.compile(
            rf"(?<![\w.,])(?<![^e]-)(?:(?:\d+\.?|I)(?P<ending>{endings})|[IVX]+(?P<after_roman>{after_roman}))(?![\w'’]|-(?![IVX\d]))"
        )
        marks = re.escape("".join(self.spaces))
        self.spaced_marks = re.compile(
            rf"{TYPED_SPACE}*(?<![{marks or EDGE}])([{marks or EDGE}]+)(?=[\s{EDGE}{CLOSING}«]|$)"
        )
        opening, closing = self.quotes[0].strip(), self.quotes[1].strip()
        self.has_guillemets = opening in "«»"
        self.inside_guillemets = (
            (re.compile(f"{opening}{TYPED_SPACE}*"), self.quotes[0]),
            (re.compile(f"{TYPED_SPACE}*{closing}"), self.quotes[1]),
        )
        outer, inner = self.quotes[:2], self.quotes[2:]
        marks = "|".join(map(re.escape, (*outer, inner[0])))
        self.any_quote = re.compile(rf"{marks}|{re.escape(inner[1])}(?!\w)")

    def install(self, parser: MarkdownIt) -> None:
        """Add the rules of the language to a parser."""
        parser.enable("smartquotes")
        parser.options["typographer"] = True
        parser.options["quotes"] = list(self.quotes)
        ruler = parser.core.ruler
        ruler.after("footnote_references", "apostrophes", self._over(self._set_apostrophes))
        ruler.after("apostrophes", "dashes", self._over(self._set_dashes))
        ruler.after("dashes", "dashes_at_breaks", self._join_lines)
        ruler.after("smartquotes", "continued_quotes", self._continue_quotes)
        ruler.after("continued_quotes", "nested_quotes", self._nest_quotes)
        ruler.after("nested_quotes", "lone_apostrophes", self._over(_set_lone_apostrophes))
        if self.spaces or self.has_guillemets:
            ruler.after("dashes", "spaces", self._over(self._set_spaces))
        ruler.push("bonds", self._set_bonds)

    def raise_ordinals(self, parser: MarkdownIt) -> None:
        """Add the rule that raises the endings of ordinal numbers; it follows every rule that changes words."""
        if self.has_raised:
            parser.core.ruler.push("ordinals", self._raise_ordinals)

    def raised_in(self, html: str) -> str:
        """Return escaped text with the endings of its ordinal numbers raised."""
        if not self.has_raised:
            return html

        def raised(match: re.Match[str]) -> str:
            ending = match["ending"] or match["after_roman"]
            return f"{match.group()[: -len(ending)]}<sup>{ending}</sup>"

        return self.raised.sub(raised, html)

    def spaced_in(self, html: str) -> str:
        """Return escaped text with the language's spaces before marks, and the bonds of its words."""
        text = unescape(html)
        if self.spaces and any(mark in text for mark in self.spaces):
            text = self.spaced_marks.sub(self._set_space, text)
        return str(escape(self.bonds.set(text)))

    def set_locator(self, place: str) -> str:
        """Return a place in a source with its ranges set: pp. 4–7."""
        return self.ranges.set_locator(place)

    def _over(self, change: Callable[[str], str]) -> Callable[[StateCore], None]:
        """Return a rule that changes the words of each paragraph."""

        def rule(state: StateCore) -> None:
            for token in state.tokens:
                change_words(token, change)

        return rule

    def _set_apostrophes(self, text: str) -> str:
        """Set primes and apostrophes that look like quotation marks."""
        if "'" not in text and '"' not in text:
            return text
        text = _set_primes(text)
        if self.quotes[0] != self.quotes[0].strip():
            text = SPACED_QUOTE.sub(r'"\1"', text)
        if "'" not in text:
            return text
        text = AFTER_BRACKET.sub(APOSTROPHE, SHORT_YEAR.sub(APOSTROPHE, text))
        text = self.elision.sub(_set_elision, text) if self.has_elisions else text
        if self.joined_by:
            text = self.clipped.sub(self._set_clipped, text)
        return POSSESSIVE.sub(_set_possessive, text)

    def _set_clipped(self, match: re.Match[str]) -> str:
        """Set a shortened "and" between two words: rock ’n’ roll, but the number 'n' is."""
        before = re.search(r"(\w+)\s?$", match.string[: match.start()])
        after = re.match(r"\w+", match.string[match.end() :])
        around = {found.group().strip().casefold() for found in (before, after) if found}
        if around & self.not_joined or match["before"] != match["after"]:
            return match.group()
        return f"{match['before']}{APOSTROPHE}{match['word']}{APOSTROPHE}{match['after']}"

    def _set_dashes(self, text: str) -> str:
        """Set dashes: spaced hyphens open and close asides in turn, and hyphens between numbers are signs or ranges."""
        if "-" in text:
            text = DIFFERENCE.sub(f" {MINUS} ", text)
            text = SUBTRAHEND.sub(f" {MINUS} ", text)
            text = NEGATIVE.sub(MINUS, text)
            text = self.ranges.set(text)
            text = SUBTRACTION.sub(f" {MINUS} ", text)
            text = MARKED_RANGE.sub(rf"\g<low>{EN_DASH}", text)
            text = SIGNED.sub(self.minus, text)
            sides = cycle(self.dashes)
            text = SPACED_HYPHEN.sub(_as_dash, text)
            text = SPACED_DASH.sub(lambda found: _spaced_as_typed(found.group(), next(sides)), text)
        if "–" in text:
            text = DASH_OF_DEGREES.sub(MINUS, text)
        for pattern, sign in SIGNS:
            text = pattern.sub(sign, text)
        return text

    def _join_lines(self, state: StateCore) -> None:
        """Remove the spaces around a dash that was typed at the end or the start of a line; it has its own."""
        for token in state.tokens:
            for before, line_end, after in _line_ends(token):
                if line_end.type == "softbreak" and (
                    before.content.endswith(self.dashes) or after.content.startswith(self.dashes)
                ):
                    line_end.type, line_end.tag = "text", ""
                elif line_end.type == "hardbreak" and after.content.startswith(self.dashes):
                    after.content = after.content.lstrip()

    def _set_spaces(self, text: str) -> str:
        """Set the language's spaces before marks and inside guillemets, whichever space was typed, or none."""
        if self.has_guillemets and ("«" in text or "»" in text):
            for pattern, mark in self.inside_guillemets:
                text = pattern.sub(mark, text)
        return self.spaced_marks.sub(self._set_space, text) if self.spaces else text

    def _set_space(self, match: re.Match[str]) -> str:
        if "::" in match[1]:
            return match.group()
        return f"{self.spaces[match[1][0]]}{match[1]}"

    def _continue_quotes(self, state: StateCore) -> None:
        """Set the mark at the start of each paragraph of a quotation over several paragraphs."""
        is_open = False
        inlines = [token for token in state.tokens if token.type == "inline"]
        for token, following in zip(inlines, [*inlines[1:], None], strict=False):
            goes_on = following is not None and _starts_quoted(following, self.quotes[0])
            goes_on = goes_on and self._is_left_open(token)
            if is_open and _starts_quoted(token, self.quotes[0]):
                change_words(token, self._continue)
            elif goes_on:
                change_words(token, self._open_last)
            is_open = goes_on
        self._close_later(inlines)

    def _close_later(self, paragraphs: Sequence[Token]) -> None:
        """Set the two marks of a quotation that opens in one paragraph and closes in a later one."""
        unset = [token for token in paragraphs if any('"' in child.content for child in said_in(token))]
        for token, following in pairwise(unset):
            if not self._is_left_open(token):
                continue
            words = EDGE.join(child.content for child in said_in(following))
            closing = CLOSES_DOUBLE.search(words)
            opening = OPENS_DOUBLE.search(words)
            if closing and (opening is None or closing.start() < opening.start()):
                change_words(token, self._open_last)
                change_words(following, lambda text: CLOSES_DOUBLE.sub(self.quotes[1], text, count=1))

    def _is_left_open(self, token: Token) -> bool:
        """Return True if a paragraph opens a quotation that it does not close."""
        words = EDGE.join(child.content for child in said_in(token))
        is_closed = words.count(self.quotes[0]) <= words.count(self.quotes[1])
        return OPENS_DOUBLE.search(words) is not None or not is_closed

    def _open_last(self, words: str) -> str:
        """Set the last opening mark that has no closing one, unless it is typed as it is printed."""
        marks = list(OPENS_DOUBLE.finditer(words))
        if not marks:
            return words
        return f"{words[: marks[-1].start()]}{self.quotes[0]}{words[marks[-1].end() :]}"

    def _continue(self, words: str) -> str:
        """Set the mark at the start of a further paragraph of a quotation, and the one that closes it."""
        mark = {"opening": self.quotes[0], "closing": self.quotes[1], "none": ""}[self.continued]
        start = len(words) - len(words.lstrip(EDGE))
        edge, rest = words[:start], words[start:]
        rest = rest.removeprefix('"').removeprefix(self.quotes[0])
        if rest.endswith('"'):
            rest = f"{rest[:-1]}{self.quotes[1]}"
        return f"{edge}{mark}{rest}"

    def _nest_quotes(self, state: StateCore) -> None:
        """Set the inner marks of the language where a quotation is inside another, or inside a block that has marks."""
        is_inside = bool(state.env.get("is_quoted"))
        for token in state.tokens:
            change_words(token, lambda text: self._nested(text, is_inside=is_inside))

    def _nested(self, text: str, *, is_inside: bool) -> str:
        if self.quotes[0] not in text or (not is_inside and text.count(self.quotes[0]) < 2):
            return text
        opening, closing, inner_opening, inner_closing = self.quotes
        stack = [OUTER] if is_inside else []

        def nested(match: re.Match[str]) -> str:
            mark = match.group()
            if mark in (opening, inner_opening):
                is_nested = mark == opening and bool(stack) and stack[-1] != INNER
                stack.append(NESTED if is_nested else OUTER if mark == opening else INNER)
                return inner_opening if is_nested else mark
            closed = (OUTER, NESTED) if mark == closing else (INNER,)
            if len(stack) > is_inside and stack[-1] in closed:
                return inner_closing if stack.pop() == NESTED else mark
            return mark

        return self.any_quote.sub(nested, text)

    def _set_bonds(self, state: StateCore) -> None:
        """Set no-break spaces, and the percent sign and ordinal signs as in the language."""
        for token in state.tokens:
            change_words(token, self._bonded if state.env["is_set"] else self._signed)
            if state.env["is_set"]:
                self._bind_lines(token)

    def _bind_lines(self, token: Token) -> None:
        """Set a bond at the end of a typed line, where the words of two lines belong together."""
        for before, line_end, after in _line_ends(token):
            if line_end.type == "softbreak":
                start = before.content[-BOND_LENGTH:]
                if bond := self.bonds.binds(start, after.content[:BOND_LENGTH]):
                    line_end.type, line_end.content = "text", bond

    def _signed(self, text: str) -> str:
        if "%" in text or ARABIC_PERCENT in text:
            text = PERCENT_FIRST.sub(r"\g<number>%", text) if self.is_right_to_left else text
            text = PERCENT.sub(self._set_percent, text)
        if self.percent != "%":
            text = SPACED_UNIT.sub(rf"{NO_BREAK_SPACE}\1", text)
        return self.ordinal_sign.sub(self._set_ordinal, text) if self.signs else text

    def _set_percent(self, match: re.Match[str]) -> str:
        return f"{match['digit']}{self.percent if match['digit'].isascii() else ARABIC_PERCENT}"

    def _set_ordinal(self, match: re.Match[str]) -> str:
        """Set an ordinal sign: 1.a is 1.ª, but 3.a) is point a of 3."""
        before, after = match.string[: match.start()], match.string[match.end() :]
        word = WORD_BEFORE.search(before)
        is_counted = word is not None and self.counted_word.fullmatch(word[1]) is not None
        is_point = after.startswith(")") and (is_counted or before.count("(") <= before.count(")"))
        return match.group() if is_point else f"{match[1]}.{self.signs[match[2]]}"

    def _bonded(self, text: str) -> str:
        return self.bonds.set(self._signed(text))

    def _raise_ordinals(self, state: StateCore) -> None:
        """Raise the endings of ordinal numbers: 1er, XXe."""
        for token in state.tokens:
            if token.children and self.raised.search(token.content):
                said = {id(child) for child in said_in(token)}
                token.children = [
                    piece
                    for child in token.children
                    for piece in (self._pieces(child) if id(child) in said else (child,))
                ]

    def _pieces(self, token: Token) -> Iterator[Token]:
        start = 0
        for match in self.raised.finditer(token.content):
            ending = match["ending"] or match["after_roman"]
            yield _text(token.content[start : match.end() - len(ending)], token.level)
            yield Token("sup_open", "sup", 1, level=token.level)
            yield _text(ending, token.level + 1)
            yield Token("sup_close", "sup", -1, level=token.level)
            start = match.end()
        yield _text(token.content[start:], token.level)


def said_in(token: Token) -> Iterator[Token]:
    """Yield the text tokens inside a token, except addresses."""
    children = token.children or []
    for child, before in zip(children, [None, *children], strict=False):
        is_address = before is not None and before.type == "link_open" and before.info == "auto"
        if child.type == "text" and not is_address:
            yield child


def _line_ends(token: Token) -> Iterator[tuple[Token, Token, Token]]:
    """Yield each line end between two text tokens, with them."""
    children = token.children or []
    for before, line_end, after in zip(children, children[1:], children[2:], strict=False):
        if line_end.type in ("softbreak", "hardbreak") and before.type == after.type == "text":
            yield before, line_end, after


def change_words(token: Token, change: Callable[[str], str]) -> None:
    """Change the words of a paragraph as one text, in which `EDGE` is between the text tokens."""
    said = list(said_in(token))
    if not said:
        return
    typed = EDGE.join(child.content for child in said)
    changed = _changed_around_addresses(typed, change) if "://" in typed or "www." in typed else change(typed)
    if changed != typed:
        for child, words in zip(said, changed.split(EDGE), strict=True):
            child.content = words


def _changed_around_addresses(typed: str, change: Callable[[str], str]) -> str:
    """Change words, but no address among them: to the rules, each address is one letter that no text has."""
    addresses = ADDRESS.findall(typed)
    changed = change(ADDRESS.sub(ADDRESS_LETTER, typed))
    if ADDRESS_LETTER in typed or changed.count(ADDRESS_LETTER) != len(addresses):
        return typed
    for address in addresses:
        changed = changed.replace(ADDRESS_LETTER, address, 1)
    return changed


def _spaced_as_typed(typed: str, dash: str) -> str:
    """Return a dash without its space on a side where none was typed: at the end or the start of a line."""
    dash = dash if typed.startswith(" ") else dash.lstrip()
    return dash if typed.endswith(" ") else dash.rstrip()


def _set_lone_apostrophes(text: str) -> str:
    """Set an apostrophe before a word that no mark closes: walk 'round the town."""
    return LONE_APOSTROPHE.sub(APOSTROPHE, text) if "'" in text else text


def _as_dash(match: re.Match[str]) -> str:
    """Return a spaced hyphen as the two hyphens of a dash."""
    before, after = match["before"], match["after"]
    is_formula = len(before) == len(after) == 1 and before.isalnum() and after.isalnum()
    return match.group() if is_formula else f"{before} -- "


def unquoted(words: str) -> str:
    """Return a text without the quotation marks that enclose all of it."""
    match = ENCLOSED.fullmatch(words.strip())
    if match is None:
        return words
    closing, inside = CLOSED_BY[match["opening"]], match["inside"]
    first = inside.find(closing)
    closes_early = first >= 0 and (closing != '"' or not inside[:first].strip() or inside[first - 1].strip())
    return words if closes_early else f"{inside}{match['cited']}"


def _text(words: str, level: int) -> Token:
    return Token("text", "", 0, content=words, level=level)


def _starts_quoted(token: Token, opening: str) -> bool:
    first = next((child.content for child in said_in(token) if child.content), "")
    return first.startswith(('"', opening))


def _set_primes(text: str) -> str:
    """Set the primes of feet and inches, and of minutes and seconds of arc; a quotation keeps its marks."""
    text = ARC.sub(_arc, text)
    for pattern, mark in ((FEET_INCHES, '"'), (INCHES, '"'), (FEET, "'")):
        if mark in text:
            text = _sub_in_order(pattern, text)
    return text


def _arc(match: re.Match[str]) -> str:
    seconds = f"{match[3]}{match[4]}{DOUBLE_PRIME}" if match[4] else ""
    return f"°{match[1]}{match[2]}{PRIME}{seconds}"


def _sub_in_order(pattern: re.Pattern[str], text: str) -> str:
    """Set primes from left to right: whether a mark closes a quotation depends on the marks before it."""
    done, rest = "", text
    while match := pattern.search(rest):
        done += rest[: match.start()]
        after = rest[match.end() :]
        closes = _closes_double(done, after) if match.group().endswith('"') else _closes_single(done)
        done += match.group() if closes else _primes(match)
        rest = after
    return done + rest


def _primes(match: re.Match[str]) -> str:
    if match.re is FEET_INCHES:
        return f"{match[1]}{PRIME}{NO_BREAK_SPACE if match[2] else ''}{match[3]}{DOUBLE_PRIME}"
    return f"{match[1]}{PRIME if match.re is FEET else DOUBLE_PRIME}"


def _closes_double(before: str, after: str) -> bool:
    """Return True if a quotation is open before a mark, and no other mark after it closes it."""
    return before.count('"') % 2 == 1 and after.count('"') % 2 == 0


def _closes_single(before: str) -> bool:
    return _is_single_open(before)


def _is_single_open(before: str) -> bool:
    return len(OPENS_SINGLE.findall(before)) > len(CLOSES_SINGLE.findall(before))


def _set_elision(match: re.Match[str]) -> str:
    """Set the apostrophe of a shortened word, unless the mark opens a quotation: 'em dash'."""
    is_closed = QUOTED_WORDS.match(match.string, match.end()) is not None
    is_quoted = is_closed and not _is_single_open(match.string[: match.start()])
    return match.group() if is_quoted else APOSTROPHE


def _set_possessive(match: re.Match[str]) -> str:
    """Set the apostrophe of a possessive inside single marks: 'the states' rights matter'."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    closing, opening = CLOSES_SINGLE.search(after), OPENS_SINGLE.search(after)
    is_closed_later = closing is not None and (opening is None or closing.start() < opening.start())
    return APOSTROPHE if _is_single_open(before) and is_closed_later else match.group()
