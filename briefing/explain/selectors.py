"""Explains a CSS selector (`.key-points`): the declarations that apply to the elements that it matches.

The page of each edition is composed by a worker, as for a build, because its templates are run. It is not laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefing.compose.page import compose
from briefing.compose.style_layers import HOUSE_STYLE, fit_steps_of
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.core.finding import Finding, Span, nearest_few
from briefing.execution.pool import refused
from briefing.execution.result_codec import NotAResultError
from briefing.explain.explanation import Assignment, Explanation, Override, Reason
from briefing.explain.layered_files import WORKSPACE, layer_of, place_of
from briefing.explain.tokens import fit_step_reason, fit_step_reasons
from briefing.files.layers import USER, find_place
from briefing.files.workspace import SHIPPED_PREFIX, Files
from briefing.pipeline.task import Executor, Task
from briefing.results import Result
from briefing.stages import Job
from briefing.typeset.inspect.matched_rules import (
    AppliedDeclaration,
    MatchedProperty,
    MatchedRules,
    as_json,
    from_json,
    match_rules,
)

if TYPE_CHECKING:
    from briefing.typeset.layout import Typesetter

RULES = "rules"
"""The name of the file in the result of the task: the matched rules, as JSON."""

AFTER_HOUSE_STYLE = ("styles/audiences/", "styles/modifiers/")
"""The folders of the stylesheets that are read after `styles/house.css`."""

FINDING_CODE = "BR809"
COMMAND_LINE = Span("command line")


def find_selector_error(key: str) -> Finding | None:
    """Return the finding for a selector that is not valid CSS."""
    import cssselect2

    try:
        cssselect2.compile_selector_list(key)
    except (cssselect2.SelectorError, ValueError) as error:
        what = f"invalid CSS selector '{key}': {error.args[-1] if error.args else 'unreadable'}"
        help = "write it as in a stylesheet, in quotes if it has spaces: `brief explain '.key-points li'`"
        return Finding(FINDING_CODE, what, COMMAND_LINE, help)
    return None


@dataclass
class SelectorExplanations:
    """The explanations of a selector, the errors of editions that cannot be composed, and the names on the pages."""

    found: list[Explanation] = field(default_factory=list)
    errors: list[BriefingError] = field(default_factory=list)
    present: dict[str, None] = field(default_factory=dict)
    """The elements, classes and ids of all pages, as selectors."""

    def unmatched(self, selector: str) -> Finding:
        """Return the finding for a selector that no element matches, with those that are on the pages."""
        near = nearest_few(selector, self.present)
        if near:
            help = f"did you mean {' or '.join(f'`{name}`' for name in near)}?"
        else:
            help = f"on the pages are: {', '.join(sorted(self.present, key=_by_kind))}"
        return Finding(FINDING_CODE, f"no element matches '{selector}' in these editions", COMMAND_LINE, help)


def _by_kind(name: str) -> tuple[int, str]:
    """Sort classes before ids and elements, which are less often what a style needs."""
    return {".": 0, "#": 2}.get(name[0], 1), name


def explain_selector(
    selector: str, jobs: Sequence[Job], files: Files, executor: Executor
) -> SelectorExplanations:
    """Explain a valid selector for some editions: the elements, then each property with its declarations.

    `executor` does the task of `match_task`.
    """
    explained = SelectorExplanations()
    matched = {}
    for job, result in executor(jobs):
        rules, error = _rules_of(job, result)
        explained.errors += [error] if error else []
        if rules:
            explained.present |= dict.fromkeys(rules.present)
            matched[job.name] = job, rules
    for job, rules in (matched[job.name] for job in jobs if job.name in matched):
        if rules.count:
            explained.found += _explanations(selector, job, rules, files)
    return explained


def match_task(selector: str) -> Task:
    """Return the task that matches a selector in the page of an edition."""
    return Task(_match, (RULES,), (selector,))


def _match(job: Job, typesetter: Typesetter, selector: str) -> Result:
    """Match a selector in the page of an edition, in a worker."""
    page = compose(tailor(job), typesetter.files)
    return Result({RULES: as_json(match_rules(page, selector, typesetter.files, typesetter.fetcher))})


def _rules_of(job: Job, result: Result) -> tuple[MatchedRules | None, BriefingError | None]:
    if result.error:
        return None, result.error
    try:
        return from_json(result.files[RULES]), None
    except ValueError as error:
        return None, refused(job, NotAResultError(str(error))).error


def _explanations(selector: str, job: Job, rules: MatchedRules, files: Files) -> Iterator[Explanation]:
    elements = f"{rules.count} {'element' if rules.count == 1 else 'elements'}: {rules.element}"
    by = "the template"
    yield Explanation(selector, (job.edition,), Assignment(by, elements, rules.template))
    for one in rules.properties:
        pseudo = f"::{one.pseudo}" if one.pseudo and "::" not in selector else ""
        assignments = [_assignment(declaration, files) for declaration in one.declarations]
        if assignments and one.resolved != one.declarations[0].value:
            assignments[0] = replace(assignments[0], value=f"{assignments[0].value} = {one.resolved}")
        yield Explanation(
            f"{selector}{pseudo} {{ {one.name} }}",
            (job.edition,),
            assignments[0] if assignments else None,
            tuple(assignments[1:]),
            (*_elements_reason(one, rules), *_fit_reasons(one, job, files)),
            _override(one, f"{selector}{pseudo}", rules.sheets, files) if assignments else None,
        )


def _elements_reason(one: MatchedProperty, rules: MatchedRules) -> Iterator[Reason]:
    if one.count < rules.count:
        such = f", such as {one.element}" if one.element != rules.element else ""
        yield Reason(f"for {one.count} of {rules.count} elements{such}")


def _fit_reasons(one: MatchedProperty, job: Job, files: Files) -> Iterator[Reason]:
    """Yield the steps of copyfitting that set the property, or a variable in its value."""
    steps = fit_steps_of(job, files)
    for number, step in enumerate(steps, start=1):
        for declaration in one.in_steps:
            if declaration.where.file == step:
                yield Reason(fit_step_reason(number, "it", declaration.value), declaration.where)
    for name in one.variables:
        yield from fit_step_reasons(name, job, files, name)


def _assignment(one: AppliedDeclaration, files: Files) -> Assignment:
    """Return a declaration as a setting: its layer and its selector, its value and its place."""
    by = layer_of(one.where.file, files)
    rule = f"`{one.selector}`" if one.selector else "a style attribute"
    value = f"{one.value}{' !important' if one.is_important else ''}"
    return Assignment(f"{by}, {rule}", value, place_of(one.name, one.where, files))


def _override(one: MatchedProperty, selector: str, sheets: Sequence[str], files: Files) -> Override | None:
    """Return the rule that overrides the winner: the same selector in a stylesheet that is read later.

    A style attribute of a template is overridden by an important declaration alone.
    """
    wins = one.declarations[0]
    if layer_of(wins.where.file, files) == WORKSPACE and wins.selector:
        return None
    is_important = wins.is_important or not wins.selector
    declaration = f"{wins.name}: …{' !important' if is_important else ''};"
    sheet = wins.where.file.replace(SHIPPED_PREFIX, "")
    if not sheet.startswith(AFTER_HOUSE_STYLE) or sheet not in sheets:
        return Override(HOUSE_STYLE, wins.selector or selector, declaration)
    is_there = find_place(sheet, files.layers)[0] == USER and files.root != files.shipped
    first = "" if is_there else f'@import "{SHIPPED_PREFIX}{sheet.rpartition("/")[2]}";'
    return Override(sheet, wins.selector, declaration, first)
