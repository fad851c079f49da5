"""Find errors in stylesheets from their text: missing files, failed imports, undefined variables, undeclared fonts.

This module does not load the engine; errors that only the engine finds are in `stylesheets`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from briefing.core.finding import Finding, Span
from briefing.files.css import (
    USED_TOKEN,
    font_faces_of,
    imports_in,
    read_style,
    scan,
    tokens_of,
    without_comments,
)
from briefing.files.layers import depth_in
from briefing.files.workspace import SHIPPED_PREFIX, Files, OutsideError, base_of
from briefing.typeset.inspect.css_positions import place_family
from briefing.typeset.inspect.css_variables import UNDECLARED, variable_findings

MISSING, IMPORTS_ITSELF = "it is missing", "it imports itself"
MISSING_BENEATH = "it is missing in the layers beneath this file"
OUTSIDE, FROM_A_NETWORK = "it is outside the workspace", "nothing is loaded from a network"
NO_STYLESHEET = "its name does not end in .css"
HELP_FOR_IMPORTS = {
    IMPORTS_ITSELF: "remove the line",
    FROM_A_NETWORK: "copy the file into the workspace, and import the copy",
}

OF_OTHERS = (FROM_A_NETWORK, NO_STYLESHEET)
"""Reasons for which a shipped stylesheet is not what was meant."""

STYLES = "styles"
NO_FAMILIES = {"inherit", "initial", "unset", "revert"}
"""Keywords that do not name a font."""


def find_stylesheet_errors(names: Sequence[str], html: str, files: Files) -> list[Finding]:
    """Return the errors in the stylesheets of a page; variables may also be defined in the style attributes in `html`.

    Where a stylesheet is missing, undefined variables are not reported: it may define them.
    """
    unreadable = [finding for name in names if (finding := _unreadable(name, files))]
    return [*unreadable, *find_errors_inside(names, html, files, is_complete=not unreadable)]


def find_errors_inside(
    names: Sequence[str], html: str, files: Files, *, is_complete: bool = True
) -> list[Finding]:
    """Return the errors in the stylesheets that can be read; `is_complete` is False where some cannot."""
    lost = [finding for name in names for finding in _lost_imports(name, (name,), files)]
    variables = variable_findings(names, html, files)
    has_all = is_complete and not lost
    known = (finding for finding in variables if finding.code != UNDECLARED or has_all)
    return list(dict.fromkeys([*lost, *known]))


def find_undeclared_fonts(names: Sequence[str], files: Files) -> dict[str, Span]:
    """Return the fonts that come first in a list of fonts but are not declared, each with its place."""
    declared = {face.family for face in font_faces_of(names, files)}
    tokens = tokens_of(names, files)
    asked = [family for name in names for family in _requested_families(name, files, tokens)]
    return {
        family: place_family(family, names, files)
        for family in dict.fromkeys(asked)
        if family not in declared and family.lower() not in NO_FAMILIES
    }


def _requested_families(name: str, files: Files, tokens: Mapping[str, str]) -> Iterator[str]:
    """Return the first font family of each rule for print that sets one."""
    for _, text in read_style(name, files):
        for family in scan(text).families:
            chosen = USED_TOKEN.sub(lambda found: tokens.get(found[1], ""), family)
            first = chosen.partition(",")[0].strip().strip("\"'")
            if first and "(" not in first:
                yield first


def _unreadable(name: str, files: Files) -> Finding | None:
    """Return why a stylesheet cannot be read; None where it can."""
    try:
        files.read(name).decode()
    except UnicodeDecodeError as error:
        return _not_text(name, error)
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        return Finding(
            "BR507",
            f"the stylesheet {reason}",
            Span(name),
            "create the file, or choose another paper or part",
        )
    return None


def _not_text(name: str, error: UnicodeDecodeError) -> Finding:
    """Return the finding about a byte that is not UTF-8, at its line."""
    line = error.object.count(b"\n", 0, error.start) + 1
    what = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
    return Finding("BR101", what, Span(name, line), "save the stylesheet again with the encoding 'UTF-8'")


def _lost_imports(name: str, above: tuple[str, ...], files: Files) -> Iterator[Finding]:
    """Return a finding for each import that fails."""
    try:
        text = files.read(name).decode("utf-8", "replace")
    except OSError:
        return
    for one in imports_in(name, without_comments(text), files):
        if one.name.startswith("data:"):
            continue
        reason = _loss_of(one.name, above, files)
        if reason:
            what = f"the stylesheet '{_shown(one.name, reason)}' cannot be imported: {reason}"
            beneath = "" if reason in OF_OTHERS else _address_beneath(one.name, name, files)
            yield Finding("BR507", what, one.where, _help_for(reason, beneath))
        else:
            yield from _lost_imports(one.name, (*above, one.name), files)


def _shown(name: str, reason: str) -> str:
    """Return the name of a stylesheet as a person knows it: without `shipped/`, if the reason mentions the layers."""
    return base_of(name) if reason == MISSING_BENEATH else name


def _help_for(reason: str, beneath: str) -> str:
    """Return the help for an import that fails; `beneath` is the address of the file that may be meant."""
    help = HELP_FOR_IMPORTS.get(reason, "correct the name or add the file")
    if not beneath:
        return help
    if reason == IMPORTS_ITSELF:
        return f"{help}; to import the file beneath, write {beneath}"
    return f"did you mean {beneath}?"


def _address_beneath(name: str, sheet: str, files: Files) -> str:
    """Return the address of the stylesheet beneath that an import may mean, as it is written; "" if there is none.

    The folder of the sheet itself is often written a second time: `shipped/parts/outlook.css` in `styles/parts/`.
    """
    folder, *rest = base_of(name).split("/")
    if folder != STYLES or not rest or ".." in rest:
        return ""
    home = posixpath.dirname(base_of(sheet))
    for start in range(len(rest)):
        meant = "/".join([STYLES, *rest[start:]])
        if files.find(files.beneath(f"{SHIPPED_PREFIX}{meant}", sheet)) is None:
            continue
        if posixpath.dirname(meant) == home:
            return f"{SHIPPED_PREFIX}{rest[-1]}"
        return posixpath.relpath(f"{STYLES}/{SHIPPED_PREFIX}{'/'.join(rest[start:])}", home)
    return ""


def _loss_of(name: str, above: tuple[str, ...], files: Files) -> str:
    if "://" in name or name.startswith("//"):
        return FROM_A_NETWORK
    if name in above:
        return IMPORTS_ITSELF
    if not name.lower().endswith(".css"):
        return NO_STYLESHEET
    try:
        missing = MISSING_BENEATH if depth_in(name.split("/")) else MISSING
        return "" if files.find(name) else missing
    except OutsideError:
        return OUTSIDE
