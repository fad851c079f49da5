"""Lists of names as `<names>` and `<name>` print them: order, initials, delimiters and "et al."."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.compose.citations.csl.formatting import Formatter
from briefing.compose.citations.csl.names import Name, complete_initials, initials, put_before
from briefing.compose.citations.csl.xml_elements import Element
from briefing.compose.citations.source_markup import in_language

INHERITED = (
    "and",
    "delimiter-precedes-et-al",
    "delimiter-precedes-last",
    "et-al-min",
    "et-al-use-first",
    "et-al-use-last",
    "initialize",
    "initialize-with",
    "name-as-sort-order",
    "sort-separator",
)
"""The options of `<name>` that `<style>`, `<citation>` and `<bibliography>` can set for all names."""

RENAMED = {"name-form": "form", "name-delimiter": "delimiter"}
COUNT = re.compile("[0-9]{1,4}")
NO_ELEMENT = Element("name", {})
FEWEST_BEFORE_ELLIPSIS = 2


def inherited_options(*outer: Element) -> dict[str, str]:
    """Return the options of names that elements set, the outermost first."""
    options: dict[str, str] = {}
    for element in outer:
        options |= {name: element.attributes[name] for name in INHERITED if name in element.attributes}
        options |= {
            own: element.attributes[name] for name, own in RENAMED.items() if name in element.attributes
        }
    return options


@dataclass(frozen=True)
class NameOptions:
    """How a list of names is printed: the element `<name>`, its options with the inherited ones, and `<et-al>`."""

    element: Element
    options: Mapping[str, str]
    et_al: Element | None
    demotes_particle: bool
    hyphen: bool

    def get(self, name: str, default: str = "") -> str:
        """Return an option."""
        return self.options.get(name, default)

    def count(self, name: str, default: int) -> int:
        """Return an option that is a number; what is none counts as the default."""
        value = self.get(name)
        return int(value) if COUNT.fullmatch(value) else default

    def inverts(self, place: int) -> bool:
        """Return True if the name at a place of the list has its family name first."""
        order = self.get("name-as-sort-order")
        return order == "all" or (order == "first" and place == 0)


def format_names(names: Sequence[Name], options: NameOptions, formatter: Formatter) -> str:
    """Return a list of names, shortened with "et al." if it is long."""
    limit, shown = options.count("et-al-min", 0), options.count("et-al-use-first", 1)
    is_cut = 0 < limit <= len(names) and shown < len(names)
    if names[-1].is_more and not is_cut:
        is_cut, shown = True, len(names) - 1
    if options.get("form") == "count":
        return str(min(len(names), shown) if is_cut else len(names))
    printed = [
        formatter.format(options.element, _spoken(name, _format_name(name, place, options, formatter)))
        for place, name in enumerate(names)
    ]
    return _cut(printed, shown, options, formatter) if is_cut else _joined(printed, options, formatter)


def _cut(printed: list[str], shown: int, options: NameOptions, formatter: Formatter) -> str:
    delimiter, joiner = options.get("delimiter", ", "), formatter.joiner
    first = joiner.join(printed[:shown], delimiter)
    if (
        printed[-1]
        and options.get("et-al-use-last") == "true"
        and len(printed) >= shown + FEWEST_BEFORE_ELLIPSIS
    ):
        return joiner.join([first, f"… {printed[-1]}"], delimiter)
    element = options.et_al or Element("et-al", {})
    others = formatter.format(element, formatter.locales.term(element.get("term", "et-al")))
    if not others:
        return first
    is_delimited = _is_delimited("delimiter-precedes-et-al", shown, options)
    return joiner.join([first, others], delimiter if is_delimited else " ")


def _joined(printed: list[str], options: NameOptions, formatter: Formatter) -> str:
    delimiter, joiner = options.get("delimiter", ", "), formatter.joiner
    word = _and(options.get("and"), formatter)
    if not word or len(printed) == 1:
        return joiner.join(printed, delimiter)
    is_delimited = _is_delimited("delimiter-precedes-last", len(printed) - 1, options)
    before = delimiter.rstrip() if is_delimited else ""
    first = joiner.add(joiner.join(printed[:-1], delimiter), before)
    return f"{first} {word} {printed[-1]}"


def _and(option: str, formatter: Formatter) -> str:
    if option == "symbol":
        return "&"
    return formatter.locales.term("and").strip() if option == "text" else ""


def _is_delimited(name: str, before: int, options: NameOptions) -> bool:
    """Return True if the delimiter is printed before the last name, or before "et al."."""
    option = options.get(name, "contextual")
    if option == "after-inverted-name":
        return options.inverts(before - 1)
    return option == "always" or (option == "contextual" and before > 1)


def _spoken(name: Name, printed: str) -> str:
    """Return a name with the marks of its language."""
    return in_language(printed, name.language) if printed and name.language else printed


def _format_name(name: Name, place: int, options: NameOptions, formatter: Formatter) -> str:
    if name.literal:
        return _part("family", name.literal, options, formatter)
    if options.get("form") == "short":
        family = name.family if name.is_east_asian else put_before(name.particle, name.family)
        return _part("family", family, options, formatter)
    if name.is_east_asian:
        return _part("family", name.family, options, formatter) + _part(
            "given", name.given, options, formatter
        )
    if options.inverts(place):
        return _inverted(name, options, formatter)
    given = _part("given", _given(name.given, options), options, formatter)
    family = put_before(
        name.dropping, _part("family", put_before(name.particle, name.family), options, formatter)
    )
    return " ".join(filter(None, (given, family, _suffix(name.suffix, options))))


def _inverted(name: Name, options: NameOptions, formatter: Formatter) -> str:
    """Return a name with the family name first, and the particle before it unless the style demotes it."""
    before, after = ("", name.particle) if options.demotes_particle else (name.particle, "")
    family = _part("family", put_before(before, name.family), options, formatter)
    given = " ".join(filter(None, (_given(name.given, options), name.dropping, after)))
    ordered = [family, _part("given", given, options, formatter), _suffix(name.suffix, options)]
    return formatter.joiner.join(ordered, options.get("sort-separator", ", "))


def _given(given: str, options: NameOptions) -> str:
    sign = options.options.get("initialize-with")
    if sign is None:
        return given
    if options.get("initialize") == "false":
        return complete_initials(given, sign)
    return initials(given, sign, hyphen=options.hyphen)


def _suffix(suffix: str, options: NameOptions) -> str:
    """Return `Jr.` without a full stop if the style prints initials without them."""
    sign = options.options.get("initialize-with")
    return suffix if sign is None or "." in sign else suffix.replace(".", "")


def _part(part: str, text: str, options: NameOptions, formatter: Formatter) -> str:
    element = next(
        (found for found in options.element.find_all("name-part") if found.get("name") == part), None
    )
    return text if element is None else formatter.format(element, text)
