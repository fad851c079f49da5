"""Finds texts of a brief that no edition prints: none of the audiences for which it is built gets them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import SourceMap
from briefing.model.brief import Brief
from briefing.model.parts import PARTS, parts_printing
from briefing.model.text import Shown
from briefing.model.traversal import walk

IN_SOME = (
    "cover",
    "abstract",
    "annexes",
    "further_reading",
    "acknowledgements",
    "funding",
    "competing_interests",
    "partners",
)
"""Keys of a brief that only some of the shipped audiences print."""


def find_unbuilt(brief: Brief, source_map: SourceMap, built: Collection[str]) -> Iterator[Finding]:
    """Yield a warning for each `only` that names none of the audiences for which a brief is built."""
    for key, item in walk(brief):
        if isinstance(item, Shown) and item.only and not {*item.only} & {*built}:
            names = " or ".join(f"'{name}'" for name in item.only)
            what = f"no edition prints this: the brief is not built for {names}"
            yield Finding(
                "BR340", what, source_map.key((*key, "only")), _help(item.only[0], brief), Severity.WARNING
            )


def find_unprinted(
    brief: Brief, source_map: SourceMap, parts: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Yield a warning for each key of `IN_SOME` that no audience prints for which a brief is built.

    `parts` are the parts of these audiences. One that is not shipped may print any key.
    """
    if any(part not in PARTS for some in parts.values() for part in some):
        return
    printed = {key for some in parts.values() for part in some for key in PARTS[part].prints}
    for key in IN_SOME:
        if key in brief.model_fields_set and getattr(brief, key) and key not in printed:
            (part, *_) = parts_printing(key)
            what = (
                f"no edition prints '{key}': no audience for which the brief is built has the part '{part}'"
            )
            help = f"add '{part}' to the `parts` of an audience, build the brief for another one, or remove the key"
            yield Finding("BR342", what, source_map.key((key,)), help, Severity.WARNING)


def _help(name: str, brief: Brief) -> str:
    if brief.audiences:
        return f"add `{name}: {{}}` to `audiences` in the brief, or remove `only`"
    return f"add '{name}' to `audiences` in content/workspace.yaml or in the brief, or remove `only`"
