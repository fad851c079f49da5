"""Errors → words on the terminal and an exit code. The only place where the program ends."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable
from typing import Never

import click

from briefing.cli import console
from briefing.core.errors import BriefingError, Exit, MachineError, keep_details
from briefing.core.finding import Finding, Span
from briefing.files.workspace import RefusedError, refused

FIRST_SIGNAL = 128
"""An exit code of 128 and the number of a signal says by which one a program ended, as shells say it."""


def exit_with_code(run: Callable[[], object]) -> Never:
    """Run a command and leave the program: 0, or the code of what went wrong."""
    try:
        _end_in_order()
        code = run()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        console.say("interrupted", to_stderr=True)
        sys.exit(Exit.INTERRUPTED)
    except _Ended as end:
        console.say(f"ended by {end.name}; what was finished is kept", to_stderr=True)
        sys.exit(end.code)
    except BriefingError as error:
        _tell(error)
    except RefusedError as error:
        _tell(refused(error))
    except OSError as error:
        console.say(f"this machine: {error}", to_stderr=True)
        sys.exit(Exit.MACHINE)
    except MemoryError:
        what = "the command itself has too little memory"
        help = "end other programs, or raise the limits of the shell: `ulimit -v`, `ulimit -d`"
        _tell(MachineError([Finding("BR906", what, Span("this machine"), help)]))
    except Exception as error:  # the last net: whatever comes here is our fault
        _report_bug(error)
        sys.exit(Exit.BUG)
    sys.exit(code if isinstance(code, int) else Exit.BUILT)


class _Ended(SystemExit):
    """A signal that asks for the end: what is open is closed on the way out, and what is finished is recorded."""

    def __init__(self, number: int) -> None:
        super().__init__(FIRST_SIGNAL + number)
        self.name = signal.Signals(number).name


def _end_in_order() -> None:
    """Let the signals of a system that shuts down and of a terminal that is closed end the command like Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # others are left: nohup
            with contextlib.suppress(ValueError):  # only the main thread may
                signal.signal(number, _end)


def _end(number: int, _: object) -> Never:
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # it is under way
    raise _Ended(number)


def _tell(error: BriefingError) -> Never:
    console.show_findings(error.findings)
    sys.exit(error.exit_code)


def _report_bug(error: Exception) -> None:
    console.say(f"This is a bug in Briefwright: {type(error).__name__}: {error}", to_stderr=True)
    console.say(
        f"The details are in {keep_details(error)}; please send that file with the report.", to_stderr=True
    )
