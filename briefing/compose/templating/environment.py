"""Jinja: strict, sandboxed, its files through the workspace's one door; its errors as findings."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from types import CodeType, NoneType, TracebackType

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
from jinja2.environment import TemplateModule
from jinja2.meta import find_referenced_templates
from jinja2.nodes import Block, Const, Extends
from markupsafe import Markup

from briefing.compose.citations.bibliography import ListedSource
from briefing.compose.locale_formats import WORLD_ENGLISH, find_locale
from briefing.compose.table_cells import tabulate
from briefing.compose.templating.element_origins import UNPRINTABLE, Marked, cleaned, without_marks
from briefing.compose.templating.filters import filters_for
from briefing.compose.templating.sandbox import WORDED, Sandbox, UnknownNameError
from briefing.compose.templating.template_errors import (
    FOLDER,
    MisuseError,
    OwnFaultError,
    is_internal,
    template_lines,
)
from briefing.compose.templating.template_values import Context, Function, Node, content_for, noun_of
from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span, nearest, suggest
from briefing.files.cache import derived
from briefing.files.workspace import SHIPPED_PREFIX, Files
from briefing.model.content import Table

COMPILED_FOR = "finalize, sums, joints, constants, origins, captures"
"""What the code of a template depends on beside its text and Jinja's version."""

HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no file can hold."""

PRINTABLE = WORDED - {bool, NoneType, timedelta} | {TemplateModule}

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
PYTHONS_NAMES = {
    "mappingproxy": "a mapping",
    "TemplateModule": "a template",
    "Function": "a function",
    "Bound": "a function",
    "Node": "a node",
    "Text": "a text",
    "Markup": "a text",
    "Marked": "a text",
}


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
        COMPILED.learn(make_environment(files, WORLD_ENGLISH), names, files)


def printed(value: object) -> object:
    """A value that a template prints, which must be a text, a number or a day.

    Python would print everything: `None` for what the brief does not have, names of its own for what no reader knows.
    Raises MisuseError.
    """
    if type(value) is Marked:
        return value
    if isinstance(value, str) and (found := UNPRINTABLE.search(value)):
        raise MisuseError(f"the text has the character U+{ord(found.group()):04X}, which nobody can see")
    if type(value) is ListedSource:
        return Markup(cleaned(value.__html__()))  # noqa: S704  (of our own entry)
    if type(value) in PRINTABLE:
        return value
    if isinstance(value, Undefined):
        return str(value)  # raises what is missing
    if value is None:
        raise MisuseError(
            "there is nothing to print: the value is missing; ask for it with `{% if … %}` first"
        )
    raise MisuseError(f"{noun_of(value)} is no text that can be printed")


def make_environment(files: Files, locale_tag: str) -> Environment:
    """The environment for the templates of one workspace and language, by the tag of its locale."""
    environment = Sandbox(
        loader=_Loader(files),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        bytecode_cache=COMPILED,
        optimized=False,  # what a filter says in one language would be compiled into the template
        trim_blocks=True,
        lstrip_blocks=True,
    )
    locale = find_locale(locale_tag)
    environment.filters = filters_for(locale)
    environment.hide_marks()

    def tabulate_block(table: object) -> Node:
        content, prose = content_for("tabulate", table, Table)
        return tabulate(content, locale, prose)

    environment.globals["tabulate"] = Function("tabulate", tabulate_block)
    return environment


def fill(template: str, environment: Environment, files: Files, context: Context) -> str:
    """The text of a template, filled in. Raises WorkspaceError as `fill_marked` does."""
    return without_marks(fill_marked(template, environment, files, context))


def fill_marked(template: str, environment: Environment, files: Files, context: Context) -> str:
    """The same with the marks that say where each tag and each text comes from (see `origins`).

    Raises WorkspaceError with the template's file and line for whatever is wrong in it. What fails in our own code,
    or in what is shipped alone, is raised as it is: an internal error.
    """
    try:
        _check_blocks(template, environment, files)
        filled = environment.get_template(template).render(context)
        if found := HALVES.search(filled):
            raise MisuseError(f"the text has the character U+{ord(found.group()):04X}, which nobody can see")
        return filled
    except OwnFaultError as fault:
        _note_place(fault.error, fault.__traceback__, template)
        raise fault.error from None
    except TEMPLATE_ERRORS as error:
        if is_internal(error, file_of(template), files):
            _note_place(error, error.__traceback__, template)
            raise
        known = {*context, *environment.globals}
        raise WorkspaceError([_explain(error, template, files, known)]) from None


def _note_place(error: Exception, traceback: TracebackType | None, template: str) -> None:
    place = ":".join(map(str, _deepest_template(traceback, file_of(template))))
    error.add_note(f"while {place} was filled in")


def find_template_errors(names: Iterable[str], files: Files) -> list[Finding]:
    """Return what is wrong in templates, and in those that they include or extend, whatever they are filled in with."""
    environment = make_environment(files, "en")
    findings: dict[Finding, None] = {}
    seen: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name in seen or not files.find(file_of(name)):
            continue
        seen.add(name)
        try:
            _check_blocks(name, environment, files)
            environment.get_template(name)
            parsed = environment.parse(files.read(file_of(name)).decode())
            left += filter(None, find_referenced_templates(parsed))
        except WorkspaceError as error:
            findings |= dict.fromkeys(error.findings)
        except TEMPLATE_ERRORS as error:
            if not isinstance(error, TemplateNotFound):  # reported where it is included, if it ever is
                findings[_explain(error, name, files, ())] = None
    return list(findings)


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


def _explain(error: Exception, template: str, files: Files, known: Collection[str]) -> Finding:
    if isinstance(error, TemplateSyntaxError):
        name = error.filename or file_of(template)
        return Finding("BR401", str(error.message), _line(name, error.lineno, files), "mend the template")
    name, line = _deepest_template(error.__traceback__, file_of(template))
    place = _line(name, line, files)
    if isinstance(error, TemplateNotFound):
        what = str(error.message) if error.message != error.name else f"there is no template '{error.name}'"
        return Finding("BR403", what, place, f"write {FOLDER}{error.name}, or mend the name")
    if isinstance(error, UndefinedError):
        return _explain_undefined(error, place, known)
    if isinstance(error, RecursionError):
        help = f"to extend the shipped template, write {SHIPPED_PREFIX} before its name; or nest it less"
        return Finding(
            "BR404", "the template includes, extends or calls itself, or is nested too deeply", place, help
        )
    if isinstance(error, SyntaxError):
        return Finding("BR404", "more than 20 blocks stand in one another", place, "nest them less")
    if isinstance(error, MemoryError):
        help = "let it repeat less; or give the edition more with --memory"
        return Finding("BR404", "the template needs more memory than an edition may have", place, help)
    what = f"the template failed: {_plainly(error)}"
    return Finding("BR404", what, place, "mend the line")


def _plainly(error: Exception) -> str:
    """What an error says, without the names that only Python and Jinja have for things."""
    words = re.sub(r"^(?:sync_do_|do_|_)(\w+)\(\)", r"\1", str(error)) or type(error).__name__
    for name, noun in PYTHONS_NAMES.items():
        words = re.sub(rf"(\A|\W)'?{name}'?(?: object)?(?=\W|\Z)", rf"\1{noun}", words)
    return words


def _explain_undefined(error: UndefinedError, place: Span, known: Collection[str]) -> Finding:
    message = str(error.message)
    if isinstance(error, UnknownNameError):
        name, known = error.name, error.known
        if error.is_label:
            help = f"add `{name}: …` to the labels of the language"
            return Finding("BR405", f"there is no label '{name}'", place, help)
    else:
        missing = re.match(r"'(\w+)' is undefined", message)
        name = missing.group(1) if missing else ""
    at = place.source.find(name) + 1 if name else 0
    if at:
        place = Span(place.file, place.line, at, len(name), place.source)
    what = f"there is no '{name}' here" if name else message
    near = nearest(name, known) if name else None
    first = f"did you mean '{near}'?" if near else "mend the name;"
    return Finding("BR402", what, place, f"{first} templates/README.md lists what a template can use")


def _deepest_template(traceback: TracebackType | None, file: str) -> tuple[str, int]:
    """The innermost line of a template on the way of an error."""
    return [(file, 1), *template_lines(traceback)][-1]


def _line(file: str, line: int, files: Files) -> Span:
    try:
        source = files.read(file).decode("utf-8", "replace").splitlines()[line - 1]
    except (OSError, IndexError):
        return Span(file)
    return Span(file, line, len(source) - len(source.lstrip()) + 1, len(source.strip()), source)
