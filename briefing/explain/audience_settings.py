"""Explains the properties of audiences (`register`, `pages`, `budgets` …) and the settings of workspaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing.core.source_map import Key, SourceMap
from briefing.explain.explanation import Assignment, Explanation, Reason
from briefing.explain.keys import spelled
from briefing.explain.layered_files import WORKSPACE, layers_of
from briefing.load.audiences import AUDIENCE_FILE, Audiences
from briefing.load.library import Library
from briefing.model.audience import Audience
from briefing.model.settings import Settings
from briefing.stages import Job

AUDIENCE_KEYS = tuple(field.alias or name for name, field in Audience.model_fields.items())
SETTINGS_KEYS = tuple(field.alias or name for name, field in Settings.model_fields.items())


def explain_choice(key: Key, job: Job, audiences: Audiences) -> Explanation:
    """Explain a property of an audience: set by the brief, by its own file, or by an audience that it extends."""
    assignments = list(_assignments(key, job, audiences))
    reasons = [
        *_extensions(assignments, job, audiences),
        *(_changes(job, audiences) if key == ("parts",) else ()),
    ]
    if key == ("parts",):
        effective = spelled(job.audience.parts)
        if assignments and assignments[0].value != effective:
            assignments = [Assignment(assignments[0].by, effective, assignments[0].where), *assignments[1:]]
    return Explanation(
        ".".join(map(str, key)),
        (job.edition,),
        assignments[0] if assignments else None,
        tuple(assignments[1:]),
        tuple(reasons),
    )


def _assignments(key: Key, job: Job, audiences: Audiences) -> Iterator[Assignment]:
    name = job.edition.audience
    if found := _typed(job.source_map, ("audiences", name, *key)):
        yield Assignment("the brief", found, job.source_map.value(("audiences", name, *key)))
    for ancestor in job.lineage:
        source_map = audiences.places_of(ancestor)
        if found := _typed(source_map, key):
            layer = layers_of(AUDIENCE_FILE.format(ancestor), audiences.files)[0][0]
            by = f"'{ancestor}', {'shipped' if layer != WORKSPACE else 'of the workspace'}"
            yield Assignment(by, found, source_map.value(key))
    if key == ("paper",):
        yield from _settings_assignments(key, job.settings, job.settings_places)
        return
    default = _default(key)
    if default:
        yield Assignment("the default", default)


def _extensions(assignments: Sequence[Assignment], job: Job, audiences: Audiences) -> Iterator[Reason]:
    """Return the lines by which an audience inherits from another one."""
    where = assignments[0].where if assignments else None
    for name, extended in pairwise(job.lineage):
        source_map = audiences.places_of(name)
        if where is None or where.file in (job.source_map.file, source_map.file):
            return
        yield Reason(f"'{name}' extends '{extended}'", source_map.value(("extends",)))


def _default(key: Key) -> str:
    fields = {field.alias or name: field for name, field in Audience.model_fields.items()}
    field = fields[str(key[0])]
    if len(key) > 1 or field.is_required():
        return ""
    return spelled(field.get_default(call_default_factory=True))


def _typed(source_map: SourceMap, key: Key) -> str:
    """Return the text of a value as typed, in one line; an empty text if the file does not set it."""
    mark = source_map.marks.get(key)
    if mark is None and key[-1:] == ("max",):  # `pages: 2` sets `max`
        return _typed(source_map, key[:-1])
    if mark is None:
        return ""
    items = [path for path in source_map.marks if path[:-1] == key and isinstance(path[-1], int)]
    if items:
        return ", ".join(_typed(source_map, path) for path in items)
    return " ".join(source_map.source[mark.start : mark.end].split()).strip("\"'")


CHANGES = {"drop": "drops", "first": "puts first:"}
"""The keys that change the parts of an audience, each with its verb."""


def _changes(job: Job, audiences: Audiences) -> Iterator[Reason]:
    """Return the parts that were dropped or put first, and the lines that do this."""
    name = job.edition.audience
    for key, verb in CHANGES.items():
        if parts := _typed(job.source_map, ("audiences", name, key)):
            yield Reason(f"the brief {verb} {parts}", job.source_map.key(("audiences", name, key)))
        for ancestor in job.lineage:
            source_map = audiences.places_of(ancestor)
            if parts := _typed(source_map, (key,)):
                yield Reason(f"'{ancestor}' {verb} {parts}", source_map.key((key,)))


def explain_setting(key: Key, job: Job, library: Library) -> Explanation:
    """Explain a setting of the workspace, in the language of an edition if it is translated."""
    assignments = list(_settings_assignments(key, job.settings, job.settings_places))
    own = job.brief.audiences
    if key == ("audiences",) and own:
        assignments = [
            Assignment("the brief", ", ".join(own), job.source_map.value(("audiences",))),
            *assignments,
        ]
    source_map = job.settings_places
    if (
        source_map
        and source_map.beneath
        and len(source_map.beneath.known(key)) == len(key)
        and key in source_map.marks
    ):
        plain, _ = library.settings_for("")
        original = Assignment(
            "the original language of the workspace",
            spelled(_inside(plain, key)),
            source_map.beneath.value(key),
        )
        assignments.insert(1, original)
    return Explanation(
        ".".join(map(str, key)),
        (job.edition,),
        assignments[0] if assignments else None,
        tuple(assignments[1:]),
    )


def _settings_assignments(key: Key, settings: Settings, source_map: SourceMap | None) -> Iterator[Assignment]:
    value = spelled(_inside(settings, key))
    if source_map is not None and len(source_map.known(key)) == len(key):
        yield Assignment("the workspace", value, source_map.value(key))
    default = spelled(_inside(Settings(), key))
    if default:
        yield Assignment("the default", default)


def _inside(value: object, key: Key) -> object:
    for part in key:
        values = dict(value.named_values()) if hasattr(value, "named_values") else value
        value = values.get(part) if isinstance(values, dict) else None
    return value
