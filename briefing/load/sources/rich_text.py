"""The formats that a title may have: italics, bold, superscripts and subscripts, from LaTeX or HTML → Markdown.

A pair of private characters marks each format until the other characters are escaped.
"""

from __future__ import annotations

import html
import re

from briefing.load.sources.bibtex_values import UnreadableValueError

ITALIC, BOLD = ("\ue0f0", "\ue0f1"), ("\ue0f2", "\ue0f3")
RAISED, LOWERED = ("\ue0f4", "\ue0f5"), ("\ue0f6", "\ue0f7")
"""The opening and the closing mark of each format."""

MARKS = re.compile("[\ue0f0-\ue0f7]")
PAIRS = re.compile("([\ue0f0\ue0f2\ue0f4\ue0f6])([^\ue0f0-\ue0f7]*)([\ue0f1\ue0f3\ue0f5\ue0f7])")
SIGNS = {ITALIC[0]: "*", BOLD[0]: "**", RAISED[0]: "^", LOWERED[0]: "~"}

FORMATS = {
    **dict.fromkeys(("i", "em", "italic", "jats:italic", "cite", "var"), ITALIC),
    **dict.fromkeys(("b", "strong", "bold", "jats:bold"), BOLD),
    **dict.fromkeys(("sup", "jats:sup"), RAISED),
    **dict.fromkeys(("sub", "jats:sub", "inf"), LOWERED),
}
PLAIN: tuple[str, ...] = (
    "span",
    "sc",
    "scp",
    "jats:sc",
    "jats:styled-content",
    "u",
    "tt",
    "small",
    "big",
    "font",
    "title",
    "jats:title",
)
PLAIN += ("p", "jats:p", "jats:underline", "jats:monospace", "underline", "nocase")
"""The HTML elements whose words are printed as they are."""

BREAKS = ("br", "jats:break", "break")

TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>")
ENTITY = re.compile(
    r"&(?:amp;)?(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,5}|amp|lt|gt|quot|apos|nbsp|ndash|mdash|[lr][sd]quo|[A-Za-z]{2,8});"
)

BARE_FORMULA = re.compile(
    r"(?<![\w\\])((?:[A-Z][a-z]?|\d)*[A-Z][a-z]?)_(\d{1,2}|x|\{[\w.+-]{1,8}\})(?![\w_])"
)
"""A chemical formula with LaTeX's sign for an index, but without its dollar signs: CO_2, PM_{2.5}."""


def mark_html(text: str) -> str:
    """Return a text with marks in place of its HTML tags. Raises UnreadableValueError for one that is not known."""
    if "<" in text and ">" in text:
        text = TAG.sub(lambda found: _marked(found, text), text)
    return ENTITY.sub(_character, text) if "&" in text else text


def _marked(tag: re.Match[str], text: str) -> str:
    name = tag["name"].lower()
    if name in BREAKS:
        return " "
    is_pair = re.search(rf"</{re.escape(tag['name'])}\s*>", text) and re.search(
        rf"<{re.escape(tag['name'])}[\s>]", text
    )
    if not is_pair:
        return tag.group()  # an unknown type in a title, Vec<T>, or a comparison
    if name in FORMATS:
        return FORMATS[name][bool(tag["end"])]
    if name in PLAIN:
        return ""
    what = f"HTML that titles cannot have: `{tag.group()[:40]}`"
    raise UnreadableValueError(what, "replace it with the plain characters that it prints")


def _character(entity: re.Match[str]) -> str:
    once = html.unescape(entity.group())
    twice = html.unescape(once)
    return twice if twice.isprintable() or twice == "\xa0" else entity.group()


def mark_formulas(text: str) -> str:
    """Return LaTeX without formulas, in which chemical ones may be typed as plain words: CO_2 gets marks."""
    if "_" not in text or "$" in text or "\\(" in text:
        return text
    return BARE_FORMULA.sub(lambda found: f"{found[1]}{LOWERED[0]}{found[2].strip('{}')}{LOWERED[1]}", text)


def unmarked(text: str) -> str:
    """Return a text without marks."""
    return MARKS.sub("", text)


def as_markdown(escaped: str) -> str:
    """Return an escaped text with Markdown in place of the marks, as far as Markdown can have it."""
    before = None
    while before != escaped:
        before, escaped = escaped, PAIRS.sub(_in_markdown, escaped, count=1)
    return unmarked(escaped)


def _in_markdown(pair: re.Match[str]) -> str:
    opening, words, text = pair[1], pair[2], pair.string
    before = MARKS.sub("", text[: pair.start()])[-1:]
    after = MARKS.sub("", text[pair.end() :])[:1]
    sign = SIGNS[opening]
    if not words.strip():
        return words
    if opening in (RAISED[0], LOWERED[0]):
        can_be = words == "".join(words.split()) and (before.isalnum() or before in tuple(")]}’'\"*"))
        return f"{sign}{words}{sign}" if can_be else words
    return _emphasised(words, sign, is_inside=before.isalnum() or after.isalnum())


def _emphasised(words: str, sign: str, *, is_inside: bool) -> str:
    """Return words with emphasis; inside a word, or with punctuation at an end, Markdown cannot have it."""
    core = words.strip()
    lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    is_flanked = core[0].isalnum() and core[-1].isalnum() and not (is_inside and lead == trail == "")
    return f"{lead}{sign}{core}{sign}{trail}" if is_flanked and "*" not in core else words
