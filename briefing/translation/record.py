"""The record of what translators have: reads and writes `content/<brief>/handed-over.yaml`.

It has one line for each text, sorted by name, so that two people's changes merge, as those of `confirmed.yaml` do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, has_errors
from briefing.files.atomic_writing import write_whole
from briefing.files.workspace import Files
from briefing.load.confirmations import PAIR
from briefing.load.yaml.files import is_there, open_document
from briefing.rules.content.outdated_variants import mark_of
from briefing.translation.units import Texts, Unit

HEAD = """\
# The texts that translators have: `brief export` and `brief import` write this file; commit it.
# By language and key: the digest of the original that was handed over, and of its translation.
"""
Marks = Mapping[str, tuple[str, str]]
"""The digests of a text and of its translation when they were handed over, by language and the name of the unit."""


def record_file(slug: str) -> str:
    """Return the name of the file with the record of a brief."""
    return f"content/{slug}/handed-over.yaml"


def read_record(slug: str, files: Files) -> dict[str, tuple[str, str]]:
    """Return the record of a brief; an empty one if nothing was handed over. Raises ContentError with all findings."""
    file = record_file(slug)
    if not is_there(files, file):
        return {}
    document = open_document(files, file, ContentError, may_be_empty=True)
    if has_errors(document.findings):
        raise ContentError(document.findings)
    pairs = {
        name: PAIR.fullmatch(pair) if isinstance(pair, str) else None for name, pair in document.data.items()
    }
    wrong = [
        Finding(
            "BR835",
            f"the record of what was handed over cannot be read: '{name}' must have two digests",
            document.source_map.key((name,)),
            "delete the line, or the file; `brief export` writes it again",
        )
        for name, pair in pairs.items()
        if pair is None
    ]
    if wrong:
        raise ContentError(wrong)
    return {name: (pair[1], pair[2]) for name, pair in pairs.items() if pair}


def marks_of(unit: Unit) -> tuple[str, str]:
    """Return the digests of a text and of its translation."""
    return mark_of(unit.source), mark_of(unit.target)


def name_in(texts: Texts, unit: Unit) -> str:
    """Return the name of a translated text, as `brief confirm` takes it: `es.key_points.1`."""
    return f"{texts.language}.{unit.name}"


def write_record(
    texts: Texts, files: Files, record: Marks, units: Iterable[tuple[Unit, tuple[str, str]]]
) -> None:
    """Write a record to which some texts are added, without texts that are gone."""
    own = f"{texts.language}."
    there = {name_in(texts, unit) for unit in texts.units}
    marks = {name: pair for name, pair in record.items() if not name.startswith(own) or name in there}
    marks |= {name_in(texts, unit): pair for unit, pair in units}
    lines = "".join(f"{_key(name)}: {base} {target}\n" for name, (base, target) in sorted(marks.items()))
    path, text = files.root / record_file(texts.slug), f"{HEAD}{lines}".encode()
    if not (path.is_file() and path.read_bytes() == text):
        write_whole(path, text)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z][\w.-]*", name) else json.dumps(name, ensure_ascii=False)
