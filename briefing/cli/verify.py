"""`brief verify`: a kit is complete, unchanged and signed by the right person, or not."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from briefing.cli import console


@click.command("verify", short_help="Check that a kit is complete and unchanged, and who signed it.")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path))
@click.option(
    "--trust",
    "trusted",
    multiple=True,
    metavar="CERTIFICATE",
    type=click.Path(path_type=Path),
    help="Require signatures with a certificate from this authority: a PEM or DER file. Repeatable.",
)
def command(folders: tuple[Path, ...], trusted: tuple[Path, ...]) -> int:
    """Verify that kits are complete and unchanged, and match their manifests.

    The command checks every file against SHA256SUMS and, for each PDF, the number of pages, the standards that it
    claims, and the copy in the e-mail draft. It reports files that are missing, changed or extra, and then
    exits with 4; if a folder is not a kit, it exits with 2. In a folder of kits, such as out/release, every kit is
    verified.
    The last line shows the checksum of SHA256SUMS, which identifies the whole kit: compare it with the one from the
    sender.

    If PDFs are signed, the command checks that nothing has changed since, and shows who signed them. A certificate can
    contain any name: only with --trust does the command check who issued it. Revocation is not checked.

    Without Briefwright, run `sha256sum -c SHA256SUMS` in the folder.

    \b
    Examples:
      brief verify out/release
      brief verify out/release/venezuela-russia-2026-11-22
      brief verify --trust example-authority.pem heat-2026-11-22
    """
    from briefing.core.errors import BriefingError, Exit
    from briefing.release.certificates import load_anchors
    from briefing.release.verify import kits_in, verify

    anchors = load_anchors(trusted) if trusted else ()
    codes = []
    for folder in chain.from_iterable(map(kits_in, folders)):
        try:
            console.show_verified(verify(folder, anchors))
        except BriefingError as error:
            console.show_findings(error.findings)
            console.say(f"{console.shown(folder)}: verification failed", to_stderr=True)
            codes.append(error.exit_code)
    return min(codes, default=Exit.BUILT)
