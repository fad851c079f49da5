"""Checks of links: no address contains a secret, and the words of a link name the host that it leads to.

A user name, password or other secret in an address is an error. If the words of a link are an address themselves,
the link must lead to the same host, to one above or below it, or to an archived copy, whose address contains the
original. Otherwise, a reader who trusts one host would be taken to another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import SourceMap
from briefing.model.base import Model
from briefing.model.blocks import Tabular
from briefing.model.traversal import walk

LOGIN = re.compile(r"\b[a-z][a-z0-9+.-]*:(?://|\\\\|/\\|\\/)[^\s/?#\\@<>\"']*@", re.IGNORECASE)
"""The user information before the host of an address (RFC 3986, 3.2.1)."""

SECRET = re.compile(
    r"\bhttps?://[^\s<>\"')\]]*?[?&;#]"
    r"(?P<name>pass(?:word|wd|code)?|pwd|secret|client_secret|api[_-]?key|(?:access|auth|id|refresh)[_-]?token|sessionid)"
    r"=[^\s&<>\"')\]]+",
    re.IGNORECASE,
)
"""A parameter that contains credentials."""


HOST = re.compile(
    r"(?:https?://|//)?(?:[^\s/@]*@)?((?:[\w-]+\.)+(?:[^\W\d_]{2,}|xn--[\w-]+))\.?(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""A text that is an address, or the host of one."""

INSIDE = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"')\]]+", re.IGNORECASE)
MAIL = re.compile(r"(?:mailto:)?([^\s@]+@[^\s@]+\.[^\s@]+)", re.IGNORECASE)

NUMBER = re.compile(r"\+?[\d\s()./-]+")
LEAST_DIGITS = 6
"""Fewer digits may be a year or a telephone extension."""

IGNORED = re.compile("[\xad\u200b-\u200f\u2060]")
"""Characters without width, which a reader does not see and name servers ignore or refuse."""

FILES = {
    "pdf",
    "html",
    "htm",
    "csv",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "odt",
    "ods",
    "txt",
    "json",
    "xml",
}
FILES |= {"yaml", "png", "jpg", "svg", "zip", "js", "py", "md"}
"""Extensions of file names, which look like hosts."""


def find_secrets(text: str) -> Iterator[tuple[int, str, str]]:
    """Return each address that contains a secret: its offset, its text, and the message."""
    for match in LOGIN.finditer(text):
        yield match.start(), match.group(), "the address contains a user name or password"
    for match in SECRET.finditer(text):
        yield match.start(), match.group(), f"the address contains a secret: '{match['name']}='"


def check_addresses(model: Model, source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each address with a secret, in any text or value."""
    for key, item in walk(model):
        if isinstance(item, str):
            for _, typed, what in find_secrets(item):
                yield secret_found(what, source_map.word(key, typed))
        elif isinstance(item, Tabular) and not item.data.file:
            for number, row in enumerate((item.data.header, *item.data.rows)):
                for index, cell in enumerate(row):
                    for _, typed, what in find_secrets(cell):
                        yield secret_found(what, source_map.word((*key, "data", number, index), typed))


def secret_found(what: str, where: Span) -> Finding:
    """Return the finding for a secret, without the line, so that the secret does not get into logs."""
    help = "remove it, and change it: everyone who has read the file knows it"
    return Finding("BR084", what, replace(where, source=""), help)


def check_words(words: str, address: str, where: Span) -> Iterator[Finding]:
    """Return a warning if the words of a link name another host or e-mail address than the link leads to."""
    if named := misleading(words.strip(), address):
        what = f"the text of the link says '{named}', but the link leads to '{_host(address) or address}'"
        help = "correct the text or the address of the link"
        yield Finding("BR085", what, where, help, Severity.WARNING)


def misleading(words: str, address: str) -> str:
    """Return the host, e-mail address or number in the words of a link if the link leads to another; else ""."""
    words = unicodedata.normalize("NFKC", IGNORED.sub("", words)).replace("。", ".").strip()
    if address.lower().startswith("tel:"):
        return _of_another_number(words, address)
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


def _of_another_number(words: str, address: str) -> str:
    """Return the number in the words of a link if its address has another, ignoring country codes; else ""."""
    digits = re.sub(r"\D", "", words).lstrip("0")
    called = re.sub(r"\D", "", address.partition(";")[0])
    is_number = NUMBER.fullmatch(words) and len(digits) >= LEAST_DIGITS
    return words if is_number and not called.endswith(digits) else ""


def _carries(address: str, host: str) -> bool:
    """Return True if an address contains one of a host, as those of archives do."""
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
    """Return a host as name servers know it, without `www`."""
    host = host.lower().rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
