"""Writes and verifies kits: the files in which a brief is released."""
