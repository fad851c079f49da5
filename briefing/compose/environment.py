"""Jinja: strict, sandboxed, its files through the workspace's one door; its errors as findings."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from types import CodeType, TracebackType
from typing import Any

import jinja2
from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.nodes import Block, Const, Extends
from jinja2.runtime import Context

from briefing.compose.joining import drawn_order
from briefing.compose.language import clock, find_locale, spoken, spoken_day
from briefing.compose.origins import MarkingEnvironment, without_marks
from briefing.compose.table import tabulate
from briefing.derived import derived
from briefing.errors import WorkspaceError
from briefing.finding import Finding, Span, suggest
from briefing.workspace import SHIPPED_PREFIX, Files

FOLDER = "templates/"

MAX_BITS = 10_000
MAX_LENGTH = 10_000_000
COMPILED_FOR = "finalize, powers, origins"
"""What the code of a template depends on beside its text and Jinja's version."""

PRINTABLE = (str, int, float, Decimal, date)

TEMPLATE_ERRORS = (
    TemplateError,
    TypeError,
    ValueError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,  # a filter given what it cannot take
    RecursionError,  # a template that includes itself
    MemoryError,
    SyntaxError,  # more nested blocks than Python has
)


class _Loader(BaseLoader):
    """Templates by their name below `templates/`; `shipped/…` names the one that the package brought."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return self.files.read(file_of(template)).decode(), file_of(template), lambda: True
        except FileNotFoundError:
            raise TemplateNotFound(template) from None
        except OSError as error:
            raise TemplateNotFound(template, f"'{template}' cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise TemplateSyntaxError(
                "the template is not UTF-8 text", 1, template, file_of(template)
            ) from None


def file_of(template: str) -> str:
    """The name in the workspace of a template's name."""
    shipped = SHIPPED_PREFIX if template.startswith(SHIPPED_PREFIX) else ""
    return shipped + FOLDER + template.removeprefix(SHIPPED_PREFIX)


class _Compiled(BytecodeCache):
    """Templates that this process has compiled, by the hash of their text: 0.1 s of every edition of 18 templates."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code

    def learn(self, environment: Environment, names: Iterable[str], files: Files) -> None:
        """Have these templates compiled, as they were in an earlier command or anew."""
        sources = {file_of(name): files.read(file_of(name)).decode() for name in names}
        told = repr((jinja2.__version__, COMPILED_FOR, sorted(sources.items())))
        codes = derived(
            "templates",
            told,
            lambda: {file: environment.compile(source, file, file) for file, source in sources.items()},
        )
        for name, (file, source) in zip(names, sources.items(), strict=True):
            key = self.get_cache_key(name, file)
            self._codes[key, self.get_source_checksum(source)] = codes[file]


COMPILED = _Compiled()


def learn_templates(files: Files) -> None:
    """Have all templates of a workspace compiled."""
    names = tuple(name.removeprefix(FOLDER) for name in files.list(f"{FOLDER}**/*.j2.html"))
    with contextlib.suppress(OSError, UnicodeDecodeError, TemplateError):
        COMPILED.learn(make_environment(files, "en"), names, files)


def printed(value: object) -> object:
    """A value that a template prints, which must be a text, a number or a day.

    Python would print everything: `None` for what the brief does not have, names of its own for what no reader knows.
    Raises TypeError.
    """
    if isinstance(value, PRINTABLE) and not isinstance(value, bool):
        return value
    if isinstance(value, Undefined):
        return str(value)  # raises what is missing
    if hasattr(value, "__html__"):
        return value
    if value is None:
        raise TypeError("there is nothing to print: the value is missing; ask for it with `{% if … %}` first")
    raise TypeError(f"a {type(value).__name__.lower()} is no text that can be printed")


class _Sandbox(MarkingEnvironment):
    """Jinja's own, in which no sum grows beyond what a page can need: C code cannot be interrupted while it counts."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        sides = (left, right)
        are_whole = all(isinstance(side, int) for side in sides)
        if operator == "**" and are_whole and left.bit_length() * right > MAX_BITS:
            raise OverflowError(f"a number of more than {MAX_BITS:,} bits")
        count = max((side for side in sides if isinstance(side, int)), default=0)
        length = max((len(side) for side in sides if isinstance(side, str | list | tuple)), default=0)
        if count * length > MAX_LENGTH:
            raise OverflowError(f"a text or a list of more than {MAX_LENGTH:,}")
        return super().call_binop(context, operator, left, right)


def make_environment(files: Files, language: str) -> Environment:
    """The environment for the templates of one workspace and language."""
    environment = _Sandbox(
        loader=_Loader(files),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        bytecode_cache=COMPILED,
        optimized=False,  # what a filter says in one language would be compiled into the template
        trim_blocks=True,
        lstrip_blocks=True,
    )
    del environment.globals["lipsum"]  # text without end, of no brief
    locale = find_locale(language)
    environment.filters["day"] = lambda day: spoken_day(day, locale)
    environment.filters["drawn"] = drawn_order
    environment.filters["spoken"] = lambda words: spoken(words, locale)
    environment.filters["clock"] = clock
    environment.globals["tabulate"] = lambda table: tabulate(table, locale)
    environment.hide_marks()
    return environment


def fill(template: str, environment: Environment, files: Files, context: dict[str, Any]) -> str:
    """The text of a template, filled in. Raises WorkspaceError as `fill_marked` does."""
    return without_marks(fill_marked(template, environment, files, context))


def fill_marked(template: str, environment: Environment, files: Files, context: dict[str, Any]) -> str:
    """The same with the marks that say where each tag and each text comes from (see `origins`).

    Raises WorkspaceError with the template's file and line for whatever is wrong in it.
    """
    try:
        _check_blocks(template, environment, files)
        return environment.get_template(template).render(context)
    except TEMPLATE_ERRORS as error:
        raise WorkspaceError([_explain(error, template, files)]) from None


def _check_blocks(template: str, environment: Environment, files: Files) -> None:
    """A block that the extended template does not have would be dropped without a word."""
    loader = environment.loader
    if loader is None:
        return
    source, name, _ = loader.get_source(environment, template)
    if "extends" not in source:
        return
    parsed = environment.parse(source, template, name)
    extended = next(
        (node.template.value for node in parsed.find_all(Extends) if isinstance(node.template, Const)), None
    )
    if extended is None:
        return
    known = set(environment.get_template(extended).blocks)
    findings = [
        Finding(
            "BR406",
            f"'{extended}' has no block '{block.name}'",
            _line(name or template, block.lineno, files),
            suggest(block.name, known, noun="blocks"),
        )
        for block in parsed.find_all(Block)
        if block.name not in known
    ]
    if findings:
        raise WorkspaceError(findings)


def _explain(error: Exception, template: str, files: Files) -> Finding:
    if isinstance(error, TemplateSyntaxError):
        name = error.filename or file_of(template)
        return Finding("BR401", str(error.message), _line(name, error.lineno, files), "mend the template")
    name, line = _deepest_template(error.__traceback__, file_of(template))
    place = _line(name, line, files)
    if isinstance(error, TemplateNotFound):
        what = str(error.message) if error.message != error.name else f"there is no template '{error.name}'"
        return Finding("BR403", what, place, f"write {FOLDER}{error.name}, or mend the name")
    if isinstance(error, UndefinedError):
        return _explain_undefined(str(error.message), place)
    if isinstance(error, RecursionError):
        mend = f"to extend the shipped template, write {SHIPPED_PREFIX} before its name; or nest it less"
        return Finding(
            "BR404", "the template includes, extends or calls itself, or is nested too deeply", place, mend
        )
    if isinstance(error, SyntaxError):
        return Finding("BR404", "more than 20 blocks stand in one another", place, "nest them less")
    if isinstance(error, MemoryError):
        mend = "let it repeat less; or give the edition more with --memory"
        return Finding("BR404", "the template needs more memory than an edition may have", place, mend)
    what = f"the template failed: {str(error) or type(error).__name__}"
    return Finding("BR404", what, place, "mend the line")


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
    except (OSError, IndexError):
        return Span(file)
    return Span(file, line, len(source) - len(source.lstrip()) + 1, len(source.strip()), source)
