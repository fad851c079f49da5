"""Passages in another language: `[words]{lang=fr}`."""

from __future__ import annotations

import re
from collections.abc import Iterable

PASSAGE = re.compile(r"\]\{lang=\"?([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\"?\}")


def passage_languages(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of the languages of all passages in some texts, each once."""
    return tuple(dict.fromkeys(tag for text in texts for tag in PASSAGE.findall(text)))
