"""Values for templates: the only way from models and the content of an edition to a template.

A template is rendered with a `Context`. Its values are texts, numbers, dates, booleans, tuples or mappings of these,
read-only nodes, texts that print themselves, and internal functions. Anything else is a TypeError, so that no template
ever has an object with methods.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import TypeVar

from markupsafe import Markup

from briefing.compose.citations.bibliography import ListedSource
from briefing.compose.html_text import Prose, Text
from briefing.compose.templating.element_origins import UNPRINTABLE, Marked
from briefing.compose.templating.template_errors import MisuseError, internal_code
from briefing.core.months import Month
from briefing.model.base import Model
from briefing.model.content import Content, Passage

Kind = TypeVar("Kind", bound=Content)


class Node:
    """Named values that a template reads as attributes. Raises AttributeError for an unknown name.

    `shown` is the content behind the node, if any, with the prose that prints its passages.
    """

    __slots__ = ("_kind", "_shown", "_values")

    def __init__(
        self, kind: str, values: Mapping[str, object], shown: tuple[Content, Prose] | None = None
    ) -> None:
        object.__setattr__(self, "_kind", kind)
        object.__setattr__(self, "_values", dict(values))
        object.__setattr__(self, "_shown", shown)

    def __getattr__(self, name: str) -> object:
        try:
            return _values_of(self)[name]
        except KeyError:
            raise AttributeError(f"'{kind_of(self)}' has no '{name}'") from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a node is read-only")

    def __iter__(self) -> Iterator[tuple[str, object]]:
        return iter(_values_of(self).items())

    def __repr__(self) -> str:
        return f"Node({kind_of(self)!r}, {_values_of(self)!r})"


def _values_of(node: Node) -> dict[str, object]:
    values: dict[str, object] = object.__getattribute__(node, "_values")
    return values


def kind_of(node: Node) -> str:
    """Return the kind of a node: the name of its model in lower case. It takes no name from the values."""
    kind: str = object.__getattribute__(node, "_kind")
    return kind


def _shown_by(node: Node) -> tuple[Content, Prose] | None:
    shown: tuple[Content, Prose] | None = object.__getattribute__(node, "_shown")
    return shown


class Word(str):
    """A member of a fixed set of words, such as `draft` or `amber`, which also has a `value`."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The word as plain text."""
        return str(self)


class Function:
    """An internal function as a value for templates, which can be called and nothing else.

    `run` raises MisuseError for invalid arguments. Any other error is a bug.
    """

    __slots__ = ("_name", "_run", "_signature")

    def __init__(self, name: str, run: Callable[..., object]) -> None:
        self._name, self._run = name, run
        self._signature = inspect.signature(run)

    def __call__(self, *args: object, **kwargs: object) -> object:  # noqa: D102
        try:
            self._signature.bind(*args, **kwargs)
        except TypeError as error:
            raise MisuseError(f"{self._name}: {error}") from None
        with internal_code():
            return as_value(self._run(*args, **kwargs))

    def __repr__(self) -> str:
        return f"{self._name}()"


SCALARS = frozenset({str, Markup, Marked, Word, int, float, Decimal, bool, NoneType, date, Month, datetime})
PRINTING = frozenset({Text, ListedSource})
"""The types that print themselves, whose values are passed on unchanged."""


class Context(Mapping[str, object]):
    """The names that a template can use, and their values. Raises TypeError for an object that is not a value.

    `prose` prints the passages among the values.
    """

    def __init__(self, values: Mapping[str, object], prose: Prose | None = None) -> None:
        self._values = {name: as_value(value, prose) for name, value in values.items()}

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def plus(self, values: Mapping[str, object]) -> Context:
        """Return a context with more names."""
        context = Context(values)
        context._values = {**self._values, **context._values}
        return context


def as_value(value: object, prose: Prose | None = None) -> object:
    """Return an internal value as a value for templates. Raises TypeError for any other type, which is a bug."""
    kind = type(value)
    if kind in SCALARS or kind in PRINTING or kind is Function:
        return value
    if isinstance(value, Passage | Content) and prose is not None:
        return Text(value, prose) if isinstance(value, Passage) else node_of(value, prose)
    if isinstance(value, tuple | list) and kind in (tuple, list):
        return tuple(as_value(item, prose) for item in value)
    if type(value) is Node:
        return Node(kind_of(value), {name: as_value(item, prose) for name, item in value})
    if isinstance(value, Mapping) and kind is not Context:
        return MappingProxyType({_checked(name): as_value(item, prose) for name, item in value.items()})
    if isinstance(value, StrEnum):
        return Word(value.value)
    raise TypeError(f"a {kind.__module__}.{kind.__qualname__} is not a value for templates")


def node_of(content: Content, prose: Prose) -> Node:
    """Return content as a node, whose passages `prose` prints."""
    values = {name: as_value(value, prose) for name, value in content.named_values()}
    return Node(type(content).__name__.lower(), values, (content, prose))


def plain_node(model: Model) -> Node:
    """Return a model without texts as a node, such as the marks of a language or a scale."""

    def shown(value: object) -> object:
        if isinstance(value, Model):
            return plain_node(value)
        return tuple(map(shown, value)) if isinstance(value, tuple) else value

    computed = ((name, getattr(model, name)) for name in type(model).model_computed_fields)
    named = (*model.named_values(), *computed)
    return Node(type(model).__name__.lower(), {name: shown(value) for name, value in named})


def _checked(name: object) -> str:
    if type(name) is not str:
        raise TypeError(f"a {type(name).__qualname__} cannot name a value for templates")
    return name


def words_for(name: str, words: object) -> str:
    """Return the words of an argument that must be a text. Raises MisuseError for anything else."""
    if isinstance(words, str | Text):
        if found := UNPRINTABLE.search(str(words)):
            raise MisuseError(f"{name} does not take the invisible character U+{ord(found.group()):04X}")
        return str(words)
    raise MisuseError(f"{name} takes a text, not {noun_of(words)}")


def content_for(name: str, value: object, kind: type[Kind], *, key: str = "block") -> tuple[Kind, Prose]:
    """Return the content of a kind behind an argument, and its prose. Raises MisuseError for anything else.

    `key` is the usual name of such content in templates.
    """
    shown = _shown_by(value) if type(value) is Node else None
    if shown and isinstance(shown[0], kind):
        return shown[0], shown[1]
    given = f"that of a {kind_of(value)}" if type(value) is Node else noun_of(value)
    raise MisuseError(f"{name} takes the `{key}` of a {kind.__name__.lower()}, not {given}")


def noun_of(value: object) -> str:
    """Return the noun of a value, for a message to the author of a template."""
    if value is None:
        return "nothing: the value is missing"
    if isinstance(value, Node):
        return "a node"
    if isinstance(value, Function):
        return "a function"
    nouns = {
        "text": "a text",
        "str": "a text",
        "markup": "a text",
        "marked": "a text",
        "word": "a text",
        "mappingproxy": "a mapping",
        "bound": "a function",
        "macro": "a macro",
        "templatereference": "`self`",
        "blockreference": "a block",
        "loopcontext": "`loop`",
    }
    name = type(value).__name__.lower()
    return nouns.get(name, f"{'an' if name[:1] in 'aeiou' else 'a'} {name}")
