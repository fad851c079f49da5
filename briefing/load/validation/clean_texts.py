"""Remember the texts that were checked without findings: in the preview, most texts are the same after each change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from briefing.core.finding import Finding

MOST_CONTEXTS = 32
"""The limit for the number of contexts, such as the names that the texts of a brief in one language may use."""

MOST_TEXTS = 5_000
"""The limit for the number of texts in one context."""


class CleanTexts:
    """The texts without findings, by the context that they were checked in. Contexts are compared, not hashed."""

    def __init__(self) -> None:
        self._known: list[tuple[object, set[Hashable]]] = []

    def within(self, context: object) -> TextsInContext:
        """Return the clean texts of a context, which are dropped after many other contexts."""
        found = next((one for one in self._known if one[0] == context), (context, set()))
        self._known = [found, *(one for one in self._known if one is not found)][:MOST_CONTEXTS]
        return TextsInContext(found[1])


class TextsInContext:
    """The texts without findings in one context, each with all that the check depends on besides the context."""

    def __init__(self, texts: set[Hashable]) -> None:
        self._texts = texts

    def check(self, text: Hashable, find: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
        """Yield the findings about a text, unless it is known to be clean."""
        if text in self._texts:
            return
        is_clean = True
        for finding in find():
            is_clean = False
            yield finding
        if is_clean:
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()
            self._texts.add(text)
