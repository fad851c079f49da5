"""Write the reference of keys and of commands: `python -m tests.house.write_reference`.

`docs/keys.md` is made from the JSON Schemas, which are made from the models; `docs/commands.md` from the commands.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from copy import copy
from typing import Any, Final

import click

from briefing.cli.command_group import group
from briefing.schema.documents import DOCUMENTS, schema_of
from tests.conftest import ROOT

KEYS, COMMANDS = ROOT / "docs/keys.md", ROOT / "docs/commands.md"

MADE: Final = "This page is made by `make docs`"

SCALARS: Final = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
"""What a reader calls the types of JSON Schema that are not texts."""


def keys() -> str:
    """Return the page of all keys."""
    originals = {name: one for name, one in DOCUMENTS.items() if not one.is_translation}
    schemas = [schema_of(name) for name in originals]
    objects = {name: defined for schema in schemas for name, defined in schema["$defs"].items()}
    reference = _Keys(objects)
    lines = [
        "# Reference: keys of all files",
        "",
        f"{MADE} from the schemas that editors use to complete and check keys. "
        "[content.md](content.md) and [workspace.md](workspace.md) explain them with examples.",
        "",
        "Where a value is “text”, a number is read as it was typed. A translation has the keys of its original; all of"
        " them are optional there.",
    ]
    for described, schema in zip(originals.values(), schemas, strict=True):
        lines += ["", f"## `{described.where}`", *reference.section(schema)]
    lines += ["", "## Objects", "", "Values with keys of their own."]
    for name in sorted(objects, key=_words):
        if _with_keys(objects[name]):
            lines += ["", f"### {_words(name)}", *reference.section(objects[name])]
    return "\n".join(lines) + "\n"


class _Keys:
    """Tables of the keys of objects; `objects` are the definitions of the schemas, by name."""

    def __init__(self, objects: dict[str, Any]) -> None:
        self.objects = objects

    def section(self, schema: dict[str, Any]) -> Iterator[str]:
        """Yield the description of an object and the table of its keys."""
        if description := schema.get("description"):
            yield from ("", _cell(description))
        described = _with_keys(schema)
        if described is not schema:
            others = [one for one in schema["anyOf"] if one is not described]
            yield from ("", f"Written as {self.kind({'anyOf': others})}, or with keys:")
        yield from ("", "| key | value | meaning |", "|---|---|---|")
        required = set(described.get("required", ()))
        for key, value in described["properties"].items():
            needed = " (required)" if key in required else ""
            yield f"| `{key}`{needed} | {_cell(self.kind(value))} | {_cell(self._meaning(value))} |"

    def kind(self, schema: Any) -> str:
        """Return what a value may be."""
        if not isinstance(schema, dict) or not schema:
            return "any value"
        if reference := schema.get("$ref"):
            name = reference.rpartition("/")[2]
            defined = self.objects[name]
            linked = f"[{_words(name).lower()}](#{_words(name).lower().replace(' ', '-')})"
            return linked if _with_keys(defined) else self.kind(defined)
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return " or ".join(dict.fromkeys(self.kind(one) for one in schema[several]))
        if "const" in schema:
            return f"`{_yaml(schema['const'])}`"
        if "enum" in schema:
            return ", ".join(dict.fromkeys(f"`{_yaml(one)}`" for one in schema["enum"]))
        return self._typed(schema)

    def _typed(self, schema: dict[str, Any]) -> str:
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if "array" in types:
            return f"list of {self.kind(schema.get('items', {}))}" + _limits(schema, "minItems", "maxItems")
        if "object" in types or "properties" in schema:
            values = schema.get("additionalProperties") or next(
                iter(schema.get("patternProperties", {}).values()), {}
            )
            return f"names with {self.kind(values)}" if values and values is not True else "names with values"
        if "string" in types:
            return "day" if schema.get("format") == "date" else "text"
        return " or ".join(SCALARS.get(one, one) for one in types) + _limits(schema, "minimum", "maximum")

    def _meaning(self, schema: dict[str, Any]) -> str:
        default = f" Default: `{_yaml(schema['default'])}`." if "default" in schema else ""
        return schema.get("description", "") + default


def _with_keys(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema, or that one of its alternatives, which names keys; an empty one if there is none."""
    if "properties" in schema:
        return schema
    return next((one for one in schema.get("anyOf", ()) if "properties" in one), {})


def _limits(schema: dict[str, Any], low: str, high: str) -> str:
    least, most = schema.get(low), schema.get(high)
    if least is not None and most is not None:
        return f", {least} to {most}"
    if least is not None:
        return f", {least} or more"
    return f", {most} or less" if most is not None else ""


def _yaml(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    """Return a text for a table: in one line, with no mark that is not meant."""
    text = re.sub(r"\s+", " ", text).replace("|", r"\|")
    return "`".join(
        part if code % 2 else part.replace("<", r"\<") for code, part in enumerate(text.split("`"))
    )


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def commands() -> str:
    """Return the page of all commands and their options."""
    lines = [
        "# Reference: commands",
        "",
        f"{MADE} from `brief COMMAND --help`. "
        "[How a command ends](../README.md#on-the-command-line) lists the exit codes.",
    ]
    root = click.Context(group, info_name="brief", **group.context_settings)
    for command, context in _each(group, root):
        lines += ["", f"## {context.command_path}", "", *_described(command, context)]
    return "\n".join(lines) + "\n"


def _each(parent: click.Group, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    for name in parent.list_commands(context):
        command = parent.get_command(context, name)
        assert command is not None
        command = copy(command)
        command._help_option = None  # click keeps that of the first run, which may be one without the group
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _each(command, inner)
        elif not command.hidden:
            yield command, inner


def _described(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"Usage: {context.command_path} `{' '.join(command.collect_usage_pieces(context))}`"
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        heading, *lines = paragraph.removeprefix("\b\n").splitlines()
        if heading.startswith("Example"):
            yield from ("", "```sh", *(line.strip() for line in lines), "```")
        elif paragraph.startswith("\b"):
            yield from ("", _cell(heading), "", *(f"- {_cell(line.strip())}" for line in lines))
        else:
            yield from ("", _cell(paragraph))
    records = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    yield from ("", "| option | meaning |", "|---|---|")
    for option, meaning in records:
        if not meaning:  # an argument, which the usage shows
            continue
        yield f"| `{option.replace('|', chr(92) + '|')}` | {_cell(meaning)} |"


def main() -> None:
    """Write both pages."""
    KEYS.write_text(keys())
    COMMANDS.write_text(commands())


if __name__ == "__main__":
    main()
