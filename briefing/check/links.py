"""A link says where it leads, and leads there without telling anybody who followed it.

On paper and to a screen reader a link is its words alone: "here" and "read more" say nothing. Addresses are taken
from the bar of a browser with what was added to follow a reader around (`utm_source`, `fbclid` …); they are asked in
texts, in sources and wherever else the brief has one.
The words that say nothing are in the labels of each language (`cues`).
Words that are an address themselves lead to that address: its host, one above or below it, or a copy of it whose own
address has it inside (an archive). Others would take a reader who trusts one host to another.

Bad:

    text: The survey is [here](https://example.org/survey?utm_source=newsletter).

Good:

    text: The [survey of the canals](https://example.org/survey) is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from briefing.check.wordings import links_of, place_of, wordings
from briefing.finding import Finding, Severity
from briefing.model.walking import walk
from briefing.stages import EditionSet, Version

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
TRACKING = re.compile(
    r"[?&](utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|vero_id|oly_\w+_id)="
)
"""Parameters that tell a server by which way its reader came, and nothing about the page."""

HOST = re.compile(
    r"(?:https?://|//)?(?:[^\s/@]*@)?((?:[\w-]+\.)+(?:[^\W\d_]{2,}|xn--[\w-]+))\.?(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
"""Words that are an address, or the host of one."""

INSIDE = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"')\]]+", re.IGNORECASE)
MAIL = re.compile(r"(?:mailto:)?([^\s@]+@[^\s@]+\.[^\s@]+)", re.IGNORECASE)

FILES = {"pdf", "html", "htm", "csv", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "txt", "json", "xml"}
FILES |= {"yaml", "png", "jpg", "svg", "zip", "js", "py", "md"}
"""The ends of names of files, which look like hosts."""


def telling_links(editions: EditionSet) -> Sequence[Finding]:
    """Each address that tracks, and each link whose words say nothing."""
    return [
        finding
        for version in editions.versions
        for finding in (*_tracking(version), *_saying_nothing(version), *_of_another_host(version))
    ]


def _tracking(version: Version) -> Iterator[Finding]:
    for key, item in walk(version.brief):
        for address in ADDRESS.findall(item) if isinstance(item, str) else ():
            if tracks := TRACKING.search(address):
                what = f"the address tells who follows it: '{tracks[1]}'"
                where = version.places.word(key, tracks[1])
                yield Finding("BR081", what, where, "leave it out, with its value", Severity.WARNING)


def _saying_nothing(version: Version) -> Iterator[Finding]:
    nothing = {words.casefold() for words in version.labels.cues.vague_links}
    for wording in wordings(version):
        for words, _ in links_of(wording.words, wording.flow):
            if words.strip(" .…»›>→").casefold() in nothing:
                what = f"'{words}' does not say where the link leads"
                where = place_of(version.places, wording.place, words)
                yield Finding("BR082", what, where, "let its words name what is there", Severity.WARNING)


def _of_another_host(version: Version) -> Iterator[Finding]:
    for wording in wordings(version):
        for words, address in links_of(wording.words, wording.flow):
            if told := misleading(words.strip(), address):
                what = f"the words of the link say '{told}', but it leads to '{_host(address) or address}'"
                where = place_of(version.places, wording.place, words)
                mend = "let the words name where it leads, or correct the address"
                yield Finding("BR085", what, where, mend, Severity.WARNING)


def misleading(words: str, address: str) -> str:
    """The host or mail address that the words of a link name, where the link leads to another; else nothing."""
    if not address.lower().startswith(("http://", "https://", "mailto:")):
        return ""
    if mail := MAIL.fullmatch(words):
        led = unquote(address).partition("?")[0].lower()
        return "" if led == f"mailto:{mail[1].lower()}" else mail[1]
    leads_to = _host(address)
    inside = INSIDE.search(words)
    named = HOST.fullmatch(inside.group().rstrip(".,;:!?") if inside else words)
    if named is None or (not inside and named[1].rpartition(".")[2].lower() in FILES):
        return ""
    host = _plain(named[1])
    is_kin = host == leads_to or host.endswith(f".{leads_to}") or leads_to.endswith(f".{host}")
    return "" if is_kin or _carries(address, host) else named[1]


def _carries(address: str, host: str) -> bool:
    """Whether an address has another one inside, as those of archives have."""
    parts = urlsplit(address)
    inside = unquote(f"{parts.path}?{parts.query}").lower()
    return bool(re.search(rf"https?:/+(?:www\.)?{re.escape(host)}(?![\w-])", inside))


def _host(address: str) -> str:
    if address.lower().startswith("mailto:"):
        return _plain(unquote(address).partition("?")[0].rpartition("@")[2])
    try:
        return _plain(unquote(urlsplit(address).hostname or ""))
    except ValueError:
        return ""


def _plain(host: str) -> str:
    """A host as name servers know it, without `www`."""
    host = host.lower().rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
