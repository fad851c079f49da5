"""Values that a translation replaces as a whole: keywords, the glossary, and the cells of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.core.source_map import Key
from briefing.load.yaml.reader import Data
from briefing.translation.units import GLOSSARY, KEYWORDS, TERM, Unit


def whole_from(original: object, key: Key, units: Sequence[Unit], given: Mapping[str, str]) -> Data:
    """Return the translation of a whole value; None unless each of its texts is translated."""
    if any(not given.get(unit.name) for unit in units):
        return None
    texts = {unit.key[len(key) :]: given[unit.name] for unit in units}
    if key == (KEYWORDS,):
        return [texts[index,] for index in range(len(units))]
    if key == (GLOSSARY,):
        return _glossary(texts)
    rows = original if isinstance(original, list) else []
    return [
        [
            texts.get((row, column), cell)
            for column, cell in enumerate(cells if isinstance(cells, list) else ())
        ]
        for row, cells in enumerate(rows)
    ]


def _glossary(texts: Mapping[Key, str]) -> dict[str, Data]:
    """Return terms with their meanings: a text, or variants."""
    found: dict[str, Data] = {}
    for index in dict.fromkeys(key[0] for key in texts):
        variants: dict[str, Data] = {
            str(key[1]): words for key, words in texts.items() if key[0] == index and key[1] != TERM
        }
        meaning: Data = variants["text"] if len(variants) == 1 else variants
        found[texts[index, TERM]] = meaning
    return found
