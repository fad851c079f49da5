"""The Jinja environment: strict and sandboxed. It reads files through the workspace and reports errors as findings."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from types import CodeType, NoneType, TracebackType
from typing import TypeAlias
from weakref import WeakKeyDictionary

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
from jinja2.nodes import Block, Const, Extends, Template
from markupsafe import Markup

from briefing.compose.citations.bibliography import ListedSource
from briefing.compose.table_cells import tabulate
from briefing.compose.templating.element_origins import UNPRINTABLE, Marked, cleaned, without_marks
from briefing.compose.templating.filters import filters_for
from briefing.compose.templating.sandbox import WORDED, Sandbox, UnknownNameError
from briefing.compose.templating.template_errors import (
    FOLDER,
    InternalError,
    MisuseError,
    is_internal,
    template_lines,
)
from briefing.compose.templating.template_values import Context, Function, Node, content_for, noun_of
from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span, nearest, suggest
from briefing.files.cache import derived
from briefing.files.layers import SHIPPED, copies_of
from briefing.files.workspace import SHIPPED_PREFIX, Files, prefixes_of
from briefing.model.content import Table
from briefing.text.locale_formats import WORLD_ENGLISH, find_locale

TEMPLATES = f"{FOLDER}**/*.j2.html"

COMPILED_FOR = "finalize, sums, joints, constants, origins, captures, outlines"
"""What the code of a template depends on besides its text and Jinja's version."""

HALVES = re.compile("[\ud800-\udfff]")
"""Surrogates, which cannot be encoded in a file."""

PRINTABLE = WORDED - {bool, NoneType, timedelta} | {TemplateModule}

TEMPLATE_ERRORS = (
    TemplateError,
    TypeError,
    ValueError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,  # a filter that cannot take its argument
    RecursionError,  # a template that includes itself
    MemoryError,
    SyntaxError,  # more nested blocks than Python allows
)
NOUNS = {
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
    """Loads templates by their name in `templates/`; `shipped/…` names the one in the package."""

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
    """Return the file in the workspace for a template's name."""
    depth = prefixes_of(template)
    return SHIPPED_PREFIX * depth + FOLDER + template[len(SHIPPED_PREFIX) * depth :]


Outline: TypeAlias = tuple[str | None, tuple[tuple[str, int], ...]]
"""The name of the template that a template extends, unless it is composed, and its blocks with their lines."""


class _Compiled(BytecodeCache):
    """The compiled templates of this process, by the hash of their text. This saves 0.1 s per edition."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}
        self._outlines: dict[str, Outline] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code

    def learn(self, environment: Environment, names: Iterable[str], files: Files) -> None:
        """Load these templates as an earlier command compiled them, or compile them again."""
        sources = {file_of(name): files.read(file_of(name)).decode() for name in names}
        key_text = repr((jinja2.__version__, COMPILED_FOR, sorted(sources.items())))
        found = derived(
            "templates",
            key_text,
            lambda: {
                file: (
                    environment.compile(source, file, file),
                    _outline(environment.parse(source, file, file)),
                )
                for file, source in sources.items()
            },
        )
        for name, (file, source) in zip(names, sources.items(), strict=True):
            key = self.get_cache_key(name, file)
            self._codes[key, self.get_source_checksum(source)], self._outlines[source] = found[file]

    def outline(self, source: str, name: str, environment: Environment) -> Outline:
        """Return the outline of a template by its text, which is parsed once in each process."""
        if source not in self._outlines:
            self._outlines[source] = _outline(environment.parse(source, name, file_of(name)))
        return self._outlines[source]


def _outline(parsed: Template) -> Outline:
    names = (node.template.value for node in parsed.find_all(Extends) if isinstance(node.template, Const))
    return next(names, None), tuple((block.name, block.lineno) for block in parsed.find_all(Block))


COMPILED = _Compiled()


def learn_templates(files: Files) -> None:
    """Compile all templates of a workspace."""
    _learn(files.list(TEMPLATES), files)


def learn_theme_templates(files: Files) -> None:
    """Compile the shipped templates of the theme of a workspace, and those beneath them or beneath the user's.

    Files that are not shipped are not read.
    """
    copies = (copy for name in files.list(TEMPLATES) for copy in copies_of(name, files.layers))
    below = (name for name, place, _ in copies if place != SHIPPED or prefixes_of(name))
    _learn((name for name in below if not files.is_own(name)), files)


def _learn(names: Iterable[str], files: Files) -> None:
    known = tuple(name.replace(FOLDER, "", 1) for name in names)
    with contextlib.suppress(OSError, UnicodeDecodeError, TemplateError):
        COMPILED.learn(make_environment(files, WORLD_ENGLISH), known, files)


def printed(value: object) -> object:
    """Return a value for printing in a template: a text, a number or a date.

    Raises MisuseError for anything else, which Python would print as `None` or as the name of an internal object.
    """
    if type(value) is Marked:
        return value
    if isinstance(value, str) and (found := UNPRINTABLE.search(value)):
        raise MisuseError(f"the text has the invisible character U+{ord(found.group()):04X}")
    if type(value) is ListedSource:
        return Markup(cleaned(value.__html__()))  # noqa: S704  (from our own entry)
    if type(value) in PRINTABLE:
        return value
    if isinstance(value, Undefined):
        return str(value)  # raises UndefinedError
    if value is None:
        raise MisuseError("the value to print is missing; test for it first with `{% if … %}`")
    raise MisuseError(f"{noun_of(value)} cannot be printed")


def make_environment(files: Files, locale_tag: str) -> Environment:
    """Return the environment for the templates of a workspace in a locale."""
    environment = Sandbox(
        loader=_Loader(files),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        bytecode_cache=COMPILED,
        optimized=False,  # otherwise one language's output of a filter would be compiled into the template
        trim_blocks=True,
        lstrip_blocks=True,
    )
    locale = find_locale(locale_tag)
    environment.filters = filters_for(locale)
    environment.hide_marks()
    environment.full_name = lambda name, parent: _full_name(name, parent, files)

    def tabulate_block(table: object) -> Node:
        content, prose = content_for("tabulate", table, Table)
        return tabulate(content, locale, prose)

    environment.globals["tabulate"] = Function("tabulate", tabulate_block)
    return environment


def _full_name(name: str, parent: str, files: Files) -> str:
    """Return the name of a template that another one names: `shipped/` skips the layers down to that of the other."""
    if not name.startswith(SHIPPED_PREFIX):
        return name
    is_file = parent[len(SHIPPED_PREFIX) * prefixes_of(parent) :].startswith(FOLDER)  # as `learn` compiles it
    full = files.beneath(file_of(name), parent if is_file else file_of(parent))
    return full.replace(f"{SHIPPED_PREFIX}{FOLDER}", SHIPPED_PREFIX, 1)


def fill(template: str, environment: Environment, files: Files, context: Context) -> str:
    """Render a template as text. Raises WorkspaceError as `fill_marked` does."""
    return without_marks(fill_marked(template, environment, files, context))


def fill_marked(template: str, environment: Environment, files: Files, context: Context) -> str:
    """Render a template as text with the marks of its tags and texts (see `element_origins`).

    Raises WorkspaceError with the template's file and line for errors in the template. Errors in our own code or in
    shipped templates alone are internal errors, and are raised unchanged.
    """
    try:
        _check_blocks(template, environment, files)
        filled = environment.get_template(template).render(context)
        if found := HALVES.search(filled):
            raise MisuseError(f"the text has the invisible character U+{ord(found.group()):04X}")
        return filled
    except InternalError as fault:
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
            referenced = filter(None, find_referenced_templates(parsed))
            left += (environment.join_path(other, name) for other in referenced)
        except WorkspaceError as error:
            findings |= dict.fromkeys(error.findings)
        except TEMPLATE_ERRORS as error:
            if not isinstance(error, TemplateNotFound):  # reported where it is included, if it ever is
                findings[_explain(error, name, files, ())] = None
    return list(findings)


CHECKED: WeakKeyDictionary[Environment, set[str]] = WeakKeyDictionary()
"""The templates of each environment whose blocks are right: those of a site are filled in for each of its pages."""


def _check_blocks(template: str, environment: Environment, files: Files) -> None:
    """Report blocks that the extended template lacks, which Jinja would drop silently."""
    loader = environment.loader
    checked = CHECKED.setdefault(environment, set())
    if loader is None or template in checked:
        return
    source, name, _ = loader.get_source(environment, template)
    if "extends" not in source:
        return
    extended, blocks = COMPILED.outline(source, template, environment)
    if extended is None:
        return
    known = _blocks_of(environment.join_path(extended, template), environment, loader)
    findings = [
        Finding(
            "BR406",
            f"'{extended}' has no block '{block}'",
            _line(name or template, line, files),
            suggest(block, known, noun="blocks"),
        )
        for block, line in blocks
        if block not in known
    ]
    if findings:
        raise WorkspaceError(findings)
    checked.add(template)


def _blocks_of(template: str, environment: Environment, loader: BaseLoader) -> set[str]:
    """Return the names of the blocks of a template and of those that it extends."""
    blocks: set[str] = set()
    seen: set[str] = set()
    while template not in seen:
        seen.add(template)
        blocks |= set(environment.get_template(template).blocks)
        source, _, _ = loader.get_source(environment, template)
        extended, _ = COMPILED.outline(source, template, environment) if "extends" in source else (None, ())
        template = environment.join_path(extended, template) if extended else template
    return blocks


def _explain(error: Exception, template: str, files: Files, known: Collection[str]) -> Finding:
    if isinstance(error, TemplateSyntaxError):
        name = error.filename or file_of(template)
        return Finding("BR401", str(error.message), _line(name, error.lineno, files), "fix the template")
    name, line = _deepest_template(error.__traceback__, file_of(template))
    place = _line(name, line, files)
    if isinstance(error, TemplateNotFound):
        what = str(error.message) if error.message != error.name else f"unknown template '{error.name}'"
        return Finding("BR403", what, place, f"correct the name, or add {FOLDER}{error.name}")
    if isinstance(error, UndefinedError):
        return _explain_undefined(error, place, known)
    if isinstance(error, RecursionError):
        help = f"to extend the shipped template, write {SHIPPED_PREFIX} before its name; or nest less deeply"
        return Finding(
            "BR404", "the template includes, extends or calls itself, or is nested too deeply", place, help
        )
    if isinstance(error, SyntaxError):
        return Finding(
            "BR404", "more than 20 blocks are nested in one another", place, "nest them less deeply"
        )
    if isinstance(error, MemoryError):
        help = "shorten its loops, or allow more with --memory"
        return Finding("BR404", "the template needs more memory than the limit of an edition", place, help)
    what = f"the template failed: {_plainly(error)}"
    return Finding("BR404", what, place, "fix this line")


def _plainly(error: Exception) -> str:
    """Return the message of an error, with nouns instead of the names of Python and Jinja."""
    words = re.sub(r"^(?:sync_do_|do_|_)(\w+)\(\)", r"\1", str(error)) or type(error).__name__
    for name, noun in NOUNS.items():
        words = re.sub(rf"(\A|\W)'?{name}'?(?: object)?(?=\W|\Z)", rf"\1{noun}", words)
    return words


def _explain_undefined(error: UndefinedError, place: Span, known: Collection[str]) -> Finding:
    message = str(error.message)
    if isinstance(error, UnknownNameError):
        name, known = error.name, error.known
        if error.is_label:
            help = f"add `{name}: …` to the labels of the language"
            return Finding("BR405", f"unknown label '{name}'", place, help)
    else:
        missing = re.match(r"'(\w+)' is undefined", message)
        name = missing.group(1) if missing else ""
    at = place.source.find(name) + 1 if name else 0
    if at:
        place = Span(place.file, place.line, at, len(name), place.source)
    near = nearest(name, known) if name else None
    suggestion = f"; did you mean '{near}'?" if near else ""
    what = f"unknown name '{name}'{suggestion}" if name else message
    return Finding("BR402", what, place, "see templates/README.md for the names that a template can use")


def _deepest_template(traceback: TracebackType | None, file: str) -> tuple[str, int]:
    """Return the innermost line of a template in a traceback."""
    return [(file, 1), *template_lines(traceback)][-1]


def _line(file: str, line: int, files: Files) -> Span:
    try:
        source = files.read(file).decode("utf-8", "replace").splitlines()[line - 1]
    except (OSError, IndexError):
        return Span(file)
    return Span(file, line, len(source) - len(source.lstrip()) + 1, len(source.strip()), source)
