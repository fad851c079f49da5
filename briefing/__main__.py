"""`python -m briefing` is the command `brief`."""

from briefing.cli import main

main(prog_name="brief")
