"""The rules: one file each, listed in the registry, which also knows every finding code."""
