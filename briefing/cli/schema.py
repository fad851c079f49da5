"""`brief schema`: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console


@click.command("schema", short_help="Print or write the JSON Schemas for editors.")
@click.argument("name", required=False, metavar="[brief|audience|workspace]")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write it into this folder, or all of them where none is named.",
)
def command(name: str | None, out: Path | None) -> None:
    """Print or write the JSON Schemas (2020-12) of the files that a person writes.

    With one, an editor completes keys, shows what they mean and underlines mistakes.
    Name it in the first line of a file: # yaml-language-server: $schema=…
    `brief new` does so by itself. Without NAME it says which there are.

    \b
    Examples:
      brief schema
      brief schema brief > brief.schema.json
      brief schema -o .schemas
    """
    from briefing.files.atomic_writing import prepare_folder, write_whole
    from briefing.schema.documents import DOCUMENTS, check_name, file_name, schema_text

    names = list(DOCUMENTS) if name is None else [check_name(name)]
    if out is not None:
        prepare_folder(out)
        for one in names:
            write_whole(out / file_name(one), schema_text(one).encode())
            console.say(f"wrote {console.shown(out / file_name(one))}")
    elif name is not None:
        console.say(schema_text(name).removesuffix("\n"))
    else:
        console.show_table([(one, described.where) for one, described in DOCUMENTS.items()])
