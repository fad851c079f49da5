"""Run the command `brief` as `python -m briefing`."""

from briefing.cli import main

main(prog_name="brief")
