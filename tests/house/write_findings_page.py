"""Write `docs/findings.md` and `briefing/core/codes.py` from the rules; `make docs` runs it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.rules.catalogue import read_catalogue
from briefing.rules.rule import Rule
from tests.conftest import ROOT

FINDINGS_PAGE, CODES_MODULE = ROOT / "docs/findings.md", ROOT / "briefing/core/codes.py"
HEAD = """\
# Findings

Every finding has a code and a name, which never change; its text may.
An error stops its edition; a warning does not, and can be accepted in the content (see BR071).
`brief check` lists all findings without building; `brief rule CODE` or `brief rule NAME` prints what is written here.
This page is made by `make docs` from the rules in `briefing/rules/`.

| code | name | severity | meaning |
|---|---|---|---|
"""
CODES_HEAD = '''\
"""The codes of findings and their names, made by `make docs` from the rules. Codes are never reused or renumbered."""

from __future__ import annotations

NAMES: dict[str, str] = {
'''


def findings_page() -> str:
    """Return the table of all rules, then the page of each."""
    rules = read_catalogue().values()
    rows = "".join(f"| {rule.code} | {rule.name} | {rule.severities} | {rule.summary} |\n" for rule in rules)
    return HEAD + rows + "".join(_pages())


def _pages() -> Iterator[str]:
    for rule in read_catalogue().values():
        head = f"## {rule.code} {rule.name}\n\n{_capitalised(rule.severities)}, found {rule.stage.label}."
        yield f"\n{head}\n\n{rule.text}\n"


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def codes_module() -> str:
    """Return the module with all codes, which rooms can import without the rules."""
    return CODES_HEAD + "".join(_row(rule) for rule in read_catalogue().values()) + "}\n"


def _row(rule: Rule) -> str:
    return f'    "{rule.code}": "{rule.name}",\n'


def main() -> None:
    FINDINGS_PAGE.write_text(findings_page(), encoding="utf-8")
    CODES_MODULE.write_text(codes_module(), encoding="utf-8")


if __name__ == "__main__":
    main()
