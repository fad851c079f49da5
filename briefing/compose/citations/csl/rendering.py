"""One source, rendered by the elements of a style: text, names, dates, numbers, labels, groups and choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from briefing.compose.citations.csl.conditions import holds
from briefing.compose.citations.csl.dates import format_date
from briefing.compose.citations.csl.formatting import Formatter
from briefing.compose.citations.csl.item import Item
from briefing.compose.citations.csl.name_lists import NO_ELEMENT, NameOptions, format_names, inherited_options
from briefing.compose.citations.csl.names import Name
from briefing.compose.citations.csl.numbers import format_ranges, is_plural, number_in_form
from briefing.compose.citations.csl.style_file import StyleFile
from briefing.compose.citations.csl.xml_elements import Element, UnusableStyleError

MAX_STEPS = 50_000
"""The most elements that are rendered for one entry; Chicago's notes take about 3,000."""

MAX_LENGTH = 100_000
"""The longest text of an element, in characters."""

SHORT_FORMS = {"title": "title-short", "container-title": "container-title-short"}
GENERATED = ("year-suffix",)
"""The variables that are not of the source: a group is printed without them."""

COUNTED = ("locator", "volume", "issue")
"""The variables with ranges of numbers: issue 1–2. A number such as ISO 8601-1 is none."""

EDITOR_TRANSLATOR = ("editor", "translator")


class Output(NamedTuple):
    """The text of an element, whether it called for a variable of the source, and whether it found one."""

    text: str
    calls: bool = False
    finds: bool = False


NOTHING = Output("")


class _Label(NamedTuple):
    """The label of names, and whether it comes before them."""

    element: Element | None
    is_first: bool


class Rendering:
    """Renders one source with one part of a style, its citation or its bibliography."""

    def __init__(self, file: StyleFile, part: Element, item: Item, formatter: Formatter) -> None:
        self.style, self.macros = file.root, file.macros
        self.part, self.item, self.formatter = part, item, formatter
        self.joiner, self.locales = formatter.joiner, formatter.locales
        self.substituted: set[str] = set()
        """The variables that replaced names, which are not printed a second time."""
        self.printed: list[str] = []
        self.replaced: Element | None = None
        """The `<names>` whose substitutes are being printed."""
        self.steps = 0
        self.renderers: dict[str, Callable[[Element], Output]] = {
            "text": self._text,
            "names": self._names,
            "date": self._date,
            "number": self._number,
            "label": self._label,
            "group": self._group,
        }

    def render(self, layout: Element) -> str:
        """Return the text of the layout, without its affixes."""
        return self.joiner.join([output.text for output in self._children(layout)])

    def _children(self, element: Element) -> Iterator[Output]:
        """Yield what the children of an element print. A choice is transparent: its children count as the element's."""
        yield from self._elements(element.children)

    def _elements(self, elements: Iterable[Element]) -> Iterator[Output]:
        for child in elements:
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise UnusableStyleError(f"its macros take more than {MAX_STEPS:,} steps for one source")
            if child.name == "choose":
                branch = next((branch for branch in child.children if holds(branch, self.item)), None)
                yield from () if branch is None else self._children(branch)
            elif renderer := self.renderers.get(child.name):
                output = renderer(child)
                if len(output.text) > MAX_LENGTH:
                    raise UnusableStyleError(f"it prints more than {MAX_LENGTH:,} characters for one source")
                yield output

    def _text(self, element: Element) -> Output:
        attributes = element.attributes
        if "macro" in attributes:
            return self._macro(element)
        if "variable" in attributes:
            return self._variable(element, attributes["variable"])
        if "term" in attributes:
            is_plural_term = attributes.get("plural") == "true"
            text = self.locales.term(
                attributes["term"], attributes.get("form", "long"), plural=is_plural_term
            )
            return Output(self.formatter.format(element, text, is_term=True))
        return Output(self.formatter.format(element, attributes.get("value", "")))

    def _macro(self, element: Element) -> Output:
        outer, self.replaced = self.replaced, None
        outputs = list(self._children(self.macros[element.get("macro")]))
        self.replaced = outer
        return self._as_group(element, outputs, "")

    def _variable(self, element: Element, variable: str) -> Output:
        value = ""
        if element.get("form") == "short" and variable in SHORT_FORMS:
            value = self._value(SHORT_FORMS[variable])
        value = value or self._value(variable)
        if variable == "page":
            value = self._in_ranges(value)
        elif variable in COUNTED:
            value = format_ranges(value, "", "–")
        calls = bool(value) or variable not in GENERATED
        return Output(self.formatter.format(element, value), calls=calls, finds=bool(value))

    def _value(self, variable: str) -> str:
        if variable in self.substituted:
            return ""
        if variable == "page-first":
            return self._value("page").replace("–", "-").split("-")[0].split(",")[0].strip()
        if value := self.item.texts.get(variable, ""):
            self.printed.append(variable)
        return value

    def _in_ranges(self, value: str) -> str:
        delimiter = self.locales.term("page-range-delimiter") or "–"
        return format_ranges(value, self.style.get("page-range-format"), delimiter)

    def _number(self, element: Element) -> Output:
        variable, form = element.get("variable"), element.get("form", "numeric")
        value = self._value(variable)
        if value and form == "numeric":
            value = self._in_ranges(value) if variable == "page" else value
            value = format_ranges(value, "", "–") if variable in COUNTED else value
        elif value:
            value = number_in_form(value, form, self.locales, self.locales.gender_of(variable))
        return Output(self.formatter.format(element, value), calls=True, finds=bool(value))

    def _date(self, element: Element) -> Output:
        variable = element.get("variable")
        day = self.item.dates.get(variable) if variable not in self.substituted else None
        text = format_date(element, day, self.formatter) if day else ""
        if text:
            self.printed.append(variable)
        return Output(self.formatter.format(element, text), calls=True, finds=bool(text))

    def _label(self, element: Element) -> Output:
        variable = element.get("variable")
        value = "" if variable in self.substituted else self.item.texts.get(variable, "")
        if not value:
            return NOTHING
        name = "page" if variable == "locator" else variable
        is_several = is_plural(value) if not variable.startswith("number-of") else value != "1"
        return Output(self._label_text(element, name, is_several=is_several))

    def _label_text(self, element: Element, term: str, *, is_several: bool) -> str:
        option = element.get("plural", "contextual")
        plural = option == "always" or (option == "contextual" and is_several)
        text = self.locales.term(term, element.get("form", "long"), plural=plural)
        return self.formatter.format(element, text, is_term=True)

    def _group(self, element: Element) -> Output:
        return self._as_group(element, list(self._children(element)), element.get("delimiter"))

    def _as_group(self, element: Element, outputs: list[Output], delimiter: str) -> Output:
        """Join the parts of a group or macro; if it calls for variables and finds none, its terms are not printed.

        A group that is printed counts as a variable that was found in the group around it.
        """
        calls = any(output.calls for output in outputs)
        if calls and not any(output.finds for output in outputs):
            return Output("", calls=True)
        text = self.formatter.format(
            element, self.joiner.join([output.text for output in outputs], delimiter)
        )
        return Output(text, calls=calls or bool(text), finds=bool(text))

    def _names(self, element: Element) -> Output:
        """Print names by role. A bare `<names>` in a `<substitute>` is printed like the one that it replaces."""
        model = self.replaced or element
        name = element.find("name") or model.find("name") or NO_ELEMENT
        label = _label(element if element.children else model)
        options = self._name_options(name, element.find("et-al") or model.find("et-al"))
        roles = self._roles(element.get("variable").split())
        if not roles:
            substitute = element.find("substitute")
            return Output("", calls=True) if substitute is None else self._substitute(element, substitute)
        texts = [self._role(role, names, options, label) for role, names in roles.items()]
        self.printed += roles
        delimiter = (element if element.children else model).get("delimiter", self._option("names-delimiter"))
        return Output(
            self.formatter.format(element, self.joiner.join(texts, delimiter)), calls=True, finds=True
        )

    def _roles(self, variables: list[str]) -> dict[str, tuple[Name, ...]]:
        found = {
            name: self.item.names[name]
            for name in variables
            if self.item.names.get(name) and name not in self.substituted
        }
        editors, translators = (found.get(name) for name in EDITOR_TRANSLATOR)
        if editors and editors == translators and self.locales.term("editortranslator"):
            return {"editortranslator": editors}
        return found

    def _role(self, role: str, names: tuple[Name, ...], options: NameOptions, label: _Label) -> str:
        text = format_names(names, options, self.formatter)
        if label.element is None:
            return text
        words = self._label_text(label.element, role, is_several=len(names) > 1)
        return self.joiner.join([words, text] if label.is_first else [text, words])

    def _substitute(self, element: Element, substitute: Element) -> Output:
        """Print the first of the substitutes that is not empty, and remember its variables."""
        for child in substitute.children:
            before, outer = len(self.printed), self.replaced
            self.replaced = element
            outputs = list(self._elements([child]))
            self.replaced = outer
            if text := self.joiner.join([output.text for output in outputs]):
                self.substituted.update(self.printed[before:])
                return Output(self.formatter.format(element, text), calls=True, finds=True)
        return Output("", calls=True)

    def _name_options(self, name: Element, et_al: Element | None) -> NameOptions:
        demotes = self.style.get("demote-non-dropping-particle", "display-and-sort") == "display-and-sort"
        return NameOptions(
            element=name,
            options=inherited_options(self.style, self.part) | name.attributes,
            et_al=et_al,
            demotes_particle=demotes,
            hyphen=self.style.get("initialize-with-hyphen") != "false",
        )

    def _option(self, name: str) -> str:
        return self.part.get(name, self.style.get(name))


def _label(names: Element) -> _Label:
    order = [child.name for child in names.children if child.name in {"name", "label"}]
    return _Label(names.find("label"), order == ["label", "name"])
