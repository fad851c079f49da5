"""The filters of templates: Jinja's, limited in type and size, and our own.

Left out are `random`, since the same input must give the same bytes, and `pprint`, which prints Python's names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from html import unescape
from typing import Any

from babel import Locale
from jinja2 import Environment, pass_environment, pass_eval_context
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.nodes import EvalContext
from markupsafe import escape

from briefing.compose.templating.sandbox import (
    check_growth,
    check_length,
    check_percent,
    listed,
    names,
    worded,
)
from briefing.compose.templating.template_errors import MisuseError
from briefing.compose.templating.template_values import Function, noun_of, words_for
from briefing.compose.text_markup import raise_day
from briefing.text.alphabetical_order import alphabetical_key
from briefing.text.arabic_shaping import drawn_order
from briefing.text.locale_formats import clock, spoken, spoken_day

LEFT_OUT = frozenset({"random", "pprint"})
TEXTUAL = names(
    """
    capitalize center e escape forceescape indent lower replace safe string striptags title trim truncate upper
    urlize wordcount wordwrap
    """
)
"""The filters that turn their arguments into text."""

TAG = re.compile(r"<[^>]*>")
MULTIPLYING = frozenset({"center", "indent", "replace", "wordwrap"})
FILLING = frozenset({"batch", "slice", "tojson"})
"""The filters that make as many items or spaces as a number says."""


def filters_for(locale: Locale) -> dict[str, Callable[..., object]]:
    """Return the filters for templates in a locale, by name."""
    guarded = {name: _guarded(name, run) for name, run in FILTERS.items() if name not in LEFT_OUT}
    return {
        **guarded,
        "attr": _attr,
        "join": _join,
        "day": Function("day", lambda day: raise_day(spoken_day(_day(day), locale), locale)),
        "clock": Function("clock", lambda moment: clock(_moment(moment))),
        "spoken": Function("spoken", lambda words: _spoken(words, locale)),
        "alphabetical": Function("alphabetical", lambda terms: _alphabetical(terms, locale)),
        "plain": Function("plain", lambda words: unescape(TAG.sub("", str(escape(worded(words)))))),
        "drawn": Function("drawn", lambda words: drawn_order(words_for("drawn", words))),
    }


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    raise MisuseError(f"day takes a date, not {noun_of(value)}")


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    raise MisuseError(f"clock takes a date with its time, not {noun_of(value)}")


def _spoken(value: object, locale: Locale) -> object:
    """Return a date in the words of the language, as it is set; all else is unchanged."""
    words = worded(value)
    written = spoken(words, locale)
    return written if written is words else raise_day(str(written), locale)


def _alphabetical(terms: object, locale: Locale) -> list[tuple[object, object]]:
    """Return the pairs of a mapping in the alphabetical order of the language."""
    if not isinstance(terms, Mapping):
        raise MisuseError(f"alphabetical takes a mapping, not {noun_of(terms)}")
    return sorted(terms.items(), key=lambda pair: alphabetical_key(str(worded(pair[0])), locale))


def _guarded(name: str, run: Callable[..., object]) -> Callable[..., object]:
    """Return a filter of Jinja that accepts no objects, and makes nothing larger than a page can need."""
    passed = int(hasattr(run, "jinja_pass_arg"))

    @wraps(run)
    def guarded(*args: object, **kwargs: object) -> object:
        value, *rest = map(listed, args[passed:])
        _check(name, value, (*rest, *kwargs.values()), kwargs)
        return listed(run(*args[:passed], value, *rest, **kwargs))

    return guarded


def _check(name: str, value: object, given: tuple[object, ...], named: Mapping[str, object]) -> None:
    if name == "format":
        check_percent(str(worded(value)), named or given)
    elif name in TEXTUAL:
        for one in (value, *given):
            worded(one)
        if name in MULTIPLYING:
            check_growth(name, str(value), given)
    elif name in FILLING:
        check_length(max((one for one in given if isinstance(one, int)), default=0))
    elif name in ("urlencode", "xmlattr"):
        if isinstance(value, Mapping):
            value = tuple(value.items())
        pairs = value if isinstance(value, tuple | list) and type(value) in (tuple, list) else ((value,),)
        for one in (one for pair in pairs for one in pair):
            worded(one)


def _join_items(environment: Environment, value: object, attribute: str | int | None) -> list[object]:
    items: Any = listed(value)  # a value without items is a TypeError of the template
    return [*map(make_attrgetter(environment, attribute), items)] if attribute is not None else [*items]


@pass_environment
def _attr(environment: Environment, value: object, name: str) -> object:
    """Return an attribute by a name that the template computes."""
    return environment.getattr(value, str(worded(name)))


@pass_eval_context
def _join(eval_ctx: EvalContext, value: object, d: object = "", attribute: str | int | None = None) -> object:
    """Join items into one text, with a separator between them."""
    items = [worded(item) for item in _join_items(eval_ctx.environment, value, attribute)]
    lengths = sum(len(item) for item in items if isinstance(item, str))
    check_length(lengths + len(str(worded(d))) * len(items))
    return FILTERS["join"](eval_ctx, items, d)
