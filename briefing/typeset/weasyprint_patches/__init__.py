"""Patches of WeasyPrint: repairs, speed-ups and memory fixes, one file each, applied by `registry`.

Each file holds one `Patch`: its reason or gain, the versions it was tested with, a guard that keeps it from an engine
that it does not fit, and the report at the project that is patched, if there is one. `patch` says what a patch is.
"""
