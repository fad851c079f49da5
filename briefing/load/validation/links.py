"""No address of a brief lets its reader in as somebody else, and the words of a link lead to the host that they name.

A user name, a password or another secret in an address is refused. Words that are an address themselves lead to that
address: its host, one above or below it, or a copy of it whose own address has it inside (an archive). Others would
take a reader who trusts one host to another.
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
"""What stands before the host of an address (RFC 3986, 3.2.1)."""

SECRET = re.compile(
    r"\bhttps?://[^\s<>\"')\]]*?[?&;#]"
    r"(?P<name>pass(?:word|wd|code)?|pwd|secret|client_secret|api[_-]?key|(?:access|auth|id|refresh)[_-]?token|sessionid)"
    r"=[^\s&<>\"')\]]+",
    re.IGNORECASE,
)
"""A parameter that proves who somebody is."""


HOST = re.compile(
    r"(?:https?://|//)?(?:[^\s/@]*@)?((?:[\w-]+\.)+(?:[^\W\d_]{2,}|xn--[\w-]+))\.?(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""Words that are an address, or the host of one."""

INSIDE = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"')\]]+", re.IGNORECASE)
MAIL = re.compile(r"(?:mailto:)?([^\s@]+@[^\s@]+\.[^\s@]+)", re.IGNORECASE)

NUMBER = re.compile(r"\+?[\d\s()./-]+")
LEAST_DIGITS = 6
"""Fewer may be a year, or the end of a number that is called from within a house."""

IGNORED = re.compile("[\xad\u200b-\u200f\u2060]")
"""Signs without width, which name servers pass over or refuse, and a reader does not see."""

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
"""The ends of names of files, which look like hosts."""


def find_secrets(text: str) -> Iterator[tuple[int, str, str]]:
    """Each address with a secret in it: where it starts, what is typed there, and what is wrong with it."""
    for match in LOGIN.finditer(text):
        yield match.start(), match.group(), "the address has a user name or a password before its host"
    for match in SECRET.finditer(text):
        yield match.start(), match.group(), f"the address has a secret in it: '{match['name']}='"


def check_addresses(model: Model, source_map: SourceMap) -> Iterator[Finding]:
    """A finding for each address with a secret, in any text or value."""
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
    """The finding for a secret; its line is not shown, so that no log has it."""
    help = "take it out and change it: whoever has read the file knows it"
    return Finding("BR084", what, replace(where, source=""), help)


def check_words(words: str, address: str, where: Span) -> Iterator[Finding]:
    """A warning where the words of a link name another host, or mail address, than the one that it leads to."""
    if named := misleading(words.strip(), address):
        what = f"the words of the link say '{named}', but it leads to '{_host(address) or address}'"
        help = "let the words name where it leads, or correct the address"
        yield Finding("BR085", what, where, help, Severity.WARNING)


def misleading(words: str, address: str) -> str:
    """The host, mail address or number that the words of a link name, where the link leads to another; else nothing."""
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
    """A number that the words of a link give and its address does not end with, codes of countries aside."""
    digits = re.sub(r"\D", "", words).lstrip("0")
    called = re.sub(r"\D", "", address.partition(";")[0])
    is_number = NUMBER.fullmatch(words) and len(digits) >= LEAST_DIGITS
    return words if is_number and not called.endswith(digits) else ""


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
