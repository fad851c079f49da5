"""The files that have a schema: their names, and what may be in a file before other files are joined to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span, suggest
from briefing.model.audience import Audience, Extension
from briefing.model.base import Model
from briefing.model.brief import Brief
from briefing.model.labels import Labels, Scale
from briefing.model.language import Traits, Vocabulary
from briefing.model.settings import Settings
from briefing.model.shared import Shared
from briefing.model.theme import NAME, OptionType, Theme, ThemeOption
from briefing.schema.json_schema import Describer, Schema
from briefing.schema.transforms import embedded, or_worded, translated

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Described:
    """A kind of file that a person writes: its place, its model, and a function that completes its schema."""

    where: str
    model: type[Model]
    complete: Callable[[Schema, Describer], None]
    is_translation: bool = False
    """Whether it has only texts of another file, in another language."""


@dataclass(frozen=True, slots=True)
class Additions:
    """The additions of a workspace to the schemas.

    `options` are those of its theme, `labels` the names of labels with their English words, `blocks` the schemas of its
    custom blocks by kind, and `custom` is the schema of its custom fields.
    """

    options: Mapping[str, ThemeOption] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Schema] = field(default_factory=dict)
    custom: Schema = field(default_factory=dict)


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


def _as_it_is(schema: Schema, describer: Describer) -> None:
    """The model says everything about the file."""


def _labels(schema: Schema, describer: Describer) -> None:
    """Allow a workspace to write only the labels that it changes."""
    del schema["required"]


def _with_labels(schema: Schema, labels: Mapping[str, str]) -> None:
    """Name the labels that the page prints."""
    of_labels = schema["properties"]["labels"]
    words = of_labels["additionalProperties"]
    of_labels["properties"] = {name: {"description": text, **words} for name, text in labels.items()}


def _with_blocks(schema: Schema, definitions: Schema, blocks: Mapping[str, Schema]) -> None:
    """Describe the custom blocks of a workspace with its own schemas; every block may say `only` and `not`."""
    common = definitions["Block"]["additionalProperties"]["properties"]
    for kind, own in blocks.items():
        name = f"block-{kind}"
        definitions[name] = embedded(own, name)
        if "properties" in definitions[name]:
            definitions[name]["properties"] = {
                **definitions[name]["properties"],
                **{key: common[key] for key in ("only", "not")},
            }
        definitions["Block"]["properties"][kind] = {"$ref": f"#/$defs/{name}"}


def _with_fields(schema: Schema, definitions: Schema, custom: Schema) -> None:
    """Describe the custom fields of a workspace; those that its settings set need not be in a brief."""
    own = embedded(custom, "custom-fields")
    own.pop("required", None)
    own["properties"] = {name: or_worded(value) for name, value in own.get("properties", {}).items()}
    definitions["custom-fields"] = own
    words = {key: value for key, value in schema["properties"]["custom"].items() if key == "description"}
    schema["properties"]["custom"] = {**words, "$ref": "#/$defs/custom-fields"}


def _with_options(schema: Schema, options: Mapping[str, ThemeOption]) -> None:
    """Describe the options of a theme instead of any options."""
    theme = schema["properties"]["theme"]
    name, of_options = theme["anyOf"]
    values = {NAME: name, **{key: _value_of(option) for key, option in options.items()}}
    chosen = {**of_options, "properties": values, "additionalProperties": False}
    schema["properties"]["theme"] = {
        **theme,
        "anyOf": [name, chosen],
    }  # the schema of the model stays as it is


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
    "brief-translation": Described("content/<name>/brief.<language>.yaml", Brief, _brief, True),
    "workspace": Described("content/workspace.yaml", Settings, _workspace),
    "workspace-translation": Described("content/workspace.<language>.yaml", Settings, _workspace, True),
    "shared": Described("content/shared.yaml", Shared, _shared),
    "shared-translation": Described("content/shared.<language>.yaml", Shared, _shared, True),
    "audience": Described("templates/audiences/<name>/audience.yaml", Audience, _audience),
    "theme": Described("themes/<name>/theme.yaml", Theme, _as_it_is),
    "labels": Described(
        "templates/languages/<language>/labels.yaml, templates/labels/<language>.yaml", Labels, _labels
    ),
    "traits": Described("templates/languages/<language>/traits.yaml", Traits, _as_it_is),
    "vocabulary": Described("templates/languages/<language>/vocabulary.yaml", Vocabulary, _as_it_is),
    "scale": Described("templates/scales/<name>.yaml", Scale, _as_it_is),
}


def check_name(name: str) -> str:
    """Return the name if it has a schema. Raises SelectionError, with the nearest name, if it has none."""
    if name not in DOCUMENTS:
        help = suggest(name, DOCUMENTS, noun="schemas")
        raise SelectionError([Finding("BR802", f"there is no schema '{name}'", Span("command line"), help)])
    return name


def schema_of(name: str, additions: Additions | None = None) -> Schema:
    """Return the JSON Schema (2020-12) of a kind of file, with what a workspace adds to it.

    Raises KeyError for a name that is not in `DOCUMENTS`.
    """
    described = DOCUMENTS[name]
    describer = Describer(has_text_files=described.model is Brief)
    root = describer.fields(described.model)
    described.complete(root, describer)
    definitions = describer.definitions
    _add(additions or Additions(), described.model, root, definitions)
    if described.is_translation:
        root, definitions = translated(root, definitions)
    return {
        "$schema": DIALECT,
        "title": f"Briefwright: {described.where}",
        **root,
        "$defs": definitions,
    }


def _add(additions: Additions, model: type[Model], root: Schema, definitions: Schema) -> None:
    """Add what a workspace has to the schema of a model."""
    if additions.options and model is Settings:
        _with_options(root, additions.options)
    if additions.labels and model is Labels:
        _with_labels(root, additions.labels)
    if additions.custom and model in (Brief, Settings):
        _with_fields(root, definitions, additions.custom)
    if model is Brief:
        _with_blocks(root, definitions, additions.blocks)


def schema_text(name: str, additions: Additions | None = None) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema_of(name, additions), indent=2, ensure_ascii=False) + "\n"


def file_name(name: str) -> str:
    """Return the file name of a schema."""
    return f"{name}.schema.json"
