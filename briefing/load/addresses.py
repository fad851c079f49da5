"""No address of a brief lets its reader in as somebody else: a user name or a password in it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.finding import Finding, Span
from briefing.model.base import Model
from briefing.model.blocks import Chart, Table
from briefing.model.walking import walk
from briefing.places import Places

LOGIN = re.compile(r"\b[a-z][a-z0-9+.-]*:(?://|\\\\|/\\|\\/)[^\s/?#\\@<>\"']*@", re.IGNORECASE)
"""What stands before the host of an address (RFC 3986, 3.2.1)."""

SECRET = re.compile(
    r"\bhttps?://[^\s<>\"')\]]*?[?&;#]"
    r"(?P<name>pass(?:word|wd|code)?|pwd|secret|client_secret|api[_-]?key|(?:access|auth|id|refresh)[_-]?token|sessionid)"
    r"=[^\s&<>\"')\]]+",
    re.IGNORECASE,
)
"""A parameter that proves who somebody is."""


def find_secrets(text: str) -> Iterator[tuple[int, str, str]]:
    """Each address with a secret in it: where it starts, what is typed there, and what is wrong with it."""
    for match in LOGIN.finditer(text):
        yield match.start(), match.group(), "the address has a user name or a password before its host"
    for match in SECRET.finditer(text):
        yield match.start(), match.group(), f"the address has a secret in it: '{match['name']}='"


def check_addresses(model: Model, places: Places) -> Iterator[Finding]:
    """A finding for each address with a secret, in any text or value."""
    for key, item in walk(model):
        if isinstance(item, str):
            for _, typed, what in find_secrets(item):
                yield secret_found(what, places.word(key, typed))
        elif isinstance(item, Table | Chart) and not item.data.file:
            for number, row in enumerate((item.data.header, *item.data.rows)):
                for index, cell in enumerate(row):
                    for _, typed, what in find_secrets(cell):
                        yield secret_found(what, places.word((*key, "data", number, index), typed))


def secret_found(what: str, where: Span) -> Finding:
    """The finding for a secret; its line is not shown, so that no log has it."""
    mend = "take it out and change it: whoever has read the file knows it"
    return Finding("BR084", what, replace(where, source=""), mend)
