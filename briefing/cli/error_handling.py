"""Turns errors into messages on the terminal and an exit code, and ends the program."""

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
"""An exit code of 128 plus the number of a signal means that the signal ended the program, as in shells."""


def exit_with_code(run: Callable[[], object]) -> Never:
    """Run a command and exit: with its own code, or with that of the error that it raised."""
    try:
        _handle_signals()
        code = run()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        console.say("interrupted", to_stderr=True)
        sys.exit(Exit.INTERRUPTED)
    except _Ended as end:
        console.say(f"ended by {end.name}; finished editions are kept", to_stderr=True)
        sys.exit(end.code)
    except BriefingError as error:
        _fail(error)
    except RefusedError as error:
        _fail(refused(error))
    except OSError as error:
        console.say(f"this machine: {error}", to_stderr=True)
        sys.exit(Exit.MACHINE)
    except MemoryError:
        what = "the command ran out of memory"
        help = "close other programs, or raise the limits of the shell: `ulimit -v`, `ulimit -d`"
        _fail(MachineError([Finding("BR906", what, Span("this machine"), help)]))
    except Exception as error:  # anything else is an internal error
        _report_internal_error(error)
        sys.exit(Exit.BUG)
    sys.exit(code if isinstance(code, int) else Exit.BUILT)


class _Ended(SystemExit):
    """A signal ended the command. Open files are closed on the way out, and finished editions are logged."""

    def __init__(self, number: int) -> None:
        super().__init__(FIRST_SIGNAL + number)
        self.name = signal.Signals(number).name


def _handle_signals() -> None:
    """Let the signals of a system shutdown and of a closed terminal end the command as Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if (
            number is not None and signal.getsignal(number) is signal.SIG_DFL
        ):  # keep other handlers, such as that of nohup
            with contextlib.suppress(ValueError):  # raised outside the main thread
                signal.signal(number, _end)


def _end(number: int, _: object) -> Never:
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # the exit is under way
    raise _Ended(number)


def _fail(error: BriefingError) -> Never:
    console.show_findings(error.findings)
    sys.exit(error.exit_code)


def _report_internal_error(error: Exception) -> None:
    console.say(f"internal error in Briefwright: {type(error).__name__}: {error}", to_stderr=True)
    console.say(f"  help: report this bug, with the file {keep_details(error)}", to_stderr=True)
