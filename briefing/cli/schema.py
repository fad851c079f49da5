"""`brief schema`: the JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.options import folder_here, out_option


@click.command("schema", short_help="Print or write the JSON Schemas for editors.")
@click.argument("name", required=False, metavar="[NAME]")
@out_option("Write the schema into this folder, or all schemas if there is no NAME.")
def command(name: str | None, out: Path | None) -> None:
    """Print or write the JSON Schemas (2020-12) of the YAML files of a workspace.

    With a schema, an editor completes keys, explains them and underlines mistakes. Give its address in the first line
    of a file, as `brief new` does: # yaml-language-server: $schema=…

    In a workspace they know the options of its theme, its custom blocks and its custom fields.
    Without NAME, the schemas are listed.

    \b
    Examples:
      brief schema
      brief schema labels > labels.schema.json
      brief schema -o .schemas
    """
    from briefing.files.atomic_writing import prepare_folder, write_whole
    from briefing.scaffold.workspace_schemas import schemas_in
    from briefing.schema.documents import DOCUMENTS, check_name, file_name

    names = list(DOCUMENTS) if name is None else [check_name(name)]
    if out is not None:
        prepare_folder(out)
        for one, text in schemas_in(folder_here()).items():
            if one in names:
                write_whole(out / file_name(one), text.encode())
                console.say(f"wrote {console.shown(out / file_name(one))}")
    elif name is not None:
        console.say(schemas_in(folder_here())[name].removesuffix("\n"))
    else:
        console.show_table([(one, described.where) for one, described in DOCUMENTS.items()])
