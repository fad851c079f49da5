"""The command that installs a package is the one for the tool that installed `brief`."""

from __future__ import annotations

import sys

from briefing.core.installing import pip_command
from tests.cases import each


@each(
    ("prefix", "is_active", "command"),
    [
        ("/home/a/.local/share/pipx/venvs/briefwright", False, 'pipx runpip briefwright install "b[x]" c'),
        ("/home/a/.local/share/uv/tools/briefwright", False, 'uv pip install --python /bin/py "b[x]" c'),
        ("/home/a/env", True, 'pip install "b[x]" c'),
        ("/home/a/env", False, '/bin/py -m pip install "b[x]" c'),
    ],
)
def test_a_package_is_installed_where_the_command_finds_it(monkeypatch, prefix, is_active, command):
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(sys, "executable", "/bin/py")
    monkeypatch.setenv("VIRTUAL_ENV", prefix if is_active else "/elsewhere")
    assert pip_command("b[x]", "c") == command
