"""JSON Schemas of a workspace, for its custom blocks and fields: reads them, and validates values against them."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import FrameType
from typing import TYPE_CHECKING, Any

from briefing.core.finding import Finding, Span, nearest
from briefing.core.numbers import read_amount
from briefing.core.source_map import Key
from briefing.files.workspace import Files

if TYPE_CHECKING:  # loaded only by workspaces that have a schema
    from jsonschema import ValidationError

SECONDS = 5
"""The time limit for validating values, which happens in the process of the command itself."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that does not match a schema: its path, and what is wrong. For an unusable schema, its finding."""

    way: Key
    what: str
    schema: str
    unusable: Finding | None = None

    def finding(self, code: str, where: Span) -> Finding:
        """Return its finding at the place of the value."""
        help = f"see {PurePosixPath(self.schema).name} for the values that are allowed here"
        return self.unusable or Finding(code, self.what, where, help)


def misfits(values: Mapping[str, object], schema: str, files: Files) -> Iterator[Misfit]:
    """Yield what does not match the schema in a file; if the schema cannot be used, only that."""
    from jsonschema import SchemaError
    from referencing.exceptions import Unresolvable

    try:
        with _time_bounded():
            found = _misfits(values, json.loads(files.read(schema)))
    except (ValueError, OSError, SchemaError, Unresolvable, RecursionError) as error:
        reason = (
            "it refers to itself, or is nested too deeply"
            if isinstance(error, RecursionError)
            else str(error)
        )
        what = f"unusable JSON Schema: {reason.splitlines()[0]}"
        yield Misfit((), what, schema, Finding("BR407", what, Span(schema), "fix or remove it"))
        return
    yield from (Misfit(way, what, schema) for way, what in found)


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
    raise TimeoutError(f"it took more than {SECONDS} s to validate the values; simplify its patterns")


def _misfits(values: Mapping[str, object], schema: Any) -> list[tuple[Key, str]]:  # noqa: ANN401
    """Return the place and message of each schema error. References to other files are not fetched."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for
    from referencing import Registry

    validator = validator_for(schema, default=Draft202012Validator)
    validator.check_schema(schema)
    registry: Registry[Any] = Registry()
    errors = validator(schema, registry=registry).iter_errors(typed(values, schema))
    return [found for error in errors for found in _located(error)]


def _located(error: ValidationError) -> Iterator[tuple[Key, str]]:
    """Yield the place and message of an error; keys that a schema does not allow have their own places."""
    way, schema = tuple(error.absolute_path), error.schema
    is_about_keys = error.validator == "additionalProperties" and error.validator_value is False
    if is_about_keys and isinstance(schema, dict) and "patternProperties" not in schema:
        known = schema.get("properties", {})
        for name in (str(name) for name in error.instance if name not in known):  # type: ignore[union-attr]
            near = nearest(name, known)
            yield (*way, name), f"unknown key '{name}'" + (f"; did you mean '{near}'?" if near else "")
        return
    yield way, error.message


def typed(value: object, schema: object) -> Any:  # noqa: ANN401  (jsonschema has its own type for this)
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


def _typed_text(value: object, kind: object) -> object:
    if not isinstance(value, str):
        return value
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    amount = read_amount(value) if kind in ("number", "integer") else None
    if amount is None:
        return value
    return int(amount) if amount == amount.to_integral_value() else float(amount)
