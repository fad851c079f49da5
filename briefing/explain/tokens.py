"""Explains a CSS variable (`--accent`): the declaration that wins in an edition's cascade, and those it overrides.

The declaration for the whole page is the value; a declaration for some elements is a reason. Fit steps apply only if
an edition exceeds its page limit, which is known after layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefing.compose.style_layers import fit_steps_of, stylesheets_of, templates_for
from briefing.compose.tailor import tailor
from briefing.core.finding import Span
from briefing.explain.explanation import Assignment, Explanation, Reason
from briefing.explain.layered_files import WORKSPACE, layer_of, layers_of, place_of
from briefing.files.css import USED_TOKEN, Declared, declarations_in, read_style, tokens_of
from briefing.files.workspace import SHIPPED_PREFIX, Files
from briefing.stages import Job

WHOLE_PAGE = {":root": 2, "html": 1, "*": 0}
"""Selectors of the root element, and their specificity (Selectors Level 4, 17)."""

PRINTED = re.compile(r"@media\b(?!.*\b(?:print|all)\b)|@supports", re.IGNORECASE)
"""A condition that never applies to a printed page."""


def explain_token(token: str, jobs: Sequence[Job], files: Files) -> Iterator[Explanation]:
    """Explain the value of a CSS variable in each edition."""
    for job in jobs:
        names = stylesheets_of(tailor(job), files)
        found = _declarations(token, names, files)
        page_wide = sorted(
            (one for one in found if one.selector in WHOLE_PAGE and not _is_ignored(one)), key=_weight
        )
        known = tokens_of(names, files)
        wins = _assignment(page_wide[-1], files, known) if page_wide else None
        over = [_assignment(one, files) for one in reversed(page_wide[:-1])]
        over += [_assignment(one, files, shadowed=True) for one in _shadowed(token, names, files)]
        reasons = [
            *_reasons(found),
            *fit_step_reasons(token, job, files),
            *_template_reasons(token, job, files),
        ]
        yield Explanation(token, (job.edition,), wins, tuple(over), tuple(reasons))


def tokens_declared(jobs: Sequence[Job], files: Files) -> set[str]:
    """Return the names of all CSS variables in the stylesheets of some editions."""
    names = dict.fromkeys(name for job in jobs for name in stylesheets_of(tailor(job), files))
    return set(tokens_of(list(names), files))


def _declarations(token: str, names: Sequence[str], files: Files) -> list[Declared]:
    return [
        one
        for name in names
        for sheet, text in read_style(name, files)
        for one in declarations_in(sheet, text)
        if one.token == token
    ]


def _weight(one: Declared) -> tuple[bool, int]:
    """Return the sort key of a declaration in the cascade (CSS Cascading and Inheritance 4, 6)."""
    return one.is_important, WHOLE_PAGE[one.selector]


def _is_ignored(one: Declared) -> bool:
    return any(PRINTED.match(condition) for condition in one.conditions)


def _assignment(
    one: Declared, files: Files, known: Mapping[str, str] | None = None, *, shadowed: bool = False
) -> Assignment:
    """Return a declaration as a setting, with the values of known variables filled in."""
    by = layer_of(one.where.file, files)
    by += ", not read: the file of the workspace replaces it" if shadowed else ""
    resolved = USED_TOKEN.sub(lambda match: (known or {}).get(match[1], match[0]), one.value)
    value = one.value if resolved == one.value else f"{one.value} = {resolved}"
    return Assignment(by, value, place_of(one.token, one.where, files))


def _shadowed(token: str, names: Sequence[str], files: Files) -> Iterator[Declared]:
    """Return the declarations of shipped stylesheets that a file of the workspace replaces without importing."""
    read = {sheet for name in names for sheet, _ in read_style(name, files)}
    for sheet in sorted(read):
        folder, _, file = sheet.rpartition("/")
        below = f"{folder}/{SHIPPED_PREFIX}{file}"
        found = layers_of(sheet, files)
        if len(found) > 1 and found[0][0] == WORKSPACE and below not in read:
            text = dict(read_style(below, files)).get(below, "")
            yield from (one for one in declarations_in(below, text) if one.token == token)


def _reasons(found: Sequence[Declared]) -> Iterator[Reason]:
    for one in found:
        if _is_ignored(one):
            yield Reason(f"{one.value} under `{one.conditions[0]}`, which does not apply to print", one.where)
        elif one.selector not in WHOLE_PAGE:
            yield Reason(f"inside `{one.selector or one.conditions[0]}` it is {one.value}", one.where)


def fit_step_reasons(token: str, job: Job, files: Files, named: str = "it") -> Iterator[Reason]:
    """Yield the steps of copyfitting that set a variable; `named` is how the reasons name it."""
    for number, step in enumerate(fit_steps_of(job, files), start=1):
        for one in _declarations(token, (step,), files):
            yield Reason(fit_step_reason(number, named, one.value), one.where)


def fit_step_reason(number: int, named: str, value: str) -> str:
    """Return the reason that a step of copyfitting sets a value."""
    return f"fit step {number} sets {named} to {value} if the edition exceeds its page limit"


def _template_reasons(token: str, job: Job, files: Files) -> Iterator[Reason]:
    """Return the places where a template sets a variable on its own elements."""
    pattern = re.compile(rf"{re.escape(token)}\s*:\s*([^;\"']*)")
    for part in job.audience.parts:
        names = (f"templates/{name}" for name in templates_for(part, job.lineage))
        name = next((name for name in names if files.find(name)), None)
        text = files.read(name).decode("utf-8", "replace") if name else ""
        for number, line in enumerate(text.splitlines(), start=1):
            if name and (match := pattern.search(line)):
                where = Span(name, number, match.start() + 1, len(token), line)
                yield Reason(f"the part '{part}' sets it on its own elements: {match[1].strip()}", where)
