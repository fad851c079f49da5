"""The formats of a title inside an entry of a citation style, which knows only plain words.

Private characters, beyond those that a style uses, mark italics, bold type and scripts while the style prints the
words. They are replaced in the finished HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import quote

from markdown_it.token import Token
from markupsafe import Markup, escape

from briefing.compose.bonds import EDGE
from briefing.compose.text_markup import raise_scripts
from briefing.text.locale_formats import find_locale

TAGS = ("em", "strong", "sup", "sub")
OPEN = {tag: chr(0xF0000 + 2 * place) for place, tag in enumerate(TAGS)}
CLOSE = {tag: chr(ord(mark) + 1) for tag, mark in OPEN.items()}
OPEN_LANGUAGE, CLOSE_LANGUAGE = "\U000f0008", "\U000f0009"
"""The marks around words in another language. The tag of the language follows in tag characters of Unicode."""

TAG_CHARACTERS = 0xE0000
"""Added to the code of an ASCII character for the tag character that corresponds to it."""

LANGUAGE_START = re.compile(f"{OPEN_LANGUAGE}([\U000e0020-\U000e007e]+)")
MARK = re.compile(f"[{''.join(OPEN.values())}{''.join(CLOSE.values())}]")
SIGN_OF = {
    **{mark: f"<{tag}>" for tag, mark in OPEN.items()},
    **{mark: f"</{tag}>" for tag, mark in CLOSE.items()},
}

ET_AL = re.compile(r"(?:and |& )?(?:others|et\.? ?al)\.?", re.IGNORECASE)
TAG = re.compile(r"(<[^>]*>)")
KEPT_ELEMENT = re.compile(r"<span lang=|<a [^>]*href=\"https?:")
"""The start of an element whose words stay as they are: another language, or an address."""

EMPHASIS = re.compile(
    f"(<i>|</i>|{OPEN['em']}|{CLOSE['em']}|{OPEN_LANGUAGE}[\U000e0020-\U000e007e]+|{CLOSE_LANGUAGE})"
)
ADDRESS = re.compile(r'href="([^"]*)"')
KEPT_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=-._~%"


def mark_of(token: Token) -> str:
    """Return the mark of a token of Markdown; "" if it is not a format that a title has."""
    if token.type == "span_open":
        return open_language(str(token.attrs["lang"]))
    if token.type == "span_close":
        return CLOSE_LANGUAGE
    marks = {1: OPEN, -1: CLOSE}.get(token.nesting, {})
    return marks.get(token.tag, "")


def open_language(tag: str) -> str:
    """Return the mark before words in a language."""
    return OPEN_LANGUAGE + "".join(chr(TAG_CHARACTERS + ord(sign)) for sign in tag)


def in_language(words: str, tag: str) -> str:
    """Return words between the marks of a language."""
    return f"{open_language(tag)}{words}{CLOSE_LANGUAGE}"


def is_in_language(words: str) -> bool:
    """Return True for words that begin in another language."""
    return words.startswith(OPEN_LANGUAGE)


def is_more_names(name: str) -> bool:
    """Return True for words in place of a name which say that there are more: `et al.`, `others`."""
    return ET_AL.fullmatch(name.strip()) is not None


def finish(printed: Markup, direction: str) -> Markup:
    """Return the HTML of an entry or a citation with elements in place of the marks, and complete addresses."""
    html = MARK.sub(lambda found: SIGN_OF[found.group()], _set_emphasis(str(printed)))
    html = LANGUAGE_START.sub(lambda found: _language_start(found[1], direction), html)
    html = html.replace(CLOSE_LANGUAGE, "</span>")
    pieces = TAG.split(html)
    pieces[::2] = [raise_scripts(piece, direction) for piece in pieces[::2]]
    html = ADDRESS.sub(lambda found: f'href="{escape(encode(unescape(found[1])))}"', "".join(pieces))
    return Markup(html)  # noqa: S704  (made from HTML that is escaped)


def set_spaces(html: Markup, spaced: Callable[[str], str]) -> Markup:
    """Return the HTML of an entry or a citation with its spaces set, but in addresses and in other languages.

    `spaced` gets the escaped words between two of these, with `EDGE` at the place of each tag.
    """
    pieces, depth = TAG.split(str(html)), 0
    runs: list[list[int]] = [[]]
    for place, piece in enumerate(pieces):
        if place % 2 and (depth or KEPT_ELEMENT.match(piece)):
            depth += -1 if piece.startswith("</") else 1
            runs.append([])
        elif place % 2 == 0 and not depth:
            runs[-1].append(place)
    for run in filter(None, runs):
        changed = spaced(EDGE.join(pieces[place] for place in run))
        for place, words in zip(run, changed.split(EDGE), strict=True):
            pieces[place] = words
    return Markup("".join(pieces))  # noqa: S704  (made from HTML that is escaped)


def language_attributes(tag: str, direction: str) -> str:
    """Return the attributes of an element in a language inside a text with a direction."""
    own = "rtl" if find_locale(tag).character_order == "right-to-left" else "ltr"
    return f'lang="{escape(tag)}"' + (f' dir="{own}"' if own != direction else "")


def _language_start(tag: str, direction: str) -> str:
    plain = "".join(chr(ord(sign) - TAG_CHARACTERS) for sign in tag)
    return f"<span {language_attributes(plain, direction)}>"


def encode(address: str) -> str:
    """Return an address with a percent sign and two digits for each character that it cannot contain."""
    return "".join(
        sign if sign.isalnum() or sign in KEPT_IN_ADDRESSES or not sign.isascii() else quote(sign)
        for sign in address
    )


def _set_emphasis(html: str) -> str:
    """Return HTML with elements for emphasis; inside a title in italics, emphasis is upright.

    Languages that begin inside the italics end with them, and begin again.
    """
    is_italic = is_upright = False
    languages: list[str] = []
    pieces = EMPHASIS.split(html)
    for place, piece in enumerate(pieces):
        turned = CLOSE_LANGUAGE * len(languages), "".join(languages)
        if piece.startswith(OPEN_LANGUAGE):
            languages += [piece] if is_italic else []
        elif piece == CLOSE_LANGUAGE:
            del languages[-1:]
        elif piece in ("<i>", "</i>"):
            is_italic = piece == "<i>"
        elif piece == OPEN["em"]:
            is_upright = is_italic
            pieces[place] = "</i>".join(turned) if is_upright else "<em>"
        elif piece == CLOSE["em"]:
            pieces[place] = "<i>".join(turned) if is_upright else "</em>"
    return "".join(pieces)
