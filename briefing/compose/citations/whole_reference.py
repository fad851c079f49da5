"""References that are written as one text: their links, and the short form by which a text cites them."""

from __future__ import annotations

import re

from briefing.core.dois import address_of, bare_doi, without_end

ADDRESS = re.compile(
    r"(?P<before>[<(\[]?)(?P<address>(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s?|DOI\s)?10(?:\.\d{4,9})+/[^\s\"]+"
    r"|(?:https?://|www\.)[^\s<>\"]+)",
    re.IGNORECASE,
)
"""An address, or a DOI with or without its prefix."""

LINK = re.compile(r"\[[^\]]*\]\([^)]*\)|<https?://[^>\s]*>|`[^`]*`")
"""What is a link in Markdown already, and code."""

ESCAPED = re.compile(r"([\\`*_\[\]{}<>~^&])")

YEAR_IN_BRACKETS = re.compile(
    r"[(\[](?:c\. ?|ca\. ?)?((?:1[5-9]|20)\d\d[a-z]?|n\.\s?d\.|in press|forthcoming)[^)\]]{0,24}[)\]]"
)
YEAR = re.compile(r"(?<![\d/.:–-])((?:1[5-9]|20)\d\d)[a-z]?(?![\d/])")
_FAMILY = r"(?P<{}>(?:[^\W\d_]+ ){{0,3}}?[^\W\d_a-z][\w’'-]+)"
_INITIALS = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ]\.?[ -]?){1,4}(?![^\W\d_])"
PERSON = re.compile(
    rf"{_FAMILY.format('before')},? {_INITIALS}|(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ]\.[ -]?){{1,4}}{_FAMILY.format('after')}"
)
"""A person with initials: `Smith, J.`, `Smith J`, `J. Smith`."""

NO_HEAD = re.compile(r"[\d\"“”«»]|\. [^\W\d_]{3,} [^\W\d_]{2,}")
"""Signs that there is more than names before a year in brackets."""

ACCESS = re.compile(
    r"[\[(]?\b(?:cited|accessed|retrieved|viewed|visited)\b:?(?: on)?[^\])]{0,12}"
    r"(?:1[5-9]|20)\d\d[^\s\])]*(?: \w{3,9}\.? \d{1,2})?[\])]?",
    re.IGNORECASE,
)
"""The words about the day on which a page was read, whose year is not that of the source."""

NUMBERED_BY_YEAR = re.compile(r"\d/(?:1[5-9]|20)\d\d\b")
"""The number of a law, 12.305/2010, which needs no other year."""

AND = re.compile(r",?\s*(?:&|\band\b|\bet\b|\by\b|\be\b|\bи\b|\bund\b|(?<=\s)و)\s*")
MORE = re.compile(r",?\s*(?:et\.? al\.?|and others|y otros|и др\.)", re.IGNORECASE)
QUOTED = re.compile(r"^[\"“«„‘'](.{1,80}?)[\"”»“’']")
MAX_SHORT = 40
"""In characters: the longest name of a reference that does not begin with the names of people."""


def link_addresses(words: str) -> str:
    """Return the Markdown of a reference with each of its addresses and DOIs as a link."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\ue0ff{len(kept) - 1}\ue0ff"

    linked = ADDRESS.sub(_link, LINK.sub(keep, words))
    return re.sub("\ue0ff(\\d+)\ue0ff", lambda found: kept[int(found[1])], linked)


def _link(found: re.Match[str]) -> str:
    typed = found["address"]
    shown = without_end(typed)
    rest = typed[len(shown) :]
    if re.match(r"https?://", shown, re.IGNORECASE) and not re.search(r"doi\.org/10", shown):
        return f"{found['before']}{_linked(shown, shown)}{rest}"
    if shown.lower().startswith("www."):
        return f"{found['before']}{_linked(shown, f'https://{shown}')}{rest}"
    return f"{found['before']}{_linked(shown, address_of(bare_doi(shown)))}{rest}"


def _linked(shown: str, address: str) -> str:
    target = address.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    words = ESCAPED.sub(r"\\\1", shown)
    return f"[{words}](<{target}>)"


def short_form_of(words: str, *, and_word: str, et_al: str, no_date: str) -> tuple[str, str]:
    """Return the name and the year by which a text cites a reference: its first words, if they are no names."""
    text = " ".join(words.split())
    bracketed = YEAR_IN_BRACKETS.search(text)
    years = YEAR.findall(ACCESS.sub(" ", ADDRESS.sub(" ", text)))
    head = text[: bracketed.start()].strip(" ,.") if bracketed else ""
    head = "" if NO_HEAD.search(head) else head
    name = _short_name(head or text, is_head=bool(head), and_word=and_word, et_al=et_al)
    year = bracketed[1] if bracketed else years[-1] if years else no_date
    return name, "" if year == no_date and NUMBERED_BY_YEAR.search(name) else year


def _short_name(text: str, *, is_head: bool, and_word: str, et_al: str) -> str:
    families, rest = _families(text)
    has_more = MORE.match(rest) is not None
    if families and (has_more or not is_head or rest[:1] in ("", ".", ",", ":", "(")):
        if has_more or len(families) > 2:
            return f"{families[0]} {et_al}"
        return f" {and_word} ".join(families)
    if quoted := QUOTED.match(text):
        return text[: quoted.end()]
    if is_head and len(text) <= 2 * MAX_SHORT:
        return text
    first = re.split(r"(?<=\w{3})[.,:;]\s", text, maxsplit=1)[0].strip(" .,;:")
    return first if len(first) <= MAX_SHORT else f"{first[:MAX_SHORT].rsplit(' ', 1)[0]}…"


def _families(text: str) -> tuple[list[str], str]:
    """Return the family names of the people with whom a reference begins, and the text after them."""
    families: list[str] = []
    rest = text
    while match := PERSON.match(rest):
        families.append(match["before"] or match["after"])
        rest = rest[match.end() :]
        joint = None if MORE.match(rest) else AND.match(rest) or re.match(r"[,;]\s*", rest)
        if joint is None:
            break
        rest = rest[joint.end() :]
    return families, rest
