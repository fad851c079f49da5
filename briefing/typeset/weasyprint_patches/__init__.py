"""Patches of WeasyPrint: repairs, speed-ups and memory fixes, one file each."""
