"""Writes and verifies kits: the files that a brief is released with."""
