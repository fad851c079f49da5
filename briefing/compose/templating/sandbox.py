"""The limits of a template: the names that it can read of each type, and the values that it can call.

Both are allow-lists by exact type: a name that is not listed here does not exist for templates.
Results are limited to the size that a page can need, since running C code cannot be interrupted. No object is turned
into text, since that would print a memory address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from types import GeneratorType, MappingProxyType, NoneType
from typing import Any

from jinja2 import Undefined, UndefinedError
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.filters import _GroupTuple
from jinja2.nodes import Concat, Expr, Impossible, TemplateData
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import (
    SandboxedEscapeFormatter,
    SandboxedFormatter,
    safe_range,
)
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup

from briefing.compose.citations.bibliography import ListedSource
from briefing.compose.html_text import Text
from briefing.compose.templating.element_origins import Marked, MarkingEnvironment, captured, cleaned
from briefing.compose.templating.template_errors import MisuseError
from briefing.compose.templating.template_values import Function, Node, Word, kind_of, noun_of
from briefing.core.months import Month

MAX_BITS = 10_000
MAX_LENGTH = 10_000_000
MAX_WIDTH_DIGITS = 4
"""The most digits in the width of a format, as in `%9999d`."""


def names(words: str) -> frozenset[str]:
    """Return the names in a text, separated by white space."""
    return frozenset(words.split())


TEXT = names(
    """
    capitalize casefold center count endswith expandtabs find format index isalnum isalpha isascii
    isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust
    lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit
    rstrip split splitlines startswith strip swapcase title upper zfill
    """
)
DAY = names(
    """
    year month day isoformat isoweekday weekday replace strftime toordinal
    """
)
SEQUENCE, MAPPING = frozenset(["count", "index"]), frozenset(["get", "items", "keys", "values"])

READABLE: Mapping[type, frozenset[str]] = {
    str: TEXT,
    Markup: TEXT | {"striptags", "unescape"},
    Marked: TEXT | {"striptags", "unescape"},
    Word: TEXT | {"value"},
    Text: frozenset(["typed", "words", "set_words", "quoted", "sentence"]),
    float: frozenset(["is_integer"]),
    Decimal: frozenset(["is_signed", "is_zero", "normalize", "quantize", "to_integral_value"]),
    date: DAY,
    Month: DAY,
    datetime: DAY | {"hour", "minute", "second", "microsecond", "date", "timestamp"},
    timedelta: frozenset(["days", "seconds", "total_seconds"]),
    tuple: SEQUENCE,
    list: SEQUENCE,
    dict: MAPPING,
    MappingProxyType: MAPPING,
    _GroupTuple: frozenset(["grouper", "list"]),
    LoopContext: names(
        """
    index index0 revindex revindex0 first last length depth depth0 previtem nextitem cycle changed
    """
    ),
    Cycler: frozenset(["current", "next", "reset"]),
    Macro: frozenset(["arguments", "caller", "catch_kwargs", "catch_varargs", "name"]),
    BlockReference: frozenset(["super"]),
}
"""The readable names of each type. Nodes, namespaces, imported templates and `self` have their own names."""

INDEXED = frozenset({str, Markup, Marked, Word, tuple, list, dict, MappingProxyType, _GroupTuple})
"""The types whose items can be read by number or key."""

WORDED = frozenset(
    {
        str,
        Markup,
        Marked,
        Word,
        int,
        float,
        Decimal,
        bool,
        NoneType,
        date,
        Month,
        datetime,
        timedelta,
        Text,
        ListedSource,
    }
)
"""The types that can become text, alone or inside others."""


class UnknownNameError(UndefinedError):
    """A value does not have this name."""

    def __init__(self, owner: object, name: str, message: str | None = None) -> None:
        super().__init__(message)
        self.name, self.known = name, tuple(names_of(owner))
        self.is_label = type(owner) is Node and kind_of(owner) == "labels"


class Bound:
    """A method of a value or a function of Jinja, which can be called and nothing else."""

    __slots__ = ("_name", "_owner", "_run")

    def __init__(self, name: str, run: Callable[..., object], owner: object = None) -> None:
        self._name, self._run, self._owner = name, run, owner

    def __call__(self, *args: object, **kwargs: object) -> object:  # noqa: D102
        given = (*args, *kwargs.values())
        if isinstance(self._owner, str):
            given = tuple(map(listed, given))
            check_growth(self._name, self._owner, given)
            for one in given:
                for item in one if isinstance(one, tuple | list) else (one,):
                    worded(item)
            args = tuple(map(listed, args))
        elif self._name == "strftime":
            check_widths(str(given[:1]))
        found = listed(self._run(*args, **kwargs))
        return cleaned(found) if isinstance(self._owner, str) else found

    def __repr__(self) -> str:
        return f"{self._name}()"


FILLED = frozenset({Macro, BlockReference, LoopContext})
"""The callables that render a part of a template, with its marks."""

CALLABLE = frozenset({Function, Bound, Macro, BlockReference, LoopContext, Joiner})


def names_of(owner: object) -> Iterable[str]:
    """Return the names that a template can read of a value."""
    if type(owner) is Node:
        return [name for name, _ in owner]
    if type(owner) is Namespace:
        return [name for name in owner._Namespace__attrs if not str(name).startswith("_")]
    if type(owner) is TemplateModule:
        return [name for name in vars(owner) if not name.startswith("_")]
    return READABLE.get(type(owner), ())


def listed(value: object) -> object:
    """Return a value; an iterator, a range or a view becomes a tuple."""
    if isinstance(value, Iterator | range) and not isinstance(value, LoopContext | Cycler):
        return tuple(value)
    return tuple(value) if isinstance(value, Iterable) and type(value) in VIEWS else value


VIEWS = frozenset({type({}.keys()), type({}.values()), type({}.items()), GeneratorType})


def worded(value: object) -> object:
    """Return a value that can become text. Raises MisuseError for any other."""
    if type(value) in WORDED:
        return value
    if isinstance(value, Undefined):
        return str(value)  # raises UndefinedError
    raise MisuseError(f"{noun_of(value)} is not a text")


def check_widths(form: str) -> None:
    """Raise OverflowError for a format that is wider than a page can need."""
    if re.search(rf"\d{{{MAX_WIDTH_DIGITS + 1},}}", form):
        raise OverflowError(f"the format is too wide; the limit is {10**MAX_WIDTH_DIGITS - 1:,} characters")


def check_length(length: int) -> None:
    """Raise OverflowError for a text or a list that is longer than a page can need."""
    if length > MAX_LENGTH:
        raise OverflowError(f"the text or list is too long; the limit is {MAX_LENGTH:,} characters or items")


def check_growth(name: str, text: str, args: tuple[object, ...]) -> None:
    """Raise OverflowError if a method or filter would make a text longer than a page can need."""
    numbers = [arg for arg in args if isinstance(arg, int)]
    longest = max((len(arg) for arg in args if isinstance(arg, str)), default=0)
    if name in ("center", "ljust", "rjust", "zfill", "wordwrap", "truncate"):
        check_length(max(numbers, default=0))
    if name in ("expandtabs", "indent"):
        check_length(
            len(text) + max(numbers, default=0) * (text.count("\t" if name == "expandtabs" else "\n") + 1)
        )
    if name in ("replace", "indent", "wordwrap", "join"):
        first = args[0] if args else ()
        pieces = first if name == "join" and isinstance(first, tuple | list) else ()
        inside = sum(len(item) for item in pieces if isinstance(item, str))
        times = text.count(str(first)) if name == "replace" and args else len(pieces) or len(text)
        check_length(inside + times * (len(text) if name == "join" else longest))


class _Formatter(SandboxedFormatter):
    """`str.format` with the names that the sandbox allows, and for text values only."""

    def convert_field(self, value: object, conversion: str | None) -> object:
        return super().convert_field(worded(value), conversion)

    def format_field(self, value: object, format_spec: str) -> str:
        check_widths(format_spec)
        return str(super().format_field(worded(value), format_spec))


class _EscapeFormatter(_Formatter, SandboxedEscapeFormatter):
    """`str.format` of HTML, which escapes the values."""


def _format_of(text: str, environment: Sandbox) -> Callable[..., str]:
    kind = type(text)
    formatter = (
        _EscapeFormatter(environment, escape=Markup.escape) if kind is Markup else _Formatter(environment)
    )

    def form(*args: object, **kwargs: object) -> str:
        made = formatter.vformat(text, args, kwargs)
        return Markup(made) if kind is Markup else made  # noqa: S704  (its values are escaped)

    return form


class _Generator(CodeGenerator):
    """Compiles `~` so that it checks its operands, and leaves every value to the sandbox.

    Jinja would evaluate constants when it compiles, and turn them into text before they are checked.
    """

    def _output_child_to_const(self, node: Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401
        if isinstance(node, TemplateData):
            return super()._output_child_to_const(node, frame, finalize)
        raise Impossible

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802  (Jinja's name)
        join = "markup_join" if frame.eval_ctx.autoescape else "str_join"
        if frame.eval_ctx.volatile:
            join = "(markup_join if context.eval_ctx.volatile else str_join)"
        self.write(f"environment.joined({join}, (")
        for side in node.nodes:
            self.visit(side, frame)
            self.write(", ")
        self.write("))")


def _cycler(*items: object) -> Cycler:
    if not items:
        raise MisuseError("cycler takes at least one value")
    return Cycler(*items)


class Sandbox(MarkingEnvironment):
    """Jinja's sandbox, in which only what this module lists can be read, called or filtered."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    code_generator_class = _Generator

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        makers: Mapping[str, Callable[..., object]] = {
            "range": safe_range,
            "dict": dict,
            "cycler": _cycler,
            "joiner": Joiner,
            "namespace": Namespace,
        }
        self.full_name: Callable[[str, str], str] = lambda name, parent: name
        """Returns the full name of a template that another one names."""
        self.globals.clear()  # among Jinja's is `lipsum`, filler text
        self.globals.update({name: Bound(name, make) for name, make in makers.items()})

    def join_path(self, template: str, parent: str) -> str:
        """Return the full name of a template that another one extends, includes or imports."""
        return self.full_name(template, parent)

    def getattr(self, obj: object, attribute: str) -> object:
        """Return what `obj.attribute` means: an allowed name, otherwise an item."""
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        kind = type(obj)
        if attribute in READABLE.get(kind, ()):
            return self._read(obj, attribute)
        if type(obj) is Node:
            try:
                return Node.__getattr__(obj, attribute)
            except AttributeError:
                return self._unknown(obj, attribute)
        if kind in (Namespace, TemplateModule) and attribute in names_of(obj):
            return getattr(obj, attribute)
        if kind in INDEXED or kind is TemplateReference:
            try:
                return _item_of(obj, attribute)
            except (TypeError, LookupError):
                pass
        return self._unknown(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Return what `obj[argument]` means: an item, otherwise an allowed name."""
        if type(obj) in INDEXED:
            try:
                return _item_of(obj, argument)
            except (TypeError, LookupError):
                pass
        if isinstance(argument, str):
            return self.getattr(obj, str(argument))
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        key = argument if isinstance(argument, int | float) else noun_of(argument)
        return self.undefined(f"{noun_of(obj)} has no item {key}")

    def _read(self, obj: object, name: str) -> object:
        if name == "format" and isinstance(obj, str):
            return Bound(name, _format_of(obj, self))
        value = getattr(obj, name)
        is_method = callable(value) and type(value) not in CALLABLE and not isinstance(value, Undefined)
        return Bound(name, value, obj) if is_method else value

    def _unknown(self, obj: object, name: str) -> Undefined:
        error: Any = partial(UnknownNameError, obj, name)
        return self.undefined(obj=obj, name=name, exc=error)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return whether a name is allowed, for the parts of Jinja that check before they read."""
        return attr in names_of(obj)

    def is_safe_callable(self, obj: object) -> bool:
        """Return whether a template can call a value."""
        return type(obj) in CALLABLE or isinstance(obj, Undefined)  # whose call raises UndefinedError

    def call(self, context: Context, obj: Any, /, *args: object, **kwargs: object) -> object:  # noqa: ANN401
        """Call a value. Raises MisuseError if a template cannot call it."""
        if not self.is_safe_callable(obj):
            raise MisuseError(f"{noun_of(obj)} is not a function")
        found: object = context.call(obj, *args, **kwargs)
        if type(obj) in FILLED and isinstance(found, Markup) and type(found) in (Markup, Marked):
            return captured(found)
        return cleaned(found) if type(obj) in FILLED or isinstance(found, str) else found

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Compute `+`, `*`, `**` or `%`, limited to a size that a page can need."""
        if operator == "%" and isinstance(left, str):
            check_percent(left, right)
        elif operator == "+":
            check_length(sum(len(side) for side in (left, right) if isinstance(side, str | list | tuple)))
        else:
            _check_product(operator, left, right)
        return cleaned(super().call_binop(context, operator, left, right))

    def joined(self, join: Callable[[Iterable[object]], str], sides: tuple[object, ...]) -> str:
        """Join the operands of `~` into one text."""
        check_length(sum(len(side) for side in map(worded, sides) if isinstance(side, str)))
        kept = tuple(side if type(side) in (Marked, Text) else cleaned(side) for side in sides)
        found = join(kept)
        return captured(found) if type(found) is Markup else found


def _item_of(owner: Any, key: object) -> object:  # noqa: ANN401
    """Return an item of something that has items."""
    return owner[key]


def _check_product(operator: str, left: object, right: object) -> None:
    sides = (left, right)
    is_power = operator == "**"
    if is_power and isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > MAX_BITS:
        raise OverflowError(f"the number is too large; the limit is {MAX_BITS:,} bits")
    count = max((side for side in sides if isinstance(side, int)), default=0)
    check_length(
        count * max((len(side) for side in sides if isinstance(side, str | list | tuple)), default=0)
    )


def check_percent(form: str, values: object) -> None:
    """Raise MisuseError if `%` would print an object, and OverflowError if its result would be too long."""
    check_widths(form)
    items = (
        values.values() if isinstance(values, Mapping) else values if isinstance(values, tuple) else (values,)
    )
    for item in items:
        value = worded(item)
        if isinstance(value, int):
            check_length(value if "*" in form else 0)
