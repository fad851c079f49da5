"""Keep the parsed hyphenation patterns of a language (4,000 lines for English) between commands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from briefing.files.cache import derived
from briefing.typeset.weasyprint_patches.patch import Patch, replace


def apply() -> None:
    """Have Pyphen read patterns from the user's cache folder."""
    import pyphen

    replace(pyphen.HyphDict, "__init__", _reading_cache(pyphen.HyphDict.__init__, pyphen.__version__))


def _reading_cache(plain: Callable[..., None], version: str) -> Callable[..., None]:
    def initialise(dictionary: Any, path: Path) -> None:  # noqa: ANN401
        def parse() -> dict[str, Any]:
            plain(dictionary, path)
            patterns: dict[str, Any] = dictionary.patterns
            return patterns

        found = path.stat()
        source = f"{version} {path} {found.st_size} {found.st_mtime_ns}"
        dictionary.patterns = derived("hyphenation", source, parse)
        dictionary.cache = {}
        dictionary.maxlen = max(map(len, dictionary.patterns))

    return initialise


def load_patterns(language: str) -> None:
    """Load the patterns of a language before they are needed: later, the sandbox may block the cache folder."""
    with suppress(ImportError, KeyError, OSError, ValueError):
        import pyphen

        pyphen.Pyphen(lang=language)


PATCH = Patch(
    name="hyphenation patterns",
    kind="speed",
    reason="the patterns of a language are parsed once",
    cost="a cold build takes longer",
    apply=apply,
    parameters={"pyphen:HyphDict.__init__": ("self", "path"), "pyphen:Pyphen": ()},
    digests={"pyphen:HyphDict": "57e31328eef1fd65"},
    upstream="https://github.com/Kozea/Pyphen/issues/49",
)
