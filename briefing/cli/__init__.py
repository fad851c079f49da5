"""The command `brief`: an answer where nothing is to build, else the commands (`command_group`).

Whoever saves and builds again waits for this file: it imports nothing that takes time before it has looked.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Never


def main(args: Sequence[str] | None = None, prog_name: str = "brief") -> Never:
    """Run the command and leave with its exit code."""
    words = sys.argv[1:] if args is None else list(args)
    try:
        _run(words, prog_name)
    except KeyboardInterrupt:  # while the command is still being loaded
        _tell("interrupted")
        _leave(130)
    except SystemExit as end:
        if args is None and isinstance(end.code, int):
            _leave(end.code)
        raise


def _run(words: Sequence[str], prog_name: str) -> Never:
    _open_standard_streams()
    is_question = bool({"-h", "--help", "--version"} & set(words))
    if not is_question and not _has_folder():
        _tell("this machine: the folder that the command runs in is gone\n  help: go to another one")
        sys.exit(5)
    if words[:1] in (["build"], ["release"]) and not is_question:
        _check_limits()
    if words[:1] == ["build"]:
        from briefing.incremental.up_to_date import find_up_to_date

        editions = find_up_to_date(words)
        if editions is not None:
            _show_up_to_date(editions)
            sys.exit(0)
        if not is_question:
            from briefing.execution.early_start import start_early

            start_early()
    from briefing.cli.command_group import run

    run(words, prog_name)


def _show_up_to_date(editions: Sequence[dict[str, Any]]) -> None:
    """Print the warnings of editions that are up to date, and how many there are.

    The console is loaded only where there are warnings.
    """
    from briefing.cli.no_op import print_summary

    if any(known["report"]["findings"] for known in editions):
        from briefing.cli.console import show_known_findings

        show_known_findings(editions)
    print_summary(editions)


def _check_limits() -> None:
    from briefing.execution.shell_limits import too_low

    if found := too_low():
        what, help = found
        _tell(f"this machine: error: {what} [BR906]\n  help: {help}")
        sys.exit(5)


def _open_standard_streams() -> None:
    """Lead standard streams that whoever began the command has closed nowhere: the next file would take their place."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _has_folder() -> bool:
    try:
        return bool(os.getcwd())  # noqa: PTH109
    except OSError:
        return False


def _tell(text: str) -> None:
    if sys.stderr is not None:  # closed by whoever began the command
        sys.stderr.write(f"{text}\n")


def _leave(code: int) -> Never:
    """End at once: taking the interpreter apart takes a twentieth of the time of a build."""
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)
