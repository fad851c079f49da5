"""A pasted list of references → its references: without a heading, numbers and bullets, and joined where they wrap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Span

NUMBER = r"(?:[\[(]?(?P<number>\d{1,3})(?:[\])]\.?|\.|(?=\t))|(?P<raised>[¹²³⁴-⁹⁰]{1,4}))"
LIST_SIGN = re.compile(rf"^\s*(?:{NUMBER}|[•·‣▪–—*^↑-])\s+|^\s*(?P<label>\[[^\W\d_][\w+-]*\d\d[a-z]?\])\s+")
"""The number, the bullet or the label before a reference in a list."""

RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_BRACKETED = (
    r"\[(?:cross ?ref(?: full text)?|pub ?med(?: central| abstract)?|google scholar|green version|scopus|web of science"
    r"|pmc free article|free full text|full text|doi|ads|medline)\]"
)
_BARE = (
    r"(?:cross ?ref full text|pubmed abstract|view (?:in )?article)"
    r"(?:[\s|]+(?:pubmed abstract|cross ?ref full text|full text|publisher site|google scholar))*"
)
LINK_LABELS = re.compile(rf"(?:[\s|]*(?:{_BRACKETED}|{_BARE}))+\s*$", re.IGNORECASE)
"""The words of links after a reference on the page of a publisher."""

HEADING_MARKUP = "#*_ :."
"""Characters that may be around the heading of a list."""

FORMATS = (
    ("BibTeX", re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]")),
    ("CSL-JSON", re.compile(r"\s*(?:\[\s*)?\{\s*\"")),
    ("RIS", re.compile(r"\s*TY  ?- ")),
    ("an EndNote file (.enw)", re.compile(r"\s*%0 ")),
    ("a PubMed file (.nbib)", re.compile(r"\s*PMID\s?- ")),
)
"""The formats of exports, each with a sign by which its start is recognised."""

ENDINGS = {"BibTeX": ".bib", "CSL-JSON": ".json"}

GOES_ON_BEHIND = re.compile(r"(?:[,:&(\[–-]|\b(?:and|et|y|e|и|و|of|in|the|de|la|du|des|del|da|do))$")
"""The end of a line after which a reference goes on."""

GOES_ON = re.compile(r"(?!(?:https?|www|doi)\b)[^\W\d_A-ZÀ-ÞА-ЯЁ]{2,}(?:\s|[,;:.)])")
PARTICLE = re.compile(r"(?:[a-zà-öø-ÿ’']{1,4}\s+){1,3}[^\W\d_a-zа-яё]|al-|d[’']|el-|bell hooks|danah boyd")
"""The start of a line with the name of an author that begins with a small letter."""

ADDRESS = re.compile(r"(?:https?://|www\.|doi\b)", re.IGNORECASE)


def format_of(text: str) -> str:
    """Return the name of the format of an export that a text is, "" for references."""
    return next((name for name, start in FORMATS if start.match(text)), "")


def find_pasted_export(text: str, where: Span) -> Iterator[Finding]:
    """Yield the finding about an export that is pasted in place of references."""
    if name := format_of(text):
        help = "export the sources from your reference manager as BibTeX (.bib), and name the file: `sources: refs.bib`"
        if ending := ENDINGS.get(name):
            help = f"save it as a file next to the brief, and name the file: `sources: refs{ending}`"
        yield Finding("BR116", f"this text is {name}, not a list of references", where, help)


def split_references(text: str, headings: Sequence[str]) -> list[str]:
    """Return the references in a text: parted by empty lines or, if there are none, one on each line.

    If lines have numbers or bullets, those without one continue the line before. One of the headings is left out.
    """
    pieces = [piece for piece in re.split(r"\n\s*\n", text.strip()) if piece.strip()]
    if len(pieces) > 1 and _is_heading(pieces[0], headings):
        pieces = pieces[1:]
    if len(pieces) > 1:
        return pieces
    lines = [line for line in "\n".join(pieces).split("\n") if line.strip()]
    if len(lines) > 1 and _is_heading(lines[0], headings):
        lines = lines[1:]
    return list(_joined(lines)) if lines and LIST_SIGN.match(lines[0]) else lines


def _is_heading(line: str, headings: Sequence[str]) -> bool:
    """Return whether a line is one of the headings, in letters of any case, with accents or without."""
    return _plain(line.strip().strip(HEADING_MARKUP)) in map(_plain, headings)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a list with signs, each with the lines without a sign, or the next number, that follow it."""
    item, number = lines[0], _number_of(lines[0])
    for line in lines[1:]:
        next_number = _number_of(line)
        if LIST_SIGN.match(line) and (number is None or next_number in (None, number + 1)):
            yield item
            item, number = line, next_number
        else:
            item = f"{item}\n{line}"
    yield item


def _number_of(line: str) -> int | None:
    """Return the number before a reference, None if it has a bullet, a label, or nothing."""
    sign = LIST_SIGN.match(line)
    typed = (sign["number"] or (sign["raised"] or "").translate(RAISED_DIGITS)) if sign else ""
    return int(typed) if typed else None


def continues(before: str, line: str) -> bool:
    """Return True for a line that continues the reference on the line before it."""
    if not before or "\n" in line:
        return False
    if GOES_ON_BEHIND.search(before.rstrip()):
        return True
    if len(line.split()) < 3 and ADDRESS.match(line.lstrip("<( ")):
        return not ADDRESS.search(before)
    starts_small = GOES_ON.match(line.lstrip()) and not PARTICLE.match(line.lstrip())
    return bool(starts_small) and not re.search(r"[.!?)\]”\"»\d/]$", before.rstrip())


def without_sign(typed: str, number: int) -> str:
    """Return a reference without its number, if that is its place, its bullet, and the words of links after it."""
    is_other_number = _number_of(typed) not in (None, number)
    words = typed if is_other_number else LIST_SIGN.sub("", typed)
    return LINK_LABELS.sub("", words).strip()
