"""Jinja: strict, sandboxed, its files through the workspace's one door; its errors as findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import TracebackType
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.errors import WorkspaceError
from briefing.finding import Finding, Span
from briefing.workspace import SHIPPED_PREFIX, Files, OutsideError

FOLDER = "templates/"


class _Loader(BaseLoader):
    """Templates by their name below `templates/`; `shipped/…` names the one that the package brought."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return self.files.read(file_of(template)).decode(), file_of(template), lambda: True
        except (FileNotFoundError, OutsideError):
            raise TemplateNotFound(template) from None
        except UnicodeDecodeError:
            raise TemplateSyntaxError(
                "the template is not UTF-8 text", 1, template, file_of(template)
            ) from None


def file_of(template: str) -> str:
    """The name in the workspace of a template's name."""
    shipped = SHIPPED_PREFIX if template.startswith(SHIPPED_PREFIX) else ""
    return shipped + FOLDER + template.removeprefix(SHIPPED_PREFIX)


def make_environment(files: Files, language: str) -> Environment:
    """The environment for the templates of one workspace and language."""
    environment = ImmutableSandboxedEnvironment(
        loader=_Loader(files),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    locale = find_locale(language)
    environment.filters["day"] = lambda day: format_date(day, "long", locale=locale)
    environment.filters["clock"] = lambda moment: format_time(
        moment, "HH:mm zzz", tzinfo=moment.tzinfo, locale=locale
    )
    return environment


def find_locale(language: str) -> Locale:
    """The locale of a language for dates; the world's English, not the United States', for bare `en`."""
    try:
        return Locale.parse("en-001" if language == "en" else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en-001", sep="-")


def fill(template: str, environment: Environment, files: Files, context: dict[str, Any]) -> str:
    """The text of a template, filled in.

    Raises WorkspaceError with the template's file and line for whatever is wrong in it.
    """
    try:
        return environment.get_template(template).render(context)
    except (TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise WorkspaceError([_explain(error, template, files)]) from None


def _explain(error: Exception, template: str, files: Files) -> Finding:
    if isinstance(error, TemplateSyntaxError):
        name = error.filename or file_of(template)
        return Finding("BR401", str(error.message), _line(name, error.lineno, files), "mend the template")
    name, line = _deepest_template(error.__traceback__, file_of(template))
    place = _line(name, line, files)
    if isinstance(error, TemplateNotFound):
        what = f"there is no template '{error.name}'"
        return Finding("BR403", what, place, f"write {FOLDER}{error.name}, or mend the name")
    if isinstance(error, UndefinedError):
        return _explain_undefined(str(error.message), place)
    return Finding("BR404", f"the template failed: {error}", place, "mend the line")


def _explain_undefined(message: str, place: Span) -> Finding:
    missing = re.search(r"has no attribute '(\w+)'$", message) or re.match(r"'(\w+)' is undefined", message)
    name = missing.group(1) if missing else ""
    if re.search(rf"\blabels\.{name}\b", place.source) and name:
        return Finding(
            "BR405", f"there is no label '{name}'", place, f"add `{name}: …` to the labels of the language"
        )
    if name:
        place = Span(place.file, place.line, place.source.find(name) + 1, len(name), place.source)
    what = f"there is no '{name}' here" if name else message
    return Finding("BR402", what, place, "mend the name; templates/README.md lists what a template can use")


def _deepest_template(traceback: TracebackType | None, file: str) -> tuple[str, int]:
    """The innermost line of a template on the way of an error."""
    line = 1
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith((FOLDER, SHIPPED_PREFIX)):
            file, line = name, traceback.tb_lineno
        traceback = traceback.tb_next
    return file, line


def _line(file: str, line: int, files: Files) -> Span:
    try:
        source = files.read(file).decode("utf-8", "replace").splitlines()[line - 1]
    except (FileNotFoundError, OutsideError, IndexError):
        return Span(file)
    return Span(file, line, len(source) - len(source.lstrip()) + 1, len(source.strip()), source)
