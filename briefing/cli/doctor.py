"""`brief doctor`: what this machine lacks, and the command that mends it."""

from __future__ import annotations

import click

from briefing.cli import console


@click.command("doctor", short_help="Say what this machine lacks, and how to mend it.")
@click.option(
    "--mend", "may_install", is_flag=True, help="Install what is missing where apt and your rights allow it."
)
def command(may_install: bool) -> int:
    """Say what this machine lacks to build briefs, and the command that mends it.

    Looks at the libraries, at what the kernel can keep an edition from, and at the fonts and the output folder of
    the workspace where it is called.
    """
    from pathlib import Path

    from briefing.core import native_libraries
    from briefing.core.errors import Exit
    from briefing.core.finding import has_errors
    from briefing.doctor import look

    if may_install and native_libraries.missing():
        console.say("installing the libraries that set the text …", to_stderr=True)
        native_libraries.install()
    findings = native_libraries.findings()
    lacking = {library.name for library in native_libraries.missing()}
    for library in native_libraries.LIBRARIES:
        console.say(
            f"{'missing' if library.name in lacking else 'found':<8} {library.name}: {library.purpose}"
        )
    for checked in look(Path.cwd()):
        console.say(f"{'missing' if checked.finding else 'found':<8} {checked.name}: {checked.purpose}")
        findings += [checked.finding] if checked.finding else []
    console.show_findings(findings)
    return Exit.MACHINE if has_errors(findings) else Exit.BUILT
