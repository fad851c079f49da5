"""The installed versions of packages, some of which a system may lack."""

from __future__ import annotations


def installed_version(package: str) -> str:
    """Return the version of a package, without importing it; empty if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""
