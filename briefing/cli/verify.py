"""`brief verify`: whether a kit is as it was released."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console


@click.command("verify", short_help="Prove that a kit is whole, and as it was released.")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path))
def command(folders: tuple[Path, ...]) -> int:
    """Prove that kits are whole: every file there and unchanged, none besides, and as the manifest says.

    Checked are the checksums in SHA256SUMS, and of each PDF its pages, the standards that it claims and that the
    e-mail carries it. What is missing, changed or extra is named, and the command leaves with 4; with 2 where a
    folder is no kit. The last line has the checksum of SHA256SUMS: it stands for the whole kit, and is what to
    compare with whoever released it.
    Without Briefwright: `sha256sum -c SHA256SUMS` in the folder.

    \b
    Example:
      brief verify out/release/venezuela-russia-2026-11-22
    """
    from briefing.core.errors import BriefingError, Exit
    from briefing.release.verify import verify

    codes = []
    for folder in folders:
        try:
            console.show_verified(verify(folder))
        except BriefingError as error:
            console.show_findings(error.findings)
            console.say(f"{console.shown(folder)}: not whole", to_stderr=True)
            codes.append(error.exit_code)
    return min(codes, default=Exit.BUILT)
