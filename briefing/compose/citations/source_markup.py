"""The formats of a title inside an entry of a citation style, which knows only plain words.

Private characters, beyond those that a style uses, mark italics, bold type and scripts while the style prints the
words. They are replaced in the finished HTML.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

from markdown_it.token import Token
from markupsafe import Markup, escape

from briefing.compose.text_markup import raise_scripts

TAGS = ("em", "strong", "sup", "sub")
OPEN = {tag: chr(0xF0000 + 2 * place) for place, tag in enumerate(TAGS)}
CLOSE = {tag: chr(ord(mark) + 1) for tag, mark in OPEN.items()}
MARK = re.compile(f"[{''.join(OPEN.values())}{''.join(CLOSE.values())}]")
SIGN_OF = {
    **{mark: f"<{tag}>" for tag, mark in OPEN.items()},
    **{mark: f"</{tag}>" for tag, mark in CLOSE.items()},
}

ET_AL = re.compile(r"(?:and |& )?(?:others|et\.? ?al)\.?", re.IGNORECASE)
TAG = re.compile(r"(<[^>]*>)")
EMPHASIS = re.compile(f"(<i>|</i>|{OPEN['em']}|{CLOSE['em']})")
ADDRESS = re.compile(r'href="([^"]*)"')
KEPT_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=-._~%"


def mark_of(token: Token) -> str:
    """Return the mark of a token of Markdown; "" if it is not a format that a title has."""
    marks = {1: OPEN, -1: CLOSE}.get(token.nesting, {})
    return marks.get(token.tag, "")


def is_more_names(name: str) -> bool:
    """Return True for words in place of a name which say that there are more: `et al.`, `others`."""
    return ET_AL.fullmatch(name.strip()) is not None


def finish(printed: Markup, direction: str) -> Markup:
    """Return the HTML of an entry or a citation with elements in place of the marks, and complete addresses."""
    html = MARK.sub(lambda found: SIGN_OF[found.group()], _set_emphasis(str(printed)))
    pieces = TAG.split(html)
    pieces[::2] = [raise_scripts(piece, direction) for piece in pieces[::2]]
    html = ADDRESS.sub(lambda found: f'href="{escape(encode(unescape(found[1])))}"', "".join(pieces))
    return Markup(html)  # noqa: S704  (made from HTML that is escaped)


def encode(address: str) -> str:
    """Return an address with a percent sign and two digits for each character that it cannot contain."""
    return "".join(
        sign if sign.isalnum() or sign in KEPT_IN_ADDRESSES or not sign.isascii() else quote(sign)
        for sign in address
    )


def _set_emphasis(html: str) -> str:
    """Return HTML with elements for emphasis; inside a title in italics, emphasis is upright."""
    is_italic = is_upright = False
    pieces = EMPHASIS.split(html)
    for place, piece in enumerate(pieces):
        if piece in ("<i>", "</i>"):
            is_italic = piece == "<i>"
        elif piece == OPEN["em"]:
            is_upright = is_italic
            pieces[place] = "</i>" if is_upright else "<em>"
        elif piece == CLOSE["em"]:
            pieces[place] = "<i>" if is_upright else "</em>"
    return "".join(pieces)
