"""Custom blocks, of kinds that the workspace adds: their template exists, and their values fit its JSON Schema."""

from __future__ import annotations

import json
import re
import signal
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from types import FrameType
from typing import Any

from briefing.core.finding import Finding, Span, suggest
from briefing.core.numbers import read_amount
from briefing.core.source_map import Key, SourceMap
from briefing.files.workspace import Files
from briefing.model.blocks import SHIPPED_KINDS
from briefing.model.brief import Brief

PARTS = "templates/parts"
KIND = r"[a-z0-9]+(-[a-z0-9]+)*"
SELECTION = ("only", "not")
NUMBERED_BY, NUMBERED = ("id", "title"), ("name", "number")
"""The keys that make a block a numbered exhibit, and the keys that its name and number then need."""
SECONDS = 5
"""The time limit for validating a block, which happens in the process of the command itself."""


def check_own_blocks(
    brief: Brief,
    data: dict[str, Any],
    source_map: SourceMap,
    files: Files,
    page_parts: Callable[[], Collection[str]],
) -> list[Finding]:
    """Return the findings about the custom blocks of a brief; `data` is the content of its file.

    `page_parts` returns the parts of the audiences: a part of the page cannot be a block.
    """
    findings: list[Finding] = []
    for number, section in enumerate(brief.sections):
        for index, block in enumerate(section.blocks):
            if block.own:
                key: Key = ("sections", number, "blocks", index, block.kind)
                given = data["sections"][number]["blocks"][index][block.kind]
                if not re.fullmatch(KIND, block.kind) or block.kind in page_parts():
                    findings.append(_no_block(block.kind, key, source_map, is_taken=True))
                else:
                    findings += _check(block.kind, given, key, source_map, files)
    return findings


def _check(
    kind: str, given: dict[str, Any], key: Key, source_map: SourceMap, files: Files
) -> Iterator[Finding]:
    if files.find(f"{PARTS}/{kind}.j2.html") is None:
        yield _no_block(kind, key, source_map)
        return
    yield from _named_twice(given, key, source_map)
    name = f"{PARTS}/{kind}.schema.json"
    if files.find(name) is None:
        return
    values = {key: value for key, value in given.items() if key not in SELECTION}
    yield from _against_schema(values, name, key, source_map, files)


def _named_twice(given: dict[str, Any], key: Key, source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each key that a numbered exhibit gets from the page: the block's own would be lost."""
    numbered_by = next((name for name in NUMBERED_BY if name in given), None)
    for name in NUMBERED if numbered_by else ():
        if name in given:
            what = f"a block with `{numbered_by}` is numbered, and the page sets its `{name}`"
            help = f"rename the key `{name}` here and in the template of the kind, or remove `{numbered_by}`"
            yield Finding("BR209", what, source_map.key((*key, name)), help)


def _no_block(kind: str, key: Key, source_map: SourceMap, *, is_taken: bool = False) -> Finding:
    help = suggest(kind, SHIPPED_KINDS, noun="kinds")
    if re.fullmatch(KIND, kind) and not is_taken:
        help += f" (a custom block needs {PARTS}/{kind}.j2.html)"
    return Finding("BR214", f"there is no block '{kind}'", source_map.key(key), help)


def _against_schema(
    values: dict[str, Any], name: str, key: Key, source_map: SourceMap, files: Files
) -> Iterator[Finding]:
    from jsonschema import SchemaError
    from referencing.exceptions import Unresolvable

    try:
        with _time_bounded():
            misfits = _misfits(values, json.loads(files.read(name)))
    except (ValueError, OSError, SchemaError, Unresolvable, RecursionError) as error:
        reason = (
            "it refers to itself, or is nested too deeply"
            if isinstance(error, RecursionError)
            else str(error)
        )
        what = f"unusable JSON Schema: {reason.splitlines()[0]}"
        yield Finding("BR407", what, Span(name), "fix or remove it")
        return
    for way, what in misfits:
        help = f"see {PurePosixPath(name).name} for the values that are allowed here"
        yield Finding("BR222", what, source_map.value((*key, *way)), help)


@contextmanager
def _time_bounded() -> Iterator[None]:
    """Raise TimeoutError after `SECONDS`: a pattern of a schema may never finish.

    A signal interrupts Python's regular expressions. It works only in the main thread, and not on Windows.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"it took more than {SECONDS} s to validate a block; simplify its patterns")


def _misfits(values: dict[str, Any], schema: Any) -> list[tuple[Key, str]]:  # noqa: ANN401
    """Return the place and message of each schema error. References to other files are not fetched."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for
    from referencing import Registry

    validator = validator_for(schema, default=Draft202012Validator)
    validator.check_schema(schema)
    registry: Registry[Any] = Registry()
    errors = validator(schema, registry=registry).iter_errors(typed(values, schema))
    return [(tuple(error.absolute_path), error.message) for error in errors]


def typed(value: Any, schema: Any) -> Any:  # noqa: ANN401
    """Return texts of YAML as the numbers or Booleans that a schema requires; others stay text."""
    if not isinstance(schema, dict):
        return value
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        rest = schema.get("additionalProperties")
        return {name: typed(item, properties.get(name, rest)) for name, item in value.items()}
    if isinstance(value, list):
        return [typed(item, schema.get("items")) for item in value]
    return _typed_text(value, schema.get("type"))


def _typed_text(value: Any, kind: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str):
        return value
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    amount = read_amount(value) if kind in ("number", "integer") else None
    if amount is None:
        return value
    return int(amount) if amount == amount.to_integral_value() else float(amount)
