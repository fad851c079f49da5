"""The files that have a schema: their names, and what may be in a file before other files are joined to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span, suggest
from briefing.model.audience import Audience, Extension
from briefing.model.base import Model
from briefing.model.brief import Brief
from briefing.model.settings import Settings
from briefing.model.shared import Shared
from briefing.model.theme import NAME, OptionType, Theme, ThemeOption
from briefing.schema.json_schema import Describer, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Described:
    """A kind of file that a person writes: its place, its model, and a function that completes its schema."""

    where: str
    model: type[Model]
    complete: Callable[[Schema, Describer], None]


def _brief(schema: Schema, describer: Describer) -> None:
    """Allow the names of files of sources, and whole references, which are joined to the brief when it is read."""
    sources = schema["properties"]["sources"]
    file = {"type": "string", "pattern": r"\.(bib|json)$"}
    of_files = {
        "description": "The name of a file next to the brief: BibTeX or CSL-JSON.",
        "anyOf": [file, {"type": "array", "items": file}],
    }
    reference = {"type": "string", "pattern": r"\S\s+\S"}
    of_references = {
        "description": "Whole references, as they are printed: a list, or one on each line.",
        "anyOf": [reference, {"type": "array", "items": {"anyOf": [reference, file]}}],
    }
    schema["properties"]["sources"] = {
        "description": sources.pop("description"),
        "anyOf": [sources, of_files, of_references],
    }
    _with_shared(schema)


def _with_shared(schema: Schema) -> None:
    """Allow the terms of the shared glossary next to those of the brief."""
    glossary = schema["properties"]["glossary"]
    of_terms = {
        "description": "Terms of the shared content, and terms of the brief with their meanings.",
        "type": "array",
        "items": {"anyOf": [{"type": "string", "pattern": r"\S"}, dict(glossary)]},
    }
    schema["properties"]["glossary"] = {
        "description": glossary.pop("description"),
        "anyOf": [glossary, of_terms],
    }


def _shared(schema: Schema, describer: Describer) -> None:
    """Allow a file without shared content, which has only comments."""
    schema["type"] = ["object", "null"]


def _audience(schema: Schema, describer: Describer) -> None:
    """Allow an audience to extend another one, and then to leave out the keys that it inherits."""
    own, extending = schema["properties"], describer.fields(Extension)["properties"]
    schema["properties"] = {
        "extends": extending["extends"],
        **own,
        **{key: extending[key] for key in extending if key not in own},
    }
    schema["if"] = {"required": ["extends"]}
    only_extending = [key for key in extending if key not in (*own, "extends")]
    schema["else"] = {"required": schema.pop("required"), "properties": dict.fromkeys(only_extending, False)}


def _workspace(schema: Schema, describer: Describer) -> None:
    """Allow a file without settings, which has only comments."""
    schema["type"] = ["object", "null"]


def _theme(schema: Schema, describer: Describer) -> None:
    """The model says everything about the description of a theme."""


def _with_options(schema: Schema, options: Mapping[str, ThemeOption]) -> None:
    """Describe the options of a theme instead of any options."""
    name, of_options = schema["properties"]["theme"]["anyOf"]
    of_options["properties"] = {
        NAME: name,
        **{key: _value_of(option) for key, option in options.items()},
    }
    of_options["additionalProperties"] = False


def _value_of(option: ThemeOption) -> Schema:
    """Return the schema of the value of an option."""
    kinds: Schema = {"type": ["string", "number", "boolean"]}
    if option.type is OptionType.BOOLEAN:
        kinds = {"enum": [True, False, "true", "false"]}
    elif option.choices:
        kinds = {"enum": list(option.choices)}
    default = {"default": option.default} if option.default else {}
    return {"description": option.description, **kinds, **default}


DOCUMENTS: Mapping[str, Described] = {
    "brief": Described("content/<name>/brief.yaml", Brief, _brief),
    "audience": Described("templates/audiences/<name>/audience.yaml", Audience, _audience),
    "workspace": Described("content/workspace.yaml", Settings, _workspace),
    "shared": Described("content/shared.yaml", Shared, _shared),
    "theme": Described("themes/<name>/theme.yaml", Theme, _theme),
}


def check_name(name: str) -> str:
    """Return the name if it has a schema. Raises SelectionError, with the nearest name, if it has none."""
    if name not in DOCUMENTS:
        help = suggest(name, DOCUMENTS, noun="schemas")
        raise SelectionError([Finding("BR802", f"there is no schema '{name}'", Span("command line"), help)])
    return name


def schema_of(name: str, options: Mapping[str, ThemeOption] | None = None) -> Schema:
    """Return the JSON Schema (2020-12) of a kind of file; `options` are those of the theme of a workspace.

    Raises KeyError for a name that is not in `DOCUMENTS`.
    """
    described = DOCUMENTS[name]
    describer = Describer(has_text_files=described.model is Brief)
    root = describer.fields(described.model)
    described.complete(root, describer)
    if options and described.model is Settings:
        _with_options(root, options)
    return {
        "$schema": DIALECT,
        "title": f"Briefwright: {described.where}",
        **root,
        "$defs": describer.definitions,
    }


def schema_text(name: str, options: Mapping[str, ThemeOption] | None = None) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema_of(name, options), indent=2, ensure_ascii=False) + "\n"


def file_name(name: str) -> str:
    """Return the file name of a schema."""
    return f"{name}.schema.json"
