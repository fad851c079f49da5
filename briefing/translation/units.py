"""The texts of a brief that a translation needs, one unit each, in the order of the brief.

Keywords, the cells of a table and the terms of a glossary are replaced as a whole (`load.translation.WHOLE`): each
item is a unit, and the file of the translation gets all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from briefing.core.errors import ContentError, SelectionError
from briefing.core.finding import Finding, Span, suggest
from briefing.core.plurals import counted
from briefing.core.source_map import Key
from briefing.files.workspace import Files
from briefing.load.languages import LABELS_FILE
from briefing.load.library import BRIEF_FILE, Library
from briefing.load.translation import texts_of
from briefing.load.yaml.files import is_there, open_document
from briefing.load.yaml.models import respell_keys
from briefing.load.yaml.reader import Data, Document
from briefing.load.yaml.text_editing import value_at
from briefing.load.yaml.text_paths import find_path
from briefing.model.blocks import Table, Tabular
from briefing.model.brief import Brief
from briefing.model.text import Flow, Register, Worded
from briefing.model.traversal import walk
from briefing.rules.content.outdated_variants import name_of

HERE = Span("command line")
DATA, GLOSSARY, KEYWORDS = "data", "glossary", "keywords"
TERM = "term"
"""The last part of the name of a unit that is a term of the glossary."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to translate."""

    name: str
    """Its key as `brief confirm` names it: `key_points.1.short`."""
    key: Key
    """The key of the text in the model."""
    source: str
    """The original, as typed."""
    flow: Flow = Flow.INLINE
    whole: Key = ()
    """The key of the value that is replaced as a whole with this text in it; empty for other texts."""
    target: str = ""
    """The present translation, as typed; empty if there is none."""


@dataclass(frozen=True)
class Texts:
    """The texts of a brief, and their translations into one language."""

    slug: str
    language: str
    brief: Brief
    base: Document
    """The file of the original."""
    over: Document | None
    """The file of the translation, if there is one."""
    units: tuple[Unit, ...]
    data_files: Mapping[Key, str]
    """The files with words in their cells, by the keys that name them: a translation names a translated copy."""

    @property
    def file(self) -> str:
        """The name of the file of the translation."""
        return translation_file(self.slug, self.language)

    @property
    def has_glossary(self) -> bool:
        """True if the translation has a glossary, whose terms are in the order of its own alphabet."""
        path = find_path(self.translated, (GLOSSARY,), Brief, self.base.data)
        return not path.missing and bool(path.value)

    @property
    def translated(self) -> dict[str, Data]:
        """The data of the file of the translation."""
        return self.over.data if self.over else {}


def translation_file(slug: str, language: str) -> str:
    """Return the name of the file with the texts of a brief in a language."""
    return f"content/{slug}/brief.{language}.yaml"


def read_texts(files: Files, slug: str, language: str) -> Texts:
    """Return the texts of a brief with their translations into a language, which may be none.

    Raises SelectionError for a language that has no labels or is that of the brief, and BriefingError for files that
    cannot be read. A brief with errors in its texts can be handed over.
    """
    library = Library(files)
    loaded = library.read_brief(slug)
    check_language(library, loaded.brief.language, language)
    base = respell_keys(open_document(files, f"content/{slug}/{BRIEF_FILE}", ContentError), Brief)
    file = translation_file(slug, language)
    over = open_document(files, file, ContentError, may_be_empty=True) if is_there(files, file) else None
    translated = over.data if over else {}
    units = tuple(
        replace(unit, target=_target_of(unit, translated, base.data)) for unit in _units(loaded.brief, base)
    )
    return Texts(slug, language, loaded.brief, base, over, units, _data_files(loaded.brief, base.data))


def check_language(library: Library, original: str, language: str) -> None:
    """Raise SelectionError for a language into which a brief cannot be translated."""
    if language == original:
        what = f"'{language}' is the language of the brief itself"
        raise SelectionError([Finding("BR802", what, HERE, "name the language to translate it into")])
    if library.languages.find(language) is None:
        what = f"there are no labels for the language '{language}'"
        known = suggest(language, library.languages, noun="languages")
        help = f"to add a language, write {LABELS_FILE.format(language)}; {known}"
        raise SelectionError([Finding("BR802", what, HERE, help)])


def choose_brief(library: Library, slug: str | None) -> str:
    """Return the name of the brief that is meant: the only one, if none is named. Raises SelectionError."""
    slugs = library.slugs
    if slug is None and len(slugs) == 1:
        return slugs[0]
    if slug is not None and slug in slugs:
        return slug
    several = f"the workspace has {counted(len(slugs), 'brief')}; name one"
    what = f"unknown brief '{slug}'" if slug is not None else several
    raise SelectionError([Finding("BR802", what, HERE, suggest(slug or "", slugs, noun="briefs"))])


def _units(brief: Brief, base: Document) -> Sequence[Unit]:
    """Return the texts of a brief in the order of its file; those of a whole value are together.

    Texts that are not in the file, as those of shared content, are left out: they are translated where they are.
    """
    found = [*_worded(brief, base.data), *_keywords(brief), *_glossary(brief)]
    paths = [(find_path(base.data, unit.whole or unit.key, Brief), unit) for unit in found]
    own = [(base.source_map.marks[path.written].start, unit) for path, unit in paths if not path.missing]
    return [unit for _, unit in sorted(own, key=itemgetter(0))]


def _worded(brief: Brief, base: dict[str, Data]) -> Iterator[Unit]:
    models = dict(walk(brief))
    for key in texts_of(brief):
        if key[0] == GLOSSARY:
            continue
        item = models[key[:-1]]
        if key[-1] == DATA and isinstance(item, Tabular):
            yield from _cells(item, key, brief, value_at(base, key))
        elif isinstance(item, Worded):
            for register in Register:
                if words := item.words(register):
                    ending = () if register is Register.TEXT else (register.value,)
                    name = ".".join((name_of(key[:-1], brief), *ending))
                    yield Unit(name, (*key[:-1], register.value), words, item.flow)


def _cells(item: Tabular, key: Key, brief: Brief, rows: object) -> Iterator[Unit]:
    """Yield the cells with words of data that is typed in the brief.

    Names of columns that `columns`, `series` or `x` use are left out: they are renamed there.
    """
    named: set[str | None] = {
        one.column for one in (item.columns if isinstance(item, Table) else item.series)
    }
    named |= set() if isinstance(item, Table) else {item.x}
    for row, cells in enumerate(rows if isinstance(rows, list) else ()):
        for column, cell in enumerate(cells if isinstance(cells, list) else ()):
            if isinstance(cell, str) and any(map(str.isalpha, cell)) and (row or cell not in named):
                name = f"{name_of(key, brief)}.{row + 1}.{column + 1}"
                yield Unit(name, (*key, row, column), cell, whole=key)


def _data_files(brief: Brief, base: dict[str, Data]) -> dict[Key, str]:
    named = ((key, value_at(base, key)) for key in texts_of(brief) if key[-1] == DATA)
    return {key: value for key, value in named if isinstance(value, str)}


def _keywords(brief: Brief) -> Iterator[Unit]:
    for index, word in enumerate(brief.keywords):
        yield Unit(f"{KEYWORDS}.{index + 1}", (KEYWORDS, index), word, whole=(KEYWORDS,))


def _glossary(brief: Brief) -> Iterator[Unit]:
    for index, (term, meaning) in enumerate(brief.glossary.items()):
        name, key = f"{GLOSSARY}.{index + 1}", (GLOSSARY, index)
        yield Unit(f"{name}.{TERM}", (*key, TERM), term, whole=(GLOSSARY,))
        for register in Register:
            if words := meaning.words(register):
                ending = "" if register is Register.TEXT else f".{register.value}"
                yield Unit(f"{name}{ending}", (*key, register.value), words, whole=(GLOSSARY,))


def _target_of(unit: Unit, translated: Mapping[str, Data], base: Data) -> str:
    if unit.whole and unit.key[0] == GLOSSARY:
        return ""  # terms are in the order of their own alphabet
    if unit.whole:
        written = find_path(dict(translated), unit.whole, Brief, base)
        value = value_at(written.value, unit.key[len(unit.whole) :]) if not written.missing else ""
    else:
        path = find_path(dict(translated), unit.key, Brief, base)
        value = path.value if not path.missing else ""
    return value if isinstance(value, str) else ""
