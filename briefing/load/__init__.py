"""Reads and validates a workspace: YAML, sources, data, translations → models or findings."""
