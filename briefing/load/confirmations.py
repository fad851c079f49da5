"""The texts that variants were confirmed against: reads and writes `content/<brief>/confirmed.yaml`.

The file has one line for each variant and one for each text, sorted by name, so that two people's changes merge.
"""

from __future__ import annotations

import json
import re

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, has_errors
from briefing.core.source_map import Key
from briefing.files.workspace import Files
from briefing.load.yaml.files import is_there, open_document
from briefing.load.yaml.reader import Document
from briefing.stages import Confirmations

HEAD = """\
# What each variant was written against: `brief confirm` writes this file, `brief check` reads it; commit it.
# By the name of a variant: the digest of the text that it was written against, and its own.
"""
PAIR = re.compile(r"([0-9a-f]{10}) ([0-9a-f]{10})")


def confirmations_file(slug: str) -> str:
    """Return the name of the file with a brief's confirmations."""
    return f"content/{slug}/confirmed.yaml"


def read_confirmations(slug: str, files: Files) -> Confirmations | None:
    """Return the confirmations of a brief; None if it has none. Raises ContentError with all findings."""
    file = confirmations_file(slug)
    if not is_there(files, file):
        return None
    document = open_document(files, file, ContentError, may_be_empty=True)
    if has_errors(document.findings):
        raise ContentError(document.findings)
    against, texts = (document.data.get(name) or {} for name in ("against", "texts"))
    if not isinstance(against, dict) or not isinstance(texts, dict):
        raise ContentError([_unreadable(document, (), "`against` or `texts` has no keys")])
    pairs = {name: PAIR.fullmatch(str(pair)) for name, pair in against.items()}
    findings = [
        _unreadable(document, ("against", name), f"'{name}' must have two digests")
        for name, pair in pairs.items()
        if pair is None
    ]
    if findings:
        raise ContentError(findings)
    marked = {name: (pair[1], pair[2]) for name, pair in pairs.items() if pair}
    return Confirmations(marked, {mark: text for mark, text in texts.items() if isinstance(text, str)})


def _unreadable(document: Document, key: Key, why: str) -> Finding:
    help = "delete the line, or the file, and run `brief confirm`"
    return Finding("BR063", f"the confirmations cannot be read: {why}", document.source_map.key(key), help)


def spell_confirmations(confirmations: Confirmations) -> str:
    """Return the text of the file: the same for the same confirmations."""
    against = (
        f"  {_key(name)}: {base} {own}\n" for name, (base, own) in sorted(confirmations.against.items())
    )
    wanted = {base for base, _ in confirmations.against.values()}
    texts = (
        f"  {mark}: {json.dumps(text, ensure_ascii=False)}\n"
        for mark, text in sorted(confirmations.texts.items())
        if mark in wanted
    )
    return f"{HEAD}against:\n{''.join(against)}texts:\n{''.join(texts)}"


def _key(name: str) -> str:
    """Return a name as YAML needs it: in quotes unless it has only letters, digits, full stops and hyphens."""
    return name if re.fullmatch(r"[A-Za-z][\w.-]*", name) else json.dumps(name, ensure_ascii=False)
