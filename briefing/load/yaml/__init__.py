"""Reads YAML: text → data with a source map → models."""
