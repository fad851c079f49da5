"""Blocks of kinds that the workspace adds: their template exists, and what they hold fits its JSON Schema."""

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
"""What makes a numbered figure of a block, and what it is then called and counted by."""
SECONDS = 5
"""As long may a block be compared with its schema, in the process of the command itself."""


def check_own_blocks(
    brief: Brief,
    data: dict[str, Any],
    source_map: SourceMap,
    files: Files,
    page_parts: Callable[[], Collection[str]],
) -> list[Finding]:
    """What is wrong with the own blocks of a brief, whose `data` is what stands in its file.

    `page_parts` gives the parts that audiences have: what makes a page is no block inside a section.
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
    """A key of the kind's own for what the page gives a numbered figure: one of the two would be lost."""
    numbered_by = next((name for name in NUMBERED_BY if name in given), None)
    for name in NUMBERED if numbered_by else ():
        if name in given:
            what = f"a block with `{numbered_by}` is a numbered figure, and its `{name}` is given by the page"
            help = (
                f"rename the key `{name}`, in the template of the kind as well; or leave out `{numbered_by}`"
            )
            yield Finding("BR209", what, source_map.key((*key, name)), help)


def _no_block(kind: str, key: Key, source_map: SourceMap, *, is_taken: bool = False) -> Finding:
    help = suggest(kind, SHIPPED_KINDS, noun="kinds")
    if re.fullmatch(KIND, kind) and not is_taken:
        help += f" (a kind of your own needs {PARTS}/{kind}.j2.html)"
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
        reason = "it goes round in circles, or too deep" if isinstance(error, RecursionError) else str(error)
        what = f"the file is not a JSON Schema that can be used: {reason.splitlines()[0]}"
        yield Finding("BR407", what, Span(name), "fix or remove it")
        return
    for way, what in misfits:
        help = f"{PurePosixPath(name).name} says what may stand here"
        yield Finding("BR222", what, source_map.value((*key, *way)), help)


@contextmanager
def _time_bounded() -> Iterator[None]:
    """Raises TimeoutError where this lasts too long: a pattern of a schema can be tried for ever.

    A signal reaches what Python and its patterns do; it is for the main thread, and no part of Windows.
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
    raise TimeoutError(f"a block was not compared with it after {SECONDS} s; look at its patterns")


def _misfits(values: dict[str, Any], schema: Any) -> list[tuple[Key, str]]:  # noqa: ANN401
    """Where the values do not fit the schema, and how; nothing that it refers to is fetched from elsewhere."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for
    from referencing import Registry

    validator = validator_for(schema, default=Draft202012Validator)
    validator.check_schema(schema)
    registry: Registry[Any] = Registry()
    errors = validator(schema, registry=registry).iter_errors(typed(values, schema))
    return [(tuple(error.absolute_path), error.message) for error in errors]


def typed(value: Any, schema: Any) -> Any:  # noqa: ANN401
    """A text of YAML as the number or truth value that its schema asks for; what does not fit stays text."""
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
