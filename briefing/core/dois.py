"""DOIs as people write them: with a resolver, a prefix or escapes, or as a short DOI (ISO 26324, shortdoi.org)."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

RESOLVER = re.compile(r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/+", re.IGNORECASE)
PREFIX = re.compile(r"(?:info:)?doi(?:[:/]\s*|\s+)", re.IGNORECASE)
SHAPE = r"10(?:\.\d{2,9})*/[^\s\x00-\x1f]+"
"""A DOI, or a short one such as 10/abc123. Its suffix may have any visible character."""

RESOLVER_ADDRESS = "https://doi.org/"
KEPT_IN_LINKS = "/:;().,!*'@=+$-_~"
"""The characters of a DOI that a link need not encode."""

ENDS = {")": "(", "]": "[", ">": "<"}


def bare_doi(typed: str) -> str:
    """Return a DOI without a resolver or prefix before it, and without the punctuation of a sentence after it."""
    doi = typed.strip()
    while match := PREFIX.match(doi) or RESOLVER.match(doi):
        is_address = match.re is RESOLVER
        doi = doi[match.end() :]
        if is_address:
            doi = unquote(doi)
    return without_end(doi)


def without_end(address: str) -> str:
    """Return a DOI or an address without the stops, quotation marks and closing brackets of the sentence around it."""
    while address and (address[-1] in ".,;:'\"”’»" or _is_unopened(address)):
        address = address[:-1]
    return address


def _is_unopened(address: str) -> bool:
    opening = ENDS.get(address[-1])
    return opening is not None and address.count(opening) < address.count(address[-1])


def address_of(doi: str) -> str:
    """Return the web address of a DOI, percent-encoded."""
    return RESOLVER_ADDRESS + quote(doi, safe=KEPT_IN_LINKS)
