"""Finds texts of a brief that no edition prints, because they are only for audiences for which it is not built."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import SourceMap
from briefing.model.brief import Brief
from briefing.model.text import Shown
from briefing.model.traversal import walk


def find_unbuilt(brief: Brief, source_map: SourceMap, built: Collection[str]) -> Iterator[Finding]:
    """Yield a warning for each `only` that names none of the audiences for which a brief is built."""
    for key, item in walk(brief):
        if isinstance(item, Shown) and item.only and not {*item.only} & {*built}:
            names = " or ".join(f"'{name}'" for name in item.only)
            what = f"no edition prints this: the brief is not built for {names}"
            yield Finding(
                "BR340", what, source_map.key((*key, "only")), _help(item.only[0], brief), Severity.WARNING
            )


def _help(name: str, brief: Brief) -> str:
    if brief.audiences:
        return f"add `{name}: {{}}` to `audiences` in the brief, or remove `only`"
    return f"add '{name}' to `audiences` in content/workspace.yaml or in the brief, or remove `only`"
