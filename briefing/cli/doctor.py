"""`brief doctor`: check this machine, and show the command that fixes each problem."""

from __future__ import annotations

import click

from briefing.cli import console


@click.command("doctor", short_help="Check that this machine can build briefs.")
@click.option(
    "--fix",
    "is_fixing",
    is_flag=True,
    help="Install missing libraries, if apt and your permissions allow it.",
)
def command(is_fixing: bool) -> int:
    """Check that this machine can build briefs, and show the command that fixes each problem.

    The command checks the native libraries, the installed WeasyPrint, how far the kernel can confine an edition, and
    the fonts and the output folder of the workspace.
    """
    from pathlib import Path

    from briefing.core import native_libraries
    from briefing.core.errors import Exit
    from briefing.core.finding import has_errors
    from briefing.doctor import check_machine

    if is_fixing and native_libraries.missing():
        if native_libraries.may_install():
            console.say("installing the typesetting libraries …", to_stderr=True)
            native_libraries.install()
        else:
            reason = "without apt, or without root or a sudo that needs no password"
            console.say(f"nothing was installed: --fix cannot do that {reason}", to_stderr=True)
    findings = native_libraries.findings()
    lacking = {library.name for library in native_libraries.missing()}
    for library in native_libraries.LIBRARIES:
        console.say(
            f"{'missing' if library.name in lacking else 'found':<8} {library.name}: {library.purpose}"
        )
    for check in check_machine(Path.cwd()):
        console.say(f"{'missing' if check.finding else 'found':<8} {check.name}: {check.purpose}")
        findings += [check.finding] if check.finding else []
    console.show_findings(findings)
    return Exit.MACHINE if has_errors(findings) else Exit.BUILT
