"""Fills Jinja templates in a sandbox and reports their errors at a line."""
