"""The version of a package is known without importing it."""

from __future__ import annotations

from importlib.metadata import version

from briefing.core.installed_packages import installed_version


def test_a_package_that_is_not_installed_has_no_version():
    assert installed_version("pydantic") == version("pydantic")
    assert installed_version("no-package-of-this-name") == ""
