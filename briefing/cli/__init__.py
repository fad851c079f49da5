"""The command `brief`: an answer where nothing is to build, else the commands (`commands`).

Whoever saves and builds again waits for this file: it imports nothing that takes time before it has looked.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never


COMMANDS = {
    "build": "briefing.cli.build",
    "check": "briefing.cli.check",
    "confirm": "briefing.cli.confirm",
    "diff": "briefing.cli.diff",
    "explain": "briefing.cli.explain",
    "release": "briefing.cli.release",
    "verify": "briefing.cli.verify",
    "rule": "briefing.cli.rule",
    "list": "briefing.cli.list",
    "new": "briefing.cli.new",
    "schema": "briefing.cli.schema",
    "doctor": "briefing.cli.doctor",
}


def main(args: Sequence[str] | None = None, prog_name: str = "brief") -> Never:
    """Run the command and leave with its exit code."""
    words = sys.argv[1:] if args is None else list(args)
    if words[:1] == ["build"]:
        from briefing.build.current import find_current

        current = find_current(words)
        if current is not None:
            from briefing.cli.brevity import tell_current

            tell_current(current)
            _leave(0)
        if not {"-h", "--help"} & set(words):
            _start_early()
    from briefing.cli.commands import run

    try:
        run(words, prog_name)
    except SystemExit as end:
        if args is None and isinstance(end.code, int):
            _leave(end.code)
        raise


def _start_early() -> None:
    from briefing.build.early import start_early

    try:
        start_early()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)


def _leave(code: int) -> Never:
    """End at once: taking the interpreter apart takes a twentieth of the time of a build."""
    import atexit

    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
