"""Data that is not shown must not be shipped: canaries of a workspace in the released files, naive and ours."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import yaml

from tests.bench.naive import PLAIN
from tests.release.canaries import Plants, everything_in, found_in, write_workspace

AUDIENCES = ("policymaker", "whole")


def naive_kit(contents: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Make a PDF and a page as a first script would: titles and pictures, with the sources attached."""
    import weasyprint

    files = {name: one.encode() if isinstance(one, str) else one for name, one in contents.items()}
    brief = yaml.safe_load(files["content/trial/brief.yaml"])
    pictures = [name for name in files if name.endswith((".png", ".jpg", ".gif", ".webp", ".svg"))]
    kinds = {"jpg": "jpeg", "svg": "svg+xml"}
    shown = "".join(
        f'<img alt="" src="data:image/{kinds.get(name[-3:], name.rpartition(".")[2])};base64,'
        f'{base64.b64encode(files[name]).decode()}">'
        for name in pictures
    )
    page = f"<h1>{brief['title']['text']}</h1>{shown}"
    sources = [name for name in files if name.endswith((".yaml", ".csv")) and name.startswith("content/")]
    attached = [
        weasyprint.Attachment(file_obj=io.BytesIO(files[name]), name=Path(name).name) for name in sources
    ]
    return {
        "brief.pdf": weasyprint.HTML(string=page).write_pdf(attachments=attached),
        "brief.html": page.encode(),
    }


def our_kit(root: Path, contents: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Return the files of the kit that `brief release` makes."""
    from tests.release.test_canaries import kit_of

    return kit_of(root, contents, *AUDIENCES)


def trial(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what was tried, and the numbers of canaries in the files of naive code and of Briefwright."""
    plants = Plants()
    contents = write_workspace(plants)
    began = datetime.now(UTC)
    found = []
    ours = our_kit(folder / "workspace", contents)
    (folder / "naive").mkdir()
    process = [sys.executable, "-m", "tests.bench.shown", folder / "workspace", folder / "naive"]
    subprocess.run(process, check=True, env=PLAIN)  # without Briefwright's fonts
    naive = {path.name: path.read_bytes() for path in (folder / "naive").iterdir()}
    for kit in (naive, ours):
        hits = {hit.partition(" → ")[0] for hit in found_in(everything_in(kit), plants.source_map)}
        found.append(f"{len(hits)} of {len(plants.source_map)} found")
    seconds = (datetime.now(UTC) - began).total_seconds()
    yield (
        f"{len(plants.source_map)} canaries in a workspace, every file handed out searched ({seconds:.0f} s)",
        *found,
    )


def main(workspace: Path, out: Path) -> None:
    """Make the naive kit of a workspace in a separate process."""
    paths = [path for path in workspace.rglob("*") if path.is_file() and "out" not in path.parts]
    contents = {path.relative_to(workspace).as_posix(): path.read_bytes() for path in paths}
    for name, content in naive_kit(contents).items():
        (out / name).write_bytes(content)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
