"""Packages with rules that tests install: the example of the documentation, and others."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest

from briefing.core.rule_packages import declared_rules
from briefing.incremental.fingerprint import find_software
from briefing.rules.catalogue import read_catalogue
from briefing.rules.custom_rules import load_custom_rules
from tests.conftest import LEAST_BRIEF, ROOT

CACHES = (declared_rules, load_custom_rules, read_catalogue, find_software)
HEAD = "from briefing import CheckedBrief, CheckedEdition, CustomRule, Finding, Severity, Span, Stage\n"
DOCUMENTATION = (ROOT / "docs/python.md").read_text()
EXAMPLE = re.findall(r"^```python\n(.*?)^```", DOCUMENTATION, re.MULTILINE | re.DOTALL)[-1]
(DECLARATION,) = re.findall(r"^```toml\n(.*?)^```", DOCUMENTATION, re.MULTILINE | re.DOTALL)
ENTRIES = tomllib.loads(DECLARATION)["project"]["entry-points"]["briefwright.rules"]

SHOUTING = LEAST_BRIEF.replace("The first point.", "The first point!")
AT = "content/trial/brief.yaml:4:5"


@pytest.fixture
def install(tmp_path_factory, monkeypatch):
    """A function that installs a package with a module `house_rules`, and returns its folder."""
    before = set(sys.modules)

    def make(code: str, entries: dict[str, str], name: str = "house-rules", version: str = "1.2"):
        site = tmp_path_factory.mktemp("site")
        stem = name.replace("-", "_")
        rows = "".join(f"{key} = {value}\n" for key, value in entries.items())
        folder = f"{stem}-{version}.dist-info"
        for file, text in {
            f"{stem}.py": code,
            f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{folder}/entry_points.txt": f"[briefwright.rules]\n{rows}",
            f"{folder}/RECORD": f"{stem}.py,,\n{folder}/entry_points.txt,,\n",
        }.items():
            (site / file).parent.mkdir(exist_ok=True)
            (site / file).write_text(text)
        monkeypatch.syspath_prepend(str(site))
        clear()
        return site

    yield make
    monkeypatch.undo()
    for name in set(sys.modules) - before:
        if name.endswith("_rules") and "." not in name:
            del sys.modules[name]
    clear()


def clear() -> None:
    for cached in CACHES:
        cached.cache_clear()


def one_rule(find: str, *, code: str = "HOUSE001", name: str = "own-rule", stage: str = "SET") -> str:
    """Return a module with the rule RULE, whose function has these lines."""
    body = "\n    ".join(find.splitlines())
    return (
        f"{HEAD}def find(value):\n    {body}\n"
        f"RULE = CustomRule({code!r}, {name!r}, Severity.WARNING, Stage.{stage}, 'A rule.', find)\n"
    )
