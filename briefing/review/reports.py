"""Writes findings in formats for other programs: JSON, GitHub annotations, SARIF. `console` prints them."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.finding import Finding, Severity, Span

if TYPE_CHECKING:
    from briefing.rules.rule import Rule

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Form(StrEnum):
    """The output format of findings."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


BEYOND_ASCII = re.compile(r"[^\n -~]")


def as_text(value: object) -> str:
    """Return a value as JSON in UTF-8, with escapes for characters that are not printable."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return BEYOND_ASCII.sub(_seen, text)


def _seen(match: re.Match[str]) -> str:
    return match[0] if match[0].isprintable() else json.dumps(match[0])[1:-1]


def as_json(findings: Sequence[Finding]) -> str:
    """Return a list of objects: code, name, severity, place, what, help. Lines and columns are counted from 1."""
    from briefing.rules.catalogue import rule_name

    rows = [
        {
            "code": finding.code,
            "name": rule_name(finding.code),
            "severity": finding.severity.value,
            "file": finding.where.file,
            "line": finding.where.line or None,
            "column": finding.where.column or None,
            "length": finding.where.length if finding.where.line else None,
            "what": finding.what,
            "help": finding.help,
        }
        for finding in findings
    ]
    return as_text(rows)


def as_github(findings: Sequence[Finding], root: Path | None = None) -> str:
    """Return a workflow command for each finding (GitHub Docs, "Workflow commands": `::warning file=…,line=…::…`).

    Files are named from the top of the repository if the workspace with the folder `root` is in a run of a workflow.
    """
    folder = _folder_in_repository(root) if root else ""
    return "\n".join(
        _annotation(
            replace(one, where=replace(one.where, file=posixpath.normpath(folder + one.where.file)))
            if folder and root and (root / one.where.file).exists()
            else one
        )
        for one in findings
    )


def _folder_in_repository(root: Path) -> str:
    """Return the folder of a workspace in `GITHUB_WORKSPACE`, the repository of a workflow, with a slash at its end."""
    top = os.environ.get("GITHUB_WORKSPACE", "")
    if not top or not root.resolve().is_relative_to(Path(top).resolve()):
        return ""
    return f"{root.resolve().relative_to(Path(top).resolve()).as_posix()}/".removeprefix("./")


def _annotation(finding: Finding) -> str:
    help = f"\nhelp: {finding.help}" if finding.help else ""
    return workflow_command(finding.severity.value, finding.where, finding.code, finding.what + help)


def workflow_command(level: str, where: Span, title: str, text: str) -> str:
    """Return a workflow command that annotates a place; the level is `error`, `warning` or `notice`."""
    values = {"file": where.file}
    if where.line:
        end = where.column + where.length - 1
        values |= {"line": str(where.line), "col": str(where.column), "endColumn": str(end)}
    values["title"] = title
    named = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in values.items())
    return f"::{level} {named}::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    for mark in f"%\r\n{also}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return BEYOND_ASCII.sub(_seen, text)


def as_sarif(findings: Sequence[Finding], version: str) -> str:
    """Return a log in SARIF 2.1.0 (OASIS Standard, 2020), with a rule for each code that was found."""
    from briefing.rules.catalogue import read_catalogue  # only this format needs the rules

    codes = sorted({finding.code for finding in findings})
    rules = [_described(read_catalogue()[code]) for code in codes]
    driver = {"name": "Briefwright", "semanticVersion": version, "rules": rules}
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": "error" if finding.severity is Severity.ERROR else "warning",
            "message": {"text": f"{finding.what}\nhelp: {finding.help}".removesuffix("\nhelp: ")},
            "locations": [{"physicalLocation": _location(finding)}],
        }
        for finding in findings
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return as_text({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _described(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.text, "markdown": rule.text},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _location(finding: Finding) -> dict[str, object]:
    from urllib.parse import quote

    where = finding.where
    location: dict[str, object] = {"artifactLocation": {"uri": quote(os.fsencode(where.file))}}
    if where.line:
        end = where.column + where.length
        location["region"] = {"startLine": where.line, "startColumn": where.column, "endColumn": end}
    return location
