"""The command `brief`. It answers at once if nothing has to be built, and else loads `command_group`.

Start-up time is measured: do not import anything slow here before the build log has been checked.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Never


def main(args: Sequence[str] | None = None, prog_name: str = "brief") -> Never:
    """Run the command and exit with its exit code."""
    words = sys.argv[1:] if args is None else list(args)
    try:
        _run(words, prog_name)
    except KeyboardInterrupt:  # while the command is still being loaded
        _print_error("interrupted")
        _exit(130)
    except SystemExit as end:
        if args is None and isinstance(end.code, int):
            _exit(end.code)
        raise


def _run(words: Sequence[str], prog_name: str) -> Never:
    _open_standard_streams()
    is_question = bool({"-h", "--help", "--version"} & set(words))
    if not is_question and not _has_folder():
        _print_error("this machine: error: the current folder no longer exists\n  help: cd to another folder")
        sys.exit(5)
    if words[:1] in (["build"], ["release"], ["preview"]) and not is_question:
        _check_limits()
    if words[:1] == ["build"]:
        from briefing.incremental.up_to_date import find_up_to_date

        editions = find_up_to_date(words)
        if editions is not None:
            has_warnings = _show_up_to_date(editions)
            sys.exit(int(has_warnings and "--strict" in words))
        if not is_question:
            from briefing.execution.early_start import start_early

            start_early()
    from briefing.cli.command_group import run

    run(words, prog_name)


def _show_up_to_date(editions: Sequence[dict[str, Any]]) -> bool:
    """Print the warnings of editions that are up to date, then the summary; return whether there are warnings.

    The console is loaded only if there are warnings.
    """
    from briefing.cli.no_op import print_summary

    has_warnings = any(known["report"]["findings"] for known in editions)
    if has_warnings:
        from briefing.cli.console import show_known_findings

        show_known_findings(editions)
    print_summary(editions)
    return has_warnings


def _check_limits() -> None:
    from briefing.execution.shell_limits import too_low

    if found := too_low():
        what, help = found
        _print_error(f"this machine: error: {what} [BR906]\n  help: {help}")
        sys.exit(5)


def _open_standard_streams() -> None:
    """Open closed standard streams as the null device. Otherwise the next open file would get their number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number


def _has_folder() -> bool:
    try:
        return bool(os.getcwd())  # noqa: PTH109
    except OSError:
        return False


def _print_error(text: str) -> None:
    if sys.stderr is not None:  # None if the caller closed it
        sys.stderr.write(f"{text}\n")


def _exit(code: int) -> Never:
    """Exit at once: shutting down the interpreter takes a twentieth of the time of a build."""
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)
