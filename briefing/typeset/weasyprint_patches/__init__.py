"""Patches of WeasyPrint: repairs, speed-ups and memory fixes, one file each, applied by `registry`.

Each file has one `Patch`: its reason or gain, the versions that it was tested with, a guard that keeps it from an
engine that it does not fit, and the upstream report, if there is one. `patch` defines a patch.
"""
