"""The schemas for the editor of a workspace: those of the models, with what the workspace adds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from briefing.core.errors import BriefingError
from briefing.files.workspace import Files
from briefing.load.languages import Languages
from briefing.load.themes import open_files, options_in
from briefing.model.custom import SCHEMA_FILE
from briefing.schema.documents import DOCUMENTS, Additions, schema_text

BLOCK_SCHEMAS = "templates/parts/*.schema.json"
"""The schemas of custom blocks, next to their templates."""

NAMED_IN = "en"
"""The language whose words explain the labels."""


def schemas_in(root: Path) -> dict[str, str]:
    """Return the text of each schema, by its name, for a workspace or any other folder.

    A file of the workspace that cannot be read adds nothing: commands that use it report it.
    """
    additions = additions_in(root)
    return {name: schema_text(name, additions) for name in DOCUMENTS}


def additions_in(root: Path) -> Additions:
    """Return what a workspace adds to the schemas."""
    files = open_files(root)
    blocks = ((PurePosixPath(name).name.partition(".")[0], name) for name in files.list(BLOCK_SCHEMAS))
    return Additions(
        options=options_in(root),
        labels=_labels(files),
        blocks={kind: schema for kind, name in blocks if (schema := _schema(files, name))},
        custom=_schema(files, SCHEMA_FILE),
    )


def _labels(files: Files) -> Mapping[str, str]:
    try:
        return Languages(files).labels_of(NAMED_IN).labels
    except (BriefingError, OSError):
        return {}


def _schema(files: Files, name: str) -> dict[str, Any]:
    """Return a schema of the workspace; empty if there is none, or if it is invalid."""
    if files.find(name) is None:
        return {}
    try:
        found = json.loads(files.read(name))
    except (ValueError, OSError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
