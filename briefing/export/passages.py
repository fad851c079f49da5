"""The passages of an exported edition: which bookmark is which text of the brief, so that changes find their way back.

A bookmark in Word has at most 40 letters, digits and underscores, so its name is a hash. What it means is in a part of
the file that word processors keep: the key of the text, its file, and a hash of the text as it was exported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from briefing.core.source_map import Key

NAMESPACE = "urn:briefwright:passages:1"
BEGINS = "bw_"
"""The start of the names of bookmarks around passages."""


@dataclass(frozen=True, slots=True)
class ExportedPassage:
    """A text of the brief in an exported edition."""

    bookmark: str
    """The start of the names of its bookmarks: a passage of several paragraphs has several."""
    key: Key
    file: str
    """The name of its file in the workspace."""
    digest: str
    """The hash of the text, in Markdown, when it was exported."""


@dataclass(frozen=True, slots=True)
class ExportedEdition:
    """The edition that a file was exported from."""

    brief: str
    audience: str
    language: str
    passages: tuple[ExportedPassage, ...] = ()


class InvalidPassagesError(ValueError):
    """A list of passages that was not written here."""


def bookmark_of(key: Key, language: str) -> str:
    """Return the start of the names of the bookmarks around a text."""
    return BEGINS + sha256(f"{language} {spelled(key)}".encode()).hexdigest()[:20]


def spelled(key: Key) -> str:
    """Return a key as JSON."""
    return json.dumps(key, ensure_ascii=False)


def write_passages(edition: ExportedEdition) -> bytes:
    """Return the list of the passages of an edition as XML."""
    lines = "".join(
        f"<passage bookmark={quoteattr(one.bookmark)} key={quoteattr(spelled(one.key))}"
        f" file={quoteattr(one.file)} digest={quoteattr(one.digest)}/>"
        for one in edition.passages
    )
    names = f"brief={quoteattr(edition.brief)} audience={quoteattr(edition.audience)}"
    head = f"<passages xmlns={quoteattr(NAMESPACE)} {names} language={quoteattr(edition.language)}>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{lines}</passages>'.encode()


def read_passages(root: ElementTree.Element) -> ExportedEdition:
    """Return the edition in a list of passages. Raises InvalidPassagesError if it is not such a list."""
    if root.tag != f"{{{NAMESPACE}}}passages":
        raise InvalidPassagesError(root.tag)
    brief, audience, language = (root.get(name, "") for name in ("brief", "audience", "language"))
    return ExportedEdition(brief, audience, language, tuple(map(_passage, _of_kind(root, "passage"))))


def _of_kind(root: ElementTree.Element, name: str) -> Iterable[ElementTree.Element]:
    return root.findall(f"{{{NAMESPACE}}}{name}")


def _passage(element: ElementTree.Element) -> ExportedPassage:
    try:
        key = json.loads(element.get("key", ""))
    except (ValueError, RecursionError):
        raise InvalidPassagesError("a key that is not JSON") from None
    if not isinstance(key, list) or not all(isinstance(part, str | int) for part in key):
        raise InvalidPassagesError("a key that is not a list of names and numbers")
    names = [element.get(name, "") for name in ("bookmark", "file", "digest")]
    return ExportedPassage(names[0], tuple(key), names[1], names[2])
