"""An entry of a file of sources, told in the words of a brief: what the readers of such files give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.load.traps import UNPRINTABLE
from briefing.places import Key, Mark

MARKDOWN = re.compile(r"[\\`*_\[\]{}<&!]")
"""What a text of one paragraph could take for markup, a fact or a citation."""


@dataclass(frozen=True)
class Entry:
    """One source: its id, where it stands (the way is within the entry), and what it says.

    It has no values where nobody cites it: a library of thousands is not a brief's to mend.
    """

    id: str
    marks: Mapping[Key, Mark]
    values: Mapping[str, Any] | None = None


def words(text: str) -> str:
    """A text on one line, without characters that no page can hold."""
    return re.sub(r"[ \t\r\n]+", " ", UNPRINTABLE.sub(" ", text)).strip()


def as_text(text: str) -> str:
    """The Markdown that shows exactly these words; straight quotation marks still become the language's."""
    return MARKDOWN.sub(r"\\\g<0>", words(text))


def as_name(literal: str) -> str:
    """A name that must not be split, as a brief writes it."""
    return f"{{{words(literal)}}}" if "," in literal else words(literal)


def as_person(family: str, given: str, suffix: str = "") -> str:
    """A person's name as a brief writes it."""
    return ", ".join(words(part) for part in (family, suffix, given) if part.strip())
