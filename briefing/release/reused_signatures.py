"""Finds the signed PDFs of an existing kit, so that a PDF that has not changed is not signed again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.pipeline.formats import PDF
from briefing.release.kit import MANIFEST
from briefing.release.signing import Signing


@dataclass(frozen=True, slots=True)
class Earlier:
    """A signed PDF of an existing kit, and its entry in the manifest."""

    signed: bytes
    entry: Mapping[str, object]
    unsigned: bytes
    """The beginning of the PDF, as it was built."""


def find_earlier(place: Path, signing: Signing) -> Mapping[str, Earlier]:
    """Return the PDFs of a verified kit that have the same kind of signature by the same certificate, by file name."""
    found = {}
    for edition in json.loads((place / MANIFEST).read_bytes())["editions"]:
        entry, name = edition.get("signature"), edition["files"][PDF]["name"]
        if entry and _is_by(signing, entry):
            content = (place / name).read_bytes()
            found[name] = Earlier(content, entry, content[: entry["unsigned"]["bytes"]])
    return found


def _is_by(signing: Signing, entry: Mapping[str, object]) -> bool:
    return (entry["certificate"], entry["placement"]) == (
        signing.key.identity.fingerprint,
        signing.placement,
    )
