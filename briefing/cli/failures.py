"""Errors → words on the terminal and an exit code. The only place where the program ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Never

import click

from briefing.cli import console
from briefing.errors import BriefingError, Exit, MachineError, keep_details
from briefing.finding import Finding, Span
from briefing.workspace import RefusedError, refused


def exit_with_code(run: Callable[[], object]) -> Never:
    """Run a command and leave the program: 0, or the code of what went wrong."""
    try:
        code = run()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        console.say("interrupted", to_stderr=True)
        sys.exit(Exit.INTERRUPTED)
    except BriefingError as error:
        _tell(error)
    except RefusedError as error:
        _tell(refused(error))
    except OSError as error:
        console.say(f"this machine: {error}", to_stderr=True)
        sys.exit(Exit.MACHINE)
    except MemoryError:
        _tell(MachineError([_no_memory()]))
    except Exception as error:  # the last net: whatever comes here is our fault
        _report_bug(error)
        sys.exit(Exit.BUG)
    sys.exit(code if isinstance(code, int) else Exit.BUILT)


def _no_memory() -> Finding:
    what = "there is not enough memory for this command"
    mend = "raise its limit (`ulimit -v`), close other programs, or build fewer editions at once (-j 1)"
    return Finding("BR814", what, Span("this machine"), mend)


def _tell(error: BriefingError) -> Never:
    console.show_findings(error.findings)
    sys.exit(error.exit_code)


def _report_bug(error: Exception) -> None:
    console.say(f"This is a bug in Briefwright: {type(error).__name__}: {error}", to_stderr=True)
    console.say(
        f"The details are in {keep_details(error)}; please send that file with the report.", to_stderr=True
    )
