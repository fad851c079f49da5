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
            sys.stderr.flush()
            os._exit(
                0
            )  # nothing is open any more; taking the interpreter apart takes a twentieth of the time
        if not {"-h", "--help"} & set(words):
            from briefing.build.early import start_early

            start_early()
    from briefing.cli.commands import run

    run(words, prog_name)
