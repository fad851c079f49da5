"""`brief doctor`: what is missing on this machine, and the command that installs it."""

from __future__ import annotations

import click

from briefing.cli import console


@click.command("doctor", short_help="Check that this machine can build briefs.")
@click.option(
    "--fix", "is_fixing", is_flag=True, help="Install what is missing, where apt and your rights allow it."
)
def command(is_fixing: bool) -> int:
    """Check that this machine can build briefs, and show the command that installs what is missing.

    Checks the native libraries, the sandbox of the kernel, and the fonts and the output folder of the workspace in
    the current folder.
    """
    from pathlib import Path

    from briefing.core import native_libraries
    from briefing.core.errors import Exit
    from briefing.core.finding import has_errors
    from briefing.doctor import look

    if is_fixing and native_libraries.missing():
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
