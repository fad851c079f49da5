"""`brief schema`: the JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console
from briefing.cli.options import out_option


@click.command("schema", short_help="Print or write the JSON Schemas for editors.")
@click.argument("name", required=False, metavar="[brief|audience|workspace|theme]")
@out_option("Write the schema into this folder, or all schemas if there is no NAME.")
def command(name: str | None, out: Path | None) -> None:
    """Print or write the JSON Schemas (2020-12) of the YAML files of a workspace.

    With a schema, an editor completes keys, explains them and underlines mistakes. Give its address in the first line
    of a file, as `brief new` does: # yaml-language-server: $schema=…

    Without NAME, the schemas are listed.

    \b
    Examples:
      brief schema
      brief schema brief > brief.schema.json
      brief schema -o .schemas
    """
    from briefing.files.atomic_writing import prepare_folder, write_whole
    from briefing.files.workspace import find_root
    from briefing.load.themes import options_in
    from briefing.schema.documents import DOCUMENTS, check_name, file_name, schema_text

    root = find_root(Path.cwd())
    options = options_in(root) if root else {}
    names = list(DOCUMENTS) if name is None else [check_name(name)]
    if out is not None:
        prepare_folder(out)
        for one in names:
            write_whole(out / file_name(one), schema_text(one, options).encode())
            console.say(f"wrote {console.shown(out / file_name(one))}")
    elif name is not None:
        console.say(schema_text(name, options).removesuffix("\n"))
    else:
        console.show_table([(one, described.where) for one, described in DOCUMENTS.items()])
