"""The custom fields that a template can read: those of the workspace, and over them those of the brief."""

from __future__ import annotations

import json

from briefing.files.workspace import Files
from briefing.model.custom import SCHEMA_FILE
from briefing.stages import Tailored


def custom_fields_of(tailored: Tailored, files: Files) -> dict[str, object]:
    """Return the custom fields by name; one that the schema declares and that is not set has no value."""
    declared = dict.fromkeys(_declared(files))
    return {**declared, **tailored.content.workspace.custom, **tailored.content.brief.custom}


def _declared(files: Files) -> tuple[str, ...]:
    """Return the names of the fields that the schema of the workspace declares."""
    if files.find(SCHEMA_FILE) is None:
        return ()
    schema = json.loads(files.read(SCHEMA_FILE))  # the loader has checked it
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return tuple(properties) if isinstance(properties, dict) else ()
