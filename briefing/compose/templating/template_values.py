"""Values for templates: what passes from the models to a template, and the one way that it takes.

A template is filled with a `Context`. What is put into one becomes text, a number, a day, a truth value, a tuple or
a mapping of these, a read-only node, a text that prints itself, or one of our own functions; anything else is refused,
so that no template ever holds an object with methods of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import Any

from markupsafe import Markup

from briefing.compose.citations.bibliography import ListedSource
from briefing.compose.html_text import Prose, Text
from briefing.compose.templating.element_origins import UNPRINTABLE, Marked
from briefing.compose.templating.template_errors import MisuseError, our_own
from briefing.stages import Node, Passage, kind_of


class Word(str):
    """One of a fixed set of words, such as `draft` or `amber`; a template can ask for its `value` as well."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The word as plain text."""
        return str(self)


class Function:
    """A function of ours as templates have it: it can be called, and nothing else.

    `run` raises MisuseError for arguments that it cannot take; whatever else it raises is a bug.
    """

    __slots__ = ("_name", "_run", "_signature")

    def __init__(self, name: str, run: Callable[..., Any]) -> None:
        self._name, self._run = name, run
        self._signature = inspect.signature(run)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, D102
        try:
            self._signature.bind(*args, **kwargs)
        except TypeError as error:
            raise MisuseError(f"{self._name}: {error}") from None
        with our_own():
            return as_value(self._run(*args, **kwargs))

    def __repr__(self) -> str:
        return f"{self._name}()"


SCALARS = frozenset({str, Markup, Marked, Word, int, float, Decimal, bool, NoneType, date, datetime})
PRINTING = frozenset({Text, ListedSource})
"""What prints itself, and is read no further."""


class Context(Mapping[str, Any]):
    """The names that a template can use, and their values. Raises TypeError for what is no value.

    `prose` prints the passages among them.
    """

    def __init__(self, values: Mapping[str, Any], prose: Prose | None = None) -> None:
        self._values = {name: as_value(value, prose) for name, value in values.items()}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def plus(self, values: Mapping[str, Any]) -> Context:
        """The same with more names."""
        context = Context(values)
        context._values = {**self._values, **context._values}
        return context


def as_value(value: Any, prose: Prose | None = None) -> Any:  # noqa: ANN401
    """The value that a template gets for one of ours. Raises TypeError where there is none: a bug, whoever asked."""
    kind = type(value)
    if kind in SCALARS or kind in PRINTING or kind is Function:
        return value
    if kind is tuple or kind is list:
        return tuple(as_value(item, prose) for item in value)
    if kind is Passage and prose is not None:
        return Text(value, prose)
    if kind is Node:
        return Node(kind_of(value), {name: as_value(item, prose) for name, item in value})
    if issubclass(kind, Mapping) and kind is not Context:
        return MappingProxyType({_checked(name): as_value(item, prose) for name, item in value.items()})
    if issubclass(kind, StrEnum):
        return Word(value.value)
    raise TypeError(f"a {kind.__module__}.{kind.__qualname__} is no value for a template")


def _checked(name: object) -> str:
    if type(name) is not str:
        raise TypeError(f"a {type(name).__qualname__} names no value for a template")
    return name


def words_for(name: str, words: object) -> str:
    """The words of an argument that has to be a text. Raises MisuseError for anything else."""
    if isinstance(words, str | Text):
        if found := UNPRINTABLE.search(str(words)):
            raise MisuseError(f"{name} takes no U+{ord(found.group()):04X}, which nobody can see")
        return str(words)
    raise MisuseError(f"{name} takes a text, not {noun_of(words)}")


def node_for(name: str, value: object, *kinds: str) -> Node:
    """A node that an argument has to be, of one of these kinds. Raises MisuseError for anything else."""
    if type(value) is Node and kind_of(value) in kinds:
        return value
    given = f"the one of a {kind_of(value)}" if type(value) is Node else noun_of(value)
    raise MisuseError(f"{name} takes the `block` of a {' or a '.join(kinds)}, not {given}")


def noun_of(value: object) -> str:
    """What a template has in its hands, for a message to its author."""
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
