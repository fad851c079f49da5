"""Everything that is done to the engine only to be quick, each with what it gains; the bytes are the same without.

Each is for the version that it was tried with. With another one, or where one fails, the engine is loaded the plain
way, and nobody hears of it. Measured with a brief of four pages against the plain way: cold, or in a process that has
made it before ("warm").
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib.resources
import importlib.util
import io
import pickle
import sys
from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

from briefing.core.lazy_imports import late_modules
from briefing.files.cache import derived

TRIED_WITH = ("70.0",)
"""The versions of WeasyPrint."""

LATE_MODULES = (
    "fontTools.subset",
    "fontTools.ttLib.woff2",
    "fontTools.varLib",
    "PIL.ExifTags",
)
LATE_FUNCTIONS = ("fontTools.varLib.instancer",)
"""What WeasyPrint imports for fonts that are variable, or packed as WOFF, or where HarfBuzz cannot subset; and what
Pillow imports for the places where photographs were taken. 0.90 of the time of a build, and 15 MiB less."""

LINE_PROPERTIES = (
    "font_size",
    "font_kerning",
    "white_space",
    "direction",
    "tab_size",
    "letter_spacing",
    "word_spacing",
    "word_break",
    "overflow_wrap",
    "text_decoration_line",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
)
"""What decides where a text is broken into lines, beside what decides its font (`_font_style_cache_key`)."""

SIDES = ("top", "right", "bottom", "left")
SIZES = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
"""What the engine finds out of each box before it lays it out: its sizes in pixels."""

SAID_OF_SIZES = (*SIZES, *BORDERS, "border_collapse", "box_sizing")
"""What decides them, beside the room that there is."""

KEPT_SIZES = 1_000
"""The sizes of so many kinds of boxes are kept: a table of thousands of cells has a few."""

KEPT_LINES = 2_000
"""So many lines are kept, and as many of before: those of twenty pages, 2 MiB."""

EDITIONS_TO_COLLECT = 10
"""So many are made between two collections of what refers to itself: a few MiB each."""


@contextlib.contextmanager
def quick_import() -> Iterator[None]:
    """While this lasts, the engine is imported in half of its time."""
    if not _is_known():
        yield
        return
    with (
        late_modules(*LATE_MODULES, functions=LATE_FUNCTIONS),
        _with_learnt_declarations(),
        _with_learnt_styles(),
    ):
        yield


def _is_known() -> bool:
    """Whether this is a version that was tried; its metadata would take longer to read than is gained."""
    spec = importlib.util.find_spec("weasyprint")
    if spec is None or spec.origin is None:
        return False
    site = Path(spec.origin).parent.parent
    return any((site / f"weasyprint-{version}.dist-info").is_dir() for version in TRIED_WITH)


class _Declarations:
    """Stands for a `cffi.FFI` whose declarations in C were learnt by an earlier command."""

    def __init__(self, plain: type[Any]) -> None:
        self._plain, self._text = plain, ""

    def cdef(self, text: str) -> None:
        """Declarations to be added to those before."""
        self._text += text + "\n"

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        if "_learnt" not in self.__dict__:
            self._learnt = self._learn()
        value = getattr(self._learnt, name)
        setattr(self, name, value)  # found at once the next time
        return value

    def _learn(self) -> Any:  # noqa: ANN401
        import _cffi_backend

        told = f"{_cffi_backend.__version__} {self._text}"
        return _cffi_backend.FFI("weasyprint", **derived("declarations", told, self._read))

    def _read(self) -> dict[str, Any]:
        """The arguments by which cffi's own "out-of-line" modules make an FFI: values alone."""
        from cffi.recompiler import make_py_source

        reader, module = self._plain(), io.StringIO()
        reader.cdef(self._text)
        reader.set_source("weasyprint", None)
        make_py_source(reader, "weasyprint", module)
        (call,) = (node for node in ast.walk(ast.parse(module.getvalue())) if isinstance(node, ast.Call))
        return {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}


@contextlib.contextmanager
def _with_learnt_declarations() -> Iterator[None]:
    """0.86 of the time of a build: a parser of C is neither loaded nor run, and each call into Pango is quicker."""
    import cffi

    plain = cffi.FFI
    cffi.FFI = lambda: _Declarations(plain)
    try:
        yield
    finally:
        cffi.FFI = plain


@contextlib.contextmanager
def _with_learnt_styles() -> Iterator[None]:
    """0.97 of the time of a build: the stylesheet that the engine parses while it is imported was parsed before.

    Those for presentational hints and for forms it parses too; what is asked of it here never looks at them.
    """
    plain = importlib.resources.files
    engine: Any = None

    def files(package: Any) -> Any:  # noqa: ANN401
        """What the engine calls to find its stylesheets, right before it parses them."""
        nonlocal engine
        if engine is None and getattr(package, "__name__", "") == "weasyprint.css":
            engine = sys.modules["weasyprint"]
            engine.CSS.__init__, engine.CSS.parse = _fill, engine.CSS.__init__
        return plain(package)

    importlib.resources.files = files
    try:
        yield
    finally:
        importlib.resources.files = plain
        if engine is not None:
            engine.CSS.__init__ = engine.CSS.parse
            del engine.CSS.parse


def _fill(style: Any, *, string: str, counter_style: Any = None) -> None:  # noqa: ANN401
    """Fill in one of the engine's own stylesheets."""
    import cssselect2
    import tinycss2

    is_wanted = string is vars(sys.modules["weasyprint.html"])["UA"]
    told = f"{TRIED_WITH} {tinycss2.VERSION} {cssselect2.VERSION} {string}"
    packed = (
        derived("style", told, lambda: _packed_style(string)) if is_wanted else pickle.dumps(((), [], {}))
    )
    if not packed:
        style.parse(string=string, counter_style=counter_style)
        return
    rules, pages, counters = pickle.loads(packed)  # noqa: S301  (a file of this user's, whole)
    style.base_url, style.matcher, style.page_rules, style.layers = None, cssselect2.Matcher(), pages, []
    for selectors, declarations in rules:
        for selector in cssselect2.compile_selector_list(selectors):
            style.matcher.add_selector(selector, (declarations, None))
    if counter_style is not None:
        counter_style.update(counters)


def _packed_style(text: str) -> bytes:
    """The rules of a stylesheet as tokens of selectors and declarations, its pages and its counter styles.

    Nothing, where it holds anything else: what is nested, or brings in other files.
    """
    import tinycss2
    from cssselect2 import Matcher
    from weasyprint.css import counters, preprocess_declarations, preprocess_stylesheet

    rules, others, counter_styles = [], [], counters.CounterStyle()
    pages: list[Any] = []
    without = {"skip_comments": True, "skip_whitespace": True}
    for rule in tinycss2.parse_stylesheet(text, **without):
        if rule.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(rule.content, **without)
            if any(one.type != "declaration" for one in content) or "&" in rule.prelude:
                return b""
            told = [declaration for _, declaration in preprocess_declarations(None, content, rule.prelude)]
            rules += [(rule.prelude, told)] if told else []
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("page", "counter-style"):
            others.append(rule)
        else:
            return b""
    preprocess_stylesheet("print", None, others, None, Matcher(), pages, [], None, counter_styles, {})
    return pickle.dumps((rules, [(None, *rest) for _, *rest in pages], dict(counter_styles)))


def learn_hyphenation(language: str) -> None:
    """0.9 of the time of a build: the patterns of a language (4,000 lines for English) are read once for all."""
    if not _is_known():
        return
    with contextlib.suppress(ImportError, AttributeError, KeyError, OSError, ValueError):
        import pyphen

        path = pyphen.LANGUAGES[pyphen.language_fallback(language)]
        if path not in pyphen.hdcache:
            found = path.stat()
            told = f"{pyphen.__version__} {path} {found.st_size} {found.st_mtime_ns}"
            patterns = derived("hyphenation", told, lambda: pyphen.HyphDict(path).patterns)
            dictionary = pyphen.HyphDict.__new__(pyphen.HyphDict)
            dictionary.patterns, dictionary.cache = patterns, {}
            dictionary.maxlen = max(map(len, patterns))
            pyphen.hdcache[path] = dictionary


def quicken() -> None:
    """Have the engine, which is imported, lay out in less time: 0.97 of the time of an edition cold, 0.77 warm."""
    if _is_known():
        _compute_plain_styles_at_once()
        _keep_what_styles_say_of_fonts()
        _keep_sizes()
        _keep_lines()


def _compute_plain_styles_at_once() -> None:
    """0.97: nine in ten values of a style are inherited or initial, and neither a variable nor to be calculated."""
    from weasyprint import css
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.functions import check_math
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    others = {"float", "display", "position", "page"}
    names = [name for name in INITIAL_VALUES if name not in others and name[:16] != "text_decoration_"]
    logical = {
        name: tuple(PHYSICAL_FUNCTIONS[name](block="ttb", inline=direction) for direction in ("ltr", "rtl"))
        for name in names
        if name in PHYSICAL_FUNCTIONS
    }
    inherited = {name for name in names if name in INHERITED and name not in logical}
    initial = {
        name: INITIAL_VALUES[name]
        for name in names
        if name not in INHERITED and name not in INITIAL_NOT_COMPUTED and not check_math(INITIAL_VALUES[name])
    }
    plain = css.ComputedStyle.__missing__

    def missing(style: Any, name: str) -> Any:  # noqa: ANN401
        cascaded = style.cascaded
        if name in cascaded:
            return plain(style, name)
        if name in inherited and style.parent_style is not None:
            value = style.parent_style[name]
            if not check_math(value):
                style[name] = value
                return value
        elif name in initial and not any(other in cascaded for other in logical.get(name, ())):
            value = style[name] = initial[name]
            return value
        return plain(style, name)

    css.ComputedStyle.__missing__ = missing


def _keep_what_styles_say_of_fonts() -> None:
    """0.97: what a style says of its font is told once, and not for each line and each piece of it."""
    from weasyprint.text import line_break

    described, named = line_break.get_font_description, line_break._font_style_cache_key

    def describe(style: Any) -> Any:  # noqa: ANN401
        if "_description" not in style.__dict__:
            style._description = described(style)
        return style._description

    def name(style: Any, include_size: bool = False) -> str:  # noqa: ANN401
        kept = "_sized_font" if include_size else "_font"
        if kept not in style.__dict__:
            setattr(style, kept, named(style, include_size))
        return str(style.__dict__[kept])

    line_break.get_font_description, line_break._font_style_cache_key = describe, name


def _keep_sizes() -> None:
    """0.86 for a table of thousands of cells: boxes of equal styles in equal room have equal sizes."""
    from weasyprint.css.functions import check_math
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import percent

    plain = percent.resolve_percentages
    said = itemgetter(*SAID_OF_SIZES)
    kept: dict[Any, dict[str, Any]] = {}

    def resolve(box: Any, containing_block: Any) -> None:  # noqa: ANN401
        room = containing_block
        if isinstance(room, boxes.Box):
            room = (room.width, room.height)
        own, told = box.__dict__, said(box.style)
        borders = tuple(map(own.get, BORDERS))  # those of collapsed borders are the box's own
        key = (told, borders, *room)
        is_plain = not isinstance(box, boxes.PageBox)
        try:
            sizes = kept.get(key) if is_plain else None
        except TypeError:  # a value that has no hash
            is_plain, sizes = False, None
        if sizes is not None:
            own.update(sizes)
            return
        plain(box, containing_block)
        if is_plain and not any(map(check_math, told)):
            if len(kept) >= KEPT_SIZES:
                kept.clear()
            kept[key] = {name: own[name] for name in (*SIZES, *BORDERS)}

    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.layout") and vars(module).get("resolve_percentages") is plain:
            module.resolve_percentages = resolve  # type: ignore[attr-defined]


class _Lines:
    """Lines that were broken before: of late, and before that."""

    def __init__(self) -> None:
        self.late: dict[Any, Any] = {}
        self.early: dict[Any, Any] = {}

    def find(self, key: Any) -> Any:  # noqa: ANN401
        found = self.late.get(key)
        if found is None and (found := self.early.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Any, line: Any) -> None:  # noqa: ANN401
        if len(self.late) >= KEPT_LINES:
            self.early, self.late = self.late, {}
        self.late[key] = line


def forget_lines(fonts: Any) -> None:  # noqa: ANN401
    """Break every line anew from now on: the fonts are others."""
    fonts.__dict__.pop("_lines", None)


def _keep_lines() -> None:
    """0.81 warm: a text of the same style and width is broken where it was, in another edition, or set tighter."""
    from weasyprint.css.functions import check_math
    from weasyprint.layout import inline, preferred
    from weasyprint.text import line_break

    layouts = line_break.Layout

    def style_key(style: Any) -> str:  # noqa: ANN401
        if "_line_key" not in style.__dict__:
            is_plain = not check_math(style["hyphenate_limit_zone"])
            told = [line_break._font_style_cache_key(style), *(style[name] for name in LINE_PROPERTIES)]
            style._line_key = sys.intern(str(told)) if is_plain else ""
        return str(style._line_key)

    def copied(line: Any) -> Any:  # noqa: ANN401
        """A line as it was broken: what draws it writes into its layout."""
        layout = layouts.__new__(layouts)
        layout.__dict__.update(line[0].__dict__)
        return (layout, *line[1:])

    def keeping(plain: Callable[..., Any]) -> Callable[..., Any]:
        def split_first_line(text: str, style: Any, context: Any, *options: Any, **named: Any) -> Any:  # noqa: ANN401
            told = style_key(style)
            if not told:
                return plain(text, style, context, *options, **named)
            lines = style.font_config.__dict__.setdefault("_lines", _Lines())
            key = (plain, text, told, options, *named.items())
            line = lines.find(key)
            if line is None:
                line = plain(text, style, context, *options, **named)
                lines.keep(key, copied(line))
                return line
            return copied(line)

        return split_first_line

    inline.split_first_line = keeping(inline.split_first_line)
    preferred.split_first_line = keeping(preferred.split_first_line)


class Collector:
    """0.95 of the time of an edition: nothing that refers to itself is looked for while it is made."""

    def __init__(self) -> None:
        self._count = 0
        gc.freeze()  # what is loaded stays; it need not be looked at again, nor copied to be counted

    @contextlib.contextmanager
    def at_rest(self) -> Iterator[None]:
        """While this lasts, memory is not looked through; it is, every few times, before."""
        if self._count % EDITIONS_TO_COLLECT == EDITIONS_TO_COLLECT - 1:
            gc.collect()
        self._count += 1
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
