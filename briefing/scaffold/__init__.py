"""A working start, written for a person to change: a workspace, a brief, an audience."""
