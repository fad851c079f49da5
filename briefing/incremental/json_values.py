"""Read frozen values from JSON by the types of their fields: the inverse of `dataclasses.asdict`.

For Briefwright's own files. Results of workers are decoded by `execution/result_codec.py`, which trusts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def value_from_json(kind: type[T], given: Mapping[str, Any]) -> T:
    """Return a frozen value; missing fields have their defaults.

    Raises TypeError if a required field is missing, or if a field has a type that JSON cannot represent.
    """
    types = _types_of(kind)  # type: ignore[arg-type]  # a type is hashable
    return kind(**{name: _read(types[name], item) for name, item in given.items() if name in types})


@cache
def _types_of(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _read(kind: Any, given: Any) -> Any:  # noqa: ANN401
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is None and is_dataclass(kind):
        return value_from_json(kind, given)  # type: ignore[arg-type]
    if origin is tuple and arguments[-1] is ...:
        return tuple(_read(arguments[0], item) for item in given)
    if origin is tuple:
        return tuple(_read(one, item) for one, item in zip(arguments, given, strict=True))
    if origin is Mapping:
        return {key: _read(arguments[1], item) for key, item in given.items()}
    if origin is Literal:
        return given
    if origin in (Union, UnionType) and NoneType in arguments and len(arguments) == 2:
        return None if given is None else _read(next(one for one in arguments if one is not NoneType), given)
    if origin is None and isinstance(kind, type) and issubclass(kind, str | int | float):
        return kind(given)
    raise TypeError(f"values of type {kind} cannot be read from JSON")
