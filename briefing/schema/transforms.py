"""Schemas made from others: of a translation, and of a custom block or field as a part of a larger schema."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

LIMITS = ("required", "minItems", "minProperties")
"""What must be in an original, but not in its translation."""


def translated(root: Schema, definitions: Schema) -> tuple[Schema, Schema]:
    """Return the schema of a translation, and its definitions: any key may be left out, and any value be missing."""
    named = {name: _partial(schema) for name, schema in definitions.items()}
    return _partial(root), named


def _partial(schema: Schema) -> Schema:
    """Return a schema in which nothing is required, and each value may be empty: a text to be translated."""
    partial = {key: value for key, value in schema.items() if key not in LIMITS}
    if "properties" in partial:
        partial["properties"] = {key: _or_empty(_partial(one)) for key, one in partial["properties"].items()}
    for key in ("additionalProperties", "items"):
        if isinstance(partial.get(key), dict):
            partial[key] = _or_empty(_partial(partial[key]))
    if "anyOf" in partial:
        partial["anyOf"] = [_partial(one) for one in partial["anyOf"]]
    return partial


def _or_empty(schema: Schema) -> Schema:
    words: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in words}
    return {**words, "anyOf": [*(rest["anyOf"] if set(rest) == {"anyOf"} else [rest]), {"type": "null"}]}


def embedded(schema: Schema, name: str) -> Schema:
    """Return a whole schema as the definition `name` of another one: its references lead to their new places."""
    root = f"#/$defs/{name}"
    placed = _referring(schema, root)
    return {key: value for key, value in placed.items() if key not in ("$schema", "$id")}


def _referring(value: Any, root: str) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_referring(item, root) for item in value]
    if not isinstance(value, dict):
        return value
    reference = value.get("$ref")
    moved = {key: _referring(item, root) for key, item in value.items()}
    if isinstance(reference, str) and reference.startswith("#"):
        moved["$ref"] = root + reference.removeprefix("#")
    return moved


def or_worded(schema: Any) -> Schema:  # noqa: ANN401  (true and false are schemas, too)
    """Return the schema of a text that may be written with variants: as keys, one of which is `text`."""
    variants = {"type": "object", "required": ["text"], "properties": {"text": schema}}
    return {"anyOf": [schema, variants]}
