"""Custom fields: what a workspace or a brief says under `custom`, for templates of the workspace.

A text is Markdown, like every other text of a brief. Keys and lists may be nested.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from briefing.model.base import problem, spelled
from briefing.model.text import Line, Prose, Register, Worded

SCHEMA_FILE = "templates/custom.schema.json"
"""The JSON Schema of the custom fields of a workspace."""

FIELD = r"[^\W\d_]\w*"
"""The name of a field, in letters of any script, which a template reads as `custom.name`."""

FIELD_FOR_EDITORS = r"^[^\s\d!-/:-@[-`{-~][^\s!-/:-@[-^`{-~]*$"
"""The same for a JSON Schema, in whose expressions `\\w` is a letter of English."""

REGISTERS = frozenset(register.value for register in Register)
SELECTION = frozenset({"only", "not"})
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class FieldValue(Line):
    """A field that is written without `text`: a name, a number or a few words. Its translation is optional."""


def _fields(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    for name in value:
        if not re.fullmatch(FIELD, str(name)):
            raise problem(
                "BR210",
                f"'{name}' is not a name for a field",
                "use letters of any language, digits and '_', starting with a letter: `project_code`",
                at=str(name),
            )
    return {name: _field(item, name) for name, item in value.items()}


def _field(value: object, name: str) -> object:
    """Return a value with all of its texts as models."""
    if isinstance(value, str):
        return FieldValue(text=value) if value.strip() else value
    if isinstance(value, list):
        return tuple(_field(item, name) for item in value)
    if isinstance(value, dict):
        if "text" in value and value.keys() <= REGISTERS | SELECTION:
            return _text(value, name)
        return {key: _field(item, name) for key, item in value.items()}
    return value


def _text(value: dict[str, object], name: str) -> Worded:
    """Return a text with its variants and the audiences that get it; paragraphs if a variant has several."""
    words = {key: item for key, item in value.items() if key in REGISTERS}
    audiences = {
        key: (item,) if isinstance(item, str) else item for key, item in value.items() if key in SELECTION
    }
    if not all(isinstance(item, str) and item.strip() for item in words.values()):
        raise problem("BR203", f"the variants of '{name}' must be texts", "write a text under each", at=name)
    if not all(map(_are_audiences, audiences.values())):
        help = "name the audiences: `only: [press]`"
        raise problem("BR203", f"`only` and `not` of '{name}' must be names of audiences", help, at=name)
    has_paragraphs = any("\n\n" in str(item).strip() for item in words.values())
    return (Prose if has_paragraphs else Line)(**words, **audiences)


def _are_audiences(names: object) -> bool:
    is_list = isinstance(names, list | tuple) and bool(names)
    return is_list and all(isinstance(name, str) and SLUG.fullmatch(name) for name in names)  # type: ignore[attr-defined]


CustomFields = Annotated[
    Mapping[str, object],
    spelled(_fields, {"type": "object", "propertyNames": {"pattern": FIELD_FOR_EDITORS}}),
]
"""Custom fields by their names: texts, lists of these, and keys with these."""
